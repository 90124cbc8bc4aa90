"""Other limits than those of the plan, and another confidence."""

from __future__ import annotations

from salescrew.models.answers.result import Result
from salescrew.models.plan.plan import Plan
from salescrew.models.variants.paths import with_values

NONE = "none"


def limited(
    plan: Plan, *, people: int | None = None, hires: int | None = None, confidence: str | float | None = None
) -> Plan:
    """Give the plan with other limits on people and on hires, and another confidence, where these are given.

    Parameters
    ----------
    confidence
        As in a plan; `none` for a plan on averages.

    Raises
    ------
    InputError
        Where a limit is no whole number, or the confidence is no probability.
    """
    given = {"limits.people": people, "limits.hires": hires}
    changes: dict[str, object] = {path: value for path, value in given.items() if value is not None}
    if confidence is not None:
        changes["target.confidence"] = None if confidence == NONE else confidence
    return with_values(plan, changes) if changes else plan


def as_asked(plan: Plan, result: Result) -> Plan:
    """Give the plan with the confidence that a result of it was found for."""
    confidence = None if result.odds is None else result.odds.confidence
    return plan if confidence == plan.target.confidence else limited(plan, confidence=confidence)
