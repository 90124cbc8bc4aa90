"""A solver's word is no proof: what an answer claims is shown twice, and what is not shown twice was only found."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from ortools.math_opt import parameters_pb2

import salescrew
from salescrew.models.department.department import Department
from salescrew.models.plan.plan import Plan
from salescrew.solver.engine import program as engine
from salescrew.solver.engine import second_proof
from salescrew.solver.engine.program import Clock, Engine, Program, State, Term, least
from salescrew.solver.engine.second_proof import count_shown_again, shown_again
from salescrew.solver.explain.changes import with_value
from salescrew.solver.explain.conflict import conflict
from salescrew.solver.replan import fewest_changes, lexicographic
from salescrew.solver.search import fewest, reach, size
from salescrew.solver.search.effort import REACH
from salescrew.solver.search.reach import ReachSearch
from salescrew.solver.staffing import roster
from tests.mps import read_mps
from tests.solver.answers import solved
from tests.test_oracles import deals, outbound, people

PROGRAMS = Path(__file__).parents[2] / "programs"
CASES = Path(__file__).parents[2] / "cases"
SEEDS = range(1, 81)
FOREVER = Clock(None)


@pytest.fixture
def wrong_optimum() -> tuple[Program, list[Term]]:
    # 0.9576 can be had; with a tolerance of 1e-9 HiGHS claims on every second seed that 0.9528 is the most
    return read_mps(PROGRAMS / "highs-wrong-optimum.mps")


@pytest.fixture
def parameters(monkeypatch: pytest.MonkeyPatch) -> list[parameters_pb2.SolveParametersProto]:
    """Everything that solvers are told about integer programs meanwhile."""
    told: list[parameters_pb2.SolveParametersProto] = []
    run = engine._run

    def noted(solver: Engine, model: Any, with_parameters: parameters_pb2.SolveParametersProto, start: Any) -> Any:
        if any(model.variables.integers):
            told.append(with_parameters)
        return run(solver, model, with_parameters, start)

    monkeypatch.setattr(engine, "_run", noted)
    return told


def with_seed(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    parameters_of = engine._parameters

    def seeded(*given: Any) -> parameters_pb2.SolveParametersProto:
        found = parameters_of(*given)
        found.random_seed = seed
        return found

    monkeypatch.setattr(engine, "_parameters", seeded)


# ---- the engine


@pytest.mark.parametrize("is_for_its_bound", [False, True])
def test_no_seed_makes_a_wrong_optimum(
    wrong_optimum: tuple[Program, list[Term]], monkeypatch: pytest.MonkeyPatch, is_for_its_bound: bool
) -> None:
    program, objective = wrong_optimum
    program.for_its_bound = is_for_its_bound
    for seed in SEEDS:
        with monkeypatch.context() as patched:
            with_seed(patched, seed)
            found = least(program, objective, clock=FOREVER)
        assert (seed, found.state) == (seed, State.OPTIMAL)
        assert (seed, found.objective) == (seed, pytest.approx(-0.9576, abs=1e-9))
        assert (seed, found.bound) == (seed, pytest.approx(-0.9576, abs=1e-6))


def test_no_tolerance_of_an_integer_program_is_below_a_hundred_millionth(
    parameters: list[parameters_pb2.SolveParametersProto],
) -> None:
    plan = salescrew.load(CASES / "small-07.yaml")
    salescrew.explain(plan)
    assert len(parameters) > 50
    tolerances = {
        (name, value)
        for told in parameters
        for options in (told.highs.double_options, told.gscip.real_params)
        for name, value in options.items()
        if "tol" in name
    }
    assert {name for name, _ in tolerances} == {
        "mip_feasibility_tolerance",
        "primal_feasibility_tolerance",
        "dual_feasibility_tolerance",
        "numerics/feastol",
    }
    assert min(value for _, value in tolerances) >= 1e-8


def almost_whole(monkeypatch: pytest.MonkeyPatch, less: float, solvers: Sequence[Engine]) -> list[Engine]:
    """Let the first column of a whole solution of some solvers be less than whole; give who was asked."""
    run, asked = engine._run, []

    def askew(solver: Engine, model: Any, *rest: Any) -> Any:
        result = run(solver, model, *rest)
        asked.append(solver)
        if solver in solvers and any(model.variables.integers):
            result.solutions[0].primal_solution.variable_values.values[0] -= less
        return result

    monkeypatch.setattr(engine, "_run", askew)
    return asked


def test_whole_columns_of_a_solution_are_whole_and_the_others_fit_them(monkeypatch: pytest.MonkeyPatch) -> None:
    # 1,000 a person at the most; of 2 people who are 1.9999999 the solver makes 1,999.9999
    program = Program()
    count, made = program.column(2.0, whole=True), program.column()
    program.row([(made, 1.0), (count, -1000.0)], at_most=0)
    program.row([(made, 1.0)], at_least=1500)
    almost_whole(monkeypatch, 1e-7, [Engine.HIGHS])
    found = least(program, [(made, -1.0)], clock=FOREVER)
    assert list(found.values) == [2.0, pytest.approx(2000, abs=1e-9)]
    assert found.objective == pytest.approx(-2000, abs=1e-9)


def test_what_fits_no_whole_numbers_is_no_solution_and_another_solver_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    program = Program()
    count, made = program.column(2.0, whole=True), program.column()
    program.row([(made, 1.0), (count, -1000.0)], at_most=0)
    program.row([(made, 1.0)], at_least=1500)
    asked = almost_whole(monkeypatch, 0.6, [Engine.HIGHS])
    assert least(program, [(made, -1.0)], clock=FOREVER).objective == pytest.approx(-2000)
    assert asked[0] is Engine.HIGHS
    assert asked[-1] is Engine.SCIP


def test_bounds_are_as_before_also_after_a_fault_while_columns_are_settled() -> None:
    program = Program()
    column = program.column(2.0)
    with pytest.raises(KeyboardInterrupt), program.settling({column: 1.0}):
        raise KeyboardInterrupt
    assert (program.lower, program.upper) == ([0.0], [2.0])


# ---- a claim


def test_a_wrong_claim_is_not_shown_again_and_a_right_one_is(wrong_optimum: tuple[Program, list[Term]]) -> None:
    program, objective = wrong_optimum
    before = (list(program.lower), list(program.upper), program.for_its_bound)
    assert shown_again(program, objective, -0.954, clock=FOREVER) < -0.954
    assert shown_again(program, objective, -0.958, clock=FOREVER) == -0.958
    assert (program.lower, program.upper, program.for_its_bound) == before
    # asking changes nothing
    assert least(program, objective, clock=FOREVER).objective == pytest.approx(-0.9576)


def test_that_there_is_no_solution_is_shown_by_the_relaxation_or_by_a_search() -> None:
    program = Program()
    column = program.column(5.0, whole=True)
    row = program.row([(column, 2.0)], at_least=3.0, at_most=3.0)
    assert shown_again(program, (), math.inf, clock=FOREVER) == math.inf
    program.row_lower[row] = program.row_upper[row] = 12.0
    assert shown_again(program, (), math.inf, clock=FOREVER) == math.inf
    program.row_lower[row] = program.row_upper[row] = 4.0
    assert shown_again(program, (), math.inf, clock=FOREVER) < math.inf


@pytest.mark.parametrize(
    ("at_least", "claimed", "shown", "is_searched"),
    [
        (2.2, 3, 3, False),
        (2.9, 3, 3, False),
        (2.2, 4, 3, True),
        (2.0, 2, 2, False),
        (2.0, 3, 2, True),
        (1.0, 0, 0, False),
    ],
)
def test_a_count_is_shown_by_any_part_of_it_that_the_relaxation_shows(
    monkeypatch: pytest.MonkeyPatch, at_least: float, claimed: int, shown: int, is_searched: bool
) -> None:
    searched: list[float] = []

    def has_none_below(_program: Program, _objective: object, below: float, *_: object) -> bool:
        searched.append(below)
        return False

    monkeypatch.setattr(second_proof, "_has_none_below", has_none_below)
    program = Program()
    columns = [program.column(5, whole=True) for _ in range(2)]
    terms = [(column, 1.0) for column in columns]
    program.row(terms, at_least=at_least)
    assert count_shown_again(program, terms, claimed, 1e-6, clock=FOREVER) == shown
    assert searched == ([claimed - 0.5] if is_searched else [])


def test_without_time_the_relaxation_tells_what_is_shown() -> None:
    # the most of 2 x <= 5 is 2 in whole numbers, and 2.5 otherwise
    program = Program()
    column = program.column(whole=True)
    program.row([(column, 2.0)], at_most=5.0)
    objective = [(column, -1.0)]
    assert shown_again(program, objective, -2.1, clock=FOREVER) == -2.1
    assert shown_again(program, objective, -2.1, clock=Clock(0.0)) == pytest.approx(-2.5)
    assert shown_again(program, objective, -2.6, clock=Clock(0.0)) == -2.6


# ---- what an answer claims


@pytest.fixture
def nothing_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """No second proof of anything."""
    for module in (size, roster, reach, fewest_changes, lexicographic):
        monkeypatch.setattr(module, "shown_again", lambda *_, **__: -math.inf)
    monkeypatch.setattr(fewest_changes, "count_shown_again", lambda *_, **__: 0)


@pytest.mark.usefixtures("nothing_shown")
def test_a_team_whose_bounds_are_not_shown_again_was_only_found() -> None:
    result = solved(salescrew.load(CASES / "small-14.yaml"))
    assert (result.status, result.headcount, result.headcount_bound, result.monthly_cost_bound) == ("feasible", 7, 0, 0)
    assert result.one_fewer is not None
    assert not result.one_fewer.proven


@pytest.mark.usefixtures("nothing_shown")
def test_a_plan_that_is_not_shown_again_to_be_impossible_has_no_answer() -> None:
    assert solved(outbound(target=deals(12), managers=people(1))).status == "no_answer"


def test_a_reach_that_is_not_shown_again_was_only_found(monkeypatch: pytest.MonkeyPatch) -> None:
    # one person makes 10 deals of the 12 that are wanted
    plan = Plan.model_validate(outbound(target=deals(12), managers=people(1)))
    proven = solved(plan)
    assert (proven.reach, proven.reach_proven) == (pytest.approx(10 / 12, abs=1e-5), True)
    monkeypatch.setattr(size.TeamModel, "reach_at_most_again", lambda *_: False)
    for found in (solved(plan), salescrew.solve(plan, best=True)):
        assert (found.status, found.reach, found.reach_proven) == (
            "infeasible",
            pytest.approx(10 / 12, abs=1e-5),
            False,
        )


@pytest.mark.usefixtures("nothing_shown")
def test_no_change_is_said_not_to_be_enough_that_is_not_shown_again() -> None:
    plan = Plan.model_validate(outbound(target=deals(12), managers=people(1)))
    base = salescrew.solve(plan).model_copy(update={"status": "infeasible"})
    found = salescrew.solver.explain.changes.changes(Department(plan), base)
    assert found.no_help == ()
    said = [*found.enough, *found.about, *found.larger]
    assert said
    # where one less is nothing at all, the change is the least that there is
    assert {change.not_enough for change in said} <= {change.before for change in said}


def test_what_is_not_shown_again_to_be_impossible_together_is_no_conflict(request: pytest.FixtureRequest) -> None:
    plan = Plan.model_validate(outbound(target=deals(12), managers=people(1)))
    assert conflict(Department(plan)) is not None
    request.getfixturevalue("nothing_shown")
    assert conflict(Department(plan)) is None


@pytest.mark.usefixtures("nothing_shown")
def test_a_bound_of_a_headcount_that_is_not_shown_again_is_none() -> None:
    plan = salescrew.load(CASES / "small-14.yaml")
    found = fewest.Fewest(Department(plan), FOREVER).find()
    assert (found.status, found.headcount, found.bound) == ("feasible", 7, 0)


def test_what_explain_says_not_to_be_enough_no_answer_meets() -> None:
    plan = salescrew.load(PROGRAMS / "nearly-enough.yaml")
    base = solved(plan)
    found = salescrew.explain(plan, what=("headcount",)).changes
    assert found is not None
    of_a = next(change for change in found.enough if change.path == "managers.A.effectiveness")
    assert (of_a.after, of_a.not_enough) == (pytest.approx(2.27), pytest.approx(2.2573))
    for change in found.enough:
        if change.not_enough != change.before:
            asked = with_value(Department(plan), base, change, change.not_enough)
            assert (change.path, solved(asked).status) == (change.path, "infeasible")


@pytest.mark.parametrize("name", ["small-02", "small-10", "small-11"])
def test_a_reach_that_is_said_to_be_proven_is_however_early_the_search_ends(name: str) -> None:
    department = Department(salescrew.load(CASES / f"{name}.yaml"))
    most = ReachSearch(department, FOREVER).most(twice=True)
    assert most.proven
    for calls in range(1, 9):
        early = ReachSearch(department, FOREVER.sparing(calls, 20)).most(twice=True)
        if early.proven and most.reach is not None:
            assert (calls, early.reach) == (calls, pytest.approx(most.reach, abs=REACH.close))
        elif early.proven:
            assert (calls, early.uncovered, bool(early.overloaded)) == (calls, most.uncovered, bool(most.overloaded))
