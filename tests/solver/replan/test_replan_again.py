"""Plans that are made anew more than once, on days within a week, and what is proven of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

import salescrew
from salescrew.models.answers.result import Result
from salescrew.models.facts.actuals import Actuals
from salescrew.models.load import parse
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.written.text import plan_json
from salescrew.models.schedule.in_force import plan_in_force
from salescrew.solver.engine import program as engine
from tests.plans import random_plan
from tests.simulation import Simulation
from tests.solver.answers import solved
from tests.solver.interruptions import interrupt
from tests.solver.replanned import away, just_as_planned, replanned, turnover
from tests.solver.stored import solved_case

Data = dict[str, Any]
MON, TUE = dt.date(2026, 3, 2), dt.date(2026, 3, 3)
COLD: Data = {
    "channel": "outbound",
    "product": "x",
    "opens_with": "calls",
    "stages": [{"name": "contact", "conversion": 0.1}],
}
WARM: Data = {"channel": "inbound", "product": "x", "stages": [{"name": "lead", "conversion": 0.5}]}


def plan_of(deals: float, weeks: int = 1, **changes: Any) -> Plan:
    """10 calls a day, each tenth of which is a deal: 5 a week for a person who calls all the time."""
    data: Data = {
        "name": "again",
        "calendar": {"start": "2026-03-02", "weeks": weeks},
        "target": {"products": {"x": {"deals": deals}}},
        "products": {"x": {"average_deal": 100}},
        "day_patterns": [{"calls": 10}],
        "funnels": {"cold": COLD},
        "pipeline": "empty",
        "managers": [{"name": "Anna", "keep": True}],
    }
    return Plan.model_validate(data | changes)


def bounds(result: Result) -> dict[str, float]:
    assert result.replan is not None
    return {goal.what: goal.bound for goal in result.replan.turnover}


# ---- people who joined on the way

JUNIORS = [{"profile": "junior", "at_most": 5, "ramp": [0.1, 0.1]}]


def test_whoever_joined_goes_on_with_the_ramp() -> None:
    # 20 deals take Anna; of 21 one is missing, and a junior is worth a tenth in the third week and in the fourth
    plan, more = plan_of(20, 4, candidates=JUNIORS), plan_of(21, 4, candidates=JUNIORS)
    result = solved(plan)
    day = dt.date(2026, 3, 16)
    facts = Actuals(tuple(fact for fact in just_as_planned(plan, result) if fact.date < day))
    once = replanned(more, result, facts, day, freeze_days=0, rates="plan")
    assert turnover(once)["people"] == 1
    (target,) = salescrew.track(more, once, facts, day).targets
    assert target.with_planned == pytest.approx(once.deals)
    twice = replanned(more, once, facts, day, freeze_days=0, rates="plan")
    assert twice.replan is not None
    assert twice.replan.changes == ()
    assert twice.deals == pytest.approx(once.deals)
    assert twice.replan.basis.since == {"junior 1": day}


# ---- within a week


@pytest.mark.parametrize(("calls", "absence"), [(90, 0.083), (2, 0.25)])
@pytest.mark.parametrize("day", [3, 4, 5, 6])
def test_time_that_is_used_up_to_the_rounding_leaves_everything_as_it_is(calls, absence, day) -> None:
    # quotas are rounded up, so that those of past days seem to leave less than they do
    plan = plan_of(
        0.5 * calls * (1 - absence),
        day_patterns=[{"calls": calls}],
        managers=[{"name": "Anna", "keep": True, "absence": absence}],
    )
    result = solved(plan)
    for freeze_days in (0, 2):
        revised = replanned(plan, result, just_as_planned(plan, result), dt.date(2026, 3, day), freeze_days=freeze_days)
        assert revised.replan is not None
        assert (revised.status, revised.replan.changes) == ("optimal", ())


@pytest.mark.parametrize("days_to_next", [0, 3, 7])
def test_a_plan_made_anew_promises_what_is_under_way_once(days_to_next) -> None:
    stages = [{"name": "contact", "conversion": 0.1, "days_to_next": days_to_next}]
    plan = plan_of(5, 2, funnels={"cold": COLD | {"stages": stages}})
    result = solved(plan)
    facts = just_as_planned(plan, result)
    for day in (10, 11, 13):
        revised = replanned(plan, result, facts, dt.date(2026, 3, day), rates="plan", freeze_days=9)
        assert revised.deals == pytest.approx(5)


# ---- work that is put off

MEETINGS: Data = {
    "day_patterns": [{"calls": 10}, {"meetings": 1}],
    "grace_weeks": 0,
    "funnels": {
        "cold": COLD
        | {
            "stages": [
                {"name": "contact", "conversion": 0.1},
                {"name": "meeting", "conversion": 0.5, "effort": {"meetings": 1}},
            ]
        }
    },
    "pipeline": {"cold": {"meeting": 9}},
    "managers": [{"name": "Anna", "keep": True}, {"name": "Boris", "keep": True}],
    "candidates": [{"profile": "junior", "at_most": 2}],
}


def test_work_that_was_put_off_stays_put_off() -> None:
    # of 9 meetings Anna can hold 5 in the first week, while Boris is away: 4 are done late
    plan = plan_of(0.1, 2, **MEETINGS)
    result = solved(plan)
    once = replanned(
        plan, result, Actuals(), MON, absent={"Boris": away(MON, dt.date(2026, 3, 6))}, freeze_days=0,
        allow=("roster", "quotas"),
    )  # fmt: skip
    assert once.replan is not None
    assert [(str(row.week), round(row.amount, 3)) for row in once.replan.done_late] == [("2026-03-09", 4)]
    facts = just_as_planned(plan, once)
    for day in (3, 4, 9, 10):
        again = replanned(plan, once, facts, dt.date(2026, 3, day), freeze_days=0)
        assert again.replan is not None
        assert (again.status, again.replan.changes) == ("optimal", ())


# ---- the plan that is written


def test_a_written_plan_stands_where_the_plan_stood() -> None:
    stages = [{"name": "contact", "conversion": 0.1, "days_to_next": 7}, {"name": "offer", "conversion": 0.5}]
    plan = plan_of(2, 4, funnels={"cold": COLD | {"stages": stages}}, pipeline={"cold": {"offer": 2}})
    result = solved(plan)
    facts, day = just_as_planned(plan, result), dt.date(2026, 3, 10)
    once = replanned(plan, result, facts, day)
    now = parse(plan_json(plan_in_force(plan, once)), "now.json", "json")
    for later in (day, dt.date(2026, 3, 17)):
        by_plan, by_now = (salescrew.track(one, once, facts, later) for one in (plan, now))
        for one, other in zip(by_plan.targets, by_now.targets, strict=True):
            assert other.with_planned == pytest.approx(one.with_planned)
        assert [row.items for row in by_now.pipeline] == pytest.approx([row.items for row in by_plan.pipeline])
        again = replanned(now, once, facts, later)
        assert again.replan is not None
        assert (again.status, again.replan.changes) == ("optimal", ())


# ---- what is not proven


def test_a_role_that_is_no_longer_allowed_gives_way_to_any_that_is() -> None:
    hunter, other = ([{"name": "Anna", "keep": True, "roles": roles}] for roles in (["hunter"], ["inbound", "mixed"]))
    result = solved(plan_of(1.5, managers=hunter))
    revised = replanned(plan_of(1.5, managers=other), result, Actuals(), MON, allow=("roster", "quotas"), freeze_days=0)
    assert (revised.reach, [member.role for member in revised.managers]) == (None, ["mixed"])


def settled(days: list[tuple[dt.date, str, str]]) -> list[Data]:
    """Settle everybody's days: `duty`, `calls` or nothing."""
    patterns: dict[str, Data] = {"duty": {"duty": 1}, "calls": {"calls": 10}, "": {}}
    return [
        {"date": str(day), "manager": who, "pattern": patterns[what], "duty": ["morning"] if what == "duty" else []}
        for day, who, what in days
    ]


