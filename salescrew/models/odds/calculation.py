"""The odds of meeting targets, where so much is opened: exact as far as that can be, sampled beyond."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np

from salescrew.models.answers.result import Odds, Result, Spread
from salescrew.models.department.horizon import Horizon
from salescrew.models.department.targets import (
    Measure,
    TargetLine,
    deal_worth,
    is_left_to_chance,
    part_of_revenue,
    reached_so_far,
    target_lines,
)
from salescrew.models.department.worth import DealWorth
from salescrew.models.odds.deal_size import Deals, Sizes, sizes_of
from salescrew.models.odds.distribution import Amounts, Complex, Counts, counts_of, sum_of
from salescrew.models.odds.funnel import FunnelChance
from salescrew.models.odds.joint import Part, Threshold, chance_of_all
from salescrew.models.odds.opened import Opened, opened_by
from salescrew.models.odds.quadrature import Floats
from salescrew.models.odds.runs import Runs
from salescrew.models.odds.sampling import half_width
from salescrew.models.odds.what_counts import MOST_PRODUCTS, Counted, WhatCounts
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.chance import SOURCES, Source

NEED_A_SIMULATION: tuple[Source, ...] = ("time", "illness", "leaving")
MET = 1e-6
"""From so much below it on, a target is met."""
AGREED = 2e-7
INTEGRATED = 1e-6
"""What is stated of probabilities that were integrated numerically."""
LEVELS = 5
ORDER, POINTS, POINTS_OF_TWO = 16, 1024, 256
QUANTILE_POINTS = 4096


CountsKey = tuple[Counted, str | None, int]
"""What is counted, the month or None for the horizon, and how finely numbers are integrated over."""


@dataclass(frozen=True)
class Probabilities:
    """How likely all targets are met together, and each; and how far that may be off."""

    all: float
    targets: dict[str, float]
    error: float


class Calculation:
    """The odds of a plan, where so much is opened."""

    def __init__(self, plan: Plan, opened: Opened) -> None:
        self._begin(plan, [FunnelChance(plan, name, opened, frozenset(plan.chance.fix)) for name in plan.funnels])

    @classmethod
    def of_funnels(cls, plan: Plan, funnels: Sequence[FunnelChance]) -> Self:
        """Make the calculation of funnels that are made up already."""
        made = cls.__new__(cls)
        made._begin(plan, funnels)
        return made

    def _begin(self, plan: Plan, funnels: Sequence[FunnelChance]) -> None:
        self.plan = plan
        self.horizon = Horizon(plan)
        asked = target_lines(self.horizon)
        self.lines = [line for line in asked if is_left_to_chance(plan, line)]
        self.not_counted = tuple(line.path for line in asked if not is_left_to_chance(plan, line))
        self.worth = DealWorth(self.horizon)
        self.fixed = frozenset(plan.chance.fix)
        self.funnels = list(funnels)
        self.products = list(dict.fromkeys(funnel.product for funnel in self.funnels))
        self.deviations = {
            name: 0.0 if "deals" in self.fixed else plan.products[name].deal_cv for name in self.products
        }
        self.what = WhatCounts(self.worth, self.products, self.deviations)
        self.months = list(plan.target.by_month)
        self.known_counts: dict[CountsKey, Counts] = {}
        self._known_parts: dict[tuple[Counted, bytes, int], Counts] = {}

    # ---- distributions

    @cached_property
    def is_mixed(self) -> bool:
        """Whether numbers that are not known are integrated over."""
        return any(funnel.is_mixed for funnel in self.funnels)

    def weight(self, month: str | None) -> Floats:
        """Give the share of each week's payments that belongs to a month, or to the horizon."""
        if month is None:
            return np.ones(len(self.horizon.weeks))
        return np.array([shares.get(month, 0.0) for shares in self.horizon.month_shares])

    def _of(self, counted: Counted) -> list[FunnelChance]:
        """Give the funnels of what is counted."""
        if isinstance(counted, str):
            return [funnel for funnel in self.funnels if funnel.product == counted]
        return [self._to_stages[counted]]

    @cached_property
    def _to_stages(self) -> dict[tuple[str, str], FunnelChance]:
        by_name = {funnel.name: funnel for funnel in self.funnels}
        stages = [line.stage for line in self.lines if line.stage is not None]
        return {(name, stage): by_name[name].to_stage(stage) for name, stage in stages}

    def generating(self, counted: Counted, weight: Floats, order: int) -> Callable[[Complex], Complex]:
        """Give the generating function of a product's deals, or of the items that enter a stage, at 1 + w."""
        funnels = [(funnel, funnel.nodes(order)) for funnel in self._of(counted)]

        def at(w: Complex) -> Complex:
            found = np.ones(len(w), dtype=complex)
            for funnel, nodes in funnels:
                found = found * funnel.generating(w, nodes, weight)
            return found

        return at

    def counts(self, counted: Counted, month: str | None = None, order: int = ORDER) -> Counts:
        """Give the distribution of a product's deals, over the horizon or of a month, or of a stage's items."""
        key = (counted, month, order)
        if key not in self.known_counts:
            self.known_counts[key] = self._counts(counted, self.weight(month), order)
        return self.known_counts[key]

    def _counts(self, counted: Counted, weight: Floats, order: int) -> Counts:
        """Give the distribution of a product's deals, or of a stage's items, of which by week so much counts."""
        key = (counted, weight.tobytes(), order)
        if key not in self._known_parts:
            self._known_parts[key] = self._worked_out(counted, weight, order)
        return self._known_parts[key]

    def _worked_out(self, counted: Counted, weight: Floats, order: int) -> Counts:
        mean = sum(funnel.mean(weight) for funnel in self._of(counted))
        return counts_of(self.generating(counted, weight, order), mean)

    @property
    def products_that_count(self) -> list[str]:
        """The products whose deals count for a target."""
        return [name for name in self.products if any(self.what.brings(line, name) for line in self.lines)]

    def expected(self, counted: Counted) -> float:
        """Give how many deals of a product, or items that enter a stage, are expected over the horizon."""
        return sum(funnel.mean(self.weight(None)) for funnel in self._of(counted))

    # ---- probabilities

    @cached_property
    def probabilities(self) -> Probabilities:
        """The probabilities that the targets are met."""
        if not self.lines:
            return Probabilities(1.0, {}, 0.0)
        groups: dict[str, list[TargetLine]] = {"": self.lines} | {line.path: [line] for line in self.lines}
        exact = {name: lines for name, lines in groups.items() if self.what.can_be_worked_out(lines)}
        found, error = self._exact(exact)
        if sampled := [name for name in groups if name not in exact]:
            counted, runs = self._sampled({name: groups[name] for name in sampled})
            found |= counted
            error = max(error, *(half_width(chance, runs) for chance in counted.values()))
        return Probabilities(found.pop(""), {line.path: found[line.path] for line in self.lines}, error)

    @property
    def is_exact(self) -> bool:
        """Whether the probability that all targets are met is no matter of draws."""
        return self.what.can_be_worked_out(self.lines)

    @property
    def counts_deals_alike(self) -> bool:
        """Whether odds follow from the deals of each product, whenever and out of whichever funnel they are paid."""
        return self.is_exact and not any(line.stage for line in self.lines)

    def roughly_all(self) -> float:
        """Give the probability that all targets are met: quickly, where numbers are integrated over."""
        return self.roughly(self.lines) if self.lines else 1.0

    def roughly(self, lines: Sequence[TargetLine]) -> float:
        """Give the probability that some targets are met: quickly, where it can be worked out."""
        if not self.what.can_be_worked_out(lines):
            return self._sampled({"": lines})[0][""]
        return self._at_level(lines, 1 if self.is_mixed or self.what.differ_in_size(lines) else 0)

    def quantiles(
        self, line: TargetLine, shares: Sequence[float], part: Floats, order: int, points: int
    ) -> list[float]:
        """Give what a target comes to at the most in such shares of all cases.

        Parameters
        ----------
        part
            By week, how much of what is paid in it counts.
        order
            How many values stand for a conversion that is not known.
        points
            How many amounts are told apart where deals differ in size.
        """
        if self.what.has_fees(line):
            return [float(amount) for amount in np.quantile(self._runs.reached(line, part), shares)]
        names, weight = self.what.counted_for([line]), self.weight(line.month) * part
        if not self.what.differ_in_size([line]):
            counts = [(self.what.value(line, one), self._counts(one, weight, order)) for one in names]
            amounts = sum_of(counts, line.so_far)
            return [amounts.quantile(share) for share in shares]
        worths = {name: self.what.value(line, name) for name in self.what.sold_for([line])}
        _, _, sizes = self._in_sizes(worths, weight, order, points)
        return [line.so_far + sizes.quantile(share) for share in shares]

    @property
    def counts_whole_deals(self) -> bool:
        """Whether the targets are of the whole horizon, and deals of a few products have their average size."""
        is_whole = self.counts_deals_alike and not self.months and not self.what.differ_in_size(self.lines)
        return is_whole and len(self.products_that_count) <= MOST_PRODUCTS

    def with_deal_more(self, product: str) -> float:
        """Give the probability that all targets are met where one more deal of a product is paid for certain.

        Only where whole deals are counted.
        """
        return self._at_level(self.lines, 1, more=product)

    def _exact(self, groups: dict[str, list[TargetLine]]) -> tuple[dict[str, float], float]:
        """Work probabilities out, as finely as it takes where something is integrated numerically."""
        has_sizes = any(self.what.differ_in_size(lines) for lines in groups.values())
        found = {name: self._at_level(lines, 0) for name, lines in groups.items()}
        if not (self.is_mixed or has_sizes) or not groups:
            return found, 0.0
        coarser, best, off = found, found, math.inf
        for level in range(1, LEVELS):
            finer = {name: self._at_level(lines, level) for name, lines in groups.items()}
            # the lattice is off by the square of its step
            part = 1 / 3 if has_sizes else 0.0
            before, best = best, {name: finer[name] + part * (finer[name] - coarser[name]) for name in finer}
            off, coarser = max(abs(best[name] - before[name]) for name in best), finer
            if off < AGREED:
                break
        return {name: min(1.0, max(0.0, chance)) for name, chance in best.items()}, max(INTEGRATED, off)

    def _at_level(self, lines: Sequence[TargetLine], level: int, more: str | None = None) -> float:
        """Work out the probability that all of some targets are met, the finer the higher the level."""
        order, month = ORDER << level, lines[0].month
        names, sizes = self.what.sold_for(lines), self.what.differ_in_size(lines)
        if len(names) > MOST_PRODUCTS or ((sizes or lines[0].stage) and len(lines) == 1):
            return self._of_one_target(lines[0], self.what.counted_for(lines), names if sizes else (), level)
        points, weight = (POINTS if len(sizes) < 2 else POINTS_OF_TWO) << level, self.weight(month)
        parts: list[Part] = []
        for name in (names := sorted(names, key=lambda name: name in sizes)):
            if name in sizes:
                most = self._most(lines, name)
                own = self._most([line for line in lines if self.what.sold_for([line]) == [name]], name)
                parts.append(self._sizes([name], [1.0], _with_between(most, own, points), weight, order, points))
            else:
                parts.append(self.counts(name, month, order).more(name == more))
        thresholds = [
            Threshold(
                tuple(
                    self.what.value(line, name) / (self.plan.products[name].average_deal if name in sizes else 1.0)
                    for name in names
                ),
                line.wanted * (1 - MET) - line.so_far,
            )
            for line in lines
        ]
        return chance_of_all(parts, thresholds)

    def _of_one_target(self, line: TargetLine, counted: Sequence[Counted], names: Sequence[str], level: int) -> float:
        """Work out the probability that a target is met; `names`: the products, where their deals differ in size."""
        order, month = ORDER << level, line.month
        least = line.wanted * (1 - MET) - line.so_far
        if not names:
            parts = [(self.what.value(line, one), self.counts(one, month, order)) for one in counted]
            return sum_of(parts).at_least(least - 1e-9 * max(1.0, abs(least)))
        shares = [self.what.value(line, name) / self.plan.products[name].average_deal for name in names]
        points, weight = POINTS << level, self.weight(month)
        sizes = self._sizes(names, shares, _with_between(max(least, 1e-9), 0.0, points), weight, order, points)
        return float(sizes.at_least(np.array([least]))[0])

    def _most(self, lines: Sequence[TargetLine], product: str) -> float:
        """Give the revenue of a product beyond which it meets its part of every target."""
        deal = self.plan.products[product].average_deal
        return max(
            (line.wanted * deal / worth for line in lines if (worth := self.what.value(line, product))),
            default=0.0,
        )

    def _sizes(
        self, names: Sequence[str], shares: Sequence[float], most: float, weight: Floats, order: int, points: int
    ) -> Sizes:
        """Put on a lattice what products bring: `shares` says what counts of their revenue."""
        deals = [
            Deals(
                self.generating(name, weight, order),
                self.plan.products[name].average_deal * share,
                self.deviations[name],
            )
            for name, share in zip(names, shares, strict=True)
            if share
        ]
        return sizes_of(deals, most, points)

    @cached_property
    def _runs(self) -> Runs:
        stages = [line.stage for line in self.lines if line.stage is not None]
        return Runs(self.worth, self.funnels, self.deviations, self.months, stages)

    def _sampled(self, groups: Mapping[str, Sequence[TargetLine]]) -> tuple[dict[str, float], int]:
        """Count in draws how often all of some targets are met."""
        met = {line.path: self._runs.reached(line) >= line.wanted * (1 - MET) - 1e-9 for line in self.lines}
        counted = {
            name: float(np.all([met[line.path] for line in lines], axis=0).mean()) for name, lines in groups.items()
        }
        return counted, self._runs.count

    # ---- the record

    def odds(self) -> Odds:
        """State the odds."""
        found = self.probabilities
        has_margins = all(product.margin is not None for product in self.plan.products.values())
        others = [source for source in SOURCES if source in self.fixed and source not in NEED_A_SIMULATION]
        return Odds(
            all=found.all,
            targets=found.targets,
            revenue=self._spread("revenue"),
            profit=self._spread("profit") if has_margins else None,
            products={name: self._deals(name) for name in self.plan.products},
            by_month={month: self._spread("revenue", month) for month in self.months},
            fixed=(*NEED_A_SIMULATION, *others),
            not_counted=self.not_counted,
            error=found.error,
        )

    def _order(self) -> int:
        return ORDER << 1 if self.is_mixed else ORDER

    def _deals(self, product: str) -> Spread:
        so_far = reached_so_far(self.plan, "deals", product=product)
        if product not in self.products:
            return _spread_of(Amounts.certain(so_far))
        return _spread_of(sum_of([(1.0, self.counts(product, None, self._order()))], so_far))

    def _spread(self, measure: Measure, month: str | None = None) -> Spread:
        so_far = reached_so_far(self.plan, measure, month=month)
        if any(name in self.worth.fees for name in self.products):
            return self._spread_of_runs(measure, so_far, month)
        worths = {name: deal_worth(self.plan, name, measure) for name in self.products}
        if not any(self.deviations[name] for name in self.products):
            counts = [(worths[name], self.counts(name, month, self._order())) for name in self.products]
            return _spread_of(sum_of(counts, so_far))
        mean, deviation, sizes = self._in_sizes(worths, self.weight(month), self._order(), QUANTILE_POINTS)
        low, middle, high = (so_far + sizes.quantile(share) for share in (0.1, 0.5, 0.9))
        return Spread(mean=so_far + mean, sd=deviation, p10=low, p50=middle, p90=high)

    def _spread_of_runs(self, measure: Measure, so_far: float, month: str | None) -> Spread:
        """Give the spread of draws, around the mean that can be worked out."""
        mean = so_far
        for funnel in self.funnels:
            part = part_of_revenue(self.plan, funnel.product, measure)
            weeks = self.horizon.weeks
            value = [self.worth.revenue(funnel.product, week) for week in weeks]
            if month is not None:
                value = [self.worth.revenue_in_month(funnel.product, week, month) for week in weeks]
            mean += part * funnel.mean(np.array(value))
        amounts = so_far + self._runs.revenue(month, profit=measure == "profit")
        low, middle, high = (float(amount) for amount in np.quantile(amounts, (0.1, 0.5, 0.9)))
        return Spread(mean=mean, sd=float(amounts.std()), p10=low, p50=middle, p90=high)

    def _in_sizes(
        self, worths: Mapping[str, float], weight: Floats, order: int, points: int
    ) -> tuple[float, float, Sizes]:
        """Give the mean, the deviation and the distribution of what deals of different sizes bring together."""
        counts = {name: self._counts(name, weight, order) for name in worths}
        mean = sum(worth * counts[name].mean for name, worth in worths.items())
        deviation = math.sqrt(
            sum(
                worth**2 * (counts[name].variance + counts[name].mean * self.deviations[name] ** 2)
                for name, worth in worths.items()
            )
        )
        shares = [worth / self.plan.products[name].average_deal for name, worth in worths.items()]
        most = max(mean + 3.2 * deviation, 1e-9)
        return mean, deviation, self._sizes(list(worths), shares, most, weight, order, points)


def chance_of_all_of(plan: Plan, result: Result) -> float:
    """Give the probability that all targets of a result are met, as `odds_of` states it."""
    return Calculation(plan, opened_by(plan, result)).probabilities.all


def odds_of(plan: Plan, result: Result) -> Odds | None:
    """State the odds of a result; None where it has no targets to meet.

    Parameters
    ----------
    plan
        The plan that the result answers, as it is in force.
    """
    calculation = Calculation(plan, opened_by(plan, result))
    return calculation.odds() if calculation.lines or calculation.not_counted else None


def _with_between(most: float, own: float, points: int) -> float:
    """Give how far a lattice goes so that a little more than `most` is on it, and `own` half-way between two values.

    A value stands for what is around it, so that only there the lattice tells exactly what is above and what below.
    """
    step = 1.05 * most / points
    return points * own / (np.floor(own / step) + 0.5) if own > 20 * step else points * step


def _spread_of(amounts: Amounts) -> Spread:
    return Spread(
        mean=amounts.mean,
        sd=amounts.deviation,
        p10=amounts.quantile(0.1),
        p50=amounts.quantile(0.5),
        p90=amounts.quantile(0.9),
    )
