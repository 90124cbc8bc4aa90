"""Whether something changed within the period of an export: a price, a script, a team; at once or by and by."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from salescrew.models.rates.estimates.incidence import Floats, Whole

_LEVEL = 0.01
FEWEST = 60


@dataclass(frozen=True)
class Change:
    """A change that is more than chance.

    Attributes
    ----------
    day
        The first day after it; of a trend the middle of the time.
    before, after
        The means on either side of it; of a trend the values at both ends of the time.
    is_trend
        Whether a line explains more than a step.
    """

    day: int
    before: float
    after: float
    is_trend: bool


def change_of(days: Whole, values: Floats, *, tests: int, fewest: int = FEWEST) -> Change | None:
    """Find the change in the mean of values over time, if there is one.

    The largest excursion of the summed deviations from the mean, in standard deviations, has without any change the
    distribution of the largest excursion of a Brownian bridge (Kolmogorov's).

    Parameters
    ----------
    days
        When each value came.
    tests
        Among how many such questions this one is; the level is shared by all.
    fewest
        With fewer values nothing is said.
    """
    if len(values) < fewest:
        return None
    order = np.argsort(days, kind="stable")
    days, values = days[order], values[order]
    deviation = values - values.mean()
    spread = float(np.sqrt((deviation**2).mean()))
    if spread == 0:
        return None
    excursion = np.abs(np.cumsum(deviation)) / (spread * math.sqrt(len(values)))
    # within a day there is no order
    is_last = np.append(days[1:] != days[:-1], False)
    if not is_last.any():
        return None
    place = int(np.flatnonzero(is_last)[np.argmax(excursion[is_last])])
    if _kolmogorov(float(excursion[place])) > _LEVEL / max(1, tests):
        return None
    before, after = float(values[: place + 1].mean()), float(values[place + 1 :].mean())
    step = np.where(np.arange(len(values)) <= place, before, after)
    slope, level = np.polyfit(days - days[0], values, 1)
    line = level + slope * (days - days[0])
    is_trend = bool(((values - line) ** 2).sum() < ((values - step) ** 2).sum())
    if is_trend:
        return Change(int(days[len(days) // 2]), float(line[0]), float(line[-1]), is_trend=True)
    return Change(int(days[place + 1]), before, after, is_trend=False)


def _kolmogorov(excursion: float) -> float:
    """Give the probability that a Brownian bridge goes at least so far."""
    if excursion < 0.3:
        return 1.0
    return min(1.0, 2 * math.fsum((-1) ** (j - 1) * math.exp(-2 * (j * excursion) ** 2) for j in range(1, 30)))
