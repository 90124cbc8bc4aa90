"""What a plan takes if everybody who is there stays, where its answer leaves somebody without a role.

Whoever is left out may stay without anything to do, so the team of the answer and they do together. Where nobody is
hired, that is everybody who is there, and no team that keeps them is smaller or costs less. Otherwise fewer hires may
do.

That hangs on who is in the team, and mostly it stands who that is long before the answer is whole.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial

from salescrew.language import say
from salescrew.models.answers.result import FIELD_OF, EveryoneStays, Result, Status
from salescrew.models.answers.step import Watcher
from salescrew.models.department.department import Department
from salescrew.models.department.people import Person
from salescrew.models.plan.plan import Plan
from salescrew.models.variants.limits import keeping_everyone
from salescrew.solver.engine.program import Clock
from salescrew.solver.engine.side_by_side import awaited
from salescrew.solver.engine.tell import NOBODY, Tell
from salescrew.solver.search.meanwhile import Meanwhile
from salescrew.solver.search.team_search import TeamSearch


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
    return Keeping(plan, Clock(time_limit), None).added(result, Tell(progress))


class Keeping:
    """What a plan takes with everybody kept, looked for from the moment on at which the team stands."""

    def __init__(self, plan: Plan, clock: Clock, meanwhile: Meanwhile | None) -> None:
        self._plan, self._clock, self._meanwhile = plan, clock, meanwhile
        self._begun: dict[tuple[frozenset[str], float], Future[EveryoneStays | None]] = {}

    def begin(self, team: Collection[str], proven: float) -> None:
        """Look for it from now on, if such a team leaves somebody out."""
        if self._meanwhile is not None and self._leaves_somebody(team):
            asked = frozenset(team), proven
            self._begun[asked] = self._meanwhile.beside(partial(_keeping, self._plan, *asked, self._clock))

    def added(self, result: Result, progress: Tell) -> Result:
        """Add it to an answer: what was found of its team meanwhile, and else what is found now."""
        team = frozenset(member.name for member in result.managers)
        is_met = result.status in ("optimal", "feasible")
        if not is_met or not self._leaves_somebody(team) or self._clock.is_over():
            return result
        progress(say("what keeping everyone takes"))
        asked = team, _proven(self._plan, result)
        begun = self._begun.get(asked)
        stays = awaited(begun) if begun is not None else _keeping(self._plan, *asked, self._clock)
        return result if stays is None else result.model_copy(update={"everyone_stays": stays})

    def _leaves_somebody(self, team: Collection[str]) -> bool:
        """Tell whether somebody who is there is left out, of a plan of which that is asked."""
        return self._plan.target.confidence is None and any(manager.name not in team for manager in self._plan.managers)


def _keeping(plan: Plan, team: Collection[str], proven: float, clock: Clock) -> EveryoneStays | None:
    """Find what a plan takes with everybody kept, where a team and so much of the first objective are the answer."""
    department = Department(keeping_everyone(plan))
    if department.is_wide:
        return None
    together = [person for person in department.everyone if person.name in team or not person.hired]
    if not any(person.hired for person in together) and _may_idle(department, together):
        return _stays("optimal", together)
    search = TeamSearch(department, clock.sparing(EVERYONE.calls, EVERYONE.nodes), NOBODY)
    search.is_handed_out = search.is_some_team_wanted = False
    search.proven = proven
    status = search.settle()
    kept = {name for post in search.best.sizing.team for name in post.names} if search.best else ()
    return _stays(status, [person for person in department.everyone if person.name in kept])


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
