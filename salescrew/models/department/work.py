"""The follow-up work that items make: how much of it is due when, and when it may be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from salescrew.models.department.funnels import FunnelFlow
from salescrew.models.department.horizon import Horizon

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
    def efforts(self) -> list[tuple[str, str]]:
        """The funnels and activities in which items make work."""
        so_far = self.horizon.plan.so_far
        found = dict.fromkeys(
            (name, activity)
            for name, funnel in self.horizon.plan.funnels.items()
            for activity in dict.fromkeys(a for stage in funnel.stages for a in stage.effort)
            if any(stage.effort.get(activity) for stage in funnel.stages)
        )
        return [*(found | dict.fromkeys((row.funnel, row.activity) for row in (so_far.open_work if so_far else ())))]

    def due(self, funnel: str, activity: str) -> list[DueInWeek]:
        """Give the work due in each week."""
        if (funnel, activity) not in self._due:
            self._due[funnel, activity] = self._worked_out(funnel, activity)
        return self._due[funnel, activity]

    @cached_property
    def _due(self) -> dict[tuple[str, str], list[DueInWeek]]:
        return {}

    def _worked_out(self, funnel: str, activity: str) -> list[DueInWeek]:
        weights: list[dict[int, float]] = [{} for _ in self.horizon.weeks]
        given = [0.0 for _ in self.horizon.weeks]
        flow, to_be_worked = self.flows[funnel], self.to_be_worked[funnel]
        for number, stage in enumerate(flow.funnel.stages):
            if not (each := stage.effort.get(activity, 0.0)):
                continue
            for week, landed in enumerate(flow.spread[number]):
                for at, share in landed.items():
                    weights[at][week] = weights[at].get(week, 0.0) + each * share
            for at, items in enumerate(to_be_worked.opening[number]):
                given[at] += each * items
        for week, amount in self._left_from_before(funnel, activity).items():
            given[week] += amount
        return list(zip(weights, given, strict=True))

    def _left_from_before(self, funnel: str, activity: str) -> dict[int, float]:
        """Give the work left from before the plan was made anew, less what may be left for after the end, by week."""
        so_far = self.horizon.plan.so_far
        amounts: dict[int, float] = {}
        for sign, rows in ((1.0, so_far.open_work), (-1.0, so_far.spared_work)) if so_far else ():
            for row in rows:
                if (row.funnel, row.activity) == (funnel, activity):
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
