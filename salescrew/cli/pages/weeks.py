"""The answer's tables that go day by day: duty, roster, quotas, contacts, funnel and coverage."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from salescrew.cli.render.tables import WIDEST, Cell, Column, Table
from salescrew.models.answers.result import Result
from salescrew.models.department.horizon import Horizon
from salescrew.models.plan.plan import Plan

_WEEKS_SIDE_BY_SIDE = 8


@dataclass(frozen=True)
class _Grid:
    """What stands in a table a week: names down, days across.

    Attributes
    ----------
    cell
        The parts of a cell, by day and name.
    in_all
        The parts of what a week adds up to, by number of the week and name; None: no such column.
    stacked
        Whether the parts stand one below the other even where they fit side by side.
    """

    title: str
    names: Sequence[str]
    cell: Callable[[dt.date, str], Sequence[str]]
    in_all: Callable[[int, str], Sequence[str]] | None = None
    stacked: bool = False


def duty_tables(plan: Plan, result: Result) -> list[Table]:
    """Show who is on duty: for each week slots by days."""
    on_duty: dict[tuple[dt.date, str], list[str]] = {}
    for day in result.roster:
        for slot in day.duty:
            on_duty.setdefault((day.date, slot), []).append(day.manager)
    wanted = {(row.date, row.slot) for row in result.coverage}
    return _week_tables(
        plan,
        _Grid(
            "Duty roster",
            _slots(plan, result),
            lambda date, slot: on_duty.get((date, slot), ["nobody"]) if (date, slot) in wanted else [],
            stacked=True,
        ),
    )


def roster_tables(plan: Plan, result: Result) -> list[Table]:
    """Show what each day holds: for each week people by days."""
    patterns = {(day.date, day.manager): _counts(day.pattern) for day in result.roster}
    return _week_tables(plan, _Grid("Day patterns", _names(result), lambda day, name: patterns.get((day, name), [])))


def quota_tables(plan: Plan, result: Result) -> list[Table]:
    """Show what is asked of each person each day, and the contacts to open a week."""
    quotas = {(day.date, day.manager): _counts(day.activities) for day in result.quotas}
    horizon = Horizon(plan)
    sums: dict[tuple[int, str], Counter[str]] = {}
    for day in result.quotas:
        sums.setdefault((horizon.week_of(day.date), day.manager), Counter()).update(day.activities)
    tables = _week_tables(
        plan,
        _Grid(
            "Quotas",
            _names(result),
            lambda date, name: quotas.get((date, name), []),
            in_all=lambda week, name: _counts(sums.get((week, name), {})),
        ),
    )
    return [*tables, *_contact_tables(plan, result)]


def coverage_tables(plan: Plan, result: Result) -> list[Table]:
    """Show the leads expected and the managers on duty: for each week slots by days."""
    rows = {(row.date, row.slot): [f"{row.leads:,.1f} / {row.required}"] for row in result.coverage}
    title = "Coverage (leads expected / on duty)"
    return _week_tables(plan, _Grid(title, _slots(plan, result), lambda date, slot: rows.get((date, slot), [])))


def funnel_tables(plan: Plan, result: Result) -> list[Table]:
    """Show what enters each stage of each funnel in each week."""
    horizon = Horizon(plan)
    entering: dict[tuple[str, str], dict[int, float]] = {}
    for row in result.funnel:
        entering.setdefault((row.funnel, row.stage), {})[horizon.week_of(row.week)] = row.entering
    return _by_week(horizon, "funnel", "Items entering each stage a week", ("funnel", "stage"), list(entering.items()))


def _contact_tables(plan: Plan, result: Result) -> list[Table]:
    """Show the contacts that each person opens in each week, by funnel."""
    horizon = Horizon(plan)
    contacts: dict[tuple[str, str], dict[int, float]] = {}
    for day in result.quotas:
        for funnel, opened in day.contacts.items():
            by_week = contacts.setdefault((day.manager, funnel), {})
            week = horizon.week_of(day.date)
            by_week[week] = by_week.get(week, 0.0) + opened
    rows = [
        ((name, funnel), contacts[name, funnel])
        for name in _names(result)
        for funnel in plan.funnels
        if any(contacts.get((name, funnel), {}).values())
    ]
    return _by_week(horizon, "contacts", "Contacts to open a week", ("name", "funnel"), rows)


def _by_week(
    horizon: Horizon,
    name: str,
    title: str,
    heads: tuple[str, str],
    rows: Sequence[tuple[tuple[str, str], Mapping[int, float]]],
) -> list[Table]:
    """Set weeks side by side, as many as a page is wide."""
    tables = []
    for first in horizon.weeks[::_WEEKS_SIDE_BY_SIDE]:
        weeks = horizon.weeks[first : first + _WEEKS_SIDE_BY_SIDE]
        columns = [Column(heads[0], "group"), Column(heads[1])]
        columns += [Column(f"{day.day} {day:%b}", "number") for day in (_first_day(horizon, week) for week in weeks)]
        cells: list[list[Cell]] = [
            [group, item, *(by_week.get(week, 0.0) for week in weeks)] for (group, item), by_week in rows
        ]
        tables.append(Table(name, title, columns, cells))
    return tables if rows else []


def _week_tables(plan: Plan, grid: _Grid) -> list[Table]:
    """Make a table a week; what does not fit side by side in a cell is stacked."""
    horizon = Horizon(plan)
    names, in_all = grid.names, grid.in_all
    tables = []
    for week, days in enumerate(horizon.working_days_by_week):
        cells = [[*(grid.cell(day, name) for day in days), *([in_all(week, name)] if in_all else [])] for name in names]
        if not any(any(row) for row in cells):
            continue
        stack = grid.stacked or _width(names, cells) > WIDEST
        first = _first_day(horizon, week)
        last = [Column("the week")] if in_all else []
        tables.append(
            Table(
                grid.title,
                f"{grid.title}, week {week + 1} (from {first.day} {first:%b %Y})",
                [Column(""), *(Column(f"{day:%a} {day.day} {day:%b}") for day in days), *last],
                [
                    [name, *(("\n" if stack else ", ").join(parts) for parts in row)]
                    for name, row in zip(names, cells, strict=True)
                ],
                airy=stack and any(len(parts) > 1 for row in cells for parts in row),
            )
        )
    return tables


def _first_day(horizon: Horizon, week: int) -> dt.date:
    """Give the first day of a week that exists for the plan: of a broken first week, the plan's start."""
    return max(horizon.monday(week), horizon.days[0])


def _width(names: Sequence[str], cells: Sequence[Sequence[Sequence[str]]]) -> int:
    """Give the width of a week's table with every cell in one line."""
    by_day = zip(*cells, strict=True)
    return max(map(len, names)) + sum(2 + max(10, *(len(", ".join(parts)) for parts in day)) for day in by_day)


def _counts(counts: Mapping[str, int]) -> list[str]:
    duty_first = sorted(counts.items(), key=lambda item: item[0] != "duty")
    return [f"{activity} {count}" for activity, count in duty_first if count]


def _slots(plan: Plan, result: Result) -> list[str]:
    with_leads = {row.slot for row in result.coverage}
    return [slot for slot in plan.calendar.slots if slot in with_leads]


def _names(result: Result) -> list[str]:
    return [member.name for member in result.managers]
