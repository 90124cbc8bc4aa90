"""Any page as a workbook: numbers and days are what they are, and texts stay texts."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from openpyxl import load_workbook

from salescrew.cli.pages.workbook.charts import sheets_with_chart
from salescrew.cli.render.page import Column, Figure, Listing, Page, Section, Table
from salescrew.cli.render.workbook.of_page import sheets_of
from salescrew.cli.render.workbook.sheets import Chart, Entry, Formula, Grid, Head, Prose, Series, Shaded, Sheet
from salescrew.cli.render.workbook.writing import workbook_bytes
from salescrew.models.files.workbook.names import sheet_names

DAY = dt.date(2026, 2, 4)
TEAM = Table(
    "team",
    "Team",
    [
        Column("who", "name", group=True),
        Column("day", "day"),
        Column("cost\na month", "money"),
        Column("reach", "share"),
    ],
    [["Anna", DAY, 1200.0, Figure(0.945, mark="+")], ["Anna", "later", None, 1], ["Boris", None, 90.5, None]],
    "A note.",
    blank="-",
)
SAID = Section("What binds: calls/meetings", ["Calls do."], [TEAM])
LISTED = Listing("Recomputed", ["one: yes"])
PAGE = Page("9 people.", "a plan: 12 weeks", [TEAM, SAID, LISTED], ["It is close.", ""], ["Mind *this*."])


def opened(page_or_sheets):
    sheets = sheets_of(page_or_sheets) if isinstance(page_or_sheets, Page) else page_or_sheets
    return load_workbook(io.BytesIO(workbook_bytes(sheets)))


def texts(sheet):
    return [cell.value for (cell, *_) in sheet.iter_rows() if cell.value is not None]


def test_a_page_is_a_sheet_of_what_it_says_and_one_a_table_or_section():
    book = opened(PAGE)
    assert book.sheetnames == ["Summary", "Team", "What binds calls meetings"]
    said = ["9 people.", "a plan: 12 weeks", "It is close.", "Recomputed", "one: yes", "Warning: Mind *this*."]
    assert texts(book["Summary"]) == said
    assert texts(book["Team"]) == ["Team", "who", "Anna", "Anna", "Boris", "A note."]
    heads = ["What binds: calls/meetings", "Calls do."]
    assert texts(book["What binds calls meetings"]) == [*heads, *texts(book["Team"])]


def test_a_page_of_one_table_is_one_sheet():
    book = opened(Page("One.", parts=[TEAM], warnings=["Mind."]))
    assert book.sheetnames == ["Summary"]
    assert texts(book["Summary"]) == ["One.", *texts(opened(PAGE)["Team"]), "Warning: Mind."]


def test_cells_are_what_they_are_and_look_as_on_the_page():
    sheet = opened(PAGE)["Team"]
    assert [cell.value for cell in sheet[2][:4]] == ["who", "day", "cost a month", "reach"]
    assert [cell.value for cell in sheet[3][:4]] == ["Anna", dt.datetime(2026, 2, 4), 1200, 0.945]
    assert [cell.value for cell in sheet[4][:4]] == ["Anna", "later", None, 1]
    assert [cell.value for cell in sheet[5][:4]] == ["Boris", "-", 90.5, None]
    assert [cell.number_format for cell in sheet[3][:4]] == ["General", "ddd d mmm", "#,##0.00", '0.0%"+"']
    assert sheet["D4"].number_format == "0.0%"


def test_what_is_known_of_a_number_stands_in_columns_of_its_own():
    figures = [Figure(10, low=9), Figure(30, span=(20, 40)), Figure(5, low=5, span=(5, 5)), None, "none"]
    book = opened(Page(parts=[Table("one", "", [Column("people", "count")], [[one] for one in figures], heads=0)]))
    rows = [[cell.value for cell in row] for row in book["Summary"].iter_rows(max_row=6)]
    assert rows == [
        ["people", "people, at least", "people, lowest", "people, highest"],
        [10, 9, None, None],
        [30, None, 20, 40],
        [5, 5, 5, 5],
        [None, None, None, None],
        ["none", None, None, None],
    ]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "@SUM(A1)", "+7", "-5", "http://x.org", "mailto:a@b.org", "internal:A1", "0012", "_x0041_", "{=1}", "'=1"],
)
def test_texts_stay_texts(text):
    table = Table("one", text, [Column(text)], [[text], [(text, text)]], text)
    book = opened(Page(text, text, [table, Listing(text, [text])], [text], [text]))
    sheet = book.worksheets[0]
    for row in sheet.iter_rows():
        for cell in row:
            assert cell.value is None or cell.data_type == "s"
            assert cell.hyperlink is None
            assert cell.value in (None, text, f"{text}\n{text}", f"Warning: {text}")
            assert cell.quotePrefix == (str(cell.value)[:1] in "=@+-'" and cell.value is not None)


def test_texts_that_no_cell_takes_are_cut_and_what_steers_is_taken_out():
    table = Table("one", "", [Column("a")], [["x" * 40_000], ["\x1b[31mred\x07"]])
    sheet = opened(Page(parts=[table])).worksheets[0]
    assert len(sheet["A2"].value) == 32_767
    assert sheet["A2"].value.endswith("x...")
    assert sheet["A3"].value == "\N{REPLACEMENT CHARACTER}[31mred\N{REPLACEMENT CHARACTER}"


def test_next_to_nothing_is_nothing():
    table = Table("one", "", [Column("a", "number")], [[-0.0], [1e-12], [-1e-12]])
    values = [cell.value for (cell,) in opened(Page(parts=[table])).worksheets[0].iter_rows(min_row=2)]
    assert list(map(str, values)) == ["0", "0", "0"]


def test_no_row_is_higher_than_excel_allows():
    words = "word " * 5_000
    sheet = opened(Page(words, parts=[Table("one", "", [Column(words)], [[words]])])).worksheets[0]
    assert all(400 < sheet.row_dimensions[row].height <= 409.5 for row in (1, 3, 4))


@pytest.mark.parametrize(
    ("names", "given"),
    [
        (["Team", "team", "TEAM"], ["Team", "team 2", "TEAM 3"]),
        (["a/b\\c[d]e:f?g*h"], ["a b c d e f g h"]),
        (["x" * 40, "x" * 40], ["x" * 31, "x" * 29 + " 2"]),
        (["History", "'quoted'", "", "''"], ["Historys", "quoted", "Sheet", "Sheet 2"]),
        (["one\ntwo"], ["one two"]),
    ],
)
def test_sheets_have_names_that_excel_allows(names, given):
    assert sheet_names(names) == given
    assert opened([Sheet(name, []) for name in names]).sheetnames == given


def test_formulas_point_at_cells_of_their_grid_and_carry_their_values():
    rows = [["a", Entry(3.0)], ["b", Entry(0.5, "share")], ["c", Formula("{}*{}", ((0, 1), (1, 1)), 1.5)]]
    total = [["all", Formula("SUM({}:{})", ((0, 1), (2, 1)), 5.0)]]
    grid = Grid([Head("what"), Head("how many", "number")], rows + total, "Play")
    content = workbook_bytes([Sheet("Play", [Prose("Change it."), grid])])
    formulas, values = load_workbook(io.BytesIO(content)), load_workbook(io.BytesIO(content), data_only=True)
    assert [formulas["Play"][f"B{row}"].value for row in range(5, 9)] == [3, 0.5, "=B5*B6", "=SUM(B5:B7)"]
    assert [values["Play"][f"B{row}"].value for row in range(5, 9)] == [3, 0.5, 1.5, 5]
    assert formulas["Play"]["B6"].number_format == "0%"


def test_for_screen_and_paper():
    rows = [[f"p{number}", Shaded("off", -1), *range(30)] for number in range(3)]
    grid = Grid([Head("who"), Head(DAY), *(Head(DAY, "count", 12.0) for _ in range(30))], rows, heads=1)
    chart = Chart("column", "A chart", [Series("all", ((-1, 2), (-1, 31)), ((0, 2), (0, 31)))])
    sheet = opened([Sheet("Wide", [grid, chart])])["Wide"]
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.print_title_cols) == ("B2", "$1:$1", "$A:$A")
    assert sheet.print_area.startswith("'Wide'!$A$1:$AF$")
    assert sheet["B1"].value == dt.datetime(2026, 2, 4)
    assert sheet["B2"].fill.fgColor.rgb == "FFEEF0F2"
    assert (sheet.page_setup.orientation, sheet.page_setup.scale) == ("landscape", 70)
    narrow = opened(PAGE)["Team"]
    assert (narrow.freeze_panes, narrow.print_area) == ("B3", "'Team'!$A$1:$L$6")
    assert narrow.sheet_properties.pageSetUpPr.fitToPage


def test_the_same_page_gives_the_same_bytes():
    assert workbook_bytes(sheets_of(PAGE)) == workbook_bytes(sheets_of(PAGE))


def shares_of(count, *titles):
    columns = [Column("who", "name"), Column("people", "number"), *(Column(title, "share") for title in titles)]
    return Table("one", "One", columns, [[f"p{row}", row, *(0.5 for _ in titles)] for row in range(count)])


def test_shares_of_a_page_are_drawn_below_their_table():
    page = Page("Said.", parts=[TEAM, shares_of(3, "reach", "odds")])
    drawn = opened(sheets_with_chart(page, "How far"))
    assert {sheet.title: len(sheet._charts) for sheet in drawn} == {"Summary": 0, "Team": 1, "One": 0}
    drawn = opened(sheets_with_chart(Page("Said.", parts=[shares_of(3, "reach", "odds")]), "How far"))
    (chart,) = drawn["Summary"]._charts
    assert [series.val.numRef.f for series in chart.series] == ["Summary!$C$5:$C$7", "Summary!$D$5:$D$7"]
    assert [series.cat.strRef.f for series in chart.series] == ["Summary!$A$5:$A$7"] * 2


def test_columns_of_one_title_are_told_apart_in_their_chart():
    sheets = sheets_with_chart(
        Page(parts=[shares_of(2, "reach", "reach")]), "How far", (("reach", "lower"), ("reach", "higher"))
    )
    (chart,) = [block for block in sheets[0].blocks if isinstance(block, Chart)]
    assert [series.name for series in chart.series] == ["lower", "higher"]


OF_NOTHING = Table("one", "", [Column("who"), Column("reach", "share")], [["Anna", None], ["Boris", "no"]])


@pytest.mark.parametrize(
    "table", [shares_of(0, "reach"), shares_of(41, "reach"), shares_of(3, "margin"), shares_of(3), OF_NOTHING]
)
def test_what_nobody_could_read_is_not_drawn(table):
    assert sheets_with_chart(Page(parts=[table]), "How far") == sheets_of(Page(parts=[table]))


def test_texts_among_numbers_stand_at_the_right_and_those_after_numbers_not_close_to_them():
    columns = [Column("who"), Column("cost", "money"), Column("said"), Column("more")]
    sheet = opened(Page(parts=[Table("one", "", columns, [["Anna", "5 in 6 weeks", "it is", "so"]])])).worksheets[0]
    places = [(cell.alignment.horizontal, cell.alignment.indent) for cell in sheet[2]]
    assert places == [("left", 0), ("right", 0), ("left", 1), ("left", 0)]
    assert [(cell.alignment.horizontal, cell.alignment.indent) for cell in sheet[1]] == places


@pytest.mark.parametrize(("numbers", "least"), [([28, 35], 0), ([28, None], 0), ([28, -3], None)])
def test_what_is_drawn_begins_at_zero(numbers, least):
    series = [Series("calls", ((0, 0), (1, 0)), ((0, 1), (1, 1)))]
    grid = Grid([Head("week"), Head("calls", "count")], [["1", numbers[0]], ["2", numbers[1]]])
    chart = opened([Sheet("Weeks", [grid, Chart("column", "Calls", series)])])["Weeks"]._charts[0]
    assert chart.y_axis.scaling.min == least


def test_short_headings_stay_in_a_line():
    sheet = opened(Page(parts=[Table("one", "", [Column("Wed 11 Feb"), Column("a")], [["Ann", "b"]])])).worksheets[0]
    assert sheet.column_dimensions["A"].width > len("Wed 11 Feb") > sheet.column_dimensions["B"].width
