"""Plans without a target, where people are asked for to be on duty."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

import salescrew
from salescrew.errors import InputError
from salescrew.models.plan.plan import Plan
from tests.solver.answers import solved


def desk(**changes: Any) -> dict[str, Any]:
    """Two weeks of five days with two slots; 6 leads a slot take two people, who are on duty all day."""
    return {
        "name": "Support desk",
        "calendar": {"start": "2026-01-12", "weeks": 2},
        "products": {"x": {"average_deal": 100}},
        "day_patterns": [{"duty": 2}, {"calls": 50}],
        "funnels": {
            "warm": {
                "channel": "inbound",
                "product": "x",
                "leads": {"per_week": 60},
                "stages": [{"name": "lead", "conversion": "10%"}],
            },
            "cold": {
                "channel": "outbound",
                "product": "x",
                "opens_with": "calls",
                "stages": [{"name": "contact", "conversion": "10%"}],
            },
        },
        "pipeline": "steady",
        "duty": {"leads_per_slot": 3},
        "managers": [{"name": name, "monthly_cost": cost} for name, cost in zip("ABCD", (5, 4, 3, 3), strict=True)],
        **changes,
    }


@pytest.mark.parametrize("target", [None, {}])
def test_people_for_the_duty_and_nothing_is_asked_besides(target: object) -> None:
    plan = Plan.model_validate(desk() if target is None else desk(target=target))
    result = solved(plan)
    assert (result.status, result.headcount, result.monthly_cost) == ("optimal", 2, 6)
    assert sum(len(row.duty) for row in result.roster) == 2 * 20
    assert not any(row.activities["calls"] for row in result.quotas)
    assert result.odds is None
    assert result.stretch is not None
    assert result.stretch.reach is None
    assert result.one_fewer is not None
    assert result.one_fewer.reach is None
    assert sum(slot.short for slot in result.one_fewer.uncovered) == 20
    assert {claim.verdict for claim in salescrew.prove(plan, result)} == {"proven"}


def test_too_few_people_leave_slots_open_and_no_share_of_nothing_is_reached() -> None:
    result = salescrew.solve(Plan.model_validate(desk()), people=1)
    assert (result.status, result.reach) == ("infeasible", None)
    assert sum(slot.short for slot in result.uncovered) == 20


def test_nobody_reaches_a_share_of_nothing() -> None:
    plan = Plan.model_validate(desk())
    explained = salescrew.explain(plan, ("headcount", "target", "odds", "person", "quota"))
    assert (explained.binding, explained.last_days, explained.odds) == (None, (), None)
    assert explained.changes is not None
    found = salescrew.sensitivity(plan, jobs=1)
    assert {side.reach for row in found.rows for side in (row.low, row.high) if side} == {None}
    (cell,) = salescrew.sweep(plan, {"duty.leads_per_slot": [6]}, jobs=1).cells
    assert (cell.headcount, cell.reach) == (1, None)


def test_facts_are_tracked_and_the_plan_made_anew() -> None:
    plan = Plan.model_validate(desk())
    result = solved(plan)
    facts = salescrew.actuals_of([], plan, result)
    progress = salescrew.track(plan, result, facts, dt.date(2026, 1, 12))
    assert (progress.targets, progress.odds) == ((), None)
    away = {result.managers[0].name: ["2026-01-20"]}
    replanned = salescrew.replan(plan, result, facts, dt.date(2026, 1, 12), absent=away)
    assert replanned.headcount == 3


def test_who_is_not_on_duty_needs_a_target() -> None:
    alone = {"funnels": {"cold": desk()["funnels"]["cold"]}, "duty": None}
    data = {key: value for key, value in desk(**alone).items() if value is not None}
    with pytest.raises(InputError, match="target: must hold at least one target where nobody is on duty, got none"):
        Plan.model_validate(data)


def test_odds_of_nothing_cannot_be_promised() -> None:
    with pytest.raises(InputError, match="must stand beside a target"):
        Plan.model_validate(desk(target={"confidence": "80%"}))
