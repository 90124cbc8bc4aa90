"""Plans of a single funnel, to look at the deals that it pays."""

from __future__ import annotations

from typing import Any

import numpy as np

from salescrew.models.odds.distribution import Counts, counts_of
from salescrew.models.odds.funnel import FunnelChance
from salescrew.models.odds.opened import Opened
from salescrew.models.plan.plan import Plan


def plan_of(funnel: dict[str, Any], **more: Any) -> Plan:
    """Make a plan of one funnel, called `one`, over 20 weeks."""
    data: dict[str, Any] = {
        "name": "One funnel",
        "calendar": {"start": "2026-01-12", "weeks": 20},
        "target": {"products": {"thing": {"deals": 1}}},
        "products": {"thing": {"average_deal": 1000, "margin": 0.5}},
        "day_patterns": [{"calls": 90}, {"duty": 1}],
        "funnels": {"one": {"product": "thing", **funnel}},
        "pipeline": "empty",
        "managers": [{"name": "Anna"}],
    }
    if funnel["channel"] == "inbound":
        data["duty"] = {"managers_per_slot": 1}
    return Plan.model_validate(data | more)


def counts_in(funnel: dict[str, Any], opened: Opened, order: int = 32, **more: Any) -> Counts:
    """Give the distribution of the deals of one funnel."""
    plan = plan_of(funnel, **more)
    chance = FunnelChance(plan, "one", opened, frozenset(plan.chance.fix))
    every, nodes = np.ones(chance.weeks), chance.nodes(order)
    return counts_of(lambda w: chance.generating(w, nodes, every), chance.mean(every))
