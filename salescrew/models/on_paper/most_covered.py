"""How many duty slots of a day people can cover between them."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Hashable, Mapping
from itertools import pairwise

from salescrew.models.plan.sections.queue_slots import QueueSlot

Able = tuple[frozenset[QueueSlot], int]
"""The slots that somebody may cover, with their queues, and how many of them."""
_Arcs = defaultdict[Hashable, dict[Hashable, int]]
"""The room on the way from one node to others."""


def most_covered(required: Mapping[QueueSlot, int], people: Mapping[Able, int]) -> int:
    """Give the most places of a day's slots that people can take between them.

    Parameters
    ----------
    required
        The people that each slot takes, for each queue.
    people
        How many people could cover which slots, and so many of them; in a slot somebody answers one queue.

    Notes
    -----
    That is the largest flow from people to slots (L. R. Ford, D. R. Fulkerson, 1956), found along shortest paths
    (J. Edmonds, R. M. Karp, 1972). People who are alike are one node: what flows from them can be dealt out to each.
    """
    arcs, sent = _arcs(required, people), 0
    while path := _shortest(arcs):
        steps = list(pairwise(path))
        more = min(arcs[one][other] for one, other in steps)
        for one, other in steps:
            arcs[one][other] -= more
            arcs[other][one] = arcs[other].get(one, 0) + more
        sent += more
    return sent


def _arcs(required: Mapping[QueueSlot, int], people: Mapping[Able, int]) -> _Arcs:
    """Let people take slots, each of them once, and in these one of the queues."""
    arcs: _Arcs = defaultdict(dict)
    for able, number in people.items():
        slots, count = able
        arcs["from"][able] = number * count
        for where in sorted(slots & required.keys()):
            arcs[able][able, where.slot] = number
            arcs[able, where.slot][where] = number
    for where, needed in required.items():
        arcs[where]["to"] = needed
    return arcs


def _shortest(arcs: _Arcs) -> list[Hashable]:
    """Find a shortest path with room; empty where there is none."""
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
    path: list[Hashable] = ["to"]
    while path[-1] != "from":
        path.append(came[path[-1]])
    return path[::-1]
