"""Places on duty that are kept for absences: what a week needs, and what somebody's patterns of it come to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from salescrew.models.department.horizon import Horizon
from salescrew.models.department.leads import DutySlots, Slot
from salescrew.models.department.people import Person
from salescrew.models.department.posts import Post, may_be_on_duty

ONE_QUEUE = ("main",)
"""The queues of a plan whose leads all wait in the same one."""


@dataclass(frozen=True)
class Reserve:
    """What a week needs of places on duty, absence left free.

    Attributes
    ----------
    week
        The number of the week.
    queues
        The queues whose slots are counted.
    slots
        The slots of these queues that need somebody in the week, by day.
    needed
        The sum of the people whom they take, less what may be missing.
    """

    week: int
    queues: tuple[str, ...]
    slots: dict[dt.date, list[Slot]]
    needed: float

    @property
    def key(self) -> tuple[int, tuple[str, ...]]:
        """What tells it from others."""
        return self.week, self.queues

    def most_on(self, day: dt.date, post: Post | None) -> int:
        """Count the slots of a day for which a place of somebody counts."""
        slots = self.slots.get(day, ())
        return len(slots) if post is None else sum(post.may_cover(slot) for slot in slots)


def reserves(horizon: Horizon, duty: DutySlots, everyone: Iterable[Person]) -> list[Reserve]:
    """List what the weeks need, for each set of queues; nothing where nobody's absence is to be reckoned with.

    Without absences there are enough places wherever all slots are covered.
    """
    plan = horizon.plan
    absent = {person.kind: person.record for person in everyone if person.record.absence}.values()
    if not any(may_be_on_duty(plan, record, role) for record in absent for role in record.roles):
        return []
    spared = {horizon.week_of(row.week): row.missing for row in plan.so_far.open_reserve} if plan.so_far else {}
    free = days_without_reserve(horizon)
    found = []
    for week in horizon.weeks:
        days = {day: slots for day, slots in duty.by_day.items() if horizon.week_of(day) == week and day not in free}
        needed = sum(slot.required for slots in days.values() for slot in slots) - spared.get(week, 0.0)
        if needed > 0 and week not in duty.unreserved:
            found.append(Reserve(week, ONE_QUEUE, days, needed))
    return found


def days_without_reserve(horizon: Horizon) -> frozenset[dt.date]:
    """List the days that need none in a plan made anew: those that stay, and those on which somebody is away."""
    plan = horizon.plan
    if plan.so_far is None:
        return frozenset()
    last = plan.so_far.frozen_until
    away = [interval for intervals in plan.away.values() for interval in intervals]
    return frozenset(
        day
        for day in horizon.working_days
        if (last is not None and day <= last) or any(day in interval for interval in away)
    )


def places_of(reserve: Reserve, post: Post | None, days: Iterable[tuple[dt.date, int]], most: int | None) -> int:
    """Count the places of somebody in a week.

    Parameters
    ----------
    post
        What the person is; None where that is not known, and all slots count.
    days
        The days on which the person works, with the places on duty of the pattern.
    most
        So many at the most; None: any number.
    """
    total = sum(min(places, reserve.most_on(day, post)) for day, places in days)
    return total if most is None else min(total, most)


def missing_places(reserve: Reserve, present: Sequence[tuple[float, int]]) -> float:
    """Give what is missing: of the places of each person, with the share of the time that is left after absence."""
    missing = reserve.needed - sum(share * places for share, places in present)
    return missing if missing > RESERVE_TOLERANCE * max(1.0, reserve.needed) else 0.0


RESERVE_TOLERANCE = 1e-9
