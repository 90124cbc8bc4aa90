"""The targets of a plan as linear forms in what enters the first stages, and what is sought beside them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from salescrew.models.department.funnels import FunnelFlow, Source
from salescrew.models.department.horizon import Horizon
from salescrew.models.department.people import Person
from salescrew.models.department.targets import Measure, reached_so_far
from salescrew.models.department.work import Entry


@dataclass(frozen=True)
class Goal:
    """A target as a linear form in what enters the first stages: at least 1 after division by the target.

    Attributes
    ----------
    weights
        By funnel and week, what an item that enters the first stage adds, or passes a stage beyond its conversion.
    given
        What the opening pipeline adds, and what was reached before the plan was made anew on the way.
    month
        The month, where the target is one of a month.
    """

    name: str
    weights: dict[Entry, float]
    given: float
    month: str | None = None


@dataclass(frozen=True, eq=False)
class Goals:
    """What is asked of a department.

    Attributes
    ----------
    share
        The share of every target that is asked for.
    left_out
        The targets that are not asked for, by name.
    """

    horizon: Horizon
    flows: Mapping[Source, FunnelFlow]
    share: float = 1.0
    left_out: frozenset[str] = frozenset()

    @cached_property
    def all(self) -> list[Goal]:
        """The targets of the plan, in its order."""
        return [goal for goal in self._asked() if goal.name not in self.left_out] if self.share > 0 else []

    def _asked(self) -> Iterator[Goal]:
        target, products = self.horizon.plan.target, self.horizon.plan.products
        deal = {name: product.average_deal for name, product in products.items()}
        profit = {name: (product.margin or 0.0) * product.average_deal for name, product in products.items()}
        yield from self._goal("revenue", "revenue", target.revenue, deal)
        yield from self._goal("profit", "profit", target.profit, profit)
        for name, wants in target.products.items():
            key = f"products.{name}"
            yield from self._goal(f"{key}.revenue", "revenue", wants.revenue, {name: deal[name]}, product=name)
            yield from self._goal(f"{key}.profit", "profit", wants.profit, {name: profit[name]}, product=name)
            yield from self._goal(f"{key}.deals", "deals", wants.deals, {name: 1.0}, product=name)
        for month, wanted in target.by_month.items():
            yield from self._goal(f"by_month.{month}", "revenue", wanted.revenue, deal, month=month)

    def of_deals(self, product: str) -> Goal:
        """Write the deals of a product over the horizon as a linear form: one for each deal that is paid."""
        return next(
            replace(self, share=1.0)._goal(f"products.{product}.deals", "deals", 1.0, {product: 1.0}, product=product)
        )

    def _goal(
        self,
        name: str,
        measure: Measure,
        wanted: float | None,
        worth: Mapping[str, float],
        *,
        product: str | None = None,
        month: str | None = None,
    ) -> Iterator[Goal]:
        """Write a target over paid deals by product as one over first stages, where the plan has it."""
        if wanted is None:
            return
        needed = wanted * self.share
        weights: dict[Entry, float] = {}
        given = 0.0
        for source, flow in self.flows.items():
            if each := worth.get(flow.funnel.product, 0.0) / needed:
                given += self._given(flow, each, month)
                weights |= {(source, week): weight for week, weight in self._weights(flow, each, month) if weight}
        so_far = reached_so_far(self.horizon.plan, measure, product=product, month=month)
        yield Goal(name, weights, given + so_far / needed, month)

    def _given(self, flow: FunnelFlow, each: float, month: str | None) -> float:
        """Give what the opening pipeline of a funnel brings, by what a paid deal counts."""
        return each * sum(items * share for items, share in zip(flow.opening[-1], self._in_month(month), strict=True))

    def _weights(self, flow: FunnelFlow, each: float, month: str | None) -> Iterator[tuple[int, float]]:
        """Give what an item that enters a funnel in each week brings, by what a paid deal counts."""
        in_month = self._in_month(month)
        for week, landed in enumerate(flow.spread[-1]):
            yield week, each * sum(share * in_month[at] for at, share in landed.items())

    def _in_month(self, month: str | None) -> list[float]:
        return [1.0 if month is None else shares.get(month, 0.0) for shares in self.horizon.month_shares]


@dataclass(frozen=True)
class Aim:
    """One of the two objectives.

    Attributes
    ----------
    step
        All values are multiples of this; 0 where nothing of the kind is known.
    """

    name: str
    step: float

    def bound(self, proven: float) -> float:
        """Raise a proven bound to the next value that can occur."""
        if not math.isfinite(proven):
            return 0.0
        slack = 1e-7 * max(1.0, abs(proven))
        if not self.step:
            return max(0.0, proven)
        return max(0.0, math.ceil((proven - slack) / self.step) * self.step)

    @property
    def gap(self) -> float:
        """The gap below which a solution is the best: the next better value is a step away."""
        return 0.999 * self.step


def aims_of(everyone: Iterable[Person]) -> dict[str, Aim]:
    """Give the two objectives by name."""
    step = _step([person.record.monthly_cost for person in everyone])
    return {"people": Aim("people", 1.0), "monthly_cost": Aim("monthly_cost", step)}


def tie_aims(paid_days: Iterable[float], days_of_a_month: float) -> dict[str, Aim]:
    """Give what counts between teams that are as good, by name.

    Parameters
    ----------
    paid_days
        Of everybody the cost of a month times the days that are paid.
    """
    step = _step(list(paid_days)) / days_of_a_month
    return {name: Aim(name, 1.0) for name in ("hires", "role_changes", "wider")} | {"cost": Aim("cost", step)}


def _step(costs: list[float]) -> float:
    """Give the amount, in hundredths at the finest, of which all costs are multiples; 0 where there is none."""
    cents = [round(cost * 100) for cost in costs]
    if any(abs(cost * 100 - cent) > 1e-6 * max(1, cent) for cost, cent in zip(costs, cents, strict=True)):
        return 0.0
    return math.gcd(*cents) / 100
