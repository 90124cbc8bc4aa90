"""What passes through the funnels of a result in which it counts who handled the items."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping

from salescrew.models.answers.result import WorkRow
from salescrew.models.department.department import Department
from salescrew.models.department.funnels import FlowAsHandled, FunnelFlow
from salescrew.models.department.work import task_of


def as_handled(department: Department, work: Iterable[WorkRow] | None) -> Department:
    """Give the department through which items pass as they are handled; the same where that does not count."""
    if not work:
        return department
    averages = _averages(department, work)
    flows: dict[str, FunnelFlow] = {
        name: FlowAsHandled(department.plan, name, tuple(map(tuple, averages[name]))) for name in department.flows
    }
    return dataclasses.replace(department, flows=flows)


def _averages(department: Department, work: Iterable[WorkRow]) -> Mapping[str, list[list[float]]]:
    """Give what an item is worth on average, by funnel, stage and week."""
    worth = {person.name: person.record.follow_up for person in department.everyone}
    items: defaultdict[tuple[str, str, int], float] = defaultdict(float)
    worths: defaultdict[tuple[str, str, int], float] = defaultdict(float)
    for row in work:
        where = row.funnel, row.stage, department.horizon.week_of(row.week)
        items[where] += row.items
        worths[where] += worth.get(row.manager, 1.0) * row.items
    for where, count in unhandled(department).items():
        items[where] += count
        worths[where] += count
    return {
        name: [
            [
                worths[name, stage.name, week] / count if (count := items[name, stage.name, week]) else 1.0
                for week in department.weeks
            ]
            for stage in funnel.stages
        ]
        for name, funnel in department.plan.funnels.items()
    }


def unhandled(department: Department) -> dict[tuple[str, str, int], float]:
    """Count the items of which nobody need do the work, by funnel, stage and week: they pass as the plan has it."""
    so_far = department.plan.so_far
    found: defaultdict[tuple[str, str, int], float] = defaultdict(float)
    for row in so_far.spared_work if so_far and department.work.counts else ():
        if row.stage is not None:
            _, effort = department.work.handled_at(task_of(row))
            found[row.funnel, row.stage, department.horizon.week_of(row.week)] += row.amount / effort
    return found
