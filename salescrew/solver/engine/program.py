"""The one place that hands a linear or integer model to a solver and reads values back.

Models are written in bulk into MathOpt's protocol buffers: that loads in a third of the time of the modelling API,
which brings numpy along, and takes a large model without a Python object a term.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import math
import threading
import time
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from types import MappingProxyType

from ortools.math_opt import callback_pb2, model_parameters_pb2, model_pb2, parameters_pb2, result_pb2
from ortools.math_opt.core.python import solver as core

from salescrew.errors import ModelError
from salescrew.solver.engine.threads import end_here_if_told, interruptibly
from salescrew.solver.engine.tolerances import SOLVER

logger = logging.getLogger(__name__)
INFINITY = math.inf
Term = tuple[int, float]


class Engine(Enum):
    """The solvers that OR-Tools carries and that are used here."""

    HIGHS = parameters_pb2.SOLVER_TYPE_HIGHS
    SCIP = parameters_pb2.SOLVER_TYPE_GSCIP
    GLOP = parameters_pb2.SOLVER_TYPE_GLOP


class State(Enum):
    """How a solve ended."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Outcome:
    """What a solve found; `values` and `objective` only exist with a solution.

    Attributes
    ----------
    bound
        No solution is better than this, proven.
    duals
        What a unit more on the right-hand side of each row adds to the objective; of linear programs only.
    reduced
        What a unit more of each column adds to the objective; of linear programs only.
    """

    state: State
    bound: float
    objective: float | None = None
    values: Sequence[float] = ()
    duals: Sequence[float] = ()
    reduced: Sequence[float] = ()

    @property
    def has_solution(self) -> bool:
        """Whether values may be read."""
        return self.objective is not None


class Clock:
    """The time that is left for a whole answer, and the effort: how often a solver may be called, for how many nodes.

    A limit of effort ends a search at the same point on every machine; one of seconds does not.

    Parameters
    ----------
    ends_when_interrupted
        Whether Ctrl-C while a solver runs ends the time, so that the best so far comes back, instead of all.
    """

    def __init__(self, seconds: float | None, *, ends_when_interrupted: bool = False) -> None:
        self._end = INFINITY if seconds is None else time.monotonic() + seconds
        self._calls = INFINITY
        self._interruption = threading.Event() if ends_when_interrupted else None
        self.nodes: int | None = None

    def left(self) -> float:
        """Give the seconds that are left, not below 0; infinity without a limit."""
        if self._interruption is not None and self._interruption.is_set():
            return 0.0
        return max(0.0, self._end - time.monotonic())

    def end_when_interrupted(self) -> bool:
        """End the time, if that is what Ctrl-C does, and tell so; a second one does not."""
        if self._interruption is None or self._interruption.is_set():
            return False
        self._interruption.set()
        return True

    def is_over(self) -> bool:
        """Tell whether the time is up, or the effort spent."""
        return self._calls <= 0 or self.left() <= 0

    @property
    def is_counted(self) -> bool:
        """Whether it ends after so many calls, so that the order of calls counts."""
        return self._calls < INFINITY

    def sparing(self, calls: int, nodes: int | None) -> Clock:
        """Give a clock that ends at the same time, or after so many calls of a solver of so many nodes each."""
        clock = Clock(None)
        clock._end, clock._calls, clock.nodes = self._end, calls, nodes
        clock._interruption = self._interruption
        return clock

    def unspent(self) -> Clock:
        """Give a clock that ends at the same time, however often a solver was called, for as many nodes each."""
        clock = Clock(None)
        clock._end, clock._interruption, clock.nodes = self._end, self._interruption, self.nodes
        return clock

    def untimed(self, seconds: float | None = None) -> Clock:
        """Give a clock for what is short and must be done in any case, in so many seconds; Ctrl-C ends it as well."""
        clock = Clock(seconds)
        clock._interruption = self._interruption
        return clock

    def count(self) -> None:
        """Count a call of a solver."""
        self._calls -= 1


