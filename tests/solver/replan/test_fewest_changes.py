"""The fewest changes where the model of everybody's days is too large to be solved to the end."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from salescrew.models.answers.replan import Freedom
from salescrew.models.answers.result import Result
from salescrew.models.plan.plan import Plan
from salescrew.models.schedule.schedule import schedule_of
from salescrew.solver.engine.program import Clock, Outcome, Program, State, Term, least
from salescrew.solver.replan import fewest_changes
from salescrew.solver.replan.effort import EFFORT
from salescrew.solver.replan.in_force import Incumbent
from salescrew.solver.replan.joiners import alone
from salescrew.solver.replan.model import ReplanModel
from tests.simulation import Simulation
from tests.solver.replanned import away, replanned
from tests.solver.stored import solved_case

WEEK = dt.timedelta(weeks=1)


def test_parts_that_are_planned_again_have_everybodys_days_of_each_week() -> None:
    plan, result = solved_case("target-00")
    model = model_of(plan, result)
    search = fewest_changes.FewestChanges(model, {}, Clock(None))
    week = model.department.horizon.week_of
    weeks = {week(day) for day, _ in model.days}
    assert len(weeks) > EFFORT.weeks_together
    parts = list(search._parts())
    for part in parts:
        inside = [key for key, columns in model.days.items() if part.issuperset(columns.all)]
        of = sorted({week(day) for day, _ in inside})
        assert of == list(range(of[0], of[-1] + 1))
        assert len(of) <= EFFORT.weeks_together
        assert sorted(inside) == sorted(key for key in model.days if week(key[0]) in of)
    assert frozenset().union(*parts) == {column for columns in model.days.values() for column in columns.all}


def model_of(plan: Plan, result: Result) -> ReplanModel:
    """Make the model of the days of a result, none of them over."""
    schedule = schedule_of(plan, result)
    department = schedule.department
    team = alone(department, schedule.roles)
    return ReplanModel(department, team, Incumbent(department, schedule), frozenset(), roster=True, quotas=True)


def goals(result: Result) -> list[tuple[float, float]]:
    """Give how much changes, and its bound, in the order in which it counts."""
    assert result.replan is not None
    return [(goal.value, goal.bound) for goal in result.replan.turnover]


def blind(monkeypatch: pytest.MonkeyPatch, share: float) -> list[int]:
    """Let the solver find nothing where more than a share of all choices is free; the answer counts its failures."""
    failures: list[int] = []

    def sees_little(program: Program, objective: Sequence[Term] = (), **options: Any) -> Outcome:
        free = sum(lower < upper for lower, upper in zip(program.lower, program.upper, strict=True))
        if options.get("relaxed") or free <= share * len(program.lower):
            return least(program, objective, **options)
        failures.append(free)
        return Outcome(State.UNKNOWN, -math.inf)

    monkeypatch.setattr(fewest_changes, "least", sees_little)
    monkeypatch.setattr(fewest_changes, "EFFORT", replace(fewest_changes.EFFORT, large=0))
    return failures


@pytest.mark.parametrize("allow", [("hire", "roles", "roster", "quotas"), ("roster", "quotas")])
@pytest.mark.parametrize("name", ["target-08", "small-07", "small-20"])
def test_where_the_solver_finds_nothing_the_plan_that_is_known_is_bettered(
    monkeypatch: pytest.MonkeyPatch, name: str, allow: tuple[Freedom, ...]
) -> None:
    plan, result = solved_case(name)
    monday = plan.calendar.start + WEEK
    simulation = Simulation(plan, seed=4)
    simulation.work(result, 0)
    somebody = next((row.manager for row in result.roster if row.duty), result.managers[0].name)
    absent = {somebody: away(monday, monday + dt.timedelta(days=2))}
    exact = replanned(plan, result, simulation.actuals, monday, absent=absent, allow=allow)
    failures = blind(monkeypatch, 0.7)
    found = replanned(plan, result, simulation.actuals, monday, absent=absent, allow=allow)
    assert failures or found.to_json() == exact.to_json()
    assert found.headcount is not None
    if found.reach != exact.reach:  # what was found is all that is known to be reached; None is all of it
        assert found.reach is not None
        assert found.reach > 0.85 * (1.0 if exact.reach is None else exact.reach)
        return
    (values, bounds), (best, least_of_all) = (zip(*goals(of), strict=True) for of in (found, exact))
    # in the order in which they count: the first that differs decides
    assert values >= least_of_all
    assert bounds <= best
