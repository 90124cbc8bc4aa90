"""A table out of a file: CSV in any of the forms that spreadsheets write, or a workbook."""

from __future__ import annotations

import csv
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from salescrew.errors import InputError, Problem
from salescrew.language import say, to_say
from salescrew.letters import seen
from salescrew.models.files.encodings import decoded
from salescrew.models.files.given import Source
from salescrew.models.load import file_bytes, file_name
from salescrew.models.plan.refusals import refused, shortened
from salescrew.models.plan.values.said import shown

MOST_BYTES = 400_000_000
_MOST_ROWS = 5_000_000
_MOST_COLUMNS = 2_000
_LONGEST_CELL = 1_000_000
_BEGINNING, _LONGEST_BEGINNING = 1000, 100_000
_FIRST_ROWS = 10
"""The header is looked for among so many rows: some reports begin with a title."""
SEPARATORS = {",": to_say("commas"), ";": to_say("semicolons"), "\t": to_say("tabs"), "|": to_say("bars")}
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_OTHER_KINDS = {
    b"%PDF": to_say("a PDF"),
    b"\x89PNG": to_say("a picture"),
    b"\xff\xd8\xff": to_say("a picture"),
    b"\x1f\x8b": to_say("a packed file"),
    b"7z\xbc\xaf": to_say("a packed file"),
    b"Rar!": to_say("a packed file"),
    b"<": to_say("a web page or XML"),
    b'{"': "JSON",
    b"[{": "JSON",
}
Cell = object
"""What a cell holds: text in a CSV file, also numbers and dates in a workbook."""
Scorer = Callable[[Sequence[str]], int]
"""Tells how many names of a row are known as names of columns."""


@dataclass(frozen=True)
class Sheet:
    """A table that has been opened: its header is known, its rows are read when columns of it are taken.

    Attributes
    ----------
    name
        What to call the file in messages.
    form
        In what form it is written, for people.
    header
        The names of the columns.
    line
        The line of the header.
    decimal_comma
        Whether a comma in a number is its decimal sign by the separator; None where that cannot be told.
    """

    name: str
    form: str
    header: tuple[str, ...]
    line: int
    decimal_comma: bool | None
    rows: Callable[[], Iterator[tuple[int, Sequence[Cell]]]] = field(repr=False)
    unit: str = "line"

    def place(self, line: int) -> str:
        """Write where a row stands."""
        return f"{self.name}:{line}" if self.unit == "line" else f"{self.name} {line}"

    def columns(self, names: Sequence[str]) -> tuple[list[list[Cell]], list[int]]:
        """Read some columns, each as a list, and the line of each row; rows without anything in them are none.

        Raises
        ------
        InputError
            With every row that is no row of this table.
        """
        places = [self.header.index(name) for name in names]
        take = _taker(places)
        picked: list[tuple[Cell, ...]] = []
        lines: list[int] = []
        problems: list[str] = []
        width, last = len(self.header), max(places, default=0)
        for line, row in self.rows():
            # nearly every row is as it should be: the first cell is filled, and there is one for each column
            if len(row) == width and row[0]:
                picked.append(take(row))
                lines.append(line)
            elif any(map(_is_filled, row)):
                if any(map(_is_filled, row[width:])):
                    todo = say("Put a number with a comma, or a text with one, into quotes.")
                    problems.append(
                        f"{self.place(line)}: "
                        + say("row: must have at most {most} cells, got {n}. {todo}", most=width, n=len(row), todo=todo)
                    )
                    continue
                picked.append(take(row if len(row) > last else [*row, *[""] * (width - len(row))]))
                lines.append(line)
        if len(lines) > _MOST_ROWS:
            raise refused(
                [say("must have at most {most:,} rows, got {n:,}. Export fewer.", most=_MOST_ROWS, n=len(lines))],
                self.name,
            )
        refuse(problems)
        return [list(column) for column in zip(*picked, strict=True)] or [[] for _ in names], lines


