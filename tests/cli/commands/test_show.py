"""A result shown again: as a whole, in parts, of one person, of one week; in any form."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

import salescrew
from salescrew.cli.commands.show import PARTS
from salescrew.models.answers.result import Result
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.written.text import plan_yaml
from salescrew.models.schedule.own_plan import with_plan
from salescrew.models.schedule.part import FIELDS
from tests.answer_by_hand import by_hand
from tests.cli import sample
from tests.cli.commands.test_replan import FACTS
from tests.cli.commands.test_solve import COVERAGE, FUNNEL, PAGE, QUOTAS, ROSTER, WARNING

SUBTITLE = "Sample: 12 Jan 2026 to 25 Jan 2026, 2 weeks\n"
BORIS = f"""\
Boris, inbound
{SUBTITLE}
            Mon    Tue
----------  -----  -----
every week  am     am
am: on duty then.
"""
ANNA = f"""\
Anna, hunter, week 2 (from 19 Jan 2026)
{SUBTITLE}
      Mon 19 Jan    Tue 20 Jan
----  ------------  ------------
Anna  calls 25      calls 15
"""
EVERYBODY = f"""\
Everybody, week 1 (from 12 Jan 2026)
{SUBTITLE}
          Mon 12 Jan    Tue 13 Jan
--------  ------------  ------------
Anna      calls 25      calls 15
Boris     am            off
junior 1  -             pm
am and pm: on duty then. off: not there. -: there, and nothing is asked.
"""


@pytest.fixture(autouse=True)
def result(folder) -> Result:
    """Give the sample's answer with its plan in it, which is in a file as well."""
    answer = with_plan(salescrew.load(folder / "team.yaml"), sample.optimal())
    (folder / "result.json").write_text(answer.to_json(), encoding="utf-8")
    return answer


@pytest.fixture
def show(run):
    return lambda *options, stdin=None: run("show", "result.json", *options, stdin=stdin)


def test_a_result_looks_as_solve_showed_it_without_its_plan_file(run, show, folder):
    (folder / "team.yaml").unlink()
    shown = show()
    assert (shown.exit_code, shown.stdout, shown.stderr) == (0, PAGE + WARNING, "")
    assert run("show", "-", stdin=Path("result.json").read_text(encoding="utf-8")).stdout == shown.stdout
    assert show("--format", "json").stdout == Path("result.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("part", "text"), {"roster": ROSTER, "quotas": QUOTAS, "funnel": FUNNEL, "coverage": COVERAGE}.items()
)
def test_a_part_stands_for_itself(show, part, text):
    assert show("--part", part).stdout == SUBTITLE + text


def test_parts_in_the_order_in_which_they_are_named(show):
    assert show("--part", "funnel,roster").stdout == SUBTITLE + FUNNEL + ROSTER
    assert show("--part", "warnings").stdout == SUBTITLE + WARNING


def test_every_part_in_every_form(show, result):
    plan = salescrew.load("team.yaml")
    facts = json.loads(result.to_json())
    for part in PARTS:
        page = show("--part", part)
        if page.exit_code == 2:
            assert part in ("odds", "changes", "work"), page.stderr
            continue
        assert page.stdout.startswith(SUBTITLE)
        assert show("--part", part, "--format", "markdown").stdout.startswith("Sample: 12 Jan")
        rows = list(csv.reader(io.StringIO(show("--part", part, "--format", "csv").stdout.removeprefix("\ufeff"))))
        assert len(rows) > 1
        assert len({len(row) for row in rows}) == 1
        told = json.loads(show("--part", part, "--format", "json").stdout)
        assert told == {name: facts[name] for name in FIELDS[part]}
    assert plan.name == "Sample"


def test_the_days_of_a_person_are_a_small_table(show):
    assert show("--person", "Boris").stdout == BORIS
    assert show("--person", "Anna", "--week", "2").stdout == ANNA
    assert show("--person", "Anna", "--week", "2026-01-25").stdout == ANNA


def test_days_off_and_days_without_anything_are_told_apart(run, folder):
    plan = sample.PLAN.replace("2_500.50}", "2_500.50, days_off: [2026-01-13]}")
    (folder / "team.yaml").write_text(plan, encoding="utf-8")
    answer = sample.optimal()
    there = {("Boris", "2026-01-13"): None, ("junior 1", "2026-01-12"): ()}
    roster = [
        row.model_copy(update={"duty": there.get((row.manager, str(row.date)), row.duty) or ()})
        for row in answer.roster
        if there.get((row.manager, str(row.date)), ()) is not None
    ]
    answer = with_plan(salescrew.load("team.yaml"), answer.model_copy(update={"roster": tuple(roster)}))
    Path("result.json").write_text(answer.to_json(), encoding="utf-8")
    assert run("show", "result.json", "--week", "1").stdout == EVERYBODY
    rows = list(csv.DictReader(io.StringIO(run("show", "result.json", "--week", "1", "--format", "csv").stdout[1:])))
    assert [(row["manager"], row["there"], row["duty"], row["calls"]) for row in rows if row["date"][-2:] == "13"] == [
        ("Anna", "yes", "", "15"),
        ("Boris", "no", "", "0"),
        ("junior 1", "yes", "pm", "0"),
    ]


