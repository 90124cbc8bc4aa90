"""The planning model written down person by person and day by day, for any engine of integer programs.

A Boolean a person and role; for each of these a Boolean a day and pattern, and one a day and duty slot; places on duty
kept for absences, contacts, work and flow as they come. The arithmetic of the plan (leads, people on duty, passage
through the funnels) is shared with salescrew; the model is not: nobody is counted together with anybody, and no day
with another.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from benchmarks.rivals.attempt import Attempt, Deadline, OutOfTimeError, Solved
from salescrew.models.department.day_menu import DayPattern
from salescrew.models.department.department import Department
from salescrew.models.department.leads import Slot, SlotKey, slot_names
from salescrew.models.department.posts import Post
from salescrew.models.department.reserve import RESERVE_TOLERANCE
from salescrew.models.department.ties import weight
from salescrew.models.department.work import Task
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.queue_slots import QueueSlot
from salescrew.solver.staffing.deal import PersonRoster

PER_MILLE = 1000.0
TINY = 1e-9
Column = Any
"""A variable of whatever kind the engine has."""
Terms = Sequence[tuple[Column, float]]


@dataclass(frozen=True)
class Outcome:
    """How a solve ended; `value` may be asked with a solution only."""

    status: Solved
    bound: float = 0.0
    value: Callable[[Column], float] = field(default=lambda _: 0.0)

    @property
    def has_solution(self) -> bool:
        """Whether values may be read."""
        return self.status in ("optimal", "feasible")


class Engine(Protocol):
    """What the model is written down in. No column stands twice in a row; all columns are at least 0."""

    def boolean(self) -> Column:
        """Add a column of 0 or 1."""

    def quantity(self, most: float) -> Column:
        """Add a column of an amount, from 0 to `most`."""

    def total(self, terms: Terms) -> Column:
        """Add a column that is always the sum of others."""

    def row(self, terms: Terms, *, at_least: float | None = None, at_most: float | None = None) -> None:
        """Keep a sum within bounds."""

    def least(self, objective: Terms, *, gap: float, seconds: float) -> Outcome:
        """Make a sum as small as can be; what is within `gap` of the bound is the best."""


@dataclass(eq=False)
class Worker:
    """A person in one of their roles, and what they do."""

    name: str
    post: Post
    has: Column
    patterns: dict[tuple[dt.date, int, int], Column] = field(default_factory=dict)
    covering: dict[SlotKey, Column] = field(default_factory=dict)
    allowed: dict[tuple[int, str], list[tuple[Column, float]]] = field(default_factory=lambda: defaultdict(list))
    most: dict[tuple[int, str], float] = field(default_factory=lambda: defaultdict(float))
    asked: dict[tuple[int, str], list[Column]] = field(default_factory=lambda: defaultdict(list))

    def roster(self, value: Callable[[Column], float]) -> PersonRoster:
        """Read what the person does out of a solution."""
        duty: dict[dt.date, tuple[QueueSlot, ...]] = defaultdict(tuple)
        for (day, where), covered in self.covering.items():
            if value(covered) > 0.5:
                duty[day] += (where,)
        patterns: dict[dt.date, DayPattern] = {
            day: self.post.patterns_on(day)[slots][choice]
            for (day, slots, choice), chosen in self.patterns.items()
            if value(chosen) > 0.5
        }
        return PersonRoster(self.name, self.post, dict(duty), patterns)


class DailyModel:
    """The model of a plan in an engine."""

    def __init__(self, department: Department, engine: Engine, deadline: Deadline) -> None:
        self.department, self.plan, self.engine = department, department.plan, engine
        self.workers: list[Worker] = []
        self.entering: dict[tuple[str, int], list[tuple[Column, float]]] = defaultdict(list)
        self.opened: dict[str, list[Column]] = defaultdict(list)
        self.done: dict[tuple[Task, int], list[Column]] = defaultdict(list)
        self.most_done: dict[tuple[Task, int], float] = defaultdict(float)
        self.on_duty: dict[SlotKey, list[Column]] = defaultdict(list)
        for members in department.kinds:
            posts = department.choices(members)
            for person in members:
                deadline.check()
                self._add_person([post.single(person.name) for post in posts])
        deadline.check()
        self._cover_slots()
        self._keep_places_for_absences()
        self._keep_to_cold_bases()
        self._carry_the_flow()
        self._keep_limits()

    def objective(self, name: str) -> Terms:
        """Give an objective."""
        return [(one.has, weight(self.department.horizon, one.post, name)) for one in self.workers]

    def _add_person(self, posts: Sequence[Post]) -> None:
        """At most one role, from one first day on, for everyone, and one for those who stay."""
        workers = [Worker(post.names[0], post, self.engine.boolean()) for post in posts]
        keep = posts[0].record.keep
        self.engine.row([(one.has, 1.0) for one in workers], at_least=1 if keep else None, at_most=1)
        for worker in workers:
            self._add_days(worker)
            self._add_contacts_and_work(worker)
            self._keep_to_the_week(worker)
        self.workers += workers

    def _add_days(self, worker: Worker) -> None:
        """Give a pattern or none a day, with at least as many duty slots as are covered that day."""
        most_slots, most_days = self._most_slots(), worker.post.most_days
        for week, days in enumerate(worker.post.days):
            weekly = [term for day in days for term in self._add_day(worker, week, day)]
            if weekly and most_slots is not None:
                self.engine.row(weekly, at_most=most_slots)
            if len(days) > most_days:
                worked = [column for (day, _, _), column in worker.patterns.items() if day in days]
                self.engine.row([(column, 1.0) for column in worked], at_most=most_days)

    def _most_slots(self) -> int | None:
        """Give how many slots somebody covers in a week at the most; None: any number."""
        return self.plan.duty.max_slots_per_week if self.plan.duty else None

    def _add_day(self, worker: Worker, week: int, day: dt.date) -> Terms:
        """Add a day, and give its duty."""
        post = worker.post
        slots = self.department.slots_of(post, day)
        chosen: list[tuple[Column, float]] = [(worker.has, -1.0)]
        counted: list[tuple[Column, float]] = []
        most: dict[str, float] = defaultdict(float)
        for count, patterns in post.patterns_on(day).items():
            for choice, pattern in enumerate(patterns):
                column = worker.patterns[day, count, choice] = self.engine.boolean()
                chosen.append((column, 1.0))
                if count:
                    counted.append((column, -float(count)))
                for activity in pattern.keys() - {"duty"}:
                    worker.allowed[week, activity].append((column, post.present * pattern[activity]))
                    most[activity] = max(most[activity], post.present * pattern[activity])
        self.engine.row(chosen, at_most=0)
        covering = [(self._cover(worker, week, slot, most), 1.0) for slot in slots] if counted else []
        if covering:
            self.engine.row([*covering, *counted], at_most=0)
            self._one_queue_at_a_time(worker, slots)
        for activity, each in most.items():
            worker.most[week, activity] += each
        return covering

    def _cover(self, worker: Worker, week: int, slot: Slot, most: dict[str, float]) -> Column:
        """Add whether a slot is covered, with its leads and what is done between them."""
        post = worker.post
        column = worker.covering[slot.key] = self.engine.boolean()
        self.on_duty[slot.key].append(column)
        for funnel, leads in slot.leads.items():
            self.entering[funnel, week].append((column, post.effectiveness[week] * leads / slot.required))
        for between, count in slot.between.items() if post.role == "mixed" else ():
            worker.allowed[week, between].append((column, post.present * count))
            most[between] += post.present * count
        return column

    def _one_queue_at_a_time(self, worker: Worker, slots: Sequence[Slot]) -> None:
        """Let nobody answer two queues in a slot."""
        for name in slot_names(slots):
            of_slot = [(worker.covering[slot.key], 1.0) for slot in slots if slot.name == name]
            if len(of_slot) > 1:
                self.engine.row(of_slot, at_most=1)

    def _add_contacts_and_work(self, worker: Worker) -> None:
        """Contacts to open and work to do by week, no more of either than a week could hold."""
        post = worker.post
        for (week, activity), most in worker.most.items():
            for funnel in sorted(post.funnels):
                if self.plan.funnels[funnel].opens_with == activity and post.effectiveness[week] > 0:
                    contacts = self.engine.quantity(most)
                    worker.asked[week, activity].append(contacts)
                    self.opened[funnel].append(contacts)
                    self.entering[funnel, week].append((contacts, post.effectiveness[week]))
                for task in self.department.tasks:
                    if task.funnel == funnel and task.activity == activity and post.group.may_do(task):
                        work = self.engine.quantity(most)
                        worker.asked[week, activity].append(work)
                        self.done[task, week].append(work)
                        self.most_done[task, week] += most

    def _keep_to_the_week(self, worker: Worker) -> None:
        """Contacts and work of a week within what its patterns and the time between leads allow, less absence."""
        for key, asked in worker.asked.items():
            allowed = [(column, -most) for column, most in worker.allowed[key]]
            self.engine.row([*((column, 1.0) for column in asked), *allowed], at_most=0)

    def _cover_slots(self) -> None:
        """Every slot covered by exactly as many as it takes."""
        for slots in self.department.slots_by_day.values():
            for slot in slots:
                covering = [(column, 1.0) for column in self.on_duty[slot.key]]
                self.engine.row(covering, at_least=slot.required, at_most=slot.required)

    def _keep_places_for_absences(self) -> None:
        """In every week as many places on duty as its slots take people, less the share of absence of who has them."""
        most = self._most_slots()
        for reserve in self.department.reserves:
            kept: list[tuple[Column, float]] = []
            for worker in (one for one in self.workers if not one.post.queues.isdisjoint(reserve.queues)):
                places = [
                    (column, -float(min(count, reserve.most_on(day, worker.post))))
                    for (day, count, _), column in worker.patterns.items()
                    if count and day in reserve.slots
                ]
                if places:
                    counted = self.engine.quantity(-sum(each for _, each in places) if most is None else most)
                    self.engine.row([(counted, 1.0), *places], at_most=0)
                    kept.append((counted, worker.post.present))
            self.engine.row(kept, at_least=reserve.needed * (1 - RESERVE_TOLERANCE))

    def _keep_to_cold_bases(self) -> None:
        """No more contacts than there are in a cold base."""
        for funnel, opened in self.opened.items():
            most = self.plan.funnels[funnel].max_contacts
            if most is not None:
                self.engine.row([(column, 1.0) for column in opened], at_most=most)

    def _carry_the_flow(self) -> None:
        """All work that falls due is done in time, and every target is met, in thousandths of it."""
        entering = {key: self.engine.total(terms) for key, terms in self.entering.items()}
        spent: dict[tuple[Task, int], list[tuple[Column, float]]] = defaultdict(list)
        for task in self.department.tasks:
            for week, (weights, given) in enumerate(self.department.work_due(task)):
                due = [(entering[key], -each) for key, each in weights.items() if key in entering]
                if not due and not given:
                    continue
                parts: list[tuple[Column, float]] = []
                for at in self.department.weeks_to_do(week):
                    column = self.engine.quantity(self.most_done[task, at])
                    parts.append((column, 1.0))
                    spent[task, at].append((column, -1.0))
                self.engine.row([*parts, *due], at_least=given)
        for key, parts in spent.items():
            self.engine.row([*((column, 1.0) for column in self.done[key]), *parts], at_least=0)
        for goal in self.department.goals:
            towards = [(entering[key], PER_MILLE * each) for key, each in goal.weights.items() if key in entering]
            self.engine.row(towards, at_least=PER_MILLE * (1 - goal.given))

    def _keep_limits(self) -> None:
        """No more people, hires and cost than the plan allows."""
        limits = self.plan.limits
        if limits.people is not None:
            self.engine.row(self.objective("people"), at_most=limits.people)
        if limits.monthly_cost is not None:
            self.engine.row(self.objective("monthly_cost"), at_most=limits.monthly_cost * (1 + TINY))
        if limits.cost is not None:
            self.engine.row(self.objective("cost"), at_most=limits.cost * (1 + TINY))
        if limits.hires is not None:
            self.engine.row([(one.has, 1.0) for one in self.workers if one.post.hired], at_most=limits.hires)

    def people(self, outcome: Outcome) -> tuple[PersonRoster, ...]:
        """Read what everyone with a role does out of a solution."""
        return tuple(one.roster(outcome.value) for one in self.workers if outcome.value(one.has) > 0.5)


def attempt(plan: Plan, seconds: float, engine: Callable[[], Engine]) -> Attempt:
    """Solve a plan's daily model for the first objective, then for each at the values of those before."""
    deadline = Deadline(seconds)
    department = Department(plan)
    if department.work.counts:
        return Attempt("cannot state", note="follow_up: what passes hangs on who handles items")
    try:
        model = DailyModel(department, engine(), deadline)
    except OutOfTimeError:
        return Attempt("no answer", build=deadline.spent(), note="the time was up before the model was written down")
    build = deadline.spent()
    bounds = {"people": 0.0, "monthly_cost": 0.0}
    best = Outcome("no answer")
    for name in plan.objective:
        aim, objective = department.aims[name], model.objective(name)
        outcome = model.engine.least(objective, gap=aim.gap, seconds=deadline.left())
        if not outcome.has_solution:
            break
        best = outcome
        value = sum(each for column, each in objective if outcome.value(column) > 0.5)
        bounds[name] = value if outcome.status == "optimal" else aim.bound(outcome.bound)
        if outcome.status == "feasible":
            break
        model.engine.row(objective, at_most=value + 0.5 * aim.step)
    else:
        return Attempt("optimal", model.people(best), bounds, build, deadline.spent() - build)
    status = "feasible" if best.has_solution else outcome.status
    return Attempt(status, model.people(best) if best.has_solution else (), bounds, build, deadline.spent() - build)
