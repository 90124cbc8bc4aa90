"""How many leads come a week, how unevenly, and on which weekdays, in which slots and months."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from salescrew.models.answers.rates import LeadFlow
from salescrew.models.department.beta import t_quantile
from salescrew.models.plan.weekdays import WEEKDAYS
from salescrew.models.rates.estimates.incidence import Floats, Whole
from salescrew.models.rates.reading.mapping import minutes_of

_FEWEST_WEEKS = 8
_MONDAY = 1  # the ordinal 1, of the year 1, is a Monday


@dataclass(frozen=True)
class Weeks:
    """Leads of whole weeks from Monday to Sunday.

    Attributes
    ----------
    first
        The Monday of the first week.
    counts
        Leads of each week.
    """

    first: int
    counts: Floats

    @property
    def mondays(self) -> Whole:
        """The Monday of each week."""
        return self.first + 7 * np.arange(len(self.counts))


def whole_weeks(created: Whole, first_day: int, as_of: int) -> Weeks:
    """Count leads by week, over the weeks that lie wholly within the export."""
    first = first_day + (_MONDAY - first_day) % 7
    count = (as_of + 1 - first) // 7
    if count < 1:
        return Weeks(first, np.zeros(0))
    week = (created - first) // 7
    inside = (created >= first) & (week < count)
    return Weeks(first, np.bincount(week[inside], minlength=count).astype(np.float64))


def lead_flow(created: Whole, minute: Whole, as_of: int, slots: Mapping[str, str]) -> LeadFlow | None:
    """Describe how leads come; None where there is no whole week."""
    if not len(created):
        return None
    weeks = whole_weeks(created, int(created.min()), as_of)
    if not len(weeks.counts):
        return None
    mean = float(weeks.counts.mean())
    half = None
    if len(weeks.counts) > 1:
        half = t_quantile(len(weeks.counts) - 1) * float(weeks.counts.std(ddof=1)) / math.sqrt(len(weeks.counts))
    end = weeks.first + 7 * len(weeks.counts)
    inside = (created >= weeks.first) & (created < end)
    return LeadFlow(
        per_week=mean,
        low=None if half is None else max(0.0, mean - half),
        high=None if half is None else mean + half,
        weeks=len(weeks.counts),
        dispersion=dispersion(weeks),
        by_weekday=_by_weekday(created[inside]),
        by_slot=_by_slot(minute[inside], slots),
        season=_season(created, int(created.min()), as_of),
    )


def dispersion(weeks: Weeks) -> float | None:
    """Give the variance of a week's leads over their mean, around the mean of the week's month; None if it is too soon.

    Pearson's statistic by its degrees of freedom: what months explain is season, not chance.
    """
    if len(weeks.counts) < _FEWEST_WEEKS or not weeks.counts.sum():
        return None
    thursdays = [dt.date.fromordinal(int(monday) + 3) for monday in weeks.mondays]
    months = np.unique([12 * day.year + day.month for day in thursdays], return_inverse=True)[1]
    sizes = np.bincount(months)
    means = (np.bincount(months, weights=weeks.counts) / sizes)[months]
    told = means > 0
    # a month with a single whole week explains it fully and says nothing
    free = int((sizes[sizes > 0] - 1).sum())
    if free < _FEWEST_WEEKS // 2:
        return None
    return float(((weeks.counts[told] - means[told]) ** 2 / means[told]).sum()) / free


def _by_weekday(created: Whole) -> dict[str, float]:
    counts = np.bincount((created - _MONDAY) % 7, minlength=7).astype(np.float64)
    usual = counts[counts > 0].mean() if counts.any() else 1.0
    return {day: float(count / usual) for day, count in zip(WEEKDAYS, counts, strict=True) if count}


def _by_slot(minute: Whole, slots: Mapping[str, str]) -> dict[str, float]:
    counts = {}
    for name, hours in slots.items():
        first, last = minutes_of(hours)
        counts[name] = float(((minute >= first) & (minute < last)).sum())
    total = sum(counts.values())
    return {name: count * len(counts) / total for name, count in counts.items()} if total else {}


def _season(created: Whole, first_day: int, as_of: int) -> dict[str, float]:
    """Weigh whole months by their leads a day."""
    rates: dict[str, float] = {}
    day = dt.date.fromordinal(first_day)
    month = day if day.day == 1 else (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
    while True:
        following = (month.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
        if following.toordinal() - 1 > as_of:
            break
        first, last = month.toordinal(), following.toordinal()
        rates[f"{month:%Y-%m}"] = float(((created >= first) & (created < last)).sum()) / (last - first)
        month = following
    mean = sum(rates.values()) / len(rates) if rates else 0.0
    return {name: rate / mean for name, rate in rates.items()} if mean and len(rates) > 1 else {}
