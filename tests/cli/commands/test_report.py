"""All that is known of a plan on one page."""

from __future__ import annotations

from pathlib import Path

import pytest

import salescrew
from salescrew.models.answers.result import Result
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.written.text import plan_yaml
from tests.answer_by_hand import by_hand
from tests.cli.commands.test_replan import FACTS
from tests.html_reader import read_html

OF_RESULT = ("team.yaml", "result.json")


@pytest.fixture(autouse=True)
def files(folder):
    plan, result = by_hand()
    (folder / "team.yaml").write_text(plan_yaml(Plan.model_validate(plan)), encoding="utf-8")
    (folder / "result.json").write_text(Result.model_validate(result).to_json(), encoding="utf-8")
    (folder / "actuals.csv").write_text(FACTS, encoding="utf-8")


def headings(run, *arguments):
    done = run("report", *arguments, "--quiet")
    assert done.exit_code == 0, done.stderr
    return read_html(done.stdout).said("h2")


def test_answer_reasons_arithmetic_and_where_it_stands(run):
    found = headings(run, *OF_RESULT, "actuals.csv")
    parts = ["Where it stands", "Targets", "The week", "Funnels", "Why", "Team"]
    assert [heading for heading in found if heading in parts] == parts
    assert found[-2:] == ["Anna: your weeks", "Boris: your weeks"]


def test_each_part_is_there_where_it_is_known(run):
    found = headings(run, *OF_RESULT, "--no-why")
    assert not {"Where it stands", "Why"} & set(found)


def test_how_targets_will_come_out_is_drawn(run):
    for command in (
        ("track", *OF_RESULT, "actuals.csv", "-o", "page.html"),
        ("report", *OF_RESULT, "actuals.csv", "--no-why", "-o", "page.html"),
    ):
        assert run(*command).exit_code == 0
        figure = read_html(Path("page.html").read_text(encoding="utf-8")).all("figure")[0]
        assert figure.said("figcaption")[0].startswith("revenue is likely to come to ")
        assert figure.said("span", "name") == ["revenue"]
        assert [len(one.all("path")) for one in figure.all("svg")] == [3]


def test_arithmetic_is_folded(run):
    body = read_html(run("report", *OF_RESULT, "--no-why").stdout)
    assert "The arithmetic of the plan" in body.said("summary")


def test_without_a_result_the_plan_is_solved(run, solve_gives):
    calls = solve_gives(Result.model_validate(by_hand()[1]))
    assert "The week" in headings(run, "team.yaml", "--no-why", "--time-limit", "9")
    assert calls == [("by hand", 9.0)]


def test_a_plan_made_anew_says_what_changes_and_is_not_explained_as_the_plan(run, monkeypatch):
    anew = ("replan", "team.yaml", "result.json", "actuals.csv", "--as-of", "2026-01-19", "-o", "new.json", "--quiet")
    assert run(*anew).exit_code in (0, 1)
    monkeypatch.setattr(salescrew, "explain", lambda *_, **__: pytest.fail("explained"), raising=False)
    done = run("report", "team.yaml", "new.json", "--quiet")
    found = read_html(done.stdout).said("h2")
    assert found.index("How much changes") < found.index("Targets")
    assert "Why" not in found


def test_it_is_written_into_a_file_and_says_so(run):
    done = run("report", *OF_RESULT, "--no-why", "-o", "report.html")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "Wrote report.html.\n")
    again = run("report", *OF_RESULT, "--no-why")
    assert again.stdout == Path("report.html").read_text(encoding="utf-8")


def test_one_of_its_files_may_be_standard_input(run):
    text = Path("result.json").read_text(encoding="utf-8")
    assert run("report", "team.yaml", "-", "--no-why", stdin=text).exit_code == 0
    assert "cannot both be standard input" in run("report", "-", "-").stderr
