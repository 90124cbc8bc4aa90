"""How many items of a stage have had their time: by the plan's flow, by the calendar, and for all that is known.

The plan's flow lets what enters in a week pass on in the weeks around the day on which its time is over, evenly. Single
items pass on when their time is over, to the day. In the middle of a week the two differ, and nothing that happened
says which is right: as far as they do, that is counted with which the plan's conversion comes out. So an item counts as
lost no sooner than both say so, and facts that are as planned leave everything as planned.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from salescrew.models.tracking.chance import Observed
from salescrew.models.tracking.happened import Happened

_SAME = 1e-6
"""The plan's flow, as a result states it, is rounded."""


@dataclass(frozen=True)
class Passing:
    """Items of a stage that have had their time, and those of them that passed on.

    Attributes
    ----------
    passed
        How many passed on.
    by_flow, by_calendar
        How many had the time to by the plan's flow, and by the calendar.
    certain
        What `by_flow` is certain to a square, as in `Observed`.
    perhaps
        Items besides, of which it is not known whether those that passed on are counted among `passed`.
    """

    passed: float
    by_flow: float
    by_calendar: float
    certain: float
    perhaps: float = 0.0

    def seen(self, planned: float) -> Observed:
        """Give what was seen of a conversion, in favour of the plan where the time is not certain."""
        of = self.decided(planned)
        if of <= self.by_flow:
            return Observed(self.passed, of, self.certain * of / self.by_flow if self.by_flow else 0.0)
        return Observed(self.passed, of, self.certain + of - self.by_flow)

    def decided(self, planned: float) -> float:
        """Tell how many have had their time, where so many are planned to pass on."""
        lowest, highest = sorted((self.by_flow, self.by_calendar))
        highest += self.perhaps
        fitting = self.passed / planned if planned else self.by_flow
        if abs(fitting - self.by_flow) <= _SAME * max(1.0, self.by_flow):
            return self.by_flow
        return min(highest, max(lowest, fitting))


def passing_of(happened: Happened, funnel: str) -> Iterator[Passing]:
    """Yield for each stage of a funnel how many items have had their time, and how many passed on."""
    stages, first_week = len(happened.plan.funnels[funnel].stages), happened.horizon.first_week
    by_flow, certain, by_calendar = [0.0] * stages, [0.0] * stages, _by_calendar(happened, funnel)
    for cohort in happened.cohorts(funnel):
        over = happened.share_passed(cohort)
        by_flow[cohort.stage] += cohort.items * over
        by_calendar[cohort.stage] += 0.0 if cohort.is_seen else cohort.items * over
        # what a steady plan takes for granted may have been more or less
        certain[cohort.stage] += cohort.items * over**2 if cohort.week >= first_week else 0.0
    passed = [sum(by_week) for by_week in happened.entered[funnel][1:]]
    if happened.has_begun:
        for number, opening in happened.planned.later_items(funnel).items():
            passed[number - 1] = max(0.0, passed[number - 1] - opening)
    for numbers in zip(passed, by_flow, by_calendar, certain, strict=True):
        yield Passing(*numbers)


def _by_calendar(happened: Happened, funnel: str) -> list[float]:
    """Count what is known to have entered each stage, and has had its time there to the day."""
    stages, names = happened.plan.funnels[funnel].stages, happened.planned.stages(funnel)
    counts_first, over = happened.counts_first_stage(funnel), [0.0] * len(stages)
    for fact in happened.facts:
        is_first = fact.kind in ("contacts", "leads") and not counts_first
        if fact.funnel != funnel or not (is_first or fact.kind == "stage"):
            continue
        number = 0 if is_first else names.index(fact.of)
        if happened.is_time_over(fact.date, stages[number].days_to_next):
            week = happened.horizon.week_of(fact.date)
            over[number] += fact.count * (happened.planned.worth(fact.manager, week) if is_first else 1.0)
    begun = happened.has_begun and not counts_first
    if begun and happened.is_time_over(happened.planned.first_day, stages[0].days_to_next):
        over[0] += happened.planned.first_items(funnel)
    return over


def less(leaving: Mapping[int, float], amount: float) -> dict[int, float]:
    """Take so many items away from those that pass on or are lost in some weeks, the first ones first."""
    left: dict[int, float] = {}
    for week, items in sorted(leaving.items()):
        taken = min(items, amount)
        amount -= taken
        left[week] = items - taken
    return left
