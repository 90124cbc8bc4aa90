"""Specialists or everybody mixed: a family of departments, each solved in three configurations of its team."""

from __future__ import annotations

import itertools
import json
import math
import platform
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks import picture
from benchmarks.configurations_rows import Department, Headcount, Row
from benchmarks.configurations_table import report
from salescrew.cli.frame.output import write_file
from salescrew.models.answers.comparison import AS_PLANNED
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.roles import USUAL_ROLES
from salescrew.models.variants.configurations import ALL_MIXED, SPLIT, standard_configurations
from salescrew.solver.engine.side_by_side import each
from salescrew.solver.search.solve import solve

SIZES = (5, 10, 20, 50, 100, 200, 500)
WARM_SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
EFFECTIVENESS = (0.7, 0.8, 0.9, 1.0)
QUICK_SIZES = (5, 20, 100)
QUICK_WARM_SHARES = (0.0, 0.5, 1.0)
QUICK_EFFECTIVENESS = (0.8, 1.0)
TIME_LIMIT = 300.0

WEEKS = 4
AVERAGE_DEAL = 100_000
CALLS_A_DAY = 90
MEETINGS_A_DAY = 2
CONTACT_TO_MEETING, COLD_MEETING_TO_DEAL = 0.04, 0.25
LEAD_TO_MEETING, WARM_MEETING_TO_DEAL = 0.4, 0.5
LEAD_MINUTES = 30
DAY_MINUTES = 480
WEEKDAYS = 5


