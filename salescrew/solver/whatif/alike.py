"""Changes of a plan that come to the same: each such is solved once.

Conversions and what deals are worth are seen by the models only in what items are worth for the targets and in the work
that they make. A conversion beyond the last work is therefore the same as the next one, or as the deal itself.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from salescrew.models.department.department import Department
from salescrew.models.variants.inputs import Input

DIGITS = 12
"""So many digits of two numbers are to be the same: the rest is what floats are off by."""
_WORTH = frozenset({"conversion", "average_deal", "monthly_fee", "monthly_churn"})
"""The inputs that change nothing but what items are worth and the work that they make."""


def same_as(one: Input, department: Department) -> Hashable:
    """Give what is the same for plans that come to the same, in which an input was changed.

    Returns
    -------
    Hashable
        None where nothing is known of that.
    """
    if one.kind not in _WORTH:
        return None
    goals = tuple(
        (goal.name, goal.month, _rounded(goal.weights.values()), *_rounded([goal.given])) for goal in department.goals
    )
    entries = tuple(tuple(goal.weights) for goal in department.goals)
    work = tuple(
        (
            task,
            tuple((tuple(weights), _rounded(weights.values()), *_rounded([given])) for weights, given in of_weeks),
            _rounded(department.work.may_be_done(task)) if task.stage else (),
        )
        for task in department.tasks
        for of_weeks in [department.work_due(task)]
    )
    return goals, entries, work


def _rounded(numbers: Iterable[float]) -> tuple[float, ...]:
    return tuple(float(f"{number:.{DIGITS}g}") for number in numbers)
