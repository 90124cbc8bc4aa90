"""`replan` of a plan that was edited after it was solved: what it no longer allows changes, and nothing else."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from salescrew.errors import InputError
from salescrew.models.answers.replan import FREEDOMS, Replan
from salescrew.models.answers.result import Result
from salescrew.models.facts.actuals import Actuals
from salescrew.models.on_paper.cover import cover
from salescrew.models.plan.plan import Plan
from tests.solver.answers import solved
from tests.solver.replanned import away, replanned, turnover

Data = dict[str, Any]
MON, TUE, WED = (dt.date(2026, 3, day) for day in (2, 3, 4))
NOTHING_ALLOWED: dict[str, Any] = {"freeze_days": 0, "allow": []}
STAGE: Data = {"name": "contact", "conversion": 0.1}
COLD: Data = {"channel": "outbound", "product": "x", "opens_with": "calls", "stages": [STAGE]}
WARM: Data = {"channel": "inbound", "product": "x", "leads": {"per_week": 15}, "stages": [STAGE | {"name": "lead"}]}
ANNA, BORIS = {"name": "Anna", "keep": True}, {"name": "Boris", "keep": True}


def plan_data(deals: float = 3.5, **edits: Any) -> Data:
    """Three days with a slot a day; 1.5 of the deals come from 15 leads, a tenth of the 10 calls a day the others."""
    days: Data = {"start": "2026-03-02", "weeks": 1, "working_days": ["mon", "tue", "wed"], "slots": ["noon"]}
    usual: Data = {
        "name": "edited",
        "calendar": days | edits.pop("calendar", {}),
        "products": {"x": {"average_deal": 100}},
        "target": {"products": {"x": {"deals": deals}}},
        "day_patterns": [{"calls": 10}, {"duty": 1}, {"meetings": 2}],
        "funnels": {"cold": COLD, "warm": WARM},
        "pipeline": "empty",
        "duty": {"leads_per_slot": 5},
        "managers": [ANNA, BORIS],
    }
    return usual | edits


@pytest.fixture(scope="module")
def in_force() -> Result:
    """Anna is on duty on all three days and Boris calls: 20 contacts, since 1.5 of 3.5 deals come from leads."""
    roles = {"Anna": "inbound", "Boris": "mixed"}
    duty = [{"date": str(day), "slot": "noon", "managers": ["Anna"]} for day in (MON, TUE, WED)]
    return solved(plan_data(fixed={"roles": roles, "slots": duty}))


def edited(
    in_force: Result, deals: float = 0.1, /, as_of: dt.date = MON, edits: Data | None = None, **how: Any
) -> Result:
    """Make the edited plan anew, of which little is asked."""
    plan = Plan.model_validate(plan_data(deals, **(edits or {})))
    return replanned(plan, in_force, Actuals(), as_of, rates="plan", **how)


def of(result: Result) -> Replan:
    assert result.replan is not None
    return result.replan


def said(result: Result, *kinds: str) -> list[str]:
    """Write the changes of some kinds with their reasons."""
    return [f"{c.date} {c.manager or 'nobody'}: {c.reason}" for c in of(result).changes if c.kind in kinds]


# ---- days that the plan no longer allows


@pytest.mark.parametrize("how", [{}, {"freeze_days": 0}, NOTHING_ALLOWED])
def test_a_pattern_that_is_no_longer_there(in_force: Result, how: Data) -> None:
    revised = edited(in_force, edits={"day_patterns": [{"calls": 8}, {"duty": 1}]}, **how)
    assert revised.status == "optimal"
    assert turnover(revised) == {"people": 0, "roles": 0, "duty_slots": 0, "quotas": 0, "monthly_cost": 0}
    calls = {row.pattern["calls"] for row in revised.roster if row.manager == "Boris"}
    assert calls == {8}
    assert said(revised, "day")[0] == "2026-03-02 Boris: the plan no longer allows the day as it was"


@pytest.mark.parametrize("how", [{}, {"freeze_days": 0}, NOTHING_ALLOWED])
def test_a_quota_that_fits_no_more(in_force: Result, how: Data) -> None:
    # 20 contacts in three days are 7 calls a day at the most: of these only 5 fit
    revised = edited(in_force, edits={"day_patterns": [{"calls": 5}, {"duty": 1}]}, **how)
    assert revised.status == "optimal"
    assert turnover(revised)["quotas"] == 3
    assert {c.now for c in of(revised).changes if c.kind == "quota"} == {5.0}
    same = edited(in_force, edits={"day_patterns": [{"calls": 7}, {"duty": 1}]}, **how)
    assert turnover(same)["quotas"] == 0


@pytest.mark.parametrize("how", [{}, {"freeze_days": 0}, NOTHING_ALLOWED])
def test_a_funnel_that_somebody_no_longer_works(in_force: Result, how: Data) -> None:
    revised = edited(in_force, edits={"managers": [ANNA, BORIS | {"funnels": ["warm"]}]}, **how)
    assert revised.headcount == 2
    assert not any(row.contacts for row in revised.quotas)
    assert turnover(revised)["duty_slots"] == 0


@pytest.mark.parametrize("how", [{}, {"freeze_days": 0}, NOTHING_ALLOWED])
def test_contacts_that_are_opened_with_something_else(in_force: Result, how: Data) -> None:
    funnels = {"cold": COLD | {"opens_with": "meetings"}, "warm": WARM}
    revised = edited(in_force, edits={"funnels": funnels}, **how)
    assert revised.status in ("optimal", "feasible")
    assert not any(row.contacts and not row.activities["meetings"] for row in revised.quotas)


@pytest.mark.parametrize("how", [{}, {"freeze_days": 0}, NOTHING_ALLOWED])
def test_slots_that_nobody_is_needed_in_any_more(in_force: Result, how: Data) -> None:
    warm = WARM | {"leads": {"per_week": 10, "by_weekday": {"tue": 0}}}
    revised = edited(in_force, edits={"funnels": {"cold": COLD, "warm": warm}}, **how)
    assert revised.status == "optimal"
    assert said(revised, "duty") == ["2026-03-03 nobody: since fewer are needed then"]
    assert all(goal.proven for goal in of(revised).turnover)


def test_somebody_else_is_settled_to_be_on_duty(in_force: Result) -> None:
    fixed = {"slots": [{"date": "2026-03-02", "slot": "noon", "managers": ["Boris"]}]}
    for how in ({}, {"freeze_days": 0}, NOTHING_ALLOWED):
        revised = edited(in_force, edits={"fixed": fixed}, **how)
        assert revised.status == "optimal"
        assert said(revised, "duty") == ["2026-03-02 Boris: since the plan no longer allows Anna's day as it was"]


def test_somebody_is_settled_to_be_on_duty_where_nobody_can_be(in_force: Result) -> None:
    fixed = {"slots": [{"date": "2026-03-03", "slot": "noon", "managers": ["Boris"]}]}
    warm = WARM | {"leads": {"per_week": 10, "by_weekday": {"tue": 0}}}
    revised = edited(in_force, edits={"fixed": fixed, "funnels": {"cold": COLD, "warm": warm}})
    assert revised.headcount is None


def test_a_place_that_stays_open_is_held_by_nobody(in_force: Result) -> None:
    revised = edited(in_force, absent={"Anna": away(TUE)}, allow=["quotas"])
    assert [(row.date, row.short) for row in of(revised).basis.open_slots] == [(TUE, 1)]
    assert said(revised, "duty") == ["2026-03-03 nobody: since Anna is away"]


# ---- duty in a week


@pytest.mark.parametrize("freeze", [0, 2, 3])
@pytest.mark.parametrize("most", [3, 2, 1])
def test_less_duty_in_a_week_than_was_planned(in_force: Result, most: int, freeze: int) -> None:
    # Boris takes as many of the three days as he may, and the rest stays open
    duty = {"leads_per_slot": 5, "max_slots_per_week": most}
    revised = edited(in_force, edits={"duty": duty}, freeze_days=freeze)
    given_up = [change.date for change in of(revised).changes if change.kind == "duty"]
    assert len(given_up) == 3 - most
    assert not freeze or given_up == [MON, TUE, WED][most:]
    assert sum(row.short for row in of(revised).basis.open_slots) == max(0, 3 - 2 * most)


def test_less_duty_than_was_covered_in_the_week_already(in_force: Result) -> None:
    # Anna had Monday and Tuesday by then, so that she takes no more; without her the slot goes to Boris or stays open
    edits = {"duty": {"leads_per_slot": 5, "max_slots_per_week": 1}}
    free = edited(in_force, as_of=WED, edits=edits, freeze_days=1)
    assert said(free, "duty") == ["2026-03-04 Boris: since the plan no longer allows Anna's day as it was"]
    kept = edited(in_force, as_of=WED, edits=edits, **NOTHING_ALLOWED)
    assert said(kept, "duty") == ["2026-03-04 nobody: since the plan no longer allows Anna's day as it was"]


# ---- days of a week


@pytest.mark.parametrize("freeze", [0, 3])
@pytest.mark.parametrize("most", [3, 2, 1])
def test_fewer_days_a_week_than_were_planned(in_force: Result, most: int, freeze: int) -> None:
    # Anna's latest slots go to Boris as far as he has days, none where his earlier ones stay; the rest stays open
    revised = edited(in_force, edits={"max_days_per_week": most}, freeze_days=freeze)
    given_up = [change.date for change in of(revised).changes if change.kind == "duty"]
    assert len(given_up) == 3 - most
    assert not freeze or given_up == [MON, TUE, WED][most:]
    assert sum(row.short for row in of(revised).basis.open_slots) == max(0, 3 - most * (1 if freeze else 2))
    worked = [row.manager for row in revised.roster]
    assert max(worked.count("Anna"), worked.count("Boris")) <= most


# ---- absence


@pytest.mark.parametrize("how", [{}, {"freeze_days": 0}, {"freeze_days": 3}, NOTHING_ALLOWED])
@pytest.mark.parametrize("as_of", [MON, TUE])
def test_more_absence_than_a_week_has_room_for(in_force: Result, as_of: dt.date, how: Data) -> None:
    # Boris has 7, 7 and 6 or 7 calls; half of three days leaves time for 15, so that one quota falls
    edits = {"managers": [ANNA, BORIS | {"absence": 0.5}]}
    revised = edited(in_force, as_of=as_of, edits=edits, **how)
    assert revised.status == "optimal"
    assert turnover(revised) == {"people": 0, "roles": 0, "duty_slots": 0, "quotas": 1, "monthly_cost": 0}
    assert sum(row.activities["calls"] for row in revised.quotas if row.manager == "Boris") <= 15


# ---- limits


@pytest.mark.parametrize(
    ("edits", "told"),
    [
        (
            {"limits": {"people": 1}},
            "limits.people: must be at least 2, the team in force, got 1. Raise it, or solve the plan anew.",
        ),
        (
            {"limits": {"people": 2}, "managers": [ANNA, BORIS, {"name": "Carl", "keep": True}]},
            "limits.people: must be at least 3, the team in force and who else is to be kept, got 2. Raise it, or "
            "solve the plan anew.",
        ),
        (
            {"limits": {"hires": 0}, "candidates": [{"profile": "junior", "at_most": 1, "keep": True}]},
            "limits.hires: must be at least 1, the team in force and who else is to be kept, got 0. Raise it, or "
            "solve the plan anew.",
        ),
        (
            {"limits": {"monthly_cost": 5.5}, "managers": [ANNA | {"monthly_cost": 3}, BORIS | {"monthly_cost": 3}]},
            "limits.monthly_cost: must be at least 6, the team in force, got 5.5. Raise it, or solve the plan anew.",
        ),
    ],
)
def test_limits_below_the_team_in_force(in_force: Result, edits: Data, told: str) -> None:
    with pytest.raises(InputError) as error:
        edited(in_force, edits=edits)
    assert str(error.value) == told


def test_limits_that_the_team_in_force_just_keeps(in_force: Result) -> None:
    assert of(edited(in_force, edits={"limits": {"people": 2, "hires": 0, "monthly_cost": 0}})).changes == ()


# ---- who must join


@pytest.mark.parametrize("allow", [FREEDOMS, ["roster", "quotas"], []])
@pytest.mark.parametrize(
    "edits",
    [
        {"managers": [ANNA, {"name": "Carl", "keep": True}, BORIS]},
        {"candidates": [{"profile": "Carl", "at_most": 1, "keep": True}]},
        {"managers": [ANNA, BORIS, {"name": "Carl"}], "fixed": {"roles": {"Carl": "inbound"}}},
    ],
)
def test_who_is_to_be_kept_joins(in_force: Result, edits: Data, allow: list[str]) -> None:
    revised = edited(in_force, edits=edits, allow=allow)
    assert (revised.status, revised.headcount) == ("optimal", 3)
    assert turnover(revised) == {"people": 1, "roles": 0, "duty_slots": 0, "quotas": 0, "monthly_cost": 0}
    assert [(c.manager[:4], c.reason) for c in of(revised).changes] == [("Carl", "is to be kept")]
    assert all(goal.proven for goal in of(revised).turnover)


@pytest.mark.parametrize("allow", [FREEDOMS, []])
@pytest.mark.parametrize(
    "fixed",
    [
        {"slots": [{"date": "2026-03-03", "slot": "noon", "managers": ["Carl"]}]},
        {"days": [{"date": "2026-03-03", "manager": "Carl", "pattern": {"duty": 1}, "duty": ["noon"]}]},
    ],
)
def test_who_is_settled_to_be_on_duty_joins(in_force: Result, fixed: Data, allow: list[str]) -> None:
    revised = edited(in_force, edits={"managers": [ANNA, BORIS, {"name": "Carl"}], "fixed": fixed}, allow=allow)
    assert revised.headcount == 3
    assert said(revised, "hire", "duty") == [
        "None Carl: is to be kept",
        "2026-03-03 Carl: since the plan no longer allows Anna's day as it was",
    ]


def test_who_is_to_be_kept_joins_where_not_every_target_can_be_met(in_force: Result) -> None:
    # 1.5 deals come from leads, and 2 people call 10 a day: 6 more at the most
    edits = {"managers": [ANNA, BORIS, {"name": "Carl", "keep": True}]}
    revised = edited(in_force, 15.0, edits=edits, freeze_days=0)
    assert (revised.status, revised.headcount) == ("infeasible", 3)
    assert revised.reach == pytest.approx(0.5, rel=0.01)
    assert of(revised).reach_bound == pytest.approx(0.5, rel=0.01)


def test_who_is_to_be_kept_joins_where_a_place_stays_open(in_force: Result) -> None:
    edits = {"managers": [ANNA, BORIS, {"name": "Carl", "keep": True, "roles": ["hunter"]}]}
    ill = {"Anna": away(MON, WED), "Boris": away(MON)}
    revised = edited(in_force, edits=edits, absent=ill, freeze_days=0)
    assert revised.headcount == 3
    assert [(row.date, row.short) for row in of(revised).basis.open_slots] == [(MON, 1)]


# ---- another role in the middle of a week


@pytest.mark.parametrize("absence", [0, 0.1])
def test_days_before_another_role_count_as_they_were(absence: float) -> None:
    """Between leads a mixed manager calls as well, and a hunter does not: what was asked then was allowed then."""
    duty = {
        "service_level": {"share": 0.8, "within_seconds": 60, "handling_minutes": 10},
        "between_leads": {"activity": "calls", "minutes_each": 6, "efficiency": 1},
    }
    quiet = WARM | {"leads": {"per_week": 6}}
    boris = BORIS | {"absence": absence}
    data = plan_data(
        3.0,
        calendar={"slot_minutes": 120},
        duty=duty,
        day_patterns=[{"calls": 10}, {"duty": 1}],
        funnels={"cold": COLD, "warm": quiet},
        managers=[ANNA, boris],
    )
    first = [{"date": "2026-03-02", "slot": "noon", "managers": ["Boris"]}]
    result = solved(data | {"fixed": {"roles": {"Anna": "inbound", "Boris": "mixed"}, "slots": first}})
    assert next(row for row in result.quotas if row.manager == "Boris").activities["calls"] > 0
    never = Plan.model_validate(data | {"duty": {"leads_per_slot": 5}})
    assert replanned(never, result, Actuals(), TUE, rates="plan", **NOTHING_ALLOWED).headcount == 2
    hunter = data | {"managers": [ANNA, boris | {"roles": ["hunter"]}]}
    revised = replanned(Plan.model_validate(hunter), result, Actuals(), TUE, rates="plan", **NOTHING_ALLOWED)
    assert [(c.manager, c.was) for c in of(revised).changes if c.kind == "role"] == [("Boris", "mixed")]


# ---- days that are free by now


def test_a_holiday_of_later(in_force: Result) -> None:
    holiday = {"calendar": {"holidays": ["2026-03-04"]}}
    for how in ({}, {"freeze_days": 0}, NOTHING_ALLOWED):
        revised = edited(in_force, edits=holiday, **how)
        assert revised.status == "optimal"
        assert said(revised, "duty", "quota") == [
            "2026-03-04 nobody: since it is no working day any more",
            *["2026-03-04 Boris: is no working day any more" for row in in_force.quotas if _calls_on(row, WED)],
        ]


def _calls_on(row: Any, day: dt.date) -> bool:
    return bool(row.date == day and row.activities["calls"])


def test_a_day_off_of_later(in_force: Result) -> None:
    revised = edited(in_force, edits={"managers": [ANNA | {"days_off": ["2026-03-04"]}, BORIS]})
    assert said(revised, "duty") == ["2026-03-04 Boris: since Anna is away"]


def test_nobody_covers_a_slot_without_leads(in_force: Result) -> None:
    plan = Plan.model_validate(plan_data(calendar={"holidays": ["2026-03-04"]}))
    found = cover(plan, in_force, {"Anna": away(MON, WED)})
    assert [slot.date for slot in found.slots] == [MON, TUE]


def test_slots_that_the_calendar_does_not_have(in_force: Result) -> None:
    with pytest.raises(InputError) as error:
        edited(in_force, edits={"calendar": {"slots": ["morning"]}})
    must = "must have duty in slots of the calendar only, got 2026-03-02 noon. Use the result of this plan."
    assert str(error.value) == f"result: {must}"
