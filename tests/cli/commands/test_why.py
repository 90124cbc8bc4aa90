"""What would save a person, beside an answer of `solve`: which forms say it, and that nothing else waits for it."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

import salescrew
from salescrew.cli.frame import destination
from salescrew.cli.frame.destination import Destination
from salescrew.cli.frame.reasons import reasons
from salescrew.cli.presentations import why
from salescrew.solver.engine.program import Program
from salescrew.solver.explain import explain as explaining
from tests.cli.commands.test_many_plans import IMPOSSIBLE, PLAN
from tests.html_reader import read_html

SAVES, MAKES_POSSIBLE = "What would save a person", "What would make it possible"
NOT_TO_THE_END = "Not looked for to the end: time was up, or Ctrl-C came."


@pytest.fixture(autouse=True)
def team(folder):
    (folder / "team.yaml").write_text(PLAN, encoding="utf-8")


@pytest.fixture
def asked(monkeypatch):
    """List what is asked of `explain`."""
    explain, asked = salescrew.explain, []

    def listed(plan, what, **named):
        asked.append(what)
        return explain(plan, what, **named)

    monkeypatch.setattr(salescrew, "explain", listed, raising=False)
    return asked


def solved(run, *options, code=0):
    done = run("solve", "team.yaml", "-o", "page.html", *options, "--quiet")
    assert done.exit_code == code, done.stderr
    return read_html(Path("page.html").read_text(encoding="utf-8"))


def part(body, heading):
    (found,) = [one for one in body.all("section") if one.said("h2")[:1] == [heading]]
    return found


def test_an_html_page_says_what_would_save_a_person_and_draws_it(run, asked):
    body = solved(run, "-o", "page.md", "-o", "result.json")
    saves = part(body, SAVES)
    assert saves.said("p")[0] == "If the target revenue is lowered from 1,000 to 500, 1 person is enough."
    assert saves.said("figcaption") == ["The smallest of these changes is 50%: the target revenue."]
    shown = list(zip(saves.said("span", "name"), saves.said("span", "value"), strict=True))
    assert shown[0] == ("the target revenue", "50% less")
    assert ("average deal of audit", "100% more") in shown
    # what is drawn first is the smallest, and its table holds the same
    widths = [float(one.attributes["width"]) for one in saves.all("rect")]
    assert widths == sorted(widths)
    assert len(saves.all("table")[0].all("tr")) == len(shown) + 1
    assert SAVES not in Path("page.md").read_text(encoding="utf-8")
    assert asked == [("headcount",)]
    # it is where the answer is, before the grounds and the sheets
    headings = body.said("h2")
    assert headings.index("Funnels") < headings.index(SAVES) < headings.index("Team")


def test_a_plan_that_cannot_be_met_says_what_would_make_it_possible(run):
    Path("team.yaml").write_text(IMPOSSIBLE, encoding="utf-8")
    body = solved(run, code=1)
    assert {"What cannot hold together", MAKES_POSSIBLE} <= set(body.said("h2"))


def test_every_form_for_people_says_it_where_it_is_asked_for(run, asked):
    text = run("solve", "team.yaml", "--why", "-o", "-", "-o", "page.md", "-o", "book.xlsx", "--quiet").stdout
    assert f"\n{SAVES}\n" in text
    assert f"\n## {SAVES}\n" in Path("page.md").read_text(encoding="utf-8")
    assert Path("book.xlsx").is_file()
    assert asked == [("headcount",)]


@pytest.mark.parametrize("options", [("--no-why", "-o", "page.html"), ("-o", "page.md"), ("--why", "-o", "r.json")])
def test_nothing_is_looked_for_where_nothing_says_it(run, asked, options):
    assert run("solve", "team.yaml", *options).exit_code == 0
    assert asked == []


@pytest.mark.parametrize("options", [(), ("--why",)])
def test_nothing_else_waits_for_it(run, monkeypatch, options):
    written, explain = [], salescrew.explain

    def explained_then(*arguments, **named):
        written.append("WHY")
        return explain(*arguments, **named)

    monkeypatch.setattr(salescrew, "explain", explained_then, raising=False)
    monkeypatch.setattr(Destination, "has_reader", True)
    monkeypatch.setattr(destination, "write", lambda name, text: written.append(name or text))
    run("solve", "team.yaml", *options, "-o", "-", "-o", "page.html", "-o", "result.json")
    before, after = written[: written.index("WHY")], written[written.index("WHY") + 1 :]
    assert (before[-1], after[-1]) == ("result.json", "page.html")
    assert (len(after), before.count("page.html")) == (1 + len(options), 0)


def test_on_a_terminal_it_comes_below_all_else(run, monkeypatch):
    monkeypatch.setattr(Destination, "has_reader", True)
    shown = run("solve", "team.yaml", "--why", "--quiet").stdout
    assert shown.count(SAVES) == 1
    assert shown.index("Who it takes") < shown.index("Funnels") < shown.index(SAVES)


def test_ctrl_c_leaves_it_out_and_keeps_the_answer(run, monkeypatch):
    def interrupted(*_, **__):
        signal.raise_signal(signal.SIGINT)
        Program().row([])

    monkeypatch.setattr(explaining, "changes", interrupted)
    body = solved(run)
    assert part(body, SAVES).said("p") == [NOT_TO_THE_END]
    assert {"The week", "Team", "Anna: your weeks"} <= set(body.said("h2"))


def test_where_the_time_is_up_nothing_is_looked_for(asked):
    plan = salescrew.load(PLAN)
    found = reasons(plan, salescrew.solve(plan), 0.0)
    assert (found.unfinished, found.changes, asked) == (("headcount",), None, [])


@pytest.mark.parametrize("most", ["_MOST_POST_DAYS", "_MOST_PEOPLE"])
def test_of_a_large_plan_it_is_looked_for_only_where_it_is_asked_for(run, monkeypatch, asked, most):
    monkeypatch.setattr(why, most, 1)
    (said,) = part(solved(run), SAVES).said("p")
    assert said.startswith("Not looked for, since that takes long for so large a plan: salescrew solve --why ")
    assert asked == []
    assert "If the target revenue" in part(solved(run, "--why"), SAVES).said("p")[0]


@pytest.mark.parametrize(("options", "is_said"), [((), False), (("--why",), True)])
def test_of_many_plans_it_is_looked_for_where_it_is_asked_for(run, options, is_said):
    line = ("solve", "team.yaml", "--format", "html", "-o", "pages/", "--jobs", "1", "--quiet")
    assert run(*line, *options).exit_code == 0
    assert (SAVES in Path("pages/team.html").read_text(encoding="utf-8")) == is_said
