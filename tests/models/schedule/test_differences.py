"""Two results side by side."""

from __future__ import annotations

import copy
import datetime as dt

import pytest

import salescrew
from salescrew.errors import InputError
from salescrew.models.answers.differences import Differences
from salescrew.models.answers.result import Result
from salescrew.models.plan.plan import Plan
from salescrew.models.schedule.differences import changes_between
from tests.answer_by_hand import by_hand, quotas_row, roster_row
from tests.cli import sample
from tests.solver.replanned import just_as_planned, replanned

MONDAY, TUESDAY = "2026-01-12", "2026-01-13"


def pair():
    """Give the data of the result by hand twice, the second to be changed at will."""
    _, one = by_hand()
    return one, copy.deepcopy(one)


def diff(one, other):
    return salescrew.diff(Result.model_validate(one), Result.model_validate(other))


def told(one, other):
    """List the changes without the fields that say nothing."""
    changes = diff(one, other).changes
    return [
        tuple(str(value) for value in (c.kind, c.date, c.manager, c.what, c.was, c.now) if value is not None)
        for c in changes
    ]


def both_ways(one, other):
    return told(one, other), told(other, one)


def test_the_same_result_has_no_differences():
    one, other = pair()
    found = diff(one, other)
    assert (found.is_parent, found.as_of, found.duty_slots, found.days, found.changes) == (False, None, 0, 0, ())
    assert {row.figure: (row.was, row.now) for row in found.figures} == {
        "headcount": (2, 2),
        "monthly_cost": (180, 180),
        "revenue": (600, 600),
        "profit": (300, 300),
        "deals": (6, 6),
    }
    assert [(row.manager, row.was) for row in found.people] == [(row.manager, row.now) for row in found.people]


def test_the_order_of_rows_says_nothing():
    one, other = pair()
    for rows in ("managers", "roster", "quotas", "coverage"):
        other[rows].reverse()
    assert both_ways(one, other) == ([], [])


def test_somebody_joins_or_leaves():
    one, other = pair()
    other["managers"].append({"name": "junior 1", "role": "mixed", "monthly_cost": 50.0, "hired": True})
    other |= {"headcount": 3, "monthly_cost": 230.0}
    assert told(one, other) == [("hire", "junior 1", "mixed")]
    there, back = diff(one, other), diff(other, one)
    assert [(row.manager, row.was.role, row.now.role) for row in there.people[2:]] == [("junior 1", None, "mixed")]
    assert [(row.manager, row.was.role, row.now.role) for row in back.people[2:]] == [("junior 1", "mixed", None)]
    assert [(row.was, row.now) for row in there.figures[:2]] == [(2, 3), (180, 230)]
    assert [(row.was, row.now) for row in back.figures[:2]] == [(3, 2), (230, 180)]


def test_a_role_changes():
    one, other = pair()
    other["managers"][0]["role"] = "mixed"
    there, back = both_ways(one, other)
    assert there == [("role", "Anna", "hunter", "mixed")]
    assert back == [("role", "Anna", "mixed", "hunter")]


def test_a_slot_changes_hands():
    one, other = pair()
    roster_row(other, MONDAY, "Boris").update(pattern={"calls": 10}, duty=[])
    roster_row(other, MONDAY, "Anna").update(pattern={"duty": 1, "calls": 4}, duty=["morning"])
    # the calls of both fit into either day, so that the patterns say nothing besides
    there, back = both_ways(one, other)
    assert there == [("duty", MONDAY, "Anna", "morning", "Boris", "Anna")]
    assert back == [("duty", MONDAY, "Boris", "morning", "Anna", "Boris")]
    found = diff(one, other)
    assert (found.duty_slots, found.days) == (1, 0)
    assert [(row.manager, row.was.duty_slots, row.now.duty_slots) for row in found.people] == [
        ("Anna", 0, 1),
        ("Boris", 4, 3),
    ]


def test_a_slot_that_stays_open_is_nobodys():
    one, other = pair()
    other["roster"].remove(roster_row(other, MONDAY, "Boris"))
    there, back = both_ways(one, other)
    assert there == [("duty", MONDAY, "", "morning", "Boris")]
    assert back == [("duty", MONDAY, "Boris", "morning", "Boris")]


