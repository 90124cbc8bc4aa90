from __future__ import annotations

import json
from pathlib import Path

import pytest

import salescrew
from tests.cli import sample


@pytest.fixture
def solved(run) -> Path:
    """The sample plan solved in earnest; gives the result's file."""
    assert run("solve", "team.yaml", "--format", "json", "-o", "result.json", "--quiet").exit_code == 0
    return Path("result.json")


def test_kept_promises(run, solved):
    result = run("verify", "team.yaml", str(solved))
    said = "No violations: the result keeps every promise.\n"
    assert (result.exit_code, result.stdout, result.stderr) == (0, said, "")


def test_result_on_standard_input(run, solved):
    assert run("verify", "team.yaml", "-", stdin=solved.read_text(encoding="utf-8")).exit_code == 0


def test_violations_are_listed(run, solved):
    answer = json.loads(solved.read_text(encoding="utf-8"))
    answer["headcount"] += 1
    solved.write_text(json.dumps(answer), encoding="utf-8")
    result = run("verify", "team.yaml", str(solved))
    assert (result.exit_code, result.stderr) == (1, "")
    found = salescrew.verify(salescrew.load("team.yaml"), salescrew.load_result(str(solved)))
    assert found
    counted = "1 violation found:" if len(found) == 1 else f"{len(found)} violations found:"
    assert result.stdout.splitlines() == [counted, *map(str, found)]


@pytest.mark.parametrize("status", ["infeasible", "no_answer"])
def test_answer_without_a_team_promises_nothing(run, status):
    Path("result.json").write_text(sample.without_team(status).to_json(), encoding="utf-8")
    result = run("verify", "team.yaml", "result.json")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"The result says {status}: it promises nothing that could be recomputed.\n"


def test_two_standard_inputs_are_a_usage_error(run):
    result = run("verify", "-", "-")
    assert result.exit_code == 2
    assert result.stderr.endswith("Error: PLAN and RESULT cannot both be standard input.\n")


def test_result_that_is_none_is_told(run):
    Path("result.json").write_text("{}", encoding="utf-8")
    result = run("verify", "team.yaml", "result.json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("result.json:")
    assert "Traceback" not in result.stderr
