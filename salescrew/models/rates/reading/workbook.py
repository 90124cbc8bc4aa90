"""The rows of a workbook: Excel's .xlsx and .xls."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence

from salescrew.models.plan.refusals import refused
from salescrew.models.plan.values import shown

MOST_UNPACKED = 600_000_000
MOST_CELLS = 15_000_000
_CHUNK, _OVERLAP = 4_000_000, 100
_COLUMN = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]{1,9})\d")
_ROW = re.compile(rb"\sr\s*=\s*[\"'][A-Za-z]*(\d{1,18})[\"']")
_AS_CSV = "Save it as CSV in UTF-8."


def workbook_rows(content: bytes, name: str) -> tuple[str, Callable[[], Iterator[tuple[int, Sequence[object]]]]]:
    """Read the first sheet that has two rows at least.

    Returns
    -------
    tuple
        What it is, for people; and its rows, each with its number as the spreadsheet shows it.

    Raises
    ------
    InputError
        Where it cannot be read, or holds no table.
    """
    from python_calamine import CalamineWorkbook

    if content.startswith(b"PK"):
        _check_size(content, name)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [(title, book.get_sheet_by_name(title)) for title in book.sheet_names]
        filled = [(title, sheet) for title, sheet in sheets if sheet.height > 1]
        table = filled[0][1].to_python(skip_empty_area=True) if filled else []
    except Exception as error:  # the reader raises errors of its own, one for each kind of file
        raise _unreadable(error, name) from None
    if not filled:
        raise refused(["must have a sheet with a header and rows, got none. Export it again."], name)
    title, sheet = filled[0]
    first = (sheet.start or (0, 0))[0] + 1
    others = f", the first of {len(filled)}" if len(filled) > 1 else ""

    def read() -> Iterator[tuple[int, Sequence[object]]]:
        return enumerate(table, start=first)

    return f"workbook, sheet {shown(title)}{others}", read


def _unreadable(error: Exception, name: str) -> Exception:
    got = f"got a fault in it: {shown(str(error) or type(error).__name__)}"
    return refused([f"must be a workbook that can be read, {got}. {_AS_CSV}"], name)


def _check_size(content: bytes, name: str) -> None:
    """Refuse a small file that unpacks to more than any export is, and one with cells far away from all others.

    The reader makes room for every cell between them, and ends the whole process where there is none.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = packed.infolist()
            size = sum(entry.file_size for entry in entries)
            if size > MOST_UNPACKED:
                got = f"got {size // 1_000_000:,}"
                raise refused(
                    [f"must unpack to at most {MOST_UNPACKED // 1_000_000:,} MB, {got}. Save it as CSV."], name
                )
            sheets = [entry for entry in entries if re.fullmatch(r"/?xl/worksheets/[^/]+\.xml", entry.filename, re.I)]
            if not sheets:
                raise refused([f"must be a workbook such as .xlsx or .xls, got another kind of file. {_AS_CSV}"], name)
            for entry in sheets:
                with packed.open(entry) as sheet:
                    _check_places(iter(lambda: sheet.read(_CHUNK), b""), name)
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError, EOFError) as error:
        raise _unreadable(error, name) from None


def _check_places(chunks: Iterator[bytes], name: str) -> None:
    width = height = 0
    before = b""
    for chunk in chunks:
        text = before + chunk
        width = max([width, *(_number(letters) for letters in set(_COLUMN.findall(text)))])
        height = max([height, *map(int, set(_ROW.findall(text)))])
        before = text[-_OVERLAP:]
    if width * height > MOST_CELLS:
        got = f"got one of {height:,} rows and {width:,} columns"
        raise refused([f"must have a sheet of at most {MOST_CELLS:,} cells, {got}. Delete what is far away."], name)


def _number(letters: bytes) -> int:
    """Give the number of a column by its letters."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + letter - ord("A") + 1
    return number
