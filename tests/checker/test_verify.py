"""The checker's rules on a result as a whole and on the team, each broken alone in an answer written by hand."""

from __future__ import annotations

import pytest

from salescrew.checker.verify import Violation
from salescrew.language import speaking
from salescrew.models.department.warnings import warnings
from salescrew.models.plan.plan import Plan
from tests.answer_by_hand import Data, by_hand, violations

VALUES = (
    "headcount",
    "headcount_bound",
    "monthly_cost",
    "monthly_cost_bound",
    "revenue",
    "profit",
    "deals",
    "products",
)


def _renamed(result: Data, old: str, new: str) -> None:
    result["managers"] = [row | {"name": new} if row["name"] == old else row for row in result["managers"]]
    for rows in ("roster", "quotas"):
        result[rows] = [row | {"manager": new} if row["manager"] == old else row for row in result[rows]]


def _with_junior_for_anna() -> tuple[Data, Data]:
    """The same answer, but that a junior who costs 50 does Anna's work."""
    plan, result = by_hand()
    _renamed(result, "Anna", "junior 1")
    result["managers"][0] |= {"hired": True, "monthly_cost": 50.0}
    result |= {"monthly_cost": 130.0, "monthly_cost_bound": 130.0}
    return plan, result


def test_an_answer_by_hand_keeps_every_promise() -> None:
    assert violations(*by_hand()) == []


def test_a_violation_reads_as_a_sentence() -> None:
    violation = Violation("cover", "2026-01-13 morning: needs 2 on duty, has Anna")
    assert str(violation) == "cover: 2026-01-13 morning: needs 2 on duty, has Anna"


@pytest.mark.parametrize("status", ["infeasible", "no_answer"])
def test_no_answer_has_no_values(status: str) -> None:
    plan, result = by_hand()
    assert violations(plan, {"status": status, **dict.fromkeys(VALUES)}) == []
    without = {"headcount": None} if status == "infeasible" else {}
    assert violations(plan, result | {"status": status} | without) == [
        *(f"status: {status}: {name} must be null, is there" for name in VALUES if name not in without),
        f"status: {status}: managers must be empty, has 2 rows",
        f"status: {status}: coverage must be empty, has 4 rows",
        f"status: {status}: roster must be empty, has 7 rows",
        f"status: {status}: quotas must be empty, has 7 rows",
        f"status: {status}: funnel must be empty, has 10 rows",
    ]


@pytest.mark.parametrize("name", [name for name in VALUES if name != "profit"])
@pytest.mark.parametrize("status", ["optimal", "feasible"])
def test_an_answer_has_values(status: str, name: str) -> None:
    plan, result = by_hand()
    assert violations(plan, result | {"status": status, name: None}) == [
        f"status: {status}: {name} must be there, got nothing"
    ]


def test_bounds_of_an_optimal_answer_are_reached() -> None:
    plan, result = by_hand()
    assert violations(plan, result | {"headcount_bound": 1, "monthly_cost_bound": 179.9}) == [
        "bounds: optimal: headcount_bound must be headcount 2, got 1",
        "bounds: optimal: monthly_cost_bound must be monthly_cost 180, got 179.9",
    ]
    assert violations(plan, result | {"status": "feasible", "headcount_bound": 1, "monthly_cost_bound": 0}) == []


@pytest.mark.parametrize("status", ["optimal", "feasible"])
def test_no_bound_is_above_its_value(status: str) -> None:
    plan, result = by_hand()
    wrong = {"status": status, "headcount_bound": 3, "monthly_cost_bound": float("nan")}
    assert violations(plan, result | wrong) == [
        "bounds: headcount_bound must be at most headcount 2, got 3",
        "bounds: monthly_cost_bound must be at most monthly_cost 180, got nan",
    ]


@pytest.mark.parametrize("change", [{"from": "2026-01-05"}, {"until": "2026-01-25"}, {"ramp": [1, 1]}])
def test_a_steady_plan_with_changing_people_gets_a_warning(change: Data) -> None:
    # the flow of the answer is the same round the end: nothing passes from the second week into the first
    plan, result = by_hand()
    plan["pipeline"] = "steady"
    assert violations(plan, result | {"warnings": []}) == []
    plan["candidates"][0] |= change
    assert violations(plan, result) == []
    (missing,) = violations(plan, result | {"warnings": []})
    assert missing.startswith("warnings: must be there: pipeline: steady means that this team")
    plan["pipeline"] = "empty"
    assert violations(plan, result | {"warnings": []}) == []


def test_no_warning_is_there_that_the_plan_does_not_call_for() -> None:
    plan, result = by_hand()
    said = "warnings: the plan does not call for this, or not twice: Mind the gap."
    assert violations(plan, result | {"warnings": ["Mind the gap."]}) == [said]
    plan["pipeline"], plan["candidates"][0]["ramp"] = "steady", [1, 1]
    called_for = warnings(Plan.model_validate(plan))
    (twice,) = violations(plan, result | {"warnings": called_for * 2})
    assert twice.startswith("warnings: the plan does not call for this, or not twice: pipeline: steady means")


