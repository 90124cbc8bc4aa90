"""Charts below the tables of a page, drawn by the spreadsheet itself."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from salescrew.cli.render.page import Page
from salescrew.cli.render.workbook.looks import number_of
from salescrew.cli.render.workbook.of_page import sheets_of
from salescrew.cli.render.workbook.sheets import Chart, Grid, Series, Sheet, Workbook
from salescrew.language import say, to_say

_MOST_ROWS = 40
"""With more names below it nobody can read a chart."""
Drawn = Sequence[tuple[str, str]]
"""The titles of columns that are drawn, in their order, each with what it is called in the chart; all to be said."""
_SHARES = (to_say("attainment"), to_say("reach"), to_say("odds"), to_say("met"))
SHARES: Drawn = tuple((share, share) for share in _SHARES)


def sheets_with_chart(page: Page, title: str, drawn: Drawn = SHARES) -> Workbook:
    """Make sheets of a page, and draw shares of the first table that has one of these columns.

    Parameters
    ----------
    title
        What the chart says.
    """
    sheets = list(sheets_of(page))
    for number, sheet in enumerate(sheets):
        chart = chart_of(sheet, title, drawn)
        if chart is not None:
            sheets[number] = dataclasses.replace(sheet, blocks=[*sheet.blocks, chart])
            break
    return sheets


def chart_of(sheet: Sheet, title: str, drawn: Drawn = SHARES) -> Chart | None:
    """Draw shares of the first table of a sheet, a group of columns a row; None where it has none of them."""
    grids = [block for block in sheet.blocks if isinstance(block, Grid)]
    if not grids or not 0 < len(grids[0].rows) <= _MOST_ROWS:
        return None
    left, last, series = list(drawn), len(grids[0].rows) - 1, list[Series]()
    for column, head in enumerate(grids[0].heading):
        told = next((one for one in left if say(one[0]) == head.title), None)
        if told is None or head.kind != "share":
            continue
        left.remove(told)
        if any(number_of(row[column]) is not None for row in grids[0].rows):
            series.append(Series(say(told[1]), ((0, 0), (last, 0)), ((0, column), (last, column))))
    return Chart("column", title, series, kind="share") if series else None
