"""Where in the text of a JSON file something stands, found by skipping what stands before it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from salescrew.errors import Path

_BLANKS = re.compile(r"[ \t\n\r]*")
_DECODE = json.JSONDecoder(parse_int=str).raw_decode
"""Decodes a value, a number of thousands of digits too, and says where it ends."""
_Wanted = dict[str | int, "_Wanted"]


class _Member(NamedTuple):
    """A key or an item: where it begins, and where its value does."""

    step: str | int
    start: int
    value: int


def lines_of(text: str, paths: Iterable[Path]) -> dict[Path, int]:
    """Give the lines of keys and items; for what is missing, the line of what lacks it."""
    wanted: _Wanted = {}
    paths = list(paths)
    for path in paths:
        within = wanted
        for step in path:
            within = within.setdefault(step, {})
    places = dict(_places(text, (), wanted, _after_blanks(text, 0)))
    places[()] = _after_blanks(text, 0)
    lines = dict(_lines(text, set(places.values())))
    return {path: lines[_nearest_place(places, path)] for path in paths}


def line_at(text: str, position: int) -> int:
    """Give the line of a position."""
    return text.count("\n", 0, position) + 1


def text_at(text: str, position: int) -> tuple[Path, int]:
    """Find the key or the text that a position lies in: its path and where it begins."""
    path, at = (), _after_blanks(text, 0)  # type: Path, int
    while True:
        for member in _members(text, at):
            if position < member.value:
                return (*path, member.step), member.start
            if position < _DECODE(text, member.value)[1]:
                path, at = (*path, member.step), member.value
                break
        else:
            return path, at


def refused_at(text: str, decoder: json.JSONDecoder, refusal: type[Exception]) -> tuple[Path, int]:
    """Find the innermost value that a decoder refuses, the first of them: its path and where it begins."""
    path, at = (), _after_blanks(text, 0)  # type: Path, int
    while True:
        for member in _members(text, at):
            try:
                decoder.raw_decode(text, member.value)
            except refusal:
                path, at = (*path, member.step), member.value
                break
        else:
            return path, at


def twin_at(text: str, start: int) -> tuple[str, int, int]:
    """Find the first key that a mapping has twice: where it stands first, and where again."""
    first: dict[str, int] = {}
    for member in _members(text, start):
        key = str(member.step)
        if key in first:
            return key, first[key], member.start
        first[key] = member.start
    raise LookupError(start)


def _members(text: str, at: int) -> Iterator[_Member]:
    """Go through a mapping or a list of well-formed JSON; anything else has no members."""
    if text[at] not in "[{":
        return
    is_mapping = text[at] == "{"
    at = _after_blanks(text, at + 1)
    number = 0
    while text[at] not in "]}":
        step: str | int = number
        start = at
        if is_mapping:
            step, at = _DECODE(text, at)
            at = _after_blanks(text, _after_blanks(text, at) + 1)
        yield _Member(step, start, at)
        at = _after_blanks(text, _DECODE(text, at)[1])
        if text[at] == ",":
            at = _after_blanks(text, at + 1)
        number += 1


def text_from(text: str, start: int) -> str:
    """Give the key or the text that begins at a position."""
    return str(_DECODE(text, start)[0])


def _after_blanks(text: str, at: int) -> int:
    match = _BLANKS.match(text, at)
    assert match is not None
    return match.end()


def _places(text: str, path: Path, wanted: _Wanted, at: int) -> Iterator[tuple[Path, int]]:
    """Find where wanted keys and items begin."""
    left = set(wanted)
    for member in _members(text, at):
        if member.step in left:
            left.remove(member.step)
            within = (*path, member.step)
            yield within, member.start
            yield from _places(text, within, wanted[member.step], member.value)
        if not left:
            return


def _lines(text: str, positions: Iterable[int]) -> Iterator[tuple[int, int]]:
    line, before = 1, 0
    for position in sorted(positions):
        line += text.count("\n", before, position)
        before = position
        yield position, line


def _nearest_place(places: dict[Path, int], path: Path) -> int:
    """Give the place of a path, or of the longest beginning of it that there is."""
    while path not in places:
        path = path[:-1]
    return places[path]
