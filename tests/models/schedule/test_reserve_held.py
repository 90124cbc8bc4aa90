"""What the plan in force lacks of a week's reserve, where a plan made anew asks for a part of that week."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from salescrew.models.answers.result import Result
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.so_far import OpenReserve, SoFar
from salescrew.models.plan.values.days import Interval
from salescrew.models.schedule.reserve_held import reserve_not_held
from salescrew.models.schedule.schedule import schedule_of

MONDAY = dt.date(2026, 1, 12)
DAYS = [MONDAY + dt.timedelta(days=number) for number in range(5)]
NEXT = [day + dt.timedelta(days=7) for day in DAYS]


def plan_of(**changes: Any) -> Plan:
    plan = {
        "name": "Reserve",
        "currency": "EUR",
        "calendar": {"start": str(MONDAY), "weeks": 2, "slots": ["a", "b"]},
        "products": {"x": {"average_deal": 100}},
        "day_patterns": [{"duty": 1}, {"duty": 2}],
        "funnels": {
            "warm": {
                "channel": "inbound",
                "product": "x",
                "leads": {"per_week": 10},
                "stages": [{"name": "lead", "conversion": 0.5}],
            }
        },
        "pipeline": "empty",
        "duty": {"managers_per_slot": 1},
        "target": {"revenue": 1},
        "managers": [{"name": name, "absence": 0.25} for name in "AB"],
    } | changes
    return Plan.model_validate(plan)


def result_of(places: list[int]) -> Result:
    """A covers the morning and B the afternoon, each with so many places on every day of both weeks."""
    days = [*zip(DAYS, places, strict=True), *zip(NEXT, places, strict=True)]
    roster = [
        {"date": day, "manager": name, "pattern": {"duty": count}, "duty": [slot]}
        for day, count in days
        for name, slot in (("A", "a"), ("B", "b"))
    ]
    coverage = [
        {"date": day, "slot": slot, "leads": 1.0, "required": 1} for day in (*DAYS, *NEXT) for slot in ("a", "b")
    ]
    managers = [{"name": name, "role": "inbound", "monthly_cost": 0.0, "hired": False, "revenue": 1.0} for name in "AB"]
    others = dict.fromkeys(name for name, field in Result.model_fields.items() if field.is_required())
    lists = dict.fromkeys(("uncovered", "overloaded", "quotas", "funnel", "warnings"), ())
    return Result.model_validate(
        {
            **others,
            **lists,
            "status": "optimal",
            "headcount": 2,
            "managers": managers,
            "roster": roster,
            "coverage": coverage,
        }
    )


def lacking(
    as_of: dt.date, *, places: list[int], frozen: dt.date | None = None, away: Any = None
) -> dict[dt.date, float]:
    plan, result = plan_of(), result_of(places)
    so_far = SoFar(as_of=as_of, frozen_until=frozen)
    now = plan.model_copy(update={"so_far": so_far, "away": away or {}})
    rows: list[OpenReserve] = list(reserve_not_held(schedule_of(plan, result), now))
    return {row.week: row.missing for row in rows}


@pytest.mark.parametrize(
    ("day", "missing"),
    [
        # two people, 0.75 of each place: 2 needed a day, of which 3 or 1.5 are held
        (0, 0.0),  # 10 needed, 3 x 3 + 2 x 1.5 = 12 held
        (2, 0.0),  # 6 needed, 3 + 2 x 1.5 held
        (3, 1.0),  # 4 needed, 3 held
        (4, 0.5),  # 2 needed, 1.5 held
    ],
)
def test_days_that_are_over_take_their_places_along(day: int, missing: float) -> None:
    found = lacking(DAYS[day], places=[2, 2, 2, 1, 1])
    assert found == ({MONDAY: pytest.approx(missing)} if missing else {})


def test_frozen_days_do_so_too() -> None:
    assert lacking(MONDAY, places=[2, 2, 2, 1, 1], frozen=DAYS[2]) == {MONDAY: pytest.approx(1.0)}


def test_days_on_which_somebody_is_away_do_so_too_in_their_week() -> None:
    away = {"A": (Interval(NEXT[0], NEXT[2]),)}
    assert lacking(MONDAY, places=[2, 2, 2, 1, 1], away=away) == {NEXT[0]: pytest.approx(1.0)}


def test_a_week_that_is_asked_whole_is_spared_nothing() -> None:
    assert lacking(DAYS[4], places=[1, 1, 1, 1, 1]) == {MONDAY: pytest.approx(0.5)}
