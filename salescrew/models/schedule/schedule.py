"""A result by person and day: who has which role, day pattern, duty and quotas, and what flows on each day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from salescrew.models.answers.result import QuotaRow, Result, RosterRow
from salescrew.models.department.day_menu import DayPattern
from salescrew.models.department.department import Department
from salescrew.models.department.funnels import FlowAsHandled, lag
from salescrew.models.department.leads import Slot, SlotKey
from salescrew.models.department.posts import Post
from salescrew.models.department.under_way import with_amount
from salescrew.models.plan.calendar import days_between
from salescrew.models.plan.pipeline import openings
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.funnels import PAID
from salescrew.models.plan.sections.queue_slots import QueueSlot
from salescrew.models.plan.sections.roles import Role
from salescrew.models.schedule.as_handled import as_handled
from salescrew.models.schedule.in_force import with_joined

PersonDay = tuple[dt.date, str]


def schedule_of(plan: Plan, result: Result) -> Schedule:
    """Set a result beside its plan, in which is written since when those are there who joined when it was made anew."""
    return Schedule(Department(with_joined(plan, result)), result)


@dataclass(frozen=True)
class PersonDayPlan:
    """What a person's day holds.

    Attributes
    ----------
    pattern
        The day pattern, without activities of which it has none.
    """

    pattern: DayPattern = field(default_factory=dict)
    duty: tuple[QueueSlot, ...] = ()
    quotas: Mapping[str, int] = field(default_factory=dict)
    contacts: Mapping[str, float] = field(default_factory=dict)


NOTHING = PersonDayPlan()


class Schedule:
    """A plan's result, by person, day and funnel; also of people who have left the plan since."""

    def __init__(self, department: Department, result: Result) -> None:
        self.department = as_handled(department, result.work)
        self.plan = department.plan
        self.result = result
        self.horizon = department.horizon
        self.roles: dict[str, Role] = {member.name: member.role for member in result.managers}

    @cached_property
    def posts(self) -> dict[str, Post]:
        """What those are in their roles who are in the plan, by name."""
        known = {person.name: person for person in self.department.everyone}
        return {name: self.department.post([known[name]], role) for name, role in self.roles.items() if name in known}

    @property
    def slots(self) -> dict[SlotKey, Slot]:
        """The slots with leads, by what tells them apart, in order of time."""
        return self.department.slot_at

    @cached_property
    def roster(self) -> dict[PersonDay, RosterRow]:
        """The roster by day and person."""
        return {(row.date, row.manager): row for row in self.result.roster}

    @cached_property
    def days(self) -> dict[PersonDay, PersonDayPlan]:
        """What everybody's days hold, by day and person."""
        days = {}
        for where, row in self.roster.items():
            asked = self.quotas.get(where)
            pattern = {activity: count for activity, count in row.pattern.items() if count}
            days[where] = PersonDayPlan(
                pattern, row.covered, asked.activities if asked else {}, asked.contacts if asked else {}
            )
        return days

    @cached_property
    def quotas(self) -> dict[PersonDay, QuotaRow]:
        """The quotas by day and person."""
        return {(row.date, row.manager): row for row in self.result.quotas}

    @cached_property
    def duty(self) -> dict[PersonDay, tuple[QueueSlot, ...]]:
        """The slots on duty by day and person."""
        return {where: row.covered for where, row in self.roster.items() if row.duty}

    @cached_property
    def leads(self) -> dict[PersonDay, dict[str, float]]:
        """The leads that each person on duty is expected to take, by funnel."""
        slots = self.slots
        taken: dict[PersonDay, dict[str, float]] = {}
        for (day, name), covered in self.duty.items():
            for slot in (slots[day, one] for one in covered if (day, one) in slots):
                of_day = taken.setdefault((day, name), defaultdict(float))
                for funnel, leads in slot.leads.items():
                    of_day[funnel] += leads / slot.required
        return taken

    def contacts(self, funnel: str) -> Iterator[tuple[dt.date, str, float]]:
        """Yield the contacts to open in a funnel, or the leads to take: day, person and number."""
        if self.plan.funnels[funnel].channel == "outbound":
            for (day, name), row in self.quotas.items():
                if row.contacts.get(funnel):
                    yield day, name, row.contacts[funnel]
        else:
            for (day, name), leads in self.leads.items():
                if leads.get(funnel):
                    yield day, name, leads[funnel]

    def worth(self, name: str, week: int) -> float:
        """Tell how many standard contacts or leads one of a person's is worth; 1 of whose role takes in none."""
        post = self.posts.get(name)
        return post.effectiveness[week] if post is not None and not post.closes else 1.0

    def conversion(self, funnel: str, number: int) -> float:
        """Give the share of a stage's items that passes on, on average over the horizon as they are handled."""
        flow = self.department.flows[funnel]
        return flow.funnel.stages[number].conversion * flow.average_follow_up(number, self.entering[funnel])

    def follow_up(self, funnel: str, number: int) -> Sequence[float]:
        """Give what items of a stage are worth as they are handled, by the week in which they enter."""
        flow = self.department.flows[funnel]
        return flow.follow_up[number] if isinstance(flow, FlowAsHandled) else [1.0] * len(self.horizon.weeks)

    @cached_property
    def on_average(self) -> Plan:
        """The plan with the conversions that its result has on average, where it counts who handles items."""
        if not self.result.work:
            return self.plan
        funnels = {
            name: funnel.model_copy(
                update={
                    "stages": tuple(
                        stage.model_copy(update={"conversion": self.conversion(name, number)})
                        for number, stage in enumerate(funnel.stages)
                    )
                }
            )
            for name, funnel in self.plan.funnels.items()
        }
        # what is under way at the start is what it is by the plan
        return with_amount(self.plan).model_copy(update={"funnels": funnels})

    @cached_property
    def entering(self) -> dict[str, list[list[float]]]:
        """The items that enter each stage, `paid` last, by funnel and week."""
        flow = {name: [[0.0] * len(self.horizon.weeks) for _ in self.stages(name)] for name in self.plan.funnels}
        for row in self.result.funnel:
            if row.funnel in flow and row.stage in (stages := self.stages(row.funnel)):
                flow[row.funnel][stages.index(row.stage)][self.horizon.week_of(row.week)] += row.entering
        return flow

    def stages(self, funnel: str) -> list[str]:
        """List the stages of a funnel, `paid` last."""
        return [*(stage.name for stage in self.plan.funnels[funnel].stages), PAID]

    @cached_property
    def _days_of_week(self) -> list[list[dt.date]]:
        """The days over which a week's flow is spread: those that are worked, or where none is, all of them."""
        every = days_between(self.horizon.first_day, self.horizon.last_day)
        weeks: list[list[dt.date]] = [[] for _ in self.horizon.weeks]
        for day in every:
            weeks[self.horizon.week_of(day)].append(day)
        return [worked or days for worked, days in zip(self.horizon.working_days_by_week, weeks, strict=True)]

    def days_of(self, week: int) -> list[dt.date]:
        """List the days over which a week's flow is spread."""
        return self._days_of_week[week]

    @property
    def first_day(self) -> dt.date:
        """The day on which what is under way at the start enters its stage."""
        return self.days_of(self.horizon.first_week)[0]

    def by_day(self, funnel: str) -> list[dict[dt.date, float]]:
        """Spread what enters each stage over the days.

        Contacts and leads have days of their own, and what is under way at the start enters on the first day. What
        passes on in the week in which it entered its stage does so on the same day; all else evenly over the week.
        """
        first = self._first_stage_by_day(funnel)
        spread = [first]
        opening = self._opening(funnel)
        for number, stage in enumerate(self.plan.funnels[funnel].stages):
            at_once, worth = lag(stage.days_to_next).get(0, 0.0) * stage.conversion, self.follow_up(funnel, number)
            of_stage: dict[dt.date, float] = {}
            for week, items in enumerate(self.entering[funnel][number + 1]):
                days = self.days_of(week)
                begun = opening.get(number + 1, 0.0) if week == self.horizon.first_week else 0.0
                same_day = {day: at_once * worth[week] * spread[number].get(day, 0.0) for day in days}
                scale = min(1.0, max(0.0, items - begun) / total) if (total := sum(same_day.values())) else 0.0
                evenly = max(0.0, items - begun - scale * total) / len(days) if days else 0.0
                for day in days:
                    of_stage[day] = scale * same_day[day] + evenly + (begun if day == days[0] else 0.0)
            spread.append(of_stage)
        return spread

    def _first_stage_by_day(self, funnel: str) -> dict[dt.date, float]:
        """Give the standard contacts or leads of each day, those of the opening pipeline on the first."""
        by_day: dict[dt.date, float] = defaultdict(float)
        for day, name, count in self.contacts(funnel):
            by_day[day] += count * self.worth(name, self.horizon.week_of(day))
        if begun := self._opening(funnel).get(0):
            by_day[self.first_day] += begun
        return dict(by_day)

    def _opening(self, funnel: str) -> dict[int, float]:
        """Give the items of the opening pipeline that enter each stage in the first week, by the stage's number."""
        entering: dict[int, float] = defaultdict(float)
        for opening in openings(self.plan.pipeline, funnel):
            if opening.waited_days is None:
                entering[self.stages(funnel).index(opening.stage)] += opening.items
        return dict(entering)

    def share_over(self, week: int, end: dt.date) -> float:
        """Give the share of a week that is over before a day."""
        days = self.days_of(week)
        return sum(day < end for day in days) / len(days) if days else 1.0

    def first_items(self, funnel: str) -> float:
        """Give the items of the opening pipeline that enter the first stage, without a contact or a lead."""
        return self._opening(funnel).get(0, 0.0)

    def later_items(self, funnel: str) -> dict[int, float]:
        """Give the items of the opening pipeline that enter later stages, by the stage's number."""
        return {number: items for number, items in self._opening(funnel).items() if number}
