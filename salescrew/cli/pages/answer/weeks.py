"""Weeks as calendars, alike ones once: of the team with days across, of a person with weeks down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from salescrew.cli.pages.result.days import Days, meanings
from salescrew.cli.pages.result.shades import OFF, Shades
from salescrew.cli.pages.result.weeks import usual_first, which_weeks
from salescrew.cli.render.cells import weekday, weekday_alone
from salescrew.cli.render.html.document import Block, Calendar, Fold, Shaded
from salescrew.language import say, say_as
from salescrew.models.plan.words import listed_names, weekday_of_number
from salescrew.models.schedule.schedule import Schedule

_Row = tuple[str, tuple[Shaded, ...]]


def _free() -> str:
    """Give what stands on a day on which nobody works."""
    return say_as("day", "free")


class Weeks:
    """What the weeks of a result hold."""

    def __init__(self, schedule: Schedule) -> None:
        self._schedule = schedule
        self._days = Days(schedule)
        self._shades = Shades(schedule, self._days)
        self._slots = list(dict.fromkeys(row.where.name for row in schedule.result.coverage))
        self._by_week = schedule.horizon.working_days_by_week
        self._first = next((week for week, days in enumerate(self._by_week) if days), 0)
        self._weekdays = sorted({day.weekday() for days in self._by_week for day in days})

    def of_team(self) -> list[Block]:
        """Show the weeks of everybody: one, and those that are otherwise behind a fold each."""
        alike: dict[tuple[tuple[int, ...], tuple[_Row, ...]], list[int]] = {}
        for week, days in enumerate(self._by_week):
            if days:
                rows = tuple((name, tuple(self._cell(day, name) for day in days)) for name in self._schedule.roles)
                alike.setdefault((tuple(day.weekday() for day in days), rows), []).append(week)
        blocks: list[Block] = []
        for (_, rows), weeks in usual_first(alike):
            days = self._by_week[weeks[0]]
            heads = [weekday(day) if len(weeks) == 1 else weekday_alone(day) for day in days]
            which = which_weeks(self._schedule.horizon, weeks)
            title = which[0].upper() + which[1:]
            if blocks:
                blocks.append(Fold(title, [Calendar(title, heads, rows, is_titled=False)]))
            else:
                blocks.append(Calendar(title, heads, rows, self._shades.meanings()))
        return blocks

    def of_person(self, name: str) -> Calendar:
        """Show the weeks of a person that are not over."""
        alike: dict[tuple[Shaded, ...], list[int]] = {}
        for week, days in enumerate(self._by_week[self._first :], self._first):
            cells = {day.weekday(): self._cell(day, name) for day in days}
            free = Shaded((_free(),), OFF)
            alike.setdefault(tuple(cells.get(number, free) for number in self._weekdays), []).append(week)
        rows = [(self._name_of(weeks), row) for row, weeks in usual_first(alike)]
        heads = [weekday_of_number(number) for number in self._weekdays]
        return Calendar(say("The weeks of {name}", name=name), heads, rows, is_titled=False)

    def meaning_of(self, calendar: Calendar) -> str:
        """Say of what stands on the days of a calendar what it means."""
        held = {line for _, row in calendar.rows for cell in row for line in cell.lines}
        slots = [slot for slot in self._slots if slot in held]
        said = [say("{slots}: on duty then.", slots=listed_names(slots))] if slots else []
        words = {_free(): say("{free}: nobody works on that day.", free=_free()), **meanings()}
        return " ".join([*said, *(meaning for word, meaning in words.items() if word in held)])

    def _name_of(self, weeks: Sequence[int]) -> str:
        which = which_weeks(self._schedule.horizon, weeks)
        return which[0].upper() + which[1:]

    def _cell(self, day: dt.date, name: str) -> Shaded:
        return Shaded(tuple(map(str, self._days.cell(day, name))), self._shades.of(day, name))
