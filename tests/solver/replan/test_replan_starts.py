"""First days to choose from when a plan is made anew: those of the plan in force stay, who joins gets one of the rest.

Three weeks of five days with two slots of one person each; one person covers both slots of a day.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

import salescrew
from salescrew.models.answers.result import Result
from salescrew.models.facts.actuals import Actuals
from salescrew.models.plan.plan import Plan
from tests.solver.answers import solved
from tests.solver.replanned import away, just_as_planned, replanned, turnover

Data = dict[str, Any]
FIRST, SECOND, THIRD = dt.date(2026, 3, 2), dt.date(2026, 3, 9), dt.date(2026, 3, 16)
WEDNESDAY = dt.date(2026, 3, 4)
LAST = dt.date(2026, 3, 22)


def shop(**fields: Any) -> Plan:
    data: Data = {
        "name": "shop",
        "calendar": {"start": str(FIRST), "weeks": 3},
        "products": {"x": {"average_deal": 100}},
        "day_patterns": [{"duty": 2}],
        "funnels": {
            "calls": {
                "channel": "inbound",
                "product": "x",
                "leads": {"per_week": 10},
                "stages": [{"name": "call", "conversion": 0.5}],
            }
        },
        "pipeline": "empty",
        "duty": {"managers_per_slot": 1},
        "managers": [{"name": "Anna", "monthly_cost": 100}],
        "candidates": [
            {
                "profile": "temp",
                "at_most": 2,
                "monthly_cost": 487,
                "hiring_cost": 5,
                "from": [str(FIRST), str(SECOND), str(THIRD)],
            }
        ],
    }
    return Plan.model_validate(data | fields)


def chosen(result: Result) -> dict[str, dt.date]:
    return {member.name: member.from_ for member in result.managers if member.from_ is not None}


def test_who_joins_has_one_of_the_days_that_are_left() -> None:
    plan = shop()
    result = solved(plan)
    assert [member.name for member in result.managers] == ["Anna"]
    revised = replanned(plan, result, Actuals(), WEDNESDAY, absent={"Anna": away(SECOND, LAST)}, freeze_days=0)
    assert revised.status == "optimal"
    assert turnover(revised)["people"] == 1
    (start,) = chosen(revised).values()
    assert start in (WEDNESDAY, SECOND)  # whose first day is over comes at once


@pytest.mark.parametrize(("more", "can"), [(0.001, True), (-1, False)])
def test_a_limit_of_the_cost_lets_who_joins_come_no_sooner_than_needed(more: float, *, can: bool) -> None:
    # a temp costs 487 / 30.4375 = 16 a day and 5 once: from the second week on 5 + 14 x 16 = 229
    plan = shop(limits={"cost": 100 * 21 / 30.4375 + 229 + more})
    result = solved(plan)
    revised = replanned(plan, result, Actuals(), WEDNESDAY, absent={"Anna": away(SECOND, LAST)}, freeze_days=0)
    assert revised.cost is not None
    assert plan.limits.cost is not None
    assert revised.cost <= plan.limits.cost + 1e-6
    if can:
        assert revised.status == "optimal"
        assert chosen(revised) == {"temp 1": SECOND}
    else:
        assert revised.replan is not None
        assert sum(row.short for row in revised.replan.basis.open_slots) == 10


def season() -> Plan:
    """Two people are needed in the second and third week, one before."""
    data = shop().model_dump(mode="json", by_alias=True, exclude_defaults=True)
    data["funnels"]["calls"]["leads"] = {"per_week": 10, "season": {"2026-03": 1}}
    data["duty"] = {"leads_per_slot": 1}
    data["calendar"]["extra_days"] = []
    data["managers"][0] |= {"days_off": [f"{SECOND}/{LAST}"], "keep": True}
    return Plan.model_validate(data)


def test_first_days_of_the_plan_in_force_stay() -> None:
    plan = season()
    result = solved(plan)
    assert chosen(result) == {"temp 1": SECOND}
    for as_of in (WEDNESDAY, SECOND, THIRD):
        revised = replanned(plan, result, just_as_planned(plan, result), as_of)
        assert revised.replan is not None
        assert not revised.replan.changes
        assert chosen(revised) == {"temp 1": SECOND}
        assert revised.replan.basis.since == {"temp 1": SECOND}
    again = replanned(plan, revised, just_as_planned(plan, result), THIRD)
    assert chosen(again) == {"temp 1": SECOND}


def test_a_day_that_was_not_chosen_is_found_in_a_plan_made_anew() -> None:
    plan = season()
    result = solved(plan)
    revised = replanned(plan, result, just_as_planned(plan, result), WEDNESDAY)
    managers = tuple(
        member.model_copy(update={"from_": THIRD}) if member.from_ else member for member in revised.managers
    )
    found = [str(one) for one in salescrew.verify(plan, revised.model_copy(update={"managers": managers}), result)]
    assert any(one.startswith("start: temp 1: from must be 2026-03-09, got 2026-03-16") for one in found)


def test_a_change_says_from_when_on_somebody_joins() -> None:
    plan = shop(limits={"cost": 100 * 21 / 30.4375 + 229.001})
    revised = replanned(plan, solved(plan), Actuals(), WEDNESDAY, absent={"Anna": away(SECOND, LAST)}, freeze_days=0)
    assert revised.replan is not None
    (joins,) = (change for change in revised.replan.changes if change.kind == "hire")
    assert (joins.manager, joins.date) == ("temp 1", SECOND)


def test_two_results_differ_in_when_somebody_comes() -> None:
    plan = season()
    result = solved(plan)
    managers = tuple(
        member.model_copy(update={"from_": FIRST}) if member.from_ else member for member in result.managers
    )
    found = salescrew.diff(result.model_copy(update={"managers": managers}), result)
    (start,) = (change for change in found.changes if change.kind == "start")
    assert (start.manager, start.date, start.was, start.now) == ("temp 1", SECOND, str(FIRST), str(SECOND))
    assert "cost" in {row.figure for row in found.figures}
