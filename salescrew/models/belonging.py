"""Whether a result is one of a plan: what it names is there, on days that the plan has."""

from __future__ import annotations

from collections.abc import Iterator

from salescrew.models.fields import shown
from salescrew.models.patterns import activities
from salescrew.models.planned import Planned


def of_another_plan(planned: Planned) -> Iterator[str]:
    """Yield what a result has that one of this plan would not have: what it must do, and what came."""
    yield from _other_days(planned)
    yield from _other_duty(planned)
    yield from _other_work(planned)
    yield from _other_flow(planned)


def _other_days(planned: Planned) -> Iterator[str]:
    first, last = planned.plan.calendar.start, planned.horizon.last_day
    for day in (*(row.date for row in planned.result.roster), *(row.date for row in planned.result.quotas)):
        if not first <= day <= last:
            yield f"have days of the plan only, {first} to {last}, got {day}"


def _other_duty(planned: Planned) -> Iterator[str]:
    first = planned.horizon.first_day
    for (day, _), slots in planned.duty.items():
        for slot in slots if day >= first else ():
            if (day, slot) not in planned.slots:
                yield f"have duty only where the plan expects leads, got {day} {shown(slot)}"


def _other_work(planned: Planned) -> Iterator[str]:
    known = activities(planned.plan)
    for row in planned.result.quotas:
        for activity, quota in row.activities.items():
            if quota and activity not in known:
                yield f"have activities of the plan only, got {shown(activity)}"
        for funnel in row.contacts:
            if funnel not in planned.plan.funnels:
                yield f"have contacts of the plan's funnels only, got {shown(funnel)}"


def _other_flow(planned: Planned) -> Iterator[str]:
    mondays = {planned.horizon.monday(week) for week in planned.horizon.weeks}
    for row in planned.result.funnel:
        if row.week not in mondays:
            yield f"have weeks of the plan only, got {row.week}"
        if row.funnel not in planned.plan.funnels or row.stage not in planned.stages(row.funnel):
            yield f"have stages of the plan's funnels only, got {shown(row.stage)} of {shown(row.funnel)}"
