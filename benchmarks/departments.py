"""Sales departments of any size, drawn from a seed: the stored cases' larger kin."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

PRODUCTS = {
    "audit": {"average_deal": 150_000, "margin": 0.4},
    "implementation": {"average_deal": 400_000, "margin": 0.25},
}
USUAL = ("cold-audit", "cold-implementation", "warm-implementation")


def department(
    people: int, weeks: int, *, profiles: int | None = None, seed: int = 1, funnels: Sequence[str] = USUAL
) -> dict[str, Any]:
    """Draw a department on warm and cold leads, its targets such that a third to a half of its people are needed.

    Parameters
    ----------
    people
        How many could be in the team.
    profiles
        Of how many kinds they are; None: everybody differs.
    funnels
        Those of `cold-audit`, `cold-implementation`, `warm-audit`, `warm-implementation` that it works.
    """
    chance = random.Random(seed)
    size = people / 15
    team: dict[str, Any] = {"managers": [], "candidates": []}
    for number in range(profiles or people):
        person = _person(chance)
        if profiles is None:
            person["days_off"] = _holiday(chance)
            team["managers"].append({"name": f"manager {number + 1}", **person})
        else:
            share = people // profiles + (number < people % profiles)
            team["candidates"].append({"profile": f"profile {number + 1}", "at_most": share, **person})
    sold = sorted({name.partition("-")[2] for name in funnels})
    revenue = 360_000 * size * weeks
    return {
        "name": f"{people} people, {weeks} weeks",
        "calendar": {"start": "2026-01-12", "weeks": weeks},
        "target": {
            "revenue": round(revenue if sold == ["audit"] else 5 * revenue),
            "products": {"audit": {"revenue": round(revenue)}},
        },
        "products": {name: PRODUCTS[name] for name in sold},
        "day_patterns": [
            {"calls": 90},
            {"meetings": 1, "calls": 15},
            {"meetings": 2},
            {"duty": 1, "calls": 40},
            {"duty": 1, "meetings": 1},
            {"duty": 2},
        ],
        "funnels": {name: funnel for name, funnel in _funnels(leads_per_week=36 * size).items() if name in funnels},
        "pipeline": "steady",
        "duty": {"leads_per_slot": 6},
        **team,
    }


def _person(chance: random.Random) -> dict[str, Any]:
    return {
        "monthly_cost": chance.randrange(80, 170) * 1000,
        "effectiveness": {role: round(chance.uniform(0.7, 1.25), 2) for role in ("hunter", "inbound", "mixed")},
        "absence": chance.choice([0, 0, 0.05, 0.08]),
    }


def _holiday(chance: random.Random) -> list[str]:
    first = chance.randint(1, 20)
    return [f"2026-02-{first:02d}/2026-02-{first + chance.randint(0, 7):02d}"] if chance.random() < 0.5 else []


def _funnels(leads_per_week: float) -> dict[str, Any]:
    def stages(*rows: tuple[str, float, dict[str, float], float]) -> list[dict[str, Any]]:
        return [
            {"name": name, "conversion": conversion, "effort": effort, "days_to_next": days}
            for name, conversion, effort, days in rows
        ]

    meeting, two_calls, call = {"meetings": 1.0}, {"calls": 2.0}, {"calls": 1.0}
    outbound = {"channel": "outbound", "opens_with": "calls"}
    return {
        "cold-audit": {
            **outbound,
            "product": "audit",
            "stages": stages(
                ("contact", 0.05, {}, 0), ("meeting", 0.5, meeting, 10), ("proposal", 0.6, two_calls, 30),
                ("invoice", 0.8, {}, 40),
            ),
        },
        "cold-implementation": {
            **outbound,
            "product": "implementation",
            "stages": stages(
                ("contact", 0.02, {}, 0), ("meeting", 0.4, meeting, 15), ("proposal", 0.5, two_calls, 40),
                ("invoice", 0.8, {}, 35),
            ),
        },
        "warm-audit": {
            "channel": "inbound",
            "product": "audit",
            "leads": {"per_week": leads_per_week / 4, "by_weekday": {"fri": 0.6}},
            "stages": stages(
                ("lead", 0.3, {}, 0), ("meeting", 0.5, meeting, 7), ("proposal", 0.5, call, 20),
                ("invoice", 0.9, {}, 30),
            ),
        },
        "warm-implementation": {
            "channel": "inbound",
            "product": "implementation",
            "leads": {"per_week": leads_per_week, "by_weekday": {"mon": 1.4}, "by_slot": {"morning": 1.5}},
            "stages": stages(
                ("lead", 0.35, {}, 0), ("meeting", 0.5, meeting, 10), ("proposal", 0.4, call, 40),
                ("invoice", 0.9, {}, 40),
            ),
        },
    }  # fmt: skip
