"""The conversions of managers and channels, drawn together as far as chance explains their differences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from salescrew.language import say, to_say
from salescrew.models.answers.rates import GroupRate
from salescrew.models.department.beta import interval
from salescrew.models.rates.estimates.groups import Likeness, differences_last, likeness
from salescrew.models.rates.estimates.incidence import Floats, Incidence, incidence
from salescrew.models.rates.estimates.journeys import Journeys
from salescrew.models.rates.reading.export import NO_NAME, Days, pipeline_in_words

MOST_GROUPS = 200
OTHERS = "(others)"


@dataclass(frozen=True)
class Grouped:
    """The rates of groups, and what should be known about them."""

    rates: tuple[GroupRate, ...]
    warnings: tuple[str, ...]


def group_rates(ways: Journeys, by: str, names: Sequence[str]) -> Grouped:
    """Estimate the conversion of each group from lead to payment.

    Parameters
    ----------
    names
        The group of each deal of the pipeline.
    """
    labels, code = _coded(names)
    curves = [_curve(ways.of(code == number)) for number in range(len(labels))]
    passed, of = (np.array(column, dtype=np.float64) for column in zip(*(curve.seen for curve in curves), strict=True))
    whole = _curve(ways)
    lasts = differences_last(*_halves(ways, code, len(labels)))
    found = likeness(passed, of)
    if not lasts or found.worth is None:
        found = Likeness(whole.conversion, None)
    pooled = interval(*whole.seen)
    rates = [
        _rate(by, label, ways.of(code == number), curves[number], found, whole, pooled, lasts=lasts)
        for number, label in enumerate(labels)
    ]
    return Grouped(tuple(rates), tuple(_said(ways, by, len(labels), found, lasts=lasts)))


def _coded(names: Sequence[str]) -> tuple[list[str], Days]:
    """Give each group a number, the largest first; those beyond what anyone would read share one."""
    counts: dict[str, int] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    order = sorted(counts, key=lambda name: -counts[name])
    number = {name: min(place, MOST_GROUPS) for place, name in enumerate(order)}
    labels = [name or NO_NAME for name in order[:MOST_GROUPS]] + ([OTHERS] if len(order) > MOST_GROUPS else [])
    return labels, np.array([number[name] for name in names], dtype=np.int64)


def _curve(ways: Journeys) -> Incidence:
    _, age, status = ways.items(0, -1)
    return incidence(age, status)


def _halves(ways: Journeys, code: Days, count: int) -> tuple[tuple[Floats, Floats], tuple[Floats, Floats]]:
    """Count each group's deals in the earlier and in the later half of the time in which deals came."""
    created = ways.entered[:, 0]
    middle = np.median(created)
    halves = []
    for is_in in (created < middle, created >= middle):
        seen = [_curve(ways.of(is_in & (code == number))).seen for number in range(count)]
        passed, of = (np.array(column, dtype=np.float64) for column in zip(*seen, strict=True))
        halves.append((passed, of))
    return halves[0], halves[1]


def _rate(
    by: str,
    label: str,
    ways: Journeys,
    curve: Incidence,
    found: Likeness,
    whole: Incidence,
    pooled: tuple[float, float],
    *,
    lasts: bool,
) -> GroupRate:
    passed, of = curve.seen
    conversion: float | None = found.rate(passed, of)
    low: float | None = pooled[0]
    high: float | None = pooled[1]
    if found.worth is not None:
        counted, among = found.counts(passed, of)
        # the interval of a draw from Beta(counted, among - counted)
        low, high = interval(counted - 0.5, among - 1)
    if not whole.is_decided:
        conversion = low = high = None
    return GroupRate(
        by=by,
        name=label,
        count=len(ways),
        won=int(ways.is_won.sum()),
        raw=curve.conversion if conversion is not None else None,
        conversion=conversion,
        low=low,
        high=high,
        differences_last=lasts,
        effectiveness=conversion / whole.conversion if conversion is not None and whole.conversion else None,
    )


_DO_NOT_LAST = {
    "manager": to_say(
        "{pipeline}: differences between managers do not last from one half of the time to the other: one rate stands "
        "for all."
    ),
    "channel": to_say(
        "{pipeline}: differences between channels do not last from one half of the time to the other: one rate stands "
        "for all."
    ),
}
_CHANCE_ALONE = {
    "manager": to_say("{pipeline}: managers differ by no more than chance explains: one rate stands for all."),
    "channel": to_say("{pipeline}: channels differ by no more than chance explains: one rate stands for all."),
}


def _said(ways: Journeys, by: str, count: int, found: Likeness, *, lasts: bool) -> list[str]:
    if count < 2:
        return []
    if not lasts:
        return [say(_DO_NOT_LAST[by], pipeline=pipeline_in_words(ways.name))]
    if found.worth is None:
        return [say(_CHANCE_ALONE[by], pipeline=pipeline_in_words(ways.name))]
    return []
