"""A plan written as a workbook, to be filled in: headings that say what they mean, lists to choose from, checks."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from salescrew.language import looked_up, say, say_as, to_say, to_say_as
from salescrew.models.files.formulas import is_formula
from salescrew.models.files.workbook.headings import called, named, worded
from salescrew.models.files.workbook.layout import FUNNEL, MEANING, VALUE, WHAT, Column, Settings, Table
from salescrew.models.files.workbook.reading import plan_of_workbook
from salescrew.models.files.workbook.rows import Row, rows_of
from salescrew.models.files.workbook.shapes import Shape
from salescrew.models.files.workbook.values import NO, YES, Held, in_words
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.refusals import refused
from salescrew.models.plan.values.days import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from xlsxwriter import Workbook as Writer
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_CREATED = dt.datetime(2000, 1, 1)
_HEADING = {
    "bold": True,
    "font_color": "#FFFFFF",
    "bg_color": "#1F3B57",
    "text_wrap": True,
    "valign": "top",
    "border": 1,
}
_NEEDED = {**_HEADING, "bg_color": "#1F5FA8"}
_OPEN = {"locked": False}
_ANYWHERE: Mapping[str, Any] = {}
_LEFT: Mapping[str, Any] = {"align": "left"}
_AFTER_NUMBERS: Mapping[str, Any] = {"align": "left", "indent": 1}
_NUMBER, _PERCENT = to_say_as("number format", "#,##0"), to_say_as("number format", "0%")
_IN_DIGITS = to_say_as("number format", "yyyy-mm-dd")
_UNITS = {
    "text": to_say("text"),
    "number": to_say("a number"),
    "share": to_say("a share such as 35%"),
    "day": to_say("a date"),
    "yes or no": to_say("yes or no"),
}
_ROWS_TO_FILL = 500
_MOST_DECIMALS = 4
_NARROW, _WIDE, _MEANING_WIDTH = 11.0, 34.0, 90.0
_BOLD = 1.15
"""How much wider bold letters are."""
_ALLOWED = ("format_cells", "format_columns", "format_rows", "insert_columns", "insert_rows", "delete_rows", "sort")
_LONGEST_LIST = 255
_LINE_HEIGHT, _LEAST_LINES = 15.0, 2
_MOST_ON_A_PAGE, _SCALE_OF_WIDE = 220.0, 70
"""What is wider is printed on several pages side by side, at this scale."""


def plan_workbook(plan: Plan) -> bytes:
    """Write a plan as a workbook; read again it is the same plan, and the same plan gives the same bytes.

    Sheets, headings, words and what is said of them are in the language that is spoken.

    Raises
    ------
    InputError
        Where a workbook cannot hold it.
    """
    from xlsxwriter import Workbook as Writer

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Writer(buffer, options) as book:
        book.set_properties({"created": _CREATED, "author": "salescrew"})
        form = _Form(book)
        for layout, rows in rows_of(plan).values():
            if isinstance(layout, Settings):
                form.settings(layout, rows)
            else:
                form.table(layout, rows)
    content = buffer.getvalue()
    if plan_of_workbook(content, "<workbook>") != plan:
        raise refused(
            [say("must be one that a workbook can hold, got one that reads otherwise. Write it as YAML.")],
            say_as("held", "the plan"),
        )
    return content


class _Form:
    """Writes sheets that can be filled in."""

    def __init__(self, book: Writer) -> None:
        self._book = book
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def settings(self, settings: Settings, rows: Sequence[Row]) -> None:
        """Write a sheet with a row a setting."""
        called_so = [_named(row) for row in rows]
        about_width = max(_NARROW * 2, *(len(str(what)) + 2.0 for what in called_so)) if rows else _NARROW * 2
        sheet = self._sheet(settings.name, [min(_WIDE, about_width), _WIDE, _MEANING_WIDTH], _LEAST_LINES)
        if settings.more:
            about = say("Other settings: {settings}.", settings=say(settings.more))
        else:
            about = say("What the value is of: a part of the plan.")
        self._head(sheet, 0, WHAT, about, is_required=True)
        self._head(sheet, 1, VALUE, say("Blank: as it is by default."), is_required=True)
        self._head(sheet, 2, MEANING, say("For people; it is not read."), is_required=False)
        for number, (row, what) in enumerate(zip(rows, called_so, strict=True), start=1):
            column = row.column
            self._write(sheet, (number, 0), what, Shape("text"))
            if column is None:
                continue
            self._write(sheet, (number, 1), row.cells[1], column.shape, place=_LEFT)
            self._write(sheet, (number, 2), _about(column), Shape("text"))
            self._check(sheet, (number, 1, number, 1), column.shape)

    def table(self, table: Table, rows: Sequence[Row]) -> None:
        """Write a sheet with a row a record."""
        cells = [[row.cells[number] for row in rows] for number in range(len(table.columns))]
        widths = [_width(named(one.title), cells[number], one.shape) for number, one in enumerate(table.columns)]
        lines = max(_lines(named(one.title), width) for one, width in zip(table.columns, widths, strict=True))
        sheet = self._sheet(table.name, widths, lines)
        for number, column in enumerate(table.columns):
            about = f"{_about(column)}\n{self._unit(column.shape)}"
            self._head(sheet, number, column.title, about, is_required=column.is_required)
            decimals = _decimals(cells[number], column.shape)
            # what follows numbers is not close to them
            follows = number > 0 and _look(table.columns[number - 1].shape, 0).get("align") == "right"
            place = _AFTER_NUMBERS if follows and "align" not in _look(column.shape, decimals) else {}
            look = self._format({**_OPEN, **_look(column.shape, decimals), **place})
            sheet.set_column(number, number, widths[number], look)
            for row, cell in enumerate(cells[number], start=1):
                self._write(sheet, (row, number), cell, column.shape, decimals, place)
            source = self._products() if (table.key, column.title) == (FUNNEL, "product") else None
            self._check(sheet, (1, number, _ROWS_TO_FILL, number), column.shape, source)
        sheet.freeze_panes(1, 1)

    def _products(self) -> str:
        return f"='{called('Products')}'!$A$2:$A${_ROWS_TO_FILL}"

    def _unit(self, shape: Shape) -> str:
        if shape.words:
            words = ", ".join(map(worded, shape.words))
            return (
                say("one or more of: {words}", words=words) if shape.has_list else say("one of: {words}", words=words)
            )
        if shape.is_single:
            return say(_UNITS[shape.scalar]) if shape.scalar in _UNITS else ""
        return say("several: a, b") if shape.has_list else say("by name: a: 1, b: 2")

    def _sheet(self, name: str, widths: Sequence[float], lines: int) -> Worksheet:
        sheet = self._book.add_worksheet(called(name))
        sheet.set_column(0, 60, _NARROW, self._format(_OPEN))
        for number, width in enumerate(widths):
            sheet.set_column(number, number, width, self._format(_OPEN))
        sheet.freeze_panes(1, 0)
        sheet.set_row(0, _LINE_HEIGHT * max(_LEAST_LINES, lines) + 2.0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.repeat_rows(0)
        if sum(widths) <= _MOST_ON_A_PAGE:
            sheet.fit_to_pages(1, 0)
        else:
            sheet.set_print_scale(_SCALE_OF_WIDE)
            sheet.repeat_columns(0)
        sheet.protect("", dict.fromkeys(_ALLOWED, True))
        return sheet

    def _head(self, sheet: Worksheet, column: int, title: str, about: str, *, is_required: bool) -> None:
        sheet.write_string(0, column, named(title), self._format(_NEEDED if is_required else _HEADING))
        sheet.write_comment(
            0, column, f"{about}\n{say('Required.')}" if is_required else about, {"x_scale": 2.2, "y_scale": 1.4}
        )

    def _write(
        self,
        sheet: Worksheet,
        at: tuple[int, int],
        cell: Held,
        shape: Shape,
        decimals: int | None = None,
        place: Mapping[str, Any] = _ANYWHERE,
    ) -> None:
        look = {**_look(shape, _decimals([cell], shape) if decimals is None else decimals), **place}
        cell = in_words(cell, shape)
        match cell:
            case None:
                sheet.write_blank(*at, None, self._format({**_OPEN, **look}))
            case dt.date():
                sheet.write_datetime(*at, cell, self._format({**_OPEN, **look}))
            case str():
                look = {**look, "num_format": "@", **({"quote_prefix": True} if is_formula(cell) else {})}
                sheet.write_string(*at, cell, self._format({**_OPEN, **look}))
            case _:
                look = {name: of for name, of in look.items() if (name, of) != ("num_format", "@")}
                sheet.write_number(*at, cell, self._format({**_OPEN, **look}))

    def _check(
        self, sheet: Worksheet, where: tuple[int, int, int, int], shape: Shape, source: str | None = None
    ) -> None:
        """Offer what there is to choose from, and warn of what cannot be meant."""
        told = _checked(shape, source)
        if told is not None:
            sheet.data_validation(*where, told)

    def _format(self, look: Mapping[str, Any]) -> Format:
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(dict(look))
        return self._formats[key]


def _checked(shape: Shape, source: str | None) -> dict[str, Any] | None:
    """Give the check of a cell, in the words of XlsxWriter; None where anything may stand there."""
    if source is not None:
        return {"validate": "list", "source": source, "error_type": "warning"}
    if shape.words and len(",".join(map(worded, shape.words))) <= _LONGEST_LIST:
        # several of them are written by hand, with commas between
        return {"validate": "list", "source": list(map(worded, shape.words)), "show_error": not shape.has_list}
    if not shape.is_single:
        return None
    match shape.scalar:
        case "yes or no":
            return {"validate": "list", "source": [say_as("cell", YES[0]), say_as("cell", NO[0])]}
        case "day":
            first, last = dt.date(FIRST_YEAR, 1, 1), dt.date(LAST_YEAR, 12, 31)
            wrong = {
                "error_title": say("A date"),
                "error_message": say("Write a date such as 2026-01-12."),
                "error_type": "warning",
            }
            return {"validate": "date", "criteria": "between", "minimum": first, "maximum": last, **wrong}
        case "share":
            wrong = {
                "error_title": say("A share"),
                "error_message": say("Write a share such as 35%."),
                "error_type": "warning",
            }
            return {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1, **wrong}
        case "number":
            wrong = {"error_title": say("A number"), "error_message": say("Write a number."), "error_type": "warning"}
            return {"validate": "decimal", "criteria": ">=", "value": 0, **wrong}
    return None


def _look(shape: Shape, decimals: int) -> dict[str, Any]:
    match shape.scalar if shape.is_single else None:
        case "share":
            percent = say_as("number format", _PERCENT)
            return {
                "num_format": percent.replace("0", f"0.{'0' * decimals}") if decimals else percent,
                "align": "right",
            }
        case "day":
            return {"num_format": say_as("number format", _IN_DIGITS), "align": "left"}
        case "number":
            return {"num_format": "General" if decimals else say_as("number format", _NUMBER), "align": "right"}
        case "any" | "yes or no":
            return {}
    return {"num_format": "@"}  # or a spreadsheet makes days of some texts


def _decimals(cells: Sequence[Held], shape: Shape) -> int:
    """Count the decimals that numbers have; those of shares as percentages."""
    scale = 100 if shape.scalar == "share" else 1
    most = 0
    for cell in cells:
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            text = f"{scale * cell:.{_MOST_DECIMALS}f}".rstrip("0")
            most = max(most, len(text.partition(".")[2]))
    return most


def _about(column: Column) -> str:
    if not column.description:
        return ""
    text = looked_up(column.description)
    text = f"{text[:1].upper()}{text[1:]}."
    return f"{text} {say('Example: {example}.', example=column.example)}" if column.example else text


def _named(row: Row) -> Held:
    """Give what a setting is called in the language that is spoken."""
    what = row.cells[0]
    return named(str(what)) if row.column and row.column.description else what


def _width(title: str, cells: Sequence[Held], shape: Shape) -> float:
    # a heading is bold, and is broken at blanks only
    texts = ("" if cell is None else str(in_words(cell, shape)) for cell in cells)
    longest = max([_BOLD * max(map(len, title.split())), *map(len, texts)])
    return min(_WIDE, max(_NARROW, longest + 2.0))


def _lines(title: str, width: float) -> int:
    """Count the lines that a heading takes, whose words stay whole."""
    lines, filled = 1, 0.0
    for word in title.split():
        needed = _BOLD * len(word)
        if filled and filled + _BOLD + needed > width - 1.0:
            lines, filled = lines + 1, needed
        else:
            filled += needed + (_BOLD if filled else 0.0)
    return lines
