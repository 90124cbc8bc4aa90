"""The roster as a calendar: a person a row, a day a column, coloured by what the day holds."""

from __future__ import annotations

import datetime as dt

from salescrew.cli.pages.result.days import NOTHING, OFF, Days
from salescrew.cli.pages.result.shades import Shades
from salescrew.cli.render.workbook.sheets import Grid, Head, Shaded, Sheet, SheetCell
from salescrew.models.schedule.schedule import Schedule

_WIDTH = 13.0
_NOTE = f"{OFF}: not there. {NOTHING}: there, and nothing is asked."


def roster_sheet(schedule: Schedule) -> Sheet:
    """Show everybody's days."""
    days = Days(schedule)
    shades = Shades(schedule, days)
    across = schedule.horizon.working_days
    rows = [[name, role, *(_cell(days, shades, day, name) for day in across)] for name, role in schedule.roles.items()]
    heading = [Head("name", "name"), Head("role"), *(Head(day, width=_WIDTH) for day in across)]
    return Sheet("Roster", [Grid(heading, rows, "Roster", _NOTE, heads=2)])


def colours_sheet(schedule: Schedule) -> Sheet:
    """Say what the colours of the calendar mean."""
    meanings = [Shaded(said, shade) for said, shade in Shades(schedule, Days(schedule)).meanings()]
    return Sheet("Colours", [Grid([Head("what a day holds")], [[one] for one in meanings], "Colours of the roster")])


def _cell(days: Days, shades: Shades, day: dt.date, name: str) -> SheetCell:
    text, shade = "\n".join(days.cell(day, name)), shades.of(day, name)
    return text if shade is None else Shaded(text, shade)
