"""What becomes of the work of people who are away: nobody is left waiting, whoever is away."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from typing import Any

import pytest

from salescrew.models.answers.handover import Handover
from salescrew.models.answers.result import Result
from salescrew.models.facts.actuals import Actuals
from salescrew.models.plan.plan import Plan
from tests.solver.answers import solved
from tests.solver.replanned import away, just_as_planned, replanned
from tests.solver.stored import solved_case

Data = dict[str, Any]
MON, TUE, NEXT_MON, NEXT_TUE = (dt.date(2026, 3, day) for day in (2, 3, 9, 10))
CLOSE = 1e-3
"""Rows leave out amounts below a ten-thousandth."""


def plan_of(*people: str, deals: float = 4, **fields: Any) -> Data:
    """Two weeks of Mondays and Tuesdays; every other lead makes a meeting at once, which one in two pays 100.

    Four leads come at noon of each day, on duty one does nothing else: 2 meetings and 1 deal a day.
    """
    stages = [
        {"name": "lead", "conversion": 0.5},
        {"name": "meeting", "conversion": 0.5, "effort": {"meetings": 1}},
    ]
    return {
        "name": "by hand",
        "calendar": {"start": "2026-03-02", "weeks": 2, "working_days": ["mon", "tue"], "slots": ["noon"]},
        "products": {"x": {"average_deal": 100}},
        "target": {"products": {"x": {"deals": deals}}},
        "day_patterns": [{"meetings": 2}, {"duty": 1}, {"meetings": 4}],
        "funnels": {"warm": {"channel": "inbound", "product": "x", "leads": {"per_week": 8}, "stages": stages}},
        "duty": {"leads_per_slot": 4},
        "pipeline": "empty",
        "grace_weeks": 1,
        "managers": [{"name": name, "keep": True, "roles": ["inbound"], "monthly_cost": 3} for name in people],
    } | fields


def told(rows: tuple[Handover, ...]) -> list[str]:
    days = [row.on.day if row.on else None for row in rows]
    return [
        f"{row.date.day} {row.manager} {row.amount:.2f} {row.what}: {row.outcome} {row.taken_by} {day}"
        for row, day in zip(rows, days, strict=True)
    ]


def handovers(plan: Plan, result: Result, **options: Any) -> tuple[Handover, ...]:
    revised = replanned(plan, result, Actuals(), options.pop("as_of", MON), freeze_days=0, **options)
    assert revised.replan is not None
    return revised.replan.handovers


@pytest.fixture(scope="module")
def duty_and_meetings() -> tuple[Plan, Result]:
    """Give a plan in which A is on duty, and B holds the 2 meetings of each day."""
    data = plan_of("A", "B")
    slots = [{"date": str(day), "slot": "noon", "managers": ["A"]} for day in (MON, TUE, NEXT_MON, NEXT_TUE)]
    days = [{"date": str(day), "manager": "B", "pattern": {"meetings": 2}} for day in (MON, TUE, NEXT_MON, NEXT_TUE)]
    return Plan.model_validate(data), solved(data | {"fixed": {"slots": slots, "days": days}})


def test_whoever_takes_duty_puts_off_meetings_and_that_is_said(duty_and_meetings: tuple[Plan, Result]) -> None:
    # B takes A's noon of Monday, and holds that day's 2 meetings on Tuesday, when 4 fit into the day
    plan, result = duty_and_meetings
    rows = handovers(plan.model_copy(update={"grace_weeks": 0}), result, absent={"A": away(MON)})
    assert told(rows) == ["2 A 1.00 noon: taken B 2", "2 B 2.00 meetings: taken B 3"]
    assert [row.reason for row in rows] == ["since A is away", "in the week in which it falls due"]
    assert (rows[1].funnel, rows[1].week) == ("warm", MON)


def test_meetings_wait_for_the_weeks_of_grace_where_nobody_has_time_before(
    duty_and_meetings: tuple[Plan, Result],
) -> None:
    # B is away for the whole week, and who is on duty holds no meetings: 4 wait for next week, in which 4 more fall due
    rows = handovers(*duty_and_meetings, absent={"B": away(MON, TUE)})
    assert {(row.outcome, row.week, row.reason) for row in rows if row.taken_by} <= {
        ("taken", MON, "within the weeks of grace"),
        ("taken", MON, "within the weeks of grace; the quota has room for it"),
    }
    assert math.fsum(row.amount for row in rows if row.on and row.on >= NEXT_MON) == pytest.approx(4, abs=CLOSE)


def test_duty_that_nobody_can_take_stays_open() -> None:
    data = plan_of("A", deals=0.1, grace_weeks=0)
    data["funnels"]["warm"]["stages"] = [{"name": "lead", "conversion": 0.5}]
    plan, result = Plan.model_validate(data), solved(data)
    (row,) = handovers(plan, result, absent={"A": away(TUE)})
    assert told((row,)) == ["3 A 1.00 noon: open None None"]


def test_nothing_is_listed_where_nobody_is_away(duty_and_meetings: tuple[Plan, Result]) -> None:
    assert handovers(*duty_and_meetings) == ()


# ---- whoever is away


def asked_besides_contacts(plan: Plan, result: Result) -> dict[tuple[dt.date, str, str], float]:
    """Count the follow-up work that is asked of everybody, by day, person and activity."""
    asked: dict[tuple[dt.date, str, str], float] = defaultdict(float)
    made = {activity for funnel in plan.funnels.values() for stage in funnel.stages for activity in stage.effort}
    for row in result.quotas:
        for activity in made & row.activities.keys():
            opened = [n for name, n in row.contacts.items() if plan.funnels[name].opens_with == activity]
            asked[row.date, row.manager, activity] = row.activities[activity] - math.fsum(opened)
    return asked


def of_kind(rows: tuple[Handover, ...], kind: str) -> dict[tuple[dt.date, str, str], float]:
    sums: dict[tuple[dt.date, str, str], float] = defaultdict(float)
    for row in rows:
        if row.kind == kind:
            sums[row.date, row.manager, row.what] += row.amount
    return sums


@pytest.mark.parametrize("name", ["small-04", "small-24"])
def test_the_work_of_a_week_is_done_by_others_or_said_not_to_be(name: str) -> None:
    plan, before = solved_case(name)
    facts = just_as_planned(plan, before)
    monday = plan.calendar.start - dt.timedelta(days=plan.calendar.start.weekday())
    for who in (member.name for member in before.managers):
        week = max(monday, plan.calendar.start), monday + dt.timedelta(days=6)
        after = replanned(plan, before, facts, week[0], absent={who: away(*week)}, freeze_days=0)
        assert after.replan is not None
        rows = after.replan.handovers
        was, now = asked_besides_contacts(plan, before), asked_besides_contacts(plan, after)
        work = of_kind(rows, "work")
        for key in was.keys() | work.keys():
            less = max(0.0, was.get(key, 0.0) - now.get(key, 0.0)) if rows else 0.0
            assert work.get(key, 0.0) == pytest.approx(less, abs=CLOSE)
        lost = [row for row in before.roster if row.manager == who and week[0] <= row.date <= week[1]]
        duty = {(row.date, who, where.name): 1 for row in lost for where in row.covered}
        assert of_kind(rows, "duty") == duty
        for row in rows:
            assert (row.taken_by is None) == (row.outcome in ("fewer", "open"))
            if row.week and row.on and row.outcome == "taken":
                assert 0 <= (row.on - row.week).days < 7 * (plan.grace_weeks + 1)
