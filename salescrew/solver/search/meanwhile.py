"""Questions about reach that are answered while an answer is still being made even and written.

How far one person fewer gets hangs on nothing but the headcount, and how far a team gets on nothing but its roles. So
both are looked for as soon as these are known, on the cores that are free: a solver runs on one.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass

from salescrew.models.department.department import Department
from salescrew.models.plan.sections.roles import Role
from salescrew.solver.engine.program import Clock
from salescrew.solver.engine.side_by_side import AT_ONCE, awaited
from salescrew.solver.engine.threads import threads
from salescrew.solver.search.effort import FEWER, STRETCH
from salescrew.solver.search.reach import Reach, ReachSearch


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
        self._begun: dict[HowFar, Future[Reach]] = {}

    def begin(self, asked: HowFar, department: Department, clock: Clock) -> None:
        """Look for how far they get from now on, unless that is looked for already."""
        if asked not in self._begun:
            self._begun[asked] = self._executor.submit(asked.most, department, clock)

    def found(self, asked: Sequence[HowFar]) -> list[Reach]:
        """Wait for what was found."""
        return [awaited(self._begun[one]) for one in asked]


@contextlib.contextmanager
def looking_meanwhile() -> Iterator[Meanwhile]:
    """Answer questions in threads; what is not answered in the end is left."""
    with threads(AT_ONCE) as executor:
        yield Meanwhile(executor)
