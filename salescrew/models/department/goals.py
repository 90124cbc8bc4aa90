"""The targets of a plan as linear forms in what enters the first stages, and what is sought beside them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from salescrew.models.department.funnels import FunnelFlow, Source
from salescrew.models.department.horizon import Horizon
from salescrew.models.department.people import Person
from salescrew.models.department.targets import TargetLine, deal_worth, of_deals, part_of_revenue, target_lines
from salescrew.models.department.ties import DAYS_OF_A_MONTH, days_paid, hiring_cost
from salescrew.models.department.work import Entry
from salescrew.models.department.worth import DealWorth


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


class DealSum(NamedTuple):
    """Deals of some products over the horizon, each times a number, that are to come to so much."""

    numbers: Mapping[str, float]
    wanted: float


@dataclass(frozen=True)
class Value:
    """What an item of a funnel that enters a stage counts for a target, as a share of it.

    Attributes
    ----------
    stage
        The number of the stage.
    each
        What it counts at once, where it is in the month.
    fees
        What its fees come to until the end, by the week in which it enters; none where there are no fees.
    month
        The month, where nothing else counts.
    """

    stage: int
    each: float
    fees: Sequence[float] = ()
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
    sums
        What is asked for besides, of deals of several products together.
    """

    horizon: Horizon
    flows: Mapping[Source, FunnelFlow]
    share: float = 1.0
    left_out: frozenset[str] = frozenset()
    sums: Sequence[DealSum] = ()

    @cached_property
    def all(self) -> list[Goal]:
        """The targets of the plan, in its order, and what is asked for besides."""
        asked = (self._goal(line) for line in target_lines(self.horizon)) if self.share > 0 else ()
        sums = (self._of_sum(asked) for asked in self.sums if asked.wanted > 0) if self.share > 0 else ()
        return [*(goal for goal in asked if goal.name not in self.left_out), *sums]

    def _of_sum(self, asked: DealSum) -> Goal:
        """Write deals of several products together as a linear form."""
        weights: dict[Entry, float] = {}
        given = 0.0
        for product, number in asked.numbers.items():
            deals, each = self.of_deals(product), number / (asked.wanted * self.share)
            given += each * deals.given
            weights |= {entry: weights.get(entry, 0.0) + each * weight for entry, weight in deals.weights.items()}
        return Goal("+".join(asked.numbers), weights, given)

    def of_deals(self, product: str) -> Goal:
        """Write the deals of a product over the horizon as a linear form: one for each deal that is paid."""
        return replace(self, share=1.0)._goal(of_deals(self.horizon, product))

    def _goal(self, line: TargetLine) -> Goal:
        """Write a target over items that enter stages as one over first stages."""
        needed = line.wanted * self.share
        weights: dict[Entry, float] = {}
        given = 0.0
        for source, flow in self.flows.items():
            if line.measure == "under_way":
                each = self._worth.price(flow.funnel.product) / needed
                by_week, of_opening = self._under_way(flow, each)
            elif value := self._value(line, flow, needed):
                by_week, of_opening = self._weights(flow, value), self._given(flow, value)
            else:
                continue
            given += of_opening
            weights |= {(source, week): weight for week, weight in by_week if weight}
        return Goal(line.path.removesuffix(_end(line)), weights, given + line.so_far / needed, line.month)

    @cached_property
    def _worth(self) -> DealWorth:
        return DealWorth(self.horizon)

    def _value(self, line: TargetLine, flow: FunnelFlow, needed: float) -> Value | None:
        """Give what an item of a funnel counts for a target; None where it does not."""
        plan, product = self.horizon.plan, flow.funnel.product
        if line.stage is not None:
            funnel, stage = line.stage
            return Value(flow.stages.index(stage), 1.0 / needed) if funnel == flow.name else None
        if line.product not in (None, product):
            return None
        each = deal_worth(plan, product, line.measure) / needed
        fees: list[float] = []
        if line.is_money and product in self._worth.fees:
            part = part_of_revenue(plan, product, line.measure) / needed
            fees = [part * fee for fee in self._worth.fees[product]]
        return Value(len(flow.stages) - 1, each, fees, line.month) if each or any(fees) else None

    def _under_way(self, flow: FunnelFlow, each: float) -> tuple[Iterable[tuple[int, float]], float]:
        """Give what an item that enters a funnel in each week, and the opening pipeline, have under way at the end."""
        return enumerate(each * share for share in flow.after_end), each * flow.opening_after_end

    def _given(self, flow: FunnelFlow, value: Value) -> float:
        """Give what the opening pipeline of a funnel brings."""
        opening, in_month = flow.opening[value.stage], self._in_month(value.month)
        found = value.each * sum(items * share for items, share in zip(opening, in_month, strict=True))
        for week, fee in enumerate(self._fees(value)):
            found += fee * opening[week]
        return found

    def _weights(self, flow: FunnelFlow, value: Value) -> Iterator[tuple[int, float]]:
        """Give what an item that enters a funnel in each week brings."""
        in_month, fees = self._in_month(value.month), self._fees(value)
        for week, landed in enumerate(flow.spread[value.stage]):
            found = value.each * sum(share * in_month[at] for at, share in landed.items())
            yield week, found + sum(share * fees[at] for at, share in landed.items()) if fees else found

    def _fees(self, value: Value) -> list[float]:
        """Give what fees count, by the week in which a deal is paid."""
        if value.month is None or not value.fees:
            return list(value.fees)
        return [fee * self._worth.fee_in_month(week, value.month) for week, fee in enumerate(value.fees)]

    def _in_month(self, month: str | None) -> list[float]:
        return [1.0 if month is None else shares.get(month, 0.0) for shares in self.horizon.month_shares]


def _end(line: TargetLine) -> str:
    return ".revenue" if line.month is not None else ""


@dataclass(frozen=True)
class Aim:
    """An objective, or what counts between teams that are as good in all of these.

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


def aims_of(horizon: Horizon, everyone: Iterable[Person]) -> dict[str, Aim]:
    """Give everything that can be sought or count between teams that are as good, by name."""
    records = {id(person.record): person.record for person in everyone}.values()
    monthly = _step([record.monthly_cost for record in records])
    # a day costs so many parts of a month as a month has days: that many times everything is a matter of whole days
    paid = [record.monthly_cost * days_paid(horizon, record, start) for record in records for start in record.starts]
    once = [cost * DAYS_OF_A_MONTH for record in records if (cost := hiring_cost(record))]
    counted = {name: Aim(name, 1.0) for name in ("people", "hires", "role_changes", "wider")}
    return counted | {
        "monthly_cost": Aim("monthly_cost", monthly),
        "cost": Aim("cost", _step([*paid, *once], 1600 if once else 100) / DAYS_OF_A_MONTH),
    }


def _step(costs: list[float], finest: int = 100) -> float:
    """Give the amount, in hundredths at the finest, of which all costs are multiples; 0 where there is none.

    Parameters
    ----------
    finest
        Into how many parts one is divided; of what costs once, in days of a month of 30 and 7 sixteenths, more.
    """
    parts = [round(cost * finest) for cost in costs]
    if any(abs(cost * finest - part) > 1e-6 * max(1, part) for cost, part in zip(costs, parts, strict=True)):
        return 0.0
    return math.gcd(*parts) / finest
