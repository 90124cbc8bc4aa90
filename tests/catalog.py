"""The catalogs of languages: what stands in the code to be said, and what each language has for it.

`python -m tests.catalog` brings every `salescrew/locale/*/LC_MESSAGES/salescrew.po` up to date with the code (new
sentences come in empty, those that nobody says go) and compiles it; `python -m tests.catalog fr` begins a language.
"""

from __future__ import annotations

import ast
import io
import re
import string
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from salescrew.language import DOMAIN, LOCALE

ROOT = Path(__file__).parent.parent
_SAID = {"say": 0, "to_say": 0}
_SAID_AS = {"say_as": 1, "to_say_as": 1}
_IN_TEMPLATES = re.compile(r"""\bsay\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")
_OF_A_PLAN = "salescrew/models/plan/"
_CLICK_FILES = "click/"
_CLICK = ("core.py", "exceptions.py", "formatting.py", "parser.py", "types.py", "decorators.py", "termui.py")
_OF_PROGRAMMERS = re.compile(
    r"DeprecationWarning|Could not determine|No options defined|defined twice|one parameter decl|"
    r"Boolean option|Invalid start|UUID|Unknown color|color|Editing|must be an iterable"
)


_HEADER = """msgid ""
msgstr ""
"Project-Id-Version: salescrew\\n"
"Language: {language}\\n"
"Plural-Forms: {plurals};\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


@dataclass
class Message:
    """A sentence of the code, and the files that say it."""

    text: str
    context: str | None = None
    plural: str | None = None
    files: set[str] = field(default_factory=set)


def messages() -> dict[tuple[str | None, str], Message]:
    """Gather all that is said: by `say` and its like, in the help of commands, in page templates, and by click."""
    found: dict[tuple[str | None, str], Message] = {}

    def keep(text: str, file: str, context: str | None = None, plural: str | None = None) -> None:
        found.setdefault((context, text), Message(text, context, plural)).files.add(file)

    for path in sorted((ROOT / "salescrew").rglob("*.py")):
        file = path.relative_to(ROOT).as_posix()
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for text, context in _in_code(tree):
            keep(text, file, context)
        if file.startswith(_OF_A_PLAN):
            for text in _described(tree):
                keep(text, file)
    for path in sorted((ROOT / "salescrew").rglob("*.jinja")):
        for quoted in _IN_TEMPLATES.findall(path.read_text(encoding="utf-8")):
            keep(ast.literal_eval(quoted), path.relative_to(ROOT).as_posix())
    for name in _CLICK:
        source = (Path(click.__file__).parent / name).read_text(encoding="utf-8")
        for text, plural in _of_click(ast.parse(source)):
            keep(text, f"{_CLICK_FILES}{name}", None, plural)
    return found


def _in_code(tree: ast.Module) -> Iterator[tuple[str, str | None]]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in _SAID:
                if text := _literal(node.args[0]):
                    yield text, None
            case ast.Call(func=ast.Name(id=name)) if name in _SAID_AS:
                context, text = _literal(node.args[0]), _literal(node.args[1])
                if context and text:
                    yield text, context
            case ast.FunctionDef(decorator_list=decorators) if any(map(_is_command, decorators)):
                yield _paragraphs(ast.get_docstring(node) or ""), None


def _described(tree: ast.Module) -> Iterator[str]:
    """Give what the fields of a plan mean, which its workbook and its schema say."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Field":
            for keyword in node.keywords:
                if keyword.arg == "description" and (text := _literal(keyword.value)):
                    yield text


def _paragraphs(text: str) -> str:
    return text


def _is_command(decorator: ast.expr) -> bool:
    return (
        isinstance(decorator, ast.Call)
        and isinstance(decorator.func, ast.Attribute)
        and decorator.func.attr in ("command", "group")
    )


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _of_click(tree: ast.Module) -> Iterator[tuple[str, str | None]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
            texts = [text for text in map(_literal, node.args) if text and not _OF_PROGRAMMERS.search(text)]
            if texts:
                yield texts[0], texts[1] if node.func.id == "ngettext" else None


def path_of(language: str) -> Path:
    """Say where the catalog of a language stands."""
    return LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def catalog(language: str) -> Catalog:
    """Read the catalog of a language as it stands."""
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language)


def updated(language: str) -> Catalog:
    """Make the catalog of a language out of what the code says, with the translations that there are."""
    before = catalog(language) if path_of(language).exists() else Catalog(locale=language)
    after = Catalog(locale=language, charset="utf-8", fuzzy=False)
    said = messages()
    for kept in before:  # what an older click says
        if kept.id and all(file.startswith(_CLICK_FILES) for file, _ in kept.locations):
            text, plural = kept.id if isinstance(kept.id, tuple | list) else (kept.id, None)
            said.setdefault((None, text), Message(text, None, plural, {file for file, _ in kept.locations}))
    for (context, text), message in sorted(
        said.items(), key=lambda item: (min(item[1].files), item[0][1], item[0][0] or "")
    ):
        known = before.get((text, message.plural) if message.plural else text, context)
        after.add(
            (text, message.plural) if message.plural else text,
            string=known.string if known else "",
            locations=[(file, None) for file in sorted(message.files)],
            flags=(),
            context=context,
            user_comments=known.user_comments if known else (),
        )
    return after


def as_po(of: Catalog) -> bytes:
    """Write a catalog as text, without numbers of lines, which would change with every edit."""
    file = io.BytesIO()
    write_po(file, of, width=110, omit_header=True, include_lineno=False)
    header = _HEADER.format(language=of.locale_identifier, plurals=of.plural_forms)
    return header.encode() + file.getvalue()


def as_mo(of: Catalog) -> bytes:
    """Compile a catalog, as it stands in its file."""
    file = io.BytesIO()
    write_mo(file, read_po(io.BytesIO(as_po(of)), locale=of.locale_identifier))
    return file.getvalue()


def names_in(template: str) -> set[str]:
    """Give the names of the values that a sentence takes."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def main(languages: list[str]) -> None:
    """Bring catalogs up to date."""
    for language in languages or sorted(path.parts[-3] for path in LOCALE.glob("*/LC_MESSAGES/*.po")):
        made = updated(language)
        path = path_of(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_po(made))
        path.with_suffix(".mo").write_bytes(as_mo(made))
        empty = sum(
            not any(message.string if isinstance(message.string, tuple) else (message.string,))
            for message in made
            if message.id
        )
        sys.stdout.write(f"{language}: {len(made)} sentences, {empty} without a translation\n")


if __name__ == "__main__":
    main(sys.argv[1:])
