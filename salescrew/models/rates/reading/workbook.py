"""The rows of a workbook: Excel's .xlsx and .xls."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from salescrew.language import say, to_say
from salescrew.models.files.workbook.opening import opened_workbook, unreadable
from salescrew.models.plan.refusals import refused
from salescrew.models.plan.values.said import shown

_AS_CSV = to_say("Save it as CSV in UTF-8.")


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
    book = opened_workbook(content, name, say(_AS_CSV))
    try:
        sheets = [(title, book.get_sheet_by_name(title)) for title in book.sheet_names]
        filled = [(title, sheet) for title, sheet in sheets if sheet.height > 1]
        table = filled[0][1].to_python(skip_empty_area=True) if filled else []
    except Exception as error:  # the reader raises errors of its own, one for each kind of file
        raise unreadable(error, name, say(_AS_CSV)) from None
    if not filled:
        raise refused([say("must have a sheet with a header and rows, got none. Export it again.")], name)
    title, sheet = filled[0]
    first = (sheet.start or (0, 0))[0] + 1

    def read() -> Iterator[tuple[int, Sequence[object]]]:
        return enumerate(table, start=first)

    if len(filled) > 1:
        return say("workbook, sheet {title}, the first of {n}", title=shown(title), n=len(filled)), read
    return say("workbook, sheet {title}", title=shown(title)), read
