"""The checker's rules on what may change and with what: the good results of test_verify_replan, tampered with."""

from __future__ import annotations

import json

import pytest

from tests.checker.test_verify_replan import PARENT, both, found, joined, made_anew, moved, short


def undone():
    """Anna is away from Monday the 19th on, and nobody else may hold the 2 meetings that are left of the first week."""
    return json.loads(made_anew("2026-01-19", (("Anna", "2026-01-19/2026-01-25"),), allow=("quotas",)))


def test_work_left_undone_keeps_every_promise():
    result = undone()
    assert (result["status"], result["replan"]["left_undone"][0]["amount"]) == ("infeasible", pytest.approx(2))
    assert both(result) == ([], [])


def test_nobody_joins_where_nobody_may():
    result = joined()
    result["replan"]["allowed"] = ["roster", "quotas"]
    assert both(result) == (["freedom: junior 1 hire from None to mixed: hire was not allowed"], [])


def test_nobody_changes_role_where_nobody_may():
    result = short()
    change = {"kind": "role", "manager": "Anna", "was": "mixed", "now": "hunter", "reason": "why"}
    result["replan"]["changes"].append(change)
    assert "freedom: Anna role from mixed to hunter: roles was not allowed" in found(result)


def test_conversions_used_are_those_of_the_plan_that_is_answered():
    result = moved()
    result["replan"]["rates_used"][0]["used"] = 0.4
    assert found(result) == ["rates: cold contact must be 0.5, got 0.4"]
    result["replan"]["rates_used"] = result["replan"]["rates_used"][1:]
    assert found(result) == ["rates: cold contact must be 0.5, got nothing"]


def test_conversions_used_are_of_stages_of_the_plan():
    result = moved()
    result["replan"]["rates_used"].append(result["replan"]["rates_used"][0] | {"stage": "call"})
    assert found(result) == ["rates: call of cold: must be a stage of the plan"]


def test_work_left_undone_is_spared():
    result = moved()
    result["replan"]["left_undone"] = [{"week": "2026-01-19", "funnel": "cold", "activity": "meetings", "amount": 2}]
    alone = found(result)
    assert (
        "left: week of 2026-01-19 cold: 2 meetings left undone, must be at most 0, the spared_work of the basis"
        in alone
    )
    assert "reach_bound: optimal: must be infeasible, since work is left undone" in alone


def test_a_result_that_says_nothing_of_being_made_anew_has_no_parent():
    assert both(json.loads(PARENT.to_json())) == (
        [],
        ["changes: must be made anew out of a result to have a parent, was not"],
    )
