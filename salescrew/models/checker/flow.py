"""How items pass through the funnels, week by week (section 4 of the model)."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping

from salescrew.models.plan import Plan

PAID = "paid"
ByWeek = list[float]


def entering(plan: Plan, name: str, first: ByWeek) -> list[ByWeek]:
    """Count the items that enter each stage of a funnel, `paid` last, in each week.

    Each week's items are sent on to the weeks in which they enter the next stage, one stage after the other.

    Parameters
    ----------
    first
        What contacts and leads bring into the first stage, by week.
    """
    weeks, pipeline, stages = plan.calendar.weeks, plan.pipeline, plan.funnels[name].stages
    opening = pipeline.get(name, {}) if isinstance(pipeline, dict) else {}
    entered = [list(first), *([0.0] * weeks for _ in stages)]
    for k, stage in enumerate(stages):
        entered[k][0] += opening.get(stage.name, 0.0)
        tau = stage.days_to_next / 7
        i = math.floor(tau)
        for week in range(weeks):
            passing = stage.conversion * entered[k][week]
            for later, share in ((week + i, 1 - (tau - i)), (week + i + 1, tau - i)):
                if pipeline == "steady":
                    entered[k + 1][later % weeks] += share * passing
                elif later < weeks:
                    entered[k + 1][later] += share * passing
    return entered


def due_work(plan: Plan, entered: Mapping[str, list[ByWeek]]) -> dict[str, dict[tuple[str, int], float]]:
    """Count the work that entering items make, by activity, and by funnel and the week in which it falls due."""
    due: dict[str, dict[tuple[str, int], float]] = {}
    for name, stages in entered.items():
        for stage, items in zip(plan.funnels[name].stages, stages[:-1], strict=True):
            for activity, effort in stage.effort.items():
                falling = due.setdefault(activity, defaultdict(float))
                for week, count in enumerate(items):
                    if effort * count > 0:
                        falling[name, week] += effort * count
    return due
