"""The share of leads that is answered in time, and how long they wait, by integrating over the wait.

An arrival that finds n - 1 or fewer people busy is answered at once. Otherwise the wait that would befall it, if it
were patient, has a density in proportion to

    exp(arrivals * (1 - exp(-x / patience)) * patience - n * x / handling),

without patience to exp(arrivals * x - n * x / handling), and it is still there after x with probability
exp(-x / patience). Source: F. Baccelli, G. Hebuterne, On queues with impatient customers (1981). The weight of the
states below n is an integral as well: sum over j <= m of m! / j! * a^(j - m) = integral of exp(-u) * (1 + u / a)^m.

All these integrands are the exponential of a concave function, so that one routine does for all of them, at a cost
that does not grow with the load.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

_NEGLIGIBLE = 45.0
_STEP = 1 / 16


def _nodes() -> tuple[tuple[float, float], ...]:
    """Give the places in (0, 1) and the weights of the double exponential rule (Takahasi, Mori 1974)."""
    nodes = []
    for k in range(-56, 57):
        place = 1 / (1 + math.exp(-math.pi * math.sinh(k * _STEP)))
        nodes.append((place, _STEP * math.pi * math.cosh(k * _STEP) * place * (1 - place)))
    return tuple(nodes)


_NODES = _nodes()


def _area(drop: Callable[[float], float], start: float, end: float, scale: float) -> float:
    """Integrate exp(drop(v)) from start to end, where drop is concave and 0 at its largest, at v = 0.

    The two sides of the largest are taken apart, each as far as it counts.
    """
    return _side(drop, end, scale) + _side(lambda v: drop(-v), -start, scale)


def _side(drop: Callable[[float], float], end: float, scale: float) -> float:
    reach = min(scale, end)
    while reach < end and drop(reach) > -_NEGLIGIBLE:
        reach = min(2 * reach, end)
    return reach * math.fsum(weight * math.exp(drop(reach * place)) for place, weight in _NODES)


def _log_idle_weight(servers: int, load: float) -> float:
    """Give the log of the probability of fewer than n busy over that of exactly n - 1 busy."""
    others = servers - 1
    top = max(0.0, others - load)
    at_top = load + top
    area = _area(
        lambda v: (others * math.log1p(v / at_top) if v / at_top > -1 else -math.inf) - v,
        -top,
        math.inf,
        max(1.0, math.sqrt(others)),
    )
    return others * math.log1p(top / load) - top + math.log(area)


def _log_wait_weight(arrivals: float, leaving: float, patience: float, until: float) -> float:
    """Give the log of the integral of exp(arrivals * (1 - exp(-x / patience)) * patience - leaving * x) up to `until`.

    Around its largest the exponent is written as a difference, lest it lose digits.
    """
    top = min(until, max(0.0, patience * math.log(arrivals / leaving)))
    still_arriving = arrivals * math.exp(-top / patience)
    area = _area(
        lambda v: -still_arriving * math.expm1(-v / patience) * patience - leaving * v,
        -top,
        until - top,
        min(1 / leaving, patience),
    )
    return -arrivals * math.expm1(-top / patience) * patience - leaving * top + math.log(area)


def answered_in_time(servers: int, arrivals: float, handling: float, patience: float | None, within: float) -> float:
    """Give the share of leads that are answered within a time.

    Parameters
    ----------
    arrivals
        Leads per minute, above 0.
    handling, patience, within
        Minutes; patience None: nobody gives up.
    """
    leaving = servers / handling
    idle = _log_idle_weight(servers, arrivals * handling)
    if patience is None:
        spare = leaving - arrivals
        if spare <= 0:
            return 0.0
        waiting = math.log(arrivals / spare)
        answered = -math.expm1(-spare * within)
        share_waiting = 1 / (1 + math.exp(min(idle - waiting, 700.0)))
        return 1 - share_waiting * (1 - answered)
    waiting = math.log(arrivals) + _log_wait_weight(arrivals, leaving, patience, math.inf)
    if within <= 0:
        return 1 / (1 + math.exp(min(waiting - idle, 700.0)))
    in_time = math.log(arrivals) + _log_wait_weight(arrivals, leaving + 1 / patience, patience, within)
    most = max(idle, waiting)
    return (math.exp(idle - most) + math.exp(in_time - most)) / (math.exp(idle - most) + math.exp(waiting - most))


def mean_wait(servers: int, arrivals: float, handling: float, patience: float | None) -> float:
    """Give the mean minutes that leads wait, those who give up too.

    Whoever gives up has waited patience on average for each that does (Little's law), so the mean wait is patience
    times the share that gives up.
    """
    leaving = servers / handling
    idle = _log_idle_weight(servers, arrivals * handling)
    if patience is None:
        spare = leaving - arrivals
        if spare <= 0:
            return math.inf
        return 1 / (1 + math.exp(min(idle - math.log(arrivals / spare), 700.0))) / spare
    waiting = math.log(arrivals) + _log_wait_weight(arrivals, leaving, patience, math.inf)
    answered = math.log(arrivals) + _log_wait_weight(arrivals, leaving + 1 / patience, patience, math.inf)
    most = max(idle, waiting)
    gave_up = math.exp(waiting - most) - math.exp(answered - most)
    return patience * gave_up / (math.exp(idle - most) + math.exp(waiting - most))


@lru_cache(maxsize=4096)
def fewest_servers(share: float, arrivals: float, handling: float, patience: float | None, within: float) -> int:
    """Give the fewest people who answer at least a share of the leads within a time."""

    def enough(servers: int) -> bool:
        return answered_in_time(servers, arrivals, handling, patience, within) >= share

    return _fewest(enough, arrivals * handling)


@lru_cache(maxsize=4096)
def fewest_within_wait(longest: float, arrivals: float, handling: float, patience: float | None) -> int:
    """Give the fewest people with whom leads wait no longer than so many minutes on average."""

    def enough(servers: int) -> bool:
        return mean_wait(servers, arrivals, handling, patience) <= longest

    return _fewest(enough, arrivals * handling)


def _fewest(enough: Callable[[int], bool], load: float) -> int:
    """Find the fewest; they lie near the load: look there first, in steps that double, then halve what is left."""
    step, few, many = 1, 0, max(1, math.ceil(load))
    if enough(many):
        while many - step > 0 and enough(many - step):
            many, step = many - step, 2 * step
        few = max(0, many - step)
    else:
        while not enough(many + step):
            many, step = many + step, 2 * step
        few, many = many, many + step
    while many - few > 1:
        between = (few + many) // 2
        few, many = (few, between) if enough(between) else (between, many)
    return many
