"""Drawn plans in which only closers do the work of some stages, or it counts who does it."""

from __future__ import annotations

import random
from typing import Any

from salescrew.models.plan.plan import Plan
from tests.draw import Draw
from tests.plans import Drawn, Size, random_plan_data


def plan_of_closers(seed: int, size: Size = "tiny") -> Plan:
    """Draw the plan of a seed."""
    return Plan.model_validate(plan_data_of_closers(seed, size))


def plan_data_of_closers(seed: int, size: Size = "tiny") -> Drawn:
    """Draw the plan of a seed as it would stand in a file."""
    data, draw = random_plan_data(seed, size), _Draw(random.Random(f"closers {seed}"))
    draw.close_stages(data)
    draw.name_closers(data)
    draw.lower_targets(data["target"])
    return data


def plan_of_follow_up(seed: int, size: Size = "tiny") -> Plan:
    """Draw the plan of a seed in which items are worth more or less with whoever handles them."""
    return Plan.model_validate(plan_data_of_follow_up(seed, size))


def plan_data_of_follow_up(seed: int, size: Size = "tiny") -> Drawn:
    """Draw such a plan as it would stand in a file; in some of them closers do some of the work."""
    draw = _Draw(random.Random(f"follow-up {seed}"))
    data = plan_data_of_closers(seed, size) if draw.chance(40) else random_plan_data(seed, size)
    draw.handle_items(data)
    draw.lower_targets(data["target"])
    return data


class _Draw(Draw):
    """What is added to one plan."""

    def close_stages(self, data: Drawn) -> None:
        """Leave the work of some stages to closers, mostly of those that have any."""
        for funnel in data["funnels"].values():
            for stage in funnel["stages"]:
                if self.chance(60 if "effort" in stage else 5):
                    stage["by"] = "closer"

    def name_closers(self, data: Drawn) -> None:
        """Let some people close, and somebody for each funnel who may be needed."""
        for person in (*data["managers"], *data.get("candidates", ())):
            if self.chance(40):
                roles = person.get("roles", ["hunter", "inbound", "mixed"])
                person["roles"] = ["closer"] if self.chance(25) else [*roles, "closer"]
        data.setdefault("candidates", []).append(
            {"profile": "closer", "at_most": self.rng.choice((1, 2)), "monthly_cost": 4, "roles": ["closer"]}
        )

    def handle_items(self, data: Drawn) -> None:
        """Let some people make more or less of items, and some of these be handled by another activity."""
        for funnel in data["funnels"].values():
            for stage in funnel["stages"]:
                if "effort" in stage and self.chance(30):
                    stage["effort"] = {"calls": 1, **stage["effort"]}
                    stage["handled_by"] = self.rng.choice(list(stage["effort"]))
                if "effort" in stage and stage["conversion"] == 1:
                    stage["conversion"] = 0.8
        for person in (*data["managers"], *data.get("candidates", ())):
            if self.chance(60):
                person["follow_up"] = self.rng.choice((0.9, 1.1, 1.2, 0.7, "110%", 0))

    def lower_targets(self, target: Any) -> None:
        """Ask for less, since fewer people can do the work of closers than could do it before."""
        share = self.rng.choice((0.9, 0.6, 0.4))

        def lower(part: Any) -> None:
            for key, wanted in part.items():
                if isinstance(wanted, dict):
                    lower(wanted)
                elif isinstance(wanted, int | float) and key in ("revenue", "profit", "deals"):
                    part[key] = float(f"{wanted * share:.4g}")

        lower(target)
