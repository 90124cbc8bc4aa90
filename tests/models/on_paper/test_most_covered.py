"""The most duty slots of a day that people can cover between them, against every way to share them out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from salescrew.models.on_paper.most_covered import Able, most_covered
from salescrew.models.plan.sections.queue_slots import QueueSlot


def tried(required: Mapping[QueueSlot, int], people: Sequence[Able]) -> int:
    """Give the most places that are taken in any way that there is: in a slot somebody answers one queue."""
    if not people:
        return 0
    (own, most), *others = people
    best = 0
    for count in range(most + 1):
        for taken in combinations(sorted(own & required.keys()), count):
            left = {where: needed - (where in taken) for where, needed in required.items()}
            if len({where.slot for where in taken}) == count and min(left.values()) >= 0:
                best = max(best, count + tried(left, others))
    return best


@st.composite
def days(draw: st.DrawFn, queues: Sequence[str]) -> tuple[dict[QueueSlot, int], list[Able]]:
    every = [QueueSlot(slot, queue) for slot in ("morning", "noon", "evening") for queue in queues]
    required = draw(st.dictionaries(st.sampled_from(every), st.integers(1, 2), min_size=1, max_size=5))
    able = st.tuples(st.frozensets(st.sampled_from(every)), st.integers(0, 3))
    return required, draw(st.lists(able, max_size=3))


@settings(max_examples=100, deadline=None)
@given(days([""]))
def test_most_covered_is_the_most_there_is(day: tuple[dict[QueueSlot, int], list[Able]]) -> None:
    required, people = day
    assert most_covered(required, Counter(people)) == tried(required, people)


@settings(max_examples=150, deadline=None)
@given(days(["main", "german", "french"]))
def test_so_it_is_with_several_queues(day: tuple[dict[QueueSlot, int], list[Able]]) -> None:
    required, people = day
    assert most_covered(required, Counter(people)) == tried(required, people)


def named(required: Sequence[int]) -> dict[QueueSlot, int]:
    return {QueueSlot(str(number)): count for number, count in enumerate(required)}


def test_many_people_and_slots() -> None:
    # 24 slots of 10 people each: 30 of 200 people who cover 8 fill everything
    slots = named((10,) * 24)
    every = frozenset(slots)
    assert most_covered(slots, {(every, 8): 200}) == 240
    # 30 who cover 7 have 210, and 10 more who cover 2 have 20
    assert most_covered(slots, {(every, 7): 30, (every, 2): 10}) == 230
    # who is on duty all day is so once in each slot
    three = named((3, 1, 1))
    assert most_covered(three, {(frozenset(three), 3): 2}) == 4
    # of 24 people each may take a slot of their own and the next: all are covered by one each
    pairs = {(frozenset({QueueSlot(str(number)), QueueSlot(str((number + 1) % 24))}), 1): 1 for number in range(24)}
    assert most_covered(named((1,) * 24), pairs) == 24


def test_nobody_answers_two_queues_at_once() -> None:
    main, german = QueueSlot("day", "main"), QueueSlot("day", "german")
    six_and_two = {main: 6, german: 2}
    # six who answer either have six of the eight places
    assert most_covered(six_and_two, {(frozenset(six_and_two), 2): 6}) == 6
    # six for main alone, two for both: all of it
    assert most_covered(six_and_two, {(frozenset({main}), 1): 6, (frozenset(six_and_two), 1): 2}) == 8
    # nobody answers german
    assert most_covered(six_and_two, {(frozenset({main}), 1): 8}) == 6
