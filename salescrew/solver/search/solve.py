"""The door of the solver: from a plan to its answer.

The steps, each in a module of its own: the department (what follows from the plan), size (how few people, in which
roles), roster (which days hold what), deal (who of those alike), quotas (what is asked), answer (in the plan's words),
and the checker, which sees every answer before anybody else does.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from salescrew.checker.verify import verify
from salescrew.errors import ModelError
from salescrew.models.answers.result import Result, Status
from salescrew.models.answers.step import Watcher
from salescrew.models.department.department import Department
from salescrew.models.department.posts import Post
from salescrew.models.plan.arguments import refuse_wrong_arguments
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.roles import Role
from salescrew.models.schedule.in_force import chosen_starts
from salescrew.models.schedule.own_plan import with_plan
from salescrew.models.variants.limits import limited
from salescrew.solver.engine.program import Clock
from salescrew.solver.engine.tell import NOBODY, Tell
from salescrew.solver.search.effort import IN_A_ROW, REACH
from salescrew.solver.search.everyone import Keeping
from salescrew.solver.search.meanwhile import Meanwhile, looking_meanwhile
from salescrew.solver.search.reach import posts_of
from salescrew.solver.search.team_search import TeamSearch
from salescrew.solver.staffing.deal import starts_of

if TYPE_CHECKING:
    from salescrew.solver.search.confidence.search import ConfidenceSearch

_Given = TypeVar("_Given")


def solve(
    plan: Plan,
    time_limit: float | None = None,
    progress: Watcher | None = None,
    *,
    people: int | None = None,
    hires: int | None = None,
    confidence: str | float | None = None,
    keep_everyone: bool = False,
    best: bool = False,
    reach: bool = True,
    everyone: bool = False,
    answered: Callable[[Result], object] | None = None,
) -> Result:
    """Find the fewest people who meet a plan, their roles, duty roster and quotas.

    Parameters
    ----------
    plan
        The plan.
    time_limit
        Seconds after which the best answer so far is given. Without a limit the same plan gives the same answer.
    progress
        Is told of each step, and what is known of the answer so far.
    people, hires
        Stand for `limits.people` and `limits.hires` of the plan.
    confidence
        Stands for `target.confidence` of the plan, such as `"80%"`; `"none"` for a plan on averages.
    keep_everyone
        Whether everybody who is there must have a role, as if each had `keep`.
    best
        Whether a plan that cannot be met gets the team, roster and quotas that reach most of it.
    reach
        Whether to find how far the team gets, and one person fewer; of a plan that cannot be met, how far anybody gets
        (which `best` takes in any case). Without it `stretch`, `one_fewer` and `reach` are null.
    everyone
        Whether to find, where somebody who is there gets no role, what the plan takes if everybody stays.
    answered
        Is given the answer as soon as it is proven, when its weeks are as they come; of a plan on averages again once
        they are even, before how far the team gets is found. Then it is the same people who do other things. Of a plan
        that cannot be met it is given the best, where that is asked for.

    Returns
    -------
    Result
        With status `optimal`, `feasible`, `infeasible` or `no_answer`. Ctrl-C while it is looked for gives the best
        answer so far, as a time limit does.

    Raises
    ------
    InputError
        Where something else than a plan is given, or a time limit that is none.
    ModelError
        Where an answer did not survive the checker: a fault of this program.
    """
    refuse_wrong_arguments(time_limit, plan=(plan, Plan))
    asked = limited(plan, people=people, hires=hires, confidence=confidence, keep_everyone=keep_everyone)
    department, clock = Department(asked), Clock(time_limit)
    with meanwhile_of(department, clock) as meanwhile:
        keeping = Keeping(asked, clock, meanwhile) if everyone else None
        return _solved(department, clock, Tell(progress), meanwhile, keeping, best=best, reach=reach, answered=answered)


def _solved(
    department: Department,
    clock: Clock,
    progress: Tell,
    meanwhile: Meanwhile | None,
    keeping: Keeping | None,
    *,
    best: bool,
    reach: bool,
    answered: Callable[[Result], object] | None,
) -> Result:
    if department.plan.target.confidence is not None:
        promised = _promised(department, clock, progress, reach=reach)
        if answered is not None:
            promised.answered = lambda result: answered(_verified(department.plan, result))
        return _verified(department.plan, promised.run(best=best))
    search = _search(department, clock, progress)
    search.is_reach_asked, search.meanwhile = reach, meanwhile
    status = search.run()
    work = _UntilCtrlC()
    tell = answered if search.best is not None else None
    if keeping is not None and (found := search.best) is not None:
        names = {person.name for person in found.people}
        work.do(lambda: keeping.begin(names, search.first_proven(status)))
    work.do(lambda: search.settle_ties(status))
    if tell is not None:
        tell(work.finish(lambda: _verified(department.plan, search.result(status))))
    work.do(search.even_out)
    if tell is not None:
        tell(work.finish(lambda: _verified(department.plan, search.result(status))))
    work.do(lambda: search.find_reach(status, best=best))
    if answered is not None and best:
        shown = work.finish(lambda: _before_even(search, status))
        if shown is not None:
            answered(shown)
    result = work.finish(lambda: _verified(department.plan, search.result(status, best=best)))
    if keeping is None or search.is_interrupted:
        return result
    return work.unless_ended(lambda: keeping.added(result, progress), result)


def _before_even(search: TeamSearch, status: Status) -> Result | None:
    """Give the best of a plan that cannot be met with its weeks as they come, where quotas do that are not even."""
    with contextlib.suppress(ModelError):
        shown = search.result_before_even(status)
        return None if shown is None else _verified(search.department.plan, shown)
    return None


@dataclass(frozen=True)
class Begun:
    """An answer that is proven, and not whole yet.

    Attributes
    ----------
    first
        The answer with its weeks as they come, and without how far the team gets; people as good may have other roles.
    whole
        Makes it whole, and tells of that.
    """

    first: Result
    whole: Callable[[Tell], Result]


def begun_answer(department: Department, clock: Clock, progress: Tell, *, best: bool, reach: bool = True) -> Begun:
    """Find what `whole_answer` does, as far as other questions hang on; where there is no team all of it."""
    if department.plan.target.confidence is not None:
        result = whole_answer(department, clock, progress, best=best, reach=reach)
        return Begun(result, lambda _: result)
    search = _search(department, clock, progress)
    search.is_reach_asked = reach
    status = search.settle()
    search.settle_ties(status)

    def whole(progress: Tell) -> Result:
        search.progress = progress
        with meanwhile_of(department, clock) as search.meanwhile:
            search.even_out()
            search.find_reach(status, best=True)
        return _verified(department.plan, search.result(status, best=best))

    if search.best is None:
        result = whole(progress)
        return Begun(result, lambda _: result)
    return Begun(_verified(department.plan, search.result(status)), whole)


def whole_answer(
    department: Department,
    clock: Clock,
    progress: Tell,
    *,
    best: bool,
    reach: bool = True,
    is_row: bool = False,
) -> Result:
    """Find what `solve` does as a part of more work, which Ctrl-C ends.

    Parameters
    ----------
    reach
        Whether to find how far the team gets; how far anybody gets, where there is no team, is found in any case.
    is_row
        Whether it is a row of many: then a search for reach ends where it hardly gains, and it is not looked for how
        even the weeks could be at best, which no row says.
    """
    if department.plan.target.confidence is not None:
        return _verified(department.plan, _promised(department, clock, progress, reach=reach).settle(best=best))
    search = _search(department, clock, progress)
    search.is_reach_asked, search.is_least_asked = reach, not is_row
    search.effort_of_most = IN_A_ROW if is_row else REACH
    with meanwhile_of(department, clock) as search.meanwhile:
        status = search.settle()
        search.settle_ties(status)
        search.even_out()
        search.find_reach(status, best=True)
    return _verified(department.plan, search.result(status, best=best))


def can_be_met(department: Department, clock: Clock, *, twice: bool = False) -> bool | None:
    """Tell whether some team meets what is asked; None where neither is shown, or not twice where that is asked."""
    return _search(department, clock).can_be_met(twice=twice)


def smallest_team(
    department: Department, clock: Clock, *, at_least: float | None = None
) -> tuple[Status, tuple[Post, ...], int]:
    """Find the team of the answer without its quotas and reach: the status, the team, and a bound of its size.

    The bound is 0 where nothing is known of it, as where the plan asks for other objectives. Ctrl-C ends it.

    Parameters
    ----------
    at_least
        What is proven of the first objective, where a team is looked for that is wanted only if it is the best.
    """
    if department.plan.target.confidence is not None:
        result = _promised(department, clock).settle()
        roles = {member.name: member.role for member in result.managers}
        team = posts_of(department.started(chosen_starts(result)), roles)
        return result.status, team, result.headcount_bound or 0
    search = _search(department, clock)
    search.is_handed_out = False
    if at_least is not None:
        search.proven, search.is_some_team_wanted = at_least, False
    status = search.settle()
    if search.best is None:
        return status, (), 0
    return status, search.best.sizing.team, round(search.bounds(status, search.best).get("people", 0.0))


@dataclass(frozen=True)
class Settled:
    """The team of an answer whose quotas are still to be set: for questions that hang on the team alone.

    Attributes
    ----------
    team, starts
        Everybody's role, and the first days of those who have several to choose from.
    headcount_bound
        Fewer people than this are proven not to do; 0 where nothing is known of it.
    written
        Sets the quotas, and gives the answer with its figures, but for how far anybody gets.
    """

    status: Status
    team: Mapping[str, Role]
    starts: Mapping[str, dt.date]
    headcount_bound: int
    written: Callable[[], Result]


def settled_team(department: Department, clock: Clock) -> Settled:
    """Settle the team of an answer with the time and the effort of a clock; Ctrl-C ends it."""
    if department.plan.target.confidence is not None:
        result = _verified(department.plan, _promised(department, clock).settle())
        team = {member.name: member.role for member in result.managers}
        return Settled(result.status, team, chosen_starts(result), result.headcount_bound or 0, lambda: result)
    search = _search(department, clock)
    status = search.settle()

    def written() -> Result:
        search.even_out()
        return _verified(department.plan, search.result(status))

    if search.best is None:
        return Settled(status, {}, {}, 0, written)
    team = {person.name: person.role for person in search.best.people}
    bound = round(search.bounds(status, search.best).get("people", 0.0))
    return Settled(status, team, starts_of(search.best.people), bound, written)


def answer_within(department: Department, clock: Clock, *, with_ties: bool = False, handed_out: bool = False) -> Result:
    """Find the figures of a plan with the time and the effort of a clock, but for how far anybody gets.

    Ctrl-C ends it.

    Parameters
    ----------
    with_ties
        Whether to look among the teams that are as good for the best of these.
    handed_out
        Whether the quotas are those that `solve` gives; otherwise they are any that do, and only figures count.
    """
    if department.plan.target.confidence is not None:
        return _verified(department.plan, _promised(department, clock).settle())
    search = _search(department, clock)
    search.is_handed_out = handed_out
    status = search.settle()
    if with_ties:
        search.settle_ties(status)
    search.even_out()
    return _verified(department.plan, search.result(status))


def _verified(plan: Plan, result: Result) -> Result:
    result = with_plan(plan, result)
    if violations := verify(plan, result):
        raise ModelError("an answer did not survive the checker: " + "; ".join(map(str, violations[:5])))
    return result


def meanwhile_of(department: Department, clock: Clock) -> contextlib.AbstractContextManager[Meanwhile | None]:
    """Give what looks for how far people get while an answer is made.

    None where that takes much memory, and where calls of solvers are counted: these come one after the other.
    """
    return contextlib.nullcontext() if department.is_wide or clock.is_counted else looking_meanwhile()


class _UntilCtrlC:
    """Work that Ctrl-C ends, but for what makes an answer of it."""

    def __init__(self) -> None:
        self._is_ended = False

    def do(self, work: Callable[[], object]) -> None:
        """Do a piece of work, unless all is ended."""
        if self._is_ended:
            return
        try:
            work()
        except KeyboardInterrupt:
            self._is_ended = True

    def unless_ended(self, work: Callable[[], _Given], otherwise: _Given) -> _Given:
        """Give what a piece of work gives, and something else where that or all is ended."""
        given = [otherwise]
        self.do(lambda: given.append(work()))
        return given[-1]

    def finish(self, work: Callable[[], _Given]) -> _Given:
        """Do a short piece of work in any case, from the start again where Ctrl-C comes in between."""
        try:
            return work()
        except KeyboardInterrupt:
            self._is_ended = True
            return work()


def _promised(department: Department, clock: Clock, progress: Tell = NOBODY, *, reach: bool = True) -> ConfidenceSearch:
    from salescrew.solver.search.confidence.search import ConfidenceSearch  # this takes numpy, which takes its time

    search = ConfidenceSearch(department, clock, progress)
    search.is_reach_asked = reach
    return search


def _search(department: Department, clock: Clock, progress: Tell = NOBODY) -> TeamSearch:
    if department.is_wide:
        from salescrew.solver.search.wide.search import WideSearch  # this takes numpy, which takes its time

        return WideSearch(department, clock, progress)
    return TeamSearch(department, clock, progress)
