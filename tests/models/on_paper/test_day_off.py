"""What one absence breaks: by hand, and against trying every way to share out a day's slots."""

from __future__ import annotations

import datetime as dt

import pytest

from salescrew.models.answers.comparison import DayOff
from salescrew.models.answers.result import Result
from salescrew.models.department.department import Department
from salescrew.models.on_paper.day_off import worst_day_off
from salescrew.models.plan.plan import Plan
from salescrew.models.schedule.schedule import Schedule
from salescrew.models.schedule.workload import Workload
from tests.answer_by_hand import by_hand, roster_row

DAYS = ("2026-01-12", "2026-01-13", "2026-01-19", "2026-01-20")


def worst(plan, result) -> DayOff | None:
    return worst_day_off(Workload(Schedule(Department(Plan.model_validate(plan)), Result.model_validate(result))))


def all_day():
    """Leads come in both slots of a day; Boris is on duty all day, and Anna could be."""
    plan, result = by_hand()
    del plan["funnels"]["warm"]["leads"]["by_slot"]
    plan["duty"] = {"managers_per_slot": 1}
    result["managers"][0]["role"] = "mixed"
    for day in DAYS:
        row = roster_row(result, day, "Boris")
        row["pattern"], row["duty"] = {"duty": 2}, ["morning", "afternoon"]
    return plan, result


def boris_away(day: str, covers: int, uncovered: int) -> DayOff:
    return DayOff(manager="Boris", date=dt.date.fromisoformat(day), covers=covers, uncovered=uncovered)


def test_nobody_else_answers_leads():
    assert worst(*by_hand()) == boris_away("2026-01-12", 1, 1)


def test_somebody_takes_over():
    plan, result = by_hand()
    result["managers"][0]["role"] = "mixed"
    assert worst(plan, result) is None


@pytest.mark.parametrize(
    ("changes", "day"),
    [
        ({"working_days": ["mon"]}, "2026-01-13"),
        ({"days_off": ["2026-01-19/2026-01-20"]}, "2026-01-19"),
        ({"funnels": ["cold"]}, "2026-01-12"),
        ({"day_patterns": [{"calls": 10}]}, "2026-01-12"),
    ],
)
def test_who_could_take_over_cannot(changes, day):
    plan, result = by_hand()
    result["managers"][0]["role"] = "mixed"
    plan["managers"][0] |= changes
    assert worst(plan, result) == boris_away(day, 1, 1)


def test_all_slots_of_a_day_are_taken_over():
    assert worst(*all_day()) is None


def test_only_as_many_as_a_pattern_has():
    plan, result = all_day()
    plan["managers"][0]["day_patterns"] = [{"duty": 1, "calls": 4}, {"meetings": 2}]
    assert worst(plan, result) == boris_away("2026-01-12", 2, 1)


def test_half_of_a_pattern_is_taken():
    # in the morning only one is needed, and Anna's pattern has places in both slots
    plan, result = by_hand()
    result["managers"][0]["role"] = "mixed"
    plan["managers"][0]["day_patterns"] = [{"duty": 2}, {"meetings": 2}, {"calls": 10}]
    assert worst(plan, result) is None


@pytest.mark.parametrize(
    ("most", "day", "uncovered"),
    [(2, None, None), (1, "2026-01-12", 1), (0, "2026-01-12", 2)],
)
def test_duty_of_a_week_is_limited(most, day, uncovered):
    plan, result = all_day()
    plan["duty"]["max_slots_per_week"] = most
    assert worst(plan, result) == (None if day is None else boris_away(day, 2, uncovered))


def test_rest_of_the_week_counts():
    # Anna takes the first Tuesday, so that of 3 slots a week one is left on Monday
    plan, result = all_day()
    plan["duty"]["max_slots_per_week"] = 3
    for name, pattern, slots in (("Boris", {"calls": 10}, []), ("Anna", {"duty": 2}, ["morning", "afternoon"])):
        row = roster_row(result, "2026-01-13", name)
        row["pattern"], row["duty"] = pattern, slots
    assert worst(plan, result) == boris_away("2026-01-12", 2, 1)


def test_others_may_change_slots():
    # Boris has the morning and can be there only half a day, a third has the afternoon and could be there all day
    plan, result = all_day()
    plan["managers"].append({"name": "Vera", "day_patterns": [{"duty": 2}, {"duty": 1, "calls": 4}]})
    result["managers"][0]["role"] = "hunter"
    result["managers"].append({"name": "Vera", "role": "inbound", "monthly_cost": 0.0, "hired": False})
    plan["managers"][1]["day_patterns"] = [{"duty": 1, "calls": 4}]
    for day in DAYS:
        row = roster_row(result, day, "Boris")
        row["pattern"], row["duty"] = {"duty": 1, "calls": 4}, ["morning"]
        result["roster"].append({**row, "manager": "Vera", "duty": ["afternoon"]})
    away = worst(plan, result)
    assert away == DayOff(manager="Vera", date=dt.date(2026, 1, 12), covers=1, uncovered=1)
