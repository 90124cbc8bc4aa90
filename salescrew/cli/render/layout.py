"""What a table looks like where cells are text: for a terminal, and in Markdown."""

from __future__ import annotations

import dataclasses
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from salescrew.cli.render.cells import plain, written
from salescrew.cli.render.page import Cell, Column, Table

WIDEST = 120
_BETWEEN = 2


@dataclass(frozen=True)
class Layout:
    """A table of texts.

    Attributes
    ----------
    rows
        The cells, a line break in them where they were broken.
    alignment
        Where the texts of a column stand.
    is_broken
        Whether some cells were broken into lines, so that rows had better stand apart.
    """

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    alignment: Sequence[str]
    note: str
    is_broken: bool


def layouts(table: Table) -> Iterator[Layout]:
    """Lay a table out, as several where its columns do not fit side by side; the last one has the note."""
    heads, others = range(table.heads), range(table.heads, len(table.columns))
    across = table.across or len(others)
    if len(others) <= across:
        yield _layout(table)
        return
    for start in range(0, len(others), across):
        part = _columns(table, [*heads, *others[start : start + across]])
        is_last = start + across >= len(others)
        yield _layout(part if is_last else dataclasses.replace(part, note=""))


def _columns(table: Table, places: Sequence[int]) -> Table:
    """Take some columns of a table."""
    rows = [[row[place] for place in places] for row in table.rows]
    return dataclasses.replace(table, columns=[table.columns[place] for place in places], rows=rows)


def _layout(table: Table) -> Layout:
    columns, stacks = table.columns, _stacks(table)
    whole = [[_text(table, cell, column) for cell, column in zip(row, columns, strict=True)] for row in table.rows]
    rows = whole
    if stacks or any(column.width for column in columns):
        rows = [
            [_lines(table, cell, column, stacks) for cell, column in zip(row, columns, strict=True)]
            for row in table.rows
        ]
    is_broken = rows != whole
    for number, column in enumerate(columns):
        if column.group:
            names = [row[number] for row in rows]
            for row, before in zip(rows[1:], names, strict=False):
                row[number] = "" if row[number] == before else row[number]
    heads = [plain(column.title) for column in columns]
    alignment = ["right" if column.is_numeric else "left" for column in columns]
    return Layout(plain(table.title), heads, rows, alignment, plain(table.note), is_broken)


def _text(table: Table, cell: Cell, column: Column) -> str:
    return table.blank if cell is None else written(cell, column.kind)


def _lines(table: Table, cell: Cell, column: Column, stacks: bool) -> str:
    """Write a cell in the lines that it takes."""
    if stacks and isinstance(cell, tuple):
        return "\n".join(written(part, column.kind) for part in cell)
    text = _text(table, cell, column)
    return "\n".join(textwrap.wrap(text, column.width)) if column.width else text


def _stacks(table: Table) -> bool:
    """Tell whether several things in a cell stand one below the other."""
    if table.stacking != "where wide":
        return table.stacking == "always"
    texts = [
        [_text(table, cell, column) for column, cell in zip(table.columns, row, strict=True)] for row in table.rows
    ]
    widest = [max(map(len, texts)) for texts in zip([column.title for column in table.columns], *texts, strict=True)]
    return sum(widest) + _BETWEEN * (len(widest) - 1) > WIDEST
