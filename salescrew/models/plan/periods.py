"""Periods of the calendar: years, halves, quarters and months, with their first and last days."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from salescrew.language import say
from salescrew.models.plan.numbers import PlainNumber
from salescrew.models.plan.values.days import FIRST_YEAR, LAST_YEAR
from salescrew.models.plan.values.said import wrong

_PERIOD = re.compile(r"(\d{4})(?:-(?:Q([1-4])|H([12])|(0[1-9]|1[0-2])))?", re.ASCII)
_YEAR, _PART, _NUMBER = re.compile(r"\d{4}", re.ASCII), re.compile(r"([qh])\s*(\d)"), re.compile(r"\d{1,2}", re.ASCII)
_MOST_LETTERS = 30


def first_and_last_day(period: str) -> tuple[dt.date, dt.date]:
    """Give the days between which a period lies, both included."""
    match = _PERIOD.fullmatch(period)
    assert match is not None
    year, quarter, half, month = (int(part) if part else None for part in match.groups())
    assert year is not None
    first, count = 1, 12
    if quarter is not None:
        first, count = 3 * quarter - 2, 3
    elif half is not None:
        first, count = 6 * half - 5, 6
    elif month is not None:
        first, count = month, 1
    last = first + count - 1
    return dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1])


def _period(value: object) -> str:
    text = value.text if isinstance(value, PlainNumber) else str(value) if type(value) is int else value
    must = say("be a year, a half of one, a quarter or a month")
    if not isinstance(text, str) or not _PERIOD.fullmatch(text):
        meant = _meant(text) if isinstance(text, str) and len(text) <= _MOST_LETTERS else None
        raise wrong(
            must, value, say("Write {this}.", this=meant) if meant else say("Write 2026, 2026-H1, 2026-Q2 or 2026-03.")
        )
    if not FIRST_YEAR <= int(text[:4]) <= LAST_YEAR:
        raise wrong(
            say("be a period of {first} to {last}", first=FIRST_YEAR, last=LAST_YEAR),
            value,
            say("Check the year."),
        )
    return text


def _meant(text: str) -> str | None:
    """Tell which period is most likely meant by a text such as `Q2 2026`, `2026 June` or `3.2026`."""
    year = _YEAR.search(text)
    if year is None:
        return None
    rest = text.replace(year[0], " ", 1).casefold()
    if part := _PART.search(rest):
        meant = f"{year[0]}-{part[1].upper()}{part[2]}"
    else:
        months = [number for number in range(1, 13) if calendar.month_name[number].casefold() in rest]
        months += [int(number) for number in _NUMBER.findall(rest)]
        meant = f"{year[0]}-{months[0]:02}" if len(months) == 1 else ""
    return meant if _PERIOD.fullmatch(meant) else None


Period = Annotated[str, BeforeValidator(_period), WithJsonSchema({"type": ["string", "integer"]})]
