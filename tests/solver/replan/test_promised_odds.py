"""A plan with promised odds that is made anew on the way keeps them, as far as they can be kept."""

from __future__ import annotations

import pytest

import salescrew
from salescrew.models.answers.result import Result
from salescrew.models.plan.plan import Plan
from tests.solver.search.confidence.test_confidence import cold_plan

AS_OF = "2026-01-26"


def made_anew(plan: Plan, result: Result, deals: float, **options: object) -> Result:
    """Go on after two weeks in which contacts were opened as planned, and so many of them paid."""
    rows = [
        {"date": row.date, "manager": row.manager, "what": "contacts", "funnel": "p0", "count": row.contacts["p0"]}
        for row in result.quotas
        if str(row.date) < AS_OF and row.contacts
    ]
    rows.append({"date": "2026-01-23", "what": "paid", "funnel": "p0", "count": deals, "amount": 1000 * deals})
    facts = salescrew.actuals_of(rows, plan, result)
    revised = salescrew.replan(plan, result, facts, AS_OF, freeze_days=0, rates="plan", **options)  # type: ignore[arg-type]
    assert [str(violation) for violation in salescrew.verify(plan, revised, result)] == []
    return revised


@pytest.fixture(scope="module")
def promised() -> tuple[Plan, Result]:
    plan = cold_plan([(1000, 0.01)], {"revenue": 50_000, "confidence": "80%"}, 8)
    result = salescrew.solve(plan)
    assert result.headcount == 4
    return plan, result


def odds_of(result: Result) -> float:
    assert result.odds is not None
    return result.odds.all


def test_odds_are_kept_given_what_has_happened(promised: tuple[Plan, Result]) -> None:
    plan, result = promised
    # half of what is promised on average: 29 of 50 to come from the second half
    behind = made_anew(plan, result, 22)
    assert odds_of(behind) >= 0.8
    assert behind.odds is not None
    assert behind.odds.confidence == 0.8
    on_average = made_anew(plan, result, 22, confidence="none")
    assert odds_of(on_average) < 0.8
    assert len(on_average.managers) <= len(behind.managers)


def test_nothing_changes_where_the_odds_still_hold(promised: tuple[Plan, Result]) -> None:
    plan, result = promised
    ahead = made_anew(plan, result, 40)
    assert odds_of(ahead) >= 0.8
    assert ahead.replan is not None
    assert ahead.replan.changes == ()


def test_the_best_odds_where_they_are_out_of_reach(promised: tuple[Plan, Result]) -> None:
    plan, result = promised
    limited = plan.model_copy(update={"limits": plan.limits.model_copy(update={"people": 4})})
    far_behind = made_anew(limited, result, 16)
    assert odds_of(far_behind) < 0.8
    assert odds_of(far_behind) > odds_of(made_anew(limited, result, 16, confidence="none"))
