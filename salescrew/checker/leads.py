"""Leads slot by slot and the managers that they take on duty, counted from the plan (section 3 of the model)."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

from salescrew.checker.closeness import NOISE
from salescrew.checker.days import Days, month, slots_of, weekday
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
    """Find the slots with leads on some days, in order of time. Slots in which as many come are alike."""
    every = queues(plan)
    inbound = {name: funnel.leads for name, funnel in plan.funnels.items() if funnel.leads is not None}
    waited = {name: _waited(plan, leads) for name, leads in inbound.items() if leads.days_off == "next_day"}
    alike: dict[tuple[object, ...], Slot] = {}
    found = {}
    for day in days:
        for name, (queue, funnels) in product(slots_of(plan, day), every.items()):
            leads = {funnel: _leads(plan, inbound[funnel], day, name) for funnel in funnels}
            for funnel in waited.keys() & leads.keys():
                leads[funnel] += waited[funnel].get((day, name), 0.0)
            key = (weekday(day), name, queue, *leads.values())
            if key not in alike:
                alike[key] = _slot(plan, queue, weekday(day), name, leads)
            place = QueueSlot(name, queue if len(every) > 1 else "")
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
    order = {part: number for number, part in enumerate((*plan.calendar.slots, *every))}

    def in_order(place: Place) -> tuple[object, ...]:
        return place[0], order[place[1].slot], order.get(place[1].queue, 0)

    return {place: found[place] for place in sorted(found, key=in_order)}


def _slot(plan: Plan, queue: str, on: str, name: str, leads: dict[str, float]) -> Slot:
    total = math.fsum(leads.values())
    rule = rule_of(plan, queue)
    required = 0 if rule is None or total <= 0 else _required(rule, total, plan.calendar.slot_minutes, on, name)
    between = 0 if rule is None else _between_leads(rule, total, required, plan.calendar.slot_minutes)
    return Slot(queue, leads, total, required, between)


def _waited(plan: Plan, leads: Leads) -> dict[tuple[dt.date, str], float]:
    """Count the leads that waited for a slot, since nobody could answer them on the days on which they came."""
    days = Days(plan.model_copy(update={"so_far": None}))
    takes = {day: _takes(plan, leads, day) if day in days.working else [] for day in days.horizon}
    waited: dict[tuple[dt.date, str], float] = {}
    for day in days.horizon:
        came = _of_day(plan, leads, day)
        until = next((later for later in days.horizon if later > day and takes[later]), None)
        if came and not takes[day] and until is not None:
            place = until, takes[until][0]
            waited[place] = waited.get(place, 0.0) + came
    return waited


def _takes(plan: Plan, leads: Leads, day: dt.date) -> list[str]:
    """List the slots of a working day that have a weight."""
    return [name for name in slots_of(plan, day) if leads.by_slot.get(name, 1.0) > 0]


def _leads(plan: Plan, leads: Leads, day: dt.date, slot: str) -> float:
    """Give a slot its part of the day's leads, by the weights of the slots that the day has."""
    all_slots = math.fsum(leads.by_slot.get(name, 1.0) for name in slots_of(plan, day))
    return _of_day(plan, leads, day) * leads.by_slot.get(slot, 1.0) / all_slots if all_slots else 0.0


def _of_day(plan: Plan, leads: Leads, day: dt.date) -> float:
    """Multiply the week's leads by the weekday's part of all weights."""
    worked = set(plan.calendar.working_days)
    all_weekdays = math.fsum(leads.by_weekday.get(name, 1.0) for name in worked)
    if weekday(day) not in worked or not all_weekdays:
        return 0.0
    in_a_week = leads.per_week * leads.season.get(month(day), 1.0)
    if leads.by_week:
        monday = (day - dt.timedelta(days=day.weekday())).isoformat()
        in_a_week = leads.by_week.get(monday, in_a_week)
    return in_a_week * leads.by_weekday.get(weekday(day), 1.0) / all_weekdays


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
