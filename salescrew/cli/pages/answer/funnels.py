"""Each funnel as a chart: what share of a stage's items must pass on, and how many these are."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from salescrew.cli.pages.result.summary import stages_table
from salescrew.cli.render.cells import number, share
from salescrew.cli.render.html.document import Bar, Block, Chart, Part, Prose
from salescrew.cli.render.page import Cell, Table
from salescrew.language import say, say_as, to_say
from salescrew.models.schedule.schedule import Schedule

_MARKS = to_say(
    "The full width is 100%. A bar is the share that must pass on; beside it the items that it is taken of."
)
_STAGE, _IN_ALL, _PASSES = 1, 2, 4


def funnels_part(schedule: Schedule) -> Part:
    """Show every funnel, and what must pass on in it."""
    table = stages_table(schedule)
    blocks: list[Block] = []
    for name in schedule.plan.funnels:
        rows = [row for row in table.rows if row[0] == name]
        blocks.append(_chart(name, rows, table))
    said = [say(_MARKS)] if any(isinstance(block, Chart) for block in blocks) else []
    notes = [Prose(note, "note") for note in (*said, table.note) if note]
    return Part(say("Funnels"), [*blocks, *notes])


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
    finding = say(
        "{funnel}: of {items} at {stage} in all, {paid} are paid. The narrowest place is {narrowest}, where {share} "
        "pass on.",
        funnel=name,
        items=number(first[1]),
        stage=first[0],
        paid=number(paid),
        narrowest=narrowest[0],
        share=share(narrowest[2]),
    )
    bars = [
        Bar(
            step_in_words(stage, str(after[_STAGE])),
            passes,
            say("{share} of {items}", share=share(passes), items=number(items)),
        )
        for stage, items, passes, after in steps
    ]
    return Chart(finding, bars, data, whole=1.0)


def step_in_words(stage: str, following: str) -> str:
    """Write the step from a stage to the one that follows."""
    return say_as("stages", "{first} to {following}", first=stage, following=following)


def _value(cell: Cell) -> float:
    assert isinstance(cell, int | float)
    return float(cell)
