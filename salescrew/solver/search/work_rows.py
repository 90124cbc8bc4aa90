"""Who handles how many items, out of the shares in which a model divides them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from salescrew.models.answers.result import WorkRow
from salescrew.models.department.department import Department
from salescrew.models.plan.sections.funnels import handling
from salescrew.models.schedule.as_handled import as_handled, unhandled
from salescrew.solver.staffing.handling import Handled


def work_rows(department: Department, first: Mapping[str, list[float]], handled: Handled) -> tuple[WorkRow, ...] | None:
    """Divide the items of each stage and week as the model did; None where it does not count who handles them.

    Parameters
    ----------
    first
        What enters the first stages, by funnel and week.
    """
    if not department.work.counts:
        return None
    shares: defaultdict[tuple[str, str, int], dict[str, float]] = defaultdict(dict)
    for (name, task, week), amount in handled.items():
        if amount > 0:
            shares[task.funnel, task.stage, week][name] = amount
    rows: list[WorkRow] = []
    spared = unhandled(department)
    for name, funnel in department.plan.funnels.items():
        of_funnel: list[WorkRow] = []
        for number, stage in enumerate(funnel.stages):
            if not stage.effort:
                continue
            # what enters a stage hangs on who handled the items before
            entering = as_handled(department, of_funnel).flows[name].entering(first[name])[number]
            for week in department.weeks:
                of_week = shares[name, stage.name, week]
                total = sum(of_week.values())
                to_handle = max(0.0, entering[week] - spared.get((name, stage.name, week), 0.0))
                of_funnel += [
                    WorkRow(
                        week=department.horizon.monday(week),
                        manager=who,
                        funnel=name,
                        stage=stage.name,
                        activity=str(handling(stage)),
                        items=to_handle * amount / total,
                    )
                    for who, amount in of_week.items()
                    if to_handle > 0
                ]
        rows += of_funnel
    order = {person.name: place for place, person in enumerate(department.everyone)}
    return tuple(sorted(rows, key=lambda row: (row.week, order[row.manager])))
