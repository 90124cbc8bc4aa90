"""Ctrl-C in a running process: an answer or none, never a crash or half a file."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from benchmarks.departments import department
from salescrew.cli.interruption import interrupting_solvers
from salescrew.models.actuals_form import form_csv, form_rows
from salescrew.models.plan_text import plan_yaml
from salescrew.solver import engine
from salescrew.solver.engine import Clock, Program, State, least
from tests.solver.replanned import solved_case


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot send Ctrl-C to a single child process")
def test_ctrl_c_ends_in_good_order(tmp_path: Path) -> None:
    # 60 people who all differ keep the solver busy for many seconds
    plan, result = tmp_path / "plan.json", tmp_path / "result.json"
    plan.write_text(json.dumps(department(60, 13)), encoding="utf-8")
    command = [sys.executable, "-m", "salescrew", "solve", str(plan), "--format", "json", "-o", str(result)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        time.sleep(2.5)
        process.send_signal(signal.SIGINT)
        output, complaint = process.communicate(timeout=60)
    assert output == ""
    assert "terminate" not in complaint
    assert "Traceback" not in complaint
    if process.returncode == 130:  # it had not begun to solve
        assert not result.exists()
    else:
        assert process.returncode in (0, 3)
        status = json.loads(result.read_text(encoding="utf-8"))["status"]
        assert (status, process.returncode) in (("optimal", 0), ("feasible", 0), ("no_answer", 3))


def test_ctrl_c_while_planning_anew_ends_the_next_solver_and_a_second_one_all() -> None:
    before = signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with interrupting_solvers():
            signal.raise_signal(signal.SIGINT)  # nothing runs that could be ended
            clock = Clock(None, ends_when_interrupted=True)
            assert least(Program(), clock=clock).state is State.UNKNOWN
            assert clock.is_over()
            assert least(Program(), clock=Clock(None)).state is State.OPTIMAL
            with pytest.raises(KeyboardInterrupt):
                signal.raise_signal(signal.SIGINT)
        with interrupting_solvers():
            signal.raise_signal(signal.SIGINT)
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
        # what came too late for any solver is forgotten
        assert least(Program(), clock=Clock(None)).state is State.OPTIMAL
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(sys.platform == "win32", reason="a Windows console must be written to as itself")
def test_what_a_solver_prints_is_no_part_of_the_answer() -> None:
    # a solver that Ctrl-C has left at work prints at any time
    stray = "os.write(1, b'stray'); ctypes.CDLL(None).puts(b'stray'); ctypes.CDLL(None).fflush(None)"
    program = (
        "import ctypes, os, click; from salescrew.cli import group\n"
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
        "import gc, os, sys; from salescrew.cli import group\n"
        "group._run = lambda: gc.collect() and 0 or open(os.devnull).fileno()\n"
        "group.start()\n"
    )
    closed = ["/bin/sh", "-c", 'exec "$@" >&-', "sh", sys.executable, "-c", program]
    assert subprocess.run(closed, check=False).returncode > 2


def test_what_is_interrupted_before_there_is_a_plan_writes_nothing(
    monkeypatch: pytest.MonkeyPatch, run: Callable[..., Any]
) -> None:
    plan, result = solved_case("target-00")
    facts = form_csv(form_rows(plan, result))
    for name, text in (("plan.yaml", plan_yaml(plan)), ("result.json", result.to_json()), ("facts.csv", facts)):
        Path(name).write_text(text, encoding="utf-8")
    Path("next.json").write_text("what was there", encoding="utf-8")
    before = signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    solve = engine.interruptibly

    def interrupted(work: Callable[[], Any]) -> Any:
        signal.raise_signal(signal.SIGINT)
        return solve(work)

    monkeypatch.setattr(engine, "interruptibly", interrupted)
    try:
        options = ("--as-of", str(plan.calendar.start), "-o", "next.json", "--write-plan", "now.yaml")
        done = run("replan", "plan.yaml", "result.json", "facts.csv", *options)
    finally:
        signal.signal(signal.SIGINT, before)
    assert (done.exit_code, done.stdout, done.stderr.splitlines()[-1]) == (130, "", "Interrupted.")
    assert Path("next.json").read_text(encoding="utf-8") == "what was there"
    assert not Path("now.yaml").exists()
