"""A plan read from a workbook, as people fill it in; each problem is said with its sheet and its cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from salescrew.errors import InputError, Path
from salescrew.language import say, to_say
from salescrew.models.files.tree import MOST_VALUES
from salescrew.models.files.workbook.cells import Cell, Cells
from salescrew.models.files.workbook.headings import SHEETS, TITLES, called, is_total, named, sheet_of, title_of
from salescrew.models.files.workbook.layout import (
    FUNNEL,
    MEANING,
    PATTERN,
    VALUE,
    WEEKDAY,
    WHAT,
    Layout,
    Settings,
    Table,
    layouts,
    path_of,
    stage_steps,
    stage_titles,
)
from salescrew.models.files.workbook.opening import (
    error_cells,
    number_of_column,
    opened_workbook,
    unreadable,
    without_value,
)
from salescrew.models.files.workbook.shapes import ANYTHING, Shape
from salescrew.models.files.workbook.values import value_of
from salescrew.models.plan.draft import DEEPEST
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.refusals import refused, shortened
from salescrew.models.plan.values.said import nearest, shown
from salescrew.models.plan.words import listed_names
from salescrew.models.plan.written.fields import KNOWN_PROBLEMS

_TODO = to_say("Write one with `salescrew init team.xlsx`, and fill that in.")
_MOST_CELLS = 2_000_000
_FIRST_ROWS = 20
_STEP = re.compile(r'"((?:[^"\\]|\\.)*)"|\[(\d{1,6})\]|([^.\["]+)')
_AS_GOOD_AS = 0.8
"""How alike a heading must be to one of ours to be taken for that: `montly cost` is, `notes` is not `slots`."""
_OWN = "#"
"""What the heading of a column of one's own may begin with."""
Row = Sequence[object]


@dataclass(frozen=True)
class _Sheet:
    """A sheet of a workbook with the layout that its name tells."""

    number: int
    name: str
    rows: Sequence[Row]
    errors: Mapping[str, str]
    layout: Layout

    def cell(self, row: int, column: int) -> Cell:
        """Give a cell."""
        return Cell(self.number, row, column, self.name)


def plan_of_workbook(content: bytes, name: str) -> Plan:
    """Read a plan from the file of a workbook.

    Raises
    ------
    InputError
        With every problem of the workbook, each as `FILE: SHEET!CELL: path: must be what, got what. What to do.`
    """
    book = opened_workbook(content, name, say(_TODO), _MOST_CELLS)

    def rows() -> Iterator[tuple[str, Sequence[Row]]]:
        for title in book.sheet_names:
            try:
                is_ours = sheet_of(title) is not None
                yield title, book.get_sheet_by_name(title).to_python(skip_empty_area=False) if is_ours else []
            except Exception as error:  # the reader raises errors of its own
                raise unreadable(error, name, say(_TODO)) from None

    return plan_of_sheets(rows(), name, error_cells(content))


def plan_of_sheets(
    rows: Iterable[tuple[str, Sequence[Row]]], name: str, errors: Mapping[str, Mapping[str, str]] | None = None
) -> Plan:
    """Read a plan from the rows of sheets.

    Parameters
    ----------
    rows
        By the names of the sheets, in their order.
    name
        What to call the workbook in messages.
    errors
        Cells in which a formula has no value, with what they show, by the name of their sheet.

    Raises
    ------
    InputError
        With every problem of the workbook.
    """
    sheets = list(_sheets(rows, name, errors or {}))
    if not sheets:
        raise refused(
            [
                say(
                    "must have a sheet such as {sheets}, got none of these. {todo}",
                    sheets=", ".join(map(called, SHEETS)),
                    todo=say(_TODO),
                )
            ],
            name,
        )
    cells = Cells(_homes(sheets))
    for sheet in sheets:
        _read(sheet, cells)
        if cells.count > MOST_VALUES:
            raise refused(
                [
                    say(
                        "must hold at most {most:,} values, got more. Check whether it is the right file.",
                        most=MOST_VALUES,
                    )
                ],
                name,
            )
    problems = list(cells.problems)
    known = {KNOWN_PROBLEMS: [one.problem for one in problems]}
    try:
        plan = Plan.model_validate(cells.data, context=known)
    except InputError as error:
        problems += map(cells.placed, error.details)
    else:
        if not problems:
            return plan
    problems.sort(key=lambda one: one.cell)
    raise InputError(shortened([f"{name}: {one}" for one in problems]), [one.problem for one in problems])


def _sheets(
    rows: Iterable[tuple[str, Sequence[Row]]], name: str, errors: Mapping[str, Mapping[str, str]]
) -> Iterator[_Sheet]:
    """Go through the sheets that are part of a plan; the others are the user's own."""
    known = {layout.name: layout for layout in layouts()}
    taken: dict[str, str] = {}
    for number, (title, of_sheet) in enumerate(rows):
        meant = sheet_of(title)
        if meant is None:
            continue
        if meant in taken:
            raise refused(
                [
                    say(
                        "must have each sheet once, got {one} beside {other}. Rename one of the two.",
                        one=shown(title),
                        other=shown(taken[meant]),
                    )
                ],
                name,
            )
        taken[meant] = title
        yield _Sheet(number, title, of_sheet, errors.get(title, {}), known[meant])


