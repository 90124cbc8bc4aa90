"""A result by person and day: who has which role, day pattern, duty and quotas, and what these bring and make."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, partial

from salescrew.models.answers.result import QuotaRow, Result, RosterRow
from salescrew.models.department.day_menu import activities
from salescrew.models.department.funnels import FunnelFlow
from salescrew.models.department.horizon import Horizon
from salescrew.models.department.leads import Slot, slots_on, slots_with_leads
from salescrew.models.department.people import effectiveness_by_week, funnels_worked, may_be_on_duty, people
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections import ROLES, PersonFields, Role

PersonDay = tuple[dt.date, str]
PersonWeek = tuple[str, int]


@dataclass(frozen=True, eq=False)
class Post:
    """A person in a role, or all who are alike in it."""

    horizon: Horizon
    record: PersonFields
    role: Role

    @cached_property
    def days_there(self) -> frozenset[dt.date]:
        """The days on which the person is there."""
        return frozenset(self.horizon.days_there(self.record))

    @cached_property
    def funnels(self) -> frozenset[str]:
        """The funnels that the person works."""
        return funnels_worked(self.horizon.plan, self.record, self.role)

    @cached_property
    def answers_leads(self) -> bool:
        """Whether the person may be on duty."""
        return may_be_on_duty(self.horizon.plan, self.record, self.role)

    @cached_property
    def worth(self) -> list[float]:
        """What one contact or lead of the person is worth in standard ones, by week."""
        return effectiveness_by_week(self.horizon, self.record, self.role)


class Schedule:
    """A plan and a result that answers it, by person and day."""

    def __init__(self, plan: Plan, result: Result) -> None:
        self.plan = plan
        self.result = result
        self.horizon = Horizon(plan)
        self.activities = activities(plan)

    @cached_property
    def posts(self) -> dict[str, Post]:
        """The people who have a role, by name."""
        known = {person.name: person for person in people(self.plan)}
        alike: dict[tuple[int, Role], Post] = {}
        posts: dict[str, Post] = {}
        for member in self.result.managers:
            person = known.get(member.name)
            if person is not None:
                alike.setdefault((person.kind, member.role), Post(self.horizon, person.record, member.role))
                posts[member.name] = alike[person.kind, member.role]
        return posts

    @cached_property
    def slots(self) -> dict[tuple[dt.date, str], Slot]:
        """The slots with leads, in order of time."""
        return {(slot.date, slot.name): slot for slot in slots_with_leads(self.horizon)}

    @cached_property
    def roster(self) -> dict[PersonDay, RosterRow]:
        """The roster's rows of the days that are planned, of people who are there then."""
        rows: dict[PersonDay, RosterRow] = {}
        for row in self.result.roster:
            post = self.posts.get(row.manager)
            if post is not None and row.date in post.days_there:
                rows.setdefault((row.date, row.manager), row)
        return rows

    @cached_property
    def quotas(self) -> dict[PersonDay, QuotaRow]:
        """The quotas' rows that have a row in the roster."""
        rows: dict[PersonDay, QuotaRow] = {}
        for row in self.result.quotas:
            if (row.date, row.manager) in self.roster:
                rows.setdefault((row.date, row.manager), row)
        return rows

    @cached_property
    def on_duty(self) -> dict[tuple[dt.date, str], list[str]]:
        """Who covers each slot of the plan, by date and slot."""
        known = frozenset(self.plan.calendar.slots)
        covering: dict[tuple[dt.date, str], list[str]] = defaultdict(list)
        for (day, name), row in self.roster.items():
            for slot in known.intersection(row.duty):
                covering[day, slot].append(name)
        return covering

    # ---- what there is time for

    @cached_property
    def allowance(self) -> dict[PersonWeek, dict[str, float]]:
        """What a person's patterns and the time between leads of a week allow, absence left free, by activity.

        In the week in which the plan was made anew: that of all its days, less what was asked on those that were over.
        Without absence nothing is carried from one day to another, and the days to come are all that counts.
        """
        allowed: defaultdict[PersonWeek, dict[str, float]] = defaultdict(partial(defaultdict, float))
        before = {key: row for key, row in self._worked_before.items() if self.posts[key[1]].record.absence}
        for (day, name), row in (*before.items(), *self.roster.items()):
            week = allowed[name, self.horizon.week_of(day)]
            for activity, count in row.pattern.items():
                week[activity] += count
            for activity, done in self._between_leads(row).items():
                week[activity] += done
        for (name, _), week in allowed.items():
            present = 1 - self.posts[name].record.absence
            for activity in week:
                week[activity] *= present
        for asked in self.result.quotas if before else ():
            if (asked.date, asked.manager) in before:
                week = allowed[asked.manager, self.horizon.first_week]
                for activity, quota in asked.activities.items():
                    week[activity] = max(0.0, week[activity] - quota)
        return dict(allowed)

    @cached_property
    def _worked_before(self) -> dict[PersonDay, RosterRow]:
        """The roster's rows of the days of this week that were over when the plan was made anew."""
        week = self.horizon.first_week
        return {
            (row.date, row.manager): row
            for row in self.result.roster
            if self._is_over(row.date) and self.horizon.week_of(row.date) == week and row.manager in self.posts
        }

    def _is_over(self, day: dt.date) -> bool:
        return self.plan.calendar.start <= day < self.horizon.first_day

    def _between_leads(self, row: RosterRow) -> dict[str, int]:
        """Count what the slots that somebody covers on a day add to it: only a mixed manager's."""
        between = self.plan.duty.between_leads if self.plan.duty else None
        if not row.duty or between is None or self._role_on(row) != "mixed":
            return {}
        known = self._slots_before if self._is_over(row.date) else self.slots
        slots = (known.get((row.date, slot)) for slot in dict.fromkeys(row.duty))
        return {between.activity: sum(slot.between_leads for slot in slots if slot)}

    @cached_property
    def _slots_before(self) -> dict[tuple[dt.date, str], Slot]:
        days = sorted({day for day, _ in self._worked_before})
        return {(slot.date, slot.name): slot for slot in slots_on(self.plan, days)}

    def _role_on(self, row: RosterRow) -> Role:
        """Give the role that somebody had on a day: that of before, where it changed when the plan was made anew."""
        if self._is_over(row.date) and row.manager in self._roles_before:
            return self._roles_before[row.manager]
        return self.posts[row.manager].role

    @cached_property
    def _roles_before(self) -> dict[str, Role]:
        changes = self.result.replan.changes if self.result.replan else ()
        was = {change.manager: change.was for change in changes if change.kind == "role"}
        return {name: role for name, found in was.items() for role in ROLES if role == found}

    # ---- what is asked

    @cached_property
    def asked(self) -> dict[PersonWeek, dict[str, int]]:
        """A person's quotas of a week, by activity."""
        asked: defaultdict[PersonWeek, dict[str, int]] = defaultdict(partial(defaultdict, int))
        for (day, name), row in self.quotas.items():
            week = asked[name, self.horizon.week_of(day)]
            for activity, quota in row.activities.items():
                week[activity] += quota
        return dict(asked)

    @cached_property
    def contacts(self) -> dict[PersonDay, dict[str, float]]:
        """A person's contacts of a day, by outbound funnel."""
        outbound = {name for name, funnel in self.plan.funnels.items() if funnel.channel == "outbound"}
        return {
            where: {name: count for name, count in row.contacts.items() if name in outbound}
            for where, row in self.quotas.items()
            if row.contacts
        }

    @cached_property
    def opened_by_day(self) -> dict[PersonDay, dict[str, float]]:
        """A person's contacts of a day, by the activity that opens them."""
        opened: dict[PersonDay, dict[str, float]] = {}
        for where, contacts in self.contacts.items():
            day = opened.setdefault(where, defaultdict(float))
            for name, count in contacts.items():
                day[str(self.plan.funnels[name].opens_with)] += count
        return opened

    @cached_property
    def opened(self) -> dict[PersonWeek, dict[str, float]]:
        """A person's contacts of a week, by the activity that opens them."""
        opened: defaultdict[PersonWeek, dict[str, float]] = defaultdict(partial(defaultdict, float))
        for (day, name), by_activity in self.opened_by_day.items():
            week = opened[name, self.horizon.week_of(day)]
            for activity, contacts in by_activity.items():
                week[activity] += contacts
        return dict(opened)

    # ---- what that brings, and the work that it makes

    @cached_property
    def entering(self) -> dict[str, list[list[float]]]:
        """What the contacts and the duty roster bring into each stage, `paid` last, by funnel and week."""
        return {name: FunnelFlow(self.plan, name).entering(first) for name, first in self._first_stages().items()}

    def _first_stages(self) -> dict[str, list[float]]:
        """Count what enters the first stages: contacts and leads, each worth what its manager makes of it."""
        first = {name: [0.0 for _ in self.horizon.weeks] for name in self.plan.funnels}
        for (day, name), by_funnel in self.contacts.items():
            week = self.horizon.week_of(day)
            for funnel, contacts in by_funnel.items():
                first[funnel][week] += self.posts[name].worth[week] * contacts
        for (day, slot), expected in self.slots.items():
            if covering := self.on_duty.get((day, slot)):
                week = self.horizon.week_of(day)
                average = math.fsum(self.posts[name].worth[week] for name in covering) / len(covering)
                for funnel, leads in expected.leads.items():
                    first[funnel][week] += leads * average
        return first

    @cached_property
    def due_work(self) -> dict[str, dict[tuple[str, int], float]]:
        """The work that these items make, by activity, and by funnel and the week in which it falls due.

        What is left from before is added where it falls due, and what may be left for after the end is taken off.
        """
        due: dict[str, dict[tuple[str, int], float]] = defaultdict(partial(defaultdict, float))
        for name, stages in self.entering.items():
            for stage, items in zip(self.plan.funnels[name].stages, stages[:-1], strict=True):
                for activity, effort in stage.effort.items():
                    for week, count in enumerate(items):
                        if effort * count > 0:
                            due[activity][name, week] += effort * count
        so_far = self.plan.so_far
        for row in so_far.open_work if so_far else ():
            due[row.activity][row.funnel, self.horizon.week_of(row.week)] += row.amount
        for row in so_far.spared_work if so_far else ():
            falling, where = due[row.activity], (row.funnel, self.horizon.week_of(row.week))
            if where in falling:
                falling[where] = max(0.0, falling[where] - row.amount)
        return dict(due)