@pytest.mark.parametrize("calls_on", [MON, TUE])
def test_another_place_might_have_stayed_open_with_fewer_quotas_changed(calls_on) -> None:
    # Boris and Carl are away, Anna may take one of their two slots: on a day with calls or on one without
    plan = plan_of(
        0.1,
        calendar={"start": "2026-03-02", "weeks": 1, "working_days": ["mon", "tue"], "slots": ["morning"]},
        day_patterns=[{"calls": 10}, {"duty": 1}],
        funnels={"cold": COLD, "warm": WARM | {"leads": {"per_week": 12}}},
        duty={"leads_per_slot": 8, "max_slots_per_week": 1},
        managers=[{"name": name, "keep": True, "roles": ["mixed"]} for name in ("Anna", "Boris", "Carl")],
    )
    days = [(MON, "Boris", "duty"), (TUE, "Carl", "duty"), (TUE, "Boris", ""), (MON, "Carl", "")]
    days += [(day, "Anna", "calls" if day == calls_on else "") for day in (MON, TUE)]
    result = solved(Plan.model_validate(plan.model_dump(by_alias=True) | {"fixed": {"days": settled(days)}}))
    both = {name: away(MON, TUE) for name in ("Boris", "Carl")}
    revised = replanned(plan, result, Actuals(), MON, absent=both, freeze_days=0, allow=("roster", "quotas"))
    assert (turnover(revised)["duty_slots"], bounds(revised)["duty_slots"]) == (2, 2)
    assert bounds(revised)["quotas"] <= 0


