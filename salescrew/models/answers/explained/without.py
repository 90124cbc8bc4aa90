"""What an explanation says of people who are not there: what it takes then, and who does what they did."""

from __future__ import annotations

from pydantic import Field

from salescrew.models.answers.explained.person import TeamReach
from salescrew.models.answers.result import Status
from salescrew.models.answers.row import Figure, Row
from salescrew.models.plan.sections.roles import Role


class TargetWithout(Row):
    """What a target falls to."""

    target: str = Field(description="where the target stands in the plan, such as `products.audit.revenue`")
    wanted: Figure = Field(description="the target")
    planned: Figure = Field(description="what the answer reaches of it")
    left: Figure = Field(description="what is left of that without what these people open and answer")


class Done(Row):
    """What somebody does over the horizon."""

    role: Role | None = Field(description="the role; null: none, or not there")
    duty_slots: int = Field(description="slots on duty")
    quotas: dict[str, int] = Field(description="what is asked, by activity")


class TakenOver(Row):
    """What somebody does in the answer, and in the answer without these people."""

    name: str = Field(description="the person")
    before: Done = Field(description="in the answer")
    after: Done = Field(description="without these people")


class Without(Row):
    """What some people carry: the plan without them."""

    names: tuple[str, ...] = Field(description="who is not there")
    status: Status = Field(description="status of the answer without them, as in a result")
    headcount: int | None = Field(
        description="the fewest people who meet the plan without them; null where nobody does"
    )
    headcount_bound: int | None = Field(description="fewer than this are proven not to do")
    hires: int | None = Field(description="how many of them are to be hired")
    monthly_cost: Figure | None = Field(description="what they cost in a month")
    reach: Figure | None = Field(
        description="where nobody meets the plan without them: the largest share of all targets that was found; null "
        "where somebody does, or not even what comes by itself can be done"
    )
    others: TeamReach = Field(description="how far the others of the answer get alone, in their roles of today")
    targets: tuple[TargetWithout, ...] = Field(description="what each target falls to if nobody takes over")
    carried: Done = Field(description="what they do in the answer, all together; the role of a single one")
    taken_over: tuple[TakenOver, ...] = Field(
        description="who does more, less or something else in the answer without them; empty where there is none"
    )
