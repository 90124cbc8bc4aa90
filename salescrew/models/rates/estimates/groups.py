"""Conversions of groups (managers, channels): how far they really differ, and whether the differences last.

A group of a few deals has a good or a bad rate by chance. Its rate is drawn towards that of all, as far as the groups
together say that they are alike: rates are taken for draws from Beta(mu M, (1 - mu) M), and mu and M for what makes the
counts of all groups most likely (the beta-binomial distribution). A group's rate is (s + mu M) / (n + M).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from salescrew.models.rates.estimates.incidence import Floats

_LEAST, _MOST = math.log(0.5), math.log(1e6)
_GRID = 24
_GOLDEN = (math.sqrt(5) - 1) / 2
_STIRLING = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360)
_SHIFT = 9
_WORTH_IT = 1e-4
"""By less than this a finite M is no better than one rate for all."""


@dataclass(frozen=True)
class Likeness:
    """How alike groups are.

    Attributes
    ----------
    mean
        mu, the rate around which those of the groups lie.
    worth
        M, as how many deals that rate counts for each group; None: all groups have it.
    """

    mean: float
    worth: float | None

    def rate(self, passed: float, of: float) -> float:
        """Give the rate of a group."""
        return self.mean if self.worth is None else (passed + self.mean * self.worth) / (of + self.worth)

    def counts(self, passed: float, of: float) -> tuple[float, float]:
        """Give what is known of a group's rate as deals: `(passed, of)`."""
        assert self.worth is not None
        return passed + self.mean * self.worth, of + self.worth


def likeness(passed: Floats, of: Floats) -> Likeness:
    """Find how alike groups are by the likelihood of their counts, which may be fractions."""
    mean = float(passed.sum() / of.sum()) if of.sum() else 0.0
    together = Likeness(mean, None)
    if len(of) < 2 or not 0 < mean < 1:
        return together

    def best_mean(worth: float) -> tuple[float, float]:
        def likely(logit: float) -> float:
            return _log_likelihood(passed, of, 1 / (1 + math.exp(-logit)), worth)

        centre = math.log(mean / (1 - mean))
        logit = _highest(likely, centre - 1.5, centre + 1.5)
        return likely(logit), 1 / (1 + math.exp(-logit))

    def likely(log_worth: float) -> float:
        return best_mean(math.exp(log_worth))[0]

    grid = np.linspace(_LEAST, _MOST, _GRID)
    top = int(np.argmax([likely(float(point)) for point in grid]))
    log_worth = _highest(likely, float(grid[max(0, top - 1)]), float(grid[min(_GRID - 1, top + 1)]))
    found, centre = best_mean(math.exp(log_worth))
    if found - _log_likelihood_of_one_rate(passed, of, mean) < _WORTH_IT:
        return together
    return Likeness(centre, math.exp(log_worth))


def _log_likelihood(passed: Floats, of: Floats, mean: float, worth: float) -> float:
    a, b = mean * worth, (1 - mean) * worth
    whole = math.lgamma(a) + math.lgamma(b) - math.lgamma(worth)
    terms = log_gamma(passed + a) + log_gamma(of - passed + b) - log_gamma(of + worth)
    return float(terms.sum()) - len(of) * whole


def _log_likelihood_of_one_rate(passed: Floats, of: Floats, mean: float) -> float:
    return float((passed * math.log(mean) + (of - passed) * math.log1p(-mean)).sum())


def log_gamma(x: Floats) -> Floats:
    """Give the logarithm of the gamma function of positive numbers: Stirling's series, after a shift upwards."""
    product = x.copy()
    for step in range(1, _SHIFT):
        product *= x + step
    y = x + _SHIFT
    series = np.zeros_like(x)
    for power, factor in enumerate(_STIRLING):
        series += factor / y ** (2 * power + 1)
    result: Floats = (y - 0.5) * np.log(y) - y + 0.5 * math.log(2 * math.pi) + series - np.log(product)
    return result


def _highest(of: Callable[[float], float], low: float, high: float) -> float:
    """Find where a function with one summit is highest, by golden sections."""
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_left, at_right = of(left), of(right)
    while high - low > 1e-3:
        if at_left > at_right:
            high, right, at_right = right, left, at_left
            left = high - _GOLDEN * (high - low)
            at_left = of(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + _GOLDEN * (high - low)
            at_right = of(right)
    return (low + high) / 2


def differences_last(first: tuple[Floats, Floats], second: tuple[Floats, Floats]) -> bool:
    """Tell whether groups that did better in one half of the time did so in the other.

    Parameters
    ----------
    first, second
        What passed, and out of how many, of each group in each half. Groups without deals in one of them say nothing.

    Notes
    -----
    Each group's distance from the rate of all, in standard deviations of chance, is compared over the two halves. Of g
    groups whose differences do not last the correlation lies about 0, with a standard deviation of 1 / sqrt(g): it has
    to be beyond that.
    """
    has_both = (first[1] > 0) & (second[1] > 0)
    if has_both.sum() < 2:
        return False
    distances = []
    for half in (first, second):
        passed, of = (counts[has_both] for counts in half)
        mean = passed.sum() / of.sum()
        if not 0 < mean < 1:
            return False
        distances.append((passed / of - mean) / np.sqrt(mean * (1 - mean) / of))
    first_half, second_half = distances
    spread = math.sqrt(float((first_half**2).sum() * (second_half**2).sum()))
    count = len(first_half)
    return spread > 0 and float((first_half * second_half).sum()) / spread > 1 / math.sqrt(count)
