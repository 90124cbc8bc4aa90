"""How few people meet a plan, with little effort: for the many plans that differ in a number only.

What is said is proven as in a full search: a bound over all teams, and rosters of whole days. Only the search for
them is short, so that a gap between the two may stay open.
"""

from __future__ import annotations

from dataclasses import dataclass

from salescrew.models.answers.result import Status
from salescrew.models.department.department import Department
from salescrew.solver.engine.program import INFINITY, Clock, State, least
from salescrew.solver.search.effort import QUICK
from salescrew.solver.search.question import Question
from salescrew.solver.search.size import TeamModel
from salescrew.solver.search.trial import Team, roster_of
from salescrew.solver.staffing import roster_effort
from salescrew.solver.staffing.columns import Grain, coarsest


@dataclass(frozen=True)
class Size:
    """How many people a plan takes: as many as a roster was found for, and a proven bound."""

    status: Status
    headcount: int | None = None
    bound: int | None = None
    monthly_cost: float | None = None


class Fewest(Question[Team]):
    """How few people meet a plan, whatever they cost: of each size the roomiest team is the likeliest to do.

    Parameters
    ----------
    enough
        A number of people that is known to do.
    """

    effort = QUICK
    most_proposals = QUICK.proposals

    def __init__(self, department: Department, clock: Clock, enough: int | None = None) -> None:
        super().__init__()
        self.department = department
        self.clock = clock
        self.best = enough
        self.proven = 0
        self.is_fine = False
        self._is_impossible = False
        self._made: TeamModel
        self._knows: tuple[bool, int, int] | None = None

    def find(self) -> Size:
        """Propose teams of the fewest people that nothing rules out, until one has a roster."""
        self.ask()
        if self._is_impossible:
            return Size("infeasible" if self._model(finely=self.is_fine).has_none_again(self.clock) else "no_answer")
        if self.best is None:
            self._find_more()
        return self._size()

    @property
    def is_answered(self) -> bool:
        """Whether so few people are known to do as are proven to be needed, or nobody can."""
        return self._is_impossible or (self.best is not None and self.best <= self.proven)

    def propose(self, number: int) -> Team | None:
        """Propose the roomiest team of the fewest people: mostly as many as the linear relaxation takes do."""
        self.is_fine = number >= self.effort.coarse
        model, people = self._model(finely=self.is_fine), self.department.aims["people"]
        self.proven = max(self.proven, round(model.relaxed_bound(people, self.clock)))
        if self.is_answered:
            return None
        if self.proven and (team := self._roomiest(model, self.proven)):
            return team
        fewest = model.best_of(people, self.clock)
        self._is_impossible = fewest.state is State.INFEASIBLE and self.best is None
        if not fewest.has_solution:
            return None
        self.proven = max(self.proven, round(people.bound(fewest.bound)))
        return None if self.is_answered else self._roomiest(model, self.proven)

    def test(self, number: int, proposal: Team) -> bool:  # noqa: ARG002
        """Look for a roster; where neither that nor its lack is shown, no other team is."""
        has_roster = self._has_roster(proposal)
        if has_roster:
            self.best = self.proven
        return has_roster is False

    def _find_more(self) -> None:
        """Leave the fewest open, and find a number of people that do."""
        for more in range(1, self.effort.more_people + 1):
            team = self._roomiest(self._model(finely=False), self.proven + more)
            if self._has_roster(team):
                self.best = sum(post.count for post in team)
                break

    def _size(self) -> Size:
        """Sum up what was found, with as much of the bound as a second proof shows."""
        model = self._model(finely=self.is_fine)
        bound = round(model.bound_again(self.department.aims["people"], float(self.proven), self.clock))
        if self.best is None:
            return Size("no_answer", None, bound)
        return Size("feasible" if bound < self.best else "optimal", self.best, bound)

    def _model(self, *, finely: bool) -> TeamModel:
        """Give the model of all teams that nothing rules out."""
        knows = finely, len(self.learned.prices), len(self.learned.without)
        if self._knows != knows:
            grain = Grain.DAYS if finely else coarsest(self.department.plan)
            self._made = TeamModel(self.department, grain, prices=self.learned.prices, without=self.learned.without)
            self._knows = knows
        return self._made

    def _roomiest(self, model: TeamModel, people: int) -> Team:
        """Find the team of at most so many people that could do most."""
        row = model.program.row(model.terms("people"), at_most=float(people))
        gap, nodes = self.effort.team_gap, self.effort.team_nodes
        outcome = least(model.program, [(model.reach, -1.0)], clock=self.clock, gap=gap, nodes=nodes)
        model.program.row_upper[row] = INFINITY
        return model.team(outcome.values) if outcome.has_solution else ()

    def _has_roster(self, team: Team) -> bool | None:
        """Tell whether a team meets the plan; learn from one that does not. None: neither is shown."""
        if not team:
            return None
        tried = roster_of(self.department, team, self.clock, roster_effort.QUICK)
        self.learned.learn(tried)
        return tried.has_roster
