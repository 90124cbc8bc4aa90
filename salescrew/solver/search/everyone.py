"""What a plan takes if everybody who is there stays, where its answer leaves somebody without a role.

Whoever is left out may stay without anything to do, so the team of the answer and they do together. Where nobody is
hired, that is everybody who is there, and no team that keeps them is smaller or costs less. Otherwise fewer hires may
do.

That hangs on little more than what is proven, which stands long before the answer is whole.
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
    """What a plan takes with everybody kept, looked for from the moment on at which its first objective is proven."""

    def __init__(self, plan: Plan, clock: Clock, meanwhile: Meanwhile | None) -> None:
        self._plan, self._clock, self._meanwhile = plan, clock, meanwhile
        self._begun: dict[float, Future[_Kept]] = {}

    def begin(self, team: Collection[str], proven: float) -> None:
        """Look for it from now on, if such a team leaves somebody out."""
        if self._meanwhile is not None and self._leaves_somebody(team):
            work = partial(_keeping, self._plan, team, proven, self._clock)
            self._begun[proven] = self._meanwhile.beside(work)

    def added(self, result: Result, progress: Tell) -> Result:
        """Add it to an answer: what was found meanwhile, or else is found now."""
        team = {member.name for member in result.managers}
        is_met = result.status in ("optimal", "feasible")
        if not is_met or not self._leaves_somebody(team) or self._clock.is_over():
            return result
        progress(say("what keeping everyone takes"))
        proven = _proven(self._plan, result)
        begun = self._begun.get(proven)
        kept = awaited(begun) if begun is not None else _keeping(self._plan, team, proven, self._clock)
        if kept.department.is_wide:
            return result
        together = _idling_together(kept.department, team)
        # the team of the answer may be another one than that for which it was begun
        found = None if together else kept.stays or _search(kept.department, proven, self._clock)
        stays = found or _stays("optimal", together)
        return result.model_copy(update={"everyone_stays": stays})

    def _leaves_somebody(self, team: Collection[str]) -> bool:
        """Tell whether somebody who is there is left out, of a plan of which that is asked."""
        return self._plan.target.confidence is None and any(manager.name not in team for manager in self._plan.managers)


@dataclass(frozen=True)
class _Kept:
    """The department with everybody kept, and what it takes where that was searched for."""

    department: Department
    stays: EveryoneStays | None


def _keeping(plan: Plan, team: Collection[str], proven: float, clock: Clock) -> _Kept:
    """Find what a plan takes with everybody kept, unless those whom a team leaves out may idle."""
    department = Department(keeping_everyone(plan))
    is_known = department.is_wide or _idling_together(department, team)
    return _Kept(department, None if is_known else _search(department, proven, clock))


def _search(department: Department, proven: float, clock: Clock) -> EveryoneStays:
    """Search for a team of everybody; with so much proven of the first objective."""
    search = TeamSearch(department, clock.sparing(EVERYONE.calls, EVERYONE.nodes), NOBODY)
    search.is_handed_out = search.is_some_team_wanted = False
    search.proven = proven
    status = search.settle()
    kept = {name for post in search.best.sizing.team for name in post.names} if search.best else ()
    return _stays(status, [person for person in department.everyone if person.name in kept])


def _idling_together(department: Department, team: Collection[str]) -> Sequence[Person]:
    """List a team and those whom it leaves out, where these may stay without anything to do; else nobody."""
    together = [person for person in department.everyone if person.name in team or not person.hired]
    return () if any(person.hired for person in together) or not _may_idle(department, together) else together


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
