"""Who does the work counts: items are worth more or less with whoever handles them."""

from __future__ import annotations

from math import comb
from pathlib import Path
from typing import Any

import pytest

import salescrew
from salescrew.checker.verify import verify
from salescrew.models.department.department import Department
from salescrew.models.on_paper.change_words import sentence
from salescrew.models.plan.plan import Plan
from salescrew.models.schedule.own_plan import with_plan
from salescrew.solver.explain.changes import changes
from tests.daily_model import daily
from tests.oracle import brute_force
from tests.plans_of_closers import plan_of_follow_up
from tests.solver.answers import answer, solved
from tests.solver.search.test_closers import cold

Data = dict[str, Any]
EXAMPLES = Path(__file__).parents[3] / "examples"


def pair(**changes: Any) -> Data:
    """Ann makes half more of meetings than others, and costs more than Bob, who makes a fifth less of them.

    A week of five days: a call in ten leads to a meeting, a meeting in two to a deal of 1,000; a day holds 20 calls or
    2 meetings.
    """
    data = cold(
        managers=[
            {"name": "Ann", "monthly_cost": 5, "follow_up": 1.5},
            {"name": "Bob", "monthly_cost": 2, "follow_up": 0.8},
        ]
    )
    data["funnels"]["cold"]["stages"][1].pop("by")
    return data | changes


def items(plan: Plan) -> dict[str, float]:
    found: dict[str, float] = {}
    for row in solved(plan).work or ():
        found[row.manager] = found.get(row.manager, 0.0) + row.items
    return found


def test_the_best_holds_the_meetings() -> None:
    # 10 meetings are five days of two, 100 calls five days of 20. Held by Ann they bring 10 x 0.5 x 1.5 = 7.5 deals
    plan = Plan.model_validate(pair(target={"revenue": 7500}))
    result = solved(plan)
    assert (result.status, result.headcount) == ("optimal", 2)
    assert result.revenue == pytest.approx(7500, rel=1e-5)
    assert items(plan) == {"Ann": pytest.approx(10, rel=1e-5)}
    calls = {
        name: sum(row.activities["calls"] for row in result.quotas if row.manager == name) for name in ("Ann", "Bob")
    }
    assert calls == {"Ann": 0, "Bob": 100}


def test_more_than_the_best_can_hold_is_out_of_reach() -> None:
    # whatever is opened, Ann holds at most ten meetings, and Bob's are worth less; with x of his ten person-days for
    # meetings, calls are 20 (10 - 5 - x): every meeting of Bob's takes a call day away
    plan = Plan.model_validate(pair(target={"revenue": 8000}))
    assert solved(plan).status == "infeasible"
    assert solved(plan).reach == pytest.approx(7500 / 8000, rel=1e-5)


def test_who_opens_is_worth_no_more_for_that() -> None:
    # with follow_up alone a hunter's contacts are worth what any are
    one = [{"name": "Ann", "follow_up": 1.5}]
    # two days of meetings hold four, for which three days of calls are enough: 4 x 0.5 x 1.5 = 3 deals
    assert answer(Plan.model_validate(pair(managers=one, target={"revenue": 3000}))) == ("optimal", 1, 0.0)
    assert answer(Plan.model_validate(pair(managers=one, target={"revenue": 3010})))[0] == "infeasible"


def test_later_stages_count_what_came_of_those_before() -> None:
    # of meetings 0.5 x 1.5 pass to proposals, and as many of these to deals, as Ann does all
    stages = [
        {"name": "contact", "conversion": 0.1},
        {"name": "meeting", "conversion": 0.5, "effort": {"meetings": 1}},
        {"name": "proposal", "conversion": 0.5, "effort": {"calls": 4}},
    ]
    data = pair(managers=[{"name": "Ann", "follow_up": 1.5}])
    data["funnels"]["cold"]["stages"] = stages
    # four meetings take two days; 40 calls for them, and 4 x 0.75 x 4 = 12 for proposals, are three: 2.25 deals
    data["target"] = {"revenue": 2250}
    plan = Plan.model_validate(data)
    assert answer(plan) == ("optimal", 1, 0.0)
    by_stage = {row.stage: row.entering for row in solved(plan).funnel}
    assert by_stage["proposal"] == pytest.approx(0.75 * by_stage["meeting"])
    assert by_stage["paid"] == pytest.approx(0.75 * by_stage["proposal"])


def test_work_of_another_activity_may_be_anybodys() -> None:
    # a meeting takes a call besides; who makes the call is all one where meetings handle the item
    data = pair(target={"revenue": 6000})
    data["funnels"]["cold"]["stages"][1] |= {"effort": {"calls": 1, "meetings": 1}, "handled_by": "meetings"}
    result = solved(Plan.model_validate(data))
    assert result.headcount == 2
    assert {row.activity for row in result.work or ()} == {"meetings"}
    # by default it is the first of its effort
    del data["funnels"]["cold"]["stages"][1]["handled_by"]
    assert {row.activity for row in solved(Plan.model_validate(data)).work or ()} <= {"calls"}


def test_what_is_under_way_is_handled_too() -> None:
    # 8 meetings there from the start: 8 x 0.5 x 1.5 = 6 deals, nobody need call
    plan = Plan.model_validate(pair(pipeline={"cold": {"meeting": 8}}, target={"revenue": 6000}))
    assert answer(plan) == ("optimal", 1, 5.0)
    assert items(plan) == {"Ann": pytest.approx(8)}


