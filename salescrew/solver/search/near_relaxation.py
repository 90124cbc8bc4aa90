"""The best team out of very many kinds of people, looked for near the relaxation.

The linear relaxation over many people leaves but a few of them in part; whole people are then chosen among these and
some others, everybody else as in the relaxation. Its value is a bound all the same, and with many people to choose
from the best choice near it comes as close to the bound as a step of the objective allows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from salescrew.solver.engine.program import Clock, Engine, Outcome, Program, State, Term, least
from salescrew.solver.engine.settle import rounded, settled_by_prices, unsplit
from salescrew.solver.search.effort import NEAR_RELAXATION as EFFORT


def least_near_relaxation(
    program: Program,
    objective: Sequence[Term],
    kinds: Sequence[Sequence[int]],
    *,
    clock: Clock,
    gap: float,
    nodes: int | None = None,
) -> Outcome:
    """Find the least value of an objective, or one near it, with a bound.

    Parameters
    ----------
    kinds
        For each kind of people the columns that count how many of them have which role.
    gap
        A solution within this of the relaxation counts as optimal.
    nodes
        Take the first choice, after so many nodes of the search tree, whether or not it is that close.
    """
    relaxed = least(program, objective, clock=clock, relaxed=True, engine=Engine.GLOP)
    if not relaxed.has_solution:
        return relaxed
    assert relaxed.objective is not None
    order = sorted(kinds, key=lambda kind: _distance(relaxed, kind))
    near = _chosen(program, objective, order[EFFORT.free :], relaxed, clock, gap, nodes)
    if near.objective is None and len(kinds) > EFFORT.free_again:
        near = _chosen(program, objective, order[EFFORT.free_again :], relaxed, clock, gap, nodes)
    if near.objective is not None:
        state = State.OPTIMAL if near.objective <= relaxed.objective + gap else State.FEASIBLE
        if state is State.OPTIMAL or nodes is not None or len(kinds) > EFFORT.most_kinds:
            return Outcome(state, relaxed.objective, near.objective, near.values)
        # only what is better still is looked for; of so many that are nearly as good SCIP soon sees that none is
        with program.settling(settled_by_prices(program, relaxed, near.objective)):
            better = least(program, objective, clock=clock, gap=gap, hint=near.values, engine=Engine.SCIP)
        if better.has_solution:
            return replace(better, bound=min(better.bound, near.objective))
        return Outcome(State.FEASIBLE, relaxed.objective, near.objective, near.values)
    return least(program, objective, clock=clock, gap=gap, nodes=nodes, hint=near.values)


def _distance(relaxed: Outcome, kind: Sequence[int]) -> float:
    """Tell how far the relaxation is from another decision on a kind of people; 0 where it splits them."""
    if not any(unsplit(relaxed.values, [kind], EFFORT.split)):
        return 0.0
    taken = [people for people in kind if relaxed.values[people] > EFFORT.split]
    return min(abs(relaxed.reduced[people]) for people in taken or kind)


def _chosen(
    program: Program,
    objective: Sequence[Term],
    others: Sequence[Sequence[int]],
    relaxed: Outcome,
    clock: Clock,
    gap: float,
    nodes: int | None,
) -> Outcome:
    """Find the least with all other people decided as in the relaxation."""
    assert relaxed.objective is not None
    near = max(gap, EFFORT.near * abs(relaxed.objective))
    with program.settling(rounded(relaxed.values, others)):
        return least(program, objective, clock=clock, gap=near, nodes=EFFORT.nodes if nodes is None else nodes)
