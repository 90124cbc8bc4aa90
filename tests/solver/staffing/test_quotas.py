"""Quotas of people who hold the same patterns in the same days, and yet are not asked the same."""

from __future__ import annotations

from collections import Counter
from typing import Any

from salescrew.models.answers.result import Result
from tests.solver.answers import solved


def plan(weeks: int, deals: float, *managers: dict[str, Any]) -> dict[str, Any]:
    """Five days a week of 20 calls; a deal takes 10 contacts. Everybody is kept, so that all share the work."""
    return {
        "name": "quotas",
        "calendar": {"start": "2026-01-12", "weeks": weeks},
        "target": {"products": {"x": {"deals": deals}}},
        "products": {"x": {"average_deal": 100}},
        "day_patterns": [{"calls": 20}],
        "funnels": {
            "cold": {
                "channel": "outbound",
                "product": "x",
                "opens_with": "calls",
                "stages": [{"name": "contact", "conversion": 0.1}],
            }
        },
        "pipeline": "steady",
        "managers": [{"keep": True, **manager} for manager in managers],
    }


def calls(result: Result) -> dict[tuple[str, int], int]:
    """Sum up the calls asked, by name and number of the week."""
    asked: Counter[tuple[str, int]] = Counter()
    for row in result.quotas:
        asked[row.manager, (row.date.toordinal() - result.quotas[0].date.toordinal()) // 7] += row.activities["calls"]
    return dict(+asked)


def test_who_is_absent_half_of_the_time_is_asked_half_as_much() -> None:
    result = solved(plan(1, 7.5, {"name": "A"}, {"name": "B", "absence": 0.5}, {"name": "C"}))
    # 75 contacts of the 100 + 50 + 100 that they have time for: three tenths
    assert calls(result) == {("A", 0): 30, ("B", 0): 15, ("C", 0): 30}


def test_whose_contacts_are_worth_nothing_yet_is_asked_for_none() -> None:
    result = solved(plan(2, 15, {"name": "A"}, {"name": "B", "from": "2026-01-12", "ramp": [0]}))
    asked = calls(result)
    # 150 contacts at about the same rate in both weeks; in the first A alone opens them
    assert ("B", 0) not in asked
    assert ("B", 1) in asked
    assert 68 <= asked["A", 0] <= 83
    assert 68 <= asked["A", 1] + asked["B", 1] <= 84


def test_no_more_is_asked_of_a_day_than_its_pattern_holds() -> None:
    result = solved(plan(1, 10, {"name": "A", "day_patterns": [{"calls": 30}]}, {"name": "B"}))
    # 100 contacts of 150 + 100: two fifths, that is 12 of each 30 and 8 of each 20
    assert [(row.manager, row.activities["calls"]) for row in result.quotas] == [("A", 12), ("B", 8)] * 5
