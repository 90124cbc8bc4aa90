"""Dates and times in the cells of an export: whatever a CRM, a spreadsheet or Python writes for them.

A column is read as a whole, since one date of `3/2/2026` tells nothing and a thousand of them tell the order.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt
from pydantic_core import PydanticCustomError

from salescrew.language import say, to_say
from salescrew.models.plan.values.days import FIRST_YEAR, LAST_YEAR
from salescrew.models.plan.values.said import wrong

Order = Literal["dmy", "mdy"]
NOTHING = frozenset(
    {
        *("", "-", "--", "—", "\N{EN DASH}", "?", "n/a", "na", "nan", "nat", "none", "null", "(no value)", "unknown"),
        *("not closed", "not set", "not specified", "not available", "(empty)", "(blank)"),
        *("не закрыта", "не закрыто", "не указано", "не указана", "не задано", "нет", "пусто"),
        *("0000-00-00", "0000-00-00 00:00:00", "00.00.0000", "00.00.0000 00:00:00", "0"),
    }
)
"""What CRMs write where nothing is known, in small letters."""
_TIME = r"(?:[T ,]*(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*([AaPp]\.?[Mm]\.?)?)?"
_ZONE = r"\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?(?:\s*\([^)]*\))?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}{_ZONE}", re.ASCII)
_YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})[-/.](\d{{4}}|\d{{2}}){_TIME}{_ZONE}", re.ASCII)
_NAMED = re.compile(
    rf"(?:[^\W\d]+\.?,\s+)?(?:(\d{{1,2}})[-\s.]+([^\W\d_]{{3,9}})|([^\W\d_]{{3,9}})\.?\s+(\d{{1,2}}))"
    rf"[-\s.,]+(\d{{4}})(?:\s*г\.?)?{_TIME}{_ZONE}"
)
_NUMBER = re.compile(r"\d{5}(?:[.,]\d+)?|\d{8}|\d{10}|\d{13}", re.ASCII)
_MONTHS = {
    name: number % 12 + 1
    for number, name in enumerate(
        (
            *("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
            *("янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"),
        )
    )
} | {"май": 5}
_FIRST_SERIAL, _LAST_SERIAL = 15_000, 110_000
_SERIAL_ZERO = dt.datetime(1899, 12, 30)
_EPOCH = dt.datetime(1970, 1, 1)
_LONGEST = 80
"""No date is longer, and a hostile cell must not take hours."""
_TODO = to_say("Write it as YYYY-MM-DD, such as 2026-02-03.")
NEVER = 1 << 29
"""The day of what has not happened, after all days that have a date."""


@dataclass
class MomentReader:
    """Reads cells as days, and remembers how the export writes them.

    Attributes
    ----------
    order
        Whether days or months come first where the year stands last; None as long as nothing tells.
    zone
        The name of the time zone in which days are counted; None: as they are written.
    columns
        All columns of dates of the file: they are written in one way, and any may tell which.
    offsets
        The offsets from UTC that were met.
    """

    order: Order | None = None
    zone: str | None = None
    columns: Sequence[Sequence[object]] = ()
    offsets: set[str] = field(default_factory=set)
    known: dict[object, tuple[int, int] | None] = field(default_factory=dict, repr=False)

    def _learned(self) -> Order | None:
        """Tell whether days or months come first from the dates that can only be one; None where none of them tells."""
        for column in self.columns:
            for cell in column:
                if (
                    isinstance(cell, str)
                    and len(cell) <= _LONGEST
                    and (match := _YEAR_LAST.match(cell.strip()))
                    and match[2] != "."
                ):
                    if int(match[1]) > 12:
                        return "dmy"
                    if int(match[3]) > 12:
                        return "mdy"
        return None

    def read(self, cell: object) -> tuple[int, int] | None:
        """Read a cell: the day as an ordinal and the minute of the day (-1 where no time is given); None for nothing.

        Raises
        ------
        PydanticCustomError
            Where it is no date, or could be two different ones.
        """
        if type(cell) is str and len(cell) >= 10 and self.zone is None:
            try:
                return self._quickly(cell)
            except ValueError:
                pass  # written in another way
        if cell in self.known:
            return self.known[cell]
        moment = self._moment(cell)
        self.known[cell] = moment
        return moment

    def _quickly(self, text: str) -> tuple[int, int]:
        """Read the two most usual ways of writing a date, of which an export may hold millions.

        Raises
        ------
        ValueError
            Where it is written in another way.
        """
        if text[2] == text[5] == ".":
            text = f"{text[6:10]}-{text[3:5]}-{text[:2]}{text[10:]}"
        elif text[4] != "-" or text[7] != "-":
            raise ValueError
        value = dt.datetime.fromisoformat(text)
        if value.tzinfo is not None or not FIRST_YEAR <= value.year <= LAST_YEAR:
            raise ValueError
        minute = 60 * value.hour + value.minute
        return value.toordinal(), minute if minute or value.second else -1

    def _moment(self, cell: object) -> tuple[int, int] | None:
        match cell:
            case dt.datetime():
                return self._of_datetime(cell)
            case dt.date():
                return self._checked(cell.year, cell.month, cell.day, cell), -1
            case bool() | None:
                return None if not cell else self._refuse(cell)
            case str():
                return self._of_text(cell.strip())
            case _ if hasattr(cell, "__float__"):
                return self._of_number(float(cell), cell) if float(cell) else None
        return self._refuse(cell)

    def _of_text(self, text: str) -> tuple[int, int] | None:
        if len(text) > _LONGEST:
            self._refuse(text)
        if text.lower() in NOTHING:
            return None
        if match := _YEAR_FIRST.fullmatch(text):
            day = self._checked(int(match[1]), int(match[2]), int(match[3]), text)
            return self._placed(day, match.groups()[3:], text)
        if match := _YEAR_LAST.fullmatch(text):
            first, second = int(match[1]), int(match[3])
            year = int(match[4]) + (2000 if len(match[4]) == 2 else 0)
            order: Order | None = "dmy" if match[2] == "." else self.order
            if order is None and first != second:
                order = self.order = self._learned()
            if order is None and first != second:
                todo = say("Write `dates: dmy` or `dates: mdy` into a map.")
                raise wrong(say("be a date that can only mean one thing"), text, todo)
            day_of_month, month = (second, first) if order == "mdy" else (first, second)
            return self._placed(self._checked(year, month, day_of_month, text), match.groups()[4:], text)
        if match := _NAMED.fullmatch(text):
            month = _MONTHS.get((match[2] or match[3])[:3].lower(), 0)
            day = self._checked(int(match[5]), month, int(match[1] or match[4]), text)
            return self._placed(day, match.groups()[5:], text)
        if _NUMBER.fullmatch(text):
            return self._of_number(float(text.replace(",", ".")), text)
        return self._refuse(text)

    def _placed(self, day: int, rest: Sequence[str | None], text: str) -> tuple[int, int]:
        hour, minute, _second, half, offset = rest
        if hour is None:
            return day, -1
        hours, minutes = int(hour), int(minute or 0)
        if half:
            hours = hours % 12 + (12 if half.lower().startswith("p") else 0)
        if hours > 24 or minutes > 59:
            self._refuse(text)
        if offset is None:
            return day, min(60 * hours + minutes, 1439)
        return self._in_zone(day, 60 * hours + minutes, _offset_minutes(offset))

    def _in_zone(self, day: int, minute: int, offset: int) -> tuple[int, int]:
        self.offsets.add(f"{'-' if offset < 0 else '+'}{abs(offset) // 60:02d}:{abs(offset) % 60:02d}")
        if self.zone is None:
            return day, minute
        from zoneinfo import ZoneInfo

        utc = dt.datetime.fromordinal(day) + dt.timedelta(minutes=minute - offset)
        return self._of_datetime(utc.replace(tzinfo=dt.UTC).astimezone(ZoneInfo(self.zone)).replace(tzinfo=None))

    def _of_datetime(self, value: dt.datetime) -> tuple[int, int]:
        self._checked(value.year, value.month, value.day, value)
        minute = 60 * value.hour + value.minute
        offset = value.utcoffset()
        if offset is None:
            # a workbook and a table of data have midnight where only the day is known
            return value.toordinal(), minute if minute or value.second else -1
        return self._in_zone(value.toordinal(), minute, round(offset.total_seconds() / 60))

    def _of_number(self, number: float, cell: object) -> tuple[int, int]:
        """Read a number: the days of a spreadsheet, digits such as 20260203, or seconds or milliseconds since 1970."""
        if _FIRST_SERIAL <= number <= _LAST_SERIAL:
            return self._of_datetime(_SERIAL_ZERO + dt.timedelta(minutes=round(1440 * number)))
        if FIRST_YEAR * 10_000 <= number < (LAST_YEAR + 1) * 10_000:
            year, rest = divmod(int(number), 10_000)
            return self._checked(year, rest // 100, rest % 100, cell), -1
        if 1e12 <= number < 5e12:
            number /= 1000
        if 1e8 <= number < 5e9:
            moment = _EPOCH + dt.timedelta(seconds=number)
            return self._in_zone(moment.toordinal(), 60 * moment.hour + moment.minute, 0)
        return self._refuse(cell)

    @staticmethod
    def _checked(year: int, month: int, day: int, cell: object) -> int:
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise wrong(
                say("be a date from {first} to {last}", first=FIRST_YEAR, last=LAST_YEAR), cell, say("Check the year.")
            )
        try:
            return dt.date(year, month, day).toordinal()
        except ValueError:
            raise wrong(say("be a day of the calendar"), cell, say(_TODO)) from None

    @staticmethod
    def _refuse(cell: object) -> tuple[int, int]:
        raise wrong(say("be a date"), cell, say(_TODO))


def _offset_minutes(offset: str) -> int:
    if offset in ("Z", "UTC", "GMT"):
        return 0
    digits = offset[1:].replace(":", "").ljust(4, "0")
    minutes = 60 * int(digits[:2]) + int(digits[2:])
    return -minutes if offset.startswith("-") else minutes


def moments(
    reader: MomentReader, column: Sequence[object]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], list[tuple[int, str]]]:
    """Read a column.

    Returns
    -------
    tuple
        The day of each cell, `NEVER` where there is none; its minute, -1 where there is none; and of each cell that
        is no date its position with a sentence on what is wrong.
    """
    days, minutes = [NEVER] * len(column), [-1] * len(column)
    wrong_cells: list[tuple[int, str]] = []
    for number, cell in enumerate(column):
        if cell == "":
            continue
        try:
            moment = reader.read(cell)
        except PydanticCustomError as error:
            wrong_cells.append((number, error.message()))
        else:
            if moment is not None:
                days[number], minutes[number] = moment
    return np.array(days, dtype=np.int64), np.array(minutes, dtype=np.int64), wrong_cells
