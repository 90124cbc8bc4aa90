"""What one absence breaks: the duty slots that nobody can take over when one person is away for a day."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from functools import cached_property

from salescrew.models.answers.comparison import DayOff
from salescrew.models.department.day_menu import Menus
from salescrew.models.department.leads import slot_names
from salescrew.models.on_paper.most_covered import Able, most_covered
from salescrew.models.plan.sections.queue_slots import QueueSlot
from salescrew.models.plan.weekdays import WEEKDAYS
from salescrew.models.schedule.workload import Workload


def worst_day_off(workload: Workload) -> DayOff | None:
    """Find the person and the day of a roster whose absence leaves most duty slots open.

    The others of the team who are there that day and may be on duty share the day's slots anew. Each covers at most
    as many as a day pattern of their menu has, and with the rest of the week as rostered at most `max_slots_per_week`,
    on no more days than a week may have.

    Returns
    -------
    DayOff | None
        The first such day; None where every slot could be covered whoever is away.
    """
    team = _Team(workload)
    worst: DayOff | None = None
    for day, required in team.required.items():
        able = team.could_cover(day)
        everybody = Counter(able.values())
        for name, could in able.items():
            covers, most = team.slots_of(day, name), worst.uncovered if worst else 0
            # more slots than the person covers are never left open
            if covers > most:
                uncovered = sum(required.values()) - most_covered(required, everybody - Counter([could]))
                if uncovered > most:
                    worst = DayOff(manager=name, date=day, covers=covers, uncovered=uncovered)
    return worst


class _Team:
    """The people of a result who may be on duty."""

    def __init__(self, workload: Workload) -> None:
        self.workload = workload
        duty = workload.plan.duty
        self.most_a_week = duty.max_slots_per_week if duty else None

    @cached_property
    def required(self) -> dict[dt.date, dict[QueueSlot, int]]:
        """The people needed in each slot of each day with duty, for each queue."""
        required: dict[dt.date, dict[QueueSlot, int]] = {}
        for (day, where), slot in self.workload.slots.items():
            if slot.required:
                required.setdefault(day, {})[where] = slot.required
        return dict(sorted(required.items()))

    @cached_property
    def places(self) -> dict[str, tuple[int, ...]]:
        """The most places on duty that a day pattern of each person has, by weekday."""
        menus = Menus(self.workload.plan)
        most: dict[int, tuple[int, ...]] = {}
        for post in self.workload.posts.values():
            if id(post) not in most and post.on_duty:
                own = (menus.on(weekday, post.record, post.role) for weekday in WEEKDAYS)
                most[id(post)] = tuple(max((one.get("duty", 0) for one in menu), default=0) for menu in own)
        return {name: most[id(post)] for name, post in self.workload.posts.items() if any(most.get(id(post), ()))}

    @cached_property
    def covered(self) -> Counter[tuple[str, int]]:
        """The slots that each person covers in each week."""
        covered: Counter[tuple[str, int]] = Counter()
        for (day, name), row in self.workload.roster.items():
            covered[name, self.workload.horizon.week_of(day)] += len(row.duty)
        return covered

    @cached_property
    def worked(self) -> Counter[tuple[str, int]]:
        """The days on which each person works in each week."""
        return Counter((name, self.workload.horizon.week_of(day)) for day, name in self.workload.roster)

    def _may_work(self, day: dt.date, name: str) -> bool:
        """Tell whether a person works on a day, or could besides the days of that week."""
        week = self.workload.horizon.week_of(day)
        return (day, name) in self.workload.roster or self.worked[name, week] < self.workload.posts[name].most_days

    def slots_of(self, day: dt.date, name: str) -> int:
        """Count the slots that a person covers on a day."""
        row = self.workload.roster.get((day, name))
        return len(row.duty) if row else 0

    def could_cover(self, day: dt.date) -> dict[str, Able]:
        """Give of a day's slots those that each person who is there could cover, and how many of them."""
        able = {}
        for name, places in self.places.items():
            post = self.workload.posts[name]
            if day in post.day_set and self._may_work(day, name):
                slots = self.workload.department.slots_of(post, day)
                most = min(places[day.weekday()], len(slot_names(slots)))
                if self.most_a_week is not None:
                    elsewhere = self.covered[name, self.workload.horizon.week_of(day)] - self.slots_of(day, name)
                    most = max(0, min(most, self.most_a_week - elsewhere))
                able[name] = frozenset(slot.where for slot in slots), most
        return able
