"""What the staffing model decides, and how finely it tells days and weeks apart."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import Enum

from salescrew.models.department.leads import Slot
from salescrew.models.department.posts import Patterns
from salescrew.models.plan.plan import Plan


class Grain(Enum):
    """How fine a model tells days and weeks apart."""

    HORIZON = "horizon"
    WEEKS = "weeks"
    DAYS = "days"


def coarsest(plan: Plan) -> Grain:
    """Give the coarsest grain that is a relaxation of a plan: weeks may only be added up where they are alike.

    That is under `steady`, and where a deal is worth the same whenever it is paid.
    """
    has_fees = any(product.monthly_fee for product in plan.products.values())
    return Grain.HORIZON if plan.pipeline == "steady" and not has_fees else Grain.WEEKS


@dataclass(frozen=True)
class Block:
    """Days of a post within a span that have the same menu.

    Attributes
    ----------
    span
        The number of the span.
    """

    span: int
    menu: int
    patterns: Patterns
    period: int
    effectiveness: float
    days: tuple[dt.date, ...]


@dataclass(frozen=True)
class Span:
    """Weeks of a post within a period in which one contact of each is worth the same.

    Attributes
    ----------
    blocks
        The numbers of the blocks of their days.
    most_days
        On how many of these days each may work.
    """

    period: int
    effectiveness: float
    blocks: tuple[int, ...]
    weeks: int
    days: int
    most_days: int


@dataclass
class PostColumns:
    """The columns of one post, by block, or by span of blocks, where they differ in time.

    Attributes
    ----------
    people
        How many of them have the role.
    days
        Person-days, by number of places on duty and pattern.
    dutied
        People by day and number of places on duty of their pattern that day; only in the grain of days.
    covering
        Slots covered, by kind of slot and places on duty of those who cover it (0 where days are added up).
    contacts
        Contacts opened by span and activity, in funnels without `max_contacts`.
    limited
        Contacts opened by span and funnel, in funnels with `max_contacts`.
    """

    people: int
    blocks: list[Block]
    spans: list[Span]
    days: dict[tuple[int, int, int], int] = field(default_factory=dict)
    dutied: dict[tuple[int, dt.date, int], int] = field(default_factory=dict)
    covering: dict[tuple[int, int, int], int] = field(default_factory=dict)
    contacts: dict[tuple[int, str], int] = field(default_factory=dict)
    limited: dict[tuple[int, str], int] = field(default_factory=dict)


@dataclass
class SlotKind:
    """Duty slots that the model need not tell apart: a single one in the grain of days."""

    period: int
    like: Slot
    may_stay_open: bool = False
    slots: list[Slot] = field(default_factory=list)

    @property
    def required(self) -> int:
        """The managers on duty over all of them."""
        return sum(slot.required for slot in self.slots)
