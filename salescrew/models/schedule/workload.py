"""What the days to come of a schedule leave time for, what is asked on them, and what that brings and makes."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from functools import cached_property, partial

from salescrew.models.answers.result import QuotaRow, RosterRow
from salescrew.models.department.leads import SlotKey
from salescrew.models.department.roles import meaning_of
from salescrew.models.department.work import Task, task_of
from salescrew.models.plan.sections.roles import ROLES, Role
from salescrew.models.schedule.schedule import PersonDay, Schedule

PersonWeek = tuple[str, int]


class Workload:
    """The days of a schedule that are planned, and not over yet.

    People who are not in the plan, and days on which they are not there, count for nothing.
    """

    def __init__(self, schedule: Schedule) -> None:
        self.schedule = schedule
        self.department = schedule.department
        self.plan = schedule.plan
        self.result = schedule.result
        self.horizon = schedule.horizon
        self.posts = schedule.posts
        self.slots = schedule.slots

    @cached_property
    def roster(self) -> dict[PersonDay, RosterRow]:
        """The roster's rows of the days that are planned, of people who are there then."""
        return {
            (day, name): row
            for (day, name), row in self.schedule.roster.items()
            if name in self.posts and day in self.posts[name].day_set
        }

    @cached_property
    def quotas(self) -> dict[PersonDay, QuotaRow]:
        """The quotas' rows that have a row in the roster."""
        return {where: row for where, row in self.schedule.quotas.items() if where in self.roster}

    @cached_property
    def on_duty(self) -> dict[SlotKey, list[str]]:
        """Who covers each slot of the plan, by what tells it from others."""
        known = frozenset(self.plan.calendar.slots)
        covering: dict[SlotKey, list[str]] = defaultdict(list)
        for (day, name), row in self.roster.items():
            for where in set(row.covered):
                if where.slot in known:
                    covering[day, where].append(name)
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
            present = self.posts[name].present
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
            (day, name): row
            for (day, name), row in self.schedule.roster.items()
            if self._is_over(day) and self.horizon.week_of(day) == week and name in self.posts
        }

    def _is_over(self, day: dt.date) -> bool:
        return self.plan.calendar.start <= day < self.horizon.first_day

    def _between_leads(self, row: RosterRow) -> dict[str, int]:
        """Count what the slots that somebody covers on a day add to it: only a mixed manager's."""
        if not row.duty or not meaning_of(self._role_on(row)).between_leads:
            return {}
        known = self.department.slots_over if self._is_over(row.date) else self.slots
        done: dict[str, int] = {}
        for where in dict.fromkeys(row.covered):
            if (slot := known.get((row.date, where))) is not None:
                for activity, count in slot.between.items():
                    done[activity] = done.get(activity, 0) + count
        return done

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
        return {name: self.department.flows[name].entering(first) for name, first in self._first_stages().items()}

    def _first_stages(self) -> dict[str, list[float]]:
        """Count what enters the first stages: contacts and leads, each worth what its manager makes of it."""
        first = {name: [0.0 for _ in self.horizon.weeks] for name in self.plan.funnels}
        for (day, name), by_funnel in self.contacts.items():
            week = self.horizon.week_of(day)
            for funnel, contacts in by_funnel.items():
                first[funnel][week] += self.posts[name].effectiveness[week] * contacts
        for (day, slot), expected in self.slots.items():
            if covering := self.on_duty.get((day, slot)):
                week = self.horizon.week_of(day)
                average = math.fsum(self.posts[name].effectiveness[week] for name in covering) / len(covering)
                for funnel, leads in expected.leads.items():
                    first[funnel][week] += leads * average
        return first

    @cached_property
    def due_work(self) -> dict[str, dict[tuple[Task, int], float]]:
        """The work that these items make, by activity, and by task and the week in which it falls due.

        What is left from before is added where it falls due, and what may be left for after the end is taken off.
        """
        due: dict[str, dict[tuple[Task, int], float]] = defaultdict(partial(defaultdict, float))
        for name, stages in self.entering.items():
            for stage, items in zip(self.plan.funnels[name].stages, stages[:-1], strict=True):
                for activity, effort in stage.effort.items():
                    task = self.department.work.task_at(name, stage, activity)
                    for week, count in enumerate(items):
                        if effort * count > 0:
                            due[activity][task, week] += effort * count
        so_far = self.plan.so_far
        for row in so_far.open_work if so_far else ():
            due[row.activity][task_of(row), self.horizon.week_of(row.week)] += row.amount
        for row in so_far.spared_work if so_far else ():
            falling, where = due[row.activity], (task_of(row), self.horizon.week_of(row.week))
            if where in falling:
                falling[where] = max(0.0, falling[where] - row.amount)
        return dict(due)
