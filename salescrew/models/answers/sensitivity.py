"""What a sensitivity table says: each input a little lower and higher, by the headcount and the reach that it gives."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from salescrew.models.answers.result import Status, TeamMember
from salescrew.models.answers.row import Figure, Row
from salescrew.models.answers.tabular import Cells, Tabular, rows_of

Estimate = Literal[
    "conversion",
    "average_deal",
    "monthly_fee",
    "monthly_churn",
    "leads",
    "effectiveness",
    "follow_up",
    "day_pattern",
    "time_budget",
]
"""The kinds of number that are estimated rather than decided, and that move every plan."""
Kind = Literal[Estimate, "max_contacts", "days_to_next", "effort", "absence", "duty"]


class Effect(Row):
    """What a plan comes to: how many people it takes, and how far the team of today's answer gets."""

    status: Status = Field(
        description="`optimal`: the headcount is proven; `feasible`: so many would do, fewer are not ruled out; "
        "`infeasible`: nobody within the limits meets the plan; `no_answer`: nothing of that is known"
    )
    headcount: int | None = Field(
        description="the fewest people who meet the plan, or as many as do; null where nobody does or none is known"
    )
    headcount_bound: int | None = Field(description="fewer than this are proven not to do; null where it cannot be met")
    monthly_cost: float | None = Field(description="least monthly cost of so many; null where it is not proven")
    reach: float | None = Field(
        description="largest share of all targets at once that was found for the team of today's answer, in its roles "
        "and with its days planned anew; null where it cannot do even what comes by itself"
    )
    reach_bound: float | None = Field(
        description="proven: that team does not reach more; null where it reaches nothing"
    )
    odds: Figure | None = Field(
        default=None,
        description="the odds of meeting all targets together if today's quotas are worked and the input turns out so; "
        "null without quotas",
    )


class ChangedInput(Effect):
    """What one other value of one input comes to."""

    value: float = Field(description="the value of the input")
    duty_slots: int = Field(
        default=0,
        description="duty slots a week to be covered more than in the plan as it is, in the week where that is most; "
        "below 0: fewer",
    )


class SensitivityRow(Row):
    """One input, lower and higher."""

    title: str = Field(description="the input in plain words")
    path: str = Field(description="where it stands in the plan")
    kind: Kind = Field(description="what kind of number it is")
    value: float = Field(description="its value in the plan")
    is_relative: bool = Field(description="whether values are multiples of what stands in the plan, which counts as 1")
    low: ChangedInput | None = Field(description="the input lower; null where it cannot be")
    high: ChangedInput | None = Field(description="the input higher; null where it cannot be")
    note: str = Field(description="why a value is another one than was asked for, or missing; else empty")


class Sensitivity(Tabular):
    """Each input of a plan a little lower and higher; what moves the plan most comes first."""

    version: Literal[1] = 1
    finished: bool = Field(default=True, description="whether all was looked into; false where Ctrl-C came before that")
    by: float = Field(description="by which share the inputs are lowered and raised; whole numbers by at least 1")
    base: Effect = Field(description="what the plan comes to as it is")
    team: tuple[TeamMember, ...] = Field(
        description="the team of today's answer, or of the largest reach where the plan cannot be met"
    )
    rows: tuple[SensitivityRow, ...] = Field(
        description="by how much the headcount moves, then by how much the reach does"
    )

    def __repr__(self) -> str:
        """Write it in a line: how many inputs, and which moves the plan most."""
        most = f", most: {self.rows[0].title}" if self.rows else ""
        return f"<Sensitivity of {len(self.rows)} inputs by {100 * self.by:g}%{most}>"

    def table_rows(self) -> list[Cells]:
        """Give a row an input."""
        return rows_of(self.rows)

    def shown_columns(self) -> tuple[str, ...]:
        """Name an input, and what it does lower and higher."""
        return (
            "title",
            "value",
            "low.value",
            "low.headcount",
            "low.reach",
            "high.value",
            "high.headcount",
            "high.reach",
            "note",
        )
