"""Facts out of a CSV file, whatever spreadsheet wrote it: all that is wrong with it at once, each with its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from salescrew.errors import InputError, Problem
from salescrew.models.answers.result import Result
from salescrew.models.facts.actuals import COLUMNS, PERSON, Actuals, Fact, Kind
from salescrew.models.facts.rows import RowReader, WrongRowError
from salescrew.models.facts.wide import ABOUT, cells_of_days, day_named, is_wide
from salescrew.models.files.spreadsheet import written
from salescrew.models.plan.arguments import refuse_wrong_arguments
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.refusals import MOST_FOUND, refused, shortened
from salescrew.models.plan.values import LARGEST, listed, nearest, shown

_NEEDED = ("date", "what", "count")
_PLANNED, _NOTE = "planned", "note"
_LEFT_ALONE = (_PLANNED, _NOTE)
"""Columns that are not read: what the plan expects, in the form, and notes of whoever fills it in."""
_BEGINS_NOTE = "#"
_OTHERS = f"notes go into one called {_NOTE}."
_OWN_COLUMN = f"Put a note into a column {_NOTE}, or into a line that begins with {_BEGINS_NOTE}."
_UNKNOWN = ("nan", "NaT", "<NA>")
_DECIMAL_COMMA = {",": False, ";": True, "\t": None}
"""The separators of cells, each with what it says of a comma in a number: tabs are as usual in any country."""
_MOST_NOTES = 5
MOST_COLUMNS, MOST_COLUMNS_OF_DAYS = 100, 1000
_LONGEST_HEADER = 20_000
MOST_ROWS = 5_000_000
_ONCE_A_DAY: tuple[Kind, ...] = ("activity", "contacts", "leads")


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
        raise refused([f"{name}: must have at most {MOST_ROWS:,} rows, got more. Check whether it is the right file."])
    lines = io.StringIO(text, newline="")
    start = _skipped(lines)
    header = lines.readline()
    if len(header) > _LONGEST_HEADER:
        got = f"a line of {len(header):,} letters"
        todo = "Check whether it is the right file."
        raise refused([f"{name}:{start}: must begin with the columns {','.join(COLUMNS)}, got {got}. {todo}"])
    separator = _separator(header)
    reader = RowReader(plan, also, decimal_comma=_DECIMAL_COMMA[separator])
    cells = csv.reader(lines, delimiter=separator)
    if is_wide(_names(header, separator)):
        columns = _days_as_columns(_names(header, separator), f"{name}:{start}")
        return _Reading(reader, f"{name}:", COLUMNS).run_wide(columns, cells, start)
    columns = _columns(next(csv.reader([header], delimiter=separator), []), f"{name}:{start}")
    return _Reading(reader, f"{name}:", columns).run(cells, start)


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
    columns = (*COLUMNS, PERSON)
    reading = _Reading(RowReader(plan, also), "row ", columns)
    for number, row in enumerate(rows, start=1):
        if reading.has_enough:
            break
        unknown = [key for key in row if key not in (*COLUMNS, PERSON, *_LEFT_ALONE)]
        if unknown:
            sentence = f"must be one of {', '.join(COLUMNS)}, got {shown(unknown[0])}. Rename or remove it."
            reading.complain(number, [("column", sentence)])
            continue
        reading.take([_cell(row.get(column)) for column in columns], number)
    return reading.done()


def _cell(value: object) -> str:
    """Write a value as a file would have it; what tables of data have where nothing is known is nothing."""
    if isinstance(value, str):
        return value
    if value is None or str(value) in _UNKNOWN:
        return ""
    return written(value, decimal_comma=False) if isinstance(value, float) and abs(value) < LARGEST else str(value)


class _Reading:
    """A file that is being read: its facts so far, and what is wrong so far."""

    def __init__(self, reader: RowReader, name: str, columns: Sequence[str]) -> None:
        self._reader = reader
        self._name = name
        self._rows = "lines" if name.endswith(":") else "rows"
        self._width = len(columns)
        self._person = columns.index(PERSON) if PERSON in columns else -1
        self._planned = columns.index(_PLANNED) if _PLANNED in columns else -1
        self._takes_notes = columns[0] not in ("manager", "what", "funnel")
        self._places = [columns.index(column) if column in columns else -1 for column in COLUMNS]
        self._facts: list[Fact] = []
        self._lines: dict[Fact, list[int]] = {}
        self._unfilled = 0
        self._problems: list[str] = []
        self._day = ""

    def run(self, rows: Iterator[list[str]], start: int) -> Actuals:
        """Read all rows that follow the header in line `start`."""
        line = start + 1
        try:
            for row in rows:
                self.take(row, line)
                line = start + 1 + rows.line_num  # type: ignore[attr-defined]
                if self.has_enough:
                    break
        except csv.Error as error:
            self.complain(line, [("row", f"must be cells of a table, got: {error}. Check its quotes.")])
        return self.done()

    def run_wide(self, columns: Sequence[str], rows: Iterator[list[str]], start: int) -> Actuals:
        """Read all rows that follow the header in line `start`, of a file with a column a day."""
        numbered, line = [], start + 1
        try:
            for row in rows:
                if any(cell.strip() for cell in row) and not row[0].lstrip().startswith(_BEGINS_NOTE):
                    numbered.append((line, row))
                line = start + 1 + rows.line_num  # type: ignore[attr-defined]
        except csv.Error as error:
            self.complain(line, [("row", f"must be cells of a table, got: {error}. Check its quotes.")])
        for one in cells_of_days(columns, self._no_wider(numbered, len(columns))):
            if isinstance(one, int):
                self._unfilled += 1
            else:
                self._day = one.day
                self.take(one.cells, one.line)
            if self.has_enough:
                break
        return self.done()

    def _no_wider(self, rows: Iterable[tuple[int, list[str]]], width: int) -> Iterator[tuple[int, list[str]]]:
        """Leave out rows with more cells than there are columns, and say so."""
        for line, row in rows:
            if any(cell.strip() for cell in row[width:]):
                todo = "Put a number with a comma, or a text with one, into quotes."
                self.complain(line, [("row", f"must have at most {width} cells, got {len(row)}. {todo}")])
            else:
                yield line, row[:width]

    def take(self, row: Sequence[str], line: int) -> None:
        """Read a row; one without anything in it is none, nor is one that begins as a note."""
        given = [*row, *[""] * (self._width - len(row)), ""]
        if not any(cell.strip() for cell in row) or (self._takes_notes and row[0].lstrip().startswith(_BEGINS_NOTE)):
            return
        if self._takes_notes and _is_sentence(row):
            self.complain(line, [("row", f"must be a fact, got a note: {shown(row[0].strip())}. {_OWN_COLUMN}")])
            return
        if len(row) > self._width and any(cell.strip() for cell in row[self._width :]):
            todo = "Put a number with a comma, or a text with one, into quotes."
            self.complain(line, [("row", f"must have at most {self._width} cells, got {len(row)}. {todo}")])
            return
        if "\n" in given[self._planned] or "\r" in given[self._planned]:
            # a quote that is not closed has taken the rows that follow along
            self.complain(line, [(_PLANNED, "must be a single line, got several. Check its quotes.")])
            return
        try:
            fact = self._reader.fact([given[place] for place in self._places], given[self._person])
        except WrongRowError as error:
            self.complain(line, error.problems)
            return
        if fact is None:
            self._unfilled += 1
            return
        self._facts.append(fact)
        if fact.count > 1 and fact.kind in _ONCE_A_DAY:
            self._lines.setdefault(fact, []).append(line)

    def complain(self, line: int, problems: Iterable[tuple[str, str]]) -> None:
        """Note what is wrong in a line, once; in a file with a column a day, with the day that it is about."""
        for column, sentence in problems:
            of_day = self._day and column in ("date", "count", "amount")
            problem = f"{self._name}{line}: {f'{column} on {self._day}' if of_day else column}: {sentence}"
            if not self._day or problem not in self._problems:
                self._problems.append(problem)

    @property
    def has_enough(self) -> bool:
        """Whether more is wrong already than anybody is told."""
        return len(self._problems) >= MOST_FOUND

    def done(self) -> Actuals:
        """Give the facts, or refuse all of them."""
        if self._problems:
            raise InputError(shortened(self._problems), [Problem((), sentence) for sentence in self._problems])
        return Actuals(tuple(self._facts), self._unfilled, tuple(self._notes()))

    def _notes(self) -> Iterator[str]:
        """Say which rows are there twice, to the letter: each of them counts."""
        twice = {fact: lines for fact, lines in self._lines.items() if len(lines) > 1}
        for fact, lines in list(twice.items())[:_MOST_NOTES]:
            who = " ".join(part for part in (fact.manager, fact.of, fact.funnel) if part)
            yield f"{fact.date} {who}: {self._rows} {listed(lines)} say the same, and all of them count."
        if len(twice) > _MOST_NOTES:
            yield f"{len(twice) - _MOST_NOTES} more rows are there more than once, and count each time."


def _is_sentence(row: Sequence[str]) -> bool:
    """Tell whether a row is nothing but words in its first cell."""
    return not any(cell.strip() for cell in row[1:]) and sum(word.isalpha() for word in row[0].split()) > 1


def _skipped(lines: io.StringIO) -> int:
    """Skip what stands before the header: empty lines, notes, and a line by which Excel names the separator.

    Give the header's line.
    """
    number = 1
    while True:
        before = lines.tell()
        line = lines.readline()
        is_note = line.lstrip('" ').startswith(_BEGINS_NOTE) or line.lower().startswith("sep=")
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
        problems.append(f"{place}: must have at most {MOST_COLUMNS_OF_DAYS} columns, got {len(names):,}. Split it.")
    for number, name in enumerate(names if not problems else ()):
        if name not in known and day_named(name) is None:
            todo = f"The columns are {', '.join(ABOUT)} and a day each, such as 2026-02-03; {_OTHERS}"
            problems.append(f"{place}: column {number + 1}: must be a day, got {shown(name or None)}. {todo}")
        elif name in names[:number]:
            problems.append(f"{place}: column {number + 1}: must be there once, got {name} again. Remove it.")
    if problems:
        raise refused(problems)
    return names


def _columns(header: list[str], place: str) -> list[str]:
    """Check the header, and give the names of its columns."""
    known = (*COLUMNS, PERSON, *_LEFT_ALONE)
    names = [cell.strip().lower() for cell in header]
    while names and not names[-1]:
        names.pop()
    if len(names) > MOST_COLUMNS:
        todo = f"The columns are {', '.join(COLUMNS)}."
        raise refused([f"{place}: must have at most {MOST_COLUMNS} columns, got {len(names):,}. {todo}"])
    problems = []
    for number, name in enumerate(names):
        if name not in known:
            close = nearest(name, known)
            todo = f"Did you mean {close}?" if close else f"The columns are {', '.join(COLUMNS)}; {_OTHERS}"
            problems.append(f"{place}: column {number + 1}: must be a known column, got {shown(name or None)}. {todo}")
        elif name in names[:number]:
            problems.append(f"{place}: column {number + 1}: must be there once, got {name} again. Remove it.")
    meant = {nearest(name, known) for name in names if name not in known}
    missing = [name for name in _NEEDED if name not in names and name not in meant]
    if missing and len(missing) == len(_NEEDED):
        got = shown(",".join(header) or None)
        problems = [f"{place}: must begin with the columns {','.join(COLUMNS)}, got {got}. Add that line."]
    elif missing:
        problems.append(
            f"{place}: must have the columns {', '.join(_NEEDED)}, got no {' and no '.join(missing)}. Add it."
        )
    if problems:
        raise refused(problems)
    return names
