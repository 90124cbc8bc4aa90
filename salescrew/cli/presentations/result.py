"""A result in all its forms."""

from __future__ import annotations

from collections.abc import Sequence

from salescrew.cli.pages.result.lists import lists
from salescrew.cli.pages.result.page import page_of_the_rest, result_page
from salescrew.cli.render.presentation import Presentation
from salescrew.cli.render.workbook.sheets import Workbook
from salescrew.models.answers.result import Result
from salescrew.models.department.department import Department
from salescrew.models.plan.plan import Plan
from salescrew.models.schedule.in_force import with_starts
from salescrew.models.schedule.schedule import Schedule


def presented(plan: Plan, result: Result, show: Sequence[str] = ()) -> Presentation:
    """Present a result of `salescrew solve`."""
    return Presentation(
        result,
        page=lambda: result_page(Schedule(Department(with_starts(plan, result)), result), show),
        lists=lambda: lists(Schedule(Department(with_starts(plan, result)), result)),
        workbook=lambda: _workbook(Schedule(Department(with_starts(plan, result)), result)),
    )


def presented_rest(plan: Plan, result: Result) -> Presentation:
    """Present what of a result of `salescrew solve` is found after the answer."""
    return Presentation(result, page=lambda: page_of_the_rest(Schedule(Department(with_starts(plan, result)), result)))


def _workbook(schedule: Schedule) -> Workbook:
    from salescrew.cli.pages.workbook.book import answer_sheets

    return answer_sheets(schedule, result_page(schedule))
