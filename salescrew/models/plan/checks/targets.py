"""Checks across the records of a plan: what targets name, what they need, and what a deal must bring for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from salescrew.errors import Problem
from salescrew.language import say, say_as
from salescrew.models.plan.checks.together import channel_of
from salescrew.models.plan.complaints import keys_in, unknown
from salescrew.models.plan.draft import Draft
from salescrew.models.plan.sections.funnels import PAID
from salescrew.models.plan.sections.targets import AT_START


def target_asks_for_something(plan: Draft) -> Iterator[Problem]:
    """Refuse a plan with neither a target nor duty, and what is named among the targets without one."""
    target = plan["target"]
    if not target.is_damaged and not any(_asks_for_something(plan, part) for part in target):
        if target["confidence"].is_given:
            yield target["confidence"].wrong(
                say("stand beside a target"), say("Add `revenue: 1_000_000`, or leave it out.")
            )
        elif not any(funnel.is_damaged or channel_of(funnel) == "inbound" for funnel in plan["funnels"]):
            by_nature = target["under_way"]
            if by_nature.is_given:
                must = say("stand beside another target where nobody is on duty, since nothing has to be done for it")
                yield by_nature.wrong(must, say("Add `revenue: 1_000_000`, or write an amount and another pipeline."))
            else:
                must = say("hold at least one target where nobody is on duty")
                yield target.wrong(must, say("Write `target: {{revenue: 1_000_000}}`."), say_as("got", "none"))
    for product in target["products"]:
        if product.is_given and not product.is_damaged and not any(part.is_given for part in product):
            yield product.wrong(
                say("hold revenue, profit or deals"), say("Add `revenue: 1_000_000`."), say_as("got", "none of them")
            )
    for funnel in target["stages"]:
        if funnel.is_given and not funnel.is_damaged and not any(part.is_given for part in funnel):
            yield funnel.wrong(
                say("hold a stage, with how many items are to enter it"), say("Add `paid: 20`."), say_as("got", "none")
            )


def _asks_for_something(plan: Draft, part: Draft) -> bool:
    if part.key == "under_way":
        return part.is_given and not _is_met_by_nature(plan, part)
    return part.key != "confidence" and part.is_given and part.value not in ({}, [])


def _is_met_by_nature(plan: Draft, under_way: Draft) -> bool:
    """Tell whether as much is under way at the end whatever is done."""
    pipeline = plan["pipeline"]
    if pipeline.is_damaged or under_way.text != AT_START:
        return pipeline.text == "steady"
    if pipeline.text is not None:
        return True
    return not any(_brings_something(plan, items) for items in pipeline)


def _brings_something(plan: Draft, items: Draft) -> bool:
    """Tell whether anything of what is under way in a funnel may be paid."""
    funnel = plan["funnels"][items.key]
    product = plan["products"][funnel["product"].text or ""]
    if plan["funnels"].is_damaged or product.is_damaged:
        return True
    passes, brings = bool(product["average_deal"].number), False
    for stage in reversed(list(funnel["stages"])):
        passes = passes and (stage["conversion"].number != 0 or not stage["conversion"].is_given)
        at_stage = items[stage["name"].text or ""]
        rows = list(at_stage) if isinstance(at_stage.value, list) else [at_stage]
        counts = [row["items"] if isinstance(row.value, Mapping) else row for row in rows if row.is_given]
        brings = brings or (passes and any(count.number for count in counts))
    return brings


def stages_exist(plan: Draft) -> Iterator[Problem]:
    """Refuse targets on funnels and stages that are not there."""
    funnels, asked = plan["funnels"].keys, plan["target"]["stages"]
    for place in keys_in(asked) if funnels is not None else ():
        yield from unknown(place, funnels or (), say("be a funnel of this plan"))
    for wanted in asked:
        stages = plan["funnels"][wanted.key]["stages"]
        names = [stage["name"].text for stage in stages]
        if not names or stages.is_broken or None in names:
            continue
        for place in keys_in(wanted):
            yield from unknown(
                place, [*map(str, names), PAID], say("be a stage of {funnel}, or paid", funnel=wanted.key)
            )


def profit_has_margins(plan: Draft) -> Iterator[Problem]:
    """Refuse a profit for a target where margins are not known."""
    target = plan["target"]
    for product in plan["products"]:
        is_asked = target["profit"].value is not None or target["products"][product.key]["profit"].value is not None
        if is_asked and isinstance(product.value, Mapping) and product["margin"].is_absent:
            yield product["margin"].wrong(say("be given where a profit is a target"), say("Add `margin: 40%`."))


def deals_bring_something(plan: Draft) -> Iterator[Problem]:
    """Refuse a deal that pays nothing, at once or by the month, and fees that end without any."""
    for product in plan["products"]:
        deal, fee, churn = product["average_deal"], product["monthly_fee"], product["monthly_churn"]
        if fee.is_absent and deal.number == 0:
            todo = say("Write a number such as 150_000, or add `monthly_fee: 9_000`.")
            yield deal.wrong(say("be above 0 without a monthly_fee"), todo)
        elif deal.number == 0 and fee.number == 0:
            yield fee.wrong(say("be above 0 where average_deal is 0"), say("Write a number such as 9_000."))
        if fee.is_absent and churn.number:
            yield churn.wrong(say("stand beside a monthly_fee"), say("Add `monthly_fee: 9_000`, or leave it out."))


CHECKS: tuple[Callable[[Draft], Iterator[Problem]], ...] = (
    stages_exist,
    target_asks_for_something,
    profit_has_margins,
    deals_bring_something,
)
