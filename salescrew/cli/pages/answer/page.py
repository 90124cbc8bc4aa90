"""The page of an answer: its sentence and four numbers, what is reached, the weeks, the grounds, a sheet a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from salescrew.cli.pages.answer.funnels import funnels_part
from salescrew.cli.pages.answer.grounds import assumptions_part, proofs_part
from salescrew.cli.pages.answer.people import Sheets
from salescrew.cli.pages.answer.targets import targets_part, weakest_month
from salescrew.cli.pages.answer.tiles import tiles
from salescrew.cli.pages.answer.weeks import Weeks
from salescrew.cli.render.html.document import Block, Fold, HtmlPage, Part
from salescrew.cli.render.html.of_page import html_of, parts_of, said_of, subtitle_of, warnings_of
from salescrew.cli.render.page import Page, Table
from salescrew.language import say
from salescrew.models.schedule.schedule import Schedule

_DRAWN = ("targets", "stages")
"""Tables of the page that stand below a chart here."""
_BY_WEEK = ("duty", "roster", "quotas", "contacts", "funnel", "coverage")
"""Those that are many, one a kind of week."""


def answer_html(
    schedule: Schedule, page: Page, *, first: Sequence[Block] = (), besides: Sequence[Block] = ()
) -> HtmlPage:
    """Make HTML of a page about an answer, and of the answer itself.

    Parameters
    ----------
    first
        What comes before all that was planned: where it stands by now.
    besides
        What is known of it besides, such as why it is so.
    """
    if not schedule.result.managers:
        plain = html_of(page)
        return HtmlPage(plain.headline, plain.subtitle, [*plain.blocks, *first, *besides])
    is_anew, tables = schedule.result.replan is not None, list(_tables(page))
    # of a plan made anew the changes are what it is about
    blocks: list[Block] = [tiles(schedule), *said_of(page), *first, *(tables if is_anew else [])]
    if schedule.department.goals:
        blocks.append(targets_part(schedule))
    if (month := weakest_month(schedule)) is not None:
        blocks.append(month)
    blocks += [Part(say("The week"), Weeks(schedule).of_team()), funnels_part(schedule), *besides]
    blocks += [] if is_anew else tables
    blocks += [assumptions_part(schedule), proofs_part(schedule), *warnings_of(page)]
    sheets = Sheets(schedule)
    blocks += [sheets.of(name) for name in schedule.roles]
    return HtmlPage(page.headline, subtitle_of(page), blocks)


def _tables(page: Page) -> Iterator[Block]:
    """Give what of the page is drawn nowhere: of tables that are many one, and the others behind folds."""
    seen: set[str] = set()
    for part, block in zip(page.parts, parts_of(page), strict=True):
        if isinstance(part, Table) and part.name in _DRAWN:
            continue
        if isinstance(part, Table) and part.name in _BY_WEEK and part.name in seen:
            yield Fold(part.title, [Table(part.name, "", part.columns, part.rows, part.note, part.blank, "always")])
            continue
        if isinstance(part, Table):
            seen.add(part.name)
        yield block
