"""Other limits than those of the plan."""

from __future__ import annotations

from salescrew.models.plan.plan import Plan
from salescrew.models.variants.paths import with_values


def limited(plan: Plan, *, people: int | None = None, hires: int | None = None) -> Plan:
    """Give the plan with other limits on people and on hires, where these are given.

    Raises
    ------
    InputError
        Where a limit is no whole number.
    """
    given = {"limits.people": people, "limits.hires": hires}
    changes = {path: value for path, value in given.items() if value is not None}
    return with_values(plan, changes) if changes else plan
