"""Facts out of a workbook: each sheet with the columns of the form counts, and each problem is said with its cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from salescrew.language import say, to_say
from salescrew.models.facts.actuals import COLUMNS, PERSON, Actuals
from salescrew.models.facts.reading import (
    Reading,
    Row,
    WrongRow,
    is_note,
    note_in_place_of_fact,
    without_columns,
)
from salescrew.models.facts.rows import RowReader
from salescrew.models.facts.wide import day_named, is_wide, rows_of_days
from salescrew.models.files.spreadsheet import written
from salescrew.models.files.workbook.cells import Cell
from salescrew.models.files.workbook.headings import subject_of, title_of
from salescrew.models.files.workbook.opening import (
    error_cells,
    number_of_column,
    opened_workbook,
    unreadable,
    without_value,
)
from salescrew.models.plan.numbers import could_be_thousands
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.refusals import refused
from salescrew.models.plan.values.said import shown
from salescrew.models.plan.written.activities import names_of_work

_READ = (*COLUMNS, PERSON)
_NEEDED = ("date", "what", "count")
_TODO = to_say("Write the form with `salescrew actuals -o form.xlsx`, and fill it in.")
_FIRST_ROWS = 20
_MOST_CELLS = 10_000_000


@dataclass(frozen=True)
class _Sheet:
    """A sheet with facts: where its headings are, and what its columns are called: nothing where they are not read."""

    file: str
    home: Cell
    top: int
    names: Sequence[str]
    rows: Sequence[Sequence[object]]

    @property
    def has_columns_of_days(self) -> bool:
        """Whether each day has a column."""
        return is_wide(self.names)

    def at(self, row: Row, column: str) -> str:
        """Give the cell of a column in a row; of a day, the cell above all of its numbers."""
        line, number = row.line, self.names.index(column) if column in self.names else 0
        if row.day and column in ("date", "count", "amount"):
            number = row.day_column
            line = {"date": self.top, "amount": row.amount_line or line}.get(column, line)
        return f"{self.file}: {self.home._replace(row=line, column=number)}"

    def spot(self, row: Row) -> object:
        """Give the cell of a count."""
        column = row.day_column if row.day else self.names.index("count")
        return self.home._replace(row=row.line, column=column)

    def same(self, day: object, who: str, spots: str) -> str:
        """Say that several cells say the same."""
        return say("{day} {who}: {cells} say the same, and all of them count.", day=day, who=who, cells=spots)


def actuals_of_workbook(content: bytes, name: str, plan: Plan, also: Collection[str] = ()) -> Actuals:
    """Read facts.

    Parameters
    ----------
    also
        Names of people who are not in the plan any more.

    Raises
    ------
    InputError
        With everything that is wrong, each as `FILE: SHEET!CELL: column: must be what, got what. What to do.`
    """
    reading, known = Reading(RowReader(plan, also, decimal_comma=None)), names_of_work(plan)
    errors = error_cells(content)
    last: _Sheet | None = None
    for last in _sheets(content, name):
        if wrong := [*_wrong_headings(last)]:
            reading.problems += wrong
            continue
        reading.problems += _failed_formulas(last, errors.get(last.home.name, {}))
        reading.run(last, (_rows_of_days if last.has_columns_of_days else _rows)(last, known))
    if last is None:
        sentence = say(
            "must have a sheet with the columns {columns}, got none. {todo}",
            columns=", ".join(COLUMNS),
            todo=say(_TODO),
        )
        raise refused([sentence], name)
    return reading.done(last)


def _sheets(content: bytes, name: str) -> Iterator[_Sheet]:
    """Give the sheets that are about facts."""
    book = opened_workbook(content, name, say(_TODO), _MOST_CELLS)
    for number, title in enumerate(book.sheet_names):
        try:
            rows = book.get_sheet_by_name(title).to_python(skip_empty_area=False)
        except Exception as error:  # the reader raises errors of its own
            raise unreadable(error, name, say(_TODO)) from None
        for top, row in enumerate(rows[:_FIRST_ROWS]):
            names = [_name_of(heading) for heading in row]
            if is_wide(names) or len({*names} & {*_READ}) >= len(_NEEDED):
                yield _Sheet(name, Cell(number, 0, 0, title), top, names, rows)
                break


def _name_of(heading: object) -> str:
    """Give the name of a column: one of ours, or its day; none of others."""
    text = _text(heading)
    return title_of(text, _READ) or (text if day_named(text) else "") if text else ""


def _wrong_headings(sheet: _Sheet) -> Iterator[str]:
    """Say which columns are missing or there twice; of a sheet with a column a day, also which day cannot be read."""
    missing = [column for column in _NEEDED if column not in sheet.names]
    if missing and not sheet.has_columns_of_days:
        yield f"{sheet.file}: {sheet.home._replace(row=sheet.top)}: {without_columns(_NEEDED, missing)}"
    first: dict[object, int] = {}
    for column, (heading, name) in enumerate(zip(sheet.rows[sheet.top], sheet.names, strict=True)):
        meant = day_named(name) or name
        at = sheet.home._replace(row=sheet.top, column=column)
        if not meant and sheet.has_columns_of_days and _text(heading)[:1].isdigit():
            yield f"{sheet.file}: {at}: {_no_day(heading)}"
        elif meant and first.setdefault(meant, column) != column:
            before = at._replace(column=first[meant])
            sentence = say("must be there once, got {name} again after {first}. Remove one.", name=name, first=before)
            yield f"{sheet.file}: {at}: {sentence}"


def _no_day(heading: object) -> str:
    return say(
        "must be a day, got {got}. Write it as a date, such as 2026-02-03; a column of your own begins with a letter.",
        got=shown(_text(heading)),
    )


def _failed_formulas(sheet: _Sheet, failed: Mapping[str, str]) -> Iterator[str]:
    """Say which formulas have no value in the columns that are read, by their cells."""
    for address, shows in failed.items():
        column = number_of_column(address.rstrip("0123456789")) - 1
        if column < len(sheet.names) and sheet.names[column]:
            yield f"{sheet.file}: {sheet.home.name}!{address}: {without_value(shows)}"


def _rows(sheet: _Sheet, known: Collection[str]) -> Iterator[Row | WrongRow]:
    """Go through the rows of a sheet with a row a fact."""
    places = [sheet.names.index(column) if column in sheet.names else -1 for column in _READ]
    what = COLUMNS.index("what")
    for line, row in enumerate(sheet.rows[sheet.top + 1 :], start=sheet.top + 1):
        *texts, person = [_text(row[place]) if place >= 0 else "" for place in places]
        if not any((*texts, person)) or is_note(row):
            continue
        if note := note_in_place_of_fact((*texts, person)):
            yield WrongRow(Row(line), say("row"), note)
        else:
            texts[what] = subject_of(texts[what], known)
            yield Row(line, texts, person)


def _rows_of_days(sheet: _Sheet, known: Collection[str]) -> Iterator[Row]:
    """Go through the cells of a sheet with a column a day."""
    what = sheet.names.index("what")
    rows = []
    for line, row in enumerate(sheet.rows[sheet.top + 1 :], start=sheet.top + 1):
        texts = [_text(cell) if name else "" for cell, name in zip(row, sheet.names, strict=True)]
        if any(texts) and not is_note(row):
            texts[what] = subject_of(texts[what], known)
            rows.append((line, texts))
    return rows_of_days(sheet.names, rows)


def _text(cell: object) -> str:
    """Write a cell as a CSV file would have it; a number so that it can only mean one thing."""
    match cell:
        case dt.datetime() if cell.time() == dt.time():
            return cell.date().isoformat()
        case float():
            text = written(cell, decimal_comma=False)
            return f"{text}0" if could_be_thousands(text) else text
    return str(cell).strip()
