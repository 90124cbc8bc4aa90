"""Chains of multiplications as they stand on paper: every number rounded, and the next one reckoned from that."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from salescrew.language import say, to_say
from salescrew.models.answers.explained.quota_chain import Factor, Operation, Unit

AS_WRITTEN = 12
"""Digits of a number that stands in the plan: enough for any that a person writes, without the noise of binary."""
_NOTHING = 1e-9
EFFECTIVENESS = to_say("effectiveness of {name}")
ON_AVERAGE = to_say("average effectiveness on duty")


@dataclass(frozen=True)
class Step:
    """A line of a chain before it is rounded.

    Attributes
    ----------
    given
        Whether the value stands in the plan, and is written with all its digits.
    at_least
        As many digits as the value has in any case.
    """

    label: str
    operation: Operation
    value: float
    unit: Unit = "number"
    counts: str = ""
    given: bool = False
    at_least: int = 0


def is_of_effectiveness(label: str, name: str) -> bool:
    """Tell whether a line is about how much somebody's work is worth in standard work, or everybody's on duty."""
    return label in (say(EFFECTIVENESS, name=name), say(ON_AVERAGE))


@dataclass(frozen=True)
class Total:
    """What a chain makes.

    Attributes
    ----------
    by_line
        The last line's result, each line being rounded.
    at_once
        What the same factors make where nothing is rounded in between.
    """

    by_line: Decimal
    at_once: Decimal

    def rounded(self, decimals: int) -> Decimal:
        """Give the result as it is written."""
        return quantized(self.by_line, decimals)

    def agrees(self, exact: float, decimals: int) -> bool:
        """Tell whether both ways of reckoning make the same number, and that number is right."""
        on_paper = self.rounded(decimals)
        unit = Decimal(1).scaleb(-decimals)
        return on_paper == quantized(self.at_once, decimals) and abs(on_paper - Decimal(exact)) <= unit


def on_paper(steps: Iterable[Step], digits: int, begin: Total | None = None) -> Iterator[tuple[Factor, Total]]:
    """Write a chain down line by line, with so many digits a number and never fewer than the whole ones.

    Parameters
    ----------
    begin
        What another chain made, where the first step repeats its result.
    """
    total = Total(Decimal(0), Decimal(0))
    for step in steps:
        value = _rounded(Decimal(step.value), AS_WRITTEN if step.given else max(digits, step.at_least))
        if step.operation == "is":
            total = begin or Total(value, value)
            value = total.by_line
        else:
            by_line = _rounded(_applied(step.operation, total.by_line, value), digits)
            total = Total(by_line, _applied(step.operation, total.at_once, value))
        yield (
            Factor(
                label=step.label,
                operation=step.operation,
                value=float(value),
                unit=step.unit,
                makes=float(total.by_line),
                counts=step.counts,
            ),
            total,
        )


def telling(steps: Sequence[Step]) -> list[Step]:
    """Leave out what multiplies by 1, but for shares that stand in the plan; the line before counts instead."""
    told: list[Step] = []
    for step in steps:
        idle = step.operation in ("times", "divided_by") and abs(step.value - 1) < _NOTHING
        if told and idle and not (step.given and step.unit == "share"):
            told[-1] = replace(told[-1], counts=step.counts)
        else:
            told.append(step)
    return told


def quantized(value: Decimal, decimals: int) -> Decimal:
    """Round to so many decimals."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _rounded(value: Decimal, digits: int) -> Decimal:
    if not value:
        return value
    return quantized(value, max(0, digits - 1 - math.floor(value.copy_abs().log10())))


def _applied(operation: Operation, total: Decimal, value: Decimal) -> Decimal:
    match operation:
        case "times":
            return total * value
        case "divided_by":
            return total / value
        case "plus":
            return total + value
        case "is":
            return value
