"""Why a plan cannot be met: the named set cannot hold, and can as soon as any member is left out.

Both are shown by the daily model, with the other conditions dropped from it one by one.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

import salescrew
from salescrew.models.answers.explained.conflict import Conflict
from salescrew.models.answers.result import Overload
from salescrew.models.answers.step import Step
from salescrew.models.department.department import Department
from salescrew.models.on_paper.conditions import conditions_of
from salescrew.models.plan.plan import Plan
from salescrew.solver.engine.program import Clock
from salescrew.solver.engine.tell import Tell
from salescrew.solver.explain import conflict as module
from salescrew.solver.explain.conflict import conflict
from tests.plans import Size, random_plan
from tests.solver.explain.conflicts import can_hold, can_reach, is_irreducible
from tests.test_oracles import deals, outbound

CASES = Path(__file__).parents[2] / "cases"
INFEASIBLE = [
    case["plan"]
    for case in map(json.loads, (CASES / "expected.jsonl").read_text(encoding="utf-8").splitlines())
    if case["status"] == "infeasible"
]
DRAWN: list[tuple[Size, int]] = [
    # the opening pipeline, a target of a month, time
    ("tiny", 403),
    # duty, slots a week
    ("tiny", 407),
    # what is under way at the end
    ("tiny", 409),
    # the opening pipeline
    ("tiny", 411),
    # duty, people's restrictions
    ("tiny", 414),
    # a target on a stage
    ("tiny", 418),
    # a target, a limit, days a week
    ("tiny", 419),
    # a target, a limit, somebody who is kept
    ("tiny", 423),
]


def by_hand(**changes: Any) -> Plan:
    """One person, Monday to Wednesday, 10 calls a day, each tenth a deal of 100: 30 calls and 300 in all."""
    data: dict[str, Any] = {
        "name": "by hand",
        "calendar": {"start": "2026-02-02", "weeks": 1, "working_days": ["mon", "tue", "wed"], "slots": ["morning"]},
        "target": {"revenue": 1},
        "products": {"x": {"average_deal": 100}},
        "day_patterns": [{"calls": 10}, {"duty": 1}, {"meetings": 1}],
        "funnels": {"cold": cold()},
        "pipeline": "empty",
        "managers": [{"name": "A"}],
    }
    return Plan.model_validate(data | changes)


def cold(**changes: Any) -> dict[str, Any]:
    stages = [{"name": "contact", "conversion": 0.1}]
    return {"channel": "outbound", "product": "x", "opens_with": "calls", "stages": stages} | changes


def warm(**changes: Any) -> dict[str, Any]:
    """A lead in each slot."""
    stages = [{"name": "lead", "conversion": 0.1}]
    return {"channel": "inbound", "product": "x", "leads": {"per_week": 3}, "stages": stages} | changes


def explained(plan: Plan) -> Conflict:
    """Explain a plan; the explanation is proven once more."""
    found = conflict(Department(plan))
    assert found is not None
    assert found.irreducible
    assert is_irreducible(plan, found)
    for member in found.members:
        assert member.enough is can_hold(plan, set(conditions_of(Department(plan))) - set(member.conditions))
    return found


def where(found: Conflict) -> list[str]:
    return [member.where for member in found.members]


@pytest.mark.parametrize("name", INFEASIBLE)
def test_stored_cases(name: str) -> None:
    plan = salescrew.load(CASES / name)
    found = explained(plan)
    if found.reach_at_most is not None:
        assert not can_reach(plan, found, found.reach_at_most + 1e-5)


@pytest.mark.parametrize(("size", "seed"), DRAWN)
def test_drawn_plans(size: Size, seed: int) -> None:
    explained(random_plan(seed, size))


def test_target_alone() -> None:
    # 30 calls bring 3 deals, 300 in all, and nothing else stands in the way: 0.3 of 1,000
    found = explained(by_hand(target={"revenue": 1000}))
    assert where(found) == ["target.revenue"]
    assert found.reach_at_most == pytest.approx(0.3, abs=1e-5)


def test_targets_against_each_other() -> None:
    # 30 calls bring 300 in all: 200 of x or of y, but not of both
    plan = by_hand(
        target={"products": {"x": {"revenue": 200}, "y": {"deals": 2}}},
        products={"x": {"average_deal": 100}, "y": {"average_deal": 100}},
        funnels={"cold": cold(), "colder": cold(product="y")},
    )
    found = explained(plan)
    assert where(found) == ["target.products.x.revenue", "target.products.y.deals"]
    assert found.reach_at_most == pytest.approx(0.75, abs=1e-5)


def test_cold_base() -> None:
    # 20 contacts bring 200 of 250, 30 would bring 300
    found = explained(by_hand(target={"revenue": 250}, funnels={"cold": cold(max_contacts=20)}))
    assert where(found) == ["target.revenue", "funnels.cold.max_contacts"]
    assert found.reach_at_most == pytest.approx(0.8, abs=1e-5)


def test_time() -> None:
    # what is opened pays two weeks later, after the only week
    stages = [{"name": "contact", "conversion": 0.1, "days_to_next": 14}]
    found = explained(by_hand(funnels={"cold": cold(stages=stages)}))
    assert where(found) == ["target.revenue", "calendar.weeks"]
    assert found.reach_at_most == 0
    assert [(last.funnel, last.day) for last in found.last_entries] == [("cold", None)]


def test_last_day_that_is_not_too_late() -> None:
    # of three weeks only the first can pay, two weeks later: 300 of 400; all three together would bring 900
    stages = [{"name": "contact", "conversion": 0.1, "days_to_next": 14}]
    calendar = {"start": "2026-02-02", "weeks": 3, "working_days": ["mon", "tue", "wed"]}
    found = explained(by_hand(calendar=calendar, target={"revenue": 400}, funnels={"cold": cold(stages=stages)}))
    assert where(found) == ["target.revenue", "calendar.weeks"]
    assert found.reach_at_most == pytest.approx(0.75, abs=1e-5)
    assert [last.day for last in found.last_entries] == [dt.date(2026, 2, 4)]


def test_time_within_a_month() -> None:
    # opened in January, paid in February
    stages = [{"name": "contact", "conversion": 0.1, "days_to_next": 7}]
    calendar = {"start": "2026-01-26", "weeks": 2}
    target = {"by_month": {"2026-01": {"revenue": 100}, "2026-02": {"revenue": 100}}}
    found = explained(by_hand(calendar=calendar, target=target, funnels={"cold": cold(stages=stages)}))
    assert where(found) == ["target.by_month.2026-01", "calendar.weeks"]


@pytest.mark.parametrize("limit", [{"people": 1}, {"hires": 1}, {"monthly_cost": 7}])
def test_limits(limit: dict[str, float]) -> None:
    # one hire brings 300, two would bring 600 for 10 a month
    candidates = [{"profile": "junior", "at_most": 2, "monthly_cost": 5}]
    found = explained(by_hand(target={"revenue": 500}, managers=[], candidates=candidates, limits=limit))
    assert where(found) == ["target.revenue", f"limits.{next(iter(limit))}"]
    assert found.reach_at_most == pytest.approx(0.6, abs=1e-5)


def test_kept_people_alone_break_a_limit() -> None:
    # three are too many for two, and any two would be within
    people = [{"name": name, "keep": True} for name in "ABC"]
    found = explained(by_hand(managers=people, limits={"people": 2}))
    assert where(found) == ["limits.people", "managers.A.keep", "managers.B.keep", "managers.C.keep"]


def test_kept_people_leave_no_money_for_another() -> None:
    # C sells, for 5 a month; but A and B, who are kept, cost 8 of the 10, and what they open is worth nothing
    people = [{"name": name, "keep": True, "monthly_cost": 4, "effectiveness": 0} for name in "AB"]
    plan = by_hand(managers=[*people, {"name": "C", "monthly_cost": 5}], limits={"monthly_cost": 10})
    assert where(explained(plan)) == ["target.revenue", "limits.monthly_cost", "managers.A.keep", "managers.B.keep"]


def on_duty(managers: list[dict[str, Any]], **changes: Any) -> Plan:
    """Leads on Wednesday 4 February only, in one slot."""
    data: dict[str, Any] = {
        "calendar": {"start": "2026-02-02", "weeks": 1, "working_days": ["mon", "wed"], "slots": ["morning"]},
        "funnels": {"cold": cold(), "warm": warm(leads={"per_week": 3, "by_weekday": {"mon": 0}})},
        "duty": {"managers_per_slot": 1},
        "managers": managers,
    }
    return by_hand(**(data | changes))


def test_nobody_can_be_there() -> None:
    # A and B are off, C may only hunt: each of them alone could cover the slot
    people: list[dict[str, Any]] = [
        {"name": "A", "days_off": ["2026-02-04"]},
        {"name": "B", "days_off": ["2026-02-03/2026-02-05"]},
        {"name": "C", "roles": ["hunter"]},
    ]
    found = explained(on_duty(people))
    assert [member.says for member in found.members] == [
        "Wednesday 4 February 2026, morning: 1 on duty needed",
        "A is off on Wednesday 4 February 2026",
        "B is off from Tuesday 3 February 2026 to Thursday 5 February 2026",
        "C may only hunt",
    ]
    (slot,) = found.slots
    assert (slot.required, slot.able) == (1, 0)
    assert [(unable.name, unable.why) for unable in slot.unable] == [
        ("A", "is off that day"),
        ("B", "is off that day"),
        ("C", "may only hunt"),
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("roles", ["hunter"]),
        ("funnels", ["cold"]),
        ("from", "2026-02-05"),
        ("until", "2026-02-03"),
        ("working_days", ["mon"]),
        ("rota", [["mon", "tue"]]),
        ("rota", {"on": 1, "off": 1, "from": "2026-02-03"}),
        ("slots", []),
        ("days_off", ["2026-02-04"]),
    ],
)
def test_each_reason_for_not_being_there(field: str, value: object) -> None:
    # with a ramp, too: being there earlier leaves it as it was
    found = explained(on_duty([{"name": "A", field: value, "ramp": [0.5]}], target={"revenue": 1}))
    assert [member.kind for member in found.members] == ["duty", "person"]
    assert where(found)[1] == f"managers.A.{field}"
    assert not found.people_as_they_are


@pytest.mark.parametrize(
    ("person", "says", "why"),
    [
        (
            {"rota": [["mon", "tue"], []]},
            "A works only by a rota of 2 weeks: Monday and Tuesday; not at all",
            "is off by the rota that day",
        ),
        (
            {"rota": {"on": 1, "off": 1, "from": "2026-02-03"}},
            "A works only 1 day on and 1 off in turn, from Tuesday 3 February 2026",
            "is off by the rota that day",
        ),
        ({"slots": []}, "A is never on duty", "is never on duty in the morning"),
    ],
)
def test_working_time_in_words(person: dict[str, Any], says: str, why: str) -> None:
    found = explained(on_duty([{"name": "A"} | person]))
    assert found.members[1].says == says
    assert [(one.name, one.why) for one in found.slots[0].unable] == [("A", why)]


def test_slots_of_a_person_are_what_cannot_hold() -> None:
    # A has the afternoons, of which there are none
    calendar = {"start": "2026-02-02", "weeks": 1, "working_days": ["wed"], "slots": ["morning", "afternoon"]}
    leads = {"per_week": 1, "by_slot": {"afternoon": 0}}
    plan = on_duty([{"name": "A", "slots": ["afternoon"]}], calendar=calendar)
    found = explained(plan.replace({"funnels.warm.leads": leads}))
    assert where(found) == ["Wednesday 4 February 2026, morning", "managers.A.slots"]
    assert found.members[1].says == "A is on duty only in afternoon"


@pytest.mark.parametrize(
    ("calendar", "place"),
    [
        ({"weeks": None, "end": "2026-03-08"}, "calendar.end"),
        ({"weeks": None, "start": None, "period": "2026-02"}, "calendar.period"),
    ],
)
def test_the_end_is_named_as_the_plan_says_it(calendar: dict[str, Any], place: str) -> None:
    stages = [{"name": "contact", "conversion": 1, "days_to_next": 70}]
    plan = outbound(calendar, target=deals(1), funnels={"cold": cold(stages=stages)}, pipeline="empty")
    found = explained(Plan.model_validate(plan))
    assert where(found) == ["target.products.x.deals", place]


def test_one_of_several_reasons_is_named_for_each() -> None:
    # A would have to be there and to answer leads: leaving out one of both changes nothing, so B's reason is the point
    people: list[dict[str, Any]] = [
        {"name": "A", "roles": ["hunter"], "days_off": ["2026-02-04"]},
        {"name": "B", "until": "2026-02-02"},
    ]
    found = explained(on_duty(people))
    assert where(found) == ["Wednesday 4 February 2026, morning", "managers.A.roles", "managers.B.until"]


def test_too_few_people_for_a_slot() -> None:
    # two are needed at once, two could be there, and one is allowed
    plan = on_duty([{"name": "A"}, {"name": "B"}], duty={"managers_per_slot": 2}, limits={"people": 1})
    found = explained(plan)
    assert where(found) == ["Wednesday 4 February 2026, morning", "limits.people"]
    assert [(slot.required, slot.able) for slot in found.slots] == [(2, 2)]


def test_a_slot_that_takes_more_people_than_there_are() -> None:
    found = explained(on_duty([{"name": "A"}, {"name": "B", "roles": ["hunter"]}], duty={"managers_per_slot": 3}))
    assert where(found) == ["Wednesday 4 February 2026, morning"]
    (slot,) = found.slots
    assert (slot.required, slot.able, [unable.name for unable in slot.unable]) == (3, 1, ["B"])


def test_somebody_is_settled_where_no_lead_comes() -> None:
    # no leads on Mondays, and nobody is on duty without any
    settled = {"slots": [{"date": "2026-02-02", "slot": "morning", "managers": ["A"]}]}
    found = explained(on_duty([{"name": "A"}, {"name": "B"}], fixed=settled))
    (member,) = found.members
    assert (member.where, member.says) == (
        "fixed.slots: 2026-02-02 morning",
        "A is on duty on Monday 2 February 2026, morning",
    )
    assert member.enough


def test_a_settled_role_and_a_settled_day_against_duty() -> None:
    # one slot: A may not take it as a hunter, B has another day; either would do without that
    settled = {
        "roles": {"A": "hunter"},
        "days": [{"date": "2026-02-04", "manager": "B", "pattern": {"calls": 10}}],
    }
    found = explained(on_duty([{"name": "A"}, {"name": "B"}], fixed=settled))
    assert [member.says for member in found.members] == [
        "Wednesday 4 February 2026, morning: 1 on duty needed",
        "the day of B on Wednesday 4 February 2026 is settled",
        "A is hunter",
    ]
    assert [member.enough for member in found.members] == [True, True, True]


def test_too_many_slots_a_week() -> None:
    # three slots, of which the only person may cover two
    plan = by_hand(funnels={"warm": warm()}, duty={"managers_per_slot": 1, "max_slots_per_week": 2})
    found = explained(plan)
    assert [member.kind for member in found.members] == ["duty", "duty", "duty", "max_slots_per_week"]


def test_leads_that_make_too_much_work() -> None:
    # Of five days k are on duty, 5 - k hold a meeting each, and k leads make 0.3 k of them: 4 days leave one for 1.2
    # meetings, while 3 leave two for 0.9; what is missing is the least 0.2.
    stages = [{"name": "lead", "conversion": 0.1, "effort": {"meetings": 0.3}}]
    plan = by_hand(
        calendar={"start": "2026-02-02", "weeks": 1, "slots": ["morning"]},
        funnels={"warm": warm(leads={"per_week": 5}, stages=stages)},
        duty={"managers_per_slot": 1},
    )
    found = explained(plan)
    assert [member.kind for member in found.members] == ["duty"] * 4
    assert found.overloaded == ()


def test_leads_of_a_longer_time_are_one_member() -> None:
    # as before, but k leads make 0.24 k meetings: 4 days leave one for 0.96, and only 5 leave none for 1.2
    stages = [{"name": "lead", "conversion": 0.1, "effort": {"meetings": 0.24}}]
    plan = by_hand(
        calendar={"start": "2026-02-02", "weeks": 1, "slots": ["morning"]},
        funnels={"warm": warm(leads={"per_week": 5}, stages=stages)},
        duty={"managers_per_slot": 1},
    )
    found = explained(plan)
    assert [(member.kind, len(member.conditions)) for member in found.members] == [("duty", 5)]
    (overload,) = found.overloaded
    assert overload == Overload(week=dt.date(2026, 2, 2), funnel="warm", activity="meetings", short=overload.short)
    assert overload.short == pytest.approx(1.2)


def under_way(meetings: float, **changes: Any) -> Plan:
    """Meetings under way at the start, due in the first week; three fit into a week."""
    stages = [{"name": "contact", "conversion": 0.1}, {"name": "met", "conversion": 1, "effort": {"meetings": 1}}]
    return by_hand(funnels={"cold": cold(stages=stages)}, pipeline={"cold": {"met": meetings}}, **changes)


def test_pipeline() -> None:
    # three meetings a week, one week
    found = explained(under_way(4))
    assert where(found) == ["pipeline.cold.met"]
    assert [overload.short for overload in found.overloaded] == [pytest.approx(1)]


def test_grace() -> None:
    # three meetings a week, two weeks: five are possible, if two may wait
    calendar = {"start": "2026-02-02", "weeks": 2, "working_days": ["mon", "tue", "wed"], "slots": ["morning"]}
    assert where(explained(under_way(5, calendar=calendar, grace_weeks=0))) == ["pipeline.cold.met", "grace_weeks"]


def test_absence() -> None:
    # half of three days is left
    found = explained(under_way(2, managers=[{"name": "A", "absence": "50%"}]))
    assert where(found) == ["pipeline.cold.met", "managers.A.absence"]


def test_nothing_is_wrong() -> None:
    assert conflict(Department(by_hand())) is None


def test_no_time() -> None:
    assert conflict(Department(by_hand(target={"revenue": 1000})), Clock(0)) is None


def test_what_is_not_proven_is_not_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "can_be_met", lambda *_: None)
    found = conflict(Department(by_hand(target={"revenue": 250}, funnels={"cold": cold(max_contacts=20)})))
    assert found is not None
    assert where(found) == ["target.revenue", "funnels.cold.max_contacts"]
    assert not found.irreducible
    # without the target there is nothing to do, which needs no search
    assert [member.enough for member in found.members] == [True, None]


def test_progress_is_told() -> None:
    told: list[Step] = []
    conflict(Department(by_hand(target={"revenue": 1000})), progress=Tell(told.append))
    assert told
    assert all(0 < len(step.doing) < 100 for step in told)


def test_json() -> None:
    found = conflict(Department(by_hand(target={"revenue": 1000})))
    assert found is not None
    assert Conflict.model_validate_json(found.to_json()).to_json() == found.to_json()
