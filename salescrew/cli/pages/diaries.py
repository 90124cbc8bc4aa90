"""Duty and days off as entries for calendars: of the team in one, or of each person in one of their own."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator

from salescrew.cli.pages.result.days import Days
from salescrew.cli.pages.result.weeks import counts
from salescrew.cli.render.diary import Appointment, Diary
from salescrew.language import say, say_as
from salescrew.models.plan.sections.queue_slots import QueueSlot
from salescrew.models.schedule.schedule import Schedule

_OFF = "off"


class Diaries:
    """The calendars of a result; one made anew takes out what is no longer so."""

    def __init__(self, schedule: Schedule) -> None:
        self._schedule = schedule
        self._days = Days(schedule)
        self._calendar = schedule.plan.calendar
        self._slot_of = {row.where.name: row.where for row in schedule.result.coverage}

    def of_team(self, week: int | None = None) -> Diary:
        """Make the calendar of everybody, perhaps of a week alone."""
        entries = [entry for name in self.names for entry in self._entries(name, f"{name}: ", week)]
        entries.sort(key=lambda entry: entry.day)
        return self._diary(self._schedule.plan.name, entries)

    def of(self, name: str, week: int | None = None) -> Diary:
        """Make the calendar of a person, perhaps of a week alone."""
        return self._diary(name, sorted(self._entries(name, "", week), key=lambda entry: entry.day))

    def of_each(self) -> list[Diary]:
        """Make the calendars of everybody, one each."""
        return [self.of(name) for name in self.names]

    @property
    def names(self) -> list[str]:
        """Those who have a calendar: the team, and whoever was on duty and is no longer."""
        return list(dict.fromkeys([*self._schedule.roles, *(name for _, name, _ in self._given_up)]))

    def _diary(self, name: str, entries: list[Appointment]) -> Diary:
        replan, start = self._schedule.result.replan, self._calendar.start
        made_on = start if replan is None else replan.as_of
        edition = 0 if replan is None else max(1, (replan.as_of - start).days + 1)
        return Diary(name, entries, made_on, edition, self._calendar.timezone)

    def _entries(self, name: str, before: str, week: int | None) -> Iterator[Appointment]:
        horizon = self._schedule.horizon
        yield from (
            entry
            for entry in (*self._duty(name, before), *self._off(name, before), *self._cancelled(name, before))
            if week is None or horizon.week_of(entry.day) == week
        )

    def _duty(self, name: str, before: str) -> Iterator[Appointment]:
        for (day, who), covered in self._schedule.duty.items():
            if who == name:
                yield from (self._on_duty(day, name, where, before) for where in covered)

    def _on_duty(
        self, day: dt.date, name: str, where: QueueSlot, before: str, *, is_cancelled: bool = False
    ) -> Appointment:
        quota = self._schedule.quotas.get((day, name))
        asked = counts(quota.activities) if quota and not is_cancelled else []
        start = self._calendar.slot_starts.get(where.slot)
        return Appointment(
            self._uid(name, day, where.name),
            day,
            f"{before}{say_as('calendar entry', 'duty, {slot}', slot=where.name)}",
            say("Asked on this day: {asked}.", asked=", ".join(asked)) if asked else "",
            start,
            self._calendar.slot_minutes,
            is_busy=start is not None,
            is_cancelled=is_cancelled,
        )

    def _off(self, name: str, before: str) -> Iterator[Appointment]:
        """List the working days on which somebody is away, between the first and the last on which they are there."""
        working_days = self._schedule.horizon.working_days
        there = [day for day in working_days if self._days.is_there(day, name)]
        for day in working_days:
            if there and there[0] < day < there[-1] and not self._days.is_there(day, name):
                yield Appointment(self._uid(name, day, _OFF), day, f"{before}{say_as('calendar entry', 'day off')}")

    @property
    def _given_up(self) -> list[tuple[dt.date, str, str]]:
        """Duty that somebody had in the plan that was in force, and has no longer: day, name and slot."""
        replan = self._schedule.result.replan
        return [
            (change.date, str(change.was), change.what)
            for change in (replan.changes if replan else ())
            if change.kind == "duty" and change.date and change.what and change.was
        ]

    def _cancelled(self, name: str, before: str) -> Iterator[Appointment]:
        for day, who, slot in self._given_up:
            if who == name:
                where = self._slot_of.get(slot, QueueSlot(slot))
                yield self._on_duty(day, name, where, before, is_cancelled=True)

    def _uid(self, name: str, day: dt.date, what: str) -> str:
        """Give what tells an entry from all others: the plan's name, the person, the day and the slot."""
        told = "\n".join((self._schedule.plan.name, name, day.isoformat(), what))
        return f"{hashlib.sha256(told.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}@salescrew"
