"""What is known of a department in three configurations of its team."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from salescrew.models.answers.result import Status
from salescrew.models.plan.sections.roles import Role

Value = TypeVar("Value", int, float)
Winner = Literal["mixed", "split", "equal", "open"]


@dataclass(frozen=True, order=True)
class Department:
    """A member of the family.

    Attributes
    ----------
    calls_between_leads
        Whether mixed people on duty call cold contacts while no lead is there.
    mixed_effectiveness
        What a contact or lead of mixed people is worth; 1 is that of hunters and inbound people.
    size
        People whom the work would take if it could be cut at will and nobody waited for leads.
    warm_share
        Share of the target that the warm leads alone bring where inbound people take them.
    """

    calls_between_leads: bool
    mixed_effectiveness: float
    size: int
    warm_share: float


@dataclass(frozen=True)
class Headcount:
    """The fewest people of a configuration.

    Attributes
    ----------
    people
        The fewest found; None where none were found in time.
    bound
        Fewer are proven impossible; None where nothing is proven.
    roles
        How many of them have each role.
    """

    status: Status
    people: int | None
    bound: int | None
    roles: Mapping[Role, int] = field(default_factory=dict)

    @property
    def is_proven(self) -> bool:
        """Whether nothing is open."""
        return self.people is not None and self.people == self.bound

    def is_proven_below(self, other: Headcount) -> bool:
        """Tell whether this takes fewer people than another, whatever is still open."""
        return self.people is not None and other.bound is not None and self.people < other.bound

    def __str__(self) -> str:
        if self.people is None:
            return "?" if self.bound is None else f"{self.bound}-?"
        return str(self.people) if self.is_proven else f"{self.bound}-{self.people}"


@dataclass(frozen=True)
class Row:
    """A department with everybody mixed, split into hunters and inbound people, and free to have any roles."""

    department: Department
    mixed: Headcount
    split: Headcount
    free: Headcount

    @property
    def winner(self) -> Winner:
        """The one of mixed and split that takes fewer people; `open` where that is not proven."""
        if self.mixed.is_proven_below(self.split):
            return "mixed"
        if self.split.is_proven_below(self.mixed):
            return "split"
        return "equal" if self.mixed.is_proven and self.split.is_proven else "open"

    @property
    def saved(self) -> int:
        """People whom the winner saves; where a headcount is open, so many at least."""
        better, worse = (self.mixed, self.split) if self.winner == "mixed" else (self.split, self.mixed)
        if self.winner not in ("mixed", "split") or better.people is None or worse.bound is None:
            return 0
        return worse.bound - better.people


def different(values: Iterable[Value]) -> list[Value]:
    """List the values that occur, in order."""
    return sorted(set(values))
