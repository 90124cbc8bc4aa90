"""Conversions without a stage history: closed deals, weighted for those of their age that are not closed yet.

Of the deals of an export the quick ones are closed and the slow ones open, so that the closed ones tell too much of
the quick. A closed deal of age x stands for 1 / G(x) deals, G(x) the share of all deals that were created at least x
before the export (J. M. Robins and A. Rotnitzky, 1992); the conversion of a stage is the weighted number that reached
the next one over that which reached it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from salescrew.models.rates.estimates.incidence import Floats, Whole

LARGEST_WEIGHT = 10.0
"""A deal that stands for more than so many is said."""


@dataclass(frozen=True)
class Weighted:
    """The conversion of a stage by weighted deals.

    Attributes
    ----------
    conversion
        The weighted share that reached the next stage; None where none reached this one.
    passed, of
        As how many deals it is as sure.
    low, high
        The least and the most it may come to, whatever becomes of the deals that nothing is known of.
    """

    reached: int
    passed_on: int
    conversion: float | None
    variance: float
    passed: float
    of: float
    low: float
    high: float


def weights(closing_age: Whole, followed: Whole) -> Floats:
    """Give the weight of each closed deal.

    Parameters
    ----------
    closing_age
        The age of each closed deal at its closing.
    followed
        For all deals, closed or not, the days from creation to the export.
    """
    rising = np.sort(followed)
    as_old = len(rising) - np.searchsorted(rising, closing_age, side="left")
    return len(rising) / np.maximum(1, as_old).astype(np.float64)


def weighted(reached: Whole, weight: Floats, stage: int, deals: int, undecided: float) -> Weighted:
    """Estimate the conversion of a stage.

    Parameters
    ----------
    reached
        The last stage that each closed deal reached, by its number; payment comes after the last stage.
    weight
        What each stands for.
    stage
        The number of the stage.
    deals
        All deals, closed or not.
    undecided
        The share of all deals of which the closed ones tell nothing, since they are older than any closed one was.
    """
    here, on = reached >= stage, reached > stage
    total, passed = float(weight[here].sum()), float(weight[on].sum())
    if total == 0:
        return Weighted(0, 0, None, 0.0, 0.0, 0.0, 0.0, 1.0)
    c = passed / total
    # of a ratio of weighted sums; the weights are known, since they hang on nothing but the days of creation
    variance = float(((weight[here] * (on[here] - c)) ** 2).sum()) / total**2
    count = float(here.sum())
    of = min(c * (1 - c) / variance, count) if variance > 0 and 0 < c < 1 else count
    unknown = undecided * deals
    return Weighted(
        int(count),
        int(on.sum()),
        c,
        variance,
        c * of,
        of,
        passed / (total + unknown),
        (passed + unknown) / (total + unknown),
    )
