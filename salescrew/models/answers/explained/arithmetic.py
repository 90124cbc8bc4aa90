"""The arithmetic that a plan implies before anyone is chosen ("how many calls is that?").

From the targets back to payments, invoices, proposals, meetings, contacts and calls; what the expected leads bring;
and how many managers on duty they take. Everything here is for standard people, that is for effectiveness 1.
"""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from pydantic import Field

from salescrew.models.answers.explained.duty_steps import DutyStep
from salescrew.models.answers.row import Document, Figure, Row, SparseRow
from salescrew.models.plan.sections.record import Sparse


class CalendarSummary(Row):
    """The days of the horizon."""

    first_day: dt.date = Field(description="first day of the horizon")
    last_day: dt.date = Field(description="last day of the horizon")
    weeks: int = Field(description="weeks, a broken first one included")
    working_days: int = Field(description="working days in all")
    working_days_by_week: tuple[int, ...] = Field(description="working days of each week")
    slots: tuple[str, ...] = Field(description="duty slots of a working day")
    slots_with_leads: int = Field(description="slots of the horizon in which leads are expected")


class Step(SparseRow):
    """How many items enter a stage, or how many of an activity that takes."""

    sparse: ClassVar[frozenset[str]] = frozenset({"by"})

    step: str = Field(description="name of the stage or the activity; `paid` is a payment")
    kind: str = Field(description="`stage` or `activity`")
    by: str | None = Field(default=None, description="`closer` where only closers do that work")
    in_all: Figure = Field(description="over the horizon")
    per_week: Figure = Field(description="in_all by the number of weeks")
    per_working_day: Figure = Field(description="in_all by the number of working days")


class FlowByItself(Row):
    """What comes through a funnel when nobody opens a contact: its expected leads and its opening pipeline."""

    funnel: str = Field(description="name of the funnel")
    leads: Figure = Field(description="leads over the horizon; 0 for an outbound funnel")
    revenue: Figure = Field(description="revenue over the horizon")
    steps: tuple[Step, ...] = Field(description="items entering each stage, then the activities that they take")


class Route(Row):
    """An outbound funnel as if it carried all that remains of a target alone."""

    funnel: str = Field(description="name of the funnel")
    steps: tuple[Step, ...] = Field(description="from payments back to contacts, then activities; empty: it cannot")
    note: str | None = Field(description="why the funnel cannot carry that, where it cannot")


class TargetNeed(Row):
    """A target, what comes by itself, and what the outbound funnels must bring."""

    target: str = Field(description="where the target stands in the plan, such as `products.audit.revenue`")
    wanted: Figure = Field(description="the target")
    by_itself: Figure = Field(description="what expected leads and the opening pipeline bring at effectiveness 1")
    remaining: Figure = Field(description="what remains for the outbound funnels")
    routes: tuple[Route, ...] = Field(description="each outbound funnel that could carry it")


class DutyNeed(SparseRow):
    """Leads in a slot of the week, and the managers on duty that they take."""

    sparse: ClassVar[frozenset[str]] = frozenset({"queue", "average_wait_seconds", "peak_average_wait_seconds"})

    weekday: str = Field(description="day of the week")
    slot: str = Field(description="slot of the day")
    queue: str | None = Field(default=None, description="the queue, where the plan has several")
    leads: Figure = Field(description="leads in a typical week: the median over the horizon")
    required: int = Field(description="managers on duty in a typical week")
    answered_in_time: Figure | None = Field(description="share answered in time; only with a service level of that")
    average_wait_seconds: Figure | None = Field(
        default=None, description="mean wait of all leads; only with a service level of that"
    )
    occupancy: Figure | None = Field(description="share of the time spent on leads; only with a service level")
    between_leads: int = Field(description="what a mixed manager on duty gets done of the between-leads activity")
    peak_leads: Figure = Field(description="most leads in this slot of any week")
    peak_required: int = Field(description="managers on duty for the peak")
    peak_answered_in_time: Figure | None = Field(description="as answered_in_time, at the peak")
    peak_average_wait_seconds: Figure | None = Field(default=None, description="as average_wait_seconds, at the peak")
    peak_occupancy: Figure | None = Field(description="as occupancy, at the peak")


