"""Read plans and results from files, each problem with its line."""

from __future__ import annotations

import math
import os
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Literal, NoReturn, TypeVar

from pydantic import ValidationError

from salescrew.errors import InputError
from salescrew.models.collection import no_collection
from salescrew.models.draft import plain
from salescrew.models.fields import shown
from salescrew.models.json_text import read_json
from salescrew.models.plan import KNOWN_PROBLEMS, Plan
from salescrew.models.problems import Path, Problem, input_error, problems_of, shortened
from salescrew.models.tree import MOST_VALUES, PlacedProblem, Tree, UnreadableError
from salescrew.models.yaml_text import read_yaml

if TYPE_CHECKING:
    from salescrew.models.actuals import Actuals
    from salescrew.models.result import Result

Format = Literal["yaml", "json"]
Source = str | os.PathLike[str]
Read = TypeVar("Read")

MOST_PLAN_BYTES = 10_000_000
MOST_RESULT_BYTES = 100_000_000
MOST_RESULT_VALUES = 5_000_000
STDIN = "<stdin>"
CONTROL = re.compile(
    "[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"  # what YAML allows, and JSON needs no more
)
_OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


@dataclass(frozen=True)
class _Document:
    """What a file holds, before it is known to be a plan."""

    data: object
    tree: Callable[[], Tree]
    problems: tuple[PlacedProblem, ...] = ()
    has_oddities: bool = True


def load(source: Source) -> Plan:
    """Read a plan from a YAML or JSON file.

    Parameters
    ----------
    source
        A path, or `-` for standard input. A name that ends in `.json` is read as JSON, one in `.yaml` or `.yml` as
        YAML; anything else as what it looks like.

    Raises
    ------
    InputError
        With every problem of the file, each as `FILE:LINE: path: must be what, got what. What to do.`
    """
    name = file_name(source)
    return parse(file_bytes(source, name, MOST_PLAN_BYTES), name)


def content_of(source: Source) -> bytes:
    """Read the file of a plan, for `parse`; no more of it than a plan may have.

    Raises
    ------
    InputError
        Where it cannot be read, or is too large for a plan.
    """
    return file_bytes(source, file_name(source), MOST_PLAN_BYTES)


def plan_text_of(source: Source) -> str:
    """Read the text of a plan.

    Raises
    ------
    InputError
        Where it cannot be read, or is no text.
    """
    return _decoded(content_of(source), file_name(source))


def parse(text: str | bytes, name: str, format: Format | None = None) -> Plan:
    """Read a plan from a text.

    Parameters
    ----------
    name
        What to call the text in messages; where no format is given, its ending tells the format.

    Raises
    ------
    InputError
        With every problem of the text.
    """
    text = _decoded(text, name)
    _refuse_empty(text, name, "Start from a plan that `salescrew init` writes.")
    document = _read(text, name, format or _format(name))
    known = {KNOWN_PROBLEMS: [one.problem for one in document.problems]}
    return _checked(document, name, partial(Plan.model_validate, context=known))


def load_configurations(source: Source, plan: Plan) -> dict[str, dict[str, object]]:
    """Read configurations of a plan from a YAML or JSON file: names, each with other values by their paths.

    Parameters
    ----------
    source
        A path, or `-` for standard input.

    Raises
    ------
    InputError
        With every problem of the file, each as `FILE:LINE: path: must be what, got what. What to do.`
    """
    from salescrew.models.configurations import EXAMPLE, own_configurations

    def validated(data: object) -> dict[str, dict[str, object]]:
        return {one.name: dict(one.values) for one in own_configurations(plan, data)}

    return load_document(source, validated, "configurations", f"Write it as `{EXAMPLE}`.")


def load_document(source: Source, validate: Callable[[object], Read], what: str, todo: str) -> Read:
    """Read something from a YAML or JSON file.

    Parameters
    ----------
    source
        A path, or `-` for standard input.
    validate
        Makes it of plain data, or raises `InputError` with the places of what is wrong.
    what
        What the file is to hold.
    todo
        What to do where it is empty.

    Raises
    ------
    InputError
        With every problem of the file, each as `FILE:LINE: path: must be what, got what. What to do.`
    """
    name = file_name(source)
    text = _decoded(file_bytes(source, name, MOST_PLAN_BYTES), name)
    _refuse_empty(text, name, todo)
    return _checked(_read(text, name, _format(name), what), name, validate)


def load_result(source: Source) -> Result:
    """Read a result from the JSON file that `salescrew solve --format json` writes.

    Parameters
    ----------
    source
        A path, or `-` for standard input.

    Raises
    ------
    InputError
        With every problem of the file, each as `FILE:LINE: path: must be what, got what. What to do.`
    """
    name = file_name(source)
    text = _decoded(file_bytes(source, name, MOST_RESULT_BYTES), name)
    _refuse_empty(text, name, "Write it with `salescrew solve --format json`.")
    with no_collection():
        try:
            document = _json_document(text, MOST_RESULT_VALUES)
        except UnreadableError as error:
            _refuse(name, error)
        return _checked(document, name, partial(_result, has_oddities=document.has_oddities))


def load_actuals(source: Source, plan: Plan, result: Result | None = None) -> Actuals:
    """Read what happened from a CSV file.

    Parameters
    ----------
    source
        A path, or `-` for standard input.
    plan
        The plan, whose names the facts have.
    result
        A result of it: facts may also be of people who were on its team and are not in the plan any more.

    Raises
    ------
    InputError
        With everything that is wrong, each as `FILE:LINE: column: must be what, got what. What to do.`
    """
    from salescrew.models.actuals_file import parse_actuals

    name = file_name(source)
    text = _decoded(file_bytes(source, name, MOST_RESULT_BYTES), name)
    _refuse_empty(text, name, "Write the form with `salescrew actuals`, and fill it in.")
    return parse_actuals(text, name, plan, [member.name for member in result.managers] if result else ())


