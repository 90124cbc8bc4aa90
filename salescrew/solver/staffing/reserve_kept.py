"""The places on duty that absences take, among very many people: days change hands until every week has enough.

Where a model counts people by bands, a week may lack a part of a place: its bound on places is met by whole places of
bands, and one more of them takes half a day of calls. The people of a band differ in how often they are away, though.
A day on duty that goes to who is away less makes up for a part of a place, and takes no more calls than that part.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from salescrew.models.department.department import Department
from salescrew.models.department.reserve import Reserve
from salescrew.solver.staffing.bands import kind_of_days
from salescrew.solver.staffing.deal import PersonRoster, exceeds_a_week, missing_reserve
from salescrew.solver.staffing.prices import Prices

NEXT = 6
"""So many people who are about as effective are looked at to swap a day with."""


@dataclass(frozen=True)
class _Swap:
    """A day that two people swap, who may do the same on it: one on duty, who is away more, and another who is not.

    Attributes
    ----------
    gained
        The places on duty that this brings, absence taken off.
    taken
        What it takes at given prices for each place that it brings.
    """

    one: int
    other: int
    day: dt.date
    gained: float
    taken: float


def keep_reserve(department: Department, people: Sequence[PersonRoster], prices: Prices) -> None:
    """Let people swap days in the weeks in which places on duty are missing, until none are.

    Parameters
    ----------
    prices
        Tell which swaps take least.
    """
    missing = missing_reserve(department, people)
    if not any(missing.values()):
        return
    posts = {id(person.post): person.post for person in people}
    kinds = {key: (post.role, kind_of_days(post)) for key, post in posts.items()}
    for reserve in department.reserves:
        short, used = missing[reserve.key], set[tuple[int, dt.date]]()
        swaps = _swaps(department, people, kinds, reserve, prices) if short else ()
        for swap in sorted(swaps, key=lambda swap: swap.taken):
            if short <= 0:
                break
            days = {(swap.one, swap.day), (swap.other, swap.day)}
            if used.isdisjoint(days) and _is_made(department, people[swap.one], people[swap.other], swap.day):
                used |= days
                short -= swap.gained


def _swaps(
    department: Department,
    people: Sequence[PersonRoster],
    kinds: Mapping[int, object],
    reserve: Reserve,
    prices: Prices,
) -> Iterator[_Swap]:
    """List swaps of the days on duty of a week with those who are about as effective, and away less."""
    for day in reserve.slots:
        alike: dict[object, list[int]] = {}
        for number, person in enumerate(people):
            if day in person.patterns and person.post.on_duty and not person.post.fixed:
                alike.setdefault(kinds[id(person.post)], []).append(number)
        for numbers in alike.values():
            others = [number for number in numbers if not people[number].patterns[day].get("duty", 0)]
            for one in numbers:
                post = people[one].post
                places = min(people[one].patterns[day].get("duty", 0), reserve.most_on(day, post))
                if not places:
                    continue
                away, worth = post.present, post.effectiveness[reserve.week]
                near = heapq.nsmallest(
                    NEXT,
                    (other for other in others if people[other].post.present > away),
                    key=lambda other: abs(people[other].post.effectiveness[reserve.week] - worth),
                )
                for other in near:
                    gained = (people[other].post.present - away) * places
                    taken = _taken(department, people[one], people[other], day, prices)
                    yield _Swap(one, other, day, gained, taken / gained)


def _taken(department: Department, one: PersonRoster, other: PersonRoster, day: dt.date, prices: Prices) -> float:
    """Tell what it takes that two people swap a day."""

    def worth(person: PersonRoster, of: PersonRoster) -> float:
        slots = [department.slot_at[day, where] for where in of.duty.get(day, ())]
        return prices.worth_of_day(person.post, day, of.patterns[day], slots)

    return worth(one, one) + worth(other, other) - worth(one, other) - worth(other, one)


def _is_made(department: Department, one: PersonRoster, other: PersonRoster, day: dt.date) -> bool:
    """Let two people swap a day, unless somebody had too much in the week then; tell whether they do."""
    _exchange(one, other, day)
    if exceeds_a_week(department, (one, other)):
        _exchange(one, other, day)
        return False
    return True


def _exchange(one: PersonRoster, other: PersonRoster, day: dt.date) -> None:
    one.patterns[day], other.patterns[day] = other.patterns[day], one.patterns[day]
    slots, others = one.duty.pop(day, ()), other.duty.pop(day, ())
    for person, taken in ((one, others), (other, slots)):
        if taken:
            person.duty[day] = taken
