"""Numbers as people write them: with thousands apart, in thousands or millions, with a comma for a point.

What can mean two numbers, as `150.000` does, is read with both of them: whoever knows what is meant there decides.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

BLANK = r"[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}'\N{RIGHT SINGLE QUOTATION MARK}]"
_BLANKS = re.compile(rf"(?<=\d){BLANK}(?=\d{{3}}(?!\d))", re.ASCII)
_UNIT = re.compile(r"\s*(%|(?:k|тыс|m|mn|mln|млн)\b\.?)$", re.IGNORECASE)
_UNITS = {"k": 1_000, "тыс": 1_000, "m": 1_000_000, "mn": 1_000_000, "mln": 1_000_000, "млн": 1_000_000}
_PLAIN = re.compile(r"[+-]?(\d+(_\d+)*)?(\.(\d+(_\d+)*)?)?([eE][+-]?\d+)?", re.ASCII)
ONE_SIGN = re.compile(r"([+-]?\d+)([.,])(\d+)", re.ASCII)
"""Digits, a point or a comma, and digits: a decimal number, unless `could_be_thousands` says otherwise."""
_COULD_BE_THOUSANDS = re.compile(r"[+-]?(?!0[.,])\d{1,3}[.,]\d{3}", re.ASCII)
GROUPS = re.compile(r"([+-]?\d{1,3}(?:([.,])\d{3})(?:\2\d{3})*)(?:([.,])(\d+))?", re.ASCII)
"""Thousands apart by a sign, and after another the decimals."""


class Written(NamedTuple):
    """A number as it was written.

    Attributes
    ----------
    number
        What it is; of a percentage the share. Where it can mean two numbers, the smaller one in size.
    is_percent
        Whether it has a percent sign.
    other
        What it may be as well; None where it can mean only one number.
    """

    number: float
    is_percent: bool = False
    other: float | None = None


class PlainNumber(float):
    """A number out of a file, with what stands there: `150.000` can be meant as 150 and as 150,000."""

    text: str

    def __new__(cls, text: str) -> PlainNumber:
        """Make it of what stands in the file."""
        made = super().__new__(cls, text)
        made.text = text
        return made

    def __reduce__(self) -> tuple[type[PlainNumber], tuple[str]]:
        """Say what it is made of where it is copied."""
        return PlainNumber, (self.text,)


def could_be_thousands(text: str) -> bool:
    """Tell whether the sign in a number may be that of thousands, or that of decimals."""
    return _COULD_BE_THOUSANDS.fullmatch(text) is not None


def without_blanks(text: str) -> str:
    """Take the blanks and apostrophes from between the thousands of a number."""
    return _BLANKS.sub("", text)


def grouped(plain: str) -> float | None:
    """Read a number whose thousands are apart by points or commas; None where these do not fit together."""
    match = GROUPS.fullmatch(plain)
    if match is None or match[3] == match[2]:
        return None
    return float(re.sub("[.,]", "", match[1]) + (f".{match[4]}" if match[4] else ""))


def written(text: str) -> Written | None:
    """Read a number; None where it is none.

    Numbers may have underscores, blanks or apostrophes between thousands, points or commas as in any country, and an
    ending: `%`, or `k` or `тыс` for thousands, `m` or `млн` for millions.
    """
    body = text.strip()
    ending = _UNIT.search(body)
    found = _read(without_blanks(body[: ending.start()] if ending else body))
    if found is None or ending is None:
        return found
    # nobody writes thousands out and puts an ending behind them
    unit = ending[1].rstrip(".").casefold()
    if unit == "%":
        return Written(found.number / 100, is_percent=True)
    return Written(float(Decimal(repr(found.number)) * _UNITS[unit]))


def _read(plain: str) -> Written | None:
    if not any(letter.isdigit() for letter in plain):
        return None
    if (match := ONE_SIGN.fullmatch(plain)) and could_be_thousands(plain):
        return Written(float(f"{match[1]}.{match[3]}"), other=float(match[1] + match[3]))
    if _PLAIN.fullmatch(plain):
        return Written(float(plain.replace("_", "")))
    if match:
        return Written(float(f"{match[1]}.{match[3]}"))
    number = grouped(plain)
    return None if number is None else Written(number)
