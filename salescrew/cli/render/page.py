"""A page as data: what is to be read, whatever form it is written in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["text", "name", "date", "short date", "day", "long day", "count", "number", "money", "share"]
"""What cells are: `name` is a word of the plan's, `date` a day as files have it, `day` one with its weekday."""
_NUMERIC = ("count", "number", "money", "share")
Stacking = Literal["never", "where wide", "always"]


def is_numeric(kind: Kind) -> bool:
    """Tell whether cells of a kind stand at the right."""
    return kind in _NUMERIC


class Word(str):
    """A word of ours among names."""

    __slots__ = ()


@dataclass(frozen=True)
class Figure:
    """A number with what is known of it.

    Attributes
    ----------
    kind
        What it is, where that is not what its column says.
    low
        What is proven of a number that may be too large: it is at least this.
    span
        The lowest and the highest, where the number stands for several.
    mark
        What stands behind it.
    digits
        How many digits matter; None: as many as usual.
    exact
        Whether all digits matter.
    """

    value: float
    kind: Kind | None = None
    low: float | None = None
    span: tuple[float, float] | None = None
    mark: str = ""
    digits: int | None = None
    exact: bool = False


Single = str | int | float | dt.date | Figure | None
Cell = Single | tuple[Single, ...]
"""What stands in a cell; a tuple is several things in one."""


@dataclass(frozen=True)
class Column:
    """A column: its title and what its cells are; text in a column of numbers stands for one.

    Attributes
    ----------
    group
        Whether what rows in a row have in common is shown once.
    """

    title: str
    kind: Kind = "text"
    group: bool = False

    @property
    def is_numeric(self) -> bool:
        """Whether its cells stand at the right."""
        return is_numeric(self.kind)


@dataclass(frozen=True)
class Table:
    """Rows under titles.

    Attributes
    ----------
    name
        A word for a file's name.
    blank
        What stands where a cell holds nothing.
    stacking
        When several things in a cell stand one below the other.
    heads
        How many columns say what a row is about.
    across
        How many of the others stand side by side where the form has no width of its own; None: all.
    """

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    note: str = ""
    blank: str = ""
    stacking: Stacking = "never"
    heads: int = 1
    across: int | None = None


def filled(table: Table) -> Table:
    """Leave out the columns in which no cell says anything, but for those that say what a row is about."""
    kept = [
        number
        for number, _ in enumerate(table.columns)
        if number < table.heads or any(row[number] not in (None, "", ()) for row in table.rows)
    ]
    rows = [[row[number] for number in kept] for row in table.rows]
    return replace(table, columns=[table.columns[number] for number in kept], rows=rows)


@dataclass(frozen=True)
class Listing:
    """Statements under a title.

    Attributes
    ----------
    are_sentences
        Whether they are for people, and not lines that programs read as well.
    """

    title: str
    items: Sequence[str]
    are_sentences: bool = True


@dataclass(frozen=True)
class Section:
    """Sentences and tables under a heading."""

    heading: str
    sentences: Sequence[str] = ()
    tables: Sequence[Table] = ()


Part = Table | Listing | Section


@dataclass(frozen=True)
class Page:
    """What is to be read, the answer first.

    Attributes
    ----------
    headline
        The answer in a line.
    subtitle
        What it is about, in a line.
    paragraphs
        What belongs to the answer; an empty one says nothing.
    warnings
        What should be known besides.
    """

    headline: str = ""
    subtitle: str = ""
    parts: Sequence[Part] = ()
    paragraphs: Sequence[str] = ()
    warnings: Sequence[str] = ()
