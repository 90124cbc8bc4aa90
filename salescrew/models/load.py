"""Read plans and results from files, each problem with its line or its cell."""

from __future__ import annotations

import operator
import os
import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Literal, NoReturn, TypeVar

from pydantic import ValidationError

from salescrew.errors import InputError, Path, reason
from salescrew.language import say, say_as, to_say, to_say_as
from salescrew.letters import visible
from salescrew.models.files.encodings import CONTROL, OF_ONE_BYTE, decoded
from salescrew.models.files.garbage_collection import no_collection
from salescrew.models.files.given import TEXT, Data, Source, is_text
from salescrew.models.files.json_places import lines_of
from salescrew.models.files.json_text import read_json, read_written_json
from salescrew.models.files.tree import MOST_VALUES, PlacedProblem, Tree, UnreadableError
from salescrew.models.files.workbook.opening import BEGINNINGS
from salescrew.models.files.yaml_text import read_yaml
from salescrew.models.plan.arguments import refuse_wrong_arguments
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.refusals import input_error, problems_of, shortened
from salescrew.models.plan.written.fields import KNOWN_PROBLEMS

if TYPE_CHECKING:
    from salescrew.models.answers.result import Result
    from salescrew.models.facts.actuals import Actuals

Format = Literal["yaml", "json"]
Read = TypeVar("Read")

MOST_PLAN_BYTES = 10_000_000
MOST_RESULT_BYTES = 100_000_000
MOST_RESULT_VALUES = 5_000_000
STDIN = "<stdin>"
_A_PLAN, _A_RESULT = to_say_as("held", "a plan"), to_say_as("held", "a result")
_BEGINNING = 1000
_OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_AS_TEXT = to_say("Write it as YAML with `salescrew convert`, and take that.")


@dataclass(frozen=True)
class _Document:
    """What a file holds, before it is known to be a plan."""

    data: object
    tree: Callable[[], Tree]
    problems: tuple[PlacedProblem, ...] = ()

    def lines_of(self, paths: Collection[Path]) -> dict[Path, int]:
        """Give the lines of places; not of those of which nothing more is to be said."""
        tree = self.tree()
        return {path: tree.line_of(path) for path in paths if path not in tree.unsure}


def load(source: Source | Data) -> Plan:
    """Read a plan from a YAML or JSON file or a workbook, from a text, or from plain data.

    Parameters
    ----------
    source
        A path, or `-` for standard input. A name that ends in `.json` is read as JSON, one in `.yaml` or `.yml` as
        YAML; anything else as what it looks like. Or the text of such a file, or what it holds as a mapping.

    Raises
    ------
    InputError
        With every problem of the file, each as `FILE:LINE: path: must be what, got what. What to do.` Of a text the
        file is called `<text>`; of a mapping there are only paths. Of a workbook it is `FILE: SHEET!CELL: path: ...`.
    """
    if isinstance(source, Mapping):
        return Plan.model_validate(dict(source))
    if is_text(source, _A_PLAN):
        return parse(str(source), TEXT)
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
    content, name = content_of(source), file_name(source)
    if content.startswith(BEGINNINGS):
        _refuse(
            name,
            UnreadableError(None, say("must be a text, in YAML or JSON, got a workbook. {todo}", todo=say(_AS_TEXT))),
        )
    return _decoded(content, name)


def parse(text: str | bytes, name: str, format: Format | None = None) -> Plan:
    """Read a plan from a text, or from the bytes of a workbook.

    Parameters
    ----------
    name
        What to call the text in messages; where no format is given, its ending tells the format.

    Raises
    ------
    InputError
        With every problem of the text.
    """
    if isinstance(text, bytes) and text.startswith(BEGINNINGS):
        from salescrew.models.files.workbook.reading import plan_of_workbook

        return plan_of_workbook(text, name)
    text = _decoded(text, name)
    _refuse_empty(text, name, say("Start from a plan that `salescrew init` writes."))
    document = _read(text, name, format or _format(name), _A_PLAN, _begun_with("name"))
    known = {KNOWN_PROBLEMS: [one.problem for one in document.problems]}
    validated = partial(Plan.model_validate, context=known)
    return _checked(lambda: validated(document.data), name, document.lines_of, document.problems)


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
    from salescrew.models.variants.configurations import EXAMPLE, own_configurations

    def validated(data: object) -> dict[str, dict[str, object]]:
        return {one.name: dict(one.values) for one in own_configurations(plan, data)}

    return load_document(source, validated, to_say_as("held", "configurations"), EXAMPLE)