@dataclass
class Program:
    """A linear or integer program: least objective over columns within bounds, subject to rows within bounds.

    Attributes
    ----------
    for_its_bound
        Whether the bound is what counts, so that little time is to be spent on looking for solutions.
    is_settled
        Whether all is settled already that the relaxation leaves whole: HiGHS then need not look for solutions by that,
        nor for any that is far from it.
    """

    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    row_lower: list[float] = field(default_factory=list)
    row_upper: list[float] = field(default_factory=list)
    for_its_bound: bool = False
    is_settled: bool = False
    _rows: list[int] = field(default_factory=list)
    _columns: list[int] = field(default_factory=list)
    _coefficients: list[float] = field(default_factory=list)

    def column(self, upper: float = INFINITY, *, lower: float = 0.0, whole: bool = False) -> int:
        """Add a column, and give its number."""
        self.lower.append(lower)
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.lower) - 1

    def row(self, terms: Iterable[Term], *, at_least: float = -INFINITY, at_most: float = INFINITY) -> int:
        """Add a row that keeps a sum of terms within bounds, and give its number."""
        end_here_if_told()
        row = len(self.row_lower)
        self.row_lower.append(at_least)
        self.row_upper.append(at_most)
        merged = _merged(terms)
        columns = [column for column in sorted(merged) if merged[column]]
        self._rows += [row] * len(columns)
        self._columns += columns
        self._coefficients += [merged[column] for column in columns]
        return row

    def first_of(self, columns: int, rows: int) -> Program:
        """Give a program of the first so many columns and rows, of rows in which no later column has a part."""
        terms = bisect_left(self._rows, rows)
        return Program(
            self.lower[:columns],
            self.upper[:columns],
            self.whole[:columns],
            self.row_lower[:rows],
            self.row_upper[:rows],
            self.for_its_bound,
            self.is_settled,
            self._rows[:terms],
            self._columns[:terms],
            self._coefficients[:terms],
        )

    def equal(self, terms: Iterable[Term], to: float = 0.0) -> int:
        """Add a row that makes a sum of terms equal to a number."""
        return self.row(terms, at_least=to, at_most=to)

    @contextlib.contextmanager
    def settling(self, settled: Mapping[int, float] = MappingProxyType({})) -> Iterator[None]:
        """Settle some columns for a while; all bounds of now come back, whatever is changed or happens meanwhile."""
        bounds = self.lower, self.upper, self.row_lower, self.row_upper
        before = [list(each) for each in bounds]
        for column, value in settled.items():
            self.lower[column] = self.upper[column] = value
        try:
            yield
        finally:
            for now, then in zip(bounds, before, strict=True):
                now[: len(then)] = then

    def misses(self, values: Sequence[float]) -> float:
        """Give the most by which values of the columns are out of a bound of a column or a row."""
        sums = [0.0] * len(self.row_lower)
        for row, column, coefficient in zip(self._rows, self._columns, self._coefficients, strict=True):
            sums[row] += coefficient * values[column]
        bounds = (
            *zip(values, self.lower, self.upper, strict=True),
            *zip(sums, self.row_lower, self.row_upper, strict=True),
        )
        return max((max(lower - value, value - upper) for value, lower, upper in bounds), default=0.0)

    def digest(self) -> bytes:
        """Give what two programs have in common only where they are the same."""
        found = hashlib.sha256(bytes(self.whole))
        for each in (self.lower, self.upper, self.row_lower, self.row_upper, self._coefficients):
            found.update(array("d", each))
        for of_terms in (self._rows, self._columns):
            found.update(array("q", of_terms))
        return found.digest()

    def message(self, objective: Sequence[Term], *, relaxed: bool) -> model_pb2.ModelProto:
        """Write the program with an objective to be least as MathOpt's message."""
        model = model_pb2.ModelProto()
        columns = model.variables
        columns.ids.extend(range(len(self.lower)))
        columns.lower_bounds.extend(self.lower)
        columns.upper_bounds.extend(self.upper)
        columns.integers.extend([False] * len(self.whole) if relaxed else self.whole)
        rows = model.linear_constraints
        rows.ids.extend(range(len(self.row_lower)))
        rows.lower_bounds.extend(self.row_lower)
        rows.upper_bounds.extend(self.row_upper)
        matrix = model.linear_constraint_matrix
        matrix.row_ids.extend(self._rows)
        matrix.column_ids.extend(self._columns)
        matrix.coefficients.extend(self._coefficients)
        weights = _merged(objective)
        model.objective.linear_coefficients.ids.extend(sorted(weights))
        model.objective.linear_coefficients.values.extend(weights[column] for column in sorted(weights))
        return model


def _merged(terms: Iterable[Term]) -> Mapping[int, float]:
    """Add up the terms of each column; hardly ever is a column in several of them."""
    listed = list(terms)
    merged = dict(listed)
    if len(merged) < len(listed):
        merged = dict.fromkeys(merged, 0.0)
        for column, coefficient in listed:
            merged[column] += coefficient
    return merged


