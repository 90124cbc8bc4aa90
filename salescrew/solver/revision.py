"""The fewest changes to a plan in force: a search in the order in which changes count.

Nobody more, nobody in another role, as few duty slots in other hands and as few other quotas as can be. What nobody
can save is counted first: slots whose people are away, quotas of those. Where the rest of the plan then holds with no
more than that, it is proven; otherwise a model of every day says how much more it takes.
"""

from __future__ import annotations

import datetime as dt
import logging
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from salescrew.solver.day_quotas import DayQuota
from salescrew.solver.deal import PersonRoster
from salescrew.solver.engine import Clock, Engine, Outcome, Program, State, Term, least
from salescrew.solver.incumbent import Incumbent
from salescrew.solver.revised import read
from salescrew.solver.revision_measures import deviation, quota_columns, quotas_changed, slots_changed, slots_taken
from salescrew.solver.revision_model import RevisionModel
from salescrew.solver.situation import TARGET_TOLERANCE, Situation, Unit

logger = logging.getLogger(__name__)
NEEDED = 1 - 0.9 * TARGET_TOLERANCE
WHOLE = 1e-6
MOST_NODES, LEAST_NODES = 600, 60
EFFORT = 500_000
REACH_GAP = 1e-3
UNDONE = 100.0
MET = 1e-9
LITTLE = 1e-5


@dataclass(frozen=True)
class Count:
    """How many of something change, and a proven bound."""

    value: float
    bound: float


@dataclass(frozen=True)
class Revised:
    """A revision of a team's days.

    Attributes
    ----------
    slots, changed
        How many duty slots change hands, and quotas of people of the plan in force change.
    lost
        How many quotas nobody can keep, since their people are away.
    """

    people: list[PersonRoster]
    quotas: dict[tuple[str, dt.date], DayQuota]
    slots: Count
    changed: Count
    lost: int


@dataclass(frozen=True)
class Left:
    """What cannot be done, or not in time.

    Attributes
    ----------
    places
        Places on duty that stay open, by day and slot.
    undone
        Work that nobody has time for, by funnel, activity and the week in which it falls due.
    late
        Work that is done later than it should be: the same, and the week in which it is done.
    slots_bound
        A proven bound of the duty slots that change, whichever places stay open; 0 where none does.
    """

    places: dict[tuple[dt.date, str], int]
    undone: dict[tuple[str, str, int], float]
    late: dict[tuple[str, str, int, int], float]
    slots_bound: int = 0

    def __bool__(self) -> bool:
        """Tell whether there is anything."""
        return bool(self.places or self.undone or self.late)

    @property
    def size(self) -> tuple[int, float, float]:
        """What two of these are compared by."""
        return sum(self.places.values()), sum(self.undone.values()), sum(self.late.values())


