"""Odds by direct convolution: the distribution of each product's deals, one item after the other."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from salescrew.checker.case import Case
from salescrew.checker.payments import Opening, openings_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Chances = npt.NDArray[np.float64]
    Verdicts = npt.NDArray[np.bool_]
    Met = Callable[[Mapping[str, Chances]], Verdicts]

MOST_COMBINATIONS = 4_000_000
MOST_DEALS = 20_000
FAR = 1e-13


def is_countable(case: Case) -> bool:
    """Tell whether items are independent, pay one deal at most, and pay deals of one size over one span of time."""
    plan = case.plan
    held = plan.chance.fix
    for funnel in plan.funnels.values():
        leads = funnel.leads
        if any(stage.observed for stage in funnel.stages) and "rates" not in held:
            return False
        if leads is not None and ((leads.level_cv and "forecast" not in held) or "arrivals" in held):
            return False
    deals_differ = any(product.deal_cv for product in plan.products.values()) and "deals" not in held
    return not deals_differ and not plan.target.by_month and _bring_one_at_most(case) and _are_few(case)


def _bring_one_at_most(case: Case) -> bool:
    for name, funnel in case.plan.funnels.items():
        first = funnel.stages[0].conversion
        for week in range(case.days.weeks):
            each = first * case.worth_handled(name, 0, week)
            if any(post.worth(week) * each > 1 for post in case.posts.values()):
                return False
    return True


def _are_few(case: Case) -> bool:
    return math.fsum(math.fsum(stages[-1]) for stages in case.entering.values()) < MOST_DEALS


def deals_counted(case: Case) -> dict[str, Chances]:
    """Give the probability of each number of deals, by product."""
    import numpy as np

    found: dict[str, Chances] = {}
    for name, funnel in case.plan.funnels.items():
        chances = found.get(funnel.product, np.ones(1))
        found[funnel.product] = _with_funnel(case, name, chances)
    return found


def _with_funnel(case: Case, name: str, chances: Chances) -> Chances:
    import numpy as np

    funnel = case.plan.funnels[name]
    spread = 1.0 if funnel.leads is None else funnel.leads.dispersion
    whole: dict[float, int] = defaultdict(int)
    single: list[float] = []
    evenly = 0.0
    for some in openings_of(case, name):
        paid = some.worth * math.prod(stage.conversion for stage in funnel.stages[some.stage :])
        paid *= math.fsum(some.weeks.values())
        if some.by_themselves and spread == 1:
            evenly += some.total * paid
        elif some.by_themselves:
            chances = np.convolve(chances, _in_waves(some, paid, spread))
        else:
            whole[paid] += sum(math.floor(count) for count in some.counts)
            single += [paid * (count % 1) for count in some.counts if count % 1]
    chances = np.convolve(chances, _poisson(evenly))
    for paid, count in whole.items():
        chances = np.convolve(chances, _binomial(count, paid))
    for paid in single:
        chances = np.append(chances * (1 - paid), 0.0) + np.append(0.0, chances * paid)
        if chances[-1] < FAR * FAR:
            chances = chances[:-1]
    return chances


def _binomial(count: int, paid: float) -> Chances:
    """Give the probabilities of a binomial number, as far as they are worth mentioning."""
    if paid >= 1:
        return _from_logs([-math.inf] * count + [0.0])
    if paid <= 0 or not count:
        return _from_logs([0.0])
    most = _last(count * paid, count)
    of = math.lgamma(count + 1)
    return _from_logs(
        [
            of - math.lgamma(k + 1) - math.lgamma(count - k + 1) + k * math.log(paid) + (count - k) * math.log1p(-paid)
            for k in range(most + 1)
        ]
    )


def _poisson(mean: float) -> Chances:
    if not mean:
        return _from_logs([0.0])
    return _from_logs([k * math.log(mean) - mean - math.lgamma(k + 1) for k in range(_last(mean) + 1)])


def _in_waves(some: Opening, paid: float, spread: float) -> Chances:
    """Give the probabilities of a negative binomial number: Poisson, with a gamma mean."""
    shape, mean = some.total / (spread - 1), some.total * paid
    if not mean:
        return _from_logs([0.0])
    lost = shape / (shape + mean)
    return _from_logs(
        [
            math.lgamma(k + shape)
            - math.lgamma(shape)
            - math.lgamma(k + 1)
            + shape * math.log(lost)
            + k * math.log1p(-lost)
            for k in range(_last(mean, spread=1 + mean / shape) + 1)
        ]
    )


def _last(mean: float, most: int | None = None, spread: float = 1.0) -> int:
    """Give a number that is hardly ever exceeded."""
    far = math.ceil(mean + 11 * math.sqrt(mean * spread) + 30 * spread)
    return far if most is None else min(most, far)


def _from_logs(logs: list[float]) -> Chances:
    import numpy as np

    chances: Chances = np.exp(np.array(logs))
    return chances


def may_be_combined(deals: Mapping[str, Chances]) -> bool:
    """Tell whether all combinations of deals are few enough to be gone through."""
    return math.prod(len(chances) for chances in deals.values()) <= MOST_COMBINATIONS


def share_met(deals: dict[str, Chances], met: Met) -> float | None:
    """Add up the probabilities of all combinations of deals that meet what is asked; None where these are too many."""
    import numpy as np

    if not may_be_combined(deals):
        return None
    shape = [[-1 if at == number else 1 for at in range(len(deals))] for number in range(len(deals))]
    counts = {
        name: np.arange(len(chances), dtype=float).reshape(shape[number])
        for number, (name, chances) in enumerate(deals.items())
    }
    together: Chances = np.ones(1)
    for number, chances in enumerate(deals.values()):
        together = together * chances.reshape(shape[number])
    return float((together * met(counts)).sum())
