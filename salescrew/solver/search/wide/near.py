"""The best team of very many different people, near what prices say of them.

Prices of everybody in a few bands tell who is surely in the team, and who is not; among those whom they leave open a
relaxed model finds better prices, and so on, until what they prove is about what the relaxed team takes. It holds for
all teams, also for those who are left out of the models.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from salescrew.models.department.department import Department
from salescrew.models.department.goals import Aim
from salescrew.solver.engine.program import INFINITY, Clock, Engine, State, least
from salescrew.solver.search.effort import MANY
from salescrew.solver.search.size import Sizing, TeamModel
from salescrew.solver.search.wide.start import bands
from salescrew.solver.search.wide.teams import Bounded, PricedTeams
from salescrew.solver.staffing.columns import coarsest
from salescrew.solver.staffing.prices import Prices


@dataclass(frozen=True)
class _Relaxed:
    """What the best team takes with people in part, and whether it meets the targets."""

    value: float
    is_met: bool


class NearTeams:
    """The teams that prices leave, and who of them is looked at.

    Attributes
    ----------
    most
        What teams may come to in the first objective, where that is known.
    """

    def __init__(self, department: Department) -> None:
        self.department = department
        self.all = PricedTeams(department)
        self.first, *others = department.sought
        self.next = others[0] if others else None
        self.most = INFINITY
        self._of_rosters: list[Prices] = []

    # ---- what is proven

    def bound(self, aim: Aim, clock: Clock) -> float:
        """Give what no team comes below: in the first objective any, in another one that keeps to the first."""
        return aim.bound(self._bounded(aim, clock).bound)

    def _bounded(self, aim: Aim, clock: Clock) -> Bounded:
        is_kept = aim is not self.first and self.most < INFINITY
        return self.all.least(aim, [(self.first, self.most)] if is_kept else [], clock)

    def learn(self, prices: Prices) -> None:
        """Keep to what the prices of a roster say of every team from now on."""
        self._of_rosters.append(prices)
        self.all.learn(prices)

    def find_prices(self, clock: Clock) -> bool:
        """Find prices that prove about the least of the objectives; tell whether people in part meet the targets."""
        everybody = TeamModel(self.department, coarsest(self.department.plan), posts=bands(self.department))
        if self._priced(everybody, self.first, clock) is None:
            return False
        is_met = self._close_in_on(self.first, clock)
        if self.first.name == "people":
            self.most = self.bound(self.first, clock)
            is_met = self._close_in_on(self.next, clock) if self.next is not None else is_met
        return is_met

    def _close_in_on(self, aim: Aim, clock: Clock) -> bool:
        """Make prices anew among those whom the last ones leave open, until these prove about what a team takes."""
        is_met = False
        for _ in range(MANY.rounds):
            if clock.is_over():
                break
            priced = (self._priced(model, aim, clock) for model in self._models(aim, 0.0, clock))
            relaxed = next((of for of in priced if of is not None), None)
            if relaxed is None:
                return False
            is_met = relaxed.is_met
            if aim is not self.first:
                self.most = max(self.most, self.bound(self.first, clock))
            enough = 1.0 if aim is self.first and aim.step == 1.0 else MANY.close * relaxed.value
            if is_met and relaxed.value - self._bounded(aim, clock).bound <= enough:
                break
        return is_met

    def _priced(self, model: TeamModel, aim: Aim, clock: Clock) -> _Relaxed | None:
        """Learn the prices of a relaxed model, with targets missed at a high price where there is no other way.

        None where not even what comes by itself can be done.
        """
        program, terms = model.program, model.terms(aim.name)
        needed, program.lower[model.reach] = program.lower[model.reach], 0.0
        short = program.column()
        program.row([(model.reach, 1.0), (short, 1.0)], at_least=needed)
        dear = MANY.short * max(1.0, self._bounded(aim, clock).bound, *(each for _, each in terms))
        found = least(program, [*terms, (short, dear)], clock=clock, relaxed=True, engine=Engine.GLOP)
        if not found.has_solution:
            return None
        self.all.learn(Prices(model.staffing, found))
        value = math.fsum(each * found.values[column] for column, each in terms)
        return _Relaxed(value, found.values[short] <= MANY.met_within)

    # ---- teams

    def _models(self, aim: Aim, room: float, clock: Clock) -> Iterator[TeamModel]:
        """Yield models of those who are left open, and of ever more."""
        bounded = self._bounded(aim, clock)
        for more in (MANY.near, MANY.nearly, len(self.all.posts)):
            near = self.all.open_to(bounded, more)
            grain = coarsest(self.department.plan)
            model = TeamModel(
                self.department, grain, room=room, prices=self._of_rosters, posts=near.posts, sure=near.sure
            )
            if aim is not self.first and self.most < INFINITY:
                model.keep_at_most(self.first, self.most)
            yield model

    def cheapest(self, room: float, clock: Clock) -> Sizing:
        """Find a team that costs about the least, with some room above the targets."""
        models = self._models(self.next or self.first, room, clock)
        return self._first_team(model.cheapest(clock, room) for model in models)

    def with_most_room(self, clock: Clock, room: float = 0.0) -> Sizing:
        """Find the team that could do most beyond the targets, or beyond a share of them, whatever it costs."""
        models = self._models(self.next or self.first, room, clock)
        return self._first_team(model.with_most_room(clock) for model in models)

    def _first_team(self, proposed: Iterator[Sizing]) -> Sizing:
        none = Sizing(State.UNKNOWN, (), {}, proven=False)
        return next((sizing for sizing in proposed if sizing.has_team), none)
