"""What binds: what keeps a team from reaching more, and what a unit more of it would be worth.

Everything here is said of the team going as far as it can: the largest share of all targets at once, with days split
among patterns where that helps, as they are on average.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from salescrew.models.answers.explained.duty_steps import DutyStep
from salescrew.models.answers.row import Document, Figure, Row

Resource = Literal["activity", "hour", "day", "lead", "contact", "duty_slot", "duty_limit"]


class WeekUse(Row):
    """An activity in a week: what the team's days hold of it, and what is done."""

    week: dt.date = Field(description="Monday of the week")
    activity: str = Field(description="the activity")
    allowed: Figure = Field(description="what the week's day patterns and the time between leads allow, less absence")
    used: Figure = Field(description="contacts opened and work done")
    bottleneck: bool = Field(description="whether somebody who did one fewer in that week would lower the reach")


class Worth(Row):
    """What more of something would be worth, found by solving again with it."""

    resource: Resource = Field(
        description="`activity`, `hour`, `day`: more in each week, by someone of effectiveness 1 for all funnels; "
        "`lead`: more leads in a full week; `contact`: more in the cold base; `duty_slot`: one person fewer on duty in "
        "one slot of each week; `duty_limit`: `max_slots_per_week` higher by one"
    )
    name: str | None = Field(description="the activity or the funnel that is meant")
    count: int = Field(description="how many more")
    reach: Figure | None = Field(
        description="what they add to the reach; null: the team could no longer do even what comes by itself"
    )
    revenue: Figure | None = Field(
        description="what they add to the most revenue; null: the team would no longer meet what it meets now"
    )
    people: Figure | None = Field(description="reach by what the last person brings; null where that is not known")
    spent: dict[str, Figure] | None = Field(
        description="`hour` and `day`: what that time is best spent on, by activity, on average over the weeks"
    )


class TargetState(Row):
    """A target, where the team goes as far as it can."""

    target: str = Field(description="where the target stands in the plan, such as `products.audit.revenue`")
    reached: Figure = Field(description="share of the target that is reached")
    tight: bool = Field(description="whether it keeps the team from reaching more of the others")
    reach_without: Figure | None = Field(
        description="reach with this target left out; null where it is the only one, or nothing else bounds the reach"
    )


class ColdBase(Row):
    """A cold base, where the team goes as far as it can."""

    funnel: str = Field(description="the funnel")
    size: Figure = Field(description="its `max_contacts`")
    opened: Figure = Field(description="contacts opened")
    tight: bool = Field(description="whether a smaller base would lower the reach")


class LimitState(Row):
    """One of the plan's limits, and what the answer takes of it."""

    limit: str = Field(description="`people`, `hires`, `monthly_cost` or `cost`")
    at_most: Figure = Field(description="the limit")
    taken: Figure = Field(description="what the team takes")
    tight: bool = Field(description="whether nothing is left")


class Binding(Document):
    """What binds a team."""

    version: int = Field(default=1, description="version of this format")
    reach: Figure = Field(description="largest share of all targets at once, with days split among patterns")
    met: Figure = Field(description="share of all targets that is kept to where revenue is at stake: 1, or the reach")
    revenue: Figure = Field(description="most revenue over the horizon with that share of every target met")
    last_person: Figure | None = Field(
        description="what the last person brings: `stretch.reach` less `one_fewer.reach`; null where one is not known"
    )
    weeks: tuple[WeekUse, ...] = Field(description="each week and activity")
    worth: tuple[Worth, ...] = Field(description="what one more of each thing would be worth")
    duty_steps: tuple[DutyStep, ...] = Field(
        default=(), description="how many more leads a week take more people on duty; empty where the leads do not tell"
    )
    targets: tuple[TargetState, ...] = Field(description="the targets")
    cold_bases: tuple[ColdBase, ...] = Field(description="the funnels with `max_contacts`")
    limits: tuple[LimitState, ...] = Field(description="the plan's limits")
