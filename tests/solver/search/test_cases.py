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
TAKES_LONG = "consulting.yaml"
"""The daily model of this one takes half a minute; `tests/solver/explain/test_binding.py` sets it beside the answer."""


def test_every_case_has_its_answer() -> None:
    assert sorted(EXPECTED) == sorted(path.name for path in CASES.glob("*.yaml"))


@pytest.mark.parametrize("name", EXPECTED)
def test_answer_of_a_case(name: str) -> None:
    expected = EXPECTED[name]
    _, result = solved_case(name.removesuffix(".yaml"))
    stated = (result.status, result.headcount, result.monthly_cost)
    assert stated == (expected["status"], expected["headcount"], expected["cost"])


# every second one: it is the stored answers that this proves, whatever the solver finds
@pytest.mark.parametrize("name", [name for name in EXPECTED if name != TAKES_LONG][::2])
def test_second_formulation_proves_the_answer(name: str) -> None:
    expected = EXPECTED[name]
    plan = salescrew.load(CASES / name)
    if expected["status"] == "infeasible":
        assert daily(plan) == ("infeasible", None, None)
    else:
        assert proves_bound(plan, expected["headcount"], expected["cost"], solver="scip")
