"""Closers: who does the work of stages that only they do."""

from __future__ import annotations

from typing import Any

import pytest

from salescrew.models.plan.plan import Plan
from tests.daily_model import daily
from tests.oracle import brute_force, brute_force_ties
from tests.plans_of_closers import plan_of_closers
from tests.solver.answers import answer, solved

Data = dict[str, Any]


def cold(**changes: Any) -> Data:
    """A week of five days: a call in ten leads to a meeting, a meeting in two to a deal of 1,000.

    A day holds 20 calls or 2 meetings.
    """
    stages = [
        {"name": "contact", "conversion": 0.1},
        {"name": "meeting", "conversion": 0.5, "effort": {"meetings": 1}, "by": "closer"},
    ]
    return {
        "name": "cold",
        "calendar": {"start": "2026-03-02", "weeks": 1},
        "products": {"x": {"average_deal": 1000}},
        "day_patterns": [{"calls": 20}, {"meetings": 2}],
        "funnels": {"cold": {"channel": "outbound", "product": "x", "opens_with": "calls", "stages": stages}},
        "pipeline": "steady",
        "managers": [
            {"name": "Ann", "monthly_cost": 2, "roles": ["hunter"]},
            {"name": "Bob", "monthly_cost": 3, "roles": ["hunter", "closer"]},
            {"name": "Cid", "monthly_cost": 9, "roles": ["closer"]},
        ],
        "target": {"revenue": 5000},
    } | changes


def roles(plan: Plan) -> dict[str, str]:
    return {one.name: one.role for one in solved(plan).managers}


def test_meetings_are_held_by_a_closer() -> None:
    # 5,000 are 5 deals, 10 meetings, 100 calls: a hunter calls 100 times in a week, a closer holds 10 meetings
    plan = Plan.model_validate(cold())
    assert answer(plan) == ("optimal", 2, 5.0)
    assert roles(plan) == {"Ann": "hunter", "Bob": "closer"}
    by_person = {row.manager: (row.activities["calls"], row.activities["meetings"]) for row in solved(plan).quotas}
    assert by_person["Ann"][1] == by_person["Bob"][0] == 0


def test_without_closers_the_hunter_holds_them_too() -> None:
    # Cid may not close any more than others: five days of calls and five of meetings are two people's, and Ann calls
    data = cold(managers=[{"name": "Ann", "roles": ["hunter"]}, {"name": "Dan", "roles": ["hunter"]}])
    del data["funnels"]["cold"]["stages"][1]["by"]
    assert answer(Plan.model_validate(data)) == ("optimal", 2, 0.0)


def test_a_closer_opens_no_contacts() -> None:
    # 120 calls take two who open, and 12 meetings two who close: three people are too few
    plan = Plan.model_validate(cold(target={"revenue": 6000}))
    assert answer(plan)[0] == "infeasible"
    result = solved(plan)
    # Ann calls 100 times, Bob or Cid holds 10 meetings: 5 of 6 deals; with two closers no more calls
    assert result.reach == pytest.approx(5 / 6, abs=1e-5)


def test_a_closer_does_other_work_too() -> None:
    # proposals take 20 calls each: 5 proposals are five days of calls, which a closer may do as anybody may
    stages = [
        {"name": "contact", "conversion": 0.1},
        {"name": "meeting", "conversion": 0.5, "effort": {"meetings": 1}, "by": "closer"},
        {"name": "proposal", "conversion": 1, "effort": {"calls": 10}},
    ]
    data = cold(target={"revenue": 2500})
    data["funnels"]["cold"]["stages"] = stages
    # 2.5 deals: 50 calls and 5 meetings, 25 calls for proposals: 2.5 + 2.5 + 1.25 days; Ann and Bob do all of it
    assert answer(Plan.model_validate(data)) == ("optimal", 2, 5.0)
    # of 4.9 deals, Ann's 98 calls leave 2 for proposals, and meetings take 4.9 of five days: there is no time for them
    data["target"] = {"revenue": 4900}
    assert answer(Plan.model_validate(data)) == ("optimal", 3, 14.0)


def test_a_closer_has_no_duty() -> None:
    # leads come in both slots of each day; who closes cannot answer them
    stages = [
        {"name": "lead", "conversion": 0.5},
        {"name": "meeting", "conversion": 0.5, "effort": {"meetings": 1}, "by": "closer"},
    ]
    warm = {"channel": "inbound", "product": "x", "leads": {"per_week": 10}, "stages": stages}
    plan = Plan.model_validate(
        cold(
            funnels={"warm": warm},
            duty={"leads_per_slot": 1},
            day_patterns=[{"meetings": 2}, {"duty": 2}, {"duty": 1, "meetings": 1}],
            managers=[
                {"name": "Ann", "monthly_cost": 2},
                {"name": "Cid", "monthly_cost": 3, "roles": ["closer"], "keep": True},
            ],
            target={"revenue": 2500},
        )
    )
    # 10 leads give 5 meetings and 2.5 deals
    assert answer(plan) == ("optimal", 2, 5.0)
    assert roles(plan)["Cid"] == "closer"
    assert {row.manager for row in solved(plan).roster if row.duty} == {"Ann"}
    assert all("duty" not in row.pattern for row in solved(plan).roster if row.manager == "Cid")


def test_whose_roles_do_not_name_it_never_closes() -> None:
    # everybody's default is hunter, inbound or mixed: only Cid is left to hold the meetings
    managers = [{"name": "Ann", "monthly_cost": 2}, {"name": "Bob", "monthly_cost": 3}]
    managers.append({"name": "Cid", "monthly_cost": 9, "roles": ["closer"]})
    plan = Plan.model_validate(cold(managers=managers))
    assert answer(plan) == ("optimal", 2, 11.0)
    assert roles(plan)["Cid"] == "closer"


def test_a_closer_is_no_wider_role() -> None:
    # there is no inbound funnel, so a mixed hunter would be wider than need be; a closer is not
    assert solved(Plan.model_validate(cold())).wider == 0


def test_work_that_nobody_closes_is_overloaded() -> None:
    # 12 meetings are under way, a closer holds 10 in the week
    managers = [{"name": "Ann", "roles": ["hunter"]}, {"name": "Cid", "roles": ["closer"]}]
    plan = Plan.model_validate(cold(pipeline={"cold": {"meeting": 12}}, managers=managers, target={"revenue": 1}))
    result = solved(plan)
    assert (result.status, result.reach) == ("infeasible", None)
    (row,) = result.overloaded
    assert (row.funnel, row.activity, row.by) == ("cold", "meetings", "closer")
    assert row.short == pytest.approx(2)


@pytest.mark.parametrize("seed", range(25))
def test_agrees_with_the_enumerator(seed: int) -> None:
    plan = plan_of_closers(seed)
    assert answer(plan) == brute_force(plan)


@pytest.mark.parametrize("seed", range(25, 33))
def test_agrees_with_the_enumerator_on_ties(seed: int) -> None:
    plan = plan_of_closers(seed)
    found, ties = solved(plan), brute_force_ties(plan)
    assert (found.hires, found.role_changes, found.wider) == (ties[:3] if ties else (None,) * 3)


@pytest.mark.parametrize("seed", range(6))
def test_agrees_with_the_daily_model(seed: int) -> None:
    plan = plan_of_closers(seed, "small")
    assert answer(plan) == daily(plan)
