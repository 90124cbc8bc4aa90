"""Dealing posts' days out to people: nothing is lost, and turns are as if everybody were looked at for each of them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from salescrew.models.department.department import Department
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.queue_slots import QueueSlot
from salescrew.solver.staffing.deal import PersonRoster, deal, exceeds_a_week
from salescrew.solver.staffing.roster import PostRoster

MORNING, AFTERNOON = QueueSlot("morning"), QueueSlot("afternoon")


def department_of(people: int, weeks: int = 2, max_slots_per_week: int | None = None) -> Department:
    """Alike people, five days a week, two slots a day; two patterns without duty, two with one slot, one with two."""
    plan: dict[str, Any] = {
        "name": "alike",
        "calendar": {"start": "2026-01-12", "weeks": weeks},
        "target": {"revenue": 1},
        "products": {"x": {"average_deal": 1}},
        "day_patterns": [
            {"calls": 20},
            {"meetings": 2},
            {"duty": 1, "calls": 10},
            {"duty": 1, "meetings": 1},
            {"duty": 2},
        ],
        "funnels": {
            "warm": {
                "channel": "inbound",
                "product": "x",
                "leads": {"per_week": 10},
                "stages": [{"name": "lead", "conversion": 1, "effort": {"meetings": 1, "calls": 1}}],
            }
        },
        "pipeline": "steady",
        "duty": {"managers_per_slot": 1, "max_slots_per_week": max_slots_per_week},
        "candidates": [{"profile": "p", "at_most": people, "roles": ["mixed"]}],
    }
    return Department(Plan.model_validate(plan))


def roster_of(
    department: Department,
    duty: dict[dt.date, tuple[int, int, int]],
    days: dict[tuple[int, int, int, int], int],
) -> PostRoster:
    """A post's roster: by day how many cover both slots, the morning alone, the afternoon alone."""
    dutied, covering = {}, {}
    for day, (both, morning, afternoon) in duty.items():
        dutied[day, 2], dutied[day, 1] = both, morning + afternoon
        covering[day, MORNING, 2] = covering[day, AFTERNOON, 2] = both
        covering[day, MORNING, 1], covering[day, AFTERNOON, 1] = morning, afternoon
    return PostRoster(department.post(department.kinds[0], "mixed"), days, dutied, covering)


@st.composite
def rosters(draw: st.DrawFn) -> tuple[Department, PostRoster]:
    """Draw what up to 13 alike people do in up to 3 weeks."""
    people, weeks = draw(st.integers(1, 13)), draw(st.integers(1, 3))
    department = department_of(people, weeks, draw(st.none() | st.integers(2, 6)))
    duty, days = {}, {}
    for week, dates in enumerate(department.horizon.working_days_by_week):
        free = {0: 0, 1: 0, 2: 0}
        for day in dates:
            # on a day with one kind only, gaps of two slots stay open
            kinds = draw(st.sampled_from(("both", "one", "any")))
            both = draw(st.integers(0, people)) if kinds != "one" else 0
            morning = draw(st.integers(0, people - both)) if kinds != "both" else 0
            afternoon = draw(st.integers(0, people - both - morning)) if kinds != "both" else 0
            duty[day] = (both, morning, afternoon)
            free[2] += both
            free[1] += morning + afternoon
            free[0] += people - both - morning - afternoon
        for slots, choices in ((0, 2), (1, 2), (2, 1)):
            for choice in range(choices):
                is_last_with_duty = slots and choice == choices - 1
                count = free[slots] if is_last_with_duty else draw(st.integers(0, free[slots]))
                days[week, 0, slots, choice] = count
                free[slots] -= count
    return department, roster_of(department, duty, days)


