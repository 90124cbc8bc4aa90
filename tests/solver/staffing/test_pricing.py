"""What very many people are worth at given prices is what each of them is worth alone."""

from __future__ import annotations

from pathlib import Path

import pytest

import salescrew
from benchmarks.departments import department
from salescrew.models.department.department import Department
from salescrew.models.plan.plan import Plan
from salescrew.solver.engine.program import Clock, Engine, least
from salescrew.solver.search.size import TeamModel
from salescrew.solver.staffing.columns import Grain
from salescrew.solver.staffing.prices import Prices
from salescrew.solver.staffing.pricing import bound_of_many

ROOT = Path(__file__).parents[3]
PLANS = (
    "examples/consulting.yaml",
    "examples/closers.yaml",
    "examples/two-languages.yaml",
    "examples/shop.yaml",
    "tests/cases/small-03.yaml",
    "tests/cases/target-06.yaml",
)


@pytest.mark.parametrize(
    ("path", "most_slots"), [*((path, None) for path in PLANS), ("examples/closers.yaml", 3), ("examples/shop.yaml", 3)]
)
def test_all_at_once_are_worth_what_they_are_one_by_one(path: str, most_slots: int | None) -> None:
    plan = salescrew.load(str(ROOT / path))
    if plan.duty is not None:
        plan = plan.replace({"duty.max_slots_per_week": most_slots})
    of = Department(plan)
    model = TeamModel(of, Grain.WEEKS, room=-1.0)
    relaxed = least(model.program, [(model.reach, -1.0)], clock=Clock(None), relaxed=True)
    assert relaxed.has_solution
    prices, posts = Prices(model.staffing, relaxed), model.posts
    one_by_one, at_once = prices.bound(posts), bound_of_many(prices, posts)
    assert at_once.worth == pytest.approx(one_by_one.worth, rel=1e-9, abs=1e-12)
    assert (at_once.given, at_once.scale) == (one_by_one.given, one_by_one.scale)


@pytest.mark.parametrize("grain", [Grain.HORIZON, Grain.WEEKS])
def test_prices_of_weeks_that_are_added_up_bound_every_team(grain: Grain) -> None:
    of = Department(Plan.model_validate(department(20, 3, seed=5)))
    model = TeamModel(of, grain)
    people = model.terms("people")
    relaxed = least(model.program, people, clock=Clock(None), relaxed=True, engine=Engine.GLOP)
    assert relaxed.objective is not None
    bound = bound_of_many(Prices(model.staffing, relaxed), model.posts)
    # the people of the relaxation reach what they must at these prices as well
    there = [relaxed.values[column] for column, _ in people]
    reached = bound.given + sum(each * count for each, count in zip(bound.worth, there, strict=True))
    assert reached <= bound.scale * (1 + 1e-6)
    # whoever is taken adds at least a person's share of what is missing: so few cannot do
    assert max(bound.worth) * (relaxed.objective + 1e-6) >= bound.scale - bound.given
