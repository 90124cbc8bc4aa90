"""Amounts of money in the cells of an export, with blanks, currencies and the decimal signs of any country.

A column is read as a whole: `1.234` alone could be two numbers, beside `1.234,50` it is one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import Literal

from pydantic_core import PydanticCustomError

from salescrew.language import say
from salescrew.models.plan.numbers import BLANK, GROUPS, ONE_SIGN, could_be_thousands, grouped, without_blanks
from salescrew.models.plan.values.said import LARGEST, wrong
from salescrew.models.rates.reading.moments import NOTHING

Decimal = Literal["comma", "point"]
_CURRENCY = r"(?:(?:rub|rur|usd|eur|gbp|chf|pln|uah|kzt|byn|рублей|руб|р|грн|тенге|тг)\.?|[$€£₽¥₴₸₹])"
_NUMBER = re.compile(rf"(?:{_CURRENCY}\s*)?([+-]?\s?\d(?:[\d.,]|{BLANK})*)\s*{_CURRENCY}?", re.IGNORECASE)
_DIGITS = re.compile(r"[+-]?\d+", re.ASCII)
_EXPONENT = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d{1,2}", re.ASCII)
_SAMPLE = 20_000
_LONGEST = 60
"""No amount is longer, and a hostile cell must not take hours."""


def decimal_sign(column: Sequence[object]) -> Decimal | None:
    """Tell the decimal sign of a column from a number in it that can only mean one thing; None where none tells."""
    for cell in column[:_SAMPLE]:
        if not isinstance(cell, str):
            continue
        text = _digits(cell)
        if match := ONE_SIGN.fullmatch(text):
            if len(match[3]) != 3 or len(match[1].lstrip("+-")) > 3 or match[1] == "0":
                return "comma" if match[2] == "," else "point"
        elif match := GROUPS.fullmatch(text):
            return "point" if match[2] == "," else "comma"
    return None


def _digits(text: str) -> str:
    """Take the currency from around a number, and the blanks from between its thousands; empty where it is none."""
    match = _NUMBER.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    return without_blanks(match[1].strip()) if match else ""


def amounts(column: Sequence[object], sign: Decimal | None) -> Iterator[float | str | None]:
    """Read each cell of a column: an amount, None for nothing, or a sentence on what is wrong with it."""
    known: dict[object, float | str | None] = {}
    for cell in column:
        if cell not in known:
            try:
                known[cell] = _amount(cell, sign)
            except PydanticCustomError as error:
                known[cell] = error.message()
        yield known[cell]


def _amount(cell: object, sign: Decimal | None) -> float | None:
    if not isinstance(cell, str):
        return _checked(float(cell), cell) if hasattr(cell, "__float__") else _refuse(cell)
    if cell.strip().lower() in NOTHING:
        return 0.0 if cell.strip() == "0" else None
    plain = cell.strip()
    if _EXPONENT.fullmatch(plain):
        return _checked(float(plain.replace(",", ".")), cell)
    plain = _digits(plain)
    if _DIGITS.fullmatch(plain):
        return _checked(float(plain), cell)
    if match := ONE_SIGN.fullmatch(plain):
        return _checked(_with_one_sign(match, sign, cell), cell)
    if (number := grouped(plain)) is not None:
        return _checked(number, cell)
    return _refuse(cell)


def _with_one_sign(match: re.Match[str], sign: Decimal | None, cell: object) -> float:
    whole, found, part = match.groups()
    if not could_be_thousands(match[0]) or sign == ("comma" if found == "," else "point"):
        return float(f"{whole}.{part}")
    if sign is None:
        todo = say("Write `decimal: comma` or `decimal: point` into a map.")
        raise wrong(say("be an amount that can only mean one thing"), cell, todo)
    return float(whole + part)


def _checked(number: float, cell: object) -> float:
    if not math.isfinite(number) or abs(number) > LARGEST:
        raise wrong(say("be at most 1e15 in size"), cell, say("Correct it."))
    if number < 0:
        raise wrong(say("be at least 0"), cell, say("Correct it; leave out deals that take money back."))
    return number


def _refuse(cell: object) -> float:
    raise wrong(say("be an amount"), cell, say("Write a number such as 1500 or 1500.50."))
