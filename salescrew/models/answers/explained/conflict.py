"""Why a plan cannot be met: the things in it that cannot hold together, by their names in the plan and in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, get_args

from pydantic import Field

from salescrew.models.answers.result import Overload
from salescrew.models.answers.row import Document, Figure, Row
from salescrew.models.answers.slot_staff import SlotStaff

Kind = Literal[
    "duty",
    "target",
    "limit",
    "max_contacts",
    "time",
    "pipeline",
    "keep",
    "fixed",
    "person",
    "max_slots_per_week",
    "max_days_per_week",
    "reserve",
    "grace_weeks",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""In the order in which they explain best."""


@dataclass(frozen=True)
class Condition:
    """Something that a plan asks for, and that can be left out by itself.

    Attributes
    ----------
    of
        `duty`: date and slot, and the queue where there are several. `target`: its path below `target`. `limit`: its
        name. `max_contacts`: the funnel. `pipeline`: funnel and stage. `keep`: `managers` or `candidates`, and the name
        or profile. `fixed`: `roles` and the name, `slots` with what `duty` has, or `days` with date and name. `person`:
        as `keep`, and the field.
        `reserve`: the Monday of the week and the queues. Nothing for the others.
    """

    kind: Kind
    of: tuple[str, ...] = ()


class Member(Row):
    """One of the things that cannot hold together."""

    kind: Kind = Field(description="what kind of thing")
    where: str = Field(description="where it stands in the plan; of duty slots: the first and the last")
    says: str = Field(description="the same in words")
    conditions: tuple[Condition, ...] = Field(
        description="what it consists of: slots, stages; most members are one condition"
    )
    enough: bool | None = Field(
        default=None, description="whether the whole plan can be met once this alone is left out; null: not known"
    )


class LastEntry(Row):
    """When it is too late to open a contact, or to answer a lead, in a funnel."""

    funnel: str = Field(description="name of the funnel")
    day: dt.date | None = Field(
        description="last working day in whose week what enters can still be paid within the horizon; null: none"
    )


class Conflict(Document):
    """Things that cannot hold together: not even with everything else left out that can be left out."""

    members: tuple[Member, ...] = Field(description="the things, the most telling first")
    irreducible: bool = Field(description="whether it is proven that the others can hold as soon as any is left out")
    people_as_they_are: bool = Field(
        description="whether roles, days off and other restrictions of people are taken as given; "
        "otherwise they are left out, but for those among the members"
    )
    reach_at_most: Figure | None = Field(
        default=None,
        description="proven: nobody reaches a larger share of the targets among the members while the other members "
        "hold; null without a target, or where not even what comes by itself can be done",
    )
    slots: tuple[SlotStaff, ...] = Field(default=(), description="single slots among the members: who could be there")
    last_entries: tuple[LastEntry, ...] = Field(
        default=(), description="where payments count only in time, by funnel: the last day that is not too late"
    )
    overloaded: tuple[Overload, ...] = Field(
        default=(), description="where there is no target among the members: work that nobody has time for"
    )

    @property
    def conditions(self) -> frozenset[Condition]:
        """All that the members consist of."""
        return frozenset(condition for member in self.members for condition in member.conditions)
