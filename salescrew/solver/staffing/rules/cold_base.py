"""Nobody opens more contacts in a funnel over the horizon than its cold base has left.

    sum over m, w of contacts[m, f, w]  <=  max_contacts[f]          for each funnel f that has a limit

In contacts, whatever each is worth. Source: the planning model, section 4 (`max_contacts`).
"""

from __future__ import annotations

from salescrew.models.answers.explained.conflict import Condition
from salescrew.models.plan.plan import Plan
from salescrew.solver.engine.program import Term
from salescrew.solver.staffing.rules.columns import ColumnsOfFlow
from salescrew.solver.staffing.rules.rule import Held


def apply(columns: ColumnsOfFlow) -> None:
    """Keep to the cold base of every funnel that has one."""
    department = columns.department
    limits = {name: most for name in department.plan.funnels if (most := department.cold_base(name)) is not None}
    if not limits:
        return
    opened: dict[str, list[Term]] = {name: [] for name in limits}
    given = dict.fromkeys(limits, 0.0)
    for of in columns.opened():
        if of.funnel not in limits:
            continue
        if of.column is None:
            given[of.funnel] += of.contacts
        else:
            opened[of.funnel].append((of.column, of.contacts))
    for name, most in limits.items():
        columns.written.cold_bases[name] = columns.program.row(opened[name], at_most=most - given[name])


def left_out(plan: Plan, held: Held) -> Plan:
    """Give a plan in which there is no end to the cold bases that need not bound anything."""
    free = {
        name: funnel.model_copy(update={"max_contacts": None})
        for name, funnel in plan.funnels.items()
        if Condition("max_contacts", (name,)) not in held
    }
    return plan.model_copy(update={"funnels": {**plan.funnels, **free}})
