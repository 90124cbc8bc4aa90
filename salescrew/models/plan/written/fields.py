"""The fields of a plan, and what refuses everything that is wrong with them at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from pydantic import Field, ModelWrapValidatorHandler, ValidationError, ValidationInfo, model_validator

from salescrew.errors import Problem
from salescrew.models.plan.draft import Draft, plain
from salescrew.models.plan.fixed import Fixed
from salescrew.models.plan.pipeline import Pipeline
from salescrew.models.plan.refusals import MOST_FOUND, input_error, problems_of
from salescrew.models.plan.sections.calendar import Calendar
from salescrew.models.plan.sections.chance import Chance
from salescrew.models.plan.sections.days import Menu, MenuByWeekday, TimeBudget
from salescrew.models.plan.sections.duty import Duty
from salescrew.models.plan.sections.funnels import Funnel
from salescrew.models.plan.sections.people import Candidate, Manager
from salescrew.models.plan.sections.products import Product
from salescrew.models.plan.sections.record import Record
from salescrew.models.plan.sections.targets import Limits, ObjectiveOrder, Target
from salescrew.models.plan.so_far import SoFar
from salescrew.models.plan.values.days import DayOrInterval
from salescrew.models.plan.values.quantities import GraceWeekCount, Quantity, WeekdayCount
from salescrew.models.plan.values.texts import FreeText, Name, Reference

KNOWN_PROBLEMS = "problems"
"""In the context of a validation: what whoever read the data found wrong, so that nothing that hangs on it is said."""

PLAIN_BUT_FOR = "plain_but_for"
"""In the context of a validation: the problems of the keys and texts of data that is plain already."""


class PlanFields(Record):
    """What stands in a plan."""

    name: FreeText = Field(description="name of the plan, shown in reports", examples=["Consulting sales"])
    currency: FreeText = Field(default="", description="free text, shown in reports")
    calendar: Calendar = Field(description="the horizon", examples=["{start: 2026-01-12, weeks: 12}"])
    target: Target = Field(
        default_factory=Target, description="what is to be reached", examples=["{revenue: 24_000_000}"]
    )
    products: dict[Name, Product] = Field(
        min_length=1, description="what is sold", examples=["{audit: {average_deal: 150_000}}"]
    )
    day_patterns: Menu | None = Field(
        default=None,
        description="what fits into one working day",
        examples=["[{calls: 90}, {meetings: 2}]"],
    )
    time_budget: TimeBudget | None = Field(default=None, description="minutes of a day instead of day_patterns")
    weekday_patterns: MenuByWeekday = Field(
        default_factory=dict,
        description="what fits into a working day of a weekday, instead of the above",
        examples=["{sat: [{calls: 45}, {duty: 1}]}"],
    )
    max_days_per_week: WeekdayCount = Field(default=6, description="most days of a week on which one person works")
    funnels: dict[Name, Funnel] = Field(
        min_length=1,
        description="the ways to payment",
        examples=["{cold: {channel: outbound, product: audit, opens_with: calls, stages: [...]}}"],
    )
    pipeline: Pipeline = Field(
        description="what is under way at the start: steady, empty, or items by funnel and stage", examples=["steady"]
    )
    grace_weeks: GraceWeekCount = Field(default=1, description="work may be done so many weeks after it falls due")
    duty: Duty | None = Field(default=None, description="inbound duty; required with an inbound funnel")
    objective: ObjectiveOrder = Field(default=("people", "monthly_cost"), description="what is to be least, in order")
    limits: Limits = Field(default=Limits(), description="what may not be exceeded")
    chance: Chance = Field(default=Chance(), description="what is left to chance")
    managers: tuple[Manager, ...] = Field(
        default=(), description="the people who are there", examples=["[{name: Anna}]"]
    )
    candidates: tuple[Candidate, ...] = Field(
        default=(), description="people who could be hired", examples=["[{profile: junior, at_most: 5}]"]
    )

    away: dict[Reference, tuple[DayOrInterval, ...]] = Field(
        default_factory=dict,
        description="days and intervals of absence by person: a manager, or a candidate as `junior 1`",
    )
    fixed: Fixed = Field(default=Fixed(), description="roles, duty slots and days that are settled")
    so_far: SoFar | None = Field(
        default=None, description="where the plan stands, when it is made anew on the way; default: at its start"
    )
    prior_observations: Quantity = Field(
        default=100.0,
        description="observations that a conversion of the plan is worth when `replan` blends it with what was seen",
    )

    @model_validator(mode="wrap")
    @classmethod
    def _refuse_all_at_once(cls, data: object, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Self:
        if isinstance(data, cls):
            return handler(data)
        from salescrew.models.plan.checks.names import problems

        context = info.context or {}
        if PLAIN_BUT_FOR in context:
            found = list(context[PLAIN_BUT_FOR])
        else:
            data, found = plain(data)
        plan: Self | None = None
        try:
            plan = handler(data)
        except ValidationError as error:
            found += problems_of(error, cls, data)
        if len(found) < MOST_FOUND:
            # beyond that it is not known what else is broken, so nothing can be said about it
            known: Sequence[Problem] = context.get(KNOWN_PROBLEMS, ())
            found += problems(Draft.of(data, [*found, *known]))
        if plan is None or found:
            raise input_error(found, data)
        return plan
