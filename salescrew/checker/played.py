"""Odds by playing: what is not known is drawn, then every item passes or not."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from salescrew.checker.case import Case
from salescrew.checker.payments import Opening, openings_of
from salescrew.models.plan.sections.funnels import Stage

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Drawn = npt.NDArray[np.float64]

RUNS, FEWEST_RUNS = 4000, 400
MOST_SIZES = 2_000_000
SEED = 7


class Played:
    """What is sold in each run.

    Attributes
    ----------
    deals
        Deals by product, month and run; the last month stands for all that no target names.
    revenue
        What they bring.
    """

    def __init__(self, case: Case) -> None:
        import numpy as np

        self.case = case
        self.months = list(case.plan.target.by_month)
        expected = math.fsum(math.fsum(stages[-1]) for stages in case.entering.values())
        self.runs = int(min(RUNS, max(FEWEST_RUNS, MOST_SIZES / max(1.0, expected))))
        self.rng = np.random.default_rng(SEED)
        self.deals: dict[str, Drawn] = {}
        for name, funnel in case.plan.funnels.items():
            paid = self._funnel(name)
            self.deals[funnel.product] = self.deals.get(funnel.product, 0) + paid
        self.revenue = {name: self._sized(name, deals) for name, deals in self.deals.items()}

    def _funnel(self, name: str) -> Drawn:
        import numpy as np

        funnel, held = self.case.plan.funnels[name], self.case.plan.chance.fix
        passing = [self._conversion(stage, is_held="rates" in held) for stage in funnel.stages]
        level = self._level(name)
        found = np.zeros((len(self.months) + 1, self.runs))
        for some in openings_of(self.case, name):
            rest: Drawn = np.prod(passing[max(1, some.stage) :], axis=0) * np.ones(self.runs)
            if some.stage == 0:
                count = self._came(some, funnel.leads.dispersion if funnel.leads else 1.0, level)
                items = self._passed(count, some.worth * passing[0])
            else:
                items = self._opened(some)
            self._share_out(items, rest, self._by_month(some), found)
        return found

    def _level(self, name: str) -> Drawn:
        """Draw the level of a funnel's leads over the plan's."""
        import numpy as np

        leads = self.case.plan.funnels[name].leads
        if leads is None or not leads.level_cv or "forecast" in self.case.plan.chance.fix:
            return np.ones(self.runs)
        shape = leads.level_cv**-2
        return self.rng.gamma(shape, 1 / shape, self.runs)

    def _conversion(self, stage: Stage, *, is_held: bool) -> Drawn:
        import numpy as np

        if stage.observed is None or is_held or not 0 < stage.conversion < 1:
            return np.full(self.runs, stage.conversion)
        seen = stage.observed.of + 1
        return self.rng.beta(stage.conversion * seen, (1 - stage.conversion) * seen, self.runs)

    def _came(self, some: Opening, spread: float, level: Drawn) -> Drawn:
        """Draw how many come, or are opened."""
        if not some.by_themselves:
            return self._opened(some)
        if "arrivals" in self.case.plan.chance.fix:
            return sum((self._whole(count * level) for count in some.counts), 0 * level)
        expected = some.total * level
        if spread > 1:
            expected = self.rng.gamma(expected / (spread - 1), spread - 1)
        return self.rng.poisson(expected).astype(float)

    def _opened(self, some: Opening) -> Drawn:
        import numpy as np

        whole = sum(math.floor(count) for count in some.counts)
        rest = [count % 1 for count in some.counts if count % 1]
        more = self.rng.binomial(len(rest), math.fsum(rest) / len(rest), self.runs) if rest else 0
        return np.full(self.runs, float(whole)) + more

    def _whole(self, amounts: Drawn) -> Drawn:
        """Round to whole numbers, up with the probability of the rest."""
        import numpy as np

        return np.floor(amounts + self.rng.random(self.runs))

    def _passed(self, count: Drawn, each: Drawn) -> Drawn:
        """Draw how many items pass the first stage, where one brings so many on average."""
        import numpy as np

        certain = np.floor(each)
        return count * certain + self.rng.binomial(count.astype(np.int64), each - certain)

    def _by_month(self, some: Opening) -> list[float]:
        """Give the probability that an item is paid in each month, and otherwise within the horizon."""
        shares = self.case.days.month_shares
        by_month = [
            math.fsum(chance * shares[week].get(month, 0.0) for week, chance in some.weeks.items())
            for month in self.months
        ]
        return [*by_month, max(0.0, math.fsum(some.weeks.values()) - math.fsum(by_month))]

    def _share_out(self, items: Drawn, rest: Drawn, by_month: Sequence[float], found: Drawn) -> None:
        import numpy as np

        left, gone = items.astype(np.int64), np.zeros(self.runs)
        for month, chance in enumerate(by_month):
            if chance > 0:
                now = rest * chance
                share = np.clip(np.divide(now, 1 - gone, out=np.ones_like(now), where=gone < 1), 0.0, 1.0)
                paid = self.rng.binomial(left, share)
                found[month] += paid
                left, gone = left - paid, gone + now

    def _sized(self, product: str, deals: Drawn) -> Drawn:
        """Give every deal its size."""
        import numpy as np

        record = self.case.plan.products[product]
        if not record.deal_cv or "deals" in self.case.plan.chance.fix:
            return deals * record.average_deal
        spread = math.sqrt(math.log(1 + record.deal_cv**2))
        rows = []
        for row in deals.astype(np.int64):
            sizes = np.append(0.0, np.cumsum(self.rng.lognormal(-(spread**2) / 2, spread, row.sum())))
            ends = np.cumsum(row)
            rows.append(record.average_deal * (sizes[ends] - sizes[ends - row]))
        return np.array(rows)
