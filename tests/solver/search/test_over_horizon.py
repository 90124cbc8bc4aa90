"""The cost over the horizon as an objective and a limit, hiring costs, and first days to choose from, by hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

import salescrew
from salescrew.models.answers.explained.conflict import Condition
from salescrew.models.answers.result import Result
from salescrew.models.department import department
from salescrew.models.department.department import Department
from salescrew.models.on_paper.condition_words import member
from salescrew.models.on_paper.conditions import conditions_of
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.targets import Limits
from salescrew.solver.explain.relaxation import without
from tests.solver.answers import solved

Data = dict[str, Any]
SEASON = Path(__file__).parents[3] / "examples" / "season.yaml"
MONTH = 30.4375
FIRST, SECOND, THIRD = "2026-03-02", "2026-03-09", "2026-03-16"


def calls(**fields: Any) -> Data:
    """Three weeks of a single day of 10 calls each, of which every second pays in the same week."""
    plan: Data = {
        "name": "by hand",
        "calendar": {"start": FIRST, "weeks": 3, "working_days": ["mon"]},
        "products": {"x": {"average_deal": 100}},
        "day_patterns": [{"calls": 10}],
        "funnels": {
            "cold": {
                "channel": "outbound",
                "product": "x",
                "opens_with": "calls",
                "stages": [{"name": "contact", "conversion": 0.5}],
            }
        },
        "pipeline": "empty",
        "target": {"products": {"x": {"deals": 10}}},
        "candidates": [
            {"profile": "temp", "at_most": 3, "monthly_cost": 487, "from": [FIRST, SECOND, THIRD]},
        ],
    }
    return plan | fields


def starts(result: Result) -> list[str]:
    return sorted(str(member.from_) for member in result.managers if member.from_ is not None)


def test_a_season_with_temps_costs_half() -> None:
    plan = salescrew.load(SEASON)
    result = solved(plan)
    assert result.status == "optimal"
    assert result.cost == pytest.approx(222_382, abs=0.5)
    assert [str(member.from_) for member in result.managers] == ["None"] * 2 + ["2026-11-30"] * 3
    all_season = solved(plan.replace({"candidates.temp.at_most": 0}))
    assert all_season.cost == pytest.approx(419_615, abs=0.5)


def test_fewest_people_need_not_cost_least_over_the_horizon() -> None:
    # two days of 5 deals: one person for two weeks, 14 x 16 = 224, or two for one, who cost as much
    one = solved(calls())
    assert (one.headcount, starts(one), one.cost) == (1, [SECOND], pytest.approx(224))
    paid_by_the_month = calls(objective=["cost"])
    paid_by_the_month["candidates"][0]["ramp"] = [1, 0]
    two = solved(paid_by_the_month)
    assert (two.headcount, starts(two), two.cost) == (2, [THIRD, THIRD], pytest.approx(224))


def test_of_teams_at_the_same_cost_the_next_objective_decides() -> None:
    result = solved(calls(objective=["cost", "people"]))
    assert (result.headcount, result.headcount_bound, result.cost) == (1, 1, pytest.approx(224))
    assert result.monthly_cost_bound is None
    most_in_a_month = solved(calls(objective=["cost", "monthly_cost", "people"]))
    assert (most_in_a_month.monthly_cost, most_in_a_month.monthly_cost_bound) == (487, 487)


def test_what_is_not_named_is_not_sought() -> None:
    result = solved(calls(objective=["people"]))
    assert (result.status, result.headcount, result.monthly_cost_bound) == ("optimal", 1, None)
    assert result.cost == result.cost_bound == pytest.approx(224)


def test_hiring_costs_once() -> None:
    dear = calls(objective=["cost"])
    dear["candidates"][0] |= {"hiring_cost": 1000, "ramp": [1, 0.4]}
    # with a ramp one person needs three weeks (5 + 2 + 5 deals), 336, two are 112 each, but another is to be hired
    result = solved(dear)
    assert (starts(result), result.cost) == ([FIRST], pytest.approx(336 + 1000))
    cheap = calls(objective=["cost"])
    cheap["candidates"][0] |= {"hiring_cost": 10, "ramp": [1, 0.4]}
    result = solved(cheap)
    assert (starts(result), result.cost) == ([THIRD, THIRD], pytest.approx(224 + 20))


def test_a_ramp_counts_from_the_day_that_was_chosen() -> None:
    slow = calls(target={"products": {"x": {"deals": 7.5}}})
    slow["candidates"][0]["ramp"] = [0.5]
    assert starts(solved(slow)) == [SECOND]
    slow["target"] = {"products": {"x": {"deals": 12.5}}}
    assert starts(solved(slow)) == [FIRST]


def test_who_is_to_be_kept_may_choose_as_well() -> None:
    kept = calls()
    kept["candidates"][0] |= {"keep": True, "at_most": 2}
    result = solved(kept)
    assert (result.headcount, starts(result)) == (2, [THIRD, THIRD])


def test_a_settled_day_is_worked_by_somebody_who_has_come() -> None:
    settled = calls(fixed={"days": [{"date": FIRST, "manager": "temp 2", "pattern": {"calls": 10}}]})
    result = solved(settled)
    assert [(member.name, str(member.from_)) for member in result.managers] == [("temp 2", FIRST)]
    since = calls(fixed={"roles": {"temp 1": "hunter"}, "since": {"temp 1": SECOND}})
    assert [(member.name, str(member.from_)) for member in solved(since).managers] == [("temp 1", SECOND)]


@pytest.mark.parametrize(("limit", "status"), [(224, "optimal"), (223, "infeasible")])
def test_a_limit_of_the_cost_is_kept(limit: float, status: str) -> None:
    result = solved(calls(limits={"cost": limit}))
    assert result.status == status
    if status == "infeasible":
        # 13 days of pay are left: two weeks need one more
        assert result.reach == pytest.approx(0.5, abs=1e-3)


def test_those_kept_may_break_the_limit_alone() -> None:
    kept = calls(limits={"cost": 100})
    kept["candidates"][0] |= {"keep": True, "at_most": 1}
    result = solved(kept)
    assert result.status == "infeasible"
    assert result.warnings == (
        "limits.cost is 100, and the people to be kept alone come to 112. Raise the limit, or keep fewer.",
    )


def test_a_result_with_first_days_goes_through_json() -> None:
    plan = Plan.model_validate(calls())
    result = solved(plan)
    again = Result.model_validate_json(result.to_json())
    assert again.to_json() == result.to_json()
    assert '"from": "2026-03-09"' in result.to_json()
    without = solved(calls(candidates=[{"profile": "temp", "at_most": 3, "from": FIRST}]))
    assert '"from": null' not in without.to_json()


def test_odds_are_promised_at_the_least_cost_over_the_horizon() -> None:
    plan = Plan.model_validate(calls(objective=["cost", "people"]))
    result = salescrew.solve(plan, confidence="80%")
    assert [str(one) for one in salescrew.verify(plan.replace({"target.confidence": 0.8}), result)] == []
    assert result.odds is not None
    assert result.odds.all >= 0.8
    assert result.cost is not None
    assert result.cost > 224
    assert result.status == "optimal"
    assert result.cost_bound == pytest.approx(result.cost)


def test_explained_is_what_a_later_start_would_cost() -> None:
    explained = salescrew.explain(Plan.model_validate(calls()), ["starts"]).starts
    assert explained is not None
    assert [(row.profile, row.people, row.first_day) for row in explained.chosen] == [("temp", 1, dt.date(2026, 3, 9))]
    assert explained.chosen[0].cost == pytest.approx(224)
    (later,) = explained.later
    assert (later.first_day, later.status) == (dt.date(2026, 3, 16), "optimal")
    assert (later.headcount, later.cost) == (2, pytest.approx(224))
    few = calls()
    few["candidates"][0]["at_most"] = 1
    told = salescrew.explain(Plan.model_validate(few), ["starts"]).starts
    assert told is not None
    assert (told.later[0].status, told.later[0].reach) == ("infeasible", pytest.approx(0.5, abs=1e-3))
    assert salescrew.explain(Plan.model_validate(calls(candidates=[{"profile": "a", "at_most": 3}]))).starts is None


@pytest.mark.parametrize("objective", [["cost", "people"], ["people", "cost"], ["people"], ["cost"]])
def test_a_wide_department_is_answered_alike_and_bound_from_below(
    monkeypatch: pytest.MonkeyPatch, objective: list[str]
) -> None:
    plan = salescrew.load(SEASON).replace({"objective": objective})
    usual = solved(plan)
    monkeypatch.setattr(department, "WIDE", 0)
    wide = solved(plan)
    assert wide.headcount == usual.headcount
    assert wide.cost == pytest.approx(usual.cost)
    # prices leave more open than a proof does
    bounds = (wide.headcount_bound or 0, usual.headcount or 0), (wide.cost_bound or 0.0, usual.cost or 0.0)
    assert all(0 <= bound <= value * (1 + 1e-9) for bound, value in bounds)
    is_proven = all(bound == pytest.approx(value) for bound, value in bounds if bound)
    assert wide.status == ("optimal" if is_proven else "feasible")


def test_a_limit_of_the_cost_is_part_of_what_cannot_hold_together() -> None:
    explained = salescrew.explain(Plan.model_validate(calls(limits={"cost": 200})), ["headcount", "target"])
    assert explained.conflict is not None
    assert {member.where for member in explained.conflict.members} == {"target.products.x.deals", "limits.cost"}
    assert explained.changes is not None
    (raised,) = (change for change in explained.changes.enough if change.path == "limits.cost")
    assert (raised.after, raised.not_enough) == (pytest.approx(224), pytest.approx(223.99, abs=0.02))
    assert explained.binding is not None
    (limit,) = explained.binding.limits
    assert (limit.limit, limit.at_most, limit.taken, limit.tight) == ("cost", 200, pytest.approx(112), False)


def test_first_days_are_left_out_of_what_must_hold_but_where_they_cost() -> None:
    late = calls()
    late["candidates"][0]["from"] = [SECOND, THIRD]
    plan = Plan.model_validate(late)
    conditions = conditions_of(Department(plan))
    first_days = Condition("person", ("candidates", "temp", "from"))
    assert first_days in conditions
    assert member(Department(plan), [first_days]).says == "temp is there from Monday 9 March 2026 at the earliest"
    free = without(plan, frozenset(conditions) - {first_days})
    assert [str(day) for day in free.candidates[0].starts] == [FIRST, SECOND, THIRD]
    # who is there longer costs more, so that the limit of the cost would hold less
    limited = plan.model_copy(update={"limits": Limits(cost=300)})
    assert first_days not in conditions_of(Department(limited))
    assert without(limited, frozenset()).candidates[0].from_ == plan.candidates[0].from_
