"""What so many people can promise, so that it is seen what the last ones buy."""

from __future__ import annotations

import contextlib

from salescrew.language import say
from salescrew.models.answers.result import OddsOfPeople, Result
from salescrew.models.department.department import Department
from salescrew.solver.engine.program import Clock
from salescrew.solver.engine.tell import Tell
from salescrew.solver.search.confidence.effort import EFFORT
from salescrew.solver.search.confidence.frontier import TimeIsUpError
from salescrew.solver.search.confidence.mixes import Mixes
from salescrew.solver.search.confidence.promise import row_of, with_deals, with_most_quotas
from salescrew.solver.search.reach import ReachSearch


class OddsByPeople:
    """Answers what so many people can promise.

    Parameters
    ----------
    mixes
        What the odds take; None where that is no matter of the deals of a few products.
    """

    def __init__(self, department: Department, mixes: Mixes | None, clock: Clock, progress: Tell) -> None:
        self.department = department
        self.mixes = mixes
        self.clock = clock
        self.progress = progress

    def rows(self, result: Result, fewest: int, most_of_fewer: float) -> tuple[OddsOfPeople, ...]:
        """List what up to three people fewer can promise, and what the people of a result do.

        Parameters
        ----------
        fewest
            So many people meet the targets on average.
        most_of_fewer
            What is proven of fewer people: they have no better odds.
        """
        count = result.headcount or 0
        fewer: list[OddsOfPeople] = []
        for people in range(max(fewest, count - EFFORT.fewer_people), count) if self.mixes is not None else ():
            if self.clock.is_over():
                break
            self.progress(say("what {n} people can promise", n=people))
            with contextlib.suppress(TimeIsUpError):
                fewer.append(self._row(people, most_of_fewer))
        return *fewer, row_of(self.department, result, self.bound(count))

    def bound(self, people: int | None) -> float:
        """Bound the odds of so many people, or of all there are."""
        with contextlib.suppress(TimeIsUpError):
            if self.mixes is not None and not self.clock.is_over():
                return self.mixes.bound_of_people(people)
        return 1.0

    def _row(self, people: int, most: float) -> OddsOfPeople:
        bound = min(most, self.bound(people))
        found = self.best(people)
        if found is None:
            return OddsOfPeople(headcount=people, odds=None, bound=bound, monthly_cost=None, buffer={})
        return row_of(self.department, found, bound)

    def best(self, people: int | None) -> Result | None:
        """Find a plan with about the best odds that so many people, or all there are, can have."""
        deals = {} if self.mixes is None else self.mixes.best_mix(people)
        if not deals:
            return None
        asked = with_deals(self.department, deals)
        far = ReachSearch(asked, self.clock.sparing(EFFORT.fewer_calls, EFFORT.fewer_nodes), people=people).most()
        return None if far.reach is None else with_most_quotas(self.department, asked, far.reach, far.people)
