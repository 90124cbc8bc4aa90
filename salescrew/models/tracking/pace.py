"""How the targets come out if the rest goes by plan, and what it takes to make up for what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from salescrew.models.answers.progress import CatchUp, Outlook, PacePoint, TargetPace
from salescrew.models.department.department import Department
from salescrew.models.department.targets import (
    TargetLine,
    counts_for,
    deal_worth,
    is_left_to_chance,
    paid_towards,
    target_lines,
)
from salescrew.models.department.under_way import Entry, with_amount
from salescrew.models.department.worth import DealWorth
from salescrew.models.on_paper.last_days import last_days
from salescrew.models.plan.calendar import days_between
from salescrew.models.plan.sections.funnels import PAID
from salescrew.models.plan.so_far import Entered
from salescrew.models.tracking.happened import NOTHING
from salescrew.models.tracking.standing import AsPlanned, Conversions, Standing, first_stages

if TYPE_CHECKING:
    from salescrew.models.tracking.prospects import Prospects

Coming = dict[str, list[list[float]]]
"""What is to enter by funnel, stage, `paid` last, and week."""
Band = tuple[float, float]
_PAID = ("revenue", "profit", "deals")
"""What only counts where it is paid in time."""
ON_TRACK, EVEN = 0.6, 0.4
"""From these odds on a target is on track, or even."""
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
        before = self.standing.so_far
        so_far = before.model_copy(update={"entered": (*before.entered, *first_stages(self.standing))})
        return Department(with_amount(self.plan).model_copy(update={"so_far": so_far, "pipeline": "empty"}))

    @cached_property
    def prospects(self) -> Prospects:
        """How likely the targets are still met."""
        from salescrew.models.tracking.prospects import Prospects  # this takes numpy, which takes its time

        return Prospects(self.standing, self.rest.plan)

    @cached_property
    def lines(self) -> list[TargetLine]:
        """The targets, with what has been reached of each."""
        return target_lines(self.rest.horizon)

    def coming(self, conversions: Conversions) -> Coming:
        """Give what is to come if the rest of the plan is done, until all is paid."""
        to_open, weeks = self.standing.to_open, self.standing.longest
        return {
            name: self.standing.to_come(name, conversions[name], to_open[name], weeks) for name in self.plan.funnels
        }

    @cached_property
    def with_planned(self) -> Coming:
        """What is to come with the conversions of the plan."""
        return self.coming(self.standing.planned_conversions())

    @cached_property
    def likely(self) -> Coming:
        """What is to come with conversions updated by what was seen."""
        return self.coming(self.standing.blended_conversions())

    def comes_to(self, conversions: Conversions) -> list[tuple[TargetLine, float]]:
        """Give what every target comes to if the rest of the plan is done."""
        entries = self._entries(self.coming(conversions))
        return [(line, line.in_all(entries)) for line in self.lines]

    def targets(self) -> Iterator[TargetPace]:
        """Describe every target."""
        observed = self.coming(self.standing.observed_conversions())
        for line in self.lines:
            with_planned = line.in_all(self._entries(self.with_planned))
            likely = line.in_all(self._entries(self.likely))
            is_random = is_left_to_chance(self.plan, line)
            low, high = self.prospects.band(line) if is_random else (likely, likely)
            odds = self.prospects.odds(line) if is_random else None
            yield TargetPace(
                target=line.path,
                wanted=line.wanted,
                expected=self._planned_by(line, self.standing.end),
                reached=self._under_way(self.standing) if line.measure == "under_way" else line.so_far,
                with_planned=with_planned,
                with_observed=line.in_all(self._entries(observed)),
                likely=likely,
                low=low,
                high=high,
                odds=odds,
                missing=line.missing(likely),
                outlook=_outlook(line, likely, odds),
            )

    def _entries(self, coming: Coming) -> list[Entry]:
        return [
            (name, stage, week, count)
            for name, stages in coming.items()
            for stage, by_week in zip(self.planned.stages(name), stages, strict=True)
            for week, count in enumerate(by_week)
            if count
        ]

    def _under_way(self, standing: Standing) -> float:
        """Give what is paid after the end of what is under way by now."""
        conversions = self.standing.planned_conversions()
        late = {
            name: standing.sent_on(name, conversions[name], standing.waiting(name), self.standing.longest)[-1]
            for name in self.plan.funnels
        }
        return sum(
            deal_worth(self.plan, self.plan.funnels[name].product, "revenue") * sum(deals[self.standing.weeks :])
            for name, deals in late.items()
        )

    # ---- by day

    @cached_property
    def _planned_items(self) -> dict[str, list[dict[dt.date, float]]]:
        return {name: self.planned.by_day(name) for name in self.plan.funnels}

    def _planned_by(self, line: TargetLine, end: dt.date) -> float:
        if line.measure == "under_way":
            return self._under_way(AsPlanned(self.planned, end, self.standing.before_start))
        return sum(worth for day, worth in self._planned_on_days[line.path].items() if day < end)

    @cached_property
    def _planned_on_days(self) -> dict[str, dict[dt.date, float]]:
        """What each target gets on each day by the plan's flow."""
        return {line.path: self._on_days(line) for line in self.lines}

    def _on_days(self, line: TargetLine) -> dict[dt.date, float]:
        got: dict[dt.date, float] = {}
        for name, stages in self._planned_items.items():
            for stage, by_day in zip(self.planned.stages(name), stages, strict=True):
                for day, items in by_day.items():
                    if worth := self._worth(line, name, stage, day):
                        got[day] = got.get(day, 0.0) + items * worth
        return got

    def _worth(self, line: TargetLine, funnel: str, stage: str, day: dt.date) -> float:
        """Give what an item that enters a stage on a day brings towards a target."""
        if line.month is None or stage != PAID:
            return line.worth(funnel, stage, self.planned.horizon.week_of(day))
        return paid_towards(self.deal_worth, line, Entered(date=day, funnel=funnel, stage=PAID, items=1))

    @cached_property
    def deal_worth(self) -> DealWorth:
        """What deals bring."""
        return DealWorth(self.rest.horizon)

    def points(self) -> Iterator[PacePoint]:
        """Describe every target on the evening of every day, but for what is under way, which has no days."""
        days = days_between(self.planned.horizon.first_day, self.planned.horizon.last_day)
        for line in (one for one in self.lines if one.measure != "under_way"):
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
                    likely = self._by(line, day)
                    low, high = self._band_by(line, day, likely)
                    yield PacePoint(
                        target=line.path, date=day, planned=planned, reached=None, likely=likely, low=low, high=high
                    )

    def _reached_on(self, line: TargetLine) -> dict[dt.date, float]:
        got: dict[dt.date, float] = {}
        so_far = self.rest.plan.so_far
        for row in so_far.entered if so_far else ():
            got[row.date] = got.get(row.date, 0.0) + paid_towards(self.deal_worth, line, row)
        return got

    def _by(self, line: TargetLine, day: dt.date) -> float:
        """Give what a target likely comes to by the evening of a day."""
        shares = [self._share_by(week, day) for week in self.planned.horizon.weeks]
        until: Coming = {
            name: [[items * share for items, share in zip(by_week, shares, strict=False)] for by_week in stages]
            for name, stages in self.likely.items()
        }
        return line.in_all(self._entries(until))

    def _band_by(self, line: TargetLine, day: dt.date, likely: float) -> Band:
        """Give between what a target stands on the evening of a day: within a week, on the way to that of its end."""
        if not is_left_to_chance(self.plan, line):
            return likely, likely
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
        found = {found.funnel: found.last_day for found in last_days(self.rest)}
        for name in found if len(self.lines) > len([line for line in self.lines if line.measure in _PAID]) else ():
            counts = {week for goal in self.rest.goals for of, week in goal.weights if of == name}
            days = [day for day in self.rest.horizon.working_days if self.rest.horizon.week_of(day) in counts]
            last = found[name]
            found[name] = max([*days, *([] if last is None else [last])], default=None)
        return found

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
            missing = line.missing(line.in_all(self._entries(self.likely)))
            if not missing:
                continue
            conversions = self.standing.blended_conversions()
            each = {name: self.worth_of_one(line, name, conversions) for name in outbound}
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
        return counts_for(self.rest.horizon, line, funnel)

    def worth_of_one(self, line: TargetLine, funnel: str, conversions: Conversions) -> float:
        """Give what one contact brings towards a target on average, opened evenly on the days that are left for it."""
        days = self._useful_days(funnel)
        if not days:
            return 0.0
        count, standard = self._left_to_open(funnel, days)
        worth = standard / count if count > NOTHING else 1.0
        first = [0.0] * self.standing.weeks
        for day in days:
            first[self.planned.horizon.week_of(day)] += worth / len(days)
        entering = {0: dict(enumerate(first))}
        coming = self.standing.sent_on(funnel, conversions[funnel], (), self.standing.longest, entering)
        return line.reached(self._entries({funnel: coming}))

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


def _outlook(line: TargetLine, likely: float, odds: float | None) -> Outlook:
    """Tell how a target stands: by its odds, or where chance is not reckoned with by what it comes to."""
    if not line.missing(line.so_far):
        return "reached"
    if odds is None:
        return "behind" if line.missing(likely) else "on track"
    return outlook_of(odds)


def outlook_of(odds: float) -> Outlook:
    """Give the word for odds; on track is nothing at even odds."""
    if odds >= ON_TRACK:
        return "on track"
    if odds >= EVEN:
        return "even"
    return "at risk" if odds >= HARDLY else "behind"
