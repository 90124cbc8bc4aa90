"""The follow-up work that a steady plan leaves for after its end, week by week."""

from __future__ import annotations

import datetime as dt

import pytest

from salescrew.models.answers.result import Result
from salescrew.models.department.work import Task
from salescrew.models.facts.file import parse_actuals
from salescrew.models.facts.form import form_csv, form_rows
from salescrew.models.plan.plan import Plan
from salescrew.models.schedule.schedule import schedule_of
from salescrew.models.schedule.workload import Workload
from salescrew.models.tracking.backlog import Backlog
from salescrew.models.tracking.standing import Standing

MONDAYS = [dt.date(2026, 1, 12) + dt.timedelta(weeks=week) for week in range(4)]
MEETINGS = {0: 3, 2: 1, 3: 1}
"""Meetings by week: five fall due in the third one, of which three wait until the first of the next round."""
PLAN = Plan.model_validate(
    {
        "name": "Steady",
        "currency": "EUR",
        "calendar": {"start": str(MONDAYS[0]), "weeks": 4},
        "products": {"x": {"average_deal": 100}},
        "day_patterns": [{"calls": 10}, {"meetings": 3}],
        "funnels": {
            "cold": {
                "channel": "outbound",
                "product": "x",
                "opens_with": "calls",
                "stages": [
                    {"name": "contact", "conversion": 0.5},
                    {"name": "meeting", "conversion": 0.5, "effort": {"meetings": 1}},
                ],
            }
        },
        "pipeline": "steady",
        "grace_weeks": 2,
        "target": {"revenue": 250},
        "managers": [{"name": "A"}],
    }
)


def result() -> Result:
    """Open ten contacts on the third Monday, and have the meetings on Tuesdays."""
    rows = [(MONDAYS[2], {"calls": 10}, {"cold": 10.0})]
    rows += [(MONDAYS[week] + dt.timedelta(days=1), {"meetings": count}, {}) for week, count in MEETINGS.items()]
    none = dict.fromkeys(name for name, field in Result.model_fields.items() if field.is_required())
    lists = dict.fromkeys(("uncovered", "overloaded", "coverage", "warnings"), ())
    menu = {"calls": {"calls": 10}, "meetings": {"meetings": 3}}
    return Result.model_validate(
        {
            **none,
            **lists,
            "status": "optimal",
            "funnel": [
                {"week": MONDAYS[2], "funnel": "cold", "stage": stage, "entering": items, "revenue": 0.0}
                for stage, items in (("contact", 10.0), ("meeting", 5.0), ("paid", 2.5))
            ],
            "headcount": 1,
            "managers": [{"name": "A", "role": "hunter", "monthly_cost": 0.0, "hired": False, "revenue": 250.0}],
            "roster": [
                {"date": day, "manager": "A", "pattern": menu[next(iter(asked))], "duty": []} for day, asked, _ in rows
            ],
            "quotas": [
                {"date": day, "manager": "A", "calls": 0, "meetings": 0, "contacts": contacts} | asked
                for day, asked, contacts in rows
            ],
        }
    )


@pytest.mark.parametrize(
    ("day", "left"),
    [
        (MONDAYS[0], {0: 3.0}),  # of the round before
        (MONDAYS[1], {}),
        (MONDAYS[2], {}),
        (MONDAYS[3], {3: 1.0}),  # five fell due, one was done, three are for after the end
    ],
)
def test_what_is_left_for_after_the_end_is_not_asked_for_when_its_week_is_over(
    day: dt.date, left: dict[int, float]
) -> None:
    planned = schedule_of(PLAN, result())
    as_planned = form_csv(form_rows(PLAN, planned.result, filled=True), filled=True)
    standing = Standing(planned, parse_actuals(as_planned, "actuals.csv", PLAN), day, None)
    backlog = Backlog(standing, Workload(planned), planned.first_day)
    found, ahead = backlog.settled("meetings")
    assert found == {(Task("cold", "meetings"), week): pytest.approx(amount, abs=1e-5) for week, amount in left.items()}
    assert ahead == {}
