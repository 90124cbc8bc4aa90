"""Distributions of whole numbers, out of their generating functions, and of weighted sums of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from salescrew.models.odds.quadrature import Floats

Complex = npt.NDArray[np.complex128]
NOISE = 1e-15
UNLIKELY = NOISE * 1e-3
MOST = 2**23
MOST_POINTS = 2_000_000


@dataclass(frozen=True)
class Counts:
    """The distribution of a number of deals.

    Attributes
    ----------
    first
        The least number that has a probability worth mentioning.
    chances
        The probabilities of this number and those that follow.
    """

    first: int
    chances: Floats

    @cached_property
    def values(self) -> Floats:
        """The numbers."""
        return self.first + np.arange(len(self.chances), dtype=float)

    @cached_property
    def mean(self) -> float:
        """The mean."""
        return float(self.values @ self.chances)

    @cached_property
    def variance(self) -> float:
        """The variance."""
        return float((self.values - self.mean) ** 2 @ self.chances)

    @cached_property
    def _tail(self) -> Floats:
        return np.append(np.cumsum(self.chances[::-1])[::-1], 0.0)

    def at_least(self, least: Floats) -> Floats:
        """Give the probability of at least so many; `least` may be any numbers."""
        places = np.clip(np.ceil(least) - self.first, 0, len(self.chances)).astype(np.int64)
        found: Floats = self._tail[places]
        return found

    def more(self, deals: int) -> Counts:
        """Give the distribution with so many deals more for certain."""
        return Counts(self.first + deals, self.chances)


def counts_of(generating: Callable[[Complex], Complex], mean: float) -> Counts:
    """Work out the distribution with a generating function.

    Parameters
    ----------
    generating
        Gives the generating function at 1 + w, for points w.
    mean
        The mean, for a first guess of how far to go.
    """
    size = 1 << max(5, int(np.ceil(np.log2(2 * mean + 12 * np.sqrt(mean) + 24))))
    while True:
        # numbers are real, so half of the circle tells all
        angles = -2j * np.pi * np.arange(size // 2 + 1) / size
        chances = np.fft.irfft(generating(np.expm1(angles)), size)
        # what lies beyond comes round again at the start, where it cannot be told; so hardly anything may
        if size >= MOST or chances[3 * size // 4 :].sum() < 1e-11:
            return _trimmed(np.maximum(chances, 0.0))
        size *= 2


def _trimmed(chances: Floats) -> Counts:
    total = np.cumsum(chances)
    first = int(np.searchsorted(total, NOISE))
    rest = np.cumsum(chances[::-1])
    last = len(chances) - int(np.searchsorted(rest, NOISE))
    kept = chances[first : max(last, first + 1)]
    return Counts(first, kept / kept.sum())


@dataclass(frozen=True)
class Amounts:
    """The distribution of an amount: its values in rising order, each with its probability."""

    values: Floats
    chances: Floats

    @classmethod
    def certain(cls, value: float) -> Amounts:
        """Give the distribution of an amount that is not random."""
        return cls(np.array([value]), np.array([1.0]))

    @cached_property
    def mean(self) -> float:
        """The mean."""
        return float(self.values @ self.chances)

    @cached_property
    def deviation(self) -> float:
        """The standard deviation."""
        return float(np.sqrt((self.values - self.mean) ** 2 @ self.chances))

    def quantile(self, share: float) -> float:
        """Give the least value that is not exceeded with a probability of at least so much."""
        place = int(np.searchsorted(np.cumsum(self.chances), share - 1e-12))
        return float(self.values[min(place, len(self.values) - 1)])

    def at_least(self, least: float) -> float:
        """Give the probability of at least so much."""
        return float(self.chances[int(np.searchsorted(self.values, least)) :].sum())

    def and_also(self, values: Floats, chances: Floats) -> Amounts:
        """Give the distribution of the sum with another, independent amount."""
        # what is unlikely beside the likeliest of the other is so beside all: of large numbers that is most of them
        ours = self.chances * chances.max() > UNLIKELY
        theirs = self.chances.max() * chances > UNLIKELY
        sums = np.add.outer(self.values[ours], values[theirs]).ravel()
        both = np.multiply.outer(self.chances[ours], chances[theirs]).ravel()
        likely = both > UNLIKELY
        sums, both = sums[likely], both[likely]
        step = max(abs(sums).max(), 1.0) * (1e-12 if len(sums) <= MOST_POINTS else 1e-6)
        keys = np.round(sums / step)
        _, first, places = np.unique(keys, return_index=True, return_inverse=True)
        return Amounts(sums[first], np.bincount(places.ravel(), both).astype(float))


def sum_of(parts: Sequence[tuple[float, Counts]], given: float = 0.0) -> Amounts:
    """Give the distribution of a sum of independent numbers, each times what one of it is worth."""
    total = Amounts.certain(given)
    for worth, counts in sorted(parts, key=lambda part: len(part[1].chances)):
        if worth:
            total = total.and_also(worth * counts.values, counts.chances)
    return total
