"""The checker's rules on coverage and the roster, each broken alone in an answer written by hand."""

from __future__ import annotations

import pytest

from salescrew.checker.verify import verify
from salescrew.models.answers.result import Result
from salescrew.models.plan.plan import Plan
from tests.answer_by_hand import Data, by_hand, quotas_row, roster_row, violations

MONDAYS = ("2026-01-12", "2026-01-19")


def test_coverage_states_leads_and_people_needed() -> None:
    plan, result = by_hand()
    result["coverage"][0]["leads"] = 2.1
    result["coverage"][1]["required"] = 2
    assert violations(plan, result) == [
        "coverage: 2026-01-12 morning: leads must be 2, got 2.1",
        "coverage: 2026-01-13 morning: required must be 1, got 2",
    ]


def test_coverage_has_one_row_for_each_slot_with_leads() -> None:
    plan, result = by_hand()
    row = result["coverage"].pop(0)
    result["coverage"] += [result["coverage"][0], row | {"slot": "afternoon"}, row | {"date": "2026-01-14"}]
    assert violations(plan, result) == [
        "coverage: 2026-01-13 morning: must have one row, is there twice",
        "coverage: 2026-01-12 afternoon: no leads are expected, must have no row",
        "coverage: 2026-01-14 morning: no leads are expected, must have no row",
        "coverage: 2026-01-12 morning: leads are expected, must have a row",
    ]


@pytest.mark.parametrize(
    ("day", "manager", "witness"),
    [
        ("2026-01-17", "Boris", "2026-01-17 Boris: is not there that day"),
        ("2026-01-26", "Boris", "2026-01-26 Boris: is not there that day"),
        ("2026-01-13", "Zoe", "2026-01-13 Zoe: has no role"),
        ("2026-01-13", "junior 1", "2026-01-13 junior 1: has no role"),
        ("2026-01-13", "Anna", "2026-01-13 Anna: must have one pattern, has two"),
    ],
)
def test_a_row_is_of_someone_with_a_role_on_a_day_at_work(day: str, manager: str, witness: str) -> None:
    plan, result = by_hand()
    result["roster"].append({"date": day, "manager": manager, "pattern": {"calls": 10}, "duty": []})
    assert violations(plan, result) == [f"roster: {witness}"]


def test_the_very_same_row_twice_is_one_too_many() -> None:
    data, answer = by_hand()
    plan, result = Plan.model_validate(data), Result.model_validate(answer)
    row, quotas = result.roster[0], result.quotas[0]
    doubled = result.model_copy(update={"roster": (row, *result.roster)})
    assert [str(found) for found in verify(plan, doubled)] == [
        "roster: 2026-01-12 Anna: must have one pattern, has two"
    ]
    doubled = result.model_copy(update={"quotas": (quotas, *result.quotas)})
    assert [str(found) for found in verify(plan, doubled)] == [
        "quotas: 2026-01-12 Anna: must have one row, is there twice"
    ]


def test_who_is_away_has_no_row() -> None:
    plan, result = by_hand()
    plan["managers"][0]["days_off"] = ["2026-01-20"]
    assert violations(plan, result) == []
    result["roster"].append({"date": "2026-01-20", "manager": "Anna", "pattern": {"calls": 10}, "duty": []})
    assert violations(plan, result) == ["roster: 2026-01-20 Anna: is not there that day"]


def test_a_pattern_is_the_menu_s_own() -> None:
    plan, result = by_hand()
    row = roster_row(result, "2026-01-12", "Anna")
    row["pattern"] = {"calls": 10, "meetings": 0}
    assert violations(plan, result) == []
    row["pattern"] = {"calls": 9}
    assert violations(plan, result) == ["pattern: 2026-01-12 Anna: has no pattern {calls: 9} as hunter"]


def test_own_patterns_replace_the_plan_s() -> None:
    plan, result = by_hand()
    plan["managers"][0]["day_patterns"] = [{"calls": 9}, {"meetings": 2}]
    assert violations(plan, result) == ["pattern: 2026-01-12 Anna: has no pattern {calls: 10} as hunter"]
    roster_row(result, "2026-01-12", "Anna")["pattern"] = {"calls": 9}
    assert violations(plan, result) == []


