"""The checker's rules on closers, each broken alone in an answer written by hand."""

from __future__ import annotations

import pytest

from tests.answer_by_hand import Data, by_hand, quotas_row, roster_row, violations

MEETINGS = ("2026-01-13", "2026-01-19")


def closed_by_hand() -> tuple[Data, Data]:
    """Give the plan by hand in which Cid holds the meetings that Anna opens."""
    plan, result = by_hand()
    plan["funnels"]["cold"]["stages"][1]["by"] = "closer"
    plan["managers"].append({"name": "Cid", "monthly_cost": 60, "roles": ["closer", "hunter"]})
    result |= {"headcount": 3, "headcount_bound": 3, "monthly_cost": 240.0, "monthly_cost_bound": 240.0}
    result["managers"].append({"name": "Cid", "role": "closer", "monthly_cost": 60.0, "hired": False})
    for day in MEETINGS:
        roster_row(result, day, "Anna")["manager"] = quotas_row(result, day, "Anna")["manager"] = "Cid"
    return plan, result


def test_a_closer_holds_what_others_open() -> None:
    assert violations(*closed_by_hand()) == []


def test_nobody_else_does_what_closers_do() -> None:
    plan, result = closed_by_hand()
    result["managers"][2]["role"] = "hunter"
    fallen = "4 meetings for closers fall due, there is time for 0"
    assert violations(plan, result) == [f"work: week of 2026-01-12 cold: {fallen}"]


def test_a_closer_does_no_more_than_there_is_time_for() -> None:
    plan, result = closed_by_hand()
    quotas_row(result, "2026-01-19", "Cid")["meetings"] = 1
    fallen = "4 meetings for closers fall due, there is time for 3"
    assert violations(plan, result) == [f"work: week of 2026-01-12 cold: {fallen}"]


def test_nobody_is_a_closer_whose_roles_do_not_name_it() -> None:
    plan, result = closed_by_hand()
    result["managers"][0]["role"] = "closer"
    assert "role: Anna: must be hunter or inbound or mixed, is closer" in violations(plan, result)


def test_a_closer_opens_no_contacts() -> None:
    plan, result = closed_by_hand()
    for rows in ("roster", "quotas"):
        row = (roster_row if rows == "roster" else quotas_row)(result, "2026-01-12", "Anna")
        row["manager"] = "Cid"
    found = violations(plan, result)
    assert "contacts: 2026-01-12 Cid: contacts of cold must be 0, since Cid is a closer, got 8" in found


@pytest.mark.parametrize("duty", [[], ["morning"]])
def test_a_closer_has_no_duty(duty: list[str]) -> None:
    plan, result = closed_by_hand()
    result["roster"].append({"date": "2026-01-20", "manager": "Cid", "pattern": {"duty": 2}, "duty": duty})
    result["quotas"].append({"date": "2026-01-20", "manager": "Cid", "calls": 0, "meetings": 0, "contacts": {}})
    found = violations(plan, result)
    assert "pattern: 2026-01-20 Cid: has no pattern {duty: 2} as closer" in found
    assert ("duty: 2026-01-20 Cid: is on duty as closer" in found) is bool(duty)


def test_what_only_closers_do_is_stated_as_theirs() -> None:
    plan, result = closed_by_hand()
    plan["pipeline"] = {"cold": {"meeting": 9}}
    # nine meetings are too many for Cid's four days of two
    nothing: Data = dict.fromkeys(("headcount", "headcount_bound", "monthly_cost", "monthly_cost_bound"))
    nothing |= dict.fromkeys(("revenue", "profit", "deals", "products"))
    nothing |= {name: [] for name in ("managers", "coverage", "roster", "quotas", "funnel")}
    work = {"week": "2026-01-12", "funnel": "cold", "activity": "meetings", "short": 1.0}
    told = result | nothing | {"status": "infeasible", "reach": None, "reach_proven": True, "overloaded": [work]}
    too_many = "reach: week of 2026-01-12 cold: 1 meetings too many must be work of the funnel, once a week"
    assert violations(plan, told) == [too_many]
    assert violations(plan, told | {"overloaded": [work | {"by": "closer"}]}) == []
