"""The form for what really happens as a workbook: cells to fill in, with lists to choose from and checks."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from salescrew.language import say, say_as, to_say, to_say_as
from salescrew.models.facts.actuals import COLUMNS, PERSON
from salescrew.models.facts.form import FormRow
from salescrew.models.facts.reading import PLANNED
from salescrew.models.facts.wide import ABOUT, PAID_AMOUNT, wide_form
from salescrew.models.facts.workbook.cells import MORE_ROWS, TO_FILL, Choices, FormCells
from salescrew.models.files.workbook.names import sheet_names
from salescrew.models.plan.plan import Plan

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

FACTS, LISTS, EVERYBODY = to_say_as("sheet", "Facts"), to_say_as("sheet", "Lists"), to_say_as("sheet", "Everybody")
_CREATED = dt.datetime(2000, 1, 1)
_WIDTHS: Mapping[str, float] = dict(zip((*COLUMNS, PERSON, PLANNED), (12, 18, 16, 18, 10, 14, 18, 10), strict=True))
_DAY_WIDTH, _SCALE_OF_A_WEEK = 11.0, 70
"""How wide a day is, and at which scale a week of days fits onto a page."""
_MEANINGS: Mapping[str, str] = {
    "date": to_say("The day on which it happened."),
    "manager": to_say("Who it was; blank where that is not known."),
    "what": to_say("An activity, contacts, leads, the stage that items entered, paid, or absent."),
    "funnel": to_say("The funnel that it is about; blank for activities."),
    "count": to_say("How many it was. Blank: not known yet; 0: none. Of absent: the share of the day."),
    "amount": to_say("What was paid, beside paid."),
    PERSON: to_say("With whom items that entered a stage were agreed by name: their work stays with that person."),
    PLANNED: to_say("What the plan expects; it is not read."),
}
_MEANING_OF_DAYS = to_say(
    "How many it was on that day. Blank: not known yet; 0: none. Of absent: the share of the day. What was paid has "
    "two rows: how many, and the amount."
)


def form_workbook(
    rows: Sequence[FormRow],
    plan: Plan,
    *,
    filled: bool = False,
    planned: bool = False,
    by_manager: bool = False,
    wide: bool = False,
) -> bytes:
    """Write the form; the same rows give the same bytes.

    Parameters
    ----------
    filled
        Whether to fill in what the plan expects, where nothing is known.
    planned
        Whether to add a column with what the plan expects.
    by_manager
        Whether each manager has a sheet.
    wide
        Whether each day has a column; there is none with what the plan expects then.
    """
    from xlsxwriter import Workbook as Writer

    sheets: dict[str, list[FormRow]] = {} if by_manager else {say_as("sheet", FACTS): list(rows)}
    for row in rows if by_manager else ():
        sheets.setdefault(row.manager or say_as("sheet", EVERYBODY), []).append(row)
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    by_name = any(row.person for row in rows)
    columns = [*COLUMNS, *([PERSON] if by_name else []), *([PLANNED] if planned else [])]
    with Writer(buffer, options) as book:
        book.set_properties({"created": _CREATED, "author": "salescrew"})
        *titles, lists = sheet_names([*sheets, say_as("sheet", LISTS)])
        cells = FormCells(book, plan, lists, Choices.of(plan, *([PAID_AMOUNT] if wide else [])))
        for title, of_sheet in zip(titles, sheets.values(), strict=True):
            if wide:
                _sheet_of_days(cells, title, of_sheet, filled=filled)
            else:
                _sheet_of_rows(cells, title, of_sheet, columns, filled=filled)
        cells.write_lists()
    return buffer.getvalue()


def _sheet_of_rows(
    cells: FormCells, title: str, rows: Sequence[FormRow], columns: Sequence[str], *, filled: bool
) -> None:
    """Write a sheet with a row a fact."""
    sheet = cells.sheet(title, [_WIDTHS[column] for column in columns])
    for number, column in enumerate(columns):
        cells.heading(sheet, number, column, say(_MEANINGS[column]))
    for number, row in enumerate(rows, start=1):
        _row(cells, sheet, number, row, columns, filled=filled)
    last = len(rows) + MORE_ROWS
    cells.check_days(sheet, 0, last)
    cells.choose(sheet, 1, last)
    cells.check_numbers(sheet, 4, 5, last)
    sheet.autofilter(0, 0, max(1, len(rows)), len(columns) - 1)
    sheet.freeze_panes(1, 0)
    sheet.fit_to_pages(1, 0)


def _row(
    cells: FormCells, sheet: Worksheet, number: int, row: FormRow, columns: Sequence[str], *, filled: bool
) -> None:
    count = row.planned if filled and row.count is None else row.count
    cells.day(sheet, number, 0, row.date)
    cells.names(sheet, number, 1, (row.manager, row.what, row.funnel))
    cells.number(sheet, number, 4, count, {} if count is not None else TO_FILL)
    cells.number(sheet, number, 5, None if count is None else row.amount, {})
    if PERSON in columns:
        cells.text(sheet, number, columns.index(PERSON), row.person)
    if PLANNED in columns:
        planned = None if row.planned is None else round(row.planned, 2)
        cells.number(sheet, number, columns.index(PLANNED), planned, {})


def _sheet_of_days(cells: FormCells, title: str, rows: Iterable[FormRow], *, filled: bool) -> None:
    """Write a sheet with a row a person and subject, and a column a day."""
    form = wide_form(rows, filled=filled)
    sheet = cells.sheet(title, [*(_WIDTHS[column] for column in ABOUT), *[_DAY_WIDTH] * len(form.days)])
    for number, column in enumerate(ABOUT):
        cells.heading(sheet, number, column, say(_MEANINGS[column]))
    for number, day in enumerate(form.days, start=len(ABOUT)):
        cells.day_on_top(sheet, number, day)
    sheet.write_comment(0, len(ABOUT), say(_MEANING_OF_DAYS), {"x_scale": 1.8})
    for line, (whose, of_day) in enumerate(form.cells.items(), start=1):
        cells.names(sheet, line, 0, whose)
        for number, day in enumerate(form.days, start=len(ABOUT)):
            if day in of_day:
                cells.number(sheet, line, number, of_day[day], TO_FILL if of_day[day] is None else {})
    last, last_column = len(form.cells) + MORE_ROWS, len(ABOUT) + len(form.days) - 1
    cells.choose(sheet, 0, last)
    cells.check_numbers(sheet, len(ABOUT), last_column, last)
    sheet.autofilter(0, 0, max(1, len(form.cells)), len(ABOUT) - 1)
    sheet.freeze_panes(1, len(ABOUT))
    sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.set_print_scale(_SCALE_OF_A_WEEK)
    sheet.repeat_columns(0, len(ABOUT) - 1)
    mondays = (number for number, day in enumerate(form.days) if day.weekday() == 0 and number)
    sheet.set_v_pagebreaks([len(ABOUT) + number for number in mondays])