def test_nothing_is_said_of_who_works_where_it_does_not_count() -> None:
    managers = [{"name": "Ann", "monthly_cost": 5}, {"name": "Bob", "monthly_cost": 2, "follow_up": 1}]
    result = solved(Plan.model_validate(pair(managers=managers, target={"revenue": 5000})))
    assert result.work is None
    assert "work" not in result.to_json()


def test_odds_are_those_of_items_as_they_are_handled() -> None:
    # 10 calls in 100 lead to a meeting, 3 in 4 of those to a deal where Ann holds them
    plan = Plan.model_validate(pair(target={"revenue": 7500}))
    odds = solved(plan).odds
    assert odds is not None
    assert odds.revenue.mean == pytest.approx(7500, rel=1e-5)
    missed = sum(comb(100, k) * 0.075**k * 0.925 ** (100 - k) for k in range(8))
    assert odds.all == pytest.approx(1 - missed, abs=1e-4)
    assert odds.error == 0


def test_stated_odds_of_items_as_they_are_handled_are_counted_again() -> None:
    plan = Plan.model_validate(pair(target={"revenue": 7500}))
    result = solved(plan)
    assert verify(plan, with_plan(plan, result)) == []
    assert result.odds is not None
    wrong = result.model_copy(update={"odds": result.odds.model_copy(update={"all": result.odds.all + 1e-4})})
    assert [line for line in verify(plan, with_plan(plan, wrong)) if "odds.all must be" in str(line)] != []


@pytest.mark.parametrize(
    "more",
    [
        {"chance": {"fix": ["rates"]}},
        {"target": {"revenue": 6000, "stages": {"cold": {"paid": 5}}}},
        {"target": {"revenue": 6000, "by_month": {"2026-03": {"revenue": 3000}}}},
    ],
    ids=["exact", "by stages", "by months"],
)
def test_odds_of_items_as_they_are_handled_are_played_again(more: Data) -> None:
    data = pair(target={"revenue": 6000}) | more
    data["funnels"]["cold"]["stages"][1] |= {"days_to_next": 3, "observed": {"passed": 20, "of": 40}}
    plan = Plan.model_validate(data)
    result = solved(plan)
    assert result.odds is not None
    assert verify(plan, with_plan(plan, result)) == []


def test_a_simulation_with_time_for_everything_agrees_with_the_odds() -> None:
    plan = salescrew.load(EXAMPLES / "closers.yaml")
    result = solved(plan)
    assert result.odds is not None
    played = salescrew.simulate(plan, result, runs=2000, fix=["time", "illness", "leaving"])
    assert played.odds == pytest.approx(result.odds.all, abs=5 * (0.25 / 2000) ** 0.5)
    assert played.revenue.std() == pytest.approx(result.odds.revenue.sd, rel=0.1)


def test_openers_and_closers_over_a_quarter_that_feeds_the_next() -> None:
    plan = salescrew.load(EXAMPLES / "closers.yaml")
    assert answer(plan) == ("optimal", 4, 19_000.0)
    result = solved(plan)
    assert {one.name: one.role for one in result.managers if one.role == "closer"} == {"Ada": "closer", "Ben": "closer"}
    # closers alone hold the meetings, and as many as are agreed
    held = [row for row in result.work or () if row.stage == "meeting"]
    assert {row.manager for row in held} <= {"Ada", "Ben"}
    entered = sum(row.entering for row in result.funnel if row.stage == "meeting")
    assert sum(row.items for row in held) == pytest.approx(entered)


def test_whose_follow_up_would_have_to_be_better_is_explained() -> None:
    # Ann holds ten meetings at the most: for 8 deals, 10 x 0.5 of them have to be worth 1.6
    plan = Plan.model_validate(pair(target={"revenue": 8000}))
    found = changes(Department(plan), solved(plan))
    change = next(one for one in found.enough if one.path == "managers.Ann.follow_up")
    assert (change.kind, change.before, change.unit) == ("follow_up", 1.5, "share")
    assert change.after == pytest.approx(1.6, abs=0.002)
    assert change.after > change.not_enough >= 1.599
    assert sentence(change, ["hunter"]).startswith("If the follow_up of Ann rises from 150% to 160")


def test_sensitivity_moves_what_items_are_worth() -> None:
    plan = Plan.model_validate(pair(target={"revenue": 6000}))
    rows = {row.path: row for row in salescrew.sensitivity(plan, by=0.1, jobs=1).rows}
    ann = rows["managers.Ann.follow_up"]
    assert ann.low is not None
    assert ann.high is not None
    assert (ann.low.value, ann.high.value) == (pytest.approx(1.35), pytest.approx(1.65))
    # ten meetings of hers: 6.75 deals, and 8.25
    assert (ann.low.reach, ann.high.reach) == (pytest.approx(6.75 / 6, abs=1e-3), pytest.approx(8.25 / 6, abs=1e-3))
    assert ann.low.odds is not None
    assert ann.high.odds is not None
    assert ann.low.odds < ann.high.odds
    # with 0.5 x 1.5 no more than all meetings may pass
    conversion = rows["funnels.cold.stages.meeting.conversion"]
    assert conversion.high is not None


@pytest.mark.parametrize("seed", range(25))
def test_agrees_with_the_enumerator(seed: int) -> None:
    plan = plan_of_follow_up(seed)
    assert answer(plan) == brute_force(plan)
    result = solved(plan)
    if result.odds is not None:
        assert verify(plan, with_plan(plan, result)) == []


@pytest.mark.parametrize("seed", range(6))
def test_agrees_with_the_daily_model(seed: int) -> None:
    plan = plan_of_follow_up(seed, "small")
    assert answer(plan) == daily(plan)
