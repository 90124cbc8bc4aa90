"""A person's part: numbers derived by hand, sums that must come out at the answer's, and the daily model."""

from __future__ import annotations

from typing import Any

import pytest

import salescrew
from salescrew.models.answers.explained.person import ExplainedPerson, TeamReach
from salescrew.models.department.department import Department
from salescrew.models.department.funnels import FunnelFlow
from salescrew.models.department.horizon import Horizon
from salescrew.models.department.people import people as everybody
from salescrew.models.department.targets import target_lines
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.funnels import PAID
from salescrew.models.schedule.schedule import Schedule
from salescrew.solver.explain.person import explained
from tests.solver.answers import solved
from tests.solver.explain.test_binding import Fixed, team_of
from tests.solver.stored import solved_case
from tests.test_oracles import PAYS, cold, deals, inbound, outbound, people

CLOSE = pytest.approx


def part_of(data: dict[str, Any], name: str) -> ExplainedPerson:
    plan = Plan.model_validate(data)
    return explained(Schedule(Department(plan), solved(plan)), name)


def settled(team: TeamReach) -> tuple[Any, float | None, bool | None]:
    return team.role, None if team.reach is None else round(team.reach, 4), team.meets_plan


# Ten calls a day, two days, every second contact pays 100: one person makes 10 deals.


def test_one_of_two_alike_makes_half_the_plan() -> None:
    of = part_of(outbound(target=deals(20)), "A")
    assert (of.role, of.hired, of.keep, of.monthly_cost) == ("hunter", False, False, 1)
    assert settled(of.without) == (None, 0.5, False)
    # inbound people open no contacts; mixed ones do as hunters do
    assert sorted(map(settled, of.in_roles)) == [("hunter", 1, True), ("inbound", 0.5, False), ("mixed", 1, True)]
    assert (of.weeks_there, of.days, of.duty_slots, of.quotas) == (1, 2, 0, {"calls": 20})
    (row,) = of.funnels
    assert (row.funnel, row.contacts, row.leads) == ("cold", CLOSE(20, rel=1e-5), 0)
    assert (row.deals, row.revenue, row.share) == (CLOSE(10, rel=1e-5), CLOSE(1000, rel=1e-5), CLOSE(0.5, rel=1e-5))
    (target,) = of.targets
    assert (target.target, target.wanted, target.brought) == ("products.x.deals", 20, CLOSE(10, rel=1e-5))


def test_someone_who_is_not_used_would_add_to_the_team() -> None:
    of = part_of(outbound(target=deals(20)), "D")
    assert (of.role, of.days, of.quotas, of.funnels) == (None, 0, {}, ())
    assert settled(of.without) == (None, 1, True)
    assert [settled(team) for team in of.in_roles] == [
        ("hunter", 1.5, True),
        ("inbound", 1, True),
        ("mixed", 1.5, True),
    ]
    assert [target.brought for target in of.targets] == [0]


def test_who_is_needed_on_duty_leaves_slots_open() -> None:
    # two on duty in each of four slots: both people, all day
    of = part_of(inbound(managers=people(1, 1)), "A")
    assert (of.without.reach, of.without.meets_plan) == (None, False)
    assert sum(slot.short for slot in of.without.uncovered) == 4
    assert {slot.required for slot in of.without.uncovered} == {2}
    assert {team.role: team.reach is None for team in of.in_roles} == {"hunter": True, "inbound": False, "mixed": False}
    # half of 40 leads, of which half pay
    (row,) = of.funnels
    assert (row.leads, row.deals, row.share, of.duty_slots) == (CLOSE(20), CLOSE(10), CLOSE(0.5), 4)


def test_work_that_nobody_has_time_for_is_named() -> None:
    # five items under way each take a meeting: A and B have two days each, B off on one of them
    data = outbound(
        funnels=cold(PAYS | {"name": "contact"}, {"name": "meeting", "conversion": 1, "effort": {"meetings": 1}}),
        pipeline={"cold": {"meeting": 3}},
        target=deals(3),
        managers=[*people(1), {"name": "B", "days_off": ["2026-03-03"], "keep": True}],
    )
    of = part_of(data, "A")
    # B has a day: one meeting of three
    assert of.without.reach is None
    assert [(work.activity, work.short) for work in of.without.overloaded] == [("meetings", CLOSE(2))]


