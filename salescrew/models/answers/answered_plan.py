"""What is noted down of each of many plans when it is answered."""

from __future__ import annotations

from pydantic import Field

from salescrew.models.answers.result import Result, Status
from salescrew.models.answers.row import Row


class AnsweredPlan(Row):
    """A plan and what its answer comes to."""

    plan: str = Field(description="the plan, as it was named")
    status: Status = Field(description="`status` of the result")
    headcount: int | None = Field(description="`headcount` of the result")
    headcount_bound: int | None = Field(description="`headcount_bound` of the result")
    monthly_cost: float | None = Field(description="`monthly_cost` of the result")
    monthly_cost_bound: float | None = Field(description="`monthly_cost_bound` of the result")
    reach: float | None = Field(
        description="the largest share of all targets at once: of a plan that can be met what its team could reach, "
        "otherwise what anybody gets to; null where that is not known or not even what comes by itself can be done"
    )
    reach_proven: bool | None = Field(
        default=None, description="`reach_proven` of the result; null where the plan can be met, or nothing is known"
    )
    result: str = Field(description="the file of the result in this folder, or the folder for csv")
    result_digest: str = Field(description="SHA-256 of what was written there")
    question_digest: str = Field(description="SHA-256 of the plan file and of the options that change the result")
    time_limit: float | None = Field(description="`--time-limit`; null without")

    @property
    def is_settled(self) -> bool:
        """Whether more time would change nothing."""
        return self.status in ("optimal", "infeasible")


def reach_of(result: Result) -> float | None:
    """Give the largest share of all targets that can be met: by the team of the result, or by anybody."""
    return result.stretch.reach if result.stretch is not None else result.reach
