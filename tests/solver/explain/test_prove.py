"""What a result claims beyond what is recomputed, proven by solving: right claims are proven, wrong ones are not."""

from __future__ import annotations

import json
from typing import Any

import pytest

import salescrew
from salescrew.errors import InputError
from salescrew.models.answers.result import Result
from salescrew.models.plan.plan import Plan
from tests.answer_by_hand import by_hand
from tests.solver.explain.test_tampered import MADE_ANEW, MET, NOT_MET, answered
from tests.solver.search.test_promises import plan as ten_deals


def verdicts(plan: Plan, result: Result, **options: Any) -> dict[str, str]:
    """Prove a result that keeps every promise, and give the verdict on each claim by its first field."""
    assert salescrew.verify(plan, result) == []
    return {claim.fields[0]: claim.verdict for claim in salescrew.prove(plan, result, **options)}


def of(name: str, **changes: Any) -> tuple[Plan, Result]:
    """Give a stored plan and its result with some fields otherwise."""
    plan, text, _ = answered(name)
    return plan, Result.model_validate_json(json.dumps(json.loads(text) | changes))


@pytest.mark.parametrize("name", [*MET, *NOT_MET])
def test_what_is_right_is_proven_and_nothing_that_is_not_looked_at_left_out(name: str) -> None:
    plan, result = of(name)
    proven = salescrew.prove(plan, result)
    is_open = [claim.fields[0] for claim in proven if claim.verdict != "proven"]
    assert {claim.verdict for claim in proven} <= {"proven", "open"}
    assert is_open == []
    not_looked_at = {
        field
        for claim in salescrew.claims(result, plan=plan)
        if claim.verdict == "not looked at"
        for field in claim.fields
    }
    assert not_looked_at <= {field for claim in proven for field in claim.fields}


# ---- of a plan that can be met


def test_more_people_than_it_takes_are_not_the_fewest() -> None:
    # 100 calls are one person's week: with all of them kept there are three
    kept = ten_deals()
    kept["managers"] = [person | {"keep": True} for person in kept["managers"]]
    found = verdicts(Plan.model_validate(ten_deals()), salescrew.solve(Plan.model_validate(kept)))
    assert (found["status"], found["headcount"], found["monthly_cost"]) == ("proven", "wrong", "open")


def test_who_costs_more_than_it_takes_is_not_the_cheapest() -> None:
    # A costs 5, B 3
    with_a = ten_deals()
    with_a["managers"][0]["keep"] = True
    found = verdicts(Plan.model_validate(ten_deals()), salescrew.solve(Plan.model_validate(with_a)))
    assert (found["headcount"], found["monthly_cost"]) == ("proven", "wrong")


def test_bounds_of_an_answer_that_is_not_optimal_are_proven_or_wrong() -> None:
    kept = ten_deals()
    kept["managers"] = [person | {"keep": True} for person in kept["managers"]]
    worse = salescrew.solve(Plan.model_validate(kept))
    plan = Plan.model_validate(ten_deals())
    for bound, verdict in ((0, "proven"), (1, "proven"), (2, "wrong")):
        changes = {"status": "feasible", "headcount_bound": bound, "one_fewer": None, "stretch": None}
        assert verdicts(plan, worse.model_copy(update=changes))["headcount"] == verdict


@pytest.mark.parametrize("name", ["target-01", "target-13"])
def test_stretch_is_neither_more_nor_less_than_the_team_can_do(name: str) -> None:
    plan, result = of(name)
    assert result.stretch is not None
    reach = result.stretch.reach
    for more, verdict in ((0.0, "proven"), (0.01, "wrong"), (1.0, "wrong")):
        plan, result = of(name, stretch={"reach": reach * (1 + more)})
        assert verdicts(plan, result)["stretch"] == verdict


def test_stretch_below_what_the_team_can_do_is_wrong() -> None:
    # 10 deals take 100 of 100 calls with an average deal, and half of them with twice as good people
    data = ten_deals(managers=[{"name": "A", "effectiveness": 2}])
    plan = Plan.model_validate(data)
    result = salescrew.solve(plan)
    assert result.stretch is not None
    assert result.stretch.reach == pytest.approx(2, rel=1e-5)
    assert verdicts(plan, _with_stretch(result, 1.5)) == {
        "status": "proven",
        "headcount": "proven",
        "monthly_cost": "proven",
        "hires_bound": "proven",
        "role_changes_bound": "proven",
        "wider_bound": "proven",
        "cost_bound": "proven",
        "stretch": "wrong",
        "odds.all": "proven",
        "odds.at_stretch": "proven",
    }


def test_odds_that_are_not_those_of_the_quotas_are_wrong() -> None:
    plan = Plan.model_validate(ten_deals())
    result = salescrew.solve(plan)
    assert result.odds is not None
    wider = result.odds.revenue.model_copy(update={"sd": 1.01 * result.odds.revenue.sd})
    told = result.model_copy(update={"odds": result.odds.model_copy(update={"revenue": wider})})
    assert not salescrew.verify(plan, told)
    assert (verdicts(plan, result)["odds.all"], verdicts(plan, told)["odds.all"]) == ("proven", "wrong")