@given(rosters())
@settings(max_examples=150, deadline=None)
def test_nothing_is_lost_and_everybody_does_what_the_pattern_says(drawn: tuple[Department, PostRoster]) -> None:
    department, roster = drawn
    people = deal(department, [roster])
    covered = Counter((day, slot) for person in people for day, slots in person.duty.items() for slot in slots)
    held = Counter(
        (department.horizon.week_of(day), tuple(pattern.items()))
        for person in people
        for day, pattern in person.patterns.items()
    )
    taken: Counter[tuple[dt.date, str]] = Counter()
    for (day, slot, _), count in roster.covering.items():
        taken[day, slot] += count
    assert covered == +taken
    assert held == {
        (week, tuple(roster.post.menus[0][slots][choice].items())): count
        for (week, _, slots, choice), count in roster.days.items()
        if count
    }
    for person in people:
        assert person.duty.keys() <= person.patterns.keys()
        for day, pattern in person.patterns.items():
            assert len(person.duty.get(day, ())) == pattern.get("duty", 0)


@given(rosters())
@settings(max_examples=150, deadline=None)
def test_turns_are_as_if_everybody_were_looked_at_for_each(drawn: tuple[Department, PostRoster]) -> None:
    department, roster = drawn
    people, plainly = deal(department, [roster]), dealt_plainly(department, roster)
    # where turns alone give somebody too much in a week, slots change hands
    assume(not exceeds_a_week(department, plainly))
    dealt = {person.name: (person.duty, person.patterns) for person in people}
    assert dealt == {person.name: (person.duty, person.patterns) for person in plainly}


