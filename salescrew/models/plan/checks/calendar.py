"""Checks of the calendar: which days it has, which of them are worked, and their slots."""

from __future__ import annotations

from collections.abc import Iterator

from salescrew.errors import Problem
from salescrew.language import say, say_as
from salescrew.models.plan.calendar import CalendarDays
from salescrew.models.plan.complaints import unknown
from salescrew.models.plan.draft import Draft
from salescrew.models.plan.sections.calendar import Calendar
from salescrew.models.plan.words import all_of

MOST_WEEKS = 520


def calendar_has_days(plan: Draft) -> Iterator[Problem]:
    """Refuse a calendar whose first or last day is not said, or is said twice."""
    calendar = plan["calendar"]
    period = calendar["period"]
    if not calendar.is_given or not isinstance(calendar.value, dict):
        return
    beside = [key for key in ("start", "weeks", "end") if calendar[key].value is not None]
    if period.is_absent:
        yield from _start_and_end(calendar)
    elif period.is_given and beside:
        yield period.wrong(say("be left out beside {keys}", keys=all_of(beside)), say("Keep one way to say the days."))


def _start_and_end(calendar: Draft) -> Iterator[Problem]:
    start, weeks, end = (calendar[key] for key in ("start", "weeks", "end"))
    if start.is_absent:
        yield start.wrong(say("be given"), say("Add `start: 2026-01-12`, or give a `period: 2026-Q1` instead."))
    if weeks.is_absent and end.is_absent:
        yield weeks.wrong(say("be given"), say("Add `weeks: 12`, or `end: 2026-03-31`."))
    if weeks.value is not None and end.value is not None:
        yield end.wrong(say("be left out beside weeks"), say("Keep one of the two."))
    elif start.day and end.day:
        if end.day < start.day:
            yield end.wrong(say("be on or after start, {start}", start=start.day), say("Check the two dates."))
        elif (end.day - start.day).days > 7 * MOST_WEEKS:
            yield end.wrong(
                say("be at most {most} weeks after start, {start}", most=MOST_WEEKS, start=start.day),
                say("Check the two dates."),
            )


def holidays_are_known(plan: Draft) -> Iterator[Problem]:
    """Refuse countries that the package `holidays` does not know."""
    given = plan["calendar"]["holidays"]
    for country in given if isinstance(given.value, list) else (given,):
        if country.text is None or any(letter.isdigit() for letter in country.text) or _is_country(country.text):
            continue
        import holidays

        upper = country.text.upper()
        # two letters are near to almost anything, so only another case tells what is meant
        is_lower = upper in holidays.list_supported_countries(include_aliases=False)
        todo = (
            say("Write {this}.", this=upper)
            if is_lower
            else say("Write its two letters, such as RU, or a list of dates.")
        )
        yield country.wrong(say("be the ISO code of a country whose holidays are known"), todo)


def _is_country(code: str) -> bool:
    if not (code.isascii() and code.isalpha() and code.isupper() and len(code) in (2, 3)):
        return False
    import holidays

    try:
        # markets and exchanges are known to the package as well, and have no country
        return bool(getattr(holidays.country_holidays(code, years=[]), "country", None))
    except NotImplementedError:
        return False


def days_of(plan: Draft) -> CalendarDays | None:
    """Give the days of the calendar; None where they are not known."""
    calendar = plan["calendar"]
    if calendar.is_damaged or not calendar.is_given:
        return None
    if any(True for check in (calendar_has_days, holidays_are_known) for _ in check(plan)):
        return None
    return CalendarDays(Calendar.model_validate(calendar.value))


def horizon_has_working_days(plan: Draft) -> Iterator[Problem]:
    """Refuse a horizon in which no day is worked."""
    days = days_of(plan)
    if days is not None and not days.working_days:
        todo = say("Check start, weeks, working_days and holidays.")
        yield plan["calendar"].wrong(say("have at least one working day"), todo, say_as("got", "none"))


def slot_names(plan: Draft) -> list[str] | None:
    """Give the names of the slots; None where one is broken."""
    slots = plan["calendar"]["slots"]
    if slots.is_absent and not plan["calendar"].is_broken:
        return list(Calendar.model_fields["slots"].default)
    names = [slot.text for slot in slots]
    return None if slots.is_broken or None in names else [name for name in names if name is not None]


def short_days_have_slots(plan: Draft) -> Iterator[Problem]:
    """Refuse slots of short days that the calendar does not have."""
    known = slot_names(plan)
    for weekday in plan["calendar"]["short_days"]:
        for slot in weekday:
            yield from unknown(slot, known, say("be a slot of the calendar")) if known else ()