def test_whole_days_may_fall_short_of_split_ones() -> None:
    # 3 days, 10 calls or a meeting each; 10 contacts make 5 meetings: 0.5 days of calls, 2.5 of meetings, 2.5 deals;
    # in whole days 2
    data = outbound(
        funnels=cold(PAYS | {"name": "contact"}, {"name": "meeting", "conversion": 1, "effort": {"meetings": 1}}),
        target=deals(2.5),
        managers=[*people(1), {"name": "B", "days_off": ["2026-03-03"]}, {"name": "C"}],
    )
    data["managers"] = [manager | {"keep": True} for manager in data["managers"]]
    of = part_of(data, "A")
    # without A there are B's day and C's two
    assert of.keep
    assert of.without.reach == CLOSE(1, abs=1e-5)
    assert of.without.meets_plan is False


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    plan = Plan.model_validate(outbound(target=deals(5), managers=[{"name": "Anna"}, {"name": "Boris"}]))
    result = solved(plan)
    with pytest.raises(salescrew.InputError) as refused:
        explained(Schedule(Department(plan), result), "Ana")
    assert str(refused.value) == "person: must be someone of the plan, got Ana. Did you mean Anna?"
    with pytest.raises(salescrew.InputError) as refused:
        explained(Schedule(Department(plan), result), "Xaver")
    assert str(refused.value) == "person: must be someone of the plan, got Xaver. There are Anna, Boris."


def test_a_result_without_a_team_is_refused() -> None:
    plan = Plan.model_validate(outbound(target=deals(50)))
    with pytest.raises(salescrew.InputError) as refused:
        explained(Schedule(Department(plan), solved(plan)), "A")
    assert str(refused.value) == (
        "result: must have a team, got none. Solve the plan with best=True (--best) to have one."
    )


@pytest.mark.parametrize("case", ["small-07", "small-13", "small-14", "small-15"])
def test_parts_add_up_to_the_answer(case: str) -> None:
    plan, result = solved_case(case)
    parts = [explained(Schedule(Department(plan), result), member.name) for member in result.managers]
    paid = [row for row in result.funnel if row.stage == PAID]
    for name in plan.funnels:
        under_way = sum(FunnelFlow(plan, name).opening[-1])
        in_all = sum(row.entering for row in paid if row.funnel == name)
        deals_of_all = sum(row.deals for of in parts for row in of.funnels if row.funnel == name)
        assert deals_of_all + under_way == CLOSE(in_all, rel=1e-9)
    horizon = Horizon(plan)
    for line in target_lines(horizon):
        reached = line.reached((row.funnel, PAID, horizon.week_of(row.week), row.entering) for row in paid)
        under_way = line.reached(
            (name, PAID, week, entering)
            for name in plan.funnels
            for week, entering in enumerate(FunnelFlow(plan, name).opening[-1])
        )
        brought = sum(target.brought for of in parts for target in of.targets if target.target == line.path)
        assert brought + under_way == CLOSE(reached, rel=1e-9)
    assert sum(of.duty_slots for of in parts) == sum(row.required for row in result.coverage)


@pytest.mark.parametrize("case", ["consulting", "small-07", "small-13", "small-14"])
def test_reaches_are_those_of_the_daily_model(case: str) -> None:
    plan, result = solved_case(case)
    team = team_of(result)
    unused = next((person.name for person in everybody(plan) if person.name not in team), None)
    for name in filter(None, (next(iter(team)), unused)):
        of = explained(Schedule(Department(plan), result), name)
        others = {other: role for other, role in team.items() if other != name}
        for row in (of.without, *of.in_roles):
            members = others if row.role is None else others | {name: row.role}
            expected = Fixed(plan, members).most()
            assert (row.reach is None) == (expected is None)
            if row.reach is not None:
                # split days may cover one slot twice there, where a pattern has two
                assert expected - 5e-3 < row.reach < expected + 1e-6
                assert row.meets_plan is not True or row.reach >= 1 - 1e-8
