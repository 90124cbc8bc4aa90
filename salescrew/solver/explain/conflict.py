"""Why a plan cannot be met: few things that it asks for and that cannot hold together, none of which can be left out.

Whatever is left out only adds to what is possible, so there are such sets. The smallest is looked for among coarse
groups (all duty as one, everyone who is kept as one), as a smallest set that meets every way out (the implicit hitting
sets of Ignatiev and others, 2015), by the fastest relaxation that shows the plan to be impossible. Groups are then
narrowed (QuickXplain, Junker 2004), and every member is put to the test by the exact model.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from enum import Enum

from salescrew.language import say
from salescrew.models.answers.explained.conflict import KINDS, Condition, Conflict
from salescrew.models.answers.result import Overload
from salescrew.models.department.department import Department
from salescrew.models.department.duty_staff import slot_staff
from salescrew.models.department.leads import Slot
from salescrew.models.on_paper.condition_words import member
from salescrew.models.on_paper.conditions import RESTRICTIONS, conditions_of, last_entries
from salescrew.solver.engine.program import Clock, Program, State, least
from salescrew.solver.engine.tell import NOBODY, Tell
from salescrew.solver.explain.effort import CONFLICT
from salescrew.solver.explain.quickxplain import NOTHING_HELD, Group, Test, fewest, first_true, union
from salescrew.solver.explain.relaxation import Relaxations
from salescrew.solver.search.reach import overloads
from salescrew.solver.search.size import TeamModel
from salescrew.solver.search.solve import can_be_met
from salescrew.solver.staffing.columns import Grain, coarsest

logger = logging.getLogger(__name__)
_OF_DAYS = ("duty", "target", "pipeline", "fixed", "reserve")
"""Conditions of which single days tell whether they can hold."""


class Level(Enum):
    """How exactly it is shown that something is impossible; the coarser the faster."""

    SUMS = "sums"
    DAYS = "days"
    EXACT = "exact"


def conflict(department: Department, clock: Clock | None = None, progress: Tell = NOBODY) -> Conflict | None:
    """Find few things in a plan that cannot hold together, and of which none can be left out.

    Parameters
    ----------
    clock
        The time that is left; without one, as long as it takes.
    progress
        Is told of each step as it begins.

    Returns
    -------
    Conflict | None
        None where the plan can be met, or where in the time given nothing shows, and shows again, that it cannot.
    """
    return _Explanation(department, clock or Clock(None), progress).run()


class _Oracle:
    """Tells what can hold together, and remembers it."""

    def __init__(self, department: Department, clock: Clock) -> None:
        self.department = department
        self.clock = clock
        self._relaxed = Relaxations(department).holding
        self._impossible: dict[Level, list[Group]] = {level: [] for level in Level}
        self._possible: dict[Level, list[Group]] = {level: [] for level in Level}

    def is_impossible(self, held: Group, level: Level) -> bool | None:
        """Tell whether conditions cannot hold together, by a relaxation or exactly; None where neither is shown.

        A relaxation that holds shows nothing but that this relaxation does.
        """
        if any(known <= held for of in self._impossible.values() for known in of):
            return True
        if any(held <= known for known in (*self._possible[level], *self._possible[Level.EXACT])):
            return False
        if self.clock.is_over():
            return None
        answer = self._ask(held, level)
        if answer is not None:
            (self._impossible if answer else self._possible)[level].append(held)
        return answer

    def _ask(self, held: Group, level: Level) -> bool | None:
        department = self._relaxed(held)
        clock = self.clock.sparing(CONFLICT.calls, CONFLICT.nodes)
        # where nothing is to be done, all that matters is whether the kept people are within the limits
        if level is Level.EXACT and any(condition.kind in _OF_DAYS for condition in held):
            met = can_be_met(department, clock)
            return None if met is None else not met
        grain = Grain.DAYS if level is Level.DAYS else coarsest(self.department.plan)
        outcome = least(TeamModel(department, grain).program, clock=clock)
        if outcome.state is State.INFEASIBLE:
            return True
        return False if outcome.has_solution else None

    def is_impossible_again(self, held: Group) -> bool:
        """Tell whether a second proof shows that conditions cannot hold together: by a relaxation, or exactly."""
        department = self._relaxed(held)
        for grain in dict.fromkeys((coarsest(self.department.plan), Grain.DAYS)):
            if TeamModel(department, grain).has_none_again(self.clock):
                return True
        if self.clock.is_over() or not any(condition.kind in _OF_DAYS for condition in held):
            return False
        return can_be_met(department, self.clock.sparing(CONFLICT.calls, CONFLICT.nodes), twice=True) is False

    def reach_at_most(self, held: Group) -> float | None:
        """Bound the share of the targets that can be reached; None where not even what comes by itself can be done."""
        model = TeamModel(self._relaxed(held), Grain.WEEKS)
        model.program.lower[model.reach] = 0.0
        outcome = least(
            model.program, [(model.reach, -1.0)], clock=self.clock, gap=CONFLICT.close, nodes=CONFLICT.reach_nodes
        )
        return max(0.0, -outcome.bound) if outcome.has_solution else None

    def overloaded(self, held: Group) -> tuple[Overload, ...]:
        """List work that nobody has time for where all duty that holds is covered; in all no less is possible."""
        model = _LeastUndone(self._relaxed(held), Grain.DAYS)
        program, staffing = model.program, model.staffing
        program.lower[model.reach] = 0.0
        for column in (*staffing.open_slots, *staffing.missing.values()):
            program.upper[column] = 0.0
        undone = [(column, 1.0) for column in staffing.undone.values()]
        outcome = least(program, undone, clock=self.clock, relaxed=True)
        return overloads(staffing, outcome) if outcome.has_solution else ()


class _LeastUndone(TeamModel):
    """The model of all teams, for the least work undone."""

    elastic = True


class _Explanation:
    def __init__(self, department: Department, clock: Clock, progress: Tell) -> None:
        self.department = department
        self.clock = clock
        self.progress = progress
        self.oracle = _Oracle(department, clock)
        conditions = conditions_of(department)
        self.whole = frozenset(conditions)
        self.personal = [condition for condition in conditions if condition.kind == "person"]
        # of people's restrictions the lasting ones explain best
        self.personal.sort(key=lambda condition: RESTRICTIONS.index(condition.of[-1]))
        self.ground: Group = frozenset(self.personal)
        self.groups = _coarse(condition for condition in conditions if condition.kind != "person")
        self.slots = {_condition_of(slot): slot for slot in department.slots if slot.required}
        self.horizon = department.horizon
        self._slacks: dict[Condition, int] = {}
        self.level = Level.SUMS

    def run(self) -> Conflict | None:
        """Find the level at which the plan is impossible, then an ever finer set of members."""
        self.progress(say("why it is impossible"))
        for self.level in Level:
            if self.oracle.is_impossible(self.whole, self.level):
                break
        else:
            return None
        coarse = self._smallest_groups()
        self.progress(say("the smallest set that cannot hold together"))
        members = self._narrowed(coarse)
        members = self._with_people(members)
        if len(members) > 1 and (alone := self._alone()):
            members, self.ground = [alone], frozenset(self.personal)
        members, irreducible = self._proven(members)
        if not self.oracle.is_impossible_again(union(members) | self.ground):
            return None
        return self._written(members, irreducible)

    def _test(self, held: Group) -> bool:
        return self.oracle.is_impossible(held | self.ground, self.level) is True

    # ---- coarse

    def _smallest_groups(self) -> list[Group]:
        """Find a smallest set of groups that is impossible, the most telling among those as small."""
        for group in self.groups:
            if self._test(group):
                return [group]
        if self.level is not Level.EXACT:
            ways_out: list[frozenset[int]] = []
            for _ in range(CONFLICT.rounds):
                chosen = self._least_hit(ways_out)
                if self._test(union(self.groups[number] for number in chosen)):
                    return [self.groups[number] for number in sorted(chosen)]
                left = self._left_out(chosen)
                if not left or self.clock.is_over():
                    break
                ways_out.append(left)
        return self._reduced(self.groups)

    def _alone(self) -> Group | None:
        """Find a single thing that is impossible whatever people may do, and whenever they are there."""
        single = (group for group in self.groups if len(group) == 1)
        return next((group for group in single if self.oracle.is_impossible(group, self.level)), None)

    def _least_hit(self, ways_out: Sequence[frozenset[int]]) -> list[int]:
        """Choose the fewest groups with at least one out of every way out."""
        program = Program()
        columns = [program.column(1.0, whole=True) for _ in self.groups]
        for way in ways_out:
            program.row([(columns[number], 1.0) for number in way], at_least=1)
        prices = [(column, 1.0 + CONFLICT.later_costs * number) for number, column in enumerate(columns)]
        outcome = least(program, prices, clock=self.clock)
        return [
            number for number, column in enumerate(columns) if outcome.has_solution and outcome.values[column] > 0.5
        ]

    def _left_out(self, chosen: Sequence[int]) -> frozenset[int]:
        """Add groups as long as all can hold together; give those that are left out: leaving them out is a way out."""
        held = union(self.groups[number] for number in chosen)
        left = set()
        for number, group in enumerate(self.groups):
            if number in chosen:
                continue
            if self._test(held | group):
                left.add(number)
            else:
                held |= group
        return frozenset(left)

    def _reduced(self, groups: Sequence[Group]) -> list[Group]:
        """Leave out whatever can be, the least telling first."""
        kept = list(groups)
        for group in reversed(groups):
            rest = [other for other in kept if other != group]
            if self._test(union(rest)):
                kept = rest
        return kept

    # ---- narrower

    def _narrowed(self, members: list[Group]) -> list[Group]:
        """Replace each group of several conditions by as few of them as do."""
        narrowed = list(members)
        for group in members:
            if len(group) == 1:
                continue
            others = union(other for other in narrowed if other != group)

            def test(held: Group, others: Group = others) -> bool:
                return self._test(others | held)

            is_duty = next(iter(group)).kind == "duty"
            fewer = self._fewer_slots(group, test) if is_duty else fewest(_singles(sorted(group, key=_order)), test)
            at = narrowed.index(group)
            narrowed[at : at + 1] = fewer
        return narrowed

    def _fewer_slots(self, group: Group, test: Test) -> list[Group]:
        """Narrow duty to a slot, a day, a week, or to as short a time as does."""
        tightest = sorted(group, key=lambda condition: (self._slack(condition), condition.of))
        for condition in tightest[: CONFLICT.tightest]:
            if test(frozenset([condition])):
                return [frozenset([condition])]
        by_day, by_week = self._by_day(group), self._by_week(group)
        for day in sorted(by_day, key=lambda day: min(map(self._slack, day)))[: CONFLICT.tightest]:
            if test(day):
                return fewest(_singles(sorted(day, key=self._slack)), test)
        for week in by_week:
            if test(week):
                slots = fewest(_singles(sorted(week, key=self._slack)), test)
                return slots if len(slots) <= CONFLICT.singles else self._shortest(by_day, test, within=week)
        return self._shortest(by_day, test, within=group)

    def _shortest(self, by_day: list[Group], test: Test, within: Group) -> list[Group]:
        """Find the earliest last day, then the latest first day, of a time of duty that is too much."""
        days = [day for day in by_day if day <= within]
        last = first_true(len(days), lambda end: test(union(days[: end + 1])))
        days = days[: last + 1]
        cut = first_true(len(days), lambda gone: not test(union(days[gone + 1 :])))
        whole = union(days[cut:])
        return [whole] if len(whole) > CONFLICT.singles else fewest(_singles(sorted(whole, key=self._slack)), test)

    def _slack(self, condition: Condition) -> int:
        """Count by how many people those who could be on duty exceed those required."""
        if condition not in self._slacks:
            staff = slot_staff(self.department, self.slots[condition])
            self._slacks[condition] = staff.able - staff.required
        return self._slacks[condition]

    def _by_day(self, group: Group) -> list[Group]:
        return _gathered(group, lambda condition: self.slots[condition].date.toordinal())

    def _by_week(self, group: Group) -> list[Group]:
        return _gathered(group, lambda condition: self.horizon.week_of(self.slots[condition].date))

    # ---- people

    def _with_people(self, members: list[Group]) -> list[Group]:
        """Name the restrictions of people that matter, unless the point is that all people together do too little."""
        held = union(members)
        targets = any(condition.kind == "target" for condition in held)
        if not self.personal or (targets and (self.oracle.reach_at_most(held | self.ground) or 0.0) > CONFLICT.nothing):
            return members
        ground, self.ground = self.ground, NOTHING_HELD
        restrictions = fewest(_singles(self.personal), lambda restricting: self._test(held | restricting))
        if self.clock.is_over() or len(restrictions) > CONFLICT.personal or not self._test(held | union(restrictions)):
            self.ground = ground
            return members
        return [*members, *restrictions]

    # ---- proof

    def _proven(self, members: list[Group]) -> tuple[list[Group], bool]:
        """Leave each member out in turn: without it the others must be able to hold, by the exact model."""
        kept, irreducible = list(members), True
        for group in sorted(members, key=_order_of, reverse=True):
            rest = union(other for other in kept if other != group) | self.ground
            impossible = self.oracle.is_impossible(rest, Level.EXACT)
            if impossible:
                kept.remove(group)
            elif impossible is None:
                irreducible = False
        return sorted(kept, key=_order_of), irreducible

    # ---- answer

    def _written(self, members: list[Group], irreducible: bool) -> Conflict:
        held = union(members)
        single = [condition for group in members if len(group) == 1 for condition in group if condition.kind == "duty"]
        targets = any(condition.kind == "target" for condition in held)
        return Conflict(
            members=tuple(
                member(self.department, sorted(group, key=_order), self._is_enough(group)) for group in members
            ),
            irreducible=irreducible,
            people_as_they_are=bool(self.ground),
            reach_at_most=self.oracle.reach_at_most(held | self.ground) if targets else None,
            last_entries=last_entries(self.department) if Condition("time") in held else (),
            slots=tuple(slot_staff(self.department, self.slots[condition]) for condition in sorted(single, key=_order)),
            overloaded=() if targets or single else self.oracle.overloaded(held | self.ground),
        )

    def _is_enough(self, group: Group) -> bool | None:
        """Tell whether the whole plan can be met without a member."""
        impossible = self.oracle.is_impossible(self.whole - group, Level.SUMS)
        if not impossible:
            impossible = self.oracle.is_impossible(self.whole - group, Level.EXACT)
        return None if impossible is None else not impossible


def _condition_of(slot: Slot) -> Condition:
    return Condition("duty", (str(slot.date), *slot.where.parts))


def _order(condition: Condition) -> tuple[int, tuple[str, ...]]:
    return KINDS.index(condition.kind), condition.of


def _order_of(group: Group) -> tuple[int, tuple[str, ...]]:
    return min(map(_order, group))


def _singles(conditions: Iterable[Condition]) -> list[Group]:
    return [frozenset([condition]) for condition in conditions]


def _gathered(group: Group, key: Callable[[Condition], int]) -> list[Group]:
    found: dict[int, set[Condition]] = {}
    for condition in group:
        found.setdefault(key(condition), set()).add(condition)
    return [frozenset(found[number]) for number in sorted(found)]


def _coarse(conditions: Iterable[Condition]) -> list[Group]:
    """Gather duty, who must be kept, and each funnel's pipeline, the most telling first."""
    gathered: dict[tuple[str, ...], set[Condition]] = {}
    for condition in conditions:
        together = {"duty": 0, "keep": 0, "pipeline": 1, "fixed": 1, "reserve": 0}
        apart = condition.of[: together.get(condition.kind)]
        gathered.setdefault((condition.kind, *apart), set()).add(condition)
    return [frozenset(group) for group in gathered.values()]
