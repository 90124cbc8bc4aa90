"""Programs: what is settled for a while is settled no longer than that, whatever happens meanwhile."""

from __future__ import annotations

import logging
import math
from pathlib import Path
from typing import Any

import pytest

from salescrew.errors import ModelError
from salescrew.models.department.department import Department
from salescrew.solver.engine import program as engine
from salescrew.solver.engine.program import Clock, Engine, Program, State, least
from salescrew.solver.engine.settle import rounded, unsplit
from salescrew.solver.search import trial
from salescrew.solver.search.reach import posts_of
from salescrew.solver.staffing import roster
from salescrew.solver.staffing.roster import RosterModel
from salescrew.solver.staffing.roster_effort import QUICK
from tests.solver.stored import solved_case

CASES = Path(__file__).parents[2] / "cases"
ERRORS = [KeyboardInterrupt, ModelError, ValueError, GeneratorExit]


def test_programs_have_the_same_digest_only_where_they_are_the_same() -> None:
    def program(upper: float = 2.0, coefficient: float = 3.0, at_most: float = 4.0, whole: bool = True) -> Program:
        made = Program()
        columns = [made.column(upper), made.column(upper, whole=whole)]
        made.row([(column, coefficient) for column in columns], at_most=at_most)
        return made

    others = [program(upper=3.0), program(coefficient=2.0), program(at_most=5.0), program(whole=False)]
    moved = program()
    moved.row([(0, 1.0)])
    digests = [one.digest() for one in (program(), *others, moved)]
    assert len(set(digests)) == len(digests)
    assert program().digest() == digests[0]


@pytest.mark.parametrize("error", ERRORS)
def test_settled_columns_are_free_again_after_any_exception(error: type[BaseException]) -> None:
    program = Program()
    column, other = program.column(upper=9), program.column(lower=2, upper=5)
    seen = []

    def interrupted() -> None:
        seen.append((list(program.lower), list(program.upper)))
        raise error

    with pytest.raises(error), program.settling({column: 4.0, other: 3.0}):
        interrupted()
    assert seen == [([4.0, 3.0], [4.0, 3.0])]
    assert (program.lower, program.upper) == ([0.0, 2.0], [9, 5])


def test_what_is_settled_within_what_is_settled_ends_first() -> None:
    program = Program()
    column, other = program.column(upper=9), program.column(upper=5)
    with program.settling({column: 4.0}):
        with pytest.raises(ValueError, match="inner"), program.settling({other: 3.0}):
            raise ValueError("inner")
        assert (program.lower, program.upper) == ([4.0, 0.0], [4.0, 5])
    assert (program.lower, program.upper) == ([0.0, 0.0], [9, 5])


@pytest.mark.parametrize("error", ERRORS)
def test_bounds_that_are_changed_meanwhile_come_back_and_what_is_added_stays(error: type[BaseException]) -> None:
    program = Program()
    column = program.column(upper=9)
    row = program.row([(column, 1.0)], at_least=1, at_most=4)

    def interrupted() -> None:
        program.upper[column] = 2.0
        program.row_lower[row], program.row_upper[row] = 0.0, 2.0
        program.row([(program.column(upper=7), 1.0)], at_least=3)
        raise error

    with pytest.raises(error), program.settling():
        interrupted()
    assert (program.lower, program.upper) == ([0.0, 0.0], [9, 7])
    assert (program.row_lower, program.row_upper) == ([1, 3], [4, math.inf])


