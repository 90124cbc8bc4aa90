"""Who could take the duty slots of somebody who is away, and what that costs."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from salescrew.models.answers.row import Document, Figure, Row
from salescrew.models.answers.slot_staff import Unable
from salescrew.models.plan.sections.queue_slots import OfQueues, QueueSlot, queue_slot, queue_slots
from salescrew.models.plan.sections.roles import Role
from salescrew.models.plan.values.days import DayOrInterval


class CoverOption(OfQueues, Row):
    """Somebody who could take a slot, and what becomes of that person's day."""

    manager: str = Field(description="who")
    role: Role = Field(description="the person's role")
    revenue: Figure = Field(
        description="revenue that it costs: contacts that are not opened, and what this person makes of the leads less "
        "than the one who is away, as the plan counts them"
    )
    quotas: int = Field(description="quotas of that day that change")
    lost: dict[str, float] = Field(description="contacts that are not opened, by funnel")
    moved: dict[str, float] = Field(description="follow-up work that has to be done on other days, by activity")
    pattern: dict[str, int] = Field(description="the day pattern that the person would have")
    also: tuple[str, ...] = Field(description="slots that the person covers on that day already")
    queues: tuple[str, ...] | None = Field(
        default=None, description="the queue of each of these, where the plan has several"
    )
    slots_in_week: int = Field(description="slots that the person covers in that week already")

    @property
    def covered(self) -> tuple[QueueSlot, ...]:
        """The slots that the person covers on that day already, each with its queue."""
        return queue_slots(self.also, self.queues)


class SlotToCover(OfQueues, Row):
    """A slot in which somebody is missing, and who could take it."""

    date: dt.date = Field(description="day of the slot")
    slot: str = Field(description="name of the slot")
    queue: str | None = Field(default=None, description="the queue, where the plan has several")
    away: str = Field(description="who is away")
    options: tuple[CoverOption, ...] = Field(description="who could take it, what costs least first")
    unable: tuple[Unable, ...] = Field(description="everyone else on the team, with a reason")

    @property
    def where(self) -> QueueSlot:
        """The slot and the queue."""
        return queue_slot(self.slot, self.queue)


class TimeFor(Row):
    """Somebody who has time for the work of somebody who is away, without anything planned anew."""

    manager: str = Field(description="who")
    date: dt.date = Field(description="the first day on which there is time for it, or the one with most time")
    room: Figure = Field(description="how much of the activity the day pattern has room for besides the quota")


class WorkToCover(Row):
    """What somebody who is away was to do on a day besides duty, and who has time for it."""

    date: dt.date = Field(description="the day")
    away: str = Field(description="who is away")
    kind: Literal["work", "contacts"] = Field(
        description="`work`: follow-up work, so much of an activity. `contacts`: to open in a funnel"
    )
    what: str = Field(description="the activity or the funnel")
    amount: Figure = Field(description="how much of it")
    revenue: Figure = Field(description="of `contacts`: what they would bring within the plan; else 0")
    last_day: dt.date = Field(
        description="until when it can be done: work within the weeks of grace, contacts that week"
    )
    options: tuple[TimeFor, ...] = Field(description="who has time for it by then, the soonest first")


class AwayRow(Row):
    """Somebody who is away."""

    manager: str = Field(description="who")
    days: tuple[DayOrInterval, ...] = Field(description="when")


class Cover(Document):
    """What an absence leaves open, slot by slot."""

    absent: tuple[AwayRow, ...] = Field(description="who is away, and when")
    slots: tuple[SlotToCover, ...] = Field(description="the slots in which somebody is missing, in order of time")
    work: tuple[WorkToCover, ...] = Field(description="what those who are away were to do besides, in order of time")
