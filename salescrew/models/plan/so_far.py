"""What is behind a plan that is made anew on the way: from when it plans, what was reached, what is still to do."""

from __future__ import annotations

from pydantic import Field

from salescrew.models.plan.sections.queue_slots import OfQueues
from salescrew.models.plan.sections.record import Record, Sparse
from salescrew.models.plan.sections.roles import Closers
from salescrew.models.plan.values.days import Day
from salescrew.models.plan.values.quantities import Money, Quantity
from salescrew.models.plan.values.texts import Reference


class Entered(Record):
    """Items that entered a stage before the plan was made anew."""

    date: Day = Field(description="a day before `as_of`", examples=["2026-01-30"])
    funnel: Reference = Field(description="the funnel", examples=["cold-audit"])
    stage: Reference = Field(description="the stage, or `paid`", examples=["paid"])
    items: Quantity = Field(description="how many entered it, at the first stage in standard contacts", examples=["1"])
    revenue: Money | None = Field(
        default=None, description="of `paid`: what was paid; default: the average deal for each"
    )


class DueWork(Sparse, Record):
    """Follow-up work of a funnel in a week."""

    sparse = frozenset({"by", "stage", "person"})

    week: Day = Field(description="Monday of a week that is not over on `as_of`", examples=["2026-02-02"])
    funnel: Reference = Field(description="the funnel", examples=["cold-audit"])
    activity: Reference = Field(description="the activity", examples=["calls"])
    amount: Quantity = Field(description="how much", examples=["12"])
    by: Closers | None = Field(default=None, description="`closer`: work that only closers do")
    stage: Reference | None = Field(
        default=None, description="the stage, of work by which its items are handled where `follow_up` counts"
    )
    person: Reference | None = Field(default=None, description="the only one who does it: it was agreed by name")


class OpenReserve(OfQueues, Record):
    """Places on duty that are missing for absences in a week."""

    week: Day = Field(description="Monday of a week that is not over on `as_of`", examples=["2026-02-02"])
    queues: tuple[Reference, ...] | None = Field(
        default=None, description="for the slots of these queues; default: of the only one"
    )
    missing: Quantity = Field(description="how many, absence taken off", examples=["0.5"])


class SoFar(Record):
    """Where a plan stands that is made anew on the way."""

    as_of: Day = Field(
        description="the first day that is planned; what was before counts as it was", examples=["2026-02-02"]
    )
    entered: tuple[Entered, ...] = Field(
        default=(), description="what entered the stages before; what was paid counts towards the targets"
    )
    contacts: dict[Reference, Quantity] = Field(
        default_factory=dict, description="contacts opened before, by funnel: they count towards `max_contacts`"
    )
    open_work: tuple[DueWork, ...] = Field(
        default=(),
        description="follow-up work of what came before that is still to be done: it falls due in the week named",
    )
    spared_work: tuple[DueWork, ...] = Field(
        default=(),
        description="follow-up work that falls due in the week named and need not be done: it was done ahead, or is "
        "left for after the end",
    )
    frozen_until: Day | None = Field(
        default=None, description="days until then stay as they were: no places on duty are kept for absences on them"
    )
    open_reserve: tuple[OpenReserve, ...] = Field(
        default=(),
        description="places on duty for absences that nobody can keep free, or that a week of which only a part is "
        "asked has on its other days",
    )
