"""A plan is worked out once: while it is solved, explained and made anew, no plan is worked out a second time."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

import salescrew
from salescrew.models.answers.result import Result
from salescrew.models.department import department
from salescrew.models.department.department import Department
from salescrew.models.department.people import Person
from salescrew.models.facts.actuals import Actuals
from salescrew.models.plan.plan import Plan
from salescrew.solver.explain.changes import changes
from salescrew.solver.explain.conflict import conflict
from tests.solver.answers import solved
from tests.solver.explain.test_conflict import by_hand

CONSULTING = Path(__file__).parents[2] / "examples" / "consulting.yaml"


def watched(monkeypatch: pytest.MonkeyPatch) -> list[Plan]:
    """Give a list that grows by each plan that is worked out: from the plan alone, not of another one's parts."""
    plans: list[Plan] = []
    people = department.people

    def watch(plan: Plan) -> list[Person]:
        plans.append(plan)
        return people(plan)

    monkeypatch.setattr(department, "people", watch)
    return plans


@pytest.fixture
def worked_out(monkeypatch: pytest.MonkeyPatch) -> list[Plan]:
    return watched(monkeypatch)


def repeated(plans: list[Plan]) -> list[str]:
    """List the plans that were worked out more than once."""
    return [plan for plan, times in Counter(plan.model_dump_json() for plan in plans).items() if times > 1]


@pytest.fixture(scope="module")
def consulting() -> tuple[Plan, Result]:
    """Solve the example, which works it out once."""
    plan = salescrew.load(CONSULTING)
    with pytest.MonkeyPatch.context() as monkeypatch:
        plans = watched(monkeypatch)
        result = salescrew.solve(plan)
    assert plans == [plan]
    return plan, result


def test_explaining_works_no_plan_out_twice(consulting: tuple[Plan, Result], worked_out: list[Plan]) -> None:
    plan, result = consulting
    told = salescrew.explain(plan, ["target", "person", "quota"], person=result.managers[-1].name, result=result)
    assert told.binding
    assert len(told.persons) == 1
    assert repeated(worked_out) == []
    # beside the plan, those with 1, 4 and 16 more leads or contacts, and with one more slot a week
    leads = sum(funnel.channel == "inbound" or funnel.max_contacts is not None for funnel in plan.funnels.values())
    assert 1 <= len(worked_out) <= 1 + 3 * leads + 1


def test_looking_for_changes_works_no_plan_out_twice(worked_out: list[Plan]) -> None:
    plan = by_hand(target={"revenue": 1000})
    of = changes(Department(plan), solved(plan))
    assert of.enough
    assert repeated(worked_out[1:]) == []


def test_looking_for_a_conflict_works_no_plan_out_twice(worked_out: list[Plan]) -> None:
    assert conflict(Department(by_hand(target={"revenue": 1000}))) is not None
    assert repeated(worked_out) == []


def test_making_anew_works_no_plan_out_twice(consulting: tuple[Plan, Result], worked_out: list[Plan]) -> None:
    plan, result = consulting
    day = plan.calendar.start + dt.timedelta(days=9)
    away = {next(row.manager for row in result.roster if row.date == day): [str(day)]}
    revised = salescrew.replan(plan, result, Actuals(), day, absent=away)
    assert revised.replan is not None
    assert repeated(worked_out) == []
    # the plan in force, from now on, and if nobody were away
    assert len(worked_out) <= 4
