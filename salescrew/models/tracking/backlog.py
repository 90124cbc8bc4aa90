"""Follow-up work that is still to be done on a day: what fell due, less what was done.

Who did which of it is not known, only how much everybody did. It is divided as the plan meant it to be, as far as that
goes, and beyond that in any way that leaves least.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from functools import cached_property

from salescrew.models.department.work import Group, Task, task_of
from salescrew.models.plan.sections.funnels import Stage
from salescrew.models.schedule.follow_up import Work, divided
from salescrew.models.schedule.largest_flow import Network
from salescrew.models.schedule.workload import PersonWeek, Workload
from salescrew.models.tracking.happened import NOTHING
from salescrew.models.tracking.standing import Standing

NOISE = 1e-6
"""What work may be off by: a plan without an hour to spare must not fail for that."""
Due = dict[tuple[Task, int], float]
"""Work by task and the week in which it falls due; before the plan's first week, it is negative."""
Meant = dict[tuple[Task, int, Group, int], float]
"""Work as it was meant to be done: by task and the week in which it falls due, and by whom and when."""
DoneBy = dict[tuple[Group, int], float]
"""Follow-up work done, by those who did it, and by week."""


class Backlog:
    """The work that is left on a day.

    Parameters
    ----------
    workload
        The plan in force and its result.
    since
        The first day that this plan has planned.
    """

    def __init__(self, standing: Standing, workload: Workload, since: dt.date) -> None:
        self.standing = standing
        self.workload = workload
        self.since = since
        self.horizon = standing.horizon

    @cached_property
    def _by_name(self) -> frozenset[str]:
        """Those with whom items were agreed by name."""
        so_far = self.workload.plan.so_far
        rows = (row.person or "" for row in (so_far.open_work if so_far else ()))
        return frozenset((*rows, *(fact.person for fact in self.standing.facts))) - {""}

    @cached_property
    def activities(self) -> list[str]:
        """The activities that items make work of."""
        funnels = self.standing.plan.funnels.values()
        return list(dict.fromkeys(activity for one in funnels for stage in one.stages for activity in stage.effort))

    @cached_property
    def meant(self) -> dict[str, dict[PersonWeek, dict[Work, float]]]:
        """How the plan divides its follow-up work, by activity: by person and week, of which task and week."""
        return {activity: divided(self.workload, activity) for activity in self.activities}

    def wrapped(self, activity: str) -> Due:
        """Give the work of the last weeks that a steady plan does in its first ones."""
        round_the_end: Due = defaultdict(float)
        if self.workload.plan.pipeline == "steady":
            for (_, at), parts in self.meant[activity].items():
                for (task, due), amount in parts.items():
                    if at < due:
                        round_the_end[task, due] += amount
        return round_the_end

    # ---- what fell due

    def due(self, activity: str) -> Due:
        """Add up the work that fell due: what was open when this plan began, and what came since."""
        due: Due = defaultdict(float)
        so_far = self.workload.plan.so_far
        for row in so_far.open_work if so_far else ():
            if row.activity == activity:
                due[task_of(row), self.horizon.week_of(row.week)] += row.amount
        for (task, week), amount in self.wrapped(activity).items():
            due[task, week - self.standing.weeks] += amount
        for fact in self.standing.facts:
            if fact.date < self.since or fact.kind not in ("contacts", "leads", "stage"):
                continue
            stage = self._stage(fact.funnel, fact.kind, fact.of)
            if stage is not None and (effort := stage.effort.get(activity, 0.0)):
                week = self.horizon.week_of(fact.date)
                worth = 1.0 if fact.kind == "stage" else self.standing.planned.worth(fact.manager, week)
                task = self._task(fact.funnel, stage, activity)
                due[task._replace(person=fact.person), week] += effort * worth * fact.count
        self._add_first_items(activity, due)
        for key, amount in self.left_for_later(activity).items():
            # what was done ahead before this plan began, or is left for after the end, is no longer due
            if key[1] < self.standing.week and key in due:
                due[key] = max(0.0, due[key] - amount)
        return due

    def _spared(self, activity: str) -> Due:
        """Give the work that this plan need not do, since it was done ahead or is left for after the end."""
        so_far = self.workload.plan.so_far
        spared: Due = defaultdict(float)
        for row in so_far.spared_work if so_far else ():
            if row.activity == activity:
                spared[task_of(row), self.horizon.week_of(row.week)] += row.amount
        return spared

    def left_for_later(self, activity: str) -> Due:
        """Give the work that the next plan need not do either."""
        return self._spared(activity) if self.workload.plan.so_far else self.wrapped(activity)

    def _task(self, funnel: str, stage: Stage, activity: str) -> Task:
        return self.workload.department.work.task_at(funnel, stage, activity)

    def _stage(self, funnel: str, kind: str, stage: str) -> Stage | None:
        """Give the stage that the items of a fact entered; None where others are counted in their place."""
        stages = self.standing.plan.funnels[funnel].stages
        if kind != "stage":
            return None if self.standing.counts_first_stage(funnel) else stages[0]
        return next(one for one in stages if one.name == stage)

    def _add_first_items(self, activity: str, due: Due) -> None:
        """Add the work of items that entered first stages at the start without a contact or a lead."""
        planned = self.standing.planned
        if self.since > planned.first_day or not self.standing.has_begun:
            return
        for name, funnel in self.standing.plan.funnels.items():
            if not self.standing.counts_first_stage(name):
                first = funnel.stages[0]
                amount = first.effort.get(activity, 0.0) * planned.first_items(name)
                due[self._task(name, first, activity), self.horizon.first_week] += amount

    # ---- what was done

    @cached_property
    def _known(self) -> frozenset[str]:
        """The activities of which anything is known to have been done."""
        return frozenset(fact.of for fact in self.standing.facts if fact.kind == "activity" and fact.date >= self.since)

    def is_known(self, activity: str) -> bool:
        """Tell whether anything is known to have been done of an activity."""
        return activity in self._known

    def _group(self, name: str) -> Group:
        post = self.workload.posts.get(name)
        group = Group(frozenset(self.standing.plan.funnels), closes=True) if post is None else post.group
        return group._replace(person=name if name in self._by_name else "")

    def done(self, activity: str) -> DoneBy:
        """Add up what was done of an activity besides opening contacts."""
        by_person: dict[tuple[str, int], float] = defaultdict(float)
        for fact in self.standing.facts:
            if fact.date < self.since:
                continue
            week = self.horizon.week_of(fact.date)
            if fact.kind == "activity" and fact.of == activity:
                by_person[fact.manager, week] += fact.count
            elif fact.kind == "contacts" and self.standing.plan.funnels[fact.funnel].opens_with == activity:
                by_person[fact.manager, week] -= fact.count
        done: DoneBy = defaultdict(float)
        for (name, week), amount in by_person.items():
            if amount > 0:
                done[self._group(name), week] += amount
        return done

    def meant_by_now(self, activity: str) -> Meant:
        """Give what the plan meant to be done by now: by task and week due, and by whom and when."""
        by_now: Meant = defaultdict(float)
        for (name, at), parts in self.meant[activity].items():
            share = self._share_over(name, at, activity)
            for (task, due), amount in parts.items():
                before_start = self.workload.plan.pipeline == "steady" and at < due
                week = due - self.standing.weeks if before_start else due
                by_now[task, week, self._group(name), at] += amount * share
        return by_now

    def _share_over(self, name: str, week: int, activity: str) -> float:
        """Give the share of a person's follow-up work of a week that was meant for the days that are over."""
        if week != self.standing.week:
            return float(week < self.standing.week)
        over = in_all = 0.0
        for (day, who), row in self.workload.quotas.items():
            if who == name and self.horizon.week_of(day) == week:
                opened = self.workload.opened_by_day.get((day, who), {}).get(activity, 0.0)
                room = max(0.0, row.activities.get(activity, 0) - opened)
                in_all += room
                over += room if day < self.standing.end else 0.0
        return over / in_all if in_all else 0.0

    # ---- what is left

    def ahead(self, activity: str) -> Due:
        """Give the work that will still fall due in the week that has begun: some of it may have been done already."""
        standing, due = self.standing, Due()
        if standing.over and standing.week < standing.weeks:
            conversions = standing.planned_conversions()
            for name, funnel in standing.plan.funnels.items():
                coming = standing.to_come(name, conversions[name], standing.to_open[name])
                amounts: dict[Task, float] = defaultdict(float)
                for stage, items in zip(funnel.stages, coming, strict=False):
                    if activity in stage.effort:
                        amounts[self._task(name, stage, activity)] += stage.effort[activity] * items[standing.week]
                due |= {(task, standing.week): amount for task, amount in amounts.items() if amount > NOTHING}
        return due

    def settled(self, activity: str) -> tuple[Due, dict[Task, float]]:
        """Give the work that is left to do, by task and week, and the work of this week that was done ahead.

        What fell due before is due in this week; what was put off until a later one is due then.
        """
        due = {key: amount for key, amount in self.due(activity).items() if amount > NOTHING}
        ahead, meant = self.ahead(activity), self.meant_by_now(activity)
        if self.is_known(activity):
            carried, carried_ahead = _carried(due, ahead, meant, self.done(activity))
        else:
            # of what nobody reports, it is taken that it went by plan
            by_now: Due = defaultdict(float)
            for (task, week, _, _), amount in meant.items():
                by_now[task, week] += amount
            carried = {key: min(amount, by_now[key]) for key, amount in due.items()}
            carried_ahead = {key: min(most, max(0.0, by_now[key] - due.get(key, 0.0))) for key, most in ahead.items()}
        left: Due = defaultdict(float)
        for (task, week), amount in due.items():
            left[task, max(week, self.standing.week)] += amount - carried.get((task, week), 0.0)
        done_ahead = {task: amount for (task, _), amount in carried_ahead.items() if amount > NOTHING}
        return {key: amount - NOISE for key, amount in left.items() if amount > NOISE}, done_ahead


def _carried(due: Due, ahead: Due, meant: Meant, done: DoneBy) -> tuple[Due, Due]:
    """Give how much was done of what fell due, and of what will: first as it was meant, then in any way."""
    network = Network()
    fallen = {key: network.arc("due", ("due", *key), amount) for key, amount in due.items()}
    coming = {key: network.arc("ahead", ("due", *key), amount) for key, amount in ahead.items()}
    for (group, at), amount in done.items():
        network.arc(("time", group, at), "time", amount)
    every = {**ahead, **due}
    for (task, week, group, at), amount in meant.items():
        if (task, week) in every and (group, at) in done:
            network.arc(("due", task, week), ("time", group, at), amount)
    for source in ("due", "ahead"):
        network.fill(source, "time")
    for task, week in every:
        for group, at in done:
            if group.may_do(task) and at >= week:
                amount = due.get((task, week), 0.0) + ahead.get((task, week), 0.0)
                network.arc(("due", task, week), ("time", group, at), amount)
    for source in ("due", "ahead"):
        network.fill(source, "time")
    return (
        {key: network.carried(arc) for key, arc in fallen.items()},
        {key: network.carried(arc) for key, arc in coming.items()},
    )
