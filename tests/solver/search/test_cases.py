"""The stored cases: their answers are known, and a second formulation proves that nothing is better."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import salescrew
from tests.daily_model import daily, proves_bound
from tests.solver.stored import solved_case

CASES = Path(__file__).parents[2] / "cases"
EXPECTED: dict[str, dict[str, Any]] = {
    case["plan"]: case for case in map(json.loads, (CASES / "expected.jsonl").read_text(encoding="utf-8").splitlines())
}
FASTER_IN_HIGHS = {"consulting.yaml"}
"""SCIP takes four times as long for these."""


def test_every_case_has_its_answer() -> None:
    assert sorted(EXPECTED) == sorted(path.name for path in CASES.glob("*.yaml"))


@pytest.mark.parametrize("name", EXPECTED)
def test_answer_of_a_case(name: str) -> None:
    expected = EXPECTED[name]
    _, result = solved_case(name.removesuffix(".yaml"))
    stated = (result.status, result.headcount, result.monthly_cost)
    assert stated == (expected["status"], expected["headcount"], expected["cost"])


@pytest.mark.parametrize("name", EXPECTED)
def test_second_formulation_proves_the_answer(name: str) -> None:
    expected = EXPECTED[name]
    plan = salescrew.load(CASES / name)
    if expected["status"] == "infeasible":
        assert daily(plan) == ("infeasible", None, None)
    else:
        solver = "highs" if name in FASTER_IN_HIGHS else "scip"
        assert proves_bound(plan, expected["headcount"], expected["cost"], solver=solver)
