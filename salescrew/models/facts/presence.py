"""Who was away when: by the plan, by the facts, and by what is said besides."""

from __future__ import annotations

import datetime as dt
from functools import cached_property

from salescrew.models.facts.absences import Absences
from salescrew.models.facts.actuals import Actuals
from salescrew.models.schedule.schedule import Schedule


class Presence:
    """Tells which share of a day somebody was away."""

    def __init__(self, planned: Schedule, actuals: Actuals, absent: Absences) -> None:
        self._planned = planned
        self._absent = absent
        self._told: dict[tuple[dt.date, str], float] = {}
        for fact in actuals:
            if fact.kind == "absent":
                key = fact.date, fact.manager
                self._told[key] = min(1.0, self._told.get(key, 0.0) + fact.count)

    @cached_property
    def _there(self) -> dict[str, frozenset[dt.date]]:
        asked = {name for _, name in self._planned.quotas}
        return {name: post.day_set for name, post in self._planned.posts.items() if name in asked}

    def away(self, day: dt.date, name: str) -> float:
        """Give the share of a day for which somebody was away, as far as that is known."""
        if any(day in interval for interval in self._absent.get(name, ())):
            return 1.0
        if name in self._there and day not in self._there[name] and day >= self._planned.horizon.first_day:
            return 1.0
        return self._told.get((day, name), 0.0)
