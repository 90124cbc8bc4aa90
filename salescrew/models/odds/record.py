"""The odds as a result states them."""

from __future__ import annotations

from pydantic import Field

from salescrew.models.records import Source
from salescrew.models.row import Figure, Row


class Spread(Row):
    """How an amount is distributed."""

    mean: Figure = Field(description="the mean")
    sd: Figure = Field(description="the standard deviation")
    p10: Figure = Field(description="in one of ten cases it is no more than this")
    p50: Figure = Field(description="in one of two cases it is no more than this")
    p90: Figure = Field(description="in nine of ten cases it is no more than this")


class Odds(Row):
    """How likely it is that a result meets the targets of its plan."""

    all: Figure = Field(description="the probability that all targets are met together")
    targets: dict[str, Figure] = Field(description="the probability that each target is met, by its path")
    revenue: Spread = Field(description="the revenue of all products")
    profit: Spread | None = Field(description="margin x revenue; null where a margin is not given")
    products: dict[str, Spread] = Field(description="the number of deals by product")
    by_month: dict[str, Spread] = Field(description="the revenue of each month that has a target")
    fixed: tuple[Source, ...] = Field(
        description="sources of chance held at their means: those that need a simulation, and the plan's `chance.fix`"
    )
    not_counted: tuple[str, ...] = Field(default=(), description="targets that are not part of the odds, by path")
    error: Figure = Field(
        description="how far the probabilities may be off: 0 where they are exact, else the half-width of an interval "
        "that holds in 99 of 100 cases"
    )
    at_stretch: Figure | None = Field(
        default=None,
        description="the odds of the same people in the same roles, if their time to spare went into contacts; null "
        "where how far they get is not known",
    )
