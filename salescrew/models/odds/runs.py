"""What is paid, and what enters stages, in many draws, set against targets that cannot be worked out together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from salescrew.models.department.targets import Measure, TargetLine, part_of_revenue
from salescrew.models.department.worth import DealWorth
from salescrew.models.odds.funnel import FunnelChance
from salescrew.models.odds.quadrature import Floats
from salescrew.models.odds.sampling import Drawn, draws
from salescrew.models.plan.plan import Plan


@dataclass(frozen=True)
class Span:
    """Payments that are told apart: those of a month, or of a week as far as they belong to a month or to no target's.

    Attributes
    ----------
    weight
        By week, the share of its payments.
    week
        The week; None where a month is not told apart by weeks.
    """

    month: str | None
    weight: Floats
    week: int | None = None


class Runs:
    """What comes of so much that is opened, in each of many draws.

    Parameters
    ----------
    deviations
        The standard deviation of a deal over its mean, by product.
    months
        The months that are told apart.
    stages
        The stages of which it is told how many items enter them, by funnel and stage.
    """

    def __init__(
        self,
        worth: DealWorth,
        funnels: Sequence[FunnelChance],
        deviations: Mapping[str, float],
        months: Sequence[str],
        stages: Sequence[tuple[str, str]],
    ) -> None:
        self.worth = worth
        self.plan: Plan = worth.horizon.plan
        self.funnels = funnels
        self.deviations = deviations
        self.months = months
        self.stages = stages
        self.products = list(dict.fromkeys(funnel.product for funnel in funnels))

    @cached_property
    def _has_fees(self) -> bool:
        return any(name in self.worth.fees for name in self.products)

    @cached_property
    def spans(self) -> list[Span]:
        """What is told apart: weeks only where it counts in which one a deal is paid."""
        horizon = self.worth.horizon
        shares = {month: np.array([of.get(month, 0.0) for of in horizon.month_shares]) for month in self.months}
        if not self._has_fees:
            return [Span(month, share) for month, share in shares.items()]
        found = []
        for week in horizon.weeks:
            alone = np.zeros(len(horizon.weeks))
            alone[week] = 1.0
            found += [Span(month, share * alone, week) for month, share in shares.items() if share[week]]
            rest = 1.0 - sum(float(share[week]) for share in shares.values())
            if rest > 0:
                found.append(Span(None, rest * alone, week))
        return found

    @cached_property
    def _drawn(self) -> Drawn:
        return draws(self.funnels, self.deviations, [span.weight for span in self.spans], stages=self.stages)

    @property
    def count(self) -> int:
        """The number of draws."""
        return self._drawn.runs

    def reached(self, line: TargetLine, part: Floats | None = None) -> Floats:
        """Give what a target comes to in each draw.

        Parameters
        ----------
        part
            By week, how much of what is paid in it counts; all of it by default.
        """
        if line.stage is not None:
            return line.so_far + self._drawn.entered[line.stage]
        names = [name for name in self.products if line.product in (None, name)]
        found = line.so_far + np.zeros(self.count)
        for name in names:
            if line.measure == "deals":
                found += self._drawn.of[name].deals[0]
            else:
                found += part_of_revenue(self.plan, name, line.measure) * self._revenue(name, line.month, part)
        return found

    def revenue(self, month: str | None = None, *, profit: bool = False) -> Floats:
        """Give the revenue of each draw, or the profit, of all months or of one."""
        measure: Measure = "profit" if profit else "revenue"
        found = np.zeros(self.count)
        for name in self.products:
            found += part_of_revenue(self.plan, name, measure) * self._revenue(name, month, None)
        return found

    def _revenue(self, product: str, month: str | None, part: Floats | None) -> Floats:
        draw, price = self._drawn.of[product], self.worth.price(product)
        found = np.zeros(self.count)
        if not self._has_fees:
            row = 0 if month is None else 1 + self.months.index(month)
            found += price * draw.amounts[row]
            return found
        for row, span in enumerate(self.spans, start=1):
            assert span.week is not None
            in_time = 1.0 if part is None else float(part[span.week])
            fee = self.worth.fee(product, span.week) * (
                1.0 if month is None else self.worth.fee_in_month(span.week, month)
            )
            if month is None or span.month == month:
                found += in_time * price * draw.amounts[row]
            found += in_time * fee * draw.deals[row]
        return found
