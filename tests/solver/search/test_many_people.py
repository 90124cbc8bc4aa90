"""Departments of very many people: the search over them agrees with the exact one where both can be had."""

from __future__ import annotations

import json
import math
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

import salescrew
from benchmarks.departments import department
from salescrew.models.department.department import Department
from salescrew.models.plan.plan import Plan
from salescrew.solver.engine.program import Clock
from salescrew.solver.engine.tell import NOBODY
from salescrew.solver.search import many_people as wide
from salescrew.solver.search import near_relaxation, size, trial
from salescrew.solver.search.effort import MANY, USUAL, NearRelaxationEffort
from salescrew.solver.search.near_relaxation import least_near_relaxation
from salescrew.solver.search.reach import ReachSearch
from salescrew.solver.search.size import TeamModel
from salescrew.solver.search.team_search import TeamSearch
from salescrew.solver.search.trial import reach_of
from salescrew.solver.search.wide.near import NearTeams
from salescrew.solver.search.wide.search import WideSearch
from salescrew.solver.staffing.bands import weekly_bands
from salescrew.solver.staffing.columns import Grain
from salescrew.solver.staffing.roster_effort import BESIDE, NEAR, STRETCH
from salescrew.solver.staffing.roster_effort import USUAL as USUAL_ROSTER
from tests.solver.answers import solved
from tests.solver.stored import solved_case

