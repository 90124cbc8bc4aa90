"""What one absence breaks: by hand, and against trying every way to share out a day's slots."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salescrew.models.answers.comparison import DayOff
from salescrew.models.answers.result import Result
from salescrew.models.department.department import Department
from salescrew.models.on_paper.day_off import worst_day_off
from salescrew.models.on_paper.most_covered import most_covered
from salescrew.models.plan.plan import Plan
from salescrew.models.schedule.schedule import Schedule
from salescrew.models.schedule.workload import Workload
from tests.answer_by_hand import by_hand, roster_row

DAYS = ("2026-01-12", "2026-01-13", "2026-01-19", "2026-01-20")


def worst(plan, result) -> DayOff | None:
    return worst_day_off(Workload(Schedule(Department(Plan.model_validate(plan)), Result.model_validate(result))))


def all_day():
    """Leads come in both slots of a day; Boris is on duty all day, and Anna could be."""
    plan, result = by_hand()
    del plan["funnels"]["warm"]["leads"]["by_slot"]
    plan["duty"] = {"managers_per_slot": 1}
    result["managers"][0]["role"] = "mixed"
    for day in DAYS:
        row = roster_row(result, day, "Boris")
        row["pattern"], row["duty"] = {"duty": 2}, ["morning", "afternoon"]
    return plan, result


def boris_away(day: str, covers: int, uncovered: int) -> DayOff:
    return DayOff(manager="Boris", date=dt.date.fromisoformat(day), covers=covers, uncovered=uncovered)


def test_nobody_else_answers_leads():
    assert worst(*by_hand()) == boris_away("2026-01-12", 1, 1)


def test_somebody_takes_over():
    plan, result = by_hand()
    result["managers"][0]["role"] = "mixed"
    assert worst(plan, result) is None


@pytest.mark.parametrize(
    ("changes", "day"),
    [
        ({"working_days": ["mon"]}, "2026-01-13"),
        ({"days_off": ["2026-01-19/2026-01-20"]}, "2026-01-19"),
        ({"funnels": ["cold"]}, "2026-01-12"),
        ({"day_patterns": [{"calls": 10}]}, "2026-01-12"),
    ],
)
def test_who_could_take_over_cannot(changes, day):
    plan, result = by_hand()
    result["managers"][0]["role"] = "mixed"
    plan["managers"][0] |= changes
    assert worst(plan, result) == boris_away(day, 1, 1)


def test_all_slots_of_a_day_are_taken_over():
    assert worst(*all_day()) is None


def test_only_as_many_as_a_pattern_has():
    plan, result = all_day()
    plan["managers"][0]["day_patterns"] = [{"duty": 1, "calls": 4}, {"meetings": 2}]
    assert worst(plan, result) == boris_away("2026-01-12", 2, 1)


def test_half_of_a_pattern_is_taken():
    # in the morning only one is needed, and Anna's pattern has places in both slots
    plan, result = by_hand()
    result["managers"][0]["role"] = "mixed"
    plan["managers"][0]["day_patterns"] = [{"duty": 2}, {"meetings": 2}, {"calls": 10}]
    assert worst(plan, result) is None


@pytest.mark.parametrize(
    ("most", "day", "uncovered"),
    [(2, None, None), (1, "2026-01-12", 1), (0, "2026-01-12", 2)],
)
def test_duty_of_a_week_is_limited(most, day, uncovered):
    plan, result = all_day()
    plan["duty"]["max_slots_per_week"] = most
    assert worst(plan, result) == (None if day is None else boris_away(day, 2, uncovered))


def test_rest_of_the_week_counts():
    # Anna takes the first Tuesday, so that of 3 slots a week one is left on Monday
    plan, result = all_day()
    plan["duty"]["max_slots_per_week"] = 3
    for name, pattern, slots in (("Boris", {"calls": 10}, []), ("Anna", {"duty": 2}, ["morning", "afternoon"])):
        row = roster_row(result, "2026-01-13", name)
        row["pattern"], row["duty"] = pattern, slots
    assert worst(plan, result) == boris_away("2026-01-12", 2, 1)


def test_others_may_change_slots():
    # Boris has the morning and can be there only half a day, a third has the afternoon and could be there all day
    plan, result = all_day()
    plan["managers"].append({"name": "Vera", "day_patterns": [{"duty": 2}, {"duty": 1, "calls": 4}]})
    result["managers"][0]["role"] = "hunter"
    result["managers"].append({"name": "Vera", "role": "inbound", "monthly_cost": 0.0, "hired": False})
    plan["managers"][1]["day_patterns"] = [{"duty": 1, "calls": 4}]
    for day in DAYS:
        row = roster_row(result, day, "Boris")
        row["pattern"], row["duty"] = {"duty": 1, "calls": 4}, ["morning"]
        result["roster"].append({**row, "manager": "Vera", "duty": ["afternoon"]})
    away = worst(plan, result)
    assert away == DayOff(manager="Vera", date=dt.date(2026, 1, 12), covers=1, uncovered=1)


# ---- the slots of a day, shared out in every way


def tried(required: Sequence[int], people: Sequence[tuple[frozenset[str], int]]) -> int:
    """Give the most slots that are covered in any way that there is."""
    if not people:
        return 0
    best, (own, most) = 0, people[0]
    for count in range(most + 1):
        for slots in combinations([number for number in range(len(required)) if str(number) in own], count):
            left = [have - (slot in slots) for slot, have in enumerate(required)]
            if min(left, default=0) >= 0:
                best = max(best, count + tried(left, people[1:]))
    return best


def named(required: Sequence[int]) -> dict[str, int]:
    return {str(number): count for number, count in enumerate(required)}


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_most_covered_is_the_most_there_is(data):
    required = data.draw(st.lists(st.integers(1, 3), min_size=1, max_size=4))
    slots = [str(number) for number in range(len(required))]
    own = st.one_of(st.just(frozenset(slots)), st.frozensets(st.sampled_from(slots)))
    people = data.draw(st.lists(st.tuples(own, st.integers(0, len(required))), max_size=4))
    assert most_covered(named(required), Counter(people)) == tried(required, people)


def test_many_people_and_slots():
    # 24 slots of 10 people each: 30 of 200 people who cover 8 fill everything
    slots = named((10,) * 24)
    every = frozenset(slots)
    assert most_covered(slots, {(every, 8): 200}) == 240
    # 30 who cover 7 have 210, and 10 more who cover 2 have 20
    assert most_covered(slots, {(every, 7): 30, (every, 2): 10}) == 230
    # who is on duty all day is so once in each slot
    three = named((3, 1, 1))
    assert most_covered(three, {(frozenset(three), 3): 2}) == 4
    # of 24 people each may take a slot of their own and the next: all are covered by one each
    pairs = {(frozenset({str(number), str((number + 1) % 24)}), 1): 1 for number in range(24)}
    assert most_covered(named((1,) * 24), pairs) == 24
