"""What a sweep says: the same plan with other values in some places, each combination by what it takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field, JsonValue

from salescrew.language import say, with_marks
from salescrew.models.answers.result import Result
from salescrew.models.answers.row import Row, SparseRow
from salescrew.models.answers.tabular import Cells, Tabular, rows_of
from salescrew.models.plan.sections.targets import ObjectiveOrder


class Axis(Row):
    """A part of a plan, and the values that it is given in turn."""

    path: str = Field(description="where it stands in the plan")
    values: tuple[JsonValue, ...] = Field(description="its values in turn; a share as a number")
    labels: tuple[str, ...] = Field(description="the same for people to read, such as `3%` or `10M`")

    @property
    def is_numeric(self) -> bool:
        """Whether all values are numbers."""
        return all(isinstance(value, int | float) and not isinstance(value, bool) for value in self.values)

    @property
    def shown(self) -> tuple[str, ...]:
        """The labels, of numbers with the marks of the language."""
        return tuple(map(with_marks, self.labels)) if self.is_numeric else self.labels

    def given(self, number: int) -> JsonValue:
        """Give a value the way a plan takes it: what was written as a percentage stays one, and may be refused as one.

        Parameters
        ----------
        number
            Which one, from 0.
        """
        value, label = self.values[number], self.labels[number]
        is_percentage = isinstance(value, int | float) and label.endswith("%")
        return label.replace(",", "") if is_percentage else value


CellStatus = Literal["optimal", "feasible", "infeasible", "no_answer", "refused", "failed"]
UNANSWERED = ("no_answer", "refused", "failed")
_DECIMALS = 9


class SweepCell(SparseRow):
    """One combination of values, and what the plan takes with them."""

    sparse = frozenset({"cost", "cost_bound", "closer"})

    cell: int = Field(description="number of the combination, from 1; the last axis moves first")
    values: dict[str, JsonValue] = Field(description="the values by path; a share as a number")
    status: CellStatus = Field(
        description="`optimal`, `feasible`, `infeasible` and `no_answer` as in a result; `refused`: these values make "
        "no valid plan; `failed`: a fault of salescrew, or its process was killed again and again"
    )
    headcount: int | None = Field(default=None, description="people of the answer; null without one")
    headcount_bound: int | None = Field(
        default=None, description="proven: fewer will not do (where cost comes first: not at that cost)"
    )
    monthly_cost: float | None = Field(default=None, description="what the people cost a month")
    monthly_cost_bound: float | None = Field(
        default=None,
        description="proven: so many people do not cost less (where cost comes first: nobody does); null where nothing "
        "is known of that",
    )
    cost: float | None = Field(
        default=None,
        description="what they cost over the horizon; absent where the plan says nothing that is counted over it",
    )
    cost_bound: float | None = Field(
        default=None, description="proven: those who are as good in what comes before do not cost less; absent likewise"
    )
    hunter: int | None = Field(default=None, description="people of the answer with that role")
    inbound: int | None = Field(default=None, description="people of the answer with that role")
    mixed: int | None = Field(default=None, description="people of the answer with that role")
    closer: int | None = Field(default=None, description="people of the answer with that role; not there without any")
    hires: int | None = Field(default=None, description="how many of them are to be hired")
    reach: float | None = Field(
        default=None,
        description="the largest share of all targets at once that was found for the team of the answer, or where "
        "there is none for the best team; null where it is not known, and where nobody can do even what comes by "
        "itself, as `reason` says then",
    )
    reach_proven: bool | None = Field(
        default=None, description="where there is none: whether it is proven that no team gets further"
    )
    odds: float | None = Field(
        default=None, description="the odds of meeting all targets together; null where no roster was found"
    )
    reason: str = Field(default="", description="why there is no answer, or no reach; else empty")


class Sweep(Tabular):
    """A plan with other values in some places, in all combinations."""

    version: Literal[1] = Field(default=1, description="version of this format")
    finished: bool = Field(default=True, description="whether all was looked into; false where Ctrl-C came before that")
    objective: ObjectiveOrder = Field(description="what is to be least in the plan, in order")
    thorough: bool = Field(description="whether every cell was searched until proven")
    reach: bool = Field(default=True, description="whether it was asked how far people get")
    axes: tuple[Axis, ...] = Field(description="what is varied, and the values that it takes")
    cells: tuple[SweepCell, ...] = Field(description="the combinations in order")

    @property
    def is_complete(self) -> bool:
        """Whether every cell has an answer."""
        return all(cell.status not in UNANSWERED for cell in self.cells)

    def __repr__(self) -> str:
        """Write it in a line: what is varied, and how many combinations have an answer."""
        answered = sum(cell.status not in UNANSWERED for cell in self.cells)
        return (
            f"<Sweep of {', '.join(axis.path for axis in self.axes)}: {answered} of {len(self.cells)} cells answered>"
        )

    def table_rows(self) -> list[Cells]:
        """Give a row a combination, with a column for each path that is varied."""
        rows = rows_of(self.cells)
        return [
            {**cell.values, **{name: row[name] for name in row if name != "values"}}
            for cell, row in zip(self.cells, rows, strict=True)
        ]

    def shown_columns(self) -> tuple[str, ...]:
        """Name what is varied, and what it takes."""
        return (*(axis.path for axis in self.axes), "status", "headcount", "hires", "monthly_cost", "reach", "odds")


def cell_of(
    number: int,
    values: Mapping[str, JsonValue],
    result: Result,
    reach: float | None,
    *,
    reach_proven: bool | None = None,
    over_horizon: bool = False,
    reach_asked: bool = True,
) -> SweepCell:
    """Sum up an answer; numbers are rounded to what a file of them keeps.

    Parameters
    ----------
    over_horizon
        Whether the plan says something that is counted over the horizon.
    reach_asked
        Whether it was looked for how far people get.
    """
    roles = [member.role for member in result.managers]
    team: dict[str, int] = {}
    if result.headcount is not None:
        team = {role: roles.count(role) for role in ("hunter", "inbound", "mixed")}
        if closers := roles.count("closer"):
            team["closer"] = closers
        team["hires"] = sum(member.hired for member in result.managers)
    nothing = result.status == "infeasible" and reach is None and reach_asked
    return SweepCell(
        cell=number + 1,
        values=dict(values),
        status=result.status,
        headcount=result.headcount,
        headcount_bound=result.headcount_bound,
        monthly_cost=_rounded(result.monthly_cost),
        # a bound of 0 says nothing, unless nobody costs anything
        monthly_cost_bound=_rounded(
            result.monthly_cost_bound if result.monthly_cost_bound or not result.monthly_cost else None
        ),
        cost=_rounded(result.cost) if over_horizon else None,
        cost_bound=_rounded(result.cost_bound) if over_horizon else None,
        reach=_rounded(reach),
        reach_proven=reach_proven,
        odds=_rounded(result.odds.all) if result.odds is not None else None,
        reason=say("not even what comes by itself can be done") if nothing else "",
        **team,
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DECIMALS)
