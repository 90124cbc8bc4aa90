"""JSON, with the lines of its values where these are asked for."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from salescrew.models.draft import DEEPEST
from salescrew.models.tree import Scalar, Tree, UnreadableError, too_deep, too_many

# a text without an end runs to the end of the file, so that nothing is looked at twice
_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)'
_STRUCTURE = re.compile(_STRING + r"|([\[{])|([\]}])|(,)", re.DOTALL)
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


def read_json(text: str, most_values: int) -> JsonText:
    """Read a JSON file.

    Raises
    ------
    UnreadableError
        Where it is not JSON, or nested too deep, or larger than `most_values`.
    """
    _check_shape(text, most_values)
    twins: list[str] = []

    def mapping(pairs: list[tuple[str, object]]) -> dict[str, object]:
        entries = dict(pairs)
        if len(entries) < len(pairs):
            twins.append(pairs[0][0])
        return entries

    try:
        data = json.loads(text, object_pairs_hook=mapping, parse_int=_whole)
    except json.JSONDecodeError as error:
        reason = f"{error.msg[:1].lower()}{error.msg[1:]} (column {error.colno})"
        todo = "Check the quotes, commas and brackets here and in the line before."
        raise UnreadableError(error.lineno, f"must be well-formed JSON, got a fault here: {reason}. {todo}") from None
    return JsonText(data, partial(_tree, text, most_values), bool(twins))


def _whole(digits: str) -> int | float:
    # Python refuses to make an int of thousands of digits
    return int(digits) if len(digits) <= 18 else float(digits)


def _check_shape(text: str, most_values: int) -> None:
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
