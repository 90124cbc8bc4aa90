"""The same plan in several configurations of the team, each solved and proven by itself."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

from salescrew.errors import Interrupted
from salescrew.language import say
from salescrew.models.answers.comparison import Comparison, ConfigurationRow
from salescrew.models.answers.row import NOT_DONE
from salescrew.models.answers.step import Watcher
from salescrew.models.department.department import Department
from salescrew.models.on_paper.verdict import row_of, row_without_team, verdict
from salescrew.models.plan.arguments import refuse_wrong_arguments
from salescrew.models.plan.plan import Plan
from salescrew.models.variants.configurations import Configuration, own_configurations, standard_configurations
from salescrew.solver.engine.program import Clock
from salescrew.solver.engine.side_by_side import AT_ONCE, Lost, finished, is_sooner_in_threads
from salescrew.solver.engine.tell import NOBODY, Tell
from salescrew.solver.engine.threads import threads
from salescrew.solver.search.solve import whole_answer


def compare(
    plan: Plan,
    configurations: Mapping[str, Mapping[str, object]] | None = None,
    *,
    jobs: int | None = None,
    executor: Executor | None = None,
    time_limit: float | None = None,
    progress: Watcher | None = None,
    reach: bool = True,
) -> Comparison:
    """Solve a plan in several configurations of the team, and set the answers side by side.

    Always there are the plan as it is, everybody mixed, nobody mixed, those present only, and hires only; of a plan
    with `duty.queues` also queues pooled or parted, where these have one rule. Each answer is that of `solve`, so
    proven and checked.

    Parameters
    ----------
    configurations
        Configurations besides: a name for each, and by path the values that differ from the plan, such as
        `{"small": {"limits.people": 6}}`.
    jobs
        How many processes work at a time; by default one a core.
    executor
        Does the work instead of processes of its own.
    time_limit
        Seconds after which each configuration takes the best answer so far.
    progress
        Is told of each step as it begins.
    reach
        Whether to find how far each team gets, and one person fewer.

    Raises
    ------
    Interrupted
        Where Ctrl-C comes; its `known` has the rows that were known by then.
    InputError
        Where a configuration has a name that is taken, names no place of the plan, or does not make a plan.
    """
    refuse_wrong_arguments(time_limit, plan=(plan, Plan))
    tell = Tell(progress)
    every = [*standard_configurations(plan).values(), *own_configurations(plan, configurations or {})]
    same_as = _same(every)
    tasks = [_Task(one, time_limit, reach) for one in every if one.plan is not None and one.name not in same_as]
    rows = {one.name: row_without_team(one, "impossible", one.reason) for one in every if one.plan is None}
    tell(say("{n} configurations", n=len(tasks)))
    try:
        with contextlib.ExitStack() as stack:
            if jobs is None and executor is None and is_sooner_in_threads(is_wide=Department(plan).is_wide):
                executor = stack.enter_context(threads(AT_ONCE))
            answers = stack.enter_context(contextlib.closing(finished(_judge, tasks, jobs=jobs, executor=executor)))
            for done, (number, row) in enumerate(answers, 1):
                one = tasks[number].configuration
                known = row_without_team(one, "no_answer", row.reason) if isinstance(row, Lost) else row
                rows[one.name] = known
                tell.of_row(say("{done} of {all} configurations solved", done=done, all=len(tasks)), known)
    except KeyboardInterrupt:
        is_known = any(row.status != "impossible" for row in rows.values())
        left = {one.name: row_without_team(one, "no_answer", say(NOT_DONE)) for one in every}
        raise Interrupted(_written(plan, every, left | rows, same_as, finished=False) if is_known else None) from None
    return _written(plan, every, rows, same_as, finished=True)


def _written(
    plan: Plan,
    every: Sequence[Configuration],
    rows: Mapping[str, ConfigurationRow],
    same_as: Mapping[str, str],
    *,
    finished: bool,
) -> Comparison:
    """Set the rows side by side; those that are the same plan have the same answer."""
    found = dict(rows)
    for one in every:
        if (name := same_as.get(one.name)) is not None:
            update = {"name": one.name, "left_out": one.left_out, "same_as": name}
            found[one.name] = found[name].model_copy(update=update)
    first, *others = [found[one.name] for one in every]
    best = verdict(others, plan.objective)
    return Comparison(objective=plan.objective, rows=(first, *others), verdict=best, finished=finished)


def _same(configurations: Sequence[Configuration]) -> dict[str, str]:
    """Find the configurations whose plan is that of an earlier one."""
    first: dict[str, str] = {}
    same = {}
    for one in configurations:
        if one.plan is not None:
            earlier = first.setdefault(one.plan.model_dump_json(), one.name)
            if earlier != one.name:
                same[one.name] = earlier
    return same


@dataclass(frozen=True)
class _Task:
    """A configuration to be solved."""

    configuration: Configuration
    time_limit: float | None
    reach: bool


def _judge(task: _Task) -> ConfigurationRow:
    """Solve a configuration, and sum up the answer."""
    assert task.configuration.plan is not None
    department = Department(task.configuration.plan)
    answer = whole_answer(department, Clock(task.time_limit), NOBODY, best=False, reach=task.reach, is_row=True)
    return row_of(task.configuration, department, answer)
