"""What any team can be expected to sell: the relaxed model of all teams, asked for deals of each product."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from salescrew.models.department.department import TARGET_TOLERANCE, Department
from salescrew.models.department.goals import Aim, DealSum, Goal
from salescrew.models.department.posts import Post
from salescrew.solver.engine.program import INFINITY, Clock, State, Term, least
from salescrew.solver.search.confidence.effort import EFFORT
from salescrew.solver.search.effort import MODEL
from salescrew.solver.search.size import TeamModel
from salescrew.solver.staffing.columns import Grain, coarsest

Deals = Mapping[str, float]


Value = tuple[float, ...]
"""The objectives, in their order."""


Kept = Sequence[tuple[Aim, float]]
"""Objectives and ties, and the most that each may come to."""


class TimeIsUpError(Exception):
    """The time was up before a bound was found that says anything."""


class Frontier:
    """Asks what teams can be expected to sell besides meeting the targets on average."""

    def __init__(self, department: Department, products: Sequence[str], clock: Clock) -> None:
        self.department = department
        self.products = products
        # the relaxations are many, and each takes a moment: no effort to speak of
        self.clock = clock.unspent()
        self.aims = department.sought
        self.nobody: Value = (math.inf,) * len(self.aims)
        self.model = self._model()

    def _model(self) -> _DealsModel:
        return _DealsModel(self.department, coarsest(self.department.plan), self.products)

    def best(
        self, cuts: Sequence[DealSum], without: Sequence[Sequence[Post]] = (), *, others_whole: bool = True
    ) -> tuple[Value, tuple[Post, ...]]:
        """Find the best team that can be expected to sell what some cuts ask, and the bounds of the objectives.

        Parameters
        ----------
        without
            Teams that are ruled out.
        others_whole
            Whether people come in whole numbers for all but the first objective: otherwise that takes a moment only.
        """
        model = self._within(cuts, without)
        first, *others = self.aims
        best = model.best_of(first, self.clock)
        if best.state is State.INFEASIBLE:
            return self.nobody, ()
        value = [first.bound(best.bound), *(0.0 for _ in others)]
        if not best.has_solution:
            return tuple(value), ()
        for number, aim in enumerate(others, start=1):
            model.limit(self.aims[number - 1], value[number - 1])
            if others_whole:
                then = model.best_of(aim, self.clock)
                best = then if then.has_solution else best
            else:
                then = least(model.program, model.terms(aim.name), clock=self.clock, relaxed=True)
            value[number] = aim.bound(then.bound)
        return tuple(value), model.team(best.values)

    def _within(self, cuts: Sequence[DealSum], without: Sequence[Sequence[Post]]) -> _DealsModel:
        model = self._model()
        for team in without:
            model.rule_out(team)
        for cut in cuts:
            model.cut(cut)
        return model

    def shown_again(self, cuts: Sequence[DealSum], without: Sequence[Sequence[Post]], value: Value) -> Value:
        """Give as much of the bounds that were found for some cuts as a second proof shows."""
        model = self._within(cuts, without)
        shown = [0.0] * len(self.aims)
        if value == self.nobody:
            return self.nobody if model.has_none_again(self.clock) else tuple(shown)
        for number, (aim, claimed) in enumerate(zip(self.aims, value, strict=True)):
            shown[number] = model.bound_again(aim, claimed, self.clock)
            if shown[number] < claimed:
                break
            model.limit(aim, claimed)
        return tuple(shown)

    def least(self, aim: Aim, kept: Kept, cuts: Sequence[DealSum], without: Sequence[Sequence[Post]]) -> float:
        """Give what no team comes below in a tie that is at most so much in all before it; infinity without one."""
        found = self._as_good(kept, cuts, without).best_of(aim, self.clock, MODEL.room_nodes)
        return math.inf if found.state is State.INFEASIBLE else max(0.0, aim.bound(found.bound))

    def least_again(
        self, aim: Aim, kept: Kept, cuts: Sequence[DealSum], without: Sequence[Sequence[Post]], claimed: float
    ) -> float:
        """Give as much of that as a second proof shows."""
        return self._as_good(kept, cuts, without).bound_again(aim, claimed, self.clock)

    def seller(
        self, kept: Kept, cuts: Sequence[DealSum], without: Sequence[Sequence[Post]], deals: Deals
    ) -> tuple[Post, ...]:
        """Find a team that can sell much, each product set against so many deals of it."""
        model = self._as_good(kept, cuts, without)
        objective = [(column, -each / deals[name]) for name in deals for column, each in model.towards[name]]
        found = least(model.program, objective, clock=self.clock, gap=MODEL.room_gap, nodes=MODEL.room_nodes)
        return model.team(found.values) if found.has_solution else ()

    def _as_good(self, kept: Kept, cuts: Sequence[DealSum], without: Sequence[Sequence[Post]]) -> _DealsModel:
        model = self._within(cuts, without)
        for aim, value in kept:
            model.keep_at_most(aim, value + EFFORT.same)
        return model

    def most(self, product: str, beside: Deals, people: int | None = None, *, relaxed: bool = False) -> float | None:
        """Bound how much of a product any team can be expected to sell, beside so much of the others.

        Parameters
        ----------
        people
            Teams of at most so many.
        relaxed
            Whether people may be split, which takes a moment only.

        Returns
        -------
        float or None
            Nobody sells more; None where no team can even do the rest.

        Raises
        ------
        TimeIsUpError
            Where nothing was found in time.
        """
        self.model.ask(beside)
        aim = self.department.aims["people"]
        self.model.limit(aim, INFINITY if people is None else float(people))
        found = self.model.most(product, self.clock, relaxed=relaxed)
        self.model.limit(aim, INFINITY)
        return found

    def most_of(self, team: Sequence[Post], product: str, beside: Deals) -> float | None:
        """Tell how much of a product one team can be expected to sell, beside so much of the others."""
        self.model.ask(beside)
        with self.model.program.settling(self.model.counts(team)):
            return self.model.most(product, self.clock, relaxed=True)


class _DealsModel(TeamModel):
    """The relaxed model of all teams, with a row for the deals of each product and for each objective."""

    most_reach = 1.0

    def __init__(self, department: Department, grain: Grain, products: Sequence[str]) -> None:
        super().__init__(department, grain)
        goals = {product: department.asked_for.of_deals(product) for product in products}
        self.given = {product: goal.given for product, goal in goals.items()}
        self.towards = {product: self._towards(goal) for product, goal in goals.items()}
        self.rows = {product: self.program.row(terms) for product, terms in self.towards.items()}
        bound: dict[str, None] = dict.fromkeys(["people", "monthly_cost", *department.plan.objective])
        self.limits = {name: self.program.row(self.terms(name)) for name in bound}

    def _towards(self, goal: Goal) -> Sequence[Term]:
        terms = self.staffing.towards(goal)
        assert terms is not None, "deals of the horizon are no matter of months"
        return terms

    def ask(self, deals: Deals) -> None:
        """Ask for so many deals, and for none of the products that are not named."""
        for product, row in self.rows.items():
            wanted = deals.get(product, 0.0)
            self.program.row_lower[row] = wanted * (1 - TARGET_TOLERANCE / 2) - self.given[product]

    def limit(self, aim: Aim, most: float) -> None:
        """Let an objective be at most so much."""
        self.program.row_upper[self.limits[aim.name]] = (
            most + MODEL.cost_within * max(1.0, most) if most < INFINITY else most
        )

    def cut(self, cut: DealSum) -> None:
        """Ask for a sum of deals, each times a number."""
        numbers, wanted = cut
        terms = [(column, numbers[name] * each) for name in numbers for column, each in self.towards[name]]
        given = sum(numbers[name] * self.given[name] for name in numbers)
        self.program.row(terms, at_least=wanted * (1 - TARGET_TOLERANCE / 2) - given)

    def counts(self, team: Sequence[Post]) -> dict[int, float]:
        """Give the number of people in each role that a team has, by column."""
        had: dict[object, int] = {}
        kinds = {person.name: person.kind for person in self.staffing.department.everyone}
        for post in team:
            key = (kinds[post.names[0]], post.choice)
            had[key] = had.get(key, 0) + post.count
        return {
            columns.people: float(had.get((kinds[post.names[0]], post.choice), 0))
            for post, columns in self.staffing.pairs()
        }

    def most(self, product: str, clock: Clock, *, relaxed: bool = False) -> float | None:
        """Bound the deals of a product."""
        objective = [(column, -weight) for column, weight in self.towards[product]]
        outcome = least(
            self.program,
            objective,
            clock=clock,
            gap=EFFORT.bound_gap,
            nodes=None if relaxed else MODEL.room_nodes,
            relaxed=relaxed,
        )
        if outcome.state is State.INFEASIBLE:
            return None
        if outcome.bound == -INFINITY:
            raise TimeIsUpError
        return self.given[product] - outcome.bound
