"""The days of a plan made anew: what everybody could do on each, beside what the plan in force has there.

Every person's day has a pattern, slots on duty and whole quotas, as columns of their own, so that it can be told from
what the day holds now. What is frozen is no column at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from salescrew.models.department.day_menu import DayPattern
from salescrew.models.department.department import Department
from salescrew.models.department.posts import Post
from salescrew.models.plan.sections.queue_slots import QueueSlot
from salescrew.models.schedule.schedule import PersonDay, PersonDayPlan
from salescrew.solver.engine.program import INFINITY, Program, Term
from salescrew.solver.replan.effort import WITHIN
from salescrew.solver.replan.in_force import Incumbent
from salescrew.solver.staffing.flow import Flow
from salescrew.solver.staffing.rules.columns import Spending, Sum
from salescrew.solver.staffing.rules.fixed_days import may_cover, menu_of


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
    duty: dict[QueueSlot, int] = field(default_factory=dict)
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


class PersonDays(Flow):
    """The columns of a team's days and weeks from now on.

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
    ) -> None:
        super().__init__(department, Program())
        self.team = list(team)
        self.incumbent = incumbent
        self.frozen = frozen
        self._may_roster, self._may_quotas = roster, quotas
        self._cannot_stay = frozenset() if roster and quotas else incumbent.cannot_stay(self.team)
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
        menu = menu_of(fixed, self._menu(post, day, held))
        stays = not self._may_roster and self.is_same_role(post) and (day, post.names[0]) not in self._cannot_stay
        for pattern in menu:
            is_now = pattern == held.pattern
            column = program.column(float(is_now or not stays), lower=float(is_now and stays), whole=True)
            columns.patterns.append((pattern, column))
        for slot in self.department.slots_of(post, day):
            is_now = slot.where in held.duty
            may = (is_now or not stays) and may_cover(fixed, slot.where)
            must = (is_now and stays) or (fixed is not None and slot.where in fixed.duty)
            columns.duty[slot.where] = program.column(float(may), lower=float(must), whole=True)
        self._add_quotas(post, day, held, columns)
        self.days[day, post.names[0]] = columns

    def _menu(self, post: Post, day: dt.date, held: PersonDayPlan) -> list[DayPattern]:
        """List the patterns that a day may have: those worth choosing, and the one that it has now, if it may."""
        menu = [pattern for patterns in post.patterns_on(day).values() for pattern in patterns]
        if not held.pattern or held.pattern in menu or not self.department.may_have(post, day, held.pattern):
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
        slots = self.department.slot_at if post.between_leads else {}
        between = {where: slots[day, where].between for where in columns.duty} if slots else {}
        for activity in self.department.activities:
            room = [(column, float(p[activity])) for p, column in columns.patterns if p.get(activity)]
            most = max((int(amount) for _, amount in room), default=0)
            extra = {where: count for where, of in between.items() if (count := of.get(activity))}
            room += [(columns.duty[where], float(count)) for where, count in extra.items()]
            most += _most_between(extra)
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
        carried, frozen = self.incumbent.carried(post, week), self.frozen_in(post, week)
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

    def frozen_in(self, post: Post, week: int) -> list[tuple[dt.date, PersonDayPlan]]:
        """List a person's days of a week that are frozen, with what they hold."""
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


def _not_below(room: float) -> float:
    """Take what floats may be off by for nothing: a day that is full has no room, but no less."""
    return 0.0 if -WITHIN.contacts_fit < room < 0 else room


def _most_between(counts: Mapping[QueueSlot, int]) -> int:
    """Give the most that is done between leads on a day: in each slot of one queue."""
    of_slot: dict[str, int] = {}
    for where, count in counts.items():
        of_slot[where.slot] = max(of_slot.get(where.slot, 0), count)
    return sum(of_slot.values())
