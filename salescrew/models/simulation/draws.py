"""The draws of a simulation, for so many runs at once."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating[Any]]
Whole = npt.NDArray[np.int64]
LITTLE = 1e-9


class Draws:
    """A source of random numbers, and how many runs there are."""

    def __init__(self, runs: int, rng: np.random.Generator) -> None:
        self.runs = runs
        self.rng = rng

    def binomial(self, items: Whole, chance: float | Floats) -> Whole:
        """Draw how many of some items pass."""
        if isinstance(chance, float | int):
            if chance >= 1:
                return items
            if chance <= 0:
                return np.zeros_like(items)
        return self.rng.binomial(items, chance)

    def first_passage(self, items: Floats, worth: float | Floats, conversion: float | Floats) -> Whole:
        """Draw what contacts or leads bring: so many items for certain, one more with the probability of the rest."""
        each: Floats = np.asarray(worth * conversion)
        certain = np.floor(each)
        count, rest = items.astype(np.int64), each - certain
        more = self.binomial(count, float(rest) if rest.ndim == 0 else rest)
        if not certain.any():
            return more
        sure: Whole = (count * certain).astype(np.int64)
        return sure + more

    def whole(self, amounts: Floats) -> Whole:
        """Make amounts whole: of a fraction, one more with its probability."""
        below: Whole = np.floor(amounts + LITTLE).astype(np.int64)
        rest = amounts - below
        if (rest > LITTLE).any():
            below = below + (self.rng.random(self.runs) < rest)
        return below
