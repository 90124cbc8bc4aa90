"""Of a plan with the odds: the best team in ties of those that are as good, and weeks that are even with it.

The odds take deals of several products, and many mixes of these have them. A team is asked for those around the one of
which it can do most beyond what the odds take: so much room is left for others in its place, and for even weeks.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from salescrew.errors import ModelError
from salescrew.models.answers.evenness import RolesBecause
from salescrew.models.answers.result import Result
from salescrew.models.department.department import Department
from salescrew.solver.engine.program import Clock
from salescrew.solver.even.evened import Evened, evenest, exceeds_aims, with_least
from salescrew.solver.search.answer import answer
from salescrew.solver.search.confidence.effort import EFFORT, EVEN
from salescrew.solver.search.confidence.mixes import Mixes
from salescrew.solver.search.confidence.promise import Promised, odds_in, with_odds
from salescrew.solver.search.confidence.ties import TiesWithOdds, roomiest
from salescrew.solver.search.question import Learned
from salescrew.solver.search.same_roles import in_same_roles
from salescrew.solver.search.size import TeamModel
from salescrew.solver.search.team_trials import FoundTeam
from salescrew.solver.search.ties import AsGood, TieSearch
from salescrew.solver.staffing.columns import coarsest


class HandedOut:
    """Makes the best of a team that has the odds, at no price to the objectives and the odds.

    Parameters
    ----------
    mixes
        What the odds take; None where that is no matter of the deals of a few products.
    bounds
        What is proven of the objectives, by name.
    """

    def __init__(
        self, department: Department, mixes: Mixes | None, found: Promised, clock: Clock, bounds: Mapping[str, float]
    ) -> None:
        assert department.plan.target.confidence is not None
        self.department = department
        self.wanted = department.plan.target.confidence
        self.mixes = mixes
        self.found = found
        self.clock = clock
        self.bounds = bounds
        self.ties_proven: Mapping[str, float] = {}
        # the team in which those who are alike have the same role, where there is another than the one that was found
        self._alike: Promised | None = None
        self._why_other_roles: RolesBecause = "not_sought"

    def settle_ties(self) -> None:
        """Take the best of the teams that are as good, as far as these have the odds."""
        if self.mixes is not None:
            with_odds_kept = TiesWithOdds(self.department, self.mixes, self.clock, self._arithmetic)
            self.found = with_odds_kept.best(self.found)
            self.ties_proven = with_odds_kept.bounds
            asking = roomiest(self.department, self.mixes, self.found.team.sizing.team)
            self._take(asking and with_odds(self.department, asking, self.found.team))
        else:
            asked = self.found.asking(1.0)
            search = self._ties(self.found, [partial(TeamModel, asked, coarsest(asked.plan))], asked)
            self._take(self._with_team(search.best(self.found.team.sizing.team, self.found.team.people)))
            self.ties_proven = self._arithmetic(self.found.team)
        self._let_those_alike_have_same_role()

    def _take(self, better: Promised | None) -> None:
        self.found = better or self.found

    def _with_team(self, as_good: AsGood) -> Promised | None:
        """Give a team as good quotas with the odds; None where it has none."""
        sizing = replace(self.found.team.sizing, team=as_good.team)
        return with_odds(self.department, self.found.asking, FoundTeam(sizing, as_good.people))

    def _let_those_alike_have_same_role(self) -> None:
        """Look for a team as good in which people who are alike have fewer roles."""
        asked, learned = self.found.asking(1.0), Learned()
        search = self._ties(self.found, [], asked)
        best = search.best(self.found.team.sizing.team, self.found.team.people)
        make: Callable[[], TeamModel] = partial(TeamModel, asked, coarsest(asked.plan))
        alike = in_same_roles(asked, best, partial(search.as_good, make), learned, self.clock)
        self._why_other_roles = "as_good"
        if alike is not best:
            self._alike = self._with_team(alike)

    def _arithmetic(self, team: FoundTeam) -> Mapping[str, float]:
        """Give what is proven of the ties of a team without any search."""
        return self._ties(self.found, [], self.department).best(team.sizing.team, team.people).bounds

    def _ties(self, found: Promised, models: list[Callable[[], TeamModel]], asked: Department) -> TieSearch:
        reached = list(zip(self.department.sought, found.value, strict=True))
        return TieSearch(asked, self.clock, reached, self.bounds, models, Learned())

    def evened(self) -> Result:
        """Give the team even weeks where these have the odds as well, asked for ever more where they miss them."""
        for team in (self._alike, self.found):
            for asked, even in self._evened_for_more(team) if team is not None else ():
                result = self._written(asked, even)
                if odds_in(result) < self.wanted:
                    continue
                if team is self._alike or _uneven(result) <= _uneven(self.found.result):
                    return self._written(asked, with_least(self._surely_asked, even, self.clock))
                return self.found.result
        return self.found.result

    def _evened_for_more(self, team: Promised) -> Iterator[tuple[Department, Evened]]:
        """Yield a team with even weeks that is asked for ever more, as far as it carries that."""
        with contextlib.suppress(ModelError):
            for more in EFFORT.times_for_even_weeks:
                asked = team.asking(more)
                yield asked, evenest(asked, team.team.people, self.clock, EVEN)

    def _written(self, asked: Department, even: Evened) -> Result:
        return answer(
            asked,
            "feasible",
            even.people,
            even.quotas,
            None,
            wanted=self.department.plan,
            least=even.least,
            other_roles=self._why_other_roles,
        )

    @property
    def _surely_asked(self) -> Department:
        """What every plan with the odds does: so it is shown what none of these comes below."""
        if self.mixes is None or not self.mixes.is_proof or len(self.mixes.known_regions) != 1:
            return self.department
        return self.department.asking_besides(self.mixes.known_regions[0])


def _uneven(result: Result) -> float:
    return 0.0 if result.evenness is None else exceeds_aims(result.evenness)
