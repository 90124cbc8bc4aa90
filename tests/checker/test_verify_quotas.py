"""The checker's rules on quotas and contacts, each broken alone in an answer written by hand."""

from __future__ import annotations

import pytest

from tests.answer_by_hand import Data, by_hand, quotas_row, roster_row, violations


def test_quotas_have_the_roster_s_rows() -> None:
    plan, result = by_hand()
    row = quotas_row(result, "2026-01-20", "Boris")
    result["quotas"].remove(row)
    result["quotas"] += [
        quotas_row(result, "2026-01-19", "Boris"),
        row | {"manager": "Anna"},
        row | {"manager": "Zoe"},
        row | {"date": "2027-01-20"},
    ]
    assert violations(plan, result) == [
        "quotas: 2026-01-19 Boris: must have one row, is there twice",
        "quotas: 2026-01-20 Anna: the roster has no such row",
        "quotas: 2026-01-20 Zoe: the roster has no such row",
        "quotas: 2027-01-20 Boris: the roster has no such row",
        "quotas: 2026-01-20 Boris: is in the roster, must have quotas",
    ]


def test_quotas_have_a_key_for_every_activity_of_the_plan() -> None:
    plan, result = by_hand()
    row = quotas_row(result, "2026-01-20", "Boris")
    del row["meetings"]
    row["demos"] = 0
    assert violations(plan, result) == [
        "quotas: 2026-01-20 Boris: meetings must be there",
        "quotas: 2026-01-20 Boris: demos is no activity of the plan",
    ]


def test_an_activity_of_one_person_s_patterns_or_of_a_time_budget_is_the_plan_s() -> None:
    plan, result = by_hand()
    plan["candidates"][0]["day_patterns"] = [{"demos": 1}]
    for row in result["quotas"]:
        row["demos"] = 0
    assert violations(plan, result) == []
    # 10 calls or 2 meetings a day, half of the calls beside a slot on duty; training never fits
    del plan["day_patterns"]
    plan["time_budget"] = {"day_minutes": 480, "minutes": {"calls": 48, "meetings": 240, "training": 500}}
    for row in result["roster"]:
        if row["manager"] == "Boris":
            row["pattern"] = {"duty": 1, "calls": 5}
    for row in result["quotas"]:
        row["training"] = 0
    assert violations(plan, result) == []
    del result["quotas"][0]["training"]
    assert violations(plan, result) == ["quotas: 2026-01-12 Anna: training must be there"]


def test_a_quota_lies_within_the_day_s_pattern() -> None:
    plan, result = by_hand()
    quotas_row(result, "2026-01-13", "Anna")["calls"] = 1
    assert violations(plan, result) == ["quota: 2026-01-13 Anna: calls must be at most 0, got 1"]
    quotas_row(result, "2026-01-13", "Anna")["calls"] = -1
    assert violations(plan, result) == ["quota: 2026-01-13 Anna: calls must be at least 0, got -1"]


@pytest.mark.parametrize(
    ("absence", "witnesses"),
    [
        # of 4 + 4 calls a week 0.8 are left, which is 1 rounded up
        (0.9, ["weekly_quota: week of 2026-01-12 Boris: calls must be at most 1, got 2"]),
        # 1 - 0.75 is 2 calls to the last digit, 1 - 0.74 is 2.08
        (0.75, []),
        (0.74, []),
    ],
)
def test_quotas_of_a_week_leave_absence_free(absence: float, witnesses: list[str]) -> None:
    plan, result = by_hand()
    plan["managers"][1]["absence"] = absence
    plan["chance"] = {"spell_days": 9}
    quotas_row(result, "2026-01-12", "Boris")["calls"] = 1
    quotas_row(result, "2026-01-13", "Boris")["calls"] = 1
    # that the two places on duty of a week leave none for absences is another matter
    assert [line for line in violations(plan, result) if not line.startswith("reserve")] == witnesses


def test_a_week_s_allowance_is_not_rounded_up_for_noise() -> None:
    # (1 - 0.44) x 75 is 42, but 42.00000000000001 in floats
    assert violations(*_three_days_of_25_calls(14, 14, 14)) == []
    assert violations(*_three_days_of_25_calls(15, 14, 14)) == [
        "weekly_quota: week of 2026-01-12 Anna: calls must be at most 42, got 43"
    ]


