"""A page for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import zip_longest

from tabulate import tabulate

from salescrew.cli.render.cells import plain
from salescrew.cli.render.layout import WIDEST, Layout, layouts
from salescrew.cli.render.page import Listing, Page, Part, Section, Table


def text_page(page: Page) -> str:
    """Write a page for a terminal."""
    head = "".join(f"{plain(line)}\n" for line in (page.headline, page.subtitle) if line)
    paragraphs = [f"{wrapped(plain(paragraph))}\n" for paragraph in page.paragraphs if paragraph]
    warnings = "".join(f"Warning: {plain(warning)}\n" for warning in page.warnings)
    return "\n".join(part for part in (head, *paragraphs, *map(_part, page.parts), warnings) if part)


def _part(part: Part) -> str:
    match part:
        case Table():
            return text_table(part)
        case Section():
            return _section(part)
    return _listing(part)


def _section(section: Section) -> str:
    heading = plain(section.heading)
    lines = [heading, "=" * len(heading), *(wrapped(plain(sentence)) for sentence in section.sentences)]
    return "\n".join(["\n".join(lines) + "\n", *map(text_table, section.tables)])


def _listing(listing: Listing) -> str:
    items = [plain(item) for item in listing.items]
    if listing.are_sentences:
        items = [wrapped(item, "- ", "  ") for item in items]
    return "".join(f"{line}\n" for line in [f"{plain(listing.title)}:", *items])


def text_table(table: Table) -> str:
    """Write a table for a terminal."""
    return "\n".join(map(_table, layouts(table)))


def _table(layout: Layout) -> str:
    lines = tabulate(
        _set_apart(layout.rows) if layout.is_broken else layout.rows,
        headers=layout.heads,
        tablefmt="simple",
        disable_numparse=True,
        # tabulate refuses an alignment for a table without rows
        colalign=layout.alignment if layout.rows else None,
    )
    body = "\n".join(line.rstrip() for line in lines.splitlines())
    return "\n".join(part for part in (layout.title, body, wrapped(layout.note)) if part) + "\n"


def wrapped(text: str, first: str = "", others: str = "") -> str:
    """Break a text into lines of a terminal's width, no word in the middle.

    Parameters
    ----------
    first
        What the first line begins with.
    others
        What the other lines begin with.
    """
    return textwrap.fill(text, WIDEST, initial_indent=first, subsequent_indent=others, break_long_words=False)


def _set_apart(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Make each line of the cells a row of its own, and put an empty one between what were rows.

    tabulate drops an empty row among cells of several lines.
    """
    apart: list[list[str]] = []
    for row in rows:
        apart += [["" for _ in row]] if apart else []
        apart += map(list, zip_longest(*(cell.split("\n") for cell in row), fillvalue=""))
    return apart
