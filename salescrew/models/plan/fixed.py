"""What is settled before a plan is solved: roles, duty slots and days of single people."""

from __future__ import annotations

from pydantic import Field

from salescrew.models.plan.sections.days import Pattern
from salescrew.models.plan.sections.queue_slots import OfQueues, QueueSlot, queue_slot, queue_slots
from salescrew.models.plan.sections.record import Record
from salescrew.models.plan.sections.roles import RoleName
from salescrew.models.plan.values.days import Day
from salescrew.models.plan.values.quantities import CountAboveZero
from salescrew.models.plan.values.texts import Reference


class FixedSlot(OfQueues, Record):
    """People who are on duty in a slot."""

    date: Day = Field(description="day of the slot", examples=["2026-02-02"])
    slot: Reference = Field(description="name of the slot", examples=["morning"])
    queue: Reference | None = Field(default=None, description="the queue, where there are several")
    managers: tuple[Reference, ...] = Field(
        min_length=1,
        description="who is on duty then, others besides as far as the slot takes more",
        examples=["[Vera]"],
    )

    @property
    def where(self) -> QueueSlot:
        """The slot and the queue."""
        return queue_slot(self.slot, self.queue)


class OpenPlaces(OfQueues, Record):
    """A slot in which fewer people are on duty than its leads take."""

    date: Day = Field(description="day of the slot", examples=["2026-02-02"])
    slot: Reference = Field(description="name of the slot", examples=["morning"])
    queue: Reference | None = Field(default=None, description="the queue, where there are several")
    short: CountAboveZero = Field(
        description="how many fewer are on duty; the leads that they would have taken are lost", examples=["1"]
    )

    @property
    def where(self) -> QueueSlot:
        """The slot and the queue."""
        return queue_slot(self.slot, self.queue)


class FixedDay(OfQueues, Record):
    """A person's day."""

    date: Day = Field(description="the day", examples=["2026-02-02"])
    manager: Reference = Field(description="the manager, or a candidate as `junior 1`", examples=["Anna"])
    pattern: Pattern = Field(
        description="the day pattern out of the person's menu; `{}`: nothing", examples=["{calls: 90}"]
    )
    duty: tuple[Reference, ...] = Field(default=(), description="the slots on duty, at most as many as the pattern has")
    queues: tuple[Reference, ...] | None = Field(
        default=None, description="the queue of each of these slots, where there are several"
    )

    @property
    def covered(self) -> tuple[QueueSlot, ...]:
        """The slots on duty, each with its queue."""
        return queue_slots(self.duty, self.queues)


class Fixed(Record):
    """What is settled; whoever is named has a role."""

    roles: dict[Reference, RoleName] = Field(
        default_factory=dict, description="roles by person: a manager, or a candidate as `junior 1`"
    )
    slots: tuple[FixedSlot, ...] = Field(default=(), description="who is on duty in a slot")
    days: tuple[FixedDay, ...] = Field(default=(), description="a person's pattern and duty on a day")
    since: dict[Reference, Day] = Field(
        default_factory=dict,
        description="since when people are there who joined on the way, by person: nobody comes before, and a `ramp` "
        "begins then",
    )
    open_slots: tuple[OpenPlaces, ...] = Field(default=(), description="places on duty that stay open")
