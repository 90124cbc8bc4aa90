"""How many must be on duty: one rule for all leads, or one for each queue."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Discriminator, Field, Tag

from salescrew.language import say
from salescrew.models.plan.sections.record import Record
from salescrew.models.plan.values.quantities import (
    Count,
    CountAboveZero,
    Minutes,
    PositiveNumber,
    Quantity,
    Share,
    ShareAboveZero,
)
from salescrew.models.plan.values.said import wrong
from salescrew.models.plan.values.texts import Name, Reference


class ServiceLevel(Record):
    """How quickly leads are to be answered; sets the number of managers on duty."""

    share: ShareAboveZero | None = Field(default=None, description="share of leads answered in time", examples=["80%"])
    within_seconds: Quantity | None = Field(default=None, description="what in time means", examples=["60"])
    average_wait_seconds: PositiveNumber | None = Field(
        default=None,
        description="in place of these two: the longest mean wait of all leads, those who give up too",
        examples=["20"],
    )
    handling_minutes: PositiveNumber = Field(description="mean time that a lead takes", examples=["12"])
    patience_minutes: PositiveNumber | None = Field(
        default=None, description="mean time after which a lead gives up; default: never"
    )


class BetweenLeads(Record):
    """What a mixed manager on duty does between leads."""

    activity: Reference = Field(description="the activity", examples=["calls"])
    minutes_each: Minutes = Field(description="minutes that one takes", examples=["6"])
    efficiency: Share = Field(description="share of the free time that is used", examples=["70%"])


def _per_slot(value: object) -> object:
    if isinstance(value, dict) and not value:
        raise wrong(
            say("name at least one slot or weekday"), value, say("Write {{morning: 2, afternoon: 1}}, or a number.")
        )
    return value


def _kind(value: object) -> str:
    return "<table>" if isinstance(value, dict) else "<number>"


OfWeekday = Annotated[
    Annotated[Count, Tag("<number>")] | Annotated[dict[Reference, Count], Tag("<table>")],
    Discriminator(_kind),
    BeforeValidator(_per_slot),
]
"""Managers in each slot of a weekday, or by slot."""
PerSlot = Annotated[
    Annotated[CountAboveZero, Tag("<number>")] | Annotated[dict[Reference, OfWeekday], Tag("<table>")],
    Discriminator(_kind),
    BeforeValidator(_per_slot),
]
"""Managers in every slot, by slot, or by weekday; what a table does not name has nobody."""


class DutyRule(Record):
    """How many managers must be on duty; exactly one of the first three."""

    leads_per_slot: PositiveNumber | None = Field(default=None, description="leads that one manager takes in a slot")
    managers_per_slot: PerSlot | None = Field(
        default=None,
        description="managers on duty in a slot with leads: a number, or a table by slot, by weekday, or by weekday "
        "and slot; of what it does not name, the leads are lost",
    )
    service_level: ServiceLevel | None = Field(default=None, description="as many as this service level takes")
    between_leads: BetweenLeads | None = Field(default=None, description="only beside service_level")


class Duty(DutyRule):
    """How many managers must be on duty; exactly one of the first three and `queues`."""

    queues: dict[Name, DutyRule] | None = Field(
        default=None,
        min_length=1,
        description="a rule for each queue; required where funnels name several",
        examples=["{main: {leads_per_slot: 6}}"],
    )
    max_slots_per_week: Count | None = Field(default=None, description="most duty slots of a manager in a week")

    def rule_of(self, queue: str) -> DutyRule:
        """Give the rule of a queue: its own, or the one of all leads."""
        return self if self.queues is None else self.queues[queue]

    @property
    def rules(self) -> list[DutyRule]:
        """The rules of all queues."""
        return [self] if self.queues is None else list(self.queues.values())
