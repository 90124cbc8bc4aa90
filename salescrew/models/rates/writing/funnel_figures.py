"""What an export says of a funnel of a plan: the figures that it gets, and those that stay."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass

from salescrew.language import say, with_marks
from salescrew.models.answers.rates import Days, LeadFlow, PipelineRates, Seen, StageRate
from salescrew.models.department.horizon import Horizon
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.weekdays import WEEKDAYS
from salescrew.models.rates.estimates.journeys import Journeys
from salescrew.models.rates.estimates.stages import estimates
from salescrew.models.rates.reading.crms import folded
from salescrew.models.rates.reading.mapping import ExportMap
from salescrew.models.rates.writing.yaml_edits import Value, significant

Place = tuple[str | int, ...]
_WHOLE_YEARS = 24
_MOST_DEVIATION = 10.0
"""The most that a plan takes."""
_RARE = {1: 6.63, 2: 9.21, 3: 11.34, 4: 13.28, 5: 15.09, 6: 16.81}
"""What a chi-square of so many degrees of freedom exceeds once in a hundred times."""


@dataclass(frozen=True)
class Figure:
    """A figure for a plan.

    Attributes
    ----------
    place
        The steps to the mapping in which it stands.
    key
        Its key there.
    after
        The key that it follows where it is new.
    path
        Where it stands, by names.
    before
        The value that it replaces, for people.
    why
        How sure it is.
    """

    place: Place
    key: str
    value: Value
    path: str
    before: str
    why: str
    after: str | None = None


@dataclass(frozen=True)
class Stays:
    """A figure of the plan that stays, with the reason."""

    path: str
    before: str
    why: str


@dataclass(frozen=True)
class FunnelSource:
    """A funnel, and the pipeline whose figures it gets.

    Attributes
    ----------
    source
        What to call the export in the plan.
    """

    plan: Plan
    funnel: str
    ways: Journeys
    figures: PipelineRates
    export_map: ExportMap
    as_of: dt.date
    source: str


def figures_of(of: FunnelSource) -> Iterator[Figure | Stays]:
    """List every figure of a funnel: with its new value, or with the reason why it stays."""
    yield from _stages(of)
    yield from _deal(of)
    yield from _leads(of)


def _matched(of: FunnelSource) -> list[int | None]:
    """Find the export's stage for each stage of the funnel."""
    place = of.export_map.plan.get(of.ways.name)
    given = {folded(mine): folded(theirs) for theirs, mine in (place.stages if place else {}).items()}
    known = {folded(name): number for number, name in enumerate(of.ways.stages)}
    return [known.get(given.get(folded(stage.name), folded(stage.name))) for stage in of.plan.funnels[of.funnel].stages]


def _stages(of: FunnelSource) -> Iterator[Figure | Stays]:
    stages = of.plan.funnels[of.funnel].stages
    matched = _matched(of)
    chosen = [number for number in matched if number is not None]
    if not of.ways.stages and len(stages) == 1:
        yield from _whole_way(of)
        return
    in_order = chosen == sorted(set(chosen))
    rates = dict(zip(chosen, estimates(of.ways.chosen(chosen)).stages, strict=True)) if chosen and in_order else {}
    for number, stage in enumerate(stages):
        path = f"funnels.{of.funnel}.stages.{stage.name}"
        mine = matched[number]
        is_last = number + 1 == len(stages)
        why = ""
        if mine is None:
            why = say("no stage of the export is called so")
        elif not in_order:
            why = say("the export's stages come in another order")
        elif not is_last and matched[number + 1] is None:
            why = say("the export has no stage {stage}, to which this conversion leads", stage=stages[number + 1].name)
        elif rates[mine].conversion is None:
            why = _too_little(rates[mine].low, rates[mine].high)
        if why:
            yield Stays(f"{path}.conversion", f"{stage.conversion:.4g}", why)
            yield Stays(f"{path}.days_to_next", f"{stage.days_to_next:.4g}", why)
        else:
            assert mine is not None
            yield from _stage(of, number, rates[mine])


