"""Between teams that are as good in all objectives: fewest hires, fewest other roles, narrowest roles, least cost.

Mostly the team that was found is the best in these already, and what shows it is arithmetic: nobody is hired, nobody
changes role. Where it is not, each tie in its order is looked for as the objectives are: a relaxation of all teams that
are as good proposes one and bounds what any comes to, and a roster of whole days shows that it will do.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from salescrew.models.department.department import Department
from salescrew.models.department.goals import Aim
from salescrew.models.department.ties import DAYS_OF_A_MONTH, days_paid
from salescrew.solver.engine.program import Clock
from salescrew.solver.search.effort import TIES as EFFORT
from salescrew.solver.search.question import Learned
from salescrew.solver.search.size import TeamModel
from salescrew.solver.search.trial import Team, roster_of
from salescrew.solver.staffing.deal import PersonRoster
from salescrew.solver.staffing.roster_effort import FIRST


@dataclass(frozen=True)
class AsGood:
    """A team that is as good as the best in all objectives, and what is proven of each tie."""

    team: Team
    people: Sequence[PersonRoster]
    bounds: Mapping[str, float]


class TieSearch:
    """The search for the best team among those that are as good.

    Parameters
    ----------
    objectives
        The objectives with the values that no team may exceed.
    proven
        What is proven of the objectives, by name.
    models
        Make a model of all teams, each finer than the one before.
    """

    def __init__(
        self,
        department: Department,
        clock: Clock,
        objectives: Sequence[tuple[Aim, float]],
        proven: Mapping[str, float],
        models: Sequence[Callable[[], TeamModel]],
        learned: Learned,
    ) -> None:
        self.department = department
        self.clock = clock.sparing(EFFORT.calls, EFFORT.nodes)
        self.kept = list(objectives)
        self.proven = proven
        self.models = models
        self.learned = learned
        self._has_learned = False

    def best(
        self, team: Team, people: Sequence[PersonRoster], before: Mapping[str, Aim] = MappingProxyType({})
    ) -> AsGood:
        """Find the best team; without models, say what arithmetic proves of this one.

        Parameters
        ----------
        before
            What counts before the ties, in this order, where that is not kept already.
        """
        best = AsGood(team, people, {})
        for name, aim in {**before, **self.department.ties}.items():
            best, bound = self._least(best, aim, self._arithmetic(name))
            value = self._value(best.team, name)
            best = replace(best, bounds={**best.bounds, name: min(bound, value)})
            self.kept.append((aim, value))
        return best

    def _value(self, team: Team, tie: str) -> float:
        return self.department.worth(team, tie)

    def _arithmetic(self, tie: str) -> float:
        """Bound a tie without any search: hires by who is there, the cost by what all cost in a month."""
        everyone = self.department.everyone
        if tie == "hires":
            return max(0.0, self.proven.get("people", 0.0) - sum(not person.hired for person in everyone))
        if tie == "cost":
            horizon, records = self.department.horizon, [person.record for person in everyone]
            fewest = min((days_paid(horizon, record, record.starts[-1]) for record in records), default=0)
            return self.proven.get("monthly_cost", 0.0) * fewest / DAYS_OF_A_MONTH
        return 0.0

    def _least(self, best: AsGood, aim: Aim, bound: float) -> tuple[AsGood, float]:
        """Find the least of a tie at the values of what comes before it, and a bound."""
        for make in self.models:
            for _ in range(EFFORT.proposals):
                value = self._value(best.team, aim.name)
                if _is_same(bound, value) or self.clock.is_over() or (model := self.as_good(make)) is None:
                    return best, bound
                found = model.best_of(aim, self.clock)
                claimed = min(value, aim.bound(found.bound)) if math.isfinite(found.bound) else bound
                tested = self._test(model, aim, found.objective) if not _is_same(claimed, value) else None
                if tested is not None:
                    best = replace(best, team=tested.team, people=tested.people)
                if _is_same(claimed, self._value(best.team, aim.name)):
                    bound = max(bound, self._shown_again(make, aim, claimed))
                    if _is_same(bound, claimed):
                        return best, bound
                if tested is None and not self._has_learned:
                    break  # a finer model knows more
        return best, bound

    def _test(self, model: TeamModel, aim: Aim, least: float | None) -> AsGood | None:
        """Look for a roster of the roomiest team with the least of a tie."""
        self._has_learned = False
        if least is None:
            return None
        model.keep_at_most(aim, least + EFFORT.same)
        proposed = model.with_most_room(self.clock)
        if not proposed.has_team or self.learned.rules_out(proposed.team):
            return None
        tried = roster_of(self.department, proposed.team, self.clock, FIRST, thoroughly=True)
        self.learned.learn(tried)
        self._has_learned = tried.has_roster is False
        return AsGood(tried.team, tried.people, {}) if tried.has_roster else None

    def as_good(self, make: Callable[[], TeamModel]) -> TeamModel | None:
        """Make a model of the teams that are as good so far; None where that is not worth it."""
        model = make()
        if sum(model.program.whole) > EFFORT.most_whole:
            return None
        for aim, value in self.kept:
            model.keep_at_most(aim, value + EFFORT.same)
        return model

    def _shown_again(self, make: Callable[[], TeamModel], aim: Aim, claimed: float) -> float:
        """Give as much of a bound as a second proof shows."""
        model = self.as_good(make)
        return 0.0 if model is None else model.bound_again(aim, claimed, self.clock)


def _is_same(bound: float, value: float) -> bool:
    return bound >= value - EFFORT.same * max(1.0, abs(value))
