"""What an explanation says of `keep`: what it would take if nobody had to have a role."""

from __future__ import annotations

from pydantic import Field

from salescrew.models.answers.row import Figure, Row


class Kept(Row):
    """What the plan would take if nobody had `keep`, where that is less."""

    names: tuple[str, ...] = Field(description="who is kept, and would have no role otherwise")
    headcount: int = Field(description="people who would do without any `keep`")
    monthly_cost: Figure = Field(description="what they cost in a month")
