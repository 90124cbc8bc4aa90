"""The stored cases of the second edition: status, people, costs and ties as two other programs have them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import salescrew

CASES = Path(__file__).parents[2] / "cases" / "second"
EXPECTED: dict[str, dict[str, Any]] = {
    case["plan"]: case for case in map(json.loads, (CASES / "expected.jsonl").read_text(encoding="utf-8").splitlines())
}
STATED = {
    "headcount": "headcount",
    "monthly_cost": "cost",
    "hires": "hires",
    "role_changes": "role_changes",
    "wider": "wider",
    "cost": "total_cost",
}
"""Fields of a result, each with its name in the stored line."""


def test_every_case_has_its_answer() -> None:
    assert sorted(EXPECTED) == sorted(path.name for path in CASES.glob("*.yaml"))


@pytest.mark.parametrize("name", EXPECTED)
def test_answer_of_a_case(name: str) -> None:
    expected = EXPECTED[name]
    result = salescrew.solve(salescrew.load(CASES / name), reach=False)
    assert result.status == expected["status"]
    for field, stored in STATED.items():
        if expected[stored] is not None:
            assert getattr(result, field) == pytest.approx(expected[stored], abs=0.01), field
