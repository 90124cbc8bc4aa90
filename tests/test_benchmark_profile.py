"""The benchmark of where time goes: what is counted for which phase, and the table of it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from benchmarks import __main__ as commands
from benchmarks import profile, results_page
from benchmarks.profile import Profiled
from benchmarks.profiled import NAMES, PHASES, REST, WHOLE, Profile

TABLE = """\
| command      | version   |   whole s |   CPU s |   imports |   reading |   search |   roster |   ties |   evenness |   reach |   answer |   checking |   everyone |   question |   writing |   rest |   solvers |   calls |
|--------------|-----------|-----------|---------|-----------|-----------|----------|----------|--------|------------|---------|----------|------------|------------|------------|-----------|--------|-----------|---------|
| `solve team` | before    |      2.00 |    3.00 |      0.50 |      0.50 |     0.50 |     0.50 |   0.50 |       0.50 |    0.50 |     0.50 |       0.50 |       0.50 |       0.50 |      0.50 |   0.50 |      1.00 |   1,200 |
| `solve team` | now       |      1.00 |    1.50 |      0.50 |      0.50 |     0.50 |     0.50 |   0.50 |       0.50 |    0.50 |     0.50 |       0.50 |       0.50 |       0.50 |      0.50 |   0.50 |      1.00 |   1,200 |"""  # noqa: E501
ROWS = [
    Profiled("solve team --quiet", version, whole, total, dict.fromkeys(NAMES, 0.5), 1.0, 1200)
    for version, whole, total in (("before", 2.0, 3.0), ("now", 1.0, 1.5))
]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Give what the seconds of the processor are read from."""
    now = [0.0]
    monkeypatch.setattr(time, "thread_time", lambda: now[0])
    return now


def test_a_phase_counts_what_no_phase_within_it_does(clock):
    found = Profile()

    def spend(seconds: float) -> None:
        clock[0] += seconds

    def search() -> str:
        spend(1.0)
        found.within("roster", lambda: spend(2.0))
        found.within("reach", lambda: found.within("roster", lambda: spend(4.0)))
        return "found"

    assert found.within("search", search) == "found"
    assert "reach" in WHOLE
    counted = {name: seconds for name, seconds in found.seconds.items() if seconds}
    assert counted == {"search": 1.0, "roster": 2.0, "reach": 4.0}


def test_a_solver_counts_for_the_phase_that_calls_it(clock):
    found = Profile()

    def solve() -> int:
        clock[0] += 3.0
        return 7

    # as in a thread of its own, whose seconds are none of those of the caller
    def elsewhere(timed):
        before = clock[0]
        value = timed()
        clock[0] = before
        return value

    assert found.within("ties", lambda: found.solving(elsewhere, solve)) == 7
    assert (found.seconds["ties"], found.solver_seconds, found.calls, found.seconds[REST]) == (3.0, 3.0, 1, 0.0)


def test_all_that_is_looked_at_is_there():
    for functions in PHASES.values():
        for module, path in functions:
            owner: object = __import__(module, fromlist=["_"])
            for step in path.split("."):
                owner = getattr(owner, step)
            assert callable(owner), (module, path)


def test_table():
    assert profile.table(ROWS) == TABLE
    assert "version" not in profile.table(ROWS[1:])


def test_command_runs_both_versions_in_turn(monkeypatch, tmp_path, capsys):
    asked: list[tuple[Path, str]] = []

    def once(folder: Path, command: str, _: str) -> dict[str, object]:
        asked.append((folder, command))
        return {"whole": 1.0, "total": 2.0, "seconds": dict.fromkeys(NAMES, 0.1), "solver": 0.5, "calls": 9}

    monkeypatch.setattr(profile, "_once", once)
    monkeypatch.setattr(profile, "QUICK", ("solve a --quiet",))
    written: list[object] = []
    monkeypatch.setattr(results_page, "write_section", lambda *given: written.append(given))
    assert commands.main(["profile", "--runs", "2", "--against", str(tmp_path)]) == 0
    # once for the byte code, then in turn
    assert [folder for folder, _ in asked] == [tmp_path, profile.HERE, *[tmp_path, profile.HERE] * 2]
    assert "| `solve a` | before" in capsys.readouterr().out
    assert written == []


def test_commands_are_of_files_that_are_there():
    for command in profile.FULL:
        assert (profile.HERE / command.split()[1]).exists(), command


def test_a_command_in_a_process_of_its_own(tmp_path):
    found = profile._once(profile.HERE, "check examples/retail.yaml", str(tmp_path))
    assert found["exit_code"] == 0
    seconds = found["seconds"]
    assert isinstance(seconds, dict)
    assert list(seconds) == list(NAMES)
    assert 0 < seconds["imports"] < float(str(found["total"]))
    assert seconds["reading"] > 0
