"""Many tasks side by side: each is answered once, whatever becomes of the processes."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from salescrew.cli.render import cells
from salescrew.errors import InputError, SalescrewError
from salescrew.language import speaking
from salescrew.solver.engine import lone_process, side_by_side
from salescrew.solver.engine.side_by_side import Lost, each, finished
from tests.solver.engine.deaths import Task, begun, refused, squared

LOST = Lost("the process that worked on it was killed 3 times")


class Counted:
    """Tasks that count how many of them were taken."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.taken = 0

    def __len__(self) -> int:
        return self.count

    def __iter__(self):
        for number in range(self.count):
            self.taken += 1
            yield number


def test_within_this_process_one_after_the_other():
    tasks = Counted(3)
    answers = finished(abs, tasks, jobs=1)
    assert tasks.taken == 0
    assert next(answers) == (0, 0)
    assert tasks.taken == 1
    assert list(answers) == [(1, 1), (2, 2)]


def test_nothing_to_do():
    assert list(finished(abs, [])) == []
    assert each(abs, [], jobs=2) == []


def test_processes_that_are_killed_cost_nothing(tmp_path):
    # 5 survives its last try, 4 does not survive any; large answers and large tasks get through as small ones do
    size = 1_000_000  # more than any pipe holds
    deaths = {4: 9, 5: 2}
    tasks = [Task(n, tmp_path, deaths.get(n, 0), size=size * (n % 2), load=b"y" * size * (n % 3)) for n in range(10)]
    answers = list(finished(squared, tasks, jobs=2))
    assert sorted(number for number, _ in answers) == list(range(10))
    expected = {n: (n**2, b"x" * size * (n % 2)) for n in range(10)} | {4: LOST}
    assert dict(answers) == expected
    # nobody else was at work in the processes that died: no other task was begun twice
    assert [len(begun(tmp_path, n)) for n in range(10)] == [1, 1, 1, 1, 3, 3, 1, 1, 1, 1]
    assert multiprocessing.active_children() == []


def test_process_that_is_killed_from_outside(tmp_path):
    def kill() -> None:
        while not (found := begun(tmp_path, 1)):
            time.sleep(0.05)
        os.kill(found[0], signal.SIGTERM)

    killer = threading.Thread(target=kill)
    killer.start()
    tasks = [Task(0, tmp_path), Task(1, tmp_path, deaths=1, waits=True), Task(2, tmp_path)]
    answers = list(finished(squared, tasks, jobs=2))
    killer.join()
    assert sorted(answers) == [(0, (0, b"")), (1, (1, b"")), (2, (4, b""))]
    assert [len(begun(tmp_path, n)) for n in range(3)] == [1, 2, 1]


def test_closing_ends_the_work_at_once(tmp_path):
    tasks = [Task(0, tmp_path), Task(1, tmp_path, deaths=1, waits=True), Task(2, tmp_path, deaths=1, waits=True)]
    with contextlib.closing(finished(squared, tasks, jobs=2)) as answers:
        assert next(answers) == (0, (0, b""))
        assert len(multiprocessing.active_children()) == 2
    assert multiprocessing.active_children() == []


def test_each_gives_the_answers_in_order_and_refuses_to_lose_one(tmp_path, monkeypatch):
    heard: list[int] = []
    tasks = [Task(n, tmp_path, deaths=1 if n == 0 else 0) for n in range(4)]
    assert [number for number, _ in each(squared, tasks, jobs=2, done=heard.append)] == [0, 1, 4, 9]
    assert heard == [1, 2, 3, 4]
    monkeypatch.setattr(lone_process, "TRIES", 1)
    with pytest.raises(SalescrewError) as refusal:
        each(squared, [Task(7, tmp_path), Task(8, tmp_path, deaths=9)], jobs=2)
    assert str(refusal.value) == (
        "the process that worked on it was killed 1 times. Is there too little memory? Fewer processes at a time take "
        "less."
    )


