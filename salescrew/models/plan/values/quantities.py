"""Numbers, shares, amounts of money and counts of a plan, within the bounds that they have."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import BeforeValidator, GetJsonSchemaHandler, WithJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError

from salescrew.language import looked_up, say, to_say
from salescrew.models.plan.numbers import PlainNumber, Written, written
from salescrew.models.plan.values.said import LARGEST, LETTERS_READ, SMALLEST, wrong

_NUMBER: dict[str, object] = {"type": ["number", "string"], "pattern": "[0-9]"}
"""What a number may be in a file: a percentage, or a number with blanks in it, is a text."""


class OrNumber:
    """In the schema of a field: instead of what else may stand there, a number may."""

    def __get_pydantic_json_schema__(self, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, object]:
        return {"anyOf": [_NUMBER, handler(core_schema)]}


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
        case str() if len(value) <= LETTERS_READ:
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


_number_schema = WithJsonSchema(_NUMBER)
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
