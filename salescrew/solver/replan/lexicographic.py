"""The fewest changes to a plan in force: a search in the order in which changes count.

Nobody more, nobody in another role, as few duty slots in other hands and as few other quotas as can be. What nobody
can save is counted first: slots whose people are away, quotas of those. Where the rest of the plan then holds with no
more than that, it is proven; otherwise a model of every day says how much more it takes.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from salescrew.models.department.department import Department
from salescrew.models.department.leads import SlotKey
from salescrew.models.department.posts import Post
from salescrew.models.department.reserve import ReserveKey
from salescrew.models.department.work import Task
from salescrew.models.schedule.schedule import PersonDay
from salescrew.solver.engine.program import Clock, Engine, Outcome, State, least
from salescrew.solver.engine.second_proof import shown_again
from salescrew.solver.engine.settle import each_alone, rounded, unsplit, whole_columns
from salescrew.solver.replan.days import read
from salescrew.solver.replan.effort import EFFORT, WITHIN
from salescrew.solver.replan.fewest_changes import Count, FewestChanges, nodes, whole_bound
from salescrew.solver.replan.in_force import Incumbent
from salescrew.solver.replan.measures import quotas_changed, slots_changed, slots_taken
from salescrew.solver.replan.model import ReplanModel
from salescrew.solver.staffing.day_quotas import Quotas
from salescrew.solver.staffing.deal import PersonRoster

logger = logging.getLogger(__name__)
NONE = Count(0, 0)


@dataclass(frozen=True)
class Replanned:
    """What everybody of a team does in a plan made anew.

    Attributes
    ----------
    slots, changed
        How many duty slots change hands, and quotas of people of the plan in force change.
    given_up
        What contacts that are opened no more, of people who are there, would bring after the end.
    lost
        How many quotas nobody can keep, since their people are away.
    """

    people: list[PersonRoster]
    quotas: Quotas
    slots: Count
    changed: Count
    lost: int
    given_up: Count = NONE

    @property
    def changes_nothing(self) -> bool:
        """Whether nobody's duty or quotas change."""
        return self.slots.value == 0 and self.changed.value == 0


@dataclass(frozen=True)
class Most:
    """The largest share of all targets that a team can reach.

    Attributes
    ----------
    reach
        The share; None where no plan was found.
    bound
        Proven: it reaches no more.
    people
        What everybody does for it.
    """

    reach: float | None
    bound: float
    people: tuple[PersonRoster, ...] = ()


@dataclass(frozen=True)
class Left:
    """What cannot be done, or not in time.

    Attributes
    ----------
    places
        Places on duty that stay open, by day and slot.
    undone
        Work that nobody has time for, by task and the week in which it falls due.
    late
        Work that is done later than it should be: the same, and the week in which it is done.
    missing
        Places on duty that are missing for absences, by week and queues.
    slots_bound
        A proven bound of the duty slots that change, whichever places stay open; 0 where none does.
    """

    places: dict[SlotKey, int]
    undone: dict[tuple[Task, int], float]
    late: dict[tuple[Task, int, int], float]
    missing: dict[ReserveKey, float] = field(default_factory=dict)
    slots_bound: int = 0

    def __bool__(self) -> bool:
        """Tell whether there is anything."""
        return bool(self.places or self.undone or self.late or self.missing)

    @property
    def size(self) -> tuple[int, float, float, float]:
        """What two of these are compared by."""
        reserve = sum(self.missing.values())
        return sum(self.places.values()), reserve, sum(self.undone.values()), sum(self.late.values())


