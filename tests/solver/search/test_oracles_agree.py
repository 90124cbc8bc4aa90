"""The solver against the enumerator and against the daily model, on plans drawn over all of the format."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from salescrew.models.plan.plan import Plan
from tests.daily_model import daily
from tests.oracle import brute_force, brute_force_ties
from tests.plans import Size, random_plan, small_plans, tiny_plans
from tests.plans_on_the_way import plan_on_the_way
from tests.solver.answers import answer, solved

ONCE_INTERESTING: list[tuple[Size, int]] = [
    # days left out for want of a quota took with them the allowance that absence leaves
    ("case", 57),
]


@given(tiny_plans())
@settings(max_examples=40)
def test_agrees_with_the_enumerator(plan: Plan) -> None:
    assert answer(plan) == brute_force(plan)


@given(tiny_plans())
@settings(max_examples=25)
def test_agrees_with_the_enumerator_on_ties(plan: Plan) -> None:
    found, ties = solved(plan), brute_force_ties(plan)
    if ties is None:
        assert found.hires is found.cost is None
        return
    told = (found.hires, found.role_changes, found.wider)
    assert told == ties[:3]
    assert found.cost == pytest.approx(float(ties.cost), abs=1e-6)
    assert (found.hires_bound, found.role_changes_bound, found.wider_bound) == told
    assert found.cost_bound == pytest.approx(found.cost, abs=1e-6)


@given(small_plans())
@settings(max_examples=10)
def test_agrees_with_the_daily_model(plan: Plan) -> None:
    assert answer(plan) == daily(plan)


@pytest.mark.parametrize("seed", range(40))
def test_agrees_with_the_enumerator_on_plans_on_the_way(seed: int) -> None:
    plan = plan_on_the_way(seed)
    assert answer(plan) == brute_force(plan)


@pytest.mark.parametrize("seed", range(20))
def test_agrees_with_the_enumerator_on_working_time_on_the_way(seed: int) -> None:
    plan = plan_on_the_way(seed, working_time=True)
    assert answer(plan) == brute_force(plan)


@pytest.mark.parametrize("seed", range(12))
def test_agrees_with_the_daily_model_on_plans_on_the_way(seed: int) -> None:
    plan = plan_on_the_way(seed, "small")
    assert answer(plan) == daily(plan)


@pytest.mark.parametrize(("size", "seed"), ONCE_INTERESTING)
def test_agrees_on_what_once_went_wrong(size: Size, seed: int) -> None:
    plan = random_plan(seed, size)
    assert answer(plan) == daily(plan)
