"""What binds: numbers derived by hand, and every difference found once more in the daily model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ortools.math_opt.python import mathopt

import salescrew
from salescrew.models.answers.explained.binding import Binding, Worth
from salescrew.models.answers.result import OneFewer, Result, Stretch
from salescrew.models.department.department import Department
from salescrew.models.department.horizon import Horizon
from salescrew.models.department.people import people as everybody
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.people import Manager
from salescrew.models.plan.sections.targets import Limits
from salescrew.solver.explain.binding import binding
from tests.daily_model import NEARLY, Daily
from tests.solver.answers import solved
from tests.solver.stored import solved_case
from tests.test_oracles import MEETING, PAYS, cold, deals, inbound, outbound, people

CASES = Path(__file__).parent.parent.parent / "cases"
CLOSE = pytest.approx


def bound(data: dict[str, Any]) -> Binding:
    plan = Plan.model_validate(data)
    return binding(Department(plan), solved(plan))


def worth(of: Binding, resource: str, name: str | None = None) -> dict[int, tuple[float | None, float | None]]:
    """Give what is added to reach and revenue, by how many more."""
    return {row.count: (row.reach, row.revenue) for row in of.worth if (row.resource, row.name) == (resource, name)}


def near(reach: float, revenue: float) -> tuple[Any, Any]:
    return CLOSE(reach, rel=2e-6, abs=2e-6), CLOSE(revenue, abs=2e-3)


# Of D person-days a week x go into calls and y into meetings: 10 x contacts make 5 x meetings, so y = 5 x = 5/6 D,
# and as many deals of 100. Three people have 6 days: 5 deals. Two have 4: one of calls and three of meetings, 3 deals.
MEETS = outbound(funnels=cold({"name": "contact", "conversion": 0.5}, MEETING), target=deals(5))


def test_more_of_an_activity_shifts_days_to_the_other() -> None:
    of = bound(MEETS)
    assert (of.reach, of.met, of.revenue) == (CLOSE(1, abs=2e-6), 1, CLOSE(500, abs=1e-3))
    # with one more meeting 5 x = y + 1: 7/6 days of calls, 35/6 deals
    assert worth(of, "activity", "meetings") == {n: near(n / 6, n * 500 / 6) for n in (1, 4, 16)}
    # with one more call 5 x + 1/2 = y: 11/12 days of calls, 61/12 deals; 12 calls fill all that meetings leave
    calls = worth(of, "activity", "calls")
    assert calls[1] == near(1 / 60, 100 / 12)
    assert calls[4] == near(4 / 60, 400 / 12)
    # no day of calls is left: 6 meetings, of 12 contacts
    assert calls[16] == near(1 / 5, 100)
    # one more day is a seventh
    assert worth(of, "day")[1] == near(1 / 6, 500 / 6)
    assert [(use.activity, use.bottleneck) for use in of.weeks] == [("calls", True), ("meetings", True)]


def test_a_person_is_what_the_last_one_brings() -> None:
    plan = Plan.model_validate(MEETS)
    fewer = OneFewer(reach=0.6, proven=True)
    result = solved(plan).model_copy(update={"stretch": Stretch(reach=1.0), "one_fewer": fewer})
    of = binding(Department(plan), result)
    # in whole days three people make 5 deals, two 3
    assert of.last_person == CLOSE(0.4)
    (one,) = [row for row in of.worth if row.name == "meetings" and row.count == 1]
    assert one.people == CLOSE(1 / 6 / 0.4, rel=1e-5)


def test_without_one_fewer_nothing_is_said_in_people() -> None:
    # one person makes 10 deals
    of = bound(outbound(target=deals(10)))
    assert of.last_person is None
    assert {row.people for row in of.worth} == {None}


def test_a_lead_is_worth_something_until_it_takes_one_more_on_duty() -> None:
    # 10 leads a slot, 6 a head; 41 leads are 10.25 a slot, 44 are 11, 56 are 14 and take a third person
    of = bound(inbound())
    assert worth(of, "lead", "warm") == {1: near(0.025, 50), 4: near(0.1, 200), 16: (None, None)}
    assert worth(of, "activity", "calls") == {1: (0, 0)}


def test_one_fewer_on_duty_sets_days_free() -> None:
    # half days: 2 on duty in 4 slots are all 8 half days of two people; each makes 5 calls beside a slot.
    # 20 deals of leads, and 40 contacts make 20 more
    data = inbound(
        day_patterns=[{"calls": 10}, {"duty": 1, "calls": 5}, {"duty": 2}],
        funnels=inbound()["funnels"] | cold(PAYS),
        target=deals(30),
        managers=people(1, 1, 1, roles=["mixed"]),
    )
    of = bound(data)
    # three people have 6 days of 2 halves; 8 halves are on duty, 4 left for 5 calls each: 20 calls, 10 deals
    assert of.reach == CLOSE(1, abs=2e-6)
    # a half day more: 5 calls, 2.5 deals; all leads are answered as before
    assert worth(of, "duty_slot") == {1: near(2.5 / 30, 250)}


def test_nobody_is_taken_off_duty_who_is_alone_there() -> None:
    of = bound(inbound(duty={"managers_per_slot": 1}))
    assert worth(of, "duty_slot") == {}


def test_a_higher_duty_limit_lets_the_better_one_answer_more() -> None:
    # slots come in twos: 2 of 4 are the most for one of the two; S answers as if leads were doubled.
    # 20 leads a day, 10 of them S's, pay in one of two; with 3 slots a week nothing changes in whole days,
    # though in split ones S covers 1.5 times two
    data = inbound(
        duty={"managers_per_slot": 1, "max_slots_per_week": 2},
        managers=[{"name": "S", "effectiveness": 2}, {"name": "T"}],
        target=deals(30),
    )
    of = bound(data)
    # S and T each two slots: 20 x 2 x 1/2 + 20 x 1/2 = 30; S three: 30 + 5 = 35
    assert of.reach == CLOSE(1, abs=2e-6)
    assert worth(of, "duty_limit") == {1: near(5 / 30, 500)}


def test_a_cold_base_is_worth_as_much_as_there_is_time_for() -> None:
    # 16 contacts make 8 deals; one person has 20 calls: four more contacts are worth half a deal each
    of = bound(outbound(target=deals(8), funnels=cold(PAYS, max_contacts=16)))
    assert [(base.opened, base.tight) for base in of.cold_bases] == [(CLOSE(16), True)]
    assert worth(of, "contact", "cold") == {1: near(1 / 16, 50), 4: near(1 / 4, 200), 16: near(1 / 4, 200)}
    assert worth(of, "activity", "calls") == {1: (0, 0)}
    assert not any(use.bottleneck for use in of.weeks)


def test_a_large_cold_base_does_not_bind() -> None:
    of = bound(outbound(target=deals(8), funnels=cold(PAYS, max_contacts=30)))
    assert [(base.opened, base.tight) for base in of.cold_bases] == [(CLOSE(20), False)]
    assert worth(of, "contact", "cold") == {1: (0, 0)}
    assert worth(of, "activity", "calls")[1] == near(0.5 / 8, 50)


def test_an_hour_is_a_share_of_a_day() -> None:
    # 48 minutes a call: 10 a day, 1.25 an hour; every second pays 100
    data = outbound(target=deals(8), day_patterns=None, time_budget={"day_minutes": 480, "minutes": {"calls": 48}})
    of = bound({key: value for key, value in data.items() if value is not None})
    assert worth(of, "hour")[1] == near(0.625 / 8, 62.5)
    assert worth(of, "day")[1] == near(5 / 8, 500)
    hour, day = (next(row for row in of.worth if row.resource == resource) for resource in ("hour", "day"))
    assert (hour.spent, day.spent) == ({"calls": CLOSE(1.25)}, {"calls": CLOSE(10)})


def test_targets_hold_each_other_back() -> None:
    # one person makes 10 deals: 5 of each, or 10 of one; revenue has room
    funnels = cold(PAYS) | {"cold-y": cold(PAYS)["cold"] | {"product": "y"}}
    data = outbound(
        products={"x": {"average_deal": 100}, "y": {"average_deal": 100}},
        funnels=funnels,
        target={"revenue": 500, "products": {"x": {"deals": 5}, "y": {"deals": 5}}},
    )
    states = {state.target: state for state in bound(data).targets}
    assert {name: state.tight for name, state in states.items()} == {
        "revenue": False,
        "products.x.deals": True,
        "products.y.deals": True,
    }
    assert states["revenue"].reached == CLOSE(2)
    # without one of them 10 deals are 200 % of the other and of the revenue
    assert [states[f"products.{name}.deals"].reach_without for name in "xy"] == CLOSE([2, 2], abs=1e-5)
    (only,) = bound(outbound(target=deals(10))).targets
    assert (only.tight, only.reach_without) == (True, None)


def test_weeks_that_cannot_pay_in_time_bind_nothing() -> None:
    # what is called in week 2 is paid in week 3
    later = {"name": "contact", "conversion": 0.5, "days_to_next": 7}
    of = bound(outbound({"weeks": 2}, pipeline="empty", funnels=cold(later), target=deals(10)))
    assert [use.bottleneck for use in of.weeks if use.activity == "calls"] == [True, False]
    assert worth(of, "activity", "calls")[1] == near(0.05, 50)


def test_limits_are_set_against_what_is_taken() -> None:
    of = bound(outbound(target=deals(20), limits={"people": 3, "monthly_cost": 2}))
    assert [(limit.limit, limit.at_most, limit.taken, limit.tight) for limit in of.limits] == [
        ("people", 3, 2, False),
        ("monthly_cost", 2, 2, True),
    ]


def test_of_a_plan_that_cannot_be_met_as_much_is_kept_as_can_be() -> None:
    # one person's 10 deals are half of 20
    alone = outbound(target=deals(10), managers=people(1))
    of = binding(Department(Plan.model_validate(alone | {"target": deals(20)})), solved(alone))
    assert (of.reach, of.met, of.revenue) == (CLOSE(0.5, abs=1e-5), CLOSE(0.5, abs=1e-5), CLOSE(1000, abs=1e-2))
    assert worth(of, "activity", "calls")[1] == near(0.025, 50)


def test_a_plan_that_needs_nobody_has_nothing_that_helps() -> None:
    of = bound(outbound(pipeline={"cold": {"contact": 10}}, target=deals(5)))
    assert (of.reach, of.revenue) == (CLOSE(1, abs=2e-6), CLOSE(500))
    assert worth(of, "activity", "meetings") == {1: (0, 0)}


def test_a_result_without_a_team_is_refused() -> None:
    plan = Plan.model_validate(outbound(target=deals(50)))
    with pytest.raises(salescrew.InputError) as refused:
        binding(Department(plan), salescrew.solve(plan))
    assert str(refused.value) == (
        "result: must have a team, got none. Solve the plan with best=True (--best) to have one."
    )


# ---- the daily model


class Fixed(Daily):
    """The daily model of a team in its roles, with shares of days."""

    def __init__(self, plan: Plan, team: dict[str, str]) -> None:
        members = [
            Manager.model_validate(
                person.record.model_dump(
                    mode="json", by_alias=True, exclude={"name", "profile", "at_most", "hiring_cost"}
                )
                | {"name": person.name, "roles": [team[person.name]], "keep": True}
            )
            for person in everybody(plan)
            if person.name in team
        ]
        alone = {"managers": tuple(members), "candidates": (), "limits": Limits()}
        super().__init__(plan.model_copy(update=alone), relaxed=True)
        self.reach = self.model.add_variable(lb=0)
        for wanted, reached in self.targets():
            self.add((1 / wanted) * reached - NEARLY * self.reach >= 0)

    def most(self) -> float | None:
        self.model.maximize(self.reach)
        return self.solve()

    def richest(self, met: float) -> float | None:
        self.reach.lower_bound = self.reach.upper_bound = met
        self.model.maximize(1e-6 * self.revenue())
        found = self.solve()
        return None if found is None else 1e6 * found

    def solve(self) -> float | None:
        found = mathopt.solve(self.model, mathopt.SolverType.GLOP)
        return found.objective_value() if found.termination.reason == mathopt.TerminationReason.OPTIMAL else None


def team_of(result: Result) -> dict[str, str]:
    return {member.name: member.role for member in result.managers}


def with_more(plan: Plan, row: Worth) -> Plan:
    """Add so many of a thing to a plan: time comes with helpers who are there on the first day of each week."""
    if row.resource in ("lead", "contact"):
        funnel = plan.funnels[str(row.name)]
        more: dict[str, object] = {"max_contacts": (funnel.max_contacts or 0) + row.count}
        if funnel.leads is not None:
            more = {"leads": funnel.leads.model_copy(update={"per_week": funnel.leads.per_week + row.count})}
        return plan.model_copy(update={"funnels": {**plan.funnels, str(row.name): funnel.model_copy(update=more)}})
    if row.resource == "duty_limit":
        assert plan.duty is not None
        higher = (plan.duty.max_slots_per_week or 0) + 1
        return plan.model_copy(update={"duty": plan.duty.model_copy(update={"max_slots_per_week": higher})})
    firsts = {days[0] for days in Horizon(plan).working_days_by_week if days}
    away = [str(day) for day in Horizon(plan).working_days if day not in firsts]
    weekdays = {"working_days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "days_off": away}
    menu = [{str(row.name): row.count}]
    if row.resource == "day":
        menu = [dict(pattern) for pattern in plan.day_patterns or () if not pattern.get("duty")]
    helpers = [
        Manager.model_validate({"name": f"helper {number}", "day_patterns": menu, **weekdays})
        for number in range(row.count if row.resource == "day" else 1)
    ]
    return plan.model_copy(update={"managers": (*plan.managers, *helpers)})


@pytest.mark.parametrize("case", ["consulting", "small-04", "small-07", "small-13", "small-14"])
def test_differences_are_those_of_the_daily_model(case: str) -> None:
    plan, result = solved_case(case)
    of, team = binding(Department(plan), result), team_of(result)
    helped = team | {f"helper {number}": "mixed" for number in range(16)}
    assert Fixed(plan, team).most() == CLOSE(of.reach, abs=1e-6)
    assert Fixed(plan, team).richest(of.met) == CLOSE(of.revenue, rel=1e-6)
    compared = 0
    for row in of.worth:
        if row.resource in ("hour", "duty_slot") or row.count == 16 or (row.resource == "day" and plan.time_budget):
            continue
        model = Fixed(with_more(plan, row), helped)
        reach, revenue = model.most(), model.richest(of.met)
        assert (reach is None) == (row.reach is None)
        assert (revenue is None) == (row.revenue is None)
        if row.reach is not None:
            assert reach == CLOSE(of.reach + row.reach, abs=1e-6)
        if row.revenue is not None:
            assert revenue == CLOSE(of.revenue + row.revenue, rel=1e-6)
        compared += 1
    assert compared
    for state in of.targets:
        if state.reach_without is not None and state.tight:
            assert state.reach_without == CLOSE(_without(plan, team, state.target), abs=1e-5)


def _without(plan: Plan, team: dict[str, str], target: str) -> float:
    """Give the reach of the other targets."""
    data = plan.model_dump(mode="json", by_alias=True, exclude_none=True)["target"]
    *path, last = target.removesuffix(".revenue").split(".") if target.startswith("by_month") else target.split(".")
    inner = data
    for key in path:
        inner = inner[key]
    del inner[last]
    return Fixed(plan.model_copy(update={"target": type(plan.target).model_validate(data)}), team).most() or 0.0


@pytest.mark.parametrize("case", ["small-07", "small-13"])
def test_doing_one_fewer_at_a_bottleneck_costs_reach(case: str) -> None:
    plan, result = solved_case(case)
    of, team = binding(Department(plan), result), team_of(result)
    horizon = Horizon(plan)
    bottlenecks = [use for use in of.weeks if use.bottleneck]
    assert bottlenecks
    for use in bottlenecks:
        week = horizon.week_of(use.week)
        there = [
            person.name
            for person in everybody(plan)
            if person.name in team and week in map(horizon.week_of, horizon.days_there(person.record))
        ]
        fewest = min(_with_less(plan, team, name, week, use.activity) for name in there)
        assert fewest < of.reach - 1e-7


def _with_less(plan: Plan, team: dict[str, str], name: str, week: int, activity: str) -> float:
    """Give the reach where a person does half of one fewer in a week than the days allow; 0 where it cannot be."""
    model = Fixed(plan, team)
    for (worker, of_week, of), asked in list(model.asked.items()):
        if (worker.someone.name, worker.role, of_week, of) == (name, team[name], week, activity):
            free = 1 - worker.someone.record.absence
            allowed = mathopt.fast_sum(model.allowed[worker, week, activity])
            model.add(mathopt.fast_sum(asked) - free * allowed <= -0.5)
    return model.most() or 0.0
