"""The team in force, with as few people more and as few in other roles as can be."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Unpack

from salescrew.language import say, to_say
from salescrew.models.department.department import Department, Parts
from salescrew.models.department.goals import aims_of
from salescrew.models.department.horizon import Horizon
from salescrew.models.department.people import FixedDay, Person
from salescrew.models.department.posts import Post
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.people import PersonFields
from salescrew.models.plan.sections.roles import Role
from salescrew.models.plan.values.said import shown
from salescrew.solver.engine.program import Clock
from salescrew.solver.engine.tell import Tell
from salescrew.solver.replan.effort import EFFORT, WITHIN
from salescrew.solver.search.effort import USUAL, WITHOUT_EXACT_MODEL
from salescrew.solver.search.reach import Reach, ReachSearch, starts_chosen, team_of
from salescrew.solver.search.team_search import TeamSearch
from salescrew.solver.search.wide.search import WideSearch
from salescrew.solver.staffing.deal import PersonRoster

Roles = Mapping[str, Role]
Starts = Mapping[str, dt.date]


class Lineup(NamedTuple):
    """Everybody's role, and the first days of those who join and have several to choose from."""

    roles: dict[str, Role]
    starts: Starts


@dataclass(frozen=True)
class Team:
    """A team that can carry the plan from now on.

    Attributes
    ----------
    roles
        Everybody's role.
    starts
        The first days of those who join and have several to choose from.
    least_more
        Proven: nobody can do with fewer people beyond those in force.
    least_other_roles
        Proven: with as many people, no fewer have another role.
    least_cost
        Proven: with as many people and other roles, and as many slots and quotas that change, no team costs less.
    people
        What everybody does in a plan that is known to do, as far as one is.
    least_slots, least_quotas
        Proven: with as many people and other roles, no fewer slots change; with these, no fewer quotas.
    """

    roles: dict[str, Role]
    least_more: int
    least_other_roles: int
    least_cost: float
    people: Sequence[PersonRoster] = ()
    least_slots: float = 0
    least_quotas: float = 0
    starts: Starts = field(default_factory=dict)

    @property
    def lineup(self) -> Lineup:
        """Who does what, from when on."""
        return Lineup(self.roles, self.starts)


@dataclass(frozen=True, eq=False, init=False)
class Reshuffled(Department):
    """The department in which people may join those in force, and these may have other roles.

    Attributes
    ----------
    in_force
        The team in force, with its roles.
    penalty
        What another role is counted to cost.
    """

    in_force: Roles
    penalty: float

    def __init__(self, plan: Plan, *, in_force: Roles, penalty: float, **parts: Unpack[Parts]) -> None:
        super().__init__(plan, **parts)
        vars(self).update(in_force=in_force, penalty=penalty)

    @classmethod
    def of(
        cls,
        department: Department,
        in_force: Roles,
        may_be: Mapping[str, tuple[Role, ...]],
        fixed_days: Callable[[str, Role], Mapping[dt.date, FixedDay]],
        *,
        hire: bool,
    ) -> Reshuffled:
        """Open a department up.

        Parameters
        ----------
        may_be
            The roles that each of the team in force may have.
        fixed_days
            Gives the days of a person in a role that are fixed.
        hire
            Whether anybody may join; who is to be kept joins all the same.
        """
        there = [p for p in department.everyone if hire or p.record.keep or p.name in in_force]
        alone = max((person.kind for person in there), default=0) + 1
        everyone = [
            _of_the_team(person, may_be[person.name], alone + number) if person.name in in_force else person
            for number, person in enumerate(there)
        ]
        penalty = _penalty(department.horizon, everyone)
        posts = dataclasses.replace(
            department.posts,
            fixed_days=lambda person, role: {**fixed_days(person.name, role), **person.fixed},
            extra_cost=lambda person, role: 0.0 if in_force.get(person.name, role) == role else penalty,
        )
        return cls(
            department.plan.model_copy(update={"objective": ("people", "monthly_cost")}),
            in_force=in_force,
            penalty=penalty,
            horizon=department.horizon,
            everyone=everyone,
            duty=department.duty,
            posts=posts,
            flows=department.flows,
            work=department.work,
            asked_for=department.asked_for,
        )

    def no_larger(self, people: int, others: int | None = None) -> Reshuffled:
        """Give the same for teams of so many people at the most, and so many of those in force in other roles."""
        limits = self.plan.limits.model_copy(update={"people": min(people, self.plan.limits.people or people)})
        if self.penalty and others is not None:
            most = self.penalty * (others + 1) - WITHIN.cost
            limits = limits.model_copy(update={"monthly_cost": most})
        return self.within(limits)

    def cost(self, roles: Roles) -> float:
        """Give what a team costs in a month."""
        return math.fsum(person.record.monthly_cost for person in self.everyone if person.name in roles)

    def ties_of(self, lineup: Lineup) -> tuple[float, ...]:
        """Give what a team comes to in what counts between teams that change and cost as little."""
        team = alone(self.started(lineup.starts), lineup.roles)
        return tuple(round(self.worth(team, tie), WITHIN.decimals_of_ties) for tie in self.ties)

    def others_in(self, roles: Roles) -> int:
        """Count those of the team in force who have another role."""
        return sum(roles.get(name, role) != role for name, role in self.in_force.items())


def _of_the_team(person: Person, roles: tuple[Role, ...], kind: int) -> Person:
    record = person.record.model_copy(update={"roles": roles, "keep": True})
    return dataclasses.replace(person, record=record, kind=kind)


