"""What a table looks like where cells are text: for a terminal, and in Markdown."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from salescrew.cli.render.cells import plain, written
from salescrew.cli.render.lines import WIDEST, widest
from salescrew.cli.render.page import Cell, Column, Table

BETWEEN = 2
_FEW_WORDS = 16


@dataclass(frozen=True)
class Strip:
    """A column of texts.

    Attributes
    ----------
    cells
        A line break in them where several things stand one below the other.
    says_of_what
        Whether it says what a row is about, and stands again before columns that go on below.
    """

    head: str
    cells: Sequence[str]
    is_numeric: bool
    says_of_what: bool

    @property
    def is_long(self) -> bool:
        """Whether some cell is more than a few words, which had better not stand one below the other."""
        return any(widest(cell) > _FEW_WORDS for cell in self.cells)


@dataclass(frozen=True)
class Layout:
    """A table of texts.

    Attributes
    ----------
    stands_apart
        Whether there are cells of several lines all over, so that rows had better stand apart.
    """

    title: str
    strips: Sequence[Strip]
    note: str
    stands_apart: bool

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """The cells, row by row."""
        return list(zip(*(strip.cells for strip in self.strips), strict=True))


def layouts(table: Table) -> Iterator[Layout]:
    """Lay a table out, as several where its columns do not fit side by side; the last one has the note."""
    heads, others = range(table.heads), range(table.heads, len(table.columns))
    across = table.across or len(others)
    if len(others) <= across:
        yield layout(table)
        return
    for start in range(0, len(others), across):
        part = _columns(table, [*heads, *others[start : start + across]])
        is_last = start + across >= len(others)
        yield layout(part if is_last else dataclasses.replace(part, note=""))


def _columns(table: Table, places: Sequence[int]) -> Table:
    """Take some columns of a table."""
    rows = [[row[place] for place in places] for row in table.rows]
    return dataclasses.replace(table, columns=[table.columns[place] for place in places], rows=rows)


def layout(table: Table, width: int = WIDEST) -> Layout:
    """Lay a table out.

    Parameters
    ----------
    width
        How wide it may be with several things side by side in a cell, where its page leaves that open.
    """
    stacks = _stacks(table, width)
    strips: list[Strip] = []
    stands_apart = False
    heads = _heads(table)
    for number, column in enumerate(table.columns):
        whole = [_text(table, row[number], column) for row in table.rows]
        cells = [_lines(table, row[number], column, stacks) for row in table.rows]
        stands_apart = stands_apart or cells != whole
        if column.group:
            cells = ["" if before == cell else cell for before, cell in zip([None, *cells], cells, strict=False)]
        strips.append(Strip(plain(column.title), cells, column.is_numeric, number < heads))
    return Layout(plain(table.title), strips, plain(table.note), stands_apart)


def _heads(table: Table) -> int:
    """Count the columns that say what a row is about: where some are shown once for many, all before numbers."""
    grouped = [number for number, column in enumerate(table.columns) if column.group]
    if not grouped:
        return table.heads
    numbers = [number for number, column in enumerate(table.columns) if column.is_numeric]
    return max(table.heads, grouped[-1] + 1, min(numbers, default=grouped[-1] + 2))


def _text(table: Table, cell: Cell, column: Column) -> str:
    return table.blank if cell is None else written(cell, column.kind)


def _lines(table: Table, cell: Cell, column: Column, stacks: bool) -> str:
    """Write a cell in the lines that it takes."""
    if stacks and isinstance(cell, tuple):
        return "\n".join(written(part, column.kind) for part in cell)
    return _text(table, cell, column)


def _stacks(table: Table, width: int) -> bool:
    """Tell whether several things in a cell stand one below the other."""
    if table.stacking != "where wide":
        return table.stacking == "always"
    columns = [
        [column.title, *(_text(table, row[number], column) for row in table.rows)]
        for number, column in enumerate(table.columns)
    ]
    return sum(max(map(widest, texts)) for texts in columns) + BETWEEN * (len(columns) - 1) > width
