"""Odds by playing stage by stage: where it counts in which week a deal is paid, or how many items enter a stage."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

from salescrew.checker.case import Case
from salescrew.checker.flow import PAID
from salescrew.checker.payments import openings_of
from salescrew.checker.played import Played

if TYPE_CHECKING:
    from salescrew.checker.played import Drawn


class Passed(Played):
    """What is sold in each run, and what enters stages.

    Attributes
    ----------
    entered
        The items that enter each stage within the horizon, by funnel and stage, and run.
    fees
        What deals pay by the month, as `revenue` has it.
    """

    def __init__(self, case: Case) -> None:
        self.entered: dict[tuple[str, str], Drawn] = {}
        self.fees: dict[str, Drawn] = {}
        super().__init__(case)
        for name, fees in self.fees.items():
            self.revenue[name] = self.revenue[name] + fees

    def _funnel(self, name: str) -> Drawn:
        import numpy as np

        funnel, held = self.case.plan.funnels[name], self.case.plan.chance.fix
        passing = [self._conversion(stage, is_held="rates" in held) for stage in funnel.stages]
        level = self._level(name)
        there: list[dict[int, Drawn]] = [defaultdict(lambda: np.zeros(self.runs)) for _ in (*passing, PAID)]
        passed: list[dict[tuple[int, float], Drawn]] = [defaultdict(lambda: np.zeros(self.runs)) for _ in passing]
        for some in openings_of(self.case, name, paid_only=False):
            week = some.week[0] - some.week[1] * self.case.days.weeks
            if some.stage == 0 and not some.is_there:
                count = self._came(some, funnel.leads.dispersion if funnel.leads else 1.0, level)
                passed[0][week, some.wait] += self._passed(count, some.worth * passing[0])
            elif some.is_there:
                opened = self._opened(some).astype(np.int64)
                passed[some.stage][week, some.wait] += self.rng.binomial(opened, passing[some.stage])
            else:
                there[some.stage][week] += self._opened(some)
        for number, stage in enumerate(funnel.stages):
            for week, items in there[number].items():
                gone = self._passed(items, self.case.worth_handled(name, number, week) * passing[number])
                passed[number][week, stage.days_to_next] += gone
            for (week, wait), items in passed[number].items():
                first, late = divmod(wait / 7, 1)
                later = self.rng.binomial(items.astype(np.int64), late)
                there[number + 1][week + int(first)] += items - later
                if late:
                    there[number + 1][week + int(first) + 1] += later
        weeks = range(self.case.days.weeks)
        for stage_name, by_week in zip([*(stage.name for stage in funnel.stages), PAID], there, strict=True):
            within = [items for week, items in by_week.items() if week in weeks]
            self.entered[name, stage_name] = sum(within, np.zeros(self.runs))
        return self._in_months(funnel.product, {week: deals for week, deals in there[-1].items() if week in weeks})

    def _in_months(self, product: str, paid: dict[int, Drawn]) -> Drawn:
        """Share out to months the deals of each week, and what they pay by the month."""
        import numpy as np

        worth, shares = self.case.worth, self.case.days.month_shares
        found = np.zeros((len(self.months) + 1, self.runs))
        fees = self.fees.setdefault(product, np.zeros((len(self.months) + 1, self.runs)))
        for week, deals in paid.items():
            by_month = [shares[week].get(month, 0.0) for month in self.months]
            every = np.ones(self.runs)
            self._share_out(deals, every, [*by_month, max(0.0, 1 - math.fsum(by_month))], found)
            parts = [worth.part_of_fee(week, month) for month in self.months]
            for row, part in enumerate([*parts, 1 - math.fsum(parts)]):
                fees[row] += deals * worth.fee(product, week) * part
        return found
