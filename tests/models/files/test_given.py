"""A plan and a result out of a path, a text or plain data, and what a script gives by mistake in their place."""

from __future__ import annotations

import json

import pytest

import salescrew
from salescrew.errors import InputError
from salescrew.models.answers.result import Result
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.written.text import plan_json, plan_yaml
from tests.answer_by_hand import by_hand


@pytest.fixture
def plan() -> Plan:
    data, _ = by_hand()
    return Plan.model_validate(data)


@pytest.fixture
def result() -> Result:
    _, data = by_hand()
    return Result.model_validate(data)


def test_a_plan_out_of_its_file_its_text_and_its_data(plan, tmp_path):
    path = tmp_path / "team.yaml"
    path.write_text(plan_yaml(plan), encoding="utf-8")
    data, _ = by_hand()
    for source in (path, str(path), plan_yaml(plan), plan_json(plan), data):
        assert salescrew.load(source) == plan


def test_a_result_out_of_its_file_its_text_and_its_data(result, tmp_path):
    path = tmp_path / "result.json"
    path.write_text(result.to_json(), encoding="utf-8")
    for source in (path, str(path), result.to_json(), json.loads(result.to_json())):
        assert salescrew.load_result(source) == result


def test_a_file_of_such_a_name_comes_before_a_text(plan, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "{odd}").write_text(plan_yaml(plan), encoding="utf-8")
    assert salescrew.load("{odd}") == plan


@pytest.mark.parametrize(
    ("read", "source", "told"),
    [
        (salescrew.load, "name: x\ncalendar: 5\n", "<text>:2: calendar: must be "),
        (salescrew.load, {"name": "x", "calendar": 5}, "calendar: must be "),
        (salescrew.load, "team", "team: must be a file that exists, got none."),
        (salescrew.load, 5, "a plan: must be a path, a text or a mapping, got a int."),
        (salescrew.load, None, "a plan: must be a path, a text or a mapping, got a NoneType."),
        (salescrew.load_result, "{}", "<text>:1: status: must be given"),
        (salescrew.load_result, {}, "status: must be given"),
        (salescrew.load_result, ["x"], "a result: must be a path, a text or a mapping, got a list."),
    ],
)
def test_what_came_is_named_where_it_is_wrong(read, source, told):
    with pytest.raises(InputError) as error:
        read(source)
    assert any(problem.startswith(told) for problem in error.value.problems), error.value.problems


def test_mistakes_of_scripts_are_said_in_words(plan):
    must = "plan: must be a Plan, got team.yaml. Read it first, with salescrew.load."
    limit = "time_limit: must be a number of seconds, 0 or more, got {}. Correct it."
    calls = (salescrew.solve, salescrew.explain, salescrew.compare, lambda *of, **by: salescrew.sweep(*of, {}, **by))
    for call in calls:
        with pytest.raises(InputError) as error:
            call("team.yaml", time_limit=-1)
        assert error.value.problems == (must, limit.format(-1))
    for wrong in ("60", True, float("nan")):
        with pytest.raises(InputError, match="time_limit: must be a number of seconds"):
            salescrew.solve(plan, time_limit=wrong)


def test_a_plan_and_a_result_are_a_line(plan, result):
    assert repr(plan) == "<Plan 'by hand' from 2026-01-12: 2 there, 2 could be hired>"
    assert repr(result) == "<Result optimal: headcount 2, monthly_cost 180>"
    nobody = result.model_copy(update={"status": "infeasible", "headcount": None})
    assert repr(nobody) == "<Result infeasible>"
