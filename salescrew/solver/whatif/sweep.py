"""A sweep: the same plan with other values in some places, every combination solved by itself."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import overload

from pydantic import JsonValue

from salescrew.errors import InputError, Interrupted
from salescrew.language import say
from salescrew.models.answers.result import Result
from salescrew.models.answers.row import NOT_DONE
from salescrew.models.answers.step import Watcher
from salescrew.models.answers.sweep import Sweep, SweepCell, cell_of
from salescrew.models.department.department import Department
from salescrew.models.plan.arguments import refuse_wrong_arguments
from salescrew.models.plan.plan import Plan
from salescrew.models.schedule.in_force import chosen_starts
from salescrew.models.variants.axes import Grid, Vary, axes_of, counts_whole_cost
from salescrew.models.variants.sweep_file import SweepFile
from salescrew.solver.engine.program import Clock
from salescrew.solver.engine.side_by_side import Lost, finished
from salescrew.solver.engine.tell import Tell
from salescrew.solver.search.reach import ReachSearch, posts_of
from salescrew.solver.search.solve import answer_within
from salescrew.solver.search.trial import reach_of
from salescrew.solver.staffing import roster_effort

_SENTENCES = 3
"""So many problems of a cell are said in its row."""


@dataclass(frozen=True)
class CellEffort:
    """The effort for a cell.

    Attributes
    ----------
    calls, nodes
        How often a solver is called for its team, and for how many nodes each: most cells take 5 to 20 calls, few that
        are soon proven 70, and what takes 100 would mostly take hundreds.
    reach_calls, reach_nodes
        The same for how far anybody gets: one team, and its days, within about a thousandth of the best.
    """

    calls: int = 100
    nodes: int = 1000
    reach_calls: int = 4
    reach_nodes: int = 100


CELL = CellEffort()


def sweep(
    plan: Plan,
    vary: Vary,
    *,
    thorough: bool = False,
    store: Path | None = None,
    jobs: int | None = None,
    executor: Executor | None = None,
    time_limit: float | None = None,
    progress: Watcher | None = None,
    reach: bool = True,
    for_excel: bool = False,
) -> Sweep:
    """Solve a plan with other values in some places, in all combinations.

    Every answer is checked as that of `solve` is. A cell without one, such as with values that make no valid plan, is
    a cell with its reason.

    Parameters
    ----------
    vary
        By path in the plan, the values: one after the other, or a text such as `3%..8%:1%` or `steady,empty`.
    thorough
        Whether to search every cell until it is proven, which may take very much longer. Otherwise a headcount or
        cost that is not proven soon is given with its bound.
    store
        A CSV file that gets a row as soon as a cell is done. If it is there already, and of this very sweep, what is
        in it is not done again. Its rows are in the order of the grid at the end.
    jobs
        How many processes work at a time; by default one a core.
    executor
        Does the work instead of processes of its own.
    time_limit
        Seconds after which each cell takes the best answer so far. Without a limit the same plan gives the same sweep.
    progress
        Is told of each step as it begins.
    reach
        Whether to find how far each team gets, and where none meets the plan, the best.
    for_excel
        Whether a new store has semicolons between its cells and decimal commas; one that is there goes on as it is.

    Raises
    ------
    Interrupted
        Where Ctrl-C comes; its `known` has the cells that were known by then.
    InputError
        Where the plan has no such place, values cannot be read, or the store is of something else or in use.
    """
    refuse_wrong_arguments(time_limit, plan=(plan, Plan))
    tell = Tell(progress)
    axes = axes_of(plan, vary)
    grid = Grid(axes)

    def as_known(cells: Mapping[int, SweepCell], *, finished: bool) -> Sweep:
        ordered = tuple(cells[number] for number in sorted(cells))
        asked = {"objective": plan.objective, "thorough": thorough, "reach": reach}
        return Sweep(**asked, axes=axes, cells=ordered, finished=finished)

    with contextlib.ExitStack() as stack:
        file = None
        if store is not None:
            kept = SweepFile(Path(store), plan, axes, thorough=thorough, reach=reach, for_excel=for_excel)
            file = stack.enter_context(kept)
        cells = {} if file is None else dict(file.cells)
        tasks = _Tasks(plan, grid, [n for n in range(grid.size) if n + 1 not in cells], thorough, time_limit, reach)
        tell(_so_far(len(cells), grid.size))
        answers = stack.enter_context(contextlib.closing(finished(_judge, tasks, jobs=jobs, executor=executor)))
        try:
            for number, answer in answers:
                task = tasks[number]
                cell = _unanswered(task, "failed", answer.reason) if isinstance(answer, Lost) else answer
                cells[cell.cell] = cell
                if file is not None:
                    file.add(cell)
                tell.of_row(_so_far(len(cells), grid.size), cell)
        except KeyboardInterrupt:
            left = {task.number + 1: _unanswered(task, "no_answer", say(NOT_DONE)) for task in tasks}
            whole = as_known(left | cells, finished=False)
            raise Interrupted(whole if cells else None) from None
        if file is not None:
            file.finish()
    return as_known(cells, finished=True)


def _so_far(done: int, size: int) -> str:
    return say("{done} of {all} cells done", done=done, all=size)


# ---- one cell


@dataclass(frozen=True)
class _Task:
    """A cell to be solved: its number from 0, its values by path, and what the plan takes for them.

    Attributes
    ----------
    over_horizon
        Whether the cost over the horizon is part of the answer.
    """

    plan: Plan
    number: int
    values: dict[str, JsonValue]
    changes: dict[str, object]
    thorough: bool
    time_limit: float | None
    over_horizon: bool
    reach: bool


class _Tasks(Sequence[_Task]):
    """The cells that are left, each made when its turn comes."""

    def __init__(
        self, plan: Plan, grid: Grid, numbers: list[int], thorough: bool, time_limit: float | None, reach: bool
    ) -> None:
        self._plan, self._grid, self._numbers = plan, grid, numbers
        self._thorough, self._time_limit, self._reach = thorough, time_limit, reach
        self._over_horizon = counts_whole_cost(plan, grid.axes)

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, at: int) -> _Task: ...
    @overload
    def __getitem__(self, at: slice) -> list[_Task]: ...
    def __getitem__(self, at: int | slice) -> _Task | list[_Task]:
        if isinstance(at, slice):
            return [self._task(number) for number in self._numbers[at]]
        return self._task(self._numbers[at])

    def __iter__(self) -> Iterator[_Task]:
        return map(self._task, self._numbers)

    def _task(self, number: int) -> _Task:
        values, changes = self._grid.values(number), self._grid.changes(number)
        return _Task(
            self._plan, number, values, changes, self._thorough, self._time_limit, self._over_horizon, self._reach
        )


def _judge(task: _Task) -> SweepCell:
    """Solve a cell; whatever goes wrong is the cell's own affair."""
    try:
        plan = task.plan.replace(task.changes)
    except InputError as error:
        return _unanswered(task, "refused", *error.problems)
    try:
        return _answered(task, plan)
    except Exception as error:
        return _unanswered(task, "failed", f"{type(error).__name__}: {error}")


