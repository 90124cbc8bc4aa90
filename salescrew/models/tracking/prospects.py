"""How likely targets are still met, and between what they come out: the odds of a plan from a day on.

What is under way passes on or not by chance, and so does what is still to be opened. A conversion is known as well as
the plan's prior and what was seen of it say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

import numpy as np

from salescrew.models.department.targets import TargetLine
from salescrew.models.odds.calculation import Calculation
from salescrew.models.odds.funnel import FunnelChance
from salescrew.models.odds.opened import opened_by
from salescrew.models.odds.quadrature import Floats
from salescrew.models.odds.streams import Underway
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.funnels import Funnel, Observed
from salescrew.models.tracking.standing import Standing

ORDER = 6
"""How many values stand for what a conversion may turn out to be: a band needs no more."""
NODES = 625
"""With so many combinations of conversions odds are right to a thousandth, however little is known of these."""
POINTS = 256
"""Where deals differ in size, a band is told apart by steps of so many, and between two of them by a line."""
LOW, HIGH = 0.025, 0.975
Band = tuple[float, float]


class Prospects:
    """The odds of a plan from a day on.

    Parameters
    ----------
    rest
        The rest of the plan, with all that was reached behind it.
    """

    def __init__(self, standing: Standing, rest: Plan) -> None:
        self.standing = standing
        plan = rest.model_copy(update={"funnels": self._known_so_far(rest)})
        opened, fixed = opened_by(plan, standing.planned.result), frozenset(plan.chance.fix)
        opened = replace(opened, follow_up={name: standing.follow_up(name) for name in opened.follow_up})
        funnels = [FunnelChance(plan, name, opened, fixed, NODES) for name in plan.funnels]
        self.calculation = Calculation.of_funnels(plan, [self._with_items(funnel) for funnel in funnels])

    def _known_so_far(self, plan: Plan) -> dict[str, Funnel]:
        """Give the funnels with conversions updated by what was seen, each known as well as that leaves it."""
        blended, funnels = self.standing.blended_conversions(), {}
        for name, funnel in plan.funnels.items():
            stages = []
            for stage, seen, share in zip(funnel.stages, self.standing.observed(name), blended[name], strict=True):
                prior = plan.prior_observations if stage.prior_observations is None else stage.prior_observations
                # a Beta number that is worth n + 1 items, with the share for a mean
                worth = max(0.0, prior + max(seen.of, seen.passed) - 1)
                observed = Observed(passed=share * worth, of=worth)
                stages.append(stage.model_copy(update={"conversion": share, "observed": observed}))
            funnels[name] = funnel.model_copy(update={"stages": tuple(stages)})
        return funnels

    def _with_items(self, funnel: FunnelChance) -> FunnelChance:
        """Add what is under way in a funnel, and what enters it when the plan begins."""
        return funnel.with_underway(list(self._items(funnel.name)))

    def _items(self, funnel: str) -> Iterator[Underway]:
        standing = self.standing
        for waiting in standing.waiting(funnel):
            leaving = {week: items / waiting.items for week, items in waiting.leaving.items()}
            yield Underway(waiting.stage, waiting.items, leaving, enters=False)
        if not standing.has_begun:
            planned, first = standing.planned, standing.horizon.first_week
            entering = {0: planned.first_items(funnel), **planned.later_items(funnel)}
            for stage, items in entering.items():
                if items:
                    yield Underway(stage, items, {first: 1.0}, enters=True)

    # ---- what is asked

    @cached_property
    def all(self) -> float:
        """The probability that all targets are met together."""
        return self.calculation.roughly_all()

    def odds(self, line: TargetLine) -> float:
        """Give the probability that a target is met."""
        return self.calculation.roughly([line])

    def band(self, line: TargetLine) -> Band:
        """Give between what a target comes out in 95 of 100 cases."""
        return self._until(line, np.ones(self.standing.weeks))

    def band_by(self, line: TargetLine, week: int) -> Band:
        """Give between what a target stands at the end of a week in 95 of 100 cases; before any, where it stands."""
        if week < self.standing.week:
            return line.so_far, line.so_far
        return self._until(line, (np.arange(self.standing.weeks) <= week).astype(float))

    def _until(self, line: TargetLine, part: Floats) -> Band:
        low, high = self.calculation.quantiles(line, (LOW, HIGH), part, ORDER, POINTS)
        return low, high
