"""All that is known of a plan: its answer, why it is so, what it takes on paper, and where it stands."""

from __future__ import annotations

import dataclasses

from salescrew.cli.pages.answer.page import answer_html
from salescrew.cli.pages.check import check_page
from salescrew.cli.pages.explain.drawn import drawn
from salescrew.cli.pages.explain.page import explanation_page
from salescrew.cli.pages.on_the_way.outcome import stands_part
from salescrew.cli.pages.on_the_way.replan import replan_page
from salescrew.cli.pages.on_the_way.track import track_page
from salescrew.cli.pages.result.page import result_page
from salescrew.cli.render.html.document import Block, Fold, HtmlPage
from salescrew.cli.render.html.of_page import part_of
from salescrew.cli.render.page import Page
from salescrew.cli.render.presentation import Presentation
from salescrew.language import say
from salescrew.models.answers.explained.explanation import Explanation
from salescrew.models.answers.progress import Progress
from salescrew.models.answers.result import Result
from salescrew.models.department.department import Department
from salescrew.models.on_paper.arithmetic import arithmetic
from salescrew.models.plan.plan import Plan
from salescrew.models.schedule.in_force import plan_in_force, with_starts
from salescrew.models.schedule.schedule import Schedule


def presented(plan: Plan, result: Result, explained: Explanation | None, progress: Progress | None) -> Presentation:
    """Present all that is known."""
    schedule = Schedule(Department(with_starts(plan_in_force(plan, result), result)), result)
    page = result_page if result.replan is None else replan_page
    return Presentation(result, page=lambda: page(schedule), html=lambda: _html(plan, schedule, explained, progress))


def _html(plan: Plan, schedule: Schedule, explained: Explanation | None, progress: Progress | None) -> HtmlPage:
    department = Department(plan)
    stands: list[Block] = [] if progress is None else [stands_part(track_page(department, progress), progress)]
    why: list[Block] = []
    if explained is not None:
        why += drawn([part_of(say("Why"), _without_subtitle(explanation_page(department, explained)))])
    on_paper = _without_subtitle(check_page(department, arithmetic(department)))
    paper = part_of(say("The arithmetic of the plan"), on_paper)
    besides = [*why, Fold(paper.heading, paper.blocks)]
    page = result_page(schedule) if schedule.result.replan is None else replan_page(schedule)
    return answer_html(schedule, page, first=stands, besides=besides)


def _without_subtitle(page: Page) -> Page:
    """Leave out which plan it is, which the page says on top."""
    return dataclasses.replace(page, subtitle="")
