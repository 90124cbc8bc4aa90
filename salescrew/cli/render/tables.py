"""Tables, and how they are written: for a terminal, as Markdown, as CSV."""

from __future__ import annotations

import csv
import datetime as dt
import io
import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

from tabulate import tabulate

from salescrew.cli.render.markdown import block, inline
from salescrew.letters import visible
from salescrew.models.files.formulas import harmless

Kind = Literal["text", "group", "count", "number", "money", "share"]
WIDEST = 120
Cell = str | int | float | dt.date | None


@dataclass(frozen=True)
class Column:
    """A column: its title and what its cells are.

    Numbers stand at the right; a group's name is shown once for all its rows.
    """

    title: str
    kind: Kind = "text"


@dataclass(frozen=True)
class Table:
    """Rows under titles.

    Attributes
    ----------
    name
        A word for a file's name.
    airy
        Whether rows stand apart, since their cells have several lines.
    """

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    note: str = ""
    airy: bool = False


def money(amount: float) -> str:
    """Write an amount of money: whole from 1,000 on, else with as many decimals as it has, up to two."""
    if abs(amount) >= 1000 or abs(amount - round(amount)) < 0.005:
        return f"{amount:,.0f}"
    return f"{amount:,.2f}"


def number(value: float) -> str:
    """Write a number with about three digits that matter."""
    if abs(value - round(value)) < 1e-6 or abs(value) >= 99.95:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 9.995 else f"{value:.2f}"


_MET = 2e-6
"""A target counts as met from a millionth below."""


def share(value: float) -> str:
    """Write a share as a percentage with one decimal, if it has any; more where a shortfall would be rounded away."""
    text = f"{100 * value:,.1f}"
    if text == "100.0" and value < 1 - _MET:
        text = next(text for digits in range(2, 9) if not (text := f"{100 * value:.{digits}f}").startswith("100"))
    return text.removesuffix(".0") + "%"


def plain(text: str) -> str:
    """Take out of a text what would steer a terminal."""
    return visible(text, keep="\n")


def shown(cell: Cell, kind: Kind) -> str:
    """Write a cell for a person."""
    if isinstance(cell, int | float):
        return _WRITERS[kind](cell)
    return "" if cell is None else plain(str(cell))


_WRITERS: dict[Kind, Callable[[float], str]] = {
    "text": number,
    "group": number,
    "count": "{:,.0f}".format,
    "number": number,
    "money": money,
    "share": share,
}


def text_table(table: Table) -> str:
    """Write a table for a terminal."""
    rows = _shown_rows(table)
    if table.airy:
        rows = _set_apart(rows)
    lines = tabulate(
        rows,
        headers=[plain(column.title) for column in table.columns],
        tablefmt="simple",
        disable_numparse=True,
        colalign=_alignment(table),
    )
    body = "\n".join(line.rstrip() for line in lines.splitlines())
    return "\n".join(part for part in (plain(table.title), body, wrapped(plain(table.note))) if part) + "\n"


def wrapped(text: str) -> str:
    """Break a text into lines of a terminal's width."""
    return "\n".join(textwrap.wrap(text, WIDEST))


def markdown_table(table: Table) -> str:
    """Write a table as Markdown, under its title as a heading."""
    body = tabulate(
        [[inline(cell).replace("\n", "<br>") for cell in row] for row in _shown_rows(table)],
        headers=[inline(plain(column.title).replace("\n", " ")) for column in table.columns],
        tablefmt="github",
        disable_numparse=True,
        colalign=_alignment(table),
    )
    return (
        "\n\n".join(part for part in (f"## {inline(plain(table.title))}", body, block(plain(table.note))) if part)
        + "\n"
    )


def csv_table(table: Table) -> str:
    """Write a table as CSV with raw numbers; it begins with the mark that makes Excel read UTF-8."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([_harmless(column.title.replace("\n", " ")) for column in table.columns])
    for row in table.rows:
        writer.writerow([_harmless(cell) for cell in row])
    return "\N{ZERO WIDTH NO-BREAK SPACE}" + buffer.getvalue()


def csv_files(tables: Iterable[Table]) -> dict[str, str]:
    """Write each table as CSV, by the name of its file."""
    return {f"{table.name}.csv": csv_table(table) for table in tables}


def _harmless(cell: Cell) -> Cell:
    """Keep a spreadsheet from running a text as a formula."""
    if isinstance(cell, str):
        return harmless(cell)
    if isinstance(cell, float):
        rounded = round(cell, 9)
        return int(rounded) if rounded == int(rounded) else rounded
    return cell


def _shown_rows(table: Table) -> list[list[str]]:
    rows = [[shown(cell, column.kind) for cell, column in zip(row, table.columns, strict=True)] for row in table.rows]
    for number, column in enumerate(table.columns):
        if column.kind == "group":
            names = [row[number] for row in rows]
            for row, before in zip(rows[1:], names, strict=False):
                row[number] = "" if row[number] == before else row[number]
    return rows


def _set_apart(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Make each line of the cells a row of its own, and put an empty one between what were rows.

    tabulate drops an empty row among cells of several lines.
    """
    apart: list[list[str]] = []
    for row in rows:
        apart += [["" for _ in row]] if apart else []
        apart += map(list, zip_longest(*(cell.split("\n") for cell in row), fillvalue=""))
    return apart


def _alignment(table: Table) -> list[str] | None:
    # tabulate refuses an alignment for a table without rows
    return ["left" if column.kind in ("text", "group") else "right" for column in table.columns] if table.rows else None
