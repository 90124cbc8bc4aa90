"""The targets of a plan, each as what a paid deal is worth to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from salescrew.models.calendar import Horizon
from salescrew.models.plan import Plan

Measure = Literal["revenue", "profit", "deals"]


@dataclass(frozen=True)
class TargetLine:
    """One target of a plan.

    Attributes
    ----------
    path
        Where it stands in the plan, such as `products.audit.revenue`.
    measure
        What it counts: revenue and profit in money, deals in paid deals.
    wanted
        What is to be reached over the horizon.
    worth
        What a paid deal of a product in a week brings towards it; 0 where the deal does not count.
    """

    path: str
    measure: Measure
    wanted: float
    worth: Callable[[str, int], float]

    def reached(self, paid: Iterable[tuple[str, int, float]]) -> float:
        """Add up what paid deals, given by product, week and number, bring towards the target."""
        return sum(deals * self.worth(product, week) for product, week, deals in paid)


def deal_worth(plan: Plan, product: str, measure: Measure) -> float:
    """Give what an average deal of a product counts: its revenue, its profit, or 1."""
    record = plan.products[product]
    match measure:
        case "revenue":
            return record.average_deal
        case "profit":
            return record.average_deal * (record.margin or 0.0)
        case "deals":
            return 1.0


def target_lines(horizon: Horizon) -> list[TargetLine]:
    """List the targets of a plan in its own order."""
    plan = horizon.plan
    lines = [
        TargetLine(measure, measure, wanted, _of_any_product(plan, measure))
        for measure, wanted in _measures(plan.target.revenue, plan.target.profit, None)
    ]
    for product, wants in plan.target.products.items():
        lines += [
            TargetLine(f"products.{product}.{measure}", measure, wanted, _of_product(plan, product, measure))
            for measure, wanted in _measures(wants.revenue, wants.profit, wants.deals)
        ]
    for month, month_target in plan.target.by_month.items():
        lines.append(
            TargetLine(f"by_month.{month}.revenue", "revenue", month_target.revenue, _of_month(horizon, month))
        )
    return lines


def _measures(revenue: float | None, profit: float | None, deals: float | None) -> list[tuple[Measure, float]]:
    wants: list[tuple[Measure, float | None]] = [("revenue", revenue), ("profit", profit), ("deals", deals)]
    return [(measure, wanted) for measure, wanted in wants if wanted is not None]


def _of_any_product(plan: Plan, measure: Measure) -> Callable[[str, int], float]:
    return lambda product, _week: deal_worth(plan, product, measure)


def _of_product(plan: Plan, product: str, measure: Measure) -> Callable[[str, int], float]:
    return lambda sold, _week: deal_worth(plan, sold, measure) if sold == product else 0.0


def _of_month(horizon: Horizon, month: str) -> Callable[[str, int], float]:
    return lambda product, week: (
        deal_worth(horizon.plan, product, "revenue") * horizon.month_shares[week].get(month, 0.0)
    )
