"""What is opened and answered from a day on and paid after the end of the plan, by the plan's conversions."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable

from salescrew.models.answers.replan import AfterEnd, PaidAfterEnd, PlanChange
from salescrew.models.department.funnels import FunnelFlow
from salescrew.models.plan.plan import Plan
from salescrew.models.schedule.schedule import Schedule


def worth_after_end(plan: Plan) -> dict[str, list[float]]:
    """Give what a standard contact or lead of each week brings after the end, by funnel: nothing in a steady plan."""
    return {name: _by_week(plan, FunnelFlow(plan, name)) for name in plan.funnels}


def _by_week(plan: Plan, flow: FunnelFlow) -> list[float]:
    deal = plan.products[flow.funnel.product].average_deal
    return [deal * share for share in flow.after_end]


def after_end(was: Schedule, now: Schedule, since: dt.date, changes: Iterable[PlanChange], least: float) -> AfterEnd:
    """Give what a plan made anew costs after the end.

    Parameters
    ----------
    was, now
        The result in force, and the one that was made anew out of it.
    least
        What is proven of `given_up`.
    """
    worth, funnels = worth_after_end(now.plan), []
    before, after = _opened(was, since), _opened(now, since)
    for name in now.plan.funnels:
        opened_was, opened_now = before.get(name, [0.0] * len(worth[name])), after[name]
        row = PaidAfterEnd(
            funnel=name,
            opened_was=math.fsum(opened_was),
            opened_now=math.fsum(opened_now),
            was=_brings(worth[name], opened_was),
            now=_brings(worth[name], opened_now),
        )
        funnels.append(row)
    given_up = _given_up(now, worth, changes)
    return AfterEnd(given_up=given_up, least=min(given_up, least), funnels=tuple(funnels))


def _brings(worth: list[float], opened: list[float]) -> float:
    return math.fsum(each * count for each, count in zip(worth, opened, strict=True))


def _opened(planned: Schedule, since: dt.date) -> dict[str, list[float]]:
    """Count what is opened and answered from a day on, in standard contacts and leads, by funnel and week."""
    opened = {name: [0.0] * planned.plan.calendar.weeks for name in planned.plan.funnels}
    for name, by_week in opened.items():
        for day, who, count in planned.contacts(name):
            if day >= since:
                week = planned.horizon.week_of(day)
                by_week[week] += planned.worth(who, week) * count
    return opened


def _given_up(now: Schedule, worth: dict[str, list[float]], changes: Iterable[PlanChange]) -> float:
    """Add up what fewer contacts of people who are there would bring, less what more of others do, by funnel."""
    by_funnel: dict[str, list[float]] = {}
    for change in changes:
        if change.kind == "contacts" and change.date is not None and change.date in _days_there(now, change.manager):
            funnel, week = str(change.what), now.horizon.week_of(change.date)
            fewer = float(change.was or 0.0) - float(change.now or 0.0)
            each = worth[funnel][week] * now.worth(change.manager, week)
            by_funnel.setdefault(funnel, []).append(each * fewer)
    return math.fsum(max(0.0, math.fsum(parts)) for parts in by_funnel.values())


def _days_there(now: Schedule, name: str) -> frozenset[dt.date]:
    """Give the days on which somebody with a role is there."""
    return now.posts[name].day_set if name in now.posts else frozenset()