def test_a_hunter_has_no_pattern_with_duty() -> None:
    plan, result = by_hand()
    plan["duty"]["leads_per_slot"] = 1
    result["coverage"] = [row | {"required": 2} for row in result["coverage"]]
    for row in result["roster"]:
        if row["manager"] == "Anna":
            row |= {"pattern": {"duty": 1, "meetings": 2, "calls": 10}, "duty": ["morning"]}
    result["roster"].append(
        {
            "date": "2026-01-20",
            "manager": "Anna",
            "pattern": {"duty": 1, "meetings": 2, "calls": 10},
            "duty": ["morning"],
        }
    )
    result["quotas"].append({"date": "2026-01-20", "manager": "Anna", "calls": 0, "meetings": 0, "contacts": {}})
    plan["day_patterns"].append({"duty": 1, "meetings": 2, "calls": 10})
    days = ("2026-01-12", "2026-01-13", "2026-01-19", "2026-01-20")
    counts = "{duty: 1, meetings: 2, calls: 10}"
    assert sorted(violations(plan, result)) == [
        *(f"duty: {day} Anna: is on duty, but does not work warm" for day in days),
        *(f"pattern: {day} Anna: has no pattern {counts} as hunter" for day in days),
    ]
    result["managers"][0]["role"] = "mixed"
    assert violations(plan, result) == []


@pytest.mark.parametrize(
    ("duty", "witness"),
    [
        (["morning", "noon"], "noon is no slot of the plan"),
        (["morning", "morning"], "covers a slot twice"),
    ],
)
def test_duty_is_spent_on_different_slots_of_the_day(duty: list[str], witness: str) -> None:
    plan, result = by_hand()
    roster_row(result, "2026-01-13", "Boris").update(pattern={"duty": 2}, duty=duty)
    assert violations(plan, result) == [f"duty: 2026-01-13 Boris: {witness}"]


def test_duty_of_a_pattern_is_the_most_that_is_covered() -> None:
    plan, result = by_hand()
    roster_row(result, "2026-01-13", "Boris").update(pattern={"duty": 2}, duty=["morning"])
    assert violations(plan, result) == []
    roster_row(result, "2026-01-13", "Boris").update(pattern={"meetings": 1}, duty=["morning"])
    assert "duty: 2026-01-13 Boris: the pattern has 0 places on duty, the roster 1" in violations(plan, result)


def test_duty_is_for_those_who_work_all_inbound_funnels() -> None:
    plan, result = by_hand()
    plan["managers"][1]["funnels"] = ["warm"]
    assert violations(plan, result) == []
    plan["managers"][1]["funnels"] = ["cold"]
    assert violations(plan, result) == [
        f"duty: {day} Boris: is on duty, but does not work warm"
        for day in ("2026-01-12", "2026-01-13", "2026-01-19", "2026-01-20")
    ]


def test_a_slot_has_exactly_the_people_that_it_needs() -> None:
    plan, result = by_hand()
    plan["duty"]["leads_per_slot"] = 1.9
    result["coverage"] = [row | {"required": 2} for row in result["coverage"]]
    assert violations(plan, result) == [
        f"cover: {day} morning: needs 2 on duty, has Boris"
        for day in ("2026-01-12", "2026-01-13", "2026-01-19", "2026-01-20")
    ]


def test_nobody_covers_a_slot_without_leads() -> None:
    plan, result = by_hand()
    roster_row(result, "2026-01-13", "Boris").update(pattern={"duty": 2}, duty=["morning", "afternoon"])
    assert violations(plan, result) == ["cover: 2026-01-13 afternoon: needs 0 on duty, has Boris"]


def test_a_slot_that_nobody_covers_loses_its_leads() -> None:
    # 2 of the week's 4 leads are answered, 1 of the 2 deals is paid; 500 of 600 are reached
    plan, result = by_hand()
    roster_row(result, "2026-01-13", "Boris").update(pattern={"calls": 10}, duty=[])
    assert violations(plan, result) == [
        "cover: 2026-01-13 morning: needs 1 on duty, has nobody",
        "funnel: week of 2026-01-12 warm lead: entering must be 2, got 4",
        "funnel: week of 2026-01-12 warm paid: entering must be 1, got 2",
        "funnel: week of 2026-01-12 warm paid: revenue must be 100, got 200",
        "totals: revenue must be 500, got 600",
        "totals: profit must be 250, got 300",
        "totals: deals must be 5, got 6",
        "totals: audit: revenue must be 500, got 600",
        "totals: audit: profit must be 250, got 300",
        "totals: audit: deals must be 5, got 6",
        "target: revenue: must reach 600, reaches 500",
    ]


