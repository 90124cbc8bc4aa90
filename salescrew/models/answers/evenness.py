"""How even a result is: what is measured, and what is in the way where that is above what it is to be."""

from __future__ import annotations

import datetime as dt
from typing import Literal, NamedTuple

from pydantic import Field

from salescrew.models.answers.row import Figure, Row

Measure = Literal["weeks", "person", "alike", "duty"]
Obstacle = Literal["fewer_days", "away", "leads", "start", "late", "duty", "settled", "whole_days"]
RolesBecause = Literal["as_good", "weeks", "not_sought"]
Days = Literal["split", "whole"]
EVEN_ENOUGH: dict[Measure, float] = {"weeks": 1.10, "person": 1.25, "alike": 1.10, "duty": 1}
"""What each figure is to be at most, by its name."""


class Bound(NamedTuple):
    """What a team could not come below of a figure: even with days that were split, or since they are whole."""

    least: float
    days: Days = "split"


class InTheWay(Row):
    """What of a plan is in the way of evenness."""

    what: Obstacle = Field(
        description="`fewer_days`: weeks of fewer working days than others; `away`: weeks in which people are there on "
        "fewer days than usual; `leads`: more come in the highest week than in others; `start`: the pipeline is not "
        "steady, so that work falls due as items come to their stages; `late`: weeks whose contacts are paid after "
        "the end; `duty`: weeks in which the person covers more slots than in the highest; `settled`: days are settled "
        "beforehand; `whole_days`: that a day holds a whole pattern, or nothing that was looked at"
    )
    names: tuple[str, ...] = Field(default=(), description="who is away")
    weeks: tuple[dt.date, ...] = Field(default=(), description="the Mondays of the weeks that are meant")


class AboveAim(Row):
    """A figure of evenness that is above what it is to be, and why."""

    figure: Measure = Field(description="which figure")
    of: str = Field(description="the funnel, or the person; of those who are alike the one who has most")
    activity: str | None = Field(description="what is asked of that person; null of a funnel, and of duty")
    week: dt.date | None = Field(
        description="the Monday of the highest week; null where people who are alike are set beside each other"
    )
    least: Figure | None = Field(
        default=None,
        description="this team could not come below this, whatever numbers quotas were; null where that is not known",
    )
    days: Days = Field(
        default="split",
        description="how `least` takes days: `split` says that it holds even if they were split, `whole` that it holds "
        "since a day holds a whole pattern",
    )
    because: tuple[InTheWay, ...] = Field(description="what is in the way")


class OtherRoles(Row):
    """People who are alike and have not all the same role, and why."""

    names: tuple[str, ...] = Field(description="those who are alike")
    because: RolesBecause = Field(
        description="`as_good`: no team as good in all objectives and ties was found in which they have fewer roles; "
        "`weeks`: one was found, and its weeks are far from even; `not_sought`: none was looked for"
    )


class Evenness(Row):
    """How alike weeks, and people who are alike, are treated."""

    weeks: Figure | None = Field(
        description="contacts of the highest week by its working days over the mean of the horizon, of the most uneven "
        "outbound funnel; only where the pipeline is steady"
    )
    person: Figure | None = Field(
        description="the same of a person and an activity by days there, of the most uneven, where at least 5 a week "
        "are asked on average"
    )
    alike: Figure | None = Field(
        description="quotas of an activity over the horizon: the highest person over the mean of the alike people of "
        "one role, of the most uneven, where at least 5 a week are asked of each"
    )
    duty: int | None = Field(
        description="most less least slots on duty over the horizon among the alike people of one role"
    )
    idle: Figure | None = Field(
        description="share of the person-weeks with days there in which nothing is asked and no slot covered"
    )
    above: tuple[AboveAim, ...] = Field(
        default=(),
        description="the figures that are above what they are to be, each with what is in the way",
    )
    other_roles: tuple[OtherRoles, ...] = Field(
        default=(), description="people who are alike and have not all the same role, each group with why"
    )
