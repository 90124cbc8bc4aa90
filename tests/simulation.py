"""What could really happen while a plan is worked: people do about what they are asked, items pass on by chance."""

from __future__ import annotations

import datetime as dt
import math
import random
from collections.abc import Iterator

from salescrew.models.answers.result import Result
from salescrew.models.department.funnels import lag
from salescrew.models.facts.actuals import Actuals, Fact, Kind
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.funnels import PAID
from salescrew.models.schedule.schedule import Schedule, schedule_of
from salescrew.models.tracking.standing import Standing


class Simulation:
    """A plan that is worked week by week, each with the result that is in force then.

    Parameters
    ----------
    diligence
        The share of what is asked that is done on average.
    luck
        By what conversions are multiplied.
    """

    def __init__(self, plan: Plan, seed: int, *, diligence: float = 0.95, luck: float = 1.0) -> None:
        self.plan = plan
        self.rng = random.Random(seed)
        self.diligence = diligence
        self.luck = luck
        self.facts: list[Fact] = []
        self._due: dict[tuple[int, str, int], int] = {}
        """Items that enter a stage in a week to come, by week, funnel and number of the stage."""
        self._began = False

    @property
    def actuals(self) -> Actuals:
        return Actuals(tuple(self.facts))

    def work(self, result: Result, week: int) -> None:
        """Let a week pass."""
        planned = schedule_of(self.plan, result)
        if not self._began:
            self._begin(planned)
        for name in self.plan.funnels:
            entering = self._first_stage(planned, name, week)
            for number, stage in enumerate(planned.stages(name)):
                if number:
                    entering = self._due.pop((week, name, number), 0)
                    days = planned.days_of(week)
                    for day in self.rng.choices(days, k=entering) if days else ():
                        self.facts.append(self._entered(day, name, stage))
                if stage != PAID:
                    self._pass_on(name, number, week, entering)
        self._work_of_the_week(planned, week)

    def _begin(self, planned: Schedule) -> None:
        """Put under way what a steady plan takes for granted, and what the plan itself has under way."""
        self._began = True
        standing = Standing(planned, Actuals(), planned.horizon.first_day)
        for name in self.plan.funnels:
            for waiting in standing.waiting(name):
                conversion = self.plan.funnels[name].stages[waiting.stage].conversion
                for week, items in waiting.leaving.items():
                    passing = self._about(items * conversion * self.luck)
                    self._enter(week, name, waiting.stage + 1, passing)
            for number, items in planned.later_items(name).items():
                self._enter(planned.horizon.first_week, name, number, round(items))

    def _enter(self, week: int, funnel: str, number: int, items: int) -> None:
        key = week, funnel, number
        self._due[key] = self._due.get(key, 0) + items

    def _about(self, expected: float) -> int:
        """Draw a whole number that is so much on average (Knuth's Poisson)."""
        if expected > 50:
            return max(0, round(self.rng.gauss(expected, math.sqrt(expected))))
        level, count, product = math.exp(-expected), 0, self.rng.random()
        while product > level:
            product *= self.rng.random()
            count += 1
        return count

    def _of(self, count: int, share: float) -> int:
        return sum(self.rng.random() < share for _ in range(count))

    def _first_stage(self, planned: Schedule, funnel: str, week: int) -> int:
        """Let contacts be opened or leads be taken, and give the standard ones."""
        standard = 0.0
        kind: Kind = "contacts" if self.plan.funnels[funnel].channel == "outbound" else "leads"
        for day, name, expected in planned.contacts(funnel):
            if planned.horizon.week_of(day) == week:
                count = self._of(round(expected), self.diligence) if kind == "contacts" else self._about(expected)
                self.facts.append(Fact(day, kind, kind, name, funnel, float(count)))
                standard += count * planned.worth(name, week)
        if week == planned.horizon.first_week:
            standard += planned.first_items(funnel)
        whole = int(standard)
        return whole + (self.rng.random() < standard - whole)

    def _work_of_the_week(self, planned: Schedule, week: int) -> None:
        """Let everybody do about what is asked besides contacts, and report it together with them."""
        opened: dict[tuple[dt.date, str, str], float] = {}
        for fact in self.facts:
            if fact.kind == "contacts" and planned.horizon.week_of(fact.date) == week:
                key = fact.date, fact.manager, str(self.plan.funnels[fact.funnel].opens_with)
                opened[key] = opened.get(key, 0.0) + fact.count
        for (day, name), row in planned.quotas.items():
            for activity, quota in row.activities.items() if planned.horizon.week_of(day) == week else ():
                meant = sum(
                    count for funnel, count in row.contacts.items() if self.plan.funnels[funnel].opens_with == activity
                )
                besides = self._of(max(0, round(quota - meant)), self.diligence)
                done = opened.get((day, name, activity), 0.0) + besides
                if done:
                    self.facts.append(Fact(day, "activity", activity, name, "", done))

    def _entered(self, day: dt.date, funnel: str, stage: str) -> Fact:
        if stage == PAID:
            deal = self.plan.products[self.plan.funnels[funnel].product].average_deal
            return Fact(day, "paid", PAID, "", funnel, 1.0, round(deal * self.rng.uniform(0.8, 1.2), 2))
        return Fact(day, "stage", stage, "", funnel, 1.0)

    def _pass_on(self, funnel: str, number: int, week: int, items: int) -> None:
        stage = self.plan.funnels[funnel].stages[number]
        lags = lag(stage.days_to_next)
        passing = self._of(items, min(1.0, stage.conversion * self.luck))
        for later in self.rng.choices(list(lags), list(lags.values()), k=passing):
            self._enter(week + later, funnel, number + 1, 1)


def mondays(planned: Schedule) -> Iterator[tuple[int, dt.date]]:
    """Give the weeks after the first, each with the first of its days that is planned."""
    for week in list(planned.horizon.weeks)[1:]:
        yield week, planned.horizon.monday(week)
