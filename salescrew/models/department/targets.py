"""The targets of a plan, each as what a paid deal is worth to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from salescrew.models.answers.result import FunnelRow
from salescrew.models.department.horizon import Horizon
from salescrew.models.plan.calendar import month_of
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.funnels import PAID
from salescrew.models.plan.so_far import Entered

Measure = Literal["revenue", "profit", "deals"]
_MET = 1e-6


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
    so_far
        What was reached before the plan was made anew on the way.
    """

    path: str
    measure: Measure
    wanted: float
    worth: Callable[[str, int], float]
    so_far: float = 0.0

    def reached(self, paid: Iterable[tuple[str, int, float]]) -> float:
        """Add up what paid deals, given by product, week and number, bring towards the target."""
        return sum(deals * self.worth(product, week) for product, week, deals in paid)

    def in_all(self, paid: Iterable[tuple[str, int, float]]) -> float:
        """Add what was reached before to what planned deals bring."""
        return self.so_far + self.reached(paid)

    def missing(self, comes_to: float) -> float:
        """Give what is missing where the target comes to an amount; nothing from a millionth below it on."""
        return self.wanted - comes_to if comes_to < self.wanted * (1 - _MET) else 0.0


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
        TargetLine(measure, measure, wanted, _of_any_product(plan, measure), reached_so_far(plan, measure))
        for measure, wanted in _measures(plan.target.revenue, plan.target.profit, None)
    ]
    for product, wants in plan.target.products.items():
        lines += [
            TargetLine(
                f"products.{product}.{measure}",
                measure,
                wanted,
                _of_product(plan, product, measure),
                reached_so_far(plan, measure, product=product),
            )
            for measure, wanted in _measures(wants.revenue, wants.profit, wants.deals)
        ]
    for month, month_target in plan.target.by_month.items():
        lines.append(
            TargetLine(
                f"by_month.{month}.revenue",
                "revenue",
                month_target.revenue,
                _of_month(horizon, month),
                reached_so_far(plan, "revenue", month=month),
            )
        )
    return lines


def reached_so_far(plan: Plan, measure: Measure, *, product: str | None = None, month: str | None = None) -> float:
    """Add up what was paid before a plan was made anew on the way: all of it, of a product, or of a month."""
    total = 0.0
    for row in plan.so_far.entered if plan.so_far else ():
        sold = plan.funnels[row.funnel].product
        if row.stage != PAID or product not in (None, sold) or month not in (None, month_of(row.date)):
            continue
        revenue = revenue_of(plan, row)
        match measure:
            case "revenue":
                total += revenue
            case "profit":
                total += revenue * (plan.products[sold].margin or 0.0)
            case "deals":
                total += row.items
    return total


def revenue_of(plan: Plan, row: Entered) -> float:
    """Give what was paid, where deals were; the average deal for each where the amount is not stated."""
    if row.stage != PAID:
        return 0.0
    if row.revenue is not None:
        return row.revenue
    return row.items * plan.products[plan.funnels[row.funnel].product].average_deal


def planned_payments(horizon: Horizon, rows: Iterable[FunnelRow]) -> list[tuple[str, int, float]]:
    """List the deals that a result's flow states, by product, week and number, but for those paid before it plans."""
    plan = horizon.plan
    before: dict[tuple[str, int], float] = {}
    for entered in plan.so_far.entered if plan.so_far else ():
        if entered.stage == PAID:
            key = entered.funnel, horizon.week_of(entered.date)
            before[key] = before.get(key, 0.0) + entered.items
    planned = []
    for row in rows:
        if row.stage == PAID:
            week = horizon.week_of(row.week)
            deals = row.entering - before.get((row.funnel, week), 0.0)
            planned.append((plan.funnels[row.funnel].product, week, deals))
    return planned


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
