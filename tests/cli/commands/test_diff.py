from __future__ import annotations

import json
from pathlib import Path

import pytest

import salescrew
from tests.cli import sample

MONDAY = "2026-01-12"
# on Monday the 12th Anna and Boris swap his morning, and Anna calls 20 instead of 25; junior 1 gives way to junior 2
CHANGED = """\
1 person joins, 1 person leaves, 1 person changes role, 5 duty slots change hands and quotas change on 1 person-day.
Two results, neither made out of the other

In all
figure           was      is
------------  ------  ------
headcount          3       3
monthly cost   7,500   7,500
revenue       37,000  36,000
profit        14,800  14,800
deals           7.40    7.40

Who does what, over all days
person    role was    is         duty slots was    is    calls was    is    meetings was    is
--------  ----------  -------  ----------------  ----  -----------  ----  --------------  ----
Anna      hunter      mixed                   0     1           80    75               0     0
Boris     inbound     inbound                 4     3            0     0               0     0
junior 1  mixed       none                    4     0            0     0               0     0
junior 2  none        mixed                   0     4            0     0               0     0

Changes
day          who       change
-----------  --------  --------------------------------------
from now on  Anna      hunter -> mixed
             junior 2  joins as mixed
             junior 1  leaves (was mixed)
Mon 12 Jan   Anna      takes am duty (was Boris's)
             junior 2  takes pm duty (was junior 1's)
             Anna      calls 25 -> 20, contacts cold 25 -> 20
Tue 13 Jan   junior 2  takes pm duty (was junior 1's)
Mon 19 Jan   junior 2  takes pm duty (was junior 1's)
Tue 20 Jan   junior 2  takes pm duty (was junior 1's)
"""
CSV = """\
\ufeffkind,date,manager,what,was,now,reason
role,,Anna,,hunter,mixed,
hire,,junior 2,,,mixed,
leave,,junior 1,,mixed,,
duty,2026-01-12,Anna,am,Boris,Anna,
duty,2026-01-12,junior 2,pm,junior 1,junior 2,
duty,2026-01-13,junior 2,pm,junior 1,junior 2,
duty,2026-01-19,junior 2,pm,junior 1,junior 2,
duty,2026-01-20,junior 2,pm,junior 1,junior 2,
quota,2026-01-12,Anna,calls,25,20,
contacts,2026-01-12,Anna,cold,25,20,
"""


def changed():
    answer = json.loads(sample.optimal().to_json().replace("junior 1", "junior 2"))
    answer["managers"][0]["role"] = "mixed"
    answer["revenue"] = 36_000
    for row in answer["roster"]:
        if row["date"] == MONDAY and row["manager"] != "junior 2":
            row.update(pattern={"calls": 20, "duty": 1}, duty=["am"] if row["manager"] == "Anna" else [])
    for row in answer["quotas"]:
        if (row["date"], row["manager"]) == (MONDAY, "Anna"):
            row.update(calls=20, contacts={"cold": 20.0})
    return json.dumps(answer)


@pytest.fixture(autouse=True)
def two(folder):
    (folder / "one.json").write_text(sample.optimal().to_json(), encoding="utf-8")
    (folder / "other.json").write_text(changed(), encoding="utf-8")


def test_two_results(run):
    result = run("diff", "one.json", "other.json")
    assert (result.exit_code, result.stdout, result.stderr) == (0, CHANGED, "")


@pytest.mark.parametrize(("one", "other"), [("-", "other.json"), ("one.json", "-")])
def test_either_on_standard_input(run, one, other):
    stdin = Path("one.json" if one == "-" else "other.json").read_text(encoding="utf-8")
    result = run("diff", one, other, stdin=stdin)
    assert (result.exit_code, result.stdout) == (0, CHANGED)


def test_the_same_result_twice(run):
    result = run("diff", "one.json", "one.json")
    assert result.exit_code == 0
    said = ["Nobody does anything otherwise.", "Two results, neither made out of the other"]
    assert result.stdout.splitlines()[:2] == said
    assert "Changes" not in result.stdout


def test_back(run):
    result = run("diff", "other.json", "one.json")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == CHANGED.splitlines()[0]
    assert "             Anna      calls 20 -> 25, contacts cold 20 -> 25" in result.stdout.splitlines()


def test_nothing_but_a_pattern(run):
    answer = json.loads(sample.optimal().to_json())
    answer["roster"][1]["pattern"] = {"duty": 1}
    Path("other.json").write_text(json.dumps(answer), encoding="utf-8")
    result = run("diff", "one.json", "other.json")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == "Only day patterns are otherwise."
    assert result.stdout.splitlines()[-1] == "Mon 12 Jan  Boris  day pattern 20 calls, 1 duty -> 1 duty"


def test_results_without_a_team(run):
    Path("other.json").write_text(sample.without_team("infeasible").to_json(), encoding="utf-8")
    result = run("diff", "one.json", "other.json")
    said = "result: must have a team to compare, got one that says infeasible. Use another one.\n"
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", said)


def test_json(run):
    result = run("diff", "one.json", "other.json", "--format", "json")
    found = salescrew.diff(*map(salescrew.load_result, ("one.json", "other.json")))
    assert (result.exit_code, result.stdout) == (0, found.to_json())


def test_csv(run):
    result = run("diff", "one.json", "other.json", "--format", "csv")
    assert (result.exit_code, result.stdout) == (0, CSV)


def test_markdown(run):
    result = run("diff", "one.json", "other.json", "--format", "markdown")
    assert result.exit_code == 0
    headings = [line for line in result.stdout.splitlines() if line.startswith("#")]
    assert headings == [f"# {CHANGED.splitlines()[0]}", "## In all", "## Who does what, over all days", "## Changes"]


@pytest.mark.parametrize(
    ("file", "begins"), [("d.csv", CSV), ("d.json", "{\n"), ("d.md", "# 1 person joins"), ("d.txt", CHANGED)]
)
def test_files_by_their_ending(run, file, begins):
    result = run("diff", "one.json", "other.json", "-o", file)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", f"Wrote {file}.\n")
    assert Path(file).read_text(encoding="utf-8").startswith(begins)


def test_two_standard_inputs_are_a_usage_error(run):
    result = run("diff", "-", "-")
    usage = "Usage: salescrew diff [OPTIONS] RESULT OTHER\nTry 'salescrew diff --help' for help.\n\n"
    told = "Error: RESULT and OTHER cannot both be standard input.\n"
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", usage + told)


def test_result_that_is_none(run):
    result = run("diff", "one.json", "team.yaml", "-o", "diff.json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("team.yaml:")
    assert not Path("diff.json").exists()


def test_file_that_is_missing(run):
    result = run("diff", "one.json", "none.json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("none.json: ")


def test_folder_that_is_missing(run):
    result = run("diff", "one.json", "other.json", "-o", "none/diff.json")
    must = "none/diff.json: must be in a folder that exists, got none. Create that folder first.\n"
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", must)