def _homes(sheets: Sequence[_Sheet]) -> dict[str, Cell]:
    """Give the beginning of each sheet, by the part of a plan that it holds; of one that is not there, too."""
    there = {sheet.layout.name: sheet for sheet in sheets}
    homes: dict[str, Cell] = {}
    for layout in layouts():
        sheet = there.get(layout.name)
        cell = sheet.cell(0, 0) if sheet is not None else Cell(-1, 0, 0, called(layout.name))
        homes.setdefault(layout.path[0] if layout.path else "", cell)
    return homes


def _read(sheet: _Sheet, cells: Cells) -> None:
    if not any(any(cell != "" for cell in row) for row in sheet.rows):
        return
    found = _heading(sheet, cells)
    if found is None:
        return
    row, columns = found
    _refuse_errors(sheet, cells, columns)
    match sheet.layout:
        case Settings() as settings:
            _read_settings(sheet, cells, settings, row, columns)
        case Table() as table if table.key == FUNNEL:
            _read_funnels(sheet, cells, table, row, columns)
        case Table() as table if table.key == PATTERN:
            _read_days(sheet, cells, table, row, columns)
        case Table() as table:
            _read_table(sheet, cells, table, row, columns)


def _refuse_errors(sheet: _Sheet, cells: Cells, columns: Mapping[str, int]) -> None:
    """Refuse formulas without a value, where they count: the reader takes them for blanks."""
    for address, shows in sheet.errors.items():
        letters = address.rstrip("0123456789")
        cell = sheet.cell(int(address[len(letters) :]) - 1, number_of_column(letters) - 1)
        if cell.column in columns.values():
            cells.complain(cell, (), without_value(shows))


def _heading(sheet: _Sheet, cells: Cells) -> tuple[int, dict[str, int]] | None:
    """Find the row of headings, and the number of each column."""
    layout = sheet.layout
    titles = [WHAT, VALUE, MEANING] if isinstance(layout, Settings) else [one.title for one in layout.columns]
    needed = {WHAT, VALUE} if isinstance(layout, Settings) else {layout.key}
    for number, row in enumerate(sheet.rows[:_FIRST_ROWS]):
        found: dict[str, int] = {}
        twins: list[tuple[int, str]] = []
        for column, heading in enumerate(row):
            title = title_of(heading, titles) if heading != "" else None
            if title is not None and title in found:
                twins.append((column, title))
            elif title is not None:
                found[title] = column
        if needed <= set(found):
            for column, title in twins:
                first = sheet.cell(number, found[title])
                sentence = say("must be given once, got it again after {first}. Rename one of the two.", first=first)
                cells.complain(sheet.cell(number, column), (title,), sentence)
            _refuse_mistyped(sheet, cells, number, titles, found)
            return number, found
    wanted = listed_names(map(named, sorted(needed, reverse=True)))
    cells.complain(
        sheet.cell(0, 0),
        (),
        say(
            "must have the heading {wanted} in one of the first rows, got none. {todo}", wanted=wanted, todo=say(_TODO)
        ),
    )
    return None


def _refuse_mistyped(sheet: _Sheet, cells: Cells, row: int, titles: Sequence[str], found: Mapping[str, int]) -> None:
    """Refuse a heading that is almost one of ours, or what stands under it would not count, and nobody would know."""
    left = [title for title in titles if title not in found]
    for column, heading in enumerate(sheet.rows[row]):
        if column in found.values() or not isinstance(heading, str) or heading.strip().startswith(_OWN):
            continue
        close = _almost("_".join(heading.split()).casefold(), left)
        close = close or _almost(" ".join(heading.split()).casefold(), [TITLES[one] for one in left if one in TITLES])
        if close is not None:
            todo = say("Did you mean {name}? Begin one of your own with {mark}.", name=close, mark=_OWN)
            sentence = say("must be a known heading, got {heading}. {todo}", heading=shown(heading), todo=todo)
            cells.complain(sheet.cell(row, column), (), sentence)


def _almost(word: str, titles: Sequence[str]) -> str | None:
    """Give the heading that a word is meant for; None where it may well be one of its own."""
    close = nearest(word, titles)
    return close if close is not None and SequenceMatcher(None, word, close).ratio() >= _AS_GOOD_AS else None


