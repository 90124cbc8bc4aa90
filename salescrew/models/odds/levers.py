"""What the odds lack: which target and which source of chance take most of them, and what would raise them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from salescrew.models.answers.explained.explanation import OddsLever, OddsMissing
from salescrew.models.answers.result import Result
from salescrew.models.odds.calculation import Calculation
from salescrew.models.odds.opened import Contacts, Opened, opened_by
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.chance import Source
from salescrew.models.schedule.in_force import plan_in_force

BETTER = 0.1
TO_HOLD: tuple[Source, ...] = ("forecast", "arrivals", "rates", "deals")


def odds_missing(plan: Plan, result: Result) -> OddsMissing:
    """Say where the odds of a result that are missing come from, and what would raise them."""
    plan = plan_in_force(plan, result)
    opened = opened_by(plan, result)
    found = Calculation(plan, opened).probabilities
    levers = [
        lever for kind in (_targets, _sources, _one_deal, _deals, _people) for lever in kind(plan, result, opened)
    ]
    order = list(dict.fromkeys(lever.lever for lever in levers))
    levers.sort(key=lambda lever: (order.index(lever.lever), -lever.odds))
    return OddsMissing(
        all=found.all,
        error=found.error,
        levers=tuple(levers),
        confidence=None if result.odds is None else result.odds.confidence,
        by_people=result.odds_by_people,
    )


Kind = Callable[[Plan, Result, Opened], Iterator[OddsLever]]


def _odds(plan: Plan, opened: Opened) -> float:
    return Calculation(plan, opened).probabilities.all


def _targets(plan: Plan, _result: Result, opened: Opened) -> Iterator[OddsLever]:
    """Leave out one target after the other."""
    lines = Calculation(plan, opened).lines
    for line in lines if len(lines) > 1 else ():
        without = Calculation(plan, opened)
        without.lines = [other for other in lines if other is not line]
        yield OddsLever(lever="target", of=line.path, odds=without.probabilities.all)


def _sources(plan: Plan, _result: Result, opened: Opened) -> Iterator[OddsLever]:
    """Hold one source after the other that acts."""
    leads = [funnel.leads for funnel in plan.funnels.values() if funnel.leads is not None]
    acts: dict[Source, bool] = {
        "forecast": any(one.level_cv for one in leads),
        "arrivals": any(one.per_week for one in leads),
        "rates": any(stage.observed for funnel in plan.funnels.values() for stage in funnel.stages),
        "deals": any(product.deal_cv for product in plan.products.values()),
    }
    for source in TO_HOLD:
        if acts[source] and source not in plan.chance.fix:
            chance = plan.chance.model_copy(update={"fix": (*plan.chance.fix, source)})
            yield OddsLever(lever="source", of=source, odds=_odds(plan.model_copy(update={"chance": chance}), opened))


def _one_deal(plan: Plan, _result: Result, opened: Opened) -> Iterator[OddsLever]:
    """Let one more deal of a product be paid for certain."""
    calculation = Calculation(plan, opened)
    for product in calculation.products_that_count if calculation.counts_whole_deals else ():
        yield OddsLever(lever="deal", of=product, odds=calculation.with_deal_more(product))


def _deals(plan: Plan, _result: Result, opened: Opened) -> Iterator[OddsLever]:
    """Sell twice as many deals of half the size; or pass a tenth more."""
    products = dict.fromkeys(funnel.product for funnel in plan.funnels.values())
    for product in products:
        if not _is_counted(plan, product):
            record = plan.products[product]
            fee = None if record.monthly_fee is None else record.monthly_fee / 2
            half = record.model_copy(update={"average_deal": record.average_deal / 2, "monthly_fee": fee})
            smaller = plan.model_copy(update={"products": {**plan.products, product: half}})
            odds = _odds(smaller, times(plan, opened, 2.0, product))
            yield OddsLever(lever="smaller_deals", of=product, odds=odds)
    for product in products:
        yield OddsLever(lever="conversion", of=product, odds=_odds(plan, times(plan, opened, 1 + BETTER, product)))


def _is_counted(plan: Plan, product: str) -> bool:
    """Tell whether a number of deals of a product is a target, so that smaller ones are another question."""
    wants = plan.target.products.get(product)
    return wants is not None and wants.deals is not None


def _people(plan: Plan, result: Result, opened: Opened) -> Iterator[OddsLever]:
    """Let one person more open as much as each of the others does."""
    opening = len({row.manager for row in result.quotas if any(row.contacts.values())})
    if opening:
        more = replace(opened, contacts=_contacts(opened, lambda _: (opening + 1) / opening))
        yield OddsLever(lever="person", of=None, odds=_odds(plan, more))


def times(plan: Plan, opened: Opened, times: float, product: str | None = None) -> Opened:
    """Let the funnels of a product, or all of them, bring so many times the deals."""

    def factor(funnel: str) -> float:
        return times if product in (None, plan.funnels[funnel].product) else 1.0

    leads = {
        funnel: tuple(replace(slot, expected=slot.expected * factor(funnel)) for slot in slots)
        for funnel, slots in opened.leads.items()
    }
    return replace(opened, contacts=_contacts(opened, factor), leads=leads)


def _contacts(opened: Opened, factor: Callable[[str], float]) -> dict[str, tuple[Contacts, ...]]:
    return {
        funnel: tuple(replace(row, count=row.count * factor(funnel)) for row in rows)
        for funnel, rows in opened.contacts.items()
    }
