"""What models have in common: what enters the funnels and the work that it makes, week by week."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from salescrew.models.department.department import Department
from salescrew.models.department.goals import Goal
from salescrew.models.department.work import DueInWeek, Entry, Group, Task
from salescrew.solver.engine.program import INFINITY, Program, Term
from salescrew.solver.staffing.rules.columns import ColumnsOfFlow, Due, Pool, Written


class Flow(ColumnsOfFlow):
    """A model in which weeks are told apart, nothing is opened in common, and all work is done in time."""

    is_elastic = False
    is_exact = False

    def __init__(self, department: Department, program: Program) -> None:
        self.department = department
        self.program = program
        self.written = Written()
        self.entering: dict[Entry, int] = {}
        self.work: dict[tuple[Group, Task, int, int], int] = {}
        self.undone: dict[Due, int] = {}

    def let_enter(self, periods: Iterable[int]) -> None:
        """Add a column for what enters each funnel in each period."""
        for source in self.department.sources:
            least = 0.0 if isinstance(source, str) else -INFINITY
            self.entering |= {(source, period): self.program.column(lower=least) for period in periods}

    def pools(self) -> Iterable[Pool]:
        """Yield the contacts that are opened in common."""
        return ()

    def work_due(self, task: Task) -> Sequence[DueInWeek]:
        """Give the work due in each period: its weights on what enters, and what is given."""
        return self.department.work_due(task)

    def may_be_done(self, task: Task) -> Sequence[float]:
        """Give the work of each period that need not be done, and may."""
        return self.department.work.may_be_done(task)

    def periods_to_do(self, due: int) -> Sequence[int]:
        """Give the periods in which work that falls due in one may be done."""
        return self.department.weeks_to_do(due)

    def towards(self, goal: Goal) -> Sequence[Term] | None:
        """Give what enters weighted by what it adds to a target; None where the model cannot tell."""
        return [(self.entering[entry], weight) for entry, weight in goal.weights.items()]
