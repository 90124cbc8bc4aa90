"""What passes a stage beyond its conversion is what those who handled its items made of them.

    beyond[f, k, w]  =  sum over groups G, u of (follow_up[G] - 1) * work[G, f, k, w, u] / effort[f, k]

In items that entered stage k of f in week w, whenever their work is done; `effort` is what an item takes of the
activity that `handled_by` names. What passes beyond the conversion may be below 0. Source: the planning model, section
4.

Who does the work of other activities, and of items of which nobody has to do it, counts for nothing.
"""

from __future__ import annotations

from salescrew.models.department.funnels import Passing
from salescrew.models.department.work import Entry
from salescrew.solver.engine.program import Term
from salescrew.solver.staffing.rules.columns import ColumnsOfFlow


def apply(columns: ColumnsOfFlow) -> None:
    """Count what passes beyond the conversion of each stage at which it counts who handles the items."""
    beyond: dict[Entry, list[Term]] = {
        entry: [(column, -1.0)] for entry, column in columns.entering.items() if isinstance(entry[0], Passing)
    }
    if not beyond:
        return
    for (group, task, due, _), column in columns.work.items():
        if task.stage:
            source, effort = columns.department.work.handled_at(task)
            beyond[source, due].append((column, (group.follow_up - 1) / effort))
    for terms in beyond.values():
        columns.program.equal(terms)
