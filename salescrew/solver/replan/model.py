"""The model of a plan made anew: a team with settled roles, day by day, beside the plan in force.

Every person's day has a pattern, slots on duty and whole quotas, as columns of their own, so that it can be told from
what the day holds now. What is frozen is no column at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from salescrew.models.department.day_menu import DayPattern
from salescrew.models.department.department import TARGET_TOLERANCE, Department
from salescrew.models.department.posts import Post
from salescrew.models.department.reserve import Reserve, places_of
from salescrew.models.schedule.schedule import PersonDay, PersonDayPlan
from salescrew.solver.engine.program import INFINITY, Program, Term
from salescrew.solver.replan.effort import WITHIN
from salescrew.solver.replan.in_force import Incumbent
from salescrew.solver.staffing.flow import Flow
from salescrew.solver.staffing.rules.columns import (
    Answered,
    Chosen,
    Columns,
    Covering,
    Days,
    Group,
    Opened,
    Place,
    ReserveKey,
    ReserveOfPeriod,
    Somebody,
    Spending,
    Sum,
    WeekOfDays,
    WeekOfDuty,
)
from salescrew.solver.staffing.rules.fixed_days import may_cover, menu_of
from salescrew.solver.staffing.rules.table import apply_all
from salescrew.solver.staffing.rules.weekly_duty import most_slots


@dataclass
class DayColumns:
    """The columns of a person's day.

    Attributes
    ----------
    patterns
        The day patterns to choose from, each with its column.
    duty
        The slots that the person could cover.
    quotas
        The quota of each activity.
    changed
        Whether a quota, or what is opened within it, is not as it is now; only of people of the plan in force.
    """

    patterns: list[tuple[DayPattern, int]] = field(default_factory=list)
    duty: dict[str, int] = field(default_factory=dict)
    quotas: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)

    @property
    def all(self) -> Iterator[int]:
        """All of them."""
        yield from (column for _, column in self.patterns)
        for columns in (self.duty, self.quotas, self.changed):
            yield from columns.values()


@dataclass
class WeekColumns:
    """The columns of a person's week: contacts by funnel, follow-up work by activity."""

    contacts: dict[str, int] = field(default_factory=dict)
    done: dict[str, int] = field(default_factory=dict)


