"""The sheets of an answer of `solve`: its page, and beside it what goes day by day and week by week."""

from __future__ import annotations

from collections.abc import Iterable

from salescrew.cli.pages.workbook.calendar import colours_sheet, roster_sheet
from salescrew.cli.pages.workbook.chain import chain_sheet
from salescrew.cli.pages.workbook.charts import sheets_with_chart
from salescrew.cli.pages.workbook.weeks import funnel_sheet, quotas_sheet
from salescrew.cli.render.page import Page
from salescrew.cli.render.workbook.sheets import Sheet, Workbook
from salescrew.language import say, to_say
from salescrew.models.schedule.schedule import Schedule

_TEAM = to_say("Team")


def answer_sheets(schedule: Schedule, page: Page) -> Workbook:
    """Make a workbook of a page about an answer, and of the answer itself.

    Parameters
    ----------
    page
        What is said of it, without its days and weeks.
    """
    sheets = list(sheets_with_chart(page, say("How far, and how surely, each target is met")))
    if not schedule.result.managers:
        return sheets
    days = [roster_sheet(schedule), colours_sheet(schedule)]
    details = [*days, quotas_sheet(schedule), funnel_sheet(schedule), *_chain(schedule)]
    at = next((number + 1 for number, sheet in enumerate(sheets) if sheet.name == say(_TEAM)), 1)
    return [*sheets[:at], *details, *sheets[at:]]


def _chain(schedule: Schedule) -> Iterable[Sheet]:
    found = chain_sheet(schedule)
    return [] if found is None else [found]
