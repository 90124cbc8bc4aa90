"""The people who are there, and those who could be hired."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Discriminator, Field, Tag

from salescrew.language import say
from salescrew.models.plan.sections.days import Menu, MenuByWeekday
from salescrew.models.plan.sections.record import Record
from salescrew.models.plan.sections.roles import USUAL_ROLES, RoleName
from salescrew.models.plan.sections.working_time import Rota
from salescrew.models.plan.values.days import Day, DayOrInterval
from salescrew.models.plan.values.quantities import (
    Count,
    Factor,
    Money,
    OrNumber,
    Quantity,
    Share,
    ShareBelowOne,
    WeekdayCount,
)
from salescrew.models.plan.values.said import wrong
from salescrew.models.plan.values.texts import Name, Reference, WeekdayName, YesNo


def _effectiveness(value: object) -> object:
    """Let one number stand for all roles."""
    return value if isinstance(value, dict | BaseModel) else dict.fromkeys(USUAL_ROLES, value)


class Effectiveness(Record):
    """What one of this manager's contacts or leads is worth in standard ones, by role; a closer opens none."""

    hunter: Factor = 1.0
    inbound: Factor = 1.0
    mixed: Factor = 1.0


def _only_one(value: object) -> object:
    if isinstance(value, list | tuple):
        must = say("be one date of a manager, who is there")
        todo = say("Write one; candidates have several to choose from.")
        raise wrong(must, value, todo)
    return value


FirstDays = Annotated[
    Annotated[Day, Tag("<date>")] | Annotated[tuple[Day, ...], Field(min_length=1), Tag("<list>")],
    Discriminator(lambda value: "<list>" if isinstance(value, list | tuple) else "<date>"),
]
"""A first day, or several to choose from."""


class PersonFields(Record):
    """What managers and candidates have in common."""

    monthly_cost: Money = Field(default=0.0, description="what the person costs in a month")
    roles: tuple[RoleName, ...] = Field(default=USUAL_ROLES, min_length=1, description="roles that the person may have")
    effectiveness: Annotated[Effectiveness, BeforeValidator(_effectiveness), OrNumber()] = Field(
        default=Effectiveness(), description="worth of a contact or lead, one number or by role"
    )
    keep: YesNo = Field(default=False, description="the person must have a role")
    days_off: tuple[DayOrInterval, ...] = Field(default=(), description="days and intervals of absence")
    from_: FirstDays | None = Field(
        default=None,
        alias="from",
        description="first day; default the whole horizon; of a candidate also a list, of which one is chosen for each",
    )
    until: Day | None = Field(default=None, description="last day; default the whole horizon")
    working_days: tuple[WeekdayName, ...] | None = Field(
        default=None, min_length=1, description="weekdays worked; default the plan's"
    )
    rota: Rota | None = Field(
        default=None,
        description="weekdays worked from week to week, begun again after the last, or days on and off; "
        "instead of working_days",
        examples=["[[mon, tue, wed], [thu, fri, sat]]"],
    )
    max_days_per_week: WeekdayCount | None = Field(
        default=None, description="most days of a week on which the person works; default the plan's"
    )
    slots: tuple[Reference, ...] | None = Field(
        default=None, description="duty slots that the person may be on duty in; default all", examples=["[morning]"]
    )
    day_patterns: Menu | None = Field(
        default=None,
        description="the person's own patterns; default the plan's",
        examples=["[{calls: 40}, {meetings: 1}]"],
    )
    weekday_patterns: MenuByWeekday = Field(
        default_factory=dict,
        description="the person's own patterns of a weekday, instead of day_patterns",
        examples=["{sat: [{calls: 45}]}"],
    )
    funnels: tuple[Reference, ...] | None = Field(
        default=None, min_length=1, description="funnels that the person works; default all"
    )
    absence: Share = Field(default=0.0, description="share of the time that is left free for absence")
    ramp: tuple[Factor, ...] = Field(default=(), description="effectiveness of the first weeks, 1 after the list")
    attrition: ShareBelowOne = Field(default=0.0, description="probability to leave within a year")
    follow_up: Factor = Field(
        default=1.0, description="what an item is worth at a stage with effort when this person does the work"
    )
    replace_weeks: Quantity = Field(default=8.0, description="weeks until somebody takes the seat of one who left")
    replace_ramp: tuple[Factor, ...] | None = Field(
        default=None, description="effectiveness of the successor's first weeks; default the person's own ramp"
    )

    @property
    def starts(self) -> tuple[dt.date | None, ...]:
        """The first days to choose from, in order of time; `None` stands for the whole horizon."""
        return tuple(sorted(set(self.from_))) if isinstance(self.from_, tuple) else (self.from_,)

    @property
    def first_day(self) -> dt.date | None:
        """The first day; of several to choose from the earliest."""
        return self.starts[0]


class Manager(PersonFields):
    """A person who is there."""

    from_: Annotated[Day | None, BeforeValidator(_only_one)] = Field(
        default=None, alias="from", description="first day; default the whole horizon"
    )
    name: Name = Field(description="the person's name", examples=["Anna"])
    role: RoleName | None = Field(
        default=None, description="today's role: of teams that are as good the one with fewest other roles is taken"
    )


class Candidate(PersonFields):
    """A kind of person who could be hired; `junior` gives `junior 1`, `junior 2` and so on."""

    profile: Name = Field(description="name of the profile", examples=["junior"])
    at_most: Count = Field(description="most of them that could be hired", examples=["5"])
    hiring_cost: Money = Field(default=0.0, description="what it costs once to hire one")
