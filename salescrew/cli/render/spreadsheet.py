"""Tables as CSV, for spreadsheets and programs: raw numbers, every row whole."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from salescrew.cli.render.page import Cell, Figure, Table
from salescrew.models.files.formulas import harmless


@dataclass
class _Separators:
    """Whether cells are separated as an Excel of a country with decimal commas opens them."""

    are_for_excel: bool = False


_separators = _Separators()


def separate_for_excel(wanted: bool) -> None:
    """Choose for all CSV from now on: semicolons and decimal commas, or commas and points."""
    _separators.are_for_excel = wanted


def is_for_excel() -> bool:
    """Tell whether semicolons and decimal commas were chosen."""
    return _separators.are_for_excel


def csv_table(table: Table) -> str:
    """Write a table as CSV; it begins with the mark that makes Excel read UTF-8."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";" if is_for_excel() else ",")
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
            if rounded == int(rounded):
                return int(rounded)
            return str(rounded).replace(".", ",") if is_for_excel() else rounded
        case Figure():
            return _raw(cell.value)
        case tuple():
            return harmless(", ".join(str(_raw(part)) for part in cell))
    return cell
