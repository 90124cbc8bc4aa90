"""How many must be on duty."""

from __future__ import annotations

from pydantic import Field

from salescrew.models.plan.sections.record import Record
from salescrew.models.plan.values import (
    Count,
    CountAboveZero,
    Minutes,
    PositiveNumber,
    Quantity,
    Reference,
    Share,
    ShareAboveZero,
)


class ServiceLevel(Record):
    """How quickly leads are to be answered; sets the number of managers on duty."""

    share: ShareAboveZero = Field(description="share of leads answered in time", examples=["80%"])
    within_seconds: Quantity = Field(description="what in time means", examples=["60"])
    handling_minutes: PositiveNumber = Field(description="mean time that a lead takes", examples=["12"])
    patience_minutes: PositiveNumber | None = Field(
        default=None, description="mean time after which a lead gives up; default: never"
    )


class BetweenLeads(Record):
    """What a mixed manager on duty does between leads."""

    activity: Reference = Field(description="the activity", examples=["calls"])
    minutes_each: Minutes = Field(description="minutes that one takes", examples=["6"])
    efficiency: Share = Field(description="share of the free time that is used", examples=["70%"])


class Duty(Record):
    """How many managers must be on duty; exactly one of the first three."""

    leads_per_slot: PositiveNumber | None = Field(default=None, description="leads that one manager takes in a slot")
    managers_per_slot: CountAboveZero | None = Field(default=None, description="managers on duty in a slot with leads")
    service_level: ServiceLevel | None = Field(default=None, description="as many as this service level takes")
    between_leads: BetweenLeads | None = Field(default=None, description="only beside service_level")
    max_slots_per_week: Count | None = Field(default=None, description="most duty slots of a manager in a week")
