"""The checker on how far people get, and on what stays open, each rule broken alone."""

from __future__ import annotations

import pytest

from salescrew.checker.rules.team import VALUES
from tests.answer_by_hand import Data, by_hand, violations

OPEN = {"date": "2026-01-12", "slot": "morning", "required": 1, "short": 1}
UNDONE = {"week": "2026-01-12", "funnel": "cold", "activity": "meetings", "short": 1.5}


UNDER_WAY = {"pipeline": {"cold": {"meeting": 3}}}


def infeasible(plan_changes: Data | None = None, **changes: object) -> list[str]:
    """Check an answer without a team to the plan with three meetings that are due in the first week."""
    plan, _ = by_hand()
    return violations(
        plan | UNDER_WAY | (plan_changes or {}),
        {"version": 1, "status": "infeasible", **dict.fromkeys(VALUES), **changes},
    )


def answered(plan_changes: Data | None = None, **changes: object) -> list[str]:
    plan, result = by_hand()
    return violations(plan | (plan_changes or {}), result | changes)


def test_infeasible_plan_has_a_reach_below_1() -> None:
    assert infeasible(reach=0.9) == []
    assert infeasible(reach=1.0) == ["reach: infeasible: reach must be at least 0 and below 1, got 1"]
    assert infeasible(reach=-0.1) == ["reach: infeasible: reach must be at least 0 and below 1, got -0.1"]


def test_with_a_reach_nothing_stays_open_or_undone() -> None:
    assert infeasible(uncovered=[OPEN]) == []
    assert infeasible(overloaded=[UNDONE]) == []
    assert infeasible(reach=0.9, uncovered=[OPEN]) == ["reach: reach 0.9: uncovered must be empty, has 1 rows"]
    assert infeasible(reach=0.9, overloaded=[UNDONE]) == ["reach: reach 0.9: overloaded must be empty, has 1 rows"]
    assert infeasible(uncovered=[OPEN], overloaded=[UNDONE]) == [
        "reach: overloaded must be empty where slots stay open, has 1 rows"
    ]


@pytest.mark.parametrize(
    ("row", "witness"),
    [
        (OPEN | {"slot": "afternoon"}, "2026-01-12 afternoon: must be open once for 1 to 0 of 0 people, got 1 of 1"),
        (OPEN | {"required": 2}, "2026-01-12 morning: must be open once for 1 to 1 of 1 people, got 1 of 2"),
        (OPEN | {"short": 2}, "2026-01-12 morning: must be open once for 1 to 1 of 1 people, got 2 of 1"),
        (OPEN | {"short": 0}, "2026-01-12 morning: must be open once for 1 to 1 of 1 people, got 0 of 1"),
    ],
)
def test_open_slots_are_slots_of_the_plan(row: Data, witness: str) -> None:
    assert infeasible(uncovered=[row]) == [f"reach: {witness}"]


def test_each_open_slot_is_said_once() -> None:
    assert len(infeasible(uncovered=[OPEN, OPEN])) == 1
    assert len(infeasible(overloaded=[UNDONE, UNDONE])) == 1


def test_no_more_work_is_undone_than_falls_due_by_itself() -> None:
    too_much = "reach: week of 2026-01-{} {}: at most {} {} fall due by themselves, got {} too many"
    assert infeasible(overloaded=[UNDONE | {"short": 3.0}]) == []
    assert infeasible(overloaded=[UNDONE | {"short": 3.1}]) == [too_much.format(12, "cold", 3, "meetings", 3.1)]
    assert infeasible(overloaded=[UNDONE | {"week": "2026-01-19"}]) == [too_much.format(19, "cold", 0, "meetings", 1.5)]
    # 4 leads a week, worth 1.2 of Boris, make a call each
    plan, _ = by_hand()
    plan["funnels"]["warm"]["stages"][0]["effort"] = {"calls": 1}
    boris = {"name": "Boris", "effectiveness": {"inbound": 1.2, "hunter": 9}}
    calls = {"week": "2026-01-12", "funnel": "warm", "activity": "calls", "short": 4.8}
    changes = {"funnels": plan["funnels"], "managers": [boris]}
    assert infeasible(changes, overloaded=[calls]) == []
    assert infeasible(changes, overloaded=[calls | {"short": 4.9}]) == [too_much.format(12, "warm", 4.8, "calls", 4.9)]


HUNTERS = [{"name": "Anna", "roles": ["hunter"]}, {"name": "Boris"}]
OFF = {"days_off": ["2026-01-12"]}
MONDAY = "2026-01-12 morning: must be 1 short, since nobody more could be on duty, is {}"
BOTH_SLOTS = {"per_week": 8, "by_slot": {"morning": 1, "afternoon": 1}}


