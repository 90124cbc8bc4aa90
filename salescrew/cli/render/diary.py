"""Entries for calendars as data, and how they become a file that calendars take in (iCalendar, RFC 5545)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from salescrew.cli.render.cells import plain
from salescrew.letters import visible
from salescrew.models.plan.clock import minutes_of_day

if TYPE_CHECKING:
    from icalendar import Event

_PRODUCT = "-//salescrew//salescrew//EN"
_NOT_IN_FILES = re.compile(r"[^\w .-]+")
_LONGEST_NAME = 60


@dataclass(frozen=True)
class Appointment:
    """What is on a day.

    Attributes
    ----------
    uid
        What tells it from all others, also in the calendar's next file.
    start
        The time of day at which it begins; None: it is on the whole day.
    minutes
        How long it is from then on.
    is_busy
        Whether nothing else may be put there.
    is_cancelled
        Whether it is to be taken out of the calendar.
    """

    uid: str
    day: dt.date
    title: str
    said: str = ""
    start: str | None = None
    minutes: float = 0.0
    is_busy: bool = True
    is_cancelled: bool = False


@dataclass(frozen=True)
class Diary:
    """A calendar.

    Attributes
    ----------
    zone
        The time zone of all times; None: they are what a clock shows wherever it is read.
    made_on
        As of when it is right.
    edition
        The number of the file: entries of a higher one take the place of those of a lower one.
    """

    name: str
    entries: Sequence[Appointment]
    made_on: dt.date
    edition: int = 0
    zone: str | None = None


def ics_text(diary: Diary) -> str:
    """Write a calendar; the same entries give the same file."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", visible(diary.name))
    for entry in diary.entries:
        calendar.add_component(_event(entry, diary))
    if diary.zone is not None and any(entry.start for entry in diary.entries):
        days = [entry.day for entry in diary.entries]
        # a day more on both sides: a slot may begin before midnight elsewhere
        first, last = min(days) - dt.timedelta(days=1), max(days) + dt.timedelta(days=2)
        calendar.add_missing_timezones(first_date=first, last_date=last)
    written: bytes = calendar.to_ical()
    return written.decode("utf-8")


def ics_files(diaries: Iterable[Diary]) -> dict[str, str]:
    """Write each calendar, by the name of its file."""
    files: dict[str, str] = {}
    taken: set[str] = set()
    for diary in diaries:
        base = _NOT_IN_FILES.sub("_", diary.name)[:_LONGEST_NAME].strip(" .") or "calendar"
        name, number = base, 1
        while name.casefold() in taken:
            number += 1
            name = f"{base} ({number})"
        taken.add(name.casefold())
        files[f"{name}.ics"] = ics_text(diary)
    return files


def _event(entry: Appointment, diary: Diary) -> Event:
    from zoneinfo import ZoneInfo

    from icalendar import Event

    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", dt.datetime.combine(diary.made_on, dt.time(), dt.UTC))
    event.add("sequence", diary.edition)
    event.add("summary", plain(entry.title))
    if entry.said:
        event.add("description", plain(entry.said))
    if entry.start is None:
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + dt.timedelta(days=1))
    else:
        zone = None if diary.zone is None else ZoneInfo(diary.zone)
        midnight = dt.datetime.combine(entry.day, dt.time())
        start = midnight + dt.timedelta(minutes=minutes_of_day(entry.start))
        for key, moment in (("dtstart", start), ("dtend", start + dt.timedelta(minutes=entry.minutes))):
            event.add(key, moment.replace(microsecond=0, tzinfo=zone))
    event.add("transp", "OPAQUE" if entry.is_busy else "TRANSPARENT")
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    return event
