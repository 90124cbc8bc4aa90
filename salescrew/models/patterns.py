"""Day patterns: what fits into a working day, written down or counted from a budget of minutes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import islice

from salescrew.models.plan import Plan
from salescrew.models.records import PersonFields, Role, TimeBudget

DayPattern = Mapping[str, int]
MOST_PATTERNS = 5000
_MOST_TRIED = 100_000
_A_MINUTE_TOO_SMALL_TO_MATTER = 1e-9


class TooManyPatternsError(ValueError):
    """A time budget stands for more patterns than anyone could choose from."""


def plan_patterns(plan: Plan) -> list[DayPattern]:
    """List the patterns of the plan's own menu."""
    if plan.time_budget is not None:
        return budget_patterns(plan.time_budget, len(plan.calendar.slots), plan.calendar.slot_minutes)
    return list(plan.day_patterns or ())


def patterns_of(menu: list[DayPattern], person: PersonFields, role: Role) -> list[DayPattern]:
    """List the patterns that a person may have in a role, given the plan's menu."""
    own = menu if person.day_patterns is None else person.day_patterns
    return [pattern for pattern in own if role != "hunter" or not pattern.get("duty")]


def activities(plan: Plan) -> list[str]:
    """List the plan's activities, in the order in which the time budget or the patterns name them."""
    menus = [plan.day_patterns or (), *(p.day_patterns or () for p in (*plan.managers, *plan.candidates))]
    found: dict[str, None] = dict.fromkeys(plan.time_budget.minutes) if plan.time_budget else {}
    found |= {activity: None for menu in menus for pattern in menu for activity in pattern if activity != "duty"}
    if plan.duty and plan.duty.between_leads:
        found[plan.duty.between_leads.activity] = None
    return list(found)


def budget_patterns(budget: TimeBudget, slots: int, slot_minutes: float) -> list[DayPattern]:
    """List the maximal patterns of a time budget, for each number of duty slots that fits into the day.

    Raises
    ------
    TooManyPatternsError
        Beyond `MOST_PATTERNS` patterns.
    """
    patterns: list[DayPattern] = []
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
