"""Times of day and time zones, as they are written."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator

from salescrew.language import say
from salescrew.models.plan.values.said import wrong

_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


def _time_of_day(value: object) -> str:
    match = _TIME.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise wrong(say("be a time of day from 00:00 to 23:59"), value, say('Write a time in quotes, such as "09:00".'))
    return f"{int(match[1]):02}:{match[2]}"


def minutes_of_day(time: str) -> int:
    """Give the minutes from midnight to a time of day."""
    hours, minutes = time.split(":")
    return 60 * int(hours) + int(minutes)


def _zone(value: object) -> str:
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(value).key if isinstance(value, str) else _no_zone(value)
    except (KeyError, ValueError, OSError):
        return _no_zone(value)


def _no_zone(value: object) -> str:
    raise wrong(say("be a time zone"), value, say("Write a name such as Europe/Moscow."))


TimeOfDay = Annotated[str, BeforeValidator(_time_of_day)]
TimeZone = Annotated[str, BeforeValidator(_zone)]
