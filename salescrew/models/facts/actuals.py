"""What really happened: facts, each with the day on which it did."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

Kind = Literal["activity", "contacts", "leads", "stage", "paid", "absent"]
COLUMNS = ("date", "manager", "what", "funnel", "count", "amount")
PERSON = "person"
"""The further column that says with whom items were agreed by name."""
CONTACTS, LEADS, ABSENT = "contacts", "leads", "absent"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that happened.

    Attributes
    ----------
    kind
        What kind of thing: an activity, `contacts` opened, `leads` taken, items that entered a stage or were `paid`;
        `absent` where a manager was away, for the share of the day in `count`.
    of
        The activity or the stage.
    manager, funnel
        Empty where they are not known.
    amount
        What was paid.
    person
        With whom items that entered a stage were agreed by name; empty where anybody may do their work.
    """

    date: dt.date
    kind: Kind
    of: str
    manager: str
    funnel: str
    count: float
    amount: float = 0.0
    person: str = ""


@dataclass(frozen=True)
class Actuals:
    """All that is known to have happened.

    Attributes
    ----------
    unfilled
        How many rows of the form are not filled in yet.
    notes
        Sentences on what is allowed and yet may not be meant.
    """

    facts: tuple[Fact, ...] = ()
    unfilled: int = 0
    notes: tuple[str, ...] = field(default=())

    def __iter__(self) -> Iterator[Fact]:
        """Go through the facts."""
        return iter(self.facts)

    def __len__(self) -> int:
        """Count the facts."""
        return len(self.facts)

    @cached_property
    def last_day(self) -> dt.date | None:
        """The last day of which anything is known."""
        return max((fact.date for fact in self.facts), default=None)


@dataclass(frozen=True, slots=True)
class Total:
    """What facts add up to."""

    rows: int
    count: float
    amount: float


def totals(facts: Iterable[Fact]) -> dict[str, Total]:
    """Add up facts by what they are of."""
    of: dict[str, list[Fact]] = {}
    for fact in facts:
        of.setdefault(fact.of, []).append(fact)
    return {
        what: Total(len(some), math.fsum(fact.count for fact in some), math.fsum(fact.amount for fact in some))
        for what, some in of.items()
    }
