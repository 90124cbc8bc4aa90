"""The model of a plan made anew: a team with settled roles, day by day, and what the rules ask of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from salescrew.models.department.department import TARGET_TOLERANCE, Department
from salescrew.models.department.leads import SlotKey
from salescrew.models.department.posts import Post
from salescrew.models.department.reserve import Reserve, ReserveKey, places_of
from salescrew.models.department.work import Group, Task, in_order
from salescrew.models.plan.sections.queue_slots import QueueSlot
from salescrew.models.schedule.schedule import PersonDay
from salescrew.solver.engine.program import Term
from salescrew.solver.replan.in_force import Incumbent
from salescrew.solver.replan.person_days import PersonDays, WeekColumns
from salescrew.solver.staffing.rules.columns import (
    Answered,
    Chosen,
    Columns,
    Covering,
    Days,
    Opened,
    Place,
    ReserveOfPeriod,
    Somebody,
    Spending,
    Sum,
    WeekOfDays,
    WeekOfDuty,
)
from salescrew.solver.staffing.rules.table import apply_all
from salescrew.solver.staffing.rules.weekly_duty import most_slots


class ReplanModel(PersonDays, Columns):
    """The model of a team's days from now on.

    Parameters
    ----------
    team, incumbent, frozen, roster, quotas
        See `PersonDays`.
    needed
        The share of every target that must be met; None: as much as the column `reach` says.
    elastic
        Whether slots may stay open (`open_slots` has a column for each), and work be done late or not at all.
    """

    def __init__(
        self,
        department: Department,
        team: Sequence[Post],
        incumbent: Incumbent,
        frozen: frozenset[PersonDay],
        *,
        roster: bool,
        quotas: bool,
        needed: float | None = 1.0,
        elastic: bool = False,
    ) -> None:
        super().__init__(department, team, incumbent, frozen, roster=roster, quotas=quotas)
        self._needed = needed
        self.is_elastic = elastic
        self.open_slots: dict[SlotKey, int] = {}
        self.missing: dict[ReserveKey, int] = {}
        if elastic:
            slots = (slot for slots in department.slots_by_day.values() for slot in slots)
            self.open_slots = {slot.key: self.program.column(float(slot.required), whole=True) for slot in slots}
        apply_all(self)

    # ---- what rules of days ask

    is_by_day = True
    is_by_duty = False

    def everybody(self) -> Iterator[Somebody]:
        """Yield everyone of the team, with the days that are not frozen."""
        slots = {slot.key: (slot,) for slots in self.department.slots_by_day.values() for slot in slots}
        for post in self.team:
            days = []
            for week in self.department.weeks:
                for day, columns in self.open_days(post, week):
                    patterns = [Chosen(pattern, column) for pattern, column in columns.patterns]
                    covering = [Covering(slots[day, where], column) for where, column in columns.duty.items()]
                    held = {day: post.fixed[day]} if day in post.fixed else {}
                    days.append(Days(1, patterns, covering, held, at_once=len({where.slot for where in columns.duty})))
            yield Somebody(post, Sum((), 1.0), days)

    def places(self) -> Iterator[Place]:
        """Yield who covers each slot."""
        for day, slots in self.department.slots_by_day.items():
            for slot in slots:
                terms = [
                    (columns.duty[slot.where], 1.0)
                    for post in self.team
                    if (columns := self.days.get((day, post.names[0]))) and slot.where in columns.duty
                ]
                frozen = sum(
                    slot.where in self.held(post, day).duty for post in self.team if (day, post.names[0]) in self.frozen
                )
                if (open_places := self.open_slots.get(slot.key)) is not None:
                    terms.append((open_places, 1.0))
                yield Place(slot.required, slot.required, Sum(terms, frozen))

    def able(self) -> Iterable[tuple[Post, int]]:
        """Yield nobody: days are told apart."""
        return ()

    def weeks_of_duty(self) -> Iterator[WeekOfDuty]:
        """Yield the slots that somebody covers in a week, besides those of days that are over or frozen."""
        for post in self.team:
            for week in self.department.weeks:
                terms = [(c, 1.0) for _, columns in self.open_days(post, week) for c in columns.duty.values()]
                before = self.incumbent.covered_before(post.names[0], week)
                before += sum(len(held.duty) for _, held in self.frozen_in(post, week))
                if terms:
                    yield WeekOfDuty(Sum(terms, before), Sum((), 1.0))

    def weeks_of_days(self) -> Iterator[WeekOfDays]:
        """Yield the days on which somebody works in a week, besides those that are over or frozen."""
        for post in self.team:
            for week in self.department.weeks:
                days = self.open_days(post, week)
                before = self.incumbent.worked_before(post.names[0], week)
                before += sum(bool(held.pattern) for _, held in self.frozen_in(post, week))
                if days and len(days) + before > post.most_days:
                    worked = [(column, 1.0) for _, columns in days for _, column in columns.patterns]
                    yield WeekOfDays(Sum(worked, before), Sum((), 1.0), float(post.most_days))

    def spending(self) -> Iterable[Spending]:
        """Yield what everybody does in a day within its pattern, and in a week within its quotas and allowance."""
        return self._spending

    def reserves(self) -> Iterator[ReserveOfPeriod]:
        """Yield the places on duty of each week, absence taken off, on the days that need a reserve."""
        most = most_slots(self.department.plan)
        for reserve in self.department.reserves:
            terms: list[Term] = []
            given = 0.0
            for post in (post for post in self.team if not post.queues.isdisjoint(reserve.queues)):
                own, has = self._places_of(post, reserve)
                if most is not None and own:
                    counted = self.program.column(float(most))
                    self.program.row([(counted, 1.0), *((column, -count) for column, count in own)], at_most=has)
                    own, has = [(counted, 1.0)], 0.0
                terms += [(column, post.present * count) for column, count in own]
                given += post.present * (has if most is None else min(has, most))
            yield ReserveOfPeriod(reserve.key, Sum(terms, given), reserve.needed)

    def _places_of(self, post: Post, reserve: Reserve) -> tuple[list[Term], float]:
        """Count the places of somebody in a week: those that the model decides, and those of days that stay."""
        terms = [
            (column, float(min(places, reserve.most_on(day, post))))
            for day, columns in self.open_days(post, reserve.week)
            if day in reserve.slots
            for pattern, column in columns.patterns
            if (places := pattern.get("duty", 0))
        ]
        held = ((day, held.pattern.get("duty", 0)) for day, held in self.frozen_in(post, reserve.week))
        return terms, float(places_of(reserve, post, held, None))

    # ---- what rules of the flow ask

    is_exact = True

    @property
    def groups(self) -> Sequence[Group]:
        """Those who may do the same work."""
        return in_order({post.group for post in self.team})

    @property
    def needed(self) -> Sum:
        """The share of every target that must be met."""
        return Sum([(self.reach, 1 - TARGET_TOLERANCE)]) if self._needed is None else Sum((), self._needed)

    def _by_week(self) -> Iterator[tuple[Post, int, WeekColumns]]:
        for post in self.team:
            for week in self.department.weeks:
                yield post, week, self.weeks.get((post.names[0], week), WeekColumns())

    def opened(self) -> Iterator[Opened]:
        """Yield the contacts that somebody opens in a week, and those of frozen days."""
        for post, week, columns in self._by_week():
            worth = post.effectiveness[week]
            yield from (Opened(funnel, week, column, 1.0, worth) for funnel, column in columns.contacts.items())
            for _, held in self.frozen_in(post, week):
                for funnel, contacts in held.contacts.items():
                    yield Opened(funnel, week, None, contacts, worth * contacts)

    def answered(self) -> Iterator[Answered]:
        """Yield the slots that somebody may cover, and those of frozen days."""
        slots = {slot.key: slot for slot in self.department.slots if slot.required}
        for post, week, _ in self._by_week():
            for day, where, column in self._covering(post, week):
                if slot := slots.get((day, where)):
                    yield Answered(slot, week, column, post.effectiveness[week])

    def _covering(self, post: Post, week: int) -> Iterator[tuple[dt.date, QueueSlot, int | None]]:
        """Yield the slots that somebody may cover in a week, each with its column, or None where that is frozen."""
        for day, columns in self.open_days(post, week):
            yield from ((day, slot, column) for slot, column in columns.duty.items())
        for day, held in self.frozen_in(post, week):
            yield from ((day, slot, None) for slot in held.duty)

    def time(self) -> dict[tuple[Group, str, int], list[Term]]:
        """Give each group's time for work: what its people do."""
        time: dict[tuple[Group, str, int], list[Term]] = {}
        for post, week, columns in self._by_week():
            for activity, column in columns.done.items():
                time.setdefault((post.group, activity, week), []).append((column, 1.0))
        return time

    def periods_to_do(self, due: int) -> Sequence[int]:
        """Give the weeks in which work that falls due in one may be done: where it may be late, all after that."""
        in_time = super().periods_to_do(due)
        return [*in_time, *range(max(in_time) + 1, len(self.department.weeks))] if self.is_elastic else in_time

    @property
    def late(self) -> dict[tuple[Task, int, int], list[int]]:
        """The columns of work that is done late, by task, the week in which it falls due, and when."""
        late: dict[tuple[Task, int, int], list[int]] = {}
        for (_, task, due, at), column in self.work.items():
            if at not in self.department.weeks_to_do(due):
                late.setdefault((task, due, at), []).append(column)
        return late
