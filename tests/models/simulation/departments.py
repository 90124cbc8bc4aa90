"""Small departments with their answers written down: every day of a week is the same."""

from __future__ import annotations

import datetime as dt
from typing import Any

from salescrew.models.answers.result import Result
from salescrew.models.plan.plan import Plan

Data = dict[str, Any]
START = dt.date(2026, 1, 12)


def working_days(weeks: int) -> list[dt.date]:
    return [START + dt.timedelta(days=7 * week + day) for week in range(weeks) for day in range(5)]


def department(plan: Data, people: dict[str, Data], weeks: int) -> tuple[Plan, Result]:
    """Make a plan and a result in which each person does the same every day.

    Parameters
    ----------
    people
        By name: the `role`, the `pattern`, the slots of `duty`, the quotas `asked` and the `contacts` of a day.
    """
    data = {
        "name": "Small",
        "calendar": {"start": str(START), "weeks": weeks},
        "target": {"revenue": 1},
        "day_patterns": [dict(pattern) for pattern in {tuple(one["pattern"].items()) for one in people.values()}],
        "managers": [{"name": name, **one.get("record", {})} for name, one in people.items()],
        "pipeline": "empty",
    } | plan
    days = working_days(weeks)
    activities = dict.fromkeys(a for one in people.values() for a in one["pattern"] if a != "duty")
    result: Data = {
        "status": "feasible",
        "headcount": len(people),
        "headcount_bound": 0,
        "monthly_cost": 0.0,
        "monthly_cost_bound": 0.0,
        "revenue": 0.0,
        "profit": None,
        "deals": 0.0,
        "products": {},
        "managers": [
            {"name": name, "role": one["role"], "monthly_cost": 0.0, "hired": False} for name, one in people.items()
        ],
        "roster": [
            {"date": day, "manager": name, "pattern": one["pattern"], "duty": one.get("duty", [])}
            for day in days
            for name, one in people.items()
        ],
        "quotas": [
            {"date": day, "manager": name, **dict.fromkeys(activities, 0), **one.get("asked", {})}
            | {"contacts": one.get("contacts", {})}
            for day in days
            for name, one in people.items()
        ],
    }
    return Plan.model_validate(data), Result.model_validate(result)


COLD: Data = {
    "channel": "outbound",
    "product": "audit",
    "opens_with": "calls",
    "stages": [
        {"name": "contact", "conversion": 0.1},
        {"name": "meeting", "conversion": 0.5, "effort": {"meetings": 1}, "days_to_next": 10},
        {"name": "proposal", "conversion": 0.6, "effort": {"calls": 2}, "days_to_next": 4},
    ],
}
WARM: Data = {
    "channel": "inbound",
    "product": "setup",
    "leads": {"per_week": 30, "by_slot": {"afternoon": 2}},
    "stages": [
        {"name": "lead", "conversion": 0.5, "days_to_next": 3},
        {"name": "meeting", "conversion": 0.6, "effort": {"meetings": 1}, "days_to_next": 5},
    ],
}
PRODUCTS: Data = {"audit": {"average_deal": 100}, "setup": {"average_deal": 300}}


def hunters(weeks: int = 4, **more: Any) -> tuple[Plan, Result]:
    """Two hunters, one of them worth more, on a steady plan."""
    people = {
        "Anna": {"role": "hunter", "pattern": {"calls": 40, "meetings": 2}, "asked": {"calls": 30, "meetings": 2}}
        | {"contacts": {"cold": 25.5}, "record": {"effectiveness": 1.2}},
        "Boris": {"role": "hunter", "pattern": {"calls": 40, "meetings": 2}, "asked": {"calls": 20, "meetings": 2}}
        | {"contacts": {"cold": 16.0}},
    }
    return department({"products": PRODUCTS, "funnels": {"cold": COLD}, "pipeline": "steady"} | more, people, weeks)


def desk(weeks: int = 5, **more: Any) -> tuple[Plan, Result]:
    """Two people on duty, one of whom holds the meetings, on an empty plan."""
    people = {
        "Carl": {"role": "inbound", "pattern": {"duty": 2}, "duty": ["morning", "afternoon"]},
        "Dina": {"role": "inbound", "pattern": {"duty": 1, "meetings": 4}, "duty": ["afternoon"]}
        | {"asked": {"meetings": 4}, "record": {"effectiveness": 0.8}},
    }
    plan = {"products": PRODUCTS, "funnels": {"warm": WARM}, "duty": {"leads_per_slot": 3.9}}
    return department(plan | more, people, weeks)


def mixed(weeks: int = 6, **more: Any) -> tuple[Plan, Result]:
    """A hunter, somebody on duty, and somebody who does both, on a plan that begins with items under way."""
    people = {
        "Anna": {"role": "hunter", "pattern": {"calls": 40}, "asked": {"calls": 40}}
        | {"contacts": {"cold": 36.25}, "record": {"effectiveness": 1.1}},
        "Carl": {"role": "inbound", "pattern": {"duty": 2}, "duty": ["morning", "afternoon"]},
        "Emil": {"role": "mixed", "pattern": {"duty": 1, "meetings": 5, "calls": 5}, "duty": ["afternoon"]}
        | {"asked": {"meetings": 5, "calls": 4}, "contacts": {"cold": 2.0}},
    }
    plan = {
        "products": PRODUCTS,
        "funnels": {"cold": COLD, "warm": WARM},
        "duty": {"leads_per_slot": 3.9},
        "pipeline": {"cold": {"meeting": 6.5, "proposal": [{"items": 4, "waited_days": 3}]}},
    }
    return department(plan | more, people, weeks)
