"""Each funnel as a chart: what share of a stage's items must pass on, and how many these are."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from salescrew.cli.pages.result.summary import stages_table
from salescrew.cli.render.cells import number, share
from salescrew.cli.render.html.document import Bar, Block, Chart, Part, Prose
from salescrew.cli.render.page import Cell, Table
from salescrew.models.schedule.schedule import Schedule

_STAGE, _IN_ALL, _PASSES = 1, 2, 4


def funnels_part(schedule: Schedule) -> Part:
    """Show every funnel, and what must pass on in it."""
    table = stages_table(schedule)
    blocks: list[Block] = []
    for name in schedule.plan.funnels:
        rows = [row for row in table.rows if row[0] == name]
        blocks.append(_chart(name, rows, table))
    return Part("Funnels", [*blocks, *([Prose(table.note, "note")] if table.note else [])])


def _chart(name: str, rows: Sequence[Sequence[Cell]], table: Table) -> Block:
    data = Table(f"funnel-{name}", name, table.columns, rows)
    steps = [
        (str(row[_STAGE]), _value(row[_IN_ALL]), _value(row[_PASSES]), after)
        for row, after in itertools.pairwise(rows)
        if row[_PASSES] is not None
    ]
    if not steps:
        return data
    narrowest = min(steps, key=lambda step: step[2])
    first, paid = steps[0], _value(rows[-1][_IN_ALL])
    finding = (
        f"{name}: of {number(first[1])} at {first[0]} in all, {number(paid)} are paid. The narrowest place is "
        f"{narrowest[0]}, where {share(narrowest[2])} pass on."
    )
    bars = [
        Bar(f"{stage} to {after[_STAGE]}", passes, f"{share(passes)} of {number(items)}")
        for stage, items, passes, after in steps
    ]
    marks = "The full width is 100%. A bar is the share that must pass on; beside it the items that it is taken of."
    return Chart(finding, bars, data, marks, 1.0)


def _value(cell: Cell) -> float:
    assert isinstance(cell, int | float)
    return float(cell)
