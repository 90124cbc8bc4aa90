"""The runner: every rival on every case, one process at a time, and whether they agree."""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence

from benchmarks.row import Row

OURS = "salescrew"
SHORT = 3.0
LEAST_GRACE = 20.0
MONEY = 0.005


def rows(
    cases: Sequence[tuple[str, Sequence[str]]], seconds: float, runs: int, tell: Callable[[str], None]
) -> Iterator[Row]:
    """Run cases, each by name with its rivals, and give the rows as they come.

    Parameters
    ----------
    seconds
        How long a rival may build and solve.
    runs
        How often salescrew runs where that is short; the times are their median.
    tell
        Is told what comes next.
    """
    for case, rivals in cases:
        size: dict[str, int] = {}
        for rival in rivals:
            tell(f"{case}: {rival}")
            row = run_alone(case, rival, seconds)
            if row.people:
                size = {"people": row.people, "kinds": row.kinds, "weeks": row.weeks}
            # a process that did not live to say how large the case is
            row = dataclasses.replace(row, **size)  # type: ignore[arg-type]
            if rival == OURS and row.whole is not None and row.whole < SHORT:
                row = median_of([row, *(run_alone(case, rival, seconds) for _ in range(runs - 1))])
            yield row


def run_alone(case: str, rival: str, seconds: float) -> Row:
    """Measure a rival on a case in a process of its own."""
    command = [sys.executable, "-m", "benchmarks", "measure", case, rival, str(seconds), str(time.time())]
    # a session of its own, so that an engine that is a program can be stopped with the process
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
    # an engine may look at its clock late, and what comes after it takes time as well
    patience = seconds + max(LEAST_GRACE, seconds)
    try:
        output, _ = process.communicate(timeout=patience)
    except subprocess.TimeoutExpired:
        _stop(process)
        return Row(case, rival, 0, 0, 0, "no answer", note=f"stopped after {patience:g} s")
    except BaseException:
        _stop(process)
        raise
    if process.returncode:
        return Row(case, rival, 0, 0, 0, "no answer", note=f"the process ended with code {process.returncode}")
    return Row(**json.loads(output))


def _stop(process: subprocess.Popen[str]) -> None:
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.communicate()


def median_of(runs: Sequence[Row]) -> Row:
    """Give the first of some runs with the median of the times of all."""

    def median(name: str) -> float | None:
        times = [getattr(run, name) for run in runs]
        return None if None in times else statistics.median(times)

    times = {name: median(name) for name in ("build", "solve", "verify", "whole", "memory")}
    return dataclasses.replace(runs[0], runs=len(runs), **times)  # type: ignore[arg-type]


def disagreements(found: Iterable[Row]) -> list[str]:
    """Say which rows are wrong, and which rows of a case cannot both be right.

    All cases put people first, so that a proven headcount is the least of all.
    """
    by_case: dict[str, list[Row]] = {}
    for row in found:
        by_case.setdefault(row.case, []).append(row)
    faults = []
    for case, of_case in by_case.items():
        faults += [f"{case}: {row.rival}: {row.note}" for row in of_case if row.status == "wrong"]
        solved = [row for row in of_case if row.status in ("optimal", "feasible")]
        infeasible = [row for row in of_case if row.status == "infeasible"]
        for one in solved:
            faults += [f"{case}: {other.rival} finds no team, {one.rival} finds one" for other in infeasible]
            faults += [message for other in solved if (message := _contradiction(one, other))]
    return faults


def _contradiction(one: Row, other: Row) -> str | None:
    """Say where one row proves more than another has reached."""
    assert one.headcount_bound is not None
    assert other.headcount is not None
    assert other.monthly_cost is not None
    if one.headcount_bound > other.headcount:
        return f"{one.case}: {one.rival} proves {one.headcount_bound} people, {other.rival} has {other.headcount}"
    same = one.headcount_bound == other.headcount == one.headcount
    if same and one.monthly_cost_bound is not None and one.monthly_cost_bound > other.monthly_cost + MONEY:
        return (
            f"{one.case}: {one.rival} proves a cost of {one.monthly_cost_bound:,.2f},"
            f" {other.rival} has {other.monthly_cost:,.2f}"
        )
    return None
