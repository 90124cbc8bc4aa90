"""The search for a team where so many people differ that no model may tell the days of all of them apart.

Prices bound what any team takes. The headcount is that of its fewest people; among teams of so many, one that costs
about the least with some room above the targets has a roster. What single days take is in the prices of its roster,
which bound all teams, and what whole days take besides is the room that is asked for. The last unit of cost is beyond
proof at such sizes: its gap is stated.
"""

from __future__ import annotations

import math

from salescrew.language import say
from salescrew.models.answers.result import Status
from salescrew.solver.engine.program import INFINITY, State
from salescrew.solver.search.effort import FEWER, MANY
from salescrew.solver.search.many_people import is_of_many, roster_of_many
from salescrew.solver.search.reach import Reach, ReachSearch
from salescrew.solver.search.size import Sizing, bound_of
from salescrew.solver.search.team_search import TeamSearch
from salescrew.solver.search.team_trials import FoundTeam
from salescrew.solver.search.wide.near import NearTeams


class WideSearch(TeamSearch):
    """The search over very many different people."""

    def _search(self) -> Status:
        """Bound what any team takes, and find a roster for as few people as have one."""
        self._tell(say("how few people"))
        near = self._near = NearTeams(self.department)
        if not near.find_prices(self.clock) and self._model().with_most_room(self.clock).state is State.INFEASIBLE:
            return "infeasible"
        self.proven = near.bound(self.first, self.clock)
        fewest = near.most
        # a roster may take somebody more than the relaxation says
        for more in MANY.more_people if self.first.name == "people" else (0,):
            near.most = fewest + more
            self._find_with_room(near)
            if self.best is not None or self.clock.is_over():
                break
        if self.best is None:
            return "no_answer"
        self._learn_bounds(near)
        return "optimal" if self._is_proven(self.best) else "feasible"

    def _find_with_room(self, near: NearTeams) -> None:
        """Ask for as much room above the targets as days took of the last roster, until nothing is cheaper."""
        room = first = self.first_room(near)
        for _ in range(MANY.rooms):
            self._tell(say("a team with {share} % to spare", share=f"{100 * room:.2g}"))
            sizing = near.cheapest(room, self.clock)
            if not sizing.has_team and self.best is None:
                sizing, room = near.with_most_room(self.clock), INFINITY
            if not sizing.has_team or not self._is_better(sizing) or self.clock.is_over():
                break
            known, taken = self.best, MANY.more * self._taken(near, sizing)
            is_found = self.best is not known
            if is_found and self.stretch is not None and self.stretch.reach is not None:
                taken = min(taken, room - (self.stretch.reach - 1))
            if room == INFINITY or (is_found and taken >= room * MANY.much_less):
                break
            # the prices of a roster say of all teams what single days take
            room = taken if is_found or room == first else max(taken, MANY.more * room)

    def first_room(self, near: NearTeams) -> float:
        """Give the room of the first team: days take a larger share of what fewer people do."""
        few = MANY.many / max(1.0, near.most) if self.first.name == "people" else 1.0
        return MANY.first_room * max(1.0, few)

    def _taken(self, near: NearTeams, sizing: Sizing) -> float:
        """Give the share of the targets that a roster takes of what prices say; keep the team if it meets the plan.

        From then on all teams are bounded by what its single days show.
        """
        if not is_of_many(sizing.team):
            self._try(sizing)
            return MANY.first_room
        self._tell(say("a roster for {n} people", n=sizing.people))
        found = roster_of_many(self.department, sizing.team, self.clock)
        if found is None:
            return MANY.first_room
        if found.reach >= 1:
            self.best = FoundTeam(sizing, found.people)
            self._learn_bounds(near)
            self.stretch = Reach(found.reach, INFINITY, sizing.team, tuple(found.people))
        if found.prices is None:
            return max(0.0, found.bound - found.reach)
        near.learn(found.prices)
        shown = bound_of(found.prices, sizing.team)
        return max(0.0, (shown.given + math.fsum(shown.worth)) / shown.scale - found.reach)

    def _learn_bounds(self, near: NearTeams) -> None:
        """Keep what prices prove of the objectives, each where those before it are as in the best team."""
        assert self.best is not None
        self.proven = near.bound(self.first, self.clock)
        worth = self._worth(self.best.sizing)
        kept = list(zip(self.aims, worth, strict=True))
        for number, aim in enumerate(self.others, start=1):
            bound = near.all.least(aim, kept[:number], self.clock).bound
            self.others_proven[worth[:number]] = aim.bound(bound)

    def _bounds_again(self, claimed: dict[str, float]) -> dict[str, float]:
        """Give what is claimed: it was added up from prices, which need no solver's word."""
        return claimed

    def _find_reach_of(self, best: FoundTeam, status: Status) -> None:
        if self.stretch is None:
            super()._find_reach_of(best, status)
        elif self._may_be_fewer(best):
            fewer = len(best.people) - 1
            self._tell(say("how far {n} people get", n=fewer))
            self.one_fewer = self._reach_of_fewer(fewer)

    def _reach_of_fewer(self, people: int) -> Reach | None:
        """Find how far a team of fewer people gets, with what prices say that none exceeds."""
        self._near.most = people
        sizing = self._near.with_most_room(self.clock, room=-1.0)
        found = roster_of_many(self.department, sizing.team, self.clock) if is_of_many(sizing.team) else None
        if found is None or sizing.people != people:
            others = ReachSearch(self.department, self.clock, people=people, effort=FEWER)
            return others.most(twice=True)
        if found.prices is not None:
            self._near.learn(found.prices)
        return Reach(found.reach, self._near.all.most_reach(people), sizing.team, tuple(found.people))
