"""What a comparison of configurations says: a row each, which of them is best, and what the next one lacks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from salescrew.models.checker.case import Case
from salescrew.models.configurations import AS_PLANNED, Configuration
from salescrew.models.day_off import DayOff, worst_day_off
from salescrew.models.plan import Plan
from salescrew.models.records import Objective
from salescrew.models.result import Result, TeamMember
from salescrew.models.row import Document, Row
from salescrew.models.spare import DutyLoad, Spare, duty_load, free_days, spare_capacity

RowStatus = Literal["optimal", "feasible", "infeasible", "no_answer", "impossible"]
Difference = Literal["plan", "answer", "people", "monthly_cost", "reach"]


class ConfigurationRow(Row):
    """A configuration, and what the plan takes in it."""

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
    hires: int | None = Field(description="people of them who are to be hired")
    monthly_cost: float | None = Field(description="what the people cost in a month")
    monthly_cost_bound: float | None = Field(description="as in a result: so much at least")
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
    spare: tuple[Spare, ...] = Field(description="what the team has to spare, by activity")
    free_days: int | None = Field(description="person-days over the horizon with neither duty nor anything asked")
    duty: DutyLoad | None = Field(description="duty slots of those who answer leads; null without duty")
    day_off: DayOff | None = Field(description="the worst single absence; null where others can always take over")
    team: tuple[TeamMember, ...] = Field(description="the people and their roles")

    @property
    def has_team(self) -> bool:
        """Whether there is a team that meets the plan."""
        return self.headcount is not None

    def value(self, aim: str) -> float:
        """Give the people or the monthly cost of a row that has a team."""
        value = self.headcount if aim == "people" else self.monthly_cost
        assert value is not None
        return value


class Verdict(Row):
    """Which configuration is best among those other than the plan as it is, and what the next one lacks."""

    best: str = Field(description="name of the best configuration other than `as planned`")
    as_good: tuple[str, ...] = Field(description="others with as many people, as much monthly cost and the same reach")
    next: str | None = Field(description="name of the next one; null where all that can be are as good")
    lacks: Difference | None = Field(
        description="in what the next one is worse first: `people`, `monthly_cost`, `reach`; `plan`: it does not meet "
        "it; `answer`: none was found in time"
    )


class Comparison(Document):
    """The same plan in several configurations of the team."""

    version: Literal[1] = Field(default=1, description="version of this format")
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


def row_of(configuration: Configuration, plan: Plan, result: Result) -> ConfigurationRow:
    """Sum up the answer to the plan of a configuration."""
    if result.headcount is None:
        without = row_without_team(configuration, result.status, reach=result.reach)
        return without.model_copy(update={"reach_proven": result.reach_proven})
    case = Case(plan, result)
    roles = [member.role for member in result.managers]
    return ConfigurationRow(
        name=configuration.name,
        status=result.status,
        reason="",
        left_out=configuration.left_out,
        same_as=None,
        headcount=result.headcount,
        headcount_bound=result.headcount_bound,
        hunters=roles.count("hunter"),
        inbound=roles.count("inbound"),
        mixed=roles.count("mixed"),
        hires=sum(member.hired for member in result.managers),
        monthly_cost=result.monthly_cost,
        monthly_cost_bound=result.monthly_cost_bound,
        reach=result.stretch.reach if result.stretch else None,
        reach_proven=None,
        one_fewer=result.one_fewer.reach if result.one_fewer else None,
        one_fewer_proven=result.one_fewer.proven if result.one_fewer else None,
        spare=tuple(spare_capacity(case)),
        free_days=free_days(case),
        duty=duty_load(case),
        day_off=worst_day_off(case),
        team=result.managers,
    )


def row_without_team(
    configuration: Configuration, status: RowStatus, reason: str = "", reach: float | None = None
) -> ConfigurationRow:
    """Say that there is no team that meets the plan of a configuration."""
    nothing: dict[str, object] = {**dict.fromkeys(ConfigurationRow.model_fields), "spare": (), "team": ()}
    known = {"name": configuration.name, "status": status, "reason": reason, "left_out": configuration.left_out}
    return ConfigurationRow.model_validate({**nothing, **known, "reach": reach})


def verdict(rows: Sequence[ConfigurationRow], objective: Objective) -> Verdict | None:
    """Find the best of some configurations, and what the next one lacks.

    Those that meet the plan come first, in the order of the objective, then of reach; those that do not meet it follow
    by how far they get. Reach counts in tenths of a percent. What one absence breaks counts for nothing, since of teams
    that are as good any may be the answer.
    """
    judged = [(_merits(row, objective), row.name) for row in rows if row.status != "impossible"]
    if not judged:
        return None
    judged.sort(key=lambda one: [worth for _, worth in one[0]])
    best, name = judged[0]
    as_good = tuple(other for merits, other in judged[1:] if merits == best)
    if len(as_good) + 1 == len(judged):
        return Verdict(best=name, as_good=as_good, next=None, lacks=None)
    merits, following = judged[len(as_good) + 1]
    lacks = next(what for (what, worth), (_, better) in zip(merits, best, strict=True) if worth != better)
    return Verdict(best=name, as_good=as_good, next=following, lacks=lacks)


def _merits(row: ConfigurationRow, objective: Objective) -> list[tuple[Difference, float]]:
    """Give what a configuration is judged by, what weighs most first; less is better."""
    aims: list[tuple[Difference, float]] = [
        (aim, round(row.value(aim), 6) if row.has_team else 0.0) for aim in objective
    ]
    return [
        ("answer", float(row.status == "no_answer")),
        ("plan", float(row.status == "infeasible")),
        *aims,
        ("reach", -round(row.reach or 0.0, 3)),
    ]
