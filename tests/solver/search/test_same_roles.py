"""People who are alike have the same role where nothing that is sought forbids it."""

from __future__ import annotations

from typing import Any

import pytest

from salescrew.models.department.department import Department
from salescrew.models.plan.plan import Plan
from salescrew.solver.engine.program import Clock
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
