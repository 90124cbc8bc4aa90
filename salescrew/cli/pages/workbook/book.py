"""The sheets of an answer of `solve`: its page, and beside it what goes day by day and week by week."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from salescrew.cli.pages.workbook.calendar import colours_sheet, roster_sheet
from salescrew.cli.pages.workbook.chain import chain_sheet
from salescrew.cli.pages.workbook.weeks import funnel_sheet, quotas_sheet
from salescrew.cli.render.page import Page
from salescrew.cli.render.workbook.of_page import sheets_of
from salescrew.cli.render.workbook.sheets import Chart, Grid, Series, Sheet, Workbook
from salescrew.models.schedule.schedule import Schedule

_TEAM, _TARGETS = "Team", "Targets"


def answer_sheets(schedule: Schedule, page: Page) -> Workbook:
    """Make a workbook of a page about an answer, and of the answer itself.

    Parameters
    ----------
    page
        What is said of it, without its days and weeks.
    """
    sheets = [_with_chart(sheet) for sheet in sheets_of(page)]
    if not schedule.result.managers:
        return sheets
    days = [roster_sheet(schedule), colours_sheet(schedule)]
    details = [*days, quotas_sheet(schedule), funnel_sheet(schedule), *_chain(schedule)]
    at = next((number + 1 for number, sheet in enumerate(sheets) if sheet.name == _TEAM), 1)
    return [*sheets[:at], *details, *sheets[at:]]


def _chain(schedule: Schedule) -> Iterable[Sheet]:
    found = chain_sheet(schedule)
    return [] if found is None else [found]


def _with_chart(sheet: Sheet) -> Sheet:
    """Draw how far targets are met below their table."""
    grids = [block for block in sheet.blocks if isinstance(block, Grid)]
    if sheet.name != _TARGETS or not grids or not grids[0].rows:
        return sheet
    titles = [head.title for head in grids[0].heading]
    last = len(grids[0].rows) - 1
    series = [
        Series(str(title), ((0, 0), (last, 0)), ((0, column), (last, column)))
        for column, title in enumerate(titles)
        if title in ("attainment", "odds")
    ]
    chart = Chart("column", "How far, and how surely, each target is met", series, kind="share")
    return dataclasses.replace(sheet, blocks=[*sheet.blocks, chart])