def _stage(of: FunnelSource, number: int, rate: StageRate) -> Iterator[Figure | Stays]:
    stage = of.plan.funnels[of.funnel].stages[number]
    path = f"funnels.{of.funnel}.stages.{stage.name}"
    place: Place = ("funnels", of.funnel, "stages", number)
    assert rate.conversion is not None
    assert rate.observed is not None
    yield from _conversion(of, place, path, stage.conversion, rate.conversion, rate.observed, rate.low, rate.high)
    if rate.days_to_next is None:
        yield Stays(
            f"{path}.days_to_next", f"{stage.days_to_next:.4g}", say("without a stage history nothing tells it")
        )
    else:
        days = round(rate.days_to_next.mean, 1)
        why = _days_in_words(rate.days_to_next)
        before = f"{stage.days_to_next:.4g}"
        yield Figure(place, "days_to_next", days, f"{path}.days_to_next", before, why, "observed")


def _conversion(
    of: FunnelSource, place: Place, path: str, before: float, after: float, seen: Seen, low: float, high: float
) -> Iterator[Figure]:
    why = say(
        "{low:.1f}% to {high:.1f}%, as sure as {n:,.0f} deals seen to their end",
        low=100 * low,
        high=100 * high,
        n=seen.of,
    )
    yield Figure(place, "conversion", float(significant(after)), f"{path}.conversion", f"{before:.4g}", why, "name")
    rounded: dict[str, Value] = {
        "passed": round(seen.passed, 1),
        "of": max(round(seen.of, 1), round(seen.passed, 1)),
        "as_of": str(of.as_of),
        "source": _text(of.source),
    }
    yield Figure(place, "observed", rounded, f"{path}.observed", "", "", "conversion")


def _too_little(low: float, high: float) -> str:
    return say("too little is decided: between {low:.1f}% and {high:.1f}%", low=100 * low, high=100 * high)


def _days_in_words(days: Days) -> str:
    return say("median {median:.4g}, nine of ten within {p90:.4g}", median=days.median, p90=days.p90)


def _text(text: str) -> str:
    """Write a text as YAML takes it for text."""
    return json.dumps(text, ensure_ascii=False)


def _whole_way(of: FunnelSource) -> Iterator[Figure | Stays]:
    """Give the only stage of a funnel the conversion from lead to payment."""
    (stage,) = of.plan.funnels[of.funnel].stages
    path = f"funnels.{of.funnel}.stages.{stage.name}"
    found = of.figures.lead_to_payment
    if found.conversion is None or found.observed is None:
        why = _too_little(found.low, found.high)
        yield Stays(f"{path}.conversion", f"{stage.conversion:.4g}", why)
        return
    place: Place = ("funnels", of.funnel, "stages", 0)
    yield from _conversion(of, place, path, stage.conversion, found.conversion, found.observed, found.low, found.high)
    if found.days is not None:
        days = round(found.days.mean, 1)
        why = _days_in_words(found.days)
        yield Figure(place, "days_to_next", days, f"{path}.days_to_next", f"{stage.days_to_next:.4g}", why, "observed")


def _deal(of: FunnelSource) -> Iterator[Figure | Stays]:
    product = of.plan.funnels[of.funnel].product
    path = f"products.{product}.average_deal"
    before = significant(of.plan.products[product].average_deal)
    found = of.figures.average_deal
    if found is None:
        yield Stays(path, before, say("no won deal has an amount, or they are in several currencies"))
        return
    if sum(funnel.product == product for funnel in of.plan.funnels.values()) > 1:
        why = say(
            "other funnels sell it too; here it is {mean} over {n:,} won deals",
            mean=with_marks(significant(found.mean)),
            n=found.count,
        )
        yield Stays(path, before, why)
        return
    if found.low is None or found.high is None:
        why = say("{n:,} won deals", n=found.count)
    else:
        low, high = (with_marks(significant(end)) for end in (found.low, found.high))
        why = say("{low} to {high}, {n:,} won deals", low=low, high=high, n=found.count)
    place: Place = ("products", product)
    yield Figure(place, "average_deal", float(significant(found.mean)), path, before, why)
    spread = of.figures.deal_cv
    if spread is not None:
        before = f"{of.plan.products[product].deal_cv:.4g}"
        why = say("over {n:,} won deals", n=found.count)
        path = f"products.{product}.deal_cv"
        yield Figure(place, "deal_cv", min(round(spread, 2), _MOST_DEVIATION), path, before, why, "average_deal")


