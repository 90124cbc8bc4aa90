"""What `salescrew compare` writes; the numbers are derived in tests/solver/whatif/test_compare.py."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

import salescrew
from salescrew.cli.pages.whatif.compare import comparison_page, verdict_text
from salescrew.cli.render.text import text_page
from salescrew.models.answers.comparison import Comparison, Verdict
from salescrew.models.department.department import Department
from salescrew.models.load import parse
from salescrew.models.on_paper.verdict import row_without_team
from salescrew.models.variants.configurations import Configuration
from salescrew.solver.whatif import compare as solver_module
from salescrew.solver.whatif.compare import compare

PLAN = """\
name: A week
currency: EUR
calendar: {start: 2026-01-12, weeks: 1}
target: {revenue: 700}
products: {audit: {average_deal: 100}}
day_patterns: [{calls: 10}, {duty: 1, calls: 5}]
funnels:
  cold:
    channel: outbound
    product: audit
    opens_with: calls
    stages: [{name: contact, conversion: 10%}]
  warm:
    channel: inbound
    product: audit
    leads: {per_week: 5, by_slot: {afternoon: 0}}
    stages: [{name: lead, conversion: 0}]
pipeline: steady
duty: {managers_per_slot: 1}
managers:
  - {name: Anna, monthly_cost: 1000, keep: true}
  - {name: Boris, monthly_cost: 1000}
  - {name: Vera, monthly_cost: 1000}
candidates:
  - {profile: junior, at_most: 1, monthly_cost: 900, effectiveness: 0.5}
"""
TABLE = """\
As planned it takes 2 people, 2,000 EUR a month.
A week: 12 Jan 2026 to 18 Jan 2026, 1 week

Of the others all mixed and present only do as well; split takes 1 person more and 900 EUR a month more, since 2 people
reach 71.4% of the plan there at best.

Configurations
configuration   status         people  hires     cost   reach    one   odds  spare  free  duty slots  one absence
                                              a month          fewer         calls  days      a week
--------------  ----------  ---------  -----  -------  ------  -----  -----  -----  ----  ----------  -----------------
as planned      optimal     2 (1+0+1)      0    2,000  107.1%  35.7%  55.8%   5.3%     0           5  1 of 1 (Boris, 12
                                                                                                       Jan)
all mixed       optimal     2 (0+0+2)      0    2,000  107.1%  35.7%  55.8%   5.3%     0   2.5 (2-3)  none open
split           optimal     3 (2+1+0)      1    2,900  142.9%  71.4%  55.8%    44%     0           5  1 of 1 (junior 1,
                                                                                                       12 Jan)
present only    optimal     2 (1+0+1)      0    2,000  107.1%  35.7%  55.8%   5.3%     0           5  1 of 1 (Boris, 12
                                                                                                       Jan)
hires only      impossible          -      -        -       -      -      -      -     -           -  -
everyone stays  optimal     3 (0+0+3)      0    3,000  178.6%      -  55.8%  42.4%     0  1.67 (1-2)  none open
people: in brackets hunters+inbound+mixed. reach: the share of all targets at once that the team could get to; where the
plan cannot be met, that the best team gets to. one fewer: the reach of the best team of one person fewer. spare: the
share of what the days hold that no quota asks for. free days: days of a person with neither duty nor quota. duty slots
a week: of those who answer leads, on average (least-most). one absence: on the worst day for somebody to be away, so
many of that person's duty slots nobody else can take. odds: of meeting all targets together with these quotas.