def _result(data: object, *, has_oddities: bool) -> Result:
    from salescrew.models.result import Result

    found: list[Problem] = []
    if has_oddities:
        data, found = plain(data)
        found += _infinities(data)
    try:
        result = Result.model_validate(data)
    except ValidationError as error:
        raise input_error([*found, *problems_of(error, Result, data)], data) from None
    if found:
        raise input_error(found, data)
    return result


def _infinities(data: object, path: Path = ()) -> Iterator[Problem]:
    """Complain about what JSON does not know and Python's reader lets pass."""
    if isinstance(data, float) and not math.isfinite(data):
        yield Problem(path, f"must be a finite number, got {shown(data)}. Correct it.")
    parts = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, part in parts:
        yield from _infinities(part, (*path, step))


def _checked(document: _Document, name: str, validate: Callable[[object], Read]) -> Read:
    """Make a plan or a result of a file's data; say in which lines it is wrong."""
    placed = list(document.problems)
    try:
        value = validate(document.data)
    except InputError as error:
        tree = document.tree()
        placed += [PlacedProblem(tree.line_of(p.path), p) for p in error.details if p.path not in tree.unsure]
    else:
        if not placed:
            return value
    placed.sort(key=lambda one: one.line)
    sentences = [f"{name}:{one.line}: {one.problem}" for one in placed]
    raise InputError(shortened(sentences), [one.problem for one in placed])


def _read(text: str, name: str, form: Format | None, what: str = "a plan") -> _Document:
    """Read a text, or refuse it with the place where it cannot be read."""
    try:
        return _document(text, form, what)
    except UnreadableError as error:
        _refuse(name, error)


def _document(text: str, form: Format | None, what: str) -> _Document:
    if form == "json":
        return _json_document(text)
    if form is None and text.lstrip().startswith(("{", "[")):
        # YAML may begin so as well, and then its own complaint is the right one
        try:
            return _json_document(text)
        except UnreadableError:
            pass
    tree = read_yaml(text)
    if tree.root is None:
        raise UnreadableError(None, f"must hold {what}, got comments only. Remove the # where values begin.")
    return _Document(tree.data(), lambda: tree, tuple(tree.problems))


def _json_document(text: str, most_values: int = MOST_VALUES) -> _Document:
    found = read_json(text, most_values)
    if not found.has_twins:
        return _Document(found.data, found.tree, has_oddities=found.has_oddities)
    tree = found.tree()
    return _Document(tree.data(), lambda: tree, tuple(tree.problems))


def _format(name: str) -> Format | None:
    match FilePath(name).suffix.lower():
        case ".json":
            return "json"
        case ".yaml" | ".yml":
            return "yaml"
    return None


def _refuse(name: str, error: UnreadableError) -> NoReturn:
    place = name if error.line is None else f"{name}:{error.line}"
    raise InputError([f"{place}: {error.sentence}"], [Problem((), error.sentence)]) from None


def _refuse_empty(text: str, name: str, todo: str) -> None:
    if not text.strip():
        _refuse(name, UnreadableError(None, f"must not be empty, got nothing. {todo}"))


def file_name(source: Source) -> str:
    """Give what to call a file in messages."""
    if source == "-":
        return STDIN
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in os.fspath(source))


def file_bytes(source: Source, name: str, most: int) -> bytes:
    """Read a file, but no more of it than it may have.

    Raises
    ------
    InputError
        Where it cannot be read, or has more bytes than `most`.
    """
    try:
        if source == "-":
            content = sys.stdin.buffer.read(most + 1)
        else:
            with FilePath(source).open("rb") as file:
                content = file.read(most + 1)
    except FileNotFoundError:
        _refuse(name, UnreadableError(None, "must be a file that exists, got none. Check the name and the folder."))
    except (OSError, ValueError) as error:
        # a folder is said to be one on some systems, and forbidden on others
        if isinstance(error, IsADirectoryError) or (isinstance(error, PermissionError) and FilePath(source).is_dir()):
            _refuse(name, UnreadableError(None, "must be a file, got a folder. Name a file in it."))
        reason = error.strerror.lower() if isinstance(error, OSError) and error.strerror else str(error)
        _refuse(name, UnreadableError(None, f"must be a file that can be read, got: {reason}. Check the file."))
    if len(content) > most:
        sentence = f"must have at most {most // 1_000_000} MB, got more. Check whether it is the right file."
        _refuse(name, UnreadableError(None, sentence))
    return content


def _decoded(content: str | bytes, name: str) -> str:
    """Make text of UTF-8, and refuse what is no text."""
    try:
        text = content.decode("utf-8") if isinstance(content, bytes) else content
    except UnicodeDecodeError as error:
        raw = error.object
        got = f"the byte 0x{raw[error.start]:02x} (byte {error.start + 1} of the file)"
        if raw.startswith(_OTHER_ENCODINGS):
            got = "UTF-16 or UTF-32"
        sentence = f"must be text in UTF-8, got {got}. Save the file as UTF-8."
        _refuse(name, UnreadableError(raw.count(b"\n", 0, error.start) + 1, sentence))
    text = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    if control := CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        sentence = f"must be text, got the control character U+{ord(control[0]):04X}. Remove it."
        _refuse(name, UnreadableError(line, sentence))
    return text
