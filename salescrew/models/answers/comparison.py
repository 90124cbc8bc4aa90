"""What a comparison of configurations says: a row each, which of them is best, and what the next one lacks."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from salescrew.models.answers.result import FIELD_OF, TeamMember
from salescrew.models.answers.row import Row, SparseRow
from salescrew.models.answers.tabular import Cells, Tabular, rows_of
from salescrew.models.plan.sections.targets import AimName, Objective

AS_PLANNED = "as planned"


class DayOff(Row):
    """One person away for one day: what the others cannot take over."""

    manager: str = Field(description="who is away")
    date: dt.date = Field(description="the day")
    covers: int = Field(description="duty slots of that person on that day")
    uncovered: int = Field(description="duty slots that stay open, whoever of the others takes which")


class Spare(Row):
    """What a team's days hold of an activity over the horizon, and what is asked for."""

    activity: str = Field(description="the activity")
    allowed: float = Field(
        description="what the patterns of the roster and the time between leads allow over the horizon, with `absence` "
        "left free"
    )
    spare: float = Field(description="what of it no quota asks for, each person's weeks by themselves")


class DutyLoad(Row):
    """The duty slots a week of those who answer leads, each over the weeks in which the person is there."""

    average: float = Field(description="the mean over these people")
    least: float = Field(description="of the person with fewest")
    most: float = Field(description="of the person with most")


RowStatus = Literal["optimal", "feasible", "infeasible", "no_answer", "impossible"]
Difference = Literal["plan", "answer", "people", "monthly_cost", "cost", "reach"]


class ConfigurationRow(SparseRow):
    """A configuration, and what the plan takes in it."""

    sparse = frozenset({"cost", "cost_bound", "closers"})

    name: str = Field(description="name of the configuration")
    status: RowStatus = Field(
        description="as in a result; `impossible`: there can be no such team, whatever the targets"
    )
    reason: str = Field(description="why there is no answer, where it is not the plan's numbers")
    left_out: tuple[str, ...] = Field(description="managers and profiles who are not available in it")
    same_as: str | None = Field(description="an earlier configuration that is the same plan")
    headcount: int | None = Field(description="people")
    headcount_bound: int | None = Field(description="as in a result: so many at least")
    hunters: int | None = Field(description="people who are hunters")
    inbound: int | None = Field(description="people who are inbound")
    mixed: int | None = Field(description="people who are mixed")
    closers: int | None = Field(
        default=None, description="people who are closers; not there where nobody of the plan may be one"
    )
    hires: int | None = Field(description="people of them who are to be hired")
    monthly_cost: float | None = Field(description="what the people cost in a month")
    monthly_cost_bound: float | None = Field(description="as in a result: so much at least")
    cost: float | None = Field(
        default=None,
        description="what they cost over the horizon; absent where the plan says nothing that is counted over it",
    )
    cost_bound: float | None = Field(default=None, description="as in a result: so much at least; absent likewise")
    reach: float | None = Field(
        description="largest share of all targets at once that the team could get to; where the plan cannot be met, "
        "that the best team gets to, null where it cannot do even what comes by itself",
    )
    reach_proven: bool | None = Field(
        description="where the plan cannot be met: whether it is proven that no team gets further"
    )
    one_fewer: float | None = Field(
        description="the same of the best team of one person fewer; null where there is none, or where it cannot do "
        "even what comes by itself",
    )
    one_fewer_proven: bool | None = Field(description="whether it is proven that none does better")
    odds: float | None = Field(
        default=None, description="the odds of meeting all targets together with its quotas; null without a team"
    )
    spare: tuple[Spare, ...] = Field(description="what the team has to spare, by activity")
    free_days: int | None = Field(description="person-days over the horizon with neither duty nor anything asked")
    duty: DutyLoad | None = Field(description="duty slots of those who answer leads; null without duty")
    day_off: DayOff | None = Field(description="the worst single absence; null where others can always take over")
    team: tuple[TeamMember, ...] = Field(description="the people and their roles")

    @property
    def has_team(self) -> bool:
        """Whether there is a team that meets the plan."""
        return self.headcount is not None

    def value(self, aim: AimName) -> float:
        """Give what a row that has a team comes to in an objective."""
        value: float | None = getattr(self, FIELD_OF[aim])
        assert value is not None
        return value


class Verdict(Row):
    """Which configuration is best among those other than the plan as it is, and what the next one lacks."""

    best: str = Field(description="name of the best configuration other than `as planned`")
    as_good: tuple[str, ...] = Field(description="others with as many people, as much monthly cost and the same reach")
    next: str | None = Field(description="name of the next one; null where all that can be are as good")
    lacks: Difference | None = Field(
        description="in what the next one is worse first: `people`, `monthly_cost`, `cost`, `reach`; `plan`: it does "
        "not meet it; `answer`: none was found in time"
    )


class Comparison(Tabular):
    """The same plan in several configurations of the team."""

    version: Literal[1] = Field(default=1, description="version of this format")
    finished: bool = Field(default=True, description="whether all was looked into; false where Ctrl-C came before that")
    objective: Objective = Field(description="what is to be least, in order, as in the plan")
    rows: tuple[ConfigurationRow, ...] = Field(description="`as planned` first, own configurations last")
    verdict: Verdict | None = Field(description="which is best; null where all but `as planned` are impossible")

    def row(self, name: str) -> ConfigurationRow:
        """Find the row of a configuration."""
        return next(row for row in self.rows if row.name == name)

    @property
    def as_planned(self) -> ConfigurationRow:
        """The row of the plan as it is."""
        return self.row(AS_PLANNED)

    def __repr__(self) -> str:
        """Write it in a line: the configurations, and which is best."""
        best = f", best: {self.verdict.best}" if self.verdict else ""
        return f"<Comparison of {len(self.rows)} configurations{best}>"

    def table_rows(self) -> list[Cells]:
        """Give a row a configuration."""
        return rows_of(self.rows)

    def shown_columns(self) -> tuple[str, ...]:
        """Name what a configuration comes to."""
        return ("name", "status", "headcount", "hires", "monthly_cost", "reach", "one_fewer", "odds", "reason")