def test_each_of_several_people_in_a_slot_counts():
    one, other = pair()
    roster_row(one, MONDAY, "Anna")["duty"] = ["morning"]
    for name in ("Anna", "Boris"):
        roster_row(other, MONDAY, name)["duty"] = []
    for name in ("Vera", "Ida", "Ken"):
        other["roster"].append({"date": MONDAY, "manager": name, "pattern": {"duty": 2}, "duty": ["morning"]})
    there, back = both_ways(one, other)
    assert there == [
        ("duty", MONDAY, "Vera", "morning", "Anna", "Vera"),
        ("duty", MONDAY, "Ida", "morning", "Boris", "Ida"),
        ("duty", MONDAY, "Ken", "morning", "Ken"),
    ]
    assert back == [
        ("duty", MONDAY, "Anna", "morning", "Vera", "Anna"),
        ("duty", MONDAY, "Boris", "morning", "Ida", "Boris"),
        ("duty", MONDAY, "", "morning", "Ken"),
    ]


def test_slots_of_a_day_come_in_order_of_time():
    one, other = pair()
    other["coverage"].insert(1, {"date": MONDAY, "slot": "afternoon", "leads": 2.0, "required": 1})
    roster_row(other, MONDAY, "Boris")["duty"] = []
    roster_row(other, MONDAY, "Anna")["duty"] = ["afternoon", "morning"]
    assert told(one, other) == [
        ("duty", MONDAY, "Anna", "morning", "Boris", "Anna"),
        ("duty", MONDAY, "Anna", "afternoon", "Anna"),
    ]


def test_quotas_and_contacts_change_by_day():
    one, other = pair()
    quotas_row(other, MONDAY, "Anna").update(calls=6, contacts={"cold": 5.5})
    quotas_row(other, TUESDAY, "Boris").update(calls=2, contacts={"cold": 2.0})
    there, back = both_ways(one, other)
    assert there == [
        ("quota", MONDAY, "Anna", "calls", "8.0", "6.0"),
        ("contacts", MONDAY, "Anna", "cold", "8.0", "5.5"),
        ("quota", TUESDAY, "Boris", "calls", "2.0"),
        ("contacts", TUESDAY, "Boris", "cold", "0.0", "2.0"),
    ]
    assert back == [
        ("quota", MONDAY, "Anna", "calls", "6.0", "8.0"),
        ("contacts", MONDAY, "Anna", "cold", "5.5", "8.0"),
        ("quota", TUESDAY, "Boris", "calls", "2.0"),
        ("contacts", TUESDAY, "Boris", "cold", "2.0", "0.0"),
    ]
    # two people, one day each
    assert diff(one, other).days == 2
    # 8 calls less 2, and 0 more 2
    assert [(row.was.quotas["calls"], row.now.quotas["calls"]) for row in diff(one, other).people] == [(8, 6), (0, 2)]


def test_a_quota_of_nothing_is_none():
    one, other = pair()
    other["quotas"].remove(quotas_row(other, TUESDAY, "Boris"))
    assert both_ways(one, other) == ([], [])


@pytest.mark.parametrize(("contacts", "changes"), [(8.0000005, 0), (8.000002, 1)])
def test_contacts_that_are_as_good_as_the_same_are_the_same(contacts, changes):
    one, other = pair()
    quotas_row(other, MONDAY, "Anna")["contacts"]["cold"] = contacts
    assert len(told(one, other)) == changes


def test_another_pattern_for_the_same_quotas_is_told():
    one, other = pair()
    roster_row(other, MONDAY, "Boris")["pattern"] = {"duty": 1}
    there, back = both_ways(one, other)
    assert there == [("day", MONDAY, "Boris", "4 calls, 1 duty", "1 duty")]
    assert back == [("day", MONDAY, "Boris", "1 duty", "4 calls, 1 duty")]
    assert (diff(one, other).duty_slots, diff(one, other).days) == (0, 0)


def test_another_pattern_for_other_quotas_is_not_told_besides():
    one, other = pair()
    quotas_row(other, TUESDAY, "Anna")["meetings"] = 0
    roster_row(other, TUESDAY, "Anna")["pattern"] = {"calls": 10}
    assert told(one, other) == [("quota", TUESDAY, "Anna", "meetings", "2.0")]


