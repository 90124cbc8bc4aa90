"""People who are alike in the same role, among teams that are as good in all objectives and ties.

No objective tells such teams apart, and a model proposes any of them. The one that has people who are alike in as few
roles as can be is looked for with a stated effort: a relaxation of all teams that are as good, with a column for each
role that somebody of a kind has, proposes it, and a roster of whole days shows that it will do. Nothing is claimed of
it. Source: the planning model, section 5 (evenness, rule 1).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from salescrew.models.department.department import Department
from salescrew.models.department.posts import Post
from salescrew.solver.engine.program import Clock, Term, least
from salescrew.solver.even.evened import Evened, evenest
from salescrew.solver.search.effort import SAME_ROLES as EFFORT
from salescrew.solver.search.question import Learned
from salescrew.solver.search.size import TeamModel
from salescrew.solver.search.ties import AsGood
from salescrew.solver.search.trial import roster_of
from salescrew.solver.staffing.roster_effort import FIRST


def in_same_roles(
    department: Department,
    best: AsGood,
    as_good: Callable[[], TeamModel | None],
    learned: Learned,
    clock: Clock,
) -> AsGood:
    """Give a team as good in which people who are alike have fewer roles, where one is found.

    Parameters
    ----------
    as_good
        Makes a model of the teams that are as good; gives None where that is not worth it.
    """
    kinds = {person.name: person.kind for person in department.everyone}
    clock, fewest = clock.sparing(EFFORT.calls, EFFORT.nodes), 0
    for _ in range(EFFORT.proposals):
        had = _roles(kinds, best.team)
        if had <= max(fewest, len({kinds[name] for post in best.team for name in post.names})) or clock.is_over():
            return best
        model = as_good()
        if model is None:
            return best
        _keep_others(model, kinds, best.team)
        roles = _count_roles(model)
        model.program.row(roles, at_least=fewest, at_most=had - 1)
        found = least(model.program, roles, clock=clock, gap=EFFORT.gap)
        if found.objective is None:
            return best
        fewest = round(found.objective)
        model.program.row(roles, at_most=fewest)
        roomiest = _roomiest(department, best, model, learned, clock)
        if roomiest is not None:
            best = roomiest
        else:
            fewest += 1
    return best


def _roomiest(department: Department, best: AsGood, model: TeamModel, learned: Learned, clock: Clock) -> AsGood | None:
    """Give the team of a model with most room above the targets, as good as the best; None where it has no roster."""
    team = model.with_most_room(clock).team
    if not team or learned.rules_out(team):
        return None
    tried = roster_of(department, team, clock, FIRST, thoroughly=True)
    learned.learn(tried)
    return replace(best, team=tried.team, people=tried.people) if tried.has_roster else None


def evener(department: Department, alike: AsGood, other: AsGood, clock: Clock) -> tuple[AsGood, Evened]:
    """Take the team in which people who are alike have the same role, unless only the weeks of the other will do.

    With it comes what makes these even.
    """
    even = evenest(department, alike.people, clock)
    if alike is other or even.above <= EFFORT.far_from_even:
        return alike, even
    of_other = evenest(department, other.people, clock)
    return (other, of_other) if of_other.above < even.above - EFFORT.far_from_even else (alike, even)


def with_room(
    department: Department,
    best: AsGood,
    even: Evened,
    as_good: Callable[[], TeamModel | None],
    learned: Learned,
    clock: Clock,
) -> tuple[AsGood, Evened]:
    """Take the team as good that has most room above the targets, where weeks are far from even and its are not.

    Work that just fits has to be done where it fits.
    """
    clock = clock.sparing(EFFORT.calls, EFFORT.nodes)
    if even.above <= EFFORT.far_from_even or clock.is_over() or (model := as_good()) is None:
        return best, even
    other = _roomiest(department, best, model, learned, clock)
    if other is None:
        return best, even
    # of the same people in the same roles other rosters have been made
    is_other = _choices(other.team) != _choices(best.team)
    of_other = evenest(department, other.people, clock, anew=is_other)
    return (other, of_other) if of_other.above < even.above - EFFORT.far_from_even else (best, even)


def _choices(team: Sequence[Post]) -> set[object]:
    """Give who does what."""
    return {(name, post.choice) for post in team for name in post.names}


def _roles(kinds: Mapping[str, int], team: Sequence[Post]) -> int:
    """Count the roles of a team, of those who are alike each once."""
    return len({(kinds[name], post.role) for post in team for name in post.names})


def _keep_others(model: TeamModel, kinds: Mapping[str, int], team: Sequence[Post]) -> None:
    """Let the people be the same, and everybody do what they do who has nobody alike in another role."""
    roles: dict[int, dict[tuple[str, object], int]] = {}
    of_all: dict[int, list[Term]] = {}
    for post in team:
        of_kind = roles.setdefault(kinds[post.names[0]], {})
        of_kind[post.choice] = of_kind.get(post.choice, 0) + len(post.names)
    for post, columns in model.staffing.pairs():
        had = roles.get(kinds[post.names[0]], {})
        if len({choice[0] for choice in had}) < 2:
            model.program.equal([(columns.people, 1.0)], had.get(post.choice, 0))
        else:
            of_all.setdefault(kinds[post.names[0]], []).append((columns.people, 1.0))
    for kind, people in of_all.items():
        model.program.equal(people, sum(roles[kind].values()))


def _count_roles(model: TeamModel) -> list[Term]:
    """Count the roles of each kind that somebody has, whichever first day."""
    used: dict[tuple[tuple[str, ...], str], int] = {}
    for post, columns in model.staffing.pairs():
        column = used.get((post.names, post.role))
        if column is None:
            column = used[post.names, post.role] = model.program.column(1.0, whole=True)
        model.program.row([(columns.people, 1.0), (column, -float(post.count))], at_most=0)
    return [(column, 1.0) for column in used.values()]
