"""How few people, and how far a team gets, with little effort: for the many plans that differ in a number only.

What is said is proven as in a full search: a bound over all teams, and rosters of whole days. Only the search for
them is short, so that a gap between the two may stay open.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from salescrew.models.answers.result import Status
from salescrew.models.department.department import Department
from salescrew.models.department.posts import Post
from salescrew.solver.engine.program import Clock, Outcome, State, least
from salescrew.solver.search.reach import ReachSearch, team_of
from salescrew.solver.search.size import TeamModel
from salescrew.solver.staffing.columns import Grain, coarsest
from salescrew.solver.staffing.deal import cannot_be_dealt, deal
from salescrew.solver.staffing.prices import Prices
from salescrew.solver.staffing.roster import RosterModel

NEAR = 0.003
SPLIT = 1e-6
MET = 1e-8
FEW_NODES = 20
SETTLED_GAP = 2e-4
TEAM_NODES = 100
TEAM_GAP = 5e-4
COARSE_PROPOSALS = 3
MOST_PROPOSALS = 6
MOST_MORE = 3


@dataclass(frozen=True)
class TeamReach:
    """How far a team gets.

    Attributes
    ----------
    found
        The most that a roster of whole days was found for; None where there is none.
    bound
        No roster of the team reaches more; minus infinity where it is proven that there is none.
    """

    found: float | None
    bound: float

    @property
    def meets_the_plan(self) -> bool:
        """Whether the roster that was found meets every target."""
        return self.found is not None and self.found >= 1 - MET


@dataclass(frozen=True)
class Size:
    """How many people a plan takes: as many as a roster was found for, and a proven bound."""

    status: Status
    headcount: int | None = None
    bound: int | None = None
    monthly_cost: float | None = None


def reach_of(department: Department, team: tuple[Post, ...], clock: Clock) -> TeamReach:
    """Find how far a team gets, to within `NEAR` of the bound unless whole days keep a small team from it."""
    if not team:
        return TeamReach(None, -math.inf)
    model = RosterModel(department, team, math.inf)
    top = least(model.program, [(model.reach, -1.0)], clock=clock, relaxed=True)
    if not top.has_solution:
        return TeamReach(None, -math.inf if top.state is State.INFEASIBLE else math.inf)
    bound = top.values[model.reach]
    found = _settled(model, top, clock, _whole, SETTLED_GAP * max(1.0, bound))
    if found.has_solution and found.values[model.reach] >= bound * (1 - NEAR) and _can_be_dealt(model, found):
        return TeamReach(found.values[model.reach], bound)
    most = model.most(clock, NEAR)
    if cannot_be_dealt(department, deal(department, most.posts)):
        searched = ReachSearch(department, clock, team=team_of(team)).most()
        return TeamReach(searched.reach, searched.bound)
    return TeamReach(most.reach, max(most.bound, most.reach or -math.inf))


Kept = Callable[[RosterModel, Outcome], set[int]]


def _whole(model: RosterModel, top: Outcome) -> set[int]:
    """List the columns that a relaxed roster does not split."""
    return {
        column
        for column, whole in enumerate(model.program.whole)
        if whole and abs(top.values[column] - round(top.values[column])) <= SPLIT
    }


def _whole_weeks(model: RosterModel, top: Outcome) -> set[int]:
    """List the columns that a relaxed roster does not split, but for the days of weeks in which it splits some."""
    kept = _whole(model, top)
    for columns in model.staffing.columns:
        weeks: dict[int, list[int]] = {}
        for (number, _, _), column in columns.days.items():
            weeks.setdefault(number, []).append(column)
        for week in weeks.values():
            if not kept.issuperset(week):
                kept.difference_update(week)
    return kept


def _settled(model: RosterModel, top: Outcome, clock: Clock, kept: Kept, gap: float) -> Outcome:
    """Keep what a relaxed roster does not split, and reach most with the rest."""
    settled = {column: float(round(top.values[column])) for column in kept(model, top)}
    with model.program.settling(settled):
        return least(model.program, [(model.reach, -1.0)], clock=clock, gap=gap, nodes=FEW_NODES)


def _can_be_dealt(model: RosterModel, found: Outcome) -> bool:
    """Tell whether people who are alike can share a roster within the most slots of a week."""
    return not cannot_be_dealt(model.department, deal(model.department, model.read(found.values)))


class Fewest:
    """How few people meet a plan, whatever they cost: of each size the roomiest team is the likeliest to do.

    Parameters
    ----------
    enough
        A number of people that is known to do.
    """

    def __init__(self, department: Department, clock: Clock, enough: int | None = None) -> None:
        self.department = department
        self.clock = clock
        self.best = enough
        self.proven = 0
        self.is_fine = False
        self.prices: list[Prices] = []
        self.without: list[tuple[Post, ...]] = []

    def find(self) -> Size:
        """Propose teams of the fewest people that nothing rules out, until one has a roster."""
        for proposal in range(MOST_PROPOSALS):
            self.is_fine = proposal >= COARSE_PROPOSALS
            model = self._model(finely=self.is_fine)
            fewest = model.best_of(self.department.aims["people"], self.clock)
            if fewest.state is State.INFEASIBLE and self.best is None:
                return Size("infeasible" if model.has_none_again(self.clock) else "no_answer")
            if not fewest.has_solution:
                break
            self.proven = max(self.proven, round(self.department.aims["people"].bound(fewest.bound)))
            if self.best is not None and self.best <= self.proven:
                return self._size_of(self.best)
            has_roster = self._has_roster(self._roomiest(model, self.proven))
            if has_roster:
                return self._size_of(self.proven)
            if has_roster is None:
                break
        return self._with_more()

    def _with_more(self) -> Size:
        """Leave the fewest open, and find a number of people that do."""
        for more in range(1, MOST_MORE + 1) if self.best is None else ():
            team = self._roomiest(self._model(finely=False), self.proven + more)
            if self._has_roster(team):
                self.best = sum(post.count for post in team)
                break
        return self._size_of(self.best)

    def _size_of(self, found: int | None) -> Size:
        """Sum up what was found, with as much of the bound as a second proof shows."""
        model = self._model(finely=self.is_fine)
        bound = round(model.bound_again(self.department.aims["people"], float(self.proven), self.clock))
        if found is None:
            return Size("no_answer", None, bound)
        return Size("feasible" if bound < found else "optimal", found, bound)

    def _model(self, *, finely: bool) -> TeamModel:
        grain = Grain.DAYS if finely else coarsest(self.department.plan)
        return TeamModel(self.department, grain, prices=self.prices, without=self.without)

    def _roomiest(self, model: TeamModel, people: int) -> tuple[Post, ...]:
        """Find the team of at most so many people that could do most."""
        model.program.row(model.terms("people"), at_most=float(people))
        outcome = least(model.program, [(model.reach, -1.0)], clock=self.clock, gap=TEAM_GAP, nodes=TEAM_NODES)
        return model.team(outcome.values) if outcome.has_solution else ()

    def _has_roster(self, team: tuple[Post, ...]) -> bool | None:
        """Tell whether a team meets the plan; learn from one that does not. None: neither is shown."""
        if not team:
            return None
        model = RosterModel(self.department, team)
        top = least(model.program, [(model.reach, -1.0)], clock=self.clock, relaxed=True)
        if not top.has_solution or top.values[model.reach] < 1 - MET:
            found = model.search(self.clock)  # which knows at once as well, and prices what is missing
            if found.prices is not None:
                self.prices.append(found.prices)
            return False if found.prices is not None else None
        model.program.lower[model.reach] = 1.0
        for kept in (_whole, _whole_weeks):
            any_one = _settled(model, top, self.clock, kept, math.inf)
            if any_one.has_solution and _can_be_dealt(model, any_one):
                return True
        return None
