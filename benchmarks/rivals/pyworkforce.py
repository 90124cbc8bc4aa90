"""The fewest people on duty, by the package pyworkforce.

Its `MinRequiredResources` takes the people needed in each period of each day, and shifts that each cover some of the
periods, and makes the number of shifts worked least. It knows no persons. Where everyone is alike, there every day and
does nothing but duty, the days do not depend on each other, and the most that any day takes is the headcount. That is
what it can state of the planning model, and it is asked nothing else.
"""

from __future__ import annotations

import itertools
import math
import os
from collections.abc import Iterator

from benchmarks.rivals.attempt import Attempt, Deadline
from salescrew.models.department.department import Situation
from salescrew.models.department.posts import Unit
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections import Limits
from salescrew.solver.staffing.deal import PersonRoster

Shift = tuple[str, ...]
"""The slots that somebody covers on a day."""


def cannot_state(situation: Situation) -> str:
    """Say what of a plan it has no words for; nothing where it can state all."""
    plan, unit = situation.plan, _unit(situation)
    duty = set(unit.patterns) - {0}
    checks = (
        (bool(situation.outbound), "contacts and the calls that open them"),
        (bool(situation.efforts), "work besides duty"),
        (len(situation.kinds) > 1, "people who differ"),
        (unit.record.keep or plan.limits != Limits(), "people who stay, and limits on the team"),
        (plan.duty is not None and plan.duty.max_slots_per_week is not None, "limits on a week's duty"),
        (not unit.day_set.issuperset(situation.slots_by_day), "people who are not there every day"),
        (duty != set(range(1, len(duty) + 1)), "days on which several slots must be covered or none"),
    )
    return next((reason for holds, reason in checks if holds), "")


def _unit(situation: Situation) -> Unit:
    """Give the first people in the role in which a lead is worth most to them."""
    members = situation.kinds[0]
    units = [situation.unit(members, role) for role in members[0].record.roles]
    return max(units, key=lambda unit: (unit.on_duty, max(unit.effectiveness)))


def attempt(plan: Plan, seconds: float) -> Attempt:
    """Solve a plan where it can be stated."""
    deadline = Deadline(seconds)
    situation = Situation(plan)
    if reason := cannot_state(situation):
        return Attempt("cannot state", note=reason)
    from pyworkforce.scheduling import MinRequiredResources

    unit = _unit(situation)
    slots = list(plan.calendar.slots)
    shifts = {" ".join(shift): shift for shift in _shifts(unit, slots)}
    required = {(slot.date, slot.name): slot.required for slot in situation.slots}
    days = list(situation.slots_by_day)
    scheduler = MinRequiredResources(
        num_days=len(days),
        periods=len(slots),
        shifts_coverage={name: [int(slot in shift) for slot in slots] for name, shift in shifts.items()},
        required_resources=[[required.get((day, slot), 0) for slot in slots] for day in days],
        max_period_concurrency=unit.count,
        max_shift_concurrency=unit.count,
        max_search_time=deadline.left() if math.isfinite(seconds) else 1e9,
        num_search_workers=os.cpu_count(),
    )
    build = deadline.spent()
    found = scheduler.solve()
    solve = deadline.spent() - build
    if found["status"] not in ("OPTIMAL", "FEASIBLE"):
        return Attempt("infeasible" if found["status"] == "INFEASIBLE" else "no answer", build=build, solve=solve)
    worked: dict[int, list[Shift]] = {}
    for row in found["resources_shifts"]:
        worked.setdefault(row["day"], []).extend([shifts[row["shift"]]] * row["resources"])
    people = [PersonRoster(name, unit.single(name)) for name in unit.names[: max(map(len, worked.values()))]]
    for number, day in enumerate(days):
        exact = _exactly(worked[number], {slot: required.get((day, slot), 0) for slot in slots})
        for person, shift in zip(people, exact, strict=False):
            if shift:
                person.duty[day] = shift
                person.patterns[day] = unit.patterns[len(shift)][0]
    proven = len(people) if found["status"] == "OPTIMAL" else 0
    bounds = {"people": float(proven), "monthly_cost": proven * unit.record.monthly_cost}
    return Attempt("optimal" if proven else "feasible", tuple(people), bounds, build, solve)


def _shifts(unit: Unit, slots: list[str]) -> Iterator[Shift]:
    """List the shifts that the day patterns allow: with so many slots on duty, any so many."""
    for count in unit.patterns:
        if count:
            yield from itertools.combinations(slots, count)


def _exactly(shifts: list[Shift], required: dict[str, int]) -> list[Shift]:
    """Take away what is covered beyond what is required, as the plan wants exactly so many."""
    surplus = {slot: sum(slot in shift for shift in shifts) - count for slot, count in required.items()}
    exact = []
    for shift in shifts:
        kept = []
        for slot in shift:
            if surplus[slot] > 0:
                surplus[slot] -= 1
            else:
                kept.append(slot)
        exact.append(tuple(kept))
    return exact
