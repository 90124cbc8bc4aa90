"""Time budgets: the day patterns for which minutes of a day stand."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import islice

from salescrew.models.plan.sections.days import TimeBudget

MOST_PATTERNS = 5000
_MOST_TRIED = 100_000
_A_MINUTE_TOO_SMALL_TO_MATTER = 1e-9


class TooManyPatternsError(ValueError):
    """A time budget stands for more patterns than anyone could choose from."""


def budget_patterns(budget: TimeBudget, slots: int, slot_minutes: float) -> list[Mapping[str, int]]:
    """List the maximal patterns of a time budget, for each number of duty slots that fits into the day.

    Raises
    ------
    TooManyPatternsError
        Beyond `MOST_PATTERNS` patterns.
    """
    patterns: list[Mapping[str, int]] = []
    for duty in range(slots + 1):
        minutes = budget.day_minutes - duty * slot_minutes
        if minutes < -_A_MINUTE_TOO_SMALL_TO_MATTER:
            break
        for counts in _in_order(budget, minutes):
            pattern = ({"duty": duty} if duty else {}) | {a: n for a, n in counts.items() if n}
            if pattern:
                patterns.append(pattern)
            if len(patterns) > MOST_PATTERNS:
                raise TooManyPatternsError
    return patterns


def _in_order(budget: TimeBudget, minutes: float) -> list[dict[str, int]]:
    """List the maximal counts, those with most of the first activity first."""
    # the last activity just takes what is left, so the shortest goes last: then there is least to try
    longest_first = sorted(budget.minutes.items(), key=lambda item: -item[1])
    tried = math.prod(min(minutes // each, budget.at_most.get(a, math.inf)) + 1 for a, each in longest_first[:-1])
    if tried > _MOST_TRIED:
        raise TooManyPatternsError
    found = list(islice(_maximal_counts(longest_first, budget.at_most, minutes), MOST_PATTERNS + 1))
    counts = [{activity: each[activity] for activity in budget.minutes} for each in found]
    return sorted(counts, key=lambda each: [-count for count in each.values()])


def _maximal_counts(
    minutes_each: list[tuple[str, float]], at_most: Mapping[str, int], minutes: float
) -> Iterator[dict[str, int]]:
    """Yield the vectors of counts to which nothing can be added."""
    (activity, each), *rest = minutes_each
    most = int((minutes + _A_MINUTE_TOO_SMALL_TO_MATTER) // each)
    most = min(most, at_most.get(activity, most))
    if not rest:
        yield {activity: most}
        return
    for count in range(most, -1, -1):
        for counts in _maximal_counts(rest, at_most, minutes - count * each):
            left = minutes - count * each - sum(counts[a] * each_of for a, each_of in rest)
            fits_one_more = left + _A_MINUTE_TOO_SMALL_TO_MATTER >= each
            if not (fits_one_more and count < at_most.get(activity, count + 1)):
                yield {activity: count, **counts}
