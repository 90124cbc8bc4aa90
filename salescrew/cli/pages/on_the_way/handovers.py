"""What becomes of work that people cannot do who were to, for a person to read: who takes what, and when."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence

from salescrew.cli.pages.words import of_activity
from salescrew.cli.render.cells import about, weekday
from salescrew.cli.render.page import Cell, Column, Table
from salescrew.language import say, say_as, to_say
from salescrew.models.answers.handover import Handover

_SOME = 0.05
"""Less than so much is nothing that anybody could do."""
_NOTE = to_say(
    "What people who are away were to do, and follow-up work that others have no time for because of it. Amounts are "
    "averages, as the plan has them."
)
_NOT_DONE = {"fewer": to_say("not needed"), "open": to_say("not done")}


def handovers_table(rows: Iterable[Handover]) -> Table:
    """List all that was to be done by people who cannot, a row for each of it on a day."""
    parts: dict[tuple[dt.date, str, str, str], list[Handover]] = {}
    for row in rows:
        parts.setdefault((row.date, row.manager, row.kind, row.what), []).append(row)
    cells: list[Sequence[Cell]] = [
        (day, who, _what(of), _becomes(of, day), _why(of)) for (day, who, _, _), of in parts.items() if _is_some(of)
    ]
    columns = [
        Column(say_as("heading", "day"), "day", group=True),
        Column(say_as("heading", "who"), "name"),
        Column(say("was to do"), "name"),
    ]
    columns += [Column(say("taken over"), "name"), Column(say_as("heading", "why"), "name")]
    return Table("handovers", say("Who does it instead"), columns, cells, say(_NOTE))


def _is_some(rows: Iterable[Handover]) -> bool:
    return math.fsum(row.amount for row in rows) >= _SOME


def _what(rows: Sequence[Handover]) -> str:
    first, amount = rows[0], about(math.fsum(row.amount for row in rows))
    match first.kind:
        case "duty":
            return say("{slot} duty", slot=first.what)
        case "work":
            return of_activity(amount, first.what)
        case "contacts":
            return say("{amount} contacts {funnel}", amount=amount, funnel=first.what)


def _becomes(rows: Sequence[Handover], day: dt.date) -> str:
    """Say who does how much of it and when, and how much nobody does."""
    amounts: dict[str, float] = {}
    for row in rows:
        amounts[_who(row, day)] = amounts.get(_who(row, day), 0.0) + row.amount
    told = {who: amount for who, amount in amounts.items() if amount >= _SOME} or amounts
    if rows[0].kind == "duty":
        return "; ".join(told)
    return "; ".join(say("{amount} {who}", amount=about(amount), who=who) for who, amount in told.items())


def _who(row: Handover, day: dt.date) -> str:
    if row.taken_by is None or row.on is None:
        return say(_NOT_DONE[row.outcome])
    if row.on == day:
        return row.taken_by
    if row.outcome == "late":
        return say("{name} on {day}, late", name=row.taken_by, day=weekday(row.on))
    return say("{name} on {day}", name=row.taken_by, day=weekday(row.on))


def _why(rows: Sequence[Handover]) -> str:
    """Give the reasons, each once; those of what is too little to be told, not."""
    told = [row for row in rows if row.amount >= _SOME] or rows
    return "; ".join(dict.fromkeys(reason for row in told for reason in row.reason.split("; ")))