def _leads(of: FunnelSource) -> Iterator[Figure | Stays]:
    leads, found = of.plan.funnels[of.funnel].leads, of.figures.leads
    if leads is None:
        return
    path = f"funnels.{of.funnel}.leads"
    place: Place = ("funnels", of.funnel, "leads")
    before = f"{leads.per_week:.4g}"
    if found is None:
        yield Stays(f"{path}.per_week", before, say("the export has no whole week"))
        return
    if found.low is None or found.high is None:
        why = say("over {n} whole weeks", n=found.weeks)
    else:
        why = say("{low:.1f} to {high:.1f}, over {n} whole weeks", low=found.low, high=found.high, n=found.weeks)
    yield Figure(place, "per_week", round(found.per_week, 1), f"{path}.per_week", before, why)
    if found.dispersion is not None:
        # leads that come more evenly than by chance are no plan to count on
        varied, before = max(1.0, round(found.dispersion, 2)), f"{leads.dispersion:.4g}"
        why = say("over {n} whole weeks, {dispersion:.2f}", n=found.weeks, dispersion=found.dispersion)
        yield Figure(place, "dispersion", varied, f"{path}.dispersion", before, why, "per_week")
    yield from _by_weekday(of, found, place, path)
    yield from _by_slot(of, found, place, path)
    yield from _season(of, found, path)


def _by_weekday(of: FunnelSource, found: LeadFlow, place: Place, path: str) -> Iterator[Figure | Stays]:
    """Weigh the weekdays that are worked; leads of other days wait until the next one that is."""
    leads = of.plan.funnels[of.funnel].leads
    assert leads is not None
    before = _weights(leads.by_weekday)
    worked = [day for day in WEEKDAYS if day in of.plan.calendar.working_days]
    counts = dict.fromkeys(worked, 0.0)
    for number, day in enumerate(WEEKDAYS):
        following = next(later for later in (*WEEKDAYS[number:], *WEEKDAYS) if later in worked)
        counts[following] += found.by_weekday.get(day, 0.0)
    mean = sum(counts.values()) / len(counts)
    per_day = found.per_week * found.weeks / len(counts)
    distance = sum((count / mean - 1) ** 2 for count in counts.values()) * per_day / max(1.0, found.dispersion or 1.0)
    if len(counts) < 2 or distance <= _RARE[len(counts) - 1]:
        yield Stays(f"{path}.by_weekday", before, say("weekdays differ by no more than chance explains"))
        return
    weights: dict[str, Value] = {day: round(count / mean, 2) for day, count in counts.items()}
    waits = any(day not in worked for day in found.by_weekday)
    why = say("leads of days that are not worked come on the next one") if waits else ""
    yield Figure(place, "by_weekday", weights, f"{path}.by_weekday", before, why, "per_week")


def _by_slot(of: FunnelSource, found: LeadFlow, place: Place, path: str) -> Iterator[Figure | Stays]:
    leads = of.plan.funnels[of.funnel].leads
    assert leads is not None
    before = _weights(leads.by_slot)
    slots = of.plan.calendar.slots
    if not found.by_slot:
        yield Stays(f"{path}.by_slot", before, say("the map names no hours of slots, or the export no times"))
    elif not set(found.by_slot) <= set(slots):
        yield Stays(
            f"{path}.by_slot",
            before,
            say("the map's slots are not the plan's, which are {slots}", slots=", ".join(slots)),
        )
    else:
        weights: dict[str, Value] = {name: round(weight, 2) for name, weight in found.by_slot.items()}
        yield Figure(place, "by_slot", weights, f"{path}.by_slot", before, say("by the hours in the map"), "per_week")


def _season(of: FunnelSource, found: LeadFlow, path: str) -> Iterator[Figure | Stays]:
    leads = of.plan.funnels[of.funnel].leads
    assert leads is not None
    why = say("{n} whole months cannot tell season from growth", n=len(found.season))
    if len(found.season) < _WHOLE_YEARS:
        yield Stays(f"{path}.season", _weights(leads.season), why)
        return
    by_month: dict[str, list[float]] = {}
    for month, weight in found.season.items():
        by_month.setdefault(month[5:], []).append(weight)
    months = dict.fromkeys(f"{day:%Y-%m}" for day in _days(of))
    weights: dict[str, Value] = {
        month: round(sum(by_month[month[5:]]) / len(by_month[month[5:]]), 2) for month in months
    }
    place: Place = ("funnels", of.funnel, "leads")
    why = say("the same months of {n} years", n=len(found.season) // 12)
    yield Figure(place, "season", weights, f"{path}.season", _weights(leads.season), why, "per_week")


def _days(of: FunnelSource) -> list[dt.date]:
    return list(Horizon(of.plan).days)


def _weights(weights: object) -> str:
    if not isinstance(weights, dict) or not weights:
        return ""
    return ", ".join(f"{name} {weight:.4g}" for name, weight in weights.items())
