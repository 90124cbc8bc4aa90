"""One course that a plan might take: what happens by chance while it is worked as it asks, as facts for `track`.

Conversions are drawn for the whole course, each known as well as `prior_observations` says, and items pass by them one
by one. Leads come by chance, and deals differ in size. With all sources people are ill in spells or leave, which keeps
contacts from being opened, leads from being answered and work from being done in its week.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

import numpy as np

from salescrew.models.answers.result import Result
from salescrew.models.department.funnels import lag
from salescrew.models.department.worth import DealWorth
from salescrew.models.facts.actuals import Actuals, Fact
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.funnels import PAID, Leads
from salescrew.models.schedule.schedule import Schedule, schedule_of

DAYS_OF_A_YEAR = 365.25


class Course:
    """A course of a plan.

    Parameters
    ----------
    all_sources
        Whether people are ill and leave besides, and work waits for that.
    """

    def __init__(self, plan: Plan, result: Result, seed: int, *, all_sources: bool) -> None:
        self.plan = plan
        self.planned: Schedule = schedule_of(plan, result)
        self.rng = np.random.default_rng(seed)
        self.all_sources = all_sources
        self.horizon = self.planned.horizon
        self._due: defaultdict[tuple[str, int, int], int] = defaultdict(int)
        """Items that enter a stage: by funnel, number of the stage, and week."""

    @cached_property
    def facts(self) -> Actuals:
        """All that happens."""
        _ = self.conversions
        return Actuals(tuple(sorted(self._facts(), key=lambda fact: fact.date)))

    @cached_property
    def conversions(self) -> dict[str, list[float]]:
        """The true conversions of this course."""
        return {
            name: [self._true(name, number) for number in range(len(f.stages))] for name, f in self.plan.funnels.items()
        }

    def _true(self, funnel: str, number: int) -> float:
        stage = self.plan.funnels[funnel].stages[number]
        worth = self.plan.prior_observations if stage.prior_observations is None else stage.prior_observations
        return float(self.rng.beta(worth * stage.conversion, worth * (1 - stage.conversion)))

    # ---- who is there

    @cached_property
    def away(self) -> frozenset[tuple[dt.date, str]]:
        """The days that people lose."""
        if not self.all_sources:
            return frozenset()
        return frozenset((day, name) for name in self.planned.roles for day in self._lost(name))

    def _lost(self, name: str) -> Iterator[dt.date]:
        record = self.planned.posts[name].record
        mean, days = self.plan.chance.spell_days, self.horizon.working_days
        begins = record.absence / (1 - record.absence) / mean
        leaves = -np.log1p(-record.attrition) / DAYS_OF_A_YEAR
        ill, gone_until = self.rng.random() < record.absence, dt.date.min
        for day in days:
            if day >= gone_until and self.rng.random() < 1 - np.exp(-leaves * 7 / 5):
                gone_until = day + dt.timedelta(weeks=record.replace_weeks)
            if ill or day < gone_until:
                yield day
            ill = self.rng.random() >= 1 / mean if ill else self.rng.random() < begins

    # ---- what comes in

    def _facts(self) -> Iterator[Fact]:
        yield from (Fact(day, "absent", "absent", name, "", 1.0) for day, name in sorted(self.away))
        for name, funnel in self.plan.funnels.items():
            first = self._opened(name) if funnel.channel == "outbound" else self._answered(name)
            entered: defaultdict[int, float] = defaultdict(float)
            for fact in first:
                yield fact
                week = self.horizon.week_of(fact.date)
                entered[week] += fact.count * self.planned.worth(fact.manager, week)
            entered[self.horizon.first_week] += self.planned.first_items(name)
            for number, items in self.planned.later_items(name).items():
                self._due[name, number, self.horizon.first_week] += round(items)
            yield from self._passing(name, entered)

    def _opened(self, funnel: str) -> list[Fact]:
        return [
            Fact(day, "contacts", "contacts", who, funnel, count)
            for day, who, count in self.planned.contacts(funnel)
            if (day, who) not in self.away
        ]

    def _answered(self, funnel: str) -> list[Fact]:
        leads, found = self.plan.funnels[funnel].leads, []
        assert leads is not None
        level = self._gamma(leads.level_cv**2)
        expected: defaultdict[int, float] = defaultdict(float)
        for day, _, count in self.planned.contacts(funnel):
            expected[self.horizon.week_of(day)] += count
        factor = {week: self._of_week(leads, level * count) for week, count in expected.items()}
        for day, who, count in self.planned.contacts(funnel):
            came = int(self.rng.poisson(level * factor[self.horizon.week_of(day)] * count))
            if (day, who) not in self.away:
                found.append(Fact(day, "leads", "leads", who, funnel, float(came)))
        return found

    def _of_week(self, leads: Leads, expected: float) -> float:
        return self._gamma((leads.dispersion - 1) / expected) if expected else 1.0

    def _gamma(self, variance: float) -> float:
        return float(self.rng.gamma(1 / variance, variance)) if variance > 0 else 1.0

    # ---- what passes

    def _passing(self, name: str, first: dict[int, float]) -> Iterator[Fact]:
        for week in self.horizon.weeks:
            for number, stage in enumerate(self.planned.stages(name)):
                share = self.conversions[name][number] if stage != PAID else 0.0
                if number:
                    items = self._due[name, number, week] = self._in_time(name, number, week)
                    yield from (self._entered(name, stage, week) for _ in range(items))
                    passing = int(self.rng.binomial(items, share))
                else:
                    passing = self._whole(first.get(week, 0.0), share)
                if stage != PAID:
                    self._send_on(name, number, week, passing)

    def _whole(self, items: float, share: float) -> int:
        whole = int(items)
        return int(self.rng.binomial(whole, share)) + int(self.rng.random() < (items - whole) * share)

    def _send_on(self, name: str, number: int, week: int, passing: int) -> None:
        lags = lag(self.plan.funnels[name].stages[number].days_to_next)
        for later in self.rng.choice(list(lags), size=passing, p=list(lags.values())):
            self._due[name, number + 1, week + int(later)] += 1

    def _in_time(self, name: str, number: int, week: int) -> int:
        """Let items wait for the next week whose work nobody is there for."""
        items, stages = self._due[name, number, week], self.plan.funnels[name].stages
        if not self.all_sources or number == len(stages) or not stages[number].effort:
            return items
        late = int(self.rng.binomial(items, self._share_lost[week]))
        self._due[name, number, week + 1] += late
        return items - late

    @cached_property
    def _share_lost(self) -> list[float]:
        """The share of everybody's days that is lost, by week."""
        lost, asked = ([0] * len(self.horizon.weeks) for _ in range(2))
        for day, name in self.planned.roster:
            week = self.horizon.week_of(day)
            asked[week] += 1
            lost[week] += (day, name) in self.away
        return [of / all_days if all_days else 0.0 for of, all_days in zip(lost, asked, strict=True)]

    def _entered(self, name: str, stage: str, week: int) -> Fact:
        day = self.rng.choice(np.array(self.planned.days_of(week)))
        if stage != PAID:
            return Fact(day, "stage", stage, "", name, 1.0)
        product = self.plan.funnels[name].product
        spread = np.log1p(self.plan.products[product].deal_cv ** 2)
        size = self.rng.lognormal(-spread / 2, np.sqrt(spread)) if spread else 1.0
        return Fact(day, "paid", PAID, "", name, 1.0, float(DealWorth(self.horizon).price(product) * size))
