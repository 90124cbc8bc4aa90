"""`solve` with many plans: a row and a result each, and what becomes of the rest when something goes wrong."""

from __future__ import annotations

import csv
import io
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import salescrew
from benchmarks.departments import department
from salescrew.cli.batch import solve as batch
from salescrew.cli.batch.folder import NOTES
from salescrew.cli.frame.progress import Progress
from salescrew.errors import ModelError
from salescrew.models.answers.answered_plan import AnsweredPlan
from salescrew.models.answers.result import Stretch
from salescrew.solver.engine.side_by_side import Lost
from tests.cli import sample

# one person: 50 calls x 10 % x 100 = 500 a week
PLAN = """\
name: Sales
calendar: {start: 2026-01-12, weeks: 1}
target: {revenue: 1000}
products: {audit: {average_deal: 100}}
day_patterns: [{calls: 10}]
funnels:
  cold: {channel: outbound, product: audit, opens_with: calls, stages: [{name: contact, conversion: 10%}]}
pipeline: steady
managers: [{name: Anna, monthly_cost: 100}, {name: Boris, monthly_cost: 90}]
"""
IMPOSSIBLE = PLAN.replace("1000}", "2000}")
BAD = PLAN.replace("10%", "110%")
BAD_SENTENCE = (
    "plans/c.yaml:7: funnels.cold.stages[0].conversion: must be at most 1, got 110%. Write a share such as 0.35 or 35%."
)
NOTE = """\
at least: fewer are proven not to do. reach: the share of all targets at once that the team could meet; of a plan that
cannot be met, what anybody gets to.
"""
MISSING = "plans/d.yaml: must be a file that exists, got none. Check the name and the folder."
TABLE = f"""\
4 plans: 1 optimal, 1 infeasible, 2 wrong input
plan          status       people  at least     cost  reach  note
                                             a month
------------  -----------  ------  --------  -------  -----  ----------------------------------------------------------
plans/a.yaml  optimal           2         2      190   100%
plans/b.yaml  infeasible                                50%
plans/c.yaml  wrong input                                    plans/c.yaml:7: funnels.cold.stages[0].conversion: must be
                                                              at most 1, got 110%. Write a share such as 0.35 or 35%.
plans/d.yaml  wrong input                                    plans/d.yaml: must be a file that exists, got none. Check
                                                              the name and the folder.
{NOTE}"""


@pytest.fixture(autouse=True)
def plans(folder) -> Path:
    place = folder / "plans"
    place.mkdir()
    for name, text in (("a", PLAN), ("b", IMPOSSIBLE), ("c", BAD)):
        (place / f"{name}.yaml").write_text(text, encoding="utf-8")
    return place


def notes(folder: str | Path) -> list[AnsweredPlan]:
    lines = Path(folder, NOTES).read_text(encoding="utf-8").splitlines()
    return [AnsweredPlan.model_validate_json(line) for line in lines]


def names(folder: str | Path) -> list[str]:
    return sorted(path.name for path in Path(folder).iterdir())


def test_every_plan_gets_a_row_and_a_result(run):
    result = run("solve", *(f"plans/{name}.yaml" for name in "abcd"), "-o", "results", "--jobs", "2")
    assert (result.exit_code, result.stdout) == (2, TABLE)
    assert sorted(result.stderr.splitlines()) == [BAD_SENTENCE, MISSING]
    assert names("results") == ["a.json", "answers.jsonl", "b.json"]
    for name, status in (("a", "optimal"), ("b", "infeasible")):
        answer = salescrew.load_result(f"results/{name}.json")
        assert answer.status == status
        assert salescrew.verify(salescrew.load(f"plans/{name}.yaml"), answer) == []
    assert sorted((note.plan, note.status, note.headcount, note.result) for note in notes("results")) == [
        ("plans/a.yaml", "optimal", 2, "a.json"),
        ("plans/b.yaml", "infeasible", None, "b.json"),
    ]


def test_table_alone(run):
    result = run("solve", "plans/a.yaml", "plans/b.yaml", "--jobs", "1")
    assert (result.exit_code, result.stderr) == (1, "")
    assert result.stdout == (
        "2 plans: 1 optimal, 1 infeasible\n"
        "plan          status        people    at least       cost    reach\n"
        "                                                  a month\n"
        "------------  ----------  --------  ----------  ---------  -------\n"
        "plans/a.yaml  optimal            2           2        190     100%\n"
        "plans/b.yaml  infeasible                                       50%\n" + NOTE
    )
    assert names(".") == ["plans", "team.yaml"]


