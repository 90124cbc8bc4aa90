"""The checker's rules on plans that are made anew on the way, and on what is settled about single people."""

from __future__ import annotations

from typing import Any

import pytest

from tests.answer_by_hand import Data, by_hand, quotas_row, roster_row, violations

MONDAY = "2026-01-19"


def on_the_way() -> tuple[Data, Data]:
    """The answer by hand from its second Monday on: one meeting less is left, and three deals were paid.

    Anna opened 6 contacts, of which 3 became meetings; 2 of these were held, and 1 is still to be held. 3 x 0.5 = 1.5
    deals come of them in the second week. With 2.5 deals paid for 250 so far, and 2 that come of the leads, that makes
    6 deals; 250 + 3.5 x 100 = 600.
    """
    plan, result = by_hand()
    plan["so_far"] = {
        "as_of": MONDAY,
        "entered": [
            {"date": "2026-01-12", "funnel": "cold", "stage": "contact", "items": 6},
            {"date": "2026-01-13", "funnel": "cold", "stage": "meeting", "items": 3},
            {"date": "2026-01-13", "funnel": "warm", "stage": "paid", "items": 2.5, "revenue": 250},
        ],
        "contacts": {"cold": 6},
        "open_work": [{"week": MONDAY, "funnel": "cold", "activity": "meetings", "amount": 1}],
    }
    plan["pipeline"] = {"cold": {"meeting": [{"items": 3, "waited_days": 7}]}}
    quotas_row(result, MONDAY, "Anna")["meetings"] = 1
    for rows in ("roster", "quotas", "coverage"):
        result[rows] = [row for row in result[rows] if row["date"] >= MONDAY]
    amounts = {
        ("2026-01-12", "cold", "contact"): (6, 0),
        ("2026-01-12", "cold", "meeting"): (3, 0),
        ("2026-01-12", "warm", "lead"): (0, 0),
        ("2026-01-12", "warm", "paid"): (2.5, 250),
        (MONDAY, "cold", "paid"): (1.5, 150),
    }
    for row in result["funnel"]:
        row["entering"], row["revenue"] = amounts.get(
            (row["week"], row["funnel"], row["stage"]), (row["entering"], row["revenue"])
        )
    sold = {"revenue": 600.0, "profit": 300.0, "deals": 6.0}
    return plan, result | sold | {"products": {"audit": sold}}


def before(result: Data) -> Data:
    """Add the rows of the first week to be read."""
    _, whole = by_hand()
    for rows in ("roster", "quotas", "coverage"):
        result[rows] = [row for row in whole[rows] if row["date"] < MONDAY] + result[rows]
    return result


def test_an_answer_on_the_way_keeps_every_promise() -> None:
    plan, result = on_the_way()
    assert violations(plan, result) == []
    assert violations(plan, before(result)) == []


def test_what_was_paid_counts_towards_the_targets() -> None:
    plan, result = on_the_way()
    plan["target"] = {"revenue": 601, "products": {"audit": {"deals": 6.1}}, "by_month": {"2026-01": {"revenue": 602}}}
    assert violations(plan, result) == [
        "target: revenue: must reach 601, reaches 600",
        "target: deals of audit: must reach 6.1, reaches 6",
        "target: revenue of 2026-01: must reach 602, reaches 600",
    ]


def test_what_was_paid_counts_at_the_average_deal_where_no_amount_is_stated() -> None:
    plan, result = on_the_way()
    del plan["so_far"]["entered"][2]["revenue"]
    assert violations(plan, result) == []


def test_the_flow_begins_with_what_entered_before() -> None:
    plan, result = on_the_way()
    plan["so_far"]["entered"][1]["items"] = 4
    assert violations(plan, result) == ["funnel: week of 2026-01-12 cold meeting: entering must be 4, got 3"]


def test_open_work_must_be_done() -> None:
    plan, result = on_the_way()
    plan["so_far"]["open_work"][0]["amount"] = 2
    assert violations(plan, result) == ["work: week of 2026-01-19 cold: 2 meetings fall due, there is time for 1"]
    plan["so_far"]["spared_work"] = [{"week": MONDAY, "funnel": "cold", "activity": "meetings", "amount": 1}]
    assert violations(plan, result) == []


def test_contacts_opened_before_are_part_of_the_cold_base() -> None:
    plan, result = on_the_way()
    plan["funnels"]["cold"]["max_contacts"] = 10
    plan["so_far"]["contacts"]["cold"] = 6
    quota = quotas_row(result, MONDAY, "Anna")
    quota |= {"calls": 5, "meetings": 0, "contacts": {"cold": 5.0}}
    roster_row(result, MONDAY, "Anna")["pattern"] = {"calls": 10}
    assert "cold_base: cold: must open at most 4 contacts, opens 5" in violations(plan, result)
    # the base was overdrawn before: what was opened cannot be taken back
    plan["so_far"]["contacts"]["cold"] = 12
    assert "cold_base: cold: must open at most 0 contacts, opens 5" in violations(plan, result)


def test_a_week_counts_with_the_days_that_are_over() -> None:
    # from Tuesday on, Boris may be on duty once a week, and was on Monday
    plan, result = by_hand()
    plan["so_far"] = {"as_of": "2026-01-13"}
    plan["duty"]["max_slots_per_week"] = 1
    found = [one for one in violations(plan, result) if one.startswith("weekly_duty")]
    assert found == [
        "weekly_duty: week of 2026-01-12 Boris: may cover 1 slots, covers 2",
        "weekly_duty: week of 2026-01-19 Boris: may cover 1 slots, covers 2",
    ]


