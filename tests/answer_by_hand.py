"""A plan so small that its answer can be written down by hand, for the checker's tests.

Two weeks of two working days. Two leads come every morning, which takes one person on duty; half of them pay at once.
Half of the cold contacts lead to a meeting in the same week, half of the meetings to a payment a week later.

Anna opens 8 contacts in the first week: 8 x 0.5 = 4 meetings fall due then, 2 of which she holds in that week and 2 in
the week of grace; 4 x 0.5 = 2 deals are paid in the second week. Boris answers 2 x 2 = 4 leads a week, of which
4 x 0.5 = 2 pay in the same week. So 2 + 2 x 2 = 6 deals of 100 make a revenue of 600, half of it profit.
"""

from __future__ import annotations

import copy
from typing import Any

from salescrew.checker.verify import verify
from salescrew.models.answers.result import Result
from salescrew.models.department.warnings import warnings
from salescrew.models.plan.plan import Plan

Data = dict[str, Any]

_PLAN: Data = {
    "name": "by hand",
    "calendar": {"start": "2026-01-12", "weeks": 2, "working_days": ["mon", "tue"]},
    "target": {"revenue": 600},
    "products": {"audit": {"average_deal": 100, "margin": 0.5}},
    "day_patterns": [{"calls": 10}, {"meetings": 2}, {"duty": 1, "calls": 4}, {"duty": 2}],
    "funnels": {
        "cold": {
            "channel": "outbound",
            "product": "audit",
            "opens_with": "calls",
            "stages": [
                {"name": "contact", "conversion": 0.5},
                {"name": "meeting", "conversion": 0.5, "effort": {"meetings": 1}, "days_to_next": 7},
            ],
        },
        "warm": {
            "channel": "inbound",
            "product": "audit",
            "leads": {"per_week": 4, "by_slot": {"afternoon": 0}},
            "stages": [{"name": "lead", "conversion": 0.5}],
        },
    },
    "pipeline": "empty",
    "duty": {"leads_per_slot": 2},
    "managers": [{"name": "Anna", "monthly_cost": 100}, {"name": "Boris", "monthly_cost": 80}],
    "candidates": [{"profile": "junior", "at_most": 2, "monthly_cost": 50}],
}


def _roster(day: str, manager: str, pattern: dict[str, int], *duty: str) -> Data:
    return {"date": day, "manager": manager, "pattern": pattern, "duty": list(duty)}


def _quotas(day: str, manager: str, calls: int, meetings: int, **contacts: float) -> Data:
    return {"date": day, "manager": manager, "calls": calls, "meetings": meetings, "contacts": contacts}


def _flow(week: str, funnel: str, stage: str, entering: float, revenue: float = 0.0) -> Data:
    return {"week": week, "funnel": funnel, "stage": stage, "entering": entering, "revenue": revenue}


_DAYS = ("2026-01-12", "2026-01-13", "2026-01-19", "2026-01-20")

_RESULT: Data = {
    "version": 1,
    "status": "optimal",
    "headcount": 2,
    "headcount_bound": 2,
    "monthly_cost": 180.0,
    "monthly_cost_bound": 180.0,
    "revenue": 600.0,
    "profit": 300.0,
    "deals": 6.0,
    "products": {"audit": {"revenue": 600.0, "profit": 300.0, "deals": 6.0}},
    "managers": [
        {"name": "Anna", "role": "hunter", "monthly_cost": 100.0, "hired": False},
        {"name": "Boris", "role": "inbound", "monthly_cost": 80.0, "hired": False},
    ],
    "coverage": [{"date": day, "slot": "morning", "leads": 2.0, "required": 1} for day in _DAYS],
    "roster": [
        _roster("2026-01-12", "Anna", {"calls": 10}),
        _roster("2026-01-13", "Anna", {"meetings": 2}),
        _roster("2026-01-19", "Anna", {"meetings": 2}),
        *(_roster(day, "Boris", {"duty": 1, "calls": 4}, "morning") for day in _DAYS),
    ],
    "quotas": [
        _quotas("2026-01-12", "Anna", 8, 0, cold=8.0),
        _quotas("2026-01-13", "Anna", 0, 2),
        _quotas("2026-01-19", "Anna", 0, 2),
        *(_quotas(day, "Boris", 0, 0) for day in _DAYS),
    ],
    "funnel": [
        _flow("2026-01-12", "cold", "contact", 8.0),
        _flow("2026-01-12", "cold", "meeting", 4.0),
        _flow("2026-01-12", "cold", "paid", 0.0),
        _flow("2026-01-19", "cold", "contact", 0.0),
        _flow("2026-01-19", "cold", "meeting", 0.0),
        _flow("2026-01-19", "cold", "paid", 2.0, 200.0),
        _flow("2026-01-12", "warm", "lead", 4.0),
        _flow("2026-01-12", "warm", "paid", 2.0, 200.0),
        _flow("2026-01-19", "warm", "lead", 4.0),
        _flow("2026-01-19", "warm", "paid", 2.0, 200.0),
    ],
}


def by_hand() -> tuple[Data, Data]:
    """Give the plan and its answer, to be changed at will."""
    return copy.deepcopy(_PLAN), copy.deepcopy(_RESULT)


def violations(plan: Data, result: Data) -> list[str]:
    """Check a result, which has the plan's warnings where it says nothing of them, and write the violations down.

    It says no more than a result of the first version has to.
    """
    read = Plan.model_validate(plan)
    told = {"version": 1, "warnings": warnings(read)} | result
    return [str(one) for one in verify(read, Result.model_validate(told))]


def roster_row(result: Data, day: str, manager: str) -> Data:
    """Find a row of the roster."""
    return next(row for row in result["roster"] if (row["date"], row["manager"]) == (day, manager))


def quotas_row(result: Data, day: str, manager: str) -> Data:
    """Find a row of the quotas."""
    return next(row for row in result["quotas"] if (row["date"], row["manager"]) == (day, manager))
