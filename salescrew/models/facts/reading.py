"""Rows of facts, one after the other, of whatever file: the facts so far, and what is wrong, each with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from salescrew.errors import InputError, Problem
from salescrew.language import say
from salescrew.models.facts.actuals import Actuals, Fact, Kind
from salescrew.models.facts.rows import RowReader, WrongRowError
from salescrew.models.plan.refusals import MOST_FOUND, shortened
from salescrew.models.plan.values.said import listed, shown

BEGINS_NOTE = "#"
NOTE, PLANNED = "note", "planned"
"""Columns that are not read: notes of whoever fills in the form, and what the plan expects."""
_MOST_NOTES = 5
_ONCE_A_DAY: tuple[Kind, ...] = ("activity", "contacts", "leads")
_OF_DAY = ("date", "count", "amount")


class Row(NamedTuple):
    """A row as texts, and where they stand; in a table with a column a day, a cell of a day as a row of its own.

    Attributes
    ----------
    cells
        In the order of `COLUMNS`; none where nothing is filled in yet.
    day
        What the column of its day is called; empty in a table with a row a fact.
    day_column
        The number of that column.
    amount_line
        Where the amount of what was paid stands, if that is another row.
    """

    line: int
    cells: Sequence[str] = ()
    person: str = ""
    day: str = ""
    day_column: int = 0
    amount_line: int = 0


class WrongRow(NamedTuple):
    """A row that cannot be read at all, and what is wrong with it."""

    row: Row
    column: str
    sentence: str


class Table(Protocol):
    """Tells where in a file something stands."""

    def at(self, row: Row, column: str) -> str:
        """Give the place of a cell, as messages begin."""

    def spot(self, row: Row) -> object:
        """Give the place of a fact, as one of several."""

    def same(self, day: object, who: str, spots: str) -> str:
        """Say that several places say the same."""


class Reading:
    """Facts that are being read."""

    def __init__(self, reader: RowReader) -> None:
        self._reader = reader
        self._facts: list[Fact] = []
        self._spots: dict[Fact, list[object]] = {}
        self._unfilled = 0
        self.problems: list[str] = []

    @property
    def has_enough(self) -> bool:
        """Whether more is wrong already than anybody is told."""
        return len(self.problems) >= MOST_FOUND

    def run(self, table: Table, rows: Iterable[Row | WrongRow]) -> None:
        """Read the rows of a table, as long as anybody wants to know more of it."""
        for row in rows:
            if isinstance(row, WrongRow):
                self._complain(table, row.row, [(row.column, row.sentence)])
            else:
                self._take(table, row)
            if self.has_enough:
                return

    def done(self, table: Table) -> Actuals:
        """Give the facts, or refuse all of them."""
        if self.problems:
            raise InputError(shortened(self.problems), [Problem((), sentence) for sentence in self.problems])
        return Actuals(tuple(self._facts), self._unfilled, tuple(self._notes(table)))

    def _take(self, table: Table, row: Row) -> None:
        try:
            fact = self._reader.fact(row.cells, row.person) if row.cells else None
        except WrongRowError as error:
            self._complain(table, row, error.problems)
            return
        if fact is None:
            self._unfilled += 1
            return
        self._facts.append(fact)
        if fact.count > 1 and fact.kind in _ONCE_A_DAY:
            self._spots.setdefault(fact, []).append(table.spot(row))

    def _complain(self, table: Table, row: Row, problems: Iterable[tuple[str, str]]) -> None:
        """Note what is wrong in a row; in a table with a column a day, with its day, and once."""
        for column, sentence in problems:
            where = say("{column} on {day}", column=column, day=row.day) if row.day and column in _OF_DAY else column
            problem = f"{table.at(row, column)}: {where}: {sentence}"
            if not row.day or problem not in self.problems:
                self.problems.append(problem)

    def _notes(self, table: Table) -> Iterator[str]:
        """Say which facts are there twice, to the letter: each of them counts."""
        twice = {fact: spots for fact, spots in self._spots.items() if len(spots) > 1}
        for fact, spots in list(twice.items())[:_MOST_NOTES]:
            who = " ".join(part for part in (fact.manager, fact.of, fact.funnel) if part)
            yield table.same(fact.date, who, listed(map(str, spots)))
        if len(twice) > _MOST_NOTES:
            yield say("{n} more rows are there more than once, and count each time.", n=len(twice) - _MOST_NOTES)


def is_note(cells: Sequence[object]) -> bool:
    """Tell whether a row is a note of whoever fills in the form."""
    return str(cells[0]).lstrip().startswith(BEGINS_NOTE)


def note_in_place_of_fact(cells: Sequence[str]) -> str | None:
    """Say of a row that is nothing but words in its first cell that it is a note; None of any other."""
    if any(map(str.strip, cells[1:])) or sum(word.isalpha() for word in cells[0].split()) < 2:
        return None
    return say(
        "must be a fact, got a note: {note}. Put a note into a column {column}, or into a line that begins with "
        "{mark}.",
        note=shown(cells[0].strip()),
        column=NOTE,
        mark=BEGINS_NOTE,
    )


def without_columns(needed: Iterable[str], missing: Iterable[str]) -> str:
    """Say that a table lacks columns."""
    return say(
        "must have the columns {columns}, got no {missing}. Add it.",
        columns=", ".join(needed),
        missing=say(" and no ").join(missing),
    )
