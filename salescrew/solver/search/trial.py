"""A team put to the test: whether it has a roster, and how far it gets; the one answer to both, whoever asks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from salescrew.models.department.department import Department
from salescrew.models.department.posts import Post
from salescrew.solver.engine.program import INFINITY, Clock, State
from salescrew.solver.search.many_people import is_of_many, roster_of_many
from salescrew.solver.staffing.deal import PersonRoster, cannot_be_dealt, deal
from salescrew.solver.staffing.prices import Prices
from salescrew.solver.staffing.roster import RosterModel
from salescrew.solver.staffing.roster_effort import USUAL, RosterEffort

Team = tuple[Post, ...]


@dataclass(frozen=True)
class Tried:
    """Whether a team has a roster of whole days that meets the targets.

    Attributes
    ----------
    team
        As it was tried: people who are alike one by one, where their days cannot be dealt out among them otherwise.
    state
        `OPTIMAL` with a roster, `INFEASIBLE` where it is proven that there is none.
    people
        What everybody does in the roster.
    prices
        Where not even split days would do: what shows it, of this team and of others like it.
    """

    team: Team
    state: State
    people: tuple[PersonRoster, ...] = ()
    prices: Prices | None = None

    @property
    def has_roster(self) -> bool | None:
        """Whether it has one; None where neither is shown."""
        return {State.OPTIMAL: True, State.INFEASIBLE: False}.get(self.state)


@dataclass(frozen=True)
class Reached:
    """How far a team gets with a roster of whole days.

    Attributes
    ----------
    reach
        What the roster that was found reaches; None without one.
    bound
        No roster of the team reaches more; minus infinity where there is none at all.
    is_small
        Whether the bound is closed to the last, since the team has few days.
    """

    reach: float | None
    bound: float
    people: tuple[PersonRoster, ...] = ()
    prices: Prices | None = None
    is_small: bool = False

    @property
    def meets_the_plan(self) -> bool:
        """Whether the roster that was found meets every target."""
        return self.reach is not None and self.reach >= 1 - USUAL.met_within


def roster_of(
    department: Department,
    team: Team,
    clock: Clock,
    effort: RosterEffort = USUAL,
    *,
    thoroughly: bool = False,
) -> Tried:
    """Look for a roster of a team.

    Parameters
    ----------
    thoroughly
        Whether to go on until one is found or proven impossible.
    """
    found = RosterModel(department, team, effort=effort).search(clock, thoroughly=thoroughly)
    if found.state is not State.OPTIMAL:
        return Tried(team, found.state, prices=found.prices)
    people = deal(department, found.posts)
    if not cannot_be_dealt(department, people):
        return Tried(team, State.OPTIMAL, tuple(people))
    singly = one_by_one(team)
    if len(singly) == len(team):
        return Tried(team, State.UNKNOWN)
    return roster_of(department, singly, clock, effort, thoroughly=thoroughly)


def reach_of(
    department: Department,
    team: Team,
    clock: Clock,
    effort: RosterEffort = USUAL,
    *,
    needed: float = 0.0,
    quickly: bool = False,
) -> Reached:
    """Look for the roster with which a team reaches most.

    Parameters
    ----------
    needed
        No roster is looked for where even split days reach less.
    quickly
        Whether a large team may go without a roster close to its bound, or any, where that is not found at once.
    """
    if effort.in_bands and is_of_many(team):
        many = roster_of_many(department, team, clock)
        if many is None:
            return Reached(None, INFINITY)
        return Reached(many.reach, INFINITY, tuple(many.people), many.prices)
    model = RosterModel(department, team, INFINITY, effort)
    most = model.most(clock, needed=needed, quickly=quickly)
    if most.reach is None:
        return Reached(None, most.bound, prices=most.prices, is_small=model.is_small)
    people = deal(department, most.posts)
    if cannot_be_dealt(department, people):
        if effort is not USUAL:
            return reach_of(department, team, clock)
        most = RosterModel(department, one_by_one(team), INFINITY).most(clock)
        people = deal(department, most.posts)
    bound = max(most.bound, -math.inf if most.reach is None else most.reach)
    return Reached(most.reach, bound, tuple(people), most.prices, model.is_small)


def one_by_one(team: Sequence[Post]) -> Team:
    """Tell people apart who are alike: slots that come in twos cannot always be dealt out evenly among them."""
    return tuple(post.single(name) for post in team for name in post.names)
