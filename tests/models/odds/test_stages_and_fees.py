"""The odds of targets on stages and of fees, against sums over all cases, and draws stage by stage."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from salescrew.models.odds.calculation import Calculation
from salescrew.models.odds.funnel import FunnelChance
from salescrew.models.odds.levers import times
from salescrew.models.odds.opened import Answered, Contacts, Opened
from salescrew.models.odds.passing import passing
from tests.models.odds.funnels import plan_of

COLD: dict[str, Any] = {
    "channel": "outbound",
    "opens_with": "calls",
    "stages": [
        {"name": "contact", "conversion": 0.5},
        {"name": "meeting", "conversion": 0.4, "days_to_next": 7},
    ],
}
TEN = Opened({"one": (Contacts(0, 1.0, 10.0),)})


def binomial(n: int, k: int, p: float) -> float:
    return math.comb(n, k) * p**k * (1 - p) ** (n - k)


def test_a_target_on_a_stage_is_exact() -> None:
    found = Calculation(plan_of(COLD, target={"stages": {"one": {"meeting": 6}}}), TEN).probabilities
    assert found.error == 0
    assert found.all == pytest.approx(sum(binomial(10, k, 0.5) for k in range(6, 11)), abs=1e-9)
    paid = Calculation(plan_of(COLD, target={"stages": {"one": {"paid": 3}}}), TEN).probabilities
    assert paid.all == pytest.approx(sum(binomial(10, k, 0.2) for k in range(3, 11)), abs=1e-9)


def test_what_is_open_at_a_stage_enters_it_and_what_waits_there_does_not() -> None:
    pipeline = {"one": {"meeting": 2, "contact": [{"items": 4, "waited_days": 0}]}}
    plan = plan_of(COLD, target={"stages": {"one": {"meeting": 5}}}, pipeline=pipeline)
    # 2 are there for certain, and of 4 contacts that wait 3 are needed
    assert Calculation(plan, Opened()).probabilities.all == pytest.approx(5 / 16, abs=1e-9)
    waiting = {"one": {"meeting": [{"items": 9, "waited_days": 1}]}}
    plan = plan_of(COLD, target={"stages": {"one": {"meeting": 1}}}, pipeline=waiting)
    assert Calculation(plan, Opened()).probabilities.all == pytest.approx(0, abs=1e-9)


def test_what_enters_a_stage_after_the_end_does_not_count() -> None:
    late = {**COLD, "stages": [{"name": "contact", "conversion": 1, "days_to_next": 10.5}, *COLD["stages"][1:]]}
    plan = plan_of(late, target={"stages": {"one": {"meeting": 5}}}, calendar={"start": "2026-01-12", "weeks": 2})
    # half of what is opened in the first week gets there in the second, the other half after it
    assert Calculation(plan, TEN).probabilities.all == pytest.approx(
        sum(binomial(10, k, 0.5) for k in range(5, 11)), abs=1e-9
    )


def test_targets_on_two_stages_at_once_are_drawn_together() -> None:
    target = {"stages": {"one": {"meeting": 5, "paid": 3}}}
    found = Calculation(plan_of(COLD, target=target), TEN).probabilities
    must = sum(
        binomial(10, meetings, 0.5) * binomial(meetings, deals, 0.4)
        for meetings in range(5, 11)
        for deals in range(3, meetings + 1)
    )
    assert 0 < found.error < 0.02
    assert abs(found.all - must) < found.error
    assert found.targets["stages.one.meeting"] == pytest.approx(sum(binomial(10, k, 0.5) for k in range(5, 11)))


def test_fees_count_from_the_week_of_the_payment() -> None:
    # 5 contacts of each of two weeks, a tenth paid at once; a fee of 30.4375 is 1 a day: 114 of the first, 107 after it
    stages = [{"name": "contact", "conversion": 0.1}]
    plan = plan_of(
        {**COLD, "stages": stages},
        target={"revenue": 214.5},
        products={"thing": {"average_deal": 100, "monthly_fee": 30.4375}},
        calendar={"start": "2026-01-12", "weeks": 2},
    )
    opened = Opened({"one": (Contacts(0, 1.0, 5.0), Contacts(1, 1.0, 5.0))})
    cases = {(early, late): binomial(5, early, 0.1) * binomial(5, late, 0.1) for early in range(6) for late in range(6)}
    must = sum(chance for (early, late), chance in cases.items() if 114 * early + 107 * late >= 214.5)
    calculation = Calculation(plan, opened)
    found = calculation.probabilities
    assert 0 < found.error < 0.02
    assert abs(found.all - must) < found.error
    spread = calculation.odds().revenue
    assert spread.mean == pytest.approx(0.5 * 114 + 0.5 * 107)
    variance = 0.5 * 0.9 * (114**2 + 107**2)
    assert spread.sd == pytest.approx(math.sqrt(variance), rel=0.03)


@pytest.mark.parametrize("pipeline", ["steady", "empty"])
def test_draws_stage_by_stage_have_the_means_of_the_distributions(pipeline: str) -> None:
    warm = {
        "channel": "inbound",
        "leads": {"per_week": 5, "dispersion": 3, "level_cv": 0.2},
        "stages": [
            {"name": "lead", "conversion": 0.6, "days_to_next": 5},
            {"name": "meeting", "conversion": 0.5, "observed": {"passed": 20, "of": 40}, "days_to_next": 12},
            {"name": "proposal", "conversion": 0.8, "days_to_next": 20},
        ],
    }
    calendar = {"start": "2026-01-12", "weeks": 4}
    plan = plan_of(warm, pipeline=pipeline, calendar=calendar)
    opened = Opened({}, {"one": tuple(Answered(week, 5.0, (1.0, 2.0)) for week in range(4) for _ in range(2))})
    chance = FunnelChance(plan, "one", opened, frozenset())
    drawn = passing(chance, 20_000, np.random.default_rng(1))
    every = np.ones(4)
    for stage, items in drawn.entered.items():
        if stage != "lead":
            assert float(items.mean()) == pytest.approx(chance.to_stage(stage).mean(every), rel=0.02, abs=0.01)
    assert drawn.paid.sum(axis=0).mean() == pytest.approx(chance.mean(every), rel=0.02, abs=0.01)


def test_twice_as_much_opened_raises_the_odds_of_a_stage() -> None:
    plan = plan_of(COLD, target={"stages": {"one": {"meeting": 6}}})
    assert Calculation(plan, times(plan, TEN, 2.0)).roughly_all() > Calculation(plan, TEN).roughly_all()