def _penalty(horizon: Horizon, everyone: Sequence[Person]) -> float:
    """Give what another role costs more than everybody together, so that roles count before money.

    Where the plan limits the monthly cost, nothing may be added to it.
    """
    if horizon.plan.limits.monthly_cost is not None:
        return 0.0
    total = math.fsum(person.record.monthly_cost for person in everyone)
    step = aims_of(horizon, everyone)["monthly_cost"].step or 1.0
    return step * (math.floor(total / step) + 1)


def smallest(department: Reshuffled, clock: Clock, progress: Tell, *, with_ties: bool = False) -> Team | None:
    """Find the smallest team that meets what is asked; None where there is none, or none was found.

    Parameters
    ----------
    with_ties
        Whether to take the best of those that are as good.
    """
    limited = clock.sparing(EFFORT.calls, EFFORT.nodes)
    kind = WideSearch if department.is_wide else TeamSearch
    search = kind(department, limited, progress.aside, USUAL if department.asked >= 1 else WITHOUT_EXACT_MODEL)
    status = search.settle()
    if search.best is None:
        return None
    bounds = search.bounds(status, search.best)
    if with_ties:
        search.is_handed_out = False  # the days of who joins are planned afterwards
        search.settle_ties(status)
    roles = {person.name: person.role for person in search.best.people}
    fewest = round(bounds["people"])
    others = _cost_in_roles(department, bounds["monthly_cost"]) if fewest == len(roles) else 0
    is_proven = status == "optimal"
    return Team(
        roles,
        max(0, fewest - len(department.in_force)),
        others,
        department.cost(roles) if is_proven else 0.0,
        search.best.people,
        starts=starts_chosen(department, [person.post for person in search.best.people]),
    )


def _cost_in_roles(department: Reshuffled, cost: float) -> int:
    """Tell from a bound of the cost how many have another role at the least."""
    if not department.penalty:
        return 0
    others = math.fsum(person.record.monthly_cost for person in department.everyone)
    return max(0, math.ceil((cost - others) / department.penalty - WITHIN.cost))


def furthest(department: Reshuffled, clock: Clock, *, twice: bool = False) -> Reach:
    """Find how far anybody gets, and whether that is shown twice where it is asked for."""
    return ReachSearch(department, clock.sparing(EFFORT.calls, EFFORT.nodes)).most(twice=twice)


def roomiest(department: Reshuffled, like: Team, clock: Clock) -> Team | None:
    """Find the team that gets furthest of those as small as another one, with as few people in other roles.

    What it does besides what is needed leaves room for the plan in force to stay as it is.
    """
    others = department.others_in(like.roles)
    reach = furthest(department.no_larger(len(like.roles), others), clock)
    roles = team_of(reach.team)
    if reach.reach is None or reach.reach < 1 or department.others_in(roles) > others:
        return None
    starts = starts_chosen(department, reach.team)
    return dataclasses.replace(like, roles=roles, people=reach.people, starts=starts)


def grown(department: Reshuffled, beyond: Team | None, clock: Clock) -> Iterator[Team]:
    """Let one more join after the other, beside a team that does not do, and propose who then reaches what is asked.

    The roles of now come first.
    """
    in_force = len(department.in_force)
    least_more, first = (beyond.least_more, len(beyond.roles) - in_force) if beyond else (0, 0)
    for more in range(first, len(department.everyone) - in_force + 1):
        if clock.is_over():
            return
        for others in (0, None) if department.penalty else (None,):
            reach = furthest(department.no_larger(in_force + more, others), clock)
            if reach.reach is not None and reach.reach >= 1:
                starts = starts_chosen(department, reach.team)
                yield Team(team_of(reach.team), least_more, 0, 0.0, reach.people, starts=starts)
        if least_more == more and reach.bound < WITHIN.needed:
            least_more = more + 1


_LIMIT = to_say(
    "limits.{name}: must be at least {least}, the team in force, got {got}. Raise it, or solve the plan anew."
)
_LIMIT_WITH_KEPT = to_say(
    "limits.{name}: must be at least {least}, the team in force and who else is to be kept, got {got}. Raise it, or "
    "solve "
    "the plan anew."
)


def beyond_limits(department: Department, in_force: Roles) -> Iterator[str]:
    """Yield the limits that those who must have a role exceed: nobody leaves the team when a plan is made anew."""
    kept = [person for person in department.everyone if person.record.keep]
    for name, most, taken in department.beyond_limits(kept):
        yield say(
            _LIMIT_WITH_KEPT if len(kept) > len(in_force) else _LIMIT, name=name, least=shown(taken), got=shown(most)
        )


def alone(department: Department, roles: Roles) -> list[Post]:
    """Describe everybody of a team alone, in a settled role."""
    return [department.post([person], roles[person.name]) for person in department.everyone if person.name in roles]


def may_be(plan: Plan, in_force: Roles, *, free: bool) -> dict[str, tuple[Role, ...]]:
    """Give the roles that everybody of the team in force may have: the one that they have, unless they are free."""
    records: dict[str, PersonFields] = {manager.name: manager for manager in plan.managers}
    for candidate in plan.candidates:
        records |= {f"{candidate.profile} {number}": candidate for number in range(1, candidate.at_most + 1)}
    return {
        name: tuple(dict.fromkeys(records[name].roles)) if free or role not in records[name].roles else (role,)
        for name, role in in_force.items()
    }
