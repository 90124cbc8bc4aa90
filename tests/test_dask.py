"""Many plans on a Dask cluster: a scheduler and two workers, each a process of its own, on this machine."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

import salescrew
from salescrew.cli.frame.workers import workers
from salescrew.models.answers.answered_plan import AnsweredPlan
from salescrew.solver.engine.side_by_side import finished
from tests.plans import random_plan_data
from tests.solver.engine.deaths import Task, begun, squared

PATIENCE_SECONDS = 60.0
SEEDS = (2, 3, 4, 8, 10, 11, 13, 17)


class Cluster:
    """A scheduler and workers without nannies: a worker that is killed stays away."""

    def __init__(self, folder: Path, output: BinaryIO) -> None:
        self._known, self._log, self._output = folder / "scheduler.json", folder / "cluster.log", output
        self.processes: list[subprocess.Popen[bytes]] = []
        self._start("scheduler", "--host", "127.0.0.1", "--port", "0")
        wait_for(lambda: self._known.exists() and self._known.stat().st_size > 0)
        self.address = json.loads(self._known.read_text(encoding="utf-8"))["address"]

    def _start(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "dask", *arguments, "--scheduler-file", str(self._known), "--no-dashboard"]
        self.processes.append(subprocess.Popen(command, stdout=self._output, stderr=self._output))

    def two_workers(self) -> list[subprocess.Popen[bytes]]:
        """Give the two workers that are there, and start those that are missing."""
        for _ in range(2 - len(self.alive())):
            self._start("worker", "--nthreads", "1", "--no-nanny", "--name", f"worker {len(self.processes)}")
        wait_for(lambda: self._log.read_text(encoding="utf-8").count("Registered to:") == len(self.processes) - 1)
        return self.alive()

    def alive(self) -> list[subprocess.Popen[bytes]]:
        return [process for process in self.processes[1:] if process.poll() is None]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory) -> Iterator[Cluster]:
    folder = tmp_path_factory.mktemp("cluster")
    with (folder / "cluster.log").open("wb") as output:
        started = Cluster(folder, output)
        try:
            yield started
        finally:
            for process in started.processes:
                process.kill()
                process.wait()


def wait_for(is_so: Callable[[], bool]) -> None:
    ends = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < ends
        time.sleep(0.05)


def test_executor_of_a_client_serves_in_python_too(cluster):
    from distributed import Client

    cluster.two_workers()
    plan = salescrew.load(Path(__file__).parent / "cases" / "small-00.yaml")
    with Client(cluster.address) as client:
        found = salescrew.sensitivity(plan, executor=client.get_executor())
    assert found == salescrew.sensitivity(plan, jobs=1)


@pytest.mark.parametrize("name", ["distributed", "distributed.client", "distributed.gc", "tornado.application"])
def test_dask_logs_nothing_among_the_complaints(cluster, name):
    cluster.two_workers()
    with workers(cluster.address):
        assert not logging.getLogger(name).isEnabledFor(logging.ERROR)


def test_worker_that_is_killed_costs_nothing(cluster, tmp_path):
    both = cluster.two_workers()
    # the first worker to begin with task 3 waits to be killed; whoever begins with it again answers
    tasks = [Task(n, tmp_path, deaths=int(n == 3), waits=n == 3) for n in range(20)]
    answers = []
    with workers(cluster.address) as executor:
        for number, answer in finished(squared, tasks, executor=executor):
            answers.append((number, answer))
            if len(answers) == 10:
                wait_for(lambda: bool(begun(tmp_path, 3)))
                (victim,) = [process for process in both if process.pid in begun(tmp_path, 3)]
                victim.kill()
    assert sorted(answers) == [(n, (n**2, b"")) for n in range(20)]
    assert len(begun(tmp_path, 3)) == 2
    assert len(cluster.alive()) == 1


def test_every_plan_is_answered_once_though_a_worker_is_killed(cluster, tmp_path):
    victim, _ = cluster.two_workers()
    plans, results = tmp_path / "plans", tmp_path / "results"
    plans.mkdir()
    for seed in SEEDS:
        (plans / f"{seed}.json").write_text(json.dumps(random_plan_data(seed, "small")), encoding="utf-8")
    (plans / "bad.json").write_text("{}", encoding="utf-8")
    named = [str(path) for path in sorted(plans.iterdir())]
    command = [sys.executable, "-m", "salescrew", "solve", *named, "-o", f"{results}/", "--dask", cluster.address]
    with subprocess.Popen([*command, "--quiet"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        wait_for(lambda: len(list(results.glob("*.json"))) >= 2)
        victim.kill()
        output, complaint = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 2
    assert {line.partition(":")[0] for line in complaint.splitlines()} == {str(plans / "bad.json")}
    assert output.splitlines()[0] == "9 plans: 8 optimal, 1 wrong input"
    assert sorted(path.name for path in results.glob("*.json")) == sorted(f"{seed}.json" for seed in SEEDS)
    lines = (results / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    notes = [AnsweredPlan.model_validate_json(line) for line in lines]
    assert sorted(note.result for note in notes) == sorted(f"{seed}.json" for seed in SEEDS)
    for seed in SEEDS:
        answer = salescrew.load_result(results / f"{seed}.json")
        assert salescrew.verify(salescrew.load(plans / f"{seed}.json"), answer) == []
