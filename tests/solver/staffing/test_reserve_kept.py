"""Days that change hands until enough places on duty stay free for absences."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from salescrew.models.department.department import Department
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.queue_slots import QueueSlot
from salescrew.solver.engine.program import INFINITY, Clock
from salescrew.solver.staffing.deal import PersonRoster, exceeds_a_week, missing_reserve
from salescrew.solver.staffing.prices import Prices
from salescrew.solver.staffing.reserve_kept import keep_reserve
from salescrew.solver.staffing.roster import RosterModel

MORNING, AFTERNOON = QueueSlot("morning"), QueueSlot("afternoon")
CALLS, ON_DUTY, BOTH = {"calls": 60}, {"duty": 1, "calls": 30}, {"duty": 2}


def a_department(absences: list[float], **duty: Any) -> Department:
    return Department(
        Plan.model_validate(
            {
                "name": "reserve",
                "calendar": {"start": "2026-01-12", "weeks": 1},
                "target": {"revenue": 1},
                "products": {"x": {"average_deal": 1}},
                "day_patterns": [CALLS, ON_DUTY, BOTH],
                "funnels": {
                    "warm": {
                        "channel": "inbound",
                        "product": "x",
                        "leads": {"per_week": 10},
                        "stages": [{"name": "lead", "conversion": 1, "effort": {"calls": 1}}],
                    }
                },
                "pipeline": "steady",
                "duty": {"managers_per_slot": 1, **duty},
                "managers": [
                    {"name": f"m{number}", "roles": ["mixed"], "absence": absence, "monthly_cost": 1}
                    for number, absence in enumerate(absences)
                ],
            }
        )
    )


def a_roster(department: Department, on_duty: dict[int, int]) -> tuple[list[PersonRoster], Prices]:
    """Let people have both slots on so many of the week's days, one after the other, and call on all others."""
    team = tuple(department.post([person], "mixed") for person in department.everyone)
    people = [PersonRoster(post.names[0], post) for post in team]
    turns = [number for number, days in on_duty.items() for _ in range(days)]
    for day, turn in zip(department.weeks and team[0].days[0], turns, strict=True):
        for number, person in enumerate(people):
            person.patterns[day] = BOTH if number == turn else CALLS
            if number == turn:
                person.duty[day] = (MORNING, AFTERNOON)
    prices = RosterModel(department, team, INFINITY).most(Clock(None)).prices
    assert prices is not None
    return people, prices


def held(people: list[PersonRoster]) -> dict[dt.date, list[tuple[object, object]]]:
    """What the people of a day do in all, whoever does it."""
    return {
        day: sorted(((sorted(one.patterns[day].items()), one.duty.get(day, ())) for one in people), key=str)
        for day in people[0].patterns
    }


@pytest.mark.parametrize("missing", [{0: 5}, {0: 3, 1: 2}])
def test_those_who_are_away_less_take_days_on_duty(missing: dict[int, int]) -> None:
    department = a_department([0.4, 0.4, 0, 0])
    people, prices = a_roster(department, missing)
    # ten places are needed, and who is away is reckoned with six of ten
    for person in people[2:]:
        day = max(person.patterns)
        person.patterns[day] = ON_DUTY
    before, then = held(people), missing_reserve(department, people)
    assert any(then.values())
    keep_reserve(department, people, prices)
    assert not any(missing_reserve(department, people).values())
    assert held(people) == before


def test_nothing_changes_hands_where_enough_is_there() -> None:
    department = a_department([0.1, 0, 0])
    people, prices = a_roster(department, {1: 3, 2: 2})
    before = [(dict(person.patterns), dict(person.duty)) for person in people]
    keep_reserve(department, people, prices)
    assert [(person.patterns, person.duty) for person in people] == before


def test_nobody_gets_more_slots_than_a_week_may_have() -> None:
    department = a_department([0.4, 0, 0], max_slots_per_week=4)
    people, prices = a_roster(department, {0: 2, 1: 2, 2: 1})
    keep_reserve(department, people, prices)
    assert not exceeds_a_week(department, people)
