"""What a plan is made anew from, worked out of the plan in force and of what happened."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import Any

from salescrew.models.answers.replan import Basis, Rates
from salescrew.models.answers.result import Result
from salescrew.models.department.day_menu import DayPattern
from salescrew.models.department.department import Department
from salescrew.models.department.people import FixedDay, names
from salescrew.models.department.posts import Post
from salescrew.models.department.work import Task, due_work
from salescrew.models.facts.actuals import Actuals
from salescrew.models.plan.fixed import OpenPlaces
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.roles import Role
from salescrew.models.plan.so_far import DueWork, OpenReserve, SoFar
from salescrew.models.plan.values.days import Interval
from salescrew.models.schedule.in_force import plan_in_force, with_basis
from salescrew.models.schedule.reserve_held import reserve_not_held
from salescrew.models.schedule.same_plan import planned_of
from salescrew.models.schedule.schedule import PersonDay, Schedule
from salescrew.models.schedule.workload import Workload
from salescrew.models.tracking.backlog import NOISE, Backlog
from salescrew.models.tracking.standing import Conversions, Standing
from salescrew.models.tracking.starting_point import basis_of, before_start_of, conversions_used
from salescrew.solver.replan.in_force import Incumbent
from salescrew.solver.replan.joiners import alone, may_be
from salescrew.solver.replan.lexicographic import Left


class OnTheDay:
    """The plan in force on the day on which it is made anew: what holds whoever is away, and whatever is left.

    Parameters
    ----------
    frozen_until
        Days until then stay as they were, and need no reserve for absences.
    """

    def __init__(
        self,
        plan: Plan,
        result: Result,
        actuals: Actuals,
        as_of: dt.date,
        rates: Rates,
        frozen_until: dt.date | None = None,
    ) -> None:
        self.frozen_until = frozen_until
        self.original = plan
        self.result = result
        self.actuals = actuals
        self.rates = rates
        self.as_of = as_of
        self.planned = planned_of(plan, result)
        self.standing = Standing(self.planned, actuals, as_of, before_start_of(self.planned))
        known = set(names(plan))
        self.in_force: dict[str, Role] = {m.name: m.role for m in result.managers if m.name in known}
        self.gone = [member.name for member in result.managers if member.name not in known]
        self.conversions: Conversions = conversions_used(self.standing, rates)

    @cached_property
    def backlog(self) -> Backlog:
        """The follow-up work that is left to do."""
        plan = plan_in_force(self.original, self.result)
        department = self.planned.department if plan is self.planned.plan else Department(plan)
        workload = Workload(Schedule(department, self.result))
        since = self.result.replan.as_of if self.result.replan else self.planned.horizon.first_day
        return Backlog(self.standing, workload, since)

    @cached_property
    def roles_kept(self) -> dict[str, Role]:
        """Everybody's role of now; the first that is allowed where it no longer is."""
        allowed = may_be(self.original, self.in_force, free=False)
        return {name: allowed[name][0] for name in self.in_force}


