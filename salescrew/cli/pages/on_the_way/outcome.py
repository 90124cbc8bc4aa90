"""How the targets will come out, as a chart: likely, with the band around that."""

from __future__ import annotations

from salescrew.cli.pages.result.odds import chance
from salescrew.cli.render.cells import share
from salescrew.cli.render.html.document import Bar, Chart, HtmlPage, Part
from salescrew.cli.render.html.of_page import html_of, part_of
from salescrew.cli.render.page import Cell, Column, Page, Table
from salescrew.models.answers.progress import Progress, TargetPace

_MARKS = "The dashed line is the target. The thin line is where it comes out in 95 of 100 cases."


def track_html(page: Page, progress: Progress) -> HtmlPage:
    """Make HTML of a page about where a plan stands, its targets drawn."""
    made = html_of(page)
    return HtmlPage(made.headline, made.subtitle, [*_drawn(progress), *made.blocks])


def stands_part(page: Page, progress: Progress) -> Part:
    """Make a section of such a page."""
    part = part_of("Where it stands", page)
    return Part(part.heading, [*part.blocks[:1], *_drawn(progress), *part.blocks[1:]])


def _drawn(progress: Progress) -> list[Chart]:
    paces = [pace for pace in progress.targets if pace.wanted > 0]
    if not paces:
        return []
    worst = min(paces, key=lambda pace: pace.likely / pace.wanted)
    finding = f"{worst.target} is likely to come to {share(worst.likely / worst.wanted)} of what is wanted"
    finding += ", the least of all targets." if len(paces) > 1 else "."
    columns = [Column("target", "name"), *(Column(name, "money") for name in ("wanted", "likely", "from", "to"))]
    rows: list[list[Cell]] = [[pace.target, pace.wanted, pace.likely, pace.low, pace.high] for pace in paces]
    return [Chart(finding, [_bar(pace) for pace in paces], Table("outcome", "", columns, rows), _MARKS)]


def _bar(pace: TargetPace) -> Bar:
    odds = "" if pace.odds is None else f", odds {chance(pace.odds)}"
    likely, span = pace.likely / pace.wanted, (pace.low / pace.wanted, pace.high / pace.wanted)
    return Bar(pace.target, likely, f"{share(likely)} likely{odds}", span, 1.0)
