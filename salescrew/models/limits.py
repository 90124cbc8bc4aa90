"""Other limits than those of the plan."""

from __future__ import annotations

from salescrew.models.paths import with_values
from salescrew.models.plan import Plan


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
