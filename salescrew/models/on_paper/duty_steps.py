"""Where one more lead a week takes more people on duty: the staffing rule is a staircase, and this finds its steps.

Leads of a slot grow by the same amount with each lead a week, so a slot is known by what it has and by what it gets.
The rule is asked itself how many people that takes, and as more leads never take fewer, the step is found by halving.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import NamedTuple

from salescrew.models.answers.explained.duty_steps import DutyStep
from salescrew.models.department.horizon import Horizon
from salescrew.models.department.leads import ExpectedLeads, funnels_by_queue, managers_required, slots_with_leads
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.funnels import Leads

_MOST_TIMES = 10
"""Steps beyond so many times the leads of the plan are of no use to anybody."""
_NOISE = 1e-12
"""What is left of a slot's leads below such a share of them is the noise of binary fractions."""


class _Slot(NamedTuple):
    """A slot as the rule sees it: leads of its queue, and what a lead a week more of the funnel adds to them."""

    leads: float
    each: float


def duty_steps(horizon: Horizon) -> tuple[DutyStep, ...]:
    """Find the steps of each inbound funnel whose leads tell how many people are on duty."""
    found = (
        _steps(horizon, queue, name, funnel.leads)
        for queue, funnels in funnels_by_queue(horizon.plan).items()
        for name, funnel in funnels.items()
        if funnel.leads is not None and _counts_leads(horizon.plan, queue)
    )
    return tuple(step for step in found if step is not None)


def more_duty_slots(before: Horizon, after: Horizon) -> int:
    """Count how many duty slots a week there are more to be covered after a change, where it is most; below 0 fewer."""
    counts = [Counter[int](), Counter[int]()]
    for count, horizon in zip(counts, (before, after), strict=True):
        for slot in slots_with_leads(horizon):
            count[horizon.week_of(slot.date)] += slot.required
    was, now = counts
    return max((now[week] - was[week] for week in {**was, **now}), key=abs, default=0)


def _counts_leads(plan: Plan, queue: str) -> bool:
    """Tell whether it is the leads that say how many people are on duty."""
    return plan.duty is not None and plan.duty.rule_of(queue).managers_per_slot is None


def _steps(horizon: Horizon, queue: str, name: str, leads: Leads) -> DutyStep | None:
    by_week = _slots(horizon, queue, leads)
    alike = frozenset(slot for slots in by_week.values() for slot in slots)
    planned = _planned(horizon, leads)

    def required(slot: _Slot, more: int) -> int:
        return _required(horizon.plan, queue, slot, more)

    def changes(more: int) -> bool:
        return any(required(slot, more) != required(slot, 0) for slot in alike)

    rising = _first(changes, int(_MOST_TIMES * max(1.0, *planned)))
    falling = _first(lambda fewer: changes(-fewer), int(min(planned)))
    if rising is None and falling is None:
        return None
    added = _added(by_week, lambda slot: required(slot, rising or 0) - required(slot, 0))
    spared = _added(by_week, lambda slot: required(slot, 0) - required(slot, -(falling or 0)))
    return DutyStep(
        funnel=name,
        per_week=leads.per_week,
        spare=None if rising is None else rising - 1,
        slots=max(added.values(), default=0),
        weeks=sum(map(bool, added.values())),
        fewer=falling,
        slots_spared=max(spared.values(), default=0),
    )


def _planned(horizon: Horizon, leads: Leads) -> list[float]:
    """List the leads of the weeks as the plan says them: `per_week` too, where a week is not named."""
    mondays = [horizon.monday(week).isoformat() for week in horizon.weeks]
    return [leads.by_week.get(monday, leads.per_week) for monday in mondays]


def _slots(horizon: Horizon, queue: str, leads: Leads) -> dict[int, Counter[_Slot]]:
    """Count by week the slots that are alike: as many leads of the queue, and as many more of the funnel."""
    each = ExpectedLeads(
        horizon, leads.model_copy(update={"per_week": 1.0, "by_week": dict.fromkeys(leads.by_week, 1)})
    )
    queued = [
        ExpectedLeads(horizon, funnel.leads)
        for funnel in funnels_by_queue(horizon.plan)[queue].values()
        if funnel.leads is not None
    ]
    by_week: dict[int, Counter[_Slot]] = {}
    for day in horizon.working_days:
        slots = by_week.setdefault(horizon.week_of(day), Counter())
        for slot in horizon.plan.calendar.slots_on(day):
            more = each.at(day, slot)
            if more > 0:
                slots[_Slot(sum(of.at(day, slot) for of in queued), more)] += 1
    return by_week


def _required(plan: Plan, queue: str, slot: _Slot, more: int) -> int:
    leads = slot.leads + more * slot.each
    if leads < _NOISE * slot.leads:
        return 0
    return managers_required(plan, queue, leads, plan.calendar.start, plan.calendar.slots[0])


def _first(changes: Callable[[int], bool], most: int) -> int | None:
    """Give the least number from which on something changes, None where it does not up to the most."""
    if most < 1 or not changes(most):
        return None
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if changes(middle) else (middle, high)
    return high


def _added(by_week: Mapping[int, Counter[_Slot]], more: Callable[[_Slot], int]) -> dict[int, int]:
    """Count by week how many duty slots there are more."""
    return {week: sum(count * more(slot) for slot, count in slots.items()) for week, slots in by_week.items()}