ROOT = Path(__file__).parents[3]
CASES = ROOT / "tests" / "cases"
ROWS = [json.loads(line) for line in (CASES / "expected.jsonl").read_text().splitlines()]
EXPECTED = {row["plan"].removesuffix(".yaml"): row for row in ROWS}
SOME = ("small-00", "small-05", "small-07", "small-11", "small-20", "target-00", "target-06", "target-11", "target-15")


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take every department for one of too many different people, and every team too."""
    monkeypatch.setattr("salescrew.models.department.department.WIDE", 0)
    monkeypatch.setattr(wide, "MANY", replace(wide.MANY, posts=0))


@pytest.mark.parametrize("name", SOME)
@pytest.mark.usefixtures("many")
def test_what_is_proven_of_many_holds(name: str) -> None:
    plan, optimum = salescrew.load(str(CASES / f"{name}.yaml")), EXPECTED[name]
    result = solved(plan)
    if optimum["headcount"] is None:
        assert result.status == "infeasible"
        return
    assert result.status in ("optimal", "feasible", "no_answer")
    if result.headcount is not None and result.headcount_bound is not None:
        assert result.headcount_bound <= optimum["headcount"] <= result.headcount
    if result.headcount == optimum["headcount"]:
        assert result.monthly_cost_bound is not None
        assert result.monthly_cost is not None
        assert result.monthly_cost_bound <= optimum["cost"] <= result.monthly_cost


@pytest.mark.parametrize("name", SOME)
def test_what_is_proven_of_large_teams_holds(name: str) -> None:
    # every department is taken for one with too many people and days for a model of all days
    department, optimum = Department(salescrew.load(str(CASES / f"{name}.yaml"))), EXPECTED[name]
    search = TeamSearch(department, Clock(None), NOBODY, replace(USUAL, many_post_days=0, few_people=0))
    status = search.run()
    if optimum["headcount"] is None:
        assert status == "infeasible"
        return
    assert search.best is not None
    team, bounds = search.best.sizing.team, search.bounds(status, search.best)
    headcount = sum(post.count for post in team)
    assert bounds["people"] <= optimum["headcount"] <= headcount
    if headcount == optimum["headcount"]:
        assert bounds["monthly_cost"] <= optimum["cost"] <= department.worth(team, "monthly_cost")


def test_a_large_team_costs_hardly_more_than_is_proven() -> None:
    # of 40 people in 8 kinds whole days take a thousandth of the targets or two: the room for that costs little
    plan = a_department(40, 4, profiles=8)
    search = TeamSearch(Department(plan), Clock(None), NOBODY, replace(USUAL, many_post_days=0, few_people=0))
    status = search.run()
    assert search.best is not None
    cost, bound = search.best.sizing, search.bounds(status, search.best)
    assert sum(post.count for post in cost.team) == bound["people"]
    assert search.department.worth(cost.team, "monthly_cost") <= bound["monthly_cost"] * 1.02


def test_a_team_of_few_out_of_many_costs_hardly_more_than_is_proven() -> None:
    # the cheapest team has no roster of whole days; one with a little more room has
    plan = Plan.model_validate(department(24, 2, seed=1))
    search = TeamSearch(Department(plan), Clock(None), NOBODY, replace(USUAL, many_post_days=0))
    status = search.run()
    assert search.best is not None
    cost, bounds = search.best.sizing, search.bounds(status, search.best)
    assert sum(post.count for post in cost.team) == bounds["people"]
    assert search.department.worth(cost.team, "monthly_cost") <= bounds["monthly_cost"] * 1.06


def test_a_team_that_split_days_rule_out_is_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    of, made = Department(a_department(24, 2)), list[object]()
    team = tuple(of.post(kind, "mixed") for kind in of.kinds[:4])
    model = trial.RosterModel
    monkeypatch.setattr(trial, "RosterModel", lambda *args: made.append(args) or model(*args))
    tried = trial.reach_of(of, team, Clock(None), NEAR, needed=math.inf)
    assert tried.reach is None
    assert tried.prices is not None
    assert len(made) == 1


def test_what_rules_a_team_out_is_known_however_little_is_looked_for() -> None:
    of = Department(a_department(24, 2))
    team = tuple(of.post(kind, "mixed") for kind in of.kinds[:4])
    for effort in (USUAL_ROSTER, NEAR, BESIDE, STRETCH):
        tried = reach_of(of, team, Clock(None), effort)
        assert tried.prices is not None
        bound = tried.prices.bound(team)
        # prices leave nothing out that split days can do
        shown = (bound.given + math.fsum(bound.worth)) / bound.scale
        assert tried.bound * (1 - 1e-6) <= shown <= tried.bound * 1.2


@pytest.mark.parametrize("name", SOME)
def test_near_the_relaxation_of_few_kinds_is_the_best(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(size, "MODEL", replace(size.MODEL, many_kinds=0))
    result, optimum = solved(salescrew.load(str(CASES / f"{name}.yaml")), reach=False), EXPECTED[name]
    assert (result.headcount, result.monthly_cost) == (optimum["headcount"], optimum["cost"])


def a_department(people: int, weeks: int, profiles: int | None = None) -> Plan:
    return Plan.model_validate(department(people, weeks, profiles=profiles, seed=3))


def test_a_choice_near_the_relaxation_is_within_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = a_department(24, 2)
    plain, near = (TeamModel(Department(plan), Grain.HORIZON) for _ in range(2))
    monkeypatch.setattr(near_relaxation, "EFFORT", NearRelaxationEffort(free=12, most_kinds=0))
    cost = plain.terms("monthly_cost")
    monkeypatch.setattr(size, "MODEL", replace(size.MODEL, many_kinds=1000))
    best = plain.best_of(plain.department.aims["monthly_cost"], Clock(None))
    found = least_near_relaxation(near.program, cost, near.kinds, clock=Clock(None), gap=0.0)
    assert best.objective is not None
    assert found.objective is not None
    assert found.bound <= best.objective * (1 + 1e-9)
    assert best.objective <= found.objective * (1 + 1e-9)
    assert found.objective <= best.objective * 1.02


def test_bands_hold_everybody_on_every_day_once() -> None:
    of = Department(a_department(40, 3))
    team = [of.post(kind, "mixed") for kind in of.kinds]
    days = Counter((name, day) for post in team for week in post.days for day in week for name in post.names)
    banded = weekly_bands(of, team)
    assert days == Counter((name, day) for band in banded for week in band.days for day in week for name in band.names)
    # averages keep what all of them are worth together
    for week in of.weeks:
        there = [post for post in team if post.days[week]]
        worth = sum(post.present * post.effectiveness[week] for post in there)
        of_bands = sum(band.count * band.present * band.effectiveness[week] for band in banded if band.days[week])
        assert of_bands == pytest.approx(worth)
    assert len(banded) < len(of.weeks) * len(team) / 2


def test_a_roster_of_bands_carries_what_it_says() -> None:
    of = Department(a_department(60, 2))
    team = ReachSearch(of, Clock(None), people=30).most().team
    singly = [post.single(name) for post in team for name in post.names]
    many = wide.roster_of_many(of, singly, Clock(None))
    assert many is not None
    assert {person.name for person in many.people} == {post.names[0] for post in singly}
    exactly = ReachSearch(of, Clock(None), team={post.names[0]: post.role for post in singly}).most()
    assert many.reach <= exactly.bound * (1 + 1e-6)


def test_contacts_leave_the_time_that_work_takes() -> None:
    # rounded to millionths of a contact, those of nine people took 0.00001 calls of a week's follow-up work
    plan = salescrew.load(str(ROOT / "examples" / "consulting.yaml")).replace({"target.revenue": 15_000_000})
    assert solved(plan).headcount == 11


def test_two_plans_at_once_are_answered_as_one_by_one() -> None:
    plans, one_by_one = zip(*map(solved_case, ("target-01", "target-06")), strict=True)
    with ThreadPoolExecutor(2) as threads:
        at_once = list(threads.map(solved, plans))
    assert [result.to_json() for result in at_once] == [result.to_json() for result in one_by_one]


@pytest.mark.usefixtures("many")
def test_the_first_team_of_few_has_as_much_more_to_spare() -> None:
    # whole days take a larger share of what fewer people do: a first team with too little to spare has no roster
    search = WideSearch(Department(a_department(24, 2)), Clock(None), NOBODY)
    rooms = []
    for people in (30.0, 300.0, 3000.0, math.inf):
        near = NearTeams(search.department)
        near.most = people
        rooms.append(search.first_room(near))
    assert rooms == pytest.approx([10 * MANY.first_room, MANY.first_room, MANY.first_room, MANY.first_room])
