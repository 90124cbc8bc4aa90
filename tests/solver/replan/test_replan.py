"""`replan` by hand: what each option does, where it bites and where it does not, and what is said of what is left."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import pytest

import salescrew
from salescrew.errors import InputError
from salescrew.models.answers.replan import Replan
from salescrew.models.answers.result import Result
from salescrew.models.facts.actuals import Actuals
from salescrew.models.facts.file import parse_actuals
from salescrew.models.plan.plan import Plan
from salescrew.models.schedule.in_force import fingerprint
from tests.solver.answers import solved
from tests.solver.replanned import away, just_as_planned, replanned, turnover

Data = dict[str, Any]
MON, TUE, NEXT_MON, NEXT_TUE = (dt.date(2026, 3, day) for day in (2, 3, 9, 10))
CONTACT: Data = {"name": "contact", "conversion": 0.1}
# what A has opened in the first week: all that can be
CALLED = "2026-03-02,A,contacts,cold,10,", "2026-03-03,A,contacts,cold,10,"


def outbound(*people: Data, deals: float, stages: tuple[Data, ...] = (CONTACT,), base: int = 99, **fields: Any) -> Data:
    """Two weeks of Mondays and Tuesdays, 10 calls a day, one contact in ten pays 100: 2 deals a head and week."""
    cold = {"channel": "outbound", "product": "x", "opens_with": "calls", "stages": list(stages), "max_contacts": base}
    usual: Data = {
        "name": "by hand",
        "calendar": {"start": "2026-03-02", "weeks": 2, "working_days": ["mon", "tue"]},
        "products": {"x": {"average_deal": 100}},
        "target": {"products": {"x": {"deals": deals}}},
        "day_patterns": [{"calls": 10}, {"meetings": 1}],
        "funnels": {"cold": cold},
        "pipeline": "empty",
        "managers": [{"keep": True, "monthly_cost": 3} | person for person in people],
    }
    return usual | fields


def inbound(*people: Data, **fields: Any) -> Data:
    """The same with a slot a day in which one is on duty; a lead in ten pays."""
    warm = {"channel": "inbound", "product": "x", "leads": {"per_week": 10}, "stages": [CONTACT | {"name": "lead"}]}
    calendar = {"start": "2026-03-02", "weeks": 2, "working_days": ["mon", "tue"], "slots": ["noon"]}
    cold = outbound(*people, deals=0.1, calendar=calendar, duty={"leads_per_slot": 5})
    return cold | {"day_patterns": [{"calls": 10}, {"duty": 1}], "funnels": cold["funnels"] | {"warm": warm}} | fields


def in_force(data: Data, **fixed: Any) -> tuple[Plan, Result]:
    """Give a plan and its result, in which something is as it is wanted here."""
    return Plan.model_validate(data), solved(data | {"fixed": fixed} if fixed else data)


def facts(plan: Plan, *rows: str) -> Actuals:
    return parse_actuals("\n".join(["date,manager,what,funnel,count,amount", *rows]), "actuals.csv", plan)


def of(result: Result) -> Replan:
    assert result.replan is not None
    return result.replan


def opened(result: Result, since: dt.date) -> float:
    """Add up the contacts to open from a day on."""
    return math.fsum(count for row in result.quotas if row.date >= since for count in row.contacts.values())


def whole_duty(*names: str) -> list[Data]:
    """Settle who is on duty at noon on the four days."""
    days = ("2026-03-02", "2026-03-03", "2026-03-09", "2026-03-10")
    return [{"date": day, "slot": "noon", "managers": [name]} for day, name in zip(days, names, strict=True)]


A, B, C = ({"name": name} for name in "ABC")
JUNIORS: Data = {"candidates": [{"profile": "junior", "at_most": 2, "monthly_cost": 2}]}
AT_MOST_HALF = "the team as it is reaches at most 50.0% of the plan"
TWO_PAID = "2026-03-03,,paid,cold,2,200"
ONE_PAID = "2026-03-03,,paid,cold,1,100"


# ---- what may change


def test_somebody_joins_where_the_team_cannot_make_up_for_what_is_missing() -> None:
    # 20 contacts have paid nothing, 20 are to come and pay 2: the other 2 of 4 take one junior's two days
    plan, result = in_force(outbound(A, deals=4, **JUNIORS))
    assert result.headcount == 1
    behind = facts(plan, *CALLED)
    revised = replanned(plan, result, behind, NEXT_MON, rates="plan", freeze_days=0)
    assert (revised.status, revised.headcount, revised.monthly_cost) == ("optimal", 2, 5)
    assert turnover(revised) == {"people": 1, "roles": 0, "duty_slots": 0, "quotas": 0, "monthly_cost": 5}
    assert all(goal.proven for goal in of(revised).turnover)
    hire, *_ = of(revised).changes
    assert f"{hire.kind} {hire.manager}: {hire.reason}" == "hire junior 1: " + AT_MOST_HALF
    alone = replanned(plan, result, behind, NEXT_MON, rates="plan", freeze_days=0, allow=["roles", "roster", "quotas"])
    assert (alone.status, alone.headcount, of(alone).allowed) == ("infeasible", 1, ("roles", "roster", "quotas"))
    assert alone.reach == pytest.approx(0.5, rel=1e-5)
    assert of(alone).reach_bound == pytest.approx(0.5, rel=1e-5)
    on_track = facts(plan, *CALLED, TWO_PAID)
    assert of(replanned(plan, result, on_track, NEXT_MON, rates="plan")).changes == ()


def test_who_joins_changes_as_little_as_can_be_and_costs_least_with_that() -> None:
    # 32 contacts in two weeks, 16 of them paid nothing: 16 are missing, and A has room for 4 more
    profiles = ("junior", 2, 0.6), ("senior", 5, 0.9), ("expert", 6, 1)
    plan, result = in_force(
        outbound(
            A,
            deals=3.2,
            candidates=[
                {"profile": name, "at_most": 1, "monthly_cost": cost, "effectiveness": worth}
                for name, cost, worth in profiles
            ],
        )
    )
    assert [row.activities["calls"] for row in result.quotas] == [8, 8, 8, 8]
    behind = facts(plan, *(row.replace(",10,", ",8,") for row in CALLED))
    revised = replanned(plan, result, behind, NEXT_MON, rates="plan", freeze_days=0)
    # a junior opens 12 contacts and the other 4 are A's; a senior opens all, so does an expert
    assert [change.manager for change in of(revised).changes if change.kind == "hire"] == ["senior 1"]
    assert turnover(revised) == {"people": 1, "roles": 0, "duty_slots": 0, "quotas": 0, "monthly_cost": 8}
    assert revised.status == "optimal"
    with_a_junior = {"candidates": plan.model_dump(mode="json")["candidates"][:1]}
    revised = replanned(
        Plan.model_validate(outbound(A, deals=3.2) | with_a_junior),
        result,
        behind,
        NEXT_MON,
        rates="plan",
        freeze_days=0,
    )
    assert turnover(revised) == {"people": 1, "roles": 0, "duty_slots": 0, "quotas": 2, "monthly_cost": 5}


def test_somebody_changes_role_where_nobody_else_may_be_on_duty() -> None:
    roles = {"A": "hunter", "B": "inbound"}
    plan, result = in_force(inbound(A, B), roles=roles)
    ill = {"B": away(NEXT_MON, NEXT_TUE)}
    for freeze in (0, 2):
        revised = replanned(plan, result, Actuals(), NEXT_MON, absent=ill, freeze_days=freeze)
        assert revised.status == "optimal"
        assert turnover(revised) == {"people": 0, "roles": 1, "duty_slots": 2, "quotas": 0, "monthly_cost": 6}
        change, *_ = of(revised).changes
        assert (change.kind, change.manager, change.was) == ("role", "A", "hunter")
        assert change.reason == "the team as it is cannot cover all duty and do all work"
    same = replanned(plan, result, Actuals(), NEXT_MON, absent=ill, freeze_days=0, allow=["hire", "roster", "quotas"])
    assert [(row.date, row.short) for row in of(same).basis.open_slots] == [(NEXT_MON, 1), (NEXT_TUE, 1)]
    assert [(c.manager, c.was) for c in of(same).changes if c.kind == "duty"] == [("", "B"), ("", "B")]
    assert of(replanned(plan, result, Actuals(), NEXT_MON, freeze_days=0)).changes == ()


def test_duty_changes_hands_where_the_roster_may_change() -> None:
    mixed = [person | {"roles": ["mixed"]} for person in (A, B)]
    plan, result = in_force(inbound(*mixed), slots=whole_duty("A", "B", "A", "B"))
    ill = {"A": away(NEXT_MON)}
    free = replanned(plan, result, Actuals(), NEXT_MON, absent=ill, freeze_days=0)
    assert turnover(free)["duty_slots"] == 1
    assert [f"{c.manager} {c.reason}" for c in of(free).changes if c.kind == "duty"] == ["B since A is away"]
    kept = replanned(plan, result, Actuals(), NEXT_MON, absent=ill, freeze_days=0, allow=["quotas"])
    assert [(c.manager, c.was) for c in of(kept).changes if c.kind == "duty"] == [("", "A")]
    off_duty = {"A": away(NEXT_TUE)}
    assert turnover(replanned(plan, result, Actuals(), NEXT_MON, absent=off_duty, allow=["quotas"]))["duty_slots"] == 0


def test_quotas_rise_where_they_may_change() -> None:
    # 40 contacts are asked for in two weeks, of two who could make 80; the first 20 have paid nothing, so 40 are needed
    data = outbound(A, B, deals=4)
    days = [{"date": str(day), "manager": "B", "pattern": {}} for day in (MON, TUE, NEXT_MON, NEXT_TUE)]
    plan, result = in_force(data, days=days)
    behind = facts(plan, *CALLED)
    free = replanned(plan, result, behind, NEXT_MON, rates="plan", freeze_days=0)
    assert free.status == "optimal"
    assert turnover(free)["quotas"] == 2
    assert {(c.manager, c.now) for c in of(free).changes if c.kind == "quota"} == {("B", 10.0)}
    assert opened(free, NEXT_MON) == pytest.approx(40, rel=1e-5)
    kept = replanned(plan, result, behind, NEXT_MON, rates="plan", freeze_days=0, allow=["roster"])
    assert (kept.status, of(kept).changes) == ("infeasible", ())
    assert kept.reach == pytest.approx(0.5, rel=1e-5)
    on_track = facts(plan, *CALLED, TWO_PAID)
    assert of(replanned(plan, result, on_track, NEXT_MON, rates="plan", allow=["roster"])).changes == ()


def test_a_role_that_is_allowed_no_longer_changes_whatever_may() -> None:
    _, result = in_force(outbound(A, deals=2), roles={"A": "mixed"})
    changed = Plan.model_validate(outbound(A | {"roles": ["hunter"]}, deals=2))
    revised = replanned(changed, result, Actuals(), MON, allow=["quotas"])
    assert turnover(revised)["roles"] == 1
    assert revised.managers[0].role == "hunter"


# ---- which conversions


@pytest.mark.parametrize(
    ("rates", "priors", "used"),
    [
        # one of 20 contacts has paid
        ("plan", {}, 0.1),
        ("observed", {}, 1 / 20),
        # the plan's tenth is worth 100 observations, 10 of which have paid: 11 of 120
        ("blend", {}, 11 / 120),
        # 20 observations, 2 of which have paid: 3 of 40
        ("blend", {"prior_observations": 20}, 3 / 40),
        # of the stage none: what was seen
        ("blend", {"stages": ({**CONTACT, "prior_observations": 0},)}, 1 / 20),
        # the stage's 60 go before the plan's: 7 of 80
        ("blend", {"prior_observations": 20, "stages": ({**CONTACT, "prior_observations": 60},)}, 7 / 80),
    ],
)
def test_rates_are_the_plans_the_observed_or_a_blend(rates: Any, priors: Data, used: float) -> None:
    plan, result = in_force(outbound(A, B, deals=3, **priors))
    seen = facts(plan, *CALLED, ONE_PAID)
    revised = replanned(plan, result, seen, NEXT_MON, rates=rates, freeze_days=0)
    (row,) = of(revised).rates_used
    assert (of(revised).rates, row.planned, row.decided, row.passed) == (rates, 0.1, 20, 1)
    assert row.used == pytest.approx(used)
    # one deal is there, the other two take 2 / used contacts; four days of ten make 40
    assert revised.status == "optimal"
    assert opened(revised, NEXT_MON) >= 2 / used * (1 - 2e-6)
    assert revised.deals is not None
    assert revised.deals >= 3 * (1 - 1e-6)


# ---- what is frozen


@pytest.mark.parametrize(
    ("freeze", "until", "changed"),
    [(0, None, None), (1, NEXT_MON, {NEXT_TUE}), (2, NEXT_TUE, set()), (99, NEXT_TUE, set())],
)
def test_frozen_days_stay_as_they_are(freeze: int, until: dt.date | None, changed: set[dt.date] | None) -> None:
    # of 25 contacts the second week has 12 or 13, on either day no more than 7; as one deal of the first is missing,
    # 15 are needed: with Monday as it is, Tuesday's ten can do that, with both as they are nothing can
    plan, result = in_force(outbound(A, deals=2.5))
    assert max(sum(row.contacts.values()) for row in result.quotas) <= 7
    behind = facts(plan, *CALLED, ONE_PAID)
    revised = replanned(plan, result, behind, NEXT_MON, rates="plan", freeze_days=freeze)
    assert of(revised).frozen_until == until
    assert (revised.status, revised.reach is None) == (("infeasible", False) if changed == set() else ("optimal", True))
    if changed is not None:
        assert {change.date for change in of(revised).changes} == changed


def test_an_absence_is_covered_on_frozen_days_too() -> None:
    plan, result = in_force(inbound(A, B), slots=whole_duty("A", "B", "A", "B"))
    revised = replanned(plan, result, Actuals(), NEXT_MON, absent={"A": away(NEXT_MON)}, freeze_days=2)
    assert [(c.date, c.manager) for c in of(revised).changes if c.kind == "duty"] == [(NEXT_MON, "B")]


@pytest.mark.parametrize("freeze", [0, 2])
def test_a_base_that_is_used_up_ends_what_was_to_be_opened(freeze: int) -> None:
    # 28 of 40 contacts are opened; 10 more pay what is missing, and what the two days to come hold is 17.5
    plan, result = in_force(outbound(A, deals=3.5, base=40))
    ahead = facts(plan, "2026-03-03,A,contacts,cold,28,", "2026-03-03,,paid,cold,2.5,250")
    revised = replanned(plan, result, ahead, NEXT_MON, rates="plan", freeze_days=freeze)
    assert (revised.status, turnover(revised)["quotas"]) == ("optimal", 1)
    assert opened(revised, NEXT_MON) <= 12
    assert {change.reason for change in of(revised).changes} == {"since no more contacts are left in cold"}


# ---- who is away, or gone


def test_several_are_away_and_days_given_twice_count_once() -> None:
    plan, result = in_force(inbound(A, B, C), slots=whole_duty("A", "B", "A", "B"))
    ill = {"A": ["2026-03-09/2026-03-10", NEXT_MON], "B": str(NEXT_TUE)}
    revised = replanned(plan, result, Actuals(), NEXT_MON, absent=ill, freeze_days=0)
    gone = {(row.manager, row.date) for row in revised.roster if row.date >= NEXT_MON}
    assert not gone & {("A", NEXT_MON), ("A", NEXT_TUE), ("B", NEXT_TUE)}
    assert turnover(revised)["duty_slots"] == 2
    once = {"A": away(NEXT_MON, NEXT_TUE), "B": away(NEXT_TUE)}
    same = replanned(plan, result, Actuals(), NEXT_MON, absent=once, freeze_days=0)
    assert (same.roster, same.quotas) == (revised.roster, revised.quotas)


@pytest.mark.parametrize(("share", "taken"), [("1", 1), ("0.5", 0)])
def test_facts_tell_of_whole_days_to_come_but_half_a_day_is_worked(share: str, taken: int) -> None:
    plan, result = in_force(inbound(A, B), slots=whole_duty("A", "B", "A", "B"))
    told = facts(plan, f"2026-03-09,A,absent,,{share},")
    assert turnover(replanned(plan, result, told, NEXT_MON, freeze_days=0))["duty_slots"] == taken


def test_who_is_no_longer_in_the_plan_is_replaced() -> None:
    _, result = in_force(inbound(A, B, C), slots=whole_duty("A", "B", "A", "B"))
    plan = Plan.model_validate(inbound(B, C))
    revised = replanned(plan, result, Actuals(), NEXT_MON, freeze_days=0)
    assert [member.name for member in revised.managers] == ["B", "C"]
    assert "A is no longer in the plan." in of(revised).notes
    reasons = {c.date: c.reason for c in of(revised).changes if c.kind == "duty"}
    assert reasons == {NEXT_MON: "since A is no longer in the plan"}


# ---- where the plan stands


def test_revenue_counts_as_it_was_paid_and_may_be_all_that_is_asked_for() -> None:
    # 400 are asked for; one deal that brought 400 instead of 100 is all of it
    plan, result = in_force(outbound(A, deals=4, target={"revenue": 400}))
    revised = replanned(plan, result, facts(plan, "2026-03-03,,paid,cold,1,400"), NEXT_MON, rates="plan")
    assert (revised.status, of(revised).changes) == ("optimal", ())
    assert revised.revenue == pytest.approx(400 + 10 * opened(revised, NEXT_MON))
    # the other 150 take 15 contacts, 250 more than there are
    for paid, status in ((250, "optimal"), (150, "infeasible")):
        other = facts(plan, *CALLED, f"2026-03-03,,paid,cold,1,{paid}")
        assert replanned(plan, result, other, NEXT_MON, rates="plan").status == status


@pytest.mark.parametrize(("as_of", "waited"), [(NEXT_MON, 7.0), (dt.date(2026, 3, 16), 14.0)])
def test_items_under_way_have_the_time_that_they_have_waited(as_of: dt.date, waited: float) -> None:
    # 20 contacts of the first week pay in the third
    slow = CONTACT | {"days_to_next": 14}
    calendar = {"start": "2026-03-02", "weeks": 3, "working_days": ["mon", "tue"]}
    plan, result = in_force(outbound(A, deals=2, stages=(slow,), calendar=calendar))
    revised = replanned(plan, result, facts(plan, *CALLED), as_of, rates="plan")
    items = of(revised).basis.pipeline["cold"]["contact"]
    assert isinstance(items, tuple)
    assert [(one.items, one.waited_days) for one in items] == [(20, waited)]
    assert (revised.status, of(revised).changes) == ("optimal", ())
    paid = {row.week: row.entering for row in revised.funnel if row.stage == "paid"}
    assert paid[dt.date(2026, 3, 16)] == pytest.approx(2)


@pytest.mark.parametrize("day", [7, 8, 9, 10], ids=["saturday", "sunday", "holiday", "last day"])
def test_a_day_without_work_is_as_good_as_the_next_that_is_worked(day: int) -> None:
    calendar = {"start": "2026-03-02", "weeks": 2, "working_days": ["mon", "tue"], "holidays": ["2026-03-09"]}
    plan, result = in_force(outbound(A, B, deals=4, calendar=calendar))
    # ten contacts of each on the last Tuesday are left for the two deals that are missing
    behind = facts(plan, *CALLED, TWO_PAID)
    revised = replanned(plan, result, behind, dt.date(2026, 3, day), rates="plan", freeze_days=0)
    assert (revised.status, of(revised).as_of.day) == ("optimal", day)
    assert opened(revised, NEXT_TUE) == pytest.approx(20, rel=1e-5)


# ---- what cannot be met any more


def test_out_of_reach_is_said_with_the_best_that_is_left() -> None:
    # 1 is paid, and 40 contacts bring 4
    plan, result = in_force(outbound(A, B, deals=8))
    revised = replanned(plan, result, facts(plan, *CALLED, ONE_PAID), NEXT_MON, rates="plan", freeze_days=0)
    assert revised.status == "infeasible"
    assert revised.reach == pytest.approx(5 / 8, rel=1e-5)
    assert revised.deals == pytest.approx(5, rel=1e-3)
    assert of(revised).reach_bound == pytest.approx(5 / 8, rel=1e-5)


MEETING: Data = {"name": "meeting", "conversion": 0.5, "effort": {"meetings": 1}}


def test_work_that_nobody_has_time_for_is_left_undone() -> None:
    # 5 meetings came about in the first week, none was held, and two days are left for them
    plan, result = in_force(outbound(A, deals=0.1, stages=(CONTACT, MEETING)))
    busy = facts(plan, *CALLED, "2026-03-03,A,meetings,,0,", "2026-03-03,,meeting,cold,5,", ONE_PAID)
    revised = replanned(plan, result, busy, NEXT_MON, rates="plan", freeze_days=0)
    assert [(row.week, round(row.amount, 4)) for row in of(revised).left_undone] == [(NEXT_MON, 3)]
    assert (revised.status, revised.reach, of(revised).done_late) == ("infeasible", None, ())
    assert sum(row.activities["meetings"] for row in revised.quotas if row.date >= NEXT_MON) == 2


def test_work_is_done_late_rather_than_not_at_all() -> None:
    # one meeting falls due in the second week, in which A is away; without grace the third is too late
    calendar = {"start": "2026-03-02", "weeks": 3, "working_days": ["mon", "tue"]}
    plan, result = in_force(outbound(A, deals=0.1, stages=(CONTACT, MEETING), calendar=calendar, grace_weeks=0))
    ill = {"A": away(NEXT_MON, NEXT_TUE)}
    due = facts(plan, *CALLED, "2026-03-03,A,meetings,,0,", "2026-03-03,,meeting,cold,1,", ONE_PAID)
    revised = replanned(plan, result, due, NEXT_MON, rates="plan", absent=ill, freeze_days=0)
    assert of(revised).left_undone == ()
    assert [(row.week, round(row.amount, 4)) for row in of(revised).done_late] == [(dt.date(2026, 3, 16), 1)]


@pytest.mark.parametrize("seconds", [0.0, 1e-6, 0.01])
def test_too_little_time_never_makes_a_plan_infeasible(seconds: float) -> None:
    plan, result = in_force(outbound(A, B, deals=4, **JUNIORS))
    behind = facts(plan, *CALLED, ONE_PAID)
    # with the next days frozen it is infeasible, and a quick machine proves it in that time
    assert replanned(plan, result, behind, NEXT_MON, rates="plan", freeze_days=0).status == "optimal"
    revised = replanned(plan, result, behind, NEXT_MON, rates="plan", freeze_days=0, time_limit=seconds)
    assert revised.status in ("optimal", "feasible", "no_answer")


# ---- again and again


def test_a_plan_made_anew_twice_names_its_parent_and_remembers_who_is_away() -> None:
    plan, result = in_force(inbound(A, B, C), slots=whole_duty("A", "B", "A", "B"))
    first = replanned(plan, result, Actuals(), MON, absent={"A": away(NEXT_MON)}, freeze_days=0)
    second = replanned(plan, first, Actuals(), TUE, absent={"B": away(NEXT_TUE)}, freeze_days=0)
    third = replanned(plan, second, just_as_planned(plan, second), NEXT_MON, freeze_days=0)
    assert [of(one).parent for one in (first, second, third)] == [fingerprint(one) for one in (result, first, second)]
    assert set(of(third).basis.away) == {"A", "B"}
    assert (of(third).rates, of(third).changes) == ("blend", ())
    on_duty = {row.date: row.manager for row in third.roster if row.duty}
    assert on_duty[NEXT_MON] != "A"
    assert on_duty[NEXT_TUE] != "B"


# ---- wrong arguments

OUTSIDE = "as of: must be a day from 2026-03-02 to the plan's last working day, 2026-03-10, got {}. Correct it."


@pytest.mark.parametrize(
    ("wrong", "problems"),
    [
        ({"as_of": dt.date(2026, 3, 1)}, [OUTSIDE.format("2026-03-01")]),
        ({"as_of": dt.date(2026, 3, 11)}, [OUTSIDE.format("2026-03-11")]),
        ({"rates": "mean"}, ["rates: must be one of plan, observed, blend, got mean. Correct it."]),
        ({"freeze_days": -1}, ["freeze days: must be at least 0, got -1. Correct it."]),
        ({"allow": ["hire", "people"]}, ["allow: must be of hire, roles, roster, quotas, got people. Correct it."]),
        (
            {"absent": {"Zoe": MON}},
            ["absent: must be a person of this plan, got Zoe. Known here: A."],
        ),
        (
            {"freeze_days": -2, "as_of": dt.date(2027, 1, 1)},
            [OUTSIDE.format("2027-01-01"), "freeze days: must be at least 0, got -2. Correct it."],
        ),
    ],
)
def test_wrong_arguments_are_refused_all_at_once(wrong: Data, problems: list[str]) -> None:
    plan, result = in_force(outbound(A, deals=2))
    with pytest.raises(InputError) as refused:
        salescrew.replan(plan, result, Actuals(), **{"as_of": MON, **wrong})
    assert str(refused.value) == "\n".join(problems)


def test_a_result_without_a_team_is_refused() -> None:
    plan, result = in_force(outbound(A, deals=9))
    with pytest.raises(InputError) as refused:
        salescrew.replan(plan, result, Actuals(), MON)
    must = "must have a team to follow, got a result that says infeasible. Use that of a plan that is met."
    assert str(refused.value) == f"result: {must}"
