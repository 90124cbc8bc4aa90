"""The explanation as a whole: which questions are answered for which plans."""

from __future__ import annotations

import datetime as dt

import pytest

import salescrew
from salescrew.errors import InputError
from salescrew.models.plan.plan import Plan
from tests.solver.search.test_reach import COLD, WARM


def plan(**changes: object) -> Plan:
    return Plan.model_validate(COLD | changes)


def test_usual_questions_of_a_plan_that_is_met():
    told = salescrew.explain(plan())
    assert (told.status, told.headcount, told.reach, told.conflict) == ("optimal", 2, None, None)
    assert told.one_fewer is not None
    assert told.one_fewer.reach == pytest.approx(0.5, abs=1e-6)
    assert told.changes is not None
    assert told.changes.people == 1
    assert told.binding is not None
    assert [days.funnel for days in told.last_days] == ["cold"]
    assert (told.persons, told.quotas) == ((), ())


def test_answer_is_that_of_solve_though_it_is_made_whole_meanwhile():
    told, result = salescrew.explain(plan()), salescrew.solve(plan())
    assert (told.status, told.headcount) == (result.status, result.headcount)
    assert (told.stretch, told.one_fewer) == (result.stretch, result.one_fewer)
    assert salescrew.explain(plan(), result=result) == told


def test_plan_that_cannot_be_met_has_a_conflict_and_what_binds_its_best_team():
    told = salescrew.explain(plan(target={"revenue": 1_600}))
    assert (told.status, told.headcount) == ("infeasible", None)
    assert told.reach == pytest.approx(0.625, abs=1e-5)
    assert told.conflict is not None
    assert [member.where for member in told.conflict.members] == ["target.revenue"]
    assert told.changes is not None
    assert told.changes.people is None
    assert told.binding is not None


def test_without_any_team_nothing_binds():
    away = [manager | {"days_off": ["2026-01-13"]} for manager in COLD["managers"]]
    told = salescrew.explain(
        plan(funnels=WARM, duty={"managers_per_slot": 1}, day_patterns=[{"duty": 2}, {"meetings": 9}], managers=away)
    )
    assert (told.reach, told.binding) == (None, None)
    assert told.conflict is not None
    assert told.last_days


def test_persons_and_quotas_of_everyone_by_default():
    told = salescrew.explain(plan(), ["person", "quota"])
    assert [part.name for part in told.persons] == ["Anna", "Boris"]
    assert [(chain.manager, chain.week) for chain in told.quotas] == [
        ("Anna", dt.date(2026, 1, 12)),
        ("Boris", dt.date(2026, 1, 12)),
    ]
    assert (told.changes, told.binding, told.last_days) == (None, None, ())


def test_one_person_and_week():
    of = plan()
    result = salescrew.solve(of)
    told = salescrew.explain(of, ["person", "quota"], person="Boris", week=1, result=result)
    assert [part.name for part in told.persons] == ["Boris"]
    assert [chain.manager for chain in told.quotas] == ["Boris"]


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ({"person": "Boris"}, ({"Boris"}, {"Boris"})),
        ({"person": "Boris", "week": 1}, ({"Boris"}, {"Boris"})),
        ({"week": 1}, (set(), {"Anna", "Boris"})),
        ({"without": "Boris"}, (set(), set())),
        ({"what": ["quota"], "person": "Boris"}, (set(), {"Boris"})),
    ],
)
def test_what_is_about_somebody_is_answered_where_no_question_is_named(asked, answered):
    of = plan()
    told = salescrew.explain(of, result=salescrew.solve(of), **asked)
    assert ({part.name for part in told.persons}, {chain.manager for chain in told.quotas}) == answered
    assert told.binding is None
    assert bool(told.without) == ("without" in asked)


def test_who_has_no_role_is_explained_without_a_quota():
    of = plan(target={"revenue": 400})
    result = salescrew.solve(of)
    (idle,) = {"Anna", "Boris"} - {member.name for member in result.managers}
    told = salescrew.explain(of, person=idle, result=result)
    assert ([part.name for part in told.persons], told.quotas) == ([idle], ())
    with pytest.raises(InputError, match=idle):
        salescrew.explain(of, ["quota"], person=idle, result=result)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"what": ["why"]}, r"what: must be headcount, target, starts, person, quota or odds, got why\."),
        ({"what": ["quota"], "person": "Ana"}, "Anna"),
        ({"what": ["person"], "person": "Ana"}, "Anna"),
        ({"what": ["quota"], "person": "Anna", "week": 9}, "9"),
    ],
)
def test_wrong_questions_are_refused(asked, message):
    with pytest.raises(InputError, match=message):
        salescrew.explain(plan(), **asked)


def test_explanation_can_be_written_and_read_again():
    told = salescrew.explain(plan(), ["headcount", "target", "person", "quota"])
    assert salescrew.Explanation.model_validate_json(told.to_json()).to_json() == told.to_json()
