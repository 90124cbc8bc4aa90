"""All follow-up work is done within the weeks of grace, by people who may do it and have the time.

    sum over groups G of f, u in w .. w + grace_weeks of work[G, f, a, w, u]  >=  due[f, a, w]
    sum over f, w of work[G, f, a, w, u]  <=  time[G, a, u]          for each group G, activity a, week u

In units of the activity. An item that enters stage k makes `effort[k]` of work, due in the week w of its entering; a
group are the people who may do the same work, and its time what their day patterns allow beside contacts. Source: the
planning model, section 4.

Eased, work may stay undone, at a column each: the least of it tells where a team has too little time.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from salescrew.models.answers.explained.conflict import Condition
from salescrew.models.department.work import Group, Task
from salescrew.models.plan.plan import Plan
from salescrew.solver.engine.program import Term
from salescrew.solver.staffing.rules.columns import ColumnsOfFlow
from salescrew.solver.staffing.rules.rule import Held


def apply(columns: ColumnsOfFlow) -> None:
    """Do what falls due, in the time that there is."""
    most = 0.0 if columns.is_exact else math.inf
    done: dict[tuple[Group, str, int], list[Term]] = {}
    for task in columns.department.tasks:
        spared = columns.may_be_done(task) if task.stage else ()
        for due, (weights, given) in enumerate(columns.work_due(task)):
            parts = []
            for key, column in _parts(columns, task, due):
                parts.append((column, 1.0))
                done.setdefault(key, []).append((column, 1.0))
            if columns.is_elastic:
                column = columns.undone[task, due] = columns.program.column()
                parts.append((column, 1.0))
            made = [(columns.entering[entry], -weight) for entry, weight in weights.items()]
            # nobody handles more items than there are
            at_most = given + spared[due] if task.stage else max(most, given)
            row = columns.program.row([*parts, *made], at_least=given, at_most=at_most)
            columns.written.due[task, due] = row
    _fit_into_time(columns, done)


def _parts(columns: ColumnsOfFlow, task: Task, due: int) -> Iterator[tuple[tuple[Group, str, int], int]]:
    """Add a column for whoever may do work, and whenever; give each with whose time it takes."""
    for group in columns.groups:
        for at in columns.periods_to_do(due) if group.may_do(task) else ():
            column = columns.work[group, task, due, at] = columns.program.column()
            yield (group, task.activity, at), column


def _fit_into_time(columns: ColumnsOfFlow, done: dict[tuple[Group, str, int], list[Term]]) -> None:
    """Do no more than there is time for, or exactly as much."""
    time = columns.time()
    for key, terms in done.items():
        taken = [(column, -amount) for column, amount in time.get(key, ())]
        columns.program.row([*terms, *taken], at_most=0, at_least=0.0 if columns.is_exact else -math.inf)
    for key in (key for key in time if key not in done) if columns.is_exact else ():
        columns.program.row(time[key], at_most=0)


def left_out(plan: Plan, held: Held) -> Plan:
    """Give a plan in which work may be done whenever there is time for it."""
    if Condition("grace_weeks") in held:
        return plan
    return plan.model_copy(update={"grace_weeks": max(plan.grace_weeks, plan.calendar.weeks)})
