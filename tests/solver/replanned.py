"""The one door through which these tests make a plan anew: whatever comes back has been checked."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import salescrew
from salescrew.models.answers.result import Result
from salescrew.models.facts.actuals import Actuals
from salescrew.models.facts.file import parse_actuals
from salescrew.models.facts.form import form_csv, form_rows
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.values.days import Interval

CASES = Path(__file__).parents[1] / "cases"


def replanned(plan: Plan, result: Result, actuals: Actuals, as_of: dt.date, **options: Any) -> Result:
    """Make a plan anew; the checker finds nothing wrong, also after a way through JSON, and the past is as it was."""
    revised = salescrew.replan(plan, result, actuals, as_of, **options)
    again = Result.model_validate_json(revised.to_json())
    assert again.to_json() == revised.to_json()
    assert [str(violation) for violation in salescrew.verify(plan, again, result)] == []
    assert revised.replan is not None
    if revised.headcount is not None:
        for of in ("roster", "quotas", "coverage"):
            was, now = ([row for row in getattr(one, of) if row.date < as_of] for one in (result, revised))
            assert was == now
    return revised


def just_as_planned(plan: Plan, result: Result) -> Actuals:
    """Let everything happen as it was planned."""
    return parse_actuals(form_csv(form_rows(plan, result, filled=True), filled=True), "actuals.csv", plan)


def away(first: dt.date, last: dt.date | None = None) -> tuple[Interval, ...]:
    """Give days of absence."""
    return (Interval(first, last or first),)


def turnover(result: Result) -> dict[str, float]:
    """Give how much changes, by what."""
    assert result.replan is not None
    return {goal.what: goal.value for goal in result.replan.turnover}
