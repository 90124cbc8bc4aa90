"""What people carry, and whether `keep` is a reason: numbers derived by hand."""

from __future__ import annotations

from typing import Any

import pytest

import salescrew
from salescrew.models.answers.explained.explanation import Explanation
from salescrew.models.plan.plan import Plan
from tests.solver.answers import solved
from tests.solver.stored import solved_case
from tests.test_oracles import deals, inbound, outbound, people

CLOSE = pytest.approx


def told(data: dict[str, Any], *names: str) -> Explanation:
    plan = Plan.model_validate(data)
    return salescrew.explain(plan, (), without=names, result=solved(plan))


# Ten calls a day, two days, every second contact pays 100: one person makes 10 deals.


def test_without_one_of_two_a_third_takes_over() -> None:
    found = told(outbound(target=deals(20)), "A").without
    assert found
    assert (found.names, found.status, found.headcount, found.headcount_bound) == (("A",), "optimal", 2, 2)
    assert found.reach is None
    assert (found.others.reach, found.others.meets_plan) == (CLOSE(0.5, rel=1e-5), False)
    (target,) = found.targets
    assert (target.target, target.wanted) == ("products.x.deals", 20)
    assert (target.planned, target.left) == (CLOSE(20, rel=1e-4), CLOSE(10, rel=1e-4))
    assert (found.carried.role, found.carried.duty_slots, found.carried.quotas) == ("hunter", 0, {"calls": 20})
    (row,) = found.taken_over
    assert (row.before.role, row.before.quotas) == (None, {})
    assert (row.after.role, row.after.quotas) == ("hunter", {"calls": 20})


def test_without_too_many_nobody_meets_the_plan() -> None:
    data = outbound(target=deals(20), managers=people(1, 1, 1))
    plan = Plan.model_validate(data)
    names = [member.name for member in solved(plan).managers]
    found = told(data, *names).without
    assert found
    assert (found.names, found.status, found.headcount) == (tuple(names), "infeasible", None)
    assert found.reach == CLOSE(0.5, rel=1e-5)
    assert found.taken_over == ()
    assert found.carried.role is None
    assert found.carried.quotas == {"calls": 40}
    assert found.targets[0].left == CLOSE(0, abs=1e-6)


def test_who_has_no_role_carries_nothing() -> None:
    plan = Plan.model_validate(outbound(target=deals(20)))
    result = solved(plan)
    team = {member.name for member in result.managers}
    idle = next(manager.name for manager in plan.managers if manager.name not in team)
    found = salescrew.explain(plan, (), without=idle, result=result).without
    assert found
    assert (found.headcount, found.taken_over, found.carried.quotas) == (result.headcount, (), {})
    assert found.others.meets_plan
    assert [target.left for target in found.targets] == [target.planned for target in found.targets]


def test_duty_is_taken_over_slot_by_slot() -> None:
    found = told(inbound(managers=people(1, 1, 1)), "A").without
    assert found
    assert found.headcount == 2
    assert found.carried.duty_slots == 4
    more = sum(row.after.duty_slots - row.before.duty_slots for row in found.taken_over)
    assert more == 4


@pytest.mark.parametrize("case", ["small-13"])
def test_what_all_do_together_is_what_the_answer_asks_for(case: str) -> None:
    plan, result = solved_case(case)
    one, *others = [member.name for member in result.managers]
    found = salescrew.explain(plan, (), without=[one], result=result).without
    rest = salescrew.explain(plan, (), without=others, result=result).without if others else None
    assert found
    asked: dict[str, int] = {}
    for row in result.quotas:
        for activity, count in row.activities.items():
            asked[activity] = asked.get(activity, 0) + count
    for activity, count in asked.items():
        assert found.carried.quotas.get(activity, 0) + (rest.carried.quotas.get(activity, 0) if rest else 0) == count


def test_names_are_forgiven_and_asked_after_before_anything_is_solved(monkeypatch: pytest.MonkeyPatch) -> None:
    data = outbound(target=deals(5), managers=[{"name": "Ivanova Anna"}, {"name": "Boris"}])
    found = told(data, "anna IVANOVA").without
    assert found
    assert found.names == ("Ivanova Anna",)
    monkeypatch.setattr("salescrew.solver.explain.explain.begun_answer", lambda *_, **__: pytest.fail("it was solved"))
    for options in ({"without": ["Boriss"]}, {"person": "Boriss"}):
        with pytest.raises(salescrew.InputError) as refused:
            salescrew.explain(Plan.model_validate(data), **options)  # type: ignore[arg-type]
        assert str(refused.value).endswith("must be someone of the plan, got Boriss. Did you mean Boris?")


# ---- keep


def kept(data: dict[str, Any]) -> Any:
    plan = Plan.model_validate(data)
    return salescrew.explain(plan, ("headcount",), result=solved(plan)).kept


def test_keep_is_named_where_fewer_would_do_without_it() -> None:
    managers = [manager | {"keep": True} for manager in people(1, 1, 1)]
    found = kept(outbound(target=deals(10), managers=managers))
    assert (found.headcount, found.monthly_cost) == (1, 1)
    assert len(found.names) == 2


def test_keep_is_named_where_as_many_would_do_for_less() -> None:
    managers = [{"name": "A", "keep": True, "monthly_cost": 9}, {"name": "B", "monthly_cost": 2}]
    found = kept(outbound(target=deals(10), managers=managers))
    assert (found.headcount, found.monthly_cost, found.names) == (1, 2, ("A",))


@pytest.mark.parametrize("keep", [True, False])
def test_keep_is_not_named_where_it_is_no_reason(keep: bool) -> None:
    managers = [manager | {"keep": keep} for manager in people(1, 1)]
    assert kept(outbound(target=deals(20), managers=managers)) is None
