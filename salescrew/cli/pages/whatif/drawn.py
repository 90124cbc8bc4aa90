"""What comparisons, sweeps and sensitivities come to, as charts of an HTML page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from salescrew.cli.pages.whatif import compare, sweep
from salescrew.cli.pages.words import amount, persons
from salescrew.cli.render.cells import plain, share
from salescrew.cli.render.html.document import Bar, Chart, HtmlPage
from salescrew.cli.render.html.of_page import html_of, in_place_of_tables
from salescrew.cli.render.page import Page, Table
from salescrew.language import say, say_as
from salescrew.models.answers.comparison import Comparison, ConfigurationRow
from salescrew.models.answers.sensitivity import Sensitivity, SensitivityRow
from salescrew.models.answers.sweep import Sweep
from salescrew.models.plan.plan import Plan
from salescrew.models.variants.axes import Grid

_MOST_BARS = 24
"""More bars than this say less than the table."""
_MOST_INPUTS = 12


def comparison_html(plan: Plan, page: Page, found: Comparison) -> HtmlPage:
    """Make HTML of a comparison, the people of each configuration drawn; where they are as many, what they cost."""
    rows = [row for row in found.rows if row.headcount is not None]
    counts = [row.headcount or 0 for row in rows]
    costs = [row.monthly_cost or 0.0 for row in rows]
    if len(set(counts)) == 1 and len(set(costs)) > 1:
        bars = [
            Bar(compare.configuration(row), cost, amount(plan, cost)) for row, cost in zip(rows, costs, strict=True)
        ]
        finding = say("Each takes {n} {n:person|people}; what differs is what they cost a month.", n=counts[0])
        return _with_chart(page, bars, finding)
    bars = [Bar(compare.configuration(row), count, _staff(row)) for row, count in zip(rows, counts, strict=True)]
    return _with_chart(page, bars, _fewest_and_most(rows, counts))


def _fewest_and_most(rows: Sequence[ConfigurationRow], counts: Sequence[int]) -> str:
    if len(set(counts)) < 2:
        return say("How many people each configuration takes.")
    fewest, most = counts.index(min(counts)), counts.index(max(counts))
    return say(
        "{fewest} takes the fewest people: {few}; {most} the most: {many}.",
        fewest=compare.configuration(rows[fewest]),
        few=counts[fewest],
        most=compare.configuration(rows[most]),
        many=counts[most],
    )


def _staff(row: ConfigurationRow) -> str:
    people = persons(row.headcount)
    if row.reach is None:
        return people
    return say("{people}, could reach {share}", people=people, share=share(row.reach))


def sweep_html(plan: Plan, page: Page, found: Sweep) -> HtmlPage:
    """Make HTML of a sweep, the people of each combination drawn."""
    grid = Grid(found.axes)
    bars = [
        Bar(", ".join(grid.labels(number)), cell.headcount, _people(sweep.people_text(cell), cell.headcount))
        for number, cell in enumerate(found.cells)
        if cell.headcount is not None
    ]
    varied = ", ".join(sweep.title_of(plan, axis.path) for axis in found.axes)
    counts = [cell.headcount for cell in found.cells if cell.headcount is not None]
    if len(set(counts)) < 2:
        return _with_chart(page, bars, say("How many people it takes, by {varied}.", varied=varied))
    finding = say(
        "It takes from {few} to {many} {many:person|people}, by {varied}.",
        few=min(counts),
        many=max(counts),
        varied=varied,
    )
    return _with_chart(page, bars, finding)


def _people(written: str, count: int) -> str:
    return say("{people} {n:person|people}", people=written, n=count)


def sensitivity_html(page: Page, found: Sensitivity) -> HtmlPage:
    """Make HTML of a sensitivity, how far the team gets with each input drawn, what moves it most first."""
    moved = [row for row in found.rows if _reaches(row)]
    moved.sort(key=lambda row: max(_reaches(row)) - min(_reaches(row)), reverse=True)
    base = found.base.reach
    bars = [_moved(row, base) for row in moved[:_MOST_INPUTS]] if base is not None else []
    if not bars:
        return html_of(page)
    first = moved[0]
    finding = say(
        "{input} moves the plan most: {share} lower or higher, the team reaches from {low} to {high} of it.",
        input=plain(first.title),
        share=share(found.by),
        low=share(min(_reaches(first))),
        high=share(max(_reaches(first))),
    )
    marks = say(
        "The bar is how far the team gets with the input lower or higher, whichever is less; the thin line goes from "
        "there to the other. The dashed line is the plan as it is."
    )
    return _with_chart(page, bars, finding, marks)


def _reaches(row: SensitivityRow) -> list[float]:
    return [side.reach for side in (row.low, row.high) if side is not None and side.reach is not None]


def _moved(row: SensitivityRow, base: float) -> Bar:
    low, high = min([*_reaches(row), base]), max([*_reaches(row), base])
    shown = say_as("range", "{low} to {high}", low=share(low), high=share(high))
    return Bar(plain(row.title), low, shown, (low, high), base)


def _with_chart(page: Page, bars: Sequence[Bar], finding: str, marks: str = "") -> HtmlPage:
    """Put a chart in the place of the first table, which is its data."""
    made = html_of(page)
    first = next((part for part in page.parts if isinstance(part, Table)), None)
    if not 1 < len(bars) <= _MOST_BARS:
        return made
    chart = partial(Chart, finding, bars, marks=marks)
    return replace(made, blocks=in_place_of_tables(made.blocks, lambda table: chart(table) if table is first else None))
