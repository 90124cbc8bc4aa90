"""Who does what when in a result, as a simulation needs it: by person and week, numbers only."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from salescrew.models.answers.result import Result
from salescrew.models.department.department import Department as PlannedDepartment
from salescrew.models.department.funnels import FlowAsHandled, FunnelFlow, lag
from salescrew.models.department.horizon import Horizon
from salescrew.models.department.leads import Slot, SlotKey, slots_with_leads
from salescrew.models.department.people import people
from salescrew.models.department.posts import effectiveness_by_week, funnels_worked, queues_answered, worth_of_role
from salescrew.models.department.roles import meaning_of
from salescrew.models.department.work import Group, is_by_closer
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.people import PersonFields
from salescrew.models.plan.sections.queue_slots import QueueSlot
from salescrew.models.schedule.as_handled import as_handled
from salescrew.models.schedule.in_force import with_starts

Amounts = dict[str, float]


@dataclass
class Day:
    """A person's day: what its pattern and the time between leads leave room for, and the slots on duty.

    Attributes
    ----------
    free_places
        Places of duty in the pattern that cover no slot.
    """

    date: dt.date
    room: Amounts
    duty: tuple[QueueSlot, ...] = ()
    free_places: int = 0


@dataclass
class Week:
    """A person's week: its days, what is asked of each activity, and the contacts of each funnel in that."""

    days: list[Day] = field(default_factory=list)
    asked: Amounts = field(default_factory=lambda: defaultdict(float))
    contacts: Amounts = field(default_factory=lambda: defaultdict(float))


@dataclass
class Seat:
    """A person of the team, or whoever takes the seat after that person has left."""

    name: str
    record: PersonFields
    group: Group
    queues: frozenset[str]
    worth: list[float]
    weeks: list[Week]
    full_worth: float

    def may_cover(self, slot: Slot) -> bool:
        """Tell whether the person may be on duty in a slot."""
        return slot.queue in self.queues and (self.record.slots is None or slot.name in self.record.slots)

    def worth_after(self, since: int) -> float:
        """Give what a contact of a successor is worth in the so many-th week."""
        ramp = self.record.ramp if self.record.replace_ramp is None else self.record.replace_ramp
        return self.full_worth * (ramp[since] if since < len(ramp) else 1.0)


@dataclass(frozen=True)
class StageFacts:
    """What a simulation needs to know of a stage."""

    conversion: float
    effort: Amounts
    first_lag: int
    later_share: float
    by_closer: bool = False


