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
from salescrew.models.department.department import Department
from salescrew.models.department.posts import Post
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.queue_slots import QueueSlot
from salescrew.models.plan.sections.targets import Limits
from salescrew.solver.staffing.deal import PersonRoster

Shift = tuple[str, ...]
"""The slots that somebody covers on a day."""


def cannot_state(department: Department) -> str:
    """Say what of a plan it has no words for; nothing where it can state all."""
    plan, post = department.plan, _post(department)
    checks = (
        (bool(department.outbound), "contacts and the calls that open them"),
        (bool(department.tasks), "work besides duty"),
        (len(department.kinds) > 1, "people who differ"),
        (post.record.keep or plan.limits != Limits(), "people who stay, and limits on the team"),
        (plan.duty is not None and plan.duty.max_slots_per_week is not None, "limits on a week's duty"),
        (not post.day_set.issuperset(department.slots_by_day), "people who are not there every day"),
        (any(len(days) > post.most_days for days in post.days), "limits on a week's days"),
        (bool(department.reserves), "places on duty kept for absences"),
        (len(post.menus) > 1, "menus that differ from weekday to weekday"),
        (post.record.slots is not None or bool(plan.calendar.short_days), "days and people that have not all slots"),
        (not any(pattern.get("duty") for pattern in post.every_pattern), "people who are never on duty"),
    )
    return next((reason for holds, reason in checks if holds), "")


def _post(department: Department) -> Post:
    """Give the first people in the role in which a lead is worth most to them."""
    members = department.kinds[0]
    posts = [department.post(members, role) for role in members[0].record.roles]
    return max(posts, key=lambda post: (post.on_duty, max(post.effectiveness)))


def attempt(plan: Plan, seconds: float) -> Attempt:
    """Solve a plan where it can be stated."""
    deadline = Deadline(seconds)
    department = Department(plan)
    if reason := cannot_state(department):
        return Attempt("cannot state", note=reason)
    from pyworkforce.scheduling import MinRequiredResources

    post = _post(department)
    slots = list(plan.calendar.slots)
    shifts = {" ".join(shift): shift for shift in _shifts(post, slots)}
    required = {(slot.date, slot.name): slot.required for slot in department.slots}
    days = list(department.slots_by_day)
    scheduler = MinRequiredResources(
        num_days=len(days),
        periods=len(slots),
        shifts_coverage={name: [int(slot in shift) for slot in slots] for name, shift in shifts.items()},
        required_resources=[[required.get((day, slot), 0) for slot in slots] for day in days],
        max_period_concurrency=post.count,
        max_shift_concurrency=post.count,
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
    people = [PersonRoster(name, post.single(name)) for name in post.names[: max(map(len, worked.values()))]]
    for number, day in enumerate(days):
        exact = _exactly(worked[number], {slot: required.get((day, slot), 0) for slot in slots})
        for person, shift in zip(people, exact, strict=False):
            if shift:
                person.duty[day] = tuple(map(QueueSlot, shift))
                person.patterns[day] = post.menus[0][max(post.menus[0])][0]
    proven = len(people) if found["status"] == "OPTIMAL" else 0
    bounds = {"people": float(proven), "monthly_cost": proven * post.record.monthly_cost}
    return Attempt("optimal" if proven else "feasible", tuple(people), bounds, build, solve)


def _shifts(post: Post, slots: list[str]) -> Iterator[Shift]:
    """List the shifts that the day patterns allow: as many slots as fit, of which any may be left uncovered."""
    yield from itertools.combinations(slots, min(max(post.menus[0]), len(slots)))


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
