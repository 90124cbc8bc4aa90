"""The daily model in HiGHS, through OR-Tools' MathOpt."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

from ortools.math_opt.python import mathopt

from benchmarks.rivals import daily
from benchmarks.rivals.attempt import Attempt, Solved
from benchmarks.rivals.daily import Outcome, Terms
from salescrew.models.plan.plan import Plan

_ENDED: dict[Any, Solved] = {
    mathopt.TerminationReason.OPTIMAL: "optimal",
    mathopt.TerminationReason.FEASIBLE: "feasible",
    mathopt.TerminationReason.INFEASIBLE: "infeasible",
    # people and cost are bounded, so this is never for want of a bound
    mathopt.TerminationReason.INFEASIBLE_OR_UNBOUNDED: "infeasible",
    mathopt.TerminationReason.NO_SOLUTION_FOUND: "no answer",
}


class Highs:
    """A model for HiGHS."""

    def __init__(self) -> None:
        self.model = mathopt.Model()
        self.start: dict[mathopt.Variable, float] = {}

    def boolean(self) -> mathopt.Variable:
        """Add a column of 0 or 1."""
        return self.model.add_binary_variable()

    def quantity(self, most: float) -> mathopt.Variable:
        """Add a column of an amount."""
        return self.model.add_variable(lb=0, ub=most)

    def total(self, terms: Terms) -> mathopt.Variable:
        """Add a column that is the sum of others."""
        column = self.model.add_variable(lb=0)
        self.row([*terms, (column, -1.0)], at_least=0, at_most=0)
        return column

    def row(self, terms: Terms, *, at_least: float | None = None, at_most: float | None = None) -> None:
        """Keep a sum within bounds."""
        row = self.model.add_linear_constraint(
            lb=-math.inf if at_least is None else at_least, ub=math.inf if at_most is None else at_most
        )
        for column, each in terms:
            row.set_coefficient(column, each)

    def least(self, objective: Terms, *, gap: float, seconds: float) -> Outcome:
        """Make a sum as small as can be."""
        self.model.minimize(mathopt.fast_sum(each * column for column, each in objective))
        limit = dt.timedelta(seconds=max(0.01, seconds)) if math.isfinite(seconds) else None
        found = mathopt.solve(
            self.model,
            mathopt.SolverType.HIGHS,
            params=mathopt.SolveParameters(time_limit=limit, absolute_gap_tolerance=gap, relative_gap_tolerance=0.0),
            model_params=mathopt.ModelSolveParameters(
                solution_hints=[mathopt.SolutionHint(variable_values=self.start)] if self.start else []
            ),
        )
        status = _ENDED[found.termination.reason]
        bound = found.termination.objective_bounds.dual_bound
        if status not in ("optimal", "feasible"):
            return Outcome(status)
        values = self.start = found.variable_values()
        return Outcome(status, bound, values.__getitem__)


def attempt(plan: Plan, seconds: float) -> Attempt:
    """Solve a plan."""
    return daily.attempt(plan, seconds, Highs)
