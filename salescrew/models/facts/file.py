"""Facts out of a CSV file, whatever spreadsheet wrote it: all that is wrong with it at once, each with its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from salescrew.errors import InputError, Problem
from salescrew.language import say, to_say
from salescrew.models.answers.result import Result
from salescrew.models.facts.actuals import COLUMNS, PERSON, Actuals, Fact, Kind
from salescrew.models.facts.rows import RowReader, WrongRowError
from salescrew.models.facts.wide import ABOUT, cells_of_days, day_named, is_wide
from salescrew.models.files.spreadsheet import written
from salescrew.models.plan.arguments import refuse_wrong_arguments
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.refusals import MOST_FOUND, refused, shortened
from salescrew.models.plan.values.said import LARGEST, listed, nearest, shown

_NEEDED = ("date", "what", "count")
_PLANNED, _NOTE = "planned", "note"
_LEFT_ALONE = (_PLANNED, _NOTE)
"""Columns that are not read: what the plan expects, in the form, and notes of whoever fills it in."""
_BEGINS_NOTE = "#"
_UNKNOWN = ("nan", "NaT", "<NA>")
_DECIMAL_COMMA = {",": False, ";": True, "\t": None}
"""The separators of cells, each with what it says of a comma in a number: tabs are as usual in any country."""
_MOST_NOTES = 5
_SAME_LINES = to_say("{day} {who}: lines {lines} say the same, and all of them count.")
_SAME_ROWS = to_say("{day} {who}: rows {lines} say the same, and all of them count.")
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
    reading = _Reading(RowReader(plan, also), f"{say('row')} ", columns)
    for number, row in enumerate(rows, start=1):
        if reading.has_enough:
            break
        unknown = [key for key in row if key not in (*COLUMNS, PERSON, *_LEFT_ALONE)]
        if unknown:
            sentence = say(
                "must be one of {columns}, got {got}. Rename or remove it.",
                columns=", ".join(COLUMNS),
                got=shown(unknown[0]),
            )
            reading.complain(number, [(say("column"), sentence)])
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
        self._same = _SAME_LINES if name.endswith(":") else _SAME_ROWS
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
            self.complain(line, [(say("row"), _no_table(error))])
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
            self.complain(line, [(say("row"), _no_table(error))])
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
                self.complain(line, [(say("row"), _too_wide(width, len(row)))])
            else:
                yield line, row[:width]

    def take(self, row: Sequence[str], line: int) -> None:
        """Read a row; one without anything in it is none, nor is one that begins as a note."""
        given = [*row, *[""] * (self._width - len(row)), ""]
        if not any(cell.strip() for cell in row) or (self._takes_notes and row[0].lstrip().startswith(_BEGINS_NOTE)):
            return
        if self._takes_notes and _is_sentence(row):
            sentence = say(
                "must be a fact, got a note: {note}. Put a note into a column {column}, or into a line that begins "
                "with "
                "{mark}.",
                note=shown(row[0].strip()),
                column=_NOTE,
                mark=_BEGINS_NOTE,
            )
            self.complain(line, [(say("row"), sentence)])
            return
        if len(row) > self._width and any(cell.strip() for cell in row[self._width :]):
            self.complain(line, [(say("row"), _too_wide(self._width, len(row)))])
            return
        if "\n" in given[self._planned] or "\r" in given[self._planned]:
            # a quote that is not closed has taken the rows that follow along
            self.complain(line, [(_PLANNED, say("must be a single line, got several. Check its quotes."))])
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
            where = say("{column} on {day}", column=column, day=self._day) if of_day else column
            problem = f"{self._name}{line}: {where}: {sentence}"
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
            yield say(self._same, day=fact.date, who=who, lines=listed(lines))
        if len(twice) > _MOST_NOTES:
            yield said_more_often(len(twice) - _MOST_NOTES)


def said_more_often(count: int) -> str:
    """Say how many rows more are there more than once."""
    return say("{n} more rows are there more than once, and count each time.", n=count)


def _no_table(error: csv.Error) -> str:
    return say("must be cells of a table, got: {error}. Check its quotes.", error=error)


def _too_wide(width: int, cells: int) -> str:
    return say(
        "must have at most {most} cells, got {n}. Put a number with a comma, or a text with one, into quotes.",
        most=width,
        n=cells,
    )


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
                    note=_NOTE,
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
    return say("The columns are {columns}; notes go into one called {note}.", columns=", ".join(COLUMNS), note=_NOTE)


def without_columns(needed: Iterable[str], missing: Iterable[str]) -> str:
    """Say that a table lacks columns."""
    return say(
        "must have the columns {columns}, got no {missing}. Add it.",
        columns=", ".join(needed),
        missing=say(" and no ").join(missing),
    )
