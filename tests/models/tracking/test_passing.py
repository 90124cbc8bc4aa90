"""Who has had the time to pass on: nothing is held against anybody that only the time of the week explains."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

import salescrew
from salescrew.models.answers.result import Result
from salescrew.models.facts.actuals import Actuals, Fact
from salescrew.models.plan.plan import Plan
from salescrew.models.schedule.schedule import schedule_of
from salescrew.models.tracking.happened import time_over
from salescrew.models.tracking.passing import Passing, less
from salescrew.models.tracking.standing import Standing
from tests.answer_by_hand import by_hand

MONDAY = dt.date(2026, 1, 12)
WORKED = frozenset(range(5))
amounts = st.just(0.0) | st.floats(0.01, 1000)


# 20 calls on a Monday, and 3 days until a meeting: the flow counts 4/7 of them as over, the calendar none
@pytest.mark.parametrize(
    ("passed", "decided"),
    [
        (0, 0),  # no meeting yet says nothing
        (1, 5),  # a meeting already: as if 5 had had the time, of which one in five passes on
        (16 / 7, 80 / 7),  # as the flow has it
        (4, 80 / 7),  # more than the flow lets have the time
    ],
)
def test_so_many_are_over_that_the_plan_comes_out_as_far_as_either_way_of_counting_goes(passed, decided):
    assert Passing(passed, 80 / 7, 0, 80 / 7).decided(0.2) == pytest.approx(decided)


@given(amounts, amounts, amounts, st.floats(0.01, 1))
def test_what_is_over_lies_between_both_ways_of_counting(passed, flow, calendar, planned):
    passing = Passing(passed, flow, calendar, flow)
    assert min(flow, calendar) <= passing.decided(planned) <= max(flow, calendar)
    seen = passing.seen(planned)
    assert seen.of == passing.decided(planned)
    assert seen.certain <= seen.of * (1 + 1e-9)


@given(amounts, amounts, amounts, st.floats(0.01, 1))
def test_a_share_differs_only_where_both_ways_of_counting_say_so(passed, flow, calendar, planned):
    verdict = Passing(passed, flow, calendar, flow).seen(planned).differs_from(planned)
    if verdict is not None:
        others = {Passing(passed, of, of, of).seen(planned).differs_from(planned) for of in (flow, calendar) if of}
        assert others <= {verdict}


def test_facts_as_planned_are_counted_by_the_flow_alone():
    # 10 by the flow pass on as planned; the calendar has another number
    assert Passing(2, 10, 4, 10).decided(0.2) == 10
    assert Passing(2 + 1e-8, 10, 14, 10).decided(0.2) == 10


def test_items_that_may_be_among_those_that_passed_on_are_counted_where_they_fit():
    assert Passing(8, 8, 8, 8, perhaps=8).decided(0.5) == 16
    assert Passing(4, 8, 8, 8, perhaps=8).decided(0.5) == 8


# from Thursday 3 days lead to a Sunday: nobody reports it before Monday
@pytest.mark.parametrize(
    ("entered", "days", "over"), [(0, 0, 0), (0, 3, 3), (3, 3, 7), (4, 3, 7), (0, 2.5, 3), (1, 10, 11)]
)
def test_time_is_over_on_a_day_that_is_worked(entered, days, over):
    day = MONDAY + dt.timedelta(days=entered)
    assert time_over(day, days, WORKED) == MONDAY + dt.timedelta(days=over)


def test_what_passed_on_early_is_taken_from_the_next_weeks_first():
    assert less({3: 2.0, 2: 1.0, 4: 5.0}, 2.5) == {2: 0.0, 3: 0.5, 4: 5.0}


def a_plan(days_to_next: float, conversion: float = 0.2) -> tuple[Plan, Result]:
    """8 weeks of calls, of which some lead to a meeting, so many days later."""
    plan, result = by_hand()
    plan["calendar"] = {"start": "2026-01-12", "weeks": 8}
    plan["funnels"]["cold"]["stages"][0].update(conversion=conversion, days_to_next=days_to_next)
    return Plan.model_validate(plan), Result.model_validate(result)


def to_the_day(plan: Plan, seed: int, weeks: int) -> Iterator[Fact]:
    """Let 40 calls a day lead to meetings by chance, each when its time is over."""
    rng, days = random.Random(seed), plan.funnels["cold"].stages[0].days_to_next
    for day in (MONDAY + dt.timedelta(days=number) for number in range(7 * weeks)):
        if day.weekday() in WORKED:
            yield Fact(day, "contacts", "contacts", "Anna", "cold", 40.0)
            meetings = sum(rng.random() < 0.2 for _ in range(40))
            yield Fact(time_over(day, days, WORKED), "stage", "meeting", "", "cold", float(meetings))


# 40 seeds, each on the evenings of 15 days: a mark in twenty would be 30, and what is not certain is not marked
@pytest.mark.parametrize("days_to_next", [0, 1, 3, 5, 7, 10])
def test_chance_is_seldom_taken_for_a_difference_on_any_evening(days_to_next):
    plan, result = a_plan(days_to_next)
    planned, marks = schedule_of(plan, result), 0
    for seed in range(40):
        facts = Actuals(tuple(to_the_day(plan, seed, weeks=3)))
        for number in (0, 1, 2, 3, 4, 7, 8, 9, 10, 11, 14, 15, 16, 17, 18):
            standing = Standing(planned, facts, MONDAY + dt.timedelta(days=number + 1))
            marks += standing.observed("cold")[0].differs_from(0.2) is not None
    assert marks <= 48


def test_a_true_difference_is_seen_soon():
    # of 40 calls a day one in five leads to a meeting, where the plan has two in five
    plan, result = a_plan(3, conversion=0.4)
    facts = Actuals(tuple(to_the_day(plan, 1, weeks=1)))
    standing = Standing(schedule_of(plan, result), facts, MONDAY + dt.timedelta(days=7))
    assert standing.observed("cold")[0].differs_from(0.4) == "lower"


def test_calls_of_a_morning_are_still_under_way_in_the_evening():
    plan, result = a_plan(3)
    day = Actuals((Fact(MONDAY, "contacts", "contacts", "Anna", "cold", 20.0),))
    progress = salescrew.track(plan, result, day, MONDAY)
    assert [(row.stage, row.items) for row in progress.pipeline if row.stage == "contact"] == [("contact", 20)]
    (contact,) = [row for row in progress.funnels if row.stage == "contact"]
    assert (contact.decided, contact.passed, contact.observed, contact.differs) == (0, 0, None, None)


def test_what_passed_on_early_is_no_longer_under_way():
    # 20 calls on Monday, of which 4 met on Thursday: all have had their time to the day, and the flow has 4/7 of them
    plan, result = a_plan(3)
    thursday = MONDAY + dt.timedelta(days=3)
    facts = (
        Fact(MONDAY, "contacts", "contacts", "Anna", "cold", 20.0),
        Fact(thursday, "stage", "meeting", "", "cold", 4.0),
    )
    progress = salescrew.track(plan, result, Actuals(facts), thursday)
    assert [row.items for row in progress.pipeline if row.stage == "contact"] == [0]
