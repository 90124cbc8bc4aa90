"""Columns settled by prices: nothing that is good enough is lost."""

from __future__ import annotations

import itertools
import random

import pytest

from salescrew.solver.engine.program import Clock, Engine, Outcome, Program, State, Term, least
from salescrew.solver.engine.settle import settled_by_prices

MOST = 2


def drawn(seed: int) -> tuple[Program, list[Term]]:
    """Draw a program of few whole columns, which have to make up for what is asked of them, and what they cost."""
    chance = random.Random(seed)
    program = Program()
    columns = [program.column(float(MOST), whole=True) for _ in range(6)]
    for _ in range(2):
        program.row([(column, chance.uniform(0.5, 2)) for column in columns], at_least=chance.uniform(2, 9))
    return program, [(column, chance.uniform(1, 3)) for column in columns]


def relaxed(program: Program, costs: list[Term]) -> Outcome:
    return least(program, costs, clock=Clock(None), relaxed=True, engine=Engine.GLOP)


@pytest.mark.parametrize("seed", range(20))
def test_every_solution_that_is_as_good_has_the_settled_values(seed: int) -> None:
    program, costs = drawn(seed)
    best = least(program, costs, clock=Clock(None))
    assert best.objective is not None
    for most in (best.objective, best.objective + 0.5):
        settled = settled_by_prices(program, relaxed(program, costs), most)
        as_good = [
            values
            for values in itertools.product(range(MOST + 1), repeat=len(costs))
            if sum(cost * values[column] for column, cost in costs) <= most + 1e-9 and program.misses(values) <= 1e-9
        ]
        assert as_good
        assert all(values[column] == value for values in as_good for column, value in settled.items())


def test_most_columns_are_settled_next_to_the_relaxation() -> None:
    counts = []
    for seed in range(20):
        program, costs = drawn(seed)
        most = least(program, costs, clock=Clock(None)).objective
        assert most is not None
        counts.append(len(settled_by_prices(program, relaxed(program, costs), most)))
    assert sum(counts) > 20


def test_nothing_is_settled_by_a_relaxation_that_has_no_end() -> None:
    program, costs = drawn(0)
    solution = relaxed(program, costs)
    unfinished = Outcome(State.FEASIBLE, 0.0, solution.objective, solution.values, solution.duals, solution.reduced)
    assert not settled_by_prices(program, unfinished, 0.0)
