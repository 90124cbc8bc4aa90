"""When a person works: weekdays that change from week to week, or days on and off in turn."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Discriminator, Field, Tag

from salescrew.language import say
from salescrew.models.plan.sections.record import Record
from salescrew.models.plan.values.days import Day
from salescrew.models.plan.values.quantities import DayCount, DayCountAboveZero
from salescrew.models.plan.values.said import wrong
from salescrew.models.plan.values.texts import WeekdayName


class OnAndOff(Record):
    """So many calendar days on and off in turn."""

    on: DayCountAboveZero = Field(description="days on", examples=["2"])
    off: DayCount = Field(description="days off after them", examples=["2"])
    from_: Day = Field(
        alias="from", description="a first day on, from which is counted, both ways", examples=["2026-01-12"]
    )


def _rota(value: object) -> object:
    if isinstance(value, dict | OnAndOff):
        return value
    if isinstance(value, list | tuple) and value and all(isinstance(week, list | tuple) for week in value):
        return value
    todo = say("Write [[mon, tue, wed], [thu, fri, sat]], or {{on: 2, off: 2, from: 2026-01-12}}.")
    raise wrong(say("be lists of weekdays, one a week, or days on and off"), value, todo)


Rota = Annotated[
    Annotated[OnAndOff, Tag("<table>")] | Annotated[tuple[tuple[WeekdayName, ...], ...], Tag("<list>")],
    Discriminator(lambda value: "<list>" if isinstance(value, list | tuple) else "<table>"),
    BeforeValidator(_rota),
]
