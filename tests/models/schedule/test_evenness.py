"""The five figures of evenness, worked out by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from salescrew.models.answers.result import QuotaRow, RosterRow
from salescrew.models.plan.plan import Plan
from salescrew.models.schedule.evenness import evenness

MONDAY = dt.date(2026, 3, 2)


def plan(weeks: int = 2, pipeline: str = "steady", **fields: Any) -> Plan:
    return Plan.model_validate(
        {
            "name": "evenness",
            "calendar": {"start": str(MONDAY), "weeks": weeks},
            "target": {"products": {"x": {"deals": 1}}},
            "products": {"x": {"average_deal": 100}},
            "day_patterns": [{"calls": 20}, {"duty": 1, "calls": 20}],
            "funnels": {
                "cold": {
                    "channel": "outbound",
                    "product": "x",
                    "opens_with": "calls",
                    "stages": [{"name": "contact", "conversion": 0.1}],
                },
                "warm": {
                    "channel": "inbound",
                    "product": "x",
                    "leads": {"per_week": 10},
                    "stages": [{"name": "lead", "conversion": 0.1}],
                },
            },
            "duty": {"managers_per_slot": 1},
            "pipeline": pipeline,
            "managers": [{"name": "A"}, {"name": "B"}, {"name": "C", "monthly_cost": 1}],
        }
        | fields
    )


def quota(name: str, day: int, calls: int) -> QuotaRow:
    date = MONDAY + dt.timedelta(days=day)
    return QuotaRow(date=date, manager=name, activities={"calls": calls}, contacts={"cold": float(calls)})


def duty(name: str, day: int) -> RosterRow:
    date = MONDAY + dt.timedelta(days=day)
    return RosterRow(date=date, manager=name, pattern={"duty": 1, "calls": 20}, duty=("morning",))


def test_nobody_is_measured_without_a_team() -> None:
    assert evenness(plan(), {}, [], []) is None


def test_weeks_are_set_against_their_mean() -> None:
    # 30 and 10 calls: the highest week is 1.5 times the mean of 20
    found = evenness(plan(), {"A": "mixed"}, [], [quota("A", 0, 30), quota("A", 7, 10)])
    assert found is not None
    assert (found.weeks, found.person, found.idle) == (1.5, 1.5, 0.0)
    assert (found.alike, found.duty) == (None, None)


def test_a_week_of_fewer_days_is_set_against_these() -> None:
    # 50 calls in five days and 40 in four are ten a day in both weeks
    short = plan(calendar={"start": str(MONDAY), "weeks": 2, "holidays": ["2026-03-13"]})
    found = evenness(short, {"A": "mixed"}, [], [quota("A", 0, 50), quota("A", 7, 40)])
    assert found is not None
    assert (found.weeks, found.person) == pytest.approx((1.0, 1.0))


def test_weeks_of_funnels_are_only_measured_where_weeks_are_to_be_alike() -> None:
    found = evenness(plan(pipeline="empty"), {"A": "mixed"}, [], [quota("A", 0, 30), quota("A", 7, 10)])
    assert found is not None
    assert (found.weeks, found.person) == (None, 1.5)


def test_less_than_five_a_week_are_not_measured() -> None:
    found = evenness(plan(), {"A": "mixed"}, [], [quota("A", 0, 9)])
    assert found is not None
    assert (found.person, found.idle) == (None, 0.5)


def test_those_who_are_alike_are_set_against_their_mean() -> None:
    # A and B differ by their names, C by what it costs
    quotas = [quota(name, day, calls) for day in (0, 7) for name, calls in (("A", 30), ("B", 10), ("C", 90))]
    roster = [duty("A", 0), duty("A", 1), duty("A", 7), duty("B", 8), duty("C", 9)]
    found = evenness(plan(), dict.fromkeys("ABC", "mixed"), roster, quotas)
    assert found is not None
    assert (found.alike, found.duty, found.weeks) == (1.5, 2, 1.0)


def test_those_of_other_roles_are_not_alike() -> None:
    quotas = [quota(name, 0, calls) for name, calls in (("A", 30), ("B", 10))]
    found = evenness(plan(), {"A": "mixed", "B": "hunter"}, [duty("A", 0)], quotas)
    assert found is not None
    assert (found.alike, found.duty) == (None, None)
