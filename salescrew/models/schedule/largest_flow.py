"""How much can be carried from here to there: a largest flow along shortest ways (E. Dinic, 1970)."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable


class Network:
    """Places, and arcs between them with a capacity each.

    Nothing is rounded: every way that is filled uses up at least one arc to exactly 0, and so the search ends.
    """

    def __init__(self) -> None:
        self._number: dict[Hashable, int] = {}
        self._arcs_from: list[list[int]] = []
        # Arc 2i runs forward and arc 2i + 1 back.
        self._to: list[int] = []
        self._left: list[float] = []

    def _place(self, name: Hashable) -> int:
        number = self._number.setdefault(name, len(self._number))
        if number == len(self._arcs_from):
            self._arcs_from.append([])
        return number

    def arc(self, start: Hashable, end: Hashable, capacity: float) -> int:
        """Add an arc, and give its number."""
        number = len(self._to)
        for at, to, left in ((start, end, capacity), (end, start, 0.0)):
            self._arcs_from[self._place(at)].append(len(self._to))
            self._to.append(self._place(to))
            self._left.append(left)
        return number

    def carried(self, arc: int) -> float:
        """Tell what an arc carries."""
        return self._left[arc + 1]

    def fill(self, start: Hashable, end: Hashable) -> None:
        """Carry as much as there is room for from start to end."""
        source, sink = self._place(start), self._place(end)
        while (levels := self._levels(source, sink))[sink] >= 0:
            self._fill_shortest(source, sink, levels)

    def _levels(self, source: int, sink: int) -> list[int]:
        """Count the arcs with room from the source to each place; -1: there is no way."""
        levels = [-1] * len(self._arcs_from)
        levels[source] = 0
        queue = deque([source])
        while queue and levels[sink] < 0:
            at = queue.popleft()
            for arc in self._arcs_from[at]:
                if self._left[arc] > 0 and levels[self._to[arc]] < 0:
                    levels[self._to[arc]] = levels[at] + 1
                    queue.append(self._to[arc])
        return levels

    def _fill_shortest(self, source: int, sink: int, levels: list[int]) -> None:
        """Fill the ways that lead one level up with every arc, until none is left."""
        untried = [len(arcs) for arcs in self._arcs_from]
        way: list[int] = []
        while True:
            at = self._to[way[-1]] if way else source
            if at == sink:
                self._carry(way)
                way.clear()
                continue
            while untried[at]:
                arc = self._arcs_from[at][untried[at] - 1]
                if self._left[arc] > 0 and levels[self._to[arc]] == levels[at] + 1:
                    way.append(arc)
                    break
                untried[at] -= 1
            else:
                if not way:
                    return
                back = way.pop()
                untried[self._to[back ^ 1]] -= 1

    def _carry(self, way: list[int]) -> None:
        amount = min(self._left[arc] for arc in way)
        for arc in way:
            self._left[arc] -= amount
            self._left[arc ^ 1] += amount
