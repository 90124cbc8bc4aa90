"""The odds as a function of how many deals of each product are expected.

Within a product it hardly matters which contacts bring them: the likelier each is to be paid, the narrower the number
is spread. So the odds of a plan follow from the deals expected, in the proportions of a plan that is known; and a bound
for all plans with as many deals follows from the narrowest and the widest that any contacts can bring. (W. Hoeffding,
1956: of independent items with a given sum of chances, the mean of any function of their number is extreme where the
chances are as unequal, or as equal, as can be.)
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from salescrew.models.odds.calculation import Calculation, CountsKey
from salescrew.models.odds.distribution import Counts
from salescrew.models.odds.funnel import FunnelChance
from salescrew.models.odds.levers import times
from salescrew.models.odds.opened import Answered, Opened
from salescrew.models.odds.streams import ContactStream, Streams
from salescrew.models.plan.plan import Plan
from salescrew.solver.search.confidence.effort import MEANS

LEADS_WORTH = {"narrow": 0, "wide": 1}
"""At which end of what leads may be worth their number is spread least, and most."""
Means = Mapping[str, float]
Spreads = tuple[str, ...]


class OddsOfMeans:
    """The odds of plans that are like one that is known.

    Parameters
    ----------
    worths
        The largest worth of a contact, by outbound funnel, and the smallest and the largest of a lead, by inbound one.
    """

    def __init__(self, plan: Plan, opened: Opened, worths: Mapping[str, tuple[float, float]]) -> None:
        self.plan = plan
        self.opened = opened
        self.worths = worths
        self.known = Calculation(plan, opened)
        self.every = np.ones(plan.calendar.weeks)
        self._made: dict[tuple[str, float, str], list[FunnelChance]] = {}
        self._counts: dict[tuple[str, float, str], dict[CountsKey, Counts]] = {}

    @property
    def products(self) -> list[str]:
        """The products whose deals count for a target."""
        return self.known.products_that_count

    def expected(self, product: str) -> float:
        """Give the deals expected of a product in the plan that is known."""
        return sum(funnel.mean(self.every) for funnel in self.known.funnels if funnel.product == product)

    @cached_property
    def holds_for_all(self) -> bool:
        """Whether the bound holds whoever opens and answers what: not where an uncertain share depends on that.

        A conversion that was observed, or a level, is one draw for all that runs through a funnel. With several of
        these in a product, or leads worth more or less with whoever answers, what is expected leaves open of what.
        """
        for product in self.known.products:
            of_product = [funnel for funnel in self.known.funnels if funnel.product == product]
            if not any(funnel.is_mixed or funnel.level_cv for funnel in of_product):
                continue
            warm = [funnel for funnel in of_product if funnel.funnel.channel == "inbound"]
            low_high = [self.worths[funnel.name] for funnel in warm]
            if len(of_product) - len(warm) > 1 or any(low < high for low, high in low_high):
                return False
        return True

    def times_for(self, wanted: float) -> float:
        """Tell how many times the deals of the known plan have the odds."""
        low, high = 1.0, MEANS.times
        known = {name: self.expected(name) for name in self.products}
        for _ in range(MEANS.halvings):
            middle = (low + high) / 2
            if self._odds_times(middle, known) < wanted:
                low = middle
            else:
                high = middle
        return high

    def _odds_times(self, more: float, known: Means) -> float:
        """Give the odds of so many times what the known plan opens: where stages count, of all that enters them."""
        if any(line.stage for line in self.known.lines):
            return Calculation(self.plan, times(self.plan, self.opened, more)).roughly_all()
        return self.odds({name: more * deals for name, deals in known.items()})

    def odds(self, means: Means) -> float:
        """Give the odds of a plan like the known one with so many deals expected."""
        return self._odds(means, dict.fromkeys(self.products, "alike"))

    def bound(self, means: Means) -> float:
        """Give odds that no plan with at most so many deals expected exceeds."""
        means = {name: math.ceil(count / MEANS.unit) * MEANS.unit for name, count in means.items()}
        ends = {
            spreads: self._odds(means, dict(zip(self.products, spreads, strict=True)))
            for spreads in itertools.product(("narrow", "wide"), repeat=len(self.products))
        }
        best = max(ends, key=lambda spreads: ends[spreads])
        return min(1.0, max(self._between(means, ends, best, number) for number in range(len(best))) + MEANS.nothing)

    def _between(self, means: Means, ends: Mapping[Spreads, float], best: Spreads, number: int) -> float:
        """Give the best of all spreads of one product: odds are all but linear in that, so a parabola tells."""
        narrow, half, wide = ((*best[:number], spread, *best[number + 1 :]) for spread in ("narrow", "half", "wide"))
        middle = self._odds(means, dict(zip(self.products, half, strict=True)))
        return max(ends[best], _top(ends[narrow], middle, ends[wide]))

    def _odds(self, means: Means, spreads: Mapping[str, str]) -> float:
        funnels: list[FunnelChance] = []
        keys = []
        for product in self.known.products:
            mean = round(means.get(product, self.expected(product)), MEANS.digits)
            key = (product, mean, spreads.get(product, "alike"))
            if key not in self._made:
                self._made[key] = self._funnels(*key)
            funnels += self._made[key]
            keys.append(key)
        calculation = Calculation.of_funnels(self.plan, funnels)
        for key in keys:
            calculation.known_counts |= self._counts.setdefault(key, {})
        odds = calculation.roughly_all()
        for key in keys:
            of_product = {known: counts for known, counts in calculation.known_counts.items() if known[0] == key[0]}
            self._counts[key] = of_product
        return odds

    def _funnels(self, product: str, mean: float, spread: str) -> list[FunnelChance]:
        """Make funnels of a product that bring so many deals: more contacts, or leads that are worth more."""
        funnels = [funnel for funnel in self.known.funnels if funnel.product == product]
        if spread in LEADS_WORTH:
            funnels = [self._answered_by(funnel, LEADS_WORTH[spread]) for funnel in funnels]
        cold = [funnel for funnel in funnels if funnel.funnel.channel == "outbound"]
        given = sum(funnel.mean(self.every) for funnel in funnels) - sum(_of_contacts(funnel) for funnel in cold)
        if not cold or mean < given:
            return self._worth_more(funnels, mean)
        found = [funnel for funnel in funnels if funnel not in cold]
        shares = self._shares(cold) if spread == "alike" else _all_of(max(cold, key=self._likeliest), cold)
        for funnel, share in zip(cold, shares, strict=True):
            found.append(self._with_contacts(funnel, (mean - given) * share, spread))
        return found

    def _answered_by(self, funnel: FunnelChance, end: int) -> FunnelChance:
        """Let those answer the leads of a funnel with whom they are worth least, or most."""
        worth = self.worths.get(funnel.name, (1.0, 1.0))[end]
        leads = tuple(
            replace(stream, slots=tuple(replace(slot, worths=(worth,)) for slot in stream.slots))
            for stream in funnel.streams.leads
        )
        return funnel.only(Streams(funnel.streams.contacts, leads, funnel.streams.items))

    def _likeliest(self, funnel: FunnelChance) -> float:
        """Give how likely a contact of a funnel is paid at the most."""
        return self.worths[funnel.name][1] * math.prod(stage.conversion for stage in funnel.funnel.stages)

    def _shares(self, cold: Sequence[FunnelChance]) -> list[float]:
        """Give which part of the deals from contacts each funnel brings in the known plan."""
        known = [_of_contacts(funnel) for funnel in cold]
        # where nothing is known of how contacts are shared out, the first funnel has them all
        return [part / sum(known) for part in known] if sum(known) else _all_of(cold[0], cold)

    def _with_contacts(self, funnel: FunnelChance, asked: float, spread: str) -> FunnelChance:
        streams = funnel.streams
        known = _of_contacts(funnel)
        if spread == "alike" and known:
            contacts = tuple(_scaled(contact, asked / known) for contact in streams.contacts)
        else:
            # what is narrowest, half of it, or all as wide as can be
            narrow = {"narrow": 1.0, "half": 0.5, "wide": 0.0}.get(spread, 1.0)
            each = self._likeliest(funnel) if self.worths else 1.0
            worth = self.worths[funnel.name][1] if self.worths else 1.0
            landing = np.zeros(len(self.every))
            landing[0] = 1.0
            count = asked / each if each else 0.0
            contacts = _contacts(worth, narrow * count, landing)
            contacts += _contacts(worth / MEANS.contacts, (1 - narrow) * count * MEANS.contacts, landing)
        return funnel.only(Streams(contacts, streams.leads, streams.items))

    def _worth_more(self, funnels: Sequence[FunnelChance], mean: float) -> list[FunnelChance]:
        """Let leads alone bring so many deals: worth more or less, as they are with other people on duty."""
        items = sum(funnel.only(Streams((), (), funnel.streams.items)).mean(self.every) for funnel in funnels)
        leads = sum(funnel.only(Streams((), funnel.streams.leads, ())).mean(self.every) for funnel in funnels)
        scale = max(0.0, mean - items) / max(MEANS.nothing, leads)
        found = []
        for funnel in funnels:
            scaled = tuple(
                replace(stream, slots=tuple(_worth(slot, scale) for slot in stream.slots))
                for stream in funnel.streams.leads
            )
            found.append(funnel.only(Streams((), scaled, funnel.streams.items)))
        return found


def _of_contacts(funnel: FunnelChance) -> float:
    """Give the deals expected of the contacts of a funnel."""
    return funnel.only(Streams(funnel.streams.contacts, (), ())).mean(np.ones(funnel.weeks))


def _scaled(contact: ContactStream, scale: float) -> ContactStream:
    count = (contact.whole + sum(contact.parts)) * scale
    return replace(contact, whole=int(count), parts=(count % 1,) if count % 1 else ())


def _contacts(worth: float, count: float, landing: np.ndarray) -> tuple[ContactStream, ...]:
    if count <= MEANS.nothing:
        return ()
    return (ContactStream(worth, int(count), (count % 1,) if count % 1 else (), landing),)


def _worth(slot: Answered, scale: float) -> Answered:
    return replace(slot, worths=tuple(worth * scale for worth in slot.worths))


def _all_of(one: FunnelChance, funnels: Sequence[FunnelChance]) -> list[float]:
    return [float(funnel is one) for funnel in funnels]


def _top(narrow: float, half: float, wide: float) -> float:
    """Give the most of a parabola through what is at both ends and half-way."""
    slope, bend = 4 * half - 3 * narrow - wide, 2 * (narrow + wide - 2 * half)
    at = -slope / (2 * bend) if bend < 0 else 0.0
    return narrow + slope * at + bend * at * at if 0 < at < 1 else max(narrow, wide)
