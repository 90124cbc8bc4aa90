"""What a plan takes if everybody who is there stays: by hand, and against solving that plan."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

import salescrew
from salescrew.checker.claims import claims
from salescrew.models.answers.result import EveryoneStays
from salescrew.models.plan.plan import Plan
from salescrew.models.variants.limits import keeping_everyone
from salescrew.solver.explain.prove import prove
from salescrew.solver.search import everyone as module
from salescrew.solver.search.everyone import with_everyone
from tests.plans import tiny_plans
from tests.solver.answers import solved
from tests.solver.whatif.test_compare import WEEK

DAY_OF_VERA = {"manager": "Vera", "date": "2026-01-12", "pattern": {"calls": 10}}


def test_by_hand():
    # two of the three managers of the week do; the third costs 1000 more
    plan = Plan.model_validate(WEEK)
    result = solved(plan)
    whole = with_everyone(plan, result)
    assert whole.everyone_stays == EveryoneStays(status="optimal", headcount=3, hires=0, monthly_cost=3000)
    assert salescrew.verify(plan, whole) == []
    assert whole.model_copy(update={"everyone_stays": None}) == result
    assert "everyone_stays" not in result.to_json()
    assert salescrew.Result.model_validate_json(whole.to_json()).everyone_stays == whole.everyone_stays


@pytest.mark.parametrize(
    "objective", [["cost"], ["monthly_cost"], ["cost", "monthly_cost"], ["monthly_cost", "people"]]
)
def test_whatever_a_plan_asks_to_be_least(objective):
    plan = Plan.model_validate({**WEEK, "objective": objective})
    whole = with_everyone(plan, solved(plan))
    assert whole.everyone_stays == EveryoneStays(status="optimal", headcount=3, hires=0, monthly_cost=3000)
    assert salescrew.verify(plan, whole) == []


def test_nothing_is_said_where_nobody_is_left_or_it_takes_a_search_of_its_own():
    plan = Plan.model_validate(WEEK)
    kept = solved(plan, keep_everyone=True)
    assert [member.name for member in kept.managers] == ["Anna", "Boris", "Vera"]
    assert with_everyone(keeping_everyone(plan), kept) is kept
    promised = plan.model_copy(update={"target": plan.target.model_copy(update={"confidence": 0.5})})
    result = solved(plan)
    assert with_everyone(promised, result) is result


def test_those_who_are_there_do_without_a_search_where_nobody_is_hired(monkeypatch):
    def searched(*_, **__):
        raise AssertionError("nothing is to be looked for")

    plan = Plan.model_validate(WEEK)
    result = solved(plan)
    monkeypatch.setattr(module.TeamSearch, "settle", searched)
    found = with_everyone(plan, result).everyone_stays
    assert found == EveryoneStays(status="optimal", headcount=3, hires=0, monthly_cost=3000)
    # who has a day that is settled may be in the way of others
    settled = Plan.model_validate({**WEEK, "fixed": {"days": [DAY_OF_VERA]}})
    with pytest.raises(AssertionError):
        with_everyone(settled, result)


def test_it_is_looked_for_while_the_weeks_are_made_even_and_the_same_as_afterwards(monkeypatch):
    # with a candidate who does more than two managers there is a hire in the team, and a search for what keeping takes
    strong = {"profile": "senior", "at_most": 1, "monthly_cost": 1500, "effectiveness": 3.0}
    plan = Plan.model_validate({**WEEK, "candidates": [strong]})
    after = with_everyone(plan, solved(plan))
    assert after.everyone_stays is not None
    noted: list[str] = []

    def noting(owner: type, name: str) -> None:
        usual = getattr(owner, name)
        monkeypatch.setattr(owner, name, lambda self, *given: (noted.append(name), usual(self, *given))[1])

    noting(module.Keeping, "begin")
    noting(module.TeamSearch, "even_out")
    assert salescrew.solve(plan, everyone=True) == after
    assert noted == ["begin", "even_out"]


def test_ctrl_c_leaves_it_out(monkeypatch):
    def end(*_):
        raise KeyboardInterrupt

    plan = Plan.model_validate(WEEK)
    result = solved(plan)
    for name in ("begin", "added"):
        with monkeypatch.context() as patched:
            patched.setattr(module.Keeping, name, end)
            ended = salescrew.solve(plan, everyone=True)
        assert ended.everyone_stays is None
        assert ended.headcount == result.headcount
    assert salescrew.solve(plan, time_limit=1e-9, everyone=True).everyone_stays is None


def test_limits_may_leave_no_place_for_everybody():
    plan = Plan.model_validate({**WEEK, "limits": {"people": 2}})
    found = with_everyone(plan, solved(plan)).everyone_stays
    assert found == EveryoneStays(status="infeasible", headcount=None, hires=None, monthly_cost=None)


def test_what_is_claimed_is_named_and_proven():
    plan = Plan.model_validate(WEEK)
    whole = with_everyone(plan, solved(plan))
    assert "everyone_stays" in {field for claim in claims(whole, None, plan) for field in claim.fields}
    found = {claim.claim: claim.verdict for claim in prove(plan, whole)}
    assert found["what keeping everyone takes"] == "proven"
    assert whole.everyone_stays is not None
    for told, verdict in (
        ({"headcount": 4, "hires": 1}, "proven"),  # of four no more is said than that they do
        ({"headcount": None, "hires": None, "status": "infeasible"}, "wrong"),
        ({"headcount": None, "hires": None, "status": "no_answer"}, "proven"),
    ):
        other = whole.model_copy(update={"everyone_stays": whole.everyone_stays.model_copy(update=told)})
        found = {claim.claim: claim.verdict for claim in prove(plan, other)}
        assert found["what keeping everyone takes"] == verdict


def test_what_cannot_be_is_found_without_solving():
    plan = Plan.model_validate(WEEK)
    whole = with_everyone(plan, solved(plan))
    assert whole.everyone_stays is not None
    for told, rule in (
        ({"headcount": 2, "hires": 0}, "everyone_stays.headcount must be at least 3, got 2"),
        ({"hires": 2}, "everyone_stays.hires must be 0, got 2"),
        ({"headcount": None}, "everyone_stays.headcount must be given where its status is optimal, got nothing"),
    ):
        other = whole.model_copy(update={"everyone_stays": whole.everyone_stays.model_copy(update=told)})
        assert [violation.witness for violation in salescrew.verify(plan, other)] == [rule]
    kept = solved(plan, keep_everyone=True).model_copy(update={"everyone_stays": whole.everyone_stays})
    (violation,) = salescrew.verify(keeping_everyone(plan), kept)
    assert violation.witness == "everyone_stays must be null where everybody has a role, is there"


@settings(max_examples=6)
@given(tiny_plans())
def test_keeping_everyone_is_solving_the_plan_that_keeps_them(plan):
    result = salescrew.solve(plan)
    found = with_everyone(plan, result).everyone_stays
    if found is None:
        return
    again = salescrew.solve(plan, keep_everyone=True)
    assert (found.headcount, found.hires) == (again.headcount, None if again.headcount is None else again.hires)
    assert found.status == again.status
    assert result.headcount is not None
    assert found.headcount is None or found.headcount >= result.headcount