@pytest.mark.parametrize("jobs", [1, 2])
def test_error_of_the_work_ends_everything(jobs):
    with pytest.raises(ValueError, match="not 5"):
        list(finished(refused, [5, 5, 5], jobs=jobs))
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_work_speaks_the_language_of_the_run(jobs):
    with speaking("ru"):
        assert each(cells.number, [1.5, 1200.0], jobs=jobs) == ["1,50", "1\N{NO-BREAK SPACE}200"]
        with ThreadPoolExecutor() as executor:
            assert each(cells.number, [1.5], executor=executor) == ["1,50"]
            assert side_by_side.begun(executor, lambda: cells.number(1.5)).result() == "1,50"
    assert each(cells.number, [1.5, 1200.0], jobs=jobs) == ["1.50", "1,200"]


def test_any_executor_takes_tasks_when_it_has_room(monkeypatch):
    monkeypatch.setattr(side_by_side, "MOST_UNDER_WAY", 3)
    tasks = Counted(20)
    with ThreadPoolExecutor(2) as executor:
        answers = finished(abs, tasks, executor=executor)
        first = next(answers)
        assert tasks.taken == 4
        assert sorted([first, *answers]) == [(n, n) for n in range(20)]


def test_error_of_the_work_on_another_executor_says_where_it_was_raised():
    with ThreadPoolExecutor(1) as executor, pytest.raises(ValueError, match="not 5") as found:
        list(finished(refused, [5], executor=executor))
    assert 'raise ValueError(f"not {number}")' in found.value.__notes__[0]


class Failing(Executor):
    """An executor that gives up every other task."""

    def __init__(self) -> None:
        self.submitted = 0

    def submit(self, fn, /, *args, **kwargs):
        future: Future[object] = Future()
        self.submitted += 1
        if self.submitted % 2:
            future.set_result(fn(*args, **kwargs))
        elif self.submitted == 2:
            future.set_exception(OSError("the worker\nis gone"))
        else:
            future.cancel()
            future.set_running_or_notify_cancel()
        return future


def test_task_that_an_executor_gives_up_is_lost():
    assert sorted(finished(abs, [5, 6, 7, 8], executor=Failing()), key=lambda one: one[0]) == [
        (0, 5),
        (1, Lost("what worked on it gave it up (OSError: the worker is gone)")),
        (2, 7),
        (3, Lost("what worked on it gave it up (CancelledError)")),
    ]


def test_executor_that_takes_no_work_is_refused():
    executor = ThreadPoolExecutor(1)
    executor.shutdown()
    with pytest.raises(InputError) as refusal:
        list(finished(abs, [1], executor=executor))
    assert str(refusal.value) == (
        "executor: must take work, got RuntimeError: cannot schedule new futures after shutdown. Start it again."
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no /tmp to be told of by TMPDIR")
def test_processes_end_and_leave_nothing_when_their_parent_is_killed(tmp_path):
    notes, temporary = tmp_path / "notes", tmp_path / "temporary"
    notes.mkdir()
    temporary.mkdir()
    script = (
        "import sys; from pathlib import Path; from salescrew.solver.engine.side_by_side import each\n"
        "from tests.solver.engine.deaths import Task, squared\n"
        "each(squared, [Task(n, Path(sys.argv[1]), deaths=1, waits=True) for n in range(2)], jobs=2)"
    )
    environment = os.environ | {"TMPDIR": str(temporary), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen([sys.executable, "-c", script, notes], env=environment) as process:
        while not (begun(notes, 0) and begun(notes, 1)):
            assert process.poll() is None
            time.sleep(0.05)
        process.kill()
    ends = time.monotonic() + 30
    while any(is_alive(begun(notes, number)[0]) for number in range(2)) or any(temporary.iterdir()):
        assert time.monotonic() < ends
        time.sleep(0.05)


def is_alive(process: int) -> bool:
    """Tell whether a process runs; one that has ended and that nobody asks after is none."""
    try:
        os.kill(process, 0)
    except OSError:
        return False
    state = Path(f"/proc/{process}/stat")
    return not state.exists() or state.read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"


def test_script_is_not_run_again_by_the_processes(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "from salescrew.solver.engine.side_by_side import each\nprint('once')\nprint(each(abs, [-1, 2], jobs=2))\n",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, script], check=True, capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("once\n[1, 2]\n", "")
