"""The daily model in CP-SAT, where everything is a whole number.

Contacts and work are counted in hundredths. Numbers with fractions are multiplied up to whole ones and rounded against
the plan, by less than a millionth of a row; so a headcount found here meets the plan, and one proven here might, by a
hair, be one too many.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from typing import Any

from ortools.sat.python import cp_model

from benchmarks.rivals import daily
from benchmarks.rivals.attempt import Attempt, Solved
from benchmarks.rivals.daily import Outcome, Terms
from salescrew.models.plan.plan import Plan

HUNDREDTHS = 100
LARGEST_ROW = 2.0**60
LARGEST_TOTAL = 1e12
FINE = 1e8
NOISE = 1e-9
_ENDED: dict[Any, Solved] = {
    cp_model.OPTIMAL: "optimal",
    cp_model.FEASIBLE: "feasible",
    cp_model.INFEASIBLE: "infeasible",
    cp_model.UNKNOWN: "no answer",
}


class CpSat:
    """A model for CP-SAT.

    Attributes
    ----------
    parts
        Into how many parts one of what a column counts is divided, by column.
    most
        The largest value of a column, in parts.
    """

    def __init__(self) -> None:
        self.model = cp_model.CpModel()
        self.parts: list[float] = []
        self.most: list[float] = []
        self.start: dict[int, int] = {}
        self.columns: list[cp_model.IntVar] = []

    def boolean(self) -> cp_model.IntVar:
        """Add a column of 0 or 1."""
        return self._column(1, 1)

    def quantity(self, most: float) -> cp_model.IntVar:
        """Add a column of an amount."""
        return self._column(math.floor(most * HUNDREDTHS + NOISE), HUNDREDTHS)

    def _column(self, most: int, parts: float) -> cp_model.IntVar:
        column = self.model.new_int_var(0, most, "")
        self.columns.append(column)
        self.parts.append(parts)
        self.most.append(most)
        return column

    def total(self, terms: Terms) -> cp_model.IntVar:
        """Add a column that is the sum of others, in parts so fine that rounding does not matter."""
        parts, each = self._whole(terms, (), round, LARGEST_TOTAL)
        column = self._column(sum(n * int(self.most[c.index]) for n, (c, _) in zip(each, terms, strict=True)), parts)
        self.model.add(cp_model.LinearExpr.weighted_sum([c for c, _ in terms], each) == column)
        return column

    def row(self, terms: Terms, *, at_least: float | None = None, at_most: float | None = None) -> None:
        """Keep a sum within bounds, rounded against the plan."""
        columns = [column for column, _ in terms]
        if at_least is not None:
            factor, each = self._whole(terms, (at_least,), math.floor, LARGEST_ROW)
            least = math.ceil(at_least * factor - NOISE)
            self.model.add_linear_constraint(cp_model.LinearExpr.weighted_sum(columns, each), least, cp_model.INT_MAX)
        if at_most is not None:
            factor, each = self._whole(terms, (at_most,), math.ceil, LARGEST_ROW)
            most = math.floor(at_most * factor + NOISE)
            self.model.add_linear_constraint(cp_model.LinearExpr.weighted_sum(columns, each), cp_model.INT_MIN, most)

    def _whole(
        self, terms: Terms, others: tuple[float, ...], rounded: Callable[[float], int], largest: float
    ) -> tuple[float, list[int]]:
        """Multiply coefficients up: by a power of ten, until all are whole or rounding does not matter."""
        exact = [each / self.parts[column.index] for column, each in terms]
        reach = sum(abs(each) * self.most[column.index] for each, (column, _) in zip(exact, terms, strict=True))
        smallest = min((abs(each) for each in exact if each), default=1.0)
        factor = 1.0
        while smallest * factor < FINE and 10 * factor * reach <= largest:
            if all(_is_whole(number * factor) for number in (*exact, *others)):
                break
            factor *= 10
        return factor, [_rounded(each * factor, rounded) for each in exact]

    def least(self, objective: Terms, *, gap: float, seconds: float) -> Outcome:
        """Make a sum as small as can be."""
        self.model.minimize(
            cp_model.LinearExpr.weighted_sum([column for column, _ in objective], [each for _, each in objective])
        )
        self.model.clear_hints()
        for index, value in self.start.items():
            self.model.add_hint(self.columns[index], value)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = os.cpu_count() or 1
        solver.parameters.absolute_gap_limit = gap
        solver.parameters.relative_gap_limit = 0.0
        if math.isfinite(seconds):
            solver.parameters.max_time_in_seconds = max(0.01, seconds)
        status = _ENDED[solver.solve(self.model)]
        if status not in ("optimal", "feasible"):
            return Outcome(status)
        self.start = {column.index: solver.value(column) for column in self.columns}
        values = self.start
        return Outcome(status, solver.best_objective_bound, lambda column: float(values[column.index]))


def _is_whole(number: float) -> bool:
    return abs(number - round(number)) <= NOISE * max(1.0, abs(number))


def _rounded(number: float, rounded: Callable[[float], int]) -> int:
    return round(number) if _is_whole(number) else rounded(number)


def attempt(plan: Plan, seconds: float) -> Attempt:
    """Solve a plan."""
    return daily.attempt(plan, seconds, CpSat)
