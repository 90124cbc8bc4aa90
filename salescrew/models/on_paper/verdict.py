"""The rows of a comparison, and which configuration is best."""

from __future__ import annotations

from collections.abc import Sequence

from salescrew.models.answers.comparison import ConfigurationRow, Difference, RowStatus, Verdict
from salescrew.models.answers.result import Result
from salescrew.models.department.department import Department
from salescrew.models.department.roles import roles_in_use
from salescrew.models.department.ties import is_counted_over_horizon
from salescrew.models.on_paper.day_off import worst_day_off
from salescrew.models.on_paper.spare import duty_load, free_days, spare_capacity
from salescrew.models.plan.sections.targets import Objective
from salescrew.models.schedule.in_force import chosen_starts
from salescrew.models.schedule.schedule import Schedule
from salescrew.models.schedule.workload import Workload
from salescrew.models.variants.configurations import Configuration


def row_of(configuration: Configuration, department: Department, result: Result) -> ConfigurationRow:
    """Sum up the answer to the plan of a configuration."""
    if result.headcount is None:
        without = row_without_team(configuration, result.status, reach=result.reach)
        return without.model_copy(update={"reach_proven": result.reach_proven})
    workload = Workload(Schedule(department.started(chosen_starts(result)), result))
    roles = [member.role for member in result.managers]
    over_horizon = is_counted_over_horizon(department.plan)
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
        closers=roles.count("closer") if "closer" in roles_in_use(department.plan) else None,
        hires=sum(member.hired for member in result.managers),
        monthly_cost=result.monthly_cost,
        monthly_cost_bound=result.monthly_cost_bound,
        cost=result.cost if over_horizon else None,
        cost_bound=result.cost_bound if over_horizon else None,
        reach=result.stretch.reach if result.stretch else None,
        reach_proven=None,
        one_fewer=result.one_fewer.reach if result.one_fewer else None,
        one_fewer_proven=result.one_fewer.proven if result.one_fewer else None,
        odds=result.odds.all if result.odds else None,
        spare=tuple(spare_capacity(workload)),
        free_days=free_days(workload),
        duty=duty_load(workload),
        day_off=worst_day_off(workload),
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
