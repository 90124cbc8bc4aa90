"""What is to be reached, what is sought and what may not be exceeded."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag

from salescrew.language import say
from salescrew.models.plan.numbers import written
from salescrew.models.plan.sections.record import Record
from salescrew.models.plan.values.days import Month
from salescrew.models.plan.values.quantities import Count, Money, PositiveNumber, Probability, TargetAmount
from salescrew.models.plan.values.said import listed, wrong
from salescrew.models.plan.values.texts import Reference


class ProductTarget(Record):
    """What a single product is to bring over the horizon."""

    revenue: TargetAmount | None = Field(default=None, description="revenue of the product")
    profit: TargetAmount | None = Field(default=None, description="margin x revenue of the product")
    deals: PositiveNumber | None = Field(default=None, description="paid deals of the product")


class MonthTarget(Record):
    """What a calendar month is to bring."""

    revenue: TargetAmount = Field(description="revenue of the month", examples=["7_000_000"])


AT_START = "at_start"
"""As much under way at the end as there is at the start."""


def _under_way(value: object) -> object:
    if isinstance(value, str) and value != AT_START and written(value) is None:
        raise wrong(
            say("be an amount, or {word}", word=AT_START),
            value,
            say("Write 3_000_000, or {word}.", word=AT_START),
        )
    return value


UnderWay = Annotated[
    Annotated[Literal["at_start"], Tag("<word>")] | Annotated[TargetAmount, Tag("<number>")],
    Discriminator(lambda value: "<word>" if value == AT_START else "<number>"),
    BeforeValidator(_under_way),
]


class Target(Record):
    """What is to be reached over the whole horizon; at least one target, or none where people are on duty."""

    revenue: TargetAmount | None = Field(default=None, description="revenue of all products")
    profit: TargetAmount | None = Field(
        default=None, description="gross profit: sum over products of margin x revenue, before salaries"
    )
    products: dict[Reference, ProductTarget] = Field(default_factory=dict, description="targets of single products")
    by_month: dict[Month, MonthTarget] = Field(default_factory=dict, description="revenue by calendar month")
    stages: dict[Reference, dict[Reference, PositiveNumber]] = Field(
        default_factory=dict,
        description="how many items are to enter a stage, by funnel and stage; of `paid`: deals of one funnel",
        examples=["{cold-audit: {meeting: 200}}"],
    )
    under_way: UnderWay | None = Field(
        default=None,
        description="revenue to come of what is under way at the end: an amount, or at_start: as much as at the start",
        examples=["at_start"],
    )
    confidence: Probability | None = Field(
        default=None, description="odds at which all targets are to be met together; no target by itself"
    )


class Limits(Record):
    """What may not be exceeded."""

    people: Count | None = Field(default=None, description="most people with a role")
    hires: Count | None = Field(default=None, description="most candidates hired")
    monthly_cost: Money | None = Field(default=None, description="most that the people cost in a month")
    cost: Money | None = Field(default=None, description="most that the people cost over the horizon")


AimName = Literal["people", "monthly_cost", "cost"]
AIMS: tuple[AimName, ...] = ("people", "monthly_cost", "cost")
Objective = tuple[AimName, ...]


def _is_order(words: list[str]) -> bool:
    return 0 < len(words) == len(set(words)) and set(words) <= set(AIMS)


def _objective(value: object) -> object:
    if isinstance(value, list | tuple) and _is_order(list(map(str, value))):
        return tuple(value)
    raise wrong(
        say("be one to three of people, monthly_cost and cost in order of weight, each once"),
        listed(value) if isinstance(value, list | tuple) and value else value,
        say("Write [people, monthly_cost], or [cost, people]."),
    )


ObjectiveOrder = Annotated[Objective, BeforeValidator(_objective)]
