"""Names, words out of a few, and truth values of a plan."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import BeforeValidator

from salescrew.language import say
from salescrew.models.plan.values.said import LARGEST, nearest, shown, wrong
from salescrew.models.plan.weekdays import WEEKDAYS, Weekday, weekdays_meant

RESERVED_NAMES = frozenset({"duty", "contacts", "date", "manager", "paid"})


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


Name = Annotated[str, BeforeValidator(name)]
Reference = Annotated[str, BeforeValidator(_reference)]
FreeText = Annotated[str, BeforeValidator(_free_text)]
YesNo = Annotated[bool, BeforeValidator(_yes_no)]
WeekdayName = Annotated[Weekday, BeforeValidator(_weekday)]