def test_a_person_and_a_week_narrow_what_is_given_to_programs(show):
    told = json.loads(show("--person", "Anna", "--week", "2", "--format", "json").stdout)
    assert (told["person"], told["week"]) == ("Anna", "2026-01-19")
    assert [(row["date"], row["manager"], row["calls"]) for row in told["quotas"]] == [
        ("2026-01-19", "Anna", 25),
        ("2026-01-20", "Anna", 15),
    ]
    assert {row["manager"] for row in told["roster"]} == {"Anna"}
    assert show("--part", "quotas", "--person", "Anna", "--week", "2", "--format", "csv").stdout.count("\n") == 3


@pytest.mark.parametrize("name", ["junior 1", "1 junior", "Junior 1", "1  JUNIOR"])
def test_words_of_a_name_in_any_order(show, name):
    assert show("--person", name).stdout.startswith("junior 1, mixed\n")


def test_tables_in_a_folder_and_days_in_a_file(show):
    assert show("--format", "csv", "-o", "tables").stderr == "Wrote tables.\n"
    assert (Path("tables") / "quotas.csv").is_file()
    assert show("--person", "Anna", "-o", "anna.csv", "-o", "anna.md").stderr == "Wrote anna.csv and anna.md.\n"
    assert Path("anna.csv").read_bytes().startswith(b"\xef\xbb\xbfdate,manager,there,duty,calls")
    assert show("--part", "team,quotas", "-o", "some.csv").exit_code == 2


def test_a_result_without_its_plan_takes_the_plan_besides(run, show, result):
    old = result.model_copy(update={"version": 1, "plan": None, "plan_digest": None})
    Path("result.json").write_text(old.to_json(), encoding="utf-8")
    said = "result.json: must hold its plan, got a result of version 1. Name the plan with --plan.\n"
    assert (show().exit_code, show().stderr) == (2, said)
    assert run("show", "result.json", "--plan", "team.yaml").stdout == PAGE + WARNING


def test_a_plan_that_was_broken_by_hand_is_told(show, result):
    Path("result.json").write_text(result.model_copy(update={"plan": {"name": "x"}}).to_json(), encoding="utf-8")
    shown = show()
    assert (shown.exit_code, shown.stdout) == (2, "")
    assert shown.stderr.startswith("result.json: plan: calendar: must be given")


def test_a_plan_made_anew_is_shown_with_its_changes_and_the_days_that_were_over(run, folder):
    plan, parent = by_hand()
    (folder / "team.yaml").write_text(plan_yaml(Plan.model_validate(plan)), encoding="utf-8")
    (folder / "result.json").write_text(Result.model_validate(parent).to_json(), encoding="utf-8")
    (folder / "actuals.csv").write_text(FACTS, encoding="utf-8")
    options = ("--as-of", "2026-01-19", "--absent", "anna:2026-01-19")
    page = run("replan", "team.yaml", "result.json", "actuals.csv", *options, "-o", "new.json").stdout
    assert run("show", "new.json").stdout == page
    assert "\nChanges\n" in run("show", "new.json", "--part", "changes").stdout
    assert len(run("show", "new.json", "--part", "changes", "--format", "csv").stdout.splitlines()) > 1
    days = run("show", "new.json", "--person", "Anna").stdout.splitlines()
    assert days[3:] == [
        "                           Mon      Tue",
        "-------------------------  -------  ----------",
        "week 1 (from 12 Jan 2026)  calls 8  meetings 2",
        "week 2 (from 19 Jan 2026)  off      meetings 2",
        "off: not there.",
    ]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--person", "Ana"), "person: must have a role in the result, got Ana. Did you mean Anna?"),
        (("--person", "Zoe"), "person: must have a role in the result, got Zoe. With a role: Anna, Boris, junior 1."),
        (("--week", "3"), "week: must be from 1 to 2, got 3. The plan has so many weeks."),
        (("--part", "changes"), "part: must be in the result, got changes, which only a plan made anew has."),
        (("--part", "odds"), "part: must be in the result, got odds, which are not known of it."),
        (("--part", "team", "--person", "Anna"), "part: must be roster, quotas of a person, got team. Leave it out."),
        (
            ("--part", "team", "--week", "1"),
            "part: must be duty, roster, quotas, funnel, coverage of a week, got team. Leave it out.",
        ),
    ],
)
def test_what_there_is_not_is_refused(show, options, told):
    shown = show(*options, "-o", "page.md")
    assert (shown.exit_code, shown.stdout, shown.stderr) == (2, "", f"{told}\n")
    assert not Path("page.md").exists()


def test_targets_of_a_plan_without_any(run, result):
    plan = {**(result.plan or {}), "target": {}}
    Path("result.json").write_text(result.model_copy(update={"plan": plan}).to_json(), encoding="utf-8")
    told = "part: must be in the result, got targets, which a plan without targets does not have.\n"
    assert run("show", "result.json", "--part", "targets").stderr == told


def test_an_answer_without_a_team_is_shown_as_a_whole_only(run, result):
    answer = sample.without_team("infeasible").model_copy(update={"plan": result.plan})
    Path("result.json").write_text(answer.to_json(), encoding="utf-8")
    whole = run("show", "result.json")
    assert (whole.exit_code, whole.stdout.split(":")[0]) == (0, "Infeasible")
    told = "result: must have a team, got one that says infeasible. Show it as a whole.\n"
    assert run("show", "result.json", "--person", "Anna").stderr == told
