"""The rows of a workbook: Excel's .xlsx, .xlsb and .xls."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence

from salescrew.models.fields import shown
from salescrew.models.problems import refused

_MOST_UNPACKED = 1_500_000_000


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

    _check_size(content, name)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [(title, book.get_sheet_by_name(title)) for title in book.sheet_names]
        filled = [(title, sheet) for title, sheet in sheets if sheet.height > 1]
        if not filled:
            raise refused(["must have a sheet with a header and rows, got none. Export it again."], name)
        title, sheet = filled[0]
        first = (sheet.start or (0, 0))[0] + 1
        rows = sheet.to_python(skip_empty_area=True)
    except Exception as error:  # the reader raises errors of its own, one for each kind of file
        if type(error).__module__.startswith("salescrew"):
            raise
        got = f"got a fault in it: {shown(str(error) or type(error).__name__)}"
        raise refused([f"must be a workbook that can be read, {got}. Save it as CSV in UTF-8."], name) from None
    others = f" of {len(filled)}" if len(filled) > 1 else ""

    def read() -> Iterator[tuple[int, Sequence[object]]]:
        return enumerate(rows, start=first)

    return f"workbook, sheet {shown(title)}{others}", read


def _check_size(content: bytes, name: str) -> None:
    """Refuse a small file that unpacks to more than any export is."""
    if not content.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
    except zipfile.BadZipFile:
        return  # whoever reads it says what is wrong with it
    if size > _MOST_UNPACKED:
        sentence = (
            f"must unpack to at most {_MOST_UNPACKED // 1_000_000:,} MB, got {size // 1_000_000:,}. Save it as CSV."
        )
        raise refused([sentence], name)