def _answered(task: _Task, plan: Plan) -> SweepCell:
    clock = Clock(task.time_limit)
    department = Department(plan)
    over_horizon = task.over_horizon
    brief = clock if task.thorough else clock.sparing(CELL.calls, CELL.nodes)
    result = answer_within(department, brief, with_ties=over_horizon)
    reach, proven = _reach(department, result, clock, thorough=task.thorough) if task.reach else (None, None)
    return cell_of(
        task.number, task.values, result, reach, reach_proven=proven, over_horizon=over_horizon, reach_asked=task.reach
    )


def _reach(department: Department, result: Result, clock: Clock, *, thorough: bool) -> tuple[float | None, bool | None]:
    """Find how far the team of an answer gets, or the best team where none meets the plan, and if that is proven."""
    if result.headcount and not department.goals:
        return None, None
    if result.headcount:
        team = {member.name: member.role for member in result.managers}
        started = department.started(chosen_starts(result))
        found = reach_of(started, posts_of(started, team), clock, roster_effort.QUICK)
        return max(1.0, found.reach or 0.0), None
    if result.status != "infeasible":
        return None, None
    brief = clock if thorough else clock.sparing(CELL.reach_calls, CELL.reach_nodes)
    most = ReachSearch(department, brief).most(twice=True)
    return most.reach, most.proven


def _unanswered(task: _Task, status: str, *sentences: str) -> SweepCell:
    """Say why a cell has no answer, in a line."""
    more = [say("and {n} more", n=len(sentences) - _SENTENCES)] if len(sentences) > _SENTENCES else []
    reason = " ".join(" ".join([*sentences[:_SENTENCES], *more]).split())
    return SweepCell.model_validate(
        {"cell": task.number + 1, "values": task.values, "status": status, "reason": reason}
    )
