"""The deals of a funnel, against plain counting of what every item may bring."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import Any

import pytest

from salescrew.models.odds.opened import Answered, Contacts, Opened
from tests.models.odds.funnels import counts_in
from tests.models.odds.test_distributions import cold

Chances = dict[int, float]


def sum_of(*numbers: Chances) -> Chances:
    """Add independent numbers."""
    total: Chances = {0: 1.0}
    for number in numbers:
        found: Chances = defaultdict(float)
        for have, chance in total.items():
            for more, share in number.items():
                found[have + more] += chance * share
        total = found
    return total


def either(chance: float, number: Chances, other: Chances) -> Chances:
    found: Chances = defaultdict(float)
    for share, some in ((chance, number), (1 - chance, other)):
        for count, of in some.items():
            found[count] += share * of
    return found


NOTHING: Chances = {0: 1.0}


def once(chance: float) -> Chances:
    return {1: chance, 0: 1 - chance}


def contact(worth: float, first: float, rest: float) -> Chances:
    """One contact: so many items for certain, one more with the probability of what is left."""
    whole = math.floor(worth * first)
    return sum_of(*[once(rest)] * whole, either(worth * first - whole, once(rest), NOTHING))


def opened_exactly(count: float, one: Chances) -> Chances:
    return sum_of(*[one] * int(count), either(count % 1, one, NOTHING))


def agree(funnel: dict[str, Any], opened: Opened, must: Chances, **more: Any) -> None:
    counts = counts_in(funnel, opened, **more)
    assert sum(must.values()) == pytest.approx(1.0)
    found = dict(zip(counts.values, counts.chances, strict=True))
    for deals, chance in must.items():
        assert found.get(float(deals), 0.0) == pytest.approx(chance, abs=1e-10), deals


STAGES = [{"name": "contact", "conversion": 0.6}, {"name": "meeting", "conversion": 0.5, "days_to_next": 10}]


def test_contacts_of_all_worths_and_parts_of_them() -> None:
    rows = (Contacts(0, 1.0, 3.0), Contacts(0, 1.0, 2.25), Contacts(1, 0.5, 0.75), Contacts(2, 2.0, 2.5))
    must = sum_of(*(opened_exactly(row.count, contact(row.worth, 0.6, 0.5)) for row in rows))
    agree(cold(STAGES), Opened({"one": rows}), must)


def test_what_is_paid_after_the_end_is_lost() -> None:
    # of 20 weeks the last but one pays 4 of 7 a week later, the last none
    rows = (Contacts(18, 1.0, 4.0), Contacts(19, 1.0, 9.0))
    agree(cold(STAGES), Opened({"one": rows}), opened_exactly(4, contact(1.0, 0.6, 0.5 * 4 / 7)))


def test_rounds_of_a_steady_plan_have_their_own_chance() -> None:
    # each round opens 2.5 contacts in the last week; of this round none is paid within the horizon
    rows = (Contacts(19, 1.0, 2.5),)
    one = contact(1.0, 0.6, 0.5)
    agree(cold(STAGES), Opened({"one": rows}), opened_exactly(2.5, one), pipeline="steady")
    # in the last week but one 4 of 7 are paid in this round, the others in the one after it
    rounds = [opened_exactly(2.5, contact(1.0, 0.6, 0.5 * share)) for share in (4 / 7, 3 / 7)]
    agree(cold(STAGES), Opened({"one": (Contacts(18, 1.0, 2.5),)}), sum_of(*rounds), pipeline="steady")


def test_items_under_way_are_whole() -> None:
    pipeline = {
        "one": {"contact": 1.5, "meeting": [{"items": 2.25, "waited_days": 3}, {"items": 1, "waited_days": 20}]}
    }
    must = sum_of(
        opened_exactly(1.5, once(0.3)), opened_exactly(2.25, once(0.5)), once(0.5), opened_exactly(2, once(0.3))
    )
    agree(cold(STAGES), Opened({"one": (Contacts(0, 1.0, 2.0),)}), must, pipeline=pipeline)


WARM = {"channel": "inbound", "leads": {"per_week": 3}, "stages": [{"name": "lead", "conversion": 0.6}]}


def poisson(mean: float) -> Chances:
    return {k: math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(60)}


def compound(number: Chances, one: Chances) -> Chances:
    found: Chances = defaultdict(float)
    together = NOTHING
    for _, chance in sorted(number.items()):
        for deals, share in together.items():
            found[deals] += chance * share
        together = sum_of(together, one)
    return found


def test_leads_go_to_anybody_on_duty() -> None:
    slots = (Answered(0, 3.0, (1.0, 0.5)), Answered(0, 2.0, (2.0,)))
    first = compound(poisson(3.0), either(0.5, contact(1.0, 0.6, 1), contact(0.5, 0.6, 1)))
    second = compound(poisson(2.0), contact(2.0, 0.6, 1))
    agree(WARM, Opened(leads={"one": slots}), sum_of(first, second))


def negative_binomial(mean: float, spread: float) -> Chances:
    shape, kept = mean / (spread - 1), 1 / spread
    return {
        k: math.exp(
            math.lgamma(k + shape) - math.lgamma(shape) - math.lgamma(k + 1) + shape * math.log(kept)
            + k * math.log1p(-kept)
        )
        for k in range(150)
    }  # fmt: skip


def test_leads_that_come_in_waves() -> None:
    funnel = WARM | {"leads": {"per_week": 3, "dispersion": 3}}
    slots = (Answered(0, 3.0, (1.0, 0.5)), Answered(1, 2.0, (2.0,)))
    first = compound(negative_binomial(3.0, 3.0), either(0.5, contact(1.0, 0.6, 1), contact(0.5, 0.6, 1)))
    second = compound(negative_binomial(2.0, 3.0), contact(2.0, 0.6, 1))
    agree(funnel, Opened(leads={"one": slots}), sum_of(first, second))
    fixed = {"chance": {"fix": ["arrivals"]}}
    one = either(0.5, contact(1.0, 0.6, 1), contact(0.5, 0.6, 1))
    must = sum_of(opened_exactly(3.0, one), opened_exactly(2.0, contact(2.0, 0.6, 1)))
    agree(funnel, Opened(leads={"one": slots}), must, **fixed)


def test_a_level_that_is_off_holds_for_all_weeks_and_rounds() -> None:
    # a gamma level of deviation 0.5 has shape 4: all leads together are negative binomial
    funnel = WARM | {"leads": {"per_week": 3, "level_cv": 0.5}}
    slots = tuple(Answered(week, 0.5, (1.0,)) for week in range(20))
    must = compound(negative_binomial(10.0, 1 + 10 / 4), once(0.6))
    agree(funnel, Opened(leads={"one": slots}), must)
    agree(funnel, Opened(leads={"one": slots}), must, pipeline="steady")
    agree(funnel, Opened(leads={"one": slots}), compound(poisson(10.0), once(0.6)), chance={"fix": ["forecast"]})
    assert counts_in(funnel, Opened(leads={"one": slots})).variance == pytest.approx(6 + 6**2 / 4)


def test_a_conversion_held_at_its_mean_is_the_plans() -> None:
    stages = [{"name": "contact", "conversion": 0.25, "observed": {"passed": 1, "of": 9}}]
    rows = Opened({"one": (Contacts(0, 1.0, 5.0),)})
    agree(cold(stages), rows, opened_exactly(5, once(0.25)), chance={"fix": ["rates"]})
    # Beta(2.5, 7.5): the mean stays the plan's
    counts = counts_in(cold(stages), rows)
    assert counts.mean == pytest.approx(1.25)
    assert counts.chances[0] == pytest.approx(math.prod((7.5 + n) / (10 + n) for n in range(5)))


def test_one_conversion_is_drawn_for_all_items_wherever_they_are() -> None:
    stages = [
        {"name": "contact", "conversion": 0.5, "observed": {"passed": 2, "of": 4}},
        {"name": "meeting", "conversion": 0.4, "observed": {"passed": 4, "of": 9}},
    ]
    # a contact and an item under way are paid together: E[c0] E[c1^2]
    rows = Opened({"one": (Contacts(0, 1.0, 1.0),)})
    counts = counts_in(cold(stages), rows, order=8, pipeline={"one": {"meeting": 1}})
    second_moment = (4 / 10) * (5 / 11)
    assert counts.chances[2] == pytest.approx(0.5 * second_moment)


@pytest.mark.parametrize("worth", [1.5, 3.0])
def test_a_contact_may_bring_more_than_one_item_where_the_conversion_turns_out_high(worth: float) -> None:
    stages = [{"name": "contact", "conversion": 0.5, "observed": {"passed": 3, "of": 7}}]
    counts = counts_in(cold(stages), Opened({"one": (Contacts(0, worth, 1.0),)}), order=256)
    # Beta(4, 4), integrated plainly
    steps = 20_000
    must: Chances = defaultdict(float)
    for step in range(steps):
        share = (step + 0.5) / steps
        weight = 140 * (share * (1 - share)) ** 3 / steps
        for deals, chance in contact(worth, share, 1.0).items():
            must[deals] += weight * chance
    found = dict(zip(counts.values, counts.chances, strict=True))
    assert {deals: found[float(deals)] for deals in must if must[deals] > 1e-9} == pytest.approx(
        {deals: chance for deals, chance in must.items() if chance > 1e-9}, abs=1e-4
    )