class TeamReplan:
    """The search for the fewest changes with a settled team.

    Parameters
    ----------
    team
        Everybody, each as a post alone, in a settled role.
    frozen
        Person-days that stay as they are, as far as the person is there.
    """

    def __init__(
        self,
        department: Department,
        team: Sequence[Post],
        incumbent: Incumbent,
        frozen: frozenset[PersonDay],
        clock: Clock,
        *,
        roster: bool,
        quotas: bool,
    ) -> None:
        self.department = department
        self.team = list(team)
        self.incumbent = incumbent
        self.frozen = frozen
        self.clock = clock
        self.roster, self.quotas = roster, quotas

    def model(
        self,
        *,
        needed: float | None = WITHIN.needed,
        frozen: frozenset[PersonDay] | None = None,
        elastic: bool = False,
    ) -> ReplanModel:
        """Make the model of the team."""
        return ReplanModel(
            self.department,
            self.team,
            self.incumbent,
            self.frozen if frozen is None else frozen,
            roster=self.roster,
            quotas=self.quotas,
            needed=needed,
            elastic=elastic,
        )

    @property
    def _every_day(self) -> frozenset[PersonDay]:
        return frozenset((day, post.names[0]) for post in self.team for day in post.day_set)

    # ---- as it is

    def reach_as_it_is(self) -> float | None:
        """Give the share of all targets that the plan in force reaches; None where it cannot be kept as it is."""
        if not all(post.names[0] in self.incumbent.roles for post in self.team) or self.vacated:
            return None
        if self.incumbent.cannot_stay(self.team):
            return None
        model, outcome = self._as_it_is
        return outcome.values[model.reach] if outcome.has_solution else None

    @cached_property
    def _as_it_is(self) -> tuple[ReplanModel, Outcome]:
        """The model of everybody's days as they are, and how far they reach with work in the best hands."""
        model = self.model(needed=None, frozen=self._every_day)
        return model, least(model.program, [(model.reach, -1.0)], clock=self.clock, relaxed=True, engine=Engine.GLOP)

    @property
    def vacated(self) -> int:
        """Count the places in duty slots whose people are away, or may not be on duty any more."""
        return sum(self._vacated.values())

    @cached_property
    def _vacated(self) -> dict[SlotKey, int]:
        """The places in duty slots whose people are away, by day and slot."""
        still = self.incumbent.still_on_duty(self.team)
        return {slot.key: slot.required - kept for slot, kept in still if kept < slot.required}

    def kept(self) -> Replanned:
        """Keep everything."""
        model, outcome = self._as_it_is
        people, quotas = read(model, outcome.values)
        return Replanned(people, quotas, Count(0, 0), Count(self._lost, self._lost), self._lost)

    @property
    def _lost(self) -> int:
        """Count the quotas of people who are away: nobody asks them for anything."""
        there = self._every_day
        return sum(
            sum(1 for quota in held.quotas.values() if quota)
            for (day, name), held in self.incumbent.from_now()
            if (day, name) not in there
        )

    # ---- the most

    @cached_property
    def _relaxed(self) -> tuple[ReplanModel, Outcome]:
        """The model of what the team can reach, and its relaxation."""
        model = self.model(needed=None)
        return model, least(model.program, [(model.reach, -1.0)], clock=self.clock, relaxed=True)

    @cached_property
    def reach_bound(self) -> float:
        """What the team cannot exceed, as a share of all targets; minus infinity where it has no plan at all."""
        _, relaxed = self._relaxed
        if relaxed.state is State.INFEASIBLE:
            return -math.inf
        return -relaxed.bound if relaxed.has_solution else math.inf

    @cached_property
    def most(self) -> Most:
        """The largest share of all targets that the team can reach."""
        (model, relaxed), bound = self._relaxed, self.reach_bound
        objective = [(model.reach, -1.0)]
        if not math.isfinite(bound):
            return Most(None, bound)
        gap = EFFORT.reach_gap * max(1.0, bound)
        alone = each_alone(whole_columns(model.program))
        with model.program.settling(rounded(relaxed.values, unsplit(relaxed.values, alone))):
            effort = nodes(model.program) // EFFORT.to_find
            outcome = least(model.program, objective, clock=self.clock, gap=gap, nodes=effort)
        if not outcome.has_solution or outcome.values[model.reach] < bound - gap:
            hint = outcome.values if outcome.has_solution else ()
            whole = least(model.program, objective, clock=self.clock, gap=gap, nodes=effort, hint=hint)
            if whole.state is State.INFEASIBLE:
                return Most(None, -math.inf)
            bound = min(bound, -whole.bound)
            outcome = whole if whole.has_solution else outcome
        claimed = -bound - WITHIN.proven * max(1.0, bound)
        shown = shown_again(model.program, objective, claimed, clock=self.clock, nodes=effort)
        bound = bound if shown >= claimed else -shown
        if not outcome.has_solution:
            return Most(None, bound)
        people, _ = read(model, outcome.values)
        return Most(outcome.values[model.reach], bound, tuple(people))

    # ---- what stays open or undone

    def least_left(self) -> Left | None:
        """Find as few places on duty to leave open as can be, then the least reserve missing, then the least work.

        Work is left undone or done late.

        Of places that come to the same, those with which fewest duty slots change.
        """
        model = self.model(needed=None, elastic=True)
        program = model.program
        places = [(column, 1.0) for column in model.open_slots.values()]
        outcome = least(program, places, clock=self.clock, gap=1 - WITHIN.whole, nodes=nodes(program))
        if not outcome.has_solution:
            return None
        count = sum(round(outcome.values[column]) for column, _ in places)
        program.row(places, at_most=float(count))
        if model.missing:
            reserve = [(column, 1.0) for column in model.missing.values()]
            effort = nodes(program)
            outcome = least(program, reserve, clock=self.clock, gap=WITHIN.left, nodes=effort, hint=outcome.values)
            if not outcome.has_solution:
                return None
            program.row(reserve, at_most=sum(outcome.values[column] for column, _ in reserve) + WITHIN.left)
        work = [(column, EFFORT.undone_counts) for column in model.undone.values()]
        for (_, due, at), columns in model.late.items():
            work += [(column, float(at - due - self.department.plan.grace_weeks)) for column in columns]
        outcome = least(program, work, clock=self.clock, gap=WITHIN.left, nodes=nodes(program), hint=outcome.values)
        if not outcome.has_solution:
            return None
        bound = 0
        if count:
            program.row(work, at_most=sum(outcome.values[column] * weight for column, weight in work) + WITHIN.left)
            changed = slots_changed(model)
            fewest = least(
                program, changed, clock=self.clock, gap=1 - WITHIN.whole, nodes=nodes(program), hint=outcome.values
            )
            outcome = fewest if fewest.has_solution else outcome
            bound = math.ceil(fewest.bound - WITHIN.whole) if fewest.has_solution and math.isfinite(fewest.bound) else 0
        values = outcome.values
        late = {
            key: amount
            for key, columns in model.late.items()
            if (amount := sum(values[column] for column in columns)) > WITHIN.left
        }
        undone = {key: values[column] for key, column in model.undone.items() if values[column] > WITHIN.left}
        places_open = {key: round(values[column]) for key, column in model.open_slots.items()}
        missing = {key: values[column] for key, column in model.missing.items() if values[column] > WITHIN.left}
        return Left({key: short for key, short in places_open.items() if short}, undone, late, missing, bound)

    def is_impossible(self) -> bool:
        """Tell whether the team has no plan at all, not even with places open and work undone."""
        model = self.model(needed=None, elastic=True)
        return least(model.program, clock=self.clock, relaxed=True).state is State.INFEASIBLE

    # ---- the fewest

    def fewest(self, known: Sequence[PersonRoster] = ()) -> Replanned | None:
        """Find the fewest changes with which every target is met; None where none were found.

        Parameters
        ----------
        known
            What everybody does in a plan that meets the targets.
        """
        model = self.model()
        if least(model.program, clock=self.clock, relaxed=True).state is State.INFEASIBLE:
            return None
        search = FewestChanges(model, self._vacated, self.clock)
        found = search.search(lambda: known or self._reaching_all())
        if found is None:
            return None
        people, quotas = read(model, found.values)
        changed = Count(found.quotas.value + self._lost, found.quotas.bound + self._lost)
        return Replanned(people, quotas, found.slots, changed, self._lost, found.given_up)

    def least_changes(self, most_slots: int) -> tuple[float, float] | None:
        """Give bounds of the slots and, with at most so many, of the quotas that change; None where that cannot be."""
        model = self.model()
        program, taken = model.program, slots_taken(model)
        row = program.row(taken, at_most=float(most_slots))
        fewest = least(program, quotas_changed(model), clock=self.clock, relaxed=True)
        if fewest.state is State.INFEASIBLE:
            return None
        if most_slots == self.vacated:
            return self.vacated, self._lost + whole_bound(fewest)
        program.row_upper[row] = math.inf
        slots = least(program, taken, clock=self.clock, relaxed=True)
        return max(self.vacated, whole_bound(slots)), self._lost + whole_bound(fewest)

    def _reaching_all(self) -> Sequence[PersonRoster]:
        return self.most.people if self.most.reach is not None and self.most.reach >= WITHIN.needed else ()
