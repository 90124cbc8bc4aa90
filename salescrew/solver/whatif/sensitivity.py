"""Sensitivity: each input a little lower and a little higher, by the headcount and the reach that it gives.

Every headcount is proven anew: a bound over all teams shows that fewer cannot do, and a roster of whole days that so
many can. The reach is that of the team that answers the plan as it is: the best roster found for it, and what it is
proven not to exceed.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import math
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

from salescrew.errors import InputError, Interrupted
from salescrew.language import say, with_marks
from salescrew.models.answers.result import Result, Status, TeamMember
from salescrew.models.answers.sensitivity import ChangedInput, Effect, Sensitivity, SensitivityRow
from salescrew.models.answers.step import Watcher
from salescrew.models.department.department import Department
from salescrew.models.department.horizon import Horizon
from salescrew.models.department.posts import Post
from salescrew.models.on_paper.duty_steps import more_duty_slots
from salescrew.models.plan.arguments import refuse_wrong_arguments
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.roles import Role
from salescrew.models.plan.sections.targets import Objective
from salescrew.models.plan.values.said import shown
from salescrew.models.schedule.in_force import chosen_starts
from salescrew.models.variants.inputs import ESTIMATES, Input, changed, inputs
from salescrew.solver.engine.program import Clock
from salescrew.solver.engine.side_by_side import each
from salescrew.solver.engine.tell import Tell
from salescrew.solver.search.fewest import Fewest, Size
from salescrew.solver.search.reach import ReachSearch, posts_of, starts_chosen, team_of
from salescrew.solver.search.solve import answer_within, smallest_team
from salescrew.solver.search.trial import Reached, reach_of, roster_of
from salescrew.solver.staffing import roster_effort

QUICK_SECONDS = 2.0
"""What so few seconds are done in, is done in one process: to start others would take longer."""
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
    started = time.monotonic()
    tell(say("the plan as it is"))
    answer, base, team = _base(plan, ends, reach=reach)
    starts = {member.name: member.from_ for member in team if member.from_ is not None}
    rows = [_Sides(one, by) for one in inputs(plan, *ESTIMATES)]
    roles = {member.name: member.role for member in team}
    task = _Task(plan, answer, roles, starts, None if base.headcount is None else len(team), thorough, reach, ends)
    tasks = [dataclasses.replace(task, plan=side) for row in rows for side in row.plans(plan) if side is not None]
    if jobs is None and (time.monotonic() - started) * len(tasks) < QUICK_SECONDS:
        jobs = 1  # starting processes would take longer
    known: dict[int, Effect] = {}
    try:
        each(_effect, tasks, jobs=jobs, executor=executor, done=_counted(len(tasks), tell), known=known)
    except KeyboardInterrupt:
        raise Interrupted(_table(plan, by, base, team, rows, known)) from None
    return _table(plan, by, base, team, rows, known)


def _table(
    plan: Plan,
    by: float,
    base: Effect,
    team: tuple[TeamMember, ...],
    rows: Sequence[_Sides],
    known: Mapping[int, Effect],
) -> Sensitivity:
    """Write the table with what is known of the changes, by their number from 0 on."""
    numbers, sides = itertools.count(), [row.plans(plan) for row in rows]
    filled = [
        row.filled(plan, [None if side is None else known.get(next(numbers), _OPEN) for side in of])
        for row, of in zip(rows, sides, strict=True)
    ]
    finished = len(known) == next(numbers)
    return Sensitivity(by=by, base=base, team=team, rows=tuple(_sorted(filled, base)), finished=finished)


def _counted(total: int, tell: Tell) -> Callable[[int], None]:
    return lambda done: tell(say("{done} of {all} changes solved", done=done, all=total))


# ---- the changes


class _Sides:
    """An input with its two other values."""

    def __init__(self, one: Input, by: float) -> None:
        self.one = one
        step = max(1.0, math.floor(by * one.value + 0.5)) if one.whole else by * one.value
        self.values = (one.value - step, min(one.value + step, one.most))
        self.notes: list[str] = []
        if one.value + step > one.most:
            most = say("{number}%", number="100") if one.most == 1 else with_marks(f"{one.most:g}")
            self.notes.append(say("at most {number}", number=most))
        self._plans: list[Plan | None] | None = None

    def plans(self, plan: Plan) -> list[Plan | None]:
        """Give the plan with either value; None where it would not be one."""
        if self._plans is None:
            self._plans = [self._changed(plan, value) for value in self.values]
        return self._plans

    def _changed(self, plan: Plan, value: float) -> Plan | None:
        if value == self.one.value:
            return None
        try:
            return changed(plan, self.one, value)
        except InputError:
            self.notes.append(say("{value} would not make a plan", value=shown(value)))
            return None

    def filled(self, plan: Plan, effects: Sequence[Effect | None]) -> SensitivityRow:
        """Make the row of the table."""
        low, high = (
            None if effect is None or side is None else _with_duty(plan, value, side, effect)
            for value, side, effect in zip(self.values, self.plans(plan), effects, strict=True)
        )
        one = self.one
        return SensitivityRow(
            title=one.title,
            path=one.path,
            kind=one.kind,
            value=one.value,
            is_relative=one.is_relative,
            low=low,
            high=high,
            note="; ".join(self.notes),
        )


def _with_duty(plan: Plan, value: float, side: Plan, effect: Effect) -> ChangedInput:
    more = more_duty_slots(Horizon(plan), Horizon(side))
    return ChangedInput(value=float(f"{value:.12g}"), duty_slots=more, **effect.model_dump())


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


@dataclass(frozen=True)
class _Task:
    """A plan to be judged.

    Attributes
    ----------
    answer
        The answer to the plan as it is, with the quotas whose odds are asked for.
    team
        The roles of the team whose reach is asked for.
    starts
        The first days of those who had several to choose from.
    headcount
        The size of that team, where it meets the plan as it is.
    thorough
        Whether to prove the headcount and its cost whatever that takes.
    reach
        Whether that is asked for.
    ends
        When to give up, by the clock of the day.
    """

    plan: Plan
    answer: Result
    team: Mapping[str, Role]
    starts: Mapping[str, dt.date]
    headcount: int | None
    thorough: bool
    reach: bool
    ends: float


def _seconds_left(ends: float) -> float | None:
    return None if math.isinf(ends) else max(LEAST_SECONDS, ends - time.time())


def _base(plan: Plan, ends: float, *, reach: bool) -> tuple[Result, Effect, tuple[TeamMember, ...]]:
    """Solve the plan as it is, and find its team: the answer's, or the one that reaches most."""
    department, clock = Department(plan), Clock(_seconds_left(ends))
    answer = answer_within(department, clock, handed_out=True)
    team = {member.name: member.role for member in answer.managers}
    starts = chosen_starts(answer)
    if not team:
        most = ReachSearch(department, clock).most().team
        team, starts = team_of(most), starts_chosen(department, most)
    members = tuple(
        TeamMember(
            name=person.name,
            role=team[person.name],
            monthly_cost=person.record.monthly_cost,
            hired=person.hired,
            from_=starts.get(person.name),
        )
        for person in department.everyone
        if person.name in team
    )
    if plan.objective == _PEOPLE_FIRST or not answer.managers:
        cost = answer.monthly_cost if answer.status == "optimal" else None
        size = Size(answer.status, answer.headcount, answer.headcount_bound, cost)
    else:
        size = _proven_size(department, clock)
    is_asked = reach or not answer.managers
    reached = _reach_of(department, team, starts, clock) if is_asked else _NOT_ASKED
    effect = _written(department, size, reached, _odds_of(plan, answer))
    return answer.model_copy(update={"coverage": (), "funnel": ()}), effect, members


