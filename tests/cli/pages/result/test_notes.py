"""Warnings of what an answer does: counted on answers that are written by hand, which need no solver."""

from __future__ import annotations

import copy
import datetime as dt

import pytest

from salescrew.cli.pages.result.lists import lists
from salescrew.cli.pages.result.notes import notes
from salescrew.cli.pages.result.page import result_page
from salescrew.models.answers.result import MissingReserve, OneFewer, OpenSlot, Result
from salescrew.models.department.department import Department
from salescrew.models.plan.plan import Plan
from salescrew.models.schedule.schedule import Schedule
from tests.answer_by_hand import Data, by_hand

MONDAY = dt.date(2026, 1, 12)
CONTACTS_END = (
    "No contact is opened in cold after Monday 12 January 2026, though the plan runs until Sunday 25 January 2026: "
    "what is opened later is paid too late to count. So the next period begins with 0 under way. As many contacts a "
    "day until the end are 16 more, and leave 400. Where the next period is to be fed, add `under_way` to the targets: "
    "400."
)
IDLE_PATTERN = "day_patterns: nobody has a day of the pattern (2 duty)."


def shown(plan: Data, result: Data | Result) -> Schedule:
    return Schedule(Department(Plan.model_validate(plan)), Result.model_validate(result))


def said(plan: Data, result: Data | Result) -> list[str]:
    """Give what is noted, but for what is noted of the plan by hand in any case."""
    return [note for note in notes(shown(plan, result)) if note != IDLE_PATTERN and note[:30] != CONTACTS_END[:30]]


def bringing(result: Data, **revenue: float) -> Data:
    for member in result["managers"]:
        member["revenue"] = revenue[member["name"]]
    return result


def week_of(days: int, weeks: int = 2) -> tuple[Data, Data]:
    """Give the plan by hand with seven working days, and a roster in which Boris works so many days a week."""
    plan, result = by_hand()
    plan["calendar"]["working_days"] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    result["roster"] = [
        {"date": MONDAY + dt.timedelta(days=7 * week + day), "manager": "Boris", "pattern": {"duty": 2}, "duty": []}
        for week in range(weeks)
        for day in range(days)
    ]
    return plan, result


def with_one_fewer(**left: object) -> Result:
    fewer = OneFewer.model_validate({"reach": None, "proven": True, **left})
    return Result.model_validate(by_hand()[1]).model_copy(update={"one_fewer": fewer})


def test_an_answer_without_any_of_it_is_without_a_warning_but_of_the_menu() -> None:
    assert notes(shown(*by_hand())) == [IDLE_PATTERN, CONTACTS_END]


def test_warnings_stand_on_the_page_and_in_the_lists_after_those_of_the_plan() -> None:
    plan, result = by_hand()
    result["warnings"] = ["One of the plan."]
    schedule = shown(plan, result)
    assert result_page(schedule).warnings == ("One of the plan.", IDLE_PATTERN, CONTACTS_END)
    assert list(lists(schedule)[-1].rows) == [["One of the plan."], [IDLE_PATTERN], [CONTACTS_END]]


@pytest.mark.parametrize("days", [6, 7])
def test_who_has_at_most_a_day_free_in_every_week_is_named(days: int) -> None:
    (note, *_) = said(*week_of(days))
    assert note == (f"Boris works {days} days a week all along. Where that may not be, write `max_days_per_week: 5`.")


@pytest.mark.parametrize(("days", "weeks"), [(5, 2), (7, 1)])
def test_two_days_free_or_a_week_that_has_them_are_not_all_along(days: int, weeks: int) -> None:
    assert not [note for note in said(*week_of(days, weeks)) if "all along" in note]


def test_a_week_with_fewer_days_of_the_calendar_does_not_hide_the_others() -> None:
    plan, result = week_of(7, weeks=1)
    plan["calendar"]["holidays"] = [MONDAY + dt.timedelta(days=day) for day in (7, 8)]
    assert any("Boris works 7 days a week all along" in note for note in said(plan, result))


def test_a_moved_saturday_is_not_all_along() -> None:
    plan, result = week_of(6, weeks=1)
    del plan["calendar"]["working_days"]
    plan["calendar"]["extra_days"] = [MONDAY + dt.timedelta(days=5)]
    assert not [note for note in said(plan, result) if "all along" in note]


def test_an_answer_that_lives_on_one_person_says_what_is_left_without_that_one() -> None:
    plan, result = by_hand()
    plan["target"] = {"revenue": 600, "products": {"audit": {"deals": 5}}}
    assert said(plan, bringing(result, Anna=100, Boris=500)) == [
        "The answer lives on one person: without the quotas of Boris, revenue falls to 16.7% and products.audit.deals "
        "falls to 20% of what is wanted."
    ]


@pytest.mark.parametrize(("anna", "boris"), [(300, 300), (200, 400), (0, 0)])
def test_shares_that_are_near_each_other_are_nobodys_answer(anna: int, boris: int) -> None:
    plan, result = by_hand()
    assert said(plan, bringing(result, Anna=anna, Boris=boris)) == []


