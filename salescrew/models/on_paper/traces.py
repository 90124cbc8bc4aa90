"""A funnel as a chain of multiplications: from a target back to contacts, or from leads on to payments.

Every number is that of a result: what its contacts and its duty roster send through the funnel over the horizon.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import fsum

from salescrew.language import say, to_say
from salescrew.models.department.funnels import FunnelFlow
from salescrew.models.department.horizon import Horizon
from salescrew.models.department.targets import TargetLine, entries_of, part_of_revenue, target_in_words, target_lines
from salescrew.models.department.worth import DealWorth
from salescrew.models.on_paper.factors import ON_AVERAGE, Step
from salescrew.models.plan.sections.funnels import PAID
from salescrew.models.plan.words import short_date, stage_in_words
from salescrew.models.schedule.workload import Workload

_NOTHING = 1e-9
_TIED = 1e-5
_OF_MONEY = 7
"""Digits of a share of a target, so that what it makes is the amount that other tables show."""
_TO_COME = to_say("paid in the end")
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
        return say("of that in time, by {day}", day=short_date(self.horizon.last_day))

    @property
    def product(self) -> str:
        """What the funnel sells."""
        return self.flow.funnel.product


def hardest_target(items: FunnelItems) -> TargetLine | None:
    """Find the target to which what enters the funnel brings something, and which has the least to spare.

    Of targets that are as hard, one of a product goes before one of a month, and that before one of the whole.
    """
    workload = items.workload
    entries = entries_of(items.horizon, workload.entering, workload.department.flows)

    def hardness(line: TargetLine) -> tuple[int, int]:
        attained = round((line.in_all(entries) / line.wanted - 1) / _TIED)
        narrow = [number for number, start in enumerate(_NARROW_FIRST) if line.path.startswith(start)]
        return attained, narrow[0] if narrow else len(_NARROW_FIRST)

    lines = [line for line in target_lines(items.horizon) if _brought(items, line) > _NOTHING * line.wanted]
    return min(lines, key=hardness, default=None)


def _brought(items: FunnelItems, line: TargetLine) -> float:
    return line.reached(
        entries_of(items.horizon, {items.name: items.fresh_by_week}, {items.name: items.flow}, opening=False)
    )


def back_from_target(items: FunnelItems, line: TargetLine | None) -> list[Step]:
    """Go from a target, or where none counts it from the deals, back to contacts; and on again where more follows."""
    last = len(items.flow.funnel.stages)
    if line is not None and line.stage is not None and (number := items.flow.stages.index(line.stage[1])) < last:
        counts = items.flow.stages[number]
        return [*_of_target(items, line, counts), *_back_to_contacts(items, number), *_on_from_contacts(items)]
    if line is not None and line.measure == "under_way":
        return [*_back_from_the_end(items, line), *_on_from_contacts(items)]
    return [*_deals(items, line), *_back_to_contacts(items, last)]


def _of_target(items: FunnelItems, line: TargetLine, counts: str) -> list[Step]:
    """Begin with a target, and the part of it that contacts of the funnel bring."""
    part = _brought(items, line) / line.wanted
    return [
        Step(
            say("target {path}", path=target_in_words(line.path)),
            "is",
            line.wanted,
            "money" if line.is_money else "number",
            counts,
            given=True,
        ),
        Step(
            say("of it from contacts of {funnel}", funnel=items.name),
            "times",
            part,
            "share",
            counts,
            at_least=_OF_MONEY,
        ),
    ]


def _back_from_the_end(items: FunnelItems, line: TargetLine) -> Iterator[Step]:
    """Go back from what is paid after the horizon, whenever that is."""
    flow, first = items.flow, items.flow.stages[0]
    deal = items.workload.plan.products[items.product].average_deal
    yield from _of_target(items, line, items.workload.plan.currency)
    to_come = say(_TO_COME)
    yield Step(average_deal(items.product), "divided_by", deal, "money", to_come, given=True)
    passes = math.prod(stage.conversion for stage in flow.funnel.stages)
    yield Step(all_the_way(first), "divided_by", passes, "share", to_come, given=True)
    late = _brought(items, line) / deal / passes / items.fresh[0]
    yield Step(say("of that after {day}", day=short_date(items.horizon.last_day)), "divided_by", late, "share", first)


def _on_from_contacts(items: FunnelItems) -> list[Step]:
    """Go on to what enters each stage within the horizon."""
    return [step for step in on_to_payment(items)[1:] if step.unit != "money"]


def _deals(items: FunnelItems, line: TargetLine | None) -> Iterator[Step]:
    if line is None:
        yield Step(say("payments from contacts of {funnel}", funnel=items.name), "is", items.fresh[-1], counts=PAID)
        return
    product = items.workload.plan.products[items.product]
    money, steps = line.is_money, _of_target(items, line, "")
    fees = DealWorth(items.horizon).fees.get(items.product)
    if money and fees:
        part = part_of_revenue(items.workload.plan, items.product, line.measure)
        each = _brought(items, line) / items.fresh[-1] / part
        steps.append(Step(deal_and_fees(items.product), "divided_by", each, "money"))
    elif money:
        steps.append(Step(average_deal(items.product), "divided_by", product.average_deal, "money", given=True))
    if line.measure == "profit":
        margin = say("margin of {product}", product=items.product)
        steps.append(Step(margin, "divided_by", product.margin or 0.0, "share", given=True))
    if line.month is not None and not fees:
        deals = _brought(items, line) / product.average_deal
        in_month = say("of its payments in {month}", month=line.month)
        steps.append(Step(in_month, "divided_by", deals / items.fresh[-1], "share"))
    yield from _counting(steps, PAID, items.workload.plan.currency if money else PAID, is_money=money)


def _counting(steps: Sequence[Step], counts: str, before: str, *, is_money: bool) -> Iterator[Step]:
    """Say what each result counts: money as far as the average deal, and then deals."""
    for step in steps:
        is_money = is_money and not (step.operation == "divided_by" and step.unit == "money")
        yield replace(step, counts=before if is_money else counts)


def average_deal(product: str) -> str:
    """Name what a deal of a product brings on average."""
    return say("average deal of {product}", product=product)


def deal_and_fees(product: str) -> str:
    """Name what a deal of a product brings on average where it goes on paying."""
    return say("average deal of {product} with its fees in time", product=product)


def all_the_way(first: str) -> str:
    """Name the share of what enters the first stage that is paid in the end."""
    return say("conversion of {stage} to {next}, all stages", stage=first, next=stage_in_words(PAID))


def _back_to_contacts(items: FunnelItems, last: int) -> Iterator[Step]:
    """Go back to contacts from what enters a stage."""
    stages = items.flow.funnel.stages
    for number in reversed(range(last)):
        stage, following = stages[number], items.flow.stages[number + 1]
        in_time = items.in_time(number)
        label, all_in_time = _passing(stage.name, following), in_time == 1
        counts = stage.name if all_in_time else say("{stage} in time", stage=stage.name)
        yield Step(label, "divided_by", stage.conversion, "share", counts, given=True)
        if not all_in_time:
            yield Step(items.within, "divided_by", in_time, "share", stage.name)


def _passing(stage: str, following: str) -> str:
    return say("conversion of {stage} to {next}", stage=stage, next=stage_in_words(following))


def on_to_payment(items: FunnelItems) -> list[Step]:
    """Go from what enters the first stage on to payments, as far as anything gets."""
    first = items.flow.stages[0]
    if items.flow.funnel.channel == "inbound":
        steps = [Step(say("leads of {funnel}", funnel=items.name), "is", items.leads, counts=first)]
        if abs(worth := items.fresh[0] / items.leads - 1) > _NOTHING:
            steps.append(Step(say(ON_AVERAGE), "times", 1 + worth, counts=first))
    else:
        steps = [Step(say("contacts of {funnel}", funnel=items.name), "is", items.fresh[0], counts=first)]
    for number, stage in enumerate(items.flow.funnel.stages):
        following = items.flow.stages[number + 1]
        if not items.fresh[number + 1]:
            return steps
        label = _passing(stage.name, following)
        steps.append(Step(label, "times", stage.conversion, "share", following, given=True))
        if (in_time := items.in_time(number)) != 1:
            steps.append(Step(items.within, "times", in_time, "share", following))
    value, currency = DealWorth(items.horizon), items.workload.plan.currency
    if items.product in value.fees:
        each = value.of_deals(items.product, items.fresh_by_week[-1]) / items.fresh[-1]
        return [*steps, Step(deal_and_fees(items.product), "times", each, "money", currency)]
    deal = value.price(items.product)
    return [*steps, Step(average_deal(items.product), "times", deal, "money", currency, given=True)]
