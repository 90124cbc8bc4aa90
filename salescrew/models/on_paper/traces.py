"""A funnel as a chain of multiplications: from a target back to contacts, or from leads on to payments.

Every number is that of a result: what its contacts and its duty roster send through the funnel over the horizon.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import fsum

from salescrew.models.department.funnels import FunnelFlow
from salescrew.models.department.horizon import Horizon
from salescrew.models.department.targets import Measure, TargetLine, target_lines
from salescrew.models.on_paper.factors import Step
from salescrew.models.plan.sections.funnels import PAID
from salescrew.models.schedule.workload import Workload

_NOTHING = 1e-9
_TIED = 1e-5
_OF_MONEY = 7
"""Digits of a share of a target, so that what it makes is the amount that other tables show."""
_NARROW_FIRST = ("products.", "by_month.")


@dataclass(frozen=True)
class FunnelItems:
    """The items of a funnel over the horizon, those of the opening pipeline apart from what enters besides."""

    workload: Workload
    horizon: Horizon
    name: str

    @cached_property
    def flow(self) -> FunnelFlow:
        """The funnel's own arithmetic."""
        return self.workload.department.flows[self.name]

    @cached_property
    def entering(self) -> list[list[float]]:
        """What enters each stage, `paid` last, in each week."""
        return self.workload.entering[self.name]

    @cached_property
    def opening(self) -> list[float]:
        """What enters each stage out of the opening pipeline."""
        return [fsum(by_week) for by_week in self.flow.opening]

    @cached_property
    def fresh_by_week(self) -> list[list[float]]:
        """What enters each stage in each week besides."""
        return [
            [max(0.0, items - old) for items, old in zip(now, opening, strict=True)]
            for now, opening in zip(self.entering, self.flow.opening, strict=True)
        ]

    @cached_property
    def fresh(self) -> list[float]:
        """The same over the horizon; 0 where there is nothing but what floats are off by."""
        totals = [fsum(by_week) for by_week in self.fresh_by_week]
        largest = max(fsum(by_week) for by_week in self.entering)
        return [total if total > _NOTHING * largest else 0.0 for total in totals]

    @cached_property
    def leads(self) -> float:
        """The leads that come over the horizon."""
        return fsum(slot.leads.get(self.name, 0.0) for slot in self.workload.slots.values())

    def in_time(self, stage: int) -> float:
        """Give the share of what passes on from a stage that gets to the next one within the horizon."""
        share = self.fresh[stage + 1] / (self.fresh[stage] * self.flow.funnel.stages[stage].conversion)
        return 1.0 if abs(share - 1) < _NOTHING else share

    @property
    def within(self) -> str:
        """Say what in time means."""
        last = self.horizon.last_day
        return f"of that in time, by {last.day} {last:%b %Y}"

    @property
    def product(self) -> str:
        """What the funnel sells."""
        return self.flow.funnel.product


def hardest_target(items: FunnelItems) -> TargetLine | None:
    """Find the target to which what enters the funnel brings something, and which has the least to spare.

    Of targets that are as hard, one of a product goes before one of a month, and that before one of the whole.
    """
    workload = items.workload
    paid = [
        (workload.plan.funnels[name].product, week, deals)
        for name, stages in workload.entering.items()
        for week, deals in enumerate(stages[-1])
    ]

    def hardness(line: TargetLine) -> tuple[int, int]:
        attained = round((line.in_all(paid) / line.wanted - 1) / _TIED)
        narrow = [number for number, start in enumerate(_NARROW_FIRST) if line.path.startswith(start)]
        return attained, narrow[0] if narrow else len(_NARROW_FIRST)

    lines = [line for line in target_lines(items.horizon) if _brought(items, line) > _NOTHING * line.wanted]
    return min(lines, key=hardness, default=None)


def _brought(items: FunnelItems, line: TargetLine) -> float:
    return line.reached((items.product, week, deals) for week, deals in enumerate(items.fresh_by_week[-1]))


def back_from_target(items: FunnelItems, line: TargetLine | None) -> list[Step]:
    """Go from a target, or where none counts it from the deals, back to contacts."""
    return [*_deals(items, line), *_back_to_contacts(items)]


def _deals(items: FunnelItems, line: TargetLine | None) -> Iterator[Step]:
    if line is None:
        yield Step(f"payments from contacts of {items.name}", "is", items.fresh[-1], counts=PAID)
        return
    product = items.workload.plan.products[items.product]
    money = line.measure != "deals"
    steps = [
        Step(f"target {line.path}", "is", line.wanted, "money" if money else "number", given=True),
        Step(
            f"of it from contacts of {items.name}",
            "times",
            _brought(items, line) / line.wanted,
            "share",
            at_least=_OF_MONEY,
        ),
    ]
    if money:
        steps.append(Step(f"average deal of {items.product}", "divided_by", product.average_deal, "money", given=True))
    if line.measure == "profit":
        steps.append(Step(f"margin of {items.product}", "divided_by", product.margin or 0.0, "share", given=True))
    if line.path.startswith("by_month."):
        deals = _brought(items, line) / product.average_deal
        month = line.path.removeprefix("by_month.").removesuffix(".revenue")
        steps.append(Step(f"of its payments in {month}", "divided_by", deals / items.fresh[-1], "share"))
    yield from _counting(steps, PAID, items.workload.plan.currency if money else PAID, line.measure)


def _counting(steps: Sequence[Step], counts: str, before: str, measure: Measure) -> Iterator[Step]:
    """Say what each result counts: money as far as the average deal, and then deals."""
    is_money = measure != "deals"
    for step in steps:
        is_money = is_money and not step.label.startswith("average deal")
        yield replace(step, counts=before if is_money else counts)


def _back_to_contacts(items: FunnelItems) -> Iterator[Step]:
    stages = items.flow.funnel.stages
    for number in reversed(range(len(stages))):
        stage, following = stages[number], items.flow.stages[number + 1]
        in_time = items.in_time(number)
        label, all_in_time = f"conversion of {stage.name} to {following}", in_time == 1
        counts = stage.name if all_in_time else f"{stage.name} in time"
        yield Step(label, "divided_by", stage.conversion, "share", counts, given=True)
        if not all_in_time:
            yield Step(items.within, "divided_by", in_time, "share", stage.name)


def on_to_payment(items: FunnelItems) -> list[Step]:
    """Go from what enters the first stage on to payments, as far as anything gets."""
    first = items.flow.stages[0]
    if items.flow.funnel.channel == "inbound":
        steps = [Step(f"leads of {items.name}", "is", items.leads, counts=first)]
        if abs(worth := items.fresh[0] / items.leads - 1) > _NOTHING:
            steps.append(Step("average effectiveness on duty", "times", 1 + worth, counts=first))
    else:
        steps = [Step(f"contacts of {items.name}", "is", items.fresh[0], counts=first)]
    for number, stage in enumerate(items.flow.funnel.stages):
        following = items.flow.stages[number + 1]
        if not items.fresh[number + 1]:
            return steps
        label = f"conversion of {stage.name} to {following}"
        steps.append(Step(label, "times", stage.conversion, "share", following, given=True))
        if (in_time := items.in_time(number)) != 1:
            steps.append(Step(items.within, "times", in_time, "share", following))
    deal = items.workload.plan.products[items.product].average_deal
    label, currency = f"average deal of {items.product}", items.workload.plan.currency
    return [*steps, Step(label, "times", deal, "money", currency, given=True)]
