"""A page for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from salescrew.cli.render.cells import plain, warning_line
from salescrew.cli.render.fold import Block, blocks_of
from salescrew.cli.render.layout import BETWEEN, layout
from salescrew.cli.render.lines import WIDEST, folded, width_of
from salescrew.cli.render.page import Listing, Page, Part, Section, Table

_HANGING = "  "


def text_page(page: Page, screen: int | None = None) -> str:
    """Write a page for a terminal.

    Parameters
    ----------
    screen
        How wide the terminal is; None: there is none, and what programs look for stays in a line.
    """
    return _Writer(screen).page(page)


def text_table(table: Table, screen: int | None = None) -> str:
    """Write a table for a terminal of this width; None: there is none."""
    return _Writer(screen).table(table)


class _Writer:
    """Writes what fits into a width: that of a terminal, or of a page where there is none."""

    def __init__(self, screen: int | None) -> None:
        self._is_screen = screen is not None
        self._width = screen or WIDEST

    def page(self, page: Page) -> str:
        head = [self._whole(plain(line)) for line in (page.headline, page.subtitle) if line]
        paragraphs = [self._lines(plain(paragraph)) for paragraph in page.paragraphs if paragraph]
        warnings = [self._whole(warning_line(plain(warning))) for warning in page.warnings]
        parts = ["".join(head), *paragraphs, *map(self._part, page.parts), "".join(warnings)]
        return "\n".join(part for part in parts if part)

    def _part(self, part: Part) -> str:
        match part:
            case Table():
                return self.table(part)
            case Section():
                return self._section(part)
        return self._listing(part)

    def _section(self, section: Section) -> str:
        heading = self._lines(plain(section.heading))
        under = "=" * max(map(width_of, heading.splitlines()), default=0)
        sentences = [self._lines(plain(sentence), "", _HANGING) for sentence in section.sentences]
        return "\n".join([f"{heading}{under}\n{''.join(sentences)}", *map(self.table, section.tables)])

    def _listing(self, listing: Listing) -> str:
        items = [plain(item) for item in listing.items]
        items = [self._lines(item, "- ", _HANGING) if listing.are_sentences else self._whole(item) for item in items]
        return "".join([self._lines(f"{plain(listing.title)}:"), *items])

    def table(self, table: Table) -> str:
        laid = layout(table, self._width)
        title = self._lines(laid.title) if laid.title else ""
        note = self._lines(laid.note) if laid.note else ""
        return title + "\n".join(map(_grid, blocks_of(laid, self._width))) + note

    def _whole(self, line: str) -> str:
        """Write what programs look for in a line, which only a terminal gets broken."""
        return self._lines(line, "", _HANGING) if self._is_screen else f"{line}\n"

    def _lines(self, text: str, first: str = "", others: str = "") -> str:
        """Break a text into lines: no wider than a page is, so that the eye finds the next one."""
        width = min(self._width, WIDEST)
        return "".join(f"{folded(line, width, first, others)}\n" for line in text.split("\n"))


def _grid(block: Block) -> str:
    """Write columns side by side, under their heads and a rule."""
    rows = list(zip(*(strip.cells for strip in block.strips), strict=True))
    head = _row([strip.head for strip in block.strips], block)
    rule = [(" " * BETWEEN).join("-" * width for width in block.widths)]
    between = [""] if block.stands_apart else []
    lines = [line for row in rows for line in (*between, *_row(row, block))]
    return "".join(f"{line}\n" for line in (*head, *rule, *lines[len(between) :]))


def _row(cells: Sequence[str], block: Block) -> Iterable[str]:
    """Write a row in the lines that it takes."""
    for parts in zip_longest(*(cell.split("\n") for cell in cells), fillvalue=""):
        written = [
            " " * (width - width_of(part)) + part if strip.is_numeric else part + " " * (width - width_of(part))
            for part, width, strip in zip(parts, block.widths, block.strips, strict=True)
        ]
        yield (" " * BETWEEN).join(written).rstrip()
