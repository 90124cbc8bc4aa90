"""The roster as a calendar: a person a row, a day a column, coloured by what the day holds."""

from __future__ import annotations

import datetime as dt

from salescrew.cli.pages.result.days import NOTHING, OFF, Days
from salescrew.cli.pages.result.summary import activities_asked
from salescrew.cli.render.workbook import sheets
from salescrew.cli.render.workbook.sheets import Grid, Head, Shaded, Sheet, SheetCell
from salescrew.models.schedule.schedule import Schedule

_DUTY, _MIXED, _FIRST_ACTIVITY = 0, 1, 2
_WIDTH = 13.0
_NOTE = f"{OFF}: not there. {NOTHING}: there, and nothing is asked."


def roster_sheet(schedule: Schedule) -> Sheet:
    """Show everybody's days."""
    days, asked = Days(schedule), activities_asked(schedule)
    across = schedule.horizon.working_days
    rows = [
        [name, role, *(_cell(schedule, days, asked, day, name) for day in across)]
        for name, role in schedule.roles.items()
    ]
    heading = [Head("name", "name"), Head("role"), *(Head(day, width=_WIDTH) for day in across)]
    return Sheet("Roster", [Grid(heading, rows, "Roster", _NOTE, heads=2)])


def colours_sheet(schedule: Schedule) -> Sheet:
    """Say what the colours of the calendar mean."""
    asked = activities_asked(schedule)
    meanings = [Shaded("on duty, whatever else the day holds", _DUTY)] if schedule.duty else []
    meanings += [Shaded(f"only {name}", _FIRST_ACTIVITY + number) for number, name in enumerate(asked)]
    meanings += [Shaded("several activities", _MIXED)] if len(asked) > 1 else []
    meanings.append(Shaded("not there", sheets.OFF))
    return Sheet("Colours", [Grid([Head("what a day holds")], [[one] for one in meanings], "Colours of the roster")])


def _cell(schedule: Schedule, days: Days, asked: list[str], day: dt.date, name: str) -> SheetCell:
    text = "\n".join(days.cell(day, name))
    if not days.is_there(day, name):
        return Shaded(text, sheets.OFF)
    if schedule.duty.get((day, name)):
        return Shaded(text, _DUTY)
    quota = schedule.quotas.get((day, name))
    held = [number for number, activity in enumerate(asked) if quota and quota.activities.get(activity)]
    if not held:
        return text
    return Shaded(text, _FIRST_ACTIVITY + held[0] if len(held) == 1 else _MIXED)
