"""Whatever a name looks like, a Markdown page shows it as it is written: read back by a parser of its own."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from salescrew.cli.render.markdown import block, inline, markdown_page, markdown_table
from salescrew.cli.render.page import Column, Page, Table

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
OUR_CODE = re.compile("`(--[a-z-]+|[a-z_]+: [a-z]+)`")
MARKS = st.text(alphabet="ab1 `*_[]()<>|\\~#$&;:-+=.!\"'/@{}", min_size=1, max_size=30)
NAMES = [
    "<script>alert(1)</script>",
    "<!-- no comment",
    "[a link](https://example.com)",
    "![a picture](x.png)",
    "[note]: https://example.com",
    "<https://example.com>",
    "a|b",
    "`tick",
    "``` code",
    "~~~ code",
    "# heading",
    "closed #",
    "> quoted",
    "- item",
    "1. first",
    "2) second",
    "---",
    "===",
    "_em_",
    "__init__",
    "a*b*c",
    "~~gone~~",
    "&lt;b&gt;",
    "\\",
    "\\`",
    "$x^2$",
]


def shown(text):
    """Give what a page of Markdown shows, and the kinds of what it is made of, but for text and our own code."""
    tokens = PARSER.parse(text)
    inner = [child for token in tokens for child in token.children or () if child.type not in ("text", "code_inline")]
    kinds = [token.type for token in tokens if token.type != "inline"] + [child.type for child in inner]
    texts = ["".join(child.content for child in token.children) for token in tokens if token.children is not None]
    return texts, kinds


def as_seen(text):
    """Give what a reader sees of a text: no blanks at its ends, and no marks around our own code."""
    return OUR_CODE.sub(r"\1", text.strip())


@given(MARKS)
@settings(deadline=None)
def test_any_text_in_a_paragraph(text):
    if as_seen(text):
        assert shown(block(text)) == ([as_seen(text)], ["paragraph_open", "paragraph_close"])


@given(MARKS)
@settings(deadline=None)
def test_any_text_in_a_heading(text):
    if as_seen(text):
        assert shown(f"# {inline(text)}\n") == ([as_seen(text)], ["heading_open", "heading_close"])


@given(MARKS)
@settings(deadline=None)
def test_any_text_in_an_item(text):
    if as_seen(text):
        texts, kinds = shown(f"- {block(text)}\n")
        assert texts == [as_seen(text)]
        assert [kind for kind in kinds if kind.endswith("_open")] == [
            "bullet_list_open",
            "list_item_open",
            "paragraph_open",
        ]


@given(MARKS)
@settings(deadline=None)
def test_any_text_in_a_cell(text):
    if as_seen(text):
        table = Table("t", "T", [Column("a"), Column("b")], [[text, "end"]])
        texts, kinds = shown(markdown_table(table))
        assert texts == ["T", "a", "b", as_seen(text), "end"]
        assert kinds.count("td_open") == 2


@pytest.mark.parametrize("name", NAMES)
def test_a_page_shows_a_name_as_it_is(name):
    table = Table("t", name, [Column(name)], [[name]], note=name)
    texts, kinds = shown(markdown_page(Page(name, name, [table], [name], [name])))
    assert texts == [name, name, name, name, name, name, name, "Warnings", name]
    harmless = shown(markdown_page(Page("x", "x", [Table("t", "x", [Column("x")], [["x"]], note="x")], ["x"], ["x"])))
    assert kinds == harmless[1]


@pytest.mark.parametrize(
    "text", ["`--best` shows it.", "`salescrew explain` says so.", "Write `pipeline: empty` or the items under way."]
)
def test_our_own_commands_stay_code(text):
    assert inline(text) == text


def test_what_needs_no_mark_has_none():
    text = "day_patterns: 9-10 people at 5.5% (a - b), 1,200 EUR; Anna's 'x' & y."
    assert block(text) == text


def test_addresses_are_no_links():
    assert inline("see https://example.com or www.example.com") == "see https\\://example.com or www\\.example.com"
