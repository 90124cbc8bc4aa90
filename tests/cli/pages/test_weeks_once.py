"""Weeks that are alike are shown once, and how alike they are is said."""

from __future__ import annotations

from typing import Any

import pytest

from salescrew.cli.pages.result.evenness import evenness_sentence
from salescrew.cli.pages.result.weeks import duty_tables, quota_tables
from salescrew.models.answers.evenness import Evenness
from salescrew.models.plan.plan import Plan
from salescrew.models.schedule.schedule import schedule_of
from tests.solver.answers import solved
from tests.solver.search.test_no_target import desk


def titles(**calendar: Any) -> list[str]:
    plan = Plan.model_validate(desk(calendar={"start": "2026-01-12", **calendar}))
    return [table.title for table in duty_tables(schedule_of(plan, solved(plan)))]


def test_weeks_that_are_all_alike_are_every_week() -> None:
    assert titles(weeks=3) == ["Duty roster, every week"]


def test_a_week_with_a_holiday_stands_by_itself() -> None:
    assert titles(weeks=5, holidays=["2026-01-21"]) == [
        "Duty roster, weeks 1 and 3 to 5",
        "Duty roster, week 2 (from 19 Jan 2026)",
    ]


@pytest.mark.parametrize("day", ["2026-01-14", "2026-01-12"])
def test_weeks_that_come_again_stand_before_a_week_with_a_holiday_even_the_first(day: str) -> None:
    assert titles(weeks=4, holidays=[day]) == [
        "Duty roster, weeks 2 to 4",
        "Duty roster, week 1 (from 12 Jan 2026)",
    ]


def test_a_single_week_has_its_dates() -> None:
    plan = Plan.model_validate(desk(calendar={"start": "2026-01-12", "weeks": 1}))
    (table,) = duty_tables(schedule_of(plan, solved(plan)))
    assert table.title == "Duty roster, week 1 (from 12 Jan 2026)"
    assert [column.title for column in table.columns] == [
        "",
        *("Mon 12 Jan", "Tue 13 Jan", "Wed 14 Jan", "Thu 15 Jan", "Fri 16 Jan"),
    ]


def test_alike_weeks_have_weekdays_and_the_sum_of_one() -> None:
    target = {"products": {"x": {"deals": 50}}}
    plan = Plan.model_validate(desk(target=target))
    table = quota_tables(schedule_of(plan, solved(plan)))[0]
    assert table.title == "Quotas, every week"
    assert [column.title for column in table.columns] == ["", "Mon", "Tue", "Wed", "Thu", "Fri", "the week"]


@pytest.mark.parametrize(
    ("weeks", "person", "sentence"),
    [
        (1.018, 1.0, "The busiest week opens 1.8% more contacts of a funnel a working day than the mean; everybody is "
         "asked for as much a day in every week."),
        (1.0, 1.25, "Every week opens as many contacts a working day; nobody's busiest week asks for more than 25% "
         "above their mean."),
        (None, 1.1, "Nobody's busiest week asks for more than 10% above their mean."),
        (None, None, ""),
    ],
)  # fmt: skip
def test_how_alike_they_are(weeks: float | None, person: float | None, sentence: str) -> None:
    result = solved(Plan.model_validate(desk()))
    even = Evenness(weeks=weeks, person=person, alike=None, duty=None, idle=None)
    assert evenness_sentence(result.model_copy(update={"evenness": even})) == sentence