_TERMINATION = {
    result_pb2.TERMINATION_REASON_OPTIMAL: State.OPTIMAL,
    result_pb2.TERMINATION_REASON_INFEASIBLE: State.INFEASIBLE,
    result_pb2.TERMINATION_REASON_INFEASIBLE_OR_UNBOUNDED: State.INFEASIBLE,
    result_pb2.TERMINATION_REASON_FEASIBLE: State.FEASIBLE,
    result_pb2.TERMINATION_REASON_NO_SOLUTION_FOUND: State.UNKNOWN,
}


def least(
    program: Program,
    objective: Sequence[Term] = (),
    *,
    clock: Clock,
    gap: float = 0.0,
    relaxed: bool = False,
    engine: Engine | None = None,
    nodes: int | None = None,
    hint: Sequence[float] = (),
    otherwise: bool = False,
    anew: bool = True,
    presolved: bool = True,
) -> Outcome:
    """Find the least value of an objective over a program; whole columns of a solution have whole numbers.

    Parameters
    ----------
    gap
        A solution within this of the bound counts as optimal.
    relaxed
        Let whole columns take fractions.
    engine
        The solver; by default HiGHS, and GLOP for large programs that are relaxed, where it takes a tenth of the time.
    nodes
        Stop after so many nodes of the search tree: a limit that gives the same answer on every machine.
    hint
        Values of all columns of a solution to start from.
    otherwise
        Search under other conditions than usual, and only for whether there is a solution: the first one ends it.
    anew
        Whether HiGHS may begin its search tree anew with what it has learned, which helps proofs rather than solutions.
    presolved
        Whether a program with whole columns is made smaller at length before it is searched.
    """
    if clock.is_over():
        return Outcome(State.UNKNOWN, -INFINITY)
    clock.count()
    if engine is None:
        engine = Engine.GLOP if relaxed and len(program.lower) > SOLVER.many_columns else Engine.HIGHS
    model, start = program.message(objective, relaxed=relaxed), _start(hint)
    is_whole = any(program.whole) and not relaxed
    # a linear program has no search tree, and GLOP refuses to count its nodes
    limits = [limit for limit in (nodes, clock.nodes) if limit is not None and is_whole]
    nodes = min(limits, default=None)
    # with next to no room left one solver may fail where another does not
    other = Engine.HIGHS if engine is not Engine.HIGHS else Engine.SCIP if is_whole else Engine.GLOP

    def run(this: Engine) -> Outcome:
        parameters = _parameters(this, clock, gap, nodes, SOLVER.whole_program if is_whole else SOLVER.linear)
        _adapt(this, parameters, for_its_bound=program.for_its_bound, otherwise=otherwise)
        if not presolved:
            parameters.presolve = parameters_pb2.EMPHASIS_LOW
        if this is Engine.HIGHS and not anew:
            parameters.highs.bool_options["mip_allow_restart"] = False
        if this is Engine.HIGHS:
            _spare_heuristics(program, parameters)
        result = _run(this, model, parameters, start)
        if this is engine and result.termination.reason == result_pb2.TERMINATION_REASON_IMPRECISE:
            raise _RefusedError("what it found is imprecise")
        found = _outcome(result)
        return _with_whole_numbers(program, objective, found, clock) if is_whole and found.has_solution else found

    try:
        return _first_that_works((engine, other), run)
    except KeyboardInterrupt:
        if clock.end_when_interrupted():
            return Outcome(State.UNKNOWN, -INFINITY)
        raise


def _start(hint: Sequence[float]) -> model_parameters_pb2.ModelSolveParametersProto:
    start = model_parameters_pb2.ModelSolveParametersProto()
    if hint:
        values = start.solution_hints.add().variable_values
        values.ids.extend(range(len(hint)))
        values.values.extend(hint)
    return start


def _with_whole_numbers(program: Program, objective: Sequence[Term], found: Outcome, clock: Clock) -> Outcome:
    """Settle whole columns, which may be whole but for a tolerance, and find all others anew where that leaves none."""
    settled = {column: float(round(found.values[column])) for column, whole in enumerate(program.whole) if whole}
    values = [settled.get(column, value) for column, value in enumerate(found.values)]
    if program.misses(values) <= SOLVER.whole_program:
        value = math.fsum(weight * values[column] for column, weight in objective)
        return replace(found, values=values, objective=value)
    with program.settling(settled):
        rest = least(program, objective, clock=clock.untimed(), relaxed=True)
    if not rest.has_solution:
        raise _RefusedError("what it found is no solution in whole numbers")
    return replace(found, values=rest.values, objective=rest.objective)