@pytest.mark.parametrize(("asked_before", "most"), [(0, 5), (1, 4), (4, 1), (5, 0), (7, 0)])
def test_absence_is_left_free_over_the_whole_week(asked_before: int, most: int) -> None:
    # half of Monday's 10 calls is left free, and Tuesday has none: at most 5 calls in the week
    plan, result = by_hand()
    plan["so_far"] = {"as_of": "2026-01-13"}
    plan["managers"][0]["absence"] = 0.5
    plan["day_patterns"].append({"meetings": 2, "calls": 9})
    quotas_row(result, "2026-01-12", "Anna")["calls"] = asked_before
    roster_row(result, "2026-01-12", "Anna")["pattern"] = {"calls": 1}
    roster_row(result, "2026-01-13", "Anna")["pattern"] = {"meetings": 2, "calls": 9}
    quotas_row(result, "2026-01-13", "Anna")["calls"] = 9
    where = "weekly_quota: week of 2026-01-12 Anna: calls"
    found = [one for one in violations(plan, result) if one.startswith(where)]
    assert found == [f"{where} must be at most {most}, got 9"]


def test_what_is_over_is_there_to_be_read() -> None:
    plan, result = on_the_way()
    result = before(result)
    roster_row(result, "2026-01-12", "Anna")["pattern"] = {"calls": 99}
    quotas_row(result, "2026-01-12", "Anna")["calls"] = 99
    assert violations(plan, result) == []


# settled people


def settled(**fixed: Any) -> list[str]:
    plan, result = by_hand()
    return violations(plan | {"fixed": fixed}, result)


def day(date: str, manager: str, pattern: Data, *duty: str) -> Data:
    return {"date": date, "manager": manager, "pattern": pattern, "duty": list(duty)}


def slot(date: str, *managers: str) -> Data:
    return {"date": date, "slot": "morning", "managers": list(managers)}


def test_what_is_settled_is_so() -> None:
    assert settled(roles={"Anna": "hunter", "Boris": "inbound"}) == []
    assert settled(slots=[slot("2026-01-12", "Boris")]) == []
    duty = day("2026-01-12", "Boris", {"duty": 1, "calls": 4}, "morning")
    assert settled(days=[day("2026-01-12", "Anna", {"calls": 10}), duty, day("2026-01-20", "Anna", {})]) == []


def test_settled_roles_slots_and_days_are_checked() -> None:
    assert settled(roles={"Anna": "mixed"}) == ["settled: Anna: is settled to be mixed, is hunter"]
    assert settled(slots=[slot("2026-01-12", "Anna")]) == [
        "settled: 2026-01-12 morning: Anna is settled to be on duty, is not"
    ]
    for wrong in (
        day("2026-01-12", "Anna", {"meetings": 2}),
        day("2026-01-20", "Anna", {"calls": 10}),
        day("2026-01-12", "Anna", {}),
        day("2026-01-12", "Boris", {"duty": 1, "calls": 4}, "afternoon"),
    ):
        assert settled(days=[wrong]) == [f"settled: {wrong['date']} {wrong['manager']}: the day is settled otherwise"]


def test_somebody_of_whom_something_is_settled_has_a_role() -> None:
    assert settled(roles={"junior 1": "hunter"}) == [
        "keep: junior 1: must have a role, since something is settled, has none"
    ]


def test_nobody_works_while_away() -> None:
    plan, result = by_hand()
    plan["away"] = {"Boris": ["2026-01-13"]}
    assert violations(plan, result) == [
        "roster: 2026-01-13 Boris: is not there that day",
        "cover: 2026-01-13 morning: needs 1 on duty, has nobody",
        "quotas: 2026-01-13 Boris: the roster has no such row",
        *(f"funnel: week of 2026-01-12 warm {what}" for what in WITHOUT_A_SLOT),
        "totals: revenue must be 500, got 600",
        "totals: profit must be 250, got 300",
        "totals: deals must be 5, got 6",
        "totals: audit: revenue must be 500, got 600",
        "totals: audit: profit must be 250, got 300",
        "totals: audit: deals must be 5, got 6",
        "target: revenue: must reach 600, reaches 500",
    ]


WITHOUT_A_SLOT = (
    "lead: entering must be 2, got 4",
    "paid: entering must be 1, got 2",
    "paid: revenue must be 100, got 200",
)


def test_candidates_who_come_on_the_way_begin_their_ramp_then() -> None:
    # the second week is the first of a junior who is hired then: 8 contacts are worth 4
    plan, result = by_hand()
    plan["so_far"] = {"as_of": MONDAY}
    plan["candidates"][0]["ramp"] = [0.5]
    result["managers"].append({"name": "junior 1", "role": "hunter", "monthly_cost": 50.0, "hired": True})
    result["roster"].append({"date": MONDAY, "manager": "junior 1", "pattern": {"calls": 10}, "duty": []})
    asked: Data = {"date": MONDAY, "manager": "junior 1", "calls": 8, "meetings": 0, "contacts": {"cold": 8.0}}
    result["quotas"].append(asked)
    assert "funnel: week of 2026-01-19 cold contact: entering must be 4, got 0" in violations(plan, result)
    # of somebody who is on the team already, it is the second week
    plan["fixed"] = {"roles": {"junior 1": "hunter"}}
    assert "funnel: week of 2026-01-19 cold contact: entering must be 8, got 0" in violations(plan, result)