@pytest.mark.parametrize(
    ("changes", "witness"),
    [
        # Anna never is on duty, Boris not on Monday
        ({"managers": [HUNTERS[0], HUNTERS[1] | OFF], "candidates": []}, MONDAY),
        ({"managers": [HUNTERS[0], HUNTERS[1] | {"funnels": ["cold"]}], "candidates": []}, MONDAY),
        # a junior could come
        ({"managers": [HUNTERS[0], HUNTERS[1] | OFF], "limits": {"hires": 0}}, MONDAY),
        ({"managers": [HUNTERS[0], HUNTERS[1] | OFF]}, None),
        # two people are needed in each slot
        ({"duty": {"leads_per_slot": 1}, "limits": {"people": 1}}, MONDAY),
        ({"duty": {"leads_per_slot": 1}, "limits": {"people": 2}}, None),
        # Boris has a slot a week, and then a day
        (
            {"managers": HUNTERS, "candidates": [], "duty": {"leads_per_slot": 2, "max_slots_per_week": 1}},
            "week of 2026-01-12: must be 1 short, since nobody more could be on duty, is {}",
        ),
        ({"managers": HUNTERS, "candidates": [], "duty": {"leads_per_slot": 2, "max_slots_per_week": 2}}, None),
        (
            {
                "managers": HUNTERS,
                "candidates": [],
                "day_patterns": [{"calls": 10}, {"meetings": 2}, {"duty": 1}],
                "both slots": True,
            },
            "2026-01-12: must be 1 short, since nobody more could be on duty, is {}",
        ),
    ],
)
def test_as_many_places_stay_open_as_people_are_missing(changes: Data, witness: str | None) -> None:
    plan, _ = by_hand()
    if changes.pop("both slots", False):
        plan["funnels"]["warm"]["leads"] = BOTH_SLOTS
    plan |= {"limits": {}, **UNDER_WAY, **changes}
    required = 2 if plan["duty"]["leads_per_slot"] == 1 else 1
    first = f"reach: {witness}".format(0) if witness else None
    for said in ({"reach": 0.9}, {"overloaded": [UNDONE]}):
        found = infeasible(plan, **said)
        assert found[:1] == ([first] if first else [])
    days = ("2026-01-12", "2026-01-13", "2026-01-19", "2026-01-20")
    every = [
        {"date": day, "slot": slot, "required": required, "short": 1}
        for day in days
        for slot in (("morning", "afternoon") if plan["funnels"]["warm"]["leads"] == BOTH_SLOTS else ("morning",))
    ]
    assert infeasible(plan, uncovered=every) == []
    assert infeasible(plan) == []


def test_one_fewer_leaves_open_what_so_many_cannot_cover() -> None:
    # two are needed in each slot, and one would be left
    plan, _ = by_hand()
    fewer = {"reach": 0.5, "proven": True}
    plan["duty"] = {"leads_per_slot": 1}
    found = answered(plan, one_fewer=fewer)
    assert (
        "one_fewer: one_fewer: 2026-01-12 morning: must be 1 short, since nobody more could be on duty, is 0" in found
    )
    row = {"date": "2026-01-12", "slot": "morning", "required": 2, "short": 1}
    found = answered(plan, one_fewer=fewer | {"reach": None, "uncovered": [row]})
    assert (
        "one_fewer: one_fewer: 2026-01-13 morning: must be 1 short, since nobody more could be on duty, is 0" in found
    )
    assert not any("2026-01-12 morning: must" in one for one in found)


def test_a_plan_that_the_team_shown_meets_is_not_infeasible() -> None:
    bounds = {"headcount_bound": None, "monthly_cost_bound": None}
    assert answered(status="infeasible", reach=0.9, **bounds) == [
        "reach: infeasible: the team must fall short of some target, reaches all of each"
    ]


@pytest.mark.parametrize(
    "change", [{"week": "2026-01-13"}, {"funnel": "warm"}, {"activity": "calls"}, {"short": 0.0}, {"funnel": "hot"}]
)
def test_work_undone_is_work_of_the_plan(change: Data) -> None:
    (violation,) = infeasible(overloaded=[UNDONE | change])
    assert violation.startswith("reach: week of 2026-01-1")
    assert violation.endswith("must be work of the funnel, once a week")