class ConversionSeen(Row):
    """A conversion of the plan, and what was seen of it."""

    funnel: str = Field(description="name of the funnel")
    stage: str = Field(description="name of the stage")
    conversion: Figure = Field(description="the conversion that is planned with")
    of: Figure | None = Field(
        description="as how many items, each seen to its end, it is as sure; null: nothing is said"
    )
    low: Figure | None = Field(description="lower end of its 95 % interval")
    high: Figure | None = Field(description="upper end of its 95 % interval")
    as_of: dt.date | None = Field(description="the day up to which that was seen")
    days_old: int | None = Field(description="days from then to the first day of the plan")
    source: str | None = Field(description="where it comes from")


class QueueNeed(Row):
    """A queue, and how many must be on duty for it."""

    queue: str = Field(description="name of the queue")
    funnels: tuple[str, ...] = Field(description="the funnels whose leads wait in it")
    rule: str = Field(description="how many are on duty for it, in words")


class HireCost(Row):
    """What one of a profile costs from a first day on."""

    profile: str = Field(description="name of the profile")
    at_most: int = Field(description="most of them that could be hired")
    first_day: dt.date = Field(description="the first day, or one of those to choose from")
    last_day: dt.date = Field(description="the last day within the horizon")
    monthly_cost: Figure = Field(description="cost a month")
    hiring_cost: Figure = Field(description="what it costs once to hire one")
    cost: Figure = Field(description="cost over the horizon, with hiring_cost")


class FeeWorth(Row):
    """What a deal of a product with a fee brings until the end of the horizon."""

    product: str = Field(description="name of the product")
    average_deal: Figure = Field(description="what a deal pays at once")
    monthly_fee: Figure = Field(description="what it pays a month")
    monthly_churn: Figure = Field(description="share of the fees that ends each month")
    first_week: Figure = Field(description="what a deal brings that is paid in the first week, fees included")
    last_week: Figure = Field(description="what one brings that is paid in the last week")


class Arithmetic(Sparse, Document):
    """All that `check` works out."""

    sparse: ClassVar[frozenset[str]] = frozenset({"duty_steps", "weekday_patterns", "queues", "hires", "fees"})

    version: int = Field(default=1, description="version of this format")
    calendar: CalendarSummary = Field(description="the days of the horizon")
    by_itself: tuple[FlowByItself, ...] = Field(
        description="what leads and the opening pipeline bring, by funnel that has either"
    )
    targets: tuple[TargetNeed, ...] = Field(description="the targets, traced back to contacts")
    duty: tuple[DutyNeed, ...] = Field(description="leads and managers on duty, by slot of the week")
    duty_slots_by_week: tuple[int, ...] = Field(description="slots of duty to be covered in each week, over all people")
    duty_steps: tuple[DutyStep, ...] | None = Field(
        default=None, description="how many more leads a week take more people on duty, where the leads tell"
    )
    day_patterns: tuple[dict[str, int], ...] = Field(description="the plan's day patterns, the time budget's included")
    weekday_patterns: dict[str, tuple[dict[str, int], ...]] | None = Field(
        default=None, description="the plan's day patterns of single weekdays, where it has any"
    )
    queues: tuple[QueueNeed, ...] | None = Field(default=None, description="the queues, where the plan has several")
    hires: tuple[HireCost, ...] | None = Field(
        default=None,
        description="what a hire costs, by profile and first day, where the plan counts the cost over the horizon",
    )
    fees: tuple[FeeWorth, ...] | None = Field(default=None, description="the products with a fee, where there are any")
    conversions: tuple[ConversionSeen, ...] = Field(
        description="what the conversions rest on; empty where the plan says `observed` of none"
    )
