"""Nobody of those who are alike has more slots in a week than anybody may: slots and days change hands until then."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from salescrew.models.department.posts import Post
from salescrew.models.plan.sections.queue_slots import QueueSlot


class Dutied(Protocol):
    """What somebody has been dealt: the slots on duty of each day, and the places on duty of its pattern."""

    post: Post
    duty: dict[dt.date, tuple[QueueSlot, ...]]
    places: dict[dt.date, int]


def swap(one: Dutied, other: Dutied, day: dt.date) -> None:
    """Swap what two people do on a day."""
    slots = one.duty.pop(day, ()), other.duty.pop(day, ())
    places = one.places.pop(day, 0), other.places.pop(day, 0)
    for person, taken, held in ((other, slots[0], places[0]), (one, slots[1], places[1])):
        if taken:
            person.duty[day] = taken
        if held:
            person.places[day] = held


@dataclass(frozen=True)
class _Move:
    """What one person hands over to another: days that they swap, or a slot of a day on which both are on duty.

    Attributes
    ----------
    slots
        By so many slots the first has less then.
    """

    slots: int
    days: tuple[dt.date, ...]
    where: QueueSlot | None = None

    def make(self, one: Dutied, other: Dutied) -> None:
        """Let it happen."""
        for day in self.days:
            if self.where is None:
                swap(one, other, day)
            else:
                kept = tuple(each for each in one.duty.pop(day) if each != self.where)
                one.duty |= {day: kept} if kept else {}
                other.duty[day] = (*other.duty.get(day, ()), self.where)


_Hop = tuple[int, int, _Move]
"""Who hands over what to whom, by their numbers."""
PAIRS = 600
"""So often it is looked at what one person could hand over to another, of people who are alike in a week."""


class SlotsOfAWeek:
    """The slots that people who are alike have in a week.

    Parameters
    ----------
    most
        So many slots nobody may exceed.
    """

    def __init__(self, people: Sequence[Dutied], days: Sequence[dt.date], most: int) -> None:
        self.people, self.days, self.most = people, days, most
        self.slots = [sum(len(person.duty.get(day, ())) for day in days) for person in people]
        self._pairs_left = PAIRS

    @property
    def is_exceeded(self) -> bool:
        """Whether somebody has too many."""
        return max(self.slots) > self.most

    def keep(self) -> bool:
        """Let who has too many hand over to who has fewer, directly or by way of others; tell whether nobody has.

        Where somebody cannot be helped, everything stays as it was.
        """
        before, chance = [(dict(person.duty), dict(person.places)) for person in self.people], random.Random(0)
        while self.is_exceeded and len(self.people) > 1 and self._pairs_left > 0:
            # only the last hop of a way is sure to be there: those before it are looked for again
            if (hop := self._last_hop()) is not None:
                self._hand_over(hop)
            for _ in range(0 if hop else len(self.people)):
                if (hop := self._any_hop(chance)) is not None:
                    self._hand_over(hop)
        if self.is_exceeded:
            for person, (duty, places) in zip(self.people, before, strict=True):
                person.duty, person.places = duty, places
            return False
        return True

    def _hand_over(self, hop: _Hop) -> None:
        giver, taker, move = hop
        move.make(self.people[giver], self.people[taker])
        self.slots[giver] -= move.slots
        self.slots[taker] += move.slots

    def _last_hop(self) -> _Hop | None:
        """Find the last hop of the shortest way for slots of who has most to somebody with room for them."""
        one = max(range(len(self.people)), key=lambda number: self.slots[number])
        beyond, reached = self.slots[one] - self.most, {one}
        for giver in (waiting := [one]):
            for taker in range(len(self.people)):
                if taker in reached:
                    continue
                if self._pairs_left <= 0:
                    return None
                room, moves = self.most - self.slots[taker], self._moves(giver, taker)
                if room > 0 and (last := _best(moves, beyond if giver == one else 1, room)):
                    return giver, taker, last
                # whoever stands between two others hands on as much as comes
                if any(move.slots == 1 for move in moves):
                    reached.add(taker)
                    waiting.append(taker)
        return None

    def _any_hop(self, chance: random.Random) -> _Hop | None:
        """Choose a hop by chance that makes nothing worse, so that others may follow."""
        giver, taker = chance.sample(range(len(self.people)), 2)
        room = max(self.most, self.slots[giver]) - self.slots[taker]
        moves = [move for move in self._moves(giver, taker) if move.slots <= room]
        return (giver, taker, chance.choice(moves)) if moves else None

    def _moves(self, giver: int, taker: int) -> list[_Move]:
        self._pairs_left -= 1
        return _moves(self.people[giver], self.people[taker], self.days)


def _best(moves: Sequence[_Move], beyond: int, room: int) -> _Move | None:
    """Choose a move that leaves less beyond what anybody may have: within the room, and no more than has to be."""
    fitting = (move for move in moves if 0 < move.slots <= min(beyond, room))
    return max(fitting, key=lambda move: move.slots, default=None)


def _moves(one: Dutied, other: Dutied, days: Sequence[dt.date]) -> list[_Move]:
    """List what one person could hand over to another."""
    found = [*_single_slots(one, other, days)]
    held = [
        (day, len(one.duty.get(day, ())) - len(other.duty.get(day, ())))
        for day in days
        if day in one.places or day in other.places
    ]
    found += [_Move(more, (day,)) for day, more in held if more > 0 and _may_swap(one, other, days, (day,))]
    for (day, more), (then, less) in itertools.combinations(held, 2):
        if more + less >= 0 and _may_swap(one, other, days, (day, then)):
            found.append(_Move(more + less, (day, then)))
    return found


def _single_slots(one: Dutied, other: Dutied, days: Sequence[dt.date]) -> Iterator[_Move]:
    """Yield the slots of days on which the other has a place to spare."""
    for day in days:
        others = other.duty.get(day, ())
        if len(others) < other.places.get(day, 0):
            there = {where.slot for where in others}
            yield from (_Move(1, (day,), where) for where in one.duty.get(day, ()) if where.slot not in there)


def _may_swap(one: Dutied, other: Dutied, days: Sequence[dt.date], swapped: Sequence[dt.date]) -> bool:
    """Tell whether nobody works on more days then than allowed."""
    for person, from_whom in ((one, other), (other, one)):
        worked = sum(day in (from_whom if day in swapped else person).places for day in days)
        if worked > person.post.most_days:
            return False
    return True
