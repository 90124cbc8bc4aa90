"""Whether what `track` says comes true: odds said on the way, over simulated courses of a plan, and how often they did.

Once with the sources of chance that these odds reckon with, once with all of them.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tabulate import tabulate

import salescrew
from benchmarks.course import Course
from salescrew.models.answers.result import Result
from salescrew.models.facts.actuals import Actuals
from salescrew.models.plan.plan import Plan

PLAN = Path(__file__).with_name("calibration.yaml")
QUICK, FULL = 20, 200
"""Courses."""
EDGES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
PARTS = (0.25, 0.5, 0.75)
"""How much of the horizon is over where it is looked at."""
HEADERS = ("said", "how often", "said on average", "met", "met, 95% by chance")


@dataclass(frozen=True)
class Said:
    """What was said of a target on a day, and whether it came true."""

    odds: float
    met: bool


@dataclass(frozen=True)
class Band:
    """All that was said between two odds."""

    low: float
    high: float
    odds: tuple[float, ...]
    met: int

    @property
    def mean(self) -> float:
        """What was said on average."""
        return math.fsum(self.odds) / len(self.odds)

    @property
    def interval(self) -> tuple[float, float]:
        """Give between which shares so many would come true in 95 of 100 cases if what was said is right."""
        count = len(self.odds)
        half = 1.96 * math.sqrt(math.fsum(p * (1 - p) for p in self.odds)) / count
        return max(0.0, self.mean - half), min(1.0, self.mean + half)


def said_of(plan: Plan, result: Result, seeds: Sequence[int], *, all_sources: bool) -> Iterator[Said]:
    """Follow some courses, and yield what was said of each target, and of all, on the way."""
    for seed in seeds:
        facts = Course(plan, result, seed, all_sources=all_sources).facts
        whole = salescrew.track(plan, result, facts, plan.calendar.end)
        came = {row.target: row.reached >= row.wanted * (1 - 1e-6) for row in whole.targets}
        for part in PARTS:
            day = _monday(plan, part)
            known = Actuals(tuple(fact for fact in facts if fact.date < day))
            told = salescrew.track(plan, result, known, day)
            for row in told.targets:
                if row.odds is not None and row.outlook != "reached":
                    yield Said(row.odds, came[row.target])
            if told.odds is not None and any(row.outlook != "reached" for row in told.targets):
                yield Said(told.odds, all(came.values()))


def _monday(plan: Plan, part: float) -> dt.date:
    weeks = round(plan.calendar.weeks * part)
    return plan.calendar.start + dt.timedelta(weeks=weeks, days=-plan.calendar.start.weekday())


def bands(said: Sequence[Said]) -> Iterator[Band]:
    """Put together what was said between the same odds."""
    for low, high in itertools.pairwise(EDGES):
        of = [one for one in said if low <= one.odds < high or (one.odds == high == 1)]
        if of:
            yield Band(low, high, tuple(one.odds for one in of), sum(one.met for one in of))


def run(courses: int, report: Callable[[str], None]) -> Iterator[tuple[str, list[Band]]]:
    """Follow so many courses with the sources of the odds, and as many with all."""
    plan = salescrew.load(PLAN)
    result = salescrew.solve(plan)
    for title, all_sources in (("With the sources of chance of the odds", False), ("With all sources", True)):
        report(f"calibration: {title.lower()}")
        yield title, list(bands(list(said_of(plan, result, range(courses), all_sources=all_sources))))


def table(rows: Sequence[Band]) -> str:
    """Write the rows as Markdown."""
    cells = [
        [
            f"{100 * row.low:.0f} to {100 * row.high:.0f}%",
            len(row.odds),
            f"{100 * row.mean:.1f}%",
            f"{100 * row.met / len(row.odds):.1f}%",
            " to ".join(f"{100 * end:.0f}%" for end in row.interval),
        ]
        for row in rows
    ]
    return tabulate(cells, HEADERS, tablefmt="github", disable_numparse=True)


def page(found: Sequence[tuple[str, Sequence[Band]]]) -> str:
    """Write both tables, each below what acts in it."""
    return "\n\n".join(f"### {title}\n\n{table(rows)}" for title, rows in found)
