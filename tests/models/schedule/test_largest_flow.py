"""The checker's largest flow, by hand and against the smallest cut."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescrew.models.schedule.largest_flow import Network


def _carried(due: dict[str, float], room: dict[str, float], ways: set[tuple[str, str]]) -> dict[str, float]:
    network = Network()
    arcs = {name: network.arc("start", ("due", name), amount) for name, amount in due.items()}
    for name, amount in room.items():
        network.arc(("room", name), "end", amount)
    for source, sink in sorted(ways):
        network.arc(("due", source), ("room", sink), due[source])
    network.fill("start", "end")
    return {name: network.carried(arc) for name, arc in arcs.items()}


def test_what_was_carried_first_makes_way() -> None:
    # a fits into x and y, b into x only, c into y and z: all three fit, wherever a went at first
    ways = {("a", "x"), ("a", "y"), ("b", "x"), ("c", "y"), ("c", "z")}
    due = {"a": 2.0, "b": 2.0, "c": 2.0}
    assert _carried(due, {"x": 2.0, "y": 2.0, "z": 2.0}, ways) == due
    assert sum(_carried(due, {"x": 2.0, "y": 1.0, "z": 1.5}, ways).values()) == 4.5


def test_nothing_is_carried_where_there_is_no_way() -> None:
    assert _carried({"a": 1.0, "b": 1.0}, {"x": 5.0}, {("b", "x")}) == {"a": 0.0, "b": 1.0}
    assert _carried({"a": 1.0}, {}, set()) == {"a": 0.0}


AMOUNTS = st.lists(st.integers(0, 20).map(lambda n: n / 7), min_size=1, max_size=4)


@given(AMOUNTS, AMOUNTS, st.sets(st.tuples(st.integers(0, 3), st.integers(0, 3))))
def test_the_largest_flow_is_the_smallest_cut(due: list[float], room: list[float], pairs: set[tuple[int, int]]) -> None:
    # cut some sources off before, and for the others all places that they reach behind
    sources, sinks = {f"{i}": amount for i, amount in enumerate(due)}, {f"{i}": amount for i, amount in enumerate(room)}
    ways = {(f"{i}", f"{j}") for i, j in pairs if i < len(due) and j < len(room)}
    cuts = []
    for size in range(len(sources) + 1):
        for cut in itertools.combinations(sources, size):
            reached = {sink for source, sink in ways if source not in cut}
            cuts.append(math.fsum(sources[s] for s in cut) + math.fsum(sinks[s] for s in reached))
    carried = _carried(sources, sinks, ways)
    assert math.fsum(carried.values()) == pytest.approx(min(cuts), abs=1e-12)
    assert all(0 <= carried[name] <= amount + 1e-12 for name, amount in sources.items())
