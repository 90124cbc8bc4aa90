"""Any page as HTML: one file that loads nothing and runs nothing, in which every text stays a text."""

from __future__ import annotations

import re

import pytest

from salescrew.cli.render.html.colours import DARK, DRAWN_ON, LIGHT, SHADES, TEXT_ON, contrast
from salescrew.cli.render.html.document import (
    OFF,
    Bar,
    Calendar,
    Chart,
    Fold,
    HtmlPage,
    Part,
    Prose,
    Shaded,
    Tile,
    Tiles,
)
from salescrew.cli.render.html.drawing import drawn_bars
from salescrew.cli.render.html.of_page import html_of
from salescrew.cli.render.html.writing import html_text, style_sheet
from salescrew.cli.render.page import Column, Figure, Listing, Page, Section, Table
from tests.html_reader import read_html

HOSTILE = """<script>alert(1)</script><img src=x onerror=alert(2)>"'`&amp;{{ 7*7 }}</style></table>"""
TEAM = Table(
    "team",
    "Team",
    [Column("who", "name", group=True), Column("cost\na month", "money")],
    [["Anna", 1200.0], ["Anna", Figure(10, low=9)], ["Boris", None]],
    "A note.",
)


def page_of(*blocks):
    return read_html(html_text(HtmlPage("Headline.", "Subtitle", blocks)))


def test_a_page_with_all_its_parts():
    page = Page(
        "9 people.",
        "a plan: 12 weeks",
        [TEAM, Section("What binds", ["Calls do."], [TEAM]), Listing("Recomputed", ["one: yes"])],
        ["It is close; `salescrew explain` says why.", ""],
        ["Mind this."],
    )
    body = read_html(html_text(html_of(page)))
    assert [body.said(f"h{level}") for level in (1, 2, 3)] == [
        ["9 people."],
        ["Team", "What binds", "Recomputed", "Warnings"],
        ["Team"],
    ]
    assert body.said("p") == [
        "a plan: 12 weeks",
        "It is close; salescrew explain says why.",
        "A note.",
        "Calls do.",
        "A note.",
        "one: yes",
        "Mind: Mind this.",
    ]
    assert body.said("code") == ["salescrew explain"]
    table = body.all("table")[0]
    rows = [[cell.text for cell in row.children if not isinstance(cell, str)] for row in table.all("tr")]
    assert rows == [["who", "cost\na month"], ["Anna", "1,200"], ["", "9-10"], ["Boris", ""]]
    assert table.said("td", "number") == ["1,200", "9-10", ""]


def test_what_is_wide_can_be_reached_with_keys():
    body = page_of(TEAM)
    assert [(one.attributes["tabindex"], one.attributes["aria-label"]) for one in body.all("div", "wide")] == [
        ("0", "Team")
    ]


@pytest.mark.parametrize(
    ("block", "times"),
    [
        (Prose(HOSTILE), 1),
        (Fold(HOSTILE, [Prose(HOSTILE)]), 2),
        (Tiles([Tile(HOSTILE, HOSTILE, HOSTILE, [Prose(HOSTILE)])]), 5),
        (Chart(HOSTILE, [Bar(HOSTILE, 1.0, HOSTILE, (0.5, 2.0), 1.0)], TEAM, HOSTILE), 4),
        (Calendar(HOSTILE, [HOSTILE], [(HOSTILE, [Shaded([HOSTILE], 1)])], [(HOSTILE, 0)]), 5),
        (Part(HOSTILE, [Table("t", HOSTILE, [Column(HOSTILE, "name")], [[HOSTILE]], HOSTILE)], is_sheet=True), 5),
    ],
    ids=lambda one: type(one).__name__,
)
def test_text_stays_text(block, times):
    body = read_html(html_text(HtmlPage(HOSTILE, HOSTILE, [block])))
    assert body.text.count(HOSTILE) == 2 + times


def test_letters_that_steer_are_seen():
    assert "\x1b" not in html_text(HtmlPage("\x1b[2J", "", [Prose("\u202e")]))


