"""What a plan takes if everybody who is there stays, where its answer leaves somebody without a role.

Whoever is left out may stay without anything to do, so the team of the answer and they do together. Where nobody is
hired, that is everybody who is there, and no team that keeps them is smaller or costs less. Otherwise fewer hires may
do.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from salescrew.language import say
from salescrew.models.answers.result import FIELD_OF, EveryoneStays, Result, Status
from salescrew.models.answers.step import Watcher
from salescrew.models.department.department import Department
from salescrew.models.department.people import Person
from salescrew.models.plan.plan import Plan
from salescrew.models.variants.limits import keeping_everyone
from salescrew.solver.engine.program import Clock
from salescrew.solver.engine.tell import Tell
from salescrew.solver.search.solve import smallest_team


@dataclass(frozen=True)
class EveryoneEffort:
    """The effort for a sentence beside the answer.

    Attributes
    ----------
    calls, nodes
        How often a solver is called, and for how many nodes each: as for a cell of a sweep, which mostly takes a tenth.
    """

    calls: int = 60
    nodes: int = 1000


EVERYONE = EveryoneEffort()


def with_everyone(
    plan: Plan, result: Result, time_limit: float | None = None, progress: Watcher | None = None
) -> Result:
    """Add to an answer what the plan takes if everybody who is there stays; Ctrl-C ends it.

    Nothing is added where everybody has a role, and where that takes a search of its own: of a plan with a confidence,
    and of a very large department.

    Parameters
    ----------
    time_limit
        Seconds after which it is left open.
    """
    team = {member.name for member in result.managers}
    is_met = result.status in ("optimal", "feasible")
    if not is_met or team.issuperset(manager.name for manager in plan.managers):
        return result
    department = Department(keeping_everyone(plan))
    if plan.target.confidence is not None or department.is_wide:
        return result
    Tell(progress)(say("what keeping everyone takes"))
    together = [person for person in department.everyone if person.name in team or not person.hired]
    if not any(person.hired for person in together) and _may_idle(department, together):
        stays = _stays("optimal", together)
    else:
        clock = Clock(time_limit).sparing(EVERYONE.calls, EVERYONE.nodes)
        status, posts, _ = smallest_team(department, clock, at_least=_proven(plan, result))
        names = {name for post in posts for name in post.names}
        stays = _stays(status, [person for person in department.everyone if person.name in names])
    return result.model_copy(update={"everyone_stays": stays})


def _may_idle(department: Department, people: Sequence[Person]) -> bool:
    """Tell whether these people are within the limits, and nothing is fixed that makes anybody of them do something."""
    are_free = not any(person.fixed or person.has_choice for person in people)
    return are_free and not any(department.beyond_limits(people))


def _proven(plan: Plan, result: Result) -> float:
    """Give what is proven of the first objective: with everybody kept a plan takes no less."""
    proven: object = getattr(result, f"{FIELD_OF[plan.objective[0]]}_bound")
    return proven if isinstance(proven, int | float) else 0.0


def _stays(status: Status, people: Sequence[Person]) -> EveryoneStays:
    if not people:
        return EveryoneStays(status=status, headcount=None, hires=None, monthly_cost=None)
    return EveryoneStays(
        status=status,
        headcount=len(people),
        hires=sum(person.hired for person in people),
        monthly_cost=math.fsum(person.record.monthly_cost for person in people),
    )
