"""The staffing model: how many people in which roles, their day patterns and their duty.

Only what must be told apart is: people who are alike are counted, and so are a week's days without duty, since a
week's allowance is the sum of its patterns. The model comes in three grains:

- `HORIZON` adds up all weeks, and duty slots that are alike; only right as a relaxation, under `steady`;
- `WEEKS` adds up duty slots that are alike within a week, and lets days be split among patterns: a relaxation;
- `DAYS` is exact. Duty is decided for every day, as the number of people of a unit who cover each slot, apart by
  how many slots they cover that day: such numbers can always be dealt out to single people.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from salescrew.models.department.department import TARGET_TOLERANCE, Goal, Situation, Unit
from salescrew.models.department.leads import Slot
from salescrew.solver.engine.program import Program, Term
from salescrew.solver.staffing.columns import Block, Grain, SlotKind, UnitColumns
from salescrew.solver.staffing.settled_days import keep_settled_days, settled_idle

Group = frozenset[str]


class Staffing:
    """The model over some units.

    Parameters
    ----------
    fixed
        Whether all people of every unit have its role, or the model decides how many.
    stretch
        Whether all targets are multiplied by a column, `reach`, at most so much.
    elastic
        Whether slots may stay open and work undone: `open_slots` has a column for each kind of slot, `undone` one for
        each funnel, activity and period due.
    """

    def __init__(
        self,
        situation: Situation,
        units: Sequence[Unit],
        grain: Grain = Grain.DAYS,
        *,
        fixed: bool = False,
        stretch: float | None = None,
        elastic: bool = False,
    ) -> None:
        self.situation = situation
        self.units = list(units)
        self.grain = grain
        self.fixed = fixed
        self.elastic = elastic
        self.open_slots: list[int] = []
        self.undone: dict[tuple[str, str, int], int] = {}
        self.cover_rows: list[int] = []
        self.due_rows: dict[tuple[str, str, int], int] = {}
        self.goal_rows: list[tuple[Goal, int]] = []
        self.cold_rows: dict[str, int] = {}
        self.program = Program()
        self.reach = None if stretch is None else self.program.column(stretch)
        self.periods = 1 if grain is Grain.HORIZON else len(situation.weeks)
        self.slot_kinds = self._slot_kinds()
        self.kind_of_slot = {
            (slot.date, slot.name): number for number, kind in enumerate(self.slot_kinds) for slot in kind.slots
        }
        self.columns = [self._unit_columns(unit) for unit in self.units]
        self.opened: dict[tuple[Group, str, int], int] = {}
        self.work: dict[tuple[Group, str, str, int, int], int] = {}
        self.entering: dict[tuple[str, int], int] = {}
        self.groups = sorted({unit.funnels for unit in self.units if unit.funnels}, key=sorted)
        for constrain in (
            self._days_hold_one_pattern,
            self._settled_days_are_kept,
            self._duty_matches_patterns,
            self._slots_are_covered,
            self._weekly_duty_is_bounded,
            self._contacts_fit_into_time,
            self._contacts_and_leads_enter,
            self._cold_base_is_bounded,
            self._work_is_done,
            self._targets_are_met,
        ):
            constrain()

    def pairs(self) -> Iterable[tuple[Unit, UnitColumns]]:
        """Give each unit with its columns."""
        return zip(self.units, self.columns, strict=True)

    # ---- time

    def period_of(self, week: int) -> int:
        """Give the period that a week belongs to."""
        return 0 if self.grain is Grain.HORIZON else week

    def _blocks(self, unit: Unit) -> list[Block]:
        gathered: dict[tuple[int, float], list[int]] = {}
        for week, days in enumerate(unit.days):
            if days:
                gathered.setdefault((self.period_of(week), unit.effectiveness[week]), []).append(week)
        return [
            Block(period, worth, tuple(day for week in weeks for day in unit.days[week]), len(weeks))
            for (period, worth), weeks in gathered.items()
        ]

    def _slot_kinds(self) -> list[SlotKind]:
        kinds: dict[object, SlotKind] = {}
        for slots in self.situation.slots_by_day.values():
            for slot in slots:
                period = self.period_of(self.situation.horizon.week_of(slot.date))
                each = tuple(round(leads / slot.required, 12) for leads in slot.leads.values())
                optional = self.situation.may_stay_open(slot)
                alike = (period, each, slot.between_leads, optional)
                key = (slot.date, slot.name) if self.grain is Grain.DAYS else alike
                kinds.setdefault(key, SlotKind(period, slot, optional)).slots.append(slot)
        return list(kinds.values())

    # ---- columns

    def _unit_columns(self, unit: Unit) -> UnitColumns:
        program, situation, count = self.program, self.situation, unit.count
        exact = self.grain is Grain.DAYS
        people = program.column(count, lower=count if self.fixed else 0, whole=True)
        columns = UnitColumns(people, self._blocks(unit))
        for number, block in enumerate(columns.blocks):
            for duty, patterns in unit.patterns.items():
                for choice in range(len(patterns)):
                    columns.days[number, duty, choice] = program.column(count * len(block.days), whole=exact)
            for name in sorted(unit.funnels):
                funnel = situation.plan.funnels[name]
                if funnel.channel == "inbound" or not block.effectiveness:
                    continue
                if funnel.max_contacts is not None:
                    columns.limited[number, name] = program.column()
                elif funnel.opens_with and (number, funnel.opens_with) not in columns.contacts:
                    columns.contacts[number, funnel.opens_with] = program.column()
            if unit.on_duty:
                self._duty_columns(unit, columns, number)
        return columns

    def _duty_columns(self, unit: Unit, columns: UnitColumns, number: int) -> None:
        days = columns.blocks[number].days
        if self.grain is not Grain.DAYS:
            there: dict[int, int] = {}
            for slot in self._slots_on(days):
                kind = self.kind_of_slot[slot.date, slot.name]
                there[kind] = there.get(kind, 0) + 1
            for kind, slots in there.items():
                columns.covering[number, kind, 0] = self.program.column(unit.count * slots)
            return
        for day in days:
            slots_that_day = self.situation.slots_by_day.get(day, [])
            for duty in unit.patterns:
                if 0 < duty <= len(slots_that_day):
                    columns.dutied[number, day, duty] = self.program.column(unit.count, whole=True)
                    for slot in slots_that_day:
                        kind = self.kind_of_slot[day, slot.name]
                        columns.covering[number, kind, duty] = self.program.column(unit.count, whole=True)

    def _slots_on(self, days: Iterable[dt.date]) -> Iterator[Slot]:
        for day in days:
            yield from self.situation.slots_by_day.get(day, [])

    # ---- constraints, one family each

    def _days_hold_one_pattern(self) -> None:
        """Give every person at most one pattern on each of the working days that the person is there."""
        for unit, columns in self.pairs():
            chosen: dict[int, list[Term]] = {}
            for (number, _, _), column in columns.days.items():
                chosen.setdefault(number, []).append((column, 1.0))
            for number, terms in chosen.items():
                days = len(columns.blocks[number].days) - settled_idle(unit, columns.blocks[number])
                self.program.row([*terms, (columns.people, -float(days))], at_most=0)

    def _settled_days_are_kept(self) -> None:
        """Keep the days and slots that are settled: in a grain that adds days up, as many of each as are settled."""
        keep_settled_days(self.program, self.pairs(), self._kinds_on, exactly=self.grain is Grain.DAYS)

    def _kinds_on(self, day: dt.date) -> dict[str, int]:
        """Give the kind of each slot with leads of a day."""
        return {slot.name: self.kind_of_slot[day, slot.name] for slot in self._slots_on([day])}

    def _duty_matches_patterns(self) -> None:
        """Match the slots that people cover with as many patterns that have as many duty slots."""
        for _, columns in self.pairs():
            if self.grain is Grain.DAYS:
                self._daily_duty_matches(columns)
                continue
            slots: dict[int, list[Term]] = {}
            for (number, _, _), column in columns.covering.items():
                slots.setdefault(number, []).append((column, 1.0))
                there = float(self.program.upper[column] / max(1.0, self.program.upper[columns.people]))
                self.program.row([(column, 1.0), (columns.people, -there)], at_most=0)
            for (number, duty, _), column in columns.days.items():
                if duty:
                    slots.setdefault(number, []).append((column, -float(duty)))
            for terms in slots.values():
                self.program.equal(terms)

    def _daily_duty_matches(self, columns: UnitColumns) -> None:
        weekly: dict[tuple[int, int], list[Term]] = {}
        for (number, duty, _), column in columns.days.items():
            if duty:
                weekly.setdefault((number, duty), []).append((column, -1.0))
        slots: dict[tuple[dt.date, int], list[int]] = {}
        for (_, kind, duty), column in columns.covering.items():
            slots.setdefault((self.slot_kinds[kind].like.date, duty), []).append(column)
        by_day: dict[dt.date, list[Term]] = {}
        for (number, day, duty), people in columns.dutied.items():
            weekly[number, duty].append((people, 1.0))
            by_day.setdefault(day, []).append((people, 1.0))
            covering = slots[day, duty]
            self.program.equal([*((column, 1.0) for column in covering), (people, -float(duty))])
            if duty > 1:
                for column in covering:
                    self.program.row([(column, 1.0), (people, -1.0)], at_most=0)
        for terms in weekly.values():
            self.program.equal(terms)
        for terms in by_day.values():
            self.program.row([*terms, (columns.people, -1.0)], at_most=0)

    def _slots_are_covered(self) -> None:
        """Cover each slot by exactly the managers that its leads take."""
        covering: list[list[Term]] = [[] for _ in self.slot_kinds]
        for columns in self.columns:
            for (_, kind, _), column in columns.covering.items():
                covering[kind].append((column, 1.0))
        for slots, terms in zip(self.slot_kinds, covering, strict=True):
            short = [self.program.column()] if self.elastic else []
            self.open_slots += short
            covered = [*terms, *((column, 1.0) for column in short)]
            least = 0 if slots.may_stay_open else slots.required
            self.cover_rows.append(self.program.row(covered, at_least=least, at_most=slots.required))
        if self.grain is not Grain.DAYS:
            self._somebody_is_there_every_day()

    @property
    def shortfall(self) -> list[Term]:
        """What an elastic model leaves open and undone."""
        return [(column, 1.0) for column in (*self.open_slots, *self.undone.values())]

    def _somebody_is_there_every_day(self) -> None:
        """Have as many people there on each day as its slots take, since adding days up loses sight of that."""
        seen: dict[frozenset[tuple[int, int]], tuple[int, int]] = {}
        able: dict[int, list[tuple[frozenset[dt.date], tuple[int, int]]]] = {}
        for day, every in self.situation.slots_by_day.items():
            slots = [slot for slot in every if not self.situation.may_stay_open(slot)]
            if not slots:
                continue
            if len(every) not in able:
                able[len(every)] = list(self._able(len(every)))
            there = frozenset(entry for days, entry in able[len(every)] if day in days)
            at_once = max(slot.required for slot in slots)
            in_all = sum(slot.required for slot in slots)
            before = seen.get(there, (0, 0))
            seen[there] = (max(at_once, before[0]), max(in_all, before[1]))
        for there, (at_once, in_all) in seen.items():
            self.program.row([(people, 1.0) for people, _ in sorted(there)], at_least=at_once)
            self.program.row([(people, float(most)) for people, most in sorted(there)], at_least=in_all)

    def _able(self, slots: int) -> Iterator[tuple[frozenset[dt.date], tuple[int, int]]]:
        """Yield for each unit that may be on duty its days, its column, and the slots that one covers of so many."""
        for unit, columns in self.pairs():
            most = max((duty for duty in unit.patterns if duty <= slots), default=0)
            if unit.on_duty and most:
                yield unit.day_set, (columns.people, most)

    def _weekly_duty_is_bounded(self) -> None:
        """Let nobody cover more than `max_slots_per_week` slots in a week."""
        most = self.situation.plan.duty.max_slots_per_week if self.situation.plan.duty else None
        if most is None:
            return
        for _, columns in self.pairs():
            duties: dict[int, list[Term]] = {}
            for (number, _, _), column in columns.covering.items():
                duties.setdefault(number, []).append((column, 1.0))
            for number, terms in duties.items():
                slots = float(most * columns.blocks[number].weeks)
                self.program.row([*terms, (columns.people, -slots)], at_most=0)

    def _contacts_fit_into_time(self) -> None:
        """Open no more contacts than the unit's own allowance of the activity that opens them."""
        for unit, columns in self.pairs():
            opening: dict[tuple[int, str], list[Term]] = {}
            for (number, activity), column in columns.contacts.items():
                opening.setdefault((number, activity), []).append((column, 1.0))
            for (number, name), column in columns.limited.items():
                opening.setdefault((number, self._opens_with(name)), []).append((column, 1.0))
            allowed = self.allowance(unit, columns)
            for (number, activity), terms in opening.items():
                allowance = [(column, -amount) for column, amount in allowed.get((number, activity), [])]
                self.program.row([*terms, *allowance], at_most=0)

    def _opens_with(self, funnel: str) -> str:
        return str(self.situation.plan.funnels[funnel].opens_with)

    def allowance(self, unit: Unit, columns: UnitColumns) -> dict[tuple[int, str], list[Term]]:
        """Give what a unit's patterns, and the time between leads, allow by block and activity."""
        allowed: dict[tuple[int, str], list[Term]] = {}
        for (number, duty, choice), column in columns.days.items():
            for activity, count in unit.patterns[duty][choice].items():
                if activity != "duty" and count:
                    allowed.setdefault((number, activity), []).append((column, unit.present * count))
        between = self.situation.between_leads_activity
        if unit.role == "mixed" and between is not None:
            for (number, kind, _), column in columns.covering.items():
                done = self.slot_kinds[kind].like.between_leads
                allowed.setdefault((number, between), []).append((column, unit.present * done))
        return allowed

    def _contacts_and_leads_enter(self) -> None:
        """Count what enters the first stages: contacts by what each is worth, leads by who answers them."""
        enters: dict[tuple[str, int], list[Term]] = {}
        for name in self.situation.plan.funnels:
            for period in range(self.periods):
                self.entering[name, period] = self.program.column()
                enters[name, period] = [(self.entering[name, period], -1.0)]
        self._share_out_contacts(enters)
        for _, columns in self.pairs():
            for (number, name), column in columns.limited.items():
                block = columns.blocks[number]
                enters[name, block.period].append((column, block.effectiveness))
            for (number, kind, _), column in columns.covering.items():
                block, slot = columns.blocks[number], self.slot_kinds[kind].like
                for name, leads in slot.leads.items():
                    enters[name, block.period].append((column, block.effectiveness * leads / slot.required))
        for terms in enters.values():
            self.program.equal(terms)

    def _share_out_contacts(self, enters: dict[tuple[str, int], list[Term]]) -> None:
        """Let each group of people with the same funnels share out what it opens among these funnels."""
        funnels = self.situation.plan.funnels
        opened: dict[tuple[Group, int, str], list[Term]] = {}
        for unit, columns in self.pairs():
            for (number, activity), column in columns.contacts.items():
                block = columns.blocks[number]
                opened.setdefault((unit.funnels, block.period, activity), []).append((column, -block.effectiveness))
        for (group, period, activity), terms in opened.items():
            shares = []
            for name in sorted(group):
                if funnels[name].opens_with == activity and funnels[name].max_contacts is None:
                    column = self.opened[group, name, period] = self.program.column()
                    shares.append((column, 1.0))
                    enters[name, period].append((column, 1.0))
            self.program.equal([*shares, *terms])

    def _cold_base_is_bounded(self) -> None:
        """Open no more contacts over the horizon than the cold base has."""
        for name in self.situation.plan.funnels:
            if (most := self.situation.cold_base(name)) is not None:
                opened = [
                    (column, 1.0)
                    for columns in self.columns
                    for (_, limited), column in columns.limited.items()
                    if limited == name
                ]
                self.cold_rows[name] = self.program.row(opened, at_most=most)

    def _work_is_done(self) -> None:
        """Do all work within the weeks of grace, by people who may work the funnel and have the time."""
        done: dict[tuple[Group, str, int], list[Term]] = {}
        for funnel, activity in self.situation.efforts:
            groups = [group for group in self.groups if funnel in group]
            for period, (weights, given) in enumerate(self._work_due(funnel, activity)):
                parts: list[Term] = []
                for group in groups:
                    for at in self._periods_to_do(period):
                        column = self.work[group, funnel, activity, period, at] = self.program.column()
                        parts.append((column, 1.0))
                        done.setdefault((group, activity, at), []).append((column, 1.0))
                if self.elastic:
                    self.undone[funnel, activity, period] = self.program.column()
                    parts.append((self.undone[funnel, activity, period], 1.0))
                due = [(self.entering[funnel, entry], -weight) for entry, weight in weights.items()]
                self.due_rows[funnel, activity, period] = self.program.row([*parts, *due], at_least=given)
        for (group, activity, period), spare in self._spare_time():
            if (group, activity, period) in done:
                done[group, activity, period].append(spare)
        for terms in done.values():
            self.program.row(terms, at_most=0)

    def _spare_time(self) -> Iterator[tuple[tuple[Group, str, int], Term]]:
        """Yield what each unit's time takes away from the work of its group: allowances with a minus, contacts."""
        for unit, columns in self.pairs():
            for (number, activity), allowed in self.allowance(unit, columns).items():
                key = (unit.funnels, activity, columns.blocks[number].period)
                yield from ((key, (column, -amount)) for column, amount in allowed)
            for (number, activity), column in columns.contacts.items():
                yield (unit.funnels, activity, columns.blocks[number].period), (column, 1.0)
            for (number, name), column in columns.limited.items():
                yield (unit.funnels, self._opens_with(name), columns.blocks[number].period), (column, 1.0)

    def _work_due(self, funnel: str, activity: str) -> list[tuple[dict[int, float], float]]:
        due = self.situation.work_due(funnel, activity)
        if self.grain is not Grain.HORIZON:
            return due
        # under `steady` every week's items make the same work in all, whenever it falls due
        return [({0: sum(weights.get(0, 0.0) for weights, _ in due)}, sum(given for _, given in due))]

    def _periods_to_do(self, period: int) -> list[int]:
        return [0] if self.grain is Grain.HORIZON else self.situation.weeks_to_do(period)

    def _targets_are_met(self) -> None:
        """Meet every target, up to one part in a million."""
        for goal in self.situation.goals:
            if self.grain is Grain.HORIZON and goal.month is not None:
                continue  # a month's share differs from week to week
            terms, needed = self._towards(goal), 1 - TARGET_TOLERANCE
            if self.reach is None:
                row = self.program.row(terms, at_least=needed - goal.given)
            else:
                row = self.program.row([*terms, (self.reach, -needed)], at_least=-goal.given)
            self.goal_rows.append((goal, row))

    def _towards(self, goal: Goal) -> list[Term]:
        if self.grain is Grain.HORIZON:
            return [(self.entering[name, 0], weight) for (name, week), weight in goal.weights.items() if week == 0]
        return [(self.entering[key], weight) for key, weight in goal.weights.items()]
