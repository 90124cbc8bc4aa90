"""Time limits, Ctrl-C, progress: whatever happens in the middle, the best so far with valid bounds comes back."""

from __future__ import annotations

import itertools
import json
import os
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import salescrew
from salescrew.models.answers.result import Result
from salescrew.models.variants.limits import limited
from salescrew.solver.engine import program as engine
from salescrew.solver.engine import threads
from salescrew.solver.engine.side_by_side import in_threads
from tests.plans import random_plan
from tests.solver.answers import solved
from tests.solver.interruptions import interrupt
from tests.solver.stored import solved_case

CASES = Path(__file__).parents[2] / "cases"
EXPECTED: dict[str, dict[str, Any]] = {
    case["plan"]: case for case in map(json.loads, (CASES / "expected.jsonl").read_text(encoding="utf-8").splitlines())
}
HARD = "small-20.yaml"
"""Its first teams have no roster, so that there is a time with a team that is not the best."""


def holds(result: Result, name: str) -> bool:
    """Tell whether headcount and bounds are what the best answer allows."""
    best = EXPECTED[name]
    if result.status == "optimal":
        return (result.headcount, result.monthly_cost) == (best["headcount"], best["cost"])
    if result.status == "feasible":
        assert result.headcount is not None
        assert result.headcount_bound is not None
        return 0 <= result.headcount_bound <= best["headcount"] <= result.headcount
    return result.status == "no_answer"


@pytest.mark.parametrize("name", ["consulting.yaml", HARD, "target-06.yaml"])
@pytest.mark.parametrize("seconds", [0, 0.001, 0.03, 0.1, 0.3])
def test_time_limit_gives_the_best_so_far(name: str, seconds: float) -> None:
    plan = salescrew.load(CASES / name)
    assert holds(solved(plan, time_limit=seconds), name)


def test_no_time_is_no_answer() -> None:
    result = solved(salescrew.load(CASES / "consulting.yaml"), time_limit=0)
    assert result.status == "no_answer"
    assert result.headcount_bound is None


def test_time_limit_that_is_not_reached_changes_nothing() -> None:
    plan, result = solved_case("target-06")
    assert solved(plan, time_limit=120).to_json() == result.to_json()


@pytest.mark.parametrize("at", [1, 2, 3, 5, 8, 13, 21])
@pytest.mark.parametrize("name", ["consulting.yaml", HARD])
def test_interrupt_gives_the_best_so_far(monkeypatch: pytest.MonkeyPatch, name: str, at: int) -> None:
    count = interrupt(monkeypatch, at)
    result = solved(salescrew.load(CASES / name))
    assert holds(result, name)
    assert next(count) > at or result.status == "optimal"


def test_interrupt_at_the_start_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    interrupt(monkeypatch, 1)
    assert solved(salescrew.load(CASES / "consulting.yaml")).status == "no_answer"


def test_solver_that_nobody_waits_for_holds_no_output_back(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    begun, released = threading.Event(), threading.Event()

    def solve(*_: object) -> None:
        begun.set()
        released.wait()
        raise RuntimeError

    def interrupted() -> None:
        begun.wait()
        raise KeyboardInterrupt

    monkeypatch.setattr(engine, "core", SimpleNamespace(solve=solve))
    with pytest.raises(KeyboardInterrupt):
        in_threads([lambda: engine.least(engine.Program(), clock=engine.Clock(None)), interrupted])
    os.write(1, b"the answer")
    assert capfd.readouterr().out == "the answer"
    assert threads.is_still_running()
    released.set()


def test_later_interrupts_give_no_worse_answers() -> None:
    # before the first team there is no answer, with one there is, and at the end it is the best
    plan = salescrew.load(CASES / HARD)
    statuses = []
    for number in (1, 2, 3, 5, 8, 11):
        told = itertools.count(1)

        def stop(_: object, told: itertools.count[int] = told, number: int = number) -> None:
            if next(told) == number:
                raise KeyboardInterrupt

        result = solved(plan, progress=stop)
        assert holds(result, HARD)
        statuses.append(result.status)
    order = ["no_answer", "feasible", "optimal"]
    assert statuses == sorted(statuses, key=order.index)
    assert statuses[0] == "no_answer"


@pytest.mark.parametrize("name", ["consulting.yaml", HARD, "small-01.yaml"])
def test_progress_is_told_in_few_words_and_stdout_is_left_alone(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    told: list[salescrew.Step] = []
    solved(salescrew.load(CASES / name), progress=told.append)
    assert told
    assert all(0 < len(str(step)) < 100 for step in told)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("name", ["consulting.yaml", HARD, "small-00.yaml"])
def test_what_is_told_on_the_way_closes_in_on_the_answer(name: str) -> None:
    told: list[salescrew.Step] = []
    plan = salescrew.load(CASES / name)
    result = solved(plan, progress=told.append)
    assert {step.aim for step in told} == {plan.objective[0]}
    proven = [step.proven for step in told if step.proven is not None]
    best = [step.best for step in told if step.best is not None]
    assert proven == sorted(proven)
    assert best == sorted(best, reverse=True)
    reached = getattr(result, "headcount" if plan.objective[0] == "people" else plan.objective[0])
    assert best[-1] == pytest.approx(reached)
    assert max(proven) <= reached + 1e-6


def test_what_belongs_to_another_question_is_told_without_figures() -> None:
    told: list[salescrew.Step] = []
    plan = limited(salescrew.load(CASES / "small-01.yaml"), confidence="60%")
    solved(plan, progress=told.append)
    assert told
    assert {(step.aim, step.proven, step.best) for step in told} == {(None, None, None)}


def test_a_step_is_a_few_words() -> None:
    step = salescrew.Step
    assert str(step("quotas")) == "quotas"
    assert str(step("quotas", "people", 0.0)) == "quotas"
    assert str(step("quotas", "people", 1.0)) == "quotas; it takes at least 1 person"
    assert str(step("quotas", "people", 8.0, 9.0)) == "quotas; it takes at least 8 people, 9 people would do"
    assert str(step("quotas", "cost", 0.0, 224_000.126)) == "quotas; 224,000.13 would do"


@pytest.mark.parametrize("seed", range(3, 8))
def test_random_plans_with_little_time_never_fail(seed: int, capfd: pytest.CaptureFixture[str]) -> None:
    plan = random_plan(seed)
    best = solved(plan, reach=False)
    for seconds in (0.01, 0.05):
        result = solved(plan, time_limit=seconds)
        if result.status == "infeasible" or best.status == "infeasible":
            assert {result.status, best.status} <= {"infeasible", "no_answer"}
        elif result.status == "feasible":
            assert result.headcount_bound is not None
            assert best.headcount is not None
            assert result.headcount is not None
            if plan.objective[0] == "people":
                assert result.headcount_bound <= best.headcount <= result.headcount
    assert capfd.readouterr().out == ""


def test_plan_is_left_as_it_was() -> None:
    plan = salescrew.load(CASES / "target-06.yaml")
    before = plan.model_dump_json()
    solved(plan)
    assert plan.model_dump_json() == before
