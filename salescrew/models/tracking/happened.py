"""What happened of a plan until a day: what has entered each stage by then, and how much of that has had its time.

Weeks are those of the plan. Of a week that has begun, so much is over as of its working days; what passes on in a week
does so evenly.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from salescrew.models.department.funnels import lag
from salescrew.models.facts.actuals import Actuals
from salescrew.models.plan.pipeline import openings
from salescrew.models.schedule.schedule import Schedule

NOTHING = 1e-9
_LITTLE = 1e-9


@dataclass(frozen=True)
class Cohort:
    """Items that were at a stage when a week began, or entered it in that week.

    Attributes
    ----------
    stage
        The stage's number.
    week
        The week; before the first one, it is negative.
    days
        Days that were left then until they pass on.
    is_seen
        Whether it is known from what happened; otherwise from the plan.
    """

    stage: int
    week: int
    items: float
    days: float
    is_seen: bool = True


BeforeStart = Mapping[str, Sequence[Cohort]]
"""What was under way before the plan's first week, by funnel."""


class Happened:
    """What happened before a day.

    Parameters
    ----------
    end
        What happened before this day counts.
    before_start
        What was under way before the plan's first week, by funnel; by default what a steady plan takes for granted.
    """

    def __init__(
        self,
        planned: Schedule,
        actuals: Actuals,
        end: dt.date,
        before_start: BeforeStart | None = None,
    ) -> None:
        self.planned = planned
        self.plan = planned.on_average
        self.horizon = planned.horizon
        self.end = end
        # what was before a plan that is made anew counts as that plan has it
        self.since = self.plan.so_far.as_of if self.plan.so_far else dt.date.min
        self.facts = Actuals(tuple(fact for fact in actuals if self.since <= fact.date < end))
        self.week = self.horizon.week_of(end)
        self.over = planned.share_over(self.week, end) if self.week < self.weeks else 0.0
        self._before_start = before_start

    @property
    def weeks(self) -> int:
        """The number of weeks of the plan."""
        return len(self.horizon.weeks)

    # ---- what entered

    @cached_property
    def entered(self) -> dict[str, list[list[float]]]:
        """The items that have entered each stage, `paid` last, by funnel and week; first stages in standard items."""
        entered = {name: self._nothing(name) for name in self.plan.funnels}
        first: dict[str, list[float]] = {name: [0.0] * self.weeks for name in self.plan.funnels}
        for fact in self.facts:
            week = self.horizon.week_of(fact.date)
            if fact.kind in ("contacts", "leads"):
                first[fact.funnel][week] += fact.count * self.planned.worth(fact.manager, week)
            elif fact.kind in ("stage", "paid"):
                stages = self.planned.stages(fact.funnel)
                stage = len(stages) - 1 if fact.kind == "paid" else stages.index(fact.of)
                entered[fact.funnel][stage][week] += fact.count
        for name, by_week in first.items():
            if not self.counts_first_stage(name):
                entered[name][0] = by_week
                if self.has_begun:
                    by_week[self.horizon.first_week] += self.planned.first_items(name)
        return entered

    def _nothing(self, funnel: str) -> list[list[float]]:
        return [[0.0] * self.weeks for _ in self.planned.stages(funnel)]

    @cached_property
    def _first_stages(self) -> frozenset[str]:
        firsts = {(name, funnel.stages[0].name) for name, funnel in self.plan.funnels.items()}
        return frozenset(f.funnel for f in self.facts if f.kind == "stage" and (f.funnel, f.of) in firsts)

    def counts_first_stage(self, funnel: str) -> bool:
        """Tell whether items are counted at a funnel's first stage, rather than contacts or leads by who took them."""
        return funnel in self._first_stages

    # ---- what has been at a stage

    @cached_property
    def before_start(self) -> dict[str, list[Cohort]]:
        """What was under way when the plan began, and does not enter a stage in its first week."""
        if self._before_start is not None:
            return {name: list(cohorts) for name, cohorts in self._before_start.items()}
        return {name: [*self._steadily_before(name), *self._aged(name)] for name in self.plan.funnels}

    def _steadily_before(self, funnel: str) -> list[Cohort]:
        """Go back before the start of a steady plan, as far as anything is still to pass on."""
        if self.plan.pipeline != "steady":
            return []
        cohorts = []
        for number, stage in enumerate(self.plan.funnels[funnel].stages):
            for back in range(1, max(lag(stage.days_to_next)) + 1):
                items = self.planned.entering[funnel][number][-back % self.weeks]
                if items > NOTHING:
                    cohorts.append(Cohort(number, -back, items, stage.days_to_next, is_seen=False))
        return cohorts

    def _aged(self, funnel: str) -> list[Cohort]:
        """Take items of the opening pipeline that have waited at their stage already."""
        stages, week = self.planned.stages(funnel), self.horizon.first_week
        cohorts = []
        for opening in openings(self.plan.pipeline, funnel):
            if opening.waited_days is not None:
                number = stages.index(opening.stage)
                left = opening.left(self.plan.funnels[funnel].stages[number].days_to_next)
                cohorts.append(Cohort(number, week, opening.items, left, is_seen=False))
        return cohorts

    def cohorts(self, funnel: str) -> list[Cohort]:
        """List everything that has been at a stage of a funnel."""
        seen = [
            Cohort(number, week, items, stage.days_to_next)
            for number, stage in enumerate(self.plan.funnels[funnel].stages)
            for week, items in enumerate(self.entered[funnel][number])
            if items > 0
        ]
        return [*self.before_start.get(funnel, []), *seen]

    def share_left(self, entered: int, at: int, *, is_seen: bool = True) -> float:
        """Give the share of what entered a stage in one week and passes on in another that has not done so yet."""
        if at != self.week:
            return float(at > self.week)
        # what enters in this week and passes on in it has done both by now, or will do both
        return 0.0 if entered == self.week and is_seen else 1 - self.over

    def share_over(self, entered: int, days_to_next: float) -> float:
        """Give the share of what is known to have entered a stage in a week that has passed on or is lost by now."""
        shares = lag(days_to_next).items()
        return sum(share * (1 - self.share_left(entered, entered + later)) for later, share in shares)

    def left(self, cohort: Cohort, at: int) -> float:
        """Give the share of a cohort's items that pass on in a week which has not done so yet."""
        return self.share_left(cohort.week, at, is_seen=cohort.is_seen)

    def share_passed(self, cohort: Cohort) -> float:
        """Give the share of a cohort's items that has passed on or is lost in this plan's weeks, by its flow."""
        weeks = ((cohort.week + later, share) for later, share in lag(cohort.days).items())
        return sum(share * (1 - self.left(cohort, at)) for at, share in weeks if at >= self.horizon.first_week)

    def is_time_over(self, day: dt.date, days_to_next: float) -> bool:
        """Tell whether what entered a stage on a day has had its time, to the day."""
        return time_over(day, days_to_next, self._worked) < self.end

    @cached_property
    def _worked(self) -> frozenset[int]:
        return frozenset(day.weekday() for day in self.horizon.working_days)

    @property
    def has_begun(self) -> bool:
        """Whether any of the plan's days is over."""
        return self.end > self.planned.first_day


@lru_cache(maxsize=4096)
def time_over(day: dt.date, days_to_next: float, worked: frozenset[int]) -> dt.date:
    """Give the day on which an item that enters a stage on another passes on: one of the weekdays that are worked."""
    over = day + dt.timedelta(days=math.ceil(days_to_next - _LITTLE))
    while worked and over.weekday() not in worked:
        over += dt.timedelta(days=1)
    return over
