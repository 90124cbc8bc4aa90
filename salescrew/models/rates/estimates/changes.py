"""What changed within the period of an export: conversions, leads a week, the average deal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np

from salescrew.language import say, to_say, with_marks
from salescrew.models.rates.estimates.breaks import Change, change_of
from salescrew.models.rates.estimates.incidence import ADVANCED, Floats, incidence
from salescrew.models.rates.estimates.journeys import Journeys
from salescrew.models.rates.estimates.lead_flow import whole_weeks
from salescrew.models.rates.reading.export import pipeline_in_words

_MOST_OF_THEM = 0.95
_TREND = to_say(
    "{pipeline}: {what} has a trend, from about {before} to about {after} over the time of the export: the figures are "
    "those of the middle of it. `--since {day}` takes the later half alone."
)
_STEP = to_say(
    "{pipeline}: {what} changed about {day}, from {before} to {after}: the figures mix both. `--since {day}` takes "
    "what "
    "came since."
)


def changes(ways: Journeys, amount: Floats) -> Iterator[str]:
    """Say what changed by more than chance.

    Parameters
    ----------
    amount
        What each deal is worth.
    """
    stages = list(enumerate(ways.stages)) if ways.has_history and len(ways.stages) > 1 else []
    tests = len(stages) + 3
    for number, name in [(-1, say("lead to payment")), *stages]:
        found = _conversion_change(ways, max(number, 0), -1 if number < 0 else number + 1, tests)
        if found:
            yield _sentence(ways.name, name, found, share=True)
    created = ways.entered[:, 0]
    weeks = whole_weeks(created, int(created.min()), ways.as_of)
    # counts vary in proportion to their size; roots of them do not
    flow = change_of(weeks.mondays, np.sqrt(weeks.counts), tests=tests, fewest=16)
    if flow:
        squares = Change(flow.day, flow.before**2, flow.after**2, flow.is_trend)
        yield _sentence(ways.name, say("leads a week"), squares, share=False)
    paid = ways.is_won & (amount > 0)
    deal = change_of(ways.entered[paid, -1], np.log(amount[paid]), tests=tests)
    if deal:
        raised = Change(deal.day, float(np.exp(deal.before)), float(np.exp(deal.after)), deal.is_trend)
        yield _sentence(ways.name, say("the usual deal"), raised, share=False)


def _conversion_change(ways: Journeys, stage: int, following: int, tests: int) -> Change | None:
    """Look at items that have had as long as nineteen of twenty take to advance."""
    start, age, status = ways.items(stage, following)
    limit = incidence(age, status).days(_MOST_OF_THEM)
    if limit is None:
        return None
    rows = start <= ways.as_of - limit
    advanced = (status[rows] == ADVANCED) & (age[rows] <= limit)
    return change_of(start[rows], advanced.astype(np.float64), tests=tests)


def _sentence(pipeline: str, what: str, found: Change, *, share: bool) -> str:
    before, after = (_shown(value, share=share) for value in (found.before, found.after))
    day = dt.date.fromordinal(found.day)
    return say(
        _TREND if found.is_trend else _STEP,
        pipeline=pipeline_in_words(pipeline),
        what=what,
        before=before,
        after=after,
        day=day,
    )


def _shown(value: float, *, share: bool) -> str:
    if share:
        return say("{share:.1f}%", share=100 * max(0.0, value))
    return with_marks(f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}")
