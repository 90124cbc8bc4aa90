"""Days, numbers and lists as sentences have them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import reduce

from salescrew.language import ENGLISH, say, say_as, spoken, to_say, to_say_as, with_marks
from salescrew.models.plan.values.texts import WeekdayName
from salescrew.models.plan.weekdays import WEEKDAYS

_MOST_DIGITS = 12
_DUTY = to_say("duty")
_PAID = to_say_as("stage", "paid")

_MONTHS = (
    to_say_as("month", "Jan"),
    to_say_as("month", "Feb"),
    to_say_as("month", "Mar"),
    to_say_as("month", "Apr"),
    to_say_as("month", "May"),
    to_say_as("month", "Jun"),
    to_say_as("month", "Jul"),
    to_say_as("month", "Aug"),
    to_say_as("month", "Sep"),
    to_say_as("month", "Oct"),
    to_say_as("month", "Nov"),
    to_say_as("month", "Dec"),
)
_IN_A_DATE = (
    to_say_as("month of a date", "January"),
    to_say_as("month of a date", "February"),
    to_say_as("month of a date", "March"),
    to_say_as("month of a date", "April"),
    to_say_as("month of a date", "May"),
    to_say_as("month of a date", "June"),
    to_say_as("month of a date", "July"),
    to_say_as("month of a date", "August"),
    to_say_as("month of a date", "September"),
    to_say_as("month of a date", "October"),
    to_say_as("month of a date", "November"),
    to_say_as("month of a date", "December"),
)
_IN_IT = (
    to_say_as("in a month", "January"),
    to_say_as("in a month", "February"),
    to_say_as("in a month", "March"),
    to_say_as("in a month", "April"),
    to_say_as("in a month", "May"),
    to_say_as("in a month", "June"),
    to_say_as("in a month", "July"),
    to_say_as("in a month", "August"),
    to_say_as("in a month", "September"),
    to_say_as("in a month", "October"),
    to_say_as("in a month", "November"),
    to_say_as("in a month", "December"),
)
_WEEKDAYS = (
    to_say_as("weekday", "Mon"),
    to_say_as("weekday", "Tue"),
    to_say_as("weekday", "Wed"),
    to_say_as("weekday", "Thu"),
    to_say_as("weekday", "Fri"),
    to_say_as("weekday", "Sat"),
    to_say_as("weekday", "Sun"),
)
_WEEKDAYS_OF_PLANS = (
    to_say_as("weekday", "mon"),
    to_say_as("weekday", "tue"),
    to_say_as("weekday", "wed"),
    to_say_as("weekday", "thu"),
    to_say_as("weekday", "fri"),
    to_say_as("weekday", "sat"),
    to_say_as("weekday", "sun"),
)
_WEEKDAYS_IN_FULL = (
    to_say_as("weekday", "Monday"),
    to_say_as("weekday", "Tuesday"),
    to_say_as("weekday", "Wednesday"),
    to_say_as("weekday", "Thursday"),
    to_say_as("weekday", "Friday"),
    to_say_as("weekday", "Saturday"),
    to_say_as("weekday", "Sunday"),
)
_ON_WEEKDAYS = (
    to_say("on Mondays"),
    to_say("on Tuesdays"),
    to_say("on Wednesdays"),
    to_say("on Thursdays"),
    to_say("on Fridays"),
    to_say("on Saturdays"),
    to_say("on Sundays"),
)
_WEEKDAYS_THAT = (
    to_say_as("weekdays that", "Mondays"),
    to_say_as("weekdays that", "Tuesdays"),
    to_say_as("weekdays that", "Wednesdays"),
    to_say_as("weekdays that", "Thursdays"),
    to_say_as("weekdays that", "Fridays"),
    to_say_as("weekdays that", "Saturdays"),
    to_say_as("weekdays that", "Sundays"),
)


def day_in_words(day: dt.date) -> str:
    """Write a day as in `Wednesday 4 February 2026`."""
    weekday = say_as("weekday", _WEEKDAYS_IN_FULL[day.weekday()])
    month = say_as("month of a date", _IN_A_DATE[day.month - 1])
    return say("{weekday} {day} {month} {year}", weekday=weekday, day=day.day, month=month, year=day.year)


def day_and_month(day: dt.date) -> str:
    """Write a day as in `4 Feb`."""
    return say("{day} {month}", day=day.day, month=say_as("month", _MONTHS[day.month - 1]))


def short_date(day: dt.date) -> str:
    """Write a day with its year, as in `4 Feb 2026`."""
    return say("{day} {month} {year}", day=day.day, month=say_as("month", _MONTHS[day.month - 1]), year=day.year)


def day_in_digits(day: dt.date) -> str:
    """Write a day in digits alone, as in `2026-02-04`."""
    return say("{year:04}-{month:02}-{day:02}", year=day.year, month=day.month, day=day.day)


def month_in_digits(month: str) -> str:
    """Write a month that is named as in `2026-02` in digits alone."""
    year, _, number = month.partition("-")
    return say("{year}-{month}", year=year, month=number)


def short_weekday(day: dt.date) -> str:
    """Write the weekday of a day, as in `Wed`."""
    return say_as("weekday", _WEEKDAYS[day.weekday()])


def weekday_of_number(number: int) -> str:
    """Write a weekday, which is told by its number from 0 on, as in `Wed`."""
    return say_as("weekday", _WEEKDAYS[number])


def short_weekday_in_words(weekday: str) -> str:
    """Write a weekday that is named as in a plan, as in `wed`; a word that is none stays what it is."""
    return say_as("weekday", weekday) if weekday in _WEEKDAYS_OF_PLANS else weekday


def on_weekday(day: dt.date) -> str:
    """Write on which days of the week this is one, as in `on Wednesdays`."""
    return say(_ON_WEEKDAYS[day.weekday()])


def in_month(day: dt.date) -> str:
    """Write in which month a day is, as in `in February 2026`."""
    return say("in {month} {year}", month=say_as("in a month", _IN_IT[day.month - 1]), year=day.year)


def weekday_in_words(weekday: WeekdayName) -> str:
    """Write a weekday in full."""
    return say_as("weekday", _WEEKDAYS_IN_FULL[WEEKDAYS.index(weekday)])


_ONE_OF = {
    **{"calls": "call", "meetings": "meeting", "visits": "visit", "demos": "demo", "talks": "talk", "emails": "email"},
    **{"letters": "letter", "messages": "message", "offers": "offer", "proposals": "proposal", "dials": "dial"},
    **{"presentations": "presentation", "trainings": "training", "webinars": "webinar"},
}
"""What an activity is called where there is one: only words of which that is certain."""
_SOURCES: dict[str, str] = {
    "forecast": to_say_as("source of chance", "forecast"),
    "arrivals": to_say_as("source of chance", "arrivals"),
    "rates": to_say_as("source of chance", "rates"),
    "deals": to_say_as("source of chance", "deals"),
    "illness": to_say_as("source of chance", "illness"),
    "leaving": to_say_as("source of chance", "leaving"),
    "time": to_say_as("source of chance", "time"),
}


def source_in_words(source: str) -> str:
    """Write a source of chance for people to read; a word that is none stays what it is."""
    return say_as("source of chance", _SOURCES[source]) if source in _SOURCES else source


def activity_in_words(activity: str) -> str:
    """Write an activity: `duty` is a word of ours, all others are the plan's."""
    return say(_DUTY) if activity == _DUTY else activity