def test_targets_that_are_met_without_the_one_are_not_named() -> None:
    plan, result = by_hand()
    plan["target"] = {"revenue": 90}
    assert said(plan, bringing(result, Anna=100, Boris=500)) == []


def test_of_several_products_only_the_targets_of_all_are_known() -> None:
    plan, result = by_hand()
    plan["products"]["review"] = {"average_deal": 10}
    plan["target"] = {"revenue": 600, "products": {"audit": {"deals": 6}}}
    (note,) = said(plan, bringing(result, Anna=100, Boris=500))
    assert "products.audit" not in note
    assert "revenue falls to 16.7% of what is wanted" in note


def test_a_headcount_that_the_reserve_raised_is_said_to_be_so() -> None:
    plan, _ = by_hand()
    missing = MissingReserve(week=MONDAY, queues=("main",), missing=1.5)
    assert said(plan, with_one_fewer(reserve=(missing,))) == [
        "The reserve for absences raised the headcount: 1 person could cover every slot on duty, but not if absent as "
        "often as `absence` says."
    ]
    short = OpenSlot(date=MONDAY, slot="morning", required=1, short=1)
    assert said(plan, with_one_fewer(reserve=(missing,), uncovered=(short,))) == []
    assert said(plan, with_one_fewer()) == []


def test_roles_that_were_written_down_and_nobody_has_are_named() -> None:
    plan, result = by_hand()
    assert said(plan, result) == []
    plan["managers"][0]["roles"] = ["hunter", "mixed"]
    plan["candidates"][0]["roles"] = ["mixed", "inbound"]
    plan["managers"][1]["roles"] = ["inbound"]
    assert said(plan, result) == ["Nobody is mixed, although `roles` of Anna and junior allow it."]


def test_the_menu_that_is_used_up_is_not_named() -> None:
    plan, result = by_hand()
    plan["day_patterns"].remove({"duty": 2})
    assert said(plan, result) == []
    plan["day_patterns"] += [{"duty": 2}, {"calls": 3, "meetings": 1}]
    assert said(plan, result) == ["day_patterns: nobody has a day of the patterns (2 duty) and (3 calls, 1 meeting)."]


def test_leads_that_come_on_days_off_are_counted() -> None:
    plan, result = by_hand()
    plan["calendar"]["holidays"] = ["2026-01-13", "2026-01-14"]
    assert said(plan, result) == ["2 leads of warm are lost: they come on a day off, on which nobody answers."]
    plan["calendar"]["holidays"] = ["2026-01-13", "2026-01-20"]
    assert said(plan, result) == ["4 leads of warm are lost: they come on 2 days off, on which nobody answers."]
    plan["funnels"]["warm"]["leads"]["by_weekday"] = {"tue": 0.1}
    assert said(plan, result) == []


def test_funnels_that_nobody_opens_are_named_with_what_is_left_to_the_next_period() -> None:
    plan, result = by_hand()
    for row in result["quotas"]:
        row["contacts"] = {}
    result["funnel"] = [row for row in result["funnel"] if row["funnel"] != "cold"]
    begins = "No contact is opened in cold at all: "
    leaves = " The next period begins with 0 under way. Where it is to be fed, add `under_way` to the targets."
    assert f"{begins}nothing that the plan asks for takes one.{leaves}" in notes(shown(plan, result))
    # two weeks are over before a deal is paid
    plan["funnels"]["cold"]["stages"][-1]["days_to_next"] = 21
    plan["pipeline"] = {"cold": {"meeting": 6}}
    (note,) = [note for note in notes(shown(plan, result)) if note.startswith(begins)]
    assert note == (
        f"{begins}even what is opened on the first day is paid after the end. The next period begins with 300 under "
        "way (300 at the start). Where it is to be fed, add `under_way` to the targets: at_start."
    )
    asked, steady = copy.deepcopy(plan), copy.deepcopy(plan)
    asked["target"]["under_way"] = 100
    steady["pipeline"] = "steady"
    for other in (asked, steady):
        assert not [note for note in notes(shown(other, result)) if note.startswith(begins)]


def test_contacts_that_end_early_are_named_unless_there_is_a_reason() -> None:
    plan, result = by_hand()
    assert CONTACTS_END in notes(shown(plan, result))
    plan["pipeline"] = {"cold": {"meeting": 6}}
    (note,) = [note for note in notes(shown(plan, result)) if note.startswith("No contact")]
    assert "(300 at the start)" in note
    assert note.endswith("add `under_way` to the targets: at_start, or 400.")
    asked = copy.deepcopy(plan)
    asked["target"]["under_way"] = 100
    used_up, steady = copy.deepcopy(plan), copy.deepcopy(plan)
    used_up["funnels"]["cold"]["max_contacts"] = 8
    steady["pipeline"] = "steady"
    for other in (asked, used_up, steady):
        assert not [note for note in notes(shown(other, result)) if note.startswith("No contact")]
