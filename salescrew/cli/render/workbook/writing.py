"""Sheets as an Excel workbook: the same sheets give the same bytes, and no text in them runs as a formula or a link."""

from __future__ import annotations

import datetime as dt
import io
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from salescrew.cli.render.cells import plain, written
from salescrew.cli.render.page import Figure, Kind
from salescrew.cli.render.workbook import looks
from salescrew.cli.render.workbook.sheets import (
    Block,
    Chart,
    Entry,
    Formula,
    Grid,
    Head,
    Place,
    Prose,
    Shaded,
    Sheet,
    SheetCell,
    Workbook,
)
from salescrew.language import say
from salescrew.models.files.formulas import is_formula
from salescrew.models.files.workbook.names import sheet_names

if TYPE_CHECKING:
    from xlsxwriter import Workbook as Writer
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_CREATED = dt.datetime(2000, 1, 1)
_LONGEST_TEXT = 32_767
_NARROWEST, _WIDEST, _PROSE_WIDTH = 8.0, 44.0, 110.0
_USUAL_WIDTH, _LINE_HEIGHT, _HIGHEST = 8.43, 15.0, 409.0
_LETTERS_OF_A_DAY = 10
_LETTER = 0.95
"""How wide a letter is at the most, on the average of a text, in the digits by which columns are measured."""
_ROWS_OF_A_PAGE = 40
_CHART_ROWS, _CHART_WIDTH, _CHART_HEIGHT = 17, 700, 320
_A4 = 9
_MOST_ON_A_PAGE, _SCALE_OF_WIDE = 260.0, 70
"""What is wider is printed on several pages side by side, at this scale."""


def workbook_bytes(sheets: Workbook) -> bytes:
    """Write sheets as a file."""
    from xlsxwriter import Workbook as Writer

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Writer(buffer, options) as book:
        book.set_properties({"created": _CREATED, "author": "salescrew"})
        formats = _Formats(book)
        for name, sheet in zip(sheet_names(one.name for one in sheets), sheets, strict=True):
            _SheetWriter(book, name, formats).write(sheet)
    return buffer.getvalue()


