"""The form with a row a person and a column a day: how it is written, and how its rows are read as facts of a day.

A row is about what a manager did of something, in a funnel where that tells; each cell is the count of a day. What was
paid has a second row for the amounts, `paid amount`.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic_core import PydanticCustomError

from salescrew.models.facts.form import FormRow
from salescrew.models.facts.reading import Row
from salescrew.models.files.formulas import as_it_was, harmless
from salescrew.models.files.spreadsheet import day_of, written
from salescrew.models.plan.sections.funnels import PAID

ABOUT = ("manager", "what", "funnel")
PAID_AMOUNT = f"{PAID} amount"
"""What a row of amounts is about."""
_DIGITS = 9
_NONE = (0, 0, "", "")
Whose = tuple[str, str, str]
"""Manager, what, funnel."""


@dataclass(frozen=True)
class WideForm:
    """The form with a row a person and subject, and a column a day.

    Attributes
    ----------
    cells
        By row and day what is known; None where it is to be filled in. Elsewhere nothing is asked for.
    """

    days: Sequence[dt.date]
    cells: Mapping[Whose, Mapping[dt.date, float | None]]


def wide_form(rows: Iterable[FormRow], *, filled: bool = False) -> WideForm:
    """Put the rows of the form together by person and subject, one person after the other, and nobody's last.

    Parameters
    ----------
    filled
        Whether to fill in what the plan expects, where nothing is known.
    """
    cells: dict[Whose, dict[dt.date, float | None]] = {}
    for row in rows:
        count = row.planned if filled and row.count is None else row.count
        _add(cells, (row.manager, row.what, row.funnel), row.date, count)
        if row.what == PAID:
            amount = None if count is None else row.amount or 0.0
            _add(cells, (row.manager, PAID_AMOUNT, row.funnel), row.date, amount)
    order = [*dict.fromkeys(manager for manager, _, _ in cells if manager), ""]
    by_manager = {whose: cells[whose] for whose in sorted(cells, key=lambda whose: order.index(whose[0]))}
    return WideForm(sorted({day for of_day in cells.values() for day in of_day}), by_manager)


def _add(cells: dict[Whose, dict[dt.date, float | None]], whose: Whose, day: dt.date, number: float | None) -> None:
    of_day = cells.setdefault(whose, {})
    known = of_day.get(day)
    of_day[day] = known if number is None else round((known or 0.0) + number, _DIGITS)


def wide_csv(rows: Iterable[FormRow], *, filled: bool = False, semicolons: bool = False) -> str:
    """Write the form with a row a person and subject, and a column a day.

    Parameters
    ----------
    filled
        Whether to fill in what the plan expects, where nothing is known.
    semicolons
        Whether cells are separated by semicolons, and numbers have a decimal comma.
    """
    form = wide_form(rows, filled=filled)
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";" if semicolons else ",", lineterminator="\r\n")
    writer.writerow([*ABOUT, *(day.isoformat() for day in form.days)])
    for whose, of_day in form.cells.items():
        known = (of_day.get(day) for day in form.days)
        numbers = ("" if one is None else written(one, decimal_comma=semicolons) for one in known)
        writer.writerow([*map(harmless, whose), *numbers])
    return buffer.getvalue()


def is_wide(names: Sequence[str]) -> bool:
    """Tell by the names of its columns whether a file has a column a day."""
    return "what" in names and not {"date", "count"} & {*names} and any(day_named(name) for name in names)


def day_named(name: str) -> dt.date | None:
    """Give the day that a column is of; None of no day."""
    try:
        return day_of(name)
    except PydanticCustomError:
        return None


def rows_of_days(names: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]]) -> Iterator[Row]:
    """Go through the cells that are filled in, row by row, each as a row of its own.

    Parameters
    ----------
    names
        The names of the columns; what is neither of `ABOUT` nor a day is left alone.
    """
    days = [(place, name) for place, name in enumerate(names) if day_named(name) is not None]
    places = [names.index(column) if column in names else -1 for column in ABOUT]
    every = [(line, [*row, *[""] * (len(names) - len(row)), ""]) for line, row in rows]
    amounts: dict[Whose, tuple[int, int, str, str]] = {}
    for line, row in every:
        manager, what, funnel = (row[place].strip() for place in places)
        if as_it_was(what) == PAID_AMOUNT:
            paid = [(place, day) for place, day in days if row[place].strip()]
            amounts |= {(manager, funnel, day): (line, place, day, row[place]) for place, day in paid}
    for line, row in every:
        manager, what, funnel = (row[place].strip() for place in places)
        if as_it_was(what) == PAID_AMOUNT:
            continue
        filled = [(place, day) for place, day in days if row[place].strip()]
        if not filled:
            yield Row(line)
        for place, day in filled:
            is_paid = as_it_was(what) == PAID
            amount_line, _, _, amount = amounts.pop((manager, funnel, day), _NONE) if is_paid else _NONE
            yield Row(line, (day, manager, what, funnel, row[place], amount), "", day, place, amount_line)
    for (manager, funnel, _), (line, place, day, amount) in amounts.items():
        yield Row(line, (day, manager, PAID, funnel, "", amount), "", day, place, line)
