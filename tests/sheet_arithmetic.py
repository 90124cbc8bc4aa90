"""Works out the formulas of a workbook anew, without a program for spreadsheets."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from functools import cache

from openpyxl import Workbook, load_workbook

_RANGE = re.compile(r"SUM\(([A-Z]+\d+):([A-Z]+\d+)\)")
_CELL = re.compile(r"\b([A-Z]+\d+)\b")
_ARITHMETIC = re.compile(r"[0-9.e+\-*/() ]+")


@cache
def _opened(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


class Recalculated:
    """A sheet whose formulas are worked out anew, with some cells changed."""

    def __init__(self, content: bytes, sheet: str, changed: Mapping[str, float] | None = None) -> None:
        self._cells = _opened(content)[sheet]
        self._known = {address: float(value) for address, value in (changed or {}).items()}

    def value(self, address: str) -> float:
        """Give the number in a cell."""
        if address not in self._known:
            self._known[address] = self._worked_out(address, self._cells[address].value)
        return self._known[address]

    def _worked_out(self, address: str, written: object) -> float:
        if written is None:
            return 0.0
        if isinstance(written, int | float):
            return float(written)
        assert isinstance(written, str)
        assert written.startswith("="), f"{address}: {written!r} is no number"
        text = _RANGE.sub(lambda match: f"({self._sum(match[1], match[2])!r})", written[1:])
        text = _CELL.sub(lambda match: f"({self.value(match[1])!r})", text)
        assert _ARITHMETIC.fullmatch(text), text
        return float(eval(text))  # nothing but numbers and signs is left of it

    def _sum(self, first: str, last: str) -> float:
        return sum(self.value(cell.coordinate) for row in self._cells[f"{first}:{last}"] for cell in row)


def formulas(content: bytes) -> dict[tuple[str, str], float]:
    """Give the values that are stored for all formulas, by sheet and cell."""
    book, stored = _opened(content), load_workbook(io.BytesIO(content), data_only=True)
    return {
        (sheet.title, cell.coordinate): stored[sheet.title][cell.coordinate].value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }
