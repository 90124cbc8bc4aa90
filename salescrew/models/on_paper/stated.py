"""What a plan states of queues, hires, fees and single weekdays, worked out as far as that goes."""

from __future__ import annotations

from collections.abc import Mapping

from salescrew.language import say
from salescrew.models.answers.explained.arithmetic import FeeWorth, HireCost, QueueNeed
from salescrew.models.department.horizon import Horizon
from salescrew.models.department.leads import funnels_by_queue
from salescrew.models.department.ties import cost, is_counted_over_horizon
from salescrew.models.department.worth import DealWorth
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.duty import DutyRule, OfWeekday, ServiceLevel
from salescrew.models.plan.weekdays import WEEKDAYS
from salescrew.models.plan.words import all_digits, listed_names


def weekday_patterns(plan: Plan) -> dict[str, tuple[dict[str, int], ...]] | None:
    """Give the day patterns of single weekdays, from Monday on; None where there are none."""
    menus = plan.weekday_patterns
    return {day: tuple(dict(pattern) for pattern in menus[day]) for day in WEEKDAYS if day in menus} or None


def queues(plan: Plan) -> tuple[QueueNeed, ...] | None:
    """Describe each queue with its rule; None where there is only one."""
    found = funnels_by_queue(plan)
    if plan.duty is None or len(found) < 2:
        return None
    return tuple(
        QueueNeed(queue=queue, funnels=tuple(funnels), rule=rule_in_words(plan.duty.rule_of(queue)))
        for queue, funnels in found.items()
    )


def rule_in_words(rule: DutyRule) -> str:
    """Say how many are on duty by a rule."""
    if rule.leads_per_slot is not None:
        return say("one for {leads} leads of a slot", leads=all_digits(rule.leads_per_slot))
    if rule.managers_per_slot is not None:
        return _per_slot(rule.managers_per_slot)
    assert rule.service_level is not None
    return _service(rule.service_level)


def _per_slot(managers: int | Mapping[str, OfWeekday]) -> str:
    if isinstance(managers, int):
        return say("{managers} in every slot", managers=managers)
    return "; ".join(_at(name, of) for name, of in managers.items())


def _at(name: str, managers: OfWeekday) -> str:
    """Name a slot or a weekday with its managers."""
    if isinstance(managers, int):
        return f"{name} {managers}"
    return f"{name} {listed_names(f'{slot} {of}' for slot, of in managers.items())}"


def _service(level: ServiceLevel) -> str:
    if level.within_seconds is None:
        aim = say("{seconds} seconds of wait on average", seconds=all_digits(level.average_wait_seconds or 0))
    else:
        aim = say(
            "{share}% within {seconds} seconds",
            share=all_digits(100 * (level.share or 0)),
            seconds=all_digits(level.within_seconds),
        )
    minutes = all_digits(level.handling_minutes)
    if level.patience_minutes is None:
        return say("{aim}, leads of {minutes} minutes", aim=aim, minutes=minutes)
    return say(
        "{aim}, leads of {minutes} minutes, who give up after {patience} minutes",
        aim=aim,
        minutes=minutes,
        patience=all_digits(level.patience_minutes),
    )


def hires(horizon: Horizon) -> tuple[HireCost, ...] | None:
    """Give what one of each profile costs from each first day on; None where that is not counted."""
    if not is_counted_over_horizon(horizon.plan):
        return None
    rows = tuple(
        HireCost(
            profile=one.profile,
            at_most=one.at_most,
            first_day=start or horizon.first_day,
            last_day=min(one.until or horizon.last_day, horizon.last_day),
            monthly_cost=one.monthly_cost,
            hiring_cost=one.hiring_cost,
            cost=cost(horizon, one, start),
        )
        for one in horizon.plan.candidates
        for start in one.starts
    )
    return rows or None


def fees(horizon: Horizon) -> tuple[FeeWorth, ...] | None:
    """Give what a deal with a fee brings, paid first and paid last; None where there are no fees."""
    worth, products = DealWorth(horizon), horizon.plan.products
    rows = tuple(
        FeeWorth(
            product=name,
            average_deal=products[name].average_deal,
            monthly_fee=products[name].monthly_fee or 0.0,
            monthly_churn=products[name].monthly_churn,
            first_week=worth.revenue(name, 0),
            last_week=worth.revenue(name, len(horizon.weeks) - 1),
        )
        for name in worth.fees
    )
    return rows or None
