"""What fits into the days and weeks of people whose patterns and duty are settled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from salescrew.models.department.department import Department
from salescrew.models.department.posts import Post
from salescrew.models.plan.sections.queue_slots import QueueSlot
from salescrew.solver.staffing.deal import PersonRoster


@dataclass(frozen=True, eq=False)
class WeekRoom:
    """What fits into the days of a week: shared by all who do the same in it.

    Attributes
    ----------
    most
        The most of each activity, by day.
    stays
        The days that stay even where nothing is asked on them: those with duty, those with places that are a reserve
        for absences, and those that are fixed.
    in_all
        The sums over the week.
    """

    most: dict[dt.date, dict[str, int]]
    stays: frozenset[dt.date]
    in_all: dict[str, int]


RosterDay = tuple[dt.date, tuple[tuple[str, int], ...], tuple[QueueSlot, ...]]
"""A day, its pattern, and the slots on duty."""


class Allowances:
    """What fits into each person's days and weeks, by activity."""

    def __init__(self, department: Department, people: Sequence[PersonRoster]) -> None:
        self.department = department
        self._reserved = frozenset(day for reserve in department.reserves for day in reserve.slots)
        self._rooms: dict[tuple[bool, bool, tuple[RosterDay, ...], frozenset[dt.date]], WeekRoom] = {}
        self.weeks = {person.name: self._weeks(person) for person in people}
        self.by_week = {
            person.name: {
                (week, activity): most * person.post.present
                for week, room in self.weeks[person.name].items()
                for activity, most in room.in_all.items()
            }
            for person in people
        }

    def _weeks(self, person: PersonRoster) -> dict[int, WeekRoom]:
        by_week: dict[int, list[RosterDay]] = {}
        for day, pattern in person.patterns.items():
            week = self.department.horizon.week_of(day)
            by_week.setdefault(week, []).append((day, tuple(pattern.items()), person.duty.get(day, ())))
        fixed = frozenset(person.post.fixed)
        return {
            week: self._room(person.post, tuple(days), fixed & {day for day, _, _ in days})
            for week, days in by_week.items()
        }

    def _room(self, post: Post, days: tuple[RosterDay, ...], fixed: frozenset[dt.date]) -> WeekRoom:
        kept = self._reserved if post.on_duty else frozenset()
        key = (post.between_leads, post.on_duty, days, fixed)
        if key not in self._rooms:
            most = {
                day: post.most(dict(pattern), (self.department.slot_at[day, where] for where in duty))
                for day, pattern, duty in days
            }
            in_all: dict[str, int] = {}
            for of_day in most.values():
                for activity, count in of_day.items():
                    in_all[activity] = in_all.get(activity, 0) + count
            stays = frozenset(
                day
                for day, pattern, duty in days
                if duty or day in fixed or (day in kept and dict(pattern).get("duty"))
            )
            self._rooms[key] = WeekRoom(dict(sorted(most.items())), stays, in_all)
        return self._rooms[key]
