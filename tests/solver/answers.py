"""The one door through which these tests call the solver: whatever comes back has been checked."""

from __future__ import annotations

from typing import Any

import pytest

import salescrew
from salescrew.models.answers.result import FIELD_OF, Result
from salescrew.models.plan.plan import Plan
from salescrew.models.variants.limits import limited

Answer = tuple[str, int | None, float | None]


def solved(plan: Plan | dict[str, Any], **options: Any) -> Result:
    """Solve a plan; the checker finds nothing wrong, and the bounds fit the status."""
    plan = plan if isinstance(plan, Plan) else Plan.model_validate(plan)
    result = salescrew.solve(plan, **options)
    asked = limited(
        plan,
        **{
            name: value for name, value in options.items() if name in ("people", "hires", "confidence", "keep_everyone")
        },
    )
    assert [str(violation) for violation in salescrew.verify(asked, result)] == []
    if result.status == "optimal":
        for name in (FIELD_OF[aim] for aim in asked.objective):
            assert getattr(result, f"{name}_bound") == pytest.approx(getattr(result, name), abs=1e-6)
    elif result.status == "feasible":
        assert result.headcount is not None
        if "people" in asked.objective:
            assert result.headcount_bound is not None
            assert result.headcount_bound <= result.headcount
    else:
        nothing = (result.headcount, result.headcount_bound, result.monthly_cost, result.monthly_cost_bound)
        assert nothing == (None, None, None, None)
        assert not result.managers
        assert not result.roster
    return result


def answer(plan: Plan | dict[str, Any]) -> Answer:
    """Give what the oracles give, too: status, headcount and monthly cost, as far as these are sought."""
    plan = plan if isinstance(plan, Plan) else Plan.model_validate(plan)
    result, sought = solved(plan, reach=False), plan.objective
    people = result.headcount if "people" in sought else None
    return result.status, people, result.monthly_cost if "monthly_cost" in sought else None
