"""How far people get: the sentences that say why not fewer, and what stays open where nothing is reached."""

from __future__ import annotations

from collections.abc import Sequence

from salescrew.cli.render.cells import number, plain, share
from salescrew.cli.render.page import Cell, Column, Table
from salescrew.language import say, say_as
from salescrew.models.answers.result import MissingReserve, OneFewer, OpenSlot, Overload, Result, Stretch
from salescrew.models.plan.words import all_of, in_number

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
            Column(say("date"), "date"),
            Column(say("slot"), "name"),
            *([Column(say("queue"), "name")] if several else []),
            Column(say("people needed"), "number"),
            Column(say("missing"), "number"),
        ]
        note = say("At least so many stay open, whoever is on duty when; which ones can be chosen.")
        if not result.reach_proven:
            note = say("So many stay open as far as was found; fewer are not ruled out.")
        tables.append(Table("uncovered", say("Duty slots that stay open"), columns, slots, note))
    if result.reserve:
        several = any(len(row.queues) > 1 or row.queues != result.reserve[0].queues for row in result.reserve)
        weeks: list[list[Cell]] = [
            [row.week, *([tuple(row.queues)] if several else []), row.missing] for row in result.reserve
        ]
        columns = [Column(say("week of")), *([Column(say("queues"), "name")] if several else [])]
        columns.append(Column(say("places missing"), "number"))
        note = say(
            "Places on duty of the week's day patterns, absence taken off, against the people whom its slots take."
        )
        tables.append(Table("reserve", say("Duty without a reserve for absences"), columns, weeks, note))
    if result.overloaded:
        works: list[list[Cell]] = [[row.week, row.funnel, row.activity, row.short] for row in result.overloaded]
        columns = [
            Column(say("falls due in the week of"), "date"),
            Column(say("funnel"), "name"),
            Column(say("activity"), "name"),
            Column(say("too many"), "number"),
        ]
        note = say("At least so much stays undone in all, whoever does what; in which weeks can be chosen.")
        if not result.reach_proven:
            note = say("So much stays undone as far as was found; less is not ruled out.")
        tables.append(Table("overloaded", say("Work that nobody has time for"), columns, works, note))
    return tables


def _anybody(result: Result) -> str:
    is_proven = bool(result.reach_proven)
    if result.reach is None:
        left = _left(result.uncovered, result.reserve, result.overloaded, proven=is_proven)
        return _not_even(left, result.headcount) if left else ""
    if result.headcount is not None:
        return _shown_is(result.headcount, share(result.reach), proven=is_proven)
    best = best_team_reaches(result.reach, proven=is_proven)
    return say("{best}; `--best` shows it.", best=best)


def _not_even(left: str, headcount: int | None) -> str:
    if headcount is None:
        return say("Not even what comes by itself can be done: {left}; `--best` shows what can be done.", left=left)
    return say(
        "Not even what comes by itself can be done: {left}. Shown is what {n} {n:person|people} can do all the same.",
        left=left,
        n=headcount,
    )


def _shown_is(headcount: int, reach: str, *, proven: bool) -> str:
    """Say that what is shown falls short, and by how much."""
    if headcount == 0:
        if proven:
            return say("Shown is how far it goes: with nobody {reach} of every target.", reach=reach)
        return say(
            "Shown is the best that was found: with nobody {reach} of every target; more is not ruled out.", reach=reach
        )
    if proven:
        return say(
            "Shown is how far it goes: {n} {n:person|people} who {n:reaches|reach} {reach} of every target.",
            n=headcount,
            reach=reach,
        )
    return say(
        "Shown is the best that was found: {n} {n:person|people} who {n:reaches|reach} {reach} of every target; "
        "more is not ruled out.",
        n=headcount,
        reach=reach,
    )


