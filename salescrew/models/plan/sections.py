"""The records of a plan file, each field with its meaning, unit and default.

A record refuses what cannot be meant within itself. What ties records together (names that must exist, a role
that needs a day pattern) is checked in `checks`.
"""

from __future__ import annotations

from functools import cache
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, ValidationError, model_validator

from salescrew.models.plan.values import (
    Count,
    CountAboveZero,
    Day,
    DayOrInterval,
    Deviation,
    Dispersion,
    Factor,
    FreeText,
    Minutes,
    Money,
    Month,
    Name,
    PositiveNumber,
    Price,
    Probability,
    Quantity,
    Reference,
    Share,
    ShareAboveZero,
    ShareBelowOne,
    SpellDays,
    StartDay,
    TargetAmount,
    WeekCount,
    WeekdayCount,
    WeekdayName,
    YesNo,
    listed,
    name,
    one_of,
    wrong,
)

Role = Literal["hunter", "inbound", "mixed"]
ROLES: tuple[Role, ...] = ("hunter", "inbound", "mixed")
PAID = "paid"
"""What comes after the last stage of a funnel."""
RoleName = Annotated[Role, BeforeValidator(one_of(*ROLES))]


def _holidays(value: object) -> object:
    if isinstance(value, str | list | tuple):
        return value
    raise wrong("be a country code or a list of dates", value, "Write a code such as RU, or [2026-03-09].")


def _pattern(value: object) -> object:
    if not isinstance(value, dict):
        raise wrong("be activities with their counts", value, "Write it as {calls: 90} or {duty: 1, calls: 40}.")
    return value


def _pattern_key(value: object) -> str:
    return "duty" if value == "duty" else name(value)


def _effectiveness(value: object) -> object:
    """Let one number stand for all roles."""
    return value if isinstance(value, dict | BaseModel) else dict.fromkeys(ROLES, value)


Pattern = Annotated[dict[Annotated[str, BeforeValidator(_pattern_key)], Count], BeforeValidator(_pattern)]
"""Activities with the most of each that fits into a day; `duty` is the exact number of slots on duty."""

TAGS = ("<code>", "<dates>", "<word>", "<table>", "<number>", "<list>")
"""Marks of the kinds of value that a field may have; only one is tried, so that there is only one complaint."""

Holidays = Annotated[
    Annotated[str, Tag("<code>")] | Annotated[tuple[Day, ...], Tag("<dates>")],
    Discriminator(lambda value: "<code>" if isinstance(value, str) else "<dates>"),
    BeforeValidator(_holidays),
]


