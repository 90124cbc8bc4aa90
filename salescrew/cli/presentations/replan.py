"""A plan made anew in all its forms."""

from __future__ import annotations

from collections.abc import Sequence

from salescrew.cli.pages.diaries import Diaries
from salescrew.cli.pages.on_the_way.replan import replan_lists, replan_page
from salescrew.cli.pages.result.lists import lists
from salescrew.cli.render.html.document import HtmlPage
from salescrew.cli.render.presentation import Presentation
from salescrew.cli.render.workbook.sheets import Workbook
from salescrew.models.answers.result import Result
from salescrew.models.department.department import Department
from salescrew.models.plan.plan import Plan
from salescrew.models.schedule.in_force import with_starts
from salescrew.models.schedule.part import whole_schedule
from salescrew.models.schedule.schedule import Schedule


def presented(plan: Plan, result: Result, show: Sequence[str] = ()) -> Presentation:
    """Present a plan in force, made anew, and its result."""
    return Presentation(
        result,
        page=lambda: replan_page(Schedule(Department(with_starts(plan, result)), result), show),
        lists=lambda: [*lists(Schedule(Department(with_starts(plan, result)), result)), *replan_lists(result)],
        workbook=lambda: _workbook(Schedule(Department(with_starts(plan, result)), result)),
        html=lambda: _html(Schedule(Department(with_starts(plan, result)), result), show),
        diary=lambda: _diaries(plan, result).of_team(),
        diaries=lambda: _diaries(plan, result).of_each(),
    )


def _workbook(schedule: Schedule) -> Workbook:
    from salescrew.cli.pages.workbook.book import answer_sheets

    return answer_sheets(schedule, replan_page(schedule))


def _html(schedule: Schedule, show: Sequence[str]) -> HtmlPage:
    from salescrew.cli.pages.answer.page import answer_html

    return answer_html(schedule, replan_page(schedule, show))


def _diaries(plan: Plan, result: Result) -> Diaries:
    """Make the calendars of all days, also of those that were over when the plan was made anew."""
    return Diaries(whole_schedule(plan.model_copy(update={"so_far": None}), result))