def _three_days_of_25_calls(*quotas: int) -> tuple[Data, Data]:
    """Anna alone with an absence of 44 % opens 41 contacts in three days of a week; each of them pays at once."""
    plan, _ = by_hand()
    plan["calendar"] = {"start": "2026-01-12", "weeks": 1}
    plan["target"] = {"revenue": 4100}
    plan["day_patterns"] = [{"calls": 25}]
    plan["funnels"] = {"cold": plan["funnels"]["cold"] | {"stages": [{"name": "contact", "conversion": 1}]}}
    plan["managers"] = [{"name": "Anna", "absence": 0.44}]
    plan["candidates"] = []
    del plan["duty"]
    days = ("2026-01-12", "2026-01-13", "2026-01-14")
    sales = {"revenue": 4100, "profit": 2050, "deals": 41}
    result: Data = {
        "version": 1,
        "status": "optimal",
        "headcount": 1,
        "headcount_bound": 1,
        "monthly_cost": 0,
        "monthly_cost_bound": 0,
        **sales,
        "products": {"audit": sales},
        "managers": [{"name": "Anna", "role": "hunter", "monthly_cost": 0, "hired": False}],
        "roster": [{"date": day, "manager": "Anna", "pattern": {"calls": 25}, "duty": []} for day in days],
        "quotas": [
            {"date": day, "manager": "Anna", "calls": calls, "contacts": {"cold": 41 / 3}}
            for day, calls in zip(days, quotas, strict=True)
        ],
        "funnel": [
            {"week": days[0], "funnel": "cold", "stage": "contact", "entering": 41, "revenue": 0},
            {"week": days[0], "funnel": "cold", "stage": "paid", "entering": 41, "revenue": 4100},
        ],
    }
    return plan, result


def test_what_is_not_needed_is_not_asked_for() -> None:
    # 8 contacts are needed; with Boris's 4 days there are 5 on which calls are asked for, each rounded up at most
    plan, result = by_hand()
    for row in result["quotas"]:
        row["calls"] += row["manager"] == "Boris"
    assert violations(plan, result) == []
    quotas_row(result, "2026-01-19", "Boris")["calls"] = 3
    assert violations(plan, result) == ["needless_quotas: calls: 8 are needed in all, 14 are asked for"]


@pytest.mark.parametrize(
    ("contacts", "witness"),
    [
        ({"cold": -1}, "cold must be 0 or more, got -1"),
        ({"cold": float("nan")}, "cold must be 0 or more, got nan"),
        ({"cold": float("inf")}, "cold must be 0 or more, got inf"),
        ({"tepid": 0}, "tepid: the plan has no such funnel, got 0"),
        ({"warm": 1}, "warm must be 0, since it is inbound, got 1"),
        ({"cold": 1e-7}, "cold must be 0, since Boris does not work it, got 1e-07"),
    ],
)
def test_contacts_are_opened_in_outbound_funnels_that_the_person_works(contacts: Data, witness: str) -> None:
    plan, result = by_hand()
    quotas_row(result, "2026-01-12", "Boris")["contacts"] = {"cold": 0, "warm": 0}
    assert violations(plan, result) == []
    quotas_row(result, "2026-01-12", "Boris")["contacts"] = contacts
    assert violations(plan, result) == [f"contacts: 2026-01-12 Boris: contacts of {witness}"]


def test_a_person_opens_contacts_in_their_own_funnels_only() -> None:
    plan, result = by_hand()
    plan["managers"][0]["funnels"] = ["warm"]
    assert violations(plan, result) == [
        "contacts: 2026-01-12 Anna: contacts of cold must be 0, since Anna does not work it, got 8",
        "work: week of 2026-01-12 cold: 4 meetings fall due, there is time for 0",
    ]


def test_contacts_are_part_of_the_day_s_quota() -> None:
    plan, result = by_hand()
    quotas_row(result, "2026-01-12", "Anna")["calls"] = 7
    assert violations(plan, result) == ["daily_contacts: 2026-01-12 Anna: opens 8 contacts with 7 calls"]


def test_contacts_leave_absence_free() -> None:
    # 0.75 x 10 = 7.5 calls may be spent, and 8 asked for; of 3 meetings a day 2.25, and 2 are asked for
    plan, result = by_hand()
    plan["managers"][0]["absence"] = 0.25
    plan["day_patterns"].append({"meetings": 3})
    for day in ("2026-01-13", "2026-01-19"):
        roster_row(result, day, "Anna")["pattern"] = {"meetings": 3}
    assert violations(plan, result) == [
        "weekly_contacts: week of 2026-01-12 Anna: has time for 7.5 calls, opens 8 contacts with them"
    ]
    plan["managers"][0]["absence"] = 0.2
    assert violations(plan, result) == []


def test_a_cold_base_has_an_end() -> None:
    plan, result = by_hand()
    plan["funnels"]["cold"]["max_contacts"] = 8
    assert violations(plan, result) == []
    plan["funnels"]["cold"]["max_contacts"] = 7.5
    assert violations(plan, result) == ["cold_base: cold: must open at most 7.5 contacts, opens 8"]
