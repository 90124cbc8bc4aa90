"""What has passed the funnels, beside what the plan expects, and what is under way in them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from salescrew.models.answers.progress import OpenItems, StageProgress
from salescrew.models.plan.sections.funnels import PAID
from salescrew.models.tracking.chance import Observed
from salescrew.models.tracking.happened import NOTHING
from salescrew.models.tracking.standing import AsPlanned, Standing


class Funnels:
    """The stages of all funnels as they stand, and as they should."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        self.planned = standing.planned
        self.plan = standing.plan

    @cached_property
    def as_planned(self) -> Standing:
        """Where the plan would stand if all had gone by it."""
        return AsPlanned(self.planned, self.standing.end, self.standing.before_start)

    def stages(self) -> Iterator[StageProgress]:
        """Describe every stage."""
        for name in self.plan.funnels:
            observed = self.standing.observed(name)
            for number, stage in enumerate(self.planned.stages(name)):
                yield self._stage(name, number, None if stage == PAID else observed[number])

    def _stage(self, funnel: str, number: int, seen: Observed | None) -> StageProgress:
        stage = self.planned.stages(funnel)[number]
        expected = sum(self.as_planned.entered[funnel][number])
        entered = sum(self.standing.entered[funnel][number])
        planned = None if seen is None else self.plan.funnels[funnel].stages[number].conversion
        if number == 0 and not self.standing.counts_first_stage(funnel):
            worth, entered = self._counted(funnel, entered)
            expected = self._expected_to_open(funnel)
            if planned is not None and seen is not None:
                planned, seen = planned * worth, seen.counted_in(worth)
        deal = self.plan.products[self.plan.funnels[funnel].product].average_deal
        low, high = (seen.interval if seen else None) or (None, None)
        return StageProgress(
            funnel=funnel,
            stage=stage,
            expected=expected,
            entered=entered,
            attainment=entered / expected if expected > NOTHING else None,
            expected_revenue=expected * deal if stage == PAID else 0.0,
            revenue=self._revenue(funnel) if stage == PAID else 0.0,
            planned=planned,
            decided=seen.of if seen else 0.0,
            passed=seen.passed if seen else 0.0,
            observed=seen.share if seen else None,
            low=low,
            high=high,
            differs=seen.differs_from(planned) if seen and planned is not None else None,
        )

    def _counted(self, funnel: str, standard: float) -> tuple[float, float]:
        """Give what the contacts or leads of a funnel are worth on average, and how many there were."""
        kind = "contacts" if self.plan.funnels[funnel].channel == "outbound" else "leads"
        count = sum(fact.count for fact in self.standing.facts if fact.kind == kind and fact.funnel == funnel)
        if self.standing.has_begun:
            count += self.planned.first_items(funnel)
        if count > NOTHING:
            return standard / count, count
        expected, standard = self._expected_to_open(funnel), sum(self.as_planned.entered[funnel][0])
        return standard / expected if expected > NOTHING else 1.0, 0.0

    def _expected_to_open(self, funnel: str) -> float:
        opened = sum(count for day, _, count in self.planned.contacts(funnel) if day < self.standing.end)
        return opened + (self.planned.first_items(funnel) if self.standing.has_begun else 0.0)

    def _revenue(self, funnel: str) -> float:
        return sum(fact.amount for fact in self.standing.facts if fact.kind == "paid" and fact.funnel == funnel)

    def open_items(self) -> Iterator[OpenItems]:
        """Describe what is under way at each stage."""
        for name, funnel in self.plan.funnels.items():
            now, should = self._waiting(self.standing, name), self._waiting(self.as_planned, name)
            deal = self.plan.products[funnel.product].average_deal
            for number, stage in enumerate(funnel.stages):
                if now[number] > NOTHING or should[number] > NOTHING:
                    paid = self._paid_of(name, number)
                    yield OpenItems(
                        funnel=name,
                        stage=stage.name,
                        items=now[number],
                        planned=should[number],
                        revenue=deal * sum(paid),
                        in_time=deal * sum(paid[: self.standing.weeks]),
                    )

    def _waiting(self, standing: Standing, funnel: str) -> list[float]:
        items = [0.0] * len(self.plan.funnels[funnel].stages)
        for waiting in standing.waiting(funnel):
            items[waiting.stage] += waiting.items
        return items

    def _paid_of(self, funnel: str, stage: int) -> list[float]:
        """Give the deals that will come of what is under way at a stage, by week, however late."""
        conversions = self.standing.planned_conversions()[funnel]
        waiting = [one for one in self.standing.waiting(funnel) if one.stage == stage]
        return self.standing.sent_on(funnel, conversions, waiting, self.standing.longest)[-1]
