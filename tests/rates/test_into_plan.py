"""The figures of an export get into a plan, and nothing else in its file changes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

import salescrew
from salescrew.cli.frame.group import main
from salescrew.models.rates.writing.yaml_edits import NotHereError, YamlText, written
from tests.rates.simulator import World, deals, export
from tests.rates.tables import write

PLAN = """\
# Our plan
name: Test   # a name
calendar: {start: 2026-06-01, weeks: 8, slots: [morning, afternoon]}
target: {revenue: 3_000_000}
products:
  audit: {average_deal: 150_000, margin: 40%}   # the audit
day_patterns:
  - {calls: 90}
  - {meetings: 2}
  - {duty: 2}
funnels:
  warm:
    channel: inbound
    product: audit
    leads: {per_week: 60}
    stages:
      - {name: lead, conversion: 35%}     # a guess
      - name: meeting        # in lines
        conversion: 0.6   # a guess too
        effort: {meetings: 1}

      - {name: proposal, conversion: 50%, days_to_next: 20}
pipeline: steady
duty: {leads_per_slot: 6}
managers:
  - {name: Anna}
candidates:
  - {profile: junior, at_most: 50}
"""


@pytest.fixture(scope="module")
def tables() -> tuple[str, str]:
    rows, history = export(deals(World(deals=1500), 1), 300)
    return csv(rows), csv(history)


def csv(rows: list[dict[str, object]]) -> str:
    return "\n".join(",".join(map(str, row)) for row in [rows[0].keys(), *(row.values() for row in rows)]) + "\n"


@pytest.fixture
def folder(tmp_path, monkeypatch, tables) -> Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, tables[0])
    write(tmp_path, tables[1], "history.csv")
    write(tmp_path, PLAN, "team.yaml")
    return tmp_path


def run(*arguments: str) -> str:
    result = CliRunner().invoke(main, ["rates", "deals.csv", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def changed_lines(before: str, after: str) -> list[tuple[str, str]]:
    """Give the lines that differ, where none was added but those given."""
    return [(one, other) for one, other in zip(before.splitlines(), after.splitlines(), strict=True) if one != other]


def test_figures_are_replaced_and_the_rest_of_the_file_stays(folder):
    page = run("--history", "history.csv", "--plan", "team.yaml", "-o", "team-2.yaml")
    told = salescrew.rates("deals.csv", history="history.csv")
    stages = {stage.stage.lower(): stage for stage in told.pipelines[0].stages}
    after = (folder / "team-2.yaml").read_text()
    plan = salescrew.load("team-2.yaml")
    for stage in plan.funnels["warm"].stages:
        mine = stages[stage.name]
        assert stage.conversion == pytest.approx(mine.conversion, rel=2e-4)
        assert stage.observed is not None
        assert mine.observed is not None
        assert stage.observed.passed == pytest.approx(mine.observed.passed, abs=0.051)
        assert stage.observed.of == pytest.approx(mine.observed.of, abs=0.051)
        assert (str(stage.observed.as_of), stage.observed.source) == (str(told.as_of), "deals.csv")
        assert mine.days_to_next is not None
        assert stage.days_to_next == pytest.approx(mine.days_to_next.mean, abs=0.051)
    assert plan.products["audit"].average_deal == pytest.approx(told.pipelines[0].average_deal.mean, rel=2e-4)
    # every comment, every other line and the order of all is what it was
    kept = [
        line for line in PLAN.splitlines() if "conversion" not in line and "deal:" not in line and "week" not in line
    ]
    assert [line for line in after.splitlines() if line in kept] == kept
    for comment in ("# Our plan", "# a name", "# the audit", "# a guess", "# in lines", "# a guess too"):
        assert comment in after
    assert told.pipelines[0].deal_cv is not None
    assert told.pipelines[0].leads is not None
    assert told.pipelines[0].leads.dispersion is not None
    assert plan.products["audit"].deal_cv == pytest.approx(told.pipelines[0].deal_cv, abs=0.0051)
    assert plan.funnels["warm"].leads is not None
    assert plan.funnels["warm"].leads.dispersion == pytest.approx(
        max(1, told.pipelines[0].leads.dispersion), abs=0.0051
    )
    assert page.startswith("Wrote team-2.yaml: 11 figures from the export as of 3 May 2026, 2 stay.\n")
    assert "funnels.warm.leads.season" in page


def test_the_same_export_changes_nothing_any_more(folder):
    run("--history", "history.csv", "--plan", "team.yaml", "-o", "team-2.yaml")
    run("--history", "history.csv", "--plan", "team-2.yaml", "-o", "team-3.yaml")
    assert (folder / "team-3.yaml").read_text() == (folder / "team-2.yaml").read_text()


def test_windows_line_ends_stay(folder):
    (folder / "team.yaml").write_bytes(PLAN.replace("\n", "\r\n").encode())
    run("--history", "history.csv", "--plan", "team.yaml", "-o", "team-2.yaml")
    after = (folder / "team-2.yaml").read_bytes()
    assert after.count(b"\n") == after.count(b"\r\n")
    assert salescrew.load("team-2.yaml").funnels["warm"].stages[1].observed is not None


def test_json_plan(folder):
    plan = salescrew.load("team.yaml").model_dump(mode="json", by_alias=True, exclude_defaults=True)
    write(folder, json.dumps(plan), "team.json")
    run("--history", "history.csv", "--plan", "team.json", "-o", "team-2.json")
    run("--history", "history.csv", "--plan", "team.yaml", "-o", "team-2.yaml")
    ours, theirs = salescrew.load("team-2.json"), salescrew.load("team-2.yaml")
    for one, other in zip(ours.funnels["warm"].stages, theirs.funnels["warm"].stages, strict=True):
        # a percentage is the same number but for its last bit
        assert one.conversion == pytest.approx(other.conversion, abs=1e-12)
        assert one.model_dump(exclude={"conversion"}) == other.model_dump(exclude={"conversion"})
    assert ours.products == theirs.products
    assert ours.funnels["warm"].leads == theirs.funnels["warm"].leads


@pytest.mark.usefixtures("folder")
def test_what_an_export_cannot_say_stays():
    page = run("--plan", "team.yaml", "-o", "team-2.yaml")
    plan = salescrew.load("team-2.yaml")
    assert [stage.conversion for stage in plan.funnels["warm"].stages] == [0.35, 0.6, 0.5]
    assert plan.products["audit"].average_deal != 150_000
    assert re.search(r"^funnels.warm.stages.lead.conversion +0.35 +no stage of the export is called so$", page, re.M)


def test_a_single_stage_gets_the_whole_way(folder):
    short = PLAN[: PLAN.index("      - name: meeting")] + PLAN[PLAN.index("pipeline: steady") :]
    write(folder, short.replace("lead, conversion: 35%", "lead, conversion: 7%"), "team.yaml")
    write(folder, "plan: {all deals: {funnel: warm}}\n", "map.yaml")
    run("--plan", "team.yaml", "--map", "map.yaml", "-o", "team-2.yaml")
    (stage,) = salescrew.load("team-2.yaml").funnels["warm"].stages
    whole = salescrew.rates("deals.csv").pipelines[0].lead_to_payment
    assert whole.days is not None
    assert stage.conversion == pytest.approx(whole.conversion, rel=2e-4)
    assert stage.days_to_next == pytest.approx(whole.days.mean, abs=0.051)


def test_a_plan_with_fewer_stages_gets_conversions_over_those_it_leaves_out(folder):
    without = PLAN.replace("      - name: meeting        # in lines\n", "").replace(
        "        conversion: 0.6   # a guess too\n        effort: {meetings: 1}\n\n", ""
    )
    write(folder, without, "team.yaml")
    run("--history", "history.csv", "--plan", "team.yaml", "-o", "team-2.yaml")
    lead, proposal = salescrew.load("team-2.yaml").funnels["warm"].stages
    stages = salescrew.rates("deals.csv", history="history.csv").pipelines[0].stages
    product = (stages[0].conversion or 0) * (stages[1].conversion or 0)
    assert lead.conversion == pytest.approx(product, abs=0.01)
    assert proposal.conversion == pytest.approx(stages[2].conversion, rel=2e-4)


def test_a_stage_whose_next_one_the_export_does_not_have_stays(folder):
    write(folder, PLAN.replace("name: proposal", "name: contract"), "team.yaml")
    page = run("--history", "history.csv", "--plan", "team.yaml", "-o", "team-2.yaml")
    lead, meeting, contract = salescrew.load("team-2.yaml").funnels["warm"].stages
    assert lead.observed is not None
    assert (meeting.conversion, meeting.observed, contract.conversion) == (0.6, None, 0.5)
    assert "the export has no stage contract, to which this conversion leads" in page


def test_a_map_says_which_stage_is_which(folder):
    write(folder, PLAN.replace("name: proposal", "name: contract"), "team.yaml")
    write(folder, "plan: {all deals: {funnel: warm, stages: {Proposal: contract}}}\n", "map.yaml")
    run("--history", "history.csv", "--map", "map.yaml", "--plan", "team.yaml", "-o", "team-2.yaml")
    assert all(stage.observed for stage in salescrew.load("team-2.yaml").funnels["warm"].stages)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "plan: {Sales: {funnel: warm}}\n",
            "map: plan.Sales: must be a pipeline of the export, got none. They are all deals.",
        ),
        (
            "plan: {all deals: {funnel: wram}}\n",
            "map: plan.all deals.funnel: must be a funnel of the plan, got wram. Did you mean warm?",
        ),
        (
            "plan: {all deals: {funnel: warm, stages: {Led: lead, Lead: led}}}\n",
            "map: plan.all deals.stages: must be stages of the export, got Led. Did you mean Lead?\n"
            "map: plan.all deals.stages: must be stages of the funnel warm, got led. Did you mean lead?",
        ),
    ],
)
def test_a_map_that_does_not_fit_the_plan(folder, text, message):
    write(folder, text, "map.yaml")
    arguments = ["--history", "history.csv", "--map", "map.yaml", "--plan", "team.yaml", "-o", "team-2.yaml"]
    result = CliRunner().invoke(main, ["rates", "deals.csv", *arguments])
    assert (result.exit_code, result.output) == (2, f"{message}\n")
    assert not (folder / "team-2.yaml").exists()


def test_no_funnel_for_the_export(folder):
    other = "  cold: {channel: outbound, product: audit, opens_with: calls, stages: [{name: call, conversion: 1%}]}\n"
    write(folder, PLAN.replace("pipeline: steady", f"{other}pipeline: steady"), "team.yaml")
    result = CliRunner().invoke(main, ["rates", "deals.csv", "--plan", "team.yaml", "-o", "team-2.yaml"])
    assert (result.exit_code, result.output) == (
        2,
        "map: must say which funnel a pipeline belongs to, got pipelines all deals and funnels warm, cold. Write "
        '`plan: {"all deals": {funnel: warm}}`.\n',
    )
    # by its stages it is told
    run("--history", "history.csv", "--plan", "team.yaml", "-o", "team-2.yaml")
    assert [stage.observed for stage in salescrew.load("team-2.yaml").funnels["cold"].stages] == [None]


def test_figures_behind_an_anchor_stay(folder):
    text = PLAN.replace("conversion: 35%}", "conversion: &guess 35%}").replace(
        "conversion: 0.6 ", "conversion: *guess "
    )
    write(folder, text, "team.yaml")
    page = run("--history", "history.csv", "--plan", "team.yaml", "-o", "team-2.yaml")
    lead, meeting, _ = salescrew.load("team-2.yaml").funnels["warm"].stages
    assert (lead.conversion, meeting.conversion) == (0.35, 0.35)
    assert "it stands behind an anchor: change it by hand" in page


def test_a_plan_that_is_wrong_is_refused(folder):
    write(folder, PLAN.replace("35%", "135%"), "team.yaml")
    result = CliRunner().invoke(main, ["rates", "deals.csv", "--plan", "team.yaml", "-o", "team-2.yaml"])
    assert (result.exit_code, result.output) == (
        2,
        "team.yaml:17: funnels.warm.stages[0].conversion: must be at most 1, got 135%. Write a share such as "
        "0.35 or 35%.\n",
    )


def test_weekday_weights_move_leads_of_days_off_to_the_next_one_worked(folder, tables):
    # seven leads each Monday, one each other day: nobody works on weekends
    header, *rows = tables[0].splitlines()
    import datetime as dt

    def weight(row: str) -> int:
        return 7 if dt.date.fromisoformat(row.split(",")[1]).weekday() == 0 else 1

    text = [
        f"{number}{row[row.index(',') :]}" for number, row in enumerate(r for row in rows for r in [row] * weight(row))
    ]
    write(folder, "\n".join([header, *text]) + "\n")
    run(
        "--plan",
        "team.yaml",
        "--map",
        str(write(folder, "plan: {all deals: {funnel: warm}}\n", "m.yaml")),
        "-o",
        "t.yaml",
    )
    leads = salescrew.load("t.yaml").funnels["warm"].leads
    assert leads is not None
    assert leads.by_weekday["mon"] == pytest.approx(9 / 13 * 5, abs=0.3)
    assert sum(leads.by_weekday.values()) == pytest.approx(5, abs=0.03)


# ---- edits


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: {b: 1}\n", "a: {b: 5, c: {x: 7}}\n"),
        ("a: {b: 1 }  # why\n", "a: {b: 5, c: {x: 7} }  # why\n"),
        ("a:\n  b: 1\n", "a:\n  b: 5\n  c: {x: 7}\n"),
        ("a:\n  b: 1   # why\n  d: 2\n", "a:\n  b: 5   # why\n  c: {x: 7}\n  d: 2\n"),
        ("a:\n  b: 1", "a:\n  b: 5\n  c: {x: 7}"),
        ("a:\n  b: '1'\n  c: {x: 3}  # three\n", "a:\n  b: 5\n  c: {x: 7}  # three\n"),
        ("a:\n  c:\n    x: 3   # three\n  b: 1\n", "a:\n  c:\n    x: 7   # three\n  b: 5\n"),
        ("a:\n  b: 1\n  c:\n", "a:\n  b: 5\n  c: {x: 7}\n"),
        ("a:\n  b: 1\n  c: {}\n", "a:\n  b: 5\n  c: {x: 7}\n"),
        ("a:\n  b: 10%\n", "a:\n  b: 500%\n  c: {x: 7}\n"),
        ("a:\n  b: 1\n  d: |\n    text\n    more\n", "a:\n  b: 5\n  c: {x: 7}\n  d: |\n    text\n    more\n"),
    ],
)
def test_edits_of_a_text(text, expected):
    edited = YamlText(text)
    edited.put(["a"], "b", 5.0)
    edited.put(["a"], "c", {"x": 7.0}, "b")
    assert edited.result() == expected


@pytest.mark.parametrize(
    "text", ["x: &x {b: 1}\na: *x\n", "x: &x {b: 1}\na: {<<: *x}\n", "a: &x {b: 1}\n", "a: 5\n", "a: {b: [1]}\n"]
)
def test_edits_that_would_change_something_else_are_refused(text):
    with pytest.raises(NotHereError):
        YamlText(text).put(["a"], "b", 5.0)


@pytest.mark.parametrize(
    ("value", "like", "text"),
    [
        (0.3529, "0.35", "0.3529"),
        (0.3529, "35%", "35.29%"),
        (101_487, "150_000", "101_487"),
        (101_487, "150000", "101487"),
        (1755.2, "", "1755.2"),
        (0.00001234, "", "0.00001234"),
        (0, "5%", "0%"),
        (1, "", "1"),
    ],
)
def test_numbers_look_like_those_they_replace(value, like, text):
    assert written(value, like) == text
