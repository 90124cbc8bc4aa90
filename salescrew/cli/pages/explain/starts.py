"""Whom to hire when, and what a later start would cost, as sentences and a table."""

from __future__ import annotations

from collections.abc import Iterator

from salescrew.cli.pages.explain.person import left
from salescrew.cli.pages.words import amount, difference
from salescrew.cli.render.cells import date, share
from salescrew.cli.render.page import Cell, Column, Table
from salescrew.language import say, say_as
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
    rows: list[list[Cell]] = [[say("as planned"), None, found.headcount, found.monthly_cost, found.cost, None]]
    rows += [[row.profile, row.first_day, row.headcount, row.monthly_cost, row.cost, row.reach] for row in found.later]
    columns = [
        Column(say("nobody of"), "name"),
        Column(say_as("start", "before"), "date"),
        Column(say("people"), "count"),
        Column(say("cost\na month"), "money"),
        Column(say("cost over\nthe horizon"), "money"),
        Column(say("reach"), "share"),
    ]
    reaches = any(row.reach for row in found.later)
    note = say("reach: of the best team, where no team meets the plan.") if reaches else ""
    return [Table("later", say("A later start"), columns, rows, note)]


def _chosen(plan: Plan, found: Starts) -> Iterator[str]:
    for row in found.chosen:
        if row.cost:
            yield say(
                "Hire {n} of {profile} from {date}, for {cost} over the horizon.",
                n=row.people,
                profile=row.profile,
                date=date(row.first_day),
                cost=amount(plan, row.cost),
            )
        else:
            yield say("Hire {n} of {profile} from {date}.", n=row.people, profile=row.profile, date=date(row.first_day))


def _later(plan: Plan, found: Starts, row: LaterStart) -> str:
    """Say what the plan takes where nobody of a profile comes before a day."""
    profile, day = row.profile, date(row.first_day)
    match row.status:
        case "no_answer":
            return say("With nobody of {profile} before {date} no answer was found in time.", profile=profile, date=day)
        case "infeasible" if plan.target.confidence is not None:
            return say(
                "With nobody of {profile} before {date} no team has the odds that are asked for.",
                profile=profile,
                date=day,
            )
        case "infeasible" if row.reach is None:
            return say(
                "With nobody of {profile} before {date} not even what comes by itself can be done: {left}.",
                profile=profile,
                date=day,
                left=left(row),
            )
        case "infeasible":
            return say(
                "With nobody of {profile} before {date} the plan cannot be met: the best team reaches {share} of it.",
                profile=profile,
                date=day,
                share=share(row.reach or 0.0),
            )
    told = [_difference(plan, name, row, found) for name in dict.fromkeys((*plan.objective, *AIMS))]
    told = [difference for difference in told if difference]
    return say(
        "With nobody of {profile} before {date} the plan takes {what}{unproven}.",
        profile=profile,
        date=day,
        what=listed_names(told) if told else say("as much"),
        unproven="" if row.status == "optimal" else say(", as far as was found"),
    )


def _difference(plan: Plan, name: AimName, row: LaterStart, found: Starts) -> str:
    """Say by how much an answer is more or less in what may be an objective; nothing where it is the same."""
    before, now = getattr(found, FIELD_OF[name]), getattr(row, FIELD_OF[name]) or 0.0
    if abs(now - before) <= _NEARLY * max(1.0, before):
        return ""
    return difference(plan, name, now - before)
