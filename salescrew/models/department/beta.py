"""The beta distribution: its distribution function, its quantiles, and those of Student's t, which follow from them.

Only what intervals take; a library that has all distributions takes longer to load than the estimates to make.
"""

from __future__ import annotations

import math

_STEPS = 10_000
_EXACT = 1e-15
_TINY = 1e-300


def beta_share(x: float, a: float, b: float) -> float:
    """Give the probability that a Beta(a, b) variable is at most x, the regularised incomplete beta function.

    By its continued fraction (W. H. Press et al., Numerical Recipes, 6.4), which converges quickly on the side of the
    mean where it is used.
    """
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    """Evaluate the continued fraction by Lentz's method."""
    c, d = 1.0, 1 / _not_zero(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, _STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 / _not_zero(1 + term * d)
            c = _not_zero(1 + term / c)
            value *= c * d
        if abs(c * d - 1) < _EXACT:
            break
    return value


def _not_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


def beta_quantile(p: float, a: float, b: float) -> float:
    """Give the value that a Beta(a, b) variable is below with probability p, for 0 < p < 1 and a, b > 0.

    By Newton's method on the logarithm of the odds, kept within a bracket that is halved where a step leaves it.
    """
    low, high = -700.0, 700.0
    odds = math.log(a / b)
    log_beta = math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
    for _ in range(200):
        x = 1 / (1 + math.exp(-odds))
        rest = 1 / (1 + math.exp(odds))
        gap = beta_share(x, a, b) - p
        if gap > 0:
            high = odds
        else:
            low = odds
        # the density of the logarithm of the odds
        slope = math.exp(a * math.log(x) + b * math.log(rest) - log_beta) if 0 < x < 1 and rest > 0 else 0.0
        following = odds - gap / slope if slope > 0 else math.inf
        if not low < following < high:
            following = (low + high) / 2
        if abs(following - odds) < 1e-13 * max(1.0, abs(odds)):
            break
        odds = following
    return 1 / (1 + math.exp(-odds))


def interval(passed: float, of: float) -> tuple[float, float]:
    """Give the 95 % interval of a share of which `passed` of `of` were seen: Beta(passed + 1/2, of - passed + 1/2)."""
    a, b = passed + 0.5, of - passed + 0.5
    return beta_quantile(0.025, a, b), beta_quantile(0.975, a, b)


def t_quantile(degrees: float) -> float:
    """Give the value that Student's t with so many degrees of freedom exceeds in size 5 times of 100."""
    x = beta_quantile(0.05, degrees / 2, 0.5)
    return math.sqrt(degrees * (1 / x - 1))
