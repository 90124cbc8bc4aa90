"""How soon plans near the limit of so many people have a team, and are proven: each in a process of its own.

Times are of the processor, imports left out, so that other work on the machine hardly changes them.
"""

from __future__ import annotations

import json
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tabulate import tabulate

import salescrew
from benchmarks import results_page
from benchmarks.near import Near
from salescrew.models.answers.step import Step
from salescrew.models.department.department import Department

FIRST_SECONDS = 5
PROOF_SECONDS = (5, 30, 120)
QUICK_EVERY, QUICK_SECONDS = 20, 10.0
HORIZONS = ((1, 1), (2, 2), (3, 8), (9, 13), (14, 52))
HEADERS = (
    "weeks",
    "plans",
    "team within 5 s",
    "first team, median s",
    "headcount proven within 5 / 30 / 120 s",
    "all proven within 5 / 30 / 120 s",
    "first within one person",
)


@dataclass(frozen=True)
class Timed:
    """How a plan went.

    Attributes
    ----------
    first, first_people
        Seconds until the first team, and its people.
    headcount_proven, proven
        Seconds until the headcount was proven, and until everything was.
    limit
        So many seconds it had.
    """

    name: str
    people: int
    kinds: int
    weeks: int
    limit: float
    status: str
    headcount: int | None
    headcount_bound: int | None
    monthly_cost: float | None
    monthly_cost_bound: float | None
    first: float | None
    first_people: int | None
    headcount_proven: float | None
    proven: float | None


class Watch:
    """Hears of each step, and notes the time of the processor."""

    def __init__(self) -> None:
        self._began = time.process_time()
        self.first: tuple[float, int] | None = None
        self.closed: float | None = None
        self.ended: float | None = None

    def now(self) -> float:
        """Give the seconds since the beginning."""
        return time.process_time() - self._began

    def __call__(self, step: Step, /) -> None:
        """Take in what is known while a team is looked for, and when that is over."""
        if step.aim == "people" and step.best is not None:
            if self.first is None:
                self.first = self.now(), round(step.best)
            if self.closed is None and step.proven == step.best:
                self.closed = self.now()
        if self.ended is None and step.doing.startswith(("how far", "quotas")):
            self.ended = self.now()
            if step.doing.startswith("how far"):
                # that comes after the answer, and is not measured here
                raise KeyboardInterrupt


def measure(near: Near, seconds: float) -> Timed:
    """Solve a plan in this process, for so many seconds of the processor."""
    plan = near.plan()
    watch = Watch()
    _interrupt_after(seconds)
    result = salescrew.solve(plan, progress=watch)
    ended = watch.ended or watch.now()
    department = Department(plan)
    first, people = watch.first or ((ended, result.headcount) if result.headcount else (None, None))
    is_closed = result.headcount is not None and result.headcount == result.headcount_bound
    return Timed(
        near.name,
        len(department.everyone),
        len(department.kinds),
        len(department.weeks),
        seconds,
        result.status,
        result.headcount,
        result.headcount_bound,
        result.monthly_cost,
        result.monthly_cost_bound,
        first,
        people,
        (watch.closed or ended) if is_closed else None,
        ended if result.status in ("optimal", "infeasible") else None,
    )


def _interrupt_after(seconds: float) -> None:
    """Let Ctrl-C come after so many seconds of the processor: the best so far is then given."""
    import resource  # there is none on Windows

    def interrupt(*_: object) -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        raise KeyboardInterrupt

    spent = time.process_time()
    signal.signal(signal.SIGXCPU, interrupt)
    resource.setrlimit(resource.RLIMIT_CPU, (max(1, round(spent + seconds)), resource.RLIM_INFINITY))


def run(plans: Sequence[Near], seconds: float, tell: Callable[[str], None]) -> Iterator[Timed]:
    """Measure plans one after the other."""
    for near in plans:
        tell(near.name)
        command = [sys.executable, "-m", "benchmarks", "near-one", near.name, str(seconds)]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        yield Timed(**json.loads(done.stdout))


def stored(seconds: float) -> dict[str, Timed]:
    """Give what a run that was ended early has measured with so many seconds, by name."""
    if not results_page.NEAR.exists():
        return {}
    rows = [Timed(**row) for row in json.loads(results_page.NEAR.read_text(encoding="utf-8"))]
    return {row.name: row for row in rows if row.limit == seconds}


def table(rows: Sequence[Timed]) -> str:
    """Sum up the rows by horizon as Markdown."""
    cells = []
    for low, high in HORIZONS:
        of_horizon = [row for row in rows if low <= row.weeks <= high]
        if of_horizon:
            cells.append([f"{low}" if low == high else f"{low} to {high}", *_summed(of_horizon)])
    if len(cells) > 1:
        cells.append(["all", *_summed(rows)])
    return tabulate(cells, HEADERS, tablefmt="github", disable_numparse=True)


def _summed(rows: Sequence[Timed]) -> list[str]:
    # a plan that nobody meets has its answer with the proof
    first = [row.proven if row.status == "infeasible" else row.first for row in rows]
    found = [seconds for seconds in first if seconds is not None]
    close = [row.first_people - row.headcount for row in rows if row.first_people is not None and row.headcount]
    limit = min(row.limit for row in rows)
    return [
        str(len(rows)),
        _share(first, FIRST_SECONDS),
        f"{statistics.median(found):.2f}" if found else "",
        _shares([row.proven if row.status == "infeasible" else row.headcount_proven for row in rows], limit),
        _shares([row.proven for row in rows], limit),
        f"{100 * sum(more <= 1 for more in close) / len(close):.0f}%" if close else "",
    ]


def _shares(times: Sequence[float | None], limit: float) -> str:
    """Write the shares within each limit; nothing where nobody had so long."""
    return " / ".join(_share(times, seconds) if seconds <= limit else "-" for seconds in PROOF_SECONDS)


def _share(times: Sequence[float | None], seconds: float) -> str:
    return f"{100 * sum(time is not None and time <= seconds for time in times) / len(times):.0f}%"