class Department:
    """The plan and the result, worked out once."""

    def __init__(self, plan: Plan, result: Result) -> None:
        self.plan = plan = with_starts(plan, result)
        self.result = result
        self.horizon = Horizon(plan)
        self.weeks = len(self.horizon.weeks)
        self.flows = {name: FunnelFlow(plan, name) for name in plan.funnels}
        self.slots = {slot.key: slot for slot in slots_with_leads(self.horizon)}
        self.seats = self._seats()
        self._handled = as_handled(PlannedDepartment(plan), result.work).flows if result.work else {}

    def follow_up(self, funnel: str, stage: int, week: int) -> float:
        """Give what an item is worth that enters a stage in a week, handled by whom the result has handle it."""
        flow = self._handled.get(funnel)
        return flow.follow_up[stage][week] if isinstance(flow, FlowAsHandled) else 1.0

    @cached_property
    def stages(self) -> dict[str, list[StageFacts]]:
        """The stages of each funnel."""
        found = {}
        for name, funnel in self.plan.funnels.items():
            facts = []
            for stage in funnel.stages:
                shares = lag(stage.days_to_next)
                first = min(shares)
                effort = {activity: amount for activity, amount in stage.effort.items() if amount}
                facts.append(
                    StageFacts(stage.conversion, effort, first, shares.get(first + 1, 0.0), is_by_closer(stage))
                )
            found[name] = facts
        return found

    @cached_property
    def rounds(self) -> int:
        """How many rounds of a steady plan are played before the one that counts."""
        if self.plan.pipeline != "steady":
            return 0
        longest = max(
            sum(math.ceil(stage.days_to_next / 7) for stage in funnel.stages) for funnel in self.plan.funnels.values()
        )
        return math.ceil(longest / self.weeks) + 1

    @cached_property
    def on_duty(self) -> dict[SlotKey, list[int]]:
        """The seats on duty in each slot."""
        found: dict[SlotKey, list[int]] = defaultdict(list)
        for number, seat in enumerate(self.seats):
            for week in seat.weeks:
                for day in week.days:
                    for where in day.duty:
                        if (day.date, where) in self.slots:
                            found[day.date, where].append(number)
        return found

    def day_number(self, seat: int, day: dt.date) -> int:
        """Give the place of a day among those of a seat's week."""
        return self._day_numbers[seat, day]

    @cached_property
    def _day_numbers(self) -> dict[tuple[int, dt.date], int]:
        return {
            (number, day.date): place
            for number, seat in enumerate(self.seats)
            for week in seat.weeks
            for place, day in enumerate(week.days)
        }

    @cached_property
    def substitutes(self) -> dict[dt.date, list[int]]:
        """Who could take a slot of a day besides, for one of their queues, fewest slots of the week first."""
        most = self.plan.duty.max_slots_per_week if self.plan.duty else None
        found: dict[dt.date, list[tuple[int, int]]] = defaultdict(list)
        for number, seat in enumerate(self.seats):
            for week in seat.weeks:
                taken = sum(len(day.duty) for day in week.days)
                for day in week.days:
                    if day.free_places and seat.queues and (most is None or taken < most):
                        found[day.date].append((taken, number))
        return {day: [number for _, number in sorted(seats)] for day, seats in found.items()}

    def unanswered(self, week: int) -> list[Slot]:
        """List the slots of a week whose leads nobody is to answer."""
        return self._unanswered.get(week, [])

    @cached_property
    def _unanswered(self) -> dict[int, list[Slot]]:
        found: dict[int, list[Slot]] = defaultdict(list)
        for slot in self.slots.values():
            if not slot.required:
                found[self.horizon.week_of(slot.date)].append(slot)
        return found

    def at_once(self, slot: Slot) -> list[Slot]:
        """List the slots of the same time, of all queues, that somebody covers: nobody answers two of them."""
        return [one for one in self.slots_of_week(self.horizon.week_of(slot.date)) if _is_at_once(one, slot)]

    def slots_of_week(self, week: int) -> list[Slot]:
        """List the slots of a week that somebody covers."""
        return self._slots_by_week.get(week, [])

    @cached_property
    def _slots_by_week(self) -> dict[int, list[Slot]]:
        found: dict[int, list[Slot]] = defaultdict(list)
        for key, slot in self.slots.items():
            if self.on_duty.get(key):
                found[self.horizon.week_of(slot.date)].append(slot)
        return found

    def same_week_work(self, funnel: str) -> Amounts:
        """Give the work that a standard contact is expected to make in the week in which it is opened."""
        if funnel not in self._same_week:
            self._same_week[funnel] = self._same_week_work(funnel)
        return self._same_week[funnel]

    @cached_property
    def _same_week(self) -> dict[str, Amounts]:
        return {}

    def _same_week_work(self, funnel: str) -> Amounts:
        work: Amounts = defaultdict(float)
        share = 1.0
        for stage in self.stages[funnel]:
            for activity, amount in stage.effort.items():
                work[activity] += share * amount
            share *= stage.conversion * (1 - stage.later_share if stage.first_lag == 0 else 0.0)
        return work

    def _seats(self) -> list[Seat]:
        roles = {member.name: member.role for member in self.result.managers}
        seats = {}
        for person in people(self.plan):
            if (role := roles.get(person.name)) is None:
                continue
            seats[person.name] = Seat(
                person.name,
                person.record,
                Group(funnels_worked(self.plan, person.record, role), meaning_of(role).closes, person.record.follow_up),
                queues_answered(self.plan, person.record, role),
                effectiveness_by_week(self.horizon, person.record, role),
                [Week() for _ in range(self.weeks)],
                worth_of_role(person.record, role),
            )
        self._fill(seats, {name for name, role in roles.items() if meaning_of(role).between_leads})
        return [seats[name] for name in roles if name in seats]

    def _fill(self, seats: dict[str, Seat], between_leads: set[str]) -> None:
        planned = frozenset(self.horizon.working_days)
        for row in self.result.roster:
            if row.date not in planned or row.manager not in seats:
                continue
            room = {activity: float(count) for activity, count in row.pattern.items() if activity != "duty"}
            for where in row.covered if row.manager in between_leads else ():
                if (row.date, where) in self.slots:
                    for activity, count in self.slots[row.date, where].between.items():
                        room[activity] = room.get(activity, 0.0) + count
            free = max(0, row.pattern.get("duty", 0) - len(row.duty))
            week = seats[row.manager].weeks[self.horizon.week_of(row.date)]
            week.days.append(Day(row.date, room, row.covered, free))
        for quota in self.result.quotas:
            if quota.date in planned and quota.manager in seats:
                week = seats[quota.manager].weeks[self.horizon.week_of(quota.date)]
                for activity, count in quota.activities.items():
                    week.asked[activity] += count
                for funnel, contacts in quota.contacts.items():
                    week.contacts[funnel] += contacts


def _is_at_once(one: Slot, other: Slot) -> bool:
    return (one.date, one.name) == (other.date, other.name)
