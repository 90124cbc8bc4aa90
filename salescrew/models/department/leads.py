"""What comes by itself: leads slot by slot, and how many managers on duty they take."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from salescrew.models.department.horizon import Horizon
from salescrew.models.department.queues import TOLERANCE, Queue, fewest_servers, fewest_servers_waiting
from salescrew.models.plan.calendar import CalendarDays, monday_of, month_of
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.duty import ServiceLevel
from salescrew.models.plan.sections.funnels import Funnel, Leads
from salescrew.models.plan.sections.queue_slots import ONLY, QueueSlot
from salescrew.models.plan.weekdays import weekday_of

SlotKey = tuple[dt.date, QueueSlot]
"""What tells a duty slot from others: its day, its name and its queue."""


@dataclass(frozen=True)
class Slot:
    """A duty slot in which leads of a queue are expected.

    Attributes
    ----------
    where
        The slot of the day, with the queue where there are several.
    queue
        The name of the queue.
    leads
        Leads expected, by inbound funnel of the queue.
    required
        Managers on duty, exactly.
    between_leads
        What a mixed manager on duty gets done of the between-leads activity, as a whole number.
    activity
        The between-leads activity, if there is one.
    """

    date: dt.date
    where: QueueSlot
    queue: str
    leads: dict[str, float]
    required: int
    between_leads: int
    activity: str | None = None

    @property
    def key(self) -> SlotKey:
        """What tells it from others."""
        return self.date, self.where

    @property
    def name(self) -> str:
        """The name of the slot, whatever the queue."""
        return self.where.slot

    @property
    def between(self) -> dict[str, int]:
        """What a mixed manager on duty gets done between leads, by activity."""
        return {self.activity: self.between_leads} if self.activity is not None and self.between_leads else {}

    @property
    def total(self) -> float:
        """Leads expected over all funnels."""
        return sum(self.leads.values())


def slot_names(slots: Iterable[Slot]) -> dict[str, None]:
    """Give the names of slots of a day, each once: in a slot somebody answers one queue."""
    return {slot.where.slot: None for slot in slots}


@dataclass(frozen=True, eq=False)
class DutySlots:
    """The duty slots of a plan.

    Attributes
    ----------
    slots
        Those in which leads are expected, in order of time.
    optional
        Those that fewer people than required may cover; the leads of who is missing are lost.
    unreserved
        The weeks in which no places need be kept for absences, with the queues for whose slots.
    """

    slots: Sequence[Slot]
    optional: frozenset[SlotKey] = frozenset()
    unreserved: frozenset[tuple[int, tuple[str, ...]]] = frozenset()

    @cached_property
    def by_day(self) -> dict[dt.date, list[Slot]]:
        """The slots that need somebody on duty, by day."""
        by_day: dict[dt.date, list[Slot]] = {}
        for slot in self.slots:
            if slot.required:
                by_day.setdefault(slot.date, []).append(slot)
        return by_day

    def with_slots(self, changed: Mapping[SlotKey, Slot]) -> DutySlots:
        """Give the slots with others in place of some."""
        return replace(self, slots=tuple(changed.get(slot.key, slot) for slot in self.slots))


def slots_with_leads(horizon: Horizon) -> list[Slot]:
    """List the slots in which leads are expected on the days that are planned, in order of time."""
    return slots_on(horizon.plan, horizon.working_days)


def slots_on(plan: Plan, days: Iterable[dt.date]) -> list[Slot]:
    """List the slots in which leads are expected on some working days, of each queue."""
    calendar = CalendarDays(plan.calendar)
    inbound = {
        queue: {name: ExpectedLeads(calendar, of.leads) for name, of in funnels.items() if of.leads is not None}
        for queue, funnels in funnels_by_queue(plan).items()
    }
    short = {(open_.date, open_.where): open_.short for open_ in plan.fixed.open_slots}
    slots = []
    for day in days:
        for name in plan.calendar.slots_on(day):
            for queue, funnels in inbound.items():
                leads = {funnel: of.at(day, name) for funnel, of in funnels.items()}
                total = sum(leads.values())
                if total > 0:
                    where = QueueSlot(name, queue if len(inbound) > 1 else ONLY)
                    required = managers_required(plan, queue, total, day, name)
                    between = done_between_leads(plan, queue, total, required)
                    found = Slot(day, where, queue, leads, required, between, activity_between(plan, queue))
                    slots += _without_places(found, short.get((day, where), 0))
    return slots


def funnels_by_queue(plan: Plan) -> dict[str, dict[str, Funnel]]:
    """Gather the inbound funnels by the queue in which their leads are answered, in the order of the plan."""
    found: dict[str, dict[str, Funnel]] = {}
    for name, funnel in plan.funnels.items():
        if funnel.answered_in is not None:
            found.setdefault(funnel.answered_in, {})[name] = funnel
    return found


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


def managers_required(plan: Plan, queue: str, leads: float, day: dt.date, slot: str) -> int:
    """Give the managers on duty that so many leads of a queue take in a slot."""
    if leads <= 0 or plan.duty is None:
        return 0
    rule = plan.duty.rule_of(queue)
    if rule.managers_per_slot is not None:
        return managers_stated(rule.managers_per_slot, day, slot)
    if rule.leads_per_slot is not None:
        return math.ceil(leads / rule.leads_per_slot - TOLERANCE)
    assert rule.service_level is not None
    return _service_level_managers(rule.service_level, leads / plan.calendar.slot_minutes)


def managers_stated(stated: int | Mapping[str, int | Mapping[str, int]], day: dt.date, slot: str) -> int:
    """Give the managers that a plan states for a slot: for all, by slot, or by weekday; nobody where it names none."""
    if isinstance(stated, int):
        return stated
    of_day = stated.get(weekday_of(day), stated.get(slot, 0))
    return of_day if isinstance(of_day, int) else of_day.get(slot, 0)


@lru_cache(maxsize=4096)
def _service_level_managers(level: ServiceLevel, arrivals: float) -> int:
    if level.average_wait_seconds is not None:
        longest = level.average_wait_seconds / 60
        return fewest_servers_waiting(longest, arrivals, level.handling_minutes, level.patience_minutes)
    assert level.share is not None
    assert level.within_seconds is not None
    return fewest_servers(
        level.share, level.within_seconds / 60, arrivals, level.handling_minutes, level.patience_minutes
    )


def service_level_of(plan: Plan, queue: str) -> ServiceLevel | None:
    """Give the service level of a queue, where it has one."""
    return plan.duty.rule_of(queue).service_level if plan.duty else None


def queue_of(plan: Plan, queue: str, leads: float, required: int) -> Queue | None:
    """Give the queue of a slot with so many leads and people on duty, where the plan states a service level."""
    level = service_level_of(plan, queue)
    if level is None or required == 0:
        return None
    return Queue(required, leads / plan.calendar.slot_minutes, level.handling_minutes, level.patience_minutes)


def activity_between(plan: Plan, queue: str) -> str | None:
    """Name the activity that is done between the leads of a queue; None where nothing is."""
    between = plan.duty.rule_of(queue).between_leads if plan.duty else None
    return between.activity if between else None


def done_between_leads(plan: Plan, queue: str, leads: float, required: int) -> int:
    """Give what a covered slot adds of the between-leads activity to a mixed manager's day."""
    rule = plan.duty.rule_of(queue) if plan.duty else None
    if rule is None or rule.between_leads is None or rule.service_level is None or required == 0:
        return 0
    minutes = plan.calendar.slot_minutes
    busy = min(1.0, leads * rule.service_level.handling_minutes / (required * minutes))
    between = rule.between_leads
    return math.floor(between.efficiency * (1 - busy) * minutes / between.minutes_each + TOLERANCE)
