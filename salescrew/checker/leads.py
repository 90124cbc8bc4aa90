"""Leads slot by slot and the managers that they take on duty, counted from the plan (section 3 of the model)."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from salescrew.checker.closeness import NOISE
from salescrew.checker.days import month, weekday
from salescrew.checker.queues import fewest_servers, fewest_within_wait
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.duty import DutyRule
from salescrew.models.plan.sections.funnels import Leads
from salescrew.models.plan.sections.queue_slots import QueueSlot

Place = tuple[dt.date, QueueSlot]
"""A slot of a day, with the queue that is answered in it where there are several."""


@dataclass(frozen=True)
class Slot:
    """A duty slot in which leads of a queue are expected.

    Attributes
    ----------
    queue
        The name of the queue.
    leads
        Leads expected, by inbound funnel of the queue.
    required
        Managers on duty, exactly.
    between_leads
        What a mixed manager gets done between the leads of this slot.
    """

    queue: str
    leads: dict[str, float]
    total: float
    required: int
    between_leads: int


def queues(plan: Plan) -> dict[str, list[str]]:
    """Gather the inbound funnels by queue, in the order of the plan."""
    found: dict[str, list[str]] = {}
    for name, funnel in plan.funnels.items():
        if funnel.channel == "inbound":
            found.setdefault(funnel.queue or "main", []).append(name)
    return found


def rule_of(plan: Plan, queue: str) -> DutyRule | None:
    """Find what says how many people a queue takes."""
    if plan.duty is None or plan.duty.queues is None:
        return plan.duty
    return plan.duty.queues.get(queue)


def slots_with_leads(plan: Plan, days: Iterable[dt.date]) -> dict[Place, Slot]:
    """Find the slots with leads on some days, in order of time. Slots of the same weekday and month are alike."""
    every = queues(plan)
    places = {
        (name, queue): QueueSlot(name, queue if len(every) > 1 else "")
        for name in plan.calendar.slots
        for queue in every
    }
    alike: dict[tuple[str, str, str, str], Slot] = {}
    found = {}
    for day in days:
        for (name, queue), place in places.items():
            key = (weekday(day), month(day), name, queue)
            if key not in alike:
                alike[key] = _slot(plan, queue, key[0], name, _leads_of(plan, every[queue], *key[:3]))
            if alike[key].total > 0:
                found[day, place] = alike[key]
    for row in plan.fixed.open_slots:
        slot = found.pop((row.date, row.where), None)
        if slot is not None and slot.required > row.short:
            answered = (slot.required - row.short) / slot.required
            leads = {funnel: count * answered for funnel, count in slot.leads.items()}
            required = slot.required - row.short
            total = slot.total * answered
            found[row.date, row.where] = Slot(slot.queue, leads, total, required, slot.between_leads)
    order = {place: number for number, place in enumerate(places.values())}
    return dict(sorted(found.items(), key=lambda item: (item[0][0], order[item[0][1]])))


def _slot(plan: Plan, queue: str, on: str, name: str, leads: dict[str, float]) -> Slot:
    total = math.fsum(leads.values())
    rule = rule_of(plan, queue)
    required = 0 if rule is None or total <= 0 else _required(rule, total, plan.calendar.slot_minutes, on, name)
    between = 0 if rule is None else _between_leads(rule, total, required, plan.calendar.slot_minutes)
    return Slot(queue, leads, total, required, between)


def _leads_of(plan: Plan, funnels: Iterable[str], on: str, in_month: str, slot: str) -> dict[str, float]:
    found = {}
    for name in funnels:
        leads = plan.funnels[name].leads
        if leads is not None:
            found[name] = _leads(plan, leads, on, in_month, slot)
    return found


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


def _required(rule: DutyRule, leads: float, slot_minutes: float, on: str, slot: str) -> int:
    """Count the managers needed on duty where so many leads of a queue are expected in a slot of a weekday."""
    if rule.managers_per_slot is not None:
        return _stated(rule.managers_per_slot, on, slot)
    if rule.leads_per_slot is not None:
        return math.ceil(leads / rule.leads_per_slot - NOISE)
    level = rule.service_level
    if level is None:
        return 0
    arrivals, handling, patience = leads / slot_minutes, level.handling_minutes, level.patience_minutes
    if level.average_wait_seconds is not None:
        longest = level.average_wait_seconds / 60 * (1 + NOISE)
        return fewest_within_wait(longest, arrivals, handling, patience)
    return fewest_servers(
        (level.share or 0.0) - NOISE, arrivals, handling, patience, (level.within_seconds or 0.0) / 60
    )


def _stated(stated: int | Mapping[str, int | Mapping[str, int]], on: str, slot: str) -> int:
    """Look up what is stated for all slots, for the slot, or for the weekday; what is not named has nobody."""
    if isinstance(stated, Mapping):
        of_weekday = stated[on] if on in stated else stated.get(slot, 0)
        return of_weekday.get(slot, 0) if isinstance(of_weekday, Mapping) else of_weekday
    return stated


def _between_leads(rule: DutyRule, leads: float, required: int, slot_minutes: float) -> int:
    """Count what fits between the leads of a slot: `floor(efficiency * (1 - rho) * slot_minutes / minutes_each)`."""
    if rule.between_leads is None or rule.service_level is None or not required:
        return 0
    free_minutes = max(0.0, slot_minutes - leads * rule.service_level.handling_minutes / required)
    return math.floor(rule.between_leads.efficiency * free_minutes / rule.between_leads.minutes_each + NOISE)
