"""What every drawing of plans begins with: a choice, a chance, some of many."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Draw:
    """Draws what is added to a plan."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng

    def pick(self, values: Sequence[T]) -> T:
        return values[self.rng.randrange(len(values))]

    def chance(self, percent: int) -> bool:
        return self.rng.randrange(100) < percent
