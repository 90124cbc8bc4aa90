"""The horizon, its working days and the duty slots of a day."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Discriminator, Field, Tag

from salescrew.models.plan.sections.record import Record
from salescrew.models.plan.values import (
    Day,
    Name,
    PositiveNumber,
    StartDay,
    WeekCount,
    WeekdayName,
    wrong,
)


def _holidays(value: object) -> object:
    if isinstance(value, str | list | tuple):
        return value
    raise wrong("be a country code or a list of dates", value, "Write a code such as RU, or [2026-03-09].")


Holidays = Annotated[
    Annotated[str, Tag("<code>")] | Annotated[tuple[Day, ...], Tag("<dates>")],
    Discriminator(lambda value: "<code>" if isinstance(value, str) else "<dates>"),
    BeforeValidator(_holidays),
]


class Calendar(Record):
    """The horizon, its working days and the duty slots of a day."""

    start: StartDay = Field(description="first day of the horizon", examples=["2026-01-12"])
    weeks: WeekCount = Field(
        description="weeks from Monday to Sunday, counted from the week that holds start", examples=["12"]
    )
    working_days: tuple[WeekdayName, ...] = Field(
        default=("mon", "tue", "wed", "thu", "fri"), min_length=1, description="weekdays that are worked"
    )
    holidays: Holidays = Field(default=(), description="ISO country code, or a list of dates")
    extra_days: tuple[Day, ...] = Field(default=(), description="working days besides, such as a moved Saturday")
    slots: tuple[Name, ...] = Field(
        default=("morning", "afternoon"), min_length=1, max_length=24, description="duty slots of a working day"
    )
    slot_minutes: PositiveNumber = Field(default=240.0, description="minutes of a slot")
