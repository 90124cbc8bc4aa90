"""The most duty slots of a day that people can cover between them, against every way to share them out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from salescrew.models.on_paper.most_covered import Able, most_covered

QUEUES = ("main", "german", "french")
MAIN = frozenset({"main"})


def tried(required: Sequence[Mapping[str, int]], people: Sequence[Able]) -> int:
    """Give the most places that are taken in any way that there is: in a slot somebody answers one queue."""
    if not people:
        return 0
    (count, queues), *others = people
    best = 0
    for number in range(count + 1):
        for slots in combinations(range(len(required)), number):
            for answered in product(sorted(queues), repeat=number):
                left = [dict(slot) for slot in required]
                for slot, queue in zip(slots, answered, strict=True):
                    left[slot][queue] = left[slot].get(queue, 0) - 1
                if all(have >= 0 for slot in left for have in slot.values()):
                    best = max(best, number + tried(left, others))
    return best


@st.composite
def days(draw: st.DrawFn, queues: Sequence[str]) -> tuple[list[dict[str, int]], list[Able]]:
    slots = st.dictionaries(st.sampled_from(queues), st.integers(1, 2), min_size=1)
    required = draw(st.lists(slots, min_size=1, max_size=3))
    able = st.tuples(st.integers(0, len(required)), st.frozensets(st.sampled_from(queues), min_size=1))
    return required, draw(st.lists(able, max_size=3))


@settings(max_examples=150, deadline=None)
@given(days(["main"]))
def test_most_covered_is_the_most_there_is(day: tuple[list[dict[str, int]], list[Able]]) -> None:
    required, people = day
    assert most_covered(required, Counter(people)) == tried(required, people)


@settings(max_examples=150, deadline=None)
@given(days(QUEUES))
def test_so_it_is_with_several_queues(day: tuple[list[dict[str, int]], list[Able]]) -> None:
    required, people = day
    assert most_covered(required, Counter(people)) == tried(required, people)


def test_many_people_and_slots() -> None:
    slots = [{"main": 10}] * 24
    # 24 slots of 10 people each: 30 of 200 people who cover 8 fill everything
    assert most_covered(slots, {(8, MAIN): 200}) == 240
    # 30 who cover 7 have 210, and 10 more who cover 2 have 20
    assert most_covered(slots, {(7, MAIN): 30, (2, MAIN): 10}) == 230
    # who is on duty all day is so once in each slot
    assert most_covered([{"main": 3}, {"main": 1}, {"main": 1}], {(3, MAIN): 2}) == 4


def test_nobody_answers_two_queues_at_once() -> None:
    both = frozenset({"main", "german"})
    # six who answer either, and two of them needed for each queue of one slot: all eight places but two
    assert most_covered([{"main": 6, "german": 2}], {(1, both): 6}) == 6
    # six for main alone, two for both: all of it
    assert most_covered([{"main": 6, "german": 2}], {(1, MAIN): 6, (1, both): 2}) == 8
    # nobody answers german
    assert most_covered([{"main": 6, "german": 2}], {(1, MAIN): 8}) == 6
