"""Ctrl-C, and other wishes that a command end: at any moment it leaves an answer or none, and nothing half done."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
import pytest

import salescrew
from salescrew import unfinished
from salescrew.cli.frame import interruption
from salescrew.cli.frame.group import main
from salescrew.cli.frame.interruption import taking_the_best
from salescrew.models.answers.result import Result
from salescrew.models.facts.form import form_csv, form_rows
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.written.text import plan_yaml
from salescrew.solver.engine import program as engine
from salescrew.solver.engine.program import Clock, Program, State, least
from tests.answer_by_hand import by_hand
from tests.cli.commands.test_replan import FACTS
from tests.cli.frame.moments import End, Run
from tests.rates.tables import PLAIN
from tests.solver.interruptions import interrupt
from tests.solver.stored import solved_case

forking = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither copies of processes nor sessions")
OF_RESULT = ("team.yaml", "result.json")
GIVEN = (*OF_RESULT, "actuals.csv")
OF_RATES = ("deals.csv", "places.yaml")
VARIED = ("--vary", "target.revenue=300..600:300")
TOLD = {"init", "2", "solve"}
# each command, and after which parts of its way Ctrl-C comes
LEAVING: list[tuple[list[str], list[float]]] = [
    (["--help"], [0.5]),
    (["init", "new.yaml", "--preset", "retail"], [0.5, 0.97]),
    (["schema", "-o", "plan.schema.json"], [0.5, 0.97]),
    (["convert", "team.yaml", "new.xlsx"], [0.5, 0.97]),
    (["check", "team.yaml", "-o", "page.md"], [0.1, 0.6, 0.98]),
    (["rates", "deals.csv", "--write-map", "map.yaml", "-o", "rates.json"], [0.4, 0.8, 0.97]),
    (["rates", "deals.csv", "--map", "places.yaml", "--plan", "team.yaml", "-o", "new.yaml"], [0.5, 0.95]),
    (["simulate", *OF_RESULT, "--runs", "50", "-o", "page.md"], [0.3, 0.9]),
    (["solve", "team.yaml", "-o", "results/"], [0.4, 0.8]),
    (["show", "result.json", "--plan", "team.yaml", "-o", "page.md"], [0.9]),
    (["report", *GIVEN, "--no-why", "-o", "page.html"], [0.4, 0.9]),
    (["verify", *OF_RESULT], [0.9]),
    (["actuals", *OF_RESULT, "-o", "form.csv"], [0.9]),
    (["track", *GIVEN, "-o", "tables", "--format", "csv"], [0.7, 0.95]),
    (["cover", *OF_RESULT, "--absent", "Boris:2026-01-20", "-o", "page.md"], [0.9]),
    (["diff", "result.json", "result.json", "-o", "page.md"], [0.9]),
]
# what is known by then is shown, and nothing is written
SHOWING_WHAT_IS_KNOWN: list[tuple[list[str], list[float]]] = [
    (["explain", "team.yaml", "-o", "page.md"], [0.3, 0.6, 0.9]),
    (["sensitivity", "team.yaml", "--jobs", "1", "-o", "table.csv"], [0.3, 0.7]),
    (["compare", "team.yaml", "--jobs", "1", "-o", "table.csv"], [0.3, 0.6]),
    (["compare", "team.yaml", "--jobs", "2", "-o", "table.csv"], [0.9, 0.97]),
    (["sweep", "team.yaml", *VARIED, "--jobs", "1", "-o", "table.json"], [0.5, 0.9]),
]
TAKING_THE_BEST: list[tuple[list[str], list[float]]] = [
    (["solve", "team.yaml", "-o", "new.json"], [0.1, 0.5, 0.7, 0.9, 0.98]),
    (["replan", *GIVEN, "--as-of", "2026-01-19", "--absent", "Anna:2026-01-19", "-o", "new.json"], [0.1, 0.5, 0.8]),
]


@pytest.fixture(scope="module")
def ends(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[list[str], list[End]]]:
    """Let every command be told to end at moments of its own: how it ended, first undisturbed."""
    given = tmp_path_factory.mktemp("runs") / "given"
    given.mkdir()
    plan, result = by_hand()
    (given / "team.yaml").write_text(plan_yaml(Plan.model_validate(plan)), encoding="utf-8")
    (given / "result.json").write_text(Result.model_validate(result).to_json(), encoding="utf-8")
    (given / "actuals.csv").write_text(FACTS, encoding="utf-8")
    (given / "deals.csv").write_text(PLAIN, encoding="utf-8")
    (given / "places.yaml").write_text(
        f"plan: {{all deals: {{funnel: {next(iter(plan['funnels']))}}}}}\n", encoding="utf-8"
    )
    runs = [
        Run(
            arguments,
            [*(("SIGINT", part) for part in parts), *([("SIGTERM", parts[-1])] if TOLD & {*arguments} else [])],
        )
        for arguments, parts in (*LEAVING, *SHOWING_WHAT_IS_KNOWN, *TAKING_THE_BEST)
    ]
    lines = "\n".join(json.dumps(asdict(run)) for run in runs)
    command = [sys.executable, "-m", "tests.cli.frame.moments", str(given)]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    found = [[End(**end) for end in json.loads(line)] for line in done.stdout.splitlines()]
    return [(run.arguments, of) for run, of in zip(runs, found, strict=True)]


def test_every_command_is_among_those_that_are_told_to_end() -> None:
    told = {arguments[0] for arguments, _ in (*LEAVING, *SHOWING_WHAT_IS_KNOWN, *TAKING_THE_BEST)}
    assert told == {"--help", *main.list_commands(click.Context(main))}


def files_of(end: End) -> dict[str, bytes]:
    """Read all that is in the folder of a run."""
    folder = Path(end.folder) / "work"
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def all_ends(
    ends: list[tuple[list[str], list[End]]], among: list[tuple[list[str], list[float]]]
) -> Iterator[tuple[str, End, End]]:
    """Give each run of some commands that was told to end: what it is, how it ended undisturbed, and how it did."""
    for arguments, (undisturbed, *told) in ends:
        if arguments in [known for known, _ in among]:
            assert (undisturbed.code, undisturbed.left, undisturbed.litter) == (0, [], []), arguments
            for end in told:
                yield f"{' '.join(arguments)}: {end.moment}", undisturbed, end


@forking
def test_any_command_ends_at_any_moment_and_leaves_nothing(ends: list[tuple[list[str], list[End]]]) -> None:
    for run, whole, end in all_ends(ends, LEAVING):
        assert (end.left, end.litter) == ([], []), run
        expected = (-signal.SIGTERM, "") if "SIGTERM" in run else (130, "Interrupted.\n")
        assert (end.code, end.complaint, end.output) == (*expected, ""), run
        # what is there is what was there before, or is whole
        written = files_of(whole)
        for name, content in files_of(end).items():
            assert content == written[name] or name == "results/answers.jsonl", (run, name)


@forking
def test_what_is_known_is_shown_as_not_finished_and_nothing_is_written(ends: list[tuple[list[str], list[End]]]) -> None:
    shown = 0
    for run, whole, end in all_ends(ends, SHOWING_WHAT_IS_KNOWN):
        assert (end.left, end.litter, "Traceback" in end.complaint) == ([], [], False), run
        written = files_of(end)
        if "SIGTERM" in run:
            assert (end.code, end.output) == (-signal.SIGTERM, ""), run
            continue
        if end.code == 0:  # Ctrl-C came after the last search
            assert written == files_of(whole), run
            continue
        assert (end.code, written.keys()) == (130, {*GIVEN, *OF_RATES}), run
        assert end.complaint.endswith("Interrupted.\n"), run
        if end.output:
            assert "Not finished" in end.output, run
            assert end.complaint.startswith("Not finished, so nothing was written to "), run
            shown += 1
    assert shown


@forking
def test_solve_and_replan_take_the_best_so_far(ends: list[tuple[list[str], list[End]]]) -> None:
    answered = 0
    for run, _, end in all_ends(ends, TAKING_THE_BEST):
        files = files_of(end)
        assert (end.left, end.litter) == ([], []), run
        if "SIGTERM" in run:
            assert (end.code, end.complaint) == (-signal.SIGTERM, ""), run
        elif end.code == 130:
            assert (end.complaint, end.output) == ("Interrupted.\n", ""), run
        else:
            assert (end.code, "Traceback" in end.complaint) == (0, False), run
            assert "new.json" in files, run
            answered += 1
        assert files.keys() <= {*GIVEN, *OF_RATES, "new.json"}, run
        if "new.json" in files:
            work = Path(end.folder) / "work"
            before = salescrew.load_result(work / "result.json") if run.startswith("replan") else None
            answer = salescrew.load_result(work / "new.json")
            assert answer.headcount is not None, run
            assert salescrew.verify(salescrew.load(work / "team.yaml"), answer, before) == [], run
    assert answered


STARTING = """
import os, signal, sys
count = 0
def profile(frame, event, argument):
    global count
    if event == "call":
        count += 1
        if count == int(sys.argv[-1]):
            os.kill(os.getpid(), signal.SIGINT)