class ReplanModel(Flow, Columns):
    """The model of a team's days from now on.

    Parameters
    ----------
    team
        Everybody, each as a post alone.
    incumbent
        The plan in force.
    frozen
        Person-days that stay as they are.
    roster, quotas
        Whether patterns and duty, and whether quotas may change.
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
        super().__init__(department, Program())
        self.team = list(team)
        self.incumbent = incumbent
        self.frozen = frozen
        self._needed = needed
        self.is_elastic = elastic
        self._may_roster, self._may_quotas = roster, quotas
        self._cannot_stay = frozenset() if roster and quotas else incumbent.cannot_stay(self.team)
        self.open_slots: dict[tuple[dt.date, str], int] = {}
        self.missing: dict[ReserveKey, int] = {}
        self.let_enter(department.weeks)
        self.reach = self.program.column()
        self.days: dict[PersonDay, DayColumns] = {}
        self.weeks: dict[tuple[str, int], WeekColumns] = {}
        self._spending: list[Spending] = []
        for post in self.team:
            for week, days in enumerate(post.days):
                for day in days:
                    if (day, post.names[0]) not in frozen:
                        self._add_day(post, day)
                if days:
                    self._add_week(post, week)
        if elastic:
            slots = (slot for slots in department.slots_by_day.values() for slot in slots)
            self.open_slots = {
                (slot.date, slot.name): self.program.column(float(slot.required), whole=True) for slot in slots
            }
        apply_all(self)

    # ---- days

    def in_force(self, post: Post) -> bool:
        """Tell whether a person is on the team of the plan in force."""
        return post.names[0] in self.incumbent.roles

    def is_same_role(self, post: Post) -> bool:
        """Tell whether a person has the role that he or she has now."""
        return self.incumbent.roles.get(post.names[0]) == post.role

    def held(self, post: Post, day: dt.date) -> PersonDayPlan:
        """Give what a person's day holds now."""
        return self.incumbent.day(day, post.names[0])

    def _add_day(self, post: Post, day: dt.date) -> None:
        held, columns, program = self.held(post, day), DayColumns(), self.program
        fixed = post.fixed.get(day)
        menu = menu_of(fixed, self._menu(post, held))
        stays = not self._may_roster and self.is_same_role(post) and (day, post.names[0]) not in self._cannot_stay
        for pattern in menu:
            is_now = pattern == held.pattern
            column = program.column(float(is_now or not stays), lower=float(is_now and stays), whole=True)
            columns.patterns.append((pattern, column))
        if post.on_duty:
            for slot in self.department.slots_by_day.get(day, ()):
                is_now = slot.name in held.duty
                may = (is_now or not stays) and may_cover(fixed, slot.name)
                must = (is_now and stays) or (fixed is not None and slot.name in fixed.duty)
                columns.duty[slot.name] = program.column(float(may), lower=float(must), whole=True)
        self._add_quotas(post, day, held, columns)
        self.days[day, post.names[0]] = columns

    def _menu(self, post: Post, held: PersonDayPlan) -> list[DayPattern]:
        """List the patterns that a day may have: those worth choosing, and the one that it has now, if it may."""
        menu = [pattern for patterns in post.patterns.values() for pattern in patterns]
        if not held.pattern or held.pattern in menu or not self.department.may_have(post, held.pattern):
            return menu
        return [*menu, held.pattern]

    def _add_quotas(self, post: Post, day: dt.date, held: PersonDayPlan, columns: DayColumns) -> None:
        program = self.program
        for activity, room, most in self._rooms(post, day, columns):
            now = min(held.quotas.get(activity, 0), most) if self.in_force(post) else 0
            column = program.column(float(most), whole=bool(post.record.absence))
            columns.quotas[activity] = column
            self._spending.append(Spending([(column, 1.0)], Sum(room)))
            if not self.in_force(post):
                continue
            must = now != held.quotas.get(activity, 0) or not self.incumbent.may_open(post, day, activity, now)
            may = must or self._may_quotas or (day, post.names[0]) in self._cannot_stay
            changed = program.column(float(may), lower=float(must), whole=True)
            columns.changed[activity] = changed
            if most > now:
                program.row([(column, 1.0), (changed, float(now - most))], at_most=now)
            if now:
                program.row([(column, 1.0), (changed, float(now))], at_least=now)
        self._keep_pattern(post, held, columns)

    def _rooms(self, post: Post, day: dt.date, columns: DayColumns) -> Iterator[tuple[str, list[Term], int]]:
        """Yield the activities that fit into a day, each with what allows it and the most of it."""
        between = post.between_leads
        slots = {slot.name: slot.between_leads for slot in self.department.slots_by_day.get(day, ())}
        for activity in self.department.activities:
            room = [(column, float(p[activity])) for p, column in columns.patterns if p.get(activity)]
            most = max((int(amount) for _, amount in room), default=0)
            if activity == between:
                extra = [(column, float(slots[name])) for name, column in columns.duty.items() if slots[name]]
                room += extra
                most += sum(int(amount) for _, amount in extra)
            if most:
                yield activity, room, most

    def _keep_pattern(self, post: Post, held: PersonDayPlan, columns: DayColumns) -> None:
        """Let the pattern of a day change with its quotas or its duty only."""
        if not self.is_same_role(post):
            return
        now = [column for pattern, column in columns.patterns if pattern == held.pattern]
        changes: list[Term] = [(column, 1.0) for column in columns.changed.values()]
        changes += [(column, -1.0 if slot in held.duty else 1.0) for slot, column in columns.duty.items()]
        given = sum(slot in held.duty for slot in columns.duty)
        if now:
            self.program.row([(now[0], 1.0), *changes], at_least=1 - given)
        elif not held.pattern:
            others = [(column, -1.0) for _, column in columns.patterns]
            self.program.row([*others, *changes], at_least=-given)

    # ---- weeks

    def _add_week(self, post: Post, week: int) -> None:
        (name,), columns = post.names, WeekColumns()
        self.weeks[name, week] = columns
        carried, frozen = self.incumbent.carried(post, week), self._frozen_in(post, week)
        for activity in self.department.activities:
            quotas = [(column, 1.0) for column in self._quota_columns(post, week, activity)]
            asked = sum(held.quotas.get(activity, 0) for _, held in frozen)
            allowed = [(column, post.present * amount) for column, amount in self._allowing(post, week, activity)]
            given = carried.get(activity, 0.0) + post.present * sum(
                self.incumbent.most(post, day, held.pattern, held.duty).get(activity, 0) for day, held in frozen
            )
            if not quotas and not asked:
                continue
            opened = self._add_contacts(post, week, activity, quotas, columns)
            opened_before = sum(
                held.contacts.get(funnel, 0.0) for _, held in frozen for funnel in self.opened_with(post, activity)
            )
            work = self.program.column(0.0 if not post.funnels else INFINITY)
            columns.done[activity] = work
            spent = [*opened, (work, 1.0)]
            self._spending.append(Spending(spent, Sum(quotas, _not_below(asked - opened_before))))
            if post.record.absence:
                # what was asked on the days that are over was rounded up
                rounded = WITHIN.ceiling if carried else 0.0
                self._spending += [
                    Spending(spent, Sum(allowed, _not_below(given - opened_before + rounded))),
                    Spending(quotas, Sum(allowed, given - asked + WITHIN.ceiling)),
                ]
            if opened and self.in_force(post):
                self._keep_contacts(post, week, activity, columns)

    def _keep_contacts(self, post: Post, week: int, activity: str, columns: WeekColumns) -> None:
        """Leave the contacts of a day as they are where its quota does not change.

        Of each funnel, those of the other days may go; and on these days more may be opened, as far as their quotas go.
        """
        days = [
            (self.held(post, day), of_day.changed[activity], of_day.quotas[activity])
            for day, of_day in self.open_days(post, week)
            if activity in of_day.changed
        ]
        program, funnels = self.program, self.opened_with(post, activity)
        kept = {funnel: [held.contacts.get(funnel, 0.0) for held, _, _ in days] for funnel in funnels}
        for funnel, contacts in kept.items():
            opened, now = (columns.contacts[funnel], 1.0), sum(contacts)
            gone = [(changed, count) for (_, changed, _), count in zip(days, contacts, strict=True)]
            program.row([opened, *gone], at_least=now - WITHIN.contacts_kept)
            more = [(changed, -program.upper[quota]) for _, changed, quota in days]
            program.row([opened, *more], at_most=now)
        terms = [(columns.contacts[funnel], 1.0) for funnel in funnels]
        room = 0.0
        for number, (held, changed, quota) in enumerate(days):
            left = held.quotas.get(activity, 0) - sum(contacts[number] for contacts in kept.values())
            terms += [(quota, -1.0), (changed, -left)]
            room -= left
        program.row(terms, at_most=room)

    def _frozen_in(self, post: Post, week: int) -> list[tuple[dt.date, PersonDayPlan]]:
        days = [day for day in post.days[week] if (day, post.names[0]) in self.frozen]
        return [(day, self.held(post, day)) for day in days]

    def open_days(self, post: Post, week: int) -> list[tuple[dt.date, DayColumns]]:
        """List a person's days of a week that are not frozen."""
        days = ((day, self.days.get((day, post.names[0]))) for day in post.days[week])
        return [(day, columns) for day, columns in days if columns is not None]

    def _quota_columns(self, post: Post, week: int, activity: str) -> list[int]:
        return [columns.quotas[activity] for _, columns in self.open_days(post, week) if activity in columns.quotas]

    def _allowing(self, post: Post, week: int, activity: str) -> list[Term]:
        return [
            term
            for day, columns in self.open_days(post, week)
            for of, room, _ in self._rooms(post, day, columns)
            if of == activity
            for term in room
        ]

    def opened_with(self, post: Post, activity: str) -> list[str]:
        """List the funnels in which a person opens contacts with an activity."""
        funnels = self.department.plan.funnels
        return [name for name in sorted(post.funnels) if funnels[name].opens_with == activity]

    def _add_contacts(
        self, post: Post, week: int, activity: str, quotas: Sequence[Term], columns: WeekColumns
    ) -> list[Term]:
        """Open contacts within the quotas of days that are not frozen."""
        if not post.effectiveness[week] or not quotas:
            return []
        for funnel in self.opened_with(post, activity):
            columns.contacts[funnel] = self.program.column()
        opened = [(columns.contacts[funnel], 1.0) for funnel in self.opened_with(post, activity)]
        if opened:
            self._spending.append(Spending(opened, Sum(quotas)))
        return opened

    # ---- what rules of days ask

    is_by_day = True
    is_by_duty = False

    def everybody(self) -> Iterator[Somebody]:
        """Yield everyone of the team, with the days that are not frozen."""
        slots = {(slot.date, slot.name): (slot,) for slots in self.department.slots_by_day.values() for slot in slots}
        for post in self.team:
            days = []
            for week in self.department.weeks:
                for day, columns in self.open_days(post, week):
                    patterns = [Chosen(pattern, column) for pattern, column in columns.patterns]
                    covering = [Covering(slots[day, name], column) for name, column in columns.duty.items()]
                    held = {day: post.fixed[day]} if day in post.fixed else {}
                    days.append(Days(1, patterns, covering, held, at_once=len(covering)))
            yield Somebody(post, Sum((), 1.0), days)

    def places(self) -> Iterator[Place]:
        """Yield who covers each slot."""
        for day, slots in self.department.slots_by_day.items():
            for slot in slots:
                terms = [
                    (columns.duty[slot.name], 1.0)
                    for post in self.team
                    if (columns := self.days.get((day, post.names[0]))) and slot.name in columns.duty
                ]
                frozen = sum(
                    slot.name in self.held(post, day).duty for post in self.team if (day, post.names[0]) in self.frozen
                )
                if (open_places := self.open_slots.get((day, slot.name))) is not None:
                    terms.append((open_places, 1.0))
                yield Place(slot.required, slot.required, Sum(terms, frozen))

    def able(self, slots: int) -> Iterable[tuple[frozenset[dt.date], Term]]:  # noqa: ARG002
        """Yield nobody: days are told apart."""
        return ()

    def weeks_of_duty(self) -> Iterator[WeekOfDuty]:
        """Yield the slots that somebody covers in a week, besides those of days that are over or frozen."""
        for post in self.team:
            for week in self.department.weeks:
                terms = [(c, 1.0) for _, columns in self.open_days(post, week) for c in columns.duty.values()]
                before = self.incumbent.covered_before(post.names[0], week)
                before += sum(len(held.duty) for _, held in self._frozen_in(post, week))
                if terms:
                    yield WeekOfDuty(Sum(terms, before), Sum((), 1.0))

    def weeks_of_days(self) -> Iterator[WeekOfDays]:
        """Yield the days on which somebody works in a week, besides those that are over or frozen."""
        for post in self.team:
            for week in self.department.weeks:
                days = self.open_days(post, week)
                before = self.incumbent.worked_before(post.names[0], week)
                before += sum(bool(held.pattern) for _, held in self._frozen_in(post, week))
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
            for post in (post for post in self.team if post.on_duty):
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
            (column, float(min(places, reserve.places[day])))
            for day, columns in self.open_days(post, reserve.week)
            if day in reserve.places
            for pattern, column in columns.patterns
            if (places := pattern.get("duty", 0))
        ]
        held = ((day, held.pattern.get("duty", 0)) for day, held in self._frozen_in(post, reserve.week))
        return terms, float(places_of(reserve, held, None))

    # ---- what rules of the flow ask

    is_exact = True

    @property
    def groups(self) -> Sequence[Group]:
        """The funnels of those who work the same ones."""
        return sorted({post.funnels for post in self.team}, key=sorted)

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
            for _, held in self._frozen_in(post, week):
                for funnel, contacts in held.contacts.items():
                    yield Opened(funnel, week, None, contacts, worth * contacts)

    def answered(self) -> Iterator[Answered]:
        """Yield the slots that somebody may cover, and those of frozen days."""
        slots = {(slot.date, slot.name): slot for slot in self.department.slots if slot.required}
        for post, week, _ in self._by_week():
            for day, name, column in self._covering(post, week):
                if slot := slots.get((day, name)):
                    yield Answered(slot, week, column, post.effectiveness[week])

    def _covering(self, post: Post, week: int) -> Iterator[tuple[dt.date, str, int | None]]:
        """Yield the slots that somebody may cover in a week, each with its column, or None where that is frozen."""
        for day, columns in self.open_days(post, week):
            yield from ((day, slot, column) for slot, column in columns.duty.items())
        for day, held in self._frozen_in(post, week):
            yield from ((day, slot, None) for slot in held.duty)

    def time(self) -> dict[tuple[Group, str, int], list[Term]]:
        """Give each group's time for work: what its people do."""
        time: dict[tuple[Group, str, int], list[Term]] = {}
        for post, week, columns in self._by_week():
            for activity, column in columns.done.items():
                time.setdefault((post.funnels, activity, week), []).append((column, 1.0))
        return time

    def periods_to_do(self, due: int) -> Sequence[int]:
        """Give the weeks in which work that falls due in one may be done: where it may be late, all after that."""
        in_time = super().periods_to_do(due)
        return [*in_time, *range(max(in_time) + 1, len(self.department.weeks))] if self.is_elastic else in_time

    @property
    def late(self) -> dict[tuple[str, str, int, int], list[int]]:
        """The columns of work that is done late, by funnel, activity, the week in which it falls due, and when."""
        late: dict[tuple[str, str, int, int], list[int]] = {}
        for (_, funnel, activity, due, at), column in self.work.items():
            if at not in self.department.weeks_to_do(due):
                late.setdefault((funnel, activity, due, at), []).append(column)
        return late


def _not_below(room: float) -> float:
    """Take what floats may be off by for nothing: a day that is full has no room, but no less."""
    return 0.0 if -WITHIN.contacts_fit < room < 0 else room
