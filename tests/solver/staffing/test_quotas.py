"""Quotas of people who hold the same patterns in the same days, and yet are not asked the same."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest

from salescrew.models.answers.result import Result
from salescrew.models.department.department import Department
from salescrew.models.plan.plan import Plan
from salescrew.solver.staffing.allowances import WeekRoom
from salescrew.solver.staffing.day_quotas import Asking
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


@pytest.mark.parametrize(("share", "asked"), [(0.5, 240), (0.5 + 4e-8, 240), (0.5 - 4e-8, 240), (0.5 + 1e-5, 241)])
def test_what_a_share_is_off_by_asks_for_no_call_more(share: float, asked: int) -> None:
    """Half of 480 calls, as solvers give it."""
    department = Department(Plan.model_validate(plan(1, 1, {"name": "Ann"})))
    days = [dt.date(2026, 3, day) for day in (2, 3, 4, 5)]
    room = WeekRoom({day: {"calls": 120} for day in days}, frozenset(), {"calls": 480})
    week = Asking(department, {(0, "cold"): share}, {}).of_week(0, room, 1.0, is_worth_it=True)
    assert sum(quota.activities["calls"] for quota in week.values()) == asked
    contacts = sum(quota.contacts["cold"] for quota in week.values())
    assert contacts == pytest.approx(480 * share, rel=1e-6)
    assert contacts <= asked + 1e-9