def test_nobody_covers_too_many_slots_in_a_week() -> None:
    plan, result = by_hand()
    plan["duty"]["max_slots_per_week"] = 2
    assert violations(plan, result) == []
    plan["duty"]["max_slots_per_week"] = 1
    assert violations(plan, result) == [
        "weekly_duty: week of 2026-01-12 Boris: may cover 1 slots, covers 2",
        "weekly_duty: week of 2026-01-19 Boris: may cover 1 slots, covers 2",
    ]


def test_places_are_kept_for_absences() -> None:
    # Boris has two places a week for the two slots; with a quarter off half a place is missing
    plan, result = by_hand()
    plan["managers"][1]["absence"] = 0.25
    plan["managers"][1]["effectiveness"] = 1
    told = [f"reserve: week of {monday}: 0.5 places on duty are missing for absences, got 0" for monday in MONDAYS]
    assert [line for line in violations(plan, result) if line.startswith("reserve")] == told
    result["reserve"] = [{"week": monday, "queues": ["main"], "missing": 0.5} for monday in MONDAYS]
    assert [line for line in violations(plan, result) if line.startswith("reserve")] == []
    # Anna could stand in, with a place on a day on which somebody is needed; on another day it is of no use
    result["managers"][0]["role"] = "mixed"
    roster_row(result, "2026-01-12", "Anna")["pattern"] = {"duty": 2}
    assert [line for line in violations(plan, result) if line.startswith("reserve")] == [
        "reserve: week of 2026-01-12: 0 places on duty are missing for absences, got 0.5"
    ]


def test_nobody_works_on_too_many_days_of_a_week() -> None:
    plan, result = by_hand()
    plan["max_days_per_week"] = 2
    assert violations(plan, result) == []
    plan["managers"][1]["max_days_per_week"] = 1
    assert violations(plan, result) == [
        "weekly_days: week of 2026-01-12 Boris: may work on 1 days, works on 2",
        "weekly_days: week of 2026-01-19 Boris: may work on 1 days, works on 2",
    ]


def test_between_leads_adds_to_a_mixed_manager_s_day_only() -> None:
    # rho = 2 leads x 30 minutes / (1 x 240) = 1/4; floor(0.5 x 3/4 x 240 / 12) = floor(7.5) = 7 calls besides the
    # pattern's 4 in a covered slot. Boris, mixed, opens Anna's 8 contacts, of which 4 could not be without it.
    plan, result = by_hand()
    level = {"share": 0.01, "within_seconds": 60, "handling_minutes": 30}
    between = {"activity": "calls", "minutes_each": 12, "efficiency": 0.5}
    plan["duty"] = {"service_level": level, "between_leads": between}
    _let_boris_call(result, 8)
    assert violations(plan, result) == []
    _let_boris_call(result, 12)
    assert violations(plan, result) == [
        "quota: 2026-01-12 Boris: calls must be at most 11, got 12",
        "needless_quotas: calls: 8 are needed in all, 12 are asked for",
    ]
    _let_boris_call(result, 8)
    result["managers"][1]["role"] = "inbound"
    del quotas_row(result, "2026-01-12", "Boris")["contacts"]["cold"]
    quotas_row(result, "2026-01-12", "Anna").update(calls=8, contacts={"cold": 8})
    assert violations(plan, result) == [
        "quota: 2026-01-12 Boris: calls must be at most 4, got 8",
        "needless_quotas: calls: 8 are needed in all, 16 are asked for",
    ]


def _let_boris_call(result: Data, calls: int) -> None:
    result["managers"][1]["role"] = "mixed"
    quotas_row(result, "2026-01-12", "Anna").update(calls=0, contacts={})
    quotas_row(result, "2026-01-12", "Boris").update(calls=calls, contacts={"cold": 8})
