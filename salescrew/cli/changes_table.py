"""Changes between two results, for a person to read: what everybody does otherwise, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from salescrew.cli.tables import Cell, Column, Table, number
from salescrew.models.revision import PlanChange

_OF_A_DAY = ("quota", "contacts", "day")


def changes_table(changes: Sequence[PlanChange], title: str = "Changes") -> Table:
    """List changes in order of time, those of a person's day in a row; with their reasons where any has one."""
    rows: dict[tuple[str, str, dt.date | None], list[PlanChange]] = {}
    for change in changes:
        kind = "day" if change.kind in _OF_A_DAY else f"{change.kind} {change.what} {change.was}"
        rows.setdefault((kind, change.manager, change.date), []).append(change)
    cells: list[list[Cell]] = [
        [written_day(of[0].date), of[0].manager or "nobody", ", ".join(map(_what, of)), _reason(of)]
        for of in sorted(rows.values(), key=lambda of: (of[0].date or dt.date.min, _OF_A_DAY.count(of[0].kind)))
    ]
    columns = [Column("day", "group"), Column("who"), Column("change"), Column("why")]
    if not any(change.reason for change in changes):
        columns, cells = columns[:-1], [row[:-1] for row in cells]
    return Table("changes", title, columns, cells)


def written_day(day: dt.date | None) -> str:
    """Write a day with its weekday; of what has none, that it holds from the start on."""
    return f"{day:%a} {day.day} {day:%b}" if day else "from now on"


def _reason(changes: Iterable[PlanChange]) -> str:
    return "; ".join(dict.fromkeys(change.reason for change in changes if change.reason))


def _what(change: PlanChange) -> str:
    match change.kind:
        case "hire":
            return f"joins as {change.now}"
        case "role":
            return f"{change.was} -> {change.now}"
        case "duty" if not change.manager:
            return f"{change.what} duty stays open (was {change.was}'s)"
        case "duty":
            before = f" (was {change.was}'s)" if change.was else ""
            return f"takes {change.what} duty{before}"
        case "quota":
            return f"{change.what} {_amount(change.was)} -> {_amount(change.now)}"
        case "contacts":
            return f"contacts {change.what} {_amount(change.was)} -> {_amount(change.now)}"
        case "day":
            return f"day pattern {change.was or 'none'} -> {change.now or 'none'}"


def _amount(amount: str | float | None) -> str:
    if isinstance(amount, str):
        return amount
    return number(amount or 0.0)
