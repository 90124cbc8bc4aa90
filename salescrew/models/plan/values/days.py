"""Days, months and intervals of a plan."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, NamedTuple

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from salescrew.language import say
from salescrew.models.plan.values.said import wrong

FIRST_YEAR, LAST_YEAR = 1900, 2199
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)


class Interval(NamedTuple):
    """Days from `first` to `last`, both included."""

    first: dt.date
    last: dt.date

    def __contains__(self, day: object) -> bool:
        """Tell whether a day lies in the interval."""
        return isinstance(day, dt.date) and self.first <= day <= self.last

    def __str__(self) -> str:
        """Write the interval as a plan file does."""
        return f"{self.first}/{self.last}" if self.last != self.first else str(self.first)


def day(value: object) -> dt.date:
    """Read a date: `2026-01-12`, or `12.1.2026`."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    todo = say("Write it as YYYY-MM-DD, such as 2026-01-12.")
    if not isinstance(value, str):
        raise wrong(say("be a date"), value, todo)
    if _SLASHED.fullmatch(value):
        raise wrong(say("be a date that can only mean one day"), value, _meant_by_slashes(value) or todo)
    if match := _DOTTED.fullmatch(value):
        found = _day(match[3], match[2], match[1])
    elif _DAY.fullmatch(value):
        found = _day(*value.split("-"))
    else:
        raise wrong(say("be a date"), value, todo)
    if found is None:
        raise wrong(say("be a day of the calendar"), value, todo)
    return found


def _day(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _meant_by_slashes(text: str) -> str:
    """Say what a date with slashes can mean: in some countries the day comes first, in others the month."""
    first, second, year = text.split("/")
    meant = {str(day) for day in (_day(year, second, first), _day(year, first, second)) if day is not None}
    if len(meant) > 1:
        return say("Write {one} or {other}, whichever is meant.", one=min(meant), other=max(meant))
    return say("Write {this}.", this=meant.pop()) if meant else ""


def _start_day(value: object) -> dt.date:
    start = day(value)
    if not FIRST_YEAR <= start.year <= LAST_YEAR:
        raise wrong(
            say("be a date from {first} to {last}", first=FIRST_YEAR, last=LAST_YEAR),
            value,
            say("Check the year."),
        )
    return start


def interval(value: object) -> Interval:
    """Read a day, or an interval of days."""
    if isinstance(value, Interval):
        return value
    first, last = value, value
    if isinstance(value, str) and _SLASHED.fullmatch(value):
        day(value)
    if isinstance(value, str) and "/" in value:
        first, _, last = (part.strip() for part in value.partition("/"))
    elif isinstance(value, list | tuple) and len(value) == 2:
        first, last = value
    try:
        found = Interval(day(first), day(last))
    except PydanticCustomError:
        raise wrong(
            say("be a date or an interval of dates"), value, say("Write 2026-02-02 or 2026-02-02/2026-02-06.")
        ) from None
    if found.last < found.first:
        raise wrong(
            say("be an interval that ends on or after its first day"),
            value,
            say("Write {last}/{first}, if that is meant.", last=found.last, first=found.first),
        )
    return found


def _monday(value: object) -> str:
    """Read the Monday of a week, and write it as plans name it."""
    found = day(value)
    if found.weekday():
        raise wrong(
            say("be a Monday"),
            value,
            say("Write {monday} for that week.", monday=found - dt.timedelta(days=found.weekday())),
        )
    return found.isoformat()


def _month(value: object) -> str:
    if isinstance(value, str) and _MONTH.fullmatch(value):
        return value
    raise wrong(say("be a month"), value, say("Write it as YYYY-MM, such as 2026-02."))


_day_schema = WithJsonSchema({"type": "string", "pattern": rf"^({_DAY.pattern}|{_DOTTED.pattern})$"})
_month_schema = WithJsonSchema({"type": "string", "pattern": f"^{_MONTH.pattern}$"})
INTERVAL_SCHEMA = WithJsonSchema(
    {
        "anyOf": [
            {"type": "string", "pattern": "[0-9]"},
            {"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2},
        ]
    }
)
Day = Annotated[dt.date, BeforeValidator(day), _day_schema]
StartDay = Annotated[dt.date, BeforeValidator(_start_day), _day_schema]
Monday = Annotated[str, BeforeValidator(_monday), _day_schema]
Month = Annotated[str, BeforeValidator(_month), _month_schema]
DayOrInterval = Annotated[Interval, BeforeValidator(interval), PlainSerializer(str, return_type=str), INTERVAL_SCHEMA]
