"""When two numbers count as the same, and how the checker writes them."""

from __future__ import annotations

import math

from salescrew.language import say

RELATIVE = 1e-6
ABSOLUTE = 1e-6
"""Two amounts are the same when they differ by no more than `ABSOLUTE` plus `RELATIVE` of the right one."""
TARGET = 1.01e-6
"""A target is met when what is reached is at least the target less this share of it: one part in a million, and a
hundredth of that for what floats may be off by."""
NOISE = 1e-9
"""What a sum of floats may be off by where the right number is a round one: a whole number, a limit of cost."""
LARGEST = 1e15
"""No amount in a plan is larger; one in a result that is, is nonsense."""


def differs(got: float, must: float) -> bool:
    """Tell whether an amount is not what it must be; NaN never is."""
    return not abs(got - must) <= ABSOLUTE + RELATIVE * abs(must)


def exceeds(got: float, most: float) -> bool:
    """Tell whether an amount is above the most that it may be; NaN always is."""
    if isinstance(got, int) and isinstance(most, int):
        return got > most
    most = max(-LARGEST, min(most, LARGEST)) if isinstance(most, int) else most
    return not got <= most + ABSOLUTE + RELATIVE * abs(most)


def is_amount(value: float) -> bool:
    """Tell whether a number can be an amount of something: finite, not negative, of a size that a plan can have."""
    return 0 <= value <= LARGEST


def rounded_up(value: float) -> int:
    """Round up to a whole number, but not for what floats may be off by."""
    return math.ceil(value - NOISE - NOISE * NOISE * value)


def number(value: float) -> str:
    """Write a number with the digits that tell it from its neighbours."""
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value) if abs(value) <= LARGEST else say("a number beyond 1e15")