def _effect(task: _Task) -> Effect:
    """Judge a changed plan."""
    department, clock = Department(task.plan), Clock(_seconds_left(task.ends))
    reach = _reach_of(department, task.team, task.starts, clock) if task.reach else _NOT_ASKED
    odds = _odds_of(task.plan, task.answer)
    if task.thorough or task.plan.target.confidence is not None:
        return _written(department, _proven_size(department, clock), reach, odds)
    is_enough = reach.meets_the_plan if task.reach else _still_does(task, department, clock)
    size = Fewest(department, clock, task.headcount if is_enough else None).find()
    if size.status not in ("optimal", "infeasible") and _is_small(department):
        size = dataclasses.replace(_proven_size(department, clock), monthly_cost=None)
    return _written(department, size, reach, odds)


def _odds_of(plan: Plan, answer: Result) -> float | None:
    """Give the odds of meeting all targets if the quotas of an answer are worked, and the plan turns out like this."""
    from salescrew.models.odds.calculation import Calculation  # this takes numpy, which takes its time
    from salescrew.models.odds.opened import opened_by

    return round(Calculation(plan, opened_by(plan, answer)).roughly_all(), 9) if answer.odds else None


def _reach_of(department: Department, team: Mapping[str, Role], starts: Mapping[str, dt.date], clock: Clock) -> Reached:
    """Find how far a team gets, about; nobody gets nowhere."""
    if not team:
        return Reached(None, -math.inf)
    started = department.started(starts)
    return reach_of(started, posts_of(started, team), clock, roster_effort.QUICK)


def _still_does(task: _Task, department: Department, clock: Clock) -> bool:
    """Tell whether a roster was found with which the team of the plan as it is meets the changed one."""
    if task.headcount is None:
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


def _written(department: Department, size: Size, reach: Reached, odds: float | None) -> Effect:
    has_targets = bool(department.goals)
    return Effect(
        status=size.status,
        headcount=size.headcount,
        headcount_bound=size.bound,
        monthly_cost=size.monthly_cost,
        reach=reach.reach if has_targets else None,
        reach_bound=reach.bound if has_targets and math.isfinite(reach.bound) else None,
        odds=odds,
    )
