"""Linear programs in exact arithmetic: is there a point, and which is best?

A plain simplex on sparse rows of whole numbers. Numbers are `Fraction` outside and never rounded, so an answer needs no
tolerance. Bland's rule (smallest index in, smallest index out) keeps it from going round in circles.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Self

Row = tuple[Mapping[int, Fraction], Fraction]
"""Coefficients by column, and the bound: sum of coefficient x column <= bound."""

_BOUND = -1


class Polyhedron:
    """All x >= 0 that keep to rows of `sum of a x <= b`.

    Kept as equations solved for one column each (`basis`), every one scaled to whole numbers without a common
    divisor. The columns that are in no basis are 0, so the point is read off the bounds.
    """

    def __init__(self, columns: int, rows: Iterable[Row] = ()) -> None:
        self.columns = columns
        self._next = columns
        self._equations: list[dict[int, int]] = []
        self._basis: list[int] = []
        self.feasible = self._add(rows)

    def with_rows(self, rows: Iterable[Row]) -> Self:
        """Copy the polyhedron and cut it with more rows."""
        other = copy.copy(self)
        other._equations, other._basis = [dict(e) for e in self._equations], list(self._basis)
        other.feasible = self.feasible and other._add(rows)
        return other

    def point(self) -> list[Fraction]:
        """Give the point that was found last."""
        point = [Fraction(0)] * self.columns
        for column, equation in zip(self._basis, self._equations, strict=True):
            if column < self.columns:
                point[column] = Fraction(equation.get(_BOUND, 0), equation[column])
        return point

    def maximise(self, objective: Mapping[int, Fraction]) -> Fraction | None:
        """Move to a point of the largest objective and give its value; None where it grows without end."""
        gain = _whole({column: -value for column, value in objective.items()})
        for column, equation in zip(self._basis, self._equations, strict=True):
            _clear(gain, column, equation)
        while (entering := _first_negative(gain)) is not None:
            ratios = [
                (Fraction(equation.get(_BOUND, 0), equation[entering]), self._basis[number], number)
                for number, equation in enumerate(self._equations)
                if equation.get(entering, 0) > 0
            ]
            if not ratios:
                return None
            leaving = min(ratios)[2]
            self._pivot(leaving, entering)
            _clear(gain, entering, self._equations[leaving])
        return sum((self.point()[c] * value for c, value in objective.items()), Fraction(0))

    def _add(self, rows: Iterable[Row]) -> bool:
        """Take in rows, each with a slack column, and repair the point; say whether there is one."""
        for coefficients, bound in rows:
            equation = _whole({**coefficients, self._next: Fraction(1), _BOUND: bound})
            for column, other in zip(self._basis, self._equations, strict=True):
                _clear(equation, column, other)
            self._equations.append(equation)
            self._basis.append(self._next)
            self._next += 1
        while broken := [(c, n) for n, c in enumerate(self._basis) if self._equations[n].get(_BOUND, 0) < 0]:
            number = min(broken)[1]
            entering = _first_negative(self._equations[number])
            if entering is None:
                # a sum of things that are all at least 0 would have to be negative
                return False
            self._pivot(number, entering)
        return True

    def _pivot(self, number: int, entering: int) -> None:
        equation = self._equations[number]
        if equation[entering] < 0:
            equation = self._equations[number] = {column: -value for column, value in equation.items()}
        self._basis[number] = entering
        for other in self._equations:
            if other is not equation:
                _clear(other, entering, equation)


def _first_negative(row: Mapping[int, int]) -> int | None:
    return min((column for column, value in row.items() if column != _BOUND and value < 0), default=None)


def _whole(row: Mapping[int, Fraction]) -> dict[int, int]:
    """Scale a row to whole numbers."""
    scale = math.lcm(*(value.denominator for value in row.values()))
    return {column: int(value * scale) for column, value in row.items() if value}


def _clear(row: dict[int, int], column: int, equation: Mapping[int, int]) -> None:
    """Subtract so much of an equation from a row that the column, positive in the equation, is gone from the row."""
    value = row.get(column)
    if not value:
        return
    divisor = math.gcd(value, equation[column])
    keep, take = equation[column] // divisor, value // divisor
    for other in row:
        row[other] *= keep
    for other, much in equation.items():
        row[other] = row.get(other, 0) - take * much
        if not row[other]:
            del row[other]
    divisor = math.gcd(*row.values())
    for other in row:
        row[other] //= divisor
