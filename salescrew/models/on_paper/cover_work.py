"""What somebody who is away was to do besides duty, and who has time for it as the result has it."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

from salescrew.models.answers.cover import TimeFor, WorkToCover
from salescrew.models.department.posts import Post
from salescrew.models.department.work import Task
from salescrew.models.schedule.schedule import PersonDay, Schedule

_SOME = 1e-3
"""Less than so much is nothing to be done."""


class WorkOfAbsent:
    """What people who are away were to do besides duty.

    Parameters
    ----------
    is_away
        Tells whether somebody is away on a day.
    worth
        What a standard contact brings within the plan, by funnel and week.
    """

    def __init__(
        self,
        planned: Schedule,
        is_away: Callable[[dt.date, str], bool],
        worth: Mapping[str, Sequence[float]],
    ) -> None:
        self.planned = planned
        self.plan = planned.plan
        self.horizon = planned.horizon
        self.is_away = is_away
        self.worth = worth

    def rows(self) -> Iterator[WorkToCover]:
        """Go through it in order of time."""
        made = {activity for funnel in self.plan.funnels.values() for one in funnel.stages for activity in one.effort}
        days = (where for where in self.planned.days if where[0] >= self.horizon.first_day and self.is_away(*where))
        for day, name in sorted(days):
            asked = self.planned.days[day, name]
            for activity in (one for one in asked.quotas if one in made):
                amount = asked.quotas[activity] - self._opened(asked.contacts, activity)
                if amount > _SOME:
                    yield self._row(day, name, "work", activity, activity, amount)
            for funnel, count in asked.contacts.items():
                if count > _SOME:
                    yield self._row(day, name, "contacts", funnel, str(self.plan.funnels[funnel].opens_with), count)

    def _opened(self, contacts: Mapping[str, float], activity: str) -> float:
        return math.fsum(n for funnel, n in contacts.items() if self.plan.funnels[funnel].opens_with == activity)

    def _row(self, day: dt.date, name: str, kind: str, what: str, activity: str, amount: float) -> WorkToCover:
        week = self.horizon.week_of(day)
        last_week = min(week + (self.plan.grace_weeks if kind == "work" else 0), len(self.horizon.weeks) - 1)
        brings = self.worth[what][week] * self.planned.worth(name, week) if kind == "contacts" else 0.0
        row = {"date": day, "away": name, "kind": kind, "what": what, "amount": amount, "revenue": amount * brings}
        last_day = min(self.horizon.last_day, self.horizon.monday(last_week) + dt.timedelta(days=6))
        days = [one for one in self.horizon.working_days if day <= one <= last_day]
        found = [
            option
            for who in self.planned.posts
            if self._may(who, name, kind, what)
            for option in self._time_of(who, days, activity, amount)
        ]
        options = tuple(sorted(found, key=lambda one: (one.date, -one.room)))
        return WorkToCover.model_validate({**row, "last_day": last_day, "options": options})

    def _may(self, who: str, away: str, kind: str, what: str) -> bool:
        """Tell whether somebody may do work that somebody else was to do."""
        other = self.planned.posts[who]
        if kind == "contacts":
            return what in other.funnels and not other.closes
        return any(other.group.may_do(task) for task in self._tasks(self.planned.posts.get(away), what))

    def _tasks(self, post: Post | None, activity: str) -> Iterator[Task]:
        for task in self.planned.department.work.tasks:
            if task.activity == activity and (post is None or post.group.may_do(task)):
                yield task

    def _time_of(self, who: str, days: Sequence[dt.date], activity: str, amount: float) -> Iterator[TimeFor]:
        """Yield the first day on which somebody has time for all of it, or else the one with most time."""
        rooms = {day: self._room((day, who), activity) for day in days if not self.is_away(day, who)}
        enough = [day for day, room in rooms.items() if room >= amount]
        if rooms and (most := max(rooms.values())) > _SOME:
            day = enough[0] if enough else next(day for day, room in rooms.items() if room == most)
            yield TimeFor(manager=who, date=day, room=rooms[day])

    def _room(self, where: PersonDay, activity: str) -> float:
        """Give how much of an activity somebody has time for besides what is asked; on a free day, of any pattern."""
        post = self.planned.posts[where[1]]
        if where not in self.planned.roster:
            return self._room_of_free_day(where[0], post, activity)
        day = self.planned.days[where]
        slots = (self.planned.slots.get((where[0], one)) for one in day.duty)
        most = post.most(day.pattern, (slot for slot in slots if slot is not None))
        return max(0.0, most.get(activity, 0) * post.present - day.quotas.get(activity, 0))

    def _room_of_free_day(self, day: dt.date, post: Post, activity: str) -> float:
        week = self.horizon.week_of(day)
        if day not in post.day_set or self._worked[post.names[0], week] >= post.most_days:
            return 0.0
        menu = self.planned.department.posts.menu(day, post.record, post.role)
        return max((pattern.get(activity, 0) for pattern in menu), default=0) * post.present

    @cached_property
    def _worked(self) -> Counter[tuple[str, int]]:
        """The days on which everybody works in each week."""
        return Counter((name, self.horizon.week_of(day)) for day, name in self.planned.roster)
