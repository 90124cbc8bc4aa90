"""Revenue of a product whose deals differ in size: a compound distribution on a lattice.

The lognormal sizes are put on a lattice so that every mean is kept; what exceeds the lattice is left out, since no sum
with it can come back. The sum's distribution is the generating function of the number of deals, at the transform of one
deal. It is worked out a little within the unit circle, so that what comes round the lattice fades (R. Grübel and
R. Hermesmeier, 1999).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from salescrew.models.odds.quadrature import Floats

Complex = npt.NDArray[np.complex128]
FADING = 20.0
"""What comes round the lattice once counts e to the minus this."""
KNOWN_LATTICES = 64
"""Of so many products and targets the sizes of deals are kept, each of some thousand numbers."""


@dataclass(frozen=True)
class Sizes:
    """The distribution of an amount on a lattice from 0 on; the last value stands for all that lies beyond it.

    Attributes
    ----------
    step
        The distance between two values.
    """

    step: float
    chances: Floats

    @cached_property
    def values(self) -> Floats:
        """The values of the lattice."""
        return self.step * np.arange(len(self.chances), dtype=float)

    @cached_property
    def _tail(self) -> tuple[Floats, Floats]:
        """The probability to exceed the middles between values, since a value stands for what is around it."""
        exceeds = 1.0 - np.cumsum(self.chances[:-1])
        return self.values[:-1] + self.step / 2, np.clip(exceeds, 0.0, 1.0)

    def at_least(self, least: Floats) -> Floats:
        """Give the probability of at least so much."""
        middles, exceeds = self._tail
        found = np.where(least <= 0, 1.0, np.interp(least, middles, exceeds))
        return np.where(least == np.inf, 0.0, found)

    def quantile(self, share: float) -> float:
        """Give the value that is exceeded with the probability of the rest."""
        middles, exceeds = self._tail
        if 1 - exceeds[0] >= share:
            return 0.0
        return float(np.interp(share, 1 - exceeds, middles))


@dataclass(frozen=True)
class Deals:
    """The deals of a product.

    Attributes
    ----------
    generating
        Gives the generating function of their number at 1 + w.
    average, deviation
        The mean size of one, and its standard deviation over the mean.
    """

    generating: Callable[[Complex], Complex]
    average: float
    deviation: float


def sizes_of(products: Sequence[Deals], most: float, points: int) -> Sizes:
    """Work out the distribution of what all deals of some products bring together.

    Parameters
    ----------
    most
        Up to which amount the distribution is asked for.
    points
        How many values the lattice has.
    """
    step = most / points
    fading = np.exp(-FADING / points * np.arange(points))
    transform: Complex | float = 1.0
    for deals in products:
        one = _on_lattice(deals.average, deals.deviation, step, points)
        transform = transform * deals.generating(np.fft.rfft(one * fading) - 1)
    sums = np.maximum(np.fft.irfft(transform, points) / fading, 0.0)
    sums[-1] = max(0.0, 1.0 - sums[:-1].sum())
    return Sizes(step, sums)


def _on_lattice(average: float, deviation: float, step: float, points: int) -> Floats:
    if deviation:
        return lognormal_on_lattice(average, deviation, step, points)
    chances, place = np.zeros(points), average / step
    for at, chance in ((int(place), 1 - place % 1), (int(place) + 1, place % 1)):
        if at < points:
            chances[at] = chance
    return chances


@lru_cache(KNOWN_LATTICES)
def lognormal_on_lattice(average: float, deviation: float, step: float, points: int) -> Floats:
    """Put a lognormal number on the values 0, step, 2 step and so on, so that the mean stays.

    It is kept, since the odds of a plan are asked for again and again: nobody may write into it.
    """
    spread = math.sqrt(math.log1p(deviation**2))
    middle = math.log(average) - spread**2 / 2
    limits = step * np.arange(1, points + 1)
    logs = (np.log(limits) - middle) / spread
    # the mean of the smaller of the number and a limit
    capped = average * _normal(logs - spread) + limits * (1 - _normal(logs))
    capped = np.concatenate([[0.0], capped])
    inner = (2 * capped[1:-1] - capped[:-2] - capped[2:]) / step
    found = np.concatenate([[1 - capped[1] / step], np.maximum(inner, 0.0)])
    found.setflags(write=False)
    return found


def _normal(values: Floats) -> Floats:
    """Give the distribution function of the standard normal."""
    return 0.5 * np.array([math.erfc(value) for value in (-values / math.sqrt(2)).tolist()])
