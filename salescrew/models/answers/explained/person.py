"""What an explanation says of a person: why this person, in this role."""

from __future__ import annotations

from pydantic import Field

from salescrew.models.answers.result import MissingReserve, OpenSlot, Overload
from salescrew.models.answers.row import Document, Figure, Row
from salescrew.models.plan.sections.roles import Role


class TeamReach(Row):
    """How far a team gets that differs from the answer's by this person."""

    role: Role | None = Field(description="the person's role; null: without this person")
    reach: Figure | None = Field(
        description="largest share of all targets at once, with days split among patterns: whole days reach no more; "
        "null: not even what comes by itself can be done"
    )
    meets_plan: bool | None = Field(description="whether a roster of whole days meets the plan; null: not settled")
    uncovered: tuple[OpenSlot, ...] = Field(description="where reach is null: duty slots that stay open")
    overloaded: tuple[Overload, ...] = Field(description="where reach is null: work that nobody has time for")
    reserve: tuple[MissingReserve, ...] = Field(
        description="where reach is null: places on duty that are missing for absences"
    )


class PersonFunnel(Row):
    """What passes through a person's hands in a funnel."""

    funnel: str = Field(description="the funnel")
    contacts: Figure = Field(description="contacts that the person opens")
    leads: Figure = Field(description="leads that the person answers on duty")
    deals: Figure = Field(description="deals that come of these within the horizon")
    revenue: Figure = Field(description="their revenue")
    share: Figure = Field(description="of the funnel's revenue within the horizon")


class PersonTarget(Row):
    """What a person's contacts and leads bring towards a target."""

    target: str = Field(description="where the target stands in the plan, such as `products.audit.revenue`")
    wanted: Figure = Field(description="the target")
    brought: Figure = Field(description="what the person's contacts and leads bring towards it")


class ExplainedPerson(Document):
    """What a person does for an answer."""

    version: int = Field(default=1, description="version of this format")
    name: str = Field(description="the person's name")
    role: Role | None = Field(description="the role in the answer; null: the person is not used")
    hired: bool = Field(description="whether the person is a candidate")
    keep: bool = Field(description="whether the plan wants the person to have a role in any case")
    monthly_cost: Figure = Field(description="what the person costs in a month")
    without: TeamReach = Field(description="the others alone; of a person who is not used, the team as it is")
    in_roles: tuple[TeamReach, ...] = Field(
        description="the others and the person in each role that the person may have"
    )
    weeks_there: int = Field(description="weeks in which the person is there for a day at least")
    days: int = Field(description="days on which something is asked of the person")
    duty_slots: int = Field(description="duty slots over the horizon")
    quotas: dict[str, int] = Field(description="what is asked over the horizon, by activity")
    funnels: tuple[PersonFunnel, ...] = Field(description="what passes through the person's hands")
    targets: tuple[PersonTarget, ...] = Field(description="what that brings towards each target")
