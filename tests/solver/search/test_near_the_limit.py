"""Targets just below and just above what so many people reach: where whole days decide, and bounds are hard to meet."""

from __future__ import annotations

from pathlib import Path

import pytest

import salescrew
from salescrew.models.department.department import Department
from salescrew.models.plan.plan import Plan
from salescrew.solver.engine.program import Clock, State, least
from salescrew.solver.engine.tell import NOBODY
from salescrew.solver.search.reach import posts_of
from salescrew.solver.search.size import TeamModel
from salescrew.solver.search.team_search import TeamSearch
from salescrew.solver.staffing.columns import coarsest
from salescrew.solver.staffing.roster import RosterModel
from salescrew.solver.staffing.roster_effort import FIRST, SOON
from salescrew.solver.staffing.whole_weeks import WholeWeeks, may_be_added_up
from tests.oracle import brute_force
from tests.plans import random_plan
from tests.solver.answers import answer, solved
from tests.solver.stored import solved_case

QUARTER = Path(__file__).parents[3] / "benchmarks" / "field" / "quarter.yaml"
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
    split = least(model.program, [(model.reach, -1.0)], clock=Clock(None), relaxed=True)
    above = split.values[model.reach] * (1 + LITTLE)
    for added_up in (False, True) if may_be_added_up(department) else (False,):
        weeks = WholeWeeks(department, team, 10.0, added_up=added_up)
        assert weeks.search(Clock(None), most.reach - 1e-6).state is State.OPTIMAL
        if not added_up:  # sums of whole days may reach more than split ones, day by day
            assert weeks.search(Clock(None), above).state is State.INFEASIBLE
            assert weeks.fall_short_again(Clock(None), above)


def test_whole_days_added_up_rule_out_only_teams_that_no_whole_days_do_for() -> None:
    ruled_out = 0
    for seed in range(14):
        department = Department(random_plan(seed, "tiny"))
        team = TeamModel(department, coarsest(department.plan)).solve(Clock(None)).team
        if not team or not may_be_added_up(department):
            continue
        weeks = WholeWeeks(department, team, 10.0, added_up=True)
        if weeks.search(Clock(None), 1 - 1e-8).state is State.INFEASIBLE:
            ruled_out += 1
            assert weeks.fall_short_again(Clock(None), 1 - 1e-8)
            most = RosterModel(department, team).most(Clock(None))
            assert most.reach is None or most.reach < 1
    assert ruled_out > 2


def quarter_at(revenue: int) -> Department:
    """Give a department of a field plan that asks for so much of a quarter."""
    return Department(salescrew.load(str(QUARTER)).replace({"target.revenue": revenue}))


def test_days_of_a_quarter_added_up_show_what_its_weeks_one_by_one_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    department, asked = quarter_at(19_000_000), list[bool]()
    proposed = TeamModel(department, coarsest(department.plan)).solve(Clock(None))
    assert proposed.people == 6
    assert 0 < proposed.room < LITTLE
    search = WholeWeeks.search

    def noted(weeks: WholeWeeks, clock: Clock, reach: float, nodes: int | None = None) -> object:
        asked.append(weeks.is_added_up)
        return search(weeks, clock, reach, nodes)

    monkeypatch.setattr(WholeWeeks, "search", noted)
    assert RosterModel(department, proposed.team, effort=FIRST).search(Clock(None)).state is State.INFEASIBLE
    assert asked == [True]


def test_a_roomy_team_has_a_roster_soon_where_settled_weeks_of_single_people_leave_none() -> None:
    department = quarter_at(19_500_000)
    roomy = TeamModel(department, coarsest(department.plan)).roomy(8, Clock(None))
    assert roomy.people == 8
    assert RosterModel(department, roomy.team, effort=SOON).search(Clock(None)).state is State.OPTIMAL


def test_more_to_spare_is_not_asked_for_where_no_better_team_has_as_much(monkeypatch: pytest.MonkeyPatch) -> None:
    plan, _ = solved_case("small-00")
    search = TeamSearch(Department(plan), Clock(None), NOBODY)
    assert search.settle() == "optimal"
    model, rooms = search._model, list[float]()

    def noted(room: float) -> TeamModel:
        rooms.append(room)
        return model(room)

    monkeypatch.setattr(search, "_model", noted)
    best = search.best
    search._find_better((0.001, 0.1, 0.3))
    assert rooms == [0.001]
    assert search.best is best
