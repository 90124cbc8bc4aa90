"""What an explanation says of first days that were chosen: whom to hire when, and what a later start would cost."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from salescrew.models.answers.result import MissingReserve, OpenSlot, Overload, Status
from salescrew.models.answers.row import Figure, Row


class ChosenStart(Row):
    """People of a profile who come on the same day."""

    profile: str = Field(description="the profile")
    people: int = Field(description="how many")
    first_day: dt.date = Field(description="the day that was chosen for them")
    cost: Figure = Field(description="what all of them cost over the horizon, with what hiring costs")


class LaterStart(Row):
    """The answer if nobody of a profile came before a day; like a result where it says the same."""

    profile: str = Field(description="the profile")
    first_day: dt.date = Field(description="nobody of the profile comes before this day, another one to choose from")
    status: Status = Field(description="status of that answer")
    headcount: int | None = Field(description="people of that answer; null without one")
    monthly_cost: Figure | None = Field(description="what they cost in a month")
    cost: Figure | None = Field(description="what they cost over the horizon")
    reach: Figure | None = Field(
        description="where there is none: the largest share of all targets at once that was found for any team; null: "
        "not even what comes by itself can be done, or it is not known"
    )
    uncovered: tuple[OpenSlot, ...] = Field(description="where reach is null: duty slots that stay open")
    overloaded: tuple[Overload, ...] = Field(description="where reach is null: work that nobody has time for")
    reserve: tuple[MissingReserve, ...] = Field(
        description="where reach is null: places on duty that are missing for absences"
    )


class Starts(Row):
    """Whom to hire when, and what a later start would cost."""

    headcount: int = Field(description="people of the answer")
    monthly_cost: Figure = Field(description="what they cost in a month")
    cost: Figure = Field(description="what they cost over the horizon")
    chosen: tuple[ChosenStart, ...] = Field(description="who comes when, of those who have days to choose from")
    later: tuple[LaterStart, ...] = Field(
        description="the answer if nobody of a profile came before a later day, a row for each such day of the plan"
    )
