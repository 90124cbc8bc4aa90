"""The checker's rules on the flow, what it brings and the work it makes, with numbers worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from salescrew.checker.days import Days
from salescrew.checker.flow import due_work, entering
from salescrew.models.plan.plan import Plan
from tests.answer_by_hand import Data, by_hand, quotas_row, roster_row, violations


def test_the_funnel_has_a_row_for_every_week_and_stage() -> None:
    plan, result = by_hand()
    row = result["funnel"].pop(1)
    result["funnel"] += [
        result["funnel"][0],
        row | {"stage": "proposal"},
        row | {"funnel": "tepid"},
        row | {"week": "2026-01-13"},
        row | {"week": "2026-01-26"},
    ]
    no_such = "the plan has no such week, funnel or stage"
    assert violations(plan, result) == [
        "funnel: week of 2026-01-12 cold contact: must have one row, is there twice",
        f"funnel: week of 2026-01-12 cold proposal: {no_such}",
        f"funnel: week of 2026-01-12 tepid meeting: {no_such}",
        f"funnel: week of 2026-01-13 cold meeting: {no_such}",
        f"funnel: week of 2026-01-26 cold meeting: {no_such}",
        "funnel: week of 2026-01-12 cold meeting: must have a row",
    ]


def test_the_funnel_states_the_flow() -> None:
    plan, result = by_hand()
    result["funnel"][1]["entering"] = 4.1
    result["funnel"][1]["revenue"] = 1.0
    result["funnel"][5]["revenue"] = float("nan")
    assert violations(plan, result) == [
        "funnel: week of 2026-01-12 cold meeting: entering must be 4, got 4.1",
        "funnel: week of 2026-01-12 cold meeting: revenue must be 0, got 1",
        "funnel: week of 2026-01-19 cold paid: revenue must be 200, got nan",
    ]


def test_the_totals_are_those_of_the_flow() -> None:
    plan, result = by_hand()
    result |= {"revenue": 601.0, "profit": None, "deals": 6.1}
    result["products"] = {
        "audit": {"revenue": 600.0, "profit": 299.0, "deals": 6.0},
        "sauce": result["products"]["audit"],
    }
    assert violations(plan, result) == [
        "totals: revenue must be 600, got 601",
        "totals: profit must be 300, got nothing",
        "totals: deals must be 6, got 6.1",
        "totals: audit: profit must be 300, got 299",
        "totals: sauce: the plan has no such product",
    ]
    plan, result = by_hand()
    assert violations(plan, result | {"products": {}}) == ["totals: audit: must be among the products"]


def test_there_is_no_profit_without_a_margin() -> None:
    plan, result = by_hand()
    del plan["products"]["audit"]["margin"]
    assert violations(plan, result) == [
        "totals: profit must be null without a margin, got 300",
        "totals: audit: profit must be null without a margin, got 300",
    ]
    result["profit"] = result["products"]["audit"]["profit"] = None
    assert violations(plan, result) == []


@pytest.mark.parametrize(
    ("target", "witness"),
    [
        ({"revenue": 601}, "revenue: must reach 601, reaches 600"),
        ({"profit": 301}, "profit: must reach 301, reaches 300"),
        ({"products": {"audit": {"revenue": 601}}}, "revenue of audit: must reach 601, reaches 600"),
        ({"products": {"audit": {"profit": 301}}}, "profit of audit: must reach 301, reaches 300"),
        ({"products": {"audit": {"deals": 6.1}}}, "deals of audit: must reach 6.1, reaches 6"),
        ({"by_month": {"2026-01": {"revenue": 601}}}, "revenue of 2026-01: must reach 601, reaches 600"),
        ({"by_month": {"2026-02": {"revenue": 1}}}, "revenue of 2026-02: must reach 1, reaches 0"),
    ],
)
def test_each_target_is_met(target: Data, witness: str) -> None:
    plan, result = by_hand()
    plan["target"] = target
    assert violations(plan, result) == [f"target: {witness}"]


def test_a_target_is_met_less_one_part_in_a_million() -> None:
    plan, result = by_hand()
    plan["target"] = {"revenue": 600 * (1 + 0.99e-6)}
    assert violations(plan, result) == []
    plan["target"] = {"revenue": 600 * (1 + 1.1e-6)}
    assert violations(plan, result) == ["target: revenue: must reach 600.00066, reaches 600"]


def test_a_week_s_revenue_belongs_to_months_by_its_working_days() -> None:
    plan, _ = by_hand()
    plan["calendar"] = {"start": "2026-01-28", "weeks": 2, "working_days": ["wed", "sun"], "holidays": []}
    # of the first week: Wednesday 28 January and Sunday 1 February
    assert _months(plan) == [{"2026-01": 0.5, "2026-02": 0.5}, {"2026-02": 1.0}]
    plan["calendar"]["holidays"] = ["2026-01-28", "2026-02-01"]
    # no working day; of the week's days within the horizon 28 to 31 January and 1 February
    assert _months(plan) == [{"2026-01": 0.8, "2026-02": 0.2}, {"2026-02": 1.0}]


def _months(plan: Data) -> list[dict[str, float]]:
    return Days(Plan.model_validate(plan)).month_shares


def _plan_with_stages(weeks: int, pipeline: Any, *stages: Data) -> Plan:
    plan, _ = by_hand()
    plan["calendar"]["weeks"] = weeks
    plan["funnels"]["cold"]["stages"] = list(stages)
    plan["pipeline"] = pipeline
    return Plan.model_validate(plan)


@pytest.mark.parametrize(
    ("pipeline", "proposals", "paid"),
    [
        # 14 contacts in week 0 make 7 that pass; 10 days are 1 3/7 weeks: 4 arrive in week 1 and 3 in week 2.
        # Half of them pay two weeks later: 2 in week 3, and 1.5 in week 4, which is week 0 where the weeks run round.
        ("empty", [0, 4, 3, 0], [0, 0, 0, 2]),
        ("steady", [0, 4, 3, 0], [1.5, 0, 0, 2]),
        # 6 more proposals in week 0, and 3 more deals in week 2
        ({"cold": {"proposal": 6}}, [6, 4, 3, 0], [0, 0, 3, 2]),
        # 7 more contacts in week 0 go the way of the others
        ({"cold": {"contact": 7}}, [0, 6, 4.5, 0], [0, 0, 0, 3]),
    ],
)
def test_items_take_their_time_from_stage_to_stage(pipeline: Any, proposals: list[float], paid: list[float]) -> None:
    plan = _plan_with_stages(
        4,
        pipeline,
        {"name": "contact", "conversion": 0.5, "days_to_next": 10},
        {"name": "proposal", "conversion": 0.5, "days_to_next": 14},
    )
    flow = entering(plan, "cold", [14.0, 0.0, 0.0, 0.0])
    assert flow[1] == pytest.approx(proposals)
    assert flow[2] == pytest.approx(paid)


def test_a_passage_longer_than_the_horizon_runs_round_more_than_once() -> None:
    # 2 weeks, 5 weeks to the next stage: week 0 and 5 weeks are week 1
    stage = {"name": "contact", "conversion": 1, "days_to_next": 35}
    assert entering(_plan_with_stages(2, "steady", stage), "cold", [3.0, 1.0])[1] == [1.0, 3.0]
    assert entering(_plan_with_stages(2, "empty", stage), "cold", [3.0, 1.0])[1] == [0.0, 0.0]


def test_work_falls_due_where_an_item_enters() -> None:
    # an item that is there from the start makes the work of its stage in week 0
    plan = _plan_with_stages(
        2,
        {"cold": {"meeting": 2}},
        {"name": "contact", "conversion": 0.5, "effort": {"calls": 0.25}, "days_to_next": 7},
        {"name": "meeting", "conversion": 0.5, "effort": {"meetings": 1, "calls": 3}},
    )
    due = due_work(plan, {"cold": entering(plan, "cold", [8.0, 0.0])}, Days(plan).week_of)
    assert due == {
        "calls": {(("cold", False), 0): 8 * 0.25 + 2 * 3, (("cold", False), 1): 4 * 3},
        "meetings": {(("cold", False), 0): 2, (("cold", False), 1): 4},
    }


def test_contacts_are_worth_what_their_manager_makes_of_them() -> None:
    # Anna began a week before the start, so her week 0 is the second of the ramp: 16 x 0.8 x 0.625 = 8 contacts
    plan, result = by_hand()
    plan["managers"][0] |= {"from": "2026-01-09", "ramp": [0.1, 0.625], "effectiveness": {"hunter": 0.8}}
    plan["day_patterns"].append({"calls": 16})
    roster_row(result, "2026-01-12", "Anna")["pattern"] = {"calls": 16}
    quotas_row(result, "2026-01-12", "Anna").update(calls=16, contacts={"cold": 16})
    assert violations(plan, result) == []


def test_leads_are_worth_the_average_of_those_on_duty() -> None:
    # Boris and Anna cover Tuesday morning together; of its leads 2 x (1 + 0.5) / 2 = 1.5 count: 3.5 of the week's 4
    plan, result = by_hand()
    plan["managers"][0]["effectiveness"] = {"mixed": 0.5}
    plan["target"] = {"revenue": 1}
    result["managers"][0]["role"] = "mixed"
    roster_row(result, "2026-01-13", "Anna").update(pattern={"duty": 1, "calls": 4}, duty=["morning"])
    quotas_row(result, "2026-01-13", "Anna")["meetings"] = 0
    # contacts too are worth half: 4 of 8, 2 meetings, 1 deal
    assert violations(plan, result) == [
        "cover: 2026-01-13 morning: needs 1 on duty, has Anna, Boris",
        "funnel: week of 2026-01-12 cold contact: entering must be 4, got 8",
        "funnel: week of 2026-01-12 cold meeting: entering must be 2, got 4",
        "funnel: week of 2026-01-19 cold paid: entering must be 1, got 2",
        "funnel: week of 2026-01-19 cold paid: revenue must be 100, got 200",
        "funnel: week of 2026-01-12 warm lead: entering must be 3.5, got 4",
        "funnel: week of 2026-01-12 warm paid: entering must be 1.75, got 2",
        "funnel: week of 2026-01-12 warm paid: revenue must be 175, got 200",
        "totals: revenue must be 475, got 600",
        "totals: profit must be 237.5, got 300",
        "totals: deals must be 4.75, got 6",
        "totals: audit: revenue must be 475, got 600",
        "totals: audit: profit must be 237.5, got 300",
        "totals: audit: deals must be 4.75, got 6",
    ]


def test_work_is_done_within_the_weeks_of_grace() -> None:
    plan, result = by_hand()
    plan["grace_weeks"] = 0
    assert violations(plan, result) == ["work: week of 2026-01-12 cold: 4 meetings fall due, there is time for 2"]
    plan["grace_weeks"] = 9
    assert violations(plan, result) == []


def test_work_waits_round_the_end_under_steady_only() -> None:
    # All in the second week: 8 contacts, 4 meetings that fall due, 2 of which are held in the week itself, 2 in the
    # first one. The deals are paid a week later, that is in the first week.
    plan, result = by_hand()
    plan["pipeline"] = "steady"
    moved = {"2026-01-12": "2026-01-19", "2026-01-13": "2026-01-20", "2026-01-19": "2026-01-13"}
    for rows in ("roster", "quotas"):
        for row in result[rows]:
            if row["manager"] == "Anna":
                row["date"] = moved[row["date"]]
    for first, second in zip(result["funnel"][:3], result["funnel"][3:6], strict=True):
        first["week"], second["week"] = second["week"], first["week"]
    assert violations(plan, result) == []
    plan["grace_weeks"] = 0
    assert violations(plan, result) == ["work: week of 2026-01-19 cold: 4 meetings fall due, there is time for 2"]
    plan |= {"grace_weeks": 1, "pipeline": {"cold": {}}}
    result["funnel"][5] |= {"entering": 0.0, "revenue": 0.0}
    short = {"revenue": 400.0, "profit": 200.0, "deals": 4.0}
    assert violations(plan | {"target": {"revenue": 400}}, result | short | {"products": {"audit": short}}) == [
        "work: week of 2026-01-19 cold: 4 meetings fall due, there is time for 2"
    ]


def test_work_has_the_time_that_contacts_leave() -> None:
    # each meeting takes 0.5 calls besides, 2 in all; of Anna's 10 calls 8 are contacts
    plan, result = by_hand()
    plan["funnels"]["cold"]["stages"][1]["effort"]["calls"] = 0.5
    quotas_row(result, "2026-01-12", "Anna")["calls"] = 10
    assert violations(plan, result) == []
    quotas_row(result, "2026-01-12", "Anna")["calls"] = 9
    assert violations(plan, result) == ["work: week of 2026-01-12 cold: 2 calls fall due, there is time for 1"]


def test_work_leaves_absence_free() -> None:
    # (1 - 0.2) x 2 = 1.6 meetings in each week, though the quota of 2 may be asked for
    plan, result = by_hand()
    plan["managers"][0]["absence"] = 0.2
    assert violations(plan, result) == ["work: week of 2026-01-12 cold: 4 meetings fall due, there is time for 3.2"]


def test_work_is_done_by_those_who_work_the_funnel() -> None:
    # 4 leads a week take a call each, for which Boris has a quota of 2 a day; Anna's two calls left are of no use
    plan, result = by_hand()
    plan["funnels"]["warm"]["stages"][0]["effort"] = {"calls": 1}
    quotas_row(result, "2026-01-12", "Anna")["calls"] = 10
    for row in result["quotas"]:
        if row["manager"] == "Boris":
            row["calls"] = 2
    assert violations(plan, result) == []
    quotas_row(result, "2026-01-20", "Boris")["calls"] = 1
    assert violations(plan, result) == ["work: week of 2026-01-19 warm: 4 calls fall due, there is time for 3"]
    result["managers"][0]["role"] = "mixed"
    assert violations(plan, result) == ["work: week of 2026-01-19 warm: 4 calls fall due, there is time for 3"]
    # Anna, mixed, lends two calls in the first week; that frees none of Boris's in the second without grace for it
    quotas_row(result, "2026-01-19", "Boris")["calls"] = 3
    assert violations(plan, result) == []
