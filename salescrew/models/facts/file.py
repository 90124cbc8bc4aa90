"""Facts out of a CSV file, whatever spreadsheet wrote it: all that is wrong with it at once, each with its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from salescrew.language import say
from salescrew.models.answers.result import Result
from salescrew.models.facts.actuals import COLUMNS, PERSON, Actuals
from salescrew.models.facts.reading import (
    BEGINS_NOTE,
    NOTE,
    PLANNED,
    Reading,
    Row,
    WrongRow,
    is_note,
    note_in_place_of_fact,
    without_columns,
)
from salescrew.models.facts.rows import RowReader
from salescrew.models.facts.wide import ABOUT, day_named, is_wide, rows_of_days
from salescrew.models.files.spreadsheet import written
from salescrew.models.plan.arguments import refuse_wrong_arguments
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.refusals import refused
from salescrew.models.plan.values.said import LARGEST, nearest, shown

if TYPE_CHECKING:
    from _csv import Reader as _Reader

_NEEDED = ("date", "what", "count")
_LEFT_ALONE = (PLANNED, NOTE)
_UNKNOWN = ("nan", "NaT", "<NA>")
_DECIMAL_COMMA = {",": False, ";": True, "\t": None}
"""The separators of cells, each with what it says of a comma in a number: tabs are as usual in any country."""
MOST_COLUMNS, MOST_COLUMNS_OF_DAYS = 100, 1000
_LONGEST_HEADER = 20_000
MOST_ROWS = 5_000_000


def parse_actuals(text: str, name: str, plan: Plan, also: Collection[str] = ()) -> Actuals:
    """Read facts from the text of a CSV file.

    Parameters
    ----------
    name
        What to call the file in messages.
    also
        Names of people who are not in the plan any more.

    Raises
    ------
    InputError
        With everything that is wrong, each as `FILE:LINE: column: must be what, got what. What to do.`
    """
    if max(map(text.count, "\r\n")) > MOST_ROWS:
        sentence = say("must have at most {most:,} rows, got more. Check whether it is the right file.", most=MOST_ROWS)
        raise refused([f"{name}: {sentence}"])
    lines = io.StringIO(text, newline="")
    start = _skipped(lines)
    header = lines.readline()
    if len(header) > _LONGEST_HEADER:
        sentence = say(
            "must begin with the columns {columns}, got a line of {n:,} letters. Check whether it is the right file.",
            columns=",".join(COLUMNS),
            n=len(header),
        )
        raise refused([f"{name}:{start}: {sentence}"])
    separator = _separator(header)
    reader = RowReader(plan, also, decimal_comma=_DECIMAL_COMMA[separator])
    cells = csv.reader(lines, delimiter=separator)
    reading, table = Reading(reader), _Lines(name)
    if is_wide(_names(header, separator)):
        columns = _days_as_columns(_names(header, separator), f"{name}:{start}")
        reading.run(table, _rows_of_days(columns, cells, start))
    else:
        columns = _columns(next(csv.reader([header], delimiter=separator), []), f"{name}:{start}")
        reading.run(table, _rows(columns, cells, start))
    return reading.done(table)


def actuals_of(rows: Iterable[Mapping[str, object]], plan: Plan, result: Result | None = None) -> Actuals:
    """Make facts of rows of plain data, such as dictionaries: their keys are the columns of the file.

    Parameters
    ----------
    plan
        The plan, whose names the facts have.
    result
        A result of it: facts may also be of people who were on its team and are not in the plan any more.

    Raises
    ------
    InputError
        With everything that is wrong, each as `row N: column: must be what, got what. What to do.`
    """
    refuse_wrong_arguments(plan=(plan, Plan), result=(result, Result | None))
    also = [member.name for member in result.managers] if result else ()
    reading, table = Reading(RowReader(plan, also)), _DataRows()
    reading.run(table, _rows_of_data(rows))
    return reading.done(table)


def _rows_of_data(rows: Iterable[Mapping[str, object]]) -> Iterator[Row | WrongRow]:
    for number, row in enumerate(rows, start=1):
        unknown = [key for key in row if key not in (*COLUMNS, PERSON, *_LEFT_ALONE)]
        if unknown:
            sentence = say(
                "must be one of {columns}, got {got}. Rename or remove it.",
                columns=", ".join(COLUMNS),
                got=shown(unknown[0]),
            )
            yield WrongRow(Row(number), say("column"), sentence)
            continue
        *cells, person = [_cell(row.get(column)) for column in (*COLUMNS, PERSON)]
        if note := note_in_place_of_fact([*cells, person]):
            yield WrongRow(Row(number), say("row"), note)
        elif any(cell.strip() for cell in (*cells, person)) and not is_note(cells):
            yield Row(number, cells, person)


def _cell(value: object) -> str:
    """Write a value as a file would have it; what tables of data have where nothing is known is nothing."""
    if isinstance(value, str):
        return value
    if value is None or str(value) in _UNKNOWN:
        return ""
    return written(value, decimal_comma=False) if isinstance(value, float) and abs(value) < LARGEST else str(value)


@dataclass(frozen=True)
class _Lines:
    """A CSV file, in which lines tell where something stands."""

    name: str

    def at(self, row: Row, column: str) -> str:
        """Give the line of a cell."""
        line = row.amount_line if column == "amount" and row.amount_line else row.line
        return f"{self.name}:{line}"

    def spot(self, row: Row) -> object:
        """Give the line of a fact."""
        return row.line

    def same(self, day: object, who: str, spots: str) -> str:
        """Say that several lines say the same."""
        return say("{day} {who}: lines {lines} say the same, and all of them count.", day=day, who=who, lines=spots)


class _DataRows:
    """Rows of plain data, which are counted from 1."""

    def at(self, row: Row, _column: str) -> str:
        """Give the number of a row."""
        return f"{say('row')} {row.line}"

    def spot(self, row: Row) -> object:
        """Give the number of the row of a fact."""
        return row.line

    def same(self, day: object, who: str, spots: str) -> str:
        """Say that several rows say the same."""
        return say("{day} {who}: rows {lines} say the same, and all of them count.", day=day, who=who, lines=spots)


def _rows(columns: Sequence[str], text: _Reader, start: int) -> Iterator[Row | WrongRow]:
    """Go through the rows of a file with a row a fact; `start` is the line of its header."""
    places = [columns.index(column) if column in columns else -1 for column in COLUMNS]
    person = columns.index(PERSON) if PERSON in columns else -1
    planned = columns.index(PLANNED) if PLANNED in columns else -1
    width, takes_notes = len(columns), columns[0] not in ("manager", "what", "funnel")
    for line, cells in _numbered(text, start):
        if isinstance(cells, csv.Error):
            yield WrongRow(Row(line), say("row"), _no_table(cells))
        elif not any(map(str.strip, cells)) or (takes_notes and is_note(cells)):
            continue
        elif takes_notes and (note := note_in_place_of_fact(cells)):
            yield WrongRow(Row(line), say("row"), note)
        elif len(cells) > width and any(map(str.strip, cells[width:])):
            yield WrongRow(Row(line), say("row"), _too_wide(width, len(cells)))
        else:
            given = [*cells, *[""] * (width - len(cells)), ""]
            if "\n" in given[planned] or "\r" in given[planned]:
                # a quote that is not closed has taken the rows that follow along
                yield WrongRow(Row(line), PLANNED, say("must be a single line, got several. Check its quotes."))
            else:
                yield Row(line, [given[place] for place in places], given[person])


def _rows_of_days(columns: Sequence[str], text: _Reader, start: int) -> Iterator[Row | WrongRow]:
    """Go through the cells of a file with a column a day; `start` is the line of its header."""
    width, fitting = len(columns), list[tuple[int, list[str]]]()
    for line, cells in _numbered(text, start):
        if isinstance(cells, csv.Error):
            yield WrongRow(Row(line), say("row"), _no_table(cells))
        elif not any(map(str.strip, cells)) or is_note(cells):
            continue
        elif len(cells) > width and any(map(str.strip, cells[width:])):
            yield WrongRow(Row(line), say("row"), _too_wide(width, len(cells)))
        else:
            fitting.append((line, cells[:width]))
    yield from rows_of_days(columns, fitting)


def _numbered(text: _Reader, start: int) -> Iterator[tuple[int, list[str] | csv.Error]]:
    """Give the rows below the header in line `start`, each with its line; what is no table ends them."""
    line = start + 1
    try:
        for cells in text:
            yield line, cells
            line = start + 1 + text.line_num
    except csv.Error as error:
        yield line, error


def _no_table(error: csv.Error) -> str:
    return say("must be cells of a table, got: {error}. Check its quotes.", error=error)


def _too_wide(width: int, cells: int) -> str:
    return say(
        "must have at most {most} cells, got {n}. Put a number with a comma, or a text with one, into quotes.",
        most=width,
        n=cells,
    )


def _skipped(lines: io.StringIO) -> int:
    """Skip what stands before the header: empty lines, notes, and a line by which Excel names the separator.

    Give the header's line.
    """
    number = 1
    while True:
        before = lines.tell()
        line = lines.readline()
        is_note = line.lstrip('" ').startswith(BEGINS_NOTE) or line.lower().startswith("sep=")
        if not line or (line.strip(" \t\r\n;,") and not is_note):
            lines.seek(before)
            return number
        number += 1


def _separator(header: str) -> str:
    """Tell what separates the cells: what makes most known columns of the header."""
    return max(_DECIMAL_COMMA, key=lambda separator: len(set(_names(header, separator)) & {*COLUMNS}))


def _names(header: str, separator: str) -> list[str]:
    return [cell.strip().lower() for cell in next(csv.reader([header], delimiter=separator), [])]


def _days_as_columns(names: list[str], place: str) -> list[str]:
    """Check the header of a file with a column a day, and give the names of its columns."""
    while names and not names[-1]:
        names.pop()
    problems, known = [], (*ABOUT, *_LEFT_ALONE)
    if len(names) > MOST_COLUMNS_OF_DAYS:
        problems.append(
            say("must have at most {most} columns, got {n:,}. Split it.", most=MOST_COLUMNS_OF_DAYS, n=len(names))
        )
    for number, name in enumerate(names if not problems else ()):
        if name not in known and day_named(name) is None:
            problems.append(
                say(
                    "column {number}: must be a day, got {got}. The columns are {columns} and a day each, such as "
                    "2026-02-03; notes go into one called {note}.",
                    number=number + 1,
                    got=shown(name or None),
                    columns=", ".join(ABOUT),
                    note=NOTE,
                )
            )
        elif name in names[:number]:
            problems.append(_given_twice(number, name))
    return _known_columns(names, problems, place)


def _given_twice(number: int, name: str) -> str:
    return say("column {number}: must be there once, got {name} again. Remove it.", number=number + 1, name=name)


def _known_columns(names: list[str], problems: Sequence[str], place: str) -> list[str]:
    if problems:
        raise refused([f"{place}: {problem}" for problem in problems])
    return names


def _columns(header: list[str], place: str) -> list[str]:
    """Check the header, and give the names of its columns."""
    known = (*COLUMNS, PERSON, *_LEFT_ALONE)
    names = [cell.strip().lower() for cell in header]
    while names and not names[-1]:
        names.pop()
    if len(names) > MOST_COLUMNS:
        sentence = say(
            "must have at most {most} columns, got {n:,}. The columns are {columns}.",
            most=MOST_COLUMNS,
            n=len(names),
            columns=", ".join(COLUMNS),
        )
        raise refused([f"{place}: {sentence}"])
    problems = []
    for number, name in enumerate(names):
        if name not in known:
            close = nearest(name, known)
            problems.append(
                say(
                    "column {number}: must be a known column, got {got}. {todo}",
                    number=number + 1,
                    got=shown(name or None),
                    todo=say("Did you mean {close}?", close=close) if close else _all_columns(),
                )
            )
        elif name in names[:number]:
            problems.append(_given_twice(number, name))
    meant = {nearest(name, known) for name in names if name not in known}
    missing = [name for name in _NEEDED if name not in names and name not in meant]
    if missing and len(missing) == len(_NEEDED):
        got = shown(",".join(header) or None)
        problems = [
            say("must begin with the columns {columns}, got {got}. Add that line.", columns=",".join(COLUMNS), got=got)
        ]
    elif missing:
        problems.append(without_columns(_NEEDED, missing))
    return _known_columns(names, problems, place)


def _all_columns() -> str:
    return say("The columns are {columns}; notes go into one called {note}.", columns=", ".join(COLUMNS), note=NOTE)
