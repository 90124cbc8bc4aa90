"""A result with its promise: what is asked for, what is proven of it, and what that is above each target."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence

from salescrew.errors import ModelError
from salescrew.models.answers.result import ConfidenceVerdict, OddsOfPeople, Result, Status
from salescrew.models.department.department import Department
from salescrew.models.department.targets import planned_entries, target_lines
from salescrew.models.plan.sections.targets import ProductTarget
from salescrew.solver.engine.program import Clock
from salescrew.solver.even.evened import evened
from salescrew.solver.search.answer import answer
from salescrew.solver.staffing.at_stretch import LESS_THAN_MOST
from salescrew.solver.staffing.deal import PersonRoster
from salescrew.solver.staffing.quotas import quotas

Deals = Mapping[str, float]


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


def with_even_quotas(
    department: Department, asked: Department, people: Sequence[PersonRoster], clock: Clock
) -> Result | None:
    """Do the same with even weeks, and with another roster where that takes one."""
    with contextlib.suppress(ModelError):
        even = evened(asked, people, clock)
        return answer(asked, "feasible", even.people, even.quotas, None, least=even.least, wanted=department.plan)
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
