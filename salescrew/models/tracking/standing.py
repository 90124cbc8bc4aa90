"""Where a plan stands on a day: what is still under way, what was seen of conversions, and what is to come.

An item whose time at its stage is over has passed on or is lost; the others are under way.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from salescrew.models.department.funnels import lag
from salescrew.models.facts.actuals import Actuals
from salescrew.models.plan.sections.funnels import PAID
from salescrew.models.plan.so_far import Entered, SoFar
from salescrew.models.schedule.schedule import Schedule
from salescrew.models.tracking.chance import Observed
from salescrew.models.tracking.happened import NOTHING, BeforeStart, Happened
from salescrew.models.tracking.passing import Passing, less, passing_of

Conversions = Mapping[str, Sequence[float]]
"""The conversion of each stage, by funnel."""


@dataclass(frozen=True)
class Waiting:
    """Items of a cohort that are still under way: how many pass on or are lost in which week."""

    stage: int
    leaving: dict[int, float]

    @property
    def items(self) -> float:
        """All of them."""
        return sum(self.leaving.values())


class Standing(Happened):
    """Where a plan stands.

    Parameters
    ----------
    end
        What happened before this day counts.
    before_start
        What was under way before the plan's first week, by funnel; by default what a steady plan takes for granted.
    """

    @cached_property
    def so_far(self) -> SoFar:
        """What has entered the stages and been paid, as a plan that is made anew on this day states it."""
        sums: dict[tuple[dt.date, str, str], tuple[float, float]] = {}
        for fact in self.facts:
            if fact.kind in ("stage", "paid"):
                key = fact.date, fact.funnel, fact.of
                items, amount = sums.get(key, (0.0, 0.0))
                sums[key] = items + fact.count, amount + fact.amount
        rows = [
            Entered(date=day, funnel=name, stage=stage, items=items, revenue=amount if stage == PAID else None)
            for (day, name, stage), (items, amount) in sorted(sums.items())
        ]
        before = self.plan.so_far.entered if self.plan.so_far else ()
        return SoFar(as_of=self.end, entered=(*before, *rows))

    # ---- what is under way

    def waiting(self, funnel: str) -> list[Waiting]:
        """List what is still under way."""
        found = []
        for cohort in self.cohorts(funnel):
            leaving = {
                at: left
                for later, share in lag(cohort.days).items()
                if (left := cohort.items * share * self.left(cohort, at := cohort.week + later)) > NOTHING
            }
            if leaving:
                found.append(Waiting(cohort.stage, leaving))
        return self._in_time(funnel, found)

    def _in_time(self, funnel: str, waiting: Sequence[Waiting]) -> list[Waiting]:
        """Keep under way what is not known to have had its time, and no longer what has passed on before it."""
        found = list(waiting)
        for number, passing in enumerate(self._passing[funnel]):
            more = passing.by_flow - passing.decided(self.plan.funnels[funnel].stages[number].conversion)
            if more > NOTHING:
                found.append(Waiting(number, {self.week: more}))
            for at, one in enumerate(found):
                if more < -NOTHING and one.stage == number:
                    left = less(one.leaving, -more)
                    more += one.items - sum(left.values())
                    found[at] = Waiting(number, {week: items for week, items in left.items() if items > NOTHING})
        return [one for one in found if one.leaving]

    # ---- what was seen of conversions

    def observed(self, funnel: str) -> list[Observed]:
        """For each stage: how many passed on, out of those who had the time to in this plan."""
        planned = self.planned_conversions()[funnel]
        return [passing.seen(share) for passing, share in zip(self._passing[funnel], planned, strict=True)]

    @cached_property
    def _passing(self) -> dict[str, list[Passing]]:
        return {name: list(passing_of(self, name)) for name in self.plan.funnels}

    # ---- what is to come

    @cached_property
    def to_open(self) -> dict[str, list[float]]:
        """The standard contacts and leads that the plan has from this day on, by funnel and week."""
        to_open = {name: [0.0] * self.weeks for name in self.plan.funnels}
        for name, by_week in to_open.items():
            for day, who, count in self.planned.contacts(name):
                if day >= self.end:
                    week = self.horizon.week_of(day)
                    by_week[week] += count * self.planned.worth(who, week)
            if not self.has_begun:
                by_week[self.horizon.first_week] += self.planned.first_items(name)
        return to_open

    def to_come(
        self, funnel: str, conversions: Sequence[float], first: Sequence[float], weeks: int | None = None
    ) -> list[list[float]]:
        """Give what will enter each stage, `paid` last, in each week from now on: of the horizon, or of so many.

        Parameters
        ----------
        first
            The standard items that enter the first stage from now on, by week.
        """
        entering = {0: dict(enumerate(first))}
        if not self.has_begun:
            at_start = self.planned.later_items(funnel)
            entering |= {number: {self.horizon.first_week: items} for number, items in at_start.items()}
        return self.sent_on(funnel, conversions, self.waiting(funnel), weeks or self.weeks, entering)

    def sent_on(
        self,
        funnel: str,
        conversions: Sequence[float],
        under_way: Sequence[Waiting],
        weeks: int,
        entering: Mapping[int, Mapping[int, float]] | None = None,
    ) -> list[list[float]]:
        """Send items on through a funnel: what is under way, and what enters its stages besides, by week."""
        coming = [[0.0] * weeks for _ in self.planned.stages(funnel)]
        for number, by_week in (entering or {}).items():
            for week, items in by_week.items():
                coming[number][week] += items
        for waiting in under_way:
            for at, items in waiting.leaving.items():
                if at < weeks:
                    coming[waiting.stage + 1][at] += items * conversions[waiting.stage]
        for number, stage in enumerate(self.plan.funnels[funnel].stages):
            by_plan = conversions[number] / self._handled(funnel, number)
            worth = self.planned.follow_up(funnel, number)
            passes = [by_plan * (worth[week] if week < self.weeks else 1.0) for week in range(weeks)]
            _pass_on(coming[number], coming[number + 1], lag(stage.days_to_next), passes)
        return coming

    def follow_up(self, funnel: str) -> tuple[tuple[float, ...], ...]:
        """Give what items are worth over what they are worth on average as handled, by stage and week."""
        return tuple(
            tuple(worth / self._handled(funnel, number) for worth in self.planned.follow_up(funnel, number))
            for number in range(len(self.plan.funnels[funnel].stages))
        )

    def _handled(self, funnel: str, number: int) -> float:
        """Give what items of a stage are worth as handled in the horizon; after it they pass as the plan has it."""
        by_plan = self.planned.plan.funnels[funnel].stages[number].conversion
        return (self.plan.funnels[funnel].stages[number].conversion / by_plan if by_plan else 1.0) or 1.0

    @cached_property
    def longest(self) -> int:
        """The weeks after which everything that is under way or still to open is paid or lost."""
        takes = [sum(max(lag(stage.days_to_next)) for stage in funnel.stages) for funnel in self.plan.funnels.values()]
        return self.weeks + max(takes, default=0) + 1

    def planned_conversions(self) -> dict[str, list[float]]:
        """Give the plan's own conversions."""
        return {name: [stage.conversion for stage in funnel.stages] for name, funnel in self.plan.funnels.items()}

    def observed_conversions(self) -> dict[str, list[float]]:
        """Give the conversions that were seen; the plan's where nothing was."""
        return {
            name: [
                stage.conversion if seen.share is None else seen.share
                for stage, seen in zip(funnel.stages, self.observed(name), strict=True)
            ]
            for name, funnel in self.plan.funnels.items()
        }

    def blended_conversions(self) -> dict[str, list[float]]:
        """Give the plan's conversions, updated by what was seen."""
        usual = self.plan.prior_observations
        return {
            name: [
                min(
                    1.0,
                    seen.blended(
                        stage.conversion, usual if stage.prior_observations is None else stage.prior_observations
                    ),
                )
                for stage, seen in zip(funnel.stages, self.observed(name), strict=True)
            ]
            for name, funnel in self.plan.funnels.items()
        }


