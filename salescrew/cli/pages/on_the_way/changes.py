"""Changes between two results, for a person to read: what everybody does otherwise, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from salescrew.cli.render.cells import about, weekday
from salescrew.cli.render.page import Cell, Column, Table, Word
from salescrew.language import say, say_as
from salescrew.models.answers.replan import PlanChange
from salescrew.models.plan.sections.roles import role_in_words

_OF_A_DAY = ("quota", "contacts", "day")


def changes_table(changes: Sequence[PlanChange]) -> Table:
    """List changes in order of time, those of a person's day in a row; with their reasons where any has one.

    Days of a person on which the same comes out for the same reason share a row.
    """
    cells: list[list[Cell]] = [
        [_days(days), days[0][0].manager or Word(say("nobody")), _what_changes(days), _reason(days[0])]
        for days in _spans(_rows(changes))
    ]
    columns = [
        Column(say_as("heading", "day"), "day", group=True),
        Column(say_as("heading", "who"), "name"),
        Column(say_as("heading", "change")),
        Column(say_as("heading", "why")),
    ]
    if not any(change.reason for change in changes):
        columns, cells = columns[:-1], [row[:-1] for row in cells]
    return Table("changes", say("Changes"), columns, cells)


def _rows(changes: Sequence[PlanChange]) -> list[list[PlanChange]]:
    """Put together what changes on a person's day, in order of time."""
    rows: dict[tuple[str, str, dt.date | None], list[PlanChange]] = {}
    for change in changes:
        kind = "day" if change.kind in _OF_A_DAY else f"{change.kind} {change.what} {change.was}"
        rows.setdefault((kind, change.manager, change.date), []).append(change)
    return sorted(rows.values(), key=lambda of: (of[0].date or dt.date.min, _OF_A_DAY.count(of[0].kind)))


def _spans(rows: Sequence[list[PlanChange]]) -> list[list[list[PlanChange]]]:
    """Put together the days of a person that follow each other in the list and come to the same."""
    spans: list[list[list[PlanChange]]] = []
    last: dict[str, list[list[PlanChange]]] = {}
    for of in rows:
        before = last.get(of[0].manager)
        if of[0].kind in _OF_A_DAY and before and _comes_to(before[0]) == _comes_to(of):
            before.append(of)
        else:
            spans.append([of])
            last[of[0].manager] = spans[-1]
    return spans


def _comes_to(changes: Iterable[PlanChange]) -> list[tuple[str, str | None, str, str]]:
    return [(change.kind, change.what, _amount(change.now), change.reason) for change in changes]


def _days(days: Sequence[Sequence[PlanChange]]) -> dt.date | str:
    """Give the day of a change, or its days; what has none holds from the start on."""
    first, last = days[0][0].date, days[-1][0].date
    if first is None or last is None:
        return say("from now on")
    if len(days) == 1:
        return first
    return say("{first} to {last}, {n} {n:day|days}", first=weekday(first), last=weekday(last), n=len(days))


def _what_changes(days: Sequence[Sequence[PlanChange]]) -> str:
    """Say what changes on these days, which all come to the same."""
    return ", ".join(_what(change, [of[number].was for of in days]) for number, change in enumerate(days[0]))


def _reason(changes: Iterable[PlanChange]) -> str:
    return "; ".join(dict.fromkeys(change.reason for change in changes if change.reason))


def _what(change: PlanChange, was: Sequence[str | float | None]) -> str:
    match change.kind:
        case "hire" | "leave" | "role" | "start":
            return _of_person(change)
        case "duty" if not change.manager:
            return say("{slot} duty stays open (was {name}'s)", slot=change.what, name=change.was)
        case "duty" if change.was:
            return say("takes {slot} duty (was {name}'s)", slot=change.what, name=change.was)
        case "duty":
            return say("takes {slot} duty", slot=change.what)
        case "quota":
            return f"{change.what} {_amounts(was)} -> {_amount(change.now)}"
        case "contacts":
            return say(
                "contacts {funnel} {was} -> {now}", funnel=change.what, was=_amounts(was), now=_amount(change.now)
            )
        case "day":
            before = say(" or ").join(dict.fromkeys(_pattern(pattern) for pattern in was))
            return say("day pattern {was} -> {now}", was=before, now=_pattern(change.now))


def _of_person(change: PlanChange) -> str:
    """Say what changes of who is on the team, as what, and from when on."""
    was, now = (role_in_words(str(of)) for of in (change.was, change.now))
    match change.kind:
        case "hire":
            return say("joins as {role}", role=now)
        case "leave":
            return say("leaves (was {role})", role=was)
        case "start":
            return say("comes on {day} (was {before})", day=now, before=was)
    return f"{was} -> {now}"


def _amounts(amounts: Sequence[str | float | None]) -> str:
    """Write the lowest and the highest of some amounts."""
    ends = (f(float(amount or 0.0) for amount in amounts) for f in (min, max))
    return "-".join(dict.fromkeys(map(_amount, ends)))


def _pattern(pattern: str | float | None) -> str:
    return str(pattern) if pattern else say_as("day pattern", "none")


def _amount(amount: str | float | None) -> str:
    if isinstance(amount, str):
        return amount
    return about(amount or 0.0)
