"""Everybody has at most one day pattern on each working day that he or she is there.

    sum over patterns p of days[u, b, p]  <=  there[b] * people[u]          for people u who are alike, their days b

In person-days. `there` counts the days of b on which each of them is there, less those that are settled to hold
nothing. Source: the planning model, section 4 (a manager's week).
"""

from __future__ import annotations

from salescrew.solver.staffing.rules.columns import ColumnsOfDays


def apply(columns: ColumnsOfDays) -> None:
    """Let nobody have more patterns than days."""
    for somebody in columns.everybody():
        for days in somebody.days:
            if days.patterns:
                there = [(people, -each * days.there) for people, each in somebody.people.terms]
                chosen = [(of.column, 1.0) for of in days.patterns]
                columns.program.row([*chosen, *there], at_most=somebody.people.given * days.there)
