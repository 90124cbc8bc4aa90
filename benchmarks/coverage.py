"""How often the 95 % intervals of `salescrew rates` hold the truth, over repeated exports of a simulated stage."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from salescrew.models.department.beta import interval
from salescrew.models.rates.estimates.incidence import ADVANCED, LOST, UNDECIDED, Floats, Incidence, incidence

QUICK, FULL = 500, 5000
"""Repeats of each stage."""


@dataclass(frozen=True)
class Stage:
    """A stage whose items advance or are lost after gamma-distributed times.

    Attributes
    ----------
    items
        How many enter, over `days` days, the last day `growth` times as many as the first.
    conversion
        The share that advances.
    passing, losing
        Mean days until an item advances or is lost.
    shape
        Of both distributions: 1 is exponential, larger ones are more even.
    reopened
        Share of the lost that come back after the same time and then advance with the same share, or are lost for good.
    """

    items: int
    days: int
    conversion: float
    passing: float
    losing: float
    growth: float = 1.0
    shape: float = 2.0
    reopened: float = 0.0

    @property
    def truth(self) -> float:
        """The share that ever advances."""
        return self.conversion * (1 + (1 - self.conversion) * self.reopened)


WORLDS = {
    "alike": Stage(1000, 300, 0.3, 15, 15),
    "slow wins, quick losses": Stage(1000, 300, 0.3, 30, 8),
    "quick wins, slow losses": Stage(1000, 300, 0.3, 8, 30),
    "slow wins, quick losses, growth": Stage(1000, 240, 0.3, 35, 8, growth=4),
    "few wins": Stage(2000, 300, 0.05, 30, 10, growth=2),
    "few items": Stage(100, 300, 0.4, 15, 8),
    "uneven times": Stage(1000, 365, 0.3, 15, 10, shape=1),
    "reopened": Stage(1000, 365, 0.3, 15, 10, reopened=0.1),
}


@dataclass(frozen=True)
class Hits:
    """What came of repeats.

    Attributes
    ----------
    decided
        In how many of them a conversion was named.
    coverage
        In which share of these the interval held the truth.
    naive_coverage
        The same for advanced by decided, with the interval of a binomial share.
    bias, deviation
        The mean error of the conversions that were named, and its standard deviation.
    """

    repeats: int
    decided: int
    coverage: float
    naive_coverage: float
    bias: float
    deviation: float


def draw_export(stage: Stage, draw: np.random.Generator) -> Incidence:
    """Draw items and give what is known of them on the last day."""
    n = stage.items
    share = draw.random(n)
    if stage.growth != 1:
        slope = stage.growth - 1
        share = (np.sqrt(1 + share * (2 * slope + slope**2)) - 1) / slope
    entered = share * stage.days
    wins = draw.random(n) < stage.conversion

    def times(mean: float) -> Floats:
        return draw.gamma(stage.shape, mean / stage.shape, n)

    ended = entered + np.where(wins, times(stage.passing), times(stage.losing))
    back = ~wins & (draw.random(n) < stage.reopened)
    again = back & (draw.random(n) < stage.conversion)
    returned = ended + times(stage.losing)
    last = returned + np.where(again, times(stage.passing), times(stage.losing))
    end = np.floor(np.where(back, last, ended))
    # between its loss and its return a deal is lost for all that anybody knows
    is_lost_for_now = back & (np.floor(ended) <= stage.days) & (np.floor(returned) > stage.days)
    end = np.where(is_lost_for_now, np.floor(ended), end)
    is_known = end <= stage.days
    status = np.where(is_known, np.where((wins | again) & ~is_lost_for_now, ADVANCED, LOST), UNDECIDED)
    until = np.where(is_known, end, stage.days)
    return incidence((until - np.floor(entered)).astype(np.int64), status.astype(np.int64))


def repeat(name: str, repeats: int, seed: int) -> Hits:
    """Draw exports again and again, and count how often the interval of the conversion holds the truth."""
    stage, draw = WORLDS[name], np.random.default_rng(seed)
    held = naive_held = 0
    errors = []
    for _ in range(repeats):
        found = draw_export(stage, draw)
        advanced, decided = found.advanced.sum(), (found.advanced + found.lost).sum()
        low, high = interval(float(advanced), float(decided))
        naive_held += low <= stage.truth <= high
        if found.is_decided:
            low, high = interval(*found.seen)
            held += low <= stage.truth <= high
            errors.append(found.conversion - stage.truth)
    count = max(1, len(errors))
    return Hits(
        repeats,
        len(errors),
        held / count,
        naive_held / repeats,
        float(np.mean(errors)) if errors else math.nan,
        float(np.std(errors)) if errors else math.nan,
    )


def rows(repeats: int, report: Callable[[str], None]) -> Iterator[tuple[str, Hits]]:
    """Go through all stages."""
    for name in WORLDS:
        report(f"coverage: {name}")
        yield name, repeat(name, repeats, seed=1)


def table(found: list[tuple[str, Hits]]) -> str:
    """Write what came of it as Markdown."""
    lines = [
        "| stage | items | truth | decided | holds the truth | naive | bias, points |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, hits in found:
        stage = WORLDS[name]
        lines.append(
            f"| {name} | {stage.items:,} | {100 * stage.truth:.1f}% | {100 * hits.decided / hits.repeats:.1f}% | "
            f"{100 * hits.coverage:.1f}% | {100 * hits.naive_coverage:.1f}% | {100 * hits.bias:+.2f} |"
        )
    return "\n".join(lines)
