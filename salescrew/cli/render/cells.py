"""How a number, a day and a cell are written for a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from salescrew.cli.render.page import Cell, Figure, Kind, Single
from salescrew.language import say, with_marks
from salescrew.letters import KEPT, visible
from salescrew.models.plan.words import (
    all_digits,
    day_and_month,
    day_in_digits,
    day_in_words,
    short_date,
    short_weekday,
)


def money(amount: float) -> str:
    """Write an amount of money: whole from 1,000 on, else with as many decimals as it has, up to two."""
    if abs(amount) >= 1000 or abs(amount - round(amount)) < 0.005:
        return count(amount)
    return with_marks(unsigned_nought(f"{amount:,.2f}"))


def count(value: float) -> str:
    """Write a number without decimals."""
    return with_marks(unsigned_nought(f"{value:,.0f}"))


def unsigned_nought(text: str) -> str:
    """Take the sign off a number of which only noughts are left."""
    return text.removeprefix("-") if not any(digit in text for digit in "123456789") else text


_NOTHING, _LEAST = 1e-6, 0.01


def number(value: float) -> str:
    """Write a number with about three digits that matter."""
    if abs(value - round(value)) < _NOTHING or abs(value) >= 99.95:
        return count(value)
    if 0 < value < _LEAST / 2:
        return with_marks(f"<{_LEAST}")
    return with_marks(unsigned_nought(f"{value:.1f}" if abs(value) >= 9.995 else f"{value:.2f}"))


def about(value: float) -> str:
    """Write an average of what people do as precisely as somebody can act on: whole from 10 on, else to a tenth."""
    if 0.05 <= abs(value) < 9.95:
        return with_marks(f"{value:.1f}".removesuffix(".0"))
    return number(value) if abs(value) < 0.05 else count(value)


def percent(text: str) -> str:
    """Write a number that is written as in `1,234.5` as a percentage."""
    return say("{number}%", number=with_marks(text))


_MET = 2e-6
"""A target counts as met from a millionth below."""
MOST_SHARE = 99.99
"""From about a hundred times on nobody reads how many."""


def share(value: float) -> str:
    """Write a share as a percentage with one decimal, if it has any; more where a shortfall would be rounded away.

    Of a target that is next to nothing all that is read is that it is exceeded by far.
    """
    if value > MOST_SHARE:
        return say("over {share}", share=share(MOST_SHARE))
    text = f"{100 * value:,.1f}"
    if text == "100.0" and value < 1 - _MET:
        text = next(text for digits in range(2, 9) if not (text := f"{100 * value:.{digits}f}").startswith("100"))
    return percent(unsigned_nought(text.removesuffix(".0")))


def weekday(day: dt.date) -> str:
    """Write a day with its weekday, as in `Wed 4 Feb`."""
    return f"{short_weekday(day)} {day_and_month(day)}"


def weekday_alone(day: dt.date) -> str:
    """Write the weekday of a day, as in `Wed`."""
    return short_weekday(day)


def date(day: dt.date) -> str:
    """Write a day with its year, as in `4 Feb 2026`."""
    return short_date(day)


def warning_line(warning: str) -> str:
    """Write a warning where nothing else says that it is one."""
    return say("Warning: {warning}", warning=warning)


def plain(text: str) -> str:
    """Take out of a text what would steer a terminal."""
    return visible(text, keep=KEPT)


_WRITERS: dict[Kind, Callable[[float], str]] = {
    "count": count,
    "money": money,
    "share": share,
}
_DAYS: dict[Kind, Callable[[dt.date], str]] = {
    "date": day_in_digits,
    "short date": date,
    "day": weekday,
    "long day": day_in_words,
}


def written(cell: Cell, kind: Kind = "text") -> str:
    """Write a cell; several things in one stand side by side."""
    if isinstance(cell, tuple):
        return ", ".join(written(part, kind) for part in cell)
    return _single(cell, kind)


def _single(cell: Single, kind: Kind) -> str:
    match cell:
        case None:
            return ""
        case Figure():
            return _figure(cell, cell.kind or kind)
        case int() | float():
            return _WRITERS.get(kind, number)(cell)
        case dt.date():
            return _DAYS.get(kind, str)(cell)
    return plain(str(cell))


def _figure(figure: Figure, kind: Kind) -> str:
    """Write a number, before it what is proven of it, behind it its mark and, where they differ, its ends."""
    text = _digits(figure, figure.value, kind)
    if figure.low not in (None, figure.value):
        text = range_of(_digits(figure, figure.low or 0.0, kind), text)
    low, high = (_digits(figure, end, kind) for end in figure.span or (0.0, 0.0))
    span = f" ({range_of(low, high)})" if low != high else ""
    return f"{text}{figure.mark}{span}"


def range_of(low: str, high: str) -> str:
    """Write from where to where a number may be, as in `9-10`."""
    return say("{low}-{high}", low=low, high=high)


def _digits(figure: Figure, value: float, kind: Kind) -> str:
    if figure.exact:
        return say("{number}%", number=all_digits(100 * value)) if kind == "share" else all_digits(value)
    if figure.digits is None:
        return _WRITERS.get(kind, number)(value)
    text = f"{100 * value if kind == 'share' else value:,.{figure.digits}g}"
    return percent(unsigned_nought(text)) if kind == "share" else with_marks(unsigned_nought(text))
