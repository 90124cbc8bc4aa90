"""What becomes of work that people cannot do who were to, for a person to read: who takes what, and when."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence

from salescrew.cli.render.cells import about, weekday
from salescrew.cli.render.page import Cell, Column, Table
from salescrew.models.answers.handover import Handover

_SOME = 0.05
"""Less than so much is nothing that anybody could do."""
_NOTE = (
    "What people who are away were to do, and follow-up work that others have no time for because of it. Amounts are "
    "averages, as the plan has them."
)
_NOT_DONE = {"fewer": "not needed", "open": "not done"}


def handovers_table(rows: Iterable[Handover]) -> Table:
    """List all that was to be done by people who cannot, a row for each of it on a day."""
    parts: dict[tuple[dt.date, str, str, str], list[Handover]] = {}
    for row in rows:
        parts.setdefault((row.date, row.manager, row.kind, row.what), []).append(row)
    cells: list[Sequence[Cell]] = [
        (day, who, _what(of), _becomes(of, day), _why(of)) for (day, who, _, _), of in parts.items() if _is_some(of)
    ]
    columns = [Column("day", "day", group=True), Column("who", "name"), Column("was to do", "name")]
    columns += [Column("taken over", "name"), Column("why", "name")]
    return Table("handovers", "Who does it instead", columns, cells, _NOTE)


def _is_some(rows: Iterable[Handover]) -> bool:
    return math.fsum(row.amount for row in rows) >= _SOME


def _what(rows: Sequence[Handover]) -> str:
    first, amount = rows[0], about(math.fsum(row.amount for row in rows))
    match first.kind:
        case "duty":
            return f"{first.what} duty"
        case "work":
            return f"{amount} {first.what}"
        case "contacts":
            return f"{amount} contacts {first.what}"


def _becomes(rows: Sequence[Handover], day: dt.date) -> str:
    """Say who does how much of it and when, and how much nobody does."""
    amounts: dict[str, float] = {}
    for row in rows:
        amounts[_who(row, day)] = amounts.get(_who(row, day), 0.0) + row.amount
    told = {who: amount for who, amount in amounts.items() if amount >= _SOME} or amounts
    if rows[0].kind == "duty":
        return "; ".join(told)
    return "; ".join(f"{about(amount)} {who}" for who, amount in told.items())


def _who(row: Handover, day: dt.date) -> str:
    if row.taken_by is None or row.on is None:
        return _NOT_DONE[row.outcome]
    late = ", late" if row.outcome == "late" else ""
    return row.taken_by if row.on == day else f"{row.taken_by} on {weekday(row.on)}{late}"


def _why(rows: Sequence[Handover]) -> str:
    """Give the reasons, each once; those of what is too little to be told, not."""
    told = [row for row in rows if row.amount >= _SOME] or rows
    return "; ".join(dict.fromkeys(row.reason for row in told))