Remarks
configuration    remark
---------------  -----------------------------------------------------------
present only     without junior
hires only       Anna must be in the team (keep: true), and is there already
"""


@pytest.fixture(autouse=True)
def plan(folder):
    (folder / "team.yaml").write_text(PLAN, encoding="utf-8")
    return salescrew.load(folder / "team.yaml")


@pytest.fixture(scope="module")
def found() -> Comparison:
    return compare(parse(PLAN, "team.yaml"), jobs=1)


def changed(found: Comparison, name: str, **changes) -> Comparison:
    """Give a comparison with other values in a row."""
    rows = [row.model_copy(update=changes) if row.name == name else row for row in found.rows]
    return found.model_copy(update={"rows": tuple(rows)})


def judged(found: Comparison, best: str, following: str | None, lacks: str | None, *as_good: str) -> Comparison:
    """Give a comparison with another verdict."""
    return found.model_copy(update={"verdict": Verdict(best=best, as_good=as_good, next=following, lacks=lacks)})


def test_table(run):
    result = run("compare", "team.yaml", "--jobs", "1")
    assert (result.exit_code, result.stdout, result.stderr) == (0, TABLE, "")


def test_json_reads_back(run, found):
    result = run("compare", "team.yaml", "--format", "json", "--jobs", "1")
    assert Comparison.model_validate_json(result.stdout) == found
    assert json.loads(result.stdout)["rows"][1]["team"][0]["role"] == "mixed"


def test_csv_by_file_name(run):
    result = run("compare", "team.yaml", "-o", "out.csv", "--jobs", "1")
    assert (result.exit_code, result.stdout) == (0, "")
    rows = list(csv.DictReader(io.StringIO(Path("out.csv").read_text(encoding="utf-8-sig"))))
    assert [row["configuration"] for row in rows] == [
        "as planned",
        "all mixed",
        "split",
        "present only",
        "hires only",
        "everyone stays",
    ]
    split = rows[2]
    assert [split[name] for name in ("status", "headcount", "hunters", "inbound", "mixed", "hires")] == [
        "optimal", "3", "2", "1", "0", "1"
    ]  # fmt: skip
    assert (split["calls allowed"], split["duty_average"], split["day_off_manager"]) == ("125", "5", "junior 1")
    assert (split["day_off_date"], split["day_off_covers"], split["day_off_uncovered"]) == ("2026-01-12", "1", "1")
    assert (rows[3]["left_out"], rows[1]["day_off_manager"]) == ("junior", "")
    assert (rows[4]["headcount"], rows[4]["reason"][:4]) == ("", "Anna")


def test_markdown_by_file_name(run):
    assert run("compare", "team.yaml", "-o", "out.md", "--jobs", "1").exit_code == 0
    lines = Path("out.md").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "# As planned it takes 2 people, 2,000 EUR a month."
    assert lines[4] == " ".join(TABLE.splitlines()[3:5])
    assert "## Configurations" in lines
    assert any(line.startswith("| split ") for line in lines)


def test_own_configurations(run, folder):
    (folder / "own.yaml").write_text("cheap: {managers.Anna.monthly_cost: 500}\n", encoding="utf-8")
    result = run("compare", "team.yaml", "--config", "own.yaml", "--jobs", "1")
    assert result.stdout.splitlines()[3:5] == [
        'Of the others "cheap" is best: 2 people, 1,500 EUR a month (500 EUR a month less); all mixed costs 500 EUR a '
        "month more",
        "than that.",
    ]
    assert any(line.startswith("cheap           optimal     2 ") for line in result.stdout.splitlines())


def test_own_configurations_as_json_from_standard_input(run):
    result = run("compare", "team.yaml", "--config", "-", "--jobs", "1", stdin='{"few": {"limits.people": 1}}')
    assert any(line.startswith("few             infeasible") for line in result.stdout.splitlines())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "own.yaml: must not be empty, got nothing. Write it as `small: {limits.people: 6}`."),
        ("# nothing\n", "own.yaml: must hold configurations, got comments only. Remove the # where values begin."),
        ("- a\n", "own.yaml:1: must be a mapping, got a list. Write it as small: {limits.people: 6}."),
        (
            "\nsplit:\n  limits.people: 1\n",
            "own.yaml:2: split: must be a name of its own, got split. Choose another name.",
        ),
        (
            "a:\n  limits.people: 1\n  limits.hires: -1\n",
            'own.yaml:3: a."limits.hires": must be at least 0, got -1. Write a whole number such as 3.',
        ),
        (
            "a:\n  managers:\n    - {name: Anna}\n    - {name: Anna}\n",
            "own.yaml:4: a.managers[1].name: must be a name of its own among the managers, got Anna again. Choose "
            "another name.",
        ),
        (
            "a:\n  limits.people: 1\nb:\n  funnels.cold.stages.contact.conversoin: 3%\nb: {limits.people: 2}\n",
            'own.yaml:4: b."funnels.cold.stages.contact.conversoin": must be a place in the plan, got conversoin. Did '
            "you mean funnels.cold.stages.contact.conversion?\n"
            "own.yaml:5: b: must be given once, got it again after line 3. Remove one of the two.",
        ),
    ],
)
def test_wrong_configurations(run, folder, text, message):
    (folder / "own.yaml").write_text(text, encoding="utf-8")
    result = run("compare", "team.yaml", "--config", "own.yaml", "-o", "out.csv")
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", message + "\n")
    assert not (folder / "out.csv").exists()


def test_no_file_of_configurations(run):
    result = run("compare", "team.yaml", "--config", "none.yaml")
    message = "none.yaml: must be a file that exists, got none. Check the name and the folder.\n"
    assert (result.exit_code, result.stderr) == (2, message)


def test_standard_input_for_one_only(run):
    result = run("compare", "-", "--config", "-", stdin=PLAN)
    assert result.exit_code == 2
    message = "Error: PLAN and --config cannot both be standard input: name a file for one of them.\n"
    assert result.stderr.endswith(message)


def test_plan_that_cannot_be_met(run, folder):
    (folder / "team.yaml").write_text(PLAN.replace("revenue: 700", "revenue: 7000"), encoding="utf-8")
    result = run("compare", "team.yaml", "--jobs", "1")
    assert result.exit_code == 1
    # Mixed, the junior is on duty: 3 x 50 calls of 10 and 25 of 5 make 1625 of 7000. Split, the junior's bring nothing.
    assert result.stdout.split("\n\nConfigurations\n")[0] == (
        "As planned nobody meets the plan: 23.2% of it at best.\n"
        "A week: 12 Jan 2026 to 18 Jan 2026, 1 week\n\n"
        "No other configuration meets the plan; all mixed and everyone stays come nearest: 23.2% of it at best; split "
        "gets less\nfar: 21.4% of the plan, not 23.2%."
    )


def test_time_that_is_over(run):
    result = run("compare", "team.yaml", "--jobs", "1", "--time-limit", "0.000001")
    assert result.exit_code == 3
    lines = result.stdout.splitlines()
    assert (lines[0], lines[3]) == (
        "As planned no answer was found in time.",
        "For no other configuration an answer was found in time.",
    )
    assert lines[9].split() == ["as", "planned", "no", "answer", *"-----"]


def test_interrupted_in_good_order(run, monkeypatch, folder):
    def stop(*_arguments, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr(solver_module, "finished", stop)
    result = run("compare", "team.yaml", "-o", "out.csv")
    assert (result.exit_code, result.stdout, result.stderr) == (130, "", "Interrupted.\n")
    assert not (folder / "out.csv").exists()


@pytest.mark.parametrize(
    ("best", "following", "lacks", "text"),
    [
        (
            "all mixed",
            "split",
            "plan",
            "Of the others all mixed does as well; split cannot meet the plan: 142.9% of it at best.",
        ),
        (
            "all mixed",
            "split",
            "answer",
            "Of the others all mixed does as well; for split no answer was found in time.",
        ),
        (
            "all mixed",
            "split",
            "reach",
            "Of the others all mixed does as well; split gets less far: 142.9% of the plan, not 107.1%.",
        ),
        (
            "split",
            "all mixed",
            "monthly_cost",
            "Of the others split is best: 3 people, 2,900 EUR a month (1 person more and 900 EUR a month more); "
            "all mixed takes 1 person fewer and 900 EUR a month less.",
        ),
        (
            "present only",
            "all mixed",
            "monthly_cost",
            "Of the others present only is best: 2 people, 1,900 EUR a month (100 EUR a month less); "
            "all mixed costs 100 EUR a month more than that, with 0 hires, not 2.",
        ),
    ],
)
def test_what_the_next_one_lacks(plan, found, best, following, lacks, text):
    told = found
    if best == "present only":
        told = changed(found, best, monthly_cost=1900.0, hires=2)
    assert verdict_text(plan, judged(told, best, following, lacks)) == text


def test_verdict_where_all_are_as_good_or_impossible(plan, found):
    assert verdict_text(plan, judged(found, "all mixed", None, None)) == "Of the others all mixed does as well."
    assert verdict_text(plan, found.model_copy(update={"verdict": None})) == "No other configuration is possible."


def test_what_is_not_proven_is_said(plan, found):
    open_row = changed(found, "split", status="feasible", headcount_bound=2, one_fewer_proven=False)
    text = text_page(comparison_page(Department(plan), open_row))
    lines = text.splitlines()
    assert " ".join(lines[3:5]) == (
        "Of the others all mixed and present only do as well; split takes 1 person more and 900 EUR a month more. "
        "Not all of this was proven in time."
    )
    row = next(line for line in lines if line.startswith("split"))
    assert row.split()[:4] == ["split", "feasible", "2-3", "(2+1+0)"]
    assert "71.4%+" in row
    assert (
        "people: with 9-10, 10 would do and fewer than 9 would not. 94%+: so much was found, and whether more is "
        "possible is not known."
    ) in " ".join(lines)


def test_nothing_is_reached(plan, found):
    nobody = row_without_team(Configuration("split", plan), "infeasible")
    rows = tuple(nobody if row.name == "split" else row for row in found.rows)
    told = judged(found.model_copy(update={"rows": rows}), "all mixed", "split", "plan")
    text = text_page(comparison_page(Department(plan), told))
    assert "split cannot meet the plan: not even what comes by itself can be done." in text.replace("\n", " ")
    assert "none: not even what comes by itself can be done." in text.replace("\n", " ")


def test_plan_without_costs_and_duty_has_no_columns_for_them(run, folder):
    text = PLAN[: PLAN.index("  warm:")] + "pipeline: steady\nmanagers: [{name: Anna}, {name: Boris}]\n"
    (folder / "team.yaml").write_text(text, encoding="utf-8")
    lines = run("compare", "team.yaml", "--jobs", "1").stdout.splitlines()
    assert lines[0] == "As planned it takes 2 people."
    header = next(line for line in lines if line.startswith("configuration"))
    assert header.split() == ["configuration", "status", "people", "hires", "reach", "one", "odds", "spare", "free"]
    assert "same plan: as planned" in "\n".join(lines)
