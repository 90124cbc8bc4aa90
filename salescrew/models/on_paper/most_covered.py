"""How many duty slots of a day people can cover between them."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

Able = tuple[frozenset[str], int]
"""The slots that somebody may cover, and how many of them."""


def most_covered(required: Mapping[str, int], people: Mapping[Able, int]) -> int:
    """Give the most places of a day's slots that people can take between them.

    Parameters
    ----------
    required
        The people that each slot takes.
    people
        How many people could cover which slots, and so many of them.

    Notes
    -----
    That is the largest flow from people to slots (L. R. Ford, D. R. Fulkerson, 1956), found along shortest paths
    (J. Edmonds, R. M. Karp, 1972). People who are alike are one node: what flows from them can be dealt out to each.
    """
    flow = _Flow(required, people)
    while flow.augment():
        pass
    return sum(required.values()) - sum(flow.open.values())


class _Flow:
    """Places that are taken so far.

    Attributes
    ----------
    open
        The places of each slot that nobody has.
    """

    def __init__(self, required: Mapping[str, int], people: Mapping[Able, int]) -> None:
        self.open = dict(required)
        self._count = {able: number for able, number in people.items() if number > 0 and able[1] > 0}
        self._free = {able: number * able[1] for able, number in self._count.items()}
        self._taken = {(able, slot): 0 for able in self._count for slot in able[0] & self.open.keys()}

    def augment(self) -> bool:
        """Take more places along a shortest path, on which others change slots; False where there is none."""
        given_up: dict[Able, str | None] = {able: None for able, free in self._free.items() if free}
        taken_by: dict[str, Able] = {}
        queue = deque(given_up)
        while queue:
            able = queue.popleft()
            for slot in self.open.keys() & able[0] - taken_by.keys():
                if self._taken[able, slot] == self._count[able]:
                    continue
                taken_by[slot] = able
                if self.open[slot]:
                    self._push(slot, taken_by, given_up)
                    return True
                for other in self._count.keys() - given_up.keys():
                    if self._taken.get((other, slot)):
                        given_up[other] = slot
                        queue.append(other)
        return False

    def _push(self, last: str, taken_by: Mapping[str, Able], given_up: Mapping[Able, str | None]) -> None:
        """Take so many places as the path has room for: each of those on it takes one slot and gives up another."""
        able, before = taken_by[last], given_up[taken_by[last]]
        taken, gone = [(able, last)], list[tuple[Able, str]]()
        while before is not None:
            gone.append((able, before))
            able = taken_by[before]
            taken.append((able, before))
            before = given_up[able]
        room = [self._count[one] - self._taken[one, slot] for one, slot in taken]
        more = min(self._free[able], self.open[last], *room, *(self._taken[key] for key in gone))
        self._free[able] -= more
        self.open[last] -= more
        for key in taken:
            self._taken[key] += more
        for key in gone:
            self._taken[key] -= more
