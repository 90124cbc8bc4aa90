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


RECOMPUTED = """\
No violations.

Recomputed from the plan:
- who is on the team, in a role that is allowed, and what they cost (managers, headcount)
- the cost, within the limits (monthly_cost)
- hires, other roles, wider roles and the cost over the horizon (hires, role_changes, wider, cost)
- leads and the managers that they take, slot by slot, each of them covered (coverage)
- everybody's days: there, with a pattern of theirs, on duty as it says (roster)
- quotas and contacts that fit into them, with time for all follow-up work (quotas)
- the flow that these make (funnel)
- how even weeks and people are, and what is in the way where they are not (evenness)
- what it brings: every target met, or the share that reach states (revenue, profit, deals, products)
- the odds of every target and of all, counted or played anew (odds.all, odds.targets)
- the means of what comes in, and what is held at its mean (odds.revenue, odds.profit, odds.products, odds.fixed)
- what the plan gives reason to warn of (warnings)
- which plan it was made of, as its digest says (plan, plan_digest)
"""
NOT_LOOKED_AT = """
Not looked at (--solve does):
- the odds where they are not counted but played, any finer than that tells (odds.all, odds.targets)
- how widely that is spread (odds.revenue, odds.profit, odds.products, odds.by_month)
- how far the odds may be off, and what they could be (odds.error, odds.at_stretch)
- that no fewer people and no lower cost will do (status, headcount_bound, monthly_cost_bound)
- that no team as good has less of these (hires_bound, role_changes_bound, wider_bound, cost_bound)
- how far the team could go (stretch)
- how far one person fewer gets (one_fewer)
- what keeping everyone takes (everyone_stays)
"""


def test_what_was_recomputed_is_named_and_what_was_not(run, solved):
    result = run("verify", "team.yaml", str(solved))
    assert (result.exit_code, result.stdout, result.stderr) == (0, RECOMPUTED + NOT_LOOKED_AT, "")


def test_the_rest_is_proven_by_solving(run, solved):
    result = run("verify", "team.yaml", str(solved), "--solve", "--quiet")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(RECOMPUTED + "\nProven by solving:\n- the status (status): solving says optimal\n")
    answer = salescrew.load_result(str(solved))
    proven = salescrew.prove(salescrew.load("team.yaml"), answer)
    assert result.stdout.split("solving:\n")[1].replace("\n  ", " ").splitlines() == [
        f"- {claim}: {claim.found}" for claim in proven
    ]


def test_what_solving_shows_to_be_wrong_comes_first(run, solved):
    answer = json.loads(solved.read_text(encoding="utf-8"))
    answer["stretch"]["reach"] += 1
    answer["stretch"]["bound"] = None
    solved.write_text(json.dumps(answer), encoding="utf-8")
    assert run("verify", "team.yaml", str(solved)).exit_code == 0
    result = run("verify", "team.yaml", str(solved), "--solve", "--quiet")
    assert result.exit_code == 1
    first, said = result.stdout.splitlines()[2:4]
    assert first == "Wrong, as solving shows:"
    assert said.startswith(
        f"- {answer['stretch']['reach']:.6g} of the targets for this team (stretch): solving reaches "
    )


def test_what_is_not_proven_in_time_is_open(run, solved):
    result = run("verify", "team.yaml", str(solved), "--solve", "--time-limit", "1e-9", "--quiet")
    assert result.exit_code == 3
    assert "\nNeither proven nor refuted by solving:\n- the status (status): solving says no_answer\n" in result.stdout
    assert "Proven by solving" not in result.stdout


def test_a_result_of_other_limits_is_verified_with_them(run):
    assert run("solve", "team.yaml", "--people", "1", "--format", "json", "-o", "one.json", "--quiet").exit_code == 1
    unlimited = run("verify", "team.yaml", "one.json", "--solve", "--quiet")
    assert unlimited.exit_code == 1
    assert "Wrong, as solving shows:\n- the status (status): solving says optimal\n" in unlimited.stdout
    assert run("verify", "team.yaml", "one.json", "--solve", "--people", "1", "--quiet").exit_code == 0


def test_infeasible_result_says_what_was_not_looked_at(run):
    assert run("solve", "team.yaml", "--people", "1", "--format", "json", "-o", "one.json", "--quiet").exit_code == 1
    result = run("verify", "team.yaml", "one.json", "--people", "1")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.endswith(
        "\nNot looked at (--solve does):\n- that no team meets the plan (status)\n"
        "- that nobody gets further, and no less is left (reach, reach_proven, uncovered, reserve, overloaded)\n"
    )


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


def test_no_answer_promises_nothing(run):
    Path("result.json").write_text(
        sample.without_team("no_answer").model_copy(update={"version": 1}).to_json(), encoding="utf-8"
    )
    result = run("verify", "team.yaml", "result.json")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "The result says no_answer: it promises nothing that could be verified.\n"


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
