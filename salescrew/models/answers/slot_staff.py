"""Who could be on duty in a slot, and who could not."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from salescrew.models.answers.row import Row
from salescrew.models.plan.sections.queue_slots import OfQueues, QueueSlot, queue_slot


class Unable(Row):
    """Who cannot be on duty in a slot."""

    name: str = Field(description="name of the manager, or the profile of candidates")
    people: int = Field(description="how many people that is")
    why: str = Field(description="the first reason that holds")


class SlotStaff(OfQueues, Row):
    """Who could be on duty in a slot that cannot be covered."""

    date: dt.date = Field(description="day of the slot")
    slot: str = Field(description="name of the slot")
    queue: str | None = Field(default=None, description="the queue, where the plan has several")
    required: int = Field(description="people needed on duty")
    able: int = Field(description="people of the plan who could be on duty there, limits aside")
    unable: tuple[Unable, ...] = Field(description="everyone else, with a reason")

    @property
    def where(self) -> QueueSlot:
        """The slot and the queue."""
        return queue_slot(self.slot, self.queue)
