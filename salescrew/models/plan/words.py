"""Days, numbers and lists as sentences have them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from salescrew.models.plan.values import WeekdayName
from salescrew.models.plan.weekdays import WEEKDAYS

_MOST_DIGITS = 12


def day_in_words(day: dt.date) -> str:
    """Write a day as in `Wednesday 4 February 2026`."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def weekday_in_words(weekday: WeekdayName) -> str:
    """Write a weekday in full."""
    monday = dt.date(2001, 1, 1)
    return f"{monday + dt.timedelta(days=WEEKDAYS.index(weekday)):%A}"


def listed_names(names: Iterable[str], word: str = "and") -> str:
    """Write names one after the other."""
    *most, last = names
    return f"{', '.join(most)} {word} {last}" if most else last


def counted(count: int, one: str, many: str = "") -> str:
    """Write how many there are of something, as in `1 person`, `2 people`; `many` is `one` with an s by default."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def ordinal(number: int) -> str:
    """Write which one of several it is, as in `1st`, `22nd` or `113th`."""
    endings = {1: "st", 2: "nd", 3: "rd"} if number % 100 not in (11, 12, 13) else {}
    return f"{number:,}{endings.get(number % 10, 'th')}"


def all_digits(value: float) -> str:
    """Write a number with all digits that it has, without the noise of binary fractions."""
    shown = float(f"{value:.{_MOST_DIGITS}g}")
    text = f"{shown:,.10f}".rstrip("0").rstrip(".")
    return "0" if text in ("", "-", "-0") else text
