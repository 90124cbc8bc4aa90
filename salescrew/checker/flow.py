"""How items pass through the funnels, week by week (section 4 of the model)."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Callable, Mapping

from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.funnels import Stage

PAID = "paid"
ByWeek = list[float]
Work = tuple[str, bool]
"""Work of a funnel, and whether only closers do it."""
Due = dict[tuple[Work, int], float]
"""How much of that falls due in which week."""


def entering(
    plan: Plan,
    name: str,
    first: ByWeek,
    first_week: int = 0,
    weeks: int | None = None,
    worth: Callable[[int, int, float], float] | None = None,
) -> list[ByWeek]:
    """Count the items that enter each stage of a funnel, `paid` last, in each week.

    Each week's items are sent on to the weeks in which they enter the next stage, one stage after the other; those
    that have waited at their stage already, for the rest of the time.

    Parameters
    ----------
    first
        What contacts and leads bring into the first stage, by week.
    first_week
        The first week that is planned, in which the opening pipeline is there.
    weeks
        How many weeks are looked at; by default those of the horizon.
    worth
        Gives what the items that enter a stage in a week are worth there: by the numbers of stage and week, and items.
    """
    weeks = weeks or len(first)
    pipeline, stages = plan.pipeline, plan.funnels[name].stages
    opening = pipeline.get(name, {}) if isinstance(pipeline, dict) else {}
    entered = [list(first), *([0.0] * weeks for _ in stages)]
    for k, stage in enumerate(stages):
        items = opening.get(stage.name, 0.0)
        if not isinstance(items, tuple):
            entered[k][first_week] += items
        leaving = [
            (week, worth(k, week, count) if worth else count, stage.days_to_next)
            for week, count in enumerate(entered[k])
        ]
        if isinstance(items, tuple):
            for old in items:
                rest = max(0.0, stage.days_to_next - old.waited_days)
                leaving.append((first_week, old.items, rest if old.days_left is None else old.days_left))
        for week, count, days in leaving:
            tau = days / 7
            i = math.floor(tau)
            for later, share in ((week + i, 1 - (tau - i)), (week + i + 1, tau - i)):
                if pipeline == "steady":
                    entered[k + 1][later % weeks] += share * stage.conversion * count
                elif later < weeks:
                    entered[k + 1][later] += share * stage.conversion * count
    return entered


def due_work(plan: Plan, entered: Mapping[str, list[ByWeek]], week_of: Callable[[dt.date], int]) -> dict[str, Due]:
    """Count the work that entering items make, by activity, and by who does it and the week in which it falls due.

    What is left from before is added where it falls due, and what may be left for after the end is taken off.
    """
    due: dict[str, Due] = {}
    for name, stages in entered.items():
        for stage, items in zip(plan.funnels[name].stages, stages[:-1], strict=True):
            for activity, effort in stage.effort.items():
                falling = due.setdefault(activity, defaultdict(float))
                for week, count in enumerate(items):
                    if effort * count > 0:
                        falling[(name, stage.by == "closer"), week] += effort * count
    if plan.so_far is not None:
        for row in (one for one in plan.so_far.open_work if one.person is None):
            due.setdefault(row.activity, defaultdict(float))[(row.funnel, row.by == "closer"), week_of(row.week)] += (
                row.amount
            )
        for row in (one for one in plan.so_far.spared_work if one.person is None):
            falling, where = due.get(row.activity, {}), ((row.funnel, row.by == "closer"), week_of(row.week))
            if where in falling:
                falling[where] = max(0.0, falling[where] - row.amount)
    return due


def work_by_name(plan: Plan, week_of: Callable[[dt.date], int]) -> dict[str, dict[tuple[str, Work, int], float]]:
    """Count the work that was agreed with somebody by name, by activity: by who does it, which it is, and week."""
    found: dict[str, dict[tuple[str, Work, int], float]] = {}
    so_far = plan.so_far
    for sign, rows in ((1, so_far.open_work), (-1, so_far.spared_work)) if so_far else ():
        for row in (one for one in rows if one.person is not None):
            key = str(row.person), (row.funnel, row.by == "closer"), week_of(row.week)
            of_activity = found.setdefault(row.activity, {})
            of_activity[key] = max(0.0, of_activity.get(key, 0.0) + sign * row.amount)
    return found


def follow_up_counts(plan: Plan) -> bool:
    """Tell whether it counts who does the work of items: for somebody they are not worth 1."""
    return any(one.follow_up != 1 for one in (*plan.managers, *(one for one in plan.candidates if one.at_most)))


def handled_by(stage: Stage) -> str | None:
    """Name the activity whose doer handles the items of a stage."""
    return next(iter(stage.effort), None) if stage.handled_by is None else stage.handled_by
