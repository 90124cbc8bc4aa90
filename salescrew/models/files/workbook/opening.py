"""Workbooks opened with care: nothing that unpacks to a giant, no cells far away from all others."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from salescrew.language import say
from salescrew.models.plan.refusals import refused
from salescrew.models.plan.values.said import shown

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

BEGINNINGS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How the files of workbooks begin."""
MOST_UNPACKED = 600_000_000
MOST_CELLS = 15_000_000
_CHUNK, _OVERLAP = 4_000_000, 100
_COLUMN = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]{1,9})\d")
_ROW = re.compile(rb"\sr\s*=\s*[\"'][A-Za-z]*(\d{1,18})[\"']")
_ERROR = re.compile(
    rb"<c\b(?=[^>]*\st=\"e\")[^>]*\sr=\"([A-Z]{1,3}\d{1,7})\"[^>]*>(?:<f[^>]*>[^<]*</f>|<f[^>]*/>)?<v>([^<]*)</v>"
)
_NOT_WORKED_OUT = re.compile(
    rb"<c\b(?![^>]*\st=\"str\")[^>]*\sr=\"([A-Z]{1,3}\d{1,7})\"[^>]*>(?:<f[^>]*>[^<]*</f>|<f[^>]*/>)(?:<v\s*/>|<v></v>)?</c>"
)
"""A formula whose value is not in the file: a program wrote it that works nothing out."""
_SHEET = re.compile(rb"<sheet\b[^>]*>")
_RELATION = re.compile(rb"<Relationship\b[^>]*>")


def opened_workbook(content: bytes, name: str, todo: str, most_cells: int = MOST_CELLS) -> CalamineWorkbook:
    """Open a workbook.

    Parameters
    ----------
    todo
        What to do where it cannot be read.
    most_cells
        Of a sheet.

    Raises
    ------
    InputError
        Where it cannot be read.
    """
    from python_calamine import CalamineWorkbook

    if content.startswith(b"PK"):
        _check_size(content, name, todo, most_cells)
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(content))
    except Exception as error:  # the reader raises errors of its own, one for each kind of file
        raise unreadable(error, name, todo) from None


def unreadable(error: Exception, name: str, todo: str) -> Exception:
    """Refuse a workbook that the reader trips over."""
    sentence = say(
        "must be a workbook that can be read, got a fault in it: {fault}. {todo}",
        fault=shown(str(error) or type(error).__name__),
        todo=todo,
    )
    return refused([sentence], name)


def error_cells(content: bytes) -> dict[str, dict[str, str]]:
    """Find the cells in which a formula has no value, with what they show, by the name of their sheet.

    It failed (`{"D7": "#REF!"}`), or was not worked out (`{"D7": ""}`). The reader takes them for blanks. Of a file
    that has been opened.
    """
    if not content.startswith(b"PK"):
        return {}
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        found = {}
        for sheet, path in _paths_of_sheets(packed).items():
            text = packed.read(path)
            if b't="e"' in text:
                found[sheet] = {cell.decode(): shows.decode("utf-8", "replace") for cell, shows in _ERROR.findall(text)}
            if b"<f" in text:
                found.setdefault(sheet, {}).update((cell.decode(), "") for cell in _NOT_WORKED_OUT.findall(text))
    return found


def without_value(shows: str) -> str:
    """Say that a cell must have a value, of what it shows instead."""
    if shows:
        return say("must be a value, got {got}. Correct its formula.", got=shows)
    return say(
        "must be a value, got a formula that was not worked out. Open the workbook in Excel or LibreOffice, and save "
        "it."
    )


def _paths_of_sheets(packed: zipfile.ZipFile) -> dict[str, str]:
    """Give the file of each sheet, by its name."""
    import html

    names = set(packed.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return {}
    targets = {}
    for element in _RELATION.findall(packed.read("xl/_rels/workbook.xml.rels")):
        target = _attribute(element, "Target").removeprefix("/xl/")
        targets[_attribute(element, "Id")] = f"xl/{target}"
    paths = {
        html.unescape(_attribute(element, "name")): targets.get(_attribute(element, "r:id"), "")
        for element in _SHEET.findall(packed.read("xl/workbook.xml"))
    }
    return {sheet: path for sheet, path in paths.items() if path in names}


def _attribute(element: bytes, name: str) -> str:
    match = re.search(rf'\s{name}="([^"]*)"'.encode(), element)
    return match[1].decode("utf-8", "replace") if match else ""


def _check_size(content: bytes, name: str, todo: str, most_cells: int) -> None:
    """Refuse a small file that unpacks to more than any table is, and one with cells far away from all others.

    The reader makes room for every cell between them, and ends the whole process where there is none.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = packed.infolist()
            size = sum(entry.file_size for entry in entries)
            if size > MOST_UNPACKED:
                sentence = say(
                    "must unpack to at most {most:,} MB, got {n:,}. {todo}",
                    most=MOST_UNPACKED // 1_000_000,
                    n=size // 1_000_000,
                    todo=todo,
                )
                raise refused([sentence], name)
            sheets = [entry for entry in entries if re.fullmatch(r"/?xl/worksheets/[^/]+\.xml", entry.filename, re.I)]
            if not sheets:
                sentence = say("must be a workbook such as .xlsx or .xls, got another kind of file. {todo}", todo=todo)
                raise refused([sentence], name)
            for entry in sheets:
                with packed.open(entry) as sheet:
                    _check_places(iter(lambda: sheet.read(_CHUNK), b""), name, most_cells)
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError, EOFError) as error:
        raise unreadable(error, name, todo) from None


def _check_places(chunks: Iterator[bytes], name: str, most_cells: int) -> None:
    width = height = 0
    before = b""
    for chunk in chunks:
        text = before + chunk
        width = max([width, *(number_of_column(letters.decode()) for letters in set(_COLUMN.findall(text)))])
        height = max([height, *map(int, set(_ROW.findall(text)))])
        before = text[-_OVERLAP:]
    if width * height > most_cells:
        sentence = say(
            "must have a sheet of at most {most:,} cells, got one of {rows:,} rows and {columns:,} columns. Delete "
            "what is far away.",
            most=most_cells,
            rows=height,
            columns=width,
        )
        raise refused([sentence], name)


def number_of_column(letters: str) -> int:
    """Give the number of a column by its letters: 1 for A."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def letters_of_column(number: int) -> str:
    """Give the letters of a column by its number: A for 1."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
