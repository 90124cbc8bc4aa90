"""The form for what really happens as a workbook: cells to fill in, with lists to choose from and checks."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from salescrew.language import say, say_as, to_say, to_say_as
from salescrew.models.department.horizon import Horizon
from salescrew.models.department.people import names
from salescrew.models.facts.actuals import ABSENT, COLUMNS, CONTACTS, LEADS, PERSON
from salescrew.models.facts.form import FormRow
from salescrew.models.files.formulas import is_formula
from salescrew.models.files.workbook.headings import heading_of, subject
from salescrew.models.files.workbook.names import sheet_names
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.funnels import PAID
from salescrew.models.plan.written.activities import activities, names_of_work

if TYPE_CHECKING:
    from xlsxwriter import Workbook as Writer
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

PLANNED = "planned"
FACTS, LISTS, EVERYBODY = to_say_as("sheet", "Facts"), to_say_as("sheet", "Lists"), to_say_as("sheet", "Everybody")
_CREATED = dt.datetime(2000, 1, 1)
_WIDTHS: Mapping[str, float] = dict(zip((*COLUMNS, PERSON, PLANNED), (12, 18, 16, 18, 10, 14, 18, 10), strict=True))
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
_HEAD = {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F3B57"}
_TO_FILL = {"bg_color": "#FFF6CC"}
_DAY = {"num_format": "yyyy-mm-dd", "align": "left"}
_MORE_ROWS = 1000
"""So many rows below the last one may be added with the same checks."""
_ALLOWED = ("format_cells", "format_columns", "format_rows", "insert_columns", "insert_rows", "delete_rows", "sort")


@dataclass(frozen=True)
class Choices:
    """What there is to choose from, by column."""

    manager: Sequence[str]
    what: Sequence[str]
    funnel: Sequence[str]
    first_day: dt.date
    last_day: dt.date

    @classmethod
    def of(cls, plan: Plan) -> Choices:
        """Give those of a plan."""
        horizon = Horizon(plan)
        known = names_of_work(plan)
        stages = dict.fromkeys(stage.name for funnel in plan.funnels.values() for stage in funnel.stages)
        words = [subject(word, known) for word in (CONTACTS, LEADS, PAID, ABSENT)]
        whats = dict.fromkeys([*activities(plan), *words[:2], *stages, *words[2:]])
        return cls([*names(plan)], [*whats], [*plan.funnels], horizon.first_day, horizon.last_day)


def form_workbook(
    rows: Sequence[FormRow], plan: Plan, *, filled: bool = False, planned: bool = False, by_manager: bool = False
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
        form = _Form(book, plan, lists, columns, filled=filled)
        for title, of_sheet in zip(titles, sheets.values(), strict=True):
            form.sheet(title, of_sheet)
        form.lists()
    return buffer.getvalue()


class _Form:
    """Writes the sheets of the form."""

    def __init__(self, book: Writer, plan: Plan, lists: str, columns: Sequence[str], *, filled: bool) -> None:
        self._book = book
        self._choices = Choices.of(plan)
        self._known = names_of_work(plan)
        self._lists = lists
        self._columns = columns
        self._filled = filled
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def sheet(self, title: str, rows: Sequence[FormRow]) -> None:
        """Write a sheet with these rows."""
        sheet = self._book.add_worksheet(title)
        sheet.set_column(0, 40, None, self._format({"locked": False}))
        for number, column in enumerate(self._columns):
            sheet.set_column(number, number, _WIDTHS[column], self._format({"locked": False}))
            sheet.write_string(0, number, heading_of(column), self._format(_HEAD))
            sheet.write_comment(0, number, say(_MEANINGS[column]), {"x_scale": 1.8})
        for number, row in enumerate(rows, start=1):
            self._row(sheet, number, row)
        self._check(sheet, len(rows) + _MORE_ROWS)
        sheet.autofilter(0, 0, max(1, len(rows)), len(self._columns) - 1)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.protect("", dict.fromkeys((*_ALLOWED, "autofilter"), True))

    def lists(self) -> None:
        """Write what there is to choose from; the names may hold commas, so that no cell could list them."""
        sheet = self._book.add_worksheet(self._lists)
        for number, column in enumerate(("manager", "what", "funnel")):
            for row, name in enumerate(getattr(self._choices, column)):
                self._text(sheet, row, number, name)
        sheet.protect()
        sheet.hide()

    def _row(self, sheet: Worksheet, number: int, row: FormRow) -> None:
        count = row.planned if self._filled and row.count is None else row.count
        sheet.write_datetime(number, 0, row.date, self._format({**_DAY, "locked": False}))
        for column, text in enumerate((row.manager, subject(row.what, self._known), row.funnel), start=1):
            self._text(sheet, number, column, text)
        self._number(sheet, number, 4, count, {} if count is not None else _TO_FILL)
        self._number(sheet, number, 5, None if count is None else row.amount, {})
        if PERSON in self._columns:
            self._text(sheet, number, self._columns.index(PERSON), row.person)
        if PLANNED in self._columns:
            self._number(
                sheet, number, self._columns.index(PLANNED), None if row.planned is None else round(row.planned, 2), {}
            )

    def _text(self, sheet: Worksheet, row: int, column: int, text: str) -> None:
        if text:
            quoted = {"quote_prefix": True} if is_formula(text) else {}
            sheet.write_string(row, column, text, self._format({"locked": False, "num_format": "@", **quoted}))

    def _number(self, sheet: Worksheet, row: int, column: int, value: float | None, look: Mapping[str, Any]) -> None:
        is_whole = value is None or value == int(value)
        form = self._format({"num_format": "#,##0" if is_whole else "General", "locked": False, **look})
        if value is None:
            sheet.write_blank(row, column, None, form if look else self._format({"locked": False}))
        else:
            sheet.write_number(row, column, value, form)

    def _check(self, sheet: Worksheet, last: int) -> None:
        ends = {"minimum": self._choices.first_day, "maximum": self._choices.last_day}
        said = say("A day of the plan, {first} to {last}.", first=ends["minimum"], last=ends["maximum"])
        sheet.data_validation(1, 0, last, 0, {"validate": "date", "criteria": "between", **ends, **_warning(said)})
        for number, column in enumerate(("manager", "what", "funnel")):
            names = getattr(self._choices, column)
            letter = "ABC"[number]
            source = f"='{self._lists.replace(chr(39), chr(39) * 2)}'!${letter}$1:${letter}${max(1, len(names))}"
            told = {"validate": "list", "source": source, **_warning(say("Choose a name of the plan."))}
            sheet.data_validation(1, number + 1, last, number + 1, told)
        least = {"validate": "decimal", "criteria": ">=", "value": 0, **_warning(say("A number of at least 0."))}
        sheet.data_validation(1, 4, last, 5, least)

    def _format(self, look: Mapping[str, Any]) -> Format:
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(dict(look))
        return self._formats[key]


def _warning(text: str) -> dict[str, Any]:
    return {"error_title": "salescrew", "error_message": text, "error_type": "warning"}