def test_warnings_may_be_said_in_any_language() -> None:
    plan, result = by_hand()
    plan["pipeline"], plan["candidates"][0]["ramp"] = "steady", [1, 1]
    english = warnings(Plan.model_validate(plan))
    with speaking("ru"):
        russian = warnings(Plan.model_validate(plan))
        assert violations(plan, result | {"warnings": english}) == []
        (twice,) = violations(plan, result | {"warnings": english + russian})
        assert twice.startswith("warnings: план этого не требует или не дважды: pipeline: steady")
    assert english != russian
    assert violations(plan, result | {"warnings": russian}) == []


def test_an_infeasible_plan_may_be_warned_of_the_limit_that_those_kept_exceed() -> None:
    plan, _ = by_hand()
    sentence = "limits.people is {}, and the people to be kept alone come to 2. Raise the limit, or keep fewer."
    nothing = {"status": "infeasible", **dict.fromkeys(VALUES), "warnings": [sentence.format(1)]}
    for manager in plan["managers"]:
        manager["keep"] = True
    (besides,) = violations(plan, nothing)
    assert besides.startswith("warnings: the plan does not call for this, or not twice: limits.people is 1")
    plan["limits"] = {"people": 1}
    assert violations(plan, nothing) == []
    (another,) = violations(plan, nothing | {"warnings": [sentence.format(3)]})
    assert another.startswith("warnings: ")


@pytest.mark.parametrize(
    ("name", "witness"),
    [
        ("Zoe", "Zoe: the plan has nobody of this name"),
        ("junior", "junior: the plan has nobody of this name"),
        ("junior 0", "junior 0: the plan has nobody of this name"),
        ("junior 01", "junior 01: the plan has nobody of this name"),
        ("junior 3", "junior 3: the plan has at most 2 of junior"),
        ("Anna", "Anna: must have one role, is there twice"),
    ],
)
def test_everyone_on_the_team_is_in_the_plan_once(name: str, witness: str) -> None:
    plan, result = by_hand()
    result["managers"].append({"name": name, "role": "mixed", "monthly_cost": 100, "hired": False})
    assert violations(plan, result | {"headcount": 3, "headcount_bound": 3}) == [f"person: {witness}"]


def test_the_second_of_two_juniors_may_come_alone() -> None:
    plan, result = _with_junior_for_anna()
    assert violations(plan, result) == []
    _renamed(result, "junior 1", "junior 2")
    assert violations(plan, result) == []


def test_a_role_is_one_that_the_plan_allows() -> None:
    plan, result = by_hand()
    plan["managers"][0]["roles"] = ["inbound", "mixed"]
    assert violations(plan, result) == ["role: Anna: must be inbound or mixed, is hunter"]


def test_candidates_are_hired_and_managers_are_not() -> None:
    plan, result = by_hand()
    result["managers"][0]["hired"] = True
    assert violations(plan, result) == ["hired: Anna: hired must be false, got true"]
    plan, result = _with_junior_for_anna()
    result["managers"][0]["hired"] = False
    assert violations(plan, result) == ["hired: junior 1: hired must be true, got false"]


def test_everyone_costs_what_the_plan_says() -> None:
    plan, result = by_hand()
    result["managers"][1]["monthly_cost"] = 79.0
    assert violations(plan, result) == ["cost: Boris: monthly_cost must be 80, got 79"]
    plan, result = by_hand()
    assert violations(plan, result | {"monthly_cost": 179.0, "monthly_cost_bound": 179.0}) == [
        "cost: monthly_cost must be 180, got 179"
    ]


def test_the_headcount_is_the_team() -> None:
    plan, result = by_hand()
    assert violations(plan, result | {"headcount": 3, "headcount_bound": 3}) == [
        "headcount: headcount must be 2, as managers has, got 3"
    ]


def test_who_is_kept_has_a_role() -> None:
    plan, result = by_hand()
    plan["managers"][0]["keep"] = True
    assert violations(plan, result) == []
    plan["managers"].append({"name": "Vera", "keep": True})
    assert violations(plan, result) == ["keep: Vera: must have a role, has none"]


def test_all_of_a_kept_profile_have_a_role() -> None:
    plan, result = _with_junior_for_anna()
    plan["candidates"][0]["keep"] = True
    assert violations(plan, result) == ["keep: junior: all 2 must have a role, 1 have"]
    plan["candidates"][0]["at_most"] = 1
    assert violations(plan, result) == []


def test_the_team_keeps_to_the_limits() -> None:
    plan, result = _with_junior_for_anna()
    plan["limits"] = {"people": 2, "hires": 1, "monthly_cost": 130}
    assert violations(plan, result) == []
    plan["limits"] = {"people": 1, "hires": 0, "monthly_cost": 129.9999}
    assert violations(plan, result) == [
        "limits: people: must be at most 1, got 2",
        "limits: hires: must be at most 0, got 1",
        "limits: monthly_cost: must be at most 129.9999, got 130",
    ]
