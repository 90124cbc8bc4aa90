"""How few people, in which roles: the team that is best in the order of the plan's objective.

Relaxations come first, the coarsest the fastest. Each proves a bound; the team it proposes has, among the best, the
most room above the targets, so that a roster is likely to exist. A roster for it is the proof that the bound is met.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass

from salescrew.models.department.department import Department
from salescrew.models.department.goals import Aim
from salescrew.models.department.posts import Post
from salescrew.models.department.ties import weight
from salescrew.solver.engine.program import INFINITY, Clock, Outcome, State, Term, least
from salescrew.solver.engine.second_proof import shown_again
from salescrew.solver.search.effort import MODEL
from salescrew.solver.search.near_relaxation import least_near_relaxation
from salescrew.solver.staffing.columns import Grain, PostColumns
from salescrew.solver.staffing.model import Staffing
from salescrew.solver.staffing.prices import Prices, ReachBound
from salescrew.solver.staffing.whole_weeks import days_whole


@dataclass(frozen=True)
class Sizing:
    """A proposed team, and what its model proved.

    Attributes
    ----------
    bounds
        Proven bounds by objective: each holds at the values of those before it in this team.
    proven
        Whether the team is the best of its model in all objectives.
    values
        The values of the model's columns.
    room
        By which share of the targets the team exceeds them in its model.
    """

    state: State
    team: tuple[Post, ...]
    bounds: dict[str, float]
    proven: bool
    values: Sequence[float] = ()
    room: float = 0.0

    @property
    def has_team(self) -> bool:
        """Whether there is a team; it may be of nobody."""
        return bool(self.values)

    @property
    def people(self) -> int:
        """The number of people in the team."""
        return sum(post.count for post in self.team)


class TeamModel:
    """The staffing model over everyone, with the rules for a team and the objective.

    Parameters
    ----------
    whole_days
        Whether days hold whole patterns; otherwise they may be split among patterns, as a relaxation.
    room
        By which share of the targets to exceed them.
    apart
        Whether people who are alike are told apart.
    prices
        What was learned from teams that could not carry the plan, even with split days.
    without
        Teams that were proven to have no roster.
    posts
        Who may be in a team in which role; by default everybody in every role.
    sure
        By their names, those who are in it in any case, besides those who are to be kept.
    staffing
        The staffing model, where it is written already; what a team must keep to is added to it.
    """

    most_reach = MODEL.most_reach
    elastic = False

    def __init__(
        self,
        department: Department,
        grain: Grain,
        *,
        whole_days: bool = False,
        room: float = 0.0,
        apart: bool = False,
        prices: Sequence[Prices] = (),
        without: Sequence[Sequence[Post]] = (),
        posts: Sequence[Post] | None = None,
        sure: Set[tuple[str, ...]] = frozenset(),
        staffing: Staffing | None = None,
    ) -> None:
        self.department = department
        posts = posts if staffing is None else staffing.posts
        kinds = [[person] for person in department.everyone] if apart else department.kinds
        self.posts = [post for kind in kinds for post in department.choices(kind)] if posts is None else list(posts)
        self.sure = sure
        self.staffing = staffing or Staffing(
            department, self.posts, grain, stretch=self.most_reach, elastic=self.elastic
        )
        self.program = self.staffing.program
        assert self.staffing.reach is not None
        self.reach = self.staffing.reach
        self._ask_for_room(room)
        counted = {columns.people for columns in self.staffing.columns}
        if not whole_days:
            self.program.whole = [column in counted for column in range(len(self.program.whole))]
        elif grain is not Grain.DAYS:
            days_whole(self.staffing)
        self._kind_of = {name: post.names[0] for post in self.posts for name in post.names}
        self._members_have_one_role()
        self._limits_hold()
        for of_a_team in prices:
            self.bound_reach(of_a_team)
        for team in without:
            self.rule_out(team)

    def _ask_for_room(self, room: float) -> None:
        """Ask for so much above the targets; without targets there is nothing to exceed."""
        self.program.lower[self.reach] = min(1.0 + room, self.program.upper[self.reach])

    def _members_have_one_role(self) -> None:
        """Give everyone at most one role, and those to be kept exactly one."""
        of_kind: dict[tuple[str, ...], list[int]] = {}
        for post, columns in self.staffing.pairs():
            of_kind.setdefault(post.names, []).append(columns.people)
        kept = {post.names for post in self.posts if post.record.keep} | self.sure
        for names, kind in of_kind.items():
            terms = [(people, 1.0) for people in kind]
            self.program.row(terms, at_least=len(names) if names in kept else 0, at_most=len(names))
        self.kinds = list(of_kind.values())

    def _limits_hold(self) -> None:
        """Keep to the limits on people, hires and cost."""
        limits = self.department.plan.limits
        if limits.people is not None:
            self.program.row(self.terms("people"), at_most=limits.people)
        if limits.hires is not None:
            hires = [(columns.people, 1.0) for post, columns in self.staffing.pairs() if post.hired]
            self.program.row(hires, at_most=limits.hires)
        if limits.monthly_cost is not None:
            self.program.row(self.terms("monthly_cost"), at_most=limits.monthly_cost)
        if limits.cost is not None:
            self.program.row(self.terms("cost"), at_most=limits.cost)

    def bound_reach(self, prices: Prices) -> None:
        """Rule out teams that, at these prices, cannot reach what they must."""
        bound = bound_of(prices, self.posts)
        size = max(1.0, bound.scale, *(abs(worth) for worth in bound.worth))
        worth = [
            (columns.people, each / size) for columns, each in zip(self.staffing.columns, bound.worth, strict=True)
        ]
        reach = (self.reach, -bound.scale / size)
        self.program.row([*worth, reach], at_least=-bound.given / size - MODEL.price_slack)

    def rule_out(self, team: Sequence[Post]) -> None:
        """Rule out a team that has no roster, and every part of it: somebody else must be in a role."""
        others: list[Term] = []
        for (post, columns), count in zip(self.staffing.pairs(), self._counts(team), strict=True):
            if count < post.count:
                more = self.program.column(1.0, whole=True)
                self.program.row([(columns.people, 1.0), (more, -(count + 1.0))], at_least=0)
                others.append((more, 1.0))
        self.program.row(others, at_least=1)

    def terms(self, aim: str) -> list[Term]:
        """Write an objective or a tie over the columns."""
        if aim == "people":
            return [(columns.people, 1.0) for columns in self.staffing.columns]
        counted = [
            (columns.people, weight(self.department.horizon, post, aim)) for post, columns in self.staffing.pairs()
        ]
        return counted if aim == "monthly_cost" else [term for term in counted if term[1]]

    def team(self, values: Sequence[float]) -> tuple[Post, ...]:
        """Read the team out of the values of the columns."""
        return tuple(post for post, _ in self.taken(values))

    def taken(self, values: Sequence[float]) -> list[tuple[Post, PostColumns]]:
        """Read the posts of a team out of the values of the columns, each with its columns."""
        team, taken = [], dict.fromkeys((post.names for post in self.posts), 0)
        for post, columns in self.staffing.pairs():
            count, first = round(values[columns.people]), taken[post.names]
            if count:
                team.append((dataclasses.replace(post, names=post.names[first : first + count]), columns))
                taken[post.names] += count
        return team

    def solve(self, clock: Clock, at_least: float = 0.0, meanwhile: Callable[[Sizing], None] | None = None) -> Sizing:
        """Find the best team of this model.

        Parameters
        ----------
        at_least
            A proven bound of the first objective.
        meanwhile
            Is given a team that is the best in the first objective, before the others are looked at.
        """
        first, *others = self.department.sought
        self.program.row(self.terms(first.name), at_least=at_least * (1 - MODEL.kept_within))
        best = self.best_of(first, clock)
        bounds = {first.name: max(at_least, first.bound(best.bound))} | {aim.name: 0.0 for aim in others}
        if not best.has_solution:
            return Sizing(best.state, (), bounds, proven=False)
        self._keep(first.name, best)
        if meanwhile is not None and others:
            meanwhile(Sizing(State.FEASIBLE, self.team(best.values), bounds, proven=False, values=best.values))
        proven, is_found = best.state is State.OPTIMAL, True
        for aim in others:
            then = self.best_of(aim, clock)
            bounds[aim.name] = aim.bound(then.bound)
            proven, is_found = proven and then.state is State.OPTIMAL, then.has_solution
            if not is_found:
                break
            best = then
            self._keep(aim.name, best)
        if is_found:
            best = self._with_most_room(best, clock)
        state, room = State.OPTIMAL if proven else State.FEASIBLE, best.values[self.reach] - 1
        return Sizing(state, self.team(best.values), bounds, proven, best.values, room)

    def relaxed_bound(self, aim: Aim, clock: Clock) -> float:
        """Bound an objective with whoever may be there in part."""
        return aim.bound(least(self.program, self.terms(aim.name), clock=clock, relaxed=True).bound)

    def cheapest(self, clock: Clock, room: float) -> Sizing:
        """Find a team that costs about the least, with some room above the targets."""
        with self.program.settling():
            self._ask_for_room(room)
            costs = [name for name in self.department.plan.objective if name != "people"]
            aim = self.department.aims[costs[0] if costs else "monthly_cost"]
            return self._unproven(self.best_of(aim, clock, MODEL.cheap_nodes))

    def with_most_room(self, clock: Clock) -> Sizing:
        """Find the team that could do most beyond the targets, whatever it costs."""
        return self._unproven(self._roomiest(clock))

    def any_within(self, kept: Sequence[tuple[Aim, float]], clock: Clock, nodes: int | None = None) -> Sizing:
        """Find any team that comes to at most so much in some objectives, or that there is none."""
        for aim, most in kept:
            self.keep_at_most(aim, most)
        found = least(self.program, [(self.reach, -1.0)], clock=clock, gap=INFINITY, nodes=nodes)
        return self._unproven(found)

    def roomy(self, most: float, clock: Clock, team: Sequence[Post] = ()) -> Sizing:
        """Find a team with much room above the targets that comes to at most so much in the first objective.

        Parameters
        ----------
        team
            Who is in it in any case, each in the role that is given.
        """
        row = self.program.row(self.terms(self.department.sought[0].name), at_most=most)
        with self.program.settling():
            for columns, count in zip(self.staffing.columns, self._counts(team), strict=True):
                self.program.lower[columns.people] = float(count)
            found = self._least([(self.reach, -1.0)], clock, gap=MODEL.roomy_gap, nodes=MODEL.roomy_nodes)
        self.program.row_upper[row] = INFINITY
        return self._unproven(found)

    def _counts(self, team: Sequence[Post]) -> Iterator[int]:
        """Count the people of a team, by post of this model."""
        had: dict[object, int] = {}
        for post in team:
            kind = (self._kind_of[post.names[0]], post.choice)
            had[kind] = had.get(kind, 0) + post.count
        return (had.get((self._kind_of[post.names[0]], post.choice), 0) for post in self.posts)

    def _unproven(self, outcome: Outcome) -> Sizing:
        team = self.team(outcome.values) if outcome.has_solution else ()
        return Sizing(outcome.state, team, dict.fromkeys(self.department.plan.objective, 0.0), False, outcome.values)

    def bound_at(self, kept: Sequence[tuple[Aim, float]], aim: Aim, clock: Clock) -> float:
        """Prove a bound of an objective among teams that come to at most so much in those before it."""
        for before, most in kept:
            self.keep_at_most(before, most)
        return aim.bound(self.best_of(aim, clock).bound)

    def keep_at_most(self, aim: Aim, value: float) -> None:
        """Let an objective be at most a value from now on."""
        self.program.row(self.terms(aim.name), at_most=value * (1 + MODEL.kept_within))

    def bound_again(self, aim: Aim, bound: float, clock: Clock) -> float:
        """Give as much of a proven bound of an objective as a second proof shows."""
        step = aim.step or 1.0
        each = [(column, weight / step) for column, weight in self.terms(aim.name)]
        below = bound / step - (MODEL.between if aim.step else MODEL.next_to * max(1.0, bound))
        if below < 0:
            return bound
        shown = shown_again(self.program, each, below, clock=clock)
        return bound if shown >= below else min(bound, aim.bound(shown * step))

    def has_none_again(self, clock: Clock) -> bool:
        """Tell whether a second proof shows that there is no team at all."""
        return shown_again(self.program, (), INFINITY, clock=clock) == INFINITY

    def reach_at_most_again(self, reach: float, clock: Clock) -> bool:
        """Tell whether a second proof shows that no team reaches more."""
        return shown_again(self.program, [(self.reach, -1.0)], -reach, clock=clock) >= -reach

    def best_of(self, aim: Aim, clock: Clock, nodes: int | None = None) -> Outcome:
        """Find the team that is best in one objective, or the best found in so many nodes of the search tree.

        Of an objective that can only be whole, HiGHS asks an improvement by exactly one, to within its tolerance, and
        so may miss the best of large numbers. People are therefore counted less a little of the reach; that makes
        costs hard to prove, and these are counted in steps instead.
        """
        terms, step = self.terms(aim.name), aim.step or 1.0
        nudge = [(self.reach, -MODEL.nudge)] if aim.name == "people" else []
        each = [(column, weight / step) for column, weight in terms]
        outcome = self._least([*each, *nudge], clock, aim.gap / step, nodes)
        if not outcome.has_solution:
            return dataclasses.replace(outcome, bound=outcome.bound * step)
        objective = math.fsum(weight * outcome.values[column] for column, weight in terms)
        return dataclasses.replace(outcome, bound=outcome.bound * step, objective=objective)

    def _keep(self, name: str, outcome: Outcome) -> None:
        """Let an objective be no worse from now on."""
        assert outcome.objective is not None
        value = outcome.objective
        most = float(round(value)) if name == "people" else value + MODEL.cost_within * max(1.0, abs(value))
        self.program.row(self.terms(name), at_most=most)

    def _with_most_room(self, best: Outcome, clock: Clock) -> Outcome:
        """Among teams as good, take one that could do most beyond the targets."""
        outcome = self._roomiest(clock)
        return outcome if outcome.has_solution else best

    def _roomiest(self, clock: Clock) -> Outcome:
        return self._least([(self.reach, -1.0)], clock, gap=MODEL.room_gap, nodes=MODEL.room_nodes)

    def _least(self, objective: Sequence[Term], clock: Clock, gap: float, nodes: int | None = None) -> Outcome:
        if len(self.kinds) <= MODEL.many_kinds and not self.department.is_wide:
            return least(self.program, objective, clock=clock, gap=gap, nodes=nodes)
        return least_near_relaxation(self.program, objective, self.kinds, clock=clock, gap=gap, nodes=nodes)


def bound_of(prices: Prices, posts: Sequence[Post]) -> ReachBound:
    """Bound the reach of every team out of some posts, of very many at once."""
    if len(posts) <= MODEL.many_posts:
        return prices.bound(posts)
    from salescrew.solver.staffing.pricing import bound_of_many  # this takes numpy, which takes its time

    return bound_of_many(prices, posts)
