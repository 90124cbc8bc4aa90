"""A plan that was made anew, as a page: what changes and why, and how far it goes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from salescrew.cli.pages.on_the_way.changes import changes_table
from salescrew.cli.pages.on_the_way.handovers import handovers_table
from salescrew.cli.pages.result.how_far import left_tables
from salescrew.cli.pages.result.odds import odds_sentence
from salescrew.cli.pages.result.page import VIEWS
from salescrew.cli.pages.result.summary import targets_table
from salescrew.cli.pages.words import away, of_activity
from salescrew.cli.render.cells import about, money, number, plain, share, weekday
from salescrew.cli.render.flat import flat_table, list_of
from salescrew.cli.render.page import Cell, Column, Figure, Kind, Page, Table
from salescrew.language import say, say_as, to_say, to_say_as, with_marks
from salescrew.models.answers.handover import Handover
from salescrew.models.answers.replan import (
    FREEDOMS,
    Freedom,
    PaidAfterEnd,
    PlanChange,
    RateUsed,
    Replan,
    Turnover,
    TurnoverGoal,
)
from salescrew.models.answers.result import Result
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.so_far import DueWork
from salescrew.models.plan.words import listed_names
from salescrew.models.schedule.schedule import Schedule

_SOME_MONEY = 1.0
_REACHED = 2e-3
"""A reach that is so little below its bound is as good as that."""
_TITLES: dict[Turnover, str] = {
    "people": to_say("more people"),
    "roles": to_say("people in another role"),
    "duty_slots": to_say("duty slots in other hands"),
    "quotas": to_say("changed quotas"),
    "monthly_cost": to_say("cost a month"),
}
_TURNOVER_NOTE = to_say(
    "In this order as few as can be. at least: what is proven, with those above as they are. Quotas of people who join "
    "are not counted."
)
_FREEDOMS: dict[Freedom, str] = {
    "hire": to_say_as("freedom", "hire"),
    "roles": to_say_as("freedom", "roles"),
    "roster": to_say_as("freedom", "roster"),
    "quotas": to_say_as("freedom", "quotas"),
}
_RATES = {
    "plan": to_say("The plan's conversions were used."),
    "observed": to_say("The conversions that were observed were used; the plan's where nothing is over yet."),
    "blend": to_say(
        "The plan's conversions were used, updated by what was seen: the plan's counts as many observations as "
        "prior_observations says ({prior} unless a stage says otherwise), each item that is over as one more."
    ),
}


def replan_page(schedule: Schedule, show: Iterable[str] = ()) -> Page:
    """Write what changes and why.

    Parameters
    ----------
    schedule
        That of the plan with what it was made anew from.
    """
    plan, result = schedule.plan, schedule.result
    replan = _replan(result)
    tables: list[Table] = []
    if result.headcount is not None:
        tables.append(_turnover(replan))
        if replan.changes:
            tables.append(changes_table(replan.changes))
        if replan.handovers:
            tables.append(handovers_table(replan.handovers))
        if schedule.department.goals:
            tables.append(targets_table(schedule))
        tables += _after_end(replan)
        for view in show:
            tables += VIEWS[view](schedule)
    tables += [*_left(replan), *left_tables(result), _rates(plan, replan)]
    notes = [*replan.notes, *result.warnings]
    return Page(headline(result), _from_what(plan, result), tables, [odds_sentence(result)], notes)


def replan_lists(result: Result) -> list[Table]:
    """List what a result says besides, where it was made anew."""
    replan = _replan(result)
    return [
        flat_table("turnover", "Turnover", TurnoverGoal, replan.turnover),
        flat_table("changes", "Changes", PlanChange, replan.changes),
        flat_table("handovers", "Handovers", Handover, replan.handovers),
        flat_table("after_end", "After the end", PaidAfterEnd, replan.after_end.funnels if replan.after_end else ()),
        flat_table("rates", "Conversions", RateUsed, replan.rates_used),
        flat_table("left_undone", "Left undone", DueWork, replan.left_undone),
        flat_table("done_late", "Done late", DueWork, replan.done_late),
        list_of("notes", "Notes", "note", replan.notes),
    ]


def headline(result: Result) -> str:
    """Say in a line what changes, and how far it goes."""
    replan = _replan(result)
    if result.headcount is None:
        if result.status == "no_answer":
            return say("No answer: no plan was found, and nothing is ruled out.")
        return say("Infeasible: nothing that may change makes a plan of the days that are left.")
    parts = [_reach(result), _undone(replan), _what_changes(replan), _paid_later(replan)]
    if replan.changes and all(goal.proven for goal in replan.turnover):
        parts.append(say("Less is impossible."))
    return " ".join(part for part in parts if part)


def _reach(result: Result) -> str:
    if result.reach is None:
        return ""
    replan = _replan(result)
    reached, bound = share(result.reach), replan.reach_bound
    if bound is None or bound >= 1:
        return say(
            "No plan was found that meets every target; this one reaches {reached} of each. More is not ruled out.",
            reached=reached,
        )
    may_change_all, is_most = len(replan.allowed) == len(FREEDOMS), bound <= result.reach * (1 + _REACHED)
    return say(_REACHES[may_change_all, is_most], reached=reached, most=share(bound))


_REACHES = {
    (True, True): to_say("Not every target can be met any more: {reached} of each is reached."),
    (True, False): to_say(
        "Not every target can be met any more: {reached} of each is reached; more than {most} is impossible."
    ),
    (False, True): to_say("With what may change not every target can be met: {reached} of each is reached."),
    (False, False): to_say(
        "With what may change not every target can be met: {reached} of each is reached; more than {most} is "
        "impossible."
    ),
}
"""How far a plan goes: whether everything may change, and whether more is known to be impossible."""


def _undone(replan: Replan) -> str:
    """Say what work finds no time."""
    amounts: dict[str, float] = {}
    for row in replan.left_undone:
        amounts[row.activity] = amounts.get(row.activity, 0.0) + row.amount
    if not amounts:
        return ""
    work = listed_names(of_activity(about(amount), activity) for activity, amount in amounts.items())
    return say("Not all work can be done: {work} find no time; the targets still count what hangs on them.", work=work)


def _paid_later(replan: Replan) -> str:
    """Say what it costs after the end, or brings."""
    if replan.after_end is None:
        return ""
    more = math.fsum(row.now - row.was for row in replan.after_end.funnels)
    if abs(more) < _SOME_MONEY:
        return ""
    if more > 0:
        return say("After the end {amount} more is paid.", amount=money(more))
    return say("After the end {amount} less is paid.", amount=money(-more))


def _what_changes(replan: Replan) -> str:
    counts = {goal.what: round(goal.value) for goal in replan.turnover if goal.what != "monthly_cost"}
    opened = sum(change.kind == "duty" and not change.manager for change in replan.changes)
    said = []
    if joined := counts["people"]:
        said.append(say("{n} {n:person joins|people join}", n=joined))
    if roles := counts["roles"]:
        said.append(say("{n} {n:person changes|people change} role", n=roles))
    if slots := counts["duty_slots"] - opened:
        said.append(say("{n} duty {n:slot changes|slots change} hands", n=slots))
    if opened:
        said.append(say("{n} duty {n:slot stays|slots stay} open", n=opened))
    if quotas := counts["quotas"]:
        said.append(say("{n} {n:quota changes|quotas change}", n=quotas))
    if said:
        return f"{listed_names(said)}."
    if replan.changes:
        return say("No duty and no quota changes; contacts or day patterns do.")
    return say("Nothing changes: the plan in force still holds.")


def _from_what(plan: Plan, result: Result) -> str:
    replan = _replan(result)
    day = f"{weekday(replan.as_of)} {replan.as_of.year}"
    parts = [say("{plan}: from {day} on", plan=plain(plan.name), day=day)]
    if replan.frozen_until is not None:
        parts.append(say("as it was up to {day}", day=weekday(replan.frozen_until)))
    if not replan.allowed:
        parts.append(say("nothing may change"))
    elif len(replan.allowed) < len(FREEDOMS):
        allowed = listed_names(say_as("freedom", _FREEDOMS[freedom]) for freedom in replan.allowed)
        parts.append(say("only {allowed} may change", allowed=allowed))
    parts += [away(name, intervals) for name, intervals in replan.basis.away.items()]
    return "; ".join(parts)


def _turnover(replan: Replan) -> Table:
    columns = [
        Column(say("what changes")),
        Column(say("how much"), "money"),
        Column(say("at least"), "money"),
        Column(say("proven")),
    ]
    rows: list[Sequence[Cell]] = []
    for goal in replan.turnover:
        kind: Kind = "money" if goal.what == "monthly_cost" else "number"
        figures = (Figure(goal.value, kind), Figure(goal.bound, kind))
        rows.append((say(_TITLES[goal.what]), *figures, say("yes") if goal.proven else say("no")))
    return Table("turnover", say("How much changes"), columns, rows, say(_TURNOVER_NOTE))


_NOT_GIVEN_UP = to_say(
    "What is opened or answered from now on, in standard contacts and leads, and what of it is paid after the end of "
    "the "
    "plan, by the conversions used. Contacts of people who are there give up {given_up} of it."
)
_GIVEN_UP = to_say(
    "What is opened or answered from now on, in standard contacts and leads, and what of it is paid after the end of "
    "the "
    "plan, by the conversions used. Contacts of people who are there give up {given_up} of it; with this team and as "
    "few "
    "duty slots in other hands, at least {least} must be given up."
)


def _after_end(replan: Replan) -> Iterator[Table]:
    """Set what is paid after the end beside what would have been, where it is otherwise."""
    told = replan.after_end
    if told is None or not any(_is_otherwise(row) for row in told.funnels):
        return
    columns = [
        Column(say("funnel"), "name"),
        Column(say("opened as planned"), "number"),
        Column(say("opened now"), "number"),
        Column(say("paid as planned"), "money"),
        Column(say("paid now"), "money"),
        Column(say("difference"), "money"),
    ]
    rows: list[Sequence[Cell]] = [
        (row.funnel, row.opened_was, row.opened_now, row.was, row.now, row.now - row.was) for row in told.funnels
    ]
    note = say(
        _GIVEN_UP if told.given_up >= _SOME_MONEY else _NOT_GIVEN_UP,
        given_up=money(told.given_up),
        least=money(told.least),
    )
    yield Table("after_end", say("After the end"), columns, rows, note)


def _is_otherwise(row: PaidAfterEnd) -> bool:
    return abs(row.now - row.was) >= _SOME_MONEY


def _left(replan: Replan) -> Iterator[Table]:
    """List what cannot be done even so."""
    if places := replan.basis.open_slots:
        rows: list[Sequence[Cell]] = [(one.date, one.where.name, one.short) for one in places]
        columns = [
            Column(say_as("heading", "day"), "day", group=True),
            Column(say_as("heading", "slot"), "name"),
            Column(say("missing"), "count"),
        ]
        yield Table("open_slots", say("Duty that stays open, since nobody can take it"), columns, rows)
    for title, works in (
        (say("Work that nobody has time for any more"), replan.left_undone),
        (say("Work that is done later than the weeks of grace allow"), replan.done_late),
    ):
        if works:
            works_rows: list[Sequence[Cell]] = [(one.week, one.funnel, one.activity, one.amount) for one in works]
            columns = [Column(say_as("heading", "week"), "date", group=True), Column(say("funnel"), "name")]
            columns += [Column(say("activity"), "name"), Column(say("how much"), "number")]
            yield Table("left", title, columns, works_rows)


def _rates(plan: Plan, replan: Replan) -> Table:
    columns = [
        Column(say("funnel"), "name", group=True),
        Column(say("stage"), "name"),
        Column(say_as("heading", "plan"), "share"),
        Column(say_as("heading", "seen")),
        Column(say_as("heading", "used"), "share"),
    ]
    rows: list[Sequence[Cell]] = [
        (row.funnel, row.stage, row.planned, _seen(row), row.used) for row in replan.rates_used
    ]
    note = say(_RATES[replan.rates], prior=with_marks(f"{plan.prior_observations:g}"))
    return Table("rates", say("Conversions"), columns, rows, note)


def _seen(row: RateUsed) -> str:
    return say("{passed} of {decided}", passed=number(row.passed), decided=number(row.decided))


def _replan(result: Result) -> Replan:
    assert result.replan is not None
    return result.replan
