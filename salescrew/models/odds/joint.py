"""The probability that several targets are met at once, where products are independent of one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from salescrew.models.odds.quadrature import Floats

CLOSE = 1e-9
MOST_AT_ONCE = 2**21


class Part(Protocol):
    """A random number that a product brings, as `distribution.Counts`."""

    @property
    def values(self) -> Floats:
        """The values that it may have."""

    @property
    def chances(self) -> Floats:
        """The probability of each."""

    def at_least(self, least: Floats) -> Floats:
        """Give the probability of at least so much."""


@dataclass(frozen=True)
class Threshold:
    """A sum of the parts, each times what one of it is worth, is at least so much."""

    worths: tuple[float, ...]
    least: float


def chance_of_all(parts: Sequence[Part], thresholds: Sequence[Threshold]) -> float:
    """Give the probability that all thresholds are reached, of up to three independent parts.

    All but the last part are gone through value by value; of the last one the least value that is enough is known then.
    """
    if not parts:
        return float(all(threshold.least <= 0 for threshold in thresholds))
    *others, last = parts
    if not others:
        return float(last.at_least(_needed(thresholds, [], np.zeros(1)))[0])
    first, *second = others
    total = 0.0
    width = len(second[0].values) if second else 1
    step = max(1, MOST_AT_ONCE // width)
    for start in range(0, len(first.values), step):
        values, chances = first.values[start : start + step], first.chances[start : start + step]
        grids: list[Floats] = [values]
        if second:
            grids = list(np.meshgrid(values, second[0].values, indexing="ij"))
            weights = np.outer(chances, second[0].chances)
        else:
            weights = chances
        total += float((weights * last.at_least(_needed(thresholds, grids, np.zeros(grids[0].shape)))).sum())
    return min(1.0, total)


def _needed(thresholds: Sequence[Threshold], others: Sequence[Floats], nothing: Floats) -> Floats:
    """Give what is needed of the last part, beside values of the others."""
    needed = np.full(nothing.shape, -np.inf)
    for threshold in thresholds:
        *worths, worth = threshold.worths
        missing = threshold.least + nothing
        for each, values in zip(worths, others, strict=True):
            missing = missing - each * values
        # sums of many amounts are not exact to the last digit
        missing = missing - CLOSE * max(1.0, abs(threshold.least))
        of_last = missing / worth if worth > 0 else np.where(missing > 0, np.inf, -np.inf)
        needed = np.maximum(needed, of_last)
    return needed
