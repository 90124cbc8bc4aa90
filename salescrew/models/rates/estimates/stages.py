"""The conversion of each stage and of the whole way, each with how it was estimated and how sure it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from salescrew.language import say, with_marks
from salescrew.models.answers.rates import Days, LeadToPayment, Seen, StageRate
from salescrew.models.department.beta import interval
from salescrew.models.rates.estimates.incidence import ADVANCED, LOST, UNDECIDED, Floats, Incidence, incidence
from salescrew.models.rates.estimates.journeys import UNKNOWN, Journeys
from salescrew.models.rates.estimates.weighting import LARGEST_WEIGHT, Weighted, weighted, weights
from salescrew.models.rates.reading.export import pipeline_in_words
from salescrew.models.rates.reading.moments import NEVER

Z = 1.959963984540054


@dataclass(frozen=True)
class Estimates:
    """The figures of a pipeline's ways, and what should be known about them."""

    stages: tuple[StageRate, ...]
    lead_to_payment: LeadToPayment
    warnings: tuple[str, ...]


def estimates(ways: Journeys) -> Estimates:
    """Estimate every stage of a pipeline and its whole way."""
    whole = _whole(ways)
    direct = lead_to_payment(ways, whole)
    warnings = list(_of_the_whole(ways, direct))
    if ways.has_history:
        curves = [_curve(ways, stage) for stage in range(len(ways.stages))]
        stages = [
            stage_rate(name, ways, number, curve)
            for number, (name, curve) in enumerate(zip(ways.stages, curves, strict=True))
        ]
        warnings += _of_the_chain(ways, curves, whole)
    else:
        stages, said = _by_weights(ways, whole)
        warnings += said
    warnings += _of_undecided(ways, stages)
    return Estimates(tuple(stages), direct, tuple(warnings))


def _curve(ways: Journeys, stage: int) -> Incidence:
    _, age, status = ways.items(stage, stage + 1)
    return incidence(age, status)


def _whole(ways: Journeys) -> Incidence:
    _, age, status = ways.items(0, -1)
    return incidence(age, status)


def stage_rate(name: str, ways: Journeys, stage: int, curve: Incidence) -> StageRate:
    """State what becomes of the items of a stage by their ages."""
    _, _, status = ways.items(stage, stage + 1)
    conversion, low, high, seen = _stated(curve)
    return StageRate(
        stage=name,
        entered=curve.entered,
        advanced=int((status == ADVANCED).sum()),
        lost=int((status == LOST).sum()),
        open=int((status == UNDECIDED).sum()),
        conversion=conversion,
        low=low,
        high=high,
        undecided=curve.left,
        observed=seen,
        days_to_next=_days(curve) if conversion is not None else None,
        method="aalen-johansen",
    )


def lead_to_payment(ways: Journeys, curve: Incidence) -> LeadToPayment:
    """State what becomes of leads."""
    conversion, low, high, seen = _stated(curve)
    won, gone = int(ways.is_won.sum()), int(ways.is_gone.sum())
    return LeadToPayment(
        conversion=conversion,
        low=low,
        high=high,
        undecided=curve.left,
        observed=seen,
        days=_days(curve) if conversion is not None else None,
        won_by_all=won / len(ways) if len(ways) else None,
        won_by_closed=won / (won + gone) if won + gone else None,
    )


def _stated(curve: Incidence) -> tuple[float | None, float, float, Seen | None]:
    """Give the conversion with its interval, or without enough that is decided the least and the most it may be."""
    if not curve.is_decided:
        return None, *curve.reach, None
    passed, of = curve.seen
    return curve.conversion, *interval(passed, of), Seen(passed=passed, of=of)


def _days(curve: Incidence) -> Days | None:
    mean = curve.mean_days
    half, most = curve.days(0.5), curve.days(0.9)
    if mean is None or half is None or most is None:
        return None
    return Days(mean=mean[0], median=half, p90=most, low=max(0.0, mean[0] - Z * mean[1]), high=mean[0] + Z * mean[1])


def _percent(share: float) -> str:
    return say("{number}%", number=with_marks(f"{100 * share:.1f}".removesuffix(".0")))


