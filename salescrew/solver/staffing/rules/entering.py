"""What enters a funnel are contacts, each as much as it is worth, and leads, as much as whoever answers them is worth.

    entering[f, w]  =  sum over m of e[m, w] * contacts[m, f, w]                                        outbound f
    entering[f, w]  =  sum over slots s of w of lambda[f, s] / r[s] * sum over m on duty in s of e[m, w]     inbound f

In standard contacts and leads. `e` is the effectiveness of m in the role, with the ramp; the leads `lambda` of a slot
are shared equally among the r people on duty in it. Source: the planning model, section 4.

People of the same funnels may open contacts in common; what they open is then shared out among these funnels:

    sum over f of share[group, f, w]  =  sum over m of e[m, w] * contacts[m, w]          by opening activity
"""

from __future__ import annotations

from salescrew.models.department.work import Entry
from salescrew.solver.engine.program import Term
from salescrew.solver.staffing.rules.columns import ColumnsOfFlow


def apply(columns: ColumnsOfFlow) -> None:
    """Count what enters each funnel in each period."""
    program = columns.program
    enters: dict[Entry, list[Term]] = {
        entry: [(column, -1.0)] for entry, column in columns.entering.items() if isinstance(entry[0], str)
    }
    given = dict.fromkeys(enters, 0.0)
    for pool in columns.pools():
        program.equal(
            [*((share, 1.0) for share in pool.shares.values()), *((column, -worth) for column, worth in pool.opened)]
        )
        for entry, share in pool.shares.items():
            enters[entry].append((share, 1.0))
    for of in columns.opened():
        if of.column is None:
            given[of.funnel, of.period] += of.standard
        else:
            enters[of.funnel, of.period].append((of.column, of.standard))
    for slot, period, column, worth in columns.answered():
        for name, leads in slot.leads.items():
            each = worth * leads / slot.required
            if column is None:
                given[name, period] += each
            else:
                enters[name, period].append((column, each))
    for entry, terms in enters.items():
        program.equal(terms, -given[entry])
