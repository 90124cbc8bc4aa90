"""The odds as a function of how many deals of each product are expected.

Within a product it hardly matters which contacts bring them: the likelier each is to be paid, the narrower the number
is spread. So the odds of a plan follow from the deals expected, in the proportions of a plan that is known; and a bound
for all plans with as many deals follows from the narrowest and the widest that any contacts can bring. (W. Hoeffding,
1956: of independent items with a given sum of chances, the mean of any function of their number is extreme where the
chances are as unequal, or as equal, as can be.)
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from salescrew.models.odds.calculation import Calculation, CountsKey
from salescrew.models.odds.distribution import Counts
from salescrew.models.odds.funnel import FunnelChance
from salescrew.models.odds.opened import Answered, Opened
from salescrew.models.odds.streams import ContactStream, Streams
from salescrew.models.plan.plan import Plan

MANY = 400
"""Contacts that stand for one in the widest spread: as good as a Poisson number."""
NOISE = 1e-9
Means = Mapping[str, float]


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

    def odds(self, means: Means) -> float:
        """Give the odds of a plan like the known one with so many deals expected."""
        return self._odds(means, "alike")

    def bound(self, means: Means) -> float:
        """Give odds that no plan with at most so many deals expected exceeds."""
        return max(self._odds(means, spread) for spread in ("narrow", "wide"))

    def _odds(self, means: Means, spread: str) -> float:
        funnels: list[FunnelChance] = []
        keys = []
        for product in self.known.products:
            key = (product, round(means.get(product, self.expected(product)), 6), spread)
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
        cold = [funnel for funnel in funnels if funnel.funnel.channel == "outbound"]
        given = sum(funnel.mean(self.every) for funnel in funnels) - sum(_of_contacts(funnel) for funnel in cold)
        if not cold or mean < given:
            return self._worth_more(funnels, mean)
        asked, known = max(0.0, mean - given), sum(_of_contacts(funnel) for funnel in cold)
        found = [funnel for funnel in funnels if funnel not in cold]
        for funnel in cold:
            # where nothing is known of how contacts are shared out, the first funnel has them all
            part = _of_contacts(funnel) / known if known else float(funnel is cold[0])
            found.append(self._with_contacts(funnel, asked * part, spread, is_known=bool(known)))
        return found

    def _with_contacts(self, funnel: FunnelChance, asked: float, spread: str, *, is_known: bool) -> FunnelChance:
        streams = funnel.streams
        if spread == "alike" and is_known:
            scale = asked / max(NOISE, _of_contacts(funnel))
            contacts = tuple(_scaled(contact, scale) for contact in streams.contacts)
        else:
            worth = self.worths[funnel.name][1]
            times = MANY if spread == "wide" else 1
            each = worth / times * math.prod(stage.conversion for stage in funnel.funnel.stages)
            landing = np.zeros(len(self.every))
            landing[0] = 1.0
            contacts = _contacts(worth / times, asked / each if each else 0.0, landing)
        return funnel.only(Streams(contacts, streams.leads, streams.items))

    def _worth_more(self, funnels: Sequence[FunnelChance], mean: float) -> list[FunnelChance]:
        """Let leads alone bring so many deals: worth more or less, as they are with other people on duty."""
        items = sum(funnel.only(Streams((), (), funnel.streams.items)).mean(self.every) for funnel in funnels)
        leads = sum(funnel.only(Streams((), funnel.streams.leads, ())).mean(self.every) for funnel in funnels)
        scale = max(0.0, mean - items) / max(NOISE, leads)
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
    if count <= NOISE:
        return ()
    return (ContactStream(worth, int(count), (count % 1,) if count % 1 else (), landing),)


def _worth(slot: Answered, scale: float) -> Answered:
    return replace(slot, worths=tuple(worth * scale for worth in slot.worths))