class _RefusedError(ModelError):
    """A solver failed with a fault of its own."""


def _parameters(
    engine: Engine, clock: Clock, gap: float, nodes: int | None, tolerance: float = SOLVER.whole_program
) -> parameters_pb2.SolveParametersProto:
    parameters = parameters_pb2.SolveParametersProto()
    if not math.isinf(clock.left()):
        parameters.time_limit.FromMilliseconds(max(1, int(min(clock.left(), SOLVER.most_seconds) * 1000)))
    if nodes is not None:
        parameters.node_limit = nodes
    if engine is not Engine.GLOP:
        parameters.absolute_gap_tolerance = gap
        parameters.relative_gap_tolerance = 0.0
    if engine is Engine.HIGHS:
        for name in ("primal_feasibility_tolerance", "dual_feasibility_tolerance"):
            parameters.highs.double_options[name] = tolerance
        parameters.highs.double_options["mip_feasibility_tolerance"] = SOLVER.whole_within
        parameters.highs.int_options["threads"] = 1
    if engine is Engine.SCIP:
        parameters.gscip.real_params["numerics/feastol"] = tolerance
    return parameters


def _adapt(
    engine: Engine, parameters: parameters_pb2.SolveParametersProto, *, for_its_bound: bool, otherwise: bool
) -> None:
    """Spend little time on looking for solutions; search in another way than usual, until there is any solution."""
    if for_its_bound and engine is Engine.HIGHS:
        parameters.highs.double_options["mip_heuristic_effort"] = SOLVER.heuristics_for_bounds
        parameters.highs.bool_options["mip_allow_restart"] = False
    if for_its_bound and engine is Engine.SCIP:
        parameters.heuristics = parameters_pb2.EMPHASIS_OFF
    if otherwise and engine is Engine.HIGHS:
        parameters.random_seed = SOLVER.again_seed
        parameters.highs.double_options["mip_feasibility_tolerance"] = SOLVER.again_whole_within
    if otherwise and engine is Engine.SCIP:
        parameters.solution_limit = 1


def _spare_heuristics(program: Program, parameters: parameters_pb2.SolveParametersProto) -> None:
    """Leave out what HiGHS would look for solutions by where the tree is sooner there."""
    options = parameters.highs.bool_options
    if program.is_settled:
        options["mip_heuristic_run_rens"] = False
    if program.is_settled or sum(program.whole) <= SOLVER.few_whole:
        options["mip_heuristic_run_feasibility_jump"] = False


def _first_that_works(engines: Sequence[Engine], run: Callable[[Engine], Outcome]) -> Outcome:
    """Run one solver after the other, until one does not fail."""
    *earlier, last = engines
    for engine in earlier:
        try:
            return run(engine)
        except _RefusedError as refusal:
            logger.info("%s failed: %s", engine.name, refusal)
    return run(last)


def _run(
    engine: Engine,
    model: model_pb2.ModelProto,
    parameters: parameters_pb2.SolveParametersProto,
    start: model_parameters_pb2.ModelSolveParametersProto,
) -> result_pb2.SolveResultProto:
    """Run a solver so that Ctrl-C is heard at once."""
    initializer, callback = parameters_pb2.SolverInitializerProto(), callback_pb2.CallbackRegistrationProto()

    def solve() -> result_pb2.SolveResultProto:
        return core.solve(model, engine.value, initializer, parameters, start, None, callback, None, None)

    try:
        return interruptibly(solve)
    except Exception as fault:
        raise _RefusedError(f"the solver refused the model: {fault}") from fault


def _outcome(result: result_pb2.SolveResultProto) -> Outcome:
    """Read values only where the status says that there are any."""
    state = _TERMINATION.get(result.termination.reason)
    if state is None:
        reason = result_pb2.TerminationReasonProto.Name(result.termination.reason)
        raise ModelError(f"the solver ended with {reason}: {result.termination.detail}")
    bound = result.termination.objective_bounds.dual_bound
    if state not in (State.OPTIMAL, State.FEASIBLE) or not result.solutions:
        return Outcome(State.UNKNOWN if state is State.FEASIBLE else state, bound)
    primal, dual = result.solutions[0].primal_solution, result.solutions[0].dual_solution
    return Outcome(
        state,
        bound,
        primal.objective_value,
        list(primal.variable_values.values),
        list(dual.dual_values.values),
        list(dual.reduced_costs.values),
    )