def _taker(places: Sequence[int]) -> Callable[[Sequence[Cell]], tuple[Cell, ...]]:
    """Make what takes the cells at some places out of a row, as quickly as can be."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda row: tuple(row[place] for place in places)


def _is_filled(cell: Cell) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None


def text_of(cell: Cell) -> str:
    """Give a cell as a name: a number that is whole without its point, a text without what nobody sees."""
    if isinstance(cell, str):
        return seen(cell.strip()).strip()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return "" if cell is None else seen(str(cell).strip())


def has_unseen(cell: Cell) -> bool:
    """Tell whether letters within a name are left out because nobody sees them; blanks of other kinds are blanks."""
    return isinstance(cell, str) and len(seen(cell)) < len(cell)


def refuse(problems: Sequence[str]) -> None:
    """Refuse with these sentences, if there are any; no more of them than anyone would read."""
    if problems:
        raise InputError(shortened(problems), [Problem((), sentence) for sentence in problems])


def open_sheet(source: Source, score: Scorer, todo: str) -> Sheet:
    """Open a file as a table.

    Parameters
    ----------
    source
        A path, or `-` for standard input.
    score
        By which the header and the separator of the cells are told.
    todo
        What to do where the file is empty.

    Raises
    ------
    InputError
        Where it cannot be read as a table.
    """
    name = file_name(source)
    content = file_bytes(source, name, MOST_BYTES)
    if not content.strip():
        raise refused([say("must not be empty, got nothing. {todo}", todo=todo)], name)
    if content.startswith(_WORKBOOKS):
        from salescrew.models.rates.reading.workbook import workbook_rows

        form, table = workbook_rows(content, name)
        return _sheet(name, form, table, score, decimal_comma=None)
    beginning = content[:_BEGINNING].removeprefix(BOM_UTF8).lstrip().lower()
    for start, kind in _OTHER_KINDS.items():
        if content.startswith(start) or beginning.startswith(start):
            raise refused(
                [say("must be a CSV file or a workbook, got {kind}. Export the deals as a table.", kind=say(kind))],
                name,
            )
    text, encoding = decoded(content, name)
    del content
    if not text.strip():
        raise refused([say("must not be empty, got nothing. {todo}", todo=todo)], name)
    separator = _separator(text, score)
    form = f"CSV, {encoding}, {say(SEPARATORS[separator])}"
    rows = _CsvRows(text, separator, name)
    return _sheet(name, form, rows, score, decimal_comma={",": False, ";": True}.get(separator))


def sheet_of(rows: Iterable[object], name: str) -> Sheet:
    """Make a table of rows of plain data: mappings, whose keys are the columns.

    Raises
    ------
    InputError
        Where something else is among them.
    """
    from collections.abc import Mapping

    header: dict[str, None] = {}
    kept: list[Mapping[object, object]] = []
    names: dict[object, str] = {}
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, Mapping):
            sentence = say(
                "must be a mapping with columns as keys, got {got}. Pass rows such as dictionaries.", got=shown(row)
            )
            raise refused([sentence], f"{name} {number}")
        kept.append(row)
        names.update((key, seen(str(key))) for key in row if key not in names)
        header.update(dict.fromkeys(names[key] for key in row))
    if not header:
        raise refused([say("must have at least one row with columns, got none. Pass rows such as dictionaries.")], name)

    def read() -> Iterator[tuple[int, Sequence[Cell]]]:
        for number, row in enumerate(kept, start=1):
            named = {names[key]: value for key, value in row.items()}
            yield number, [_plain(named.get(column)) for column in header]

    return Sheet(name, say("rows"), tuple(header), 0, decimal_comma=False, rows=read, unit="row")


def _plain(value: object) -> Cell:
    """Take what tables of data have where nothing is known for nothing."""
    if isinstance(value, str):
        return value
    if value is None or str(value) in ("nan", "NaT", "<NA>"):
        return ""
    return value if value.__hash__ is not None else str(value)


class _CsvRows:
    """The rows of a CSV text, each with its line; may be gone through again."""

    def __init__(self, text: str, separator: str, name: str) -> None:
        self._text = text
        self._separator = separator
        self._name = name

    def __call__(self) -> Iterator[tuple[int, list[str]]]:
        # the limit is that of the whole process, so that other tables keep theirs
        before = csv.field_size_limit(_LONGEST_CELL)
        rows = csv.reader(_lines(self._text), delimiter=self._separator, strict=True)
        line = 1
        try:
            for row in rows:
                if rows.line_num > line:
                    self._check_quotes(row, line)
                yield line, row
                line = rows.line_num + 1
        except csv.Error as error:
            # Python says this one in other words from version to version
            got = say("the end of a line within it") if str(error).startswith("new-line") else error
            sentence = say("row: must be cells of a table, got: {got}. Check its quotes.", got=got)
            raise refused([sentence], f"{self._name}:{line}") from None
        finally:
            csv.field_size_limit(before)

    def _check_quotes(self, row: Sequence[str], line: int) -> None:
        """Refuse a cell that holds whole rows: a quote that is not closed has taken them along."""
        for number, cell in enumerate(row, start=1):
            rest = cell.split("\n")[1:]
            if any(text.count(self._separator) >= max(2, len(row) - 1) for text in rest):
                sentence = say(
                    "column {number}: must be a single cell, got one with rows in it. Check its quotes.", number=number
                )
                raise refused([sentence], f"{self._name}:{line}")


def _lines(text: str) -> Iterator[str]:
    """Go through the lines of a text without a copy of the whole."""
    if "\r" in text and "\n" not in text:
        text = text.replace("\r", "\n")
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end


def _separator(text: str, score: Scorer) -> str:
    """Tell what separates the cells: what makes most known columns of one of the first rows, else most columns."""
    first = [line for _, line in zip(range(_FIRST_ROWS), (line for line in _lines(text) if line.strip()), strict=False)]
    if first and first[0].lower().startswith("sep=") and first[0][4:5] in SEPARATORS:
        return first[0][4:5]

    def worth(separator: str) -> tuple[int, int]:
        rows = [_cells(line[:_LONGEST_BEGINNING], separator) for line in first]
        return max(map(score, rows), default=0), len(rows[0]) if rows else 0

    return max(SEPARATORS, key=worth)


def _cells(line: str, separator: str) -> list[str]:
    """Part a line as far as that goes; what is wrong with it is said once its separator is known."""
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return []


def _sheet(
    name: str,
    form: str,
    rows: Callable[[], Iterator[tuple[int, Sequence[Cell]]]],
    score: Scorer,
    *,
    decimal_comma: bool | None,
) -> Sheet:
    """Find the header, and give what follows it as rows."""
    first: list[tuple[int, tuple[str, ...]]] = []
    for line, row in rows():
        _check_width(row, f"{name}:{line}")
        names = _names(row)
        if any(names) and not names[0].lower().startswith("sep="):
            first.append((line, names))
        if len(first) == _FIRST_ROWS:
            break
    if not first:
        raise refused([say("must begin with the names of the columns, got nothing. Export it with its header.")], name)
    line, header = max(first, key=lambda one: (score(one[1]), -one[0]))

    def read() -> Iterator[tuple[int, Sequence[Cell]]]:
        return ((number, row) for number, row in rows() if number > line)

    return Sheet(name, form, header, line, decimal_comma, read)


def _names(row: Sequence[Cell]) -> tuple[str, ...]:
    names = [" ".join(seen(str(cell)).split()) if cell is not None else "" for cell in row]
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def _check_width(row: Sequence[Cell], place: str) -> None:
    """Refuse a row of more cells than any export has, before all of them are looked at."""
    if len(row) > _MOST_COLUMNS and sum(map(_is_filled, row)) > _MOST_COLUMNS:
        raise refused(
            [say("must have at most {most:,} columns, got {n:,}. Export fewer.", most=_MOST_COLUMNS, n=len(row))], place
        )
