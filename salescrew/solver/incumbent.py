"""The plan in force as a model of its revision sees it: what everybody's days hold now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from salescrew.models.calendar import Horizon
from salescrew.models.demand import Slot, slots_with_leads
from salescrew.models.patterns import DayPattern
from salescrew.models.records import Role
from salescrew.models.result import Result
from salescrew.solver.situation import Situation, Unit


@dataclass(frozen=True)
class DayInForce:
    """What a person's day holds."""

    pattern: DayPattern = field(default_factory=dict)
    duty: tuple[str, ...] = ()
    quotas: Mapping[str, int] = field(default_factory=dict)
    contacts: Mapping[str, float] = field(default_factory=dict)


NOTHING = DayInForce()


class Incumbent:
    """The plan in force.

    Parameters
    ----------
    situation
        Where the plan stands.
    result
        The result that is in force.
    """

    def __init__(self, situation: Situation, result: Result) -> None:
        self.situation = situation
        self.result = result
        self.roles: dict[str, Role] = {member.name: member.role for member in result.managers}

    @cached_property
    def _days(self) -> dict[tuple[str, dt.date], DayInForce]:
        quotas = {(row.manager, row.date): row for row in self.result.quotas}
        days = {}
        for row in self.result.roster:
            asked = quotas.get((row.manager, row.date))
            pattern = {activity: count for activity, count in row.pattern.items() if count}
            days[row.manager, row.date] = DayInForce(
                pattern, row.duty, asked.activities if asked else {}, asked.contacts if asked else {}
            )
        return days

    def day(self, name: str, day: dt.date) -> DayInForce:
        """Give what a person's day holds."""
        return self._days.get((name, day), NOTHING)

    def from_now(self) -> Iterator[tuple[tuple[str, dt.date], DayInForce]]:
        """Go through everybody's days that are not over."""
        first = self.situation.horizon.first_day
        return ((key, held) for key, held in self._days.items() if key[1] >= first)

    def on_duty(self, day: dt.date, slot: str) -> int:
        """Count those who have a slot now."""
        return sum(slot in held.duty for (_, date), held in self._days.items() if date == day)

    def still_on_duty(self, team: Sequence[Unit]) -> Iterator[tuple[Slot, int]]:
        """Yield every slot, with how many of those who have it now are there and may still be on duty."""
        for day, slots in self.situation.slots_by_day.items():
            there = [unit.names[0] for unit in team if unit.on_duty and day in unit.day_set]
            for slot in slots:
                yield slot, sum(slot.name in self.day(name, day).duty for name in there)

    # ---- the days of this week that are over

    @cached_property
    def _over(self) -> dict[str, list[tuple[dt.date, DayInForce]]]:
        """Everybody's days of the first week that are over."""
        horizon = self.situation.horizon
        over: dict[str, list[tuple[dt.date, DayInForce]]] = {}
        for (name, day), held in self._days.items():
            if day < horizon.first_day and horizon.week_of(day) == horizon.first_week:
                over.setdefault(name, []).append((day, held))
        return over

    def covered_before(self, name: str, week: int) -> int:
        """Count the duty slots that somebody covered on the days of a week that are over."""
        if week != self.situation.horizon.first_week:
            return 0
        return sum(len(held.duty) for _, held in self._over.get(name, ()))

    def carried(self, unit: Unit, week: int) -> dict[str, float]:
        """Give what the days of a week that are over leave of somebody's allowance to the days to come.

        That is what their patterns allowed, less absence, less what was asked.
        """
        (name,) = unit.names
        if week != self.situation.horizon.first_week:
            return {}
        left: dict[str, float] = {}
        for day, held in self._over.get(name, ()):
            for activity, count in self.most(unit, day, held.pattern, held.duty).items():
                left[activity] = left.get(activity, 0.0) + unit.present * count
        for _, held in self._over.get(name, ()):
            for activity, quota in held.quotas.items():
                left[activity] = left.get(activity, 0.0) - quota
        return left

    def most(self, unit: Unit, day: dt.date, pattern: DayPattern, duty: tuple[str, ...]) -> dict[str, int]:
        """Give the most of each activity on a day: the pattern's, and what is done between leads."""
        most = {activity: count for activity, count in pattern.items() if activity != "duty" and count}
        activity = self.situation.between_leads_activity
        if unit.role == "mixed" and activity is not None:
            done = sum(self._between.get((day, slot), 0) for slot in duty)
            if done:
                most[activity] = most.get(activity, 0) + done
        return most

    @cached_property
    def _between(self) -> dict[tuple[dt.date, str], int]:
        """What is done between the leads of each slot, also of days that are over."""
        whole = Horizon(self.situation.plan.model_copy(update={"so_far": None}))
        return {(slot.date, slot.name): slot.between_leads for slot in slots_with_leads(whole)}
