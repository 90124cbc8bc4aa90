"""Stored cases with their answers: each is solved once in a run, whichever process of the tests asks first."""

from __future__ import annotations

import os
import pickle
import tempfile
from functools import cache
from pathlib import Path

import salescrew
from salescrew.models.answers.result import Result
from salescrew.models.plan.plan import Plan
from tests.solver.answers import solved

CASES = Path(__file__).parents[1] / "cases"
SHARED = "SALESCREW_SOLVED_CASES"
"""Names the folder that the processes of one run share; `tests/conftest.py` makes it, and takes it away."""


@cache
def solved_case(name: str) -> tuple[Plan, Result]:
    """Give the plan of a stored case, such as `small-00`, and its answer, which has been checked."""
    plan = salescrew.load(CASES / f"{name}.yaml")
    kept = Path(os.environ[SHARED]) / name
    if kept.exists():
        result = pickle.loads(kept.read_bytes())
        assert isinstance(result, Result)
        return plan, result
    result = solved(plan)
    with tempfile.NamedTemporaryFile(dir=kept.parent, delete=False) as whole:
        pickle.dump(result, whole)
    Path(whole.name).replace(kept)
    return plan, result
