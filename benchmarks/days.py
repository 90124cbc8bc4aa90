"""Whole commands on the days after a plan is made: `track` and `replan`, and a file of very many facts."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tabulate import tabulate

import salescrew
from benchmarks.cases import BY_NAME
from benchmarks.table import written_size
from salescrew.models.answers.result import Result
from salescrew.models.department.people import people
from salescrew.models.facts.actuals import Fact
from salescrew.models.facts.form import form_csv, form_rows
from salescrew.models.plan.written.text import plan_yaml
from salescrew.models.schedule.schedule import schedule_of
from tests.simulation import Simulation

QUICK = ("retail", "consulting")
FULL = ("retail", "b2b-small", "consulting", "12x4", "12x13", "160x12")
SEED, WEEKS, MANY = 1, 2, 100_000
HEADERS = ("case", "people x weeks", "command", "facts", "answer", "changes", "whole s")


@dataclass(frozen=True)
class Timed:
    """A command that was timed, as a process of its own.

    Attributes
    ----------
    facts
        Rows of the file of actuals.
    answer, changes
        Of `replan`: the status of the new result, and how many changes it lists.
    seconds
        The median of the runs.
    """

    case: str
    size: str
    command: str
    facts: int
    answer: str
    changes: int | None
    seconds: float


def run(names: Sequence[str], runs: int, tell: Callable[[str], None]) -> Iterator[Timed]:
    """Time the commands on cases, one process after the other."""
    for name in names:
        tell(name)
        with tempfile.TemporaryDirectory() as folder:
            yield from _Days(name, Path(folder), runs).rows()


def table(rows: Sequence[Timed]) -> str:
    """Write the rows."""
    body = [
        (
            row.case,
            row.size,
            row.command,
            f"{row.facts:,}",
            row.answer,
            "" if row.changes is None else f"{row.changes:,}",
            f"{row.seconds:.2f}",
        )
        for row in rows
    ]
    aligned = ("left", "left", "left", "right", "left", "right", "right")
    return tabulate(body, headers=HEADERS, tablefmt="github", disable_numparse=True, colalign=aligned)


class _Days:
    """A case, solved, with two weeks of facts."""

    def __init__(self, name: str, folder: Path, runs: int) -> None:
        self.name = name
        self.folder = folder
        self.runs = runs
        self.plan = BY_NAME[name].source.plan()
        self.result = salescrew.solve(self.plan)
        everyone = people(self.plan)
        self.size = written_size(len(everyone), len({one.kind for one in everyone}), self.plan.calendar.weeks)
        self._write("plan.yaml", plan_yaml(self.plan))
        self._write("result.json", self.result.to_json())
        self.planned = schedule_of(self.plan, self.result)
        self.as_of = self.planned.horizon.monday(WEEKS)

    def rows(self) -> Iterator[Timed]:
        """Time every command."""
        chance = self._facts("chance.csv", self._by_chance())
        as_planned = self._write("planned.csv", form_csv(form_rows(self.plan, self.result, filled=True), filled=True))
        until = ["--as-of", str(self.as_of)]
        yield self._timed("track", chance)
        if self.name == "consulting":
            facts = self._by_chance()
            yield self._timed("track", self._facts("many.csv", (facts * (MANY // len(facts) + 1))[:MANY]))
        yield self._timed("replan, as planned", as_planned, *until)
        yield self._timed("replan, one absence", as_planned, *until, "--absent", self._absence())
        yield self._timed("replan, after two weeks of chance", chance, *until)

    def _by_chance(self) -> list[Fact]:
        simulation = Simulation(self.plan, SEED)
        for week in range(WEEKS):
            simulation.work(self.result, week)
        return simulation.facts

    def _absence(self) -> str:
        """Let somebody be away who is on duty on the third day from then on, which is not frozen."""
        day = [one for one in self.planned.horizon.working_days if one >= self.as_of][2]
        row = next(row for row in self.result.roster if row.date == day and row.duty)
        return f"{row.manager}:{day}"

    def _timed(self, command: str, actuals: Path, *options: str) -> Timed:
        verb = command.partition(",")[0]
        new = self.folder / "new.json"
        arguments = [verb, "plan.yaml", "result.json", actuals.name, *options, "-o", new.name]
        seconds = []
        for _ in range(self.runs):
            start = time.perf_counter()
            done = subprocess.run(
                [sys.executable, "-m", "salescrew", *arguments], cwd=self.folder, capture_output=True, check=False
            )
            seconds.append(time.perf_counter() - start)
            if done.returncode not in (0, 1):
                raise RuntimeError(done.stderr.decode())
        found = salescrew.load_result(new) if verb == "replan" else None
        if found is not None and (faults := salescrew.verify(self.plan, found, self.result)):
            raise RuntimeError(f"{self.name}: {faults[0]}")
        return Timed(
            self.name,
            self.size,
            command,
            len(actuals.read_text(encoding="utf-8").splitlines()) - 1,
            _answer(found),
            len(found.replan.changes) if found is not None and found.replan is not None else None,
            statistics.median(seconds),
        )

    def _write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def _facts(self, name: str, facts: Sequence[Fact]) -> Path:
        """Write facts as the file of actuals has them."""
        lines = ["date,manager,what,funnel,count,amount"]
        for fact in facts:
            what = fact.kind if fact.kind in ("contacts", "leads", "paid") else fact.of
            amount = f"{fact.amount:.2f}" if fact.kind == "paid" else ""
            lines.append(f"{fact.date},{fact.manager},{what},{fact.funnel},{fact.count:g},{amount}")
        return self._write(name, "\n".join([*lines, ""]))


def _answer(result: Result | None) -> str:
    if result is None:
        return ""
    return result.status if result.reach is None else f"{result.status}, reach {100 * result.reach:.1f}%"
