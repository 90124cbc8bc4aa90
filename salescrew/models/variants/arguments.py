"""What a script may give in the place of a plan and of a time limit."""

from __future__ import annotations

from salescrew.errors import InputError
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.values import shown


def refuse_wrong_arguments(plan: object, time_limit: object) -> None:
    """Refuse what is no plan, such as the name of its file, and what is no number of seconds.

    Raises
    ------
    InputError
        With both, where both are wrong.
    """
    problems = []
    if not isinstance(plan, Plan):
        problems.append(f"plan: must be a Plan, got {shown(plan)}. Read it first, with salescrew.load.")
    if time_limit is not None and not _is_time(time_limit):
        problems.append(f"time_limit: must be a number of seconds, 0 or more, got {shown(time_limit)}. Correct it.")
    if problems:
        raise InputError(problems)


def _is_time(seconds: object) -> bool:
    return isinstance(seconds, int | float) and not isinstance(seconds, bool) and seconds >= 0
