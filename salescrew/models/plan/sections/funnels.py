"""The way of a contact or a lead to payment."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from salescrew.language import say
from salescrew.models.plan.sections.record import Record
from salescrew.models.plan.sections.roles import Closers
from salescrew.models.plan.values.days import Day, Monday, Month
from salescrew.models.plan.values.quantities import Deviation, Dispersion, PositiveNumber, Quantity, Share
from salescrew.models.plan.values.said import wrong
from salescrew.models.plan.values.texts import FreeText, Name, Reference, WeekdayName, one_of

PAID = "paid"
"""What comes after the last stage of a funnel."""
MAIN = "main"
"""The queue of an inbound funnel that names none."""


class Observed(Record):
    """What a conversion rests on: as how many items, each seen to its end, it is as sure."""

    passed: Quantity = Field(description="items that passed on; may be a fraction", examples=["121.3"])
    of: Quantity = Field(description="of so many items; may be a fraction", examples=["343"])
    as_of: Day | None = Field(default=None, description="the day up to which that was seen, for people")
    source: FreeText | None = Field(default=None, description="where it comes from, for people")

    @model_validator(mode="after")
    def _no_more_passed_than_came(self) -> Self:
        if self.passed > self.of:
            raise wrong(
                say("have passed at most as many as came ({of:.12g})", of=self.of),
                self.passed,
                say("Correct one of the two."),
            )
        return self

    @property
    def conversion(self) -> float:
        """The mean of what that leaves open, Beta(passed + 1/2, of - passed + 1/2)."""
        return (self.passed + 0.5) / (self.of + 1)


def _conversion_or_observed(described: dict[str, Any]) -> None:
    """Want one of the two in the schema of a stage."""
    described["required"].remove("conversion")
    described["anyOf"] = [{"required": ["conversion"]}, {"required": ["observed"]}]


class Stage(Record):
    """A stage of a funnel."""

    model_config = ConfigDict(json_schema_extra=_conversion_or_observed)

    name: Name = Field(description="name of the stage", examples=["meeting"])
    conversion: Share = Field(description="share of the items that passes on", examples=["50%"])
    effort: dict[Reference, PositiveNumber] = Field(
        default_factory=dict,
        description="work that an item makes when it enters, by activity",
        examples=["{meetings: 1}"],
    )
    days_to_next: Quantity = Field(default=0.0, description="days until what passes enters the next stage")
    by: Closers | None = Field(default=None, description="`closer`: only closers do the work of this stage")
    handled_by: Reference | None = Field(
        default=None,
        description="the activity of `effort` whose doer handles the item, where `follow_up` counts; default the first",
    )
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


def handling(stage: Stage) -> str | None:
    """Name the activity whose doer handles the items of a stage; None where they make no work."""
    return stage.handled_by or next(iter(stage.effort), None)


class Leads(Record):
    """How many leads come, and when."""

    per_week: Quantity = Field(description="leads in a full week", examples=["60"])
    by_week: dict[Monday, Quantity] = Field(
        default_factory=dict,
        description="leads of a full week, in the week of a Monday, instead of per_week and season",
        examples=["{2026-03-02: 90}"],
    )
    days_off: Annotated[Literal["lost", "next_day"], BeforeValidator(one_of("lost", "next_day"))] = Field(
        default="lost", description="leads of days off: lost, or next_day: they wait for the next working day"
    )
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
    queue: Name | None = Field(
        default=None,
        description="inbound: the queue in which the leads are answered, by one person at a time; default: main",
        examples=["german"],
    )
    leads: Leads | None = Field(default=None, description="inbound: the leads that come")
    stages: tuple[Stage, ...] = Field(
        min_length=1,
        description="the stages in order; the last one's conversion leads to payment",
        examples=["[{name: contact, conversion: 5%}]"],
    )

    @property
    def answered_in(self) -> str | None:
        """The queue in which the leads are answered; None of a funnel without leads."""
        return None if self.leads is None else self.queue or MAIN
