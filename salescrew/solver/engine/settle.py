"""Relax-and-fix: what a relaxation leaves whole is settled for a while, and a small program decides the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from salescrew.solver.engine.program import Program

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
