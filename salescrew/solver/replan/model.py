"""The model of a revision: a team with settled roles, day by day, beside the plan in force.

Every person's day has a pattern, slots on duty and whole quotas, as columns of their own, so that it can be told from
what the day holds now. What is frozen is no column at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from salescrew.models.department.day_menu import DayPattern
from salescrew.models.department.department import Situation, Unit
from salescrew.solver.engine.program import INFINITY, Program, Term
from salescrew.solver.replan.in_force import CEILING, FULL, DayInForce, Incumbent
from salescrew.solver.staffing.flow_rows import FlowRows, Group

KEPT = 1e-7
"""Contacts that are kept may be counted as so many fewer: they add up to what they were but for rounding."""


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
    work: dict[str, int] = field(default_factory=dict)


class RevisionModel:
    """The model of a team's days from now on.

    Parameters
    ----------
    team
        Everybody, each as a unit alone.
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
        situation: Situation,
        team: Sequence[Unit],
        incumbent: Incumbent,
        frozen: frozenset[tuple[str, dt.date]],
        *,
        roster: bool,
        quotas: bool,
        needed: float | None = 1.0,
        elastic: bool = False,
    ) -> None:
        self.situation = situation
        self.team = list(team)
        self.incumbent = incumbent
        self.frozen = frozen
        self.program = Program()
        self._may_roster, self._may_quotas = roster, quotas
        self._cannot_stay = frozenset() if roster and quotas else incumbent.cannot_stay(self.team)
        self.open_slots: dict[tuple[dt.date, str], int] = {}
        self.flow = FlowRows(situation, self.program)
        self.reach = self.program.column()
        self.days: dict[tuple[str, dt.date], DayColumns] = {}
        self.weeks: dict[tuple[str, int], WeekColumns] = {}
        for unit in self.team:
            for week, days in enumerate(unit.days):
                for day in days:
                    if (unit.names[0], day) not in frozen:
                        self._add_day(unit, day)
                if days:
                    self._add_week(unit, week)
        self._cover_slots(elastic=elastic)
        self._bound_weekly_duty()
        self._let_enter()
        self._do_work(elastic=elastic)
        self.flow.reach_targets(needed, self.reach)

    # ---- days

    def in_force(self, unit: Unit) -> bool:
        """Tell whether a person is on the team of the plan in force."""
        return unit.names[0] in self.incumbent.roles

    def is_same_role(self, unit: Unit) -> bool:
        """Tell whether a person has the role that he or she has now."""
        return self.incumbent.roles.get(unit.names[0]) == unit.role

    def held(self, unit: Unit, day: dt.date) -> DayInForce:
        """Give what a person's day holds now."""
        return self.incumbent.day(unit.names[0], day)

    def _add_day(self, unit: Unit, day: dt.date) -> None:
        held, columns, program = self.held(unit, day), DayColumns(), self.program
        settled = unit.held.get(day)
        menu = self._menu(unit, held)
        if settled is not None and settled.pattern is not None:
            menu = [settled.pattern] if settled.pattern else []
        stays = not self._may_roster and self.is_same_role(unit) and (unit.names[0], day) not in self._cannot_stay
        for pattern in menu:
            is_now = pattern == held.pattern
            column = program.column(float(is_now or not stays), lower=float(is_now and stays), whole=True)
            columns.patterns.append((pattern, column))
        program.row([(column, 1.0) for _, column in columns.patterns], at_most=1)
        if settled is not None and settled.pattern:
            program.equal([(column, 1.0) for _, column in columns.patterns], 1.0)
        if unit.on_duty:
            for slot in self.situation.slots_by_day.get(day, ()):
                is_now = slot.name in held.duty
                may = (is_now or not stays) and (
                    settled is None or settled.pattern is None or slot.name in settled.duty
                )
                must = (is_now and stays) or (settled is not None and slot.name in settled.duty)
                columns.duty[slot.name] = program.column(float(may), lower=float(must), whole=True)
            duty = [(column, -1.0) for column in columns.duty.values()]
            program.equal([*duty, *((column, float(p.get("duty", 0))) for p, column in columns.patterns)])
        if settled is not None and not columns.duty.keys() >= set(settled.duty):
            # nobody can be on duty where no leads are expected, or in a role without duty
            program.equal([(program.column(0.0), 1.0)], 1.0)
        self._add_quotas(unit, day, held, columns)
        self.days[unit.names[0], day] = columns

    def _menu(self, unit: Unit, held: DayInForce) -> list[DayPattern]:
        """List the patterns that a day may have: those worth choosing, and the one that it has now, if it may."""
        menu = [pattern for patterns in unit.patterns.values() for pattern in patterns]
        if not held.pattern or held.pattern in menu or not self.situation.may_have(unit, held.pattern):
            return menu
        return [*menu, held.pattern]

    def _add_quotas(self, unit: Unit, day: dt.date, held: DayInForce, columns: DayColumns) -> None:
        program = self.program
        for activity, room, most in self._rooms(unit, day, columns):
            now = min(held.quotas.get(activity, 0), most) if self.in_force(unit) else 0
            column = program.column(float(most), whole=bool(unit.record.absence))
            columns.quotas[activity] = column
            program.row([(column, 1.0), *((other, -amount) for other, amount in room)], at_most=0)
            if not self.in_force(unit):
                continue
            must = now != held.quotas.get(activity, 0) or not self.incumbent.may_open(unit, day, activity, now)
            may = must or self._may_quotas or (unit.names[0], day) in self._cannot_stay
            changed = program.column(float(may), lower=float(must), whole=True)
            columns.changed[activity] = changed
            if most > now:
                program.row([(column, 1.0), (changed, float(now - most))], at_most=now)
            if now:
                program.row([(column, 1.0), (changed, float(now))], at_least=now)
        self._keep_pattern(unit, held, columns)

    def _rooms(self, unit: Unit, day: dt.date, columns: DayColumns) -> Iterator[tuple[str, list[Term], int]]:
        """Yield the activities that fit into a day, each with what allows it and the most of it."""
        between = self.situation.between_leads_activity if unit.role == "mixed" else None
        slots = {slot.name: slot.between_leads for slot in self.situation.slots_by_day.get(day, ())}
        for activity in self.situation.activities:
            room = [(column, float(p[activity])) for p, column in columns.patterns if p.get(activity)]
            most = max((int(amount) for _, amount in room), default=0)
            if activity == between:
                extra = [(column, float(slots[name])) for name, column in columns.duty.items() if slots[name]]
                room += extra
                most += sum(int(amount) for _, amount in extra)
            if most:
                yield activity, room, most

    def _keep_pattern(self, unit: Unit, held: DayInForce, columns: DayColumns) -> None:
        """Let the pattern of a day change with its quotas or its duty only."""
        if not self.is_same_role(unit):
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

    def _add_week(self, unit: Unit, week: int) -> None:
        (name,), columns = unit.names, WeekColumns()
        self.weeks[name, week] = columns
        carried, frozen = self.incumbent.carried(unit, week), self._frozen_in(unit, week)
        for activity in self.situation.activities:
            quotas = [(column, 1.0) for column in self._quota_columns(unit, week, activity)]
            asked = sum(held.quotas.get(activity, 0) for _, held in frozen)
            allowed = [(column, -unit.present * amount) for column, amount in self._allowing(unit, week, activity)]
            given = carried.get(activity, 0.0) + unit.present * sum(
                self.incumbent.most(unit, day, held.pattern, held.duty).get(activity, 0) for day, held in frozen
            )
            if not quotas and not asked:
                continue
            opened = self._add_contacts(unit, week, activity, quotas, columns)
            opened_before = sum(
                held.contacts.get(funnel, 0.0) for _, held in frozen for funnel in self.opened_with(unit, activity)
            )
            work = self.program.column(0.0 if not unit.funnels else INFINITY)
            columns.work[activity] = work
            spent = [*opened, (work, 1.0)]
            taken = [(column, -1.0) for column, _ in quotas]
            self.program.row([*spent, *taken], at_most=_not_below(asked - opened_before))
            if unit.record.absence:
                # what was asked on the days that are over was rounded up
                rounded = CEILING if carried else 0.0
                self.program.row([*spent, *allowed], at_most=_not_below(given - opened_before + rounded))
                self.program.row([*quotas, *allowed], at_most=given - asked + CEILING)
            if opened and self.in_force(unit):
                self._keep_contacts(unit, week, activity, columns)

    def _keep_contacts(self, unit: Unit, week: int, activity: str, columns: WeekColumns) -> None:
        """Leave the contacts of a day as they are where its quota does not change.

        Of each funnel, those of the other days may go; and on these days more may be opened, as far as their quotas go.
        """
        days = [
            (self.held(unit, day), of_day.changed[activity], of_day.quotas[activity])
            for day, of_day in self.open_days(unit, week)
            if activity in of_day.changed
        ]
        program, funnels = self.program, self.opened_with(unit, activity)
        kept = {funnel: [held.contacts.get(funnel, 0.0) for held, _, _ in days] for funnel in funnels}
        for funnel, contacts in kept.items():
            opened, now = (columns.contacts[funnel], 1.0), sum(contacts)
            gone = [(changed, count) for (_, changed, _), count in zip(days, contacts, strict=True)]
            program.row([opened, *gone], at_least=now - KEPT)
            more = [(changed, -program.upper[quota]) for _, changed, quota in days]
            program.row([opened, *more], at_most=now)
        terms = [(columns.contacts[funnel], 1.0) for funnel in funnels]
        room = 0.0
        for number, (held, changed, quota) in enumerate(days):
            left = held.quotas.get(activity, 0) - sum(contacts[number] for contacts in kept.values())
            terms += [(quota, -1.0), (changed, -left)]
            room -= left
        program.row(terms, at_most=room)

    def _frozen_in(self, unit: Unit, week: int) -> list[tuple[dt.date, DayInForce]]:
        days = [day for day in unit.days[week] if (unit.names[0], day) in self.frozen]
        return [(day, self.held(unit, day)) for day in days]

    def open_days(self, unit: Unit, week: int) -> list[tuple[dt.date, DayColumns]]:
        """List a person's days of a week that are not frozen."""
        days = ((day, self.days.get((unit.names[0], day))) for day in unit.days[week])
        return [(day, columns) for day, columns in days if columns is not None]

    def _quota_columns(self, unit: Unit, week: int, activity: str) -> list[int]:
        return [columns.quotas[activity] for _, columns in self.open_days(unit, week) if activity in columns.quotas]

    def _allowing(self, unit: Unit, week: int, activity: str) -> list[Term]:
        return [
            term
            for day, columns in self.open_days(unit, week)
            for of, room, _ in self._rooms(unit, day, columns)
            if of == activity
            for term in room
        ]

    def opened_with(self, unit: Unit, activity: str) -> list[str]:
        """List the funnels in which a person opens contacts with an activity."""
        funnels = self.situation.plan.funnels
        return [name for name in sorted(unit.funnels) if funnels[name].opens_with == activity]

    def _add_contacts(
        self, unit: Unit, week: int, activity: str, quotas: Sequence[Term], columns: WeekColumns
    ) -> list[Term]:
        """Open contacts within the quotas of days that are not frozen."""
        if not unit.effectiveness[week] or not quotas:
            return []
        for funnel in self.opened_with(unit, activity):
            columns.contacts[funnel] = self.program.column()
        opened = [(columns.contacts[funnel], 1.0) for funnel in self.opened_with(unit, activity)]
        if opened:
            self.program.row([*opened, *((column, -1.0) for column, _ in quotas)], at_most=0)
        return opened

    # ---- everybody

    def _cover_slots(self, *, elastic: bool) -> None:
        """Cover each slot by exactly the managers that its leads take."""
        for day, slots in self.situation.slots_by_day.items():
            for slot in slots:
                terms = [
                    (columns.duty[slot.name], 1.0)
                    for unit in self.team
                    if (columns := self.days.get((unit.names[0], day))) and slot.name in columns.duty
                ]
                frozen = sum(
                    slot.name in self.held(unit, day).duty for unit in self.team if (unit.names[0], day) in self.frozen
                )
                if elastic:
                    self.open_slots[day, slot.name] = self.program.column(float(slot.required), whole=True)
                    terms.append((self.open_slots[day, slot.name], 1.0))
                self.program.equal(terms, slot.required - frozen)

    def _bound_weekly_duty(self) -> None:
        """Let nobody cover more than `max_slots_per_week` slots in a week."""
        duty = self.situation.plan.duty
        if duty is None or duty.max_slots_per_week is None:
            return
        for unit in self.team:
            for week in self.situation.weeks:
                terms = [(c, 1.0) for _, columns in self.open_days(unit, week) for c in columns.duty.values()]
                before = self.incumbent.covered_before(unit.names[0], week)
                before += sum(len(held.duty) for _, held in self._frozen_in(unit, week))
                if terms:
                    self.program.row(terms, at_most=max(0, duty.max_slots_per_week - before))

    def _let_enter(self) -> None:
        """Count what enters the first stages: contacts by what each is worth, leads by who answers them."""
        terms: dict[tuple[str, int], list[Term]] = {}
        given: dict[tuple[str, int], float] = {}
        opened: dict[str, list[Term]] = {}
        opened_before: dict[str, float] = {}
        slots = {(slot.date, slot.name): slot for slot in self.situation.slots if slot.required}
        for unit in self.team:
            (name,) = unit.names
            for week in self.situation.weeks:
                worth = unit.effectiveness[week]
                of_week = self.weeks.get((name, week), WeekColumns())
                for funnel, column in of_week.contacts.items():
                    terms.setdefault((funnel, week), []).append((column, worth))
                    opened.setdefault(funnel, []).append((column, 1.0))
                for _, held in self._frozen_in(unit, week):
                    for funnel, contacts in held.contacts.items():
                        given[funnel, week] = given.get((funnel, week), 0.0) + worth * contacts
                        opened_before[funnel] = opened_before.get(funnel, 0.0) + contacts
                for day, covered, amount in self._covering(unit, week):
                    if (slot := slots.get((day, covered))) is None:
                        continue
                    for funnel, leads in slot.leads.items():
                        each = worth * leads / slot.required
                        if isinstance(amount, int):
                            terms.setdefault((funnel, week), []).append((amount, each))
                        else:
                            given[funnel, week] = given.get((funnel, week), 0.0) + each
        self.flow.let_enter(terms, given)
        self.flow.bound_cold_base(opened, opened_before)

    def _covering(self, unit: Unit, week: int) -> Iterator[tuple[dt.date, str, int | None]]:
        """Yield the slots that somebody may cover in a week, each with its column, or None where that is frozen."""
        for day, columns in self.open_days(unit, week):
            yield from ((day, slot, column) for slot, column in columns.duty.items())
        for day, held in self._frozen_in(unit, week):
            yield from ((day, slot, None) for slot in held.duty)

    def _do_work(self, *, elastic: bool) -> None:
        time: dict[tuple[Group, str, int], list[Term]] = {}
        for unit in self.team:
            for week in self.situation.weeks:
                of_week = self.weeks.get((unit.names[0], week), WeekColumns())
                for activity, column in of_week.work.items():
                    time.setdefault((unit.funnels, activity, week), []).append((column, 1.0))
        self.flow.do_work((unit.funnels for unit in self.team), time, elastic=elastic, exactly=True)


def _not_below(room: float) -> float:
    """Take what floats may be off by for nothing: a day that is full has no room, but no less."""
    return 0.0 if -FULL < room < 0 else room