@pytest.mark.parametrize(
    ("form", "written"), [("json", "a.json"), ("markdown", "a.md"), ("table", "a.txt"), ("csv", "a/answer.csv")]
)
@pytest.mark.parametrize("columns", ["", "60"])
def test_results_are_what_a_single_plan_gives(run, solve_gives, monkeypatch, form, written, columns):
    monkeypatch.setenv("COLUMNS", columns)
    solve_gives(sample.optimal())
    Path("a.yaml").write_text(sample.PLAN, encoding="utf-8")
    # a single plan too, where the name of the folder ends with a slash
    result = run("solve", "a.yaml", "-o", "results/", "--format", form, "--show", "roster")
    assert (result.exit_code, result.stderr) == (0, "Warning: a.yaml: A warning.\n")
    alone = "alone"
    assert run("solve", "a.yaml", "-o", alone, "--format", form, "--show", "roster").exit_code == 0
    single = Path(alone, "answer.csv") if form == "csv" else Path(alone)
    assert Path("results", written).read_bytes() == single.read_bytes()


def test_options_hold_for_every_plan(run, solve_gives):
    calls = solve_gives(sample.optimal().model_copy(update={"stretch": Stretch(reach=1.5)}))
    for name in "ab":
        Path(f"{name}.yaml").write_text(sample.PLAN.replace("Sample", name), encoding="utf-8")
    result = run("solve", "a.yaml", "b.yaml", "--time-limit", "5", "--best", "--jobs", "1", "--quiet")
    assert (result.exit_code, result.stderr) == (0, "")
    assert calls == [("a", 5.0, "best"), ("b", 5.0, "best")]
    assert result.stdout.splitlines()[4:6] == [
        "a.yaml  optimal          3           3      7,500     150%",
        "b.yaml  optimal          3           3      7,500     150%",
    ]


def test_limits_hold_for_every_plan(run):
    # either takes both people; one gets to 500 of 1000, and of 2000
    result = run("solve", "plans/a.yaml", "plans/b.yaml", "--people", "1", "--jobs", "1")
    assert result.exit_code == 1
    assert [line.split()[1:] for line in result.stdout.splitlines()[4:6]] == [
        ["infeasible", "50%"],
        ["infeasible", "25%"],
    ]


def test_time_that_is_over_is_no_answer(run):
    result = run("solve", "plans/a.yaml", "plans/b.yaml", "--time-limit", "1e-9", "--jobs", "1")
    assert result.exit_code == 3
    assert result.stdout.splitlines()[0] == "2 plans: 2 no answer"


def test_fault_of_ours_with_one_plan_leaves_the_others(run, monkeypatch):
    def solve(plan, **_options):
        if plan.target.revenue == 2000:
            raise ModelError("an answer did not survive the checker: no")
        if plan.target.revenue == 1000:
            raise ZeroDivisionError("by nothing")
        return sample.without_team("infeasible")

    monkeypatch.setattr(salescrew, "solve", solve, raising=False)
    Path("plans/c.yaml").write_text(PLAN.replace("1000}", "500}"), encoding="utf-8")
    result = run("solve", *(f"plans/{name}.yaml" for name in "abc"), "-o", "results", "--jobs", "1")
    assert result.exit_code == 4
    lines = result.stdout.splitlines()
    assert lines[0] == "3 plans: 1 infeasible, 2 fault"
    assert lines[4].split("  ")[-1].strip() == "plans/a.yaml: ZeroDivisionError: by nothing"
    assert lines[5].split("  ")[-1].strip() == "plans/b.yaml: an answer did not survive the checker: no"
    assert "Traceback (most recent call last):" in result.stderr
    assert result.stderr.count("This is a fault of salescrew, not of your plan; please report it") == 2
    assert names("results") == ["answers.jsonl", "c.json"]


def test_plan_whose_process_dies_each_time_is_lost(run, monkeypatch):
    def finished(_work, questions, **_options):
        for number, _ in enumerate(questions):
            yield number, Lost("the process that worked on it was killed 3 times")

    monkeypatch.setattr(batch, "finished", finished)
    result = run("solve", "plans/a.yaml", "-o", "results/")
    assert result.exit_code == 3
    assert result.stderr == "plans/a.yaml: the process that worked on it was killed 3 times.\n"
    assert result.stdout.splitlines()[0] == "1 plan: 1 lost"


class Terminal(io.StringIO):
    """A terminal that keeps what is written to it."""

    def isatty(self):
        return True


