"""What the checker counts from a plan alone: days, leads, people needed on duty, menus. All numbers by hand."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescrew.checker.days import Days
from salescrew.checker.leads import Slot, slots_with_leads
from salescrew.checker.team import Post, activities, pattern_of
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.calendar import Calendar
from salescrew.models.plan.sections.days import TimeBudget
from salescrew.models.plan.sections.roles import Role
from tests.answer_by_hand import Data, by_hand

MONDAY = dt.date(2026, 1, 12)


def _plan(**changes: Any) -> Plan:
    return Plan.model_validate(by_hand()[0] | changes)


def _calendar(**calendar: Any) -> Days:
    return Days(_plan(calendar=calendar))


def _worked(days: Days) -> list[str]:
    return [f"{day:%m-%d}" for day in days.working]


def test_the_first_week_may_be_broken_and_counts() -> None:
    # 14 January 2026 is a Wednesday; week 0 began on Monday the 12th, week 1 ends on Sunday the 25th
    days = _calendar(start="2026-01-14", weeks=2)
    assert _worked(days) == ["01-14", "01-15", "01-16", "01-19", "01-20", "01-21", "01-22", "01-23"]
    assert [days.week_of(day) for day in days.working] == [0, 0, 0, 1, 1, 1, 1, 1]
    assert days.monday(0) == dt.date(2026, 1, 12)


def test_holidays_are_not_worked_and_extra_days_are() -> None:
    # of the days off the 6th is outside the horizon and the 14th an extra day; the 18th is a Sunday
    days = _calendar(
        start="2026-01-12",
        weeks=1,
        holidays=["2026-01-06", "2026-01-13", "2026-01-14"],
        extra_days=["2026-01-14", "2026-01-18", "2026-02-01"],
    )
    assert _worked(days) == ["01-12", "01-14", "01-15", "01-16", "01-18"]


def test_a_country_s_holidays_are_those_of_the_package() -> None:
    # Monday 23 February in Russia; in Germany New Year's Day, in the year after the one in which the plan starts
    assert _worked(_calendar(start="2026-02-23", weeks=1, holidays="RU")) == ["02-24", "02-25", "02-26", "02-27"]
    assert _worked(_calendar(start="2026-12-28", weeks=1, holidays="DE")) == ["12-28", "12-29", "12-30", "12-31"]


@pytest.mark.parametrize(
    ("person", "there"),
    [
        ({}, ["01-12", "01-14", "01-16", "01-17"]),
        # an extra day needs not be one of the person's working days, nor does a working day of theirs make one
        ({"working_days": ["mon", "tue"]}, ["01-12", "01-17"]),
        ({"days_off": ["2026-01-13/2026-01-14", "2026-01-17"]}, ["01-12", "01-16"]),
        ({"from": "2026-01-14"}, ["01-14", "01-16", "01-17"]),
        ({"until": "2026-01-14"}, ["01-12", "01-14"]),
        ({"from": "2026-02-01"}, []),
    ],
)
def test_a_person_is_there_on_some_working_days(person: Data, there: list[str]) -> None:
    plan = _plan(
        calendar={
            "start": "2026-01-12",
            "weeks": 1,
            "working_days": ["mon", "wed", "fri"],
            "extra_days": ["2026-01-17"],
        },
        managers=[{"name": "Anna"} | person],
    )
    days = Days(plan)
    every = [dt.date(2026, 1, 12) + dt.timedelta(days=i) for i in range(-7, 14)]
    assert [f"{day:%m-%d}" for day in every if days.is_there(plan.managers[0], day)] == there


def _slots(leads: Data, duty: Data | None = None, **calendar: Any) -> dict[tuple[str, str], Slot]:
    data, _ = by_hand()
    data["calendar"] = {"start": "2026-01-12", "weeks": 1} | calendar
    data["funnels"]["warm"]["leads"] = leads
    data["duty"] = duty or {"leads_per_slot": 2}
    plan = Plan.model_validate(data)
    found = slots_with_leads(plan, Days(plan).working)
    return {(f"{day:%m-%d}", where.slot): slot for (day, where), slot in found.items()}


def test_leads_are_shared_out_by_weights_over_all_weekdays_and_slots() -> None:
    # Monday has 2 of 2 + 4 x 1 = 6 weights, the morning 3 of 4; Sunday's weight is no working day's.
    # 96 x 2/6 x 3/4 = 24 on Monday morning, 96 x 1/6 x 1/4 = 4 on another afternoon
    leads = {"per_week": 96, "by_weekday": {"mon": 2, "sun": 9}, "by_slot": {"morning": 3}}
    slots = _slots(leads, extra_days=["2026-01-17"], holidays=["2026-01-13"])
    assert {key: slot.total for key, slot in slots.items()} == pytest.approx(
        {("01-12", "morning"): 24, ("01-12", "afternoon"): 8}
        | {
            (day, slot): count
            for day in ("01-14", "01-15", "01-16")
            for slot, count in (("morning", 12), ("afternoon", 4))
        }
    )


def test_leads_follow_the_season_and_where_there_are_none_nobody_is_needed() -> None:
    # the week of Monday 26 January has five January days; in February the season is 0
    leads = {"per_week": 10, "season": {"2026-01": 0.6, "2026-02": 0}}
    slots = _slots(leads, start="2026-01-26", weeks=2)
    assert len(slots) == 10
    assert {slot.total for slot in slots.values()} == {0.6}
    assert {slot.required for slot in slots.values()} == {1}


def test_an_extra_day_on_a_weekday_of_the_plan_brings_leads() -> None:
    slots = _slots({"per_week": 10}, holidays=["2026-01-13"], extra_days=["2026-01-13"])
    assert slots["01-13", "morning"].total == 1


@pytest.mark.parametrize(
    ("per_slot", "required"),
    [
        # 60 leads are 6 a slot, but 6.000000000000001 in floats for some weights; a lead too many takes another person
        (6, 1),
        (5.9, 2),
        (3, 2),
        (7, 1),
        # 0.1 x 60 is 6 to the last digit only when it is written so
        (0.1, 60),
        # so few leads that none is worth a person
        (1e10, 0),
    ],
)
def test_people_on_duty_by_leads_a_slot(per_slot: float, required: int) -> None:
    slots = _slots({"per_week": 60}, {"leads_per_slot": per_slot})
    assert {slot.required for slot in slots.values()} == {required}


def test_people_on_duty_by_number() -> None:
    assert {slot.required for slot in _slots({"per_week": 1}, {"managers_per_slot": 3}).values()} == {3}


@pytest.mark.parametrize(
    ("share", "required"),
    # Erlang C with a load of 2: with 3 people 4/9 of the leads wait, with 4 people 4/23, with 5 people 4/67
    [(5 / 9, 3), (0.56, 4), (19 / 23, 4), (0.83, 5), (63 / 67, 5), (0.95, 6)],
)
def test_people_on_duty_by_service_level(share: float, required: int) -> None:
    # 320 leads a week are 32 a slot; 32 x 15 / 240 minutes are a load of 2
    level = {"share": share, "within_seconds": 0, "handling_minutes": 15}
    assert {slot.required for slot in _slots({"per_week": 320}, {"service_level": level}).values()} == {required}


@pytest.mark.parametrize(
    ("efficiency", "minutes_each", "done"),
    [
        # 32 leads of 15 minutes over 3 people leave 240 - 160 = 80 minutes to each
        (1, 80, 1),
        (1, 80.1, 0),
        (0.7, 7, 8),
        # 0.7 x 80 / 5.6 is 10, though less in floats
        (0.7, 5.6, 10),
    ],
)
def test_work_between_leads(efficiency: float, minutes_each: float, done: int) -> None:
    duty = {
        "service_level": {"share": 0.5, "within_seconds": 0, "handling_minutes": 15},
        "between_leads": {"activity": "calls", "minutes_each": minutes_each, "efficiency": efficiency},
    }
    assert {slot.between_leads for slot in _slots({"per_week": 320}, duty).values()} == {done}


def test_nothing_is_done_between_leads_that_leave_no_time() -> None:
    # with patience a single person may be overloaded: rho is capped at 1
    duty = {
        "service_level": {"share": 0.01, "within_seconds": 60, "handling_minutes": 15, "patience_minutes": 1},
        "between_leads": {"activity": "calls", "minutes_each": 1, "efficiency": 1},
    }
    slots = _slots({"per_week": 320}, duty)
    assert {(slot.required, slot.between_leads) for slot in slots.values()} == {(1, 0)}


def _post(plan: Plan, role: Role = "mixed") -> Post:
    return Post(plan, Days(plan), plan.managers[0], role)


def test_roles_work_their_channel_s_funnels() -> None:
    plan = _plan()
    assert _post(plan, "hunter").funnels == {"cold"}
    assert _post(plan, "inbound").funnels == {"warm"}
    assert _post(plan, "mixed").funnels == {"cold", "warm"}
    only_cold = _plan(managers=[{"name": "Anna", "funnels": ["cold"]}])
    assert _post(only_cold, "mixed").funnels == {"cold"}
    assert _post(only_cold, "mixed").unanswered("main") == ["warm"]


@pytest.mark.parametrize(
    ("person", "worth"),
    [
        ({"effectiveness": 1.1}, [1.1, 1.1, 1.1]),
        ({"effectiveness": {"mixed": 0.5, "hunter": 9}, "ramp": [0.2, 0.5]}, [0.1, 0.25, 0.5]),
        # from Thursday of week 1: that week is the first of the ramp
        ({"from": "2026-01-22", "ramp": [0.2, 0.5]}, [1, 0.2, 0.5]),
        # from the week before the start
        ({"from": "2026-01-11", "ramp": [0.2, 0.5, 0.8]}, [0.5, 0.8, 1]),
    ],
)
def test_what_a_contact_is_worth(person: Data, worth: list[float]) -> None:
    plan = _plan(calendar={"start": "2026-01-12", "weeks": 3}, managers=[{"name": "Anna"} | person])
    assert [_post(plan).worth(week) for week in range(3)] == pytest.approx(worth)


@pytest.mark.parametrize(
    ("pattern", "is_one"),
    [
        # 480 minutes: 2 meetings and 25 calls of 4.8 minutes, to the last minute
        ({"meetings": 2, "calls": 25}, True),
        ({"meetings": 2, "calls": 26}, False),
        ({"meetings": 2, "calls": 24}, False),
        ({"meetings": 1, "calls": 62}, True),
        ({"calls": 100}, True),
        ({"calls": 100, "meetings": 0, "duty": 0}, True),
        # a third meeting would fit, but 2 are the most
        ({"meetings": 3}, False),
        # 240 minutes beside one slot, none beside two
        ({"duty": 1, "calls": 50}, True),
        ({"duty": 1, "calls": 100}, False),
        ({"duty": 1, "meetings": 1, "calls": 12}, True),
        ({"duty": 2}, True),
        ({"duty": 1}, False),
        ({"duty": 3}, False),
        ({"duty": -1, "calls": 150}, False),
        ({"meetings": -1, "calls": 137}, False),
        ({"demos": 1}, False),
        ({}, False),
    ],
)
def test_a_time_budget_stands_for_full_days(pattern: dict[str, int], is_one: bool) -> None:
    budget = {"day_minutes": 480, "minutes": {"calls": 4.8, "meetings": 180}, "at_most": {"meetings": 2}}
    plan = _plan(day_patterns=None, time_budget=budget)
    assert _post(plan).may_have(MONDAY, pattern_of(pattern)) is is_one
    assert _post(plan, "hunter").may_have(MONDAY, pattern_of(pattern)) is (is_one and not pattern.get("duty"))


@given(
    st.integers(1, 12),
    st.lists(st.integers(1, 7), min_size=1, max_size=3),
    st.lists(st.none() | st.integers(0, 4), min_size=3, max_size=3),
    st.integers(1, 6),
)
def test_a_time_budget_stands_for_the_vectors_that_no_other_exceeds(
    day: int, minutes: list[int], most: list[int | None], slot: int
) -> None:
    names = ["calls", "meetings", "demos"][: len(minutes)]
    at_most = {name: count for name, count in zip(names, most, strict=False) if count is not None}
    budget = {"day_minutes": day, "minutes": dict(zip(names, minutes, strict=True)), "at_most": at_most}
    # copied, since a plan in which nothing fits is refused
    plan = _plan().model_copy(
        update={
            "calendar": Calendar.model_validate(
                {"start": "2026-01-12", "weeks": 1, "slots": ["a", "b"], "slot_minutes": slot}
            ),
            "day_patterns": None,
            "time_budget": TimeBudget.model_validate(budget),
        }
    )
    post = _post(plan)
    for duty in range(4):
        left = day - duty * slot
        every = [
            counts
            for counts in itertools.product(range(14), repeat=len(names))
            if sum(count * each for count, each in zip(counts, minutes, strict=True)) <= left
            and all(count <= at_most.get(name, count) for name, count in zip(names, counts, strict=True))
        ]
        for counts in every:
            exceeded = any(
                other != counts and all(o >= c for o, c in zip(other, counts, strict=True)) for other in every
            )
            stands = duty <= 2 and not exceeded and (duty > 0 or any(counts))
            named = {"duty": duty} | dict(zip(names, counts, strict=True))
            assert post.may_have(MONDAY, pattern_of(named)) is stands, named


def test_activities_are_all_that_is_offered() -> None:
    plan = _plan(candidates=[{"profile": "junior", "at_most": 1, "day_patterns": [{"demos": 1, "duty": 1}]}])
    assert activities(plan) == ["calls", "meetings", "demos"]
    budget = {"day_minutes": 480, "minutes": {"calls": 5, "meetings": 180, "training": 500}}
    assert activities(_plan(day_patterns=None, time_budget=budget)) == ["calls", "meetings", "training"]
