"""Values of a plan in cells: what a cell holds for a value, and what a value a cell holds."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence

from salescrew.language import say_as, to_say_as
from salescrew.models.files.tree import Tree, UnreadableError
from salescrew.models.files.workbook.headings import word_of, worded
from salescrew.models.files.workbook.shapes import Shape
from salescrew.models.files.yaml_text import read_yaml, scalar

Value = object
Held = str | int | float | dt.date | None
"""What a cell holds."""
YES = (to_say_as("cell", "yes"), "true", "да")
NO = (to_say_as("cell", "no"), "false", "нет")
_BARE = re.compile(r"[^\W\d_][\w \-/.]*[\w.]|[^\W\d_]|\d{4}-\d{2}(-\d{2}(/\d{4}-\d{2}-\d{2})?)?")
_COUNTED = re.compile(r"(.*\S)\s+(\d[\d.,%]*)")
_TOKEN = re.compile(r"-?\w[\w \-/.%]*")
"""What YAML reads as a plain word or number, wherever it stands."""
_MIDNIGHT = dt.time()
_BLANK_IN_NUMBER = re.compile(r"(?<=\d)[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}](?=[\d%])")
"""Blanks with which programs write 12 000 and 30 %, and which elsewhere nobody sees."""


def cell_of(value: Value, shape: Shape) -> Held:
    """Give what a cell holds for a value of plain data.

    Raises
    ------
    ValueError
        Where no cell can hold it so that the same is read again.
    """
    cell = _cell(value, shape)
    if value_of(cell, shape) != value and isinstance(value, list | dict):
        cell = flow(value)
    if value_of(cell, shape) not in (value, repr(value)):
        raise ValueError(value)
    return cell


def _cell(value: Value, shape: Shape) -> Held:
    match value:
        case None | "":
            return None
        case bool():
            return YES[0] if value else NO[0]
        case int() | float():
            # files of spreadsheets have 16 digits
            return value if float(f"{value:.16G}") == value else repr(value)
        case str():
            if shape.scalar == "day" and shape.is_single:
                return dt.date.fromisoformat(value)
            return value
    return flow(value)[1:-1] or flow(value)


def in_words(cell: Held, shape: Shape) -> Held:
    """Write what a cell holds in the language that is spoken, where it can only be one or several of some words."""
    if not isinstance(cell, str):
        return cell
    if shape.scalar == "yes or no" and shape.is_single:
        return say_as("cell", cell)
    return ", ".join(map(worded, cell.split(", "))) if shape.words and not shape.has_mapping else cell


def flow(value: Value) -> str:
    """Write a value as YAML does in one line, without quotes where it is read without them."""
    match value:
        case Mapping():
            return "{" + ", ".join(f"{flow(key)}: {flow(part)}" for key, part in value.items()) + "}"
        case Sequence() if not isinstance(value, str):
            return "[" + ", ".join(map(flow, value)) + "]"
        case str():
            is_plain = _BARE.fullmatch(value) and scalar(value) == value
            return value if is_plain else '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
    return str(int(value)) if isinstance(value, float) and value == int(value) else repr(value)


def value_of(cell: object, shape: Shape) -> Value:
    """Give the value that a cell holds, as plain data; None where it holds nothing.

    What cannot stand there is given as it is: whoever reads a plan says what is wrong with it.
    """
    cell = _plain(cell)
    if cell is None or cell == "":
        return None
    if shape.is_single:
        return _single(cell, shape)
    if not isinstance(cell, str):
        return [cell] if shape.has_list and shape.scalar is None else cell
    found = _several(cell, shape)
    return [word_of(one, shape.words) for one in found] if isinstance(found, list) and shape.words else found


def _plain(cell: object) -> object:
    """Give what a spreadsheet shows: days without a time of the day, whole numbers without a decimal point."""
    match cell:
        case dt.datetime() if cell.time() == _MIDNIGHT:
            return cell.date().isoformat()
        case dt.date() | dt.time() | dt.timedelta():
            return str(cell)
        case float() if cell == int(cell) and abs(cell) < 1e15:
            return int(cell)
        case str():
            return _BLANK_IN_NUMBER.sub(" ", cell.strip())
    return cell


def _single(cell: object, shape: Shape) -> Value:
    match shape.scalar:
        case "text" if isinstance(cell, int | float) and not isinstance(cell, bool):
            return str(cell)
        case "yes or no" if isinstance(cell, str):
            said = cell.casefold()
            return True if said in YES else False if said in NO else cell
    return word_of(cell, shape.words) if shape.words else cell


def _simple(text: str) -> list[Value] | dict[str, Value] | None:
    """Read plain words and numbers without the reader of YAML, which takes its time; None where that takes more."""
    parts = [part.strip() for part in text[1:-1].split(",")]
    if text[0] == "[":
        return [scalar(part) for part in parts] if all(map(_TOKEN.fullmatch, parts)) else None
    entries = [part.split(": ") for part in parts]
    if any(len(entry) != 2 or not all(_TOKEN.fullmatch(side.strip()) for side in entry) for entry in entries):
        return None
    found: dict[str, Value] = {key.strip(): scalar(value.strip()) for key, value in entries}
    is_read = len(found) == len(parts) and all(scalar(key) == key for key in found)
    return found if is_read else None


def _several(text: str, shape: Shape) -> Value:
    """Read a list or a mapping, with brackets or without."""
    if text.startswith(("[", "{")):
        return _read(text, text)
    if shape.has_mapping:
        if ":" in text:
            return _read(f"{{{text}}}", text)
        parts = [_COUNTED.fullmatch(part.strip()) for part in re.split(r"[;,]", text)]
        if shape.scalar is None and all(parts):
            return {part[1]: scalar(part[2]) for part in parts if part}
    if shape.has_list and ";" in text:
        return [part.strip() for part in text.split(";") if part.strip()]
    if shape.has_list and ("," in text or shape.scalar is None):
        return _read(f"[{text}]", text)
    return text


def _read(text: str, otherwise: str) -> Value:
    """Read YAML in one line; what is none stays a text."""
    simple = _simple(text)
    if simple is not None:
        return simple
    try:
        tree: Tree = read_yaml(text)
    except UnreadableError:
        return otherwise
    return otherwise if tree.problems else tree.data()
