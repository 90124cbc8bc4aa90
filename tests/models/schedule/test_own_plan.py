"""The plan that a result holds."""

from __future__ import annotations

import salescrew
from salescrew.models.answers.result import Result
from salescrew.models.plan.plan import Plan
from salescrew.models.schedule.own_plan import other_plan
from tests.solver.answers import solved
from tests.test_oracles import PAYS, cold, deals, inbound, outbound, warm


def answered(**changes):
    plan = Plan.model_validate(outbound(target=deals(3), funnels=cold(PAYS), **changes))
    return plan, solved(plan)


def test_a_result_holds_its_plan_also_when_it_was_written_and_read():
    plan, result = answered()
    again = Result.model_validate_json(result.to_json())
    assert Plan.model_validate(again.plan) == plan
    assert other_plan(plan, again) == ""
    assert salescrew.verify(plan, again) == []


def test_where_a_plan_differs_is_said():
    plan, result = answered()
    other = plan.model_copy(update={"grace_weeks": 3, "currency": "EUR"})
    said = other_plan(other, result)
    assert said.startswith("the result was made of another plan: ")
    assert "grace_weeks is 3 in the plan, was nothing" in said
    assert "currency is EUR in the plan" in said


def test_only_some_of_many_differences_are_written_out():
    plan, result = answered()
    products = {f"product {number}": product for number in range(9) for product in plan.products.values()}
    said = other_plan(plan.model_copy(update={"products": plan.products | products}), result)
    assert said.endswith("; and 4 more.")


def test_a_result_of_version_1_says_nothing_of_its_plan():
    plan, result = answered()
    members = tuple(member.model_copy(update={"revenue": None}) for member in result.managers)
    old = result.model_copy(update={"version": 1, "plan": None, "plan_digest": None, "managers": members})
    assert other_plan(plan.model_copy(update={"grace_weeks": 3}), old) == ""
    assert salescrew.verify(plan, old) == []


def test_what_each_person_brings_adds_up_to_what_is_sold():
    plan = Plan.model_validate(inbound(funnels=warm(PAYS) | cold(PAYS), target=deals(24)))
    result = solved(plan)
    brought = [member.revenue for member in result.managers]
    assert all(brought)
    assert abs(sum(brought) - result.revenue) < 1e-6 * result.revenue


def broken(of, answer, /, **changes):
    return {violation.rule for violation in salescrew.verify(of, answer.model_copy(update=changes))}


def test_the_checker_counts_it_again():
    plan, result = answered()
    assert broken(plan, result, plan=None) == {"own_plan"}
    assert broken(plan, result, plan_digest="0" * 64) == {"own_plan"}
    assert broken(plan, result, version=1) == {"own_plan"}
    first, *others = result.managers
    for revenue in (first.revenue + 1, None):
        other = first.model_copy(update={"revenue": revenue})
        assert broken(plan, result, managers=(other, *others)) == {"brought"}
