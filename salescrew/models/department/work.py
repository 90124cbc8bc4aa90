"""The follow-up work that items make: how much of it is due when, and when it may be done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from salescrew.models.department.funnels import FlowBeyond, FunnelFlow, Passing, Source
from salescrew.models.department.horizon import Horizon
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.funnels import Stage, handling
from salescrew.models.plan.sections.roles import CLOSER
from salescrew.models.plan.so_far import DueWork


class Task(NamedTuple):
    """Follow-up work that the same people may do.

    Attributes
    ----------
    by_closer
        Whether only closers do it.
    stage
        The stage whose items are handled by whoever does it, where that counts; else empty.
    person
        The only one who does it, where that was agreed by name; else empty.
    """

    funnel: str
    activity: str
    by_closer: bool = False
    stage: str = ""
    person: str = ""

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
    follow_up
        What an item is worth that they handle.
    person
        The only one of them, where work was agreed with this person by name; else empty.
    """

    funnels: frozenset[str]
    closes: bool = False
    follow_up: float = 1.0
    person: str = ""

    def may_do(self, task: Task) -> bool:
        """Tell whether a task is theirs."""
        is_theirs = task.person in ("", self.person)
        return is_theirs and task.funnel in self.funnels and (self.closes or not task.by_closer)


def in_order(groups: set[Group]) -> list[Group]:
    """Sort groups, so that models are always built alike."""
    return sorted(groups, key=lambda group: (sorted(group.funnels), *group[1:]))


Entry = tuple[Source, int]
"""What enters a funnel, or passes a stage beyond its conversion, in a week."""
DueInWeek = tuple[dict[Entry, float], float]
"""The work due in a week: by weight on what enters, and what is given."""


@dataclass(frozen=True, eq=False)
class Work:
    """The work of a plan.

    Attributes
    ----------
    flows
        What passes through each funnel, and what passes a stage beyond its conversion.
    to_be_worked
        The same with that of the opening pipeline alone whose work must be done.
    """

    horizon: Horizon
    flows: Mapping[Source, FunnelFlow]
    to_be_worked: Mapping[str, FunnelFlow]

    @cached_property
    def counts(self) -> bool:
        """Whether it counts who handles items."""
        return follow_up_counts(self.horizon.plan)

    def task_at(self, funnel: str, stage: Stage, activity: str) -> Task:
        """Give the task that the items of a stage make in an activity."""
        return task_at(funnel, stage, activity, counts=self.counts)

    @cached_property
    def tasks(self) -> list[Task]:
        """The work that items make."""
        so_far = self.horizon.plan.so_far
        found = dict.fromkeys(
            task
            for name, funnel in self.horizon.plan.funnels.items()
            for activity in dict.fromkeys(a for stage in funnel.stages for a in stage.effort)
            for by_closer in (False, True)
            for stage in funnel.stages
            if activity in stage.effort and (task := self.task_at(name, stage, activity)).by_closer == by_closer
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
        weights: list[dict[Entry, float]] = [{} for _ in self.horizon.weeks]
        given = [0.0 for _ in self.horizon.weeks]
        to_be_worked = self.to_be_worked[task.funnel]
        for number, each in self._efforts(task):
            for source, flow in self.flows.items():
                if flow.name != task.funnel:
                    continue
                for week, landed in enumerate(flow.spread[number]):
                    for at, share in landed.items():
                        entry = (source, week)
                        weights[at][entry] = weights[at].get(entry, 0.0) + each * share
            for at, items in enumerate(to_be_worked.opening[number]):
                given[at] += each * items
        for week, amount in self._left_from_before(task).items():
            given[week] += amount
        return list(zip(weights, given, strict=True))

    def _efforts(self, task: Task) -> Iterator[tuple[int, float]]:
        """Yield the stages whose items make a task, by number, with how much of it each item makes."""
        for number, stage in enumerate(self.flows[task.funnel].funnel.stages):
            if task.activity in stage.effort and self.task_at(task.funnel, stage, task.activity) == task:
                yield number, stage.effort[task.activity]

    def handled_at(self, task: Task) -> tuple[Passing, float]:
        """Give the stage whose items are handled by a task, and how much of it each of them takes."""
        ((number, each),) = self._efforts(task)
        return Passing(task.funnel, number), each

    def may_be_done(self, task: Task) -> list[float]:
        """Give the work of each week that need not be done, and may: of an opening pipeline that is left out."""
        most = [0.0 for _ in self.horizon.weeks]
        whole, to_be_worked = self.flows[task.funnel], self.to_be_worked[task.funnel]
        if whole is not to_be_worked:
            for number, each in self._efforts(task):
                for at, items in enumerate(whole.opening[number]):
                    most[at] += each * (items - to_be_worked.opening[number][at])
        return most

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
    return Task(row.funnel, row.activity, row.by == CLOSER, row.stage or "", row.person or "")


def task_at(funnel: str, stage: Stage, activity: str, *, counts: bool) -> Task:
    """Give the task that the items of a stage make in an activity.

    Parameters
    ----------
    counts
        Whether it counts who handles items.
    """
    is_handling = counts and handling(stage) == activity
    return Task(funnel, activity, is_by_closer(stage), stage.name if is_handling else "")


def follow_up_counts(plan: Plan) -> bool:
    """Tell whether it counts who does the work: somebody's `follow_up` is not 1."""
    return any(one.follow_up != 1 for one in (*plan.managers, *(one for one in plan.candidates if one.at_most)))


def due_work(task: Task, monday: dt.date, amount: float) -> DueWork:
    """Write down how much of a task is left, or need not be done."""
    return DueWork(
        week=monday,
        funnel=task.funnel,
        activity=task.activity,
        amount=amount,
        by=task.by,
        stage=task.stage or None,
        person=task.person or None,
    )


def sources_of(plan: Plan, flows: Mapping[str, FunnelFlow]) -> Mapping[Source, FunnelFlow]:
    """Give what passes through each funnel, and what passes each stage beyond its conversion, where that counts."""
    sources: dict[Source, FunnelFlow] = {name: flow for name, flow in flows.items()}  # noqa: C416  (keys of another type)
    for name, flow in flows.items() if follow_up_counts(plan) else ():
        for number, stage in enumerate(flow.funnel.stages):
            if stage.effort:
                sources[Passing(name, number)] = FlowBeyond(plan, name, number)
    return sources
