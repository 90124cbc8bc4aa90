"""The answer's tables that go day by day: duty, roster, quotas, contacts, funnel and coverage."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from salescrew.cli.pages.result.summary import on_duty
from salescrew.cli.render.cells import date, weekday, weekday_alone
from salescrew.cli.render.page import Cell, Column, Kind, Stacking, Table, Word
from salescrew.language import say, say_as, with_marks
from salescrew.models.department.horizon import Horizon
from salescrew.models.plan.sections.queue_slots import QueueSlot
from salescrew.models.plan.words import activity_in_words, day_and_month, listed_names, stage_in_words
from salescrew.models.schedule.schedule import Schedule

_WEEKS_SIDE_BY_SIDE = 8
MOST_WEEKS_IN_WORDS = 2
_Rows = tuple[tuple[Cell, ...], ...]
_Week = tuple[tuple[int, ...], _Rows]
"""A kind of week: its weekdays, and the rows of its table."""
OfWeek = TypeVar("OfWeek")


@dataclass(frozen=True)
class _Grid:
    """What stands in a table a week: names down, days across.

    Attributes
    ----------
    cell
        The parts of a cell, by day and name.
    kind
        What these are.
    in_all
        The parts of what a week adds up to, by number of the week and name; None: no such column.
    """

    name: str
    title: str
    names: Sequence[str]
    cell: Callable[[dt.date, str], Sequence[str]]
    kind: Kind = "text"
    in_all: Callable[[int, str], Sequence[str]] | None = None
    stacking: Stacking = "where wide"


def duty_tables(schedule: Schedule) -> list[Table]:
    """Show who is on duty, and how many places stay open: for each week slots by days."""
    there = on_duty(schedule)
    wanted = {(row.date, row.where) for row in schedule.result.coverage}
    short = {(row.date, row.where): row.short for row in schedule.result.uncovered}
    places = _slots(schedule)

    def cell(day: dt.date, name: str) -> Sequence[str]:
        where = places[name]
        if (day, where) not in wanted:
            return []
        missing = short.get((day, where))
        marks = [Word(say("open: {n}", n=missing))] if missing else []
        return [*there.get((day, where), [] if marks else [Word(say("nobody"))]), *marks]

    return _week_tables(schedule, _Grid("duty", say("Duty roster"), list(places), cell, "name", stacking="always"))


def roster_tables(schedule: Schedule) -> list[Table]:
    """Show what each day holds: for each week people by days."""

    def cell(day: dt.date, name: str) -> Sequence[str]:
        row = schedule.roster.get((day, name))
        return counts(row.pattern) if row else []

    return _week_tables(schedule, _Grid("roster", say("Day patterns"), _names(schedule), cell))


def quota_tables(schedule: Schedule) -> list[Table]:
    """Show what is asked of each person each day, and the contacts to open a week."""
    sums: dict[tuple[int, str], Counter[str]] = {}
    for (day, name), row in schedule.quotas.items():
        sums.setdefault((schedule.horizon.week_of(day), name), Counter()).update(row.activities)

    def cell(day: dt.date, name: str) -> Sequence[str]:
        row = schedule.quotas.get((day, name))
        return counts(row.activities) if row else []

    def in_all(week: int, name: str) -> Sequence[str]:
        return counts(sums.get((week, name), {}))

    tables = _week_tables(schedule, _Grid("quotas", say("Quotas"), _names(schedule), cell, in_all=in_all))
    return [*tables, *_contact_tables(schedule)]


def coverage_tables(schedule: Schedule) -> list[Table]:
    """Show the leads expected and the managers on duty: for each week slots by days."""
    rows = {
        (row.date, row.where.name): [f"{with_marks(f'{row.leads:,.1f}')} / {row.required}"]
        for row in schedule.result.coverage
    }

    def cell(day: dt.date, slot: str) -> Sequence[str]:
        return rows.get((day, slot), [])

    title = say("Coverage (leads expected / on duty)")
    return _week_tables(schedule, _Grid("coverage", title, list(_slots(schedule)), cell))


def funnel_tables(schedule: Schedule) -> list[Table]:
    """Show what enters each stage of each funnel in each week."""
    entering: dict[tuple[str, str], dict[int, float]] = {}
    for row in schedule.result.funnel:
        entering.setdefault((row.funnel, stage_in_words(row.stage)), {})[schedule.horizon.week_of(row.week)] = (
            row.entering
        )
    weeks = sorted({week for by_week in entering.values() for week in by_week})
    title = say("Items entering each stage a week")
    return _by_week(schedule.horizon, weeks, "funnel", title, (say("funnel"), say("stage")), entering)


def _contact_tables(schedule: Schedule) -> list[Table]:
    """Show the contacts that each person opens in each week, by funnel."""
    contacts: dict[tuple[str, str], dict[int, float]] = {}
    for (day, name), row in schedule.quotas.items():
        for funnel, opened in row.contacts.items():
            by_week = contacts.setdefault((name, funnel), {})
            week = schedule.horizon.week_of(day)
            by_week[week] = by_week.get(week, 0.0) + opened
    pairs = [(name, funnel) for name in _names(schedule) for funnel in schedule.plan.funnels]
    rows = {pair: contacts[pair] for pair in pairs if any(contacts.get(pair, {}).values())}
    weeks = sorted({schedule.horizon.week_of(day) for day, _ in schedule.quotas})
    title = say("Contacts to open a week")
    return _by_week(schedule.horizon, weeks, "contacts", title, (say("name"), say("funnel")), rows)


def _by_week(
    horizon: Horizon,
    weeks: Sequence[int],
    name: str,
    title: str,
    heads: tuple[str, str],
    rows: Mapping[tuple[str, str], Mapping[int, float]],
) -> list[Table]:
    """Set the weeks side by side."""
    columns = [Column(heads[0], "name", group=True), Column(heads[1], "name")]
    columns += [Column(day_and_month(first_day_of(horizon, week)), "number") for week in weeks]
    cells: list[list[Cell]] = [[*of, *(by_week.get(week, 0.0) for week in weeks)] for of, by_week in rows.items()]
    return [Table(name, title, columns, cells, heads=len(heads), across=_WEEKS_SIDE_BY_SIDE)] if rows else []


def _week_tables(schedule: Schedule, grid: _Grid) -> list[Table]:
    """Make a table a kind of week, of those in which there is anything: weeks that are alike are shown once."""
    horizon = schedule.horizon
    alike: dict[_Week, list[int]] = {}
    for week, days in enumerate(horizon.working_days_by_week):
        rows: _Rows = tuple((name, *_cells(grid, week, days, name)) for name in grid.names)
        if any(any(row[1:]) for row in rows):
            alike.setdefault((tuple(day.weekday() for day in days), rows), []).append(week)
    return [
        _week_table(grid, weeks, horizon.working_days_by_week[weeks[0]], rows, which_weeks(horizon, weeks))
        for (_, rows), weeks in usual_first(alike)
    ]


def usual_first(alike: Mapping[OfWeek, list[int]]) -> list[tuple[OfWeek, list[int]]]:
    """List kinds of weeks with their numbers: those that come again first, then single ones, such as with holidays."""
    return sorted(alike.items(), key=lambda kind: len(kind[1]) == 1)


def _cells(grid: _Grid, week: int, days: Sequence[dt.date], name: str) -> list[tuple[str, ...]]:
    cells = [tuple(grid.cell(day, name)) for day in days]
    return [*cells, tuple(grid.in_all(week, name))] if grid.in_all is not None else cells


def _week_table(
    grid: _Grid, weeks: Sequence[int], days: Sequence[dt.date], rows: Sequence[Sequence[Cell]], which: str
) -> Table:
    """Make a table of weeks that are alike: with dates where it is one."""
    titles = [weekday(day) if len(weeks) == 1 else weekday_alone(day) for day in days]
    columns = [Column("", "name"), *(Column(title, grid.kind) for title in titles)]
    columns += [Column(say("the week"))] if grid.in_all is not None else []
    return Table(grid.name, f"{grid.title}, {which}", columns, rows, stacking=grid.stacking)


def which_weeks(horizon: Horizon, weeks: Sequence[int]) -> str:
    """Say which weeks, as in `every week` or `weeks 1 to 4 and 6`."""
    if len(weeks) == 1:
        return say("week {number} (from {day})", number=weeks[0] + 1, day=date(first_day_of(horizon, weeks[0])))
    if len(weeks) == len(horizon.weeks):
        return say("every week")
    runs: list[list[int]] = []
    for week in weeks:
        if runs and week == runs[-1][-1] + 1:
            runs[-1].append(week)
        else:
            runs.append([week])
    parts = [part for run in runs for part in _run(run)]
    return say("weeks {weeks}", weeks=listed_names(parts))


def _run(weeks: Sequence[int]) -> list[str]:
    """Write weeks that follow each other: more than two as a span."""
    if len(weeks) > MOST_WEEKS_IN_WORDS:
        return [say_as("weeks", "{first} to {last}", first=weeks[0] + 1, last=weeks[-1] + 1)]
    return [str(week + 1) for week in weeks]


def first_day_of(horizon: Horizon, week: int) -> dt.date:
    """Give the first day of a week that exists for the plan: of a broken first week, the plan's start."""
    return max(horizon.monday(week), horizon.days[0])


def counts(numbers: Mapping[str, int]) -> list[str]:
    """Write how many of each activity, duty first."""
    duty_first = sorted(numbers.items(), key=lambda item: item[0] != "duty")
    return [f"{activity_in_words(activity)} {count}" for activity, count in duty_first if count]


def _slots(schedule: Schedule) -> dict[str, QueueSlot]:
    """Give the slots of a day in which leads come, with each queue where there are several, by how they are written."""
    with_leads = {row.where for row in schedule.result.coverage}
    order = {name: number for number, name in enumerate((*schedule.plan.calendar.slots, *schedule.department.queues))}
    places = sorted(with_leads, key=lambda where: [order.get(part, len(order)) for part in where.parts])
    return {where.name: where for where in places if where.slot in schedule.plan.calendar.slots}


def _names(schedule: Schedule) -> list[str]:
    return [member.name for member in schedule.result.managers]
