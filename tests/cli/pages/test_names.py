"""Which words of a page are the user's, and which are ours: another language touches only ours."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import salescrew
from salescrew.cli.pages.check import check_page
from salescrew.cli.pages.explain.page import explanation_page
from salescrew.cli.pages.on_the_way.cover import cover_page
from salescrew.cli.pages.on_the_way.diff import diff_page
from salescrew.cli.pages.on_the_way.replan import replan_page
from salescrew.cli.pages.on_the_way.track import track_page
from salescrew.cli.pages.result.page import VIEWS, result_page
from salescrew.cli.render.page import Page, Section, Table, Word
from salescrew.models.answers.result import Result
from salescrew.models.department.department import Department
from salescrew.models.on_paper.arithmetic import arithmetic
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.funnels import PAID
from salescrew.models.schedule.in_force import plan_in_force
from salescrew.models.schedule.schedule import Schedule
from tests.answer_by_hand import by_hand
from tests.cli.commands.test_replan import FACTS

BY_HAND = by_hand()
PLAN = Plan.model_validate(BY_HAND[0])
RESULT = Result.model_validate(BY_HAND[1] | {"version": 1})
"""Of the first version, which need not hold its plan."""
DEPARTMENT = Department(PLAN)
SCHEDULE = Schedule(DEPARTMENT, RESULT)
STAGES = [stage.name for funnel in PLAN.funnels.values() for stage in funnel.stages]
PEOPLE = [manager.name for manager in PLAN.managers] + [candidate.profile for candidate in PLAN.candidates]
NAMES = {*PEOPLE, *PLAN.funnels, *STAGES, *PLAN.products, *PLAN.calendar.slots, "calls", "meetings"}
"""What a user has given a name; activities among it."""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    path = tmp_path_factory.mktemp("facts") / "actuals.csv"
    path.write_text(FACTS, encoding="utf-8")
    facts = salescrew.load_actuals(path, PLAN, RESULT)
    changed = salescrew.replan(PLAN, RESULT, facts, "2026-01-19", absent={"Boris": "2026-01-19"})
    now = plan_in_force(PLAN, changed)
    what = ("target", "person", "quota")
    return {
        "check": check_page(DEPARTMENT, arithmetic(DEPARTMENT)),
        "solve": result_page(SCHEDULE, VIEWS),
        "explain": explanation_page(DEPARTMENT, salescrew.explain(PLAN, what, result=RESULT)),
        "track": track_page(DEPARTMENT, salescrew.track(PLAN, RESULT, facts)),
        "replan": replan_page(Schedule(Department(now), changed)),
        "diff": diff_page(salescrew.diff(RESULT, changed)),
        "cover": cover_page(PLAN, salescrew.cover(PLAN, RESULT, {"Boris": "2026-01-19"})),
    }


def tables(page: Page) -> Iterator[Table]:
    for part in page.parts:
        match part:
            case Table():
                yield part
            case Section():
                yield from part.tables


def words(page: Page) -> Iterator[tuple[str, str, str, bool]]:
    """Yield the texts in the cells of a page: table, column, text, and whether it is a name."""
    for table in tables(page):
        for row in table.rows:
            for column, cell in zip(table.columns, row, strict=True):
                for thing in cell if isinstance(cell, tuple) else (cell,):
                    if isinstance(thing, str) and thing:
                        yield table.name, column.title, thing, column.kind == "name" and not isinstance(thing, Word)


@pytest.mark.parametrize("command", ["check", "solve", "explain", "track", "replan", "diff", "cover"])
def test_a_word_of_the_user_is_a_name_and_no_other_is(pages: dict[str, Page], command: str) -> None:
    found = list(words(pages[command]))
    assert found
    assert [of for *of, is_name in found if not is_name and of[-1] in NAMES] == []
    assert [of for *of, is_name in found if is_name and not is_of_the_plan(of[-1])] == []


def is_of_the_plan(text: str) -> bool:
    """Tell whether a text has a name in it, or is one of the words of the plan file."""
    return text in (PAID, "revenue") or any(name in text for name in NAMES)
