"""Whom to hire when, and what a later start would cost, as sentences and a table."""

from __future__ import annotations

from collections.abc import Iterator

from salescrew.cli.pages.explain.person import left
from salescrew.cli.pages.words import amount, persons
from salescrew.cli.render.cells import date, share
from salescrew.cli.render.page import Cell, Column, Table
from salescrew.models.answers.explained.starts import LaterStart, Starts
from salescrew.models.answers.result import FIELD_OF
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.targets import AIMS, AimName
from salescrew.models.plan.words import listed_names

_NEARLY = 1e-6


def sentences(plan: Plan, found: Starts) -> list[str]:
    """Say who comes when, and of each later day what it would take."""
    return [*_chosen(plan, found), *(_later(plan, found, row) for row in found.later)]


def tables(found: Starts) -> list[Table]:
    """Set the answer beside those with a later start."""
    if not found.later:
        return []
    rows: list[list[Cell]] = [["as planned", None, found.headcount, found.monthly_cost, found.cost, None]]
    rows += [[row.profile, row.first_day, row.headcount, row.monthly_cost, row.cost, row.reach] for row in found.later]
    columns = [Column("nobody of", "name"), Column("before", "date"), Column("people", "count")]
    columns += [Column("cost\na month", "money"), Column("cost over\nthe horizon", "money"), Column("reach", "share")]
    note = "reach: of the best team, where no team meets the plan."
    return [Table("later", "A later start", columns, rows, note if any(row.reach for row in found.later) else "")]


def _chosen(plan: Plan, found: Starts) -> Iterator[str]:
    for row in found.chosen:
        whom = f"{row.people} of {row.profile}"
        paid = f", for {amount(plan, row.cost)} over the horizon" if row.cost else ""
        yield f"Hire {whom} from {date(row.first_day)}{paid}."


def _later(plan: Plan, found: Starts, row: LaterStart) -> str:
    """Say what the plan takes where nobody of a profile comes before a day."""
    begin = f"With nobody of {row.profile} before {date(row.first_day)}"
    match row.status:
        case "no_answer":
            return f"{begin} no answer was found in time."
        case "infeasible" if plan.target.confidence is not None:
            return f"{begin} no team has the odds that are asked for."
        case "infeasible" if row.reach is None:
            return f"{begin} not even what comes by itself can be done: {left(row)}."
        case "infeasible":
            return f"{begin} the plan cannot be met: the best team reaches {share(row.reach or 0.0)} of it."
    told = [_difference(plan, name, row, found) for name in dict.fromkeys((*plan.objective, *AIMS))]
    told = [difference for difference in told if difference]
    unproven = "" if row.status == "optimal" else ", as far as was found"
    return f"{begin} the plan takes {listed_names(told) if told else 'as much'}{unproven}."


def _difference(plan: Plan, name: AimName, row: LaterStart, found: Starts) -> str:
    """Say by how much an answer is more or less in what may be an objective; nothing where it is the same."""
    before, now = getattr(found, FIELD_OF[name]), getattr(row, FIELD_OF[name]) or 0.0
    if abs(now - before) <= _NEARLY * max(1.0, before):
        return ""
    is_more = now > before
    if name == "people":
        return f"{persons(abs(now - before))} {'more' if is_more else 'fewer'}"
    unit = "a month" if name == "monthly_cost" else "over the horizon"
    return f"{amount(plan, abs(now - before))} {unit} {'more' if is_more else 'less'}"
