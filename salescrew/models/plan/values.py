"""The kinds of value that a plan is made of: names, numbers, shares, days, months, intervals.

Every validator here raises one shape of message, *must be what, got what. What to do.*; the place is added by
whoever knows it.
"""

from __future__ import annotations

import datetime as dt
import difflib
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, GetJsonSchemaHandler, PlainSerializer, WithJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError

from salescrew.errors import problem_in_words
from salescrew.language import looked_up, say, say_as, to_say
from salescrew.letters import first_unseen, visible
from salescrew.models.plan.numbers import PlainNumber, Written, written
from salescrew.models.plan.weekdays import WEEKDAYS, Weekday, weekdays_meant

RESERVED_NAMES = frozenset({"duty", "contacts", "date", "manager", "paid"})

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)
_NUMBER: dict[str, object] = {"type": ["number", "string"], "pattern": "[0-9]"}
"""What a number may be in a file: a percentage, or a number with blanks in it, is a text."""
LARGEST, SMALLEST = 1e15, 1e-9
FIRST_YEAR, LAST_YEAR = 1900, 2199
_WORDS_COMPARED, _LETTERS_COMPARED = 300, 60
_LETTERS_SHOWN, _LETTERS_READ = 60, 100


class OrNumber:
    """In the schema of a field: instead of what else may stand there, a number may."""

    def __get_pydantic_json_schema__(self, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, object]:
        return {"anyOf": [_NUMBER, handler(core_schema)]}


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


def shown(value: object) -> str:
    """Write a value the way its author would, cut to a readable length."""
    match value:
        case None:
            return say_as("got", "nothing")
        case bool():
            return "true" if value else "false"
        case str():
            # blanks at the end would not be seen otherwise
            text = value[:_LETTERS_READ] if value and value == value.strip() else f"'{value[:_LETTERS_READ]}'"
        case Mapping():
            return say_as("got", "a mapping") if value else say_as("got", "an empty mapping")
        case Sequence():
            return say_as("got", "a list") if value else say_as("got", "an empty list")
        case PlainNumber():
            text = value.text
        case int() if abs(value) > LARGEST:
            # Python refuses to write thousands of digits
            return say_as("got", "a larger number")
        case float() if math.isfinite(value) and value == int(value) and abs(value) < LARGEST:
            text = str(int(value))
        case _:
            text = str(value)
    text = visible(text)
    return text if len(text) <= _LETTERS_SHOWN else text[: _LETTERS_SHOWN - 3] + "..."


def wrong(must: str, got: object, todo: str) -> PydanticCustomError:
    """Make the error that says: must be what, got what. What to do."""
    return PydanticCustomError("wrong", "{sentence}", {"sentence": problem_in_words(must, shown(got), todo)})


