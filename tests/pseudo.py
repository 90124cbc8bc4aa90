"""A language that nobody speaks, in letters of its own, so that what was not translated stands out."""

from __future__ import annotations

import re
import string
from collections.abc import Collection, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog

from tests import catalog

NAME = "eo"
"""Any language that has no catalog, and as many forms as English."""
_LETTERS = string.ascii_lowercase + string.ascii_uppercase
_OTHERS = str.maketrans(_LETTERS, "".join(chr(0x400 + ord(letter)) for letter in _LETTERS))


def in_pseudo(sentence: str) -> str:
    """Write the words of a sentence in another alphabet, and leave alone the names and formats of its values."""
    return "".join(_segments(sentence))


def _segments(sentence: str) -> Iterator[str]:
    for said, name, spec, _ in string.Formatter().parse(sentence):
        yield said.translate(_OTHERS).replace("{", "{{").replace("}", "}}")
        if name is not None:
            forms = spec.translate(_OTHERS) if spec and "|" in spec else spec
            yield f"{{{name}:{forms}}}" if forms else f"{{{name}}}"


def write_catalog(folder: Path) -> None:
    """Write a catalog of this language as any language has it."""
    made = Catalog(locale=NAME)
    for (context, text), message in catalog.messages().items():
        if context == "number" or "%(" in text:
            continue
        if message.plural:
            made.add((text, message.plural), (in_pseudo(text), in_pseudo(message.plural)))
        else:
            made.add(text, in_pseudo(text), context=context)
    path = folder / NAME / "LC_MESSAGES" / "salescrew.mo"
    path.parent.mkdir(parents=True)
    path.write_bytes(catalog.as_mo(made))


_NOT_SAID = re.compile(
    r"""`[^`]*` | \{[^}]*\}+ | (?<!\w)--?[a-z][a-z-]* | \S*[\\/._=\[]\S* | \b[A-Z]{2,}\b | "[^"\n]*" | '[^'\n]*'""",
    re.VERBOSE,
)
"""Code, options, places in a plan, files, currencies, and what somebody wrote."""


def words_left(text: str, known: Collection[str] = ()) -> list[str]:
    """List the words of a text that were not translated; `known` are names of fields and of people."""
    words = re.findall(r"[A-Za-z]{2,}(?:-[a-z]+)*", _NOT_SAID.sub(" ", text))
    return [word for word in words if word not in known]