def load_document(source: Source, validate: Callable[[object], Read], what: str, example: str) -> Read:
    """Read something from a YAML or JSON file.

    Parameters
    ----------
    source
        A path, or `-` for standard input.
    validate
        Makes it of plain data, or raises `InputError` with the places of what is wrong.
    what
        What the file is to hold.
    example
        How it may be written.

    Raises
    ------
    InputError
        With every problem of the file, each as `FILE:LINE: path: must be what, got what. What to do.`
    """
    name = file_name(source)
    text = _decoded(file_bytes(source, name, MOST_PLAN_BYTES), name)
    _refuse_empty(text, name, say("Write it as `{example}`.", example=example))
    document = _read(text, name, _format(name), what, example)
    return _checked(lambda: validate(document.data), name, document.lines_of, document.problems)


def load_result(source: Source | Data) -> Result:
    """Read a result from the JSON file that `salescrew solve --format json` writes, from its text or its data.

    Parameters
    ----------
    source
        A path, or `-` for standard input; or the text of such a file, or what it holds as a mapping.

    Raises
    ------
    InputError
        With every problem of the file, each as `FILE:LINE: path: must be what, got what. What to do.`
    """
    if isinstance(source, Mapping):
        return _result(dict(source))
    is_given = is_text(source, _A_RESULT)
    name = TEXT if is_given else file_name(source)
    # what reads it looks for letters that cannot be seen, control characters too
    text = _utf8(str(source) if is_given else file_bytes(source, name, MOST_RESULT_BYTES), name)
    _refuse_empty(text, name, say("Write it with `salescrew solve --format json`."))
    with no_collection():
        try:
            data = read_written_json(text, MOST_RESULT_VALUES, _begun_with("version"))
        except UnreadableError as error:
            _refuse(name, error)
        return _checked(lambda: _result(data), name, partial(lines_of, text))


