"""Weekdays: their names, and the lists of them that people write as a text."""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_IN_FULL = dict(
    zip(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), WEEKDAYS, strict=True)
)
_RANGE = re.compile(r"\s*(?:-|\u2013|\u2014|\.\.|\bto\b)\s*")
_MOST_LETTERS = 100


def weekday_of(day: dt.date) -> Weekday:
    """Name the weekday of a day as a plan does."""
    return WEEKDAYS[day.weekday()]


def weekdays_meant(text: str) -> list[str]:
    """List the weekdays that a text names, such as `mon-fri` or `mon, wed`, in its order; nothing of any other."""
    days: list[str] = []
    for part in re.split(r"[,;]\s*", text.strip().lower()) if len(text) <= _MOST_LETTERS else ():
        ends = [_IN_FULL.get(word, word) for word in _RANGE.split(part)]
        if len(ends) > 2 or not all(end in WEEKDAYS for end in ends):
            return []
        first, last = WEEKDAYS.index(ends[0]), WEEKDAYS.index(ends[-1])
        span = range(first, last + 1) if first <= last else [*range(first, 7), *range(last + 1)]
        days += [WEEKDAYS[number] for number in span]
    return list(dict.fromkeys(days))
