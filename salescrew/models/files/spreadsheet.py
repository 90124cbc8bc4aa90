"""Numbers and dates as spreadsheets write them, of whatever country: read where they can only mean one thing."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from salescrew.language import say
from salescrew.models.plan.numbers import ONE_SIGN, could_be_thousands, grouped, without_blanks
from salescrew.models.plan.values.said import LARGEST, wrong

_PLAIN = re.compile(r"[+-]?\d+", re.ASCII)
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})([T ]00:00(:00(\.0+)?)?)?", re.ASCII)
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})([T ]0?0:00(:00)?)?", re.ASCII)
_DECIMALS = 12


def number_of(text: str, *, decimal_comma: bool | None) -> float:
    """Read a number that is at least 0.

    Parameters
    ----------
    decimal_comma
        Whether a comma in a number is its decimal sign, as where semicolons separate the cells; None where that cannot
        be told, as where tabs do.

    Raises
    ------
    PydanticCustomError
        Where it is no such number, or could be two different ones: `1.234` may be a thousand in some countries.
    """
    number = _parsed(without_blanks(text), text, decimal_comma=decimal_comma)
    if number < 0:
        raise wrong(say("be at least 0"), text, say("Correct it; what is taken back is left out of its row."))
    if number > LARGEST:
        raise wrong(say("be at most 1e15"), text, say("Correct it."))
    return number


def _parsed(plain: str, text: str, *, decimal_comma: bool | None) -> float:
    if _PLAIN.fullmatch(plain):
        return float(plain)
    if match := ONE_SIGN.fullmatch(plain):
        whole, sign, part = match.groups()
        usual = None if decimal_comma is None else "," if decimal_comma else "."
        if sign != usual and could_be_thousands(plain):
            # with one more digit it is no thousand any more
            clear = f"{whole}{usual}{part}" if usual else f"{whole}{sign}{part}0"
            raise wrong(
                say("be a number that can only mean one thing"),
                text,
                say("Write {one}, or {other} if that is meant.", one=f"{whole}{part}", other=clear),
            )
        return float(f"{whole}.{part}")
    if (number := grouped(plain)) is not None:
        return number
    raise wrong(say("be a number"), text, say("Write a number such as 12 or 1500.5."))


def day_of(text: str) -> dt.date:
    """Read a date.

    Raises
    ------
    PydanticCustomError
        Where it is none, or could be two different ones: `3/2/2026` is in March for some and in February for others.
    """
    todo = say("Write it as YYYY-MM-DD, such as 2026-02-03.")
    if match := _ISO.fullmatch(text):
        year, month, day = match[1], match[2], match[3]
    elif match := _DOTTED.fullmatch(text):
        day, month, year = match[1], match[2], match[3]
    else:
        raise wrong(say("be a date"), text, todo)
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        raise wrong(say("be a day of the calendar"), text, todo) from None


def written(number: float, *, decimal_comma: bool) -> str:
    """Write a number without more digits than it needs."""
    rounded = round(number, _DECIMALS)
    text = str(int(rounded)) if rounded == int(rounded) else f"{Decimal(repr(float(rounded))):f}"
    return text.replace(".", ",") if decimal_comma else text
