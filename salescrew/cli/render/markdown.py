"""A page in Markdown that shows texts as they are written: a name in it is no link, tag, heading or formula."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tabulate import tabulate

from salescrew.cli.render.cells import plain
from salescrew.cli.render.layout import Layout, layouts
from salescrew.cli.render.page import Page, Part, Section, Table
from salescrew.language import say

_OF_MARKDOWN = re.compile(
    r"""
    (?P<code>`(?:--[a-z-]+|salescrew\ [a-z\ -]+|[a-z_]+:\ [a-z]+)`)   # an option, a command or a setting in a sentence
    | (?P<tag><)
    | (?P<entity>&)(?=\#?\w+;)
    | (?P<marked>[\\`*\[\]|~$\#]
        | (?<![^\W_])_ | _(?![^\W_])                                  # within a word it is no emphasis
        | (?<=https):(?=//) | (?<=http):(?=//) | (?<=ftp):(?=//) | (?<=\bwww)\. )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_AT_THE_START = re.compile(r"([-+=>])|(\d{1,9})([.)])(?=\s|$)")


def markdown_page(page: Page) -> str:
    """Write a page in Markdown."""
    head = [f"# {inline(plain(page.headline))}\n"] if page.headline else []
    head += [f"{block(plain(paragraph))}\n" for paragraph in (page.subtitle, *page.paragraphs) if paragraph]
    warnings = [f"## {say('Warnings')}\n\n{_items(page.warnings)}"] if page.warnings else []
    return "\n".join([*head, *map(_part, page.parts), *warnings])


def _part(part: Part) -> str:
    match part:
        case Table():
            return markdown_table(part)
        case Section():
            return _section(part)
    return f"## {inline(plain(part.title))}\n\n{_items(part.items)}"


def _section(section: Section) -> str:
    sentences = [_items(section.sentences)] if section.sentences else []
    tables = [markdown_table(table, level=3) for table in section.tables]
    return "\n".join([f"## {inline(plain(section.heading))}\n", *sentences, *tables])


def _items(texts: Iterable[str]) -> str:
    return "".join(f"- {block(plain(text))}\n" for text in texts)


def markdown_table(table: Table, *, level: int = 2) -> str:
    """Write a table as Markdown, under its title as a heading of this level."""
    return "\n".join(_table(layout, level) for layout in layouts(table))


def _table(layout: Layout, level: int) -> str:
    body = tabulate(
        [[inline(cell).replace("\n", "<br>") for cell in row] for row in layout.rows],
        headers=[inline(strip.head.replace("\n", " ")) for strip in layout.strips],
        tablefmt="github",
        disable_numparse=True,
        # tabulate refuses an alignment for a table without rows
        colalign=["right" if strip.is_numeric else "left" for strip in layout.strips] if layout.rows else None,
    )
    return (
        "\n\n".join(part for part in (f"{'#' * level} {inline(layout.title)}", body, block(layout.note)) if part) + "\n"
    )


def inline(text: str) -> str:
    """Write a text for a heading or a cell."""
    return _OF_MARKDOWN.sub(_escaped, text)


def block(text: str) -> str:
    """Write a text for a paragraph or an item of a list; no line of it begins anything else."""
    return "\n".join(map(_line, text.split("\n")))


def _line(text: str) -> str:
    line = inline(text.strip())
    match = _AT_THE_START.match(line)
    if match is None:
        return line
    mark = match[1] or match[3]
    return f"{match[2] or ''}\\{mark}{line[match.end() :]}"


def _escaped(match: re.Match[str]) -> str:
    match match.lastgroup:
        case "code":
            return match[0]
        case "tag":
            return "&lt;"
        case "entity":
            return "&amp;"
    return f"\\{match[0]}"
