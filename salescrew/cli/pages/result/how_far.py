"""How far people get: the sentences that say why not fewer, and what stays open where nothing is reached."""

from __future__ import annotations

from collections.abc import Sequence

from salescrew.cli.pages.words import persons
from salescrew.cli.render.cells import number, plain, share
from salescrew.cli.render.page import Cell, Column, Table
from salescrew.models.answers.result import MissingReserve, OneFewer, OpenSlot, Overload, Result, Stretch

_ALIKE = 0.0011
"""Reaches that differ by less are as good as the same: what is proven is so within a thousandth."""


def how_far(result: Result) -> str:
    """Say how far the team gets and a team of one fewer; without a team that meets the plan, how far anybody gets."""
    if result.status == "infeasible":
        return _anybody(result)
    if result.status == "no_answer":
        return ""
    return how_far_of(result.headcount, result.stretch, result.one_fewer)


def how_far_of(headcount: int | None, stretch: Stretch | None, one_fewer: OneFewer | None) -> str:
    """Say how far a team of one fewer gets, and this one."""
    if headcount is None:
        return ""
    return " ".join(part for part in (_one_fewer(headcount, one_fewer), _stretch(headcount, stretch)) if part)


def left_tables(result: Result) -> list[Table]:
    """List the duty slots that stay open and the work that nobody has time for."""
    tables = []
    if result.uncovered:
        several = any(row.queue for row in result.uncovered)
        slots: list[list[Cell]] = [
            [row.date, row.slot, *([row.queue] if several else []), row.required, row.short] for row in result.uncovered
        ]
        columns = [
            Column("date", "date"),
            Column("slot", "name"),
            *([Column("queue", "name")] if several else []),
            Column("people needed", "number"),
            Column("missing", "number"),
        ]
        note = "At least so many stay open, whoever is on duty when; which ones can be chosen."
        if not result.reach_proven:
            note = "So many stay open as far as was found; fewer are not ruled out."
        tables.append(Table("uncovered", "Duty slots that stay open", columns, slots, note))
    if result.reserve:
        several = any(len(row.queues) > 1 or row.queues != result.reserve[0].queues for row in result.reserve)
        weeks: list[list[Cell]] = [
            [row.week, *([tuple(row.queues)] if several else []), row.missing] for row in result.reserve
        ]
        columns = [Column("week of"), *([Column("queues", "name")] if several else [])]
        columns.append(Column("places missing", "number"))
        note = "Places on duty of the week's day patterns, absence taken off, against the people whom its slots take."
        tables.append(Table("reserve", "Duty without a reserve for absences", columns, weeks, note))
    if result.overloaded:
        works: list[list[Cell]] = [[row.week, row.funnel, row.activity, row.short] for row in result.overloaded]
        columns = [
            Column("falls due in the week of", "date"),
            Column("funnel", "name"),
            Column("activity", "name"),
            Column("too many", "number"),
        ]
        note = "At least so much stays undone in all, whoever does what; in which weeks can be chosen."
        if not result.reach_proven:
            note = "So much stays undone as far as was found; less is not ruled out."
        tables.append(Table("overloaded", "Work that nobody has time for", columns, works, note))
    return tables


def _anybody(result: Result) -> str:
    if result.reach is None:
        left = _left(result.uncovered, result.reserve, result.overloaded, proven=bool(result.reach_proven))
        shown = _shown_all_the_same(result.headcount)
        return f"Not even what comes by itself can be done: {left}{shown}." if left else ""
    if result.headcount is not None:
        shown = "how far it goes" if result.reach_proven else "the best that was found"
        more = "" if result.reach_proven else "; more is not ruled out"
        return f"Shown is {shown}: {_who_reach(result.headcount)} {share(result.reach)} of every target{more}."
    return f"{best_team_reaches(result.reach, proven=bool(result.reach_proven))}; `--best` shows it."


def _who_reach(headcount: int) -> str:
    if headcount == 0:
        return "with nobody"
    return f"{persons(headcount)} who {'reaches' if headcount == 1 else 'reach'}"


def _shown_all_the_same(headcount: int | None) -> str:
    if headcount is None:
        return "; `--best` shows what can be done"
    return f". Shown is what {persons(headcount)} can do all the same"


def best_team_reaches(reach: float, *, proven: bool) -> str:
    """Say how far the best team gets where nobody meets the plan, and whether that is proven."""
    if proven:
        return f"The best team reaches {share(reach)} of the plan"
    return f"The best team that was found reaches {share(reach)} of the plan, and more is not ruled out"


def _one_fewer(headcount: int, fewer: OneFewer | None) -> str:
    if fewer is None:
        return ""
    count = headcount - 1
    people = persons(count)
    if fewer.reach is None:
        left = _left(fewer.uncovered, fewer.reserve, fewer.overloaded, proven=fewer.proven)
        return f"{people} could not do even what comes by itself: {left}." if left else ""
    if fewer.reach >= 1:
        return ""
    verb = "reaches" if count == 1 else "reach"
    if fewer.proven:
        return f"{people} {verb} {share(fewer.reach)} of the plan at best."
    best = "person that was" if count == 1 else f"{people} that were"
    return f"The best {best} found {verb} {share(fewer.reach)} of the plan{_no_more_than(fewer.reach, fewer.bound)}."


def _stretch(headcount: int, stretch: Stretch | None) -> str:
    if stretch is None or stretch.reach is None or not headcount:
        return ""
    these = "This one" if headcount == 1 else f"These {headcount}"
    return f"{these} could reach {share(stretch.reach)} of it{_no_more_than(stretch.reach, stretch.bound)}."


def _no_more_than(reach: float, bound: float | None) -> str:
    """Say what is proven where that is more than was found."""
    is_as_much = bound is None or bound <= reach * (1 + _ALIKE) or share(bound) == share(reach)
    return "" if bound is None or is_as_much else f", and no more than {share(bound)}"


def _left(
    uncovered: Sequence[OpenSlot], reserve: Sequence[MissingReserve], overloaded: Sequence[Overload], *, proven: bool
) -> str:
    how_much = "at the least" if proven else "as far as was found"
    if uncovered:
        slots, missing = len(uncovered), sum(row.short for row in uncovered)
        people = "" if missing == slots else f", {missing} places in all"
        return f"{slots} duty {'slot stays' if slots == 1 else 'slots stay'} open {how_much}{people}"
    if reserve:
        missing_places = number(sum(row.missing for row in reserve))
        return f"{missing_places} places on duty are missing for absences {how_much}"
    amounts: dict[str, float] = {}
    for row in overloaded:
        amounts[row.activity] = amounts.get(row.activity, 0.0) + row.short
    told = " and ".join(f"{number(amount)} {plain(activity)}" for activity, amount in amounts.items())
    return f"{told} stay undone {how_much}" if told else ""
