"""Targets on stages, what is under way at the end, and fees: tiny plans with numbers worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

import salescrew
from salescrew.errors import InputError
from salescrew.models.plan.plan import Plan
from tests.oracle import brute_force
from tests.solver.answers import answer, solved

Data = dict[str, Any]


def plan_of(target: Data, *, days_to_next: float = 0, pipeline: object = "empty", **product: Any) -> Data:
    """Two weeks of five days, 10 calls a day: of 50 contacts a person and week 10 % pay after some days, 100 each."""
    return {
        "name": "by hand",
        "calendar": {"start": "2026-03-02", "weeks": 2},
        "target": target,
        "products": {"audit": {"average_deal": 100, "margin": 0.5, **product}},
        "day_patterns": [{"calls": 10}],
        "funnels": {
            "cold": {
                "channel": "outbound",
                "product": "audit",
                "opens_with": "calls",
                "stages": [
                    {"name": "contact", "conversion": 0.2},
                    {"name": "meeting", "conversion": 0.5, "days_to_next": days_to_next},
                ],
            }
        },
        "pipeline": pipeline,
        "candidates": [{"profile": "junior", "at_most": 4, "monthly_cost": 5}],
    }


@pytest.mark.parametrize(
    ("target", "people"),
    [
        # a person's 100 contacts are 20 meetings and 10 deals in two weeks
        ({"stages": {"cold": {"meeting": 20}}}, 1),
        ({"stages": {"cold": {"meeting": 21}}}, 2),
        ({"stages": {"cold": {"contact": 201}}}, 3),
        ({"stages": {"cold": {"paid": 10}}}, 1),
        ({"stages": {"cold": {"paid": 10.1, "meeting": 5}}}, 2),
        ({"revenue": 1000, "stages": {"cold": {"meeting": 60}}}, 3),
    ],
)
def test_targets_on_stages(target: Data, people: int) -> None:
    plan = plan_of(target)
    assert answer(plan) == ("optimal", people, 5.0 * people) == brute_force(Plan.model_validate(plan))


@pytest.mark.parametrize(
    ("target", "people"),
    [
        # paid a week later: of 50 contacts in the first week 5 deals pay in time, of 50 in the second 500 is under way
        ({"revenue": 500}, 1),
        ({"revenue": 500, "under_way": 500}, 1),
        ({"revenue": 500, "under_way": 501}, 2),
        ({"under_way": 1500}, 3),
        # all that is open at the start brings 8 x 0.5 x 100 + 5 x 100 x 0.5 = 650, whenever it is paid
        ({"under_way": "at_start"}, 2),
    ],
)
def test_under_way_at_the_end(target: Data, people: int) -> None:
    pipeline: object = "empty"
    if target["under_way"] == "at_start" if "under_way" in target else False:
        pipeline = {"cold": {"meeting": [{"items": 8, "waited_days": 0}, {"items": 5, "waited_days": 7}]}}
    plan = plan_of(target, days_to_next=7, pipeline=pipeline)
    assert answer(plan) == ("optimal", people, 5.0 * people) == brute_force(Plan.model_validate(plan))


def test_what_waits_at_its_stage_until_the_end_is_under_way() -> None:
    # 10 items that leave their stage in 20 days, that is 1/7 in week 2 and 6/7 in week 3: after the end of two weeks
    pipeline = {"cold": {"meeting": [{"items": 10, "waited_days": 0, "days_left": 20}]}}
    idle = solved(plan_of({"revenue": 1, "under_way": 500}, pipeline=pipeline))
    assert idle.headcount == 1
    assert solved(plan_of({"under_way": 501}, pipeline=pipeline)).status == "infeasible"


@pytest.mark.parametrize(
    ("product", "revenue", "people"),
    [
        # 14 days are 0.46 months from the first Monday, 7 days 0.23 from the second: 5 deals each
        # 5 x 300 x (14 + 7) / 30.4375 = 1034.9 beside 10 x 100
        ({"monthly_fee": 300}, 2034.9, 1),
        ({"monthly_fee": 300}, 2035.0, 2),
        ({"monthly_fee": 300, "average_deal": 0}, 1034.9, 1),
        # with a churn of 50 % a fee of 300 is worth 300 x (1 - 0.5 ** (14 / 30.4375)) / ln 2 = 118.15, and 63.78
        ({"monthly_fee": 300, "monthly_churn": 0.5}, 1000 + 5 * (118.153 + 63.775), 1),
        ({"monthly_fee": 300, "monthly_churn": 0.5}, 1000 + 5 * (118.16 + 63.78), 2),
        ({"monthly_fee": 300, "monthly_churn": 1}, 1000, 1),
        ({"monthly_fee": 300, "monthly_churn": 1}, 1001, 2),
    ],
)
def test_fees_until_the_end(product: Data, revenue: float, people: int) -> None:
    plan = plan_of({"revenue": revenue}, **product)
    assert answer(plan) == ("optimal", people, 5.0 * people) == brute_force(Plan.model_validate(plan))


def test_fees_of_a_steady_plan_run_from_the_week_of_the_payment() -> None:
    # a week later and round the end: what is opened in the second week is paid in the first, and pays for 14 days
    plan = plan_of({"profit": 0.5 * 2034.9}, days_to_next=7, pipeline="steady", monthly_fee=300)
    result = solved(plan)
    assert result.headcount == 1
    assert len([said for said in result.warnings if "monthly_fee" in said]) == 1


def test_fees_of_a_month_come_evenly() -> None:
    # from Monday 30 March to Sunday 12 April: of 14 days 2 are in March; the first week's price falls to it for 2 of 5
    data = plan_of({"by_month": {"2026-03": {"revenue": 0.4 * 500 + 5 * 300 * 2 / 30.4375}}}, monthly_fee=300)
    data["calendar"]["start"] = "2026-03-30"
    result = solved(data)
    assert result.headcount == 1
    assert sum(row.revenue for row in result.funnel) == pytest.approx(result.revenue)
    data["target"]["by_month"]["2026-03"]["revenue"] += 0.1
    assert solved(data).headcount == 2


def test_what_is_met_by_nature_is_not_counted() -> None:
    steady = solved(plan_of({"revenue": 1000, "under_way": 1_000_000}, pipeline="steady", days_to_next=7))
    assert steady.headcount == 1
    assert steady.odds is not None
    assert not steady.odds.not_counted
    assert any(said.startswith("target.under_way: is met whatever is done") for said in steady.warnings)
    assert solved(plan_of({"revenue": 500, "under_way": "at_start"}, days_to_next=7)).headcount == 1


@pytest.mark.parametrize(
    ("target", "pipeline"),
    [
        ({"under_way": "at_start"}, "empty"),
        ({"under_way": 5000}, "steady"),
        ({"under_way": "at_start"}, {"cold": {"meeting": 0}}),
        ({"under_way": "at_start"}, {"cold": {"meeting": [{"items": 0, "waited_days": 1}]}}),
    ],
)
def test_a_plan_needs_a_target_that_is_not_met_by_nature(target: Data, pipeline: object) -> None:
    with pytest.raises(InputError, match="must stand beside another target where nobody is on duty"):
        Plan.model_validate(plan_of(target, pipeline=pipeline))


@pytest.mark.parametrize(
    ("target", "product", "message"),
    [
        (
            {"stages": {"cold": {"meting": 3}}},
            {},
            "target.stages.cold.meting: must be a stage of cold, or paid, got meting. Did you mean meeting?",
        ),
        (
            {"stages": {"warm": {"meeting": 3}}},
            {},
            "target.stages.warm: must be a funnel of this plan, got warm. Known here: cold.",
        ),
        (
            {"stages": {"cold": {}}, "revenue": 1},
            {},
            "target.stages.cold: must hold a stage, with how many items are to enter it, got none. Add `paid: 20`.",
        ),
        (
            {"under_way": "at_the_start"},
            {},
            "target.under_way: must be an amount, or at_start, got at_the_start. Write 3_000_000, or at_start.",
        ),
        ({"under_way": 0}, {}, "target.under_way: must be above 0, got 0. Write a number such as 1_000_000."),
        (
            {"revenue": 1},
            {"average_deal": 0, "monthly_fee": 0},
            "products.audit.monthly_fee: must be above 0 where average_deal is 0, got 0. Write a number such as 9_000.",
        ),
        (
            {"revenue": 1},
            {"monthly_churn": 0.1},
            "products.audit.monthly_churn: must stand beside a monthly_fee, got 0.1. "
            "Add `monthly_fee: 9_000`, or leave it out.",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused(target: Data, product: Data, message: str) -> None:
    with pytest.raises(InputError) as refused:
        Plan.model_validate(plan_of(target, **product))
    assert [str(problem) for problem in refused.value.problems] == [message]


def test_odds_say_which_targets_they_leave_out() -> None:
    odds = solved(plan_of({"under_way": 500, "stages": {"cold": {"contact": 50, "meeting": 8}}}, days_to_next=7)).odds
    assert odds is not None
    assert odds.not_counted == ("stages.cold.contact", "under_way")
    assert set(odds.targets) == {"stages.cold.meeting"}
    assert odds.all == odds.targets["stages.cold.meeting"]
    alone = solved(plan_of({"under_way": 500}, days_to_next=7)).odds
    assert alone is not None
    assert (alone.all, alone.targets, alone.not_counted) == (1.0, {}, ("under_way",))


def test_a_confidence_of_a_target_on_a_stage_takes_more_people() -> None:
    # 20 meetings of 100 contacts are expected of one person: enough on average, in half of all cases
    asked = plan_of({"stages": {"cold": {"meeting": 20}}, "confidence": 0.9})
    found = solved(asked)
    assert found.headcount == 2
    assert found.odds is not None
    assert found.odds.all >= 0.9
    assert salescrew.verify(Plan.model_validate(asked), found) == []
