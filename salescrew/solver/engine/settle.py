"""Relax-and-fix: what a relaxation leaves whole is settled for a while, and a small program decides the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from salescrew.solver.engine.program import Outcome, Program, State
from salescrew.solver.engine.tolerances import SOLVER

SPLIT = 1e-6
"""How far from a whole number the value of a column is that counts as split: far above what solvers are off by."""
Columns = TypeVar("Columns", bound=Sequence[int])


def unsplit(values: Sequence[float], groups: Iterable[Columns], within: float = SPLIT) -> Iterator[Columns]:
    """Yield the groups of columns that a relaxation leaves whole: those of which it splits none."""
    return (group for group in groups if all(abs(values[column] - round(values[column])) <= within for column in group))


def whole_columns(program: Program) -> list[int]:
    """List the columns of a program that must be whole."""
    return [column for column, whole in enumerate(program.whole) if whole]


def each_alone(columns: Iterable[int]) -> list[tuple[int, ...]]:
    """Make a group of each column."""
    return [(column,) for column in columns]


def rounded(values: Sequence[float], groups: Iterable[Sequence[int]]) -> dict[int, float]:
    """Give the values of groups of columns as whole numbers, for `Program.settling`."""
    return {column: float(round(values[column])) for group in groups for column in group}


def settled_by_prices(program: Program, relaxed: Outcome, most: float) -> dict[int, float]:
    """Give the whole columns of which no solution with an objective up to a number has another value.

    The reduced cost of a column at one of its bounds is what each unit away from there adds to the relaxation, and a
    whole column moves by at least one.
    """
    if relaxed.state is not State.OPTIMAL or relaxed.objective is None:
        return {}
    spare = most - relaxed.objective + SOLVER.priced_within * max(1.0, abs(most))
    return {
        column: float(round(relaxed.values[column]))
        for column in whole_columns(program)
        if abs(relaxed.reduced[column]) > spare and _is_at_a_bound(program, column, relaxed.values[column])
    }


def _is_at_a_bound(program: Program, column: int, value: float) -> bool:
    """Tell whether the value of a column is one of its bounds, and whole."""
    at = program.lower[column], program.upper[column]
    return any(abs(value - bound) <= SPLIT for bound in at) and abs(value - round(value)) <= SPLIT
