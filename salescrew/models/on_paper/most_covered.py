"""The most duty slots of a day that people can cover between them: a flow from people to slots."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Hashable, Mapping, Sequence
from itertools import pairwise

Able = tuple[int, frozenset[str]]
"""How many slots of a day somebody could cover, and the queues that the person answers."""
_Arcs = defaultdict[Hashable, dict[Hashable, int]]


def most_covered(required: Sequence[Mapping[str, int]], people: Mapping[Able, int]) -> int:
    """Give the most places on duty of a day that people can take between them.

    Parameters
    ----------
    required
        The people that each slot takes, by queue.
    people
        How many people are able to do what.
    """
    named = {queue for slot in required for queue in slot}
    if len(named) > 1:
        return _flow(required, people)
    slots = sorted((sum(slot.values()) for slot in required), reverse=True)
    alike = Counter[int]()
    for (count, queues), number in people.items():
        alike[count] += number if queues & named else 0
    return _of_one_queue(slots, alike)


def _of_one_queue(required: Sequence[int], people: Mapping[int, int]) -> int:
    """Give the smallest cut: all that the slots but the j largest take, and of everybody at most j slots."""
    return min(
        sum(required[largest:]) + sum(min(count, largest) * number for count, number in people.items())
        for largest in range(len(required) + 1)
    )


def _flow(required: Sequence[Mapping[str, int]], people: Mapping[Able, int]) -> int:
    """Send people to slots and queues, one queue at a time, along shortest ways with room (Edmonds, Karp 1972)."""
    arcs = _arcs(required, people)
    sent = 0
    while way := _way_with_room(arcs):
        steps = list(pairwise(way))
        more = min(arcs[one][other] for one, other in steps)
        for one, other in steps:
            arcs[one][other] -= more
            arcs[other][one] = arcs[other].get(one, 0) + more
        sent += more
    return sent


def _arcs(required: Sequence[Mapping[str, int]], people: Mapping[Able, int]) -> _Arcs:
    """Give the room from who is alike, by slot, to each queue of the slot: in a slot everybody counts once."""
    arcs: _Arcs = defaultdict(dict)
    for able, number in people.items():
        count, queues = able
        arcs["from"][able] = number * count
        for slot, by_queue in enumerate(required):
            arcs[able][able, slot] = number
            arcs[able, slot] |= {(slot, queue): number for queue in by_queue if queue in queues}
    for slot, by_queue in enumerate(required):
        for queue, needed in by_queue.items():
            arcs[slot, queue]["to"] = needed
    return arcs


def _way_with_room(arcs: _Arcs) -> list[Hashable]:
    """Find a shortest way with room; empty where there is none."""
    came: dict[Hashable, Hashable] = {"from": None}
    waiting = deque(came)
    while waiting and "to" not in came:
        at = waiting.popleft()
        for onwards, room in arcs[at].items():
            if room and onwards not in came:
                came[onwards] = at
                waiting.append(onwards)
    if "to" not in came:
        return []
    way: list[Hashable] = ["to"]
    while way[-1] != "from":
        way.append(came[way[-1]])
    return way[::-1]