def _with_stretch(result: Result, reach: float) -> Result:
    return Result.model_validate(result.model_dump() | {"stretch": {"reach": reach}})


@pytest.mark.parametrize("name", ["target-01", "small-09"])
def test_one_fewer_gets_neither_further_nor_less_far(name: str) -> None:
    _, result = of(name)
    fewer = result.one_fewer
    assert fewer is not None
    if fewer.reach is None:
        # all slots can be covered, but no places are left for absences
        told = fewer.model_dump(mode="json")
        assert told["reserve"]
        for row in told["reserve"]:
            row["missing"] /= 2
        assert verdicts(*of(name, one_fewer=told))["one_fewer"] == "wrong"
        return
    for reach, is_proven, verdict in (
        (fewer.reach * 0.98, True, "wrong"),
        (fewer.reach * 0.98, False, "proven"),
        ((fewer.reach + 1) / 2, True, "wrong"),
        ((fewer.reach + 1) / 2, False, "wrong"),
    ):
        claim = {"reach": reach, "proven": is_proven}
        assert verdicts(*of(name, one_fewer=claim))["one_fewer"] == verdict


# ---- of a plan that cannot be met


@pytest.mark.parametrize("name", ["small-01", "small-03 best", "small-10"])
def test_reach_of_a_plan_that_cannot_be_met(name: str) -> None:
    plan, result = of(name)
    if result.reach is None:
        found = verdicts(*of(name, reach=0.5, uncovered=[], overloaded=[]))
    else:
        found = verdicts(*of(name, reach=result.reach * 0.98))
    odds = {"odds.all": "proven"} if result.odds is not None else {}
    assert found == {"status": "proven", "reach": "wrong"} | odds
    assert verdicts(plan, result) == {"status": "proven", "reach": "proven"} | odds


@pytest.mark.parametrize("name", ["small-06", "small-08", "small-10", "small-11"])
def test_what_stays_open_or_undone_is_as_little_as_can_be(name: str) -> None:
    _, result = of(name)
    rows = [row.model_dump(mode="json") for row in result.uncovered or result.overloaded]
    field = "uncovered" if result.uncovered else "overloaded"
    if field == "overloaded":
        rows[0]["short"] *= 0.9
    elif rows[0]["short"] < rows[0]["required"]:
        rows[0]["short"] += 1
    else:
        rows.append(_another_slot(name, rows))
    assert verdicts(*of(name, **{field: rows}))["reach"] == "wrong"


def _another_slot(name: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    from salescrew.models.department.horizon import Horizon
    from salescrew.models.department.leads import slots_with_leads

    plan, _ = of(name)
    known = {(row["date"], row["slot"]) for row in rows}
    slot = next(s for s in slots_with_leads(Horizon(plan)) if s.required and (str(s.date), s.name) not in known)
    return {"date": str(slot.date), "slot": slot.name, "required": slot.required, "short": 1}


def test_a_plan_that_can_be_met_is_not_infeasible() -> None:
    plan, _ = of("target-01")
    values = ("headcount", "headcount_bound", "monthly_cost", "monthly_cost_bound", "revenue", "profit", "deals")
    nothing = Result.model_validate(
        {"version": 1, "status": "infeasible", **dict.fromkeys((*values, "products")), "reach": 0.9}
    )
    (status,) = salescrew.prove(plan, nothing)
    assert (status.verdict, status.found) == ("wrong", "solving says optimal")


# ---- what is not proven


def test_without_time_nothing_is_proven_and_nothing_is_wrong() -> None:
    for name in ("target-01", "small-05"):
        assert set(verdicts(*of(name), time_limit=1e-9).values()) == {"open"}


def test_who_found_no_answer_claims_nothing() -> None:
    plan, _ = of("target-01")
    values = ("headcount", "headcount_bound", "monthly_cost", "monthly_cost_bound", "revenue", "profit", "deals")
    nothing = Result.model_validate({"version": 1, "status": "no_answer", **dict.fromkeys((*values, "products"))})
    assert salescrew.prove(plan, nothing) == ()


def test_a_result_that_breaks_a_promise_is_refused() -> None:
    data, result = by_hand()
    with pytest.raises(InputError, match=r"result: must keep every promise to be proven, got totals: revenue must be"):
        salescrew.prove(Plan.model_validate(data), Result.model_validate(result | {"revenue": 3}))


def test_a_result_that_was_made_anew_is_refused() -> None:
    plan, result = of(MADE_ANEW[0])
    with pytest.raises(InputError, match=r"result: must be one of solve to be proven, was made anew\."):
        salescrew.prove(plan, result)
