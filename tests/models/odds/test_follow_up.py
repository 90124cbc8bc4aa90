"""The odds where items are worth more or less with whoever handles them."""

from __future__ import annotations

from math import comb
from typing import Any

import numpy as np
import pytest

from salescrew.models.odds.calculation import Calculation
from salescrew.models.odds.opened import Answered, Contacts, FollowUp, Opened
from salescrew.models.odds.passing import passing
from salescrew.models.plan.plan import Plan
from tests.models.odds.funnels import plan_of

WEEKS = 20
AS_PLANNED = (1.0,) * WEEKS


def cold(*stages: tuple[str, float, float]) -> dict[str, Any]:
    rows = [{"name": name, "conversion": share, "days_to_next": days} for name, share, days in stages]
    return {"channel": "outbound", "opens_with": "calls", "stages": rows}


def in_weeks(**worths: float) -> tuple[float, ...]:
    """Give what items are worth that enter in some weeks, `w3=1.5` for one; in others as the plan has it."""
    return tuple(worths.get(f"w{week}", 1.0) for week in range(WEEKS))


def chances(plan: Plan, opened: Opened) -> list[float]:
    return [float(chance) for chance in Calculation(plan, opened).counts("thing").chances]


def binomial(count: int, chance: float) -> list[float]:
    return [comb(count, k) * chance**k * (1 - chance) ** (count - k) for k in range(count + 1)]


def opened(follow_up: FollowUp, count: float = 4, week: int = 2, worth: float = 1.0) -> Opened:
    return Opened(contacts={"one": (Contacts(week, worth, count),)}, follow_up={"one": follow_up})


def test_an_item_passes_with_what_it_is_worth_in_the_week_in_which_it_enters() -> None:
    # in half of all cases a contact of week 2 enters the meeting in week 3, otherwise in week 4
    plan = plan_of(cold(("contact", 0.5, 10.5), ("meeting", 0.4, 0)))
    chance = 0.5 * 0.4 * (1.5 / 2 + 0.5 / 2)
    found = chances(plan, opened((AS_PLANNED, in_weeks(w3=1.5, w4=0.5))))
    assert found[:5] == pytest.approx(binomial(4, chance), abs=1e-9)


def test_who_handles_the_first_stage_adds_to_whoever_opens_it() -> None:
    # 1.5 x 2 x 0.5 = 1.5 items of a contact: one for certain, another in half of all cases
    plan = plan_of(cold(("contact", 0.5, 0), ("meeting", 0.4, 0)))
    found = chances(plan, opened((in_weeks(w2=1.5), AS_PLANNED), count=1, worth=2.0))
    assert found[:3] == pytest.approx([0.6 * (1 - 0.5 * 0.4), 0.4 * 0.8 + 0.6 * 0.2, 0.4 * 0.2], abs=1e-9)


def test_of_a_steady_plan_items_of_earlier_rounds_are_handled_alike() -> None:
    # opened in the last week, a contact meets in the first one of the next round
    plan = plan_of(cold(("contact", 0.5, 7), ("meeting", 0.4, 0)), pipeline="steady")
    found = chances(plan, opened((AS_PLANNED, in_weeks(w0=2.0)), week=WEEKS - 1))
    assert found[:5] == pytest.approx(binomial(4, 0.5 * 0.4 * 2), abs=1e-9)


@pytest.mark.parametrize(
    ("under_way", "chance"),
    [
        # what enters the meeting on the first day is handled
        (3, 0.4 * 1.5),
        # what waits there passes as the plan has it
        ([{"items": 3, "waited_days": 1}], 0.4),
    ],
)
def test_what_is_under_way_is_handled_where_it_enters(under_way: Any, chance: float) -> None:
    plan = plan_of(cold(("contact", 0.5, 0), ("meeting", 0.4, 0)), pipeline={"one": {"meeting": under_way}})
    found = chances(plan, Opened(follow_up={"one": (AS_PLANNED, in_weeks(w0=1.5))}))
    assert found[:4] == pytest.approx(binomial(3, chance), abs=1e-9)


def test_what_enters_a_stage_is_no_matter_of_who_handles_it_there() -> None:
    target = {"stages": {"one": {"meeting": 2}}}
    plan = plan_of(cold(("contact", 0.5, 0), ("meeting", 0.4, 0)), target=target)
    follow_up = (in_weeks(w2=1.4), in_weeks(w2=0.3))
    enters = binomial(4, 0.5 * 1.4)
    assert Calculation(plan, opened(follow_up)).probabilities.all == pytest.approx(sum(enters[2:]), abs=1e-9)


def test_draws_and_the_calculation_agree() -> None:
    rng = np.random.default_rng(5)
    stages = cold(("contact", 0.3, 9), ("meeting", 0.5, 12), ("offer", 0.6, 5))
    funnel = {**stages, "channel": "inbound", "leads": {"per_week": 20, "dispersion": 2}}
    del funnel["opens_with"]
    plan = plan_of(funnel, pipeline={"one": {"contact": 6, "offer": [{"items": 3, "waited_days": 2}]}})
    follow_up = tuple(tuple(rng.uniform(0.4, 1.6, WEEKS)) for _ in range(3))
    leads = (Answered(1, 8.0, (1.0, 1.3)), Answered(1, 5.0, (2.9,)), Answered(6, 9.0, (0.7,)))
    some = Opened(
        contacts={"one": (Contacts(4, 1.2, 30.5), Contacts(11, 0.9, 12.0))},
        leads={"one": leads},
        follow_up={"one": follow_up},
    )
    calculation = Calculation(plan, some)
    counts, runs = calculation.counts("thing"), 40_000
    paid = passing(calculation.funnels[0], runs, np.random.default_rng(3)).paid.sum(axis=0)
    assert paid.mean() == pytest.approx(counts.mean, abs=5 * np.sqrt(counts.variance / runs))
    for least in (10, 13, 16):
        share, chance = float((paid >= least).mean()), float(counts.chances[counts.values >= least].sum())
        assert share == pytest.approx(chance, abs=5 * np.sqrt(chance * (1 - chance) / runs))


def test_nobody_who_counts_leaves_all_as_it_was() -> None:
    plan = plan_of(cold(("contact", 0.5, 10.5), ("meeting", 0.4, 0)))
    assert chances(plan, opened((AS_PLANNED, AS_PLANNED))) == chances(plan, opened(()))
