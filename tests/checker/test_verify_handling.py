"""The checker's rules on who handles items, each broken alone in an answer written by hand."""

from __future__ import annotations

import pytest

from tests.answer_by_hand import Data, by_hand, quotas_row, roster_row, violations

MEETINGS = ("2026-01-13", "2026-01-19")


def handled_by_hand() -> tuple[Data, Data]:
    """Give the plan by hand in which Cid holds one of the four meetings, and makes half more of it.

    So 4 + 0.5 meetings pass by half: 2.25 deals in place of 2.
    """
    plan, result = by_hand()
    plan["managers"].append({"name": "Cid", "monthly_cost": 60, "roles": ["hunter"], "follow_up": 1.5})
    result |= {"headcount": 3, "headcount_bound": 3, "monthly_cost": 240.0, "monthly_cost_bound": 240.0}
    result["managers"].append({"name": "Cid", "role": "hunter", "monthly_cost": 60.0, "hired": False})
    result["roster"].append({"date": "2026-01-19", "manager": "Cid", "pattern": {"meetings": 2}, "duty": []})
    result["quotas"].append({"date": "2026-01-19", "manager": "Cid", "calls": 0, "meetings": 1, "contacts": {}})
    quotas_row(result, "2026-01-19", "Anna")["meetings"] = 1
    paid = next(
        row for row in result["funnel"] if (row["week"], row["funnel"]) == ("2026-01-19", "cold") and row["revenue"]
    )
    paid |= {"entering": 2.25, "revenue": 225.0}
    sold = {"revenue": 625.0, "profit": 312.5, "deals": 6.25}
    result |= sold | {"products": {"audit": sold}}
    row = {"week": "2026-01-12", "funnel": "cold", "stage": "meeting", "activity": "meetings"}
    result["work"] = [row | {"manager": "Anna", "items": 3.0}, row | {"manager": "Cid", "items": 1.0}]
    return plan, result


def test_what_passes_is_what_was_made_of_it() -> None:
    assert violations(*handled_by_hand()) == []


def test_it_counts_who_handled_what() -> None:
    plan, result = handled_by_hand()
    result["work"][0]["items"], result["work"][1]["items"] = 2.0, 2.0
    found = violations(plan, result)
    assert "funnel: week of 2026-01-19 cold paid: entering must be 2.5, got 2.25" in found
    # and Cid has no time for two
    assert "work: week of 2026-01-12 cold: 2 meetings of Cid fall due, there is time for 1" in found


@pytest.mark.parametrize(
    ("changed", "witness"),
    [
        (
            {"week": "2026-01-13"},
            "week of 2026-01-13 cold meeting: the plan has no such week, or no such stage with effort",
        ),
        (
            {"stage": "contact"},
            "week of 2026-01-12 cold contact: the plan has no such week, or no such stage with effort",
        ),
        ({"manager": "Zoe"}, "week of 2026-01-12 cold meeting: Zoe has no role"),
        ({"manager": "Boris"}, "week of 2026-01-12 cold meeting: Boris may not do its work as inbound"),
        ({"activity": "calls"}, "week of 2026-01-12 cold meeting: items are handled by meetings, got calls"),
        ({"items": -1.0}, "week of 2026-01-12 cold meeting: items must be 0 or more, got -1"),
        ({"manager": "Anna"}, "week of 2026-01-12 cold meeting: Anna must have one row, has two"),
    ],
)
def test_a_row_is_of_somebody_who_may_do_the_work(changed: Data, witness: str) -> None:
    plan, result = handled_by_hand()
    result["work"][1] |= changed
    assert f"handled: {witness}" in violations(plan, result)


def test_each_item_is_handled_once() -> None:
    plan, result = handled_by_hand()
    result["work"][0]["items"] = 2.5
    witness = "handled: week of 2026-01-12 cold meeting: 4 items must be handled, got 3.5"
    assert violations(plan, result) == [witness]


def test_who_handles_items_is_said_where_it_counts_and_nowhere_else() -> None:
    plan, result = handled_by_hand()
    del result["work"]
    assert "handled: work must be there, since it counts who does it" in violations(plan, result)
    plan, result = by_hand()
    result["work"] = []
    assert violations(plan, result) == ["handled: work must not be there where it does not count who does it"]


def test_closers_alone_handle_what_only_they_do() -> None:
    plan, result = handled_by_hand()
    plan["funnels"]["cold"]["stages"][1]["by"] = "closer"
    plan["managers"][2]["roles"] = ["closer", "hunter"]
    result["managers"][2]["role"] = "closer"
    assert "handled: week of 2026-01-12 cold meeting: Anna may not do its work as hunter" in violations(plan, result)
    assert roster_row(result, MEETINGS[0], "Anna")["pattern"] == {"meetings": 2}