class Start:
    """Where a plan is made anew.

    Parameters
    ----------
    absent
        Who is away from now on, besides what the plan says and what was said before.
    left
        What stays open or undone, or is done late.
    """

    def __init__(self, today: OnTheDay, absent: Mapping[str, Sequence[Interval]], left: Sequence[Left] = ()) -> None:
        self.today = today
        self.original, self.result, self.actuals = today.original, today.result, today.actuals
        self.as_of, self.rates, self.conversions = today.as_of, today.rates, today.conversions
        self.planned, self.standing = today.planned, today.standing
        self.in_force, self.gone, self.roles_kept = today.in_force, today.gone, today.roles_kept
        self.left = left
        before = today.result.replan.basis.away if today.result.replan else {}
        self.away = {name: (*before.get(name, ()), *absent.get(name, ())) for name in {**before, **absent}}
        self.newly_away = {name: tuple(intervals) for name, intervals in absent.items()}

    def leaving(self, left: Left) -> Start:
        """Give the same where something stays open or undone, or is done late, besides what does already."""
        return Start(self.today, self.newly_away, [*self.left, left])

    def without_absences(self) -> Start:
        """Give the same where nobody is newly away."""
        return Start(self.today, {})

    @property
    def backlog(self) -> Backlog:
        """The follow-up work that is left to do."""
        return self.today.backlog

    def basis(self, roles: Mapping[str, Role]) -> Basis:
        """Give what the plan is made anew from, with the roles of those who were on the team before."""
        basis = basis_of(self.standing, self.backlog, self.conversions, self.away, roles)
        so_far = basis.so_far.model_copy(update={"frozen_until": self.today.frozen_until})
        basis = basis.model_copy(update={"so_far": so_far})
        open_reserve = tuple(reserve_not_held(self.planned, with_basis(self.original, basis)))
        basis = basis.model_copy(update={"so_far": so_far.model_copy(update={"open_reserve": open_reserve})})
        return functools.reduce(self._with_left, self.left, basis)

    def _with_left(self, basis: Basis, left: Left) -> Basis:
        """Ask no longer for what stays open or undone, and for what is done late when it is done."""
        spared = dict(left.undone)
        for (task, due, _), amount in left.late.items():
            spared[task, due] = spared.get((task, due), 0.0) + amount
        so_far = basis.so_far.model_copy(
            update={
                "spared_work": (*basis.so_far.spared_work, *self._work({k: v + NOISE for k, v in spared.items()})),
                "open_work": (*basis.so_far.open_work, *self._late(left)),
                "open_reserve": self._open_reserve(basis.so_far, left),
            }
        )
        rows = {(row.date, row.where): row for row in basis.open_slots}
        before = {(row.date, row.where): row for row in self.original.fixed.open_slots} | rows
        for (day, where), more in left.places.items():
            short = more + (before[day, where].short if (day, where) in before else 0)
            rows[day, where] = OpenPlaces(date=day, slot=where.slot, queue=where.stated, short=short)
        return basis.model_copy(update={"so_far": so_far, "open_slots": tuple(rows.values())})

    def _open_reserve(self, so_far: SoFar, left: Left) -> tuple[OpenReserve, ...]:
        missing: dict[tuple[dt.date, tuple[str, ...] | None], float] = {}
        for row in so_far.open_reserve:
            missing[row.week, row.queues] = row.missing
        for (week, queues), more in left.missing.items():
            key = self.planned.horizon.monday(week), queues if len(self.planned.department.queues) > 1 else None
            missing[key] = missing.get(key, 0.0) + more + NOISE
        return tuple(OpenReserve(week=monday, queues=of, missing=count) for (monday, of), count in missing.items())

    def _work(self, amounts: Mapping[tuple[Task, int], float]) -> list[DueWork]:
        monday = self.planned.horizon.monday
        return [due_work(task, monday(week), amount) for (task, week), amount in amounts.items()]

    def _late(self, left: Left) -> list[DueWork]:
        late: dict[tuple[Task, int], float] = {}
        for (task, _, at), amount in left.late.items():
            by_anybody = task._replace(stage="")
            late[by_anybody, at] = late.get((by_anybody, at), 0.0) + amount
        return self._work({key: max(0.0, amount - NOISE) for key, amount in late.items()})

    @property
    def left_undone(self) -> list[DueWork]:
        """The work that nobody has time for."""
        return [row for left in self.left for row in self._work(left.undone)]

    @property
    def done_late(self) -> list[DueWork]:
        """The work that is done late, by the week in which it is done."""
        return [row for left in self.left for row in self._late(left)]

    def department_with(self, roles: Mapping[str, Role]) -> Department:
        """Work the plan out from now on, with everybody of the team in a role."""
        key = frozenset(roles.items())
        if key not in self._worked_out:
            self._worked_out[key] = Department(with_basis(self.original, self.basis(roles)))
        return self._worked_out[key]

    @cached_property
    def _worked_out(self) -> dict[frozenset[tuple[str, Role]], Department]:
        return {}

    @property
    def department(self) -> Department:
        """The department in which everybody of the team has the role of now."""
        return self.department_with(self.roles_kept)

    @cached_property
    def incumbent(self) -> Incumbent:
        """What everybody's days hold now."""
        return Incumbent(self.department, self.planned)

    @cached_property
    def team(self) -> list[Post]:
        """Everybody of the team in force who is still in the plan."""
        return alone(self.department, self.roles_kept)

    @cached_property
    def missing(self) -> list[str]:
        """Those who must have a role, and are not on the team in force."""
        return [one.name for one in self.department.everyone if one.record.keep and one.name not in self.in_force]

    # ---- who is away

    @cached_property
    def _there(self) -> dict[str, frozenset[dt.date]]:
        return {post.names[0]: post.day_set for post in self.team}

    def is_away(self, day: dt.date, name: str) -> bool:
        """Tell whether somebody of the team in force is not there on a day."""
        return day not in self._there.get(name, frozenset())

    @cached_property
    def lost(self) -> list[PersonDay]:
        """The days on which something was asked of people who are not there."""
        return [key for key, _ in self.incumbent.from_now() if self.is_away(*key)]

    @cached_property
    def absent(self) -> list[str]:
        """Those of the plan who are not there on some days of theirs, though others may be."""
        lost = (name for day, name in self.lost if name in self.in_force and not self.is_free(day))
        return list(dict.fromkeys(lost))

    def is_free(self, day: dt.date) -> bool:
        """Tell whether nobody works on a day."""
        return day not in self._worked

    @cached_property
    def _worked(self) -> frozenset[dt.date]:
        return frozenset(self.department.horizon.working_days)

    # ---- what is frozen

    def frozen_days(self, count: int) -> list[dt.date]:
        """List the next working days."""
        return self.department.horizon.working_days[:count]

    def frozen(self, count: int) -> frozenset[PersonDay]:
        """List the person-days that stay as they are, as far as nobody's absence forces them to change.

        Who is newly away in a week may be asked otherwise on all days of it; where a duty slot has lost somebody,
        those who may be on duty may change on that day.
        """
        horizon, frozen = self.department.horizon, set[PersonDay]()
        weeks_changed = {(name, horizon.week_of(day)) for day, name in self.lost}
        days = self.frozen_days(count)
        for post in self.team:
            (name,) = post.names
            for day in days:
                if (
                    day in post.day_set
                    and (name, horizon.week_of(day)) not in weeks_changed
                    and not (post.on_duty and day in self.short_days)
                    and (day, name) not in self.cannot_stay
                    and self.roles_kept[name] == self.incumbent.roles[name]
                ):
                    frozen.add((day, name))
        return frozenset(frozen - self._beyond_the_base(frozen))

    def _beyond_the_base(self, days: Collection[PersonDay]) -> set[PersonDay]:
        """List the latest days on which more contacts are to be opened than are left."""
        opened: dict[str, float] = {}
        beyond = set[PersonDay]()
        for day, name in sorted(days):
            contacts = self.incumbent.day(day, name).contacts
            more = {funnel: opened.get(funnel, 0.0) + count for funnel, count in contacts.items()}
            if any(self._is_beyond_the_base(funnel, count) for funnel, count in more.items()):
                beyond.add((day, name))
            else:
                opened |= more
        return beyond

    def _is_beyond_the_base(self, funnel: str, contacts: float) -> bool:
        most = self.department.cold_base(funnel)
        return most is not None and contacts > most + NOISE

    @cached_property
    def exhausted(self) -> list[str]:
        """The funnels in which fewer contacts are left than the plan in force is to open."""
        opened: dict[str, float] = {}
        for _, held in self.incumbent.from_now():
            for funnel, count in held.contacts.items():
                opened[funnel] = opened.get(funnel, 0.0) + count
        return [funnel for funnel, count in opened.items() if self._is_beyond_the_base(funnel, count)]

    def fixed_days(
        self, name: str, role: Role, frozen: frozenset[PersonDay], *, every_day: bool
    ) -> dict[dt.date, FixedDay]:
        """Give what somebody's days in a role are held to: frozen ones to what is asked then, others to their pattern.

        Who changes role is held to frozen days only.
        """
        (post,) = alone(self.department, {name: role})
        fixed = {}
        for day in post.day_set:
            now = self.incumbent.day(day, name)
            if (day, name) in frozen and self.stays_frozen(post, day):
                fixed[day] = FixedDay(self._asked(post, day), now.duty)
            elif every_day and role == self.roles_kept[name] and (day, name) not in self.cannot_stay:
                fixed[day] = FixedDay(now.pattern, now.duty)
        return fixed

    def stays_frozen(self, post: Post, day: dt.date) -> bool:
        """Tell whether a frozen day stays so in a role: where a slot has lost somebody, who comes to it may take it."""
        return post.role == self.roles_kept[post.names[0]] or not (post.on_duty and day in self.short_days)

    def may_become(self, name: str, role: Role, frozen: frozenset[PersonDay]) -> bool:
        """Tell whether somebody can do in a role what frozen days hold."""
        (post,) = alone(self.department, {name: role})
        days = (day for day, who in frozen if who == name and self.stays_frozen(post, day))
        return all(self.incumbent.is_possible(post, day) for day in days)

    def _asked(self, post: Post, day: dt.date) -> DayPattern:
        """Give what is asked on a day as a pattern: so much of each activity fits into it, and no more.

        It need not be whole where some of the time is left free for absence.
        """
        now = self.incumbent.day(day, post.names[0])
        between = self.incumbent.most(post, day, {}, now.duty)
        asked = {
            activity: quota / (post.present or 1.0) - between.get(activity, 0) for activity, quota in now.quotas.items()
        }
        pattern: dict[str, Any] = {activity: room for activity, room in asked.items() if room > 0}
        return pattern | ({"duty": len(now.duty)} if now.duty else {})

    @cached_property
    def short_days(self) -> set[dt.date]:
        """The days on which a slot has lost somebody who was on duty, may lose somebody, or is to have others."""
        kept_on_duty, taken = self.incumbent.still_on_duty(self.team), self.incumbent.to_be_taken
        short = {slot.date for slot, kept in kept_on_duty if kept != slot.required or slot.key in taken}
        return short | {day for day, name in self.cannot_stay if self.incumbent.day(day, name).duty}

    @cached_property
    def cannot_stay(self) -> frozenset[PersonDay]:
        """The days that the plan no longer allows as they are."""
        return self.incumbent.cannot_stay(self.team)