def first_stages(standing: Standing) -> Iterator[Entered]:
    """Yield what entered the first stages where contacts and leads are counted, in standard ones."""
    for name, stages in standing.entered.items():
        if standing.counts_first_stage(name):
            continue
        for week, items in enumerate(stages[0]):
            if items > NOTHING:
                day = standing.planned.days_of(week)[0]
                yield Entered(date=day, funnel=name, stage=standing.planned.stages(name)[0], items=items)


class AsPlanned(Standing):
    """Where a plan would stand if all had gone by it."""

    def __init__(self, planned: Schedule, end: dt.date, before_start: BeforeStart | None = None) -> None:
        super().__init__(planned, Actuals(), end, before_start)

    @cached_property
    def entered(self) -> dict[str, list[list[float]]]:
        """The items that would have entered each stage, `paid` last, by funnel and week."""
        entered = {name: self._nothing(name) for name in self.plan.funnels}
        for name, stages in entered.items():
            for by_week, by_day in zip(stages, self.planned.by_day(name), strict=True):
                for day, items in by_day.items():
                    if day < self.end:
                        by_week[self.horizon.week_of(day)] += items
        return entered

    @cached_property
    def _passing(self) -> dict[str, list[Passing]]:
        """What passed on as planned says nothing of what was seen."""
        return {name: [] for name in self.plan.funnels}


def _pass_on(
    items: Sequence[float], following: list[float], stage_lag: Mapping[int, float], conversions: Sequence[float]
) -> None:
    """Add to the next stage what passes on to it, as far as the weeks go."""
    for week, count in enumerate(items):
        for later, share in stage_lag.items() if count else ():
            if week + later < len(following):
                following[week + later] += count * share * conversions[week]
