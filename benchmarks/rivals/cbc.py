"""The daily model in CBC, through PuLP: a file written, the program run, its answer read."""

from __future__ import annotations

import math
import os
import re
import tempfile
from pathlib import Path

import pulp

from benchmarks.rivals import daily
from benchmarks.rivals.attempt import Attempt
from benchmarks.rivals.daily import Outcome, Terms
from salescrew.models.plan.plan import Plan

PROGRAM = pulp.PULP_CBC_CMD.pulp_cbc_path
"""The one that comes with PuLP."""
_LOWER_BOUND = re.compile(r"^Lower bound:\s+(\S+)", re.MULTILINE)


class Cbc:
    """A model for CBC."""

    def __init__(self) -> None:
        self.problem = pulp.LpProblem("daily", pulp.LpMinimize)
        self.columns: list[pulp.LpVariable] = []
        self.is_solved = False

    def boolean(self) -> pulp.LpVariable:
        """Add a column of 0 or 1."""
        return self._column(1.0, pulp.LpInteger)

    def quantity(self, most: float) -> pulp.LpVariable:
        """Add a column of an amount."""
        return self._column(most, pulp.LpContinuous)

    def _column(self, most: float | None, kind: str) -> pulp.LpVariable:
        column = self.problem.add_variable(f"c{len(self.columns)}", 0.0, most, kind)
        self.columns.append(column)
        return column

    def total(self, terms: Terms) -> pulp.LpVariable:
        """Add a column that is the sum of others."""
        column = self._column(None, pulp.LpContinuous)
        self.row([*terms, (column, -1.0)], at_least=0, at_most=0)
        return column

    def row(self, terms: Terms, *, at_least: float | None = None, at_most: float | None = None) -> None:
        """Keep a sum within bounds."""
        total = pulp.LpAffineExpression(terms)
        if at_least is not None and at_least == at_most:
            self.problem += pulp.LpConstraint(total, pulp.LpConstraintEQ, rhs=at_least)
            return
        if at_least is not None:
            self.problem += pulp.LpConstraint(total, pulp.LpConstraintGE, rhs=at_least)
        if at_most is not None:
            self.problem += pulp.LpConstraint(total, pulp.LpConstraintLE, rhs=at_most)

    def least(self, objective: Terms, *, gap: float, seconds: float) -> Outcome:
        """Make a sum as small as can be."""
        self.problem.setObjective(pulp.LpAffineExpression(objective))
        with tempfile.TemporaryDirectory() as folder:
            log = Path(folder) / "cbc.log"
            solver = pulp.COIN_CMD(
                path=PROGRAM,
                msg=False,
                logPath=str(log),
                threads=os.cpu_count(),
                timeLimit=max(0.01, seconds) if math.isfinite(seconds) else None,
                gapAbs=gap,
                gapRel=0.0,
                warmStart=self.is_solved,
            )
            self.problem.solve(solver)
            text = log.read_text(encoding="utf-8") if log.exists() else ""
        found = self.problem.sol_status
        if found not in (pulp.LpSolutionOptimal, pulp.LpSolutionIntegerFeasible):
            return Outcome("infeasible" if found == pulp.LpSolutionInfeasible else "no answer")
        self.is_solved = True
        values = {column.name: column.varValue or 0.0 for column in self.columns}
        bound = _LOWER_BOUND.search(text)
        return Outcome(
            "optimal" if found == pulp.LpSolutionOptimal else "feasible",
            float(bound[1]) if bound else -math.inf,
            lambda column: values[column.name],
        )


def attempt(plan: Plan, seconds: float) -> Attempt:
    """Solve a plan."""
    return daily.attempt(plan, seconds, Cbc)
