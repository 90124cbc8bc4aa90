"""Whether `keep` is a reason why an answer takes as many people as it does, or costs as much."""

from __future__ import annotations

from salescrew.models.answers.explained.kept import Kept
from salescrew.models.answers.result import Result
from salescrew.models.department.department import Department
from salescrew.models.plan.plan import Plan
from salescrew.solver.engine.program import Clock
from salescrew.solver.explain.effort import KEPT
from salescrew.solver.search.solve import answer_within


def kept(department: Department, result: Result, clock: Clock) -> Kept | None:
    """Find what would do if nobody had to have a role; None where that is no less, or takes a search of its own."""
    plan = department.plan
    is_open = plan.target.confidence is not None or department.is_wide
    if result.headcount is None or is_open or not _somebody_is_kept(plan):
        return None
    found = answer_within(Department(_keeping_nobody(plan)), clock.sparing(KEPT.calls, KEPT.nodes), with_ties=True)
    if found.headcount is None or not _is_less(found, result):
        return None
    team = {member.name for member in found.managers}
    return Kept(
        names=tuple(one.name for one in plan.managers if one.keep and one.name not in team),
        headcount=found.headcount,
        monthly_cost=found.monthly_cost or 0.0,
    )


def _somebody_is_kept(plan: Plan) -> bool:
    return any(one.keep for one in (*plan.managers, *plan.candidates))


def _keeping_nobody(plan: Plan) -> Plan:
    """Give the plan in which nobody has `keep`."""
    return plan.model_copy(
        update={
            "managers": tuple(one.model_copy(update={"keep": False}) for one in plan.managers),
            "candidates": tuple(one.model_copy(update={"keep": False}) for one in plan.candidates),
        }
    )


def _is_less(found: Result, result: Result) -> bool:
    """Tell whether an answer takes fewer people, or as many for less."""
    assert found.headcount is not None
    assert result.headcount is not None
    if found.headcount != result.headcount:
        return found.headcount < result.headcount
    return (result.monthly_cost or 0.0) - (found.monthly_cost or 0.0) > KEPT.money
