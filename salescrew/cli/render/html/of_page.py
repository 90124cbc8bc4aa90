"""The HTML of any page: what it says, then its tables and sections, then what should be known besides."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from salescrew.cli.render.html.document import Block, HtmlPage, Part, Prose
from salescrew.cli.render.page import Listing, Page, Section, Table
from salescrew.cli.render.page import Part as PagePart
from salescrew.language import say


def html_of(page: Page) -> HtmlPage:
    """Make HTML of a page."""
    return HtmlPage(page.headline, subtitle_of(page), [*said_of(page), *parts_of(page), *warnings_of(page)])


def part_of(heading: str, page: Page) -> Part:
    """Make a section of a whole page."""
    said = [Prose(sentence) for sentence in (page.headline, subtitle_of(page)) if sentence]
    return Part(heading, [*said, *said_of(page), *parts_of(page), *warnings_of(page)])


def in_place_of_tables(blocks: Sequence[Block], made_of: Callable[[Table], Block | None]) -> list[Block]:
    """Put something else in the place of those tables, in sections too, that it can be made of."""
    return [_in_place(block, made_of) for block in blocks]


def _in_place(block: Block, made_of: Callable[[Table], Block | None]) -> Block:
    match block:
        case Table():
            return made_of(block) or block
        case Part():
            return replace(block, blocks=in_place_of_tables(block.blocks, made_of))
    return block


def subtitle_of(page: Page) -> str:
    """Give the line that says what a page is about."""
    return page.subtitle.split("\n", maxsplit=1)[0]


def said_of(page: Page) -> Iterator[Block]:
    """Give the sentences that belong to the answer."""
    more = page.subtitle.split("\n")[1:]
    yield from (Prose(paragraph) for paragraph in (*more, *page.paragraphs) if paragraph)


def parts_of(page: Page) -> Iterator[Block]:
    """Give the tables and sections."""
    yield from map(_part, page.parts)


def warnings_of(page: Page) -> Iterator[Block]:
    """Give what should be known besides."""
    if page.warnings:
        yield Part(say("Warnings"), [Prose(warning, "warning") for warning in page.warnings])


def _part(part: PagePart) -> Block:
    match part:
        case Section():
            return Part(part.heading, [*map(Prose, part.sentences), *part.tables])
        case Listing():
            return Part(part.title, [Prose(item, "item") for item in part.items])
        case Table():
            return part
