"""The best roster of a plan that cannot be met: the team is there on Monday all the same.

Where what comes by itself can be done, it is that of a team that reaches most. Where it cannot, in this order: the
fewest places on duty stay open (the leads of those who are missing are lost), the fewest places for absences are
missing, the least work is left undone, and the largest share of the targets is reached. Of teams that do the same, the
objectives of the plan and its ties count. What is left is taken out of the plan, and the rest of it is planned as
usual.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from salescrew.models.answers.result import MissingReserve, OpenSlot, Overload, Result
from salescrew.models.department.department import Department
from salescrew.models.department.warnings import warnings
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.so_far import OpenReserve
from salescrew.models.schedule.in_force import LITTLE, as_left
from salescrew.solver.engine.program import Clock, Outcome, Term, least
from salescrew.solver.even.evened import evened
from salescrew.solver.search.answer import answer, as_much_as_survives, coverage, no_team
from salescrew.solver.search.effort import REACH
from salescrew.solver.search.question import Learned
from salescrew.solver.search.reach import LeastLeft, Reach, missing_reserves, open_places, overloads
from salescrew.solver.search.size import TeamModel
from salescrew.solver.search.ties import TieSearch
from salescrew.solver.search.trial import Reached, Team, reach_of
from salescrew.solver.staffing.at_stretch import LESS_THAN_MOST
from salescrew.solver.staffing.columns import Grain, coarsest
from salescrew.solver.staffing.deal import PersonRoster, missing_reserve
from salescrew.solver.staffing.quotas import quotas


@dataclass(frozen=True)
class _Left:
    """A team, and what it leaves."""

    team: Team
    uncovered: tuple[OpenSlot, ...]
    reserve: tuple[MissingReserve, ...]
    overloaded: tuple[Overload, ...]


class BestAllTheSame:
    """The best roster of a plan that cannot be met: of the team that reaches most of it, or that leaves least.

    Parameters
    ----------
    most
        How far anybody gets.
    """

    def __init__(self, department: Department, most: Reach, clock: Clock) -> None:
        self._department, self._most, self._clock = department, most, clock

    def result(self, *, evenly: bool = True) -> Result | None:
        """Write it; None where something has to be left and no roster was found in time.

        Parameters
        ----------
        evenly
            Whether weeks are made even; otherwise they are as they come.
        """
        less: Sequence[float] = LESS_THAN_MOST
        if self._most.reach is not None:
            write = partial(self._of_most, self._most.reach, evenly)
        elif self._left is not None:
            write = partial(self._of_left, *self._left, evenly)
            less = less if self._department.goals else (0.0,)
        else:
            return None
        return as_much_as_survives(self._department.plan, write, less)

    @cached_property
    def _left(self) -> tuple[_Left, Department, Reached] | None:
        """The team that leaves least, the plan without what it leaves, and how far it gets with the rest."""
        left = _least_left(self._department, self._clock)
        if left is None:
            return None
        told = no_team(self._department, "infeasible", self._most).model_copy(
            update={"uncovered": left.uncovered, "reserve": left.reserve, "overloaded": left.overloaded}
        )
        eased = Department(as_left(self._department.plan, told, _spared(self._department, left)))
        found = reach_of(eased, left.team, self._clock)
        return None if found.reach is None and eased.goals else (left, eased, found)

    @cached_property
    def _people_of_most(self) -> Sequence[PersonRoster]:
        """The best in the order of the objectives and ties, of those who reach as much."""
        most, clock = self._most, self._clock
        if not most.reach:
            return most.people
        asking = self._department.asking(most.reach * (1 - LESS_THAN_MOST[0]))
        grains = list(dict.fromkeys([coarsest(asking.plan), Grain.DAYS]))
        models = [partial(TeamModel, asking, grain) for grain in grains]
        search = TieSearch(asking, clock, [], {}, models, Learned())
        objectives = {aim.name: aim for aim in asking.sought}
        return search.best(most.team, most.people, objectives).people

    def _of_most(self, reach: float, evenly: bool, less: float) -> Result:
        reached = reach * (1 - less)
        shown, _ = self._written(self._department.asking(reached), self._people_of_most, None, evenly=evenly)
        return shown.model_copy(update={"reach": reached, "reach_proven": self._most.proven})

    def _of_left(self, left: _Left, eased: Department, found: Reached, evenly: bool, less: float) -> Result:
        department = self._department
        asking = eased.asking(min(1.0, found.reach or 0.0) * (1 - less)) if eased.goals else eased
        # the odds are of all that is wanted, with what is left taken out
        shown, people = self._written(asking, found.people, eased.plan, evenly=evenly)
        monday = department.horizon.monday
        return shown.model_copy(
            update={
                "uncovered": left.uncovered,
                "reserve": tuple(
                    MissingReserve(week=monday(week), queues=queues, missing=missing)
                    for (week, queues), missing in sorted(missing_reserve(department, people).items())
                    if missing
                ),
                "overloaded": left.overloaded,
                "reach_proven": self._most.proven,
                "coverage": coverage(department),
                "warnings": tuple(warnings(department.plan)),
            }
        )

    def _written(
        self, asking: Department, people: Sequence[PersonRoster], wanted: Plan | None, *, evenly: bool
    ) -> tuple[Result, Sequence[PersonRoster]]:
        """Write what people do, and give them with the roster that is written."""
        if not evenly:
            return answer(asking, "infeasible", people, quotas(asking, people), None, wanted=wanted), people
        even = evened(asking, people, self._clock)
        shown = answer(asking, "infeasible", even.people, even.quotas, None, least=even.least, wanted=wanted)
        return shown, even.people


def _spared(department: Department, left: _Left) -> list[OpenReserve]:
    """Give the places for absences that need not be kept: open slots need none of those that are missing."""
    slots, week_of = department.slot_at, department.horizon.week_of

    def open_places(of: MissingReserve) -> int:
        every = (row for row in left.uncovered if week_of(row.date) == week_of(of.week))
        return sum(row.short for row in every if slots[row.date, row.where].queue in of.queues)

    return [
        OpenReserve(week=row.week, queues=row.queues if len(department.queues) > 1 else None, missing=missing + LITTLE)
        for row in left.reserve
        if (missing := row.missing - open_places(row)) > 0
    ]


def _least_left(department: Department, clock: Clock) -> _Left | None:
    """Find the team that leaves least, and of those the best."""
    duty = department.plan.duty
    apart = duty is not None and duty.max_slots_per_week is not None
    model = LeastLeft(department, Grain.DAYS, whole_days=True, apart=apart, room=-1.0)
    staffing, program = model.staffing, model.program
    program.lower[model.reach] = 0.0
    program.upper[model.reach] = 1.0 if department.goals else 0.0
    found: Outcome | None = None
    wanted: list[tuple[list[Term], float]] = [
        ([(column, 1.0) for column in staffing.open_slots], 1 - REACH.noise),
        ([(column, 1.0) for column in staffing.missing.values()], REACH.noise),
        ([(column, 1.0) for column in staffing.undone.values()], REACH.noise),
        ([(model.reach, -1.0)] if department.goals else [], REACH.team_within),
        *(
            (model.terms(name), 1 - REACH.noise if name == "people" else REACH.noise)
            for name in department.plan.objective
        ),
        *((model.terms(name), REACH.noise) for name in department.ties),
    ]
    for terms, gap in wanted:
        if terms:
            outcome = least(program, terms, clock=clock, gap=gap, nodes=REACH.team_nodes)
            if not outcome.has_solution:
                break
            found = outcome
            value = math.fsum(outcome.values[column] * weight for column, weight in terms)
            program.row(terms, at_most=value + REACH.noise)
    if found is None:
        return None
    team = model.team(found.values)
    return _Left(team, open_places(staffing, found), missing_reserves(staffing, found), overloads(staffing, found))
