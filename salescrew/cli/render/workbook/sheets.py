"""A workbook as data: sheets of sentences, grids and charts; no program for spreadsheets is known here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from salescrew.cli.render.page import Cell, Kind, is_numeric

Style = Literal["headline", "heading", "text", "item", "warning"]
Place = tuple[int, int]
"""A cell of a grid: its row below the titles, which are row -1, and its column."""


@dataclass(frozen=True)
class Formula:
    """A number that the spreadsheet works out anew where what it rests on is changed.

    Attributes
    ----------
    expression
        The formula, with `{}` for each of its cells: `{}/{}`, `SUM({}:{})`.
    cells
        These, in the same grid.
    value
        What comes of it now.
    """

    expression: str
    cells: tuple[Place, ...]
    value: float
    kind: Kind | None = None


@dataclass(frozen=True)
class Entry:
    """A number to be changed by whoever plays with it."""

    value: float
    kind: Kind | None = None


@dataclass(frozen=True)
class Shaded:
    """A text on a colour; what the colour says is said by the text too."""

    text: str
    shade: int


OFF = -1
"""The shade of what is not there."""
SheetCell = Cell | Formula | Entry | Shaded


@dataclass(frozen=True)
class Head:
    """The title of a column, which may be a day, and what its cells are.

    Attributes
    ----------
    width
        In letters; None: as wide as its cells.
    """

    title: str | dt.date
    kind: Kind = "text"
    width: float | None = None

    @property
    def is_at_the_right(self) -> bool:
        """Whether its cells stand at the right, texts among numbers too."""
        return is_numeric(self.kind)


@dataclass(frozen=True)
class Grid:
    """Rows under titles.

    Attributes
    ----------
    heads
        How many columns say what a row is about, and stay in view.
    """

    heading: Sequence[Head]
    rows: Sequence[Sequence[SheetCell]]
    title: str = ""
    note: str = ""
    heads: int = 1


@dataclass(frozen=True)
class Prose:
    """A sentence, or a title."""

    text: str
    style: Style = "text"


@dataclass(frozen=True)
class Series:
    """What is drawn of a grid: the first and the last cell of names, and of numbers."""

    name: str
    names: tuple[Place, Place]
    numbers: tuple[Place, Place]


@dataclass(frozen=True)
class Chart:
    """A chart of a grid of the same sheet.

    Attributes
    ----------
    grid
        Which of the sheet's grids it draws.
    kind
        What the numbers are.
    """

    form: Literal["column", "line"]
    title: str
    series: Sequence[Series]
    grid: int = 0
    kind: Kind = "number"


Block = Prose | Grid | Chart


@dataclass(frozen=True)
class Sheet:
    """What stands one below the other under a name."""

    name: str
    blocks: Sequence[Block]


Workbook = Sequence[Sheet]
