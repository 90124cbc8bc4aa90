"""One answer in every form: the same page as text and in Markdown, its lists as CSV, the answer itself as JSON."""

from __future__ import annotations

import datetime as dt

import pytest
from matplotlib.figure import Figure as Drawing

from salescrew.cli.render.cells import written
from salescrew.cli.render.forms import (
    CALENDAR,
    ENDINGS,
    FORMS,
    OF_RESULTS,
    PAGES,
    PICTURES,
    STREAMED,
    WITHOUT_LISTS,
    WORKBOOK,
    ending_in,
    endings_of,
)
from salescrew.cli.render.html.of_page import html_of
from salescrew.cli.render.html.writing import html_text
from salescrew.cli.render.markdown import markdown_page, markdown_table
from salescrew.cli.render.page import Cell, Column, Figure, Kind, Listing, Page, Section, Table, Word
from salescrew.cli.render.presentation import Presentation
from salescrew.cli.render.spreadsheet import csv_table
from salescrew.cli.render.text import text_page, text_table
from salescrew.models.answers.row import Document

DAY = dt.date(2026, 2, 4)
TEAM = Table(
    "team",
    "Team",
    [Column("who", "name", group=True), Column("day", "day"), Column("cost", "money"), Column("reach", "share")],
    [["Anna", DAY, 1200.0, Figure(0.94, mark="+")], ["Anna", "later", None, 1], [Word("nobody"), None, 90, None]],
    "A note.",
    blank="-",
)
SAID = Section("What binds", ["Calls do.", "Meetings do not."], [TEAM])
LISTED = Listing("Recomputed", ["one: yes", "two: " + "word " * 30])
PAGE = Page("9 people.", "a plan: 12 weeks", [TEAM, SAID, LISTED], ["It is close.", ""], ["Mind *this*."])


class Answer(Document):
    """An answer of one number."""

    headcount: int


def test_page_for_a_terminal() -> None:
    table = """\
Team
who     day          cost    reach
------  ---------  ------  -------
Anna    Wed 4 Feb   1,200     94%+
        later           -     100%
nobody  -              90        -
A note.
"""
    long = "two: " + "word " * 22
    assert text_page(PAGE) == (
        "9 people.\na plan: 12 weeks\n\nIt is close.\n\n"
        f"{table}\nWhat binds\n==========\nCalls do.\nMeetings do not.\n\n{table}\n"
        f"Recomputed:\n- one: yes\n- {long.strip()}\n  {('word ' * 8).strip()}\n\n"
        "Warning: Mind *this*.\n"
    )


def test_page_in_markdown() -> None:
    table = """\
| who    | day       |   cost |   reach |
|--------|-----------|--------|---------|
| Anna   | Wed 4 Feb |  1,200 |    94%+ |
|        | later     |      - |    100% |
| nobody | -         |     90 |       - |

A note.
"""
    assert markdown_page(PAGE) == (
        "# 9 people.\n\na plan: 12 weeks\n\nIt is close.\n\n"
        f"## Team\n\n{table}\n## What binds\n\n- Calls do.\n- Meetings do not.\n\n### Team\n\n{table}\n"
        f"## Recomputed\n\n- one: yes\n- {LISTED.items[1].strip()}\n\n"
        "## Warnings\n\n- Mind \\*this\\*.\n"
    )


def test_lines_that_programs_read_stay_whole() -> None:
    line = "team: " + "word " * 40
    assert text_page(Page(parts=[Listing("1 violation found", [line], are_sentences=False)])).splitlines() == [
        "1 violation found:",
        line,
    ]


def test_lists_are_raw_and_every_row_is_whole() -> None:
    assert csv_table(TEAM).splitlines()[1:] == [
        "Anna,2026-02-04,1200,0.94",
        "Anna,later,,1",
        "nobody,,90,",
    ]