def test_line_that_stays_takes_the_place_of_the_progress(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with Progress("Solving 2 plans") as progress:
        progress.say("Warning: a.yaml: A warning.")
    assert terminal.getvalue() == "\r\x1b[2KWarning: a.yaml: A warning.\n"


# ---- starting again


def test_resume_keeps_what_still_answers_the_plans(run, plans):
    plans_named = [f"plans/{name}.yaml" for name in "abef"]
    for name in "ef":
        (plans / f"{name}.yaml").write_text(PLAN, encoding="utf-8")
    assert run("solve", *plans_named[:3], "-o", "results", "--jobs", "1").exit_code == 1
    (plans / "b.yaml").write_text(PLAN, encoding="utf-8")  # another plan
    Path("results/e.json").write_text("{}", encoding="utf-8")  # another result
    refused = run("solve", *plans_named, "-o", "results", "--jobs", "1")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr == (
        "results: must hold no result of these plans yet, got a.json, b.json, e.json. "
        "Add --resume to keep what still answers them, or name another folder.\n"
    )
    before = Path("results/a.json").stat().st_mtime_ns
    result = run("solve", *plans_named, "-o", "results", "--resume", "--jobs", "1")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "4 plans: 4 optimal\n"
        "plan          status      people    at least       cost    reach  note\n"
        "                                                a month\n"
        "------------  --------  --------  ----------  ---------  -------  ------\n"
        "plans/a.yaml  optimal          2           2        190     100%  kept\n"
        "plans/b.yaml  optimal          2           2        190     100%\n"
        "plans/e.yaml  optimal          2           2        190     100%\n"
        "plans/f.yaml  optimal          2           2        190     100%\n" + NOTE
    )
    assert Path("results/a.json").stat().st_mtime_ns == before
    assert salescrew.load_result("results/e.json").headcount == 2
    again = run("solve", *plans_named, "-o", "results", "--resume")
    assert again.stdout.count("kept") == 4


@pytest.mark.parametrize(
    ("first", "second", "is_kept"),
    [
        ([], ["--people", "1"], False),
        (["--people", "1"], ["--people", "1"], True),
        (["--best"], [], False),
        (["--time-limit", "60"], [], True),  # what is proven takes no more time
        (["--time-limit", "1e-9"], ["--time-limit", "1e-9"], True),
        (["--time-limit", "1e-9"], [], False),
    ],
)
def test_result_is_kept_where_the_same_was_asked(run, first, second, is_kept):
    run("solve", "plans/a.yaml", "-o", "results/", *first)
    assert ("kept" in run("solve", "plans/a.yaml", "-o", "results/", "--resume", *second).stdout) is is_kept


def test_tables_of_another_plan_are_replaced(run):
    first = run("solve", "plans/a.yaml", "-o", "results/", "--format", "csv")
    assert first.exit_code == 0
    assert "kept" in run("solve", "plans/a.yaml", "-o", "results/", "--format", "csv", "--resume").stdout
    Path("plans/a.yaml").write_text(IMPOSSIBLE, encoding="utf-8")
    assert run("solve", "plans/a.yaml", "-o", "results/", "--format", "csv", "--resume").exit_code == 1
    assert names("results/a") == ["answer.csv", "warnings.csv"]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_folder_of_tables_for_an_excel_with_decimal_commas(run, jobs):
    first = ("solve", "plans/a.yaml", "plans/b.yaml", "--format", "csv", "--jobs", jobs)
    assert run(*first, "-o", "usual").exit_code == 1
    assert run(*first, "-o", "commas", "--for-excel").exit_code == 1
    for name in ("a", "b"):
        assert names(f"commas/{name}") == names(f"usual/{name}")
        for file in names(f"usual/{name}"):
            usual, other = (Path(folder, name, file).read_text(encoding="utf-8-sig") for folder in ("usual", "commas"))
            rows = [list(csv.reader(io.StringIO(text), delimiter=mark)) for text, mark in ((usual, ","), (other, ";"))]
            assert rows[0] == [[cell.replace(",", ".") for cell in row] for row in rows[1]]
    # what is there in other marks is no result of this question
    assert "kept" in run(*first, "-o", "commas", "--resume", "--for-excel").stdout
    assert "kept" not in run(*first, "-o", "commas", "--resume").stdout
    for file in names("usual/a"):
        assert Path("usual", "a", file).read_bytes() == Path("commas", "a", file).read_bytes()


