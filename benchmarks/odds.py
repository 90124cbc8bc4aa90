"""What the odds cost: stated in every answer, promised, and played; with growth in people, weeks and runs.

Times are of the processor, all threads together, in one process: imports are done before.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from tabulate import tabulate

import salescrew
from benchmarks.cases import Drawn, Stored
from salescrew.models.odds.calculation import odds_of

CASES: dict[str, Stored | Drawn] = {
    "consulting": Stored("examples/consulting.yaml"),
    "retail": Stored("examples/retail.yaml"),
    "12x4": Drawn(12, 4),
    "24x4-of-6": Drawn(24, 4, profiles=6),
    "24x13-of-6": Drawn(24, 13, profiles=6),
}
QUICK = ("consulting", "retail")
CONFIDENCE = 0.8
Found = TypeVar("Found")
RUNS, MORE_RUNS = 1_000, 10_000
HEADERS = (
    "case",
    "people",
    "solve s",
    "odds ms",
    "odds",
    "for 80% s",
    "people at 80%",
    "at least",
    "status",
    "1,000 runs s",
    "10,000 runs s",
)


@dataclass(frozen=True)
class Cost:
    """What the odds of a case cost.

    Attributes
    ----------
    solve, odds, promise
        Seconds for the answer on averages, for stating the odds of it, and for the answer at 80 %.
    plays
        Seconds for so many runs.
    """

    case: str
    people: int | None
    all: float
    solve: float
    odds: float
    promise: float
    promised: int | None
    bound: int | None
    status: str
    plays: dict[int, float]


def timed(work: Callable[[], Found]) -> tuple[Found, float]:
    """Do something, and give how long the processor took."""
    began = time.process_time()
    done = work()
    return done, time.process_time() - began


def costs(names: Sequence[str], report: Callable[[str], None]) -> Iterator[Cost]:
    """Go through some cases."""
    warm = CASES["consulting"].plan()
    salescrew.simulate(warm, salescrew.solve(warm), runs=10)
    for name in names:
        report(f"odds: {name}")
        yield cost_of(name, CASES[name].plan())


def cost_of(name: str, plan: salescrew.Plan) -> Cost:
    """Measure a plan."""
    result, solve = timed(lambda: salescrew.solve(plan))
    odds, stated = timed(lambda: odds_of(plan, result))
    assert odds is not None, "a plan with targets has odds"
    promised, promise = timed(lambda: salescrew.solve(plan, confidence=CONFIDENCE))
    plays = {runs: timed(partial(salescrew.simulate, plan, result, runs=runs))[1] for runs in (RUNS, MORE_RUNS)}
    return Cost(
        name,
        result.headcount,
        odds.all,
        solve,
        stated,
        promise,
        promised.headcount,
        promised.headcount_bound,
        promised.status,
        plays,
    )


def table(rows: Sequence[Cost]) -> str:
    """Write the rows as Markdown."""
    cells = [
        [
            row.case,
            row.people,
            f"{row.solve:.2f}",
            f"{1000 * row.odds:.0f}",
            f"{100 * row.all:.1f}%",
            f"{row.promise:.1f}",
            row.promised,
            row.bound,
            row.status,
            *(f"{seconds:.2f}" for seconds in row.plays.values()),
        ]
        for row in rows
    ]
    return tabulate(cells, HEADERS, tablefmt="github", disable_numparse=True)