class Revision:
    """The search for the fewest changes with a settled team.

    Parameters
    ----------
    team
        Everybody, each as a unit alone, in a settled role.
    frozen
        Person-days that stay as they are, as far as the person is there.
    """

    def __init__(
        self,
        situation: Situation,
        team: Sequence[Unit],
        incumbent: Incumbent,
        frozen: frozenset[tuple[str, dt.date]],
        clock: Clock,
        *,
        roster: bool,
        quotas: bool,
    ) -> None:
        self.situation = situation
        self.team = list(team)
        self.incumbent = incumbent
        self.frozen = frozen
        self.clock = clock
        self.roster, self.quotas = roster, quotas

    def model(
        self,
        *,
        needed: float | None = NEEDED,
        frozen: frozenset[tuple[str, dt.date]] | None = None,
        elastic: bool = False,
    ) -> RevisionModel:
        """Make the model of the team."""
        return RevisionModel(
            self.situation,
            self.team,
            self.incumbent,
            self.frozen if frozen is None else frozen,
            roster=self.roster,
            quotas=self.quotas,
            needed=needed,
            elastic=elastic,
        )

    @property
    def _every_day(self) -> frozenset[tuple[str, dt.date]]:
        return frozenset((unit.names[0], day) for unit in self.team for day in unit.day_set)

    # ---- as it is

    def reach_as_it_is(self) -> float | None:
        """Give the share of all targets that the plan in force reaches; None where it cannot be kept as it is."""
        if not all(unit.names[0] in self.incumbent.roles for unit in self.team) or self.vacated:
            return None
        if self.incumbent.cannot_stay(self.team):
            return None
        model = self.model(needed=None, frozen=self._every_day)
        outcome = least(model.program, [(model.reach, -1.0)], clock=self.clock, relaxed=True, engine=Engine.GLOP)
        return outcome.values[model.reach] if outcome.has_solution else None

    @property
    def vacated(self) -> int:
        """Count the places in duty slots whose people are away, or may not be on duty any more."""
        return sum(self._vacated.values())

    @cached_property
    def _vacated(self) -> dict[tuple[dt.date, str], int]:
        """The places in duty slots whose people are away, by day and slot."""
        still = self.incumbent.still_on_duty(self.team)
        return {(slot.date, slot.name): slot.required - kept for slot, kept in still if kept < slot.required}

    def as_it_is(self) -> Revised:
        """Keep everything."""
        people, quotas = read(self.model(frozen=self._every_day), ())
        return Revised(people, quotas, Count(0, 0), Count(self._lost, self._lost), self._lost)

    @property
    def _lost(self) -> int:
        """Count the quotas of people who are away: nobody asks them for anything."""
        there = self._every_day
        return sum(
            sum(1 for quota in held.quotas.values() if quota)
            for (name, day), held in self.incumbent.from_now()
            if (name, day) not in there
        )

    # ---- the most

    def reach_bound(self) -> float | None:
        """Give a share of all targets that the team cannot exceed; None where it cannot do what comes by itself."""
        model = self.model(needed=None)
        relaxed = least(model.program, [(model.reach, -1.0)], clock=self.clock, relaxed=True)
        return -relaxed.bound if relaxed.has_solution else None

    def most_reach(self) -> tuple[float | None, float]:
        """Find the largest share of all targets that the team can reach; give a bound as well."""
        model = self.model(needed=None)
        objective = [(model.reach, -1.0)]
        relaxed = least(model.program, objective, clock=self.clock, relaxed=True)
        if relaxed.state is State.INFEASIBLE:
            return None, -math.inf
        if not relaxed.has_solution:
            return None, math.inf
        bound = -relaxed.bound
        if not math.isfinite(bound):
            return None, math.inf
        gap = REACH_GAP * max(1.0, bound)
        outcome = self._with(model, _not_split(model, relaxed), objective, gap)
        if not outcome.has_solution or outcome.values[model.reach] < bound - gap:
            hint = outcome.values if outcome.has_solution else ()
            whole = least(
                model.program, objective, clock=self.clock, gap=gap, nodes=_nodes(model.program) // 4, hint=hint
            )
            if whole.state is State.INFEASIBLE:
                return None, -math.inf
            bound = min(bound, -whole.bound)
            if whole.has_solution:
                outcome = whole
        return (outcome.values[model.reach] if outcome.has_solution else None), bound

    # ---- what stays open or undone

    def least_left(self) -> Left | None:
        """Find as few places on duty to leave open as can be, then as little work to leave undone or to do late.

        Of places that come to the same, those with which fewest duty slots change.
        """
        model = self.model(needed=None, elastic=True)
        program = model.program
        places = [(column, 1.0) for column in model.open_slots.values()]
        outcome = least(program, places, clock=self.clock, gap=1 - WHOLE, nodes=_nodes(program))
        if not outcome.has_solution:
            return None
        count = sum(round(outcome.values[column]) for column, _ in places)
        program.row(places, at_most=float(count))
        work = [(column, UNDONE) for column in model.flow.undone.values()]
        for (_, _, due, at), columns in model.flow.late.items():
            work += [(column, float(at - due - self.situation.plan.grace_weeks)) for column in columns]
        outcome = least(program, work, clock=self.clock, gap=LITTLE, nodes=_nodes(program), hint=outcome.values)
        if not outcome.has_solution:
            return None
        bound = 0
        if count:
            program.row(work, at_most=sum(outcome.values[column] * weight for column, weight in work) + LITTLE)
            changed = slots_changed(model)
            fewest = least(
                program, changed, clock=self.clock, gap=1 - WHOLE, nodes=_nodes(program), hint=outcome.values
            )
            outcome = fewest if fewest.has_solution else outcome
            bound = math.ceil(fewest.bound - WHOLE) if fewest.has_solution and math.isfinite(fewest.bound) else 0
        values = outcome.values
        late = {
            key: amount
            for key, columns in model.flow.late.items()
            if (amount := sum(values[column] for column in columns)) > LITTLE
        }
        undone = {key: values[column] for key, column in model.flow.undone.items() if values[column] > LITTLE}
        missing = {key: round(values[column]) for key, column in model.open_slots.items()}
        return Left({key: short for key, short in missing.items() if short}, undone, late, bound)

    def is_impossible(self) -> bool:
        """Tell whether the team has no plan at all, not even with places open and work undone."""
        model = self.model(needed=None, elastic=True)
        return least(model.program, clock=self.clock, relaxed=True).state is State.INFEASIBLE

    # ---- the fewest

    def fewest(self) -> Revised | None:
        """Find the fewest changes with which every target is met; None where none were found."""
        model = self.model()
        if least(model.program, clock=self.clock, relaxed=True).state is State.INFEASIBLE:
            return None
        vacated = self.vacated
        taken = slots_taken(model)
        row = model.program.row(taken, at_most=float(vacated))
        slots = Count(vacated, vacated)
        outcome, bound = self._fewest_quotas(model)
        if not outcome.has_solution:
            model.program.row_upper[row] = math.inf
            fewest = least(model.program, taken, clock=self.clock, gap=1 - WHOLE, nodes=_nodes(model.program))
            if not fewest.has_solution:
                return None
            slots = self._slots(fewest, taken, vacated + (outcome.state is State.INFEASIBLE))
            model.program.row_upper[row] = slots.value
            outcome, bound = self._fewest_quotas(model, fewest)
        if not outcome.has_solution:
            return None
        tidy = self._tidied(model, outcome)
        people, quotas = read(model, tidy.values if tidy.has_solution else outcome.values)
        changed = self._lost + sum(round(outcome.values[column]) for column, _ in quotas_changed(model))
        return Revised(people, quotas, slots, Count(changed, min(changed, self._lost + bound)), self._lost)

    def _slots(self, outcome: Outcome, taken: Sequence[Term], at_least: int) -> Count:
        """Count how few duty slots change hands, where at least so many are known to."""
        value = self._count(outcome, taken)
        proven = math.ceil(outcome.bound - WHOLE) if math.isfinite(outcome.bound) else at_least
        return Count(value, min(value, max(at_least, proven)))

    def _fewest_quotas(self, model: RevisionModel, known: Outcome | None = None) -> tuple[Outcome, int]:
        """Find how few quotas change; give the solution and a proven bound.

        Parameters
        ----------
        known
            A solution to begin with.
        """
        objective = quotas_changed(model)
        relaxed = least(model.program, objective, clock=self.clock, relaxed=True)
        if not relaxed.has_solution:
            return relaxed, 0
        bound = math.ceil(relaxed.bound - WHOLE) if math.isfinite(relaxed.bound) else 0
        found = [self._with(model, self._patterns_kept(model), objective, 1 - WHOLE)]
        if known is not None:
            found += [known, self._with(model, _days_of(model, known), objective, 1 - WHOLE)]
        best = self._best(found, objective)
        if best is not None and self._count(best, objective) <= bound:
            return best, bound
        hint = best.values if best is not None else ()
        outcome = least(
            model.program, objective, clock=self.clock, gap=1 - WHOLE, nodes=_nodes(model.program), hint=hint
        )
        if math.isfinite(outcome.bound):
            bound = max(bound, math.ceil(outcome.bound - WHOLE))
        best = self._best([*found, outcome], objective)
        return (outcome, bound) if best is None else (best, min(bound, self._count(best, objective)))

    def _best(self, outcomes: Sequence[Outcome], objective: Sequence[Term]) -> Outcome | None:
        """Give the first of the best solutions; None where there is none."""
        solutions = [outcome for outcome in outcomes if outcome.has_solution]
        return min(solutions, key=lambda outcome: self._count(outcome, objective), default=None)

    @staticmethod
    def _count(outcome: Outcome, objective: Sequence[Term]) -> int:
        return sum(round(outcome.values[column]) for column, _ in objective)

    def _patterns_kept(self, model: RevisionModel) -> dict[int, float]:
        """Give the day patterns of now of all who need no other ones, by column."""
        program, kept = model.program, dict[int, float]()
        vacated = {day for day, _ in self._vacated}
        for unit in self.team:
            for day in unit.day_set if model.is_same_role(unit) else ():
                columns = model.days.get((unit.names[0], day))
                if columns is None or (unit.on_duty and day in vacated):
                    continue
                held = model.held(unit, day)
                if held.pattern and not any(pattern == held.pattern for pattern, _ in columns.patterns):
                    continue
                for pattern, column in columns.patterns:
                    value = float(pattern == held.pattern)
                    if program.lower[column] <= value <= program.upper[column]:
                        kept[column] = value
        return kept

    def _with(
        self, model: RevisionModel, settled: Mapping[int, float], objective: Sequence[Term], gap: float
    ) -> Outcome:
        """Solve with some columns settled."""
        program = model.program
        lower, upper = list(program.lower), list(program.upper)
        for column, value in settled.items():
            program.lower[column] = program.upper[column] = value
        outcome = least(program, objective, clock=self.clock, gap=gap, nodes=_nodes(program) // 4)
        program.lower, program.upper = lower, upper
        return outcome

    def _tidied(self, model: RevisionModel, outcome: Outcome) -> Outcome:
        """Change no quota and no contacts by more than it takes, what changes being settled."""
        program, quotas = model.program, quota_columns(model)
        for column, whole in enumerate(program.whole):
            if whole and column not in quotas:
                program.lower[column] = program.upper[column] = float(round(outcome.values[column]))
        return least(program, deviation(model, outcome.values), clock=self.clock, gap=0.5, nodes=_nodes(program) // 4)


def _not_split(model: RevisionModel, relaxed: Outcome) -> dict[int, float]:
    """Give the whole columns that a relaxation does not split, with their values."""
    return {
        column: float(round(relaxed.values[column]))
        for column, whole in enumerate(model.program.whole)
        if whole and abs(relaxed.values[column] - round(relaxed.values[column])) <= WHOLE
    }


def _days_of(model: RevisionModel, solution: Outcome) -> dict[int, float]:
    """Give everybody's patterns and duty in a solution, by column."""
    columns = [column for day in model.days.values() for _, column in day.patterns]
    columns += [column for day in model.days.values() for column in day.duty.values()]
    return {column: float(round(solution.values[column])) for column in columns}


def _nodes(program: Program) -> int:
    """Give the nodes of a search tree to spend on a program: fewer where each takes longer."""
    return max(LEAST_NODES, min(MOST_NODES, EFFORT // len(program.lower)))
