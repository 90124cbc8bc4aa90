"""Who does the follow-up work that people who are away were to do, and in which week.

Both plans are divided into who does which work when. What everybody else was to do stays with them as far as it still
falls due; the rest of what falls due is what they take over: first where more is asked of them than before, and as
soon as it falls due.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property

from salescrew.models.department.work import Task
from salescrew.models.schedule.largest_flow import Network
from salescrew.models.schedule.schedule import PersonDay
from salescrew.models.schedule.workload import PersonWeek, Workload
from salescrew.models.tracking.backlog import Backlog

Work = tuple[Task, int]
"""Follow-up work, whoever handles its items: a task and the week in which it falls due."""
NOTHING = 1e-4
"""So little work is none: what a plan without an hour to spare allows for sums to be off by is well below."""


def room_of_days(workload: Workload, activity: str) -> dict[PersonDay, float]:
    """Give what the quotas of single days leave for follow-up work."""
    opened = workload.opened_by_day
    rooms = {
        where: row.activities.get(activity, 0) - opened.get(where, {}).get(activity, 0.0)
        for where, row in workload.quotas.items()
    }
    return {where: room for where, room in rooms.items() if room > 0}


class WorkMoved:
    """The follow-up work of an activity: what people who are away were to do, and what others do instead.

    Parameters
    ----------
    backlog
        What is left to do of the plan in force.
    now
        The plan made anew.
    lost
        The days of people who are away.
    """

    def __init__(self, backlog: Backlog, now: Workload, lost: Collection[PersonDay], activity: str) -> None:
        self.backlog = backlog
        self.now = now
        self.lost = lost
        self.activity = activity
        self.horizon = now.horizon

    # ---- as it was meant

    @cached_property
    def _meant(self) -> dict[PersonDay, dict[Work, float]]:
        """What everybody was to do on the days to come: that of a week by what its days have room for."""
        rooms = self._room_before
        of_week: defaultdict[PersonWeek, float] = defaultdict(float)
        for (day, name), room in rooms.items():
            of_week[name, self.horizon.week_of(day)] += room
        meant: dict[PersonDay, dict[Work, float]] = {}
        parts = self.backlog.meant.get(self.activity, {})
        for (day, name), room in rooms.items():
            whose = name, self.horizon.week_of(day)
            if day >= self.horizon.first_day and whose in parts:
                share = room / of_week[whose]
                meant[day, name] = _added(
                    (self._work(*work, whose[1]), share * part) for work, part in parts[whose].items()
                )
        return meant

    def _work(self, task: Task, due: int, at: int) -> Work:
        """Give work as the plan made anew has it: what fell due before is due from now on."""
        if self.backlog.workload.plan.pipeline == "steady" and at < due:
            due -= len(self.horizon.weeks)
        return task._replace(stage="", person=""), max(due, self.horizon.first_week)

    def of_day(self, where: PersonDay) -> dict[Work, float] | None:
        """Give what somebody was to do on a day and has no time for any more; None where that cannot be told."""
        if where not in self.backlog.workload.quotas:
            return None
        share = 1 - self._share_kept(where)
        return {work: share * amount for work, amount in self._meant.get(where, {}).items()}

    @cached_property
    def less_on_days(self) -> dict[PersonDay, float]:
        """How much less room for follow-up work days have than before, those that are lost none."""
        first = self.horizon.first_day
        less = {
            where: room - self.room_of_days.get(where, 0.0)
            for where, room in self._room_before.items()
            if where[0] >= first and where not in self.lost
        }
        return {where: count for where, count in less.items() if count > NOTHING}

    def _share_kept(self, where: PersonDay) -> float:
        """Give the share of a day's work for which there is time as before."""
        if where in self.lost:
            return 0.0
        room = self._room_before.get(where, 0.0)
        return 1 - self.less_on_days.get(where, 0.0) / room if room else 1.0

    @cached_property
    def _room_before(self) -> dict[PersonDay, float]:
        return room_of_days(self.backlog.workload, self.activity)

    # ---- as it is

    @cached_property
    def due(self) -> dict[Work, float]:
        """What falls due by now."""
        due = self.now.due_work.get(self.activity, {})
        return {work: amount for work, amount in _without_stages(due).items() if amount > NOTHING}

    @cached_property
    def taken(self) -> dict[tuple[Work, PersonWeek], float]:
        """What people do by now beyond what they were to do: which work, and who does it in which week."""
        network = Network()
        for work, amount in self.due.items():
            network.arc("due", ("due", *work), amount)
        for whose, room in self._rooms.items():
            network.arc(("time", whose), "time", room)
        for (work, whose), amount in self._kept.items():
            if work in self.due and whose in self._rooms:
                network.arc(("due", *work), ("time", whose), amount)
        network.fill("due", "time")
        for whose, more in self._more.items():
            network.arc(("more", whose), ("time", whose), more)
        arcs = [*self._carry(network, "more", self._more), *self._carry(network, "time", self._rooms)]
        found: defaultdict[tuple[Work, PersonWeek], float] = defaultdict(float)
        for key, arc in arcs:
            found[key] += network.carried(arc)
        return {key: amount for key, amount in found.items() if amount > NOTHING}

    def _carry(
        self, network: Network, place: str, whose: Collection[PersonWeek]
    ) -> list[tuple[tuple[Work, PersonWeek], int]]:
        """Carry what is left to people's weeks, as soon as it falls due."""
        arcs = []
        for late in range(self.now.plan.grace_weeks + 1):
            for work, amount in self.due.items():
                for who in self._who_may(work, late):
                    if who in whose:
                        arcs.append(((work, who), network.arc(("due", *work), (place, who), amount)))
            network.fill("due", "time")
        return arcs

    @cached_property
    def _kept(self) -> dict[tuple[Work, PersonWeek], float]:
        """What everybody was to do and has time for as before."""
        kept: defaultdict[tuple[Work, PersonWeek], float] = defaultdict(float)
        for (day, name), parts in self._meant.items():
            if share := self._share_kept((day, name)):
                for work, amount in parts.items():
                    kept[work, (name, self.horizon.week_of(day))] += share * amount
        return kept

    @cached_property
    def _rooms(self) -> dict[PersonWeek, float]:
        """What everybody's quota of a week leaves for follow-up work."""
        rooms: defaultdict[PersonWeek, float] = defaultdict(float)
        for (day, name), room in self.room_of_days.items():
            rooms[name, self.horizon.week_of(day)] += room
        allowed = self.now.allowance
        return {
            (name, week): min(room, max(0.0, allowed[name, week].get(self.activity, 0.0) - self._opened(name, week)))
            for (name, week), room in rooms.items()
        }

    def _opened(self, name: str, week: int) -> float:
        return self.now.opened.get((name, week), {}).get(self.activity, 0.0)

    @cached_property
    def room_of_days(self) -> dict[PersonDay, float]:
        """What the quotas of single days leave for follow-up work by now."""
        return room_of_days(self.now, self.activity)

    @cached_property
    def more_on_days(self) -> dict[PersonDay, float]:
        """How much more that is than before."""
        more = {where: room - self._room_before.get(where, 0.0) for where, room in self.room_of_days.items()}
        return {where: count for where, count in more.items() if count > NOTHING}

    @cached_property
    def _more(self) -> dict[PersonWeek, float]:
        more: defaultdict[PersonWeek, float] = defaultdict(float)
        for (day, name), count in self.more_on_days.items():
            more[name, self.horizon.week_of(day)] += count
        return {whose: count for whose, count in more.items() if whose in self._rooms}

    def _who_may(self, work: Work, late: int) -> Iterator[PersonWeek]:
        task, due = work
        for name, week in self._rooms:
            if week == due + late and self.now.posts[name].group.may_do(task):
                yield name, week

    def days_of(self, whose: PersonWeek) -> list[dt.date]:
        """List the days of a person's week that have room for follow-up work."""
        return [day for day, name in self.room_of_days if (name, self.horizon.week_of(day)) == whose]


def _without_stages(due: Mapping[Work, float]) -> dict[Work, float]:
    return _added(((task._replace(stage="", person=""), week), amount) for (task, week), amount in due.items())


def _added(parts: Iterator[tuple[Work, float]]) -> dict[Work, float]:
    sums: defaultdict[Work, float] = defaultdict(float)
    for work, amount in parts:
        sums[work] += amount
    return dict(sums)
