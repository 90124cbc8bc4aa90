"""Between teams that are as good in all objectives and have the odds: the best in each tie, in their order.

The region of deals that holds all plans with the odds bounds what any such team comes to, and proposes the one with the
most of these deals. A roster that carries the mix of which it can do most, and quotas with the odds, show that it will.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from salescrew.models.department.department import Department
from salescrew.models.department.goals import Aim
from salescrew.models.department.posts import Post
from salescrew.solver.engine.program import Clock
from salescrew.solver.search.confidence.effort import EFFORT
from salescrew.solver.search.confidence.mixes import Mixes
from salescrew.solver.search.confidence.promise import Asking, Promised, asking_besides, with_odds
from salescrew.solver.search.team_trials import FoundTeam
from salescrew.solver.search.trial import roster_of
from salescrew.solver.staffing.roster_effort import FIRST


class TiesWithOdds:
    """The search for the best team in ties among those that are as good, where odds are a matter of a few products.

    Parameters
    ----------
    arithmetic
        Bounds of the ties that need no search, of a team, by name.
    """

    def __init__(
        self,
        department: Department,
        mixes: Mixes,
        clock: Clock,
        arithmetic: Callable[[FoundTeam], Mapping[str, float]],
    ) -> None:
        assert department.plan.target.confidence is not None
        self.department = department
        self.wanted = department.plan.target.confidence
        self.mixes = mixes
        self.clock = clock
        self.arithmetic = arithmetic
        self.bounds: dict[str, float] = {}
        self._kept: list[tuple[Aim, float]] = []

    def best(self, found: Promised) -> Promised:
        """Find the best team, and bounds of what any that is as good comes to."""
        self._kept = [(aim, self._value(found, aim)) for aim in self.department.sought]
        for aim in self.department.ties.values():
            found, bound = self._least(found, aim, self.arithmetic(found.team)[aim.name])
            self.bounds[aim.name] = min(bound, self._value(found, aim))
            self._kept.append((aim, self._value(found, aim)))
        return found

    def _least(self, found: Promised, aim: Aim, shown: float) -> tuple[Promised, float]:
        """Find the least of a tie at the values of what comes before it, and a bound."""
        without: list[Sequence[Post]] = []
        for _ in range(EFFORT.tie_proposals):
            value = self._value(found, aim)
            if _is_same(shown, value) or self.clock.is_over():
                break
            claimed, team = self._proposed(found, aim, without)
            if claimed > shown and self.mixes.is_proof:
                shown = max(shown, self._shown_again(aim, min(claimed, value), without))
            if _is_same(claimed, value) or not team:
                break
            better = self._tested(found, team)
            if better is not None:
                found = better
            elif self.mixes.bound_of_team(team) < self.wanted:
                without.append(team)
            else:
                break
        return found, shown

    def _proposed(self, found: Promised, aim: Aim, without: Sequence[Sequence[Post]]) -> tuple[float, tuple[Post, ...]]:
        """Give what no team comes below in a tie, and of those that come to as little one that can sell much."""
        frontier = self.mixes.frontier
        bounds = [(frontier.least(aim, self._kept, region, without), region) for region in self.mixes.known_regions]
        bound, region = min(bounds, key=lambda of: of[0])
        if bound >= self._value(found, aim) or not math.isfinite(bound):
            return bound, ()
        sold = found.result.products or {}
        deals = {name: sold[name].deals for name in self.mixes.odds.products}
        return bound, frontier.seller([*self._kept, (aim, bound)], region, without, deals)

    def _shown_again(self, aim: Aim, claimed: float, without: Sequence[Sequence[Post]]) -> float:
        """Give as much of a bound as a second proof shows."""
        frontier = self.mixes.frontier
        return min(
            (frontier.least_again(aim, self._kept, region, without, claimed) for region in self.mixes.known_regions),
            default=0.0,
        )

    def _tested(self, known: Promised, team: tuple[Post, ...]) -> Promised | None:
        """Look for a roster of a team and for quotas with the odds."""
        asking = roomiest(self.department, self.mixes, team)
        if asking is None:
            return None
        clock = self.clock.sparing(EFFORT.tie_calls, EFFORT.nodes)
        tried = roster_of(asking(1.0), team, clock, FIRST)
        if not tried.has_roster:
            return None
        sizing = replace(known.team.sizing, team=tried.team)
        return with_odds(self.department, asking, FoundTeam(sizing, tried.people))

    def _value(self, found: Promised, aim: Aim) -> float:
        return self.department.worth(found.team.sizing.team, aim.name)


def roomiest(department: Department, mixes: Mixes, team: Sequence[Post]) -> Asking | None:
    """Ask for mixes that have the odds, around the one of which a team can do most beyond that; None where none has."""
    reached, deals = mixes.best_of_team(team)
    if reached < mixes.wanted:
        return None
    return asking_besides(department, mixes.enough_around(mixes.just_enough(deals)))


def _is_same(bound: float, value: float) -> bool:
    return bound >= value - EFFORT.same * max(1.0, abs(value))
