"""The arithmetic that a plan implies, worked out."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from salescrew.language import say
from salescrew.models.answers.explained.arithmetic import (
    Arithmetic,
    CalendarSummary,
    DutyNeed,
    FlowByItself,
    Route,
    Step,
    TargetNeed,
)
from salescrew.models.department.day_menu import plan_patterns
from salescrew.models.department.department import Department
from salescrew.models.department.funnels import FunnelFlow
from salescrew.models.department.horizon import Horizon
from salescrew.models.department.leads import Slot, done_between_leads, managers_required, queue_of, service_level_of
from salescrew.models.department.targets import TargetLine, counts_for, entries_of, target_lines
from salescrew.models.department.worth import DealWorth
from salescrew.models.on_paper.conversions import conversions_seen
from salescrew.models.on_paper.duty_steps import duty_steps
from salescrew.models.on_paper.stated import fees, hires, queues, weekday_patterns
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.queue_slots import QueueSlot
from salescrew.models.plan.weekdays import WEEKDAYS

_MET = 1e-6
"""A target is met when what is reached is at least the target less this share."""


def arithmetic(department: Department) -> Arithmetic:
    """Work out what a plan implies for standard people."""
    plan, horizon, slots = department.plan, department.horizon, department.slots
    entering = _entering_by_itself(horizon, slots)
    return Arithmetic(
        calendar=_calendar(horizon, slots),
        by_itself=tuple(
            _by_itself(horizon, name, slots, entering[name])
            for name, funnel in plan.funnels.items()
            if funnel.channel == "inbound" or any(map(any, entering[name]))
        ),
        targets=tuple(_target(horizon, line, entering) for line in target_lines(horizon)),
        duty=tuple(_duty(plan, slots)),
        duty_slots_by_week=tuple(
            sum(slot.required for slot in slots if horizon.week_of(slot.date) == week) for week in horizon.weeks
        ),
        duty_steps=duty_steps(horizon) or None,
        day_patterns=tuple(dict(pattern) for pattern in plan_patterns(plan)),
        weekday_patterns=weekday_patterns(plan),
        queues=queues(plan),
        hires=hires(horizon),
        fees=fees(horizon),
        conversions=tuple(conversions_seen(plan)),
    )


def _calendar(horizon: Horizon, slots: Sequence[Slot]) -> CalendarSummary:
    return CalendarSummary(
        first_day=horizon.first_day,
        last_day=horizon.last_day,
        weeks=len(horizon.weeks),
        working_days=len(horizon.working_days),
        working_days_by_week=tuple(len(days) for days in horizon.working_days_by_week),
        slots=horizon.plan.calendar.slots,
        slots_with_leads=len(slots),
    )


def _entering_by_itself(horizon: Horizon, slots: Sequence[Slot]) -> dict[str, list[list[float]]]:
    """Give what enters each stage of each funnel, week by week, when nobody opens a contact and all duty is covered."""
    flows = {}
    for name in horizon.plan.funnels:
        first_stage = [0.0 for _ in horizon.weeks]
        for slot in slots:
            if slot.required:
                first_stage[horizon.week_of(slot.date)] += slot.leads.get(name, 0.0)
        flows[name] = FunnelFlow(horizon.plan, name).entering(first_stage)
    return flows


def _by_itself(horizon: Horizon, name: str, slots: Sequence[Slot], entering: list[list[float]]) -> FlowByItself:
    totals = [sum(by_week) for by_week in entering]
    return FlowByItself(
        funnel=name,
        leads=sum(slot.leads.get(name, 0.0) for slot in slots),
        revenue=DealWorth(horizon).of_deals(horizon.plan.funnels[name].product, entering[-1]),
        steps=(*_stage_steps(horizon, name, totals), *_activity_steps(horizon, name, totals, opened=0.0)),
    )


def _target(horizon: Horizon, line: TargetLine, by_itself: dict[str, list[list[float]]]) -> TargetNeed:
    plan = horizon.plan
    reached = line.in_all(entries_of(horizon, by_itself))
    remaining = line.missing(reached)
    carriers = [
        name
        for name, funnel in plan.funnels.items()
        if funnel.channel == "outbound" and counts_for(horizon, line, name)
    ]
    routes = tuple(_route(horizon, line, name, remaining) for name in carriers) if remaining else ()
    return TargetNeed(target=line.path, wanted=line.wanted, by_itself=reached, remaining=remaining, routes=routes)


def _route(horizon: Horizon, line: TargetLine, name: str, remaining: float) -> Route:
    """Trace what remains of a target back through one funnel, its contacts opened evenly over the working days."""
    funnel = horizon.plan.funnels[name]
    entering = _entering_of_one_contact(horizon, name)
    worth = line.reached(entries_of(horizon, {name: entering}, opening=False))
    if worth <= 0:
        return Route(funnel=name, steps=(), note=say("what is opened within the horizon brings nothing in time"))
    contacts = remaining / worth
    totals = [contacts * sum(by_week) for by_week in entering]
    base = funnel.max_contacts
    note = None
    if base is not None and contacts > base * (1 + _MET):
        note = say("more than the base of {contacts:,.0f} contacts", contacts=base)
    steps = [*reversed(_stage_steps(horizon, name, totals)), *_activity_steps(horizon, name, totals, opened=contacts)]
    return Route(funnel=name, steps=tuple(steps), note=note)


def _entering_of_one_contact(horizon: Horizon, name: str) -> list[list[float]]:
    """Give what enters each stage in each week where one contact in all is opened evenly over the working days."""
    flow = FunnelFlow(horizon.plan, name)
    opened = [len(days) / len(horizon.working_days) for days in horizon.working_days_by_week]
    entering = [[0.0 for _ in horizon.weeks] for _ in flow.stages]
    for stage, by_week in enumerate(flow.spread):
        for week, share_by_week in enumerate(by_week):
            for at, share in share_by_week.items():
                entering[stage][at] += opened[week] * share
    return entering


def _stage_steps(horizon: Horizon, name: str, totals: Sequence[float]) -> list[Step]:
    stages = FunnelFlow(horizon.plan, name).stages
    by = [*(stage.by for stage in horizon.plan.funnels[name].stages), None]
    return [_step(horizon, stage, "stage", total, of) for stage, total, of in zip(stages, totals, by, strict=True)]


def _activity_steps(horizon: Horizon, name: str, totals: Sequence[float], *, opened: float) -> list[Step]:
    """Add up the activities that a funnel takes: the contacts opened and the effort of each stage."""
    funnel = horizon.plan.funnels[name]
    amounts: dict[tuple[str, str | None], float] = {}
    if funnel.opens_with is not None and opened:
        amounts[funnel.opens_with, None] = opened
    for stage, entering in zip(funnel.stages, totals, strict=False):
        for activity, each in stage.effort.items():
            amounts[activity, stage.by] = amounts.get((activity, stage.by), 0.0) + each * entering
    return [_step(horizon, activity, "activity", amount, by) for (activity, by), amount in amounts.items()]


def _step(horizon: Horizon, name: str, kind: str, total: float, by: str | None) -> Step:
    per_week, per_day = total / len(horizon.weeks), total / len(horizon.working_days)
    return Step(step=name, kind=kind, by=by, in_all=total, per_week=per_week, per_working_day=per_day)


def _duty(plan: Plan, slots: Sequence[Slot]) -> list[DutyNeed]:
    """Describe each slot of the week in which leads are expected."""
    by_place: dict[tuple[int, QueueSlot], list[Slot]] = {}
    for slot in slots:
        by_place.setdefault((slot.date.weekday(), slot.where), []).append(slot)
    order = {slot: number for number, slot in enumerate(plan.calendar.slots)}
    places = sorted(by_place, key=lambda place: (place[0], order[place[1].slot]))
    return [_duty_of(plan, by_place[place]) for place in places]


def _duty_of(plan: Plan, slots: Sequence[Slot]) -> DutyNeed:
    first, peak = slots[0], max(slots, key=lambda slot: slot.total)
    leads = median(slot.total for slot in slots)
    required = managers_required(plan, first.queue, leads, first.date, first.name)
    usual, at_peak = (
        _Service.of(plan, first.queue, leads, required),
        _Service.of(plan, first.queue, peak.total, peak.required),
    )
    return DutyNeed(
        weekday=WEEKDAYS[first.date.weekday()],
        slot=first.name,
        queue=first.where.stated,
        leads=leads,
        required=required,
        answered_in_time=usual.in_time,
        average_wait_seconds=usual.wait,
        occupancy=usual.occupancy,
        between_leads=done_between_leads(plan, first.queue, leads, required),
        peak_leads=peak.total,
        peak_required=peak.required,
        peak_answered_in_time=at_peak.in_time,
        peak_average_wait_seconds=at_peak.wait,
        peak_occupancy=at_peak.occupancy,
    )


class _Service(NamedTuple):
    """How quickly leads are answered, where the plan states a service level: what it is about, and the occupancy."""

    in_time: float | None = None
    wait: float | None = None
    occupancy: float | None = None

    @classmethod
    def of(cls, plan: Plan, queue: str, leads: float, required: int) -> _Service:
        """Work it out for the leads of a slot and the people on duty."""
        level, waiting = service_level_of(plan, queue), queue_of(plan, queue, leads, required)
        if level is None or waiting is None:
            return cls()
        if level.within_seconds is None:
            return cls(wait=60 * waiting.mean_wait(), occupancy=waiting.occupancy())
        return cls(in_time=waiting.answered_within(level.within_seconds / 60), occupancy=waiting.occupancy())
