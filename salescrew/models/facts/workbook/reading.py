"""Facts out of a workbook: each sheet with the columns of the form counts, and each problem is said with its cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from salescrew.errors import InputError, Problem
from salescrew.language import say, to_say
from salescrew.models.facts.actuals import COLUMNS, PERSON, Actuals, Fact, Kind
from salescrew.models.facts.file import said_more_often, without_columns
from salescrew.models.facts.rows import RowReader, WrongRowError
from salescrew.models.files.spreadsheet import written
from salescrew.models.files.workbook.cells import Cell
from salescrew.models.files.workbook.headings import subject_of, title_of
from salescrew.models.files.workbook.opening import error_cells, number_of_column, opened_workbook, unreadable
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.refusals import MOST_FOUND, refused, shortened
from salescrew.models.plan.values.said import listed
from salescrew.models.plan.written.activities import names_of_work

_NEEDED = ("date", "what", "count")
_TODO = to_say("Write the form with `salescrew actuals -o form.xlsx`, and fill it in.")
_WHAT = COLUMNS.index("what")
_BEGINS_NOTE = "#"
_FIRST_ROWS = 20
_MOST_CELLS = 10_000_000
_MOST_NOTES = 5
_ONCE_A_DAY: tuple[Kind, ...] = ("activity", "contacts", "leads")


@dataclass
class _Found:
    """What has been read so far."""

    facts: list[Fact] = field(default_factory=list)
    cells: dict[Fact, list[Cell]] = field(default_factory=dict)
    unfilled: int = 0
    problems: list[str] = field(default_factory=list)


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
    reader, found, known = RowReader(plan, also), _Found(), names_of_work(plan)
    headings = 0
    errors = error_cells(content)
    for number, (title, rows) in enumerate(_sheets(content, name)):
        heading = _heading(rows)
        if heading is None:
            continue
        headings += 1
        top, columns = heading
        if missing := [column for column in _NEEDED if column not in columns]:
            found.problems.append(f"{name}: {Cell(number, top, 0, title)}: {without_columns(_NEEDED, missing)}")
            continue
        for address, shows in errors.get(title, {}).items():
            letters = address.rstrip("0123456789")
            if number_of_column(letters) - 1 in columns.values():
                sentence = say("must be a value, got {got}. Correct its formula.", got=shows)
                found.problems.append(f"{name}: {title}!{address}: {sentence}")
        _read(reader, known, rows, top, columns, Cell(number, 0, 0, title), name, found)
    if not headings:
        sentence = say(
            "must have a sheet with the columns {columns}, got none. {todo}",
            columns=", ".join(COLUMNS),
            todo=say(_TODO),
        )
        raise refused([sentence], name)
    if found.problems:
        raise InputError(shortened(found.problems), [Problem((), sentence) for sentence in found.problems])
    return Actuals(tuple(found.facts), found.unfilled, tuple(_notes(found.cells)))


def _sheets(content: bytes, name: str) -> Iterator[tuple[str, Sequence[Sequence[object]]]]:
    book = opened_workbook(content, name, say(_TODO), _MOST_CELLS)
    for title in book.sheet_names:
        try:
            yield title, book.get_sheet_by_name(title).to_python(skip_empty_area=False)
        except Exception as error:  # the reader raises errors of its own
            raise unreadable(error, name, say(_TODO)) from None


def _heading(rows: Sequence[Sequence[object]]) -> tuple[int, dict[str, int]] | None:
    """Find the row of headings, and the number of each column; None where a sheet is about something else."""
    for number, row in enumerate(rows[:_FIRST_ROWS]):
        found: dict[str, int] = {}
        for column, heading in enumerate(row):
            title = title_of(heading, (*COLUMNS, PERSON)) if heading != "" else None
            if title is not None:
                found.setdefault(title, column)
        if len(found) > len(_NEEDED) - 1:
            return number, found
    return None


def _read(
    reader: RowReader,
    known: Collection[str],
    rows: Sequence[Sequence[object]],
    top: int,
    columns: Mapping[str, int],
    sheet: Cell,
    name: str,
    found: _Found,
) -> None:
    for number, row in enumerate(rows[top + 1 :], start=top + 1):
        if len(found.problems) >= MOST_FOUND:
            return
        read = (*COLUMNS, PERSON)
        *texts, person = [_text(row[columns[column]]) if column in columns else "" for column in read]
        if not any((*texts, person)) or str(row[0]).lstrip().startswith(_BEGINS_NOTE):
            continue
        at = sheet._replace(row=number)
        texts[_WHAT] = subject_of(texts[_WHAT], known)
        try:
            fact = reader.fact(texts, person)
        except WrongRowError as error:
            found.problems += [
                f"{name}: {at._replace(column=columns.get(column, 0))}: {column}: {sentence}"
                for column, sentence in error.problems
            ]
            continue
        if fact is None:
            found.unfilled += 1
            continue
        found.facts.append(fact)
        if fact.count > 1 and fact.kind in _ONCE_A_DAY:
            found.cells.setdefault(fact, []).append(at._replace(column=columns["count"]))


def _text(cell: object) -> str:
    """Write a cell as a CSV file would have it."""
    match cell:
        case dt.datetime() if cell.time() == dt.time():
            return cell.date().isoformat()
        case float():
            return written(cell, decimal_comma=False)
    return str(cell).strip()


def _notes(cells: Mapping[Fact, Iterable[Cell]]) -> Iterator[str]:
    """Say which facts are there twice: each of them counts."""
    twice = {fact: [str(cell) for cell in at] for fact, at in cells.items()}
    twice = {fact: at for fact, at in twice.items() if len(at) > 1}
    for fact, at in list(twice.items())[:_MOST_NOTES]:
        who = " ".join(part for part in (fact.manager, fact.of, fact.funnel) if part)
        yield say("{day} {who}: {cells} say the same, and all of them count.", day=fact.date, who=who, cells=listed(at))
    if len(twice) > _MOST_NOTES:
        yield said_more_often(len(twice) - _MOST_NOTES)