class Record(BaseModel):
    """A part of a plan: frozen, and strict about unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=True, serialize_by_alias=True)

    @model_validator(mode="before")
    @classmethod
    def _nothing_is_not_given(cls, data: object) -> object:
        """Take a key without a value (`managers:`) for one that is not there."""
        if not isinstance(data, dict):
            return data
        known = keys_of(cls)
        return {key: value for key, value in data.items() if value is not None or key not in known}


@cache
def keys_of(record: type[BaseModel]) -> dict[str, str]:
    """Give the keys of a record in a file, each with the name of its field."""
    return {field.alias or field_name: field_name for field_name, field in record.model_fields.items()}


class Calendar(Record):
    """The horizon, its working days and the duty slots of a day."""

    start: StartDay = Field(description="first day of the horizon", examples=["2026-01-12"])
    weeks: WeekCount = Field(
        description="weeks from Monday to Sunday, counted from the week that holds start", examples=["12"]
    )
    working_days: tuple[WeekdayName, ...] = Field(
        default=("mon", "tue", "wed", "thu", "fri"), min_length=1, description="weekdays that are worked"
    )
    holidays: Holidays = Field(default=(), description="ISO country code, or a list of dates")
    extra_days: tuple[Day, ...] = Field(default=(), description="working days besides, such as a moved Saturday")
    slots: tuple[Name, ...] = Field(
        default=("morning", "afternoon"), min_length=1, max_length=24, description="duty slots of a working day"
    )
    slot_minutes: PositiveNumber = Field(default=240.0, description="minutes of a slot")


class ProductTarget(Record):
    """What a single product is to bring over the horizon."""

    revenue: TargetAmount | None = Field(default=None, description="revenue of the product")
    profit: TargetAmount | None = Field(default=None, description="margin x revenue of the product")
    deals: PositiveNumber | None = Field(default=None, description="paid deals of the product")


class MonthTarget(Record):
    """What a calendar month is to bring."""

    revenue: TargetAmount = Field(description="revenue of the month", examples=["7_000_000"])


class Target(Record):
    """What is to be reached over the whole horizon; at least one target, or none where people are on duty."""

    revenue: TargetAmount | None = Field(default=None, description="revenue of all products")
    profit: TargetAmount | None = Field(
        default=None, description="gross profit: sum over products of margin x revenue, before salaries"
    )
    products: dict[Reference, ProductTarget] = Field(default_factory=dict, description="targets of single products")
    by_month: dict[Month, MonthTarget] = Field(default_factory=dict, description="revenue by calendar month")
    confidence: Probability | None = Field(
        default=None, description="odds at which all targets are to be met together; no target by itself"
    )


class Product(Record):
    """Something that is sold."""

    average_deal: Price = Field(description="revenue of an average deal", examples=["150_000"])
    margin: Share | None = Field(default=None, description="profit's share of revenue")
    deal_cv: Deviation = Field(default=0.0, description="standard deviation of a deal over its mean")


class TimeBudget(Record):
    """Minutes of a day instead of day patterns."""

    day_minutes: PositiveNumber = Field(description="minutes of a working day", examples=["480"])
    minutes: dict[Name, Minutes] = Field(
        min_length=1, description="minutes that one of each activity takes", examples=["{calls: 5, meetings: 180}"]
    )
    at_most: dict[Reference, Count] = Field(
        default_factory=dict, description="most of an activity in a day", examples=["{meetings: 2}"]
    )


class Observed(Record):
    """What a conversion rests on: as how many items, each seen to its end, it is as sure."""

    passed: Quantity = Field(description="items that passed on; may be a fraction", examples=["121.3"])
    of: Quantity = Field(description="of so many items; may be a fraction", examples=["343"])
    as_of: Day | None = Field(default=None, description="the day up to which that was seen, for people")
    source: FreeText | None = Field(default=None, description="where it comes from, for people")

    @model_validator(mode="after")
    def _no_more_passed_than_came(self) -> Self:
        if self.passed > self.of:
            raise wrong(f"have passed at most as many as came ({self.of:.12g})", self.passed, "Correct one of the two.")
        return self

    @property
    def conversion(self) -> float:
        """The mean of what that leaves open, Beta(passed + 1/2, of - passed + 1/2)."""
        return (self.passed + 0.5) / (self.of + 1)


class Stage(Record):
    """A stage of a funnel."""

    name: Name = Field(description="name of the stage", examples=["meeting"])
    conversion: Share = Field(description="share of the items that passes on", examples=["50%"])
    effort: dict[Reference, Quantity] = Field(
        default_factory=dict,
        description="work that an item makes when it enters, by activity",
        examples=["{meetings: 1}"],
    )
    days_to_next: Quantity = Field(default=0.0, description="days until what passes enters the next stage")
    prior_observations: Quantity | None = Field(
        default=None, description="as the plan's field of this name, for this conversion alone"
    )
    observed: Observed | None = Field(
        default=None, description="how much was seen of the conversion; without `conversion` it stands for it"
    )

    @model_validator(mode="before")
    @classmethod
    def _conversion_of_what_was_seen(cls, data: object) -> object:
        """Take a conversion that is not given from what was seen of it."""
        if not isinstance(data, dict) or data.get("observed") is None or data.get("conversion") is not None:
            return data
        try:
            seen = Observed.model_validate(data["observed"])
        except ValidationError:
            # what is wrong there is said where it stands; that there is no conversion is not
            return {**data, "conversion": 0.5}
        return {**data, "conversion": seen.conversion}


class Leads(Record):
    """How many leads come, and when."""

    per_week: Quantity = Field(description="leads in a full week", examples=["60"])
    by_weekday: dict[WeekdayName, Quantity] = Field(
        default_factory=dict, description="relative weights, default 1", examples=["{mon: 1.4}"]
    )
    by_slot: dict[Reference, Quantity] = Field(
        default_factory=dict, description="relative weights, default 1", examples=["{morning: 1.2}"]
    )
    season: dict[Month, Quantity] = Field(
        default_factory=dict, description="multiplier by month, default 1", examples=["{2026-01: 0.7}"]
    )
    dispersion: Dispersion = Field(default=1.0, description="variance of a week's leads over their mean")
    level_cv: Deviation = Field(
        default=0.0, description="how far the level may be off over the whole horizon: standard deviation over mean"
    )


class Funnel(Record):
    """The way of a contact or a lead to payment."""

    channel: Annotated[Literal["outbound", "inbound"], BeforeValidator(one_of("outbound", "inbound"))] = Field(
        description="outbound: contacts are opened; inbound: leads come", examples=["outbound"]
    )
    product: Reference = Field(description="the product that the funnel sells", examples=["audit"])
    opens_with: Reference | None = Field(default=None, description="outbound: the activity that opens a contact")
    max_contacts: Quantity | None = Field(default=None, description="outbound: size of the cold base")
    leads: Leads | None = Field(default=None, description="inbound: the leads that come")
    stages: tuple[Stage, ...] = Field(
        min_length=1,
        description="the stages in order; the last one's conversion leads to payment",
        examples=["[{name: contact, conversion: 5%}]"],
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


class Limits(Record):
    """What may not be exceeded."""

    people: Count | None = Field(default=None, description="most people with a role")
    hires: Count | None = Field(default=None, description="most candidates hired")
    monthly_cost: Money | None = Field(default=None, description="most that the people cost in a month")


Source = Literal["forecast", "arrivals", "rates", "deals", "illness", "leaving", "time"]
SOURCES: tuple[Source, ...] = ("forecast", "arrivals", "rates", "deals", "illness", "leaving", "time")
"""What is random and can be held at its mean; whether an item passes its stage is random always."""


class Chance(Record):
    """What is left to chance."""

    fix: tuple[Annotated[Source, BeforeValidator(one_of(*SOURCES))], ...] = Field(
        default=(), description="sources of chance that are held at their means"
    )
    spell_days: SpellDays = Field(default=3.0, description="mean length of an absence in working days")

    @property
    def most_absence(self) -> float:
        """The largest share of days that absences of this length can take, one after the other."""
        return self.spell_days / (self.spell_days + 1)


class Effectiveness(Record):
    """What one of this manager's contacts or leads is worth in standard ones, by role."""

    hunter: Factor = 1.0
    inbound: Factor = 1.0
    mixed: Factor = 1.0


