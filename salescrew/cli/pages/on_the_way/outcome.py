"""How the targets will come out, as a chart: likely, with the band around that."""

from __future__ import annotations

from salescrew.cli.pages.result.odds import chance
from salescrew.cli.render.cells import share
from salescrew.cli.render.html.document import Bar, Chart, HtmlPage, Part
from salescrew.cli.render.html.of_page import html_of, part_of
from salescrew.cli.render.page import Cell, Column, Page, Table
from salescrew.language import say, say_as, to_say
from salescrew.models.answers.progress import Progress, TargetPace
from salescrew.models.department.targets import target_in_words

_MARKS = to_say("The dashed line is the target. The thin line is where it comes out in 95 of 100 cases.")

_ALONE = to_say("{target} is likely to come to {share} of what is wanted.")
_LEAST_OF_ALL = to_say("{target} is likely to come to {share} of what is wanted, the least of all targets.")


def track_html(page: Page, progress: Progress) -> HtmlPage:
    """Make HTML of a page about where a plan stands, its targets drawn."""
    made = html_of(page)
    return HtmlPage(made.headline, made.subtitle, [*_drawn(progress), *made.blocks])


def stands_part(page: Page, progress: Progress) -> Part:
    """Make a section of such a page."""
    part = part_of(say("Where it stands"), page)
    return Part(part.heading, [*part.blocks[:1], *_drawn(progress), *part.blocks[1:]])


def _drawn(progress: Progress) -> list[Chart]:
    paces = [pace for pace in progress.targets if pace.wanted > 0]
    if not paces:
        return []
    worst = min(paces, key=lambda pace: pace.likely / pace.wanted)
    finding = say(
        _LEAST_OF_ALL if len(paces) > 1 else _ALONE,
        target=target_in_words(worst.target),
        share=share(worst.likely / worst.wanted),
    )
    columns = [Column(say("target"), "name"), Column(say("wanted"), "money"), Column(say("likely"), "money")]
    columns += [Column(say_as("interval", "from"), "money"), Column(say_as("interval", "to"), "money")]
    rows: list[list[Cell]] = [
        [target_in_words(pace.target), pace.wanted, pace.likely, pace.low, pace.high] for pace in paces
    ]
    return [Chart(finding, [_bar(pace) for pace in paces], Table("outcome", "", columns, rows), say(_MARKS))]


def _bar(pace: TargetPace) -> Bar:
    likely, span = pace.likely / pace.wanted, (pace.low / pace.wanted, pace.high / pace.wanted)
    if pace.odds is None:
        said = say("{share} likely", share=share(likely))
    else:
        said = say("{share} likely, odds {odds}", share=share(likely), odds=chance(pace.odds))
    return Bar(target_in_words(pace.target), likely, said, span, 1.0)
