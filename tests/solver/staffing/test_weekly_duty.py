"""The bound of a week's duty where days may be split: no roster of whole days is cut off, and what is split is."""

from __future__ import annotations

import random
from typing import Any

import pytest

from salescrew.models.department.department import Department
from salescrew.models.plan.plan import Plan
from salescrew.solver.engine.program import Clock, Term, least
from salescrew.solver.search.reach import posts_of
from salescrew.solver.staffing.columns import Grain
from salescrew.solver.staffing.model import Staffing
from salescrew.solver.staffing.rules import weekly_duty


def plan_of(chance: random.Random, slots: int) -> Plan:
    """Draw a department of two who answer leads, with any bound of duty."""
    fields: dict[str, Any] = {
        "name": "Odd duty",
        "currency": "EUR",
        "calendar": {
            "start": "2026-01-12",
            "weeks": chance.randint(1, 2),
            "slots": ["9am", "1pm", "5pm"][:slots],
            "slot_minutes": 120,
        },
        "target": {"revenue": 1000},
        "products": {"a": {"average_deal": 1000}},
        "day_patterns": [{"calls": 20}, {"duty": 1, "calls": chance.randint(0, 12)}, {"duty": 2}, {"duty": 3}],
        "funnels": {
            "cold": {
                "channel": "outbound",
                "product": "a",
                "opens_with": "calls",
                "stages": [{"name": "contact", "conversion": 0.01}],
            },
            "warm": {
                "channel": "inbound",
                "product": "a",
                "leads": {"per_week": chance.randint(5, 25)},
                "stages": [{"name": "lead", "conversion": 0.01}],
            },
        },
        "pipeline": "steady",
        "duty": {"leads_per_slot": 6, "max_slots_per_week": chance.randint(3, 8)},
        "managers": [{"name": "Anna"}, {"name": "Ben", "working_days": ["mon", "tue", "wed", "thu"]}],
    }
    return Plan.model_validate(fields)


def staffing_of(plan: Plan, grain: Grain) -> Staffing:
    department = Department(plan)
    team = posts_of(department, dict.fromkeys(("Anna", "Ben"), "mixed"))
    return Staffing(department, team, grain, fixed=True, stretch=100.0, elastic=True)


def most(staffing: Staffing, objective: list[Term], *, relaxed: bool) -> float:
    """Find the most of an objective; days, and duty where it is told apart by day, are whole or may be split."""
    whole = [column for columns in staffing.columns for column in (*columns.days.values(), *columns.covering.values())]
    for column in whole:
        staffing.program.whole[column] = True
    found = least(staffing.program, [(c, -w) for c, w in objective], clock=Clock(None), relaxed=relaxed)
    assert found.objective is not None
    return -found.objective


@pytest.mark.parametrize("grain", list(Grain))
@pytest.mark.parametrize("seed", range(6))
def test_no_whole_days_are_cut_off_and_bounds_only_get_sharper(
    seed: int, grain: Grain, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(seed)
    plan = plan_of(chance, chance.randint(2, 3))
    with_cuts = staffing_of(plan, grain)
    every = [column for columns in with_cuts.columns for column in columns.days.values()]
    covered = [column for columns in with_cuts.columns for column in columns.covering.values()]
    weights = [(column, chance.uniform(-1, 1)) for column in every] + [
        (column, chance.uniform(0, 1)) for column in covered
    ]

    def ends(staffing: Staffing) -> tuple[float, float]:
        return most(staffing, weights, relaxed=False), most(staffing, weights, relaxed=True)

    whole, split = ends(with_cuts)
    monkeypatch.setattr(weekly_duty, "_days_are_whole", lambda *_: None)
    whole_without, split_without = ends(staffing_of(plan, grain))
    assert whole == pytest.approx(whole_without, abs=1e-6)
    assert whole - 1e-6 <= split <= split_without + 1e-6


def test_half_days_do_not_make_up_for_an_odd_bound() -> None:
    plan = plan_of(random.Random(0), 2)
    assert plan.duty is not None
    odd = plan.model_copy(
        update={
            "duty": plan.duty.model_copy(update={"max_slots_per_week": 5}),
            "day_patterns": tuple(pattern for pattern in plan.day_patterns if pattern in ({"calls": 20}, {"duty": 2})),
        }
    )
    assert len(odd.day_patterns) == 2
    staffing = staffing_of(odd, Grain.WEEKS)
    anna = staffing.columns[0]
    week = [(c, 1.0) for (number, _, _), c in anna.covering.items() if not anna.blocks[number].period]
    calls = [(c, 1.0) for (number, duty, _), c in anna.days.items() if not duty and not anna.blocks[number].period]
    assert most(staffing, [*week, *calls], relaxed=True) == pytest.approx(
        most(staffing, [*week, *calls], relaxed=False)
    )
