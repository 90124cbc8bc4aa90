"""Entries for calendars as files that calendars take in."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from icalendar import Calendar

from salescrew.cli.render.diary import Appointment, Diary, ics_files, ics_text

DAY = dt.date(2026, 3, 30)
HOSTILE = "x\nEND:VEVENT\nBEGIN:VALARM; a, b\\ \x1b[2J"


def read(diary):
    return Calendar.from_ical(ics_text(diary))


def events(diary):
    return read(diary).walk("VEVENT")


def test_a_whole_day():
    (event,) = events(Diary("Anna", [Appointment("1", DAY, "duty", "calls 2.", is_busy=False)], DAY, 3))
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (DAY, DAY + dt.timedelta(days=1))
    assert [str(event[key]) for key in ("uid", "sequence", "status", "transp", "summary", "description")] == [
        "1",
        "3",
        "CONFIRMED",
        "TRANSPARENT",
        "duty",
        "calls 2.",
    ]
    assert event.decoded("dtstamp") == dt.datetime(2026, 3, 30, tzinfo=dt.UTC)


def test_times_count_where_the_zone_says_also_over_midnight_and_in_summer():
    zone = ZoneInfo("Europe/Berlin")
    entries = [
        Appointment("1", dt.date(2026, 3, 27), "duty", start="09:00", minutes=240),
        Appointment("2", DAY, "duty", start="22:30", minutes=160),
    ]
    diary = Diary("Anna", entries, DAY, zone="Europe/Berlin")
    winter, summer = events(diary)
    assert winter.decoded("dtstart") == dt.datetime(2026, 3, 27, 9, tzinfo=zone)
    assert winter.decoded("dtstart").astimezone(dt.UTC).hour == 8
    assert summer.decoded("dtstart").astimezone(dt.UTC).hour == 20
    assert summer.decoded("dtend") == dt.datetime(2026, 3, 31, 1, 10, tzinfo=zone)
    assert [str(one["tzid"]) for one in read(diary).walk("VTIMEZONE")] == ["Europe/Berlin"]


def test_times_without_a_zone_are_those_of_the_readers_clock():
    (event,) = events(Diary("Anna", [Appointment("1", DAY, "duty", start="09:00", minutes=90)], DAY))
    assert event.decoded("dtstart") == dt.datetime(2026, 3, 30, 9)
    assert event.decoded("dtend") == dt.datetime(2026, 3, 30, 10, 30)


def test_what_is_cancelled_says_so():
    (event,) = events(Diary("Anna", [Appointment("1", DAY, "duty", is_cancelled=True)], DAY, 1))
    assert str(event["status"]) == "CANCELLED"


def test_text_stays_text():
    calendar = read(Diary(HOSTILE, [Appointment("1", DAY, HOSTILE, HOSTILE)], DAY))
    (event,) = calendar.walk("VEVENT")
    assert calendar.walk("VALARM") == []
    assert str(event["summary"]) == HOSTILE.replace("\x1b", "\N{REPLACEMENT CHARACTER}")


def test_lines_are_folded_and_end_as_they_must():
    text = ics_text(Diary("Anna", [Appointment("1", DAY, "duty " * 40)], DAY))
    assert text.endswith("END:VCALENDAR\r\n")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


def test_every_calendar_has_a_file_of_its_own_in_the_folder():
    names = ["Anna", "anna", "../../etc", "a/b", "", ".", "Анна", "x" * 300]
    files = ics_files(Diary(name, [], DAY) for name in names)
    assert list(files) == [
        "Anna.ics",
        "anna (2).ics",
        "_.._etc.ics",
        "a_b.ics",
        "calendar.ics",
        "calendar (2).ics",
        "Анна.ics",
        f"{'x' * 60}.ics",
    ]


def test_the_same_entries_give_the_same_file():
    diary = Diary("Anna", [Appointment("1", DAY, "duty", start="09:00", minutes=60)], DAY, zone="Europe/Moscow")
    assert ics_text(diary) == ics_text(diary)
