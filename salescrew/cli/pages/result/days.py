"""What the days of a person hold, or those of everybody in a week: a cell a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from salescrew.cli.pages.result.weeks import counts, first_day_of, usual_first, which_weeks
from salescrew.cli.pages.words import subtitle
from salescrew.cli.render.cells import date, weekday
from salescrew.cli.render.page import Cell, Column, Page, Table, Word
from salescrew.language import say, say_as
from salescrew.models.plan.sections.roles import role_in_words
from salescrew.models.plan.words import listed_names, weekday_of_number
from salescrew.models.plan.written.activities import activities
from salescrew.models.schedule.in_reserve import in_reserve
from salescrew.models.schedule.schedule import Schedule

NOTHING = Word("-")


def off() -> Word:
    """Give what stands on a day on which somebody is not there."""
    return Word(say_as("day", "off"))


def reserve() -> Word:
    """Give what stands on a day on which a place on duty is kept for whoever is absent."""
    return Word(say_as("day", "in reserve"))


def meanings() -> dict[str, str]:
    """Say of words that stand on days what they mean."""
    return {
        reserve(): say("{reserve}: on duty in place of whoever is absent.", reserve=reserve()),
        off(): say("{off}: not there.", off=off()),
        NOTHING: say("-: there, and nothing is asked."),
    }


class Days:
    """Who is there when, and what is asked of them then."""

    def __init__(self, schedule: Schedule) -> None:
        self._schedule = schedule
        records = {person.name: person.record for person in schedule.department.everyone}
        self._there = {
            name: frozenset(schedule.horizon.days_there(records[name])) for name in schedule.roles if name in records
        }
        self._in_reserve = in_reserve(schedule)

    def is_there(self, day: dt.date, name: str) -> bool:
        """Tell whether somebody works on a day; of whom the plan does not know any more, where the result says so."""
        return day in self._there[name] if name in self._there else (day, name) in self._schedule.roster

    def cell(self, day: dt.date, name: str) -> tuple[str, ...]:
        """Give the parts of a day: the slots on duty, then the quotas, then whether a place is kept for absences."""
        if not self.is_there(day, name):
            return (off(),)
        quota = self._schedule.quotas.get((day, name))
        asked = counts(quota.activities) if quota else []
        duty = (where.name for where in self._schedule.duty.get((day, name), ()))
        kept = [reserve()] if (day, name) in self._in_reserve else []
        return (*duty, *asked, *kept) or (NOTHING,)


def days_page(schedule: Schedule, person: str | None, week: int | None) -> Page:
    """Show the days of a person, or of everybody in a week."""
    horizon = schedule.horizon
    days = Days(schedule)
    names = [person] if person is not None else list(schedule.roles)
    table = _weeks_table(schedule, days, names[0]) if week is None else _week_table(schedule, days, names, week)
    who = say("Everybody")
    if person is not None:
        who = say("{person}, {role}", person=person, role=role_in_words(schedule.roles[person]))
    if week is not None:
        day = date(first_day_of(horizon, week))
        who = say("{who}, week {number} (from {day})", who=who, number=week + 1, day=day)
    return Page(who, subtitle(schedule.department), [table])


def days_list(schedule: Schedule, person: str | None, week: int | None) -> Table:
    """List the same, a row a day of a person."""
    horizon = schedule.horizon
    days, asked = Days(schedule), activities(schedule.plan)
    columns = [Column(title) for title in ("date", "manager", "there", "duty", *asked)]
    rows: list[list[Cell]] = []
    for number, of_week in enumerate(horizon.working_days_by_week):
        for day in of_week if week in (None, number) else ():
            for name in schedule.roles if person is None else [person]:
                quota = schedule.quotas.get((day, name))
                counted: list[Cell] = [quota.activities.get(activity, 0) if quota else 0 for activity in asked]
                duty = tuple(where.name for where in schedule.duty.get((day, name), ()))
                rows.append([day, name, "yes" if days.is_there(day, name) else "no", duty, *counted])
    return Table("days", "Days", columns, rows)


def _week_table(schedule: Schedule, days: Days, names: Sequence[str], week: int) -> Table:
    """Make a table of a week: people down, days across."""
    across = schedule.horizon.working_days_by_week[week]
    rows: list[list[Cell]] = [[name, *(days.cell(day, name) for day in across)] for name in names]
    columns = [Column("", "name"), *(Column(weekday(day), "name") for day in across)]
    return _table(schedule, columns, rows)


def _weeks_table(schedule: Schedule, days: Days, name: str) -> Table:
    """Make a table of all weeks of a person, those that are alike in a row."""
    by_week = schedule.horizon.working_days_by_week
    weekdays = sorted({day.weekday() for of_week in by_week for day in of_week})
    alike: dict[tuple[Cell, ...], list[int]] = {}
    for week, of_week in enumerate(by_week):
        cells = {day.weekday(): days.cell(day, name) for day in of_week}
        alike.setdefault(tuple(cells.get(number, (off(),)) for number in weekdays), []).append(week)
    rows: list[list[Cell]] = [[Word(which_weeks(schedule.horizon, weeks)), *row] for row, weeks in usual_first(alike)]
    columns = [Column(""), *(Column(weekday_of_number(number), "name") for number in weekdays)]
    return _table(schedule, columns, rows)


def _table(schedule: Schedule, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> Table:
    """Make a table, and say of what stands in its cells what it means."""
    parts = {part for row in rows for cell in row[1:] if isinstance(cell, tuple) for part in cell}
    slots = [slot for slot in schedule.plan.calendar.slots if slot in parts]
    notes = [say("{slots}: on duty then.", slots=listed_names(slots))] if slots else []
    notes += [said for word, said in meanings().items() if word in parts]
    return Table("days", "", columns, rows, " ".join(notes), stacking="always")
