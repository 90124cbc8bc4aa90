"""Items that were agreed by name stay with their person, unless that person is away."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

import salescrew
from salescrew.errors import InputError
from salescrew.models.answers.result import Result
from salescrew.models.facts.actuals import Actuals
from salescrew.models.facts.file import parse_actuals
from salescrew.models.facts.form import form_csv, form_rows
from salescrew.models.plan.plan import Plan
from tests.solver.answers import solved
from tests.solver.replanned import away, replanned

Data = dict[str, Any]
MON, NEXT_MON, NEXT_TUE = dt.date(2026, 3, 2), dt.date(2026, 3, 9), dt.date(2026, 3, 10)
HEADER = "date,manager,what,funnel,count,amount,person"


@pytest.fixture(scope="module")
def in_force() -> tuple[Plan, Result]:
    """Give two weeks of A and B, alike: 4 contacts lead to 4 appointments and a week later to 4 meetings, by whomever.

    In the second week A is to hold all of them, and B has nothing to do.
    """
    stages = [
        {"name": "contact", "conversion": 1},
        {"name": "appointed", "conversion": 1, "days_to_next": 7},
        {"name": "meeting", "conversion": 1, "effort": {"meetings": 1}},
    ]
    cold = {"channel": "outbound", "product": "x", "opens_with": "calls", "stages": stages, "max_contacts": 4}
    data: Data = {
        "name": "by hand",
        "calendar": {"start": "2026-03-02", "weeks": 2, "working_days": ["mon", "tue"]},
        "products": {"x": {"average_deal": 100}},
        "target": {"products": {"x": {"deals": 4}}},
        "day_patterns": [{"calls": 4}, {"meetings": 4}],
        "funnels": {"cold": cold},
        "pipeline": "empty",
        "grace_weeks": 0,
        "managers": [{"name": name, "keep": True, "roles": ["hunter"], "monthly_cost": 3} for name in "AB"],
    }
    days = [{"date": str(day), "manager": "B", "pattern": {}} for day in (NEXT_MON, NEXT_TUE)]
    return Plan.model_validate(data), solved(data | {"fixed": {"days": days}})


def facts(plan: Plan, person: str, appointed: int = 3) -> Actuals:
    rows = [f"{MON},A,contacts,cold,4,,", f"{MON},,appointed,cold,{appointed},,{person}"]
    rows += [f"{MON},,appointed,cold,{4 - appointed},,"] if appointed < 4 else []
    return parse_actuals("\n".join([HEADER, *rows]), "a.csv", plan)


def meetings(plan: Plan, result: Result, actuals: Actuals, **options: Any) -> dict[str, int]:
    revised = replanned(plan, result, actuals, NEXT_MON, freeze_days=0, rates="plan", **options)
    assert revised.status == "optimal"
    found = {"A": 0, "B": 0}
    for row in revised.quotas:
        if row.date >= NEXT_MON:
            found[row.manager] += row.activities.get("meetings", 0)
    return found


def test_whoever_agreed_them_holds_them(in_force: tuple[Plan, Result]) -> None:
    plan, result = in_force
    assert meetings(plan, result, facts(plan, "")) == {"A": 4, "B": 0}
    # 3 were agreed with B, who had nothing to do: A is asked for no more than the other one
    by_name = meetings(plan, result, facts(plan, "B"))
    assert by_name["B"] == 3
    assert by_name["A"] >= 1
    assert meetings(plan, result, facts(plan, "A")) == {"A": 4, "B": 0}


def test_whoever_is_away_holds_none(in_force: tuple[Plan, Result]) -> None:
    plan, result = in_force
    assert meetings(plan, result, facts(plan, "B"), absent={"B": away(NEXT_MON, NEXT_TUE)}) == {"A": 4, "B": 0}
    # on one of two days is not away
    assert meetings(plan, result, facts(plan, "B"), absent={"B": away(NEXT_MON)})["B"] == 3


def test_what_is_agreed_stands_in_the_plan_as_it_is_on_that_day(in_force: tuple[Plan, Result]) -> None:
    plan, result = in_force
    revised = replanned(plan, result, facts(plan, "B"), NEXT_MON, freeze_days=0, rates="plan")
    assert revised.replan is not None
    so_far = revised.replan.basis.so_far
    assert [(row.activity, row.amount, row.person) for row in so_far.open_work] == [("meetings", pytest.approx(3), "B")]
    assert [(row.activity, row.amount, row.person) for row in so_far.spared_work] == [("meetings", 3, None)]
    tampered = revised.model_dump(mode="json")
    for row in tampered["quotas"]:
        if row["date"] >= str(NEXT_MON):
            row["manager"] = "A" if row["manager"] == "B" else row["manager"]
    assert salescrew.verify(plan, Result.model_validate(tampered)) != []


@pytest.mark.parametrize("name", ["A", "B"])
def test_meetings_that_have_begun_are_held_by_whoever_agreed_them(in_force: tuple[Plan, Result], name: str) -> None:
    # 4 entered the meeting on Monday and none was held: 3 of them are left to the one, at the least
    plan, result = in_force
    rows = f"{NEXT_MON},,meeting,cold,3,,{name}", f"{NEXT_MON},,meeting,cold,1,,", f"{NEXT_MON},A,meetings,,0,,"
    known = parse_actuals("\n".join([HEADER, f"{MON},A,contacts,cold,4,,", *rows]), "a.csv", plan)
    revised = replanned(plan, result, known, NEXT_TUE, freeze_days=0, rates="plan")
    asked = {row.manager: row.activities["meetings"] for row in revised.quotas if row.date == NEXT_TUE}
    assert asked[name] >= 3


def test_it_stays_so_in_the_plan_after_that(in_force: tuple[Plan, Result]) -> None:
    # nobody held any on Monday, so B has 3 left on Tuesday
    plan, result = in_force
    known = facts(plan, "B")
    once = replanned(plan, result, known, NEXT_MON, freeze_days=0, rates="plan")
    none = parse_actuals(f"{HEADER}\n{NEXT_MON},A,meetings,,0,,\n", "a.csv", plan)
    entered = parse_actuals(f"{HEADER}\n{NEXT_MON},,meeting,cold,4,,\n", "a.csv", plan)
    later = Actuals((*known, *none, *entered))
    again = replanned(plan, once, later, NEXT_TUE, freeze_days=0, rates="plan")
    assert {row.manager: row.activities["meetings"] for row in again.quotas if row.date == NEXT_TUE}["B"] >= 3


def test_the_form_that_goes_on_keeps_the_person(in_force: tuple[Plan, Result]) -> None:
    plan, result = in_force
    known = facts(plan, "B")
    again = parse_actuals(form_csv(form_rows(plan, result, facts=known)), "a.csv", plan)
    assert set(again.facts) == set(known.facts)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (f"{MON},,appointed,cold,3,,C", "must be a person of this plan, got C. Known here: A, B."),
        (
            f"{MON},A,calls,,3,,B",
            "must be left out but for items that entered a stage, got B. Remove it; who did it is the manager.",
        ),
    ],
)
def test_what_is_wrong_with_a_person(in_force: tuple[Plan, Result], row: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_actuals(f"{HEADER}\n{row}\n", "a.csv", in_force[0])
    assert str(caught.value) == f"a.csv:2: person: {message}"
