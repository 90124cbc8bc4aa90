"""Drawn plans that are made anew on the way, and in which something is settled about some people."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from typing import Any, TypeVar

from salescrew.models.plan.plan import Plan
from tests.draw import Draw
from tests.facts import Facts, Slot
from tests.plans import Drawn, Size, random_plan_data

T = TypeVar("T")


def plan_on_the_way(seed: int, size: Size = "tiny", *, working_time: bool = False) -> Plan:
    """Draw the plan of a seed; each has something of its own."""
    return Plan.model_validate(plan_data_on_the_way(seed, size, working_time=working_time))


def plan_data_on_the_way(seed: int, size: Size = "tiny", *, working_time: bool = False) -> Drawn:
    """Draw the plan of a seed as it would stand in a file."""
    data = random_plan_data(seed, size, working_time=working_time)
    draw = _Draw(random.Random(seed))
    while not draw.add_to(data):
        pass
    return data


class _Draw(Draw):
    """What is added to one plan."""

    def some(self, values: Sequence[T]) -> list[T]:
        chosen = set(self.rng.sample(range(len(values)), self.rng.randrange(1, len(values) + 1)))
        return [value for number, value in enumerate(values) if number in chosen]

    def add_to(self, data: Drawn) -> bool:
        """Add something, and tell whether it was anything that matters to a solver."""
        if self.chance(20):
            data["prior_observations"] = self.pick((50, 200))
            next(iter(data["funnels"].values()))["stages"][0]["prior_observations"] = 30
        if self.chance(50):
            data["so_far"] = self.so_far(data["funnels"], _facts(data))
            data["pipeline"] = self.aged(data["funnels"])
        if self.chance(30):
            facts = _facts(data)
            data["away"] = {self.pick(facts.everybody).name: [str(self.pick(facts.working_days))]}
        if self.chance(50):
            data["fixed"] = self.fixed(_facts(data))
        return any(data.get(key) for key in ("so_far", "away", "fixed"))

    def so_far(self, funnels: Drawn, facts: Facts) -> Drawn:
        as_of = self.pick(facts.working_days)
        so_far: Drawn = {"as_of": str(as_of)}
        name = self.pick(list(funnels))
        stages = [stage["name"] for stage in funnels[name]["stages"]]
        if as_of > facts.start:
            first: Drawn = {"date": str(facts.start), "funnel": name, "items": self.pick((1, 2.5))}
            so_far["entered"] = [first | {"stage": "paid", "revenue": 30_000}, first | {"stage": self.pick(stages)}]
            so_far["entered"] += [first | {"stage": "paid"}] * self.chance(30)
        outbound = [name for name, funnel in funnels.items() if funnel["channel"] == "outbound"]
        so_far["contacts"] = {name: self.pick((10, 60)) for name in outbound}
        monday = as_of - dt.timedelta(days=as_of.weekday())
        work = {"funnel": name, "activity": "calls", "amount": self.pick((2, 5.5))}
        if self.chance(60):
            so_far["open_work"] = [work | {"week": str(monday)}]
        if self.chance(40):
            last = facts.horizon[-1] - dt.timedelta(days=6)
            so_far["spared_work"] = [work | {"week": str(max(monday, last))}]
        if self.chance(20):
            so_far["frozen_until"] = str(self.pick(facts.working_days))
        if self.chance(20):
            so_far["open_reserve"] = [{"week": str(monday), "missing": self.pick((1, 0.5))}]
        return so_far

    def aged(self, funnels: Drawn) -> object:
        """Draw items under way, most of which have waited for some days."""
        table: Drawn = {}
        for name in self.some(list(funnels)):
            stages = [stage["name"] for stage in funnels[name]["stages"]]
            table[name] = {stage: self.items() for stage in self.some(stages)}
        return table

    def items(self) -> Any:
        if self.chance(30):
            return self.pick((5, 2.5))
        ages = self.some((0, 3, 7, 10.5, 14))[:2]
        items = [{"items": self.pick((5, 2.5, 12)), "waited_days": age} for age in ages]
        if self.chance(30):
            items.append({"items": 4, "waited_days": 0, "days_left": self.pick((0, 4, 7, 9))})
        return items

    def fixed(self, facts: Facts) -> Drawn:
        """Settle a role, a day or a slot of somebody, or all of them."""
        someone = self.pick(facts.everybody)
        role = self.pick(someone.record.roles)
        fixed: Drawn = {"roles": {someone.name: role}} if self.chance(50) else {}
        there = facts.there(someone.record)
        taken: set[dt.date] = set()
        if there and self.chance(60):
            day = self.pick(there)
            menu = [pattern for pattern in facts.patterns(someone.record, role, day) if pattern.get("duty", 0) <= 1]
            pattern = self.pick([*menu, {}])
            own = [name for name in facts.slots_on(day) if name in (someone.record.slots or facts.calendar.slots)]
            duty = [self.pick(own)] if own and pattern.get("duty") else []
            queues = {"queues": [self.pick(list(facts.queues)) for _ in duty]} if len(facts.queues) > 1 else {}
            fixed["days"] = [
                {"date": str(day), "manager": someone.name, "pattern": dict(pattern), "duty": duty, **queues}
            ]
            taken.add(day)
        own = list(someone.record.slots or facts.calendar.slots)
        slots = [slot for slot in facts.slots if slot.day in there and slot.day not in taken and slot.name in own]
        if slots and (not fixed or self.chance(30)):
            slot = self.pick(slots)
            fixed["slots"] = [{**_place(slot), "managers": [someone.name]}]
        if facts.slots and self.chance(25):
            slot = self.pick(facts.slots)
            taken_slots = {(row["date"], row["slot"]) for row in fixed.get("slots", ())}
            if (str(slot.day), slot.name) not in taken_slots and slot.day not in taken:
                fixed["open_slots"] = [{**_place(slot), "short": self.pick((1, 2))}]
        if not {"days", "slots"} & fixed.keys() and self.chance(40):
            fixed["since"] = {someone.name: str(self.pick(facts.working_days))}
        return fixed


def _place(slot: Slot) -> Drawn:
    """Name a slot as a plan does: with its queue where there are several."""
    place = {"date": str(slot.day), "slot": slot.name}
    return place | {"queue": slot.where[1]} if slot.where[1] else place


def _facts(data: Drawn) -> Facts:
    return Facts(Plan.model_validate(data))