def test_tiles_have_their_arithmetic_folded():
    body = page_of(Tiles([Tile("people", "9", "fewer is impossible", [TEAM]), Tile("cost", "38,500", "a month")]))
    assert body.said("p", "figure") == ["9", "38,500"]
    assert body.said("summary") == ["How: people"]
    assert body.all("details")[0].said("h3") == ["Team"]


def test_a_chart_says_what_it_shows_in_words_and_as_a_table():
    bars = [Bar("revenue", 0.9, "90%", (0.7, 1.2), 1.0), Bar("deals", 1.0, "100%")]
    body = page_of(Chart("Revenue falls short.", bars, TEAM, "The dashed line is the target."))
    assert body.said("figcaption") == ["Revenue falls short."]
    assert body.said("span", "value") == ["90%", "100%"]
    assert body.all("figure")[0].all("details")[0].all("table")
    assert [len(one.all("path")) for one in body.all("svg")] == [3, 0]


def test_bars_stand_on_a_common_scale():
    first, second, none = drawn_bars([Bar("a", 2.0, "2", (1.0, 4.0), 3.0), Bar("b", 1.0, "1"), Bar("c", 0.0, "0")])
    assert (first.start, first.length, first.goal, first.span) == (0, 500, 750, (250, 1000))
    assert (second.length, second.goal, second.span, none.length) == (250, None, None, 0)
    below, above = drawn_bars([Bar("a", -1.0, "-1"), Bar("b", 3.0, "3")])
    assert [(one.start, one.length) for one in (below, above)] == [(0, 250), (250, 750)]
    assert [one.length for one in drawn_bars([Bar("a", 0.0, "0")])] == [0]


def test_days_say_in_words_what_their_colours_say():
    cells = [Shaded(["am", "calls 2"], 0), Shaded(["off"], OFF), Shaded(["-"])]
    body = page_of(Calendar("Week 1", ["Mon", "Tue", "Wed"], [("Anna", cells)], [("on duty", 0), ("off", OFF)]))
    assert body.said("td") == ["", "am\ncalls 2", "off", "-"]
    assert [one.attributes.get("class") for one in body.all("td")[1:]] == ["shade-0", "off", None]
    assert body.said("li") == ["on duty", "off"]


def test_numbers_that_rows_are_about_stand_at_the_right():
    (cell,) = page_of(Table("t", "", [Column("calls", "count"), Column("n")], [[90, "x"]])).all("th")[2:]
    assert (cell.text, cell.attributes["class"]) == ("90", "number")


def test_an_arrow_stays_with_what_it_leads_from_and_texts_stay_what_they_are():
    table = Table("t", "", [Column("who", "name"), Column("change")], [["A", "calls 0 -> 86, <b> -> 1"]])
    (change,) = page_of(table).all("td")
    assert (change.text, change.said("span", "arrow")) == ("calls 0 -> 86, <b> -> 1", ["0 ->", "<b> ->"])


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_everything_can_be_read(scheme):
    assert {pair: contrast(*(scheme[name] for name in pair)) for pair in TEXT_ON if _is_low(scheme, pair, 4.5)} == {}
    assert {pair: contrast(*(scheme[name] for name in pair)) for pair in DRAWN_ON if _is_low(scheme, pair, 3)} == {}


def _is_low(scheme, pair, least):
    return contrast(scheme[pair[0]], scheme[pair[1]]) < least


def test_contrast_is_that_of_the_guidelines():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


def test_every_colour_is_told_of_and_used():
    used = set(re.findall(r"var\(--([a-z0-9-]+)\)", style_sheet()))
    assert used == set(LIGHT) == set(DARK)
    assert {f"shade-{number}" for number in range(SHADES)} < used
    grounds = {ground for _, ground in (*TEXT_ON, *DRAWN_ON)} | {text for text, _ in (*TEXT_ON, *DRAWN_ON)}
    assert used - grounds == {"line"}


def test_the_same_page_is_the_same_file():
    page = HtmlPage("a", "b", [TEAM])
    assert html_text(page) == html_text(page)
    assert html_text(page).startswith("<!doctype html>\n")
