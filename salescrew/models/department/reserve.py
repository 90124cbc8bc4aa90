"""Places on duty that are kept for absences: what a week needs, and what somebody's patterns of it come to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from salescrew.models.department.horizon import Horizon
from salescrew.models.department.leads import DutySlots, Slot, funnels_by_queue, slot_names
from salescrew.models.department.people import Person
from salescrew.models.department.posts import Post, queues_answered

ReserveKey = tuple[int, tuple[str, ...]]
"""A week, and the queues whose slots are counted."""


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
    def key(self) -> ReserveKey:
        """What tells it from others."""
        return self.week, self.queues

    def most_on(self, day: dt.date, post: Post | None) -> int:
        """Count the slots of a day for which a place of somebody counts: each once, whatever its queues."""
        slots = self.slots.get(day, ())
        return len(slot_names(slots if post is None else filter(post.may_cover, slots)))


def reserves(horizon: Horizon, duty: DutySlots, everyone: Iterable[Person]) -> list[Reserve]:
    """List what the weeks need, for each set of queues; nothing where nobody's absence is to be reckoned with.

    Without absences there are enough places wherever all slots are covered.
    """
    plan = horizon.plan
    records = {person.kind: person.record for person in everyone}.values()
    answering = {(queues_answered(plan, of, role), of.absence > 0) for of in records for role in of.roles}
    if not any(queues and is_absent for queues, is_absent in answering):
        return []
    rows = plan.so_far.open_reserve if plan.so_far else ()
    free = days_without_reserve(horizon)
    every = tuple(funnels_by_queue(plan))
    spared = {(horizon.week_of(row.week), tuple(row.queues or every)): row.missing for row in rows}
    sets = sets_of_queues(every, [queues for queues, _ in answering])
    found = []
    for week in horizon.weeks:
        days = {day: slots for day, slots in duty.by_day.items() if horizon.week_of(day) == week and day not in free}
        for queues in sets if days else ():
            if (week, queues) in duty.unreserved:
                continue
            if (of := _reserve(week, queues, days, spared.get((week, queues), 0.0))) is not None:
                found.append(of)
    return found


def _reserve(
    week: int, queues: tuple[str, ...], days: Mapping[dt.date, Sequence[Slot]], spared: float
) -> Reserve | None:
    of_queues = {day: [slot for slot in slots if slot.queue in queues] for day, slots in days.items()}
    needed = sum(slot.required for slots in of_queues.values() for slot in slots) - spared
    found = {day: slots for day, slots in of_queues.items() if slots}
    return Reserve(week, queues, found, needed) if needed > 0 else None


def sets_of_queues(every: Sequence[str], answering: Iterable[frozenset[str]]) -> list[tuple[str, ...]]:
    """List the sets of queues whose places are to be counted together, each in the order of the plan.

    A set that falls into two of which nobody answers queues of both needs no counting of its own: its places are
    theirs, and so is what it needs.
    """
    groups = {group for group in answering if len(group) > 1}
    sets = (queues for size in range(1, len(every) + 1) for queues in combinations(every, size))
    return [queues for queues in sets if len(queues) == 1 or _hangs_together(frozenset(queues), groups)]


def _hangs_together(queues: frozenset[str], groups: Collection[frozenset[str]]) -> bool:
    reached, parts = {min(queues)}, [group & queues for group in groups]
    while True:
        further = set().union(*(part for part in parts if not reached.isdisjoint(part))) - reached
        if not further:
            return reached == queues
        reached |= further


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
