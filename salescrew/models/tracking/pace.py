"""How the targets come out if the rest goes by plan, and what it takes to make up for what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from salescrew.models.answers.progress import CatchUp, Outlook, PacePoint, TargetPace
from salescrew.models.department.department import Department
from salescrew.models.department.targets import TargetLine, deal_worth, target_lines
from salescrew.models.on_paper.last_days import last_days
from salescrew.models.plan.calendar import days_between, month_of
from salescrew.models.tracking.happened import NOTHING
from salescrew.models.tracking.standing import Conversions, Standing

if TYPE_CHECKING:
    from salescrew.models.tracking.prospects import Prospects

Deals = dict[str, list[float]]
"""Deals to come by funnel and week."""
Band = tuple[float, float]
HARDLY = 0.025
"""A target that is met in fewer of all cases lies beyond its band."""


class Pace:
    """The targets of a plan from a day on."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        self.plan = standing.plan
        self.planned = standing.planned

    @cached_property
    def rest(self) -> Department:
        """The rest of the plan, with all that was reached behind it."""
        return Department(self.plan.model_copy(update={"so_far": self.standing.so_far, "pipeline": "empty"}))

    @cached_property
    def prospects(self) -> Prospects:
        """How likely the targets are still met."""
        from salescrew.models.tracking.prospects import Prospects  # this takes numpy, which takes its time

        return Prospects(self.standing, self.rest.plan)

    @cached_property
    def lines(self) -> list[TargetLine]:
        """The targets, with what has been reached of each."""
        return target_lines(self.rest.horizon)

    def deals(self, conversions: Conversions) -> Deals:
        """Give the deals to come if the rest of the plan is done."""
        to_open = self.standing.to_open
        return {name: self.standing.to_come(name, conversions[name], to_open[name])[-1] for name in self.plan.funnels}

    @cached_property
    def with_planned(self) -> Deals:
        """The deals to come with the conversions of the plan."""
        return self.deals(self.standing.planned_conversions())

    @cached_property
    def likely(self) -> Deals:
        """The deals to come with conversions updated by what was seen."""
        return self.deals(self.standing.blended_conversions())

    def comes_to(self, conversions: Conversions) -> list[tuple[TargetLine, float]]:
        """Give what every target comes to if the rest of the plan is done."""
        payments = self._payments(self.deals(conversions))
        return [(line, line.in_all(payments)) for line in self.lines]

    def targets(self) -> Iterator[TargetPace]:
        """Describe every target."""
        observed = self.deals(self.standing.observed_conversions())
        for line in self.lines:
            with_planned = line.in_all(self._payments(self.with_planned))
            likely = line.in_all(self._payments(self.likely))
            low, high = self.prospects.band(line)
            odds = self.prospects.odds(line)
            yield TargetPace(
                target=line.path,
                wanted=line.wanted,
                expected=self._planned_by(line, self.standing.end),
                reached=line.so_far,
                with_planned=with_planned,
                with_observed=line.in_all(self._payments(observed)),
                likely=likely,
                low=low,
                high=high,
                odds=odds,
                missing=line.missing(with_planned),
                outlook=_outlook(line, likely, odds),
            )

    def _payments(self, deals: Deals) -> list[tuple[str, int, float]]:
        return [
            (self.plan.funnels[name].product, week, count)
            for name, by_week in deals.items()
            for week, count in enumerate(by_week)
            if count
        ]

    # ---- by day

    @cached_property
    def _planned_deals(self) -> dict[str, dict[dt.date, float]]:
        return {name: self.planned.by_day(name)[-1] for name in self.plan.funnels}

    def _planned_by(self, line: TargetLine, end: dt.date) -> float:
        return sum(worth for day, worth in self._planned_on_days[line.path].items() if day < end)

    @cached_property
    def _planned_on_days(self) -> dict[str, dict[dt.date, float]]:
        """What each target gets on each day by the plan's flow."""
        return {line.path: self._on_days(line) for line in self.lines}

    def _on_days(self, line: TargetLine) -> dict[dt.date, float]:
        got: dict[dt.date, float] = {}
        for name, by_day in self._planned_deals.items():
            for day, deals in by_day.items():
                got[day] = got.get(day, 0.0) + deals * self._worth(line, self.plan.funnels[name].product, day)
        return got

    def _worth(self, line: TargetLine, product: str, day: dt.date) -> float:
        """Give what a deal paid on a day brings towards a target."""
        match line.path.split("."):
            case ["products", *rest]:
                of_product = ".".join(rest[:-1])
                return deal_worth(self.plan, product, line.measure) if product == of_product else 0.0
            case ["by_month", month, _]:
                return deal_worth(self.plan, product, "revenue") if month_of(day) == month else 0.0
        return deal_worth(self.plan, product, line.measure)

    def points(self) -> Iterator[PacePoint]:
        """Describe every target on the evening of every day."""
        days = days_between(self.planned.horizon.first_day, self.planned.horizon.last_day)
        for line in self.lines:
            reached_on = self._reached_on(line)
            planned = reached = 0.0
            for day in days:
                planned += self._planned_on_days[line.path].get(day, 0.0)
                if day < self.standing.end:
                    reached += reached_on.get(day, 0.0)
                    yield PacePoint(
                        target=line.path, date=day, planned=planned, reached=reached, likely=None, low=None, high=None
                    )
                else:
                    likely, (low, high) = self._by(line, day), self._band_by(line, day)
                    yield PacePoint(
                        target=line.path, date=day, planned=planned, reached=None, likely=likely, low=low, high=high
                    )

    def _reached_on(self, line: TargetLine) -> dict[dt.date, float]:
        got: dict[dt.date, float] = {}
        for row in self.standing.so_far.entered:
            if row.stage != "paid":
                continue
            product = self.plan.funnels[row.funnel].product
            each = deal_worth(self.plan, product, "revenue")
            worth = self._worth(line, product, row.date)
            amount = row.items * worth if line.measure == "deals" or row.revenue is None else worth / each * row.revenue
            got[row.date] = got.get(row.date, 0.0) + amount
        return got

    def _by(self, line: TargetLine, day: dt.date) -> float:
        """Give what a target likely comes to by the evening of a day."""
        until: Deals = {}
        for name, by_week in self.likely.items():
            until[name] = [deals * self._share_by(week, day) for week, deals in enumerate(by_week)]
        return line.in_all(self._payments(until))

    def _band_by(self, line: TargetLine, day: dt.date) -> Band:
        """Give between what a target stands on the evening of a day: within a week, on the way to that of its end."""
        week = self.planned.horizon.week_of(day)
        share = self._share_by(week, day)
        (low, high), (next_low, next_high) = self._bands(line.path, week - 1), self._bands(line.path, week)
        return low + share * (next_low - low), high + share * (next_high - high)

    def _bands(self, path: str, week: int) -> Band:
        key = path, week
        if key not in self._known_bands:
            line = next(line for line in self.lines if line.path == path)
            self._known_bands[key] = self.prospects.band_by(line, week)
        return self._known_bands[key]

    @cached_property
    def _known_bands(self) -> dict[tuple[str, int], Band]:
        return {}

    def _share_by(self, week: int, day: dt.date) -> float:
        """Give the share of what is paid from now on in a week that is paid by the evening of a day."""
        days = [one for one in self.planned.days_of(week) if one >= self.standing.end]
        if not days:
            return float(week <= self.planned.horizon.week_of(day))
        return sum(one <= day for one in days) / len(days)

    # ---- what it takes

    @cached_property
    def _last_days(self) -> dict[str, dt.date | None]:
        if not self.rest.horizon.working_days:
            return dict.fromkeys(self.plan.funnels)
        return {found.funnel: found.last_day for found in last_days(self.rest)}

    def catch_up(self) -> Iterator[CatchUp]:
        """Describe what is left to open in every outbound funnel, and what it takes."""
        needed = self._needed()
        for name, funnel in self.plan.funnels.items():
            if funnel.channel == "outbound":
                days = self._useful_days(name)
                yield CatchUp(
                    funnel=name,
                    last_day=self._last_days[name],
                    days_left=len(days),
                    planned=self._left_to_open(name, days)[0],
                    needed=needed[name],
                    room=self._room(name, days),
                )

    def _useful_days(self, funnel: str) -> list[dt.date]:
        last = self._last_days[funnel]
        return [day for day in self.rest.horizon.working_days if last is not None and day <= last]

    def _left_to_open(self, funnel: str, days: Sequence[dt.date]) -> tuple[float, float]:
        """Give the contacts that the plan has on some days, and what they are worth in standard ones."""
        count = standard = 0.0
        known = set(days)
        for day, who, contacts in self.planned.contacts(funnel):
            if day in known:
                count += contacts
                standard += contacts * self.planned.worth(who, self.planned.horizon.week_of(day))
        return count, standard

    def _needed(self) -> dict[str, float | None]:
        """Give the contacts to open in each outbound funnel so that every target is reached.

        What a target misses is shared among the funnels that bring it something, by what they have planned for it.
        """
        outbound = [name for name, funnel in self.plan.funnels.items() if funnel.channel == "outbound"]
        left = {name: self._left_to_open(name, self._useful_days(name)) for name in outbound}
        needed: dict[str, float | None] = {name: count for name, (count, _) in left.items()}
        for line in self.lines:
            missing = line.missing(line.in_all(self._payments(self.with_planned)))
            if not missing:
                continue
            each = {name: self._worth_of_one(line, name) for name in outbound}
            brings = {name: each[name] * max(left[name][0], NOTHING) for name in outbound if each[name] > 0}
            for name in outbound:
                if name not in brings:
                    needed[name] = None if not brings and self._sells_for(line, name) else needed[name]
                    continue
                before = needed[name]
                more = left[name][0] + missing * brings[name] / sum(brings.values()) / each[name]
                needed[name] = None if before is None else max(before, more)
        return needed

    def _sells_for(self, line: TargetLine, funnel: str) -> bool:
        product = self.plan.funnels[funnel].product
        return any(line.worth(product, week) for week in self.planned.horizon.weeks)

    def _worth_of_one(self, line: TargetLine, funnel: str) -> float:
        """Give what one contact brings towards a target on average, opened evenly on the days that are left for it."""
        days = self._useful_days(funnel)
        if not days:
            return 0.0
        count, standard = self._left_to_open(funnel, days)
        worth = standard / count if count > NOTHING else 1.0
        first = [0.0] * self.standing.weeks
        for day in days:
            first[self.planned.horizon.week_of(day)] += worth / len(days)
        conversions = self.standing.planned_conversions()[funnel]
        paid = self.standing.sent_on(funnel, conversions, (), self.standing.weeks, {0: dict(enumerate(first))})[-1]
        product = self.plan.funnels[funnel].product
        return line.reached((product, week, deals) for week, deals in enumerate(paid))

    def _room(self, funnel: str, days: Sequence[dt.date]) -> float:
        """Give the contacts that the rostered day patterns leave time for, beside follow-up work and other contacts."""
        activity = str(self.plan.funnels[funnel].opens_with)
        known, room = set(days), 0.0
        for row in self.planned.result.roster:
            quota = self.planned.quotas.get((row.date, row.manager))
            post = self.planned.posts.get(row.manager)
            if row.date not in known or quota is None or post is None or funnel not in post.funnels:
                continue
            spare = row.pattern.get(activity, 0) * post.present - quota.activities.get(activity, 0)
            room += max(0.0, spare) + quota.contacts.get(funnel, 0.0)
        return room


def _outlook(line: TargetLine, likely: float, odds: float) -> Outlook:
    """Tell how a target stands, given what it comes to, and how likely that is enough."""
    if not line.missing(line.so_far):
        return "reached"
    if not line.missing(likely):
        return "on track"
    return "behind" if odds < HARDLY else "at risk"
