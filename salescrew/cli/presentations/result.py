"""A result in all its forms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from salescrew.cli.pages.result.lists import lists
from salescrew.cli.pages.result.page import page_of_the_rest, page_of_the_team, page_of_the_work, result_page
from salescrew.cli.render.page import Page, Section
from salescrew.cli.render.presentation import Presentation
from salescrew.models.answers.result import Result
from salescrew.models.department.department import Department
from salescrew.models.plan.plan import Plan
from salescrew.models.schedule.in_force import with_starts
from salescrew.models.schedule.part import whole_schedule
from salescrew.models.schedule.schedule import Schedule

if TYPE_CHECKING:
    from salescrew.cli.pages.diaries import Diaries
    from salescrew.cli.render.html.document import HtmlPage
    from salescrew.cli.render.workbook.sheets import Workbook


def presented(plan: Plan, result: Result, show: Sequence[str] = (), why: Sequence[Section] = ()) -> Presentation:
    """Present a result of `salescrew solve`, and why it is so, where that was looked for."""
    return Presentation(
        result,
        page=lambda: _page(Schedule(Department(with_starts(plan, result)), result), show, why),
        lists=lambda: lists(Schedule(Department(with_starts(plan, result)), result)),
        workbook=lambda: _workbook(Schedule(Department(with_starts(plan, result)), result), why),
        html=lambda: _html(Schedule(Department(with_starts(plan, result)), result), show, why),
        diary=lambda: _diaries(plan, result).of_team(),
        diaries=lambda: _diaries(plan, result).of_each(),
    )


def presented_team(plan: Plan, result: Result) -> Presentation:
    """Present what of a result of `salescrew solve` stands once it is proven."""
    return Presentation(result, page=lambda: page_of_the_team(Schedule(Department(with_starts(plan, result)), result)))


def presented_work(plan: Plan, result: Result, show: Sequence[str] = ()) -> Presentation:
    """Present what each does in a result of `salescrew solve`."""
    schedule = Schedule(Department(with_starts(plan, result)), result)
    return Presentation(result, page=lambda: page_of_the_work(schedule, show))


def presented_rest(plan: Plan, result: Result) -> Presentation:
    """Present what of a result of `salescrew solve` is found after the answer."""
    return Presentation(result, page=lambda: page_of_the_rest(Schedule(Department(with_starts(plan, result)), result)))


def presented_why(result: Result, why: Sequence[Section]) -> Presentation:
    """Present why a result of `salescrew solve` is so, below the rest of it."""
    return Presentation(result, page=lambda: Page(parts=why))


def _page(schedule: Schedule, show: Sequence[str], why: Sequence[Section]) -> Page:
    page = result_page(schedule, show)
    return replace(page, parts=[*page.parts, *why])


def _diaries(plan: Plan, result: Result) -> Diaries:
    from salescrew.cli.pages.diaries import Diaries

    return Diaries(whole_schedule(plan, result))


def _workbook(schedule: Schedule, why: Sequence[Section]) -> Workbook:
    from salescrew.cli.pages.workbook.book import answer_sheets

    return answer_sheets(schedule, _page(schedule, (), why))


def _html(schedule: Schedule, show: Sequence[str], why: Sequence[Section]) -> HtmlPage:
    from salescrew.cli.pages.answer.page import answer_html
    from salescrew.cli.pages.explain.drawn import drawn_beside

    return answer_html(schedule, result_page(schedule, show), besides=drawn_beside(why))
