"""Who handles how many items of each stage, where that counts: what a group does, shared out among its people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from salescrew.models.department.work import Group, Task
from salescrew.solver.staffing.rules.columns import ColumnsOfFlow


class Handling(NamedTuple):
    """Somebody, a task, and the week in which the items entered."""

    name: str
    task: Task
    week: int


Handled = Mapping[Handling, float]
"""Work by which items are handled, in units of its activity."""
PersonTime = Mapping[tuple[str, int, str], float]
"""Time that somebody spends on work in a week, by person, week and activity."""


def handled(
    columns: ColumnsOfFlow, values: Sequence[float], groups: Mapping[str, Group], spent: PersonTime
) -> dict[Handling, float]:
    """Share the work by which items are handled out among people, in proportion to their time for it.

    Parameters
    ----------
    values
        The values of the model's columns.
    groups
        To whom everybody belongs.
    spent
        The time that each spends on work.
    """
    time: defaultdict[tuple[Group, int, str], dict[str, float]] = defaultdict(dict)
    for (name, week, activity), amount in spent.items():
        if amount > 0:
            time[groups[name], week, activity][name] = amount
    found: defaultdict[Handling, float] = defaultdict(float)
    for (group, task, due, at), column in columns.work.items():
        if task.stage and values[column] > 0:
            of_group = time[group, at, task.activity]
            total = sum(of_group.values())
            for name, amount in of_group.items():
                found[Handling(name, task, due)] += values[column] * amount / total
    return dict(found)
