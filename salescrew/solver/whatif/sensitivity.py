"""Sensitivity: each input a little lower and a little higher, by the headcount and the reach that it gives.

Every headcount is proven anew: a bound over all teams shows that fewer cannot do, and a roster of whole days that so
many can. The reach is that of the team that answers the plan as it is: the best roster found for it, and what it is
proven not to exceed.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from typing import TypeVar

from salescrew.errors import InputError, Interrupted
from salescrew.language import say
from salescrew.models.answers.result import Result, Status, TeamMember
from salescrew.models.answers.sensitivity import Effect, Sensitivity, SensitivityRow
from salescrew.models.answers.step import Watcher
from salescrew.models.department.department import Department
from salescrew.models.department.posts import Post
from salescrew.models.plan.arguments import refuse_wrong_arguments
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.roles import Role
from salescrew.models.plan.sections.targets import Objective
from salescrew.models.plan.values.said import shown
from salescrew.models.variants.inputs import ESTIMATES, inputs
from salescrew.solver.engine.program import Clock
from salescrew.solver.engine.side_by_side import AT_ONCE, awaited, begun, each, is_sooner_in_threads
from salescrew.solver.engine.tell import Tell
from salescrew.solver.engine.threads import threads
from salescrew.solver.search.fewest import Fewest, Size
from salescrew.solver.search.reach import ReachSearch, posts_of, starts_chosen, team_of
from salescrew.solver.search.solve import settled_team, smallest_team
from salescrew.solver.search.trial import Reached, reach_of, roster_of
from salescrew.solver.staffing import roster_effort
from salescrew.solver.whatif.changed_inputs import Changes, Sides

Found = TypeVar("Found")
LEAST_SECONDS = 1e-3
"""What is left of a time that is over: none would be no limit."""
SMALL_PERSON_DAYS = 60
"""With so few days of all people a full search is soon over."""
_PEOPLE_FIRST: Objective = ("people", "monthly_cost")


_OPEN = Effect(
    status="no_answer", headcount=None, headcount_bound=None, monthly_cost=None, reach=None, reach_bound=None
)
"""What is not known of a change."""
_NOT_ASKED = Reached(None, math.inf)


def sensitivity(
    plan: Plan,
    by: float = 0.1,
    *,
    thorough: bool = False,
    jobs: int | None = None,
    executor: Executor | None = None,
    time_limit: float | None = None,
    progress: Watcher | None = None,
    reach: bool = True,
) -> Sensitivity:
    """Lower and raise each input of a plan, and find the headcount and the reach that it gives.

    The inputs are what a plan estimates: conversions, average deals, leads a week, everyone's effectiveness (in all
    roles at once), their follow_up where it counts, and what fits into a day. Each moves by a share of itself; a whole
    number by that share rounded, but by at least 1, and the row shows from what to what. A conversion stops at 100 %.

    The headcount is the fewest people who meet the plan, also where the plan puts cost first; the reach is that of
    the team that is best for the plan as it is.

    Parameters
    ----------
    by
        The share by which to lower and raise, above 0 and below 1.
    thorough
        Whether to prove every headcount and its least monthly cost as `solve` does, which may take much longer.
        Otherwise a headcount that is not proven soon is given with its bound, and costs are left out.
    jobs
        How many processes work at a time; by default one a core.
    executor
        Does the work instead of processes of its own.
    time_limit
        Seconds after which what is not known yet stays open. Without a limit the same plan gives the same table.
    progress
        Is told of each step as it begins.
    reach
        Whether to find how far that team gets with each change. Without it the reach of a plan that cannot be met is
        told all the same, and no other.

    Raises
    ------
    Interrupted
        Where Ctrl-C comes; its `known` has the changes that were known by then.
    InputError
        Where `by` is out of its range.
    """
    refuse_wrong_arguments(time_limit, plan=(plan, Plan))
    if not 0 < by < 1:
        raise InputError([say("by: must be above 0 and below 1, got {got}. Write 0.1 for 10 %.", got=shown(by))])
    tell = Tell(progress)
    ends = math.inf if time_limit is None else time.time() + time_limit
    tell(say("the plan as it is"))
    rows, department = [Sides(one, by) for one in inputs(plan, *ESTIMATES)], Department(plan)
    is_ours = jobs is None and executor is None and is_sooner_in_threads(is_wide=department.is_wide)
    with contextlib.ExitStack() as stack:
        ours = stack.enter_context(threads(AT_ONCE)) if is_ours else None
        # they are made while a solver looks for the team
        made = begun(ours, lambda: Changes(rows, department)) if ours else None
        base = _Base(department, ends, is_reach_asked=reach)
        changes = Changes(rows, department) if made is None else awaited(made)
        task = _Task(plan, base.team, base.starts, base.enough, thorough, reach, ends)
        tasks, table = [dataclasses.replace(task, plan=side) for side in changes.different], _Table(base, changes)
        try:
            if ours:
                base.begin(ours)
            else:
                base.work_out()
            each(_effect, tasks, jobs=jobs, executor=ours or executor, done=table.telling(tell), known=table.known)
            base.wait()
        except KeyboardInterrupt:
            stack.close()
            raise Interrupted(table.written(by)) from None
    return table.written(by)


class _Table:
    """The table with what is known of different changes, by their number from 0 on."""

    def __init__(self, base: _Base, changes: Changes) -> None:
        self.known: dict[int, Effect] = {}
        self._base, self._changes = base, changes
        self._rows: dict[int, SensitivityRow] = {}
        self._left = {number: changes.numbers(row) for number, row in enumerate(changes.rows)}

    def written(self, by: float) -> Sensitivity:
        """Write it."""
        base = self._base
        rows, effect = [self._row(number) for number in self._left], base.with_odds(base.plan, base.effect)
        finished = len(self.known) == len(self._changes.different)
        return Sensitivity(by=by, base=effect, team=base.members, rows=tuple(_sorted(rows, effect)), finished=finished)

    def telling(self, tell: Tell) -> Callable[[int], None]:
        """Tell how many changes are known, and each row as soon as both its sides are."""
        told: set[int] = set()

        def known(done: int) -> None:
            said = say("{done} of {all} changes solved", done=done, all=len(self._changes.different))
            left = ((number, of) for number, of in self._left.items() if of and number not in told)
            new = [number for number, of in left if of <= self.known.keys()]
            if not (new and self._base.is_answered):
                tell(said)
                return
            for number in new:
                told.add(number)
                tell.of_row(said, self._row(number))

        return known

    def _row(self, number: int) -> SensitivityRow:
        """Write a row, once all of it is known for good."""
        row = self._rows.get(number)
        if row is None:
            sides = self._changes.rows[number]
            row = sides.filled(self._base.plan, [self._effect(side) for side in sides.plans(self._base.plan)])
            if self._base.is_answered and self._left[number] <= self.known.keys():
                self._rows[number] = row
        return row

    def _effect(self, side: Plan | None) -> Effect | None:
        if side is None:
            return None
        effect = self.known.get(self._changes.number_of[id(side)])
        return _OPEN if effect is None else self._base.with_odds(side, effect)


def _sorted(rows: Sequence[SensitivityRow], base: Effect) -> list[SensitivityRow]:
    """Put first what moves the headcount most, then what moves the reach most; what is not known moves nothing."""
    found = [side.headcount for row in rows for side in (row.low, row.high) if side and side.headcount is not None]
    beyond = max([*found, base.headcount or 0]) + 1

    def swing(row: SensitivityRow) -> tuple[float, float]:
        sides = [base, *(side for side in (row.low, row.high) if side is not None and side.status != "no_answer")]
        people = [beyond if side.headcount is None else side.headcount for side in sides]
        reach = [side.reach or 0.0 for side in sides]
        return min(people) - max(people), min(reach) - max(reach)

    return sorted(rows, key=swing)


# ---- one plan


class _Base:
    """The plan as it is: its team, which soon is known, and its answer, which takes longer.

    Attributes
    ----------
    team, starts
        Everybody of the answer's team, or of the one that reaches most, and first days of who has several.
    enough
        The size of that team, where it meets the plan.
    members
        The same people as records.
    """

    def __init__(self, department: Department, ends: float, *, is_reach_asked: bool) -> None:
        self.plan = department.plan
        self._department, self._clock = department, Clock(_seconds_left(ends))
        settled = self._settled = settled_team(self._department, self._clock)
        self.team, self.starts = dict(settled.team), settled.starts
        self.enough = len(self.team) or None
        self._is_reach_asked = is_reach_asked or not self.team
        if not self.team:
            most = ReachSearch(self._department, self._clock).most().team
            self.team, self.starts = team_of(most), starts_chosen(self._department, most)
        self.members = tuple(self._members())
        self._size = self._found_size()
        self._answer: Future[Result] | None = None
        self._reach: Future[Reached] | None = None

    def _members(self) -> Iterator[TeamMember]:
        for person in self._department.everyone:
            if person.name in self.team:
                yield TeamMember(
                    name=person.name,
                    role=self.team[person.name],
                    monthly_cost=person.record.monthly_cost,
                    hired=person.hired,
                    from_=self.starts.get(person.name),
                )

    def _found_size(self) -> Size:
        settled = self._settled
        if self.plan.objective != _PEOPLE_FIRST and self.enough:
            return _proven_size(self._department, self._clock)
        if not self.enough:
            return Size(settled.status)
        cost = math.fsum(member.monthly_cost for member in self.members) if settled.status == "optimal" else None
        return Size(settled.status, self.enough, settled.headcount_bound, cost)

    def begin(self, executor: Executor) -> None:
        """Let others set the quotas, and find how far the team gets."""
        self._reach = begun(executor, self._found_reach)
        self._answer = begun(executor, self._settled.written)

    def work_out(self) -> None:
        """Set the quotas, and find how far the team gets."""
        self._reach, self._answer = Future(), Future()
        self._reach.set_result(self._found_reach())
        self._answer.set_result(self._settled.written())

    def wait(self) -> None:
        """Wait for whoever was let do that."""
        assert self._reach is not None
        assert self._answer is not None
        awaited(self._reach)
        awaited(self._answer)

    def _found_reach(self) -> Reached:
        if not self._is_reach_asked:
            return _NOT_ASKED
        return _reach_of(self._department, self.team, self.starts, self._clock)

    @property
    def effect(self) -> Effect:
        """What the plan comes to, as far as that is known."""
        return _written(self._department, self._size, _known_of(self._reach) or _NOT_ASKED)

    @property
    def is_answered(self) -> bool:
        """Whether the quotas are set."""
        return self._answer is not None and self._answer.done()

    def with_odds(self, plan: Plan, effect: Effect) -> Effect:
        """Add the odds of meeting all targets if the quotas of the answer are worked, and the plan turns out so."""
        answer = _known_of(self._answer)
        if answer is None or not answer.odds:
            return effect
        from salescrew.models.odds.calculation import Calculation  # this takes numpy, which takes its time
        from salescrew.models.odds.opened import opened_by

        odds = round(Calculation(plan, opened_by(plan, answer)).roughly_all(), 9)
        return effect.model_copy(update={"odds": odds})


def _known_of(found: Future[Found] | None) -> Found | None:
    """Give what was found, where it was."""
    if found is None or not found.done() or found.cancelled() or found.exception() is not None:
        return None
    return found.result()


@dataclass(frozen=True)
class _Task:
    """A changed plan to be judged.

    Attributes
    ----------
    team, starts
        The roles, and the first days that were chosen, of the team whose reach is told.
    enough
        The size of that team, where it meets the plan as it is.
    thorough
        Whether to prove the headcount and its cost whatever that takes.
    reach
        Whether that is asked for.
    ends
        When to give up, by the clock of the day.
    """

    plan: Plan
    team: Mapping[str, Role]
    starts: Mapping[str, dt.date]
    enough: int | None
    thorough: bool
    reach: bool
    ends: float


def _seconds_left(ends: float) -> float | None:
    return None if math.isinf(ends) else max(LEAST_SECONDS, ends - time.time())


def _effect(task: _Task) -> Effect:
    """Judge a changed plan."""
    department, clock = Department(task.plan), Clock(_seconds_left(task.ends))
    reach = _reach_of(department, task.team, task.starts, clock) if task.reach else _NOT_ASKED
    if task.thorough or task.plan.target.confidence is not None:
        return _written(department, _proven_size(department, clock), reach)
    is_enough = reach.meets_the_plan if task.reach else _still_does(task, department, clock)
    size = Fewest(department, clock, task.enough if is_enough else None).find()
    if size.status not in ("optimal", "infeasible") and _is_small(department):
        size = dataclasses.replace(_proven_size(department, clock), monthly_cost=None)
    return _written(department, size, reach)


def _reach_of(department: Department, team: Mapping[str, Role], starts: Mapping[str, dt.date], clock: Clock) -> Reached:
    """Find how far a team gets, about; nobody gets nowhere."""
    if not team:
        return Reached(None, -math.inf)
    started = department.started(starts)
    return reach_of(started, posts_of(started, team), clock, roster_effort.QUICK)


def _still_does(task: _Task, department: Department, clock: Clock) -> bool:
    """Tell whether a roster was found with which the team of the plan as it is meets the changed one."""
    if task.enough is None:
        return False
    started = department.started(task.starts)
    return roster_of(started, posts_of(started, task.team), clock, roster_effort.QUICK).has_roster is True


def _is_small(department: Department) -> bool:
    """Tell whether there are so few days of so few people that a full search is soon over."""
    return len(department.everyone) * len(department.horizon.working_days) <= SMALL_PERSON_DAYS


def _proven_size(department: Department, clock: Clock) -> Size:
    """Search in full for the fewest people, and for the least cost of so many."""
    return _size(*smallest_team(department.seeking(_PEOPLE_FIRST), clock))


def _size(status: Status, team: tuple[Post, ...], bound: int) -> Size:
    """Sum up what a full search found."""
    if not team:
        return Size(status)
    cost = math.fsum(post.count * post.record.monthly_cost for post in team) if status == "optimal" else None
    return Size(status, sum(post.count for post in team), bound, cost)


def _written(department: Department, size: Size, reach: Reached) -> Effect:
    has_targets = bool(department.goals)
    return Effect(
        status=size.status,
        headcount=size.headcount,
        headcount_bound=size.bound,
        monthly_cost=size.monthly_cost,
        reach=reach.reach if has_targets else None,
        reach_bound=reach.bound if has_targets and math.isfinite(reach.bound) else None,
    )
