"""Tables as CSV, for spreadsheets and programs: raw numbers, every row whole."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from salescrew.cli.render.page import Cell, Figure, Table
from salescrew.models.files.formulas import harmless


def csv_table(table: Table) -> str:
    """Write a table as CSV; it begins with the mark that makes Excel read UTF-8."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([_raw(column.title.replace("\n", " ")) for column in table.columns])
    writer.writerows([[_raw(cell) for cell in row] for row in table.rows])
    return "\N{ZERO WIDTH NO-BREAK SPACE}" + buffer.getvalue()


def csv_files(tables: Iterable[Table]) -> dict[str, str]:
    """Write each table as CSV, by the name of its file."""
    return {f"{table.name}.csv": csv_table(table) for table in tables}


def _raw(cell: Cell) -> object:
    """Give what a cell holds; a spreadsheet is kept from running a text as a formula."""
    match cell:
        case str():
            return harmless(cell)
        case float():
            rounded = round(cell, 9)
            return int(rounded) if rounded == int(rounded) else rounded
        case Figure():
            return _raw(cell.value)
        case tuple():
            return harmless(", ".join(str(_raw(part)) for part in cell))
    return cell
