"""Stored cases with their answers, each solved once in a run: pipelines of every kind, and who does what is shared."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import salescrew
from salescrew.models.answers.result import Result
from salescrew.models.plan.plan import Plan
from tests.solver.answers import solved

CASES = Path(__file__).parent / "cases"
NAMES = (
    "consulting",
    "small-12",
    "small-13",
    "small-14",
    "small-18",
    "small-22",
    "small-25",
    "target-00",
    "target-02",
    "target-06",
    "target-10",
    "target-12",
)


@cache
def case(name: str) -> tuple[Plan, Result]:
    """Give the plan of a case, and its answer."""
    plan = salescrew.load(CASES / f"{name}.yaml")
    return plan, solved(plan)