def test_changes_come_in_the_order_of_people_duty_and_days():
    one, other = pair()
    other["managers"][0]["role"] = "mixed"
    quotas_row(other, MONDAY, "Anna")["calls"] = 7
    roster_row(other, "2026-01-20", "Boris")["duty"] = []
    quotas_row(other, "2026-01-19", "Anna")["meetings"] = 1
    kinds = [(change.kind, str(change.date)) for change in diff(one, other).changes]
    assert kinds == [("role", "None"), ("duty", "2026-01-20"), ("quota", MONDAY), ("quota", "2026-01-19")]


def test_only_days_that_count_are_looked_at():
    one, other = pair()
    other["managers"][0]["role"] = "mixed"
    for day in (MONDAY, "2026-01-20"):
        roster_row(other, day, "Boris")["duty"] = []
    changes = changes_between(
        Result.model_validate(one), Result.model_validate(other), lambda day: day > dt.date(2026, 1, 13)
    )
    assert [(change.kind, str(change.date)) for change in changes] == [("role", "None"), ("duty", "2026-01-20")]


def test_results_of_other_weeks_have_nothing_in_common_but_people():
    one, other = pair()
    for rows in ("roster", "quotas", "coverage"):
        for row in other[rows]:
            row["date"] = str(dt.date.fromisoformat(row["date"]) + dt.timedelta(weeks=10))
    found = diff(one, other)
    # 4 slots that are gone and 4 that come, 3 days of quotas that are gone and 3 that come
    assert (found.duty_slots, found.days) == (8, 6)
    assert all(row.was == row.now for row in found.people)


def test_results_of_other_plans_are_set_side_by_side():
    _, one = by_hand()
    found = salescrew.diff(Result.model_validate(one), sample.optimal())
    assert [(row.manager, row.was.role, row.now.role) for row in found.people] == [
        ("Anna", "hunter", "hunter"),
        ("Boris", "inbound", "inbound"),
        ("junior 1", None, "mixed"),
    ]
    assert [change.manager for change in found.changes if change.kind == "hire"] == ["junior 1"]


def test_results_without_a_team():
    _, one = by_hand()
    one, none = Result.model_validate(one), sample.without_team("infeasible")
    for pair in ((one, none), (none, one), (none, none)):
        with pytest.raises(InputError, match=r"^result: must have a team to compare"):
            salescrew.diff(*pair)


@pytest.fixture(scope="module")
def made_anew():
    """Anna is away on Tuesday, and holds her 2 meetings a week later."""
    plan, result = by_hand()
    plan, parent = Plan.model_validate(plan), Result.model_validate(result)
    actuals = just_as_planned(plan, parent)
    return parent, replanned(plan, parent, actuals, dt.date(2026, 1, 13), absent={"Anna": "2026-01-13"})


def test_changes_of_a_plan_that_was_made_anew_have_their_reasons(made_anew):
    parent, revised = made_anew
    found = salescrew.diff(parent, revised)
    assert (found.is_parent, found.as_of) == (True, dt.date(2026, 1, 13))
    assert found.changes == revised.replan.changes
    assert [change.reason for change in found.changes] == ["is away", "makes up for Anna, who is away"]


def test_changes_to_another_result_have_no_reasons(made_anew):
    parent, revised = made_anew
    other = parent.model_copy(update={"warnings": ("Another one.",)})
    found = salescrew.diff(other, revised)
    assert (found.is_parent, found.as_of) == (False, dt.date(2026, 1, 13))
    assert [change.reason for change in found.changes] == ["", ""]


def test_back_from_a_plan_that_was_made_anew(made_anew):
    parent, revised = made_anew
    found = salescrew.diff(revised, parent)
    assert (found.is_parent, found.as_of) == (False, None)
    assert [(change.was, change.now, change.reason) for change in found.changes] == [(None, 2, ""), (2, None, "")]


def test_whoever_leaves_is_among_the_changes():
    one, other = pair()
    one["managers"].append({"name": "Carla", "role": "hunter", "monthly_cost": 50.0, "hired": False})
    assert "Carla" in {change.manager for change in diff(one, other).changes}


def test_a_way_through_json(made_anew):
    found = salescrew.diff(*made_anew)
    assert Differences.model_validate_json(found.to_json()) == found
