from __future__ import annotations

import csv
import datetime as dt
import io

import pytest

from salescrew.cli.render.cells import about, money, number, share, written
from salescrew.cli.render.markdown import markdown_table
from salescrew.cli.render.page import Column, Figure, Table, filled
from salescrew.cli.render.spreadsheet import csv_table
from salescrew.cli.render.text import text_table


@pytest.mark.parametrize(
    ("amount", "text"),
    [(0, "0"), (3.0, "3"), (2.5, "2.50"), (999.994, "999.99"), (999.999, "1,000"), (1234567.8, "1,234,568")],
)
def test_money(amount, text):
    assert money(amount) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (1e-7, "0"),
        (0.0004, "<0.01"),
        (0.00499, "<0.01"),
        (0.005, "0.01"),
        (1.005, "1.00"),
        (9.994, "9.99"),
        (9.996, "10.0"),
        (99.94, "99.9"),
        (99.96, "100"),
        (12.0000000001, "12"),
        (1234.5678, "1,235"),
    ],
)
def test_number(value, text):
    assert number(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (0.001, "<0.01"),
        (0.04, "0.04"),
        (0.6, "0.6"),
        (0.97, "1"),
        (1.59, "1.6"),
        (9.94, "9.9"),
        (9.96, "10"),
        (28.8, "29"),
        (1273.6, "1,274"),
    ],
)
def test_averages_of_what_people_do_are_as_precise_as_somebody_can_act_on(value, text):
    assert about(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.35, "35%"),
        (0.1875, "18.8%"),
        (1, "100%"),
        (12.5, "1,250%"),
        (99.99, "9,999%"),
        (5940000, "over 9,999%"),
        (0.99996, "99.996%"),
        (0.9999995, "100%"),
    ],
)
def test_share(value, text):
    assert share(value) == text


@pytest.mark.parametrize("kind", ["count", "money", "number", "share"])
@pytest.mark.parametrize(
    ("value", "form"),
    [(-0.0, {}), (-1e-13, {}), (-0.0, {"exact": True}), (-1e-13, {"exact": True}), (-0.0, {"digits": 3})],
)
def test_nothing_has_no_sign(kind, value, form):
    assert written(Figure(value, kind, **form)).removesuffix("%") in ("0", "0.00")


@pytest.mark.parametrize(("write", "text"), [(money, "-0.50"), (number, "-0.50"), (share, "-50%")])
def test_less_than_nothing_keeps_its_sign(write, text):
    assert write(-0.5) == text
    assert not write(-0.0004).startswith("-")


PEOPLE = Table(
    "people",
    "People",
    [Column("team", group=True), Column("name"), Column("cost\na month", "money"), Column("done", "share")],
    [["north", "Zoë", 1200.0, 0.5], ["north", "a|b\nc", None, None], ["south", "Ольга", 90, 1]],
    note="A note.",
)


def test_text_table_groups_and_aligns():
    assert text_table(PEOPLE) == (
        "People\n"
        "team    name         cost    done\n"
        "                  a month\n"
        "------  ------  ---------  ------\n"
        "north   Zoë         1,200     50%\n"
        "        a|b\n"
        "        c\n"
        "south   Ольга          90    100%\n"
        "A note.\n"
    )


def test_long_note_is_wrapped():
    lines = text_table(Table("t", "T", [Column("a")], [["x"]], note="word " * 40)).splitlines()
    assert [len(line) for line in lines[4:]] == [119, 79]


def test_table_without_rows_keeps_its_head():
    assert text_table(Table("t", "T", [Column("a"), Column("b", "money")], [])) == "T\na      b\n---  ---\n"


def test_nothing_steers_the_terminal():
    assert "\x1b" not in text_table(Table("t", "\x1b[2J", [Column("\x1b")], [["\x1b[31mred"]], note="\x07"))


def test_markdown_table_escapes():
    assert markdown_table(PEOPLE) == (
        "## People\n\n"
        "| team   | name      |   cost a month |   done |\n"
        "|--------|-----------|----------------|--------|\n"
        "| north  | Zoë       |          1,200 |    50% |\n"
        "|        | a\\|b<br>c |                |        |\n"
        "| south  | Ольга     |             90 |   100% |\n"
        "\nA note.\n"
    )


def test_csv_is_plain_and_complete():
    table = Table("t", "T", PEOPLE.columns, [*PEOPLE.rows, [dt.date(2026, 1, 12), "n", 1 / 3, 1e6]])
    text = csv_table(table)
    assert text.startswith("\N{ZERO WIDTH NO-BREAK SPACE}team,")
    assert list(csv.reader(io.StringIO(text[1:]))) == [
        ["team", "name", "cost a month", "done"],
        ["north", "Zoë", "1200", "0.5"],
        ["north", "a|b\nc", "", ""],
        ["south", "Ольга", "90", "1"],
        ["2026-01-12", "n", "0.333333333", "1000000"],
    ]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx"])
def test_csv_runs_no_formula(text):
    written = csv_table(Table("t", "T", [Column(text)], [[text]]))
    rows = list(csv.reader(io.StringIO(written[1:], newline="")))
    assert rows[1] == ["'" + text]
    assert rows[0][0].startswith(("'", " "))


def test_csv_keeps_negative_numbers():
    assert csv_table(Table("t", "T", [Column("n")], [[-1.5]])).splitlines()[1] == "-1.5"


def test_markdown_takes_a_name_for_no_tag():
    table = Table("team", "Team", [Column("name")], [["<b>Anna</b>"]])
    assert "&lt;b>Anna&lt;/b>" in markdown_table(table)


def test_a_column_in_which_no_cell_says_anything_is_left_out():
    columns = [Column("who"), Column("empty"), Column("room", "number"), Column("none"), Column("off", "number")]
    rows = [["a", "", None, (), 0.0], ["b", None, 2.0, "", None]]
    shown = filled(Table("t", "T", columns, rows, "note", blank="-"))
    assert [column.title for column in shown.columns] == ["who", "room", "off"]
    assert shown.rows == [["a", None, 0.0], ["b", 2.0, None]]
    # what a row is about stands there in any case
    assert filled(Table("t", "T", columns[1:3], [["", None]])).columns == [columns[1]]
    assert filled(Table("t", "T", columns, rows[1:])).rows == [["b", 2.0]]
