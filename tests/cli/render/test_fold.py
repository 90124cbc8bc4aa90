"""Pages that fit: no line is wider than the terminal, nothing of a cell is lost, and what fits stays as it is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescrew.cli.render.lines import folded, longest_piece, narrowest, widest, width_of
from salescrew.cli.render.page import Column, Listing, Page, Section, Table
from salescrew.cli.render.text import text_page, text_table

WORDS = st.text("abcäж漢e\u0301-./_ ", max_size=30)
NUMBERS = st.integers(-(10**9), 10**9)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    kinds = draw(st.lists(st.sampled_from(["name", "text", "number", "money"]), min_size=1, max_size=14))
    columns = [
        Column(draw(WORDS), kind, group=number == 0 and draw(st.booleans())) for number, kind in enumerate(kinds)
    ]
    cell = {"name": WORDS, "text": WORDS, "number": NUMBERS, "money": NUMBERS}
    rows = draw(st.lists(st.tuples(*(cell[kind] for kind in kinds)), max_size=5))
    stacking = draw(st.sampled_from(["never", "where wide", "always"]))
    return Table("t", draw(WORDS), columns, rows, draw(WORDS), stacking=stacking, heads=draw(st.integers(0, 2)))


def letters(text: str) -> list[str]:
    return sorted(re.sub(r"\s|-{2,}", "", text))


@given(tables(), st.integers(40, 160))
def test_no_line_is_wider_than_the_terminal(table, screen):
    assert all(width_of(line) <= screen for line in text_table(table, screen).splitlines())


@given(st.lists(WORDS, min_size=1, max_size=6), st.integers(40, 60))
def test_nothing_of_a_row_is_lost(names, screen):
    columns = [Column(f"c{number}", "name") for number in range(len(names))]
    shown = text_table(Table("t", "", columns, [names], heads=0), screen)
    lines = [line for line in shown.splitlines() if not re.fullmatch(r"[- ]*", line)]
    expected = letters("".join([*names, *(column.title for column in columns)]))
    # a line of dashes alone may be a cell's as well as a rule
    assert [one for one in letters("".join(lines)) if one != "-"] == [one for one in expected if one != "-"]


@given(WORDS, st.sampled_from(["", "- "]), st.integers(4, 40))
def test_texts_keep_their_letters_and_their_width(text, first, width):
    broken = folded(text, width, first, "  ")
    assert re.sub(r"\s", "", broken) == re.sub(r"\s", "", first + text)
    assert all(width_of(line) <= width for line in broken.split("\n"))


@given(WORDS, st.integers(1, 4))
def test_fewest_lines_take_the_least_width(text, lines):
    width = narrowest(text, lines)
    assert widest(folded(text, width)) <= max(width, longest_piece(text))
    if width > longest_piece(text):
        assert folded(text, width).count("\n") < lines
        assert folded(text, width - 1).count("\n") >= lines


FIGURES = Table(
    "team",
    "Team",
    [Column("name", "name"), *(Column(f"activity {number} a week", "number") for number in range(6))],
    [["Anna", *range(6)], ["Alexander von Humboldt", *range(10**6, 10**6 + 6)]],
    "A note.",
)


def test_what_fits_stays_as_it_is():
    assert text_table(FIGURES, 160) == text_table(FIGURES, 200)
    assert (
        text_table(FIGURES, 160).splitlines()[1].startswith("name                      activity 0 a week    activity 1")
    )


def test_heads_are_broken_before_names():
    assert text_table(FIGURES, 100) == (
        "Team\n"
        "name                     activity   activity   activity   activity   activity   activity\n"
        "                         0 a week   1 a week   2 a week   3 a week   4 a week   5 a week\n"
        "----------------------  ---------  ---------  ---------  ---------  ---------  ---------\n"
        "Anna                            0          1          2          3          4          5\n"
        "Alexander von Humboldt  1,000,000  1,000,001  1,000,002  1,000,003  1,000,004  1,000,005\n"
        "A note.\n"
    )


def test_columns_go_on_below_with_what_their_rows_are_about():
    assert text_table(FIGURES, 60) == (
        "Team\n"
        "name                     activity   activity   activity\n"
        "                         0 a week   1 a week   2 a week\n"
        "----------------------  ---------  ---------  ---------\n"
        "Anna                            0          1          2\n"
        "Alexander von Humboldt  1,000,000  1,000,001  1,000,002\n"
        "\n"
        "name                     activity   activity   activity\n"
        "                         3 a week   4 a week   5 a week\n"
        "----------------------  ---------  ---------  ---------\n"
        "Anna                            3          4          5\n"
        "Alexander von Humboldt  1,000,003  1,000,004  1,000,005\n"
        "A note.\n"
    )


def test_groups_stand_before_each_block():
    columns = [Column("funnel", "name", group=True), Column("stage", "name", group=True)]
    columns += [Column(f"week {number}", "number") for number in range(6)]
    shown = text_table(Table("weeks", "", columns, [["cold", "contact", *([1] * 6)], ["cold", "paid", *([2] * 6)]]), 50)
    assert [line.split() for line in shown.splitlines() if "contact" in line] == [
        ["cold", "contact", "1", "1", "1"]
    ] * 2


@pytest.mark.parametrize(
    ("stacking", "lines"),
    [
        ("always", ["Alexander von", " Humboldt", "Bo"]),
        ("never", ["Alexander von", " Humboldt, Bo"]),
    ],
)
def test_what_goes_on_in_the_next_line_of_a_cell_is_set_back(stacking, lines):
    row = ["morning", ("Alexander von Humboldt", "Bo"), ("Cy",)]
    columns = [Column("", "name"), Column("Mon", "name"), Column("Tue", "name"), Column("Wednesday", "name")]
    shown = text_table(Table("duty", "", columns, [[*row, ("Cy",)]], stacking=stacking), 40).splitlines()
    rule = next(number for number, line in enumerate(shown) if line.startswith("--"))
    assert [line[9:23].rstrip() for line in shown[rule + 1 :]] == lines


def test_rows_of_several_sentences_stand_apart():
    rows = [["one", "word " * 25], ["two", "word " * 25]]
    shown = text_table(Table("why", "", [Column("what"), Column("why")], rows), 50)
    assert "\n\n" in shown
    assert "\n\n" not in text_table(
        Table("why", "", [Column("what"), Column("why")], [*rows, ["x", "y"], ["x", "y"]]), 50
    )


def test_letters_that_are_two_wide_stand_in_their_column():
    shown = text_table(
        Table("t", "", [Column("name", "name"), Column("n", "count")], [["漢字", 1], ["e\u0301t\u00e9", 2]])
    )
    assert [line.rstrip() for line in shown.splitlines()[2:]] == ["漢字      1", "e\u0301t\u00e9       2"]


def test_sentences_are_set_back_where_others_follow():
    page = Page(
        "One " * 15,
        "Two " * 15,
        [Section("Heading", ["Three " * 10, "Four."]), Listing("Left", ["five " * 10], are_sentences=False)],
        ["Six " * 15],
        ["seven " * 10],
    )
    assert text_page(page, 40) == (
        f"{('One ' * 10).strip()}\n  {('One ' * 5).strip()}\n{('Two ' * 10).strip()}\n  {('Two ' * 5).strip()}\n\n"
        f"{('Six ' * 10).strip()}\n{('Six ' * 5).strip()}\n\n"
        f"Heading\n=======\n{('Three ' * 6).strip()}\n  {('Three ' * 4).strip()}\nFour.\n\n"
        f"Left:\n{('five ' * 8).strip()}\n  five five\n\n"
        f"Warning: {('seven ' * 5).strip()}\n  {('seven ' * 5).strip()}\n"
    )


def test_sentences_are_no_wider_than_a_page_on_a_wide_terminal():
    assert max(map(len, text_page(Page(paragraphs=["word " * 100]), 200).splitlines())) == 119


def test_where_there_is_no_terminal_the_answer_stays_in_a_line():
    page = Page("One " * 50, "Two " * 50, warnings=["seven " * 50])
    assert len(text_page(page).splitlines()) == 4
    assert len(text_page(page, 120).splitlines()) == 2 + 2 + 1 + 3
