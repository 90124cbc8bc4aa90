"""The HTML of any page: what it says, then its tables and sections, then what should be known besides."""

from __future__ import annotations

from collections.abc import Iterator

from salescrew.cli.render.html.document import Block, HtmlPage, Part, Prose
from salescrew.cli.render.page import Listing, Page, Section, Table
from salescrew.cli.render.page import Part as PagePart


def html_of(page: Page) -> HtmlPage:
    """Make HTML of a page."""
    return HtmlPage(page.headline, page.subtitle, [*said_of(page), *parts_of(page), *warnings_of(page)])


def said_of(page: Page) -> Iterator[Block]:
    """Give the sentences that belong to the answer."""
    yield from (Prose(paragraph) for paragraph in page.paragraphs if paragraph)


def parts_of(page: Page) -> Iterator[Block]:
    """Give the tables and sections."""
    yield from map(_part, page.parts)


def warnings_of(page: Page) -> Iterator[Block]:
    """Give what should be known besides."""
    if page.warnings:
        yield Part("Warnings", [Prose(warning, "warning") for warning in page.warnings])


def _part(part: PagePart) -> Block:
    match part:
        case Section():
            return Part(part.heading, [*map(Prose, part.sentences), *part.tables])
        case Listing():
            return Part(part.title, [Prose(item, "item") for item in part.items])
        case Table():
            return part
