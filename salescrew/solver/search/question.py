"""A question about all teams, answered by proposing, testing and learning.

A relaxation of all teams proposes the most promising one, and bounds what any could do. A roster of whole days shows
what the proposed one really does. What rules it out, rules out others with it: the prices of its relaxed roster (a
Lagrangian cut, also for teams that were never tried), or that neither it nor a part of it has a roster (a no-good cut).
So bound and best draw nearer until nothing that is left can be better.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from salescrew.models.department.posts import Post
from salescrew.solver.engine.program import State
from salescrew.solver.search.trial import Team, Tried
from salescrew.solver.staffing.prices import Prices

Proposal = TypeVar("Proposal")


@dataclass
class Learned:
    """What teams that were tried have shown.

    Attributes
    ----------
    prices
        What bounds the reach of every team.
    without
        Teams that need not be proposed again, nor a part of them.
    """

    prices: list[Prices] = field(default_factory=list)
    without: list[Team] = field(default_factory=list)
    _impossible: set[frozenset[tuple[str, object]]] = field(default_factory=set)

    def learn(self, tried: Tried) -> None:
        """Keep what the search for a roster of a team has shown."""
        if tried.prices is not None:
            self.prices.append(tried.prices)
        elif tried.state is State.INFEASIBLE:
            self.without.append(tried.team)
        if tried.state is State.INFEASIBLE:
            self._impossible.add(_members(tried.team))

    def rules_out(self, team: Sequence[Post]) -> bool:
        """Tell whether a team was shown to have no roster."""
        return _members(team) in self._impossible


def _members(team: Sequence[Post]) -> frozenset[tuple[str, object]]:
    return frozenset((name, post.choice) for post in team for name in post.names)


class Question(ABC, Generic[Proposal]):
    """What is asked of all teams, and what is known of the answer so far.

    Attributes
    ----------
    most_proposals
        So many teams are proposed and tested.
    """

    most_proposals: int

    def __init__(self) -> None:
        self.learned = Learned()

    def ask(self) -> bool:
        """Propose and test teams, as many as is worth it; tell whether that answers the question."""
        for number in range(self.most_proposals):
            proposal = self.propose(number)
            if proposal is None or self.is_answered or not self.test(number, proposal) or self.is_answered:
                break
        return self.is_answered

    @property
    @abstractmethod
    def is_answered(self) -> bool:
        """Whether nothing that is left can be better than the best so far."""

    @abstractmethod
    def propose(self, number: int) -> Proposal | None:
        """Propose the most promising team that nothing rules out, and learn a bound; None: there is none to test."""

    @abstractmethod
    def test(self, number: int, proposal: Proposal) -> bool:
        """Put a proposal to the test, and learn from it; tell whether to propose another one."""
