"""A plan made anew on the way: what it started from, how much it turns over, and every change with its reason."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from salescrew.models.answers.handover import Handover
from salescrew.models.answers.row import Figure, Row
from salescrew.models.plan.fixed import OpenPlaces
from salescrew.models.plan.pipeline import PipelineTable
from salescrew.models.plan.sections.roles import Role
from salescrew.models.plan.so_far import DueWork, SoFar
from salescrew.models.plan.values.days import Day, DayOrInterval

Rates = Literal["plan", "observed", "blend"]
Freedom = Literal["hire", "roles", "roster", "quotas"]
RATES: tuple[Rates, ...] = ("plan", "observed", "blend")
FREEDOMS: tuple[Freedom, ...] = ("hire", "roles", "roster", "quotas")
ChangeKind = Literal["hire", "leave", "role", "start", "duty", "quota", "contacts", "day"]
Turnover = Literal["people", "roles", "duty_slots", "quotas", "monthly_cost"]


class RateUsed(Row):
    """The conversion of a stage that the plan was made anew with."""

    funnel: str = Field(description="the funnel")
    stage: str = Field(description="the stage")
    planned: Figure = Field(description="the plan's conversion")
    decided: Figure = Field(description="items whose time to pass on was over")
    passed: Figure = Field(description="of these, items that did")
    used: Figure = Field(description="the conversion that was used")


class Underway(Row):
    """Items that were at a stage before the plan's first week, which a steady plan takes for granted."""

    funnel: str = Field(description="the funnel")
    stage: str = Field(description="the stage")
    week: int = Field(
        description="the week in which they entered it, counted from the plan's first: -1 is the one before"
    )
    items: float = Field(description="how many")
    days: float = Field(description="days from that week on until they pass on")


class Basis(Row):
    """What the plan was made anew from, as parts of a plan."""

    so_far: SoFar = Field(description="what was reached, and what work is open")
    pipeline: PipelineTable = Field(description="what is under way")
    conversions: dict[str, dict[str, float]] = Field(
        description="conversions that differ from the plan's, by funnel and stage"
    )
    away: dict[str, tuple[DayOrInterval, ...]] = Field(description="absences besides those of the plan, by name")
    open_slots: tuple[OpenPlaces, ...] = Field(description="places on duty that nobody can take")
    roles: dict[str, Role] = Field(description="the roles of those who were on the team before, as they are now")
    since: dict[str, Day] = Field(
        default_factory=dict, description="since when those of them are there who joined on the way, by name"
    )
    before: tuple[Underway, ...] = Field(description="what was under way before the plan's first week")


class TurnoverGoal(Row):
    """One of the things that are kept as few as can be, in this order."""

    what: Turnover = Field(
        description="`people` beyond those of the plan in force, people whose role changes (`roles`), "
        "`duty_slots` that somebody else takes, `quotas` of an activity on a day that change or within which other "
        "contacts are to be opened (of people of the plan in force), `monthly_cost`"
    )
    value: Figure = Field(description="how many, or how much")
    bound: Figure = Field(description="proven: no fewer will do, with those above at their values")
    proven: bool = Field(description="whether the two are the same")


class PlanChange(Row):
    """One thing that is otherwise than in the plan in force."""

    kind: ChangeKind = Field(
        description="`hire`: somebody joins. `leave`: somebody is no longer on the team. `role`: another role. "
        "`start`: another first day of those to choose from. "
        "`duty`: a slot that somebody else takes, or nobody any more. `quota`: of an activity on a day. "
        "`contacts`: to open in a funnel on a day. `day`: another day pattern for the same quotas"
    )
    date: dt.date | None = Field(
        default=None,
        description="the day; of people the first one, where it was chosen out of several, else null; null of roles",
    )
    manager: str = Field(description="who; of `duty` who takes the slot, empty where it stays open")
    what: str | None = Field(default=None, description="the slot, the activity or the funnel")
    was: str | float | None = Field(
        default=None,
        description="as it was: the role, who had the slot, the quota, the contacts, the pattern; null: nothing",
    )
    now: str | float | None = Field(default=None, description="as it is; null: nothing")
    reason: str = Field(default="", description="why")


class PaidAfterEnd(Row):
    """What is opened or answered in a funnel from now on, and what of it is paid after the end."""

    funnel: str = Field(description="the funnel")
    opened_was: Figure = Field(description="contacts to open and leads to answer, in standard ones, as it was planned")
    opened_now: Figure = Field(description="as it is")
    was: Figure = Field(description="what is paid of these after the end, by the conversions used, as it was planned")
    now: Figure = Field(description="as it is")


class AfterEnd(Row):
    """What a plan made anew costs after the end of the plan."""

    given_up: Figure = Field(
        description="what contacts of people who are there would have brought after the end that are opened no more; "
        "what others open instead, in the same funnel, makes up for it"
    )
    least: Figure = Field(
        description="proven: with this team and as few duty slots in other hands, no less is given up; 0: nothing is "
        "proven, or nothing need be"
    )
    funnels: tuple[PaidAfterEnd, ...] = Field(description="all of it, also of people who are away or join, by funnel")


class Replan(Row):
    """How a result came out of another one."""

    parent: str = Field(description="fingerprint of the result that was in force")
    parent_file: str | None = Field(default=None, description="the file that it was read from")
    as_of: dt.date = Field(description="the first day that is planned anew; rows of days before are as they were")
    frozen_until: dt.date | None = Field(description="the last day that was to stay as it was; null: none was")
    allowed: tuple[Freedom, ...] = Field(description="what was allowed to change")
    rates: Rates = Field(description="which conversions were used")
    rates_used: tuple[RateUsed, ...] = Field(description="the conversions, a row a stage")
    turnover: tuple[TurnoverGoal, ...] = Field(description="how much changes, and what is proven of it")
    reach_bound: Figure | None = Field(
        default=None,
        description="where not every target is met: proven, no plan with what may change reaches more of each; "
        "null: nothing is",
    )
    changes: tuple[PlanChange, ...] = Field(description="every change, with its reason")
    handovers: tuple[Handover, ...] = Field(
        default=(),
        description="where somebody is away: what becomes of everything that they were to do, and of follow-up work "
        "that others have no time for because of it, day by day",
    )
    after_end: AfterEnd | None = Field(
        default=None, description="what it costs after the end of the plan; null without a team"
    )
    left_undone: tuple[DueWork, ...] = Field(
        default=(), description="follow-up work that nobody has time for any more, by the week in which it falls due"
    )
    done_late: tuple[DueWork, ...] = Field(
        default=(),
        description="follow-up work that is done later than the weeks of grace allow, by the week in which it is done",
    )
    basis: Basis = Field(description="what it was made anew from")
    notes: tuple[str, ...] = Field(default=(), description="sentences that a person should read")
