"""The checker's rules on what is counted over the horizon: first days that were chosen, hiring costs, the cost."""

from __future__ import annotations

from typing import Any

import pytest

from tests.answer_by_hand import Data, by_hand, violations

MONTH = 30.4375


def _with_junior(starts: object = ("2026-01-05", "2026-01-12"), chosen: str | None = "2026-01-12") -> tuple[Data, Data]:
    """The same answer, but that a junior does Anna's work, who costs 50 a month and 7 once; Boris costs 80 a month.

    The horizon has 14 days.
    """
    plan, result = by_hand()
    plan["candidates"][0] |= {"from": starts, "hiring_cost": 7}
    result["managers"][0] |= {"name": "junior 1", "hired": True, "monthly_cost": 50.0}
    if chosen is not None:
        result["managers"][0]["from"] = chosen
    for rows in ("roster", "quotas"):
        result[rows] = [row | {"manager": "junior 1"} if row["manager"] == "Anna" else row for row in result[rows]]
    result |= {"monthly_cost": 130.0, "monthly_cost_bound": 130.0, "cost": 130 * 14 / MONTH + 7}
    return plan, result


def test_a_first_day_that_was_chosen_keeps_every_promise() -> None:
    assert violations(*_with_junior()) == []


@pytest.mark.parametrize(
    ("chosen", "got"), [("2026-01-13", "2026-01-13"), (None, "nothing")], ids=["another day", "none"]
)
def test_a_first_day_is_one_of_those_to_choose_from(chosen: str | None, got: str) -> None:
    plan, result = _with_junior(chosen=chosen)
    assert f"start: junior 1: from must be 2026-01-05 or 2026-01-12, got {got}" in violations(plan, result)


def test_nobody_has_a_first_day_to_say_who_had_none_to_choose_from() -> None:
    plan, result = _with_junior("2026-01-12")
    assert violations(plan, result) == ["start: junior 1: from must be left out, got 2026-01-12"]
    plan, result = _with_junior()
    result["managers"][1]["from"] = "2026-01-12"
    assert violations(plan, result) == ["start: Boris: from must be left out, got 2026-01-12"]


def test_nobody_works_before_the_first_day_that_was_chosen() -> None:
    plan, result = _with_junior(("2026-01-12", "2026-01-13"), "2026-01-13")
    found = violations(plan, result)
    assert any(witness.startswith("roster: 2026-01-12 junior 1:") for witness in found)
    assert found[0].startswith("ties: cost must be ")


def test_the_ramp_counts_from_the_first_day_that_was_chosen() -> None:
    plan, result = _with_junior(("2026-01-05", "2026-01-12"), "2026-01-05")
    plan["candidates"][0]["ramp"] = [0.5]
    assert violations(plan, result) == []
    result["managers"][0]["from"] = "2026-01-12"
    assert any("target: " in witness for witness in violations(plan, result))


def test_the_cost_counts_the_days_that_are_paid_and_what_hiring_costs() -> None:
    plan, result = _with_junior()
    without_hiring = result["cost"] - 7
    assert violations(plan, result | {"cost": without_hiring}) == [
        f"ties: cost must be {result['cost']:.10g}, got {without_hiring:.10g}"
    ]
    plan["managers"][1]["until"] = "2026-01-24"
    assert violations(plan, result)[0].startswith("ties: cost must be ")


def test_the_cost_over_the_horizon_keeps_to_its_limit() -> None:
    plan, result = _with_junior()
    assert violations(plan | {"limits": {"cost": 66.8}}, result) == []
    (broken,) = violations(plan | {"limits": {"cost": 66.7}}, result)
    assert broken.startswith("limits: cost: must be at most 66.7, got 66.7")


@pytest.mark.parametrize(
    ("changes", "witness"),
    [
        ({"cost_bound": None}, "status: optimal: cost_bound must be there, got nothing"),
        ({"cost_bound": 60.0}, "bounds: optimal: cost_bound must be cost 66.7946"),
        ({"headcount_bound": 2}, "status: optimal: headcount_bound must be null, is there"),
        ({"monthly_cost_bound": 130.0}, "status: optimal: monthly_cost_bound must be null, is there"),
    ],
)
def test_bounds_are_those_of_the_objectives(changes: dict[str, Any], witness: str) -> None:
    plan, result = _with_junior()
    sought = {"status": "optimal", "headcount_bound": None, "monthly_cost_bound": None, "cost_bound": result["cost"]}
    plan["objective"] = ["cost"]
    assert violations(plan, result | sought) == []
    (found,) = violations(plan, result | sought | changes)
    assert found.startswith(witness)


def test_an_infeasible_plan_may_be_warned_of_the_limit_of_cost_that_those_kept_exceed() -> None:
    plan, _ = by_hand()
    for manager in plan["managers"]:
        manager["keep"] = True
    values = ("headcount", "headcount_bound", "monthly_cost", "monthly_cost_bound", "revenue", "profit", "deals")
    sentence = "limits.cost is 50, and the people to be kept alone come to 82.793. Raise the limit, or keep fewer."
    nothing = {"status": "infeasible", **dict.fromkeys((*values, "products")), "warnings": [sentence]}
    assert violations(plan | {"limits": {"cost": 50}}, nothing) == []
    (besides,) = violations(plan | {"limits": {"cost": 83}}, nothing)
    assert besides.startswith("warnings: ")
