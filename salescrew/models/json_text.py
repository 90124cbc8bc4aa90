"""JSON, with the lines of its values where these are asked for."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from salescrew.models.draft import DEEPEST
from salescrew.models.tree import Scalar, Tree, UnreadableError, too_deep, too_many

# a text without an end runs to the end of the file, so that nothing is looked at twice
_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)'
_STRUCTURE = re.compile(_STRING + r"|([\[{])|([\]}])|(,)", re.DOTALL)
_HALF = re.compile(r"\\u[dD][89a-fA-F]")
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
    has_oddities
        Whether there may be something that Python reads and JSON does not know: half a character, or a number that
        is not finite.
    """

    data: object
    tree: Callable[[], Tree]
    has_twins: bool
    has_oddities: bool


def read_json(text: str, most_values: int) -> JsonText:
    """Read a JSON file.

    Raises
    ------
    UnreadableError
        Where it is not JSON, or nested too deep, or larger than `most_values`.
    """
    if sum(map(text.count, "[{,")) > most_values:
        # not all of these need stand for a value, since texts may hold some
        _check_shape(text, most_values)
    twins: list[str] = []
    endless: list[float] = []

    def mapping(pairs: list[tuple[str, object]]) -> dict[str, object]:
        entries = dict(pairs)
        if len(entries) < len(pairs):
            twins.append(pairs[0][0])
        return entries

    def number(digits: str) -> float:
        value = float(digits)
        if not math.isfinite(value):
            endless.append(value)
        return value

    def whole(digits: str) -> int | float:
        return int(digits) if len(digits) <= _LONGEST_WHOLE else number(digits)

    try:
        data = json.loads(text, object_pairs_hook=mapping, parse_int=whole, parse_float=number, parse_constant=number)
    except RecursionError:
        _check_shape(text, most_values)
        raise
    except json.JSONDecodeError as error:
        _check_shape(text, most_values)
        reason = f"{error.msg[:1].lower()}{error.msg[1:]} (column {error.colno})"
        todo = "Check the quotes, commas and brackets here and in the line before."
        raise UnreadableError(error.lineno, f"must be well-formed JSON, got a fault here: {reason}. {todo}") from None
    if _is_deep(data):
        _check_shape(text, most_values)
    has_oddities = bool(endless) or _HALF.search(text) is not None
    return JsonText(data, partial(_tree, text, most_values), bool(twins), has_oddities)


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