def wrong_letters(text: str) -> str | None:
    """Say what is wrong with a text of any file, where it has letters that cannot be seen."""
    at = first_unseen(text)
    if at is None:
        return None
    # the letter may stand far behind what is shown of the text
    got = shown(text if at < _LETTERS_SHOWN - 3 else f"...{text[at - 20 : at + 20]}")
    if "\ud800" <= text[at] <= "\udfff":
        return say("must be text, got {got} with half a character in it. Remove that.", got=got)
    if text[at] in "\r\n":
        return say("must be text on one line, got {got}. Write it on one line.", got=got)
    return say(
        "must be text that can be seen, got {got} with U+{at:04X} in it. Remove that.", got=got, at=ord(text[at])
    )


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Give the known word that a mistyped one most likely stands for, if there is one.

    The comparison is slow for long texts and long lists, so these are cut: a hostile file must not take hours.
    """
    folded: dict[str, str] = {}
    for candidate in known:
        if len(folded) == _WORDS_COMPARED:
            break
        if len(candidate) <= _LETTERS_COMPARED:
            folded.setdefault(candidate.casefold(), candidate)
    close = difflib.get_close_matches(word.casefold(), folded, n=1) if len(word) <= _LETTERS_COMPARED else []
    return folded[close[0]] if close else None


def listed(words: Iterable[object]) -> str:
    """Write the first few of some words or values."""
    words = list(words)
    few = ", ".join(shown(word) for word in words[:10])
    return few if len(words) <= 10 else say("{few} and {n} more", few=few, n=len(words) - 10)


def _number(value: object, example: str) -> Written:
    """Read a number or a percentage, within what can be computed with."""
    match value:
        case int() if not isinstance(value, bool) and abs(value) > LARGEST:
            # an int may be too large even to become a float
            raise _no_number(say("be at most 1e15 in size"), value, example)
        case PlainNumber():
            found = written(value.text)
        case int() | float() if not isinstance(value, bool):
            found = Written(float(value))
        case str() if len(value) <= _LETTERS_READ:
            found = written(value)
        case _:
            found = None
    if found is None:
        raise _no_number(say("be a number"), value, example)
    if not math.isfinite(found.number):
        raise _no_number(say("be a finite number"), value, example)
    if abs(found.number) > LARGEST:
        raise _no_number(say("be at most 1e15 in size"), value, example)
    if 0 < abs(found.number) < SMALLEST:
        raise _no_number(say("be 0 or at least 1e-9 in size"), value, example)
    return found


def _no_number(must: str, value: object, example: str) -> PydanticCustomError:
    return wrong(must, value, say("Write a number such as {example}.", example=looked_up(example)))


def _count(value: object, example: str) -> Written:
    """Read a number of what is counted, or of money: there a point or a comma may stand between thousands."""
    found = _number(value, example)
    if found.other is not None:
        todo = say("Write {one}, or {other} if that is meant.", one=_text(found.other), other=_text(found.number))
        raise wrong(say("be a number that can only mean one thing"), value, todo)
    return found


def _text(number: float) -> str:
    return f"{number:.12g}"


def number_in(value: object) -> float:
    """Read a number or a percentage that a validator has accepted."""
    return _number(value, "5").number


def number_field(
    example: str,
    *,
    at_least: float | None = None,
    above: float | None = None,
    at_most: float | None = None,
    percent_too: bool = False,
    is_count: bool = False,
) -> Callable[[Any], float]:
    """Make a validator of numbers within bounds; where they count something, they can only mean one number."""
    read = _count if is_count else _number

    def validate(value: object) -> float:
        number, percent, _ = read(value, example)
        if percent and not percent_too:
            raise wrong(
                say("be a number, not a percentage"),
                value,
                say("Write a number such as {example}.", example=looked_up(example)),
            )
        if above is not None and number <= above:
            raise wrong(
                say("be above {above}", above=_text(above)),
                value,
                say("Write a number such as {example}.", example=looked_up(example)),
            )
        if at_least is not None and number < at_least:
            raise wrong(
                say("be at least {least}", least=_text(at_least)),
                value,
                say("Write a number such as {example}.", example=looked_up(example)),
            )
        if at_most is not None and number > at_most:
            raise wrong(
                say("be at most {most}", most=_text(at_most)),
                value,
                say("Write a number such as {example}.", example=looked_up(example)),
            )
        return number

    return validate


def _share(value: object) -> float:
    number, percent, _ = _number(value, to_say("0.35 or 35%"))
    if number > 1:
        # 5 was most likely meant as 5 %
        todo = (
            say("Write {share} or {percent}%.", share=_text(number / 100), percent=_text(number))
            if not percent and number <= 100
            else say("Write a share such as 0.35 or 35%.")
        )
        raise wrong(say("be at most 1"), value, todo)
    if number < 0:
        raise wrong(say("be at least 0"), value, say("Write a share such as 0.35 or 35%."))
    return number


def _share_above_zero(value: object) -> float:
    share = _share(value)
    if share == 0:
        raise wrong(say("be above 0"), value, say("Write a share such as 0.8 or 80%."))
    return share


def _share_below_one(value: object) -> float:
    share = _share(value)
    if share == 1:
        raise wrong(say("be below 1"), value, say("Write a share such as 0.3 or 30%."))
    return share


def _probability(value: object) -> float:
    share = _share(value)
    if not 0 < share < 1:
        raise wrong(say("be above 0 and below 1"), value, say("Write odds such as 0.8 or 80%."))
    return share


def count_field(example: str, at_least: int, at_most: int = 10**9) -> Callable[[Any], int]:
    """Make a validator of whole numbers."""

    def validate(value: object) -> int:
        number, percent, _ = _count(value, example)
        if percent or number != int(number):
            raise wrong(
                say("be a whole number"),
                value,
                say("Write a whole number such as {example}.", example=looked_up(example)),
            )
        if number < at_least:
            raise wrong(
                say("be at least {least}", least=at_least),
                value,
                say("Write a whole number such as {example}.", example=looked_up(example)),
            )
        if number > at_most:
            raise wrong(
                say("be at most {most:,}", most=at_most),
                value,
                say("Write a whole number such as {example}.", example=looked_up(example)),
            )
        return int(number)

    return validate


def name(value: object) -> str:
    """Read a name that the plan's author chose."""
    if not isinstance(value, str):
        raise wrong(say("be a name, that is text"), value, _quoted(value))
    if not value.strip():
        raise wrong(say("be a name, that is text"), value, say("Write at least one letter."))
    if value != value.strip():
        raise wrong(say("be a name without blanks around it"), value, say("Remove them."))
    if value in RESERVED_NAMES:
        raise wrong(
            say("be a name of your own"),
            value,
            say(
                "The words {words} have a meaning of their own; choose another.",
                words=", ".join(sorted(RESERVED_NAMES)),
            ),
        )
    return value


def _quoted(value: object) -> str:
    """Say how a number or a truth value becomes text."""
    is_short = isinstance(value, int | float) and abs(value) <= LARGEST
    return say('Put it in quotes: "{this}".', this=shown(value)) if is_short else say("Write text.")


