"""Where an answer goes: to several places at once, each in the form that its name tells."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from salescrew.cli.frame.destination import say_written
from salescrew.models.answers.result import Result
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.written.text import plan_yaml
from tests.answer_by_hand import by_hand
from tests.cli import sample
from tests.cli.commands.test_replan import FACTS
from tests.html_reader import read_html

RESULT = ("team.yaml", "result.json")
# commands that write a page and a document, each with what it reads
PAGES = {
    "check": ("check", "team.yaml"),
    "solve": ("solve", "team.yaml"),
    "explain": ("explain", *RESULT[:1], "--result", "result.json", "--what", "person"),
    "sensitivity": ("sensitivity", "team.yaml", "--jobs", "1"),
    "compare": ("compare", "team.yaml", "--jobs", "1"),
    "sweep": ("sweep", "team.yaml", "--vary", "grace_weeks=1", "--jobs", "1"),
    "show": ("show", "result.json", "--plan", "team.yaml"),
    "simulate": ("simulate", *RESULT, "--runs", "10"),
    "track": ("track", *RESULT, "actuals.csv"),
    "replan": ("replan", *RESULT, "actuals.csv", "--as-of", "2026-01-19"),
    "diff": ("diff", "result.json", "result.json"),
    "cover": ("cover", *RESULT, "--absent", "Boris:2026-01-20"),
    "rates": ("rates", "deals.csv"),
}
DEALS = "id,created,closed,stage,won\n1,2026-01-05,2026-01-12,paid,yes\n2,2026-01-06,2026-01-13,lost,no\n"


@pytest.fixture(autouse=True)
def files(folder):
    plan, result = by_hand()
    (folder / "team.yaml").write_text(plan_yaml(Plan.model_validate(plan)), encoding="utf-8")
    (folder / "result.json").write_text(Result.model_validate(result).to_json(), encoding="utf-8")
    (folder / "actuals.csv").write_text(FACTS, encoding="utf-8")
    (folder / "deals.csv").write_text(DEALS, encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_every_answer_goes_to_all_places_that_are_named(run, name):
    alone = run(*PAGES[name])
    together = run(*PAGES[name], "-o", "answer.json", "-o", "-", "-o", "page.md", "-o", "book.xlsx", "-o", "page.html")
    assert (together.exit_code, together.stdout) == (alone.exit_code, alone.stdout)
    said = "Wrote answer.json, page.md, book.xlsx and page.html.\n"
    assert together.stderr.replace(alone.stderr, "") == said or together.stderr.endswith(said)
    assert json.loads(Path("answer.json").read_text(encoding="utf-8"))
    assert Path("page.md").read_text(encoding="utf-8").startswith("# ")
    assert read_html(Path("page.html").read_text(encoding="utf-8")).said("h1") == [alone.stdout.split("\n")[0]]
    assert load_workbook("book.xlsx").worksheets[0]["A1"].value.split("\n")[0] == alone.stdout.split("\n")[0]


def test_forms_are_told_by_the_endings_and_by_the_format_where_there_is_none(run):
    done = run("diff", "result.json", "result.json", "--format", "csv", "-o", "list", "-o", "page.txt", "-o", "-")
    assert done.exit_code == 0
    assert Path("list").read_bytes() == done.stdout_bytes
    assert done.stdout.startswith("\ufeff")
    assert Path("page.txt").read_text(encoding="utf-8") == run("diff", "result.json", "result.json").stdout


def test_tables_in_a_folder_beside_the_result(run, solve_gives):
    solve_gives(sample.optimal())
    done = run("solve", "team.yaml", "--format", "csv", "-o", "tables", "-o", "new.json")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == "Wrote tables and new.json.\nWarning: A warning.\n"
    assert (Path("tables") / "team.csv").is_file()


def test_quiet_says_nothing_of_files(run, solve_gives):
    solve_gives(sample.optimal())
    done = run("solve", "team.yaml", "-o", "new.json", "-o", "page.md", "--quiet")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")


def test_picture_and_page_of_a_simulation(run):
    drawn = run("simulate", *RESULT, "--runs", "10", "-o", "odds.svg")
    assert (drawn.stdout, drawn.stderr) == (run("simulate", *RESULT, "--runs", "10").stdout, "Wrote odds.svg.\n")
    both = run("simulate", *RESULT, "--runs", "10", "-o", "odds.svg", "-o", "odds.json")
    assert (both.stdout, both.stderr) == ("", "Wrote odds.svg and odds.json.\n")


def test_form_for_facts_in_two_places(run):
    assert run("actuals", *RESULT, "-o", "one.csv", "-o", "two.csv").stderr == "Wrote one.csv and two.csv.\n"
    assert Path("one.csv").read_bytes() == Path("two.csv").read_bytes()
    refused = run("actuals", *RESULT, "-o", "three.csv", "-o", "two.csv")
    assert (refused.exit_code, Path("three.csv").exists()) == (2, False)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["check", "team.yaml", "-o", "-", "-o", "/dev/stdout"], "-o names standard output more than once"),
        (["solve", "team.yaml", "-o", "one/", "-o", "two.json"], "the results of several plans go into one folder"),
        (["solve", "team.yaml", "-o", "new.json", "-o", "new.csv"], "csv writes a file a table"),
        (
            ["solve", "team.yaml", "-o", "new.json", "-o", "plan.doc"],
            "plan.doc: must end in .json, .md, .txt, .xlsx, .html or .ics",
        ),
        (["check", "team.yaml", "--format", "xlsx"], "xlsx is a workbook: name a file for it"),
        (["solve", "team.yaml", "--format", "xlsx", "-o", "-"], "xlsx is a workbook: name a file for it"),
        (["check", "team.yaml", "--format", "xlsx", "-o", "one.md"], "xlsx is a workbook: name a file for it"),
        (["check", "team.yaml", "--format", "json", "-o", "one.xlsx"], ".xlsx is a workbook: leave out --format"),
        (["check", "team.yaml", "-o", "one.md", "-o", "one.md"], "one.md: must be a file of its own"),
    ],
)
def test_what_cannot_be_written_is_refused_before_anything_is(run, arguments, told):
    before = sorted(Path().iterdir())
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert told in done.stderr
    assert sorted(Path().iterdir()) == before


def test_files_are_named_in_a_sentence(capsys):
    for names in ([None], ["-"], ["one.md"], ["one.md", "-", "two.md"], ["one.md", "two.md", "three.md"]):
        say_written(names)
    assert capsys.readouterr().err == "Wrote one.md.\nWrote one.md and two.md.\nWrote one.md, two.md and three.md.\n"