def test_a_reach_of_next_to_nothing_is_none() -> None:
    # what could still be paid is less than what contacts that are rounded make of it
    plan = random_plan(213, "tiny")
    result = solved(plan)
    simulation = Simulation(plan, 213)
    simulation.work(result, 0)
    monday = plan.calendar.start + dt.timedelta(weeks=1)
    revised = replanned(plan, result, simulation.actuals, monday, freeze_days=0, allow=["roster", "quotas"])
    assert (revised.status, revised.reach) == ("infeasible", 0.0)
    assert revised.replan is not None
    assert 0 < (revised.replan.reach_bound or 0) < 1e-5


def test_an_interruption_gives_the_best_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    plan, result = solved_case("target-00")
    monday = plan.calendar.start + dt.timedelta(weeks=1)
    facts = Actuals(just_as_planned(plan, result).facts[::2])
    best = turnover(replanned(plan, result, facts, monday))
    statuses = []
    for at in range(1, 70, 4):
        with monkeypatch.context() as patch:
            count = interrupt(patch, at)
            found = replanned(plan, result, facts, monday)
        statuses.append(found.status)
        if found.status != "optimal":
            assert next(count) == at + 1  # no solver ran after it
        if found.headcount is not None and found.reach is None:  # else it is what is known to fall short
            assert tuple(turnover(found).values()) >= tuple(best.values())
    order = ["no_answer", "feasible", "optimal"]
    assert statuses == sorted(statuses, key=order.index)
    assert {"no_answer", "optimal"} <= set(statuses)


def test_a_second_interruption_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = engine.Clock(None, ends_when_interrupted=True)
    program = engine.Program()
    interrupt(monkeypatch, 1)
    assert engine.least(program, clock=clock).state is engine.State.UNKNOWN
    assert clock.is_over()
    assert clock.sparing(5, 5).is_over()
    assert not clock.end_when_interrupted()
    interrupt(monkeypatch, 1)
    with pytest.raises(KeyboardInterrupt):
        engine.least(program, clock=engine.Clock(None))
