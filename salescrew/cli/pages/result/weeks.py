"""The answer's tables that go day by day: duty, roster, quotas, contacts, funnel and coverage."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from salescrew.cli.pages.result.summary import on_duty
from salescrew.cli.render.cells import date, weekday
from salescrew.cli.render.page import Cell, Column, Kind, Stacking, Table, Word
from salescrew.models.department.horizon import Horizon
from salescrew.models.schedule.schedule import Schedule

_WEEKS_SIDE_BY_SIDE = 8


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
    wanted = {(row.date, row.slot) for row in schedule.result.coverage}
    short = {(row.date, row.slot): row.short for row in schedule.result.uncovered}

    def cell(day: dt.date, slot: str) -> Sequence[str]:
        if (day, slot) not in wanted:
            return []
        missing = short.get((day, slot))
        marks = [Word(f"open: {missing}")] if missing else []
        return [*there.get((day, slot), [] if marks else [Word("nobody")]), *marks]

    return _week_tables(schedule, _Grid("duty", "Duty roster", _slots(schedule), cell, "name", stacking="always"))


def roster_tables(schedule: Schedule) -> list[Table]:
    """Show what each day holds: for each week people by days."""

    def cell(day: dt.date, name: str) -> Sequence[str]:
        row = schedule.roster.get((day, name))
        return _counts(row.pattern) if row else []

    return _week_tables(schedule, _Grid("roster", "Day patterns", _names(schedule), cell))


def quota_tables(schedule: Schedule) -> list[Table]:
    """Show what is asked of each person each day, and the contacts to open a week."""
    sums: dict[tuple[int, str], Counter[str]] = {}
    for (day, name), row in schedule.quotas.items():
        sums.setdefault((schedule.horizon.week_of(day), name), Counter()).update(row.activities)

    def cell(day: dt.date, name: str) -> Sequence[str]:
        row = schedule.quotas.get((day, name))
        return _counts(row.activities) if row else []

    def in_all(week: int, name: str) -> Sequence[str]:
        return _counts(sums.get((week, name), {}))

    tables = _week_tables(schedule, _Grid("quotas", "Quotas", _names(schedule), cell, in_all=in_all))
    return [*tables, *_contact_tables(schedule)]


def coverage_tables(schedule: Schedule) -> list[Table]:
    """Show the leads expected and the managers on duty: for each week slots by days."""
    rows = {(row.date, row.slot): [f"{row.leads:,.1f} / {row.required}"] for row in schedule.result.coverage}

    def cell(day: dt.date, slot: str) -> Sequence[str]:
        return rows.get((day, slot), [])

    title = "Coverage (leads expected / on duty)"
    return _week_tables(schedule, _Grid("coverage", title, _slots(schedule), cell))


def funnel_tables(schedule: Schedule) -> list[Table]:
    """Show what enters each stage of each funnel in each week."""
    entering: dict[tuple[str, str], dict[int, float]] = {}
    for row in schedule.result.funnel:
        entering.setdefault((row.funnel, row.stage), {})[schedule.horizon.week_of(row.week)] = row.entering
    return _by_week(schedule.horizon, "funnel", "Items entering each stage a week", ("funnel", "stage"), entering)


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
    return _by_week(schedule.horizon, "contacts", "Contacts to open a week", ("name", "funnel"), rows)


def _by_week(
    horizon: Horizon,
    name: str,
    title: str,
    heads: tuple[str, str],
    rows: Mapping[tuple[str, str], Mapping[int, float]],
) -> list[Table]:
    """Set the weeks side by side."""
    columns = [Column(heads[0], "name", group=True), Column(heads[1], "name")]
    columns += [Column(_short(_first_day(horizon, week)), "number") for week in horizon.weeks]
    cells: list[list[Cell]] = [
        [*of, *(by_week.get(week, 0.0) for week in horizon.weeks)] for of, by_week in rows.items()
    ]
    return [Table(name, title, columns, cells, heads=len(heads), across=_WEEKS_SIDE_BY_SIDE)] if rows else []


def _week_tables(schedule: Schedule, grid: _Grid) -> list[Table]:
    """Make a table a week, of those in which there is anything."""
    tables = []
    for week, days in enumerate(schedule.horizon.working_days_by_week):
        rows: list[list[Cell]] = [[name, *(tuple(grid.cell(day, name)) for day in days)] for name in grid.names]
        columns = [Column("", "name"), *(Column(weekday(day), grid.kind) for day in days)]
        if grid.in_all is not None:
            columns.append(Column("the week"))
            rows = [[*row, tuple(grid.in_all(week, name))] for row, name in zip(rows, grid.names, strict=True)]
        if any(any(row[1:]) for row in rows):
            title = f"{grid.title}, week {week + 1} (from {date(_first_day(schedule.horizon, week))})"
            tables.append(Table(grid.name, title, columns, rows, stacking=grid.stacking))
    return tables


def _first_day(horizon: Horizon, week: int) -> dt.date:
    """Give the first day of a week that exists for the plan: of a broken first week, the plan's start."""
    return max(horizon.monday(week), horizon.days[0])


def _short(day: dt.date) -> str:
    return f"{day.day} {day:%b}"


def _counts(counts: Mapping[str, int]) -> list[str]:
    duty_first = sorted(counts.items(), key=lambda item: item[0] != "duty")
    return [f"{activity} {count}" for activity, count in duty_first if count]


def _slots(schedule: Schedule) -> list[str]:
    with_leads = {row.slot for row in schedule.result.coverage}
    return [slot for slot in schedule.plan.calendar.slots if slot in with_leads]


def _names(schedule: Schedule) -> list[str]:
    return [member.name for member in schedule.result.managers]
