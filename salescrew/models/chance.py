"""What chance alone explains: how far an observed share may be from the true one."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

Verdict = Literal["lower", "higher"]
Z = 1.959963984540054
"""95 % of a normal distribution lie within so many standard deviations."""
_NOTHING = 1e-9


@dataclass(frozen=True)
class Observed:
    """Items that passed on, out of those whose time to do so is over.

    Attributes
    ----------
    passed, of
        Expected numbers where parts of a week count, so that they need not be whole.
    """

    passed: float
    of: float

    @property
    def share(self) -> float | None:
        """The share that passed on; None where nothing could."""
        return min(1.0, self.passed / self.of) if self.of > _NOTHING else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The shares that 95 of 100 times hold the true one (E. B. Wilson, 1927)."""
        return None if self.share is None else wilson(self.share, self.of)

    def differs_from(self, planned: float) -> Verdict | None:
        """Tell whether the true share is `lower` or `higher` than a planned one, beyond what chance explains."""
        if self.interval is None or self.share is None:
            return None
        low, high = self.interval
        # a share of 0 or of 1 has an end of its interval there
        if planned > high and planned > self.share + _NOTHING:
            return "lower"
        if planned < low and planned < self.share - _NOTHING:
            return "higher"
        return None

    def blended(self, planned: float, worth: float) -> float:
        """Give the mean of a Beta distribution: the plan's share, worth some observations, and what was seen."""
        of = max(self.of, self.passed)
        return (planned * worth + self.passed) / (worth + of) if worth + of > 0 else planned


def wilson(share: float, of: float) -> tuple[float, float]:
    """Give the interval of a share out of so many, by Wilson's score, at 95 %."""
    weight = Z * Z / of
    middle = (share + weight / 2) / (1 + weight)
    half = Z / (1 + weight) * math.sqrt(share * (1 - share) / of + weight / (4 * of))
    return max(0.0, middle - half), min(1.0, middle + half)