from salescrew.cli import start
sys.argv = ["salescrew", "check", "team.yaml", sys.argv[1]]
sys.setprofile(profile)
start()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot send Ctrl-C to a single child process")
@pytest.mark.parametrize("after", [2, 60, 3000])
def test_ctrl_c_while_modules_load(after: int) -> None:
    done = subprocess.run([sys.executable, "-c", STARTING, str(after)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "Interrupted.\n")


def test_part_of_more_work_is_ended_by_ctrl_c(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = Plan.model_validate(by_hand()[0])
    for work in (salescrew.explain, lambda plan: salescrew.compare(plan, jobs=1)):
        with monkeypatch.context() as patches:
            interrupt(patches, 2)
            with pytest.raises(KeyboardInterrupt):
                work(plan)


@pytest.fixture
def hearing() -> Iterator[None]:
    """Let Ctrl-C raise KeyboardInterrupt, as Python does."""
    before = signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("hearing")
def test_first_ctrl_c_ends_the_search_and_a_second_one_all(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    with taking_the_best(lambda: heard.append("once"), only_at_solvers=True) as came:
        assert not came()
        signal.raise_signal(signal.SIGINT)  # nothing runs that could be ended
        assert came()
        Program().row([])
        clock = Clock(None, ends_when_interrupted=True)
        assert least(Program(), clock=clock).state is State.UNKNOWN
        assert clock.is_over()
        assert least(Program(), clock=Clock(None)).state is State.OPTIMAL
        signal.raise_signal(signal.SIGINT)  # what passed on the first one has sent it as well
        monkeypatch.setattr(interruption, "SAME_WISH_SECONDS", -1.0)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert heard == ["once"]
    with taking_the_best(lambda: None):
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            Program().row([])
        assert least(Program(), clock=Clock(None)).state is State.OPTIMAL
    with taking_the_best(lambda: None):
        signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    # what came too late for any search is forgotten
    Program().row([])
    assert least(Program(), clock=Clock(None)).state is State.OPTIMAL


class EndedError(Exception):
    """The program has ended."""


def test_end_undoes_what_is_unfinished_once_nothing_is_done_in_one_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unfinished, "_ENDINGS", [])
    undone: list[str] = []

    def end() -> None:
        undone.append("end")
        raise EndedError

    def fail() -> None:
        undone.append("fail")
        raise OSError

    with unfinished.undone(lambda: undone.append("over")):
        pass

    def work() -> None:
        with unfinished.in_one_go():
            unfinished._UNDOINGS += [lambda: undone.append("first"), fail]
            unfinished.end_by(end)
            undone.append("go on")

    with pytest.raises(EndedError):
        work()
    assert undone == ["over", "go on", "fail", "first", "end"]


@pytest.mark.skipif(sys.platform == "win32", reason="a Windows console must be written to as itself")
def test_what_a_solver_prints_is_no_part_of_the_answer() -> None:
    # a solver that Ctrl-C has left at work prints at any time
    stray = "os.write(1, b'stray'); ctypes.CDLL(None).puts(b'stray'); ctypes.CDLL(None).fflush(None)"
    program = (
        "import ctypes, os, click; from salescrew.cli.frame import group\n"
        f"def run(): {stray}; click.echo('\N{GREEK SMALL LETTER ALPHA}nswer'); {stray}; return 3\n"
        "group._run = run\n"
        "group.start()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert (done.returncode, done.stdout.decode(), done.stderr.decode()) == (
        3,
        "\N{GREEK SMALL LETTER ALPHA}nswer\n",
        "",
    )


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such shell")
def test_the_number_of_a_closed_standard_output_stays_taken() -> None:
    program = (
        "import gc, os, sys; from salescrew.cli.frame import group\n"
        "group._run = lambda: gc.collect() and 0 or open(os.devnull).fileno()\n"
        "group.start()\n"
    )
    closed = ["/bin/sh", "-c", 'exec "$@" >&-', "sh", sys.executable, "-c", program]
    assert subprocess.run(closed, check=False).returncode > 2


@pytest.mark.usefixtures("hearing")
def test_what_is_interrupted_before_there_is_a_plan_writes_nothing(
    monkeypatch: pytest.MonkeyPatch, run: Callable[..., Any]
) -> None:
    plan, result = solved_case("target-00")
    facts = form_csv(form_rows(plan, result))
    for name, text in (("plan.yaml", plan_yaml(plan)), ("result.json", result.to_json()), ("facts.csv", facts)):
        Path(name).write_text(text, encoding="utf-8")
    Path("next.json").write_text("what was there", encoding="utf-8")
    solve = engine.interruptibly

    def interrupted(work: Callable[[], Any]) -> Any:
        signal.raise_signal(signal.SIGINT)
        return solve(work)

    monkeypatch.setattr(engine, "interruptibly", interrupted)
    options = ("--as-of", str(plan.calendar.start), "-o", "next.json", "--write-plan", "now.yaml")
    done = run("replan", "plan.yaml", "result.json", "facts.csv", *options)
    assert (done.exit_code, done.stdout, done.stderr.splitlines()[-1]) == (130, "", "Interrupted.")
    assert Path("next.json").read_text(encoding="utf-8") == "what was there"
    assert not Path("now.yaml").exists()
