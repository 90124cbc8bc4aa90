"""What prices prove of all teams is no more than the best of them takes, and nearly that."""

from __future__ import annotations

import math

import pytest

from benchmarks.departments import department
from salescrew.models.department.department import Department
from salescrew.models.plan.plan import Plan
from salescrew.solver.engine.program import Clock, Engine, least
from salescrew.solver.search.size import TeamModel
from salescrew.solver.search.wide.near import NearTeams
from salescrew.solver.search.wide.start import bands
from salescrew.solver.staffing.columns import Grain


def a_department(people: int, weeks: int, seed: int, **others: object) -> Department:
    return Department(Plan.model_validate({**department(people, weeks, seed=seed), **others}))


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("objective", [["people", "monthly_cost"], ["monthly_cost"]])
def test_prices_prove_about_what_the_relaxation_of_everybody_takes(seed: int, objective: list[str]) -> None:
    of, clock = a_department(60, 3, seed, objective=objective), Clock(None)
    near = NearTeams(of)
    assert near.find_prices(clock)
    everybody = TeamModel(of, Grain.HORIZON)
    for aim in of.sought:
        relaxed = least(everybody.program, everybody.terms(aim.name), clock=clock, relaxed=True, engine=Engine.GLOP)
        assert relaxed.objective is not None
        proven = near.bound(aim, clock)
        # days of their own may take more than days that are added up
        assert proven >= aim.bound(relaxed.objective * (1 - 1e-3))
        assert proven <= aim.bound(relaxed.objective * (1 + 1e-2))
        everybody.keep_at_most(aim, proven)


def test_a_team_near_the_prices_costs_hardly_more_than_is_proven() -> None:
    of, clock = a_department(60, 3, 1), Clock(None)
    near = NearTeams(of)
    assert near.find_prices(clock)
    sizing = near.cheapest(0.0, clock)
    cost = of.worth(sizing.team, "monthly_cost")
    assert sizing.people == near.most
    assert near.bound(of.aims["monthly_cost"], clock) <= cost <= near.bound(of.aims["monthly_cost"], clock) * 1.02


def test_limits_and_those_to_be_kept_are_in_what_prices_prove() -> None:
    plain, clock = a_department(40, 2, 3), Clock(None)
    dearest = max(plain.everyone, key=lambda person: person.record.monthly_cost)
    drawn = department(40, 2, seed=3)
    for manager in drawn["managers"]:
        manager["keep"] = manager["name"] == dearest.name
    kept = Department(Plan.model_validate(drawn))
    costs = []
    for of in (plain, kept):
        near = NearTeams(of)
        assert near.find_prices(clock)
        costs.append(near.bound(of.aims["monthly_cost"], clock))
        assert dearest.name in {post.names[0] for post in near.cheapest(0.0, clock).team} or of is plain
    assert costs[0] <= costs[1]


def test_bands_hold_everybody_once_in_each_role() -> None:
    of = a_department(60, 2, 4)
    posts = bands(of)
    for role in ("hunter", "inbound", "mixed"):
        names = [name for post in posts if post.role == role for name in post.names]
        assert sorted(names) == sorted(person.name for person in of.everyone)
    worth = math.fsum(post.count * post.present for post in posts)
    assert worth == pytest.approx(3 * math.fsum(1 - person.record.absence for person in of.everyone))


def test_nobody_of_so_many_gets_further_than_prices_say() -> None:
    of, clock = a_department(60, 3, 1), Clock(None)
    near = NearTeams(of)
    assert near.find_prices(clock)
    everybody = TeamModel(of, Grain.HORIZON, room=-1.0)
    fewer = round(near.most) - 1
    everybody.program.row(everybody.terms("people"), at_most=fewer)
    reaching = [(everybody.reach, -1.0)]
    most = least(everybody.program, reaching, clock=clock, relaxed=True, engine=Engine.GLOP)
    shown = near.all.most_reach(fewer)
    # days that are added up may reach a little more than days of their own
    assert most.values[everybody.reach] * (1 - 1e-3) <= shown <= most.values[everybody.reach] * (1 + 2e-2)
