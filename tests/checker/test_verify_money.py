"""The checker on fees, targets on stages and what is under way at the end: tampered answers, with numbers by hand."""

from __future__ import annotations

import pytest

from tests.answer_by_hand import Data, by_hand, violations


def with_fees(**product: float) -> tuple[Data, Data]:
    """Let deals pay a fee, with the answer's amounts as they are then.

    2 deals are paid in the first week, 4 in the second; 14 and 7 days are left. A fee of 30.4375 makes one a day.
    """
    plan, result = by_hand()
    plan["products"]["audit"] |= {"monthly_fee": 30.4375} | product
    for row in result["funnel"]:
        if row["stage"] == "paid":
            row["revenue"] += row["entering"] * (14 if row["week"] == "2026-01-12" else 7)
    result |= {"revenue": 656.0, "profit": 328.0}
    result["products"]["audit"] |= {"revenue": 656.0, "profit": 328.0}
    brings = {"Anna": 2 * 107.0, "Boris": 2 * 114.0 + 2 * 107.0}
    for member in result["managers"]:
        if member.get("revenue") is not None:
            member["revenue"] = brings[member["name"]]
    result["odds"] = None
    return plan, result


def test_fees_are_part_of_what_is_paid() -> None:
    assert violations(*with_fees()) == []
    plan, result = with_fees()
    paid = next(row for row in result["funnel"] if row["stage"] == "paid" and row["revenue"])
    was, paid["revenue"] = paid["revenue"], paid["entering"] * 100
    assert violations(plan, result) == [
        f"funnel: week of {paid['week']} {paid['funnel']} paid: revenue must be {was:g}, got {paid['revenue']:g}"
    ]


@pytest.mark.parametrize(
    ("target", "share"),
    [
        ({"revenue": 656}, True),
        ({"revenue": 657}, False),
        ({"profit": 328.5}, False),
        # of 14 and 7 days all are in January
        ({"by_month": {"2026-01": {"revenue": 656}}}, True),
        ({"by_month": {"2026-01": {"revenue": 657}}}, False),
    ],
)
def test_fees_count_towards_targets(target: Data, share: bool) -> None:
    plan, result = with_fees()
    plan["target"] = target
    assert (violations(plan, result) == []) is share


@pytest.mark.parametrize(
    ("target", "witness"),
    [
        ({"stages": {"cold": {"contact": 8, "meeting": 4, "paid": 2}, "warm": {"lead": 8}}}, None),
        ({"stages": {"cold": {"meeting": 4.1}}}, "items that enter meeting of cold: must reach 4.1, reaches 4"),
        ({"stages": {"warm": {"paid": 5}}}, "items that enter paid of warm: must reach 5, reaches 4"),
        ({"stages": {"cold": {"contact": 9}}}, "items that enter contact of cold: must reach 9, reaches 8"),
        ({"under_way": 1}, "revenue under way at the end: must reach 1, reaches 0"),
        ({"revenue": 600, "under_way": "at_start"}, None),
    ],
)
def test_stages_and_what_is_under_way_reach_their_targets(target: Data, witness: str | None) -> None:
    plan, result = by_hand()
    plan["target"], result["odds"] = target, None
    assert violations(plan, result) == ([] if witness is None else [f"target: {witness}"])


def test_what_waits_until_the_end_is_under_way() -> None:
    # 3 items leave the meeting in 14 days, in the week after the last one: 3 x 0.5 x 100
    plan, result = by_hand()
    plan["pipeline"] = {"cold": {"meeting": [{"items": 3, "waited_days": 0, "days_left": 14}]}}
    plan["target"], result["odds"] = {"under_way": 150}, None
    assert violations(plan, result) == []
    plan["target"] = {"under_way": 151}
    assert violations(plan, result) == ["target: revenue under way at the end: must reach 151, reaches 150"]


def test_targets_that_odds_leave_out_are_named() -> None:
    plan, result = by_hand()
    plan["target"] = {"revenue": 600, "stages": {"cold": {"contact": 8}}}
    told = result.get("odds")
    if told is None:
        told = result["odds"] = {
            "all": 0.5,
            "targets": {"revenue": 0.5},
            "revenue": dict.fromkeys(("mean", "sd", "p10", "p50", "p90"), 600.0),
            "profit": None,
            "products": {},
            "by_month": {},
            "fixed": ["time", "illness", "leaving"],
            "error": 0.0,
        }
    told["not_counted"] = []
    must = "odds: odds.not_counted: must be stages.cold.contact, got an empty list"
    assert must in violations(plan, result)
    told["not_counted"] = ["stages.cold.contact"]
    assert not [found for found in violations(plan, result) if "not_counted" in found]
