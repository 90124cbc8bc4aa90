"""Funnels whose contacts end before the horizon does, or that have none at all, and what that leaves."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

from salescrew.models.department.under_way import at_start
from salescrew.models.on_paper.after_end import worth_after_end
from salescrew.models.schedule.schedule import Schedule

_ALL_OF_IT = 0.999


@dataclass(frozen=True)
class ContactsEnd:
    """Where contacts end early.

    Attributes
    ----------
    last_days
        By funnel the last day on which a contact is opened.
    more
        The contacts that as many a working day until the end of the horizon would be, in all funnels.
    leaves, would_leave
        The revenue to come of what is under way at the end: by the result, and with these contacts.
    at_start
        The revenue to come of what is under way at the start.
    """

    last_days: dict[str, dt.date]
    more: float
    leaves: float
    would_leave: float
    at_start: float


def contacts_end(schedule: Schedule) -> ContactsEnd | None:
    """Look for funnels into which nothing is opened in the last weeks though it could be; None: there are none."""
    plan, worth = schedule.plan, worth_after_end(schedule.plan)
    last_days, more, added = {}, 0.0, 0.0
    for name, funnel in plan.funnels.items():
        if funnel.channel == "outbound" and (days := _days_to_go_on(schedule, name)):
            opened = list(schedule.contacts(name))
            count = math.fsum(contacts for _, _, contacts in opened)
            standard = math.fsum(
                contacts * schedule.worth(who, schedule.horizon.week_of(day)) for day, who, contacts in opened
            )
            first, last = min(day for day, _, _ in opened), max(day for day, _, _ in opened)
            a_day = 1 / sum(first <= day <= last for day in schedule.horizon.working_days)
            last_days[name] = last
            more += count * a_day * len(days)
            added += standard * a_day * math.fsum(worth[name][schedule.horizon.week_of(day)] for day in days)
    if not added:
        return None
    leaves = _left(schedule, worth)
    return ContactsEnd(last_days, more, leaves, leaves + added, at_start(plan))


@dataclass(frozen=True)
class NeverOpened:
    """Where nothing is opened at all in a plan that is not steady.

    Attributes
    ----------
    too_late
        The funnels of which even what is opened on the first day is paid after the end.
    not_needed
        The others.
    leaves, at_start
        The revenue to come of what is under way at the end and at the start.
    """

    too_late: list[str]
    not_needed: list[str]
    leaves: float
    at_start: float


def never_opened(schedule: Schedule) -> NeverOpened | None:
    """Look for funnels into which the result opens nothing; None: there are none, or the plan is steady."""
    plan = schedule.plan
    idle = [
        name
        for name, funnel in plan.funnels.items()
        if funnel.channel == "outbound" and not math.fsum(count for _, _, count in schedule.contacts(name))
    ]
    if plan.pipeline == "steady" or not idle:
        return None
    flows, too_late = schedule.department.flows, []
    for name in idle:
        in_all = math.prod(stage.conversion for stage in plan.funnels[name].stages)
        if flows[name].after_end[0] >= _ALL_OF_IT * in_all:
            too_late.append(name)
    not_needed = [name for name in idle if name not in too_late]
    return NeverOpened(too_late, not_needed, _left(schedule, worth_after_end(plan)), at_start(plan))


def _days_to_go_on(schedule: Schedule, funnel: str) -> list[dt.date]:
    """List the working days of the weeks after the last contact; none where the cold base ends as well."""
    horizon, opened = schedule.horizon, [(day, count) for day, _, count in schedule.contacts(funnel)]
    base = schedule.department.cold_base(funnel)
    if not opened or (base is not None and math.fsum(count for _, count in opened) >= _ALL_OF_IT * base):
        return []
    last = max(horizon.week_of(day) for day, _ in opened)
    return [day for day in horizon.working_days if horizon.week_of(day) > last]


def _left(schedule: Schedule, worth: dict[str, list[float]]) -> float:
    """Give the revenue to come after the end of what the result opens and answers, and of the opening pipeline."""
    plan, total = schedule.plan, 0.0
    for name, flow in schedule.department.flows.items():
        first, opening = schedule.entering[name][0], flow.opening[0]
        total += plan.products[flow.funnel.product].average_deal * flow.opening_after_end
        total += math.fsum((items - old) * each for items, old, each in zip(first, opening, worth[name], strict=True))
    return total
