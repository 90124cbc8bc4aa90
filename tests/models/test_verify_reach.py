"""The checker on how far people get, and on what stays open, each rule broken alone."""

from __future__ import annotations

import pytest

from salescrew.models.checker.rules_team import VALUES
from tests.models.answer_by_hand import Data, by_hand, violations

OPEN = {"date": "2026-01-12", "slot": "morning", "required": 1, "short": 1}
UNDONE = {"week": "2026-01-12", "funnel": "cold", "activity": "meetings", "short": 1.5}


def infeasible(**changes: object) -> list[str]:
    plan, _ = by_hand()
    return violations(plan, {"status": "infeasible", **dict.fromkeys(VALUES), **changes})


def answered(plan_changes: Data | None = None, **changes: object) -> list[str]:
    plan, result = by_hand()
    return violations(plan | (plan_changes or {}), result | changes)


def test_infeasible_plan_has_a_reach_below_1() -> None:
    assert infeasible(reach=0.9) == []
    assert infeasible(reach=1.0) == ["reach: infeasible: reach must be at least 0 and below 1, got 1"]
    assert infeasible(reach=-0.1) == ["reach: infeasible: reach must be at least 0 and below 1, got -0.1"]


def test_with_a_reach_nothing_stays_open_or_undone() -> None:
    assert infeasible(uncovered=[OPEN]) == []
    assert infeasible(overloaded=[UNDONE]) == []
    assert infeasible(reach=0.9, uncovered=[OPEN]) == ["reach: reach 0.9: uncovered must be empty, has 1 rows"]
    assert infeasible(reach=0.9, overloaded=[UNDONE]) == ["reach: reach 0.9: overloaded must be empty, has 1 rows"]
    assert infeasible(uncovered=[OPEN], overloaded=[UNDONE]) == [
        "reach: overloaded must be empty where slots stay open, has 1 rows"
    ]


@pytest.mark.parametrize(
    ("row", "witness"),
    [
        (OPEN | {"slot": "afternoon"}, "2026-01-12 afternoon: must be open once for 1 to 0 of 0 people, got 1 of 1"),
        (OPEN | {"required": 2}, "2026-01-12 morning: must be open once for 1 to 1 of 1 people, got 1 of 2"),
        (OPEN | {"short": 2}, "2026-01-12 morning: must be open once for 1 to 1 of 1 people, got 2 of 1"),
        (OPEN | {"short": 0}, "2026-01-12 morning: must be open once for 1 to 1 of 1 people, got 0 of 1"),
    ],
)
def test_open_slots_are_slots_of_the_plan(row: Data, witness: str) -> None:
    assert infeasible(uncovered=[row]) == [f"reach: {witness}"]


def test_each_open_slot_is_said_once() -> None:
    assert len(infeasible(uncovered=[OPEN, OPEN])) == 1
    assert len(infeasible(overloaded=[UNDONE, UNDONE])) == 1


@pytest.mark.parametrize(
    "change", [{"week": "2026-01-13"}, {"funnel": "warm"}, {"activity": "calls"}, {"short": 0.0}, {"funnel": "hot"}]
)
def test_work_undone_is_work_of_the_plan(change: Data) -> None:
    (violation,) = infeasible(overloaded=[UNDONE | change])
    assert violation.startswith("reach: week of 2026-01-1")
    assert violation.endswith("must be work of the funnel, once a week")


def test_team_that_reaches_most_is_checked_against_its_reach() -> None:
    # the team reaches 600, which is 3 quarters of 800
    bounds = {"headcount_bound": None, "monthly_cost_bound": None}
    most = {"status": "infeasible", **bounds, "reach": 0.75}
    target = {"target": {"revenue": 800}}
    assert answered(target, **most) == []
    assert answered(target, **(most | {"reach": 0.8})) == ["target: revenue: must reach 640, reaches 600"]
    assert answered(target, **(most | {"reach": None})) == [
        "reach: reach must be there with a team, got null",
        "target: revenue: must reach 800, reaches 600",
    ]
    assert answered(target, **(most | {"headcount_bound": 2})) == [
        "status: infeasible: headcount_bound must be null, is there"
    ]


def test_answer_has_no_reach_but_a_stretch() -> None:
    assert answered(stretch={"reach": 1.2}) == []
    assert answered(reach=0.9)[0] == "reach: optimal: reach must be null, got 0.9"
    assert answered(uncovered=[OPEN]) == ["reach: optimal: uncovered must be empty, has 1 rows"]
    assert answered(stretch={"reach": 0.99}) == ["stretch: stretch.reach must be at least 1, got 0.99"]


def test_stretch_is_no_less_than_what_the_quotas_reach() -> None:
    # 600 of 500 are reached
    assert answered({"target": {"revenue": 500}}, stretch={"reach": 1.3}) == []
    (violation,) = answered({"target": {"revenue": 500}}, stretch={"reach": 1.1})
    assert violation.startswith("stretch: stretch.reach must be at least 1.20000")
    assert violation.endswith(", which the quotas reach, got 1.1")


def test_one_fewer_falls_short() -> None:
    fewer = {"reach": 0.9, "proven": True, "uncovered": [], "overloaded": []}
    assert answered(one_fewer=fewer) == []
    assert answered(one_fewer=fewer | {"reach": 1.01}) == [
        "one_fewer: one_fewer.reach must be at least 0 and below 1, got 1.01"
    ]
    # without a proof one fewer might do
    unproven = {"status": "feasible", "headcount_bound": 1}
    assert answered(one_fewer=fewer | {"reach": 1.01}, **unproven) == []
    assert answered(one_fewer=fewer | {"uncovered": [OPEN]}) == [
        "one_fewer: one_fewer.reach: uncovered must be empty, has 1 rows"
    ]
    assert answered(one_fewer=fewer | {"reach": None, "uncovered": [OPEN]}) == []
    assert answered(one_fewer=fewer | {"reach": None, "uncovered": [OPEN | {"short": 9}]}) == [
        "one_fewer: one_fewer: 2026-01-12 morning: must be open once for 1 to 1 of 1 people, got 9 of 1"
    ]


def test_one_fewer_is_null_where_it_cannot_be() -> None:
    fewer = {"reach": 0.9, "proven": True}
    assert answered({"objective": ["monthly_cost", "people"]}, one_fewer=fewer) == [
        "one_fewer: one_fewer must be null where the objective begins with monthly_cost"
    ]
    kept = [{"name": name, "monthly_cost": cost, "keep": True} for name, cost in (("Anna", 100), ("Boris", 80))]
    assert answered({"managers": kept}, one_fewer=fewer) == [
        "one_fewer: one_fewer must be null with a headcount of 2, 2 of them to be kept"
    ]


@pytest.mark.parametrize("name", ["stretch", "one_fewer"])
def test_what_is_said_of_a_team_needs_an_answer(name: str) -> None:
    bounds = {"headcount_bound": None, "monthly_cost_bound": None}
    said = {"reach": 1.2} if name == "stretch" else {"reach": 0.9, "proven": True}
    target = {"target": {"revenue": 800}}
    assert answered(target, status="infeasible", reach=0.75, **bounds, **{name: said}) == [
        f"{name}: infeasible: {name} must be null, is there"
    ]