def test_team_that_reaches_most_is_checked_against_its_reach() -> None:
    # the team reaches 600, which is 3 quarters of 800
    bounds = {"headcount_bound": None, "monthly_cost_bound": None}
    most = {"status": "infeasible", **bounds, "reach": 0.75}
    target = {"target": {"revenue": 800}}
    assert answered(target, **most) == []
    assert answered(target, **(most | {"reach": 0.8})) == ["target: revenue: must reach 640, reaches 600"]
    assert answered(target, **(most | {"reach": None})) == [
        "reach: reach must be there with a team, got null",
        "target: revenue: must reach 800, reaches 600",
    ]
    assert answered(target, **(most | {"headcount_bound": 2})) == [
        "status: infeasible: headcount_bound must be null, is there"
    ]


def test_answer_has_no_reach_but_a_stretch() -> None:
    assert answered(stretch={"reach": 1.2}) == []
    assert answered(reach=0.9)[0] == "reach: optimal: reach must be null, got 0.9"
    assert answered(uncovered=[OPEN]) == ["reach: optimal: uncovered must be empty, has 1 rows"]
    assert answered(stretch={"reach": 0.99}) == ["stretch: stretch.reach must be at least 1, got 0.99"]


def test_stretch_is_no_less_than_what_the_quotas_reach() -> None:
    # 600 of 500 are reached
    assert answered({"target": {"revenue": 500}}, stretch={"reach": 1.3}) == []
    (violation,) = answered({"target": {"revenue": 500}}, stretch={"reach": 1.1})
    assert violation.startswith("stretch: stretch.reach must be at least 1.20000")
    assert violation.endswith(", which the quotas reach, got 1.1")


def test_one_fewer_falls_short() -> None:
    fewer = {"reach": 0.9, "proven": True, "uncovered": [], "overloaded": []}
    assert answered(one_fewer=fewer) == []
    assert answered(one_fewer=fewer | {"reach": 1.01}) == [
        "one_fewer: one_fewer.reach must be at least 0 and below 1, got 1.01"
    ]
    # without a proof one fewer might do
    unproven = {"status": "feasible", "headcount_bound": 1}
    assert answered(one_fewer=fewer | {"reach": 1.01}, **unproven) == []
    assert answered(one_fewer=fewer | {"uncovered": [OPEN]}) == [
        "one_fewer: one_fewer.reach: uncovered must be empty, has 1 rows"
    ]
    assert answered(one_fewer=fewer | {"reach": None, "uncovered": [OPEN]}) == []
    assert answered(one_fewer=fewer | {"reach": None, "uncovered": [OPEN | {"short": 9}]}) == [
        "one_fewer: one_fewer: 2026-01-12 morning: must be open once for 1 to 1 of 1 people, got 9 of 1"
    ]


@pytest.mark.parametrize("name", ["stretch", "one_fewer"])
def test_what_nobody_exceeds_is_no_less_than_what_was_found(name: str) -> None:
    told = {"stretch": {"reach": 1.3}, "one_fewer": {"reach": 0.9, "proven": False}}[name]
    reach = told["reach"]
    target = {"target": {"revenue": 500}} if name == "stretch" else {}
    assert answered(target, **{name: told | {"bound": 1.4}}) == []
    assert answered(target, **{name: told | {"bound": 0.8}}) == [
        f"{name}: {name}.bound must be at least {reach}, which was found, got 0.8"
    ]
    of_nothing = answered(target, **{name: told | {"reach": None, "bound": 0.8}})
    assert f"{name}: {name}.bound must be null without a reach, got 0.8" in of_nothing


def test_one_fewer_is_null_where_it_cannot_be() -> None:
    fewer = {"reach": 0.9, "proven": True}
    assert answered({"objective": ["monthly_cost", "people"]}, one_fewer=fewer) == [
        "one_fewer: one_fewer must be null where the objective does not begin with people"
    ]
    kept = [{"name": name, "monthly_cost": cost, "keep": True} for name, cost in (("Anna", 100), ("Boris", 80))]
    assert answered({"managers": kept}, one_fewer=fewer) == [
        "one_fewer: one_fewer must be null with a headcount of 2, 2 of them to be kept"
    ]


@pytest.mark.parametrize("name", ["stretch", "one_fewer"])
def test_what_is_said_of_a_team_needs_an_answer(name: str) -> None:
    bounds = {"headcount_bound": None, "monthly_cost_bound": None}
    said = {"reach": 1.2} if name == "stretch" else {"reach": 0.9, "proven": True}
    target = {"target": {"revenue": 800}}
    assert answered(target, status="infeasible", reach=0.75, **bounds, **{name: said}) == [
        f"{name}: infeasible: {name} must be null, is there"
    ]
