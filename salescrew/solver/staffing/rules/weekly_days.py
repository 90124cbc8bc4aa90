"""Nobody has a day pattern on more days of a week than `max_days_per_week`.

    sum over days and patterns p of w of days[u, b, p]  <=  most[u, w] * people[u]          for people u who are alike

In person-days; `most` is the smaller of `max_days_per_week` and the days on which each is there, of several weeks that
are added up the sum. Source: the planning model, section 2.
"""

from __future__ import annotations

from salescrew.models.answers.explained.conflict import Condition
from salescrew.models.plan.plan import Plan
from salescrew.solver.staffing.rules.columns import ColumnsOfDays
from salescrew.solver.staffing.rules.rule import Held

EVERY_DAY = 7
"""Days of a week on which somebody works whom nothing bounds."""


def apply(columns: ColumnsOfDays) -> None:
    """Bound everybody's days of a week, where there are more."""
    for worked, people, most in columns.weeks_of_days():
        each = [(column, -share * most) for column, share in people.terms]
        # who had more before a plan was made anew may have no more, but need not have had less
        columns.program.row([*worked.terms, *each], at_most=max(0.0, people.given * most - worked.given))


def left_out(plan: Plan, held: Held) -> Plan:
    """Give a plan in which whoever has no bound of their own may work on every day."""
    return plan if Condition("max_days_per_week") in held else plan.model_copy(update={"max_days_per_week": EVERY_DAY})
