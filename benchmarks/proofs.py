"""The integer programs of the stored cases, each solved again by another solver: how often the two disagree."""

from __future__ import annotations

import contextlib
import math
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ortools.math_opt import model_parameters_pb2, model_pb2, parameters_pb2, result_pb2
from tabulate import tabulate

import salescrew
from salescrew.solver.engine import program as engines
from salescrew.solver.engine.program import Clock, Engine

CASES = Path(__file__).parent.parent / "tests" / "cases"
QUICK = ("small-01", "small-07", "target-04", "target-11")
NODES = 2_000
"""Of the other solver's search tree, for a program: the same on every machine."""
CLOSE = 1e-5
"""By which share of itself, or of 1, a solution may pass the bound of the other solver: their tolerances differ."""
HEADERS = ("solver", "again by", "programs", "agree", "not decided", "disagree", "s", "again s")


@dataclass(frozen=True)
class Ended:
    """How the solving of a program ended: `objective` of the best solution, none without; `bound`, what is proven."""

    status: str
    objective: float | None
    bound: float
    seconds: float


@dataclass(frozen=True)
class Compared:
    """A program that two solvers have solved.

    Attributes
    ----------
    case, number
        Which one it is: the how-manieth integer program of `explain` on that case.
    """

    case: str
    number: int
    solver: str
    columns: int
    again_by: str
    first: Ended
    second: Ended

    @property
    def verdict(self) -> str:
        """Whether both can be right: `agree`, `disagree`, or `not decided` where the other one came to no end."""
        if fault(self.first, self.second) or fault(self.second, self.first):
            return "disagree"
        return "not decided" if "limit" in (self.first.status, self.second.status) else "agree"


def fault(one: Ended, other: Ended) -> str | None:
    """Say what one claims and the other refutes by a solution."""
    if other.objective is None:
        return None
    if one.status == "infeasible":
        return f"claimed to be infeasible, and there is a solution at {other.objective:.9g}"
    if other.objective < one.bound - CLOSE * max(1.0, abs(one.bound)):
        return f"claimed to be {one.bound:.9g} at the least, and there is a solution at {other.objective:.9g}"
    return None


def run(names: Sequence[str], tell: Callable[[str], None]) -> Iterator[Compared]:
    """Explain each case, and solve every different integer program of that again."""
    for name in names:
        tell(name)
        with _recorded() as programs:
            salescrew.explain(salescrew.load(CASES / f"{name}.yaml"))
        for number, program in enumerate(programs, 1):
            other, second = _again(program)
            columns = len(program.model.variables.ids)
            yield Compared(name, number, program.engine.name, columns, other, program.first, second)


def full() -> list[str]:
    """Name all stored cases."""
    return sorted(path.stem for path in CASES.glob("*.yaml"))


@dataclass(frozen=True)
class Counts:
    """How many programs of a case were solved by a solver and again by another one, and how that ended."""

    case: str
    solver: str
    again_by: str
    programs: int
    agree: int
    not_decided: int
    disagree: int
    seconds: float
    again_seconds: float


def counted(found: Sequence[Compared]) -> list[Counts]:
    """Count the programs by case and solvers."""
    gathered: dict[tuple[str, str, str], list[Compared]] = {}
    for one in found:
        gathered.setdefault((one.case, one.solver, one.again_by), []).append(one)
    counts = []
    for (case, solver, other), programs in gathered.items():
        verdicts = Counter(one.verdict for one in programs)
        ends = (verdicts["agree"], verdicts["not decided"], verdicts["disagree"])
        seconds = (sum(one.first.seconds for one in programs), sum(one.second.seconds for one in programs))
        counts.append(Counts(case, solver, other, len(programs), *ends, *(round(each, 3) for each in seconds)))
    return counts


def table(counts: Sequence[Counts]) -> str:
    """Add up what was counted, by the solvers."""
    body = []
    for solver, other in sorted({(row.solver, row.again_by) for row in counts}):
        rows = [row for row in counts if (row.solver, row.again_by) == (solver, other)]
        sums = [sum(getattr(row, name) for row in rows) for name in ("programs", "agree", "not_decided", "disagree")]
        seconds = [sum(getattr(row, name) for row in rows) for name in ("seconds", "again_seconds")]
        body.append((solver, other, *(f"{count:,}" for count in sums), *(f"{each:.0f}" for each in seconds)))
    aligned = ("left", "left", *["right"] * 6)
    return tabulate(body, headers=HEADERS, tablefmt="github", disable_numparse=True, colalign=aligned)


def faults(found: Sequence[Compared]) -> list[str]:
    """Say what cannot both be right."""
    said = []
    for one in found:
        for solver, fault_of in (
            (one.solver, fault(one.first, one.second)),
            (one.again_by, fault(one.second, one.first)),
        ):
            if fault_of:
                said.append(f"{one.case}, program {one.number}: by {solver} {fault_of}")
    return said


# ---- the programs


@dataclass(frozen=True)
class _Program:
    """An integer program as a solver was given it, and how that ended."""

    engine: Engine
    model: model_pb2.ModelProto
    gap: float
    first: Ended


@contextlib.contextmanager
def _recorded() -> Iterator[list[_Program]]:
    """Note down every different integer program that is solved meanwhile."""
    solve, programs, seen = engines._run, [], set()

    def noted(
        engine: Engine,
        model: model_pb2.ModelProto,
        parameters: parameters_pb2.SolveParametersProto,
        start: model_parameters_pb2.ModelSolveParametersProto,
    ) -> result_pb2.SolveResultProto:
        began = time.perf_counter()
        result = solve(engine, model, parameters, start)
        ended = _ended(result, time.perf_counter() - began)
        key = (engine, model.SerializeToString(deterministic=True))
        if any(model.variables.integers) and key not in seen:
            seen.add(key)
            programs.append(_Program(engine, model, parameters.absolute_gap_tolerance, ended))
        return result

    engines._run = noted
    try:
        yield programs
    finally:
        engines._run = solve


def _again(program: _Program) -> tuple[str, Ended]:
    """Solve a program by the other solver, to the same gap."""
    other = Engine.SCIP if program.engine is Engine.HIGHS else Engine.HIGHS
    parameters = engines._parameters(other, Clock(None), program.gap, NODES)
    began = time.perf_counter()
    result = engines._run(other, program.model, parameters, model_parameters_pb2.ModelSolveParametersProto())
    return other.name, _ended(result, time.perf_counter() - began)


def _ended(result: result_pb2.SolveResultProto, seconds: float) -> Ended:
    reason = result.termination.reason
    if reason == result_pb2.TERMINATION_REASON_INFEASIBLE:
        return Ended("infeasible", None, math.inf, seconds)
    status = "optimal" if reason == result_pb2.TERMINATION_REASON_OPTIMAL else "limit"
    objective = result.solutions[0].primal_solution.objective_value if result.solutions else None
    return Ended(status, objective, result.termination.objective_bounds.dual_bound, seconds)