def _of_the_whole(ways: Journeys, direct: LeadToPayment) -> Iterator[str]:
    if direct.conversion is None:
        yield say(
            "{pipeline}: {undecided} of the leads are undecided, or too few have been followed long enough: lead to "
            "payment lies between {low} and {high}, and nothing more can be said. Export more time.",
            pipeline=pipeline_in_words(ways.name),
            undecided=_percent(direct.undecided),
            low=_percent(direct.low),
            high=_percent(direct.high),
        )


def _of_undecided(ways: Journeys, stages: list[StageRate]) -> Iterator[str]:
    for stage in stages:
        if stage.conversion is None:
            yield say(
                "{pipeline}: {stage}: {undecided} are undecided, or too few have been followed long enough: its "
                "conversion "
                "lies between {low} and {high}.",
                pipeline=pipeline_in_words(ways.name),
                stage=stage.stage,
                undecided=_percent(stage.undecided),
                low=_percent(stage.low),
                high=_percent(stage.high),
            )


def _of_the_chain(ways: Journeys, curves: list[Incidence], whole: Incidence) -> Iterator[str]:
    """Say where the stages together do not make the whole way: they are not a chain."""
    if not whole.is_decided or not all(curve.is_decided for curve in curves) or not curves:
        return
    product = float(np.prod([curve.conversion for curve in curves]))
    relative = sum(curve.variance / curve.conversion**2 for curve in curves if curve.conversion)
    error = float(np.sqrt(whole.variance + product**2 * relative))
    if abs(product - whole.conversion) > 2 * error:
        yield say(
            "{pipeline}: the stages one after the other make {product} from lead to payment, and leads themselves "
            "{whole}: "
            "they are no chain (stages are skipped, deals reopened, or deals of different kinds are mixed). Split the "
            "export, or plan with fewer stages.",
            pipeline=pipeline_in_words(ways.name),
            product=_percent(product),
            whole=_percent(whole.conversion),
        )


def _by_weights(ways: Journeys, whole: Incidence) -> tuple[list[StageRate], list[str]]:
    """Estimate stages by closed deals alone, where it is known how far each of them got."""
    name = pipeline_in_words(ways.name)
    if not ways.stages:
        return [], [
            say(
                "{pipeline}: without a stage history, and since the stage at which a deal was lost or the order of the "
                "stages is not known, only lead to payment can be told. Export the history (--history), or name the "
                "stages in order in a map (pipelines).",
                pipeline=name,
            )
        ]
    created, closing, weight = _closed(ways)
    reached = ways.reached[closing]
    stages, said = [], []
    for number, stage in enumerate(ways.stages):
        found = weighted(reached, weight, number, len(created), 0.0 if whole.is_decided else whole.left)
        stages.append(_weighted_rate(stage, found, whole))
    if len(weight) and weight.max() > LARGEST_WEIGHT:
        said.append(
            say(
                "{pipeline}: a single closed deal stands for {n:.0f} deals of its age, so that the conversions of the "
                "stages hang on few. Export more time, or the stage history.",
                pipeline=name,
                n=float(weight.max()),
            )
        )
    lost_unknown = int((reached == UNKNOWN).sum())
    if lost_unknown:
        said.append(
            say(
                "{pipeline}: {n} lost deals do not tell their stage; the stages are told without them.",
                pipeline=name,
                n=lost_unknown,
            )
        )
    return stages, said


def _closed(
    ways: Journeys,
) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], np.ndarray[tuple[int], np.dtype[np.int64]], Floats]:
    """Give the days of creation, the closed deals, and what each of these stands for."""
    created = ways.entered[:, 0]
    closed = np.minimum(ways.entered[:, -1], ways.gone)
    rows = np.flatnonzero(closed < NEVER)
    return created, rows, weights(np.maximum(0, closed[rows] - created[rows]), ways.as_of - created)


def _weighted_rate(name: str, found: Weighted, whole: Incidence) -> StageRate:
    decided = whole.is_decided and found.conversion is not None
    low, high = interval(found.passed, found.of) if decided else (found.low, found.high)
    return StageRate(
        stage=name,
        entered=found.reached,
        advanced=found.passed_on,
        lost=found.reached - found.passed_on,
        open=0,
        conversion=found.conversion if decided else None,
        low=low,
        high=high,
        undecided=whole.left,
        observed=Seen(passed=found.passed, of=found.of) if decided else None,
        days_to_next=None,
        method="ipcw",
    )