@pytest.mark.parametrize(
    ("cell", "kind", "text"),
    [
        (None, "text", ""),
        (3.14159, "text", "3.14"),
        (1234.4, "count", "1,234"),
        (0.125, "share", "12.5%"),
        (DAY, "date", "2026-02-04"),
        (DAY, "short date", "4 Feb 2026"),
        (DAY, "day", "Wed 4 Feb"),
        (DAY, "long day", "Wednesday 4 February 2026"),
        ("9", "money", "9"),
        ("\x1b[2Jred", "text", "\N{REPLACEMENT CHARACTER}[2Jred"),
        (Figure(10, low=9), "count", "9-10"),
        (Figure(10, low=10), "count", "10"),
        (Figure(30, span=(20, 40)), "count", "30 (20-40)"),
        (Figure(30, span=(30, 30)), "count", "30"),
        (Figure(1500.0, mark="*"), "money", "1,500*"),
        (Figure(0.123456, digits=4), "share", "12.35%"),
        (Figure(1234.5678, digits=6), "number", "1,234.57"),
        (Figure(0.0561, exact=True), "share", "5.61%"),
        (Figure(191250.5, exact=True), "number", "191,250.5"),
        (Figure(0.5, "share"), "money", "50%"),
        (("calls 30", Figure(2, "count"), DAY), "day", "calls 30, 2, Wed 4 Feb"),
    ],
)
def test_cells(cell: Cell, kind: Kind, text: str) -> None:
    assert written(cell, kind) == text


def two_days(stacking: str, things: int = 2) -> Table:
    cells: list[Cell] = ["Anna", tuple(f"thing {number}" for number in range(things)), ("one",)]
    columns = [Column("", "name"), Column("Mon"), Column("Tue")]
    return Table("days", "Days", columns, [cells, ["Boris", (), ("two",)]], stacking=stacking)  # type: ignore[arg-type]


def test_several_things_in_a_cell_stand_where_there_is_room() -> None:
    side_by_side = "Days\n       Mon               Tue\n-----  ----------------  -----\n"
    side_by_side += "Anna   thing 0, thing 1  one\nBoris                    two\n"
    stacked = (
        "Days\n       Mon      Tue\n-----  -------  -----\nAnna   thing 0  one\n       thing 1\n\nBoris           two\n"
    )
    assert [text_table(two_days(stacking)) for stacking in ("never", "where wide", "always")] == [
        side_by_side,
        side_by_side,
        stacked,
    ]
    wide = text_table(two_days("where wide", 20)).splitlines()
    assert max(map(len, wide)) < 30
    assert len(wide) == 3 + 20 + 1 + 1
    assert "thing 0<br>thing 1" in markdown_table(two_days("always"))
    assert csv_table(two_days("always")).splitlines()[1] == 'Anna,"thing 0, thing 1",one'


def test_columns_that_do_not_fit_side_by_side_go_on_below_in_markdown() -> None:
    columns = [Column("funnel", "name"), *(Column(f"week {number}", "number") for number in range(1, 4))]
    table = Table("weeks", "Weeks", columns, [["cold", 1, 2, 3]], "A note.", across=2)
    assert markdown_table(table).count("## Weeks") == 2
    assert markdown_table(table).endswith("|        3 |\n\nA note.\n")
    # a terminal has a width of its own
    assert text_table(table).count("Weeks") == 1
    assert csv_table(table).splitlines()[1:] == ["cold,1,2,3"]


def presented(lists: object) -> Presentation:
    return Presentation(Answer(headcount=9), page=lambda: PAGE, lists=lambda: lists, picture=Drawing)  # type: ignore[arg-type, return-value]


def test_answer_is_written_in_each_form() -> None:
    answer = presented(TEAM)
    assert {form: answer.written(form) for form in STREAMED} == {
        "table": text_page(PAGE),
        "json": '{\n "headcount": 9\n}\n',
        "csv": csv_table(TEAM),
        "markdown": markdown_page(PAGE),
        "html": html_text(html_of(PAGE)),
    }
    assert presented([TEAM]).written("csv") == {"team.csv": csv_table(TEAM)}
    assert presented("cell\r\n").written("csv") == "cell\r\n"
    assert str(answer.written("svg"), "utf-8").startswith("<?xml")  # type: ignore[arg-type]
    assert answer.written("xlsx")[:2] == b"PK"  # type: ignore[index]
    assert answer.written("png")[:4] == b"\x89PNG"  # type: ignore[index]


def test_every_form_has_an_ending() -> None:
    assert set(ENDINGS.values()) == set(OF_RESULTS) == {*FORMS, CALENDAR}
    assert set(STREAMED) == set(FORMS) - {WORKBOOK}
    assert set(PAGES) < set(WITHOUT_LISTS) < set(FORMS)
    assert [ending_in(form) for form in FORMS] == [".txt", ".json", "", ".md", ".xlsx", ".html"]
    assert endings_of(*PAGES) == (".md", ".txt")
    assert not set(PICTURES) & set(ENDINGS)
