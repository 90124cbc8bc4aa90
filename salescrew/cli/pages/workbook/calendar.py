"""The roster as a calendar: a person a row, a day a column, coloured by what the day holds."""

from __future__ import annotations

import datetime as dt

from salescrew.cli.pages.result.days import Days, meanings
from salescrew.cli.pages.result.shades import Shades
from salescrew.cli.render.workbook.sheets import Grid, Head, Shaded, Sheet, SheetCell
from salescrew.language import say
from salescrew.models.plan.sections.roles import role_in_words
from salescrew.models.schedule.schedule import Schedule

_WIDTH = 13.0


def roster_sheet(schedule: Schedule) -> Sheet:
    """Show everybody's days."""
    days = Days(schedule)
    shades = Shades(schedule, days)
    across = schedule.horizon.working_days
    note = " ".join(meanings().values())
    rows = [[name, role, *(_cell(days, shades, day, name) for day in across)] for name, role in _roles(schedule)]
    heading = [Head(say("name"), "name"), Head(say("role")), *(Head(day, width=_WIDTH) for day in across)]
    return Sheet(say("Roster"), [Grid(heading, rows, say("Roster"), note, heads=2)])


def colours_sheet(schedule: Schedule) -> Sheet:
    """Say what the colours of the calendar mean."""
    rows = [[Shaded(said, shade)] for said, shade in Shades(schedule, Days(schedule)).meanings()]
    return Sheet(say("Colours"), [Grid([Head(say("what a day holds"))], rows, say("Colours of the roster"))])


def _roles(schedule: Schedule) -> list[tuple[str, str]]:
    return [(name, role_in_words(role)) for name, role in schedule.roles.items()]


def _cell(days: Days, shades: Shades, day: dt.date, name: str) -> SheetCell:
    text, shade = "\n".join(days.cell(day, name)), shades.of(day, name)
    return text if shade is None else Shaded(text, shade)
