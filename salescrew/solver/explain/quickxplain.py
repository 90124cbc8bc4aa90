"""Fewer of many things, of which together something is known: by halving, with few questions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from salescrew.models.answers.explained.conflict import Condition

Group = frozenset[Condition]
Test = Callable[[Group], bool]
NOTHING_HELD: Group = frozenset()


def union(groups: Iterable[Group]) -> Group:
    """Put groups together."""
    return frozenset(condition for group in groups for condition in group)


def first_true(count: int, holds: Callable[[int], bool]) -> int:
    """Give the first number below `count` from which on something holds; the last one where it holds nowhere before."""
    low, high = 0, count - 1
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low


def fewest(groups: Sequence[Group], test: Test) -> list[Group]:
    """Give a set of groups that passes a test and of which none can be left out; the first ones are kept if possible.

    All of them together pass it, and with anything that passes everything that has more does.
    """
    if test(NOTHING_HELD):
        return []
    return _smallest_within(NOTHING_HELD, list(groups), test, added=False)


def _smallest_within(background: Group, groups: list[Group], test: Test, *, added: bool) -> list[Group]:
    if added and test(background):
        return []
    if len(groups) == 1:
        return groups
    half = len(groups) // 2
    first, second = groups[:half], groups[half:]
    of_second = _smallest_within(background | union(first), second, test, added=True)
    of_first = _smallest_within(background | union(of_second), first, test, added=bool(of_second))
    return [*of_first, *of_second]
