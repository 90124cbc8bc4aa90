"""All teams at given prices: what any of them takes at the least, and whom that leaves open.

At prices of a relaxed model everybody in every role is worth so much, day by day, whoever else is there (`Prices`): an
inequality that every team with a roster keeps to. Of these inequalities, with everybody in one role at the most and
within the limits, the least of an objective is a small linear program; its dual values, whatever they are, make a bound
by addition alone:

    sum over k of y[k] * b[k]  +  sum over kinds of  count * min(0, least over roles of reduced cost)

with the rows a[k] * team >= b[k], any y[k] >= 0, and the reduced cost of a role: what it adds to the objective, less
the sum of y[k] * a[k]. So no solver's word is needed for it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

import numpy as np

from salescrew.models.department.department import Department
from salescrew.models.department.goals import Aim
from salescrew.models.department.posts import Post
from salescrew.models.department.ties import weight
from salescrew.solver.engine.program import INFINITY, Clock, Engine, Program, least
from salescrew.solver.search.effort import MANY, MODEL
from salescrew.solver.staffing.prices import Prices, ReachBound
from salescrew.solver.staffing.pricing import Each, bound_of_many

Kept = Sequence[tuple[Aim, float]]
"""Objectives that come to at most so much."""


@dataclass(frozen=True)
class Row:
    """A sum over a team that is at least so much."""

    each: Each
    least: float


@dataclass(frozen=True)
class Bounded:
    """What is proven of an objective, and what decisions on people take beside it.

    Attributes
    ----------
    bound
        No team comes to less.
    reduced
        What each post adds to the bound if somebody has it.
    """

    bound: float
    reduced: Each


@dataclass(frozen=True)
class Near:
    """Who may be in a team that is about the best.

    Attributes
    ----------
    posts
        The people in the roles that they may have.
    sure
        By their names, those who are in it in any case.
    """

    posts: Sequence[Post]
    sure: Set[tuple[str, ...]]


class PricedTeams:
    """Every team that prices leave.

    Attributes
    ----------
    posts
        Everybody in every role.
    kinds
        The numbers of the posts of people who are alike, of which each person has one at the most.
    """

    def __init__(self, department: Department) -> None:
        self.department = department
        self.posts: list[Post] = []
        self.kinds: list[list[int]] = []
        for kind in department.kinds:
            choices = department.choices(kind)
            self.kinds.append(list(range(len(self.posts), len(self.posts) + len(choices))))
            self.posts += choices
        self._rows: list[Row] = [*self._limits()]
        self._weights: dict[str, Each] = {}
        self._priced: list[ReachBound] = []

    def _limits(self) -> Iterator[Row]:
        limits = self.department.plan.limits
        for name, most in (
            ("people", limits.people),
            ("hires", limits.hires),
            ("monthly_cost", limits.monthly_cost),
            ("cost", limits.cost),
        ):
            if most is not None:
                yield Row(-self._of(name), -float(most))

    def _of(self, name: str) -> Each:
        """Give what each post adds to an objective."""
        if name == "people":
            return np.ones(len(self.posts))
        return np.array([weight(self.department.horizon, post, name) for post in self.posts], dtype=float)

    def weights(self, aim: Aim) -> Each:
        """Give what each post adds to an objective, worked out once."""
        if aim.name not in self._weights:
            self._weights[aim.name] = self._of(aim.name)
        return self._weights[aim.name]

    def learn(self, prices: Prices) -> None:
        """Keep to what prices say of every team from now on."""
        bound = bound_of_many(prices, self.posts)
        self._priced.append(bound)
        size = max(1.0, bound.scale, *map(abs, bound.worth))
        self._rows.append(Row(np.array(bound.worth) / size, (bound.scale - bound.given) / size))

    def most_reach(self, people: int) -> float:
        """Bound the reach of so many people, whoever they are: the worthiest do as much as prices say."""
        bounds = [INFINITY]
        for priced in self._priced:
            best = [max(priced.worth[number] for number in kind) for kind in self.kinds]
            each = [
                worth for kind, worth in zip(self.kinds, best, strict=True) for _ in range(self.posts[kind[0]].count)
            ]
            terms = [priced.given, *sorted(each, reverse=True)[:people]]
            most = math.fsum(terms) + MANY.noise * math.fsum(map(abs, terms))
            bounds.append(most / priced.scale if priced.scale > 0 else INFINITY)
        return min(bounds)

    def least(self, aim: Aim, kept: Kept, clock: Clock) -> Bounded:
        """Bound an objective over all teams that come to at most so much in others."""
        rows = [*self._rows, *(Row(-self.weights(of), -most * (1 + MODEL.kept_within)) for of, most in kept)]
        of_aim, program = self.weights(aim), Program()
        columns = [program.column(float(post.count)) for post in self.posts]
        for kind in self.kinds:
            like = self.posts[kind[0]]
            kept_people = like.count if like.record.keep else 0
            program.row([(columns[number], 1.0) for number in kind], at_least=kept_people, at_most=like.count)
        # what is missing of a row costs far more than anybody, so that there are dual values in any case
        dear = MANY.dear * float(of_aim.max(initial=1.0))
        missing = [program.column() for _ in rows]
        written = [
            program.row([*zip(columns, row.each.tolist(), strict=True), (column, 1.0)], at_least=row.least)
            for row, column in zip(rows, missing, strict=True)
        ]
        objective = [*zip(columns, of_aim.tolist(), strict=True), *((column, dear) for column in missing)]
        # a moment's work, and what was found by then is worth its bound
        found = least(program, objective, clock=clock.untimed(), relaxed=True, engine=Engine.GLOP)
        if not found.has_solution:
            return Bounded(0.0, of_aim)
        duals = [max(0.0, found.duals[row]) for row in written]
        reduced = of_aim - sum((dual * row.each for dual, row in zip(duals, rows, strict=True)), np.zeros(len(of_aim)))
        return Bounded(self._added_up(rows, duals, reduced), reduced)

    def _added_up(self, rows: Sequence[Row], duals: Sequence[float], reduced: Each) -> float:
        """Add up what dual values prove, less what sums of floats may be off by."""
        terms = [dual * row.least for dual, row in zip(duals, rows, strict=True)]
        for kind in self.kinds:
            like, best = self.posts[kind[0]], float(reduced[kind].min())
            terms.append(like.count * (best if like.record.keep else min(0.0, best)))
        return math.fsum(terms) - MANY.noise * math.fsum(map(abs, terms))

    def open_to(self, bounded: Bounded, more: int) -> Near:
        """Give everybody's best roles and those that are nearest to it, so many beyond one each.

        Whoever is in a team in any case must be in it.
        """
        best = [min(0.0, float(bounded.reduced[kind].min())) for kind in self.kinds]
        beyond = sorted(
            value - least_of
            for kind, least_of in zip(self.kinds, best, strict=True)
            for value in (0.0, *bounded.reduced[kind].tolist())
            if value > least_of
        )
        within = beyond[min(more, len(beyond) - 1)] if beyond else 0.0
        posts: list[Post] = []
        sure: set[tuple[str, ...]] = set()
        for kind, least_of in zip(self.kinds, best, strict=True):
            near = [number for number in kind if bounded.reduced[number] <= least_of + within]
            posts += [self.posts[number] for number in near]
            if near and (least_of + within < 0.0 or self.posts[near[0]].record.keep):
                sure.add(self.posts[near[0]].names)
        return Near(posts, sure)
