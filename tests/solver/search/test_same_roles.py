"""People who are alike have the same role where nothing that is sought forbids it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from salescrew.checker.verify import verify
from salescrew.cli.pages.result.obstacles import obstacles_sentences
from salescrew.models.department.department import Department
from salescrew.models.plan.plan import Plan
from salescrew.models.schedule.schedule import schedule_of
from salescrew.solver.engine.program import Clock
from salescrew.solver.search import same_roles
from salescrew.solver.search.question import Learned
from salescrew.solver.search.same_roles import in_same_roles
from salescrew.solver.search.size import TeamModel
from salescrew.solver.search.ties import AsGood
from salescrew.solver.search.trial import roster_of
from salescrew.solver.staffing.columns import Grain
from tests.solver.answers import solved
from tests.solver.even.test_evened import lumpy, on_duty

Data = dict[str, Any]
ROLES = ["inbound", "mixed"]


def desk(deals: float = 0.0, **fields: Any) -> Data:
    """Leads that take one of two alike people, and a list of contacts for whoever has time for it."""
    plan = on_duty(2, **fields)
    plan["funnels"]["cold"] = {
        "channel": "outbound",
        "product": "d",
        "opens_with": "calls",
        "stages": [{"name": "contact", "conversion": "10%"}],
    }
    plan["products"] = plan["products"] | lumpy()["products"]
    if deals:
        plan["target"] = {"products": {"d": {"deals": deals}}}
    plan["managers"] = [{"name": name, "keep": True, "roles": ROLES} for name in ("Ann", "Bob")]
    return plan | fields


def found_in(plan: Data, *roles: Any) -> list[str]:
    """Look for the same roles from a team whose people have these."""
    department = Department(Plan.model_validate(plan))
    clock = Clock(None)
    team = tuple(department.post([person], role) for person, role in zip(department.everyone, roles, strict=True))
    tried = roster_of(department, team, clock)
    assert tried.has_roster

    def as_good() -> TeamModel:
        model = TeamModel(department, Grain.WEEKS)
        for name in ("people", "hires", "role_changes", "wider"):
            model.keep_at_most(department.aims[name], department.worth(team, name))
        return model

    best = AsGood(tried.team, tried.people, {})
    found = in_same_roles(department, best, as_good, Learned(), clock)
    return sorted(post.role for post in found.team for _ in post.names)


def test_nobody_has_another_role_for_no_reason() -> None:
    assert len(set(found_in(desk(), "inbound", "mixed"))) == 1
    assert len(set(found_in(desk(deals=1.0), "inbound", "mixed"))) == 1


def test_why_people_who_are_alike_have_other_roles_is_said() -> None:
    # a day is for duty or for contacts, and one person has time for one of them
    plan = desk(deals=90.0, day_patterns=[{"duty": 2}, {"calls": 100}])
    plan["funnels"]["web"]["stages"] = [{"name": "lead", "conversion": "10%"}]
    plan["managers"] = [{"name": name, "keep": True, "roles": ["inbound", "hunter"]} for name in ("Ann", "Bob")]
    read = Plan.model_validate(plan)
    result = solved(read)
    assert result.evenness is not None
    (row,) = result.evenness.other_roles
    assert (sorted(row.names), row.because) == (["Ann", "Bob"], "as_good")
    assert obstacles_sentences(schedule_of(read, result)).endswith(
        "Ann and Bob are alike and have different roles: no team as good was found in which they have fewer."
    )
    untold = result.model_copy(update={"evenness": result.evenness.model_copy(update={"other_roles": ()})})
    assert [str(witness) for witness in verify(read, untold)] == [
        "other_roles: evenness.other_roles must be of Ann, Bob, is of nobody"
    ]


@pytest.mark.parametrize(
    ("alike", "other", "taken"), [(0.5, 0.0, "alike"), (5.0, 4.5, "alike"), (5.0, 0.0, "other"), (0.0, 0.0, "alike")]
)
def test_the_same_role_comes_before_even_weeks(
    alike: float, other: float, taken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        same_roles, "evenest", lambda _, people, *__: SimpleNamespace(above=alike if people == ("alike",) else other)
    )
    teams = {name: AsGood((), (name,), {}) for name in ("alike", "other")}  # type: ignore[arg-type]
    found, _ = same_roles.evener(Department(Plan.model_validate(desk())), teams["alike"], teams["other"], Clock(None))
    assert found is teams[taken]


@pytest.mark.parametrize(
    ("above", "of_roomy", "is_taken"), [(0.5, 0.0, False), (5.0, 4.5, False), (5.0, 0.0, True), (2.0, 3.0, False)]
)
def test_the_team_with_most_room_is_taken_where_weeks_are_far_from_even(
    above: float, of_roomy: float, is_taken: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_anew = []

    def evenest(*_: object, anew: bool) -> SimpleNamespace:
        made_anew.append(anew)
        return SimpleNamespace(above=of_roomy)

    monkeypatch.setattr(same_roles, "evenest", evenest)
    department = Department(Plan.model_validate(desk()))
    team = tuple(department.post([person], "mixed") for person in department.everyone)
    tried = roster_of(department, team, Clock(None))
    best, even = AsGood(tried.team, tried.people, {}), SimpleNamespace(above=above)

    def as_good() -> TeamModel:
        model = TeamModel(department, Grain.WEEKS)
        model.keep_at_most(department.aims["people"], len(department.everyone))
        return model

    found, made_even = same_roles.with_room(department, best, even, as_good, Learned(), Clock(None))  # type: ignore[arg-type]
    assert (found is not best) == is_taken
    assert made_even.above == (of_roomy if is_taken else above)
    assert {name for post in found.team for name in post.names} == {"Ann", "Bob"}
    if is_taken:
        # rosters of the same people in the same roles have been made already
        before, now = ({(name, post.choice) for post in of.team for name in post.names} for of in (best, found))
        assert made_anew == [before != now]


@pytest.mark.parametrize("role", ROLES)
def test_the_role_that_somebody_has_today_comes_first(role: str) -> None:
    plan = desk()
    for manager in plan["managers"]:
        manager["role"] = role
    assert found_in(plan, role, role) == [role, role]


def test_people_who_differ_keep_what_they_do() -> None:
    plan = desk()
    plan["managers"][1]["monthly_cost"] = 1
    assert found_in(plan, "inbound", "mixed") == ["inbound", "mixed"]


def test_what_the_plan_takes_is_not_given_up() -> None:
    # one is on duty, and the other one calls
    plan = desk()
    plan["funnels"]["web"]["leads"] = {"per_week": 5}
    plan["managers"] = [{"name": name, "keep": True, "roles": ["hunter", "inbound"]} for name in ("Ann", "Bob")]
    plan["target"] = {"products": {"d": {"deals": 20}}}
    assert found_in(plan, "inbound", "hunter") == ["hunter", "inbound"]


def test_solve_gives_people_who_are_alike_the_same_role() -> None:
    for plan in (desk(), desk(deals=1.0)):
        assert len({member.role for member in solved(plan).managers}) == 1
