"""What of an explanation is drawn on an HTML page: how much has to change, of each change that is enough."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from salescrew.cli.pages.explain.changes import ENOUGH, NOT_ENOUGH
from salescrew.cli.render.cells import plain, share
from salescrew.cli.render.html.document import Bar, Block, Chart, Fold, HtmlPage
from salescrew.cli.render.html.of_page import html_of, in_place_of_tables, parts_of
from salescrew.cli.render.page import Page, Section, Table
from salescrew.language import say


def explanation_html(page: Page) -> HtmlPage:
    """Make HTML of an explanation, what would do drawn."""
    made = html_of(page)
    return replace(made, blocks=drawn(made.blocks))


def drawn(blocks: Sequence[Block]) -> list[Block]:
    """Draw what would do, wherever it stands among blocks."""
    return in_place_of_tables(blocks, _changes)


def drawn_beside(sections: Sequence[Section]) -> list[Block]:
    """Draw what would do beside an answer, where what would not stands behind folds."""
    blocks = list(parts_of(Page(parts=sections)))
    return in_place_of_tables(blocks, lambda table: _folded(table) if table.name in NOT_ENOUGH else _changes(table))


def _folded(table: Table) -> Fold:
    return Fold(table.title, [replace(table, title="")])


def _changes(table: Table) -> Chart | None:
    bars = list(_bars(table)) if table.name == ENOUGH else []
    if len(bars) < 2:
        return None
    least = bars[0]
    finding = say("The smallest of these changes is {share}: {what}.", share=share(least.value), what=least.name)
    marks = say("A bar is the change that is enough, as a share of what it is now.")
    return Chart(finding, bars, table, marks)


def _bars(table: Table) -> Iterator[Bar]:
    """Give a bar for each change that has a size; the smallest comes first, as in the table."""
    for row in table.rows:
        name, size = row[0], row[-1]
        if isinstance(size, float):
            shown = say("{share} more", share=share(size)) if size > 0 else say("{share} less", share=share(-size))
            yield Bar(plain(str(name)), abs(size), shown)