def family_department(
    size: int, warm_share: float, mixed_effectiveness: float, *, calls_between_leads: bool = True
) -> dict[str, Any]:
    """Make the plan of a department.

    All people are alike but for their role, and more than enough could be hired. A cold deal takes 100 calls and four
    meetings, a warm one five leads of half an hour and two meetings; four leads of five are to be answered within
    five minutes. Half a person less than `size` is what the work takes if it can be cut at will, so that what is lost
    to waiting and to whole people shows from the first person on.

    Parameters
    ----------
    size, warm_share, mixed_effectiveness, calls_between_leads
        As of a `Department`.
    """
    cold_contacts = 1 / (CONTACT_TO_MEETING * COLD_MEETING_TO_DEAL)
    cold_days = cold_contacts / CALLS_A_DAY + 1 / COLD_MEETING_TO_DEAL / MEETINGS_A_DAY
    warm_leads = 1 / (LEAD_TO_MEETING * WARM_MEETING_TO_DEAL)
    warm_days = warm_leads * LEAD_MINUTES / DAY_MINUTES + 1 / WARM_MEETING_TO_DEAL / MEETINGS_A_DAY
    deals_a_week = (size - 0.5) * WEEKDAYS / ((1 - warm_share) * cold_days + warm_share * warm_days)
    cold = {
        "channel": "outbound",
        "product": "service",
        "opens_with": "calls",
        "stages": [
            {"name": "contact", "conversion": CONTACT_TO_MEETING},
            {"name": "meeting", "conversion": COLD_MEETING_TO_DEAL, "effort": {"meetings": 1}},
        ],
    }
    plan: dict[str, Any] = {
        "name": f"{size} people, {warm_share:.0%} warm",
        "calendar": {"start": "2026-01-12", "weeks": WEEKS},
        "target": {"revenue": math.floor(deals_a_week * WEEKS * AVERAGE_DEAL)},
        "products": {"service": {"average_deal": AVERAGE_DEAL}},
        "day_patterns": [
            {"calls": CALLS_A_DAY},
            {"meetings": 1, "calls": CALLS_A_DAY // 2},
            {"meetings": MEETINGS_A_DAY},
            {"duty": 1, "calls": CALLS_A_DAY // 2},
            {"duty": 1, "meetings": 1},
            {"duty": 2},
        ],
        "funnels": {"cold": cold},
        "pipeline": "steady",
        "candidates": [
            {"profile": "seller", "at_most": 2 * size + 5, "effectiveness": {"mixed": mixed_effectiveness}},
        ],
    }
    if warm_share:
        plan["funnels"]["warm"] = {
            "channel": "inbound",
            "product": "service",
            # a hundredth of a lead more rather than less, so that leads alone carry a target of theirs
            "leads": {"per_week": math.ceil(100 * warm_share * deals_a_week * warm_leads) / 100},
            "stages": [
                {"name": "lead", "conversion": LEAD_TO_MEETING},
                {"name": "meeting", "conversion": WARM_MEETING_TO_DEAL, "effort": {"meetings": 1}},
            ],
        }
        plan["duty"] = {"service_level": {"share": 0.8, "within_seconds": 300, "handling_minutes": LEAD_MINUTES}}
        if calls_between_leads:
            plan["duty"]["between_leads"] = {"activity": "calls", "minutes_each": 6, "efficiency": 0.7}
    return plan


def departments(*, full: bool) -> Iterator[Department]:
    """Yield the members of the family that are studied."""
    sizes, shares, worths = (
        (SIZES, WARM_SHARES, EFFECTIVENESS) if full else (QUICK_SIZES, QUICK_WARM_SHARES, QUICK_EFFECTIVENESS)
    )
    for calls_between_leads, worth, size, share in itertools.product((True, False), worths, sizes, shares):
        yield Department(calls_between_leads, worth, size, share)


@dataclass(frozen=True)
class _Task:
    """A department to be solved in a configuration."""

    department: Department
    configuration: str
    time_limit: float


def study(
    family: Sequence[Department], *, jobs: int | None = None, time_limit: float = TIME_LIMIT, tell: bool = False
) -> list[Row]:
    """Find the fewest people of each department in each configuration; the checker has seen every answer.

    Parameters
    ----------
    jobs
        How many processes work at a time; by default one a core.
    time_limit
        Seconds for each headcount.
    tell
        Whether to say on standard error how far it is, where that is a terminal.
    """
    names = (ALL_MIXED, SPLIT, AS_PLANNED)
    wanted = [tuple(_Task(_that_matters(one, name), name, time_limit) for name in names) for one in family]
    tasks = list(dict.fromkeys(task for three in wanted for task in three))

    def done(number: int) -> None:
        if tell and sys.stderr.isatty():
            end = "\n" if number == len(tasks) else ""
            print(f"\r{number} of {len(tasks)} plans solved", end=end, file=sys.stderr, flush=True)

    found = dict(zip(tasks, each(_fewest, tasks, jobs=jobs, done=done), strict=True))
    return [Row(one, *(found[task] for task in three)) for one, three in zip(family, wanted, strict=True)]


def _that_matters(department: Department, configuration: str) -> Department:
    """Leave aside what has no effect, so that nothing is solved twice."""
    if configuration == SPLIT:
        return replace(department, mixed_effectiveness=1.0, calls_between_leads=False)
    return department if department.warm_share else replace(department, calls_between_leads=False)


def _fewest(task: _Task) -> Headcount:
    """Solve a department in a configuration."""
    one = task.department
    data = family_department(
        one.size, one.warm_share, one.mixed_effectiveness, calls_between_leads=one.calls_between_leads
    )
    configuration = standard_configurations(Plan.model_validate(data))[task.configuration]
    assert configuration.plan is not None, configuration.reason
    result = solve(configuration.plan, task.time_limit)
    assert result.status != "infeasible", f"{one} has too few candidates"
    roles = {role: sum(person.role == role for person in result.managers) for role in USUAL_ROLES}
    return Headcount(result.status, result.headcount, result.headcount_bound, roles)


def run(*, full: bool, jobs: int | None, folder: Path) -> str:
    """Study the family, and write the rows and the picture into a folder.

    Returns
    -------
    str
        What came out, and the tables, as Markdown.
    """
    rows = study(list(departments(full=full)), jobs=jobs, tell=True)
    folder.mkdir(parents=True, exist_ok=True)
    write_file(folder / "configurations.json", _as_json(rows))
    for form in ("svg", "png"):
        write_file(folder / f"configurations.{form}", picture.draw(rows, form))
    return report(rows)


def _as_json(rows: Sequence[Row]) -> str:
    """Write the rows, each on a line of its own."""
    versions = {name: version(name) for name in ("salescrew", "ortools")} | {"python": platform.python_version()}
    lines = ",\n".join("  " + json.dumps(asdict(row.department) | _figures(row)) for row in rows)
    return f'{{\n "versions": {json.dumps(versions)},\n "rows": [\n{lines}\n ]\n}}\n'


def _figures(row: Row) -> dict[str, Any]:
    return {name: asdict(getattr(row, name)) for name in ("mixed", "split", "free")} | {"winner": row.winner}
