"""Leads slot by slot and the managers that they take on duty, counted from the plan (section 3 of the model)."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass

from salescrew.checker.closeness import NOISE
from salescrew.checker.days import Days, month, slots_of, weekday
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
    """Find the slots with leads on some days, in order of time. Slots in which as many come are alike."""
    inbound = {name: funnel.leads for name, funnel in plan.funnels.items() if funnel.leads is not None}
    waited = {name: _waited(plan, leads) for name, leads in inbound.items() if leads.days_off == "next_day"}
    alike: dict[tuple[tuple[str, float], ...], Slot] = {}
    found = {}
    for day in days:
        for name in slots_of(plan, day):
            leads = {funnel: _leads(plan, of, day, name) for funnel, of in inbound.items()}
            for funnel, more in waited.items():
                leads[funnel] += more.get((day, name), 0.0)
            key = tuple(leads.items())
            if key not in alike:
                alike[key] = _slot(plan, leads)
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
