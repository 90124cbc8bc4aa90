"""What deals bring, fees with it, and what is under way at the end (sections 1 and 4 of the model)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable

from salescrew.checker.days import Days, month
from salescrew.checker.flow import PAID, entering
from salescrew.models.plan.pipeline import AgedItems
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.so_far import Entered

DAYS_OF_A_MONTH = 30.4375


class Worth:
    """What deals of each product bring."""

    def __init__(self, plan: Plan, days: Days) -> None:
        self.plan = plan
        self.days = days
        left = [[day for day in days.horizon if day >= days.monday(week)] for week in range(days.weeks)]
        self._months = [Counter(map(month, of_week)) for of_week in left]
        self._fees = {name: [self._of_days(name, len(of_week)) for of_week in left] for name in plan.products}

    def _of_days(self, product: str, days: int) -> float:
        """Give `fee * (1 - (1-c)^m) / -ln(1-c)` for m months, `fee * m` where nobody leaves, nothing where all do."""
        record, months = self.plan.products[product], days / DAYS_OF_A_MONTH
        fee, stays = record.monthly_fee or 0.0, 1 - record.monthly_churn
        if stays == 1:
            return fee * months
        return fee * (1 - stays**months) / -math.log(stays) if stays else 0.0

    def price(self, product: str) -> float:
        """Give what a deal pays at once."""
        return self.plan.products[product].average_deal

    def fee(self, product: str, week: int) -> float:
        """Give the fees of a deal that is paid in a week, from its Monday, or from the start, to the end."""
        return self._fees[product][week]

    def has_fees(self, product: str) -> bool:
        """Tell whether deals of a product pay by the month."""
        return bool(self.plan.products[product].monthly_fee)

    def revenue(self, product: str, week: int) -> float:
        """Give all that a deal brings that is paid in a week."""
        return self.price(product) + self.fee(product, week)

    def part_of_fee(self, week: int, name: str) -> float:
        """Give the share of these fees that belongs to a month."""
        return self._months[week][name] / self._months[week].total()

    def paid_before(self, row: Entered, name: str | None = None) -> float:
        """Give what deals of before bring, over the horizon or in a month; nothing of other stages."""
        if row.stage != PAID:
            return 0.0
        product, week = self.plan.funnels[row.funnel].product, self.days.week_of(row.date)
        at_once = row.items * self.price(product) if row.revenue is None else row.revenue
        fees = row.items * self.fee(product, week) if 0 <= week < self.days.weeks else 0.0
        if name is None:
            return at_once + fees
        return (at_once if month(row.date) == name else 0.0) + (fees and fees * self.part_of_fee(week, name))


def wanted_under_way(plan: Plan) -> float | None:
    """Give what is asked to be under way at the end; None where that is met by nature."""
    wanted = plan.target.under_way
    if wanted is None or plan.pipeline == "steady":
        return None
    return (_at_start(plan) or None) if isinstance(wanted, str) else wanted


def _at_start(plan: Plan) -> float:
    total = 0.0
    for name, items in plan.pipeline.items() if isinstance(plan.pipeline, dict) else ():
        funnel, passes = plan.funnels[name], 1.0
        for stage in reversed(funnel.stages):
            passes *= stage.conversion
            there = items.get(stage.name, 0.0)
            count = math.fsum(old.items for old in there) if isinstance(there, tuple) else there
            total += count * passes * plan.products[funnel.product].average_deal
    return total


def under_way(
    plan: Plan, name: str, first: list[float], first_week: int, worth: Callable[[int, int, float], float] | None
) -> float:
    """Give what is paid after the horizon in a funnel of what enters it and of its opening pipeline: sent on as far.

    Parameters
    ----------
    worth
        Gives what the items that enter a stage in a week are worth there.
    """
    weeks, funnel = plan.calendar.weeks, plan.funnels[name]
    longest = weeks + sum(math.floor(stage.days_to_next / 7) + 1 for stage in funnel.stages)
    longest += max((math.ceil(old.days_left or 0.0) // 7 + 1 for old in _aged(plan, name)), default=0)
    entered = entering(plan, name, first + [0.0] * (longest - weeks), first_week, longest, worth)
    return plan.products[funnel.product].average_deal * math.fsum(entered[-1][weeks:])


def _aged(plan: Plan, name: str) -> list[AgedItems]:
    table = plan.pipeline.get(name, {}) if isinstance(plan.pipeline, dict) else {}
    return [old for items in table.values() if isinstance(items, tuple) for old in items]
