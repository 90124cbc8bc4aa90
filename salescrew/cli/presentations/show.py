"""What is shown again of a result in all its forms: all of it, parts of it, or what days hold."""

from __future__ import annotations

from collections.abc import Sequence

from salescrew.cli.pages.diaries import Diaries
from salescrew.cli.pages.parts import parts_lists, parts_page
from salescrew.cli.pages.result.days import days_list, days_page
from salescrew.cli.presentations import replan
from salescrew.cli.presentations import result as solved
from salescrew.cli.render.presentation import Presentation
from salescrew.models.answers.result import Result
from salescrew.models.department.department import Department
from salescrew.models.plan.plan import Plan
from salescrew.models.schedule.in_force import plan_in_force, with_starts
from salescrew.models.schedule.part import DAYS, narrowed, part_of, refuse_missing, whole_schedule
from salescrew.models.schedule.schedule import Schedule


def whole(plan: Plan, result: Result) -> Presentation:
    """Present a result as the command that wrote it does."""
    return (
        solved.presented(plan, result)
        if result.replan is None
        else replan.presented(plan_in_force(plan, result), result)
    )


def parts(plan: Plan, result: Result, names: Sequence[str], person: str | None, week: int | None) -> Presentation:
    """Present some parts of a result, of a person, of a week."""
    schedule = Schedule(Department(with_starts(plan_in_force(plan, result), result)), result)
    refuse_missing(schedule, names, person, week)
    some = narrowed(schedule, person, week)
    return Presentation(
        part_of(schedule, names, person, week),
        page=lambda: parts_page(some, names),
        lists=lambda: parts_lists(some, names),
    )


def days(plan: Plan, result: Result, person: str | None, week: int | None) -> Presentation:
    """Present what the days of a person hold, or those of everybody in a week."""
    schedule = whole_schedule(plan, result)
    refuse_missing(schedule, DAYS, person, week)
    return Presentation(
        part_of(schedule, DAYS, person, week),
        page=lambda: days_page(schedule, person, week),
        lists=lambda: days_list(schedule, person, week),
        diary=lambda: Diaries(schedule).of_team(week) if person is None else Diaries(schedule).of(person, week),
    )
