"""Plans whose targets lie near what so many people reach: where the fewest are hardest to prove.

Drawn ones differ in size, horizon, duty, roles, absences, ramps and pipeline; the others are the field's. What so many
people reach is worked out once, by a model in which days may be split, and stored, so that every version is asked the
same.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import salescrew
from benchmarks.departments import USUAL, department
from salescrew.models.department.department import Department
from salescrew.models.plan.plan import Plan
from salescrew.solver.engine.program import Clock, least
from salescrew.solver.search.size import TeamModel
from salescrew.solver.staffing.columns import coarsest

FOLDER = Path(__file__).parent
FIELD = {path.stem: path for path in sorted((FOLDER / "field").glob("*.yaml"))}
SHORT = tuple((name, weeks) for name in ("appointments", "team") for weeks in (1, 2))
"""Plans of the field over fewer weeks than they have."""
STORED = FOLDER / "near.json"
SHARES = (0.9, 0.95, 0.98, 0.99, 0.995, 1.0, 1.005)
DRAWN = 200
HORIZONS = (1, 1, 2, 2, 4, 8, 13, 13, 13, 26)


@dataclass(frozen=True)
class Near:
    """A plan of the family.

    Attributes
    ----------
    base
        A plan of the field, maybe with ` in ` and its weeks, or `drawn-` and its seed.
    people
        So many people reach `reach` times the targets of the base, with split days.
    share
        Of that as much is asked for.
    """

    base: str
    people: int
    reach: float
    share: float

    @property
    def name(self) -> str:
        """Name it."""
        return f"{self.base} at {100 * self.share:g}%"

    def plan(self) -> Plan:
        """Give the plan."""
        return asking(base_plan(self.base), self.reach * self.share)


def family() -> list[Near]:
    """List the stored family."""
    return [Near(*row) for row in json.loads(STORED.read_text(encoding="utf-8"))]


def base_plan(name: str) -> Plan:
    """Give a plan before its targets are changed."""
    field, _, weeks = name.partition(" in ")
    if field in FIELD:
        plan = salescrew.load(FIELD[field])
        return plan.replace({"calendar.weeks": int(weeks)}) if weeks else plan
    return Plan.model_validate(drawn(int(name.removeprefix("drawn-"))))


def asking(plan: Plan, share: float) -> Plan:
    """Give a plan that asks for so many times its targets."""

    def times(value: float | None) -> float | None:
        return None if value is None else float(f"{value * share:.9g}")

    target = plan.target
    products = {
        name: of.model_copy(update={key: times(wanted) for key, wanted in of}) for name, of in target.products.items()
    }
    whole = {"revenue": times(target.revenue), "profit": times(target.profit), "products": products}
    return plan.model_copy(update={"target": target.model_copy(update=whole)})


def drawn(seed: int) -> dict[str, Any]:
    """Draw a department of up to 30 people and 26 weeks."""
    chance = random.Random(seed)
    weeks, people = chance.choice(HORIZONS), chance.randint(5, 30)
    funnels = chance.choice([USUAL, USUAL, (*USUAL, "warm-audit"), ("cold-audit", "warm-implementation", "warm-audit")])
    profiles = chance.choice([None, None, max(2, people // 4)])
    plan = department(people, weeks, profiles=profiles, seed=seed, funnels=funnels)
    plan["grace_weeks"] = chance.choice([0, 1, 1, 2])
    if weeks >= 13 and chance.random() < 0.3:
        plan["pipeline"] = "empty"
        for funnel in plan["funnels"].values():
            for stage in funnel["stages"]:
                stage["days_to_next"] /= 3
    plan["duty"] = {"leads_per_slot": chance.choice([4, 5, 6, 8])}
    if most := chance.choice([None, 4, 5, 5, 7, 8]):
        plan["duty"]["max_slots_per_week"] = most
    for person in plan["managers"]:
        _varied(chance, person)
    for number in range(2 if plan["managers"] else 0):
        newcomer = plan["managers"].pop()
        plan["candidates"].append(
            {
                "profile": f"newcomer {number + 1}",
                "at_most": chance.randint(1, 4),
                "monthly_cost": newcomer["monthly_cost"],
                "effectiveness": 0.8,
                "ramp": chance.choice([[], [0.3, 0.5, 0.8]]),
            }
        )
    return plan


def _varied(chance: random.Random, person: dict[str, Any]) -> None:
    """Let some work four days a week, and not in every role."""
    if chance.random() < 0.15:
        person["working_days"] = ["mon", "tue", "wed", "thu"]
    if chance.random() < 0.25:
        person["roles"] = chance.choice([["hunter", "mixed"], ["inbound", "mixed"]])
    if chance.random() < 0.1:
        person["keep"] = True


def reach_of(plan: Plan, people: int) -> float | None:
    """Tell how many times the targets the best of so many people reach, with split days; None: not even their work."""
    model = TeamModel(Department(plan), coarsest(plan), room=-1.0)
    model.program.lower[model.reach], model.program.upper[model.reach] = 0.0, 100.0
    model.program.row(model.terms("people"), at_most=people)
    found = least(model.program, [(model.reach, -1.0)], clock=Clock(20), gap=1e-4)
    return found.values[model.reach] if found.has_solution else None


def draw() -> list[Near]:
    """Draw the family anew."""
    found = []
    field = [*FIELD, *(f"{name} in {weeks}" for name, weeks in SHORT)]
    for number, base in enumerate([*field, *(f"drawn-{seed}" for seed in range(DRAWN))]):
        plan = base_plan(base)
        chance = random.Random(base)
        everyone = len(Department(plan).everyone)
        people = max(2, round(chance.uniform(0.3, 0.65) * everyone))
        reach = None
        while not reach and people <= everyone:
            reach = reach_of(plan, people)
            people += not reach
        if reach:
            shares = SHARES if base in field else [SHARES[number % len(SHARES)]]
            found += [Near(base, people, float(f"{reach:.7g}"), share) for share in shares]
    return found
