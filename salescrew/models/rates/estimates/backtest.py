"""What the estimates would have been on past days, beside what came of the deals known then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np

from salescrew.language import say, to_say
from salescrew.models.answers.rates import BackTest, CutRate
from salescrew.models.plan.refusals import refused
from salescrew.models.rates.estimates.estimate import known_of
from salescrew.models.rates.estimates.incidence import ADVANCED, LOST, UNDECIDED
from salescrew.models.rates.estimates.journeys import Journeys, journeys
from salescrew.models.rates.estimates.stages import estimates
from salescrew.models.rates.reading.mapping import ExportMap
from salescrew.models.rates.reading.opened import OpenedExport

_SOONEST, _LATEST = 0.4, 0.8
"""The first and the last cut, as shares of the time: before there is little to learn from, after it little to see."""
_MOST_OPEN = 0.02
_ALIKE = 1e-12
WHOLE = to_say("lead to payment")


def backtest(read: OpenedExport, cuts: int, *, as_of: dt.date | None = None, since: dt.date | None = None) -> BackTest:
    """Estimate from what was known on past days, and set it against what came of the same deals.

    Parameters
    ----------
    cuts
        On how many days, evenly over the time of the export.

    Raises
    ------
    InputError
        Where the export is too short.
    """
    today = read.day(as_of)
    known = known_of(read, today, since)
    first = int(known.created.min())
    if cuts < 1 or today - first < 10 * cuts:
        sentence = say(
            "must go over at least {least} days for {cuts} cuts, got {n} days. Ask for fewer.",
            least=10 * cuts,
            cuts=cuts,
            n=today - first,
        )
        raise refused([sentence], read.name)
    shares = np.linspace(_SOONEST, _LATEST, cuts) if cuts > 1 else [(_SOONEST + _LATEST) / 2]
    now = {ways.name: ways for ways in journeys(known, read.map)}
    fixed = _with_these_stages(read.map, now)
    rows = [
        row for share in shares for row in _cut(read, fixed, now, first + round(float(share) * (today - first)), since)
    ]
    warnings = []
    if any(row.is_within is None for row in rows):
        warnings.append(
            say(
                "Where more than 2% of the deals are still undecided today, what came of them is not known, and "
                "nothing "
                "is said of whether the estimate was right."
            )
        )
    return BackTest(as_of=dt.date.fromordinal(today), rows=tuple(rows), warnings=tuple(warnings))


def _with_these_stages(export_map: ExportMap, now: dict[str, Journeys]) -> ExportMap:
    """Keep the order of the stages as it is known today: a few deals of the first weeks might tell another one."""
    orders = {name: ways.stages for name, ways in now.items() if ways.stages}
    return export_map.model_copy(update={"pipelines": {**orders, **export_map.pipelines}})


def _cut(
    read: OpenedExport, export_map: ExportMap, now: dict[str, Journeys], day: int, since: dt.date | None
) -> Iterator[CutRate]:
    known = known_of(read, day, since)
    for then in journeys(known, export_map):
        same = now[then.name].of(np.isin(now[then.name].deals, then.deals))
        found = estimates(then)
        whole = found.lead_to_payment
        yield _row(then, same, (0, -1), WHOLE, whole.conversion, whole.low, whole.high)
        if then.has_history:
            for number, stage in enumerate(found.stages):
                yield _row(then, same, (number, number + 1), stage.stage, stage.conversion, stage.low, stage.high)


def _row(
    then: Journeys, same: Journeys, way: tuple[int, int], what: str, conversion: float | None, low: float, high: float
) -> CutRate:
    """Set an estimate beside the naive figures of its day, and what came of the deals known then."""
    _, _, status = then.items(*way)
    start, _, later = same.items(*way)
    later = later[start <= then.as_of]
    count, advanced, gone = (
        int(number) for number in (len(status), (status == ADVANCED).sum(), (status == LOST).sum())
    )
    came, still_open = (
        (float((later == ADVANCED).mean()), float((later == UNDECIDED).mean())) if len(later) else (0.0, 1.0)
    )
    return CutRate(
        pipeline=then.name,
        what=what,
        cut=dt.date.fromordinal(then.as_of),
        count=count,
        conversion=conversion,
        low=low,
        high=high,
        by_all=advanced / count if count else None,
        by_closed=advanced / (advanced + gone) if advanced + gone else None,
        came=came,
        still_open=still_open,
        is_within=None if still_open > _MOST_OPEN else low - _ALIKE <= came + still_open and came <= high + _ALIKE,
    )
