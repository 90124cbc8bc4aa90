"""Drawn plans with something left to chance besides what always is; what is planned of them on average is the same."""

from __future__ import annotations

import random

from salescrew.models.plan.plan import Plan
from tests.draw import Draw
from tests.plans import Drawn, Size, random_plan_data


def plan_with_chance(seed: int, size: Size = "tiny") -> Plan:
    """Draw the plan of a seed."""
    return Plan.model_validate(plan_data_with_chance(seed, size))


def plan_data_with_chance(seed: int, size: Size = "tiny") -> Drawn:
    """Draw the plan of a seed as it would stand in a file."""
    data, draw = random_plan_data(seed, size), _Draw(random.Random(seed))
    for funnel in data["funnels"].values():
        draw.leave_to_chance(funnel)
    for product in data["products"].values():
        if draw.chance(25):
            product["deal_cv"] = draw.rng.choice((0.3, 1))
    if draw.chance(30):
        data["chance"] = {"fix": draw.rng.sample(("time", "rates", "deals", "arrivals", "forecast"), 2)}
        data["chance"]["spell_days"] = 4
    for person in (*data["managers"], *data.get("candidates", ())):
        if draw.chance(30):
            person |= {"attrition": "25%", "replace_weeks": draw.rng.choice((1, 3)), "replace_ramp": [0.5]}
    return data


class _Draw(Draw):
    """What is added to one plan."""

    def leave_to_chance(self, funnel: Drawn) -> None:
        """Let leads come in waves, and conversions be known from a few items."""
        if "leads" in funnel and self.chance(60):
            funnel["leads"] |= {"dispersion": self.rng.choice((1.5, 3)), "level_cv": self.rng.choice((0, 0.2))}
        for stage in funnel["stages"]:
            if self.chance(30):
                of = self.rng.choice((40, 300))
                stage["observed"] = {"passed": of // 3, "of": of, "as_of": "2026-01-05", "source": "CRM"}
