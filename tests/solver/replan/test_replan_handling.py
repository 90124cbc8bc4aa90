"""Plans made anew in which closers hold what others open, or it counts who handles items."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

import salescrew
from salescrew.models.answers.result import Result
from salescrew.models.facts.file import parse_actuals
from salescrew.models.plan.plan import Plan
from tests.solver.answers import solved
from tests.solver.replanned import away, just_as_planned, replanned, turnover

Data = dict[str, Any]
WEDNESDAY = dt.date(2026, 3, 4)


def team(**changes: Any) -> Plan:
    """Four weeks in which a call in ten leads to a meeting a week later, and a meeting in two to a deal.

    Ann calls; Bob and Cid close, and Bob makes a fifth more of a meeting.
    """
    stages = [
        {"name": "contact", "conversion": 0.1, "days_to_next": 7},
        {"name": "meeting", "conversion": 0.5, "effort": {"meetings": 1}, "by": "closer"},
        {"name": "offer", "conversion": 0.8, "effort": {"calls": 2}},
    ]
    data: Data = {
        "name": "closing",
        "calendar": {"start": "2026-03-02", "weeks": 4},
        "products": {"x": {"average_deal": 1000}},
        "day_patterns": [{"calls": 20}, {"meetings": 2}, {"meetings": 1, "calls": 8}],
        "funnels": {"cold": {"channel": "outbound", "product": "x", "opens_with": "calls", "stages": stages}},
        "pipeline": {"cold": {"meeting": 6}},
        "managers": [
            {"name": "Ann", "roles": ["hunter"], "keep": True},
            {"name": "Bob", "roles": ["closer"], "follow_up": 1.2, "keep": True},
            {"name": "Cid", "roles": ["closer"], "keep": True},
        ],
        "target": {"revenue": 9000},
    }
    return Plan.model_validate(data | changes)


def without_follow_up() -> Plan:
    people = [{"name": "Ann", "roles": ["hunter"]}, {"name": "Bob", "roles": ["closer"]}]
    people.append({"name": "Cid", "roles": ["closer"]})
    return team(managers=[one | {"keep": True} for one in people], target={"revenue": 8000})


@pytest.mark.parametrize("plan", [team(), without_follow_up()], ids=["counts", "closers"])
def test_nothing_changes_where_all_goes_by_plan(plan: Plan) -> None:
    found = replanned(plan, solved(plan), just_as_planned(plan, solved(plan)), WEDNESDAY)
    assert found.status in ("optimal", "feasible")
    changed = turnover(found)
    assert changed["people"] == changed["roles"] == changed["duty_slots"] == 0
    # what rounding leaves is a quota or two
    assert changed["quotas"] <= 3


@pytest.mark.parametrize("plan", [team(), without_follow_up()], ids=["counts", "closers"])
def test_another_closer_takes_the_meetings_of_one_who_is_away(plan: Plan) -> None:
    result = solved(plan)
    facts = just_as_planned(plan, result)
    found = replanned(plan, result, facts, WEDNESDAY, absent={"Bob": away(WEDNESDAY, dt.date(2026, 3, 13))})
    held = [row for row in found.quotas if row.date >= WEDNESDAY and row.activities["meetings"]]
    assert {row.manager for row in held if row.date < dt.date(2026, 3, 14)} <= {"Cid"}
    assert {row.manager for row in held} <= {"Bob", "Cid"}
    if plan.managers[1].follow_up != 1:
        assert {row.manager for row in found.work or () if row.stage == "meeting"} <= {"Bob", "Cid"}


def test_track_expects_what_whoever_handles_items_makes_of_them() -> None:
    plan = team()
    result = solved(plan)
    on_track = salescrew.track(plan, result, just_as_planned(plan, result), WEDNESDAY)
    (revenue,) = on_track.targets
    # the rest goes by plan, with those who are meant to hold the meetings
    assert revenue.with_planned == pytest.approx(9000, rel=0.02)
    meeting = next(row for row in on_track.funnels if row.stage == "meeting")
    assert meeting.planned is not None
    assert 0.5 < meeting.planned <= 0.6


def test_a_simulation_passes_on_what_was_planned_on_average() -> None:
    plan = team()
    result = solved(plan)
    held = ("time", "illness", "leaving")
    played = salescrew.simulate(plan, result, runs=4000, seed=3, fix=held)
    mean = float(played.revenue.mean())
    assert mean == pytest.approx(result.revenue or 0.0, rel=0.03)


def test_work_for_closers_stays_theirs_when_a_plan_is_made_anew() -> None:
    plan = without_follow_up()
    result = solved(plan)
    facts = just_as_planned(plan, result)
    found: Result = replanned(plan, result, facts, WEDNESDAY)
    assert found.replan is not None
    work = [*found.replan.basis.so_far.open_work, *found.replan.basis.so_far.spared_work]
    assert {row.by for row in work if row.activity == "meetings"} <= {"closer"}
    assert {row.by for row in work if row.activity == "calls"} <= {None}


def test_before_the_first_day_track_has_the_odds_of_items_as_they_are_handled() -> None:
    plan = team(prior_observations=10**9)
    result = solved(plan)
    assert result.odds is not None
    facts = parse_actuals("date,manager,what,funnel,count,amount", "actuals.csv", plan)
    progress = salescrew.track(plan, result, facts, "2026-03-02")
    assert progress.odds == pytest.approx(result.odds.all, abs=1e-5)


def test_the_odds_of_a_plan_made_anew_are_those_of_what_is_still_handled() -> None:
    plan = team()
    found = replanned(plan, solved(plan), just_as_planned(plan, solved(plan)), WEDNESDAY)
    assert found.odds is not None
    assert found.odds.revenue.mean == pytest.approx(found.revenue, rel=1e-5)