def _reference(value: object) -> str:
    """Read a name that is chosen elsewhere; whether it exists there is checked in `checks`."""
    if not isinstance(value, str):
        raise wrong(say("be a name, that is text"), value, _quoted(value))
    return value


def _free_text(value: object) -> str:
    if not isinstance(value, str):
        raise wrong(say("be text"), value, _quoted(value))
    return value


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


def _yes_no(value: object) -> bool:
    if isinstance(value, bool):
        return value
    meant = {"yes": "true", "on": "true", "no": "false", "off": "false"}.get(str(value).casefold())
    todo = say("Write {this}.", this=meant) if meant else say("Write true or false.")
    raise wrong(say("be true or false"), value, todo)


def one_of(*words: str) -> Callable[[Any], str]:
    """Make a validator of a word out of a few."""

    def validate(value: object) -> str:
        if isinstance(value, str) and value in words:
            return value
        close = nearest(value, words) if isinstance(value, str) else None
        if len(words) == 1:
            must, todo = say("be {this}", this=words[0]), say("Write {this}, or leave it out.", this=words[0])
        else:
            must, todo = say("be one of {words}", words=", ".join(words)), say("Choose one of these.")
        raise wrong(must, value, say("Write {this}.", this=close) if close else todo)

    return validate


_one_weekday = one_of(*WEEKDAYS)


def _weekday(value: object) -> str:
    """Read a weekday; of several in one text say how they are written."""
    if isinstance(value, str) and len(meant := weekdays_meant(value)) > 1:
        raise wrong(
            say("be one of {words}", words=", ".join(WEEKDAYS)),
            value,
            say("Write each by itself: {words}.", words=", ".join(meant)),
        )
    return _one_weekday(value)


_number_schema = WithJsonSchema(_NUMBER)
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
Name = Annotated[str, BeforeValidator(name)]
Reference = Annotated[str, BeforeValidator(_reference)]
FreeText = Annotated[str, BeforeValidator(_free_text)]
YesNo = Annotated[bool, BeforeValidator(_yes_no)]
Day = Annotated[dt.date, BeforeValidator(day), _day_schema]
StartDay = Annotated[dt.date, BeforeValidator(_start_day), _day_schema]
Monday = Annotated[str, BeforeValidator(_monday), _day_schema]
Month = Annotated[str, BeforeValidator(_month), _month_schema]
DayOrInterval = Annotated[Interval, BeforeValidator(interval), PlainSerializer(str, return_type=str), INTERVAL_SCHEMA]
WeekdayName = Annotated[Weekday, BeforeValidator(_weekday)]

Share = Annotated[float, BeforeValidator(_share), _number_schema]
ShareAboveZero = Annotated[float, BeforeValidator(_share_above_zero), _number_schema]
Probability = Annotated[float, BeforeValidator(_probability), _number_schema]
ShareBelowOne = Annotated[float, BeforeValidator(_share_below_one), _number_schema]
Deviation = Annotated[
    float, BeforeValidator(number_field(to_say("0.5 or 50%"), at_least=0, at_most=10, percent_too=True)), _number_schema
]
Dispersion = Annotated[float, BeforeValidator(number_field("1.5", at_least=1, at_most=1e6)), _number_schema]
SpellDays = Annotated[float, BeforeValidator(number_field("3", at_least=1, at_most=1e6)), _number_schema]
Money = Annotated[float, BeforeValidator(number_field("90_000", at_least=0, is_count=True)), _number_schema]
TargetAmount = Annotated[float, BeforeValidator(number_field("1_000_000", above=0, is_count=True)), _number_schema]
Price = Annotated[float, BeforeValidator(number_field("150_000", at_least=0, is_count=True)), _number_schema]
Fee = Annotated[float, BeforeValidator(number_field("9_000", at_least=0, is_count=True)), _number_schema]
PositiveNumber = Annotated[float, BeforeValidator(number_field("5", above=0)), _number_schema]
Minutes = Annotated[float, BeforeValidator(number_field("5", at_least=0.01)), _number_schema]
Quantity = Annotated[float, BeforeValidator(number_field("2", at_least=0)), _number_schema]
Factor = Annotated[
    float, BeforeValidator(number_field(to_say("0.9 or 90%"), at_least=0, percent_too=True)), _number_schema
]
Count = Annotated[int, BeforeValidator(count_field("3", 0)), _number_schema]
CountAboveZero = Annotated[int, BeforeValidator(count_field("1", 1)), _number_schema]
GraceWeekCount = Annotated[int, BeforeValidator(count_field("1", 0, 520)), _number_schema]
WeekCount = Annotated[int, BeforeValidator(count_field("12", 1, 520)), _number_schema]
DayCount = Annotated[int, BeforeValidator(count_field("2", 0, 3660)), _number_schema]
DayCountAboveZero = Annotated[int, BeforeValidator(count_field("2", 1, 3660)), _number_schema]
WeekdayCount = Annotated[int, BeforeValidator(count_field("6", 1, 7)), _number_schema]
