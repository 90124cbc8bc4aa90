"""What a team has to spare, by hand."""

from __future__ import annotations

import pytest

from salescrew.models.answers.comparison import DutyLoad
from salescrew.models.answers.result import Result
from salescrew.models.department.department import Department
from salescrew.models.on_paper.spare import duty_load, free_days, spare_capacity
from salescrew.models.plan.plan import Plan
from salescrew.models.schedule.schedule import Schedule
from salescrew.models.schedule.workload import Workload
from tests.answer_by_hand import by_hand, quotas_row


def case_of(plan, result) -> Workload:
    return Workload(Schedule(Department(Plan.model_validate(plan)), Result.model_validate(result)))


def spare_of(case) -> dict[str, tuple[float, float]]:
    return {one.activity: (one.allowed, one.spare) for one in spare_capacity(case)}


def test_spare_by_activity():
    # Anna's days hold 10 calls, of which 8 are asked, and 2 x 2 meetings, all asked; Boris's hold 4 x 4 calls
    assert spare_of(case_of(*by_hand())) == {"calls": (26, 2 + 16), "meetings": (4, 0)}


def test_absence_is_no_spare_time():
    plan, result = by_hand()
    plan["managers"][0]["absence"] = 0.25
    # 7.5 of Anna's 10 calls are less than the 8 that are asked, which leaves nothing, and takes nothing from Boris's 16
    assert spare_of(case_of(plan, result)) == {"calls": (7.5 + 16, 16), "meetings": (3, 0)}


def test_time_between_leads_counts():
    plan, result = by_hand()
    level = {"share": 0.5, "within_seconds": 60, "handling_minutes": 12}
    between = {"activity": "calls", "minutes_each": 6, "efficiency": 0.5}
    plan["duty"] = {"service_level": level, "between_leads": between}
    result["managers"][1]["role"] = "mixed"
    # 2 leads of 12 minutes leave 90 % of 240 minutes: 18 calls at half the speed, on each of Boris's 4 days
    assert spare_of(case_of(plan, result))["calls"] == (26 + 4 * 18, 18 + 4 * 18)


def test_free_days():
    plan, result = by_hand()
    # Anna has nothing on the last of her 4 days
    assert free_days(case_of(plan, result)) == 1
    quotas_row(result, "2026-01-12", "Anna")["calls"] = 0
    assert free_days(case_of(plan, result)) == 2
    plan["managers"][0]["days_off"] = ["2026-01-20"]
    assert free_days(case_of(plan, result)) == 1


def test_duty_of_those_who_answer_leads():
    plan, result = by_hand()
    assert duty_load(case_of(plan, result)) == DutyLoad(average=2, least=2, most=2)
    result["managers"][0]["role"] = "mixed"
    assert duty_load(case_of(plan, result)) == DutyLoad(average=1, least=0, most=2)


def test_weeks_of_absence_do_not_count():
    plan, result = by_hand()
    plan["managers"][1]["until"] = "2026-01-18"
    result["roster"] = [row for row in result["roster"] if row["manager"] == "Anna" or row["date"] < "2026-01-18"]
    assert duty_load(case_of(plan, result)) == DutyLoad(average=2, least=2, most=2)


@pytest.mark.parametrize("why", ["no leads", "hunters only"])
def test_no_duty(why):
    plan, result = by_hand()
    if why == "no leads":
        plan["funnels"]["warm"]["leads"]["per_week"] = 0
    else:
        result["managers"] = result["managers"][:1]
    assert duty_load(case_of(plan, result)) is None
