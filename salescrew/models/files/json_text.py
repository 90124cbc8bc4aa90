"""JSON, with the lines of its values where these are asked for."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from salescrew.language import looked_up, say, say_as, to_say
from salescrew.letters import first_unseen
from salescrew.models.files.json_places import line_at, refused_at, text_at, text_from, twin_at
from salescrew.models.files.tree import (
    MOST_ROOT_KEYS,
    Scalar,
    Tree,
    UnreadableError,
    no_mapping,
    too_deep,
    too_many,
    too_many_keys,
)
from salescrew.models.plan.draft import DEEPEST
from salescrew.models.plan.values.said import shown, wrong_letters

# a text without an end runs to the end of the file, so that nothing is looked at twice
_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)'
_STRUCTURE = re.compile(_STRING + r"|([\[{])|([\]}])|(,)", re.DOTALL)
_LIST = re.compile(r"[ \t\n\r]*\[[ \t\n\r]*(\])?")
_ESCAPED_CONTROL = re.compile(r"\\[bfnrt]")
_IN_NUMBERS = re.compile("(?<=[0-9])\N{NO-BREAK SPACE}(?=[0-9%])")
"""What stands between thousands, and before a percent sign, in the sentences of some languages."""
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_LETTER = re.compile(r"\\(?:u[dD][89abAB]..\\u[dD][c-fC-F]..|u....|.)|[^\\ -~]", re.DOTALL)
# Python refuses to make an int of thousands of digits
_LONGEST_WHOLE = 18
_TOKEN = re.compile(_STRING + r'|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)


@dataclass(frozen=True)
class JsonText:
    """What a JSON file holds.

    Attributes
    ----------
    tree
        Reads it once more, with lines.
    has_twins
        Whether a key is given twice somewhere.
    """

    data: object
    tree: Callable[[], Tree]
    has_twins: bool


class _RefusedError(Exception):
    """A value that a file may not hold."""


class _EndlessError(_RefusedError):
    """A number that is not finite."""


class _TwinError(_RefusedError):
    """A mapping with a key that it has twice."""


def read_json(text: str, most_values: int, mapping: str | None = None) -> JsonText:
    """Read a JSON file that a person wrote: whatever else is wrong with it is to be said besides.

    Parameters
    ----------
    mapping
        How to write the mapping that it must be; None where it may be anything.

    Raises
    ------
    UnreadableError
        Where it is not JSON, or of another kind, or nested too deep, or larger than `most_values`.
    """
    twins: list[str] = []

    def entries(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) < len(pairs):
            twins.append(pairs[0][0])
        return found

    decoder = json.JSONDecoder(object_pairs_hook=entries, parse_int=_whole)
    data = _decoded(text, decoder, most_values, mapping)
    return JsonText(data, partial(_tree, text, most_values), bool(twins))


def read_written_json(text: str, most_values: int, mapping: str) -> object:
    """Read a JSON file that a program wrote: the first thing in it that no program writes ends it.

    That is a key that is there twice, a number that is not finite, or a text with letters that cannot be seen.

    Raises
    ------
    UnreadableError
        Where there is such a thing, or it is not JSON, or of another kind, too deep or too large.
    """

    def entries(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) < len(pairs):
            raise _TwinError
        return found

    def number(digits: str) -> float:
        value = float(digits)
        if not math.isfinite(value):
            raise _EndlessError(value)
        return value

    def whole(digits: str) -> int | float:
        return int(digits) if len(digits) <= _LONGEST_WHOLE else number(digits)

    decoder = json.JSONDecoder(object_pairs_hook=entries, parse_int=whole, parse_float=number, parse_constant=number)
    data = _decoded(text, decoder, most_values, mapping)
    if (at := _unseen(text)) is not None:
        raise _wrong_text(text, at)
    return data


_REASONS = (
    to_say("expecting ',' delimiter"),
    to_say("expecting ':' delimiter"),
    to_say("expecting property name enclosed in double quotes"),
    to_say("expecting value"),
    to_say("extra data"),
    to_say("illegal trailing comma before end of array"),
    to_say("illegal trailing comma before end of object"),
    to_say("invalid \\escape"),
    to_say("invalid \\uXXXX escape"),
    to_say("invalid control character at"),
    to_say("unterminated string starting at"),
)
"""What the reader says."""


def _why(said: str) -> str:
    return looked_up(said) if said in _REASONS else said


def _decoded(text: str, decoder: json.JSONDecoder, most_values: int, mapping: str | None) -> object:
    """Decode a text, or say why and where it cannot be."""
    if mapping is not None and (found := _LIST.match(text)):
        raise no_mapping(
            line_at(text, found.end() - 1),
            say_as("got", "an empty list") if found[1] else say_as("got", "a list"),
            mapping,
        )
    if sum(map(text.count, "[{,")) > most_values:
        # not all of these need stand for a value, since texts may hold some
        _check_shape(text, most_values)
    try:
        data = decoder.decode(text)
    except _RefusedError as error:
        _check_shape(text, most_values)
        raise _refusal(text, decoder, error) from None
    except RecursionError:
        _check_shape(text, most_values)
        raise
    except json.JSONDecodeError as error:
        _check_shape(text, most_values)
        reason = say("{why} (column {column})", why=_why(f"{error.msg[:1].lower()}{error.msg[1:]}"), column=error.colno)
        todo = say("Check the quotes, commas and brackets here and in the line before.")
        raise UnreadableError(
            error.lineno, say("must be well-formed JSON, got a fault here: {reason}. {todo}", reason=reason, todo=todo)
        ) from None
    if mapping is not None and isinstance(data, dict) and len(data) > MOST_ROOT_KEYS:
        raise too_many_keys(line_at(text, text.index("{")))
    if _is_deep(data):
        _check_shape(text, most_values)
    return data


def _refusal(text: str, decoder: json.JSONDecoder, error: _RefusedError) -> UnreadableError:
    """Say what a decoder refused, and where."""
    path, at = refused_at(text, decoder, _RefusedError)
    if isinstance(error, _EndlessError):
        sentence = say("must be a finite number, got {this}. Correct it.", this=shown(error.args[0]))
        return UnreadableError(line_at(text, at), sentence, path)
    key, first, second = twin_at(text, at)
    sentence = say(
        "must be given once, got it again after line {line}. Remove one of the two.", line=line_at(text, first)
    )
    return UnreadableError(line_at(text, second), sentence, (*path, key))


def _unseen(text: str) -> int | None:
    """Find the first letter in the texts of a JSON file that cannot be seen, written as it is or in digits.

    What looks for it letter by letter is only asked where there is reason to.
    """
    if "\\" in text:
        codes = set(_ESCAPED.findall(text))
        is_odd = _ESCAPED_CONTROL.search(text) or any(first_unseen(chr(int(code, 16))) is not None for code in codes)
    else:
        is_odd = False
    # between texts lines end, and in front of them may be tabs
    bare = _IN_NUMBERS.sub(" ", text.replace("\n", " ").replace("\r", " ").replace("\t", " "))
    if not is_odd:
        return first_unseen(bare)
    for match in _LETTER.finditer(bare):
        letter = match[0]
        if letter.startswith("\\"):
            letter = str(json.loads(f'"{letter}"'))
        if first_unseen(letter) is not None:
            return match.start()
    return None


def _wrong_text(text: str, position: int) -> UnreadableError:
    """Say which text has a letter at a position that cannot be seen."""
    path, start = text_at(text, position)
    sentence = wrong_letters(text_from(text, start))
    assert sentence is not None
    return UnreadableError(line_at(text, start), sentence, path)


def _whole(digits: str) -> int | float:
    return int(digits) if len(digits) <= _LONGEST_WHOLE else float(digits)


def _is_deep(data: object) -> bool:
    """Tell whether lists and mappings are nested too deep: level by level, since that is faster than mark by mark."""
    level = [data] if isinstance(data, dict | list) else []
    for _ in range(DEEPEST):
        level = [
            part
            for whole in level
            for part in (whole.values() if isinstance(whole, dict) else whole)
            if isinstance(part, dict | list)
        ]
        if not level:
            return False
    return True


def _check_shape(text: str, most_values: int) -> None:
    """Refuse what is nested too deep or holds too many values, in the line where that shows."""
    depth = values = 0
    for match in _STRUCTURE.finditer(text):
        depth += bool(match[1]) - bool(match[2])
        values += bool(match[1]) + bool(match[3])
        if depth > DEEPEST or values > most_values:
            line = text.count("\n", 0, match.start()) + 1
            raise too_deep(line) if depth > DEEPEST else too_many(line, most_values)


def _tree(text: str, most_values: int) -> Tree:
    """Read once more what is known to be JSON, with lines."""
    tree, line, end = Tree(most_values), 1, 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", end, match.start())
        end = match.start()
        match match[0]:
            case "{":
                tree.begin(line, {})
            case "[":
                tree.begin(line, [])
            case "}" | "]":
                tree.end()
            case "," | ":":
                pass
            case token:
                value: Scalar = json.loads(token, parse_int=_whole)
                tree.scalar(line, value, value if isinstance(value, str) else token)
    return tree
