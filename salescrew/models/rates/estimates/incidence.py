"""What becomes of items that enter a stage, by age: the estimate of O. O. Aalen and S. Johansen (1978).

Each item advances, is lost, or is still there on the day of the export; how long it has been there by then says nothing
of what becomes of it. At each age t at which anything happens n items are at risk, a advance and l are lost, d = a + l:

    S(t)  = product over ages <= t of (1 - d/n)                    share still undecided
    F1(t) = sum over ages u <= t of S(u-) a_u / n_u                share that has advanced
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
UNDECIDED, ADVANCED, LOST = 0, 1, 2
MOST_UNDECIDED = 0.02
"""More than this share undecided is too much to name a conversion."""
FEW = 10
"""Fewer at risk than this say too little of what becomes of the rest."""


@dataclass(frozen=True)
class Incidence:
    """The estimate over ages at which anything happens.

    Attributes
    ----------
    entered
        How many items entered.
    ages
        Distinct ages in days, rising.
    at_risk, advanced, lost
        Items at each age.
    undecided
        S at each age.
    share
        F1 at each age.
    """

    entered: int
    ages: Whole
    at_risk: Floats
    advanced: Floats
    lost: Floats
    undecided: Floats
    share: Floats

    @property
    def conversion(self) -> float:
        """The share that advances, up to the last age at which anything happened."""
        return float(self.share[-1]) if len(self.share) else 0.0

    @property
    def variance(self) -> float:
        """The variance of the conversion by the delta method (J. J. Gaynor et al., 1993).

        With c the conversion, sums over the ages u:

            sum (c - F1)^2 d / (n (n - d)) + sum S(u-)^2 a (n - a) / n^3 - 2 sum (c - F1) S(u-) a / n^2
        """
        n, a = self.at_risk, self.advanced
        d = a + self.lost
        rest = self.conversion - self.share
        before = self._before
        # where all at risk are decided nothing comes after, so the first term is none
        all_decided = n == d
        first = np.where(all_decided, 0.0, rest**2 * d / (n * np.where(all_decided, 1.0, n - d)))
        terms = first + before**2 * a * (n - a) / n**3 - 2 * rest * before * a / n**2
        return max(0.0, float(terms.sum()))

    @property
    def _before(self) -> Floats:
        return np.concatenate([[1.0], self.undecided[:-1]]) if len(self.ages) else self.undecided

    @property
    def seen(self) -> tuple[float, float]:
        """As how many items seen to their end it is as sure: `(passed, of)` of the same share and variance."""
        c, variance = self.conversion, self.variance
        decided = float(self.advanced.sum() + self.lost.sum())
        of = min(c * (1 - c) / variance, float(self.entered)) if variance > 0 and 0 < c < 1 else decided
        return c * of, of

    @property
    def end(self) -> int:
        """The position of the last age that can be relied on; the last of all where enough is decided.

        From the first age on at which fewer than 10 are at risk, these stand for all that are undecided: for
        themselves, and for those who entered too late to be followed so far. Where the latter are more than 2 % of
        all, and more than chance is about, what becomes of them is not known.
        """
        thin = np.flatnonzero(self.at_risk < FEW)
        if len(thin):
            stood_for = self._before[thin] - self.at_risk[thin] / max(1, self.entered)
            too_thin = thin[stood_for > max(MOST_UNDECIDED, self.variance**0.5)]
            if len(too_thin):
                return int(too_thin[0]) - 1
        return len(self.ages) - 1

    @property
    def left(self) -> float:
        """The share that is undecided at the end."""
        return float(self.undecided[self.end]) if self.end >= 0 else 1.0

    @property
    def is_decided(self) -> bool:
        """Whether enough is decided to name a conversion."""
        return self.end == len(self.ages) - 1 and self.left <= MOST_UNDECIDED and self.entered > 0

    @property
    def reach(self) -> tuple[float, float]:
        """The least and the most that the conversion may come to where not enough is decided."""
        least = float(self.share[self.end]) if self.end >= 0 else 0.0
        return least, min(1.0, least + self.left)

    def days(self, share: float) -> float | None:
        """Give the age up to which so much of what advances has advanced; None where nothing does."""
        if not self.conversion > 0:
            return None
        place = int(np.searchsorted(self.share, share * self.conversion * (1 - 1e-12)))
        return float(self.ages[min(place, len(self.ages) - 1)])

    @property
    def mean_days(self) -> tuple[float, float] | None:
        """The mean age at which items advance, and its standard error; None where none do."""
        if not self.conversion > 0:
            return None
        steps = np.diff(self.share, prepend=0.0)
        mean = float((steps * self.ages).sum() / self.conversion)
        # each advance at an age stands for S(u-) / n of all items
        weight = self._before / self.at_risk
        spread = (self.advanced * (weight * (self.ages - mean)) ** 2).sum()
        return mean, float(np.sqrt(spread)) / self.conversion


def incidence(age: Whole, status: Whole) -> Incidence:
    """Estimate what becomes of items.

    Parameters
    ----------
    age
        Whole days, at least 0, at which each item was decided or, undecided, last seen.
    status
        `ADVANCED`, `LOST` or `UNDECIDED`.
    """
    size = int(age.max()) + 1 if len(age) else 1
    leaving = np.bincount(age, minlength=size)
    at_risk = len(age) - np.concatenate([[0], np.cumsum(leaving)[:-1]])
    advanced = np.bincount(age[status == ADVANCED], minlength=size)
    lost = np.bincount(age[status == LOST], minlength=size)
    ages = np.flatnonzero(advanced + lost)
    n, a, gone = (counts[ages].astype(np.float64) for counts in (at_risk, advanced, lost))
    undecided = np.cumprod(1 - (a + gone) / n).astype(np.float64)
    before = np.concatenate([[1.0], undecided[:-1]]) if len(ages) else undecided
    share = np.cumsum(before * a / n).astype(np.float64)
    return Incidence(len(age), ages, n, a, gone, undecided, share)
