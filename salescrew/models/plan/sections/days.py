"""What fits into a day: patterns, or a budget of minutes."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from salescrew.language import say
from salescrew.models.plan.sections.record import Record
from salescrew.models.plan.values.quantities import Count, Minutes, PositiveNumber
from salescrew.models.plan.values.said import wrong
from salescrew.models.plan.values.texts import Name, Reference, WeekdayName, name


def _pattern(value: object) -> object:
    if not isinstance(value, dict):
        raise wrong(
            say("be activities with their counts"), value, say("Write it as {{calls: 90}} or {{duty: 1, calls: 40}}.")
        )
    return value


def _pattern_key(value: object) -> str:
    return "duty" if value == "duty" else name(value)


Pattern = Annotated[dict[Annotated[str, BeforeValidator(_pattern_key)], Count], BeforeValidator(_pattern)]
"""Activities with the most of each that fits into a day; `duty` is the exact number of slots on duty."""


Menu = Annotated[tuple[Pattern, ...], Field(min_length=1)]
"""The patterns that a day may have."""
MenuByWeekday = dict[WeekdayName, tuple[Pattern, ...]]
"""By weekday, the patterns that it may have: none of them where nobody does anything then."""


class TimeBudget(Record):
    """Minutes of a day instead of day patterns."""

    day_minutes: PositiveNumber = Field(description="minutes of a working day", examples=["480"])
    minutes: dict[Name, Minutes] = Field(
        min_length=1, description="minutes that one of each activity takes", examples=["{calls: 5, meetings: 180}"]
    )
    at_most: dict[Reference, Count] = Field(
        default_factory=dict, description="most of an activity in a day", examples=["{meetings: 2}"]
    )
