"""What is shown of the cost over the horizon and of first days that were chosen, by each command."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner

import salescrew
from salescrew.cli.frame.group import main
from salescrew.cli.pages.result.headline import headline

SEASON = str(Path(__file__).parents[3] / "examples" / "season.yaml")


def run(*arguments: str) -> str:
    done = CliRunner().invoke(main, arguments, prog_name="salescrew")
    assert done.exit_code == 0, done.output
    return done.output


def squeezed(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines()]


@pytest.fixture(scope="module")
def solved() -> list[str]:
    return squeezed(run("solve", SEASON))


def test_the_page_says_when_to_hire_whom(solved: list[str]) -> None:
    start = solved.index("When to hire whom")
    assert solved[start + 4 : start + 6] == [
        "season 2 2026-09-28 2026-12-13 62,000 11,000 167,846",
        "temp 3 2026-11-30 2026-12-13 99,000 9,000 54,536",
    ]
    assert solved[solved.index("Team") + 6].startswith("temp 1 inbound new 2026-11-30 33,000")


@pytest.mark.parametrize(
    ("objective", "said"),
    [
        (
            ["cost", "people"],
            "222,382 CZK over the horizon; less is impossible. 5 people, the fewest at that cost. 5 of them are to be "
            "hired.",
        ),
        (
            ["people", "cost", "monthly_cost"],
            "5 people; fewer is impossible: at least 5. 222,382 CZK over the horizon, the least for 5 people. 161,000 "
            "CZK a month, the least at that cost. 5 of them are to be hired.",
        ),
        (
            ["people", "monthly_cost"],
            "5 people; fewer is impossible: at least 5. 155,000 CZK a month, the least for 5 people. 419,615 CZK over "
            "the horizon. 5 of them are to be hired.",
        ),
        (["cost"], "222,382 CZK over the horizon; less is impossible. 5 people. 5 of them are to be hired."),
    ],
)
def test_the_headline_says_what_was_sought_in_its_order(objective: list[str], said: str) -> None:
    plan = salescrew.load(SEASON).replace({"objective": objective})
    assert headline(plan, salescrew.solve(plan)) == said


def test_lists_have_the_days_and_the_cost(tmp_path: Path) -> None:
    run("solve", SEASON, "--format", "csv", "-o", str(tmp_path / "season"))
    hires = list(csv.DictReader(io.StringIO((tmp_path / "season" / "hires.csv").read_text(encoding="utf-8-sig"))))
    assert [row["from"] for row in hires] == ["2026-09-28", "2026-11-30"]
    team = list(csv.DictReader(io.StringIO((tmp_path / "season" / "team.csv").read_text(encoding="utf-8-sig"))))
    assert [row["from"] for row in team] == ["", "", *["2026-11-30"] * 3]
    answer = (tmp_path / "season" / "answer.csv").read_text(encoding="utf-8-sig")
    assert "cost_bound,222381.9" in answer


def test_a_sweep_shows_the_cost_over_the_horizon(tmp_path: Path) -> None:
    vary = ("--vary", "candidates.temp.from=2026-11-16,2026-12-07", "--jobs", "1")
    places = ("-o", "-", "-o", str(tmp_path / "sweep.csv"), "-o", str(tmp_path / "sweep.svg"))
    page = run("sweep", SEASON, *vary, "--quiet", *places)
    assert "222,382" not in page
    assert "267,918 to 419,615 CZK over the horizon" in page
    rows = squeezed(page)
    assert "2026-11-16 5 161,000 267,918 0 5 0 5" in rows  # no star: the monthly cost was not sought
    cells = list(csv.DictReader(io.StringIO((tmp_path / "sweep.csv").read_text(encoding="utf-8-sig"))))
    assert [round(float(row["cost"])) for row in cells] == [267918, 419615]
    assert [round(float(row["cost_bound"])) for row in cells] == [267918, 419615]
    drawn = (tmp_path / "sweep.svg").read_text(encoding="utf-8")
    assert "cost over the horizon, CZK" in drawn


def test_what_is_varied_may_call_for_the_cost_over_the_horizon() -> None:
    plan = salescrew.load(SEASON).replace(
        {"objective": ["people"], "limits.cost": None, "candidates.season.hiring_cost": 0}
    )
    plain = plan.replace({"candidates.temp.hiring_cost": 0, "candidates.temp.from": "2026-11-30"})
    dates: list[object] = ["2026-11-30", ["2026-11-16", "2026-11-30"]]
    found = salescrew.sweep(plain, {"candidates.temp.from": dates, "limits.people": [5]}, jobs=1)
    assert [cell.status for cell in found.cells] == ["optimal"] * 2
    assert all(cell.cost is not None for cell in found.cells)
    one = salescrew.sweep(plain, {"candidates.temp.from": dates[:1]}, jobs=1)
    assert '"cost"' not in one.to_json()


def test_a_comparison_shows_the_cost_over_the_horizon(tmp_path: Path) -> None:
    page = run("compare", SEASON, "--jobs", "1", "--quiet", "-o", "-", "-o", str(tmp_path / "rows.csv"))
    assert "As planned it takes 5 people, 161,000 CZK a month, 222,382 CZK over the horizon." in page
    row = next(csv.DictReader(io.StringIO((tmp_path / "rows.csv").read_text(encoding="utf-8-sig"))))
    assert round(float(row["cost"])) == round(float(row["cost_bound"])) == 222382


def test_explained_is_what_a_later_start_costs() -> None:
    said = run("explain", SEASON, "--what", "starts", "--quiet")
    assert "Hire 3 of temp from 30 Nov 2026, for 54,536 CZK over the horizon." in said
    assert (
        "With nobody of temp before 7 Dec 2026 the plan takes 197,233 CZK over the horizon more and 6,000 CZK a month "
        "less."
    ) in " ".join(said.split())


def test_nothing_of_it_is_said_where_a_plan_says_nothing_of_it(tmp_path: Path) -> None:
    plain = tmp_path / "plain.yaml"
    text = Path(SEASON).read_text(encoding="utf-8")
    for line in text.splitlines(keepends=True):
        if line.startswith(("objective", "limits")) or line.lstrip().startswith(("hiring_cost", "from")):
            text = text.replace(line, "")
    plain.write_text(text, encoding="utf-8")
    for command in (
        ["solve"],
        ["compare", "--jobs", "1", "--quiet"],
        ["explain", "--quiet"],
        ["sweep", "--jobs", "1", "--quiet", "--vary", "duty.leads_per_slot=9,10"],
    ):
        assert "over the horizon" not in run(command[0], str(plain), *command[1:])
