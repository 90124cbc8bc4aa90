"""Weeks as they may turn out: every run has its own leads, passages, absences and hours."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from salescrew.models.department.work import Group, Task, task_of
from salescrew.models.odds.funnel import beta_of, is_uncertain
from salescrew.models.simulation.department import Department
from salescrew.models.simulation.draws import LITTLE, Draws, Floats, Whole
from salescrew.models.simulation.leads import Answering, Served
from salescrew.models.simulation.presence import Calendar, Presence
from salescrew.models.simulation.room import Given, Room, share_work
from salescrew.models.simulation.work import Batch, Hours

MORE_WEEKS = 4
"""Work that waits for so many weeks beyond the weeks of grace is dropped."""


@dataclass
class Tally:
    """Sums of what happened within the horizon.

    Attributes
    ----------
    paid
        Deals by funnel and week.
    entered
        Items that entered the stages that are targets, by funnel and stage.
    waited
        Work done, by activity and by how many weeks it waited; the mean over runs.
    dropped
        Work that was dropped, by activity.
    came, lost
        Leads that came, and that nobody answered, by run.
    served
        Leads expected that are served as the plan wants, where there is a service level.
    used, room
        Hours used and there, by person and activity, in units of the activity.
    """

    paid: dict[str, list[Whole]]
    entered: dict[tuple[str, str], Whole] = field(default_factory=dict)
    waited: dict[tuple[str, int], float] = field(default_factory=lambda: defaultdict(float))
    dropped: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    came: Floats = field(default_factory=lambda: np.zeros(0))
    lost: Floats = field(default_factory=lambda: np.zeros(0))
    served: Served = field(default_factory=Served)
    used: dict[tuple[str, str], float] = field(default_factory=lambda: defaultdict(float))
    room: dict[tuple[str, str], float] = field(default_factory=lambda: defaultdict(float))


class Play:
    """So many runs at once.

    Parameters
    ----------
    fixed
        The sources of chance that are held at their means.
    """

    def __init__(self, department: Department, fixed: frozenset[str], draws: Draws) -> None:
        self.department = department
        self.fixed = fixed
        self.draws = draws
        self.calendar = Calendar(department, fixed, draws)
        self.conversions = {name: self._conversions(name) for name in department.plan.funnels}
        self.answering = Answering(department, fixed, draws)
        self.arriving: dict[tuple[str, int, int], Whole] = {}
        self.waiting: list[Batch] = []
        self.owed: dict[tuple[int, str], Floats] = {}
        self.opened: dict[str, Floats] = {}
        self.last = (department.rounds + 1) * department.weeks
        self.tally = Tally({name: [] for name in department.plan.funnels})
        for name, stages in department.plan.target.stages.items():
            self.tally.entered |= {(name, stage): np.zeros(draws.runs, dtype=np.int64) for stage in stages}
        self.tally.came, self.tally.lost = np.zeros(draws.runs), np.zeros(draws.runs)

    def _conversions(self, funnel: str) -> list[Given]:
        found: list[Given] = []
        for stage in self.department.plan.funnels[funnel].stages:
            if is_uncertain(stage) and "rates" not in self.fixed:
                found.append(self.draws.rng.beta(*beta_of(stage), self.draws.runs))
            else:
                found.append(stage.conversion)
        return found

    def _passes(self, funnel: str, stage: int, now: int) -> Given:
        """Give the share that passes of items that enter a stage in a week, handled by whom the plan means to."""
        worth = self.department.follow_up(funnel, stage, now % self.department.weeks)
        return (
            self.conversions[funnel][stage] if worth == 1 else np.minimum(1.0, self.conversions[funnel][stage] * worth)
        )

    # ---- the weeks

    def run(self) -> Tally:
        """Play all rounds, and count the last."""
        weeks = self.department.weeks
        for now in range(self.last):
            if now % weeks == 0:
                self.calendar.begin_round()
                self.opened = {name: np.zeros(self.draws.runs) for name in self.department.plan.funnels}
            if now == self.last - weeks:
                self._let_enter_what_is_under_way(now)
            if now % weeks >= self.department.horizon.first_week:
                self._play(now, now % weeks)
            if self._is_counted(now):
                for funnel, conversions in self.conversions.items():
                    paid = self.arriving.pop((funnel, len(conversions), now), None)
                    nothing = np.zeros(self.draws.runs, dtype=np.int64)
                    self.tally.paid[funnel].append(nothing if paid is None else paid)
        return self.tally

    def _is_counted(self, now: int) -> bool:
        """Whether a week belongs to the round that counts."""
        return now >= self.last - self.department.weeks

    def _play(self, now: int, week: int) -> None:
        seats = self.department.seats
        presence = [self.calendar.week(number, week) for number in range(len(seats))]
        keeps_absence = "illness" in self.fixed
        rooms = [
            Room(self.department, seat, week, there, keeps_absence=keeps_absence)
            for seat, there in zip(seats, presence, strict=True)
        ]
        hours = self._hours(rooms)
        self._answer_leads(now, week, presence)
        self._add_open_work(now, week)
        self._do_waiting(now, hours)
        self._do_new(now, hours)
        self._open_contacts(now, rooms, hours)
        self._do_new(now, hours)
        self._drop_what_is_too_old(now)
        if self._is_counted(now):
            self._share_work(rooms, hours)
            self._count_hours(rooms)

    def _hours(self, rooms: list[Room]) -> Hours:
        found: list[dict[tuple[Group, str], Floats]] = [{}, {}, {}]
        for room in rooms:
            for activity in room.room:
                key = (room.seat.group, activity)
                for kind, amount in zip(found, room.kinds(activity), strict=True):
                    kind[key] = (kind[key] if key in kind else np.zeros(self.draws.runs)) + amount
        return Hours(found)

    def _answer_leads(self, now: int, week: int, presence: list[Presence]) -> None:
        for funnel in self.conversions:
            answered = self.answering.of_week(funnel, week, presence, self._passes(funnel, 0, now))
            if answered is None:
                continue
            self._enter_first_stage(funnel, now, answered.came - answered.lost, answered.passed)
            if self._is_counted(now):
                self.tally.came += answered.came
                self.tally.lost += answered.lost
        if self._is_counted(now):
            self.tally.served += self.answering.served(week, presence)

    # ---- items

    def _enter_first_stage(self, funnel: str, now: int, items: Floats, passing: Whole) -> None:
        """Let contacts or leads enter; it is known already which of them pass."""
        self._wait_for_work(funnel, 0, now, items, passing)

    def _wait_for_work(self, funnel: str, stage: int, now: int, items: Floats, passing: Whole) -> None:
        """Let items wait for the work that they make; those without any pass on."""
        facts = self.department.stages[funnel][stage]
        if not facts.effort or "time" in self.fixed:
            self._pass_on(funnel, stage, now, passing)
            return
        work: dict[str, Floats] = {activity: amount * items for activity, amount in facts.effort.items()}
        luck = self.draws.rng.random(self.draws.runs)
        self.waiting.append(
            Batch(funnel, stage, now, passing, work, dict(work), np.zeros_like(passing), luck, facts.by_closer)
        )

    def _enter(self, funnel: str, stage: int, now: int, items: Whole) -> None:
        """Let items enter a stage."""
        key = funnel, self.department.plan.funnels[funnel].stages[stage].name
        if key in self.tally.entered and self._is_counted(now):
            self.tally.entered[key] = self.tally.entered[key] + items
        passing = self.draws.binomial(items, self._passes(funnel, stage, now))
        self._wait_for_work(funnel, stage, now, items.astype(float), passing)

    def _pass_on(self, funnel: str, stage: int, now: int, items: Whole) -> None:
        """Let items that have passed a stage enter the next one when their time is over."""
        facts = self.department.stages[funnel][stage]
        self._travel(funnel, stage + 1, now + facts.first_lag, facts.later_share, items)

    def _travel(self, funnel: str, stage: int, at: int, later_share: float, items: Whole) -> None:
        if not items.any():
            return
        later = self.draws.binomial(items, later_share) if later_share else np.zeros_like(items)
        for week, some in ((at, items - later), (at + 1, later)):
            if week < self.last and some.any():
                key = (funnel, stage, week)
                self.arriving[key] = self.arriving[key] + some if key in self.arriving else some

    def _let_enter_what_is_under_way(self, now: int) -> None:
        first = now + self.department.horizon.first_week
        for funnel, flow in self.department.flows.items():
            for opening in flow.openings:
                stage = flow.stages.index(opening.stage)
                items = self.draws.whole(np.full(self.draws.runs, opening.items))
                if opening.waited_days is None:
                    key = (funnel, stage, first)
                    self.arriving[key] = self.arriving[key] + items if key in self.arriving else items
                    continue
                passing = self.draws.binomial(items, self.conversions[funnel][stage])
                weeks = opening.left(flow.funnel.stages[stage].days_to_next) / 7
                self._travel(funnel, stage + 1, first + int(weeks), weeks % 1, passing)

    # ---- work

    def _add_open_work(self, now: int, week: int) -> None:
        """Let work that was left before the plan was made anew fall due, less what may be left undone."""
        so_far = self.department.plan.so_far
        if so_far is None or "time" in self.fixed:
            return
        spared: dict[Task, float] = defaultdict(float)
        for row in so_far.spared_work:
            if self.department.horizon.week_of(row.week) == week:
                spared[task_of(row)._replace(person="")] += row.amount
        for row in so_far.open_work:
            if self.department.horizon.week_of(row.week) == week:
                amount = max(0.0, row.amount - spared.pop(task_of(row)._replace(person=""), 0.0))
                work: dict[str, Floats] = {row.activity: np.full(self.draws.runs, amount)}
                nothing = np.zeros(self.draws.runs, dtype=np.int64)
                self.waiting.append(
                    Batch(
                        row.funnel,
                        0,
                        now,
                        nothing,
                        work,
                        dict(work),
                        nothing,
                        nothing.astype(float),
                        task_of(row).by_closer,
                    )
                )

    def _do_waiting(self, now: int, hours: Hours) -> None:
        """Do what has waited, the oldest first."""
        for since in sorted({batch.since for batch in self.waiting}):
            self._do([batch for batch in self.waiting if batch.since == since], now, hours)

    def _do_new(self, now: int, hours: Hours) -> None:
        """Let arrive what arrives, stage by stage, and do the work that it makes."""
        most = max(len(stages) for stages in self.conversions.values())
        self._do([batch for batch in self.waiting if batch.since == now and batch.stage == 0], now, hours)
        for stage in range(most):
            for funnel, conversions in self.conversions.items():
                items = self.arriving.pop((funnel, stage, now), None) if stage < len(conversions) else None
                if items is not None:
                    self._enter(funnel, stage, now, items)
            self._do([batch for batch in self.waiting if batch.since == now and batch.stage == stage], now, hours)

    def _do(self, batches: list[Batch], now: int, hours: Hours) -> None:
        """Do the work of some batches, each to the same share where time is short."""
        if not batches:
            return
        for activity in dict.fromkeys(activity for batch in batches for activity in batch.work):
            having = [batch for batch in batches if activity in batch.work]
            wanted: dict[Task, Floats] = {}
            for batch in having:
                task = batch.task(activity)
                wanted[task] = wanted.get(task, np.zeros(self.draws.runs)) + batch.work[activity]
            done = hours.do(activity, wanted)
            for batch in having:
                task = batch.task(activity)
                total = wanted[task]
                share = np.divide(done[task], total, out=np.ones_like(total), where=total > LITTLE)
                finished = batch.work[activity] * share
                batch.work[activity] = batch.work[activity] - finished
                if self._is_counted(now):
                    self.tally.waited[activity, now - batch.since] += float(finished.mean())
        for batch in batches:
            self._pass_on(batch.funnel, batch.stage, now, batch.release())
        self.waiting = [batch for batch in self.waiting if not batch.is_done]

    def _drop_what_is_too_old(self, now: int) -> None:
        oldest = now - self.department.plan.grace_weeks - MORE_WEEKS
        for batch in self.waiting:
            if batch.since <= oldest and self._is_counted(now):
                for activity, left in batch.work.items():
                    self.tally.dropped[activity] += float(left.mean())
        self.waiting = [batch for batch in self.waiting if batch.since > oldest]

    # ---- contacts

    def _open_contacts(self, now: int, rooms: list[Room], hours: Hours) -> None:
        """Open contacts with what work leaves of the quotas, shared among funnels as planned."""
        self._share_work(rooms, hours)
        found: dict[str, list[tuple[Given, Whole]]] = defaultdict(list)
        for number, room in enumerate(rooms):
            for activity, funnels in room.opens.items():
                owed = self.owed.pop((number, activity), 0.0)
                plan = room.contacts_as_planned if "time" in self.fixed else room.contacts
                contacts, then = plan(activity, owed)
                if room.may_be_ill:
                    self.owed[number, activity] = np.broadcast_to(then, (self.draws.runs,))
                total = sum(funnels.values())
                for funnel, planned in funnels.items():
                    amount = np.broadcast_to(contacts * (planned / total), (self.draws.runs,))
                    found[funnel].append((room.worth, self.draws.whole(amount)))
                room.opened[activity] += float(np.mean(contacts))
        for funnel, rows in found.items():
            self._open(funnel, now, rows)

    def _share_work(self, rooms: list[Room], hours: Hours) -> None:
        """Tell who has done how much of the work so far."""
        groups: dict[Group, list[Room]] = defaultdict(list)
        for room in rooms:
            room.worked = {}
            groups[room.seat.group].append(room)
        for group, activity in hours.used[0]:
            share_work(groups[group], activity, [used[group, activity] for used in hours.used])

    def _open(self, funnel: str, now: int, rows: list[tuple[Given, Whole]]) -> None:
        """Open contacts, no more than the cold base has left, and draw which of them pass."""
        rows = self._within_cold_base(funnel, rows)
        alike: dict[float, Whole] = {}
        single: list[tuple[Given, Whole]] = []
        for worth, contacts in rows:
            if isinstance(worth, np.ndarray):
                single.append((worth, contacts))
            else:
                alike[worth] = alike[worth] + contacts if worth in alike else contacts
        items, passing = np.zeros(self.draws.runs), np.zeros(self.draws.runs, dtype=np.int64)
        for each, contacts in (*alike.items(), *single):
            items = items + each * contacts
            passing = passing + self.draws.first_passage(contacts.astype(float), each, self._passes(funnel, 0, now))
        self._enter_first_stage(funnel, now, items, passing)

    def _within_cold_base(self, funnel: str, rows: list[tuple[Given, Whole]]) -> list[tuple[Given, Whole]]:
        most = self.department.plan.funnels[funnel].max_contacts
        if most is None:
            return rows
        so_far = self.department.plan.so_far
        left = most - (so_far.contacts.get(funnel, 0.0) if so_far else 0.0) - self.opened[funnel]
        kept = []
        for worth, contacts in rows:
            some = np.minimum(contacts, np.maximum(0, np.floor(left + 1 - LITTLE))).astype(np.int64)
            left = left - some
            kept.append((worth, some))
        self.opened[funnel] = self.opened[funnel] + sum(some for _, some in kept)
        return kept

    def _count_hours(self, rooms: list[Room]) -> None:
        for room in rooms:
            for activity in room.room:
                key = (room.seat.name, activity)
                self.tally.room[key] += float(np.mean(room.room[activity]))
                worked = float(np.mean(room.worked.get(activity, 0.0)))
                self.tally.used[key] += worked + room.opened.get(activity, 0.0)