class PersonFields(Record):
    """What managers and candidates have in common."""

    monthly_cost: Money = Field(default=0.0, description="what the person costs in a month")
    roles: tuple[RoleName, ...] = Field(default=ROLES, min_length=1, description="roles that the person may have")
    effectiveness: Annotated[Effectiveness, BeforeValidator(_effectiveness)] = Field(
        default=Effectiveness(), description="worth of a contact or lead, one number or by role"
    )
    keep: YesNo = Field(default=False, description="the person must have a role")
    days_off: tuple[DayOrInterval, ...] = Field(default=(), description="days and intervals of absence")
    from_: Day | None = Field(default=None, alias="from", description="first day; default the whole horizon")
    until: Day | None = Field(default=None, description="last day; default the whole horizon")
    working_days: tuple[WeekdayName, ...] | None = Field(
        default=None, min_length=1, description="weekdays worked; default the plan's"
    )
    max_days_per_week: WeekdayCount | None = Field(
        default=None, description="most days of a week on which the person works; default the plan's"
    )
    day_patterns: tuple[Pattern, ...] | None = Field(
        default=None,
        min_length=1,
        description="the person's own patterns; default the plan's",
        examples=["[{calls: 40}, {meetings: 1}]"],
    )
    funnels: tuple[Reference, ...] | None = Field(
        default=None, min_length=1, description="funnels that the person works; default all"
    )
    absence: Share = Field(default=0.0, description="share of the time that is left free for absence")
    ramp: tuple[Factor, ...] = Field(default=(), description="effectiveness of the first weeks, 1 after the list")
    attrition: ShareBelowOne = Field(default=0.0, description="probability to leave within a year")
    replace_weeks: Quantity = Field(default=8.0, description="weeks until somebody takes the seat of one who left")
    replace_ramp: tuple[Factor, ...] | None = Field(
        default=None, description="effectiveness of the successor's first weeks; default the person's own ramp"
    )


class Manager(PersonFields):
    """A person who is there."""

    name: Name = Field(description="the person's name", examples=["Anna"])
    role: RoleName | None = Field(
        default=None, description="today's role: of teams that are as good the one with fewest other roles is taken"
    )


class Candidate(PersonFields):
    """A kind of person who could be hired; `junior` gives `junior 1`, `junior 2` and so on."""

    profile: Name = Field(description="name of the profile", examples=["junior"])
    at_most: Count = Field(description="most of them that could be hired", examples=["5"])


Objective = tuple[Literal["people", "monthly_cost"], Literal["people", "monthly_cost"]]


def _objective(value: object) -> object:
    if isinstance(value, list | tuple) and sorted(map(str, value)) == ["monthly_cost", "people"]:
        return tuple(value)
    raise wrong(
        "be people and monthly_cost in order of weight",
        listed(value) if isinstance(value, list | tuple) else value,
        "Write [people, monthly_cost] or [monthly_cost, people].",
    )


ObjectiveOrder = Annotated[Objective, BeforeValidator(_objective)]
