"""Contacts and work of a week are at most what its day patterns, and the time between leads, allow.

    contacts[u, w, a] + work[u, w, a]  <=  (1 - absence) * sum over days of w of (pattern[a] + between leads)

In units of activity a, for somebody u and week w. Where the work of people with the same funnels is taken as one, each
one's contacts alone must fit, and the rest of the time is what `work_done` divides. A model that decides quotas has
them between the two: contacts and work fit into the quotas, and each day's quota into the day. Source: the planning
model, sections 4 (a manager's week) and 5 (quotas).
"""

from __future__ import annotations

from salescrew.solver.staffing.rules.columns import ColumnsOfDays


def apply(columns: ColumnsOfDays) -> None:
    """Let nobody do more than is allowed."""
    for spent, allowed in columns.spending():
        room = [(column, -amount) for column, amount in allowed.terms]
        columns.program.row([*spent, *room], at_most=allowed.given)
