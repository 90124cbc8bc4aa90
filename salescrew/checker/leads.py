"""Leads slot by slot and the managers that they take on duty, counted from the plan (section 3 of the model)."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass

from salescrew.checker.closeness import NOISE
from salescrew.checker.days import month, weekday
from salescrew.checker.queues import fewest_servers
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.funnels import Leads


@dataclass(frozen=True)
class Slot:
    """A duty slot in which leads are expected.

    Attributes
    ----------
    leads
        Leads expected, by inbound funnel.
    required
        Managers on duty, exactly.
    between_leads
        What a mixed manager gets done between the leads of this slot.
    """

    leads: dict[str, float]
    total: float
    required: int
    between_leads: int


def slots_with_leads(plan: Plan, days: Iterable[dt.date]) -> dict[tuple[dt.date, str], Slot]:
    """Find the slots with leads on some days, in order of time. Slots of the same weekday and month are alike."""
    inbound = {name: funnel.leads for name, funnel in plan.funnels.items() if funnel.leads is not None}
    alike: dict[tuple[str, str, str], Slot] = {}
    found = {}
    for day in days:
        for name in plan.calendar.slots:
            key = (weekday(day), month(day), name)
            if key not in alike:
                alike[key] = _slot(plan, {funnel: _leads(plan, of, *key) for funnel, of in inbound.items()})
            if alike[key].total > 0:
                found[day, name] = alike[key]
    for row in plan.fixed.open_slots:
        slot = found.pop((row.date, row.slot), None)
        if slot is not None and slot.required > row.short:
            answered = (slot.required - row.short) / slot.required
            leads = {funnel: count * answered for funnel, count in slot.leads.items()}
            required = slot.required - row.short
            found[row.date, row.slot] = Slot(leads, slot.total * answered, required, slot.between_leads)
    return dict(sorted(found.items(), key=lambda item: (item[0][0], plan.calendar.slots.index(item[0][1]))))


def _slot(plan: Plan, leads: dict[str, float]) -> Slot:
    total = math.fsum(leads.values())
    required = _required(plan, total)
    return Slot(leads, total, required, _between_leads(plan, total, required))


def _leads(plan: Plan, leads: Leads, on: str, in_month: str, slot: str) -> float:
    """Multiply the week's leads by the season and by the weekday's and the slot's part of all weights."""
    worked = set(plan.calendar.working_days)
    if on not in worked:
        return 0.0
    all_weekdays = math.fsum(leads.by_weekday.get(name, 1.0) for name in worked)
    all_slots = math.fsum(leads.by_slot.get(name, 1.0) for name in plan.calendar.slots)
    if not all_weekdays or not all_slots:
        return 0.0
    in_a_week = leads.per_week * leads.season.get(in_month, 1.0)
    return in_a_week * leads.by_weekday.get(on, 1.0) * leads.by_slot.get(slot, 1.0) / (all_weekdays * all_slots)


def _required(plan: Plan, leads: float) -> int:
    """Count the managers needed on duty where so many leads are expected in a slot."""
    duty = plan.duty
    if duty is None or leads <= 0:
        return 0
    if duty.managers_per_slot is not None:
        return duty.managers_per_slot
    if duty.leads_per_slot is not None:
        return math.ceil(leads / duty.leads_per_slot - NOISE)
    level = duty.service_level
    if level is None:
        return 0
    arrivals = leads / plan.calendar.slot_minutes
    within = level.within_seconds / 60
    return fewest_servers(level.share - NOISE, arrivals, level.handling_minutes, level.patience_minutes, within)


def _between_leads(plan: Plan, leads: float, required: int) -> int:
    """Count what fits between the leads of a slot: `floor(efficiency * (1 - rho) * slot_minutes / minutes_each)`."""
    duty = plan.duty
    if duty is None or duty.between_leads is None or duty.service_level is None or not required:
        return 0
    slot = plan.calendar.slot_minutes
    free_minutes = max(0.0, slot - leads * duty.service_level.handling_minutes / required)
    return math.floor(duty.between_leads.efficiency * free_minutes / duty.between_leads.minutes_each + NOISE)
