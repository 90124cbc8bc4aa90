"""Measure one rival on one case, within this process, which is started for nothing else."""

from __future__ import annotations

import importlib
import math
import os
import sys
import time

import salescrew
from benchmarks.cases import Case
from benchmarks.rivals.attempt import Attempt, Status
from benchmarks.row import Row
from salescrew.models.department.department import Department
from salescrew.models.department.people import people
from salescrew.models.schedule.own_plan import with_plan
from salescrew.solver.search.answer import answer
from salescrew.solver.staffing.quotas import quotas

OURS = "salescrew"
RIVALS = {"HiGHS": "highs", "CBC": "cbc", "CP-SAT": "cp_sat", "pyworkforce": "pyworkforce"}
"""The rivals' modules, by the name in the table."""
TEAM: tuple[Status, ...] = ("optimal", "feasible")


def measure(case: Case, rival: str, seconds: float, started: float) -> Row:
    """Let a rival solve a case, and check its answer.

    Parameters
    ----------
    started
        When the process began, by `time.time()`.
    """
    plan = case.source.plan()
    everyone = people(plan)
    size = (len(everyone), len({person.kind for person in everyone}), plan.calendar.weeks)
    if rival == OURS:
        return _ours(case, plan, size, seconds, started)
    try:
        attempt: Attempt = importlib.import_module(f"benchmarks.rivals.{RIVALS[rival]}").attempt(plan, seconds)
    except MemoryError:
        attempt = Attempt("no answer", note="out of memory")
    whole = time.time() - started
    faults: list[str] = []
    verify = None
    if attempt.status in TEAM:
        start = time.perf_counter()
        faults = faults_of(plan, attempt)
        verify = time.perf_counter() - start
    has_team = attempt.status in TEAM
    return Row(
        case.name,
        rival,
        *size,
        "wrong" if faults else attempt.status,
        headcount=len(attempt.people) if has_team else None,
        headcount_bound=round(attempt.bounds["people"]) if has_team else None,
        monthly_cost=_cost(attempt) if has_team else None,
        monthly_cost_bound=attempt.bounds["monthly_cost"] if has_team else None,
        build=attempt.build,
        solve=attempt.solve,
        verify=verify,
        whole=None if attempt.status == "cannot state" else whole,
        memory=None if attempt.status == "cannot state" else peak_memory(),
        roster_rows=sum(len(person.patterns) for person in attempt.people) if has_team else None,
        note=faults[0] if faults else attempt.note,
    )


def _ours(case: Case, plan: salescrew.Plan, size: tuple[int, int, int], seconds: float, started: float) -> Row:
    start = time.perf_counter()
    result = salescrew.solve(plan, time_limit=seconds if math.isfinite(seconds) else None)
    solved = time.perf_counter()
    whole = time.time() - started
    faults = salescrew.verify(plan, result)
    status: Status = "no answer" if result.status == "no_answer" else result.status
    return Row(
        case.name,
        OURS,
        *size,
        "wrong" if faults else status,
        headcount=result.headcount,
        headcount_bound=result.headcount_bound,
        monthly_cost=result.monthly_cost,
        monthly_cost_bound=result.monthly_cost_bound,
        solve=solved - start,
        verify=time.perf_counter() - solved,
        whole=whole,
        memory=peak_memory(),
        roster_rows=len(result.roster) if result.headcount is not None else None,
        note=str(faults[0]) if faults else "",
    )


def faults_of(plan: salescrew.Plan, attempt: Attempt) -> list[str]:
    """Complete a rival's roster with quotas, and list what the checker finds wrong with it.

    Quotas are no part of a rival's model: they are set as for salescrew's own rosters, and fail where the roster does
    not carry the plan.
    """
    assert attempt.status in ("optimal", "feasible")
    department = Department(plan)
    order = {person.name: number for number, person in enumerate(department.everyone)}
    team = sorted(attempt.people, key=lambda person: order[person.name])
    try:
        result = answer(department, attempt.status, team, quotas(department, team), attempt.bounds)
    except salescrew.ModelError as fault:
        return [str(fault)]
    return [str(violation) for violation in salescrew.verify(plan, with_plan(plan, result))]


def _cost(attempt: Attempt) -> float:
    return math.fsum(person.record.monthly_cost for person in attempt.people)


def spare_memory() -> None:
    """Let this process have four fifths of the memory of the machine at most, so that the machine stays usable."""
    try:
        import resource
    except ImportError:  # Windows
        return
    most = int(0.8 * os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))


def peak_memory() -> float | None:
    """Give the most memory that this process, or one that it started, has held, in megabytes."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)