def _read_settings(sheet: _Sheet, cells: Cells, settings: Settings, top: int, columns: Mapping[str, int]) -> None:
    titles = [one.title for one in settings.rows]
    for number, row in enumerate(sheet.rows[top + 1 :], start=top + 1):
        what, cell = row[columns[WHAT]], sheet.cell(number, columns[VALUE])
        if what == "":
            if row[columns[VALUE]] != "":
                todo = say("Write it beside the value.")
                cells.complain(
                    sheet.cell(number, columns[WHAT]), (), say("must name a setting, got nothing. {todo}", todo=todo)
                )
            continue
        title = title_of(what, titles)
        column = next((one for one in settings.rows if one.title == title), None)
        steps: Path = column.steps if column else _steps(str(what))
        if not 0 < len(steps) <= DEEPEST:
            cells.complain(
                sheet.cell(number, columns[WHAT]),
                (),
                say("must name a setting, got {what}. Correct it.", what=shown(what)),
            )
            continue
        value = value_of(row[columns[VALUE]], column.shape if column else ANYTHING)
        cells.put(path_of(settings, steps), value, cell)


def _steps(text: str) -> Path:
    """Read a path, with names in quotes where they hold dots, and positions in brackets."""
    found: list[str | int] = []
    for quoted, number, plain in _STEP.findall(text.strip()):
        if number:
            found.append(int(number))
        elif step := re.sub(r"\\(.)", r"\1", quoted) or plain.strip():
            found.append(step)
    return tuple(found)


def _filled(sheet: _Sheet, top: int, columns: Mapping[str, int]) -> Iterator[tuple[int, Row]]:
    """Go through the rows below the headings in which something of ours stands."""
    for number, row in enumerate(sheet.rows[top + 1 :], start=top + 1):
        if any(value_of(row[column], Shape("text")) is not None for column in columns.values()):
            yield number, row


def _read_table(sheet: _Sheet, cells: Cells, table: Table, top: int, columns: Mapping[str, int]) -> None:
    at = 0
    for number, row in _filled(sheet, top, columns):
        key = sheet.cell(number, columns[table.key])
        name = value_of(row[columns[table.key]], table.column(table.key).shape)
        step: str | int = at
        if is_total(name):
            sentence = say("must be a name, got the row of a total: {name}. Remove that row.", name=name)
            cells.complain(key, (table.key,), sentence)
            continue
        if table.is_by_name:
            if name is None:
                cells.complain(key, (table.key,), say("must be given, got nothing. Write a name, or clear the row."))
                continue
            step = str(name)
            if not _is_new(cells, (*table.path, step), key, table.key):
                continue
        path = (*table.path, step)
        cells.row(path, key)
        cells.put(path, {}, key)
        for title, place in columns.items():
            column = table.column(title)
            if not (table.is_by_name and title == table.key):
                cells.put((*path, *column.steps), value_of(row[place], column.shape), sheet.cell(number, place))
        at += 1


def _is_new(cells: Cells, path: Path, key: Cell, title: str) -> bool:
    """Refuse a name that has a row already."""
    first = cells.row_of(path)
    if first is not None:
        cells.complain(
            key, (title,), say("must be given once, got it again after {first}. Remove one of the two.", first=first)
        )
    return first is None


def _read_funnels(sheet: _Sheet, cells: Cells, table: Table, top: int, columns: Mapping[str, int]) -> None:
    """Read a row a stage; a funnel's own fields stand in its first row, or are the same in all."""
    name: object = None
    stages: dict[str, int] = {}
    for number, row in _filled(sheet, top, columns):
        given = value_of(row[columns[FUNNEL]], table.column(FUNNEL).shape)
        name = given if given is not None else name
        key = sheet.cell(number, columns[FUNNEL])
        if name is None:
            cells.complain(
                key, (FUNNEL,), say("must be given, got nothing. Write the name of the funnel in its first row.")
            )
            continue
        path: Path = ("funnels", str(name))
        stage: Path = (*path, "stages", stages.get(str(name), 0))
        cells.row(path, key)
        if not any(
            value_of(row[place], table.column(title).shape) is not None
            for title, place in columns.items()
            if title in stage_titles()
        ):
            stage = ()
        else:
            stages[str(name)] = stages.get(str(name), 0) + 1
            cells.row(stage, sheet.cell(number, columns.get("stage", columns[FUNNEL])))
        for title, place in columns.items():
            column = table.column(title)
            value, cell = value_of(row[place], column.shape), sheet.cell(number, place)
            if title in stage_titles():
                if stage:
                    cells.put((*stage, *stage_steps(column)), value, cell)
            elif title != FUNNEL:
                cells.put_same((*path, *column.steps), value, cell)


def _read_days(sheet: _Sheet, cells: Cells, table: Table, top: int, columns: Mapping[str, int]) -> None:
    counts: dict[Path, int] = {}
    for number, row in _filled(sheet, top, columns):
        weekday = columns.get(WEEKDAY)
        of_day = None if weekday is None else value_of(row[weekday], table.column(WEEKDAY).shape)
        path: Path = ("day_patterns",) if of_day is None else ("weekday_patterns", str(of_day))
        at = counts.get(path, 0)
        counts[path] = at + 1
        cell = sheet.cell(number, columns[PATTERN])
        if weekday is not None and of_day is not None:
            cells.row(path, sheet.cell(number, weekday))
        cells.row((*path, at), cell)
        value = value_of(row[columns[PATTERN]], table.column(PATTERN).shape)
        cells.put((*path, at), {} if value is None else value, cell)
