"""Play the sample plan by chance; its answer in tests/cli/sample.py is made by hand."""

from __future__ import annotations

import json
import struct
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

import salescrew
from salescrew.cli.pictures.simulation import picture
from salescrew.models.department.department import Department
from salescrew.models.simulation.simulation import simulate
from salescrew.models.simulation.summary import summary
from tests.cli import sample

USAGE = "Usage: salescrew simulate [OPTIONS] PLAN [RESULT]\nTry 'salescrew simulate --help' for help.\n\nError: "


@pytest.fixture(autouse=True)
def result_file(folder):
    (folder / "result.json").write_text(sample.optimal().to_json(), encoding="utf-8")


@pytest.fixture
def play(run):
    """Run the command; standard error stays empty."""

    def run_it(*arguments, stdin=None):
        result = run("simulate", "team.yaml", "result.json", "--runs", "200", "--quiet", *arguments, stdin=stdin)
        assert (result.exit_code, result.stderr) == (0, "")
        return result.stdout

    return run_it


def test_the_page_says_odds_what_comes_of_it_what_waits_and_what_chance_does(play):
    page = play()
    titles = ("Targets", "What it comes to", "Follow-up work", "Hours", "What chance does to the revenue")
    assert [line for line in page.splitlines() if line in titles] == list(titles)
    first, second, *_ = page.splitlines()
    assert first.startswith("All targets are met at once in ")
    assert first.endswith(" of 200 runs from seed 1.")
    assert second == "Sample: 12 Jan 2026 to 25 Jan 2026, 2 weeks"


def test_the_same_seed_gives_the_same_bytes(play):
    assert play("--format", "json") == play("--format", "json") != play("--format", "json", "--seed", "2")


def test_json_is_the_summary(play):
    plan, result = salescrew.load("team.yaml"), salescrew.load_result("result.json")
    told = json.loads(play("--format", "json", "--fix", "time,arrivals"))
    played = summary(simulate(plan, result, runs=200, fix=("time", "arrivals")))
    assert told == json.loads(played.to_json())
    assert told["fixed"] == ["arrivals", "time"]
    assert told["runs"] == 200


def test_markdown_and_csv(play):
    assert play("--format", "markdown").startswith("# All targets are met at once in ")
    play("-o", "played", "--format", "csv")
    names = {path.name for path in Path("played").iterdir()}
    assert names == {"targets.csv", "comes_to.csv", "work.csv", "hours.csv", "sources.csv"}
    lines = (Path("played") / "targets.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "target,wanted,met,within"


@pytest.mark.parametrize("name", ["odds.svg", "odds.PNG"])
def test_a_picture_has_a_histogram_and_a_fan(play, name):
    page = play("-o", name)
    assert page == play()
    drawn = Path(name).read_bytes()
    play("-o", name)
    assert Path(name).read_bytes() == drawn
    if name.endswith("svg"):
        text = "".join(ET.fromstring(drawn).itertext())
        assert "Revenue over the horizon" in text
        assert "Revenue by the end of each week" in text
        assert "target" in text
    else:
        width, height = struct.unpack(">II", drawn[16:24])
        assert width > height > 500


def test_legends_lie_beside_what_is_drawn(folder):
    plan, result = salescrew.load(folder / "team.yaml"), salescrew.load_result(folder / "result.json")
    drawn = picture(Department(plan), simulate(plan, result, runs=50))
    drawn.canvas.draw()
    legends = [axes.get_legend() for axes in drawn.axes]
    for axes, legend in zip(drawn.axes, legends, strict=True):
        assert not legend.get_window_extent().overlaps(axes.get_window_extent())
    bands = zip(legends[1].get_texts(), legends[1].legend_handles, strict=True)
    shades = [handle.get_facecolor()[3] for said, handle in bands if said.get_text().endswith("% of the runs")]
    assert shades == sorted(set(shades))
    assert len(shades) == 3


def test_without_a_result_the_plan_is_solved_first(run, solve_gives):
    calls = solve_gives(sample.optimal())
    result = run("simulate", "team.yaml", "--runs", "10", "--quiet")
    assert (result.exit_code, result.stderr, calls) == (0, "", [("Sample", None)])
    assert "of 10 runs from seed 1" in result.stdout


def test_where_there_is_no_team_there_is_nothing_to_play(run, solve_gives):
    none = sample.without_team("infeasible")
    solve_gives(none)
    result = run("simulate", "team.yaml")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "There is no team to play: `salescrew solve` says why.\n"
    Path("result.json").write_text(none.to_json(), encoding="utf-8")
    result = run("simulate", "team.yaml", "result.json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "result.json: must have a team, got the status infeasible. Give a result with a roster and quotas.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["--fix", "time,ilness"],
            "Invalid value for '--fix': 'ilness' is not one of forecast, arrivals, rates, deals, illness, leaving, "
            "time. Did you mean illness?",
        ),
        (["--runs", "0"], "Invalid value for '--runs': 0 is not in the range 1<=x<=10000000."),
        (["--seed", "-1"], "Invalid value for '--seed': -1 is not in the range x>=0."),
    ],
)
def test_what_cannot_be_meant(run, arguments, message):
    result = run("simulate", "team.yaml", "result.json", *arguments)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"{USAGE}{message}\n")
