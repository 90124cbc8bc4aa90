"""Teams as small as the smallest, with as few people in other roles: of these, the one with the fewest changes.

Of small departments every such team is gone through: each is proven not to be better, or tried.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from salescrew.models.plan.sections.roles import Role
from salescrew.solver.engine.program import Clock
from salescrew.solver.replan.effort import EFFORT
from salescrew.solver.replan.joiners import Lineup, Reshuffled, Roles
from salescrew.solver.replan.lexicographic import Replanned, TeamReplan

Option = tuple[int, Role, dt.date | None]
"""A kind of people who could join, the role, and the first day of those who have several to choose from."""
Joining = tuple[Option, ...]


class Changes(NamedTuple):
    """How much a team changes, or the least that it can, in the order in which it counts; what it is in ties last."""

    slots: float
    quotas: float
    cost: float
    ties: tuple[float, ...] = ()


class Best(NamedTuple):
    """The team with the fewest changes, with what is proven of all.

    Attributes
    ----------
    least
        Proven: no fewer slots; with these no fewer quotas; with both no lower cost.
    """

    lineup: Lineup
    replanned: Replanned
    least: Changes


def rivals(department: Reshuffled, like: Lineup) -> list[Lineup] | None:
    """List the other teams with as many people as one, and as many in other roles; None where there are too many."""
    teams = list(itertools.islice(_teams(department, like.roles), EFFORT.rivals + 1))
    own = _signature(department, like)
    others = [team for team in teams if _signature(department, team) != own and _is_within_limits(department, team)]
    return others if len(teams) <= EFFORT.rivals else None


def is_small(department: Reshuffled, like: Roles) -> bool:
    """Tell whether the days of a team are soon planned."""
    return len(like) * len(department.horizon.working_days) <= EFFORT.rival_days


def _teams(department: Reshuffled, like: Roles) -> Iterator[Lineup]:
    in_force = department.in_force
    for changed in _other_roles(department, department.others_in(like)):
        for joining in _joining(department, len(like) - len(in_force)):
            joined = _named(department, joining)
            yield Lineup({**in_force, **changed, **joined.roles}, joined.starts)


def _other_roles(department: Reshuffled, count: int) -> Iterator[dict[str, Role]]:
    """Give other roles to so many of the team in force."""
    others = {
        person.name: [role for role in person.record.roles if role != department.in_force[person.name]]
        for person in department.everyone
        if person.name in department.in_force
    }
    for names in itertools.combinations([name for name, roles in others.items() if roles], count):
        for roles in itertools.product(*(others[name] for name in names)):
            yield dict(zip(names, roles, strict=True))


def _joining(department: Reshuffled, count: int) -> Iterator[Joining]:
    """Let so many join, by kind and role; who is to be kept must."""
    kinds = [kind for kind in department.kinds if kind[0].name not in department.in_force]
    options: list[Option] = [
        (number, role, start if kind[0].has_choice else None)
        for number, kind in enumerate(kinds)
        for role in dict.fromkeys(kind[0].record.roles)
        for start in kind[0].record.starts
    ]
    for joining in itertools.combinations_with_replacement(options, count):
        of_kind = Counter(number for number, *_ in joining)
        if all(
            (len(kind) if kind[0].record.keep else 0) <= of_kind[number] <= len(kind)
            for number, kind in enumerate(kinds)
        ):
            yield joining


def _named(department: Reshuffled, joining: Joining) -> Lineup:
    kinds = [iter(kind) for kind in department.kinds if kind[0].name not in department.in_force]
    named = [(next(kinds[number]).name, role, start) for number, role, start in joining]
    return Lineup(
        {name: role for name, role, _ in named}, {name: start for name, _, start in named if start is not None}
    )


def _signature(department: Reshuffled, team: Lineup) -> Counter[Option]:
    """Tell teams apart, whichever of people who are alike are on them."""
    return Counter(
        (person.kind, team.roles[person.name], team.starts.get(person.name))
        for person in department.everyone
        if person.name in team.roles
    )


def _is_within_limits(department: Reshuffled, team: Lineup) -> bool:
    members = (person for person in department.everyone if person.name in team.roles)
    return not any(department.beyond_limits(person.since(team.starts.get(person.name)) for person in members))


def best_of(
    department: Reshuffled,
    others: Sequence[Lineup],
    lineup: Lineup,
    replanned: Replanned,
    search_with: Callable[[Lineup], TeamReplan],
    clock: Clock,
) -> Best:
    """Go through all rivals of a team; the one with the fewest changes, of those the cheapest, is the best.

    Of those that are as cheap it is the best in ties: people who are there before strangers.
    """

    def worth(of: Replanned, team: Lineup) -> Changes:
        return Changes(of.slots.value, of.changed.value, department.cost(team.roles), department.ties_of(team))

    best, reached = (lineup, replanned), worth(replanned, lineup)
    known = [Changes(replanned.slots.bound, replanned.changed.bound, reached.cost)]
    for team in sorted(others, key=lambda one: department.cost(one.roles)):
        if clock.is_over():
            known.append(Changes(0, 0, 0.0))
            break
        search, cost = search_with(team), department.cost(team.roles)
        least = search.least_changes(int(reached.slots))
        if least is None:
            continue
        if Changes(*least, cost, department.ties_of(team)) < reached:
            tried = search.fewest()
            if tried is not None:
                least = tried.slots.bound, tried.changed.bound
                if worth(tried, team) < reached:
                    best, reached = (team, tried), worth(tried, team)
        known.append(Changes(*least, cost))
    return Best(*best, _proven(reached, known))


def _proven(reached: Changes, known: list[Changes]) -> Changes:
    """Give what is proven of every team, with what was reached before it."""
    slots = min(least.slots for least in known)
    as_few = [least for least in known if least.slots <= reached.slots]
    quotas = min(least.quotas for least in as_few)
    cost = min((least.cost for least in as_few if least.quotas <= reached.quotas), default=math.inf)
    return Changes(slots, quotas, cost)
