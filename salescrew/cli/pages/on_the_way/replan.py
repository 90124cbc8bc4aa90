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
from salescrew.cli.pages.words import persons
from salescrew.cli.render.cells import about, money, number, plain, share, weekday
from salescrew.cli.render.flat import flat_table, list_of
from salescrew.cli.render.page import Cell, Column, Figure, Kind, Page, Table
from salescrew.models.answers.handover import Handover
from salescrew.models.answers.replan import FREEDOMS, PaidAfterEnd, PlanChange, RateUsed, Replan, Turnover, TurnoverGoal
from salescrew.models.answers.result import Result
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.so_far import DueWork
from salescrew.models.plan.words import listed_names
from salescrew.models.schedule.schedule import Schedule

_SOME_MONEY = 1.0
_REACHED = 2e-3
"""A reach that is so little below its bound is as good as that."""
_TITLES: dict[Turnover, str] = {
    "people": "more people",
    "roles": "people in another role",
    "duty_slots": "duty slots in other hands",
    "quotas": "changed quotas",
    "monthly_cost": "cost a month",
}
_TURNOVER_NOTE = (
    "In this order as few as can be. at least: what is proven, with those above as they are. Quotas of people who join "
    "are not counted."
)
_RATES = {
    "plan": "The plan's conversions were used.",
    "observed": "The conversions that were observed were used; the plan's where nothing is over yet.",
    "blend": "The plan's conversions were used, updated by what was seen: the plan's counts as many observations as "
    "prior_observations says ({prior} unless a stage says otherwise), each item that is over as one more.",
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
            return "No answer: no plan was found, and nothing is ruled out."
        return "Infeasible: nothing that may change makes a plan of the days that are left."
    parts = [_reach(result), _undone(replan), _what_changes(replan), _paid_later(replan)]
    if replan.changes and all(goal.proven for goal in replan.turnover):
        parts.append("Less is impossible.")
    return " ".join(part for part in parts if part)


def _reach(result: Result) -> str:
    if result.reach is None:
        return ""
    replan = _replan(result)
    reached, bound = share(result.reach), replan.reach_bound
    if bound is None or bound >= 1:
        return f"No plan was found that meets every target; this one reaches {reached} of each. More is not ruled out."
    most = "" if bound <= result.reach * (1 + _REACHED) else f"; more than {share(bound)} is impossible"
    if len(replan.allowed) < len(FREEDOMS):
        return f"With what may change not every target can be met: {reached} of each is reached{most}."
    return f"Not every target can be met any more: {reached} of each is reached{most}."


def _undone(replan: Replan) -> str:
    """Say what work finds no time."""
    amounts: dict[str, float] = {}
    for row in replan.left_undone:
        amounts[row.activity] = amounts.get(row.activity, 0.0) + row.amount
    if not amounts:
        return ""
    work = listed_names(f"{about(amount)} {activity}" for activity, amount in amounts.items())
    return f"Not all work can be done: {work} find no time; the targets still count what hangs on them."


def _paid_later(replan: Replan) -> str:
    """Say what it costs after the end, or brings."""
    if replan.after_end is None:
        return ""
    more = math.fsum(row.now - row.was for row in replan.after_end.funnels)
    if abs(more) < _SOME_MONEY:
        return ""
    return f"After the end {money(abs(more))} {'more' if more > 0 else 'less'} is paid."


def _what_changes(replan: Replan) -> str:
    counts = {goal.what: round(goal.value) for goal in replan.turnover if goal.what != "monthly_cost"}
    opened = sum(change.kind == "duty" and not change.manager for change in replan.changes)
    said = []
    if joined := counts["people"]:
        said.append(f"{persons(joined)} {'joins' if joined == 1 else 'join'}")
    if roles := counts["roles"]:
        said.append(f"{persons(roles)} {'changes' if roles == 1 else 'change'} role")
    if slots := counts["duty_slots"] - opened:
        said.append(f"{slots} duty {'slot changes' if slots == 1 else 'slots change'} hands")
    if opened:
        said.append(f"{opened} duty {'slot stays' if opened == 1 else 'slots stay'} open")
    if quotas := counts["quotas"]:
        said.append(f"{quotas} {'quota changes' if quotas == 1 else 'quotas change'}")
    if said:
        return f"{listed_names(said)}."
    if replan.changes:
        return "No duty and no quota changes; contacts or day patterns do."
    return "Nothing changes: the plan in force still holds."


def _from_what(plan: Plan, result: Result) -> str:
    replan = _replan(result)
    parts = [f"{plain(plan.name)}: from {weekday(replan.as_of)} {replan.as_of.year} on"]
    if replan.frozen_until is not None:
        parts.append(f"as it was up to {weekday(replan.frozen_until)}")
    if len(replan.allowed) < len(FREEDOMS):
        parts.append(f"only {listed_names(replan.allowed)} may change" if replan.allowed else "nothing may change")
    parts += [
        f"{plain(name)} away {', '.join(str(interval) for interval in intervals)}"
        for name, intervals in replan.basis.away.items()
    ]
    return "; ".join(parts)


def _turnover(replan: Replan) -> Table:
    columns = [Column("what changes"), Column("how much", "money"), Column("at least", "money"), Column("proven")]
    rows: list[Sequence[Cell]] = []
    for goal in replan.turnover:
        kind: Kind = "money" if goal.what == "monthly_cost" else "number"
        figures = (Figure(goal.value, kind), Figure(goal.bound, kind))
        rows.append((_TITLES[goal.what], *figures, "yes" if goal.proven else "no"))
    return Table("turnover", "How much changes", columns, rows, _TURNOVER_NOTE)


def _after_end(replan: Replan) -> Iterator[Table]:
    """Set what is paid after the end beside what would have been, where it is otherwise."""
    told = replan.after_end
    if told is None or not any(_is_otherwise(row) for row in told.funnels):
        return
    columns = [
        Column("funnel", "name"),
        Column("opened as planned", "number"),
        Column("opened now", "number"),
        Column("paid as planned", "money"),
        Column("paid now", "money"),
        Column("difference", "money"),
    ]
    rows: list[Sequence[Cell]] = [
        (row.funnel, row.opened_was, row.opened_now, row.was, row.now, row.now - row.was) for row in told.funnels
    ]
    note = (
        "What is opened or answered from now on, in standard contacts and leads, and what of it is paid after the end "
        f"of the plan, by the conversions used. Contacts of people who are there give up {money(told.given_up)} of it"
    )
    if told.given_up >= _SOME_MONEY:
        note += f"; with this team and as few duty slots in other hands, at least {money(told.least)} must be given up"
    yield Table("after_end", "After the end", columns, rows, f"{note}.")


def _is_otherwise(row: PaidAfterEnd) -> bool:
    return abs(row.now - row.was) >= _SOME_MONEY


def _left(replan: Replan) -> Iterator[Table]:
    """List what cannot be done even so."""
    if places := replan.basis.open_slots:
        rows: list[Sequence[Cell]] = [(one.date, one.where.name, one.short) for one in places]
        columns = [Column("day", "day", group=True), Column("slot", "name"), Column("missing", "count")]
        yield Table("open_slots", "Duty that stays open, since nobody can take it", columns, rows)
    for title, works in (
        ("Work that nobody has time for any more", replan.left_undone),
        ("Work that is done later than the weeks of grace allow", replan.done_late),
    ):
        if works:
            works_rows: list[Sequence[Cell]] = [(one.week, one.funnel, one.activity, one.amount) for one in works]
            columns = [Column("week", "date", group=True), Column("funnel", "name")]
            columns += [Column("activity", "name"), Column("how much", "number")]
            yield Table("left", title, columns, works_rows)


def _rates(plan: Plan, replan: Replan) -> Table:
    columns = [
        Column("funnel", "name", group=True),
        Column("stage", "name"),
        Column("plan", "share"),
        Column("seen"),
        Column("used", "share"),
    ]
    rows: list[Sequence[Cell]] = [
        (row.funnel, row.stage, row.planned, f"{number(row.passed)} of {number(row.decided)}", row.used)
        for row in replan.rates_used
    ]
    note = _RATES[replan.rates].format(prior=f"{plan.prior_observations:g}")
    return Table("rates", "Conversions", columns, rows, note)


def _replan(result: Result) -> Replan:
    assert result.replan is not None
    return result.replan