def best_team_reaches(reach: float, *, proven: bool) -> str:
    """Say how far the best team gets where nobody meets the plan, and whether that is proven."""
    if proven:
        return say("The best team reaches {reach} of the plan", reach=share(reach))
    return say(
        "The best team that was found reaches {reach} of the plan, and more is not ruled out", reach=share(reach)
    )


def _one_fewer(headcount: int, fewer: OneFewer | None) -> str:
    if fewer is None:
        return ""
    count = headcount - 1
    if fewer.reach is None:
        left = _left(fewer.uncovered, fewer.reserve, fewer.overloaded, proven=fewer.proven)
        if not left:
            return ""
        return say("{n} {n:person|people} could not do even what comes by itself: {left}.", n=count, left=left)
    if fewer.reach >= 1:
        return ""
    return _reached_by(count, share(fewer.reach), _more_than(fewer.reach, fewer.bound), proven=fewer.proven)


def _reached_by(count: int, reach: str, most: str, *, proven: bool) -> str:
    """Say how far so many people get; `most` is what is proven where that is more than was found."""
    if proven:
        return say("{n} {n:person|people} {n:reaches|reach} {reach} of the plan at best.", n=count, reach=reach)
    if count == 1:
        if most:
            return say(
                "The best person that was found reaches {reach} of the plan, and no more than {most}.",
                reach=reach,
                most=most,
            )
        return say("The best person that was found reaches {reach} of the plan.", reach=reach)
    if most:
        return say(
            "The best {n} {n:person|people} that were found reach {reach} of the plan, and no more than {most}.",
            n=count,
            reach=reach,
            most=most,
        )
    return say("The best {n} {n:person|people} that were found reach {reach} of the plan.", n=count, reach=reach)


def _stretch(headcount: int, stretch: Stretch | None) -> str:
    if stretch is None or stretch.reach is None or not headcount:
        return ""
    reach, most = share(stretch.reach), _more_than(stretch.reach, stretch.bound)
    if headcount == 1:
        if most:
            return say("This one could reach {reach} of it, and no more than {most}.", reach=reach, most=most)
        return say("This one could reach {reach} of it.", reach=reach)
    if most:
        return say("These {n} could reach {reach} of it, and no more than {most}.", n=headcount, reach=reach, most=most)
    return say("These {n} could reach {reach} of it.", n=headcount, reach=reach)


def _more_than(reach: float, bound: float | None) -> str:
    """Give what is proven where that is more than was found."""
    is_as_much = bound is None or bound <= reach * (1 + _ALIKE) or share(bound) == share(reach)
    return "" if bound is None or is_as_much else share(bound)


def _left(
    uncovered: Sequence[OpenSlot], reserve: Sequence[MissingReserve], overloaded: Sequence[Overload], *, proven: bool
) -> str:
    """Say what nobody can do, as a part of a sentence that comes after a colon."""
    how_much = say("at the least") if proven else say("as far as was found")
    if uncovered:
        slots, missing = len(uncovered), sum(row.short for row in uncovered)
        if missing == slots:
            return say("{n} duty {n:slot stays|slots stay} open {how_much}", n=slots, how_much=how_much)
        return say(
            "{n} duty {n:slot stays|slots stay} open {how_much}, {places} places in all",
            n=slots,
            how_much=how_much,
            places=missing,
        )
    if reserve:
        return say(
            "{places} places on duty are missing for absences {how_much}",
            places=number(sum(row.missing for row in reserve)),
            how_much=how_much,
        )
    amounts: dict[str, float] = {}
    for row in overloaded:
        amounts[row.activity] = amounts.get(row.activity, 0.0) + row.short
    undone = [
        say_as(
            "undone",
            "{amount} {activity}",
            amount=number(amount),
            activity=plain(in_number(activity, number(amount))),
        )
        for activity, amount in amounts.items()
    ]
    if not undone:
        return ""
    alone = len(undone) == 1 and number(sum(amounts.values())) == "1"
    return say("{told} {n:stays|stay} undone {how_much}", told=all_of(undone), how_much=how_much, n=1 if alone else 2)
