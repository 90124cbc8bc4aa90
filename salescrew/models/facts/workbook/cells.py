"""What the forms as workbooks have in common: cells to be filled in, names to choose from, checks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from salescrew.language import say, say_as, to_say_as
from salescrew.models.department.horizon import Horizon
from salescrew.models.department.people import names
from salescrew.models.facts.actuals import ABSENT, CONTACTS, LEADS
from salescrew.models.files.formulas import is_formula
from salescrew.models.files.workbook.headings import heading_of, subject
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.funnels import PAID
from salescrew.models.plan.written.activities import activities, names_of_work

if TYPE_CHECKING:
    from xlsxwriter import Workbook as Writer
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

TO_FILL: Mapping[str, Any] = {"bg_color": "#FFF6CC"}
MORE_ROWS = 1000
"""So many rows below the last one may be added with the same checks."""
_HEAD = {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F3B57", "align": "left"}
_DAY = to_say_as("number format", "yyyy-mm-dd")
_DAY_ON_TOP = to_say_as("number format", "ddd d mmm")
_OPEN = {"locked": False}
_ALLOWED = ("format_cells", "format_columns", "format_rows", "insert_columns", "insert_rows", "delete_rows", "sort")
_LISTED = ("manager", "what", "funnel")


@dataclass(frozen=True)
class Choices:
    """What there is to choose from, by column."""

    manager: Sequence[str]
    what: Sequence[str]
    funnel: Sequence[str]
    first_day: dt.date
    last_day: dt.date

    @classmethod
    def of(cls, plan: Plan, *more: str) -> Choices:
        """Give those of a plan, and what more a form may be about."""
        horizon = Horizon(plan)
        known = names_of_work(plan)
        stages = dict.fromkeys(stage.name for funnel in plan.funnels.values() for stage in funnel.stages)
        words = [subject(word, known) for word in (CONTACTS, LEADS, PAID, *more, ABSENT)]
        whats = dict.fromkeys([*activities(plan), *words[:2], *stages, *words[2:]])
        return cls([*names(plan)], [*whats], [*plan.funnels], horizon.first_day, horizon.last_day)


class FormCells:
    """Writes the cells of a form into a workbook.

    Parameters
    ----------
    lists
        The sheet in which stands what there is to choose from.
    """

    def __init__(self, book: Writer, plan: Plan, lists: str, choices: Choices) -> None:
        self._book = book
        self._known = names_of_work(plan)
        self._lists = lists
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self.choices = choices

    def sheet(self, title: str, widths: Sequence[float]) -> Worksheet:
        """Begin a sheet whose columns are so wide."""
        sheet = self._book.add_worksheet(title)
        sheet.set_column(0, len(widths) + 40, None, self.format(_OPEN))
        for number, width in enumerate(widths):
            sheet.set_column(number, number, width, self.format(_OPEN))
        sheet.repeat_rows(0)
        sheet.set_paper(9)
        sheet.protect("", dict.fromkeys((*_ALLOWED, "autofilter"), True))
        return sheet

    def heading(self, sheet: Worksheet, number: int, column: str, meaning: str) -> None:
        """Write a heading that says what it means."""
        sheet.write_string(0, number, heading_of(column), self.format(_HEAD))
        sheet.write_comment(0, number, meaning, {"x_scale": 1.8})

    def day_on_top(self, sheet: Worksheet, number: int, day: dt.date) -> None:
        """Write a day as a heading, which stays a day."""
        sheet.write_datetime(0, number, day, self.format({**_HEAD, "num_format": say_as("number format", _DAY_ON_TOP)}))

    def day(self, sheet: Worksheet, row: int, column: int, day: dt.date) -> None:
        """Write a day."""
        look = {"num_format": say_as("number format", _DAY), "align": "left", **_OPEN}
        sheet.write_datetime(row, column, day, self.format(look))

    def names(self, sheet: Worksheet, row: int, column: int, texts: Iterable[str]) -> None:
        """Write names side by side: manager, what, funnel."""
        for number, (kind, text) in enumerate(zip(_LISTED, texts, strict=True), start=column):
            self.text(sheet, row, number, subject(text, self._known) if kind == "what" else text)

    def text(self, sheet: Worksheet, row: int, column: int, text: str) -> None:
        """Write a text, which no spreadsheet takes for a formula."""
        if text:
            quoted = {"quote_prefix": True} if is_formula(text) else {}
            sheet.write_string(row, column, text, self.format({**_OPEN, "num_format": "@", **quoted}))

    def number(self, sheet: Worksheet, row: int, column: int, value: float | None, look: Mapping[str, Any]) -> None:
        """Write a number, or a cell for one."""
        is_whole = value is None or value == int(value)
        number_format = say_as("number format", "#,##0") if is_whole else "General"
        if value is None:
            sheet.write_blank(row, column, None, self.format({**_OPEN, **look}))
        else:
            sheet.write_number(row, column, value, self.format({"num_format": number_format, **_OPEN, **look}))

    def choose(self, sheet: Worksheet, column: int, last: int) -> None:
        """Have manager, what and funnel chosen from lists, in columns side by side."""
        for number, kind in enumerate(_LISTED):
            letter, count = "ABC"[number], max(1, len(getattr(self.choices, kind)))
            source = f"='{self._lists.replace(chr(39), chr(39) * 2)}'!${letter}$1:${letter}${count}"
            told = {"validate": "list", "source": source, **_warning(say("Choose a name of the plan."))}
            sheet.data_validation(1, column + number, last, column + number, told)

    def check_days(self, sheet: Worksheet, column: int, last: int) -> None:
        """Have days of the plan in a column."""
        ends = {"minimum": self.choices.first_day, "maximum": self.choices.last_day}
        said = say("A day of the plan, {first} to {last}.", first=ends["minimum"], last=ends["maximum"])
        told = {"validate": "date", "criteria": "between", **ends, **_warning(said)}
        sheet.data_validation(1, column, last, column, told)

    def check_numbers(self, sheet: Worksheet, first_column: int, last_column: int, last: int) -> None:
        """Have numbers in columns side by side."""
        least = {"validate": "decimal", "criteria": ">=", "value": 0, **_warning(say("A number of at least 0."))}
        sheet.data_validation(1, first_column, last, last_column, least)

    def write_lists(self) -> None:
        """Write what there is to choose from; the names may hold commas, so that no cell could list them."""
        sheet = self._book.add_worksheet(self._lists)
        for number, column in enumerate(_LISTED):
            for row, name in enumerate(getattr(self.choices, column)):
                self.text(sheet, row, number, name)
        sheet.protect()
        sheet.hide()

    def format(self, look: Mapping[str, Any]) -> Format:
        """Give the format of a look, the same one for the same look."""
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(dict(look))
        return self._formats[key]


def _warning(text: str) -> dict[str, Any]:
    return {"error_title": "salescrew", "error_message": text, "error_type": "warning"}
