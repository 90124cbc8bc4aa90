"""Targets just below and just above what so many people reach: where whole days decide, and bounds are hard to meet."""

from __future__ import annotations

import pytest

from salescrew.models.department.department import Department
from salescrew.models.plan.plan import Plan
from salescrew.solver.engine.program import Clock, State, least
from salescrew.solver.search.reach import posts_of
from salescrew.solver.staffing.roster import RosterModel
from salescrew.solver.staffing.whole_weeks import WholeWeeks
from tests.oracle import brute_force
from tests.plans import random_plan
from tests.solver.answers import answer, solved
from tests.solver.stored import solved_case

LITTLE = 1e-3
"""A share of the targets that is well above tolerances, and far below what a whole day more brings."""


def scaled(plan: Plan, share: float) -> Plan:
    """Give a plan that asks for so many times as much of everything."""

    def times(value: float | None) -> float | None:
        return None if value is None else value * share

    target = plan.target
    of_products = {
        name: of.model_copy(update={key: times(wanted) for key, wanted in of}) for name, of in target.products.items()
    }
    of_all = {"revenue": times(target.revenue), "profit": times(target.profit), "products": of_products}
    return plan.model_copy(update={"target": target.model_copy(update=of_all)})


def reached(plan: Plan) -> float | None:
    """Tell how far the team of a plan gets at the most, where all targets are of the whole horizon."""
    target = plan.target
    if target.by_month or target.stages or target.under_way is not None:
        return None
    result = solved(plan)
    return None if result.stretch is None else result.stretch.reach


def near_the_limit(count: int) -> list[tuple[Plan, float]]:
    """Draw so many tiny plans of which it is known how far their teams get."""
    found: list[tuple[Plan, float]] = []
    for seed in range(10 * count):
        plan = random_plan(seed, "tiny")
        if (reach := reached(plan)) is not None:
            found.append((plan, reach))
        if len(found) == count:
            break
    assert len(found) == count
    return found


def test_agrees_with_the_enumerator_on_both_sides_of_what_a_team_reaches() -> None:
    for plan, reach in near_the_limit(3):
        for share in (reach * (1 - LITTLE), reach * (1 + LITTLE)):
            asked = scaled(plan, share)
            assert answer(asked) == brute_force(asked)


@pytest.mark.parametrize("name", ["small-00", "small-07", "small-09"])
def test_whole_weeks_rule_out_no_team_that_has_a_roster(name: str) -> None:
    plan, result = solved_case(name)
    department = Department(plan)
    team = posts_of(department, {member.name: member.role for member in result.managers})
    model = RosterModel(department, team)
    most = model.most(Clock(None))
    assert most.reach is not None
    weeks = WholeWeeks(department, team, 10.0)
    assert weeks.search(Clock(None), most.reach - 1e-6).state is State.OPTIMAL
    split = least(model.program, [(model.reach, -1.0)], clock=Clock(None), relaxed=True)
    above = split.values[model.reach] * (1 + LITTLE)
    assert weeks.search(Clock(None), above).state is State.INFEASIBLE
    assert weeks.fall_short_again(Clock(None), above)
