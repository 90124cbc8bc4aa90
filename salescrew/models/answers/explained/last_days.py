"""The last useful day: until when what enters a funnel, or a later stage, can still be paid within the horizon."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from salescrew.models.answers.row import Figure, Row


class WeekInTime(Row):
    """How much of what enters a funnel in a week is paid in time."""

    week: dt.date = Field(description="the week's Monday")
    share: Figure = Field(description="paid within the horizon, as a share of what is paid in the end")


class StageLastDay(Row):
    """Until when an item that enters a stage can still be paid in time."""

    stage: str = Field(description="name of the stage")
    last_day: dt.date | None = Field(
        description="last working day of the last week in which such an item can still be paid; null: none can"
    )


class MonthLastDay(Row):
    """Until when what enters the funnel can still count for the target of a month."""

    month: str = Field(description="a month that has a target of its own")
    last_day: dt.date | None = Field(description="as the funnel's last_day, with payment in that month; null: none")


class StillHelps(Row):
    """Something that can still be paid in time when it is too late for what enters a funnel."""

    funnel: str = Field(description="name of the funnel, the same or another")
    stage: str = Field(description="stage to enter; the first one: a contact to open, or a lead to answer")
    last_day: dt.date = Field(description="until when")


class LastDays(Row):
    """Until when what is done for a funnel can still be paid within the horizon."""

    funnel: str = Field(description="name of the funnel")
    channel: Literal["outbound", "inbound"] = Field(description="channel of the funnel")
    last_day: dt.date | None = Field(
        description="last working day on which somebody who may do so is there to open a contact, or leads come that "
        "somebody may answer, and what enters then can still be paid within the horizon; null: there is none"
    )
    why: str | None = Field(default=None, description="why there is no such day; null where there is one")
    every_day: bool = Field(
        description="whether what enters on any day can be paid; always so where the pipeline is steady, since what "
        "falls after the end counts at the start"
    )
    weeks: tuple[WeekInTime, ...] = Field(description="how much of what enters is paid in time, by week")
    stages: tuple[StageLastDay, ...] = Field(description="the stages after the first")
    months: tuple[MonthLastDay, ...] = Field(
        default=(), description="the months with a target of their own; empty where the pipeline is steady"
    )
    afterwards: tuple[StillHelps, ...] = Field(
        default=(), description="what can still be paid in time after last_day, the first to end first"
    )
