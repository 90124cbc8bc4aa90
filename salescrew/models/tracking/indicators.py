"""What is below plan beyond chance: it tells of payments before they are missed, within the horizon or after it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cached_property

from salescrew.models.answers.progress import Indicator, StageProgress
from salescrew.models.tracking.chance import Z
from salescrew.models.tracking.happened import NOTHING
from salescrew.models.tracking.standing import AsPlanned, Standing

_ENOUGH = 0.95
"""Contacts from this share of those asked for on are no sign of anything."""


class Indicators:
    """What is below plan, stage by stage.

    Parameters
    ----------
    stages
        What has entered the stages, and what passed on.
    """

    def __init__(self, standing: Standing, stages: Sequence[StageProgress]) -> None:
        self.standing = standing
        self.plan = standing.plan
        self.stages = stages

    def rows(self) -> Iterator[Indicator]:
        """Yield them in the order of the funnels."""
        for row in self.stages:
            number = self.standing.planned.stages(row.funnel).index(row.stage)
            if number == 0 and self._is_short(row):
                outbound = self.plan.funnels[row.funnel].channel == "outbound"
                yield Indicator(
                    kind="contacts" if outbound else "leads",
                    funnel=row.funnel,
                    stage=row.stage,
                    share=row.entered / row.expected,
                    planned=1.0,
                    in_time=self._of_missing(row.funnel),
                )
            if row.differs == "lower" and row.observed is not None and row.planned is not None:
                yield Indicator(
                    kind="stage",
                    funnel=row.funnel,
                    stage=row.stage,
                    share=row.observed,
                    planned=row.planned,
                    in_time=self._of_items(row.funnel, number),
                )

    def _is_short(self, row: StageProgress) -> bool:
        """Tell whether fewer contacts were opened than asked for, or fewer leads came than chance explains."""
        if self.plan.funnels[row.funnel].channel == "outbound":
            return row.entered < _ENOUGH * row.expected - NOTHING
        return row.entered < row.expected - Z * math.sqrt(row.expected)

    # ---- when it will be felt

    @cached_property
    def _as_planned(self) -> Standing:
        return AsPlanned(self.standing.planned, self.standing.end, self.standing.before_start)

    def _of_missing(self, funnel: str) -> float:
        """Give the share of what was not opened or answered that would be paid within the horizon."""
        entered, should = (of.entered[funnel][0] for of in (self.standing, self._as_planned))
        missing = [max(0.0, one - other) for one, other in zip(should, entered, strict=True)]
        return self._share(funnel, 0, missing)

    def _of_items(self, funnel: str, number: int) -> float:
        """Give the share of what is at a stage, and still to enter it, that would be paid within the horizon."""
        standing = self.standing
        conversions = standing.planned_conversions()[funnel]
        coming = standing.to_come(funnel, conversions, standing.to_open[funnel])[number]
        waiting = [one for one in standing.waiting(funnel) if one.stage == number]
        paid = standing.sent_on(funnel, conversions, waiting, standing.longest, {number: dict(enumerate(coming))})[-1]
        return _in_time(paid, standing.weeks)

    def _share(self, funnel: str, number: int, items: Sequence[float]) -> float:
        conversions = self.standing.planned_conversions()[funnel]
        entering = {number: dict(enumerate(items))}
        paid = self.standing.sent_on(funnel, conversions, (), self.standing.longest, entering)[-1]
        return _in_time(paid, self.standing.weeks)


def _in_time(paid: Sequence[float], weeks: int) -> float:
    """Give the share that is paid within so many weeks; all of it where nothing more comes."""
    return sum(paid[:weeks]) / sum(paid) if sum(paid) > NOTHING else 1.0
