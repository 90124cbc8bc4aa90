"""What a rival comes up with, and the time that it has."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from salescrew.solver.staffing.deal import PersonRoster

Solved = Literal["optimal", "feasible", "infeasible", "no answer"]
Status = Literal["optimal", "feasible", "infeasible", "no answer", "cannot state", "wrong"]


@dataclass(frozen=True)
class Attempt:
    """What a rival found.

    Attributes
    ----------
    people
        Everyone with a role: what each does on which day.
    bounds
        What is proven of `people` and of `monthly_cost`: no answer is below.
    build, solve
        Seconds from the plan to the engine's model, and the engine's own.
    note
        Why there is no answer.
    """

    status: Status
    people: tuple[PersonRoster, ...] = ()
    bounds: Mapping[str, float] = field(default_factory=lambda: {"people": 0.0, "monthly_cost": 0.0})
    build: float | None = None
    solve: float | None = None
    note: str = ""


class OutOfTimeError(Exception):
    """The time was up before the model was written down."""


class Deadline:
    """A time limit for building and solving together."""

    def __init__(self, seconds: float) -> None:
        self._start = time.monotonic()
        self._seconds = seconds

    def spent(self) -> float:
        """Give the seconds since the start."""
        return time.monotonic() - self._start

    def left(self) -> float:
        """Give the seconds that are left, not below 0."""
        return max(0.0, self._seconds - self.spent()) if math.isfinite(self._seconds) else math.inf

    def check(self) -> None:
        """Stop where the time is up.

        Raises
        ------
        OutOfTimeError
            Where no time is left.
        """
        if not self.left():
            raise OutOfTimeError
