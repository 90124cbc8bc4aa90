"""Work that was agreed with somebody by name: of items that entered a stage, and of the next one that they enter.

It stays with that person, unless he or she is away in all the weeks in which it may be done, or may not do it any more.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from salescrew.models.department.funnels import lag
from salescrew.models.department.work import Task
from salescrew.models.plan.values.days import Interval
from salescrew.models.tracking.backlog import Backlog, Due
from salescrew.models.tracking.happened import NOTHING
from salescrew.models.tracking.standing import Conversions


class ByName:
    """With whom work stays.

    Parameters
    ----------
    conversions
        Those that the plan is made anew with.
    away
        Who is away besides what the plan says.
    """

    def __init__(self, backlog: Backlog, conversions: Conversions, away: Mapping[str, Sequence[Interval]]) -> None:
        self.backlog = backlog
        self.standing = backlog.standing
        self.horizon = backlog.horizon
        self.conversions = conversions
        self.away = away

    def kept(self, task: Task, week: int) -> Task:
        """Give a task with the name of the person with whom it stays, or as one that anybody may do."""
        return task if not task.person or self._stays(task, week) else task._replace(person="")

    def _stays(self, task: Task, week: int) -> bool:
        post = self.backlog.workload.posts.get(task.person)
        if post is None or not post.group.may_do(task._replace(person="")):
            return False
        last = max(week, self.standing.week) + self.standing.plan.grace_weeks
        return any(self._is_there(task.person, day) for day in post.day_set if self.horizon.week_of(day) <= last)

    def _is_there(self, name: str, day: dt.date) -> bool:
        return day >= self.standing.end and not any(day in interval for interval in self.away.get(name, ()))

    def ahead(self, activity: str) -> Due:
        """Give the work of the next stage of items under way that were agreed by name, by task and week."""
        ahead: Due = defaultdict(float)
        if not self.backlog.workload.department.work.counts:
            for task, week, amount in self._ahead(activity):
                if amount > NOTHING and self._stays(task, week):
                    ahead[task, week] += amount
        return dict(ahead)

    def _ahead(self, activity: str) -> Iterator[tuple[Task, int, float]]:
        standing = self.standing
        for fact in standing.facts:
            if not fact.person or fact.kind != "stage":
                continue
            stages = standing.plan.funnels[fact.funnel].stages
            number = next(place for place, one in enumerate(stages) if one.name == fact.of)
            following = stages[number + 1] if number + 1 < len(stages) else None
            if following is None or activity not in following.effort:
                continue
            task = self.backlog.workload.department.work.task_at(fact.funnel, following, activity)
            entered = self.horizon.week_of(fact.date)
            for later, share in lag(stages[number].days_to_next).items():
                at = entered + later
                left = standing.share_left(entered, at) if at < standing.weeks else 0.0
                items = fact.count * share * left * self.conversions[fact.funnel][number]
                yield task._replace(person=fact.person), at, items * following.effort[activity]
