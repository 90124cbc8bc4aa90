"""Two results side by side: who joins or changes role, which duty slots and quotas are otherwise."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from salescrew.models.answers.replan import PlanChange
from salescrew.models.answers.row import Document, Figure, Row
from salescrew.models.plan.sections.roles import Role


class FigureDifference(Row):
    """A figure of both results."""

    figure: str = Field(description="the field of the result")
    was: Figure | None = Field(description="in the first result; null: not there")
    now: Figure | None = Field(description="in the second one")


class Work(Row):
    """What a person does, in all."""

    role: Role | None = Field(description="the role; null: none")
    duty_slots: int = Field(description="slots on duty")
    quotas: dict[str, int] = Field(description="what is asked for, by activity")


class PersonDifference(Row):
    """A person in both results, over all days."""

    manager: str = Field(description="the person")
    was: Work = Field(description="in the first result")
    now: Work = Field(description="in the second one")


class Differences(Document):
    """What is otherwise in a second result."""

    is_parent: bool = Field(description="whether the second was made anew out of the first")
    as_of: dt.date | None = Field(description="of one that was made anew: since when")
    figures: tuple[FigureDifference, ...] = Field(description="figures of both")
    people: tuple[PersonDifference, ...] = Field(description="everybody of both teams")
    duty_slots: int = Field(description="duty slots that somebody else takes, or nobody any more")
    days: int = Field(description="days of single people on which quotas or contacts are otherwise")
    changes: tuple[PlanChange, ...] = Field(
        description="everything that is otherwise, with its reason where it is known"
    )
