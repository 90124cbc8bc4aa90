"""Odds on the command line: what is promised, what fewer people can promise, and where missing odds come from."""

from __future__ import annotations

import json

import pytest

from salescrew.models.plan.written.text import plan_yaml
from tests.solver.search.confidence.test_confidence import cold_plan


@pytest.fixture(autouse=True)
def plan_file(folder):
    plan = cold_plan([(1000, 0.01)], {"revenue": 50_000}, 5)
    (folder / "cold.yaml").write_text(plan_yaml(plan), encoding="utf-8")


def test_the_fewest_people_for_odds(run):
    result = run("solve", "cold.yaml", "--confidence", "80%", "--quiet")
    assert (result.exit_code, result.stderr) == (0, "")
    first, second, empty, odds, *rest = result.stdout.splitlines()
    assert first.startswith("4 people; fewer is impossible: at least 4. ")
    assert (second, empty) == ("Cold: 12 Jan 2026 to 8 Feb 2026, 4 weeks", "")
    assert odds == "The target in 80% of cases; 80% were asked for. On average that exceeds revenue by 11.6%."
    at = rest.index("What fewer people can promise")
    assert [line.split()[:2] for line in rest[at + 4 : at + 6]] == [["3", "72.6%"], ["4", "80%"]]


def test_json_has_the_promise_and_csv_the_table(run, tmp_path):
    told = json.loads(run("solve", "cold.yaml", "--confidence", "0.8", "--format", "json", "--quiet").stdout)
    assert told["odds"]["confidence"] == 0.8
    assert told["odds"]["verdict"] == {"headcount": "proven", "cost": "proven"}
    assert [row["headcount"] for row in told["odds_by_people"]] == [3, 4]
    assert list(told["buffer"]) == ["revenue"]
    run("solve", "cold.yaml", "--confidence", "0.8", "--format", "csv", "-o", "out", "--quiet")
    assert (tmp_path / "out" / "odds_by_people.csv").exists()


def test_odds_that_nobody_has(run):
    result = run("solve", "cold.yaml", "--confidence", "99.99%", "--people", "3", "--quiet")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[0] == (
        "Infeasible: it is proven that no team out of the 5 candidates of this plan meets it at odds of "
        "more than 99.9% within its limits (people 3)."
    )
    best = run("solve", "cold.yaml", "--confidence", "99.99%", "--people", "3", "--best", "--quiet")
    assert best.exit_code == 1
    assert best.stdout.splitlines()[0] == (
        "Infeasible: it is proven that no team has odds of more than 99.9%. Shown are the best odds that were found: "
        "3 people."
    )


@pytest.mark.parametrize("command", [["solve", "cold.yaml"], ["solve", "cold.yaml", "team.yaml", "-o", "out"]])
def test_what_is_no_probability(run, command):
    result = run(*command, "--confidence", "80", "--quiet")
    assert result.exit_code == 2
    assert "target.confidence: must be at most 1, got 80. Write 0.8 or 80%." in result.output


def test_where_missing_odds_come_from(run):
    result = run("explain", "cold.yaml", "--what", "odds", "--quiet")
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    at = lines.index("Where the missing odds come from")
    assert lines[at + 2] == "In 48% of all cases at least one target is missed."
    assert "What would raise the odds" in lines
    assert lines[-1] == "Each by itself, with the same quotas otherwise."
    told = json.loads(run("explain", "cold.yaml", "--what", "odds", "--format", "json", "--quiet").stdout)
    assert {lever["lever"] for lever in told["odds"]["levers"]} == {"deal", "smaller_deals", "conversion", "person"}


def test_why_a_promise_takes_as_many_people(run):
    """A promise is not explained by what cannot hold together on average, but by what fewer people can promise."""
    lines = run("explain", "cold.yaml", "--confidence", "80%", "--quiet").stdout.splitlines()
    assert lines[0].startswith("4 people meet the plan.")
    assert "What would save a person" not in lines
    assert next(line for line in lines if line.startswith("80% take")) == (
        "80% take 4 people: of 3 people 73% were found, and at most 73%."
    )


def test_a_result_is_explained_and_proven_for_the_odds_it_was_made_for(run):
    assert run("solve", "cold.yaml", "--confidence", "80%", "-o", "result.json", "--quiet").exit_code == 0
    told = run("explain", "cold.yaml", "--result", "result.json", "--quiet").stdout
    assert "80% take 4 people" in told
    proven = run("verify", "cold.yaml", "result.json", "--solve", "--quiet")
    assert (proven.exit_code, "wrong" in proven.stdout) == (0, False)
    assert "what 3 people can promise (odds_by_people, odds.verdict): at most" in " ".join(proven.stdout.split())
    asked_more = run("verify", "cold.yaml", "result.json", "--confidence", "90%")
    assert asked_more.exit_code == 1
    assert "confidence: odds.all must be at least 0.9" in asked_more.stdout
