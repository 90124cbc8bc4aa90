"""A result with its promise: what is asked for, what is proven of it, and what that is above each target."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from salescrew.errors import ModelError
from salescrew.models.answers.result import ConfidenceVerdict, OddsOfPeople, Result, Status
from salescrew.models.department.department import Department
from salescrew.models.department.goals import DealSum
from salescrew.models.department.targets import planned_entries, target_lines
from salescrew.models.plan.sections.targets import ProductTarget
from salescrew.solver.search.answer import answer
from salescrew.solver.search.confidence.effort import EFFORT
from salescrew.solver.search.team_trials import FoundTeam
from salescrew.solver.staffing.at_stretch import LESS_THAN_MOST
from salescrew.solver.staffing.deal import PersonRoster
from salescrew.solver.staffing.quotas import quotas

Deals = Mapping[str, float]
Asking = Callable[[float], Department]
Value = tuple[float, ...]


@dataclass(frozen=True)
class Promised:
    """A team with quotas.

    Attributes
    ----------
    value
        What it comes to, in the order of the objectives.
    asking
        Asks for what was asked of it, times a number.
    """

    value: Value
    result: Result
    asking: Asking
    team: FoundTeam


def multiplied(deals: Deals, more: float) -> dict[str, float]:
    """Give so many times the deals of each product."""
    return {product: count * more for product, count in deals.items()}


def with_deals(department: Department, deals: Deals) -> Department:
    """Give a department that is asked for so many deals of each product besides."""
    plan = department.plan
    wanted = dict(plan.target.products)
    for product, count in deals.items():
        known = wanted.get(product)
        least_deals = max(count, (known.deals or 0.0) if known else 0.0)
        if least_deals > 0:
            wanted[product] = (known or ProductTarget()).model_copy(update={"deals": least_deals})
    target = plan.target.model_copy(update={"products": wanted})
    return Department(
        plan.model_copy(update={"target": target}),
        everyone=department.everyone,
        duty=department.duty,
        posts=department.posts,
        flows=department.flows,
        work=department.work,
    )


def with_quotas(
    department: Department, asked: Department, people: Sequence[PersonRoster], status: Status = "feasible"
) -> Result | None:
    """Write the answer in which people are asked for other targets than their own; None where they cannot carry them.

    Parameters
    ----------
    department
        Whose targets the odds are about.
    asked
        The same, asked for more.
    """
    with contextlib.suppress(ModelError):
        return answer(asked, status, people, quotas(asked, people), None, wanted=department.plan)
    return None


def asking_for(department: Department, deals: Mapping[str, float]) -> Asking:
    """Ask for deals of some products, times a number."""
    return lambda more: with_deals(department, multiplied(deals, more))


def asking_besides(department: Department, sums: Sequence[DealSum]) -> Asking:
    """Ask for deals of several products together, and for all that is asked for times a number."""
    return lambda more: department.asking_besides(sums).asking(more)


def carried(department: Department, asking: Asking, more: float, team: FoundTeam) -> Promised | None:
    """Give a team quotas for what is asked of it; None where it cannot carry that."""
    result = with_quotas(department, asking(more), team.people)
    if result is None:
        return None
    value = tuple(department.worth(team.sizing.team, name) for name in department.plan.objective)
    return Promised(value, result, lambda again: asking(more * again), team)


def with_odds(department: Department, asking: Asking, team: FoundTeam) -> Promised | None:
    """Give a team quotas with the odds of the plan, asking for a little more where these miss them; None without."""
    wanted = department.plan.target.confidence
    assert wanted is not None
    for more in EFFORT.a_little_more:
        found = carried(department, asking, 1 + more, team)
        if found is None or odds_in(found.result) >= wanted:
            return found
    return None


def with_most_quotas(
    department: Department, asked: Department, reach: float, people: Sequence[PersonRoster]
) -> Result | None:
    """Write the answer in which people do as much of what is asked as they can."""
    made = (with_quotas(department, asked.asking(reach * (1 - less)), people) for less in LESS_THAN_MOST)
    return next((found for found in made if found is not None), None)


def odds_in(result: Result | None) -> float:
    """Give the odds that a result states; 0 without any."""
    return 0.0 if result is None or result.odds is None else result.odds.all


def promised(department: Department, result: Result, verdict: ConfidenceVerdict | None) -> Result:
    """Add to a result the confidence that was asked for, and what is reached above each target."""
    assert result.odds is not None
    odds = result.odds.model_copy(update={"confidence": department.plan.target.confidence, "verdict": verdict})
    return result.model_copy(update={"odds": odds, "buffer": buffer_of(department, result)})


def buffer_of(department: Department, result: Result) -> dict[str, float]:
    """Give what is reached on average over each target, less 1."""
    entries = planned_entries(department.horizon, result.funnel)
    return {line.path: line.in_all(entries) / line.wanted - 1 for line in target_lines(department.horizon)}


def row_of(department: Department, result: Result, bound: float) -> OddsOfPeople:
    """Sum up what the people of a result can promise."""
    return OddsOfPeople(
        headcount=result.headcount or 0,
        odds=odds_in(result),
        bound=min(1.0, max(odds_in(result), bound)),
        monthly_cost=result.monthly_cost,
        buffer=buffer_of(department, result),
    )
