"""What the plan in force lacks of a reserve for absences on the days of a week that a plan made anew asks it of.

A week's places on duty may stand on some of its days and be short on others. When only the others are left to ask, a
plan of which nothing went wrong has fewer there than they need by themselves, and still keeps its week's reserve.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator

from salescrew.models.department.horizon import Horizon
from salescrew.models.department.reserve import Reserve, days_without_reserve, missing_places, places_of
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.so_far import OpenReserve
from salescrew.models.schedule.schedule import Schedule


def reserve_not_held(planned: Schedule, now: Plan) -> Iterator[OpenReserve]:
    """Yield the places that the plan in force lacks in weeks of which only a part is asked, or that lacked some before.

    Parameters
    ----------
    now
        The plan made anew, with where it stands.
    """
    horizon = Horizon(now)
    free = days_without_reserve(horizon)
    asked = frozenset(horizon.working_days) - free
    before = planned.result.replan.basis.so_far.open_reserve if planned.result.replan else ()
    weeks = {
        horizon.first_week,
        *(horizon.week_of(day) for day in free),
        *(horizon.week_of(row.week) for row in before),
    }
    for reserve in planned.department.reserves:
        if reserve.week in weeks:
            part = _on(planned, reserve, asked)
            if missing := missing_places(part, list(_held(planned, part))):
                queues = reserve.queues if len(planned.department.queues) > 1 else None
                yield OpenReserve(week=horizon.monday(reserve.week), queues=queues, missing=missing)


def _on(planned: Schedule, reserve: Reserve, days: frozenset[dt.date]) -> Reserve:
    """Give what some days need, and no more than the plan in force took."""
    asked = {day: slots for day, slots in reserve.slots.items() if day in days}
    took = {(row.date, row.where): row.required for row in planned.result.coverage}
    slots = (slot for of_day in asked.values() for slot in of_day)
    needed = sum(min(slot.required, took.get(slot.key, 0)) for slot in slots)
    return dataclasses.replace(reserve, slots=asked, needed=float(needed))


def _held(planned: Schedule, reserve: Reserve) -> Iterator[tuple[float, int]]:
    """Yield what is left of everybody's time after absence, with the places held; all, of those not in the plan now."""
    most = planned.plan.duty.max_slots_per_week if planned.plan.duty else None
    for name in planned.roles:
        post = planned.posts.get(name)
        if post is None or post.on_duty:
            days = ((day, planned.roster[day, name].pattern) for day in reserve.slots if (day, name) in planned.roster)
            held = places_of(reserve, post, ((day, pattern.get("duty", 0)) for day, pattern in days), most)
            yield (post.present if post else 1.0), held
