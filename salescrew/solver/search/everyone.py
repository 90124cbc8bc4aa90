"""What a plan takes if everybody who is there stays, where its answer leaves somebody without a role."""

from __future__ import annotations

import math
from dataclasses import dataclass

from salescrew.models.answers.result import EveryoneStays, Result
from salescrew.models.answers.step import Watcher
from salescrew.models.department.department import Department
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
    Tell(progress)("what keeping everyone takes")
    status, posts, _ = smallest_team(department, Clock(time_limit).sparing(EVERYONE.calls, EVERYONE.nodes))
    if not posts:
        stays = EveryoneStays(status=status, headcount=None, hires=None, monthly_cost=None)
    else:
        stays = EveryoneStays(
            status=status,
            headcount=sum(len(post.names) for post in posts),
            hires=sum(len(post.names) for post in posts if post.hired),
            monthly_cost=math.fsum(len(post.names) * post.record.monthly_cost for post in posts),
        )
    return result.model_copy(update={"everyone_stays": stays})
