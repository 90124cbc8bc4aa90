"""Small departments as discrete events: every contact, lead and item on its own, with SimPy's clock and queues.

Nothing is shared with the simulation but the plan's numbers. A person is a process that wakes every week, does the work
that is due, first come first served, and then opens contacts with what is left; an item is a process that waits.
"""

from __future__ import annotations

import math
import random
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import simpy

from salescrew.models.plan.plan import Plan
from salescrew.models.simulation.simulation import simulate
from tests.models.simulation.departments import COLD, PRODUCTS, WARM, department


@dataclass
class Job:
    """Work that somebody has to do before an item passes on."""

    left: float
    is_done: simpy.Event


@dataclass
class World:
    """One run: its clock, who waits for what, and what was paid."""

    plan: Plan
    weeks: int
    first_week: int
    rng: random.Random
    clock: simpy.Environment = field(default_factory=simpy.Environment)
    waiting: dict[str, deque[Job]] = field(default_factory=dict)
    paid: int = 0

    def until_week(self, week: int, step: int = 0) -> Any:
        """Wait for a moment of a week: first items fall due, then people work and open, then they work again."""
        return self.clock.timeout(week + step * 1e-3 - self.clock.now)

    def at_random(self, chance: float) -> bool:
        return self.rng.random() < chance

    def item(self, funnel: str) -> Iterator[Any]:
        """Live through the stages of a funnel: wait for the work, pass or not, wait for the next stage."""
        for record in self.plan.funnels[funnel].stages:
            for activity, effort in record.effort.items():
                job = Job(effort, self.clock.event())
                self.waiting.setdefault(activity, deque()).append(job)
                yield job.is_done
            if not self.at_random(record.conversion):
                return
            weeks, rest = divmod(record.days_to_next / 7, 1)
            if delay := int(weeks) + self.at_random(rest):
                yield self.until_week(math.floor(self.clock.now) + delay)
        if self.first_week <= self.clock.now < self.first_week + self.weeks:
            self.paid += 1

    def work(self, activity: str, hours: float) -> float:
        """Do what waits, the first that came first; give the hours that are left."""
        jobs = self.waiting.get(activity, deque())
        while jobs and hours > 1e-9:
            done = min(hours, jobs[0].left)
            jobs[0].left -= done
            hours -= done
            if jobs[0].left <= 1e-9:
                jobs.popleft().is_done.succeed()
        return hours

    def count(self, amount: float) -> int:
        return int(amount) + self.at_random(amount % 1)

    def poisson(self, mean: float) -> int:
        limit, product, number = math.exp(-mean), self.rng.random(), 0
        while product > limit:
            product *= self.rng.random()
            number += 1
        return number


def hunter(world: World, calls: int, meetings: int) -> Iterator[Any]:
    """Hold meetings and call, week after week; of the calls what follow-up leaves goes into contacts."""
    for week in range(world.weeks):
        yield world.until_week(week, 1)
        held = world.work("meetings", 5 * meetings)
        spare = world.work("calls", 5 * calls)
        for _ in range(world.count(spare)):
            world.clock.process(world.item("cold"))
        yield world.until_week(week, 2)
        world.work("meetings", held)


@pytest.mark.parametrize(("meetings", "stretch"), [(3, 0.03), (2, 0.04)])
def test_a_hunter_who_holds_her_own_meetings(meetings: int, stretch: float) -> None:
    """Of twenty calls a day two or so are follow-up; with two meetings a day some have to wait."""
    people = {
        "Anna": {"role": "hunter", "pattern": {"calls": 20, "meetings": meetings}, "contacts": {"cold": 18.0}}
        | {"asked": {"calls": 20, "meetings": meetings}}
    }
    cold = COLD | {"stages": [COLD["stages"][0] | {"days_to_next": 7}, *COLD["stages"][1:]]}
    plan, result = department({"products": PRODUCTS, "funnels": {"cold": cold}}, people, 10)
    played = simulate(plan, result, runs=4000)
    found, runs = 0, 800
    for seed in range(runs):
        world = World(plan, 10, 0, random.Random(seed))
        world.clock.process(hunter(world, 20, meetings))
        world.clock.run(until=10)
        found += world.paid
    deals = played.deals["audit"]
    error = 3.5 * math.sqrt(deals.var() / runs + deals.var() / 4000)
    assert abs(deals.mean() - found / runs) < error + stretch


def desk(world: World, leads: float, meetings: int, absence: float, spell: float) -> Iterator[Any]:
    """Answer leads on the days that one is not ill, and hold meetings on these days."""
    ill = world.at_random(absence)
    for week in range(world.weeks):
        there = 0
        for _ in range(5):
            there += not ill
            came = world.poisson(leads)
            for _ in range(came if not ill else 0):
                world.clock.process(world.item("warm"))
            leaves = world.at_random(1 / spell) if ill else world.at_random(absence / (1 - absence) / spell)
            ill = ill != leaves
        yield world.until_week(week, 1)
        world.work("meetings", meetings * there)
        yield world.until_week(week + 1)


def test_a_desk_with_somebody_who_falls_ill() -> None:
    people = {
        "Carl": {"role": "inbound", "pattern": {"duty": 1, "meetings": 2}, "duty": ["morning"]}
        | {"asked": {"meetings": 2}, "record": {"absence": 0.2}}
    }
    warm = WARM | {"leads": {"per_week": 15, "by_slot": {"afternoon": 0}}}
    plan, result = department(
        {
            "products": PRODUCTS,
            "funnels": {"warm": warm},
            "duty": {"managers_per_slot": 1},
            "chance": {"spell_days": 4},
        },
        people,
        8,
    )
    played = simulate(plan, result, runs=4000)
    assert played.leads_lost.mean() == pytest.approx(0.2 * played.leads.mean(), rel=0.05)
    found, runs = 0, 800
    for seed in range(runs):
        world = World(plan, 8, 0, random.Random(seed))
        world.clock.process(desk(world, 3.0, 2, 0.2, 4.0))
        world.clock.run(until=8)
        found += world.paid
    deals = played.deals["setup"]
    error = 3.5 * math.sqrt(deals.var() / runs + deals.var() / 4000)
    assert abs(deals.mean() - found / runs) < error + 0.05