def test_note_that_was_cut_off_counts_for_nothing(run):
    assert run("solve", "plans/a.yaml", "plans/b.yaml", "-o", "results", "--jobs", "1").exit_code == 1
    written = Path("results", NOTES).read_bytes()
    Path("results", NOTES).write_bytes(written[:-40])
    # b's note is gone, so that nothing says any more that its result is ours
    result = run("solve", "plans/a.yaml", "plans/b.yaml", "-o", "results", "--resume", "--jobs", "1")
    assert result.stderr == (
        "results: must hold nothing else in the place of a result, got b.json. Name another folder.\n"
    )
    Path("results/b.json").unlink()
    result = run("solve", "plans/a.yaml", "plans/b.yaml", "-o", "results", "--resume", "--jobs", "1")
    assert [line.split()[-1] for line in result.stdout.splitlines()[4:6]] == ["kept", "50%"]
    lines = Path("results", NOTES).read_bytes().splitlines()
    assert len(lines) == 3
    assert json.loads(lines[2])["plan"] == "plans/b.yaml"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot send Ctrl-C to a single child process")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_keeps_what_is_written(folder, plans, jobs):
    # 60 people who all differ keep the solver busy for many seconds
    (plans / "z.json").write_text(json.dumps(department(60, 13)), encoding="utf-8")
    command = [sys.executable, "-m", "salescrew", "solve", "plans/a.yaml", "plans/z.json", "-o", "results/"]
    with subprocess.Popen(
        [*command, "--jobs", jobs], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=folder
    ) as process:
        while process.poll() is None and not (folder / "results" / "a.json").exists():
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        output, complaint = process.communicate(timeout=60)
    assert (process.returncode, output, complaint) == (130, "", "Interrupted.\n")
    assert names(folder / "results") == ["a.json", "answers.jsonl"]
    assert [note.plan for note in notes(folder / "results")] == ["plans/a.yaml"]


# ---- what is refused before anything is solved


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["plans/a.yaml", "other/A.yaml", "-o", "results"],
            "other/A.yaml: must have another name than plans/a.yaml, got one that gives results/A.json as well. Rename "
            "one of them, or solve them into two folders.",
        ),
        (["plans/a.yaml", "plans/a.yaml"], "plans/a.yaml: must be named once, got twice. Name it once."),
        (
            ["other/p.json", "plans/a.yaml", "-o", "other"],
            "other/p.json: must be a place for a result, got a plan. Name another folder.",
        ),
        (["plans/a.yaml", "-o", "team.yaml/"], "team.yaml: must be a folder, got a file. Name a new folder."),
        (
            ["plans/a.yaml", "-o", "none/results/"],
            "none/results: must be in a folder that exists, got none. Create that folder first.",
        ),
        (
            ["team.yaml", "-o", "other/", "--resume"],
            "other: must hold nothing else in the place of a result, got team.json. Name another folder.",
        ),
        (
            ["a.yaml", "b.yaml", "--dask", "nowhere"],
            "--dask nowhere: must be the address of a scheduler, got: missing port number in address 'nowhere'. Start "
            "one with `dask scheduler`.",
        ),
    ],
)
def test_refused(run, folder, solve_gives, arguments, said):
    calls = solve_gives(sample.optimal())
    (folder / "other").mkdir()
    for name in ("A.yaml", "p.json", "team.json"):
        (folder / "other" / name).write_text("{}", encoding="utf-8")
    result = run("solve", *arguments)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", said + "\n")
    assert calls == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Missing argument 'PLAN...'."),
        (
            ["-", "plans/a.yaml"],
            "standard input (-) has no name for its result in a folder: write that plan into a file.",
        ),
        (
            ["plans/a.yaml", "plans/b.yaml", "-o", "-"],
            "the results of several plans do not go into one stream: name a folder for them with -o.",
        ),
        (
            ["plans/a.yaml", "plans/b.yaml", "--format", "csv"],
            "--format is about the results of the plans: name a folder for them with -o.",
        ),
        (
            ["plans/a.yaml", "plans/b.yaml", "--resume"],
            "--resume is about the results of the plans: name a folder for them with -o.",
        ),
        (
            ["plans/a.yaml", "--resume"],
            "--resume is for many plans: name several, or a folder for the results such as -o results/.",
        ),
        (
            ["plans/a.yaml", "--dask", "tcp://127.0.0.1:8786"],
            "--dask is for many plans: name several, or a folder for the results such as -o results/.",
        ),
        (
            ["plans/a.yaml", "plans/b.yaml", "--dask", "tcp://127.0.0.1:8786", "--jobs", "2"],
            "--jobs and --dask exclude each other: leave one of them out.",
        ),
    ],
)
def test_usage(run, arguments, said):
    result = run("solve", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines()[-1] == f"Error: {said}"


def test_without_dask(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    result = run("solve", "plans/a.yaml", "plans/b.yaml", "--dask", "tcp://127.0.0.1:8786")
    assert result.exit_code == 2
    assert result.stderr == "--dask: must find Dask installed, got none. Run: pip install 'salescrew[dask]'\n"
