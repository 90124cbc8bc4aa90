"""Draws of what is paid, where the odds of several targets at once are not a sum that can be worked out.

What runs through a funnel is drawn in portions that are paid in the same months in the same shares: from each portion's
own exact distribution, and then shared out.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from salescrew.models.odds.funnel import FunnelChance, Nodes
from salescrew.models.odds.passing import passing
from salescrew.models.odds.quadrature import Floats
from salescrew.models.odds.streams import ContactStream, ItemStream, LeadStream, Streams

Whole = npt.NDArray[np.int64]
ORDER = 12
SEED = 20260112
RUNS = 20_000
FEWEST_RUNS = 500
MOST_DEALS = 4_000_000
Z = 2.5758293035489004
"""99 % of a normal distribution lie within so many standard deviations."""


@dataclass(frozen=True)
class Draw:
    """What a product brings in each run, by share of time: first the whole horizon, then each month.

    Attributes
    ----------
    deals
        The number of deals: a row a share of time, a column a run.
    amounts
        What they bring, in average deals.
    """

    deals: Floats
    amounts: Floats


@dataclass(frozen=True)
class Drawn:
    """What all products bring, and what enters stages.

    Attributes
    ----------
    of
        What each product brings.
    entered
        The items that enter a stage of a funnel within the horizon, by run.
    """

    of: dict[str, Draw]
    entered: dict[tuple[str, str], Floats]
    runs: int


def draws(
    funnels: Sequence[FunnelChance],
    deviations: Mapping[str, float],
    months: Sequence[Floats],
    seed: int = SEED,
    *,
    stages: Sequence[tuple[str, str]] = (),
) -> Drawn:
    """Draw what each product brings, and what enters some stages.

    Parameters
    ----------
    funnels
        The funnels; those of a product are added up.
    deviations
        The standard deviation of a deal over its mean, by product.
    months
        The share of each week's payments that belongs to each month.
    stages
        The stages, by funnel and name.
    """
    rng = np.random.default_rng(seed)
    runs = _runs(funnels, deviations)
    by_product: dict[str, Whole] = {}
    entered: dict[tuple[str, str], Floats] = {}
    for funnel in funnels:
        asked = [stage for of, stage in stages if of == funnel.name]
        if asked:
            passed = passing(funnel, runs, rng)
            paid = _in_months(passed.paid, months, rng)
            entered |= {(funnel.name, stage): passed.entered[stage].astype(float) for stage in asked}
        else:
            paid = _paid(funnel, months, runs, rng)
        by_product[funnel.product] = by_product.get(funnel.product, 0) + paid
    of = {name: _with_sizes(paid, deviations.get(name, 0.0), rng) for name, paid in by_product.items()}
    return Drawn(of, entered, runs)


def half_width(chance: float, runs: int) -> float:
    """Give the half-width of a 99 % interval of a share that was counted in so many runs."""
    return Z * float(np.sqrt(chance * (1 - chance) / runs)) + Z**2 / 2 / runs


def _runs(funnels: Sequence[FunnelChance], deviations: Mapping[str, float]) -> int:
    deals = sum(funnel.mean(np.ones(funnel.weeks)) for funnel in funnels if deviations.get(funnel.product))
    return int(min(RUNS, max(FEWEST_RUNS, MOST_DEALS / max(1.0, deals))))


def _paid(funnel: FunnelChance, months: Sequence[Floats], runs: int, rng: np.random.Generator) -> Whole:
    """Draw the deals of a funnel: in each month, and in no month that is asked for."""
    nodes = funnel.nodes(ORDER, with_level=True)
    which = np.sort(rng.choice(len(nodes.weights), size=runs, p=nodes.weights / nodes.weights.sum()))
    limits = np.searchsorted(which, np.arange(len(nodes.weights) + 1))
    found = np.zeros((len(months) + 1, runs), dtype=np.int64)
    for shares, streams in _portions(funnel.streams, months):
        tables = _tables(funnel.only(streams), nodes)
        deals = np.empty(runs, dtype=np.int64)
        for node, (start, end) in enumerate(itertools.pairwise(limits)):
            deals[start:end] = np.searchsorted(tables[node], rng.random(end - start), side="right")
        _share_out(deals, shares, found, rng)
    # the runs were in the order of the nodes, which must not tie one funnel to another
    return found[:, rng.permutation(runs)]


def _in_months(by_week: Whole, months: Sequence[Floats], rng: np.random.Generator) -> Whole:
    """Share out to months what is paid in each week; the last row belongs to none."""
    found = np.zeros((len(months) + 1, by_week.shape[1]), dtype=np.int64)
    for week, deals in enumerate(by_week):
        if deals.any():
            _share_out(deals, [float(month[week]) for month in months], found, rng)
    return found


def _portions(streams: Streams, months: Sequence[Floats]) -> Iterator[tuple[tuple[float, ...], Streams]]:
    """Yield what is paid in the same months in the same shares."""
    alike: dict[tuple[float, ...], list[ContactStream | LeadStream | ItemStream]] = defaultdict(list)
    for stream in streams.every:
        total = stream.landing.sum()
        if total > 0:
            alike[tuple(round(float(stream.landing @ month / total), 9) for month in months)].append(stream)
    for shares, some in alike.items():
        yield (
            shares,
            Streams(
                tuple(one for one in some if isinstance(one, ContactStream)),
                tuple(one for one in some if isinstance(one, LeadStream)),
                tuple(one for one in some if isinstance(one, ItemStream)),
            ),
        )


def _tables(funnel: FunnelChance, nodes: Nodes) -> Floats:
    """Give the distribution function of the deals by node."""
    every = np.ones(funnel.weeks)
    most = nodes.passing[0].max() / max(1e-300, float(nodes.weights @ nodes.passing[0]))
    level = 1.0 if nodes.level is None else nodes.level.max()
    size = 32
    while size < 2 * funnel.mean(every) * max(1.0, most) * level + 32:
        size *= 2
    while True:
        w = np.expm1(-2j * np.pi * np.arange(size // 2 + 1) / size)
        chances = np.fft.irfft(funnel.at_nodes(w, nodes, every), size, axis=1)
        if chances[:, 3 * size // 4 :].sum(axis=1).max() < 1e-9 or size >= 2**18:
            return np.cumsum(np.maximum(chances, 0.0), axis=1)
        size *= 2


def _share_out(deals: Whole, shares: Sequence[float], found: Whole, rng: np.random.Generator) -> None:
    """Share deals out to months; what is left belongs to none."""
    left, rest = deals, 1.0
    for month, share in enumerate(shares):
        if share <= 0:
            continue
        taken = left if share >= rest - 1e-9 else rng.binomial(left, share / rest)
        found[month] += taken
        left, rest = left - taken, rest - share
        if rest <= 1e-9:
            return
    found[-1] += left


def _with_sizes(paid: Whole, deviation: float, rng: np.random.Generator) -> Draw:
    """Give every deal its size, and add up what is paid over the whole horizon."""
    amounts = paid.astype(float)
    if deviation:
        spread = np.sqrt(np.log1p(deviation**2))
        for row, deals in enumerate(paid):
            sizes = rng.lognormal(-(spread**2) / 2, spread, int(deals.sum()))
            run = np.repeat(np.arange(len(deals)), deals)
            amounts[row] = np.bincount(run, sizes, minlength=len(deals))
    return Draw(np.vstack([paid.sum(axis=0), paid[:-1]]).astype(float), np.vstack([amounts.sum(axis=0), amounts[:-1]]))
