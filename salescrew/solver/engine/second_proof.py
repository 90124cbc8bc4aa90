"""What an answer claims, shown a second time: a solver's word alone is no proof.

What was proven by one solver, as the end of a search for the best, is asked again as another question: whether there is
any solution beyond the bound at all. A linear relaxation says no to most of these, by another solver; where it does
not, SCIP is asked about what its reduced costs leave open, and HiGHS under other conditions where that takes SCIP too
long.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator, Sequence

from salescrew.solver.engine.program import INFINITY, Clock, Engine, Outcome, Program, State, Term, least
from salescrew.solver.engine.settle import settled_by_prices
from salescrew.solver.engine.tolerances import SOLVER


def shown_again(
    program: Program, objective: Sequence[Term], claimed: float, *, clock: Clock, nodes: int | None = None
) -> float:
    """Give how much of a claim is shown again: all of it, or what the linear relaxation shows.

    Parameters
    ----------
    claimed
        No solution is said to have an objective as low as this; infinity: there is said to be no solution at all.
    nodes
        Stop after so many nodes of each search tree. By default SCIP's ends at some time, and HiGHS's not before it is
        known.

    Returns
    -------
    float
        `claimed`, or less: what the objective is proven not to be below; minus infinity where nothing is shown.
    """
    clock = clock.unspent()
    relaxed = _relaxed(program, objective, clock)
    shown = _shown(relaxed, claimed)
    if shown < claimed and any(program.whole):
        settled = settled_by_prices(program, relaxed, claimed) if claimed < INFINITY else {}
        with program.settling(settled):
            if _has_none_below(program, objective, claimed, clock, nodes):
                return claimed
    return shown


def count_shown_again(
    program: Program, objective: Sequence[Term], claimed: int, within: float, *, clock: Clock, nodes: int | None = None
) -> int:
    """Give how much of the least of something counted is shown again.

    A relaxation that shows anything above the whole number below shows all of it, and spares a search.

    Parameters
    ----------
    within
        By how much a count may be off a whole number.
    """
    if claimed <= 0:
        return 0
    shown = shown_by_relaxation(program, objective, claimed, clock=clock)
    if shown < claimed - 1 + 2 * within:
        shown = shown_again(program, objective, claimed - 0.5, clock=clock, nodes=nodes)
    return max(0, math.ceil(shown - within)) if math.isfinite(shown) else 0


def shown_by_relaxation(program: Program, objective: Sequence[Term], claimed: float, *, clock: Clock) -> float:
    """Give how much of a claim the linear relaxation alone shows again, as `shown_again` does with more."""
    return _shown(_relaxed(program, objective, clock.unspent()), claimed)


def _relaxed(program: Program, objective: Sequence[Term], clock: Clock) -> Outcome:
    moment = clock if clock.left() else clock.untimed(SOLVER.proof_moment)
    return least(program, objective, clock=moment, relaxed=True, engine=Engine.GLOP)


def _shown(relaxed: Outcome, claimed: float) -> float:
    return claimed if relaxed.state is State.INFEASIBLE else min(claimed, relaxed.bound)


def _has_none_below(
    program: Program, objective: Sequence[Term], claimed: float, clock: Clock, nodes: int | None
) -> bool:
    """Tell whether another search finds that there is no solution with an objective as low as a number."""
    most = nodes or SOLVER.proof_nodes
    with _as_low_as(program, objective, claimed):
        found = least(
            program,
            objective,
            clock=clock,
            engine=Engine.SCIP,
            nodes=min(most, SOLVER.proof_nodes_at_once),
            otherwise=True,
            presolved=False,
        )
        if found.state is State.UNKNOWN and not clock.is_over():
            found = least(program, objective, clock=clock, engine=Engine.SCIP, nodes=most, otherwise=True)
        if found.state is State.UNKNOWN and not clock.is_over():
            found = least(program, clock=clock, engine=Engine.HIGHS, nodes=nodes, otherwise=True)
    return found.state is State.INFEASIBLE


@contextlib.contextmanager
def _as_low_as(program: Program, objective: Sequence[Term], most: float) -> Iterator[None]:
    """Ask for an objective as low as a number for a while, and for a proof rather than for a solution."""
    before, program.for_its_bound = program.for_its_bound, True
    row = program.row(objective, at_most=most)
    try:
        yield
    finally:
        program.row_upper[row] = INFINITY
        program.for_its_bound = before