def in_number(activity: str, count: str) -> str:
    """Write an activity behind a number: one of it in the singular, as far as that is a word that everybody knows.

    All others are written as the plan does, and all in a sentence that is not English, where each is a name.
    """
    return _ONE_OF.get(activity, activity) if count == "1" and spoken() == ENGLISH else activity


def stage_in_words(stage: str) -> str:
    """Write a stage: that of payments has a word of ours, all others are the plan's."""
    return say_as("stage", _PAID) if stage == _PAID else stage


def listed_names(names: Iterable[str]) -> str:
    """Write names one after the other, all of which are meant."""
    *most, last = names
    return say("{names} and {last}", names=", ".join(most), last=last) if most else last


def either_of(names: Iterable[str]) -> str:
    """Write names one after the other, one of which is meant."""
    *most, last = names
    return say("{names} or {last}", names=", ".join(most), last=last) if most else last


def all_of(names: Iterable[str]) -> str:
    """Write names one after the other with an `and` between any two."""
    return reduce(lambda names, last: say("{names} and {last}", names=names, last=last), names)


def any_of(names: Iterable[str]) -> str:
    """Write names one after the other with an `or` between any two."""
    return reduce(lambda names, last: say("{names} or {last}", names=names, last=last), names)


def weekdays_that(day: dt.date) -> str:
    """Write which days of the week this is one of, as in `Mondays` before what they have."""
    return say_as("weekdays that", _WEEKDAYS_THAT[day.weekday()])


def ordinal(number: int) -> str:
    """Write which one of several it is, as in `1st`, `22nd` or `113th`."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number % 100 not in (11, 12, 13) else "th"
    return say("{number:,}{ending}", number=number, ending=ending)


def all_digits(value: float) -> str:
    """Write a number with all digits that it has, without the noise of binary fractions."""
    shown = float(f"{value:.{_MOST_DIGITS}g}")
    text = f"{shown:,.10f}".rstrip("0").rstrip(".")
    return "0" if text in ("", "-", "-0") else with_marks(text)
