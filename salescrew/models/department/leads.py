"""What comes by itself: leads slot by slot, and how many managers on duty they take."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from salescrew.models.department.horizon import Horizon
from salescrew.models.department.queues import TOLERANCE, Queue, fewest_servers
from salescrew.models.plan.calendar import CalendarDays, monday_of, month_of
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.duty import ServiceLevel
from salescrew.models.plan.sections.funnels import Leads
from salescrew.models.plan.weekdays import weekday_of


@dataclass(frozen=True)
class Slot:
    """A duty slot with leads.

    Attributes
    ----------
    leads
        Leads expected, by inbound funnel.
    required
        Managers on duty, exactly.
    between_leads
        What a mixed manager on duty gets done of the between-leads activity, as a whole number.
    """

    date: dt.date
    name: str
    leads: dict[str, float]
    required: int
    between_leads: int

    @property
    def total(self) -> float:
        """Leads expected over all funnels."""
        return sum(self.leads.values())


@dataclass(frozen=True, eq=False)
class DutySlots:
    """The duty slots of a plan.

    Attributes
    ----------
    slots
        Those in which leads are expected, in order of time.
    optional
        Those that fewer people than required may cover, by date and name; the leads of who is missing are lost.
    unreserved
        The weeks in which no places need be kept for absences.
    """

    slots: Sequence[Slot]
    optional: frozenset[tuple[dt.date, str]] = frozenset()
    unreserved: frozenset[int] = frozenset()

    @cached_property
    def by_day(self) -> dict[dt.date, list[Slot]]:
        """The slots that need somebody on duty, by day."""
        by_day: dict[dt.date, list[Slot]] = {}
        for slot in self.slots:
            if slot.required:
                by_day.setdefault(slot.date, []).append(slot)
        return by_day

    def with_slots(self, changed: Mapping[tuple[dt.date, str], Slot]) -> DutySlots:
        """Give the slots with others in place of some, by date and name."""
        return replace(self, slots=tuple(changed.get((slot.date, slot.name), slot) for slot in self.slots))


def slots_with_leads(horizon: Horizon) -> list[Slot]:
    """List the slots in which leads are expected on the days that are planned, in order of time."""
    return slots_on(horizon.plan, horizon.working_days)


def slots_on(plan: Plan, days: Iterable[dt.date]) -> list[Slot]:
    """List the slots in which leads are expected on some working days."""
    calendar = CalendarDays(plan.calendar)
    inbound = {
        name: ExpectedLeads(calendar, funnel.leads) for name, funnel in plan.funnels.items() if funnel.leads is not None
    }
    short = {(open_.date, open_.slot): open_.short for open_ in plan.fixed.open_slots}
    slots = []
    for day in days:
        for slot in plan.calendar.slots_on(day):
            leads = {name: of.at(day, slot) for name, of in inbound.items()}
            total = sum(leads.values())
            if total > 0:
                required = managers_required(plan, total)
                found = Slot(day, slot, leads, required, done_between_leads(plan, total, required))
                slots += _without_places(found, short.get((day, slot), 0))
    return slots


def _without_places(slot: Slot, short: int) -> list[Slot]:
    """Leave places on duty open, and lose the leads of those who would have had them."""
    if not short:
        return [slot]
    left = max(0, slot.required - short)
    leads = {name: count * left / slot.required for name, count in slot.leads.items()} if left else {}
    return [replace(slot, leads=leads, required=left)] if left else []


class ExpectedLeads:
    """The leads of a funnel as they are expected over a whole horizon.

    Attributes
    ----------
    lost
        Those that come on days on which nobody answers, and that do not wait for the next either.
    """

    def __init__(self, days: CalendarDays, leads: Leads) -> None:
        self._calendar = days.calendar
        self._leads = leads
        worked = dict.fromkeys(days.calendar.working_days)
        self._by_weekday = {name: leads.by_weekday.get(name, 1.0) for name in worked}
        self._all_weekdays = sum(self._by_weekday.values())
        self._waiting: dict[tuple[dt.date, str], float] = {}
        self.lost: dict[dt.date, float] = {}
        self._let_wait(days)

    def at(self, day: dt.date, slot: str) -> float:
        """Give the leads that are answered in a slot of a working day."""
        by_slot = self._by_slot(day)
        in_all = sum(by_slot.values())
        own = self._of_day(day) * (by_slot[slot] / in_all) if in_all else 0.0
        waiting = self._waiting.get((day, slot))
        return own if waiting is None else own + waiting

    def _by_slot(self, day: dt.date) -> dict[str, float]:
        return {slot: self._leads.by_slot.get(slot, 1.0) for slot in self._calendar.slots_on(day)}

    def _of_day(self, day: dt.date) -> float:
        """Give the leads that come on a day."""
        weekday, leads = weekday_of(day), self._leads
        if weekday not in self._by_weekday:
            return 0.0
        of_week = leads.by_week.get(monday_of(day).isoformat()) if leads.by_week else None
        if of_week is None:
            of_week = leads.per_week * leads.season.get(month_of(day), 1.0)
        return of_week * (self._by_weekday[weekday] / self._all_weekdays)

    def _let_wait(self, days: CalendarDays) -> None:
        """Let the leads of days without anybody to answer them wait for the first slot that has leads, or be lost."""
        worked, waits = frozenset(days.working_days), self._leads.days_off == "next_day"
        for day in days.days:
            slots = [slot for slot, weight in self._by_slot(day).items() if weight > 0] if day in worked else []
            if not slots and (came := self._of_day(day)):
                self.lost[day] = came
            elif slots and waits and self.lost:
                self._waiting[day, slots[0]] = sum(self.lost.values())
                self.lost = {}


def managers_required(plan: Plan, leads: float) -> int:
    """Give the managers on duty that so many leads in a slot take."""
    duty = plan.duty
    if leads <= 0 or duty is None:
        return 0
    if duty.managers_per_slot is not None:
        return duty.managers_per_slot
    if duty.leads_per_slot is not None:
        return math.ceil(leads / duty.leads_per_slot - TOLERANCE)
    assert duty.service_level is not None
    return _service_level_managers(duty.service_level, leads / plan.calendar.slot_minutes)


@lru_cache(maxsize=4096)
def _service_level_managers(level: ServiceLevel, arrivals: float) -> int:
    return fewest_servers(
        level.share, level.within_seconds / 60, arrivals, level.handling_minutes, level.patience_minutes
    )


def queue_of(plan: Plan, leads: float, required: int) -> Queue | None:
    """Give the queue of a slot where the plan states a service level."""
    level = plan.duty.service_level if plan.duty else None
    if level is None or required == 0:
        return None
    return Queue(required, leads / plan.calendar.slot_minutes, level.handling_minutes, level.patience_minutes)


def done_between_leads(plan: Plan, leads: float, required: int) -> int:
    """Give what a covered slot adds of the between-leads activity to a mixed manager's day."""
    duty = plan.duty
    if duty is None or duty.between_leads is None or duty.service_level is None or required == 0:
        return 0
    minutes = plan.calendar.slot_minutes
    busy = min(1.0, leads * duty.service_level.handling_minutes / (required * minutes))
    between = duty.between_leads
    return math.floor(between.efficiency * (1 - busy) * minutes / between.minutes_each + TOLERANCE)
