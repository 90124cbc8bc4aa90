"""Time salescrew: whole processes, and the verbs read, solve and verify apart."""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

from tabulate import tabulate

import salescrew
from benchmarks.departments import department

ROOT = Path(__file__).parent.parent
HEADERS = ("case", "status", "people", "at least", "cost", "read s", "solve s", "verify s", "process s", "min-max")
Made = TypeVar("Made")


def cases(folder: Path, *, full: bool) -> Iterator[Path]:
    """Yield the plan files to time; drawn ones are written into a folder."""
    yield ROOT / "examples" / "consulting.yaml"
    yield from sorted((ROOT / "examples").glob("b2b-*.yaml"))
    yield ROOT / "examples" / "retail.yaml"
    yield from sorted((ROOT / "tests" / "cases").glob("small-2*.yaml"))
    sizes: list[tuple[int, int, int | None]] = [(12, 13, 4), (60, 13, 6), (12, 13, None)]
    if full:
        sizes += [(60, 13, None), (1000, 13, 20)]
    for people, weeks, profiles in sizes:
        path = folder / f"{people}x{weeks}-{profiles or 'all'}-kinds.json"
        path.write_text(json.dumps(department(people, weeks, profiles=profiles, seed=4)), encoding="utf-8")
        yield path


def timed(work: Callable[[], Made]) -> tuple[Made, float]:
    """Do a piece of work, and give what it made with the seconds it took."""
    start = time.perf_counter()
    made = work()
    return made, time.perf_counter() - start


def process_seconds(path: Path, time_limit: float) -> float:
    """Time a whole process from command to tables."""
    command = [sys.executable, "-m", "salescrew", "solve", str(path), "--quiet", "--time-limit", str(time_limit)]
    done, seconds = timed(lambda: subprocess.run(command, stdout=subprocess.DEVNULL, check=False))
    if done.returncode not in (0, 1, 3):
        raise SystemExit(f"{path.name}: exit code {done.returncode}")
    return seconds


def row(path: Path, runs: int, time_limit: float) -> tuple[object, ...]:
    """Time a case."""
    plan, read = timed(lambda: salescrew.load(str(path)))
    result, solve = timed(lambda: salescrew.solve(plan, time_limit=time_limit))
    violations, check = timed(lambda: salescrew.verify(plan, result))
    if violations:
        raise SystemExit(f"{path.name}: {violations[0]}")
    whole = [process_seconds(path, time_limit) for _ in range(runs)]
    return (
        path.stem,
        result.status,
        result.headcount,
        result.headcount_bound,
        result.monthly_cost,
        read,
        solve,
        check,
        statistics.median(whole),
        f"{min(whole):.2f}-{max(whole):.2f}",
    )


def main() -> None:
    """Run the benchmarks, and print their table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--full", action="store_true", help="the large departments too")
    parser.add_argument("--runs", type=int, default=5, help="processes a case (default 5); their median is shown")
    parser.add_argument("--time-limit", type=float, default=120, help="seconds a solve (default 120)")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = [row(path, chosen.runs, chosen.time_limit) for path in cases(Path(folder), full=chosen.full)]
    packages = ", ".join(f"{name} {version(name)}" for name in ("salescrew", "ortools"))
    print(f"{packages}, Python {platform.python_version()}, {os.cpu_count()} cores\n")
    print(tabulate(rows, headers=HEADERS, floatfmt=(*[""] * 4, ",.0f", *[".2f"] * 4, ""), tablefmt="github"))


if __name__ == "__main__":
    main()
