"""Other limits than those of the plan, another confidence, and whether everybody stays."""

from __future__ import annotations

from salescrew.models.answers.result import Result
from salescrew.models.plan.plan import Plan

NONE = "none"


def limited(
    plan: Plan,
    *,
    people: int | None = None,
    hires: int | None = None,
    confidence: str | float | None = None,
    keep_everyone: bool = False,
) -> Plan:
    """Give the plan with other limits on people and on hires, and another confidence, where these are given.

    Parameters
    ----------
    confidence
        As in a plan; `none` for a plan on averages.
    keep_everyone
        Whether everybody who is there must have a role.

    Raises
    ------
    InputError
        Where a limit is no whole number, or the confidence is no probability.
    """
    given = {"limits.people": people, "limits.hires": hires}
    changes: dict[str, object] = {path: value for path, value in given.items() if value is not None}
    if confidence is not None:
        changes["target.confidence"] = None if confidence == NONE else confidence
    changed = plan.replace(changes) if changes else plan
    return keeping_everyone(changed) if keep_everyone else changed


def keeping_everyone(plan: Plan) -> Plan:
    """Give the plan in which everybody who is there must have a role (`keep`)."""
    if all(manager.keep for manager in plan.managers):
        return plan
    kept = tuple(manager.model_copy(update={"keep": True}) for manager in plan.managers)
    return plan.model_copy(update={"managers": kept})


def as_asked(plan: Plan, result: Result) -> Plan:
    """Give the plan with the confidence that a result of it was found for."""
    confidence = None if result.odds is None else result.odds.confidence
    return plan if confidence == plan.target.confidence else limited(plan, confidence=confidence)
