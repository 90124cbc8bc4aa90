"""Why an answer is so, beside the answer: which forms say it, and what they say."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from salescrew.cli.render import forms
from salescrew.cli.render.page import Section
from salescrew.models.answers.result import Result
from salescrew.models.department.department import Department
from salescrew.models.plan.plan import Plan

if TYPE_CHECKING:
    from salescrew.models.answers.explained.explanation import Explanation

_MOST_POST_DAYS, _MOST_PEOPLE = 1000, 60
"""Of more days of different people, in each role that they could have, or of more people who are there or could be
hired, nobody waits for it without having asked."""


@dataclass(frozen=True)
class Why:
    """Why an answer is so.

    Attributes
    ----------
    forms
        The forms that say it.
    sections
        Gives what they say, which takes its time.
    """

    forms: Collection[str]
    sections: Callable[[], Sequence[Section]]


def why_of(
    plan: Plan, result: Result, among: Collection[str], find: Callable[[], Explanation], *, is_asked: bool | None
) -> Why:
    """Choose what says why, and what it says.

    Parameters
    ----------
    among
        The forms in which the answer is written.
    find
        Finds out why.
    is_asked
        Whether all forms that are for people say it, or none does; None: HTML pages do, of a plan that is not large.
    """
    saying = {forms.HTML, *((*forms.PAGES, forms.WORKBOOK) if is_asked else ())} & set(among)
    if not saying or is_asked is False or result.status == "no_answer":
        return Why((), list)
    from salescrew.cli.pages.explain.beside import beside, left_out

    department = Department(plan)
    if is_asked is None and _takes_long(department):
        return Why(saying, lambda: left_out(result))
    return Why(saying, lambda: beside(department, find()))


def _takes_long(department: Department) -> bool:
    return department.post_days > _MOST_POST_DAYS or sum(map(len, department.kinds)) > _MOST_PEOPLE
