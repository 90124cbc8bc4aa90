"""Nobody covers more than `max_slots_per_week` slots in a week.

    sum over slots s of w of covering[u, s]  <=  max_slots_per_week * people[u]          for people u who are alike

In slots; of several weeks that are added up so many times as many. Source: the planning model, section 3.
"""

from __future__ import annotations

from salescrew.models.answers.explained.conflict import Condition
from salescrew.models.plan.plan import Plan
from salescrew.solver.staffing.rules.columns import ColumnsOfDays
from salescrew.solver.staffing.rules.rule import Held


def apply(columns: ColumnsOfDays) -> None:
    """Bound everybody's slots of a week, where the plan does."""
    a_week = most_slots(columns.department.plan)
    if a_week is None:
        return
    for covering, people, weeks in columns.weeks_of_duty():
        most = float(a_week * weeks)
        each = [(column, -share * most) for column, share in people.terms]
        # who had more before a plan was made anew may have no more, but need not have had less
        columns.program.row([*covering.terms, *each], at_most=max(0.0, people.given * most - covering.given))


def most_slots(plan: Plan) -> int | None:
    """Give the most slots that somebody covers in a week; None: no end to them."""
    return plan.duty.max_slots_per_week if plan.duty else None


def left_out(plan: Plan, held: Held) -> Plan:
    """Give a plan in which weekly duty need not be bounded."""
    return plan if Condition("max_slots_per_week") in held else _with(plan, None)


def one_more(plan: Plan) -> Plan | None:
    """Give a plan in which everybody may cover one slot more a week; None where there is no bound."""
    most = most_slots(plan)
    return None if most is None else _with(plan, most + 1)


def _with(plan: Plan, most: int | None) -> Plan:
    if plan.duty is None:
        return plan
    return plan.model_copy(update={"duty": plan.duty.model_copy(update={"max_slots_per_week": most})})
