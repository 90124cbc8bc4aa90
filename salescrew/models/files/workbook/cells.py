"""The data of a plan as it is put together cell by cell, and the cell in which each part of it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, NamedTuple

from salescrew.errors import Path, Problem, written
from salescrew.language import say
from salescrew.models.files.workbook.opening import letters_of_column

_THOUSANDS = re.compile(r"(?<=\d)_(?=\d{3}\b)")


class Cell(NamedTuple):
    """A cell: in the order of its sheets, its rows and its columns, all counted from 0."""

    sheet: int
    row: int
    column: int
    name: str

    def __str__(self) -> str:
        """Write it as spreadsheets do, with its sheet."""
        return f"{self.name}!{letters_of_column(self.column + 1)}{self.row + 1}"


class Placed(NamedTuple):
    """A problem with its cell, and with the part of its path that the cell does not say."""

    cell: Cell
    path: Path
    problem: Problem

    def __str__(self) -> str:
        """Write the cell, the path and the sentence."""
        where = f"{self.cell}: {written(self.path)}" if self.path else str(self.cell)
        return f"{where}: {self.problem.sentence}"


@dataclass
class Cells:
    """Plain data of a plan, and where it stands.

    Attributes
    ----------
    homes
        Where the sheets begin, by the part of the plan that they hold; nothing in particular is in that of "".
    count
        How many values there are.
    """

    homes: dict[str, Cell]
    data: dict[str, Any] = field(default_factory=dict)
    problems: list[Placed] = field(default_factory=list)
    count: int = 0
    _places: dict[Path, Cell] = field(default_factory=dict)
    _rows: dict[Path, Cell] = field(default_factory=dict)

    def put(self, path: Path, value: object, cell: Cell) -> None:
        """Put a value where it belongs; a second one there is refused."""
        if value is not None and self._has(path):
            first = self._places.get(path) or next(at for one, at in self._places.items() if one[: len(path)] == path)
            self.complain(
                cell, path, say("must be given once, got it again after {first}. Remove one of the two.", first=first)
            )
            return
        self._places.setdefault(path, cell)
        if value is not None:
            self.count += 1
            self._places[path] = cell
            self._put(path, value, cell)

    def put_same(self, path: Path, value: object, cell: Cell) -> None:
        """Put a value that several rows may say, as long as they agree."""
        if value is None or not self._has(path):
            if value is not None or path not in self._places:
                self.put(path, value, cell)
        elif self._at(path) != value:
            first = self._places.get(path, cell)
            sentence = say(
                "must be the same in all rows of a funnel, got another than {first}. Clear one of the two.", first=first
            )
            self.complain(cell, path, sentence)

    def row(self, path: Path, cell: Cell) -> None:
        """Begin a row, which says the steps of a path; the first one counts."""
        self._rows.setdefault(path, cell)
        self._places.setdefault(path, cell)

    def row_of(self, path: Path) -> Cell | None:
        """Give the cell of the row that says a path, if there is one."""
        return self._rows.get(path)

    def complain(self, cell: Cell, path: Path, sentence: str) -> None:
        """Say that something is wrong in a cell."""
        self.problems.append(Placed(cell, self._short(path), Problem(path, sentence)))

    def placed(self, problem: Problem) -> Placed:
        """Find the cell of a problem; of what is missing, the cell of what lacks it."""
        path = problem.path
        while path and path not in self._places:
            path = path[:-1]
        cell = self._places.get(path) or self._home(problem.path)
        # a cell takes no underscores between thousands
        sentence = _THOUSANDS.sub("", problem.sentence)
        return Placed(cell, self._short(problem.path), replace(problem, sentence=sentence))

    def _home(self, path: Path) -> Cell:
        """Give the beginning of the sheet on which something would stand."""
        return self.homes.get(str(path[0]) if path else "") or self.homes[""]

    def _short(self, path: Path) -> Path:
        """Leave out what the row says."""
        for length in range(len(path), 0, -1):
            if path[:length] in self._rows:
                return path[length:] or path[-1:]
        return path

    def _has(self, path: Path) -> bool:
        return self._at(path) is not None

    def _at(self, path: Path) -> object:
        """Give what stands in a place of the data; None where nothing does."""
        data: Any = self.data
        for step in path:
            if isinstance(data, list):
                data = data[step] if isinstance(step, int) and step < len(data) else None
            else:
                data = data.get(step) if isinstance(data, dict) else None
        return data

    def _put(self, path: Path, value: object, cell: Cell) -> None:
        data: Any = self.data
        for step, following in pairwise(path):
            inner: Any = [] if isinstance(following, int) else {}
            if not _fits(data, step):
                break
            if isinstance(data, list):
                if step == len(data):
                    data.append(inner)
                data = data[int(step)]
            else:
                data = data.setdefault(step, inner)
        if not _fits(data, path[-1]):
            todo = say("Give each part of it once, and the items of a list one after the other.")
            self.complain(
                cell, path, say("must fit to what is given besides, got another kind of value there. {todo}", todo=todo)
            )
        elif isinstance(data, list):
            data.append(value)
        else:
            data[path[-1]] = value


def _fits(data: object, step: str | int) -> bool:
    """Tell whether something may stand at a step: in a mapping by its key, in a list at its end at most."""
    if isinstance(step, int):
        return isinstance(data, list) and step <= len(data)
    return isinstance(data, dict)
