"""Questions about reach that are answered while an answer is still being made even and written.

How far one person fewer gets hangs on nothing but the headcount, and how far a team gets on nothing but its roles. So
both are looked for as soon as these are known, on the cores that are free: a solver runs on one. What is only needed
once there is an answer is loaded there as well, and the odds that a team has at its stretch are worked out.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from importlib import import_module
from typing import TypeVar

from salescrew.models.department.department import Department
from salescrew.models.plan.sections.roles import Role
from salescrew.solver.engine.program import Clock
from salescrew.solver.engine.side_by_side import AT_ONCE, awaited, begun
from salescrew.solver.engine.threads import threads
from salescrew.solver.search.answer import odds_at_stretch
from salescrew.solver.search.effort import FEWER, STRETCH
from salescrew.solver.search.reach import Reach, ReachSearch

Found = TypeVar("Found")
NEEDED_BY_ANSWERS = "salescrew.models.odds.calculation"
"""This takes numpy, which takes its time, and is needed no sooner than an answer is written."""


@dataclass(frozen=True)
class HowFar:
    """Who is asked how far they get: so many people, or these in these roles from these first days on."""

    people: int | None = None
    team: tuple[tuple[str, Role], ...] = ()
    starts: tuple[tuple[str, dt.date], ...] = ()

    @classmethod
    def of(cls, team: Mapping[str, Role], starts: Mapping[str, dt.date]) -> HowFar:
        """Ask for a team."""
        return cls(None, tuple(team.items()), tuple(starts.items()))

    def most(self, department: Department, clock: Clock) -> Reach:
        """Find how far they get."""
        if self.people is not None:
            return ReachSearch(department, clock, people=self.people, effort=FEWER).most(twice=True)
        started = department.started(dict(self.starts))
        return ReachSearch(started, clock, team=dict(self.team), effort=STRETCH).most(twice=True)


class Meanwhile:
    """The questions that are being answered."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self._begun: dict[HowFar, Future[tuple[Reach, float]]] = {}

    def begin(self, asked: HowFar, department: Department, clock: Clock) -> None:
        """Look for how far they get from now on, unless that is looked for already."""
        if asked not in self._begun:
            self._begun[asked] = self._executor.submit(_answered, asked, department, clock)

    def beside(self, work: Callable[[], Found]) -> Future[Found]:
        """Do some other work from now on."""
        return begun(self._executor, work)

    def found(self, asked: Sequence[HowFar]) -> list[Reach]:
        """Wait for what was found."""
        return [awaited(self._begun[one])[0] for one in asked]

    def odds_at_stretch(self, asked: HowFar) -> float:
        """Give the odds of a team of which it is known how far it gets."""
        return awaited(self._begun[asked])[1]


def _answered(asked: HowFar, department: Department, clock: Clock) -> tuple[Reach, float]:
    """Find how far somebody gets, and the odds of a team there."""
    found = asked.most(department, clock)
    has_odds = asked.people is None and department.goals
    return found, odds_at_stretch(department, found) if has_odds else 0.0


@contextlib.contextmanager
def looking_meanwhile() -> Iterator[Meanwhile]:
    """Answer questions in threads; what is not answered in the end is left."""
    with threads(AT_ONCE) as executor:
        executor.submit(import_module, NEEDED_BY_ANSWERS)
        yield Meanwhile(executor)