def load_actuals(source: Source, plan: Plan, result: Result | None = None) -> Actuals:
    """Read what happened from a CSV file or a workbook.

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
    from salescrew.models.answers.result import Result
    from salescrew.models.facts.file import parse_actuals
    from salescrew.models.facts.workbook.reading import actuals_of_workbook

    refuse_wrong_arguments(plan=(plan, Plan), result=(result, Result | None))
    name = file_name(source)
    content = file_bytes(source, name, MOST_RESULT_BYTES)
    also = [member.name for member in result.managers] if result else ()
    if content.startswith(BEGINNINGS):
        return actuals_of_workbook(content, name, plan, also)
    text, encoding = decoded(content, name)
    _refuse_empty(text, name, say("Write the form with `salescrew actuals`, and fill it in."))
    found = parse_actuals(text, name, plan, also)
    if encoding not in OF_ONE_BYTE:
        return found
    note = say(
        "{name} is not in UTF-8, and was read as {encoding}: look whether its names are right.",
        name=name,
        encoding=encoding,
    )
    return replace(found, notes=(*found.notes, note))


def _result(data: object) -> Result:
    """Make a result; where something long is wrong from its beginning on, no more of it is looked at."""
    from salescrew.models.answers.result import Result

    beginning = _beginning(data)
    for part in (data,) if beginning is data else (beginning, data):
        try:
            result = Result.model_validate(part)
        except ValidationError as error:
            raise input_error(problems_of(error, Result, part), part) from None
    return result


def _beginning(data: object) -> object:
    """Give the data with no more than the beginning of each list and mapping; the same where none is longer."""
    if isinstance(data, list):
        some = [_beginning(item) for item in data[:_BEGINNING]]
        return data if len(some) == len(data) and all(map(operator.is_, some, data)) else some
    if isinstance(data, dict):
        entries = {key: _beginning(value) for key, value in islice(data.items(), _BEGINNING)}
        is_whole = len(entries) == len(data) and all(map(operator.is_, entries.values(), data.values()))
        return data if is_whole else entries
    return data


def _checked(
    validated: Callable[[], Read],
    name: str,
    lines_of: Callable[[Collection[Path]], dict[Path, int]],
    problems: Iterable[PlacedProblem] = (),
) -> Read:
    """Make a plan or a result; say in which lines of its file it is wrong.

    Parameters
    ----------
    problems
        What is wrong with the file besides.
    """
    placed = list(problems)
    try:
        value = validated()
    except InputError as error:
        lines = lines_of([problem.path for problem in error.details])
        placed += [PlacedProblem(lines[one.path], one) for one in error.details if one.path in lines]
    else:
        if not placed:
            return value
    placed.sort(key=lambda one: one.line)
    sentences = [f"{name}:{one.line}: {one.problem}" for one in placed]
    raise InputError(shortened(sentences), [one.problem for one in placed])


def _begun_with(key: str) -> str:
    """Say how a mapping is written that begins with a key."""
    return say("`{key}: ...` and so on", key=key)


def _read(text: str, name: str, form: Format | None, what: str, mapping: str) -> _Document:
    """Read a text, or refuse it with the place where it cannot be read.

    Parameters
    ----------
    mapping
        How to write the mapping that it must be.
    """
    try:
        return _document(text, form, what, mapping)
    except UnreadableError as error:
        _refuse(name, error)


def _document(text: str, form: Format | None, what: str, mapping: str) -> _Document:
    if form == "json":
        return _json_document(text, mapping)
    if form is None and text.lstrip().startswith(("{", "[")):
        # YAML may begin so as well, and then its own complaint is the right one
        try:
            return _json_document(text, mapping)
        except UnreadableError:
            pass
    tree = read_yaml(text, mapping)
    if tree.root is None:
        raise UnreadableError(
            None,
            say("must hold {what}, got comments only. Remove the # where values begin.", what=say_as("held", what)),
        )
    return _Document(tree.data(), lambda: tree, tuple(tree.problems))


def _json_document(text: str, mapping: str) -> _Document:
    found = read_json(text, MOST_VALUES, mapping)
    if not found.has_twins:
        return _Document(found.data, found.tree)
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
    raise InputError(shortened([f"{place}: {error.problem}"]), [error.problem]) from None


def _refuse_empty(text: str, name: str, todo: str) -> None:
    if not text.strip():
        _refuse(name, UnreadableError(None, say("must not be empty, got nothing. {todo}", todo=todo)))


def file_name(source: Source) -> str:
    """Give what to call a file in messages."""
    if source == "-":
        return STDIN
    return visible(os.fspath(source))


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
        _refuse(
            name, UnreadableError(None, say("must be a file that exists, got none. Check the name and the folder."))
        )
    except (OSError, ValueError) as error:
        # a folder is said to be one on some systems, and forbidden on others
        if isinstance(error, IsADirectoryError) or (isinstance(error, PermissionError) and FilePath(source).is_dir()):
            _refuse(name, UnreadableError(None, say("must be a file, got a folder. Name a file in it.")))
        why = reason(error) if isinstance(error, OSError) and error.strerror else str(error)
        _refuse(
            name,
            UnreadableError(None, say("must be a file that can be read, got: {reason}. Check the file.", reason=why)),
        )
    if len(content) > most:
        sentence = say(
            "must have at most {most} MB, got more. Check whether it is the right file.", most=most // 1_000_000
        )
        _refuse(name, UnreadableError(None, sentence))
    return content


def _decoded(content: str | bytes, name: str) -> str:
    """Make text of UTF-8, and refuse what is no text."""
    text = _utf8(content, name)
    if control := CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        sentence = say("must be text, got the control character U+{code:04X}. Remove it.", code=ord(control[0]))
        _refuse(name, UnreadableError(line, sentence))
    return text


def _utf8(content: str | bytes, name: str) -> str:
    try:
        text = content.decode("utf-8") if isinstance(content, bytes) else content
    except UnicodeDecodeError as error:
        raw = error.object
        got = say("the byte 0x{byte:02x} (byte {at} of the file)", byte=raw[error.start], at=error.start + 1)
        if raw.startswith(BEGINNINGS):
            _refuse(
                name, UnreadableError(None, say("must be text, got a workbook. Name the file of text that is meant."))
            )
        if raw.startswith(_OTHER_ENCODINGS):
            got = say("UTF-16 or UTF-32")
        sentence = say("must be text in UTF-8, got {got}. Save the file as UTF-8.", got=got)
        _refuse(name, UnreadableError(raw.count(b"\n", 0, error.start) + 1, sentence))
    return text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
