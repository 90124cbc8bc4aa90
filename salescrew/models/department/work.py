"""The follow-up work that items make: how much of it is due when, and when it may be done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from salescrew.models.department.funnels import FunnelFlow
from salescrew.models.department.horizon import Horizon
from salescrew.models.plan.sections.funnels import Stage
from salescrew.models.plan.sections.roles import CLOSER
from salescrew.models.plan.so_far import DueWork


class Task(NamedTuple):
    """Follow-up work that the same people may do.

    Attributes
    ----------
    by_closer
        Whether only closers do it.
    """

    funnel: str
    activity: str
    by_closer: bool = False

    @property
    def by(self) -> Literal["closer"] | None:
        """Who does it, where that is not anybody: as a plan says it."""
        return "closer" if self.by_closer else None


class Group(NamedTuple):
    """People who may do the same work.

    Attributes
    ----------
    funnels
        The funnels that they work.
    closes
        Whether they are closers.
    """

    funnels: frozenset[str]
    closes: bool = False

    def may_do(self, task: Task) -> bool:
        """Tell whether a task is theirs."""
        return task.funnel in self.funnels and (self.closes or not task.by_closer)


def in_order(groups: set[Group]) -> list[Group]:
    """Sort groups, so that models are always built alike."""
    return sorted(groups, key=lambda group: (sorted(group.funnels), group.closes))


DueInWeek = tuple[dict[int, float], float]
"""The work due in a week: by weight on what enters the first stage, week by week, and what is given."""


@dataclass(frozen=True, eq=False)
class Work:
    """The work of a plan.

    Attributes
    ----------
    flows
        What passes through each funnel.
    to_be_worked
        The same with that of the opening pipeline alone whose work must be done.
    """

    horizon: Horizon
    flows: Mapping[str, FunnelFlow]
    to_be_worked: Mapping[str, FunnelFlow]

    @cached_property
    def tasks(self) -> list[Task]:
        """The work that items make."""
        so_far = self.horizon.plan.so_far
        found = dict.fromkeys(
            Task(name, activity, by_closer)
            for name, funnel in self.horizon.plan.funnels.items()
            for activity in dict.fromkeys(a for stage in funnel.stages for a in stage.effort)
            for by_closer in (False, True)
            if any(stage.effort.get(activity) for stage in funnel.stages if is_by_closer(stage) == by_closer)
        )
        return [*(found | dict.fromkeys(task_of(row) for row in (so_far.open_work if so_far else ())))]

    def due(self, task: Task) -> list[DueInWeek]:
        """Give the work due in each week."""
        if task not in self._due:
            self._due[task] = self._worked_out(task)
        return self._due[task]

    @cached_property
    def _due(self) -> dict[Task, list[DueInWeek]]:
        return {}

    def _worked_out(self, task: Task) -> list[DueInWeek]:
        weights: list[dict[int, float]] = [{} for _ in self.horizon.weeks]
        given = [0.0 for _ in self.horizon.weeks]
        flow, to_be_worked = self.flows[task.funnel], self.to_be_worked[task.funnel]
        for number, stage in enumerate(flow.funnel.stages):
            each = stage.effort.get(task.activity, 0.0) if is_by_closer(stage) == task.by_closer else 0.0
            if not each:
                continue
            for week, landed in enumerate(flow.spread[number]):
                for at, share in landed.items():
                    weights[at][week] = weights[at].get(week, 0.0) + each * share
            for at, items in enumerate(to_be_worked.opening[number]):
                given[at] += each * items
        for week, amount in self._left_from_before(task).items():
            given[week] += amount
        return list(zip(weights, given, strict=True))

    def _left_from_before(self, task: Task) -> dict[int, float]:
        """Give the work left from before the plan was made anew, less what may be left for after the end, by week."""
        so_far = self.horizon.plan.so_far
        amounts: dict[int, float] = {}
        for sign, rows in ((1.0, so_far.open_work), (-1.0, so_far.spared_work)) if so_far else ():
            for row in rows:
                if task_of(row) == task:
                    week = self.horizon.week_of(row.week)
                    amounts[week] = amounts.get(week, 0.0) + sign * row.amount
        return amounts

    def weeks_to_do(self, week: int) -> list[int]:
        """Give the weeks in which work due in a week may be done."""
        window = range(week, week + self.horizon.plan.grace_weeks + 1)
        weeks = len(self.horizon.weeks)
        if self.horizon.plan.pipeline == "steady":
            return sorted({at % weeks for at in window})
        return [at for at in window if at < weeks]


def is_by_closer(stage: Stage) -> bool:
    """Tell whether only closers do the work of a stage."""
    return stage.by == CLOSER


def task_of(row: DueWork) -> Task:
    """Give the task of which a row tells how much was left."""
    return Task(row.funnel, row.activity, row.by == CLOSER)


def due_work(task: Task, monday: dt.date, amount: float) -> DueWork:
    """Write down how much of a task is left, or need not be done."""
    return DueWork(week=monday, funnel=task.funnel, activity=task.activity, amount=amount, by=task.by)