@pytest.mark.parametrize("engine", Engine)
def test_a_limit_of_nodes_is_none_of_a_linear_program(engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    program = Program()
    column = program.column(upper=9, whole=True)
    program.row([(column, 2.0)], at_most=7)
    with caplog.at_level(logging.INFO):
        found = least(program, [(column, -1.0)], clock=Clock(None).sparing(3, 5), nodes=7, relaxed=True, engine=engine)
    assert (found.state, found.bound) == (State.OPTIMAL, pytest.approx(-3.5))
    assert "failed" not in caplog.text


def test_terms_of_a_column_are_added_up_and_those_that_come_to_nothing_left_out() -> None:
    program = Program()
    columns = [program.column(upper=9) for _ in range(3)]
    program.row([(2, 1.0), (0, 2.0), (2, 3.0)], at_least=1)
    program.row([(1, 1.5), (0, 1.0), (0, -1.0), (2, 0.0)], at_most=2)
    matrix = program.message([(1, 1.0), (0, 2.0), (1, 4.0)], relaxed=False)
    terms = matrix.linear_constraint_matrix
    written = zip(terms.row_ids, terms.column_ids, terms.coefficients, strict=True)
    assert list(written) == [(0, 0, 2.0), (0, 2, 4.0), (1, 1, 1.5)]
    objective = matrix.objective.linear_coefficients
    assert list(zip(objective.ids, objective.values, strict=True)) == [(0, 2.0), (1, 5.0)]
    assert columns == [0, 1, 2]


@pytest.mark.parametrize(
    ("count", "is_settled", "jumps"), [(100, False, False), (101, False, True), (101, True, False)]
)
def test_solutions_are_jumped_for_in_programs_of_many_open_whole_columns_only(
    count: int, is_settled: bool, jumps: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[bool] = []
    run = engine._run

    def noting(solver: Engine, model: Any, parameters: Any, start: Any) -> Any:
        told.append(parameters.highs.bool_options.get("mip_heuristic_run_feasibility_jump", True))
        return run(solver, model, parameters, start)

    monkeypatch.setattr(engine, "_run", noting)
    program = Program(is_settled=is_settled)
    columns = [program.column(upper=9, whole=True) for _ in range(count)]
    program.row([(column, 2.0) for column in columns], at_least=3)
    assert least(program, [(column, 1.0) for column in columns], clock=Clock(None)).objective == 2.0
    assert told == [jumps]


def test_only_groups_that_a_relaxation_leaves_whole_are_settled() -> None:
    values = [1.0, 0.5, 2.0000001, 3.0]
    assert list(unsplit(values, [[0, 1], [2, 3], [3]])) == [[2, 3], [3]]
    assert rounded(values, unsplit(values, [[0, 1], [2, 3]])) == {2: 2.0, 3: 3.0}


@pytest.mark.parametrize("error", ERRORS)
def test_a_relaxed_roster_that_is_kept_is_free_again_after_any_exception(
    error: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second run of the solver is the one with columns settled; it ends in the middle."""
    made: list[RosterModel] = []
    seen: list[tuple[list[float], list[float]]] = []
    run = roster.least

    class Kept(RosterModel):
        def __init__(self, *given: Any, **options: Any) -> None:
            super().__init__(*given, **options)
            made.append(self)

    def ending(program: Program, *given: Any, **options: Any) -> Any:
        seen.append((list(program.lower), list(program.upper)))
        if len(seen) == 2:
            raise error
        return run(program, *given, **options)

    plan, result = solved_case("target-06")
    department = Department(plan)
    team = posts_of(department, {member.name: member.role for member in result.managers})
    monkeypatch.setattr(trial, "RosterModel", Kept)
    monkeypatch.setattr(roster, "least", ending)
    with pytest.raises(error):
        trial.reach_of(department, team, Clock(None), QUICK)
    assert seen[1] != seen[0]
    assert (made[0].program.lower, made[0].program.upper) == seen[0]


def test_a_search_tree_is_begun_anew_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[bool] = []
    usual = engine._run

    def noting(which: Engine, model: Any, parameters: Any, start: Any) -> Any:
        told.append(dict(parameters.highs.bool_options).get("mip_allow_restart", True))
        return usual(which, model, parameters, start)

    monkeypatch.setattr(engine, "_run", noting)
    program = Program()
    column = program.column(5.0, whole=True)
    program.row([(column, 2.0)], at_least=3.0)
    found = [least(program, [(column, 1.0)], clock=Clock(None), anew=anew) for anew in (True, False)]
    assert [one.objective for one in found] == [2.0, 2.0]
    assert told == [True, False]
