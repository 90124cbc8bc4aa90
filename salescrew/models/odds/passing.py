"""Draws of a funnel stage by stage: where it counts at once what enters a stage and what is paid of it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from salescrew.models.department.funnels import lag
from salescrew.models.odds.funnel import FunnelChance, beta_of
from salescrew.models.odds.opened import Answered, Contacts
from salescrew.models.odds.quadrature import Floats

Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Passed:
    """What passed through a funnel.

    Attributes
    ----------
    entered
        The items that entered each stage within the horizon, `paid` too, by run.
    paid
        The deals: a row a week of the horizon, a column a run.
    """

    entered: dict[str, Whole]
    paid: Whole


def passing(funnel: FunnelChance, runs: int, rng: np.random.Generator) -> Passed:
    """Let everything that is opened and under way pass through a funnel, stage by stage and week by week."""
    return _Way(funnel, runs, rng).passed()


class _Way:
    """The way through a funnel. Weeks before the horizon are those of earlier rounds of a steady plan."""

    def __init__(self, funnel: FunnelChance, runs: int, rng: np.random.Generator) -> None:
        self.funnel = funnel
        self.runs = runs
        self.rng = rng
        self.stages = funnel.funnel.stages
        self.weeks = funnel.weeks
        self.conversions = [self._conversion(number) for number in range(len(self.stages))]
        self.level: Floats = np.ones(runs)
        if funnel.level_cv:
            shape = funnel.level_cv**-2
            self.level = rng.gamma(shape, 1 / shape, runs)
        self.rounds = 1
        if funnel.plan.pipeline == "steady":
            longest = sum(max(lag(stage.days_to_next)) for stage in self.stages)
            self.rounds += math.ceil(longest / self.weeks)

    def _conversion(self, number: int) -> Floats:
        stage = self.stages[number]
        if number not in self.funnel.observed:
            return np.full(self.runs, stage.conversion)
        return self.rng.beta(*beta_of(stage), self.runs)

    def passed(self) -> Passed:
        """Go through all stages."""
        entering: list[dict[int, Whole]] = [defaultdict(self._nobody) for _ in range(len(self.stages) + 1)]
        for week, items in self._past_first_stage():
            self._send_on(0, week, items, entering[1])
        for one in self.funnel.underway:
            count = self._whole(np.full(self.runs, one.count))
            if one.enters:
                for week in one.weeks:
                    entering[one.stage][week] += count
            else:
                passed = self.rng.binomial(count, self.conversions[one.stage])
                self._share_out(passed, one.weeks, entering[one.stage + 1])
        for number in range(len(self.stages)):
            for week, items in list(entering[number].items()):
                self._send_on(number, week, self._passed(number, week, items), entering[number + 1])
        names = [*(stage.name for stage in self.stages), "paid"]
        paid = np.array([entering[-1].get(week, self._nobody()) for week in range(self.weeks)])
        entered = {
            name: sum((items for week, items in of.items() if 0 <= week < self.weeks), self._nobody())
            for name, of in zip(names, entering, strict=True)
        }
        return Passed(entered, paid)

    def _nobody(self) -> Whole:
        return np.zeros(self.runs, dtype=np.int64)

    def _handled(self, number: int, week: int) -> float:
        return self.funnel.opened.handled(self.funnel.name, number, week)

    def _passed(self, number: int, week: int, items: Whole) -> Whole:
        """Let items pass a stage that they entered in a week."""
        handled = self._handled(number, week)
        if handled == 1:
            return self.rng.binomial(items, self.conversions[number])
        return self._bring(items, handled * self.conversions[number])

    def _send_on(self, number: int, week: int, items: Whole, to: dict[int, Whole]) -> None:
        """Let what passes a stage enter the next one, in one of two weeks."""
        self._share_out(items, {week + i: share for i, share in lag(self.stages[number].days_to_next).items()}, to)

    def _share_out(self, items: Whole, weeks: Mapping[int, float], to: dict[int, Whole]) -> None:
        left, rest = items, 1.0
        for week, share in weeks.items():
            now = left if share >= rest - 1e-9 else self.rng.binomial(left, share / rest)
            left, rest = left - now, rest - share
            if week < self.weeks:
                to[week] += now

    def _whole(self, amounts: Floats) -> Whole:
        """Give whole numbers, one more with the probability of the rest."""
        return (np.floor(amounts) + (self.rng.random(self.runs) < amounts % 1)).astype(np.int64)

    # ---- what is opened

    def _past_first_stage(self) -> Iterator[tuple[int, Whole]]:
        """Yield what passes the first stage of what is opened and answered in each week, round by round."""
        opened, name = self.funnel.opened, self.funnel.name
        slots: dict[int, list[Answered]] = defaultdict(list)
        for slot in opened.leads.get(name, ()):
            slots[slot.week].append(slot)
        for ago in range(self.rounds):
            for contacts in opened.contacts.get(name, ()):
                yield contacts.week - ago * self.weeks, self._of_contacts(contacts)
            for week, of_week in slots.items():
                for items in self._of_leads(of_week):
                    yield week - ago * self.weeks, items

    def _of_contacts(self, contacts: Contacts) -> Whole:
        worth = contacts.worth * self._handled(0, contacts.week)
        return self._bring(self._whole(np.full(self.runs, contacts.count)), worth * self.conversions[0])

    def _of_leads(self, slots: list[Answered]) -> Iterator[Whole]:
        conversion = self._handled(0, slots[0].week) * self.conversions[0]
        if self.funnel.leads_are_fixed:
            for slot in slots:
                left = self._whole(slot.expected * self.level)
                for number, worth in enumerate(slot.worths):
                    own = self.rng.binomial(left, 1 / (len(slot.worths) - number))
                    left = left - own
                    yield self._bring(own, worth * conversion)
            return
        expected = sum(slot.expected for slot in slots)
        wave: Floats = self.level
        if self.funnel.dispersion > 1:
            shape = expected / (self.funnel.dispersion - 1)
            wave = self.level * self.rng.gamma(self.level * shape) / (self.level * shape)
        by_worth: dict[float, float] = defaultdict(float)
        for slot in slots:
            for worth in slot.worths:
                by_worth[worth] += slot.expected / len(slot.worths)
        for worth, leads in by_worth.items():
            yield self._bring(self.rng.poisson(leads * wave), worth * conversion)

    def _bring(self, count: Whole, each: Floats) -> Whole:
        """Let contacts, leads or items pass a stage, of which each brings so many items on average."""
        certain = np.floor(each)
        return (count * certain).astype(np.int64) + self.rng.binomial(count, each - certain)