def dealt_plainly(department: Department, roster: PostRoster) -> list[PersonRoster]:
    """Deal by looking at everybody each time: duty day by day, then swaps, then the patterns of each week."""
    people = [PersonRoster(name, roster.post) for name in roster.post.names]
    for day in department.horizon.working_days:
        deal_duty_plainly(department, roster, day, people)
    while swap_plainly(department, people):
        pass
    had: Counter[tuple[str, int, int]] = Counter()
    for week, days in enumerate(roster.post.days):
        for slots, patterns in roster.post.menus[0].items():
            counts = [roster.days[week, 0, slots, choice] for choice in range(len(patterns))]
            for _, choice in sorted(zip(counts, range(len(patterns)), strict=True)):
                for _ in range(counts[choice]):
                    left = {
                        number: [
                            day for day in days if len(person.duty.get(day, ())) == slots and day not in person.patterns
                        ]
                        for number, person in enumerate(people)
                    }
                    number = min(
                        (number for number in left if left[number]),
                        key=lambda number: (had[people[number].name, slots, choice], -len(left[number]), number),
                    )
                    people[number].patterns[left[number][len(left[number]) // 2]] = patterns[choice]
                    had[people[number].name, slots, choice] += 1
    return people


def deal_duty_plainly(department: Department, roster: PostRoster, day: dt.date, people: list[PersonRoster]) -> None:
    """Give a day's duty to those who had least, and had not enough in the week; first to those who cover most."""
    duty = department.plan.duty
    most = duty.max_slots_per_week if duty and duty.max_slots_per_week else 1000
    week = department.horizon.week_of(day)
    for slots in (2, 1):
        left = {slot: roster.covering[day, slot, slots] for slot in (MORNING, AFTERNOON)}
        before = {person.name: dict(person.duty) for person in people}
        in_all = {name: sum(map(len, had.values())) for name, had in before.items()}
        in_week = {
            name: sum(len(taken) for at, taken in had.items() if department.horizon.week_of(at) == week)
            for name, had in before.items()
        }
        free = [person for person in people if day not in person.duty]
        free.sort(key=lambda person: (in_week[person.name] >= most, in_all[person.name]))
        for person in free[: roster.dutied[day, slots]]:
            wanted = sorted(left, key=lambda slot: -left[slot])[:slots]
            person.duty[day] = tuple(slot for slot in left if slot in wanted)
            for slot in wanted:
                left[slot] -= 1


def swap_plainly(department: Department, people: list[PersonRoster]) -> bool:
    """Swap the first day that brings who has most duty nearer to who has least; tell whether there was one."""
    ranked = sorted(people, key=lambda person: (slots_of(person), person.name))
    least, most = ranked[0], ranked[-1]
    for day in sorted(most.duty):
        if 0 < len(most.duty[day]) - len(least.duty.get(day, ())) < slots_of(most) - slots_of(least):
            before = dict(most.duty), dict(least.duty)
            given, taken = most.duty.pop(day), least.duty.pop(day, ())
            least.duty[day] = given
            if taken:
                most.duty[day] = taken
            if not exceeds_a_week(department, [least]):
                return True
            most.duty, least.duty = before
    return False


def slots_of(person: PersonRoster) -> int:
    return sum(map(len, person.duty.values()))


@pytest.mark.parametrize(
    ("people", "most", "days"),
    [
        # both have 6 at last, where turns alone give one of them 7
        (2, 6, [(1, 0, 0), (1, 1, 0), (0, 1, 0), (2, 0, 0), (1, 0, 0)]),
        (4, 5, [(3, 1, 0), (1, 0, 1), (2, 1, 0), (0, 2, 0), (1, 0, 0)]),
    ],
)
def test_nobody_has_more_slots_in_a_week_than_anybody_may_where_that_can_be(
    people: int, most: int, days: list[tuple[int, int, int]]
) -> None:
    department = department_of(people, 1, most)
    duty = dict(zip(department.horizon.working_days, days, strict=True))
    both, single = sum(day[0] for day in days), sum(day[1] + day[2] for day in days)
    roster = roster_of(department, duty, {(0, 0, 1, 0): single, (0, 0, 2, 0): both})
    dealt = deal(department, [roster])
    assert max(map(slots_of, dealt)) <= most
    assert sum(map(slots_of, dealt)) == 2 * both + single
    assert [slots for person in dealt for slots in person.duty.values()] == [
        tuple(sorted(slots, key=[MORNING, AFTERNOON].index)) for person in dealt for slots in person.duty.values()
    ]


@pytest.mark.parametrize(
    ("max_slots_per_week", "slots"),
    [
        # two days of both slots and one of one: 2 + 1 and 2; without the swap the one slot would come on top
        (None, [2, 3]),
        (3, [2, 3]),
    ],
)
def test_slots_that_come_in_twos_are_evened_out(max_slots_per_week: int | None, slots: list[int]) -> None:
    department = department_of(2, 1, max_slots_per_week)
    monday, tuesday, wednesday, *_ = department.horizon.working_days
    roster = roster_of(
        department, {monday: (1, 0, 0), tuesday: (1, 0, 0), wednesday: (0, 1, 0)}, {(0, 0, 1, 0): 1, (0, 0, 2, 0): 2}
    )
    people = deal(department, [roster])
    assert sorted(map(slots_of, people)) == slots
    assert not exceeds_a_week(department, people)


def test_many_alike_people_share_evenly() -> None:
    # 400 people, 100 on both slots and 60 on one each day: 260 slots x 10 days / 400 people = 6.5 each;
    # of 10 x 240 days without duty 1,000 hold meetings: 2.5 each
    department = department_of(400)
    duty = dict.fromkeys(department.horizon.working_days, (100, 40, 20))
    days = {(week, 0, 0, 0): 700 for week in (0, 1)} | {(week, 0, 0, 1): 500 for week in (0, 1)}
    days |= {(week, 0, 1, 0): 300 for week in (0, 1)} | {(week, 0, 2, 0): 500 for week in (0, 1)}
    people = deal(department, [roster_of(department, duty, days)])
    assert {slots_of(person) for person in people} <= {6, 7}
    meetings = Counter(
        sum(pattern.get("meetings", 0) // 2 for pattern in person.patterns.values()) for person in people
    )
    assert meetings.keys() <= {1, 2, 3, 4}
    assert sum(times * count for times, count in meetings.items()) == 1000
