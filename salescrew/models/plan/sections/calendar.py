"""The horizon, its working days and the duty slots of a day."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import BeforeValidator, Discriminator, Field, PlainSerializer, Tag

from salescrew.language import say, to_say
from salescrew.models.plan.clock import TimeOfDay, TimeZone
from salescrew.models.plan.periods import Period, first_and_last_day
from salescrew.models.plan.sections.record import Record
from salescrew.models.plan.values.days import INTERVAL_SCHEMA, Day, Interval, StartDay, interval
from salescrew.models.plan.values.quantities import PositiveNumber, WeekCount
from salescrew.models.plan.values.said import wrong
from salescrew.models.plan.values.texts import Name, Reference, WeekdayName
from salescrew.models.plan.weekdays import weekday_of

_TODO = to_say("Write a code such as RU, days such as 2026-03-09 or 2026-05-01/2026-05-03, or a list of them.")


def _holiday(value: object) -> Interval | str:
    """Read a country code, a day or an interval; whether there is such a country is checked in `checks`."""
    if isinstance(value, str) and not any(letter.isdigit() for letter in value):
        return value
    if not isinstance(value, str | dt.date | list | tuple):
        raise wrong(say("be a country code, a date or an interval of dates"), value, say(_TODO))
    return interval(value)


def _holidays(value: object) -> object:
    """Take a single one as it is written: a code for itself, days for a list of them."""
    if isinstance(value, list | tuple) and not isinstance(value, Interval):
        return value
    if isinstance(value, str | dt.date | Interval):
        found = _holiday(value)
        return found if isinstance(found, str) else (found,)
    raise wrong(say("be a country code, a date, an interval of dates, or a list of them"), value, say(_TODO))


Holiday = Annotated[
    Annotated[str, Tag("<code>")]
    | Annotated[Interval, PlainSerializer(str, return_type=str), INTERVAL_SCHEMA, Tag("<dates>")],
    Discriminator(lambda value: "<code>" if isinstance(value, str) else "<dates>"),
    BeforeValidator(_holiday),
]
Holidays = Annotated[
    Annotated[str, Tag("<code>")] | Annotated[tuple[Holiday, ...], Tag("<list>")],
    Discriminator(lambda value: "<code>" if isinstance(value, str) else "<list>"),
    BeforeValidator(_holidays),
]


class Calendar(Record):
    """The horizon, its working days and the duty slots of a day.

    The first day and the number of weeks are those of `start` and `weeks`, or follow from `end` or `period`: whoever
    made a plan has seen to it that one of these says them.
    """

    given_start: StartDay | None = Field(
        default=None, alias="start", description="first day of the horizon", examples=["2026-01-12"]
    )
    given_weeks: WeekCount | None = Field(
        default=None,
        alias="weeks",
        description="weeks from Monday to Sunday, counted from the week that holds start",
        examples=["12"],
    )
    given_end: StartDay | None = Field(
        default=None, alias="end", description="last day of the horizon, instead of weeks", examples=["2026-03-31"]
    )
    period: Period | None = Field(
        default=None,
        description="year, half, quarter or month that is the horizon, instead of start too",
        examples=["2026-Q1"],
    )
    working_days: tuple[WeekdayName, ...] = Field(
        default=("mon", "tue", "wed", "thu", "fri"), min_length=1, description="weekdays that are worked"
    )
    holidays: Holidays = Field(
        default=(), description="ISO country code, date, interval of dates, or a list of any of these"
    )
    extra_days: tuple[Day, ...] = Field(default=(), description="working days besides, such as a moved Saturday")
    slots: tuple[Name, ...] = Field(
        default=("morning", "afternoon"), min_length=1, max_length=24, description="duty slots of a working day"
    )
    short_days: dict[WeekdayName, tuple[Reference, ...]] = Field(
        default_factory=dict,
        description="weekdays that have not all slots, each with those that it has, perhaps none",
        examples=["{sat: [morning]}"],
    )
    slot_minutes: PositiveNumber = Field(default=240.0, description="minutes of a slot")
    slot_starts: dict[Reference, TimeOfDay] = Field(
        default_factory=dict,
        description="when slots begin, for calendar files",
        examples=['{morning: "09:00", afternoon: "14:00"}'],
    )
    timezone: TimeZone | None = Field(
        default=None, description="where these times count, for calendar files", examples=["Europe/Moscow"]
    )

    @property
    def start(self) -> dt.date:
        """The first day of the horizon."""
        if self.period is not None:
            return first_and_last_day(self.period)[0]
        assert self.given_start is not None
        return self.given_start

    @property
    def end(self) -> dt.date:
        """The last day of the horizon."""
        if self.period is not None:
            return first_and_last_day(self.period)[1]
        if self.given_end is not None:
            return self.given_end
        assert self.given_weeks is not None
        return self._first_monday + dt.timedelta(days=7 * self.given_weeks - 1)

    @property
    def weeks(self) -> int:
        """The weeks from Monday to Sunday that the horizon touches."""
        if self.given_weeks is not None:
            return self.given_weeks
        return (self.end - self._first_monday).days // 7 + 1

    @property
    def said_by(self) -> str:
        """The key that says when the horizon ends."""
        return "period" if self.period is not None else "weeks" if self.given_end is None else "end"

    @property
    def _first_monday(self) -> dt.date:
        return self.start - dt.timedelta(days=self.start.weekday())

    def slots_on(self, day: dt.date) -> tuple[str, ...]:
        """Give the slots of a working day, in order."""
        of_weekday = self.short_days.get(weekday_of(day))
        return self.slots if of_weekday is None else tuple(slot for slot in self.slots if slot in of_weekday)
