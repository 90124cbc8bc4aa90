"""What chance alone explains: how far an observed share may be from the true one."""

from __future__ import annotations

import math
from dataclasses import dataclass

from salescrew.models.answers.progress import Verdict

Z = 1.959963984540054
"""95 % of a normal distribution lie within so many standard deviations."""
_NOTHING = 1e-9


@dataclass(frozen=True)
class Observed:
    """Items that passed on, out of those whose time to do so is over.

    Attributes
    ----------
    passed
        How many passed on.
    of
        How many had the time to; an expected number where of some only a part has, as far as anybody knows.
    certain
        What this number is certain to a square: of a hundred items of which one in two had the time, 25; of items that
        are only assumed to have been there, none. All of them where every item is known to have had the time.
    """

    passed: float
    of: float
    certain: float

    @property
    def share(self) -> float | None:
        """The share that passed on; None where nothing could."""
        return min(1.0, self.passed / self.of) if self.of > _NOTHING else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The true shares that explain what was seen, 95 of 100 times (the score interval of E. B. Wilson, 1927).

        These are the shares s with (passed - s of)^2 <= z^2 s (of - s certain): the variance of a binomial number where
        all is certain, of a Poisson number where nothing is, and of a sum of both in between.
        """
        if self.share is None:
            return None
        # what passed on had the time to, also where the plan would have it take longer
        of = max(self.of, self.passed)
        squares = of**2 + Z**2 * self.certain
        middle = of * (self.passed + Z**2 / 2) / squares
        half = math.sqrt(max(0.0, middle**2 - self.passed**2 / squares))
        return min(1.0, max(0.0, middle - half)), min(1.0, middle + half)

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
        if self.of <= _NOTHING:
            return planned
        of = max(self.of, self.passed)
        return (planned * worth + self.passed) / (worth + of) if worth + of > 0 else planned

    def counted_in(self, worth: float) -> Observed:
        """Give the same with items that are worth so much each."""
        return (
            Observed(self.passed, self.of / worth, self.certain / worth) if worth else Observed(self.passed, 0.0, 0.0)
        )
