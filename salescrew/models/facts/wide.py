"""The form with a row a person and a column a day: how it is written, and how its rows are read as facts of a day.

A row is about what a manager did of something, in a funnel where that tells; each cell is the count of a day. What was
paid has a second row for the amounts, `paid amount`.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pydantic_core import PydanticCustomError

from salescrew.models.facts.form import FormRow
from salescrew.models.files.formulas import as_it_was, harmless
from salescrew.models.files.spreadsheet import day_of, written
from salescrew.models.plan.sections.funnels import PAID

ABOUT = ("manager", "what", "funnel")
PAID_AMOUNT = f"{PAID} amount"
"""What a row of amounts is about."""
_DIGITS = 9
Whose = tuple[str, str, str]
"""Manager, what, funnel."""


def wide_csv(rows: Iterable[FormRow], *, filled: bool = False, semicolons: bool = False) -> str:
    """Write the form with a row a person and subject, and a column a day.

    Parameters
    ----------
    filled
        Whether to fill in what the plan expects, where nothing is known.
    semicolons
        Whether cells are separated by semicolons, and numbers have a decimal comma.
    """
    cells: dict[Whose, dict[dt.date, float]] = {}
    days = set[dt.date]()
    for row in rows:
        days.add(row.date)
        count = row.planned if filled and row.count is None else row.count
        of_row = cells.setdefault((row.manager, row.what, row.funnel), defaultdict(float))
        amounts = (
            cells.setdefault((row.manager, PAID_AMOUNT, row.funnel), defaultdict(float)) if row.what == PAID else {}
        )
        if count is not None:
            of_row[row.date] += count
            if row.what == PAID:
                amounts[row.date] = amounts.get(row.date, 0.0) + (row.amount or 0.0)
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";" if semicolons else ",", lineterminator="\r\n")
    in_order = sorted(days)
    writer.writerow([*ABOUT, *(day.isoformat() for day in in_order)])
    for whose, of_day in cells.items():
        known = (of_day.get(day) for day in in_order)
        numbers = ("" if one is None else written(round(one, _DIGITS), decimal_comma=semicolons) for one in known)
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


@dataclass(frozen=True)
class DayCell:
    """A cell of a day, as a row of its own: date, manager, what, funnel, count, amount."""

    line: int
    day: str
    cells: tuple[str, str, str, str, str, str]


def cells_of_days(names: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]]) -> Iterator[DayCell | int]:
    """Go through the cells that are filled in, row by row; give the line of a row in which none is."""
    days = [(place, name) for place, name in enumerate(names) if name not in (*ABOUT, "note", "planned")]
    places = [names.index(column) if column in names else -1 for column in ABOUT]
    every = [(line, [*row, *[""] * (len(names) - len(row)), ""]) for line, row in rows]
    amounts: dict[tuple[str, str, str], tuple[int, str]] = {}
    for line, row in every:
        manager, what, funnel = (row[place].strip() for place in places)
        if as_it_was(what) == PAID_AMOUNT:
            amounts |= {(manager, funnel, day): (line, row[place]) for place, day in days if row[place].strip()}
    for line, row in every:
        manager, what, funnel = (row[place].strip() for place in places)
        if as_it_was(what) == PAID_AMOUNT:
            continue
        filled = [(day, row[place]) for place, day in days if row[place].strip()]
        if not filled:
            yield line
        for day, count in filled:
            is_paid = as_it_was(what) == PAID
            _, amount = amounts.pop((manager, funnel, day), (0, "")) if is_paid else (0, "")
            yield DayCell(line, day, (day, manager, what, funnel, count, amount))
    for (manager, funnel, day), (line, amount) in amounts.items():
        yield DayCell(line, day, (day, manager, PAID, funnel, "", amount))
