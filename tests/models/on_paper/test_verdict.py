"""Rows of a comparison, and which configuration is best."""

from __future__ import annotations

import pytest

from salescrew.models.answers.comparison import Verdict
from salescrew.models.answers.result import Result
from salescrew.models.department.department import Department
from salescrew.models.on_paper.verdict import row_of, row_without_team, verdict
from salescrew.models.plan.plan import Plan
from salescrew.models.variants.configurations import Configuration
from tests.answer_by_hand import by_hand

PEOPLE_FIRST = ("people", "monthly_cost")
COST_FIRST = ("monthly_cost", "people")


def row(name: str, people: int, cost: float = 0.0, reach: float = 1.0):
    """Give a row with a team."""
    values = {"headcount": people, "monthly_cost": cost, "reach": reach, "status": "optimal"}
    return row_without_team(Configuration(name, None), "optimal").model_copy(update=values)


def without_team(name: str, status="infeasible", reach=None):
    return row_without_team(Configuration(name, None), status, reach=reach)


def test_row_of_an_answer():
    plan, result = by_hand()
    result |= {"stretch": {"reach": 1.25}, "one_fewer": {"reach": 0.5, "proven": True}}
    plan = Plan.model_validate(plan)
    made = row_of(Configuration("split", plan, left_out=("junior",)), Department(plan), Result.model_validate(result))
    # what the figures of spare, duty and day off are is said in the tests of these
    assert made.model_dump(exclude={"spare", "duty", "day_off", "team"}) == {
        "name": "split",
        "status": "optimal",
        "reason": "",
        "left_out": ("junior",),
        "same_as": None,
        "headcount": 2,
        "headcount_bound": 2,
        "hunters": 1,
        "inbound": 1,
        "mixed": 0,
        "hires": 0,
        "monthly_cost": 180.0,
        "monthly_cost_bound": 180.0,
        "reach": 1.25,
        "reach_proven": None,
        "odds": None,
        "one_fewer": 0.5,
        "one_fewer_proven": True,
        "free_days": 1,
    }
    assert [one.activity for one in made.spare] == ["calls", "meetings"]
    assert (made.duty.average, made.day_off.manager) == (2, "Boris")
    assert [member.name for member in made.team] == ["Anna", "Boris"]


def test_row_without_a_team():
    nothing = dict.fromkeys(
        ("headcount", "headcount_bound", "monthly_cost", "monthly_cost_bound", "revenue", "profit", "deals", "products")
    )
    plan = Plan.model_validate(by_hand()[0])
    result = Result.model_validate({"status": "infeasible", "reach": 0.9, **nothing})
    made = row_of(Configuration("split", plan), Department(plan), result)
    assert made == without_team("split", reach=0.9)
    assert (made.status, made.reach, made.headcount, made.team) == ("infeasible", 0.9, None, ())


@pytest.mark.parametrize(
    ("rows", "best", "following", "lacks"),
    [
        ([row("a", 3), row("b", 2)], "b", "a", "people"),
        ([row("a", 2, 50), row("b", 2, 40), row("c", 3, 10)], "b", "a", "monthly_cost"),
        ([row("a", 2, reach=1.02), row("b", 2, reach=1.03)], "b", "a", "reach"),
        ([without_team("a", reach=0.99), row("b", 9)], "b", "a", "plan"),
        ([without_team("a", reach=0.8), without_team("b", reach=0.9)], "b", "a", "reach"),
        ([without_team("a"), without_team("b", reach=0.1)], "b", "a", "reach"),
        ([without_team("a", "no_answer"), without_team("b")], "b", "a", "answer"),
        ([without_team("a", "impossible"), row("b", 2)], "b", None, None),
    ],
)
def test_what_the_next_one_lacks(rows, best, following, lacks):
    assert verdict(rows, PEOPLE_FIRST) == Verdict(best=best, as_good=(), next=following, lacks=lacks)


def test_order_of_the_objective():
    rows = [row("few", 2, 90), row("cheap", 3, 60)]
    assert verdict(rows, PEOPLE_FIRST) == Verdict(best="few", as_good=(), next="cheap", lacks="people")
    assert verdict(rows, COST_FIRST) == Verdict(best="cheap", as_good=(), next="few", lacks="monthly_cost")


def test_as_good():
    rows = [row("a", 2, reach=1.0301), row("b", 3), row("c", 2, reach=1.0299)]
    assert verdict(rows, PEOPLE_FIRST) == Verdict(best="a", as_good=("c",), next="b", lacks="people")
    assert verdict([rows[0], rows[2]], PEOPLE_FIRST) == Verdict(best="a", as_good=("c",), next=None, lacks=None)


def test_nothing_to_judge():
    assert verdict([], PEOPLE_FIRST) is None
    assert verdict([without_team("a", "impossible")], PEOPLE_FIRST) is None