class _Formats:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Writer) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}

    def of(self, *parts: Mapping[str, object]) -> Format:
        """Give the format that has these properties; later ones count."""
        wanted = {name: value for part in parts for name, value in part.items()}
        key = tuple(sorted(wanted.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(wanted)
        return self._made[key]


class _SheetWriter:
    """Writes a sheet from its top down."""

    def __init__(self, book: Writer, name: str, formats: _Formats) -> None:
        self._book = book
        self._name = name
        self._formats = formats
        self._row = 0
        self._last_column = 0
        self._tops: list[int] = []
        self._grids: list[Grid] = []
        self._breaks: list[int] = []
        self._widths: list[float] = []
        self._sheet: Worksheet = book.add_worksheet(name)

    def write(self, sheet: Sheet) -> None:
        """Write all its blocks, and make it ready for the screen and for paper."""
        grids = [block for block in sheet.blocks if isinstance(block, Grid)]
        self._widths = _widths(grids) or [_PROSE_WIDTH]
        for number, width in enumerate(self._widths):
            self._sheet.set_column(number, number, width)
        before: Block | None = None
        for block in sheet.blocks:
            self._row += before is not None and not (isinstance(block, Prose) and isinstance(before, Prose))
            match block:
                case Prose():
                    self._prose(block.text, looks.PROSE[block.style], looks.SIZES.get(block.style, looks.FONT_SIZE))
                case Grid():
                    self._grid(block)
                case Chart():
                    self._chart(block)
            before = block
        self._for_screen_and_paper(grids)

    def _for_screen_and_paper(self, grids: Sequence[Grid]) -> None:
        sheet = self._sheet
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        if sum(self._widths) <= _MOST_ON_A_PAGE:
            sheet.fit_to_pages(1, 0)
        else:
            sheet.set_print_scale(_SCALE_OF_WIDE)
            sheet.repeat_columns(0, max(grid.heads for grid in grids) - 1)
        sheet.set_footer(f"&L&A&R{say('Page {page} of {pages}', page='&P', pages='&N')}")
        sheet.hide_gridlines(2)
        if self._breaks:
            sheet.set_h_pagebreaks(self._breaks)
        if self._row:
            sheet.print_area(0, 0, self._row - 1, self._last_column)
        if len(grids) == 1 and grids[0].rows:
            sheet.freeze_panes(self._tops[0] + 1, grids[0].heads if len(grids[0].heading) > grids[0].heads else 0)
            sheet.repeat_rows(self._tops[0])

    def _prose(self, text: str, look: looks.Look, size: int = looks.FONT_SIZE) -> None:
        """Write a sentence over as many columns as a line of text is wide, in as many lines as it takes."""
        text = _short(plain(text))
        form = self._of_text(text, {"text_wrap": True, "valign": "top"}, look)
        last, width = self._across()
        if last:
            self._sheet.merge_range(self._row, 0, self._row, last, "", form)
        self._sheet.write_string(self._row, 0, text, form)
        letters = width * looks.FONT_SIZE / size
        lines = sum(max(1, math.ceil(_LETTER * len(line) / letters)) for line in text.split("\n"))
        self._sheet.set_row(self._row, _height(lines * size / looks.FONT_SIZE))
        self._last_column = max(self._last_column, last)
        self._row += 1

    def _of_text(self, text: str, *look: looks.Look) -> Format:
        """Give the format of a text; one that begins like a formula stays a text where somebody edits its cell."""
        return self._formats.of(*look, {"quote_prefix": True} if is_formula(text) else {})

    def _across(self) -> tuple[int, float]:
        """Give the last column of a line of text, and how many letters fit into it."""
        width = 0.0
        for number in range(int(_PROSE_WIDTH)):
            width += self._widths[number] if number < len(self._widths) else _USUAL_WIDTH
            if width >= _PROSE_WIDTH - _USUAL_WIDTH:
                return number, width
        return number, width

    def _grid(self, grid: Grid) -> None:
        if grid.title:
            self._prose(grid.title, looks.PROSE["heading"], looks.SIZES["heading"])
        top = self._row
        self._tops.append(top)
        self._grids.append(grid)
        places = _places_in_cells(grid.heading)
        for number, head in enumerate(grid.heading):
            self._head(top, number, head, places[number])
        self._sheet.set_row(top, _height(_lines_of_heading(grid.heading, self._widths)))
        formats = [
            looks.formats_of([row[number] for row in grid.rows], head.kind) for number, head in enumerate(grid.heading)
        ]
        for below, row in enumerate(grid.rows):
            if (lines := _lines_of_row(row, grid.heading, self._widths)) > 1:
                self._sheet.set_row(top + 1 + below, _height(lines))
            for number, (cell, head) in enumerate(zip(row, grid.heading, strict=True)):
                at = (top + 1 + below, number)
                if looks.number_of(cell) is None:
                    self._text_or_day(at, cell, head.kind, places[number])
                else:
                    self._number(at, cell, head.kind, formats[number], top + 1)
        self._row = top + 1 + len(grid.rows)
        self._last_column = max(self._last_column, len(grid.heading) - 1)
        if grid.note:
            self._prose(grid.note, looks.NOTE)

    def _head(self, row: int, column: int, head: Head, place: looks.Look) -> None:
        if isinstance(head.title, dt.date):
            form = self._formats.of(looks.HEADING, {"num_format": looks.date_format("day"), "align": "center"})
            self._sheet.write_datetime(row, column, head.title, form)
        else:
            text = _short(plain(head.title))
            self._sheet.write_string(row, column, text, self._of_text(text, looks.HEADING, place))

    def _number(self, at: Place, cell: SheetCell, kind: Kind, formats: Mapping[Kind, str], top: int) -> None:
        (row, column), number = at, looks.number_of(cell) or 0.0
        mark = cell.mark if isinstance(cell, Figure) else ""
        shown = {"num_format": looks.marked(looks.format_of(cell, kind, formats), plain(mark)), "align": "right"}
        form = self._formats.of(looks.BODY, shown, looks.ENTRY if isinstance(cell, Entry) else {})
        if isinstance(cell, Formula):
            expression = cell.expression.format(*(_address(top + place[0], place[1]) for place in cell.cells))
            self._sheet.write_formula(row, column, f"={expression}", form, cell.value)
        else:
            self._sheet.write_number(row, column, round(number, 9) + 0.0, form)

    def _text_or_day(self, at: Place, cell: SheetCell, kind: Kind, place: looks.Look) -> None:
        row, column = at
        if cell is None:
            self._sheet.write_blank(row, column, None, self._formats.of(looks.BODY))
        elif isinstance(cell, dt.date):
            form = self._formats.of(looks.BODY, place, {"num_format": looks.date_format(kind)})
            self._sheet.write_datetime(row, column, cell, form)
        else:
            shade = looks.shaded(cell.shade) if isinstance(cell, Shaded) else {}
            text = _short(plain(_text_of(cell, kind)))
            self._sheet.write_string(
                row, column, text, self._of_text(text, looks.BODY, place, {"text_wrap": True}, shade)
            )

    def _chart(self, chart: Chart) -> None:
        if not self._breaks and self._row > _ROWS_OF_A_PAGE - _CHART_ROWS:
            self._breaks.append(self._row)  # no chart in two parts
        drawn = self._book.add_chart({"type": chart.form})
        top = self._tops[chart.grid] + 1
        for series, colour in zip(chart.series, looks.SERIES * len(chart.series), strict=False):
            names, numbers = ([self._name, *(_of_sheet(top, place))] for place in (series.names, series.numbers))
            filled = {"line": {"color": colour, "width": 2}} if chart.form == "line" else {"fill": {"color": colour}}
            drawn.add_series({"name": _short(plain(series.name)), "categories": names, "values": numbers, **filled})
        drawn.set_title({"name": chart.title, "name_font": {"size": 12}, "overlay": False})
        drawn.set_legend({"position": "bottom"} if len(chart.series) > 1 else {"none": True})
        least = {} if _is_drawn_below_zero(chart, self._grids[chart.grid]) else {"min": 0}
        shown = {"num_format": looks.number_format(chart.kind, 0), "major_gridlines": {"visible": True}}
        drawn.set_y_axis({**shown, **least})
        drawn.set_x_axis({"text_axis": True, "num_format": looks.date_format_on_axes()})
        drawn.set_size({"width": _CHART_WIDTH, "height": _CHART_HEIGHT})
        self._sheet.insert_chart(self._row, 0, drawn, {"description": chart.title})
        self._row += _CHART_ROWS
        self._last_column = max(self._last_column, self._across()[0])


def _is_drawn_below_zero(chart: Chart, grid: Grid) -> bool:
    for series in chart.series:
        (row, column), (last_row, last_column) = series.numbers
        cells = (cell for one in grid.rows[row : last_row + 1] for cell in one[column : last_column + 1])
        if any((looks.number_of(cell) or 0.0) < 0 for cell in cells):
            return True
    return False


def _places_in_cells(heading: Sequence[Head]) -> list[looks.Look]:
    """Tell where in its cells each column stands: numbers at the right, and what follows them not close to them."""
    places: list[looks.Look] = []
    for before, head in zip([None, *heading], heading, strict=False):
        left = {"align": "left", "indent": 1} if before and before.is_at_the_right else {"align": "left"}
        places.append({"align": "right"} if head.is_at_the_right else left)
    return places


def _of_sheet(top: int, places: tuple[Place, Place]) -> list[int]:
    (row, column), (last_row, last_column) = places
    return [top + row, column, top + last_row, last_column]


def _address(row: int, column: int) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell

    return str(xl_rowcol_to_cell(row, column))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_TEXT else f"{text[: _LONGEST_TEXT - 3]}..."


def _widths(grids: Sequence[Grid]) -> list[float]:
    """Give each column the width of its longest cell, within bounds; longer ones take several lines."""
    widths: list[float] = []
    for grid in grids:
        for number, head in enumerate(grid.heading):
            wanted = head.width or _width_of(head, [row[number] for row in grid.rows])
            if number == len(widths):
                widths.append(wanted)
            widths[number] = max(widths[number], wanted)
    return widths


def _width_of(head: Head, cells: Sequence[SheetCell]) -> float:
    # of a title a word at least stands on one line, and all of it if it is short
    title = head.title if isinstance(head.title, str) else "d" * _LETTERS_OF_A_DAY
    longest = max([min(_LETTERS_OF_A_DAY, len(title)), *map(len, title.split())])
    for cell in cells:
        longest = max(longest, *map(len, _text_of(cell, head.kind).split("\n")))
    return min(_WIDEST, max(_NARROWEST, 1.1 * longest + 1.5))


def _text_of(cell: SheetCell, kind: Kind) -> str:
    match cell:
        case Shaded():
            return cell.text
        case Formula() | Entry():
            return written(cell.value, cell.kind or kind) + ".00"
    return written(cell, kind)


def _height(lines: float) -> float:
    """Give the height of a row of some lines; spreadsheets allow no more than the highest."""
    return min(_HIGHEST, lines * _LINE_HEIGHT)


def _lines_of_row(row: Sequence[SheetCell], heading: Sequence[Head], widths: Sequence[float]) -> int:
    """Count the lines that the texts of a row take; programs do not look for themselves when they open a file."""
    most = 1
    for cell, head, width in zip(row, heading, widths, strict=False):
        if isinstance(cell, str | Shaded):
            text = _text_of(cell, head.kind)
            most = max(most, sum(max(1, math.ceil(_LETTER * len(line) / width)) for line in text.split("\n")))
    return most


def _lines_of_heading(heading: Sequence[Head], widths: Sequence[float]) -> int:
    return max(
        (
            math.ceil(1.25 * len(head.title) / width)
            for head, width in zip(heading, widths, strict=False)
            if isinstance(head.title, str) and head.title
        ),
        default=1,
    )
