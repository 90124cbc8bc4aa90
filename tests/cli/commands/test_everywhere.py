"""What a plan can say reaches every command: examples of real departments, cut to few weeks, through all of them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import salescrew
from salescrew.cli.commands.show import PARTS
from salescrew.cli.frame.group import main
from salescrew.cli.render.lines import width_of
from salescrew.models.answers.comparison import Comparison
from salescrew.models.answers.cover import Cover
from salescrew.models.answers.differences import Differences
from salescrew.models.answers.explained.arithmetic import Arithmetic
from salescrew.models.answers.explained.explanation import Explanation
from salescrew.models.answers.progress import Progress
from salescrew.models.answers.row import Document
from salescrew.models.answers.sensitivity import Sensitivity
from salescrew.models.answers.sweep import Sweep
from salescrew.models.simulation.summary import SimulationSummary
from tests.html_reader import read_html

EXAMPLES = Path(__file__).parents[3] / "examples"
CUTS = {
    "shop": {"period: 2026-05 ": "start: 2026-05-04\n  weeks: 2 ", "revenue: 200_000": "revenue: 80_000"},
    "two-languages": {
        "weeks: 4": "weeks: 1",
        "revenue: 200_000": "revenue: 15_000",
        "at_most: 8": "at_most: 1",
        "at_most: 3": "at_most: 1",
        "per_week: 420": "per_week: 60",
        "{morning: 2, afternoon: 1}": "{morning: 1, afternoon: 1}",
    },
    "closers": {
        "weeks: 12": "weeks: 5",
        "revenue: 900_000": "revenue: 200_000",
        "at_start": "60_000",
        "at_most: 4": "at_most: 1",
        "at_most: 2": "at_most: 1",
    },
    "season": {
        "weeks: 11": "weeks: 3",
        "start: 2026-09-28": "start: 2026-11-23",
        "[2026-09-28, 2026-10-26, 2026-11-16, 2026-11-30, 2026-12-07]": "[2026-11-23, 2026-11-30]",
    },
}
"""What makes each example quick: few weeks, and a target to go with them."""
VARIED = {
    "shop": "funnels.walk-in.leads.per_week=38,40",
    "two-languages": "duty.queues.german.managers_per_slot.afternoon=0,1",
    "closers": "target.under_way=50_000,60_000",
    "season": "candidates.temp.hiring_cost=0,3_000",
}
AWAY = {"shop": "Jonas", "two-languages": "Franz", "closers": "Ada", "season": "temp 1"}
FILES = {"plan": "team.yaml", "result": "team.json", "actuals": "actuals.csv", "anew": "anew.json"}
COMMANDS: dict[str, tuple[str, type[Document]]] = {
    "check": ("{plan}", Arithmetic),
    "explain": ("{plan} --result {result} --quiet", Explanation),
    "compare": ("{plan} --jobs 1 --quiet", Comparison),
    "sensitivity": ("{plan} --jobs 1 --quiet", Sensitivity),
    "sweep": ("{plan} --vary {varied} --jobs 1 --quiet", Sweep),
    "simulate": ("{plan} {result} --runs 20 --quiet", SimulationSummary),
    "track": ("{plan} {result} {actuals}", Progress),
    "cover": ("{plan} {result}", Cover),
    "diff": ("{result} {result}", Differences),
}


WIDTHS = {"narrow.txt": 50, "usual.txt": 80, "wide.txt": 120}
"""Pages for terminals of some widths."""


@pytest.fixture(autouse=True)
def pages(tmp_path, monkeypatch) -> list[str]:
    """Write pages for terminals of some widths beside what a test asks for, and see that they fit."""

    def width(name: str | None = None) -> int | None:
        return WIDTHS.get(Path(name or "").name)

    for module in ("frame.destination", "commands.sweep"):
        monkeypatch.setattr(f"salescrew.cli.{module}.screen_at", width)
    return [word for name in WIDTHS for word in ("-o", str(tmp_path / name))]


def fit(pages: list[str]) -> None:
    """See that nothing on a page is wider than its terminal."""
    for place in map(Path, pages[1::2]):
        shown = place.read_text(encoding="utf-8").splitlines()
        assert shown
        assert [line for line in shown if width_of(line) > WIDTHS[place.name]] == []


def run(*arguments: str) -> Result:
    """Run a command line; what it answers is an answer, or that there is none, and never a fault."""
    found = CliRunner().invoke(main, arguments, prog_name="salescrew")
    assert found.exit_code in (0, 1), (arguments, found.stdout, found.stderr)
    assert "Traceback" not in found.stderr
    return found


@pytest.fixture(scope="module", params=CUTS)
def files(request, tmp_path_factory) -> dict[str, str]:
    """Cut an example, solve it, and fill in what happens on its first days."""
    name, folder = request.param, tmp_path_factory.mktemp("everywhere")
    text = (EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8")
    for was, now in CUTS[name].items():
        assert was in text, was
        text = text.replace(was, now)
    found = {kind: str(folder / file) for kind, file in FILES.items()} | {"name": name, "varied": VARIED[name]}
    Path(found["plan"]).write_text(text, encoding="utf-8")
    solved = run("solve", found["plan"], "-o", found["result"], "--quiet")
    assert solved.exit_code == 0
    # the second day: the first of the quarter of openers and closers is Easter Monday
    found["day"] = str(salescrew.load(found["plan"]).calendar.start + dt.timedelta(days=1))
    run("actuals", found["plan"], found["result"], "--filled", "--until", found["day"], "-o", found["actuals"])
    return found


@pytest.mark.parametrize("command", COMMANDS)
def test_json_reads_back_and_pages_fit(files, command, pages):
    arguments, document = COMMANDS[command]
    line = [command, *arguments.format(**files).split(), "--format", "json", "-o", "-", *pages]
    if command == "cover":
        line += ["--absent", f"{AWAY[files['name']]}:{files['day']}"]
    text = run(*line).stdout
    assert document.model_validate_json(text).to_json() == text
    fit(pages)


def test_result_is_verified_and_shown(files, pages):
    assert run("verify", files["plan"], files["result"]).exit_code == 0
    shown = run("show", files["result"], "--format", "json").stdout
    assert shown == salescrew.load_result(files["result"]).to_json()
    parts = ["--part", ",".join(part for part in PARTS if part not in ("targets", "odds", "work", "changes"))]
    for part in ([], parts, ["--week", "1"]):
        run("show", files["result"], *part, *pages)
        fit(pages)


def test_everything_is_on_one_page(files, tmp_path):
    place = tmp_path / "report.html"
    run("report", files["plan"], files["result"], files["actuals"], "--no-why", "-o", str(place))
    body = read_html(place.read_text(encoding="utf-8"))
    result = salescrew.load_result(files["result"])
    assert len(body.all("section", "sheet")) == result.headcount
    assert {"Where it stands", "The week", "Funnels", "What is not proven"} <= set(body.said("h2"))


def test_plan_is_made_anew_and_verified(files, pages):
    day = str(dt.date.fromisoformat(files["day"]) + dt.timedelta(days=1))
    run(
        "replan",
        files["plan"],
        files["result"],
        files["actuals"],
        "--as-of",
        day,
        "-o",
        files["anew"],
        *pages,
        "--quiet",
    )
    fit(pages)
    assert salescrew.load_result(files["anew"]).headcount
    assert run("verify", files["plan"], files["anew"], "--parent", files["result"]).exit_code == 0
