"""The checker's rules on plans that were made anew: a good result is tampered with in one place each time."""

from __future__ import annotations

import datetime as dt
import json
from functools import lru_cache

import pytest

import salescrew
from salescrew.models.answers.result import Result
from salescrew.models.plan.plan import Plan
from salescrew.models.schedule.in_force import fingerprint
from tests.answer_by_hand import by_hand, quotas_row, roster_row
from tests.solver.replanned import just_as_planned, replanned

PLAN, PARENT = (model.model_validate(data) for model, data in zip((Plan, Result), by_hand(), strict=True))


@lru_cache(maxsize=8)
def made_anew(as_of, absent, **options):
    actuals = just_as_planned(PLAN, PARENT)
    return replanned(PLAN, PARENT, actuals, dt.date.fromisoformat(as_of), absent=dict(absent), **options).to_json()


def moved():
    """Anna is away on Tuesday the 13th: the 2 meetings that she would hold then, she holds on Tuesday the 20th."""
    return json.loads(made_anew("2026-01-13", (("Anna", "2026-01-13"),)))


def short():
    """Boris is away on Monday the 19th, and nobody may take his duty: 1 deal of 6 is lost, so 500 of 600 is reached."""
    return json.loads(
        made_anew("2026-01-19", (("Boris", "2026-01-19"),), freeze_days=0, allow=("roster", "quotas")),
    )


def joined():
    """The same, and a junior is hired who takes it."""
    allow = ("hire", "roster", "quotas")
    return json.loads(made_anew("2026-01-19", (("Boris", "2026-01-19"),), freeze_days=0, allow=allow))


def found(result, parent=None):
    return [str(one) for one in salescrew.verify(PLAN, Result.model_validate(result), parent)]


def both(result):
    """Check a result without the one in force, and what is found besides with it."""
    alone = found(result)
    whole = found(result, PARENT)
    assert [one for one in whole if one in alone] == alone
    return alone, [one for one in whole if one not in alone]


@pytest.mark.parametrize("good", [moved, short, joined])
def test_untampered_results_keep_every_promise(good):
    assert both(good()) == ([], [])


# ---- days that were over


@pytest.mark.parametrize(
    ("rows", "tamper"),
    [
        ("roster", lambda result: roster_row(result, "2026-01-12", "Anna").update(pattern={"meetings": 2})),
        ("quotas", lambda result: quotas_row(result, "2026-01-12", "Anna").update(calls=7)),
        ("coverage", lambda result: result["coverage"][0].update(required=2)),
    ],
)
def test_days_that_are_over_are_as_they_were(rows, tamper):
    result = moved()
    tamper(result)
    must = f"days_before: {rows} before 2026-01-13 must be as it was, is otherwise from 2026-01-12 on"
    assert both(result) == ([], [must])


def test_rows_of_the_past_that_are_gone_are_named_by_their_day():
    result = short()
    result["roster"] = [row for row in result["roster"] if row["date"] != "2026-01-13"]
    must = "days_before: roster before 2026-01-19 must be as it was, is otherwise from 2026-01-13 on"
    assert both(result) == ([], [must])


def test_a_result_without_any_row_of_the_past_is_noticed():
    result = moved()
    for rows in ("roster", "quotas", "coverage"):
        result[rows] = [row for row in result[rows] if row["date"] >= "2026-01-13"]
    end = "before 2026-01-13 must be as it was, is otherwise from 2026-01-12 on"
    assert both(result) == ([], [f"days_before: {rows} {end}" for rows in ("roster", "quotas", "coverage")])


# ---- the list of changes


def test_change_that_is_missing():
    result = moved()
    result["replan"]["changes"].pop()
    alone, besides = both(result)
    assert alone == ["turnover: quotas must be 1, as the changes have, got 2"]
    assert besides == ["changes: 2026-01-20 Anna quota meetings from None to 2: must be among the changes"]


def test_change_that_is_none():
    result = moved()
    change = {"kind": "quota", "date": "2026-01-20", "manager": "Boris", "what": "calls", "now": 1.0, "reason": "why"}
    result["replan"]["changes"].append(change)
    alone, besides = both(result)
    assert alone == ["turnover: quotas must be 3, as the changes have, got 2"]
    assert besides == ["changes: 2026-01-20 Boris quota calls from None to 1: is no change"]


def test_change_that_is_listed_twice():
    result = moved()
    result["replan"]["changes"] *= 2
    twice = [
        "changes: 2026-01-13 Anna quota meetings from 2 to None: must be there once, is there 2 times",
        "changes: 2026-01-20 Anna quota meetings from None to 2: must be there once, is there 2 times",
    ]
    assert both(result) == (twice, [])


@pytest.mark.parametrize(
    ("number", "field", "value", "told"),
    [
        (0, "was", 1.0, "2026-01-13 Anna quota meetings from 1 to None"),
        (1, "now", 1.0, "2026-01-20 Anna quota meetings from None to 1"),
        (1, "date", "2026-01-19", "2026-01-19 Anna quota meetings from None to 2"),
        (1, "manager", "Boris", "2026-01-20 Boris quota meetings from None to 2"),
        (1, "what", "calls", "2026-01-20 Anna quota calls from None to 2"),
    ],
)
def test_change_that_is_otherwise(number, field, value, told):
    result = moved()
    result["replan"]["changes"][number][field] = value
    must = [
        "2026-01-13 Anna quota meetings from 2 to None",
        "2026-01-20 Anna quota meetings from None to 2",
    ][number]
    assert both(result) == ([], [f"changes: {must}: must be among the changes", f"changes: {told}: is no change"])


def test_change_without_a_reason():
    result = moved()
    result["replan"]["changes"][0]["reason"] = ""
    must = "changes: 2026-01-13 Anna quota meetings from 2 to None: must have a reason"
    assert both(result) == ([must], [])


def test_hire_that_is_not_told():
    result = joined()
    del result["replan"]["changes"][0]
    alone, besides = both(result)
    assert alone == ["turnover: people must be 0, as the changes have, got 1"]
    assert besides == ["changes: junior 1 hire from None to mixed: must be among the changes"]


def test_role_that_changes_untold():
    result = moved()
    result["managers"][0]["role"] = result["replan"]["basis"]["roles"]["Anna"] = "mixed"
    assert both(result) == ([], ["changes: Anna role from hunter to mixed: must be among the changes"])


def test_slot_that_stays_open_untold():
    result = short()
    result["replan"]["changes"].clear()
    alone, besides = both(result)
    assert alone == ["turnover: duty_slots must be 0, as the changes have, got 1"]
    assert besides == ["changes: 2026-01-19 duty morning from Boris to None: must be among the changes"]


def test_day_that_changes_untold():
    # a day of nothing but calls holds no more of Anna's meetings
    result = moved()
    roster_row(result, "2026-01-19", "Anna")["pattern"] = {"calls": 10}
    quotas_row(result, "2026-01-19", "Anna").update(calls=0, meetings=0)
    _, besides = both(result)
    assert besides == [
        "changes: 2026-01-19 Anna quota meetings from 2 to None: must be among the changes",
        "handovers: 2026-01-19 Anna meetings: must be 2 in all, got 0",
    ]


def test_pattern_that_changes_untold():
    # Boris makes no calls, so that a day without time for them does as well
    plan, parent = by_hand()
    plan["day_patterns"].append({"duty": 1})
    plan, parent = Plan.model_validate(plan), Result.model_validate(parent)
    revised = replanned(plan, parent, just_as_planned(plan, parent), dt.date(2026, 1, 19))
    result = json.loads(revised.to_json())
    roster_row(result, "2026-01-20", "Boris")["pattern"] = {"duty": 1}
    must = "changes: 2026-01-20 Boris day from 4 calls, 1 duty to 1 duty: must be among the changes"
    assert [str(one) for one in salescrew.verify(plan, Result.model_validate(result), parent)] == [must]


# ---- the result in force and the day


def test_parent_is_the_result_in_force():
    result = moved()
    result["replan"]["parent"] = "0123456789abcdef"
    must = f"changes: parent must be {fingerprint(PARENT)}, the result in force, got 0123456789abcdef"
    assert both(result) == ([], [must])


def test_parent_that_is_another_one():
    other = PARENT.model_copy(update={"warnings": ("Another one.",)})
    must = f"changes: parent must be {fingerprint(other)}, the result in force, got {fingerprint(PARENT)}"
    assert found(moved(), other) == [must]


@pytest.mark.parametrize("day", ["2026-01-12", "2026-01-14"])
def test_day_is_that_of_the_basis(day):
    result = moved()
    result["replan"]["as_of"] = day
    assert found(result) == [f"turnover: as_of must be 2026-01-13, as the basis has, got {day}"]


def test_day_that_is_later_in_both_places_does_not_have_the_flow():
    result = moved()
    result["replan"]["as_of"] = result["replan"]["basis"]["so_far"]["as_of"] = "2026-01-19"
    alone, besides = both(result)
    assert "totals: revenue must be 300, got 600" in alone
    assert besides == [
        "after_end: warm: opened_was must be 4, got 6",
        "changes: 2026-01-13 Anna quota meetings from 2 to None: is no change",
        "handovers: 2026-01-13 Anna meetings: must be 0 in all, got 1.999999",
        "days_before: roster before 2026-01-19 must be as it was, is otherwise from 2026-01-13 on",
        "days_before: quotas before 2026-01-19 must be as it was, is otherwise from 2026-01-13 on",
    ]


# ---- how much changes


def goal(result, what):
    return next(goal for goal in result["replan"]["turnover"] if goal["what"] == what)


@pytest.mark.parametrize(
    ("good", "what", "must"),
    [
        (joined, "people", "people must be 1, as the changes have, got 0"),
        (moved, "quotas", "quotas must be 2, as the changes have, got 0"),
        (short, "duty_slots", "duty_slots must be 1, as the changes have, got 0"),
        (joined, "monthly_cost", "monthly_cost must be 230, as the changes have, got 0"),
    ],
)
def test_turnover_that_is_less(good, what, must):
    result = good()
    goal(result, what).update(value=0, bound=0, proven=True)
    assert both(result) == ([f"turnover: {must}"], [])


def test_bound_that_is_above_its_value():
    result = moved()
    goal(result, "quotas")["bound"] = 3
    said = ["turnover: quotas: the bound must be at most 2, got 3", "turnover: quotas: proven must be False, got True"]
    assert both(result) == (said, [])


def test_bound_that_is_below_nothing():
    result = moved() | {"status": "feasible"}
    goal(result, "people").update(bound=-1, proven=False)
    assert both(result) == (["turnover: people: the bound must be at least 0, got -1"], [])


def test_proof_that_is_none():
    result = moved()
    goal(result, "quotas")["bound"] = 1
    assert both(result) == (["turnover: quotas: proven must be False, got True"], [])


def test_optimal_says_that_everything_is_proven():
    result = moved()
    goal(result, "quotas").update(bound=1, proven=False)
    assert both(result) == (["turnover: optimal: everything must be proven, quotas is not"], [])
    assert both(result | {"status": "feasible"}) == ([], [])


def test_turnover_is_stated_whole_and_in_order():
    must = "turnover: must state people, roles, duty_slots, quotas, monthly_cost, in this order"
    result = moved()
    result["replan"]["turnover"].reverse()
    assert both(result) == ([must], [])
    result["replan"]["turnover"].clear()
    assert both(result) == ([must], [])


# ---- how far it goes


@pytest.mark.parametrize(
    ("bound", "must"),
    [
        (0.5, "reach_bound must be at least the reach, 0.8333341667, got 0.5"),
        (1.0, "infeasible: reach_bound must be below 1, got 1"),
        (None, "infeasible: reach_bound must be below 1, got null"),
    ],
)
def test_bound_of_the_reach(bound, must):
    result = short()
    result["replan"]["reach_bound"] = bound
    assert both(result) == ([f"reach_bound: {must}"], [])


def test_what_is_met_has_no_bound_of_the_reach():
    result = moved()
    result["replan"]["reach_bound"] = 0.9
    assert both(result) == (["reach_bound: reach_bound must be null without a reach, got 0.9"], [])


def test_reach_that_is_not_reached():
    # 0.9 x 600 = 540
    result = short()
    result["reach"] = result["replan"]["reach_bound"] = 0.9
    assert both(result) == (["target: revenue: must reach 540, reaches 500"], [])


def test_infeasible_that_is_passed_off_as_met():
    result = short() | {
        "status": "feasible",
        "reach": None,
        "reach_proven": None,
        "headcount_bound": 2,
        "monthly_cost_bound": 180,
    }
    result["replan"]["reach_bound"] = None
    assert both(result) == (["target: revenue: must reach 600, reaches 500"], [])


def test_no_answer_in_time_proves_nothing():
    result = short() | {"status": "no_answer"}
    must = "reach_bound: no_answer: reach_bound must be null or at least 1, got 0.833334167"
    assert both(result) == ([must], [])
    result["replan"]["reach_bound"] = None
    assert both(result) == ([], [])


# ---- what it was made anew from


def test_open_slot_that_is_hidden():
    result = short()
    result["replan"]["basis"]["open_slots"].clear()
    hidden = [
        "coverage: 2026-01-19 morning: leads are expected, must have a row",
        "cover: 2026-01-19 morning: needs 1 on duty, has nobody",
        "handovers: 2026-01-19 Boris morning: a place does not stay open there",
    ]
    assert both(result) == (hidden, [])


@pytest.mark.parametrize(
    ("tamper", "witness"),
    [
        # 4 items at the meeting pay 2 deals; twice as many pay 4
        (
            lambda basis: basis["pipeline"]["cold"]["meeting"][0].update(items=8),
            "funnel: week of 2026-01-19 cold paid: entering must be 4, got 2",
        ),
        # 1 was paid before and 1 comes on Tuesday; with 5 before it is 6
        (
            lambda basis: basis["so_far"]["entered"][1].update(items=5),
            "funnel: week of 2026-01-12 warm paid: entering must be 6, got 2",
        ),
        (
            lambda basis: basis["so_far"]["entered"][1].update(revenue=500),
            "funnel: week of 2026-01-12 warm paid: revenue must be 600, got 200",
        ),
        # Anna can hold 2 in the first week of grace and 2 in the second one
        (
            lambda basis: basis["so_far"]["open_work"][0].update(amount=9),
            "work: week of 2026-01-12 cold: 9 meetings fall due, there is time for 4",
        ),
        # 2 leads on Tuesday, of which 1.8 pay instead of 1
        (
            lambda basis: basis["conversions"].update(warm={"lead": 0.9}),
            "funnel: week of 2026-01-12 warm paid: entering must be 2.8, got 2",
        ),
        (lambda basis: basis["roles"].update(Anna="mixed"), "settled: Anna: is settled to be mixed, is hunter"),
        (lambda basis: basis["away"].update(Boris=["2026-01-19"]), "roster: 2026-01-19 Boris: is not there that day"),
    ],
)
def test_basis_is_what_the_figures_come_from(tamper, witness):
    result = moved()
    tamper(result["replan"]["basis"])
    alone, besides = both(result)
    assert witness in alone
    # who is said to be away once more was to do something
    assert [one for one in besides if not one.startswith("handovers: 2026-01-19 Boris")] == []


# ---- what becomes of the work of people who are away


@pytest.mark.parametrize(
    ("good", "tamper", "alone", "besides"),
    [
        # Anna's 2 meetings of Tuesday are held on Tuesday the 20th
        (moved, {"amount": 3}, "takes 3 meetings, and has 2 besides contacts", "must be 2 in all, got 3"),
        (moved, {"amount": 0}, "must be some of it, got 0", "must be 2 in all, got 0"),
        (moved, {"taken_by": "Boris"}, "Boris does not work cold", None),
        (moved, {"taken_by": None}, "taken: must say by whom and when", None),
        (moved, {"on": "2026-01-13"}, "Anna is not there on 2026-01-13", None),
        (moved, {"taken_by": "Boris", "on": "2026-01-20"}, "takes 1.999999 meetings, and has 0 besides contacts", None),
        (moved, {"week": "2026-01-19"}, "1.999999 meetings more are taken than fall due", None),
        (moved, {"week": "2025-12-29"}, "is 3 weeks after it falls due, said to be taken", None),
        (moved, {"outcome": "late"}, "is 1 weeks after it falls due, said to be late", None),
        (moved, {"outcome": "fewer"}, "fewer: nobody must do it, got Anna", None),
        (moved, {"reason": ""}, "must have a reason", None),
        (moved, {"manager": "Boris"}, None, "2026-01-13 Anna meetings: must be 2 in all, got 0"),
        (moved, {"date": "2026-01-20"}, None, "2026-01-20 Anna meetings: must be 0 in all, got 1.999999"),
        # Boris has the morning of Monday the 19th, and his leads wait
        (short, {"outcome": "fewer"}, "a place stays open there", None),
        (short, {"what": "afternoon"}, "a place does not stay open there", "must be 1 in all, got 0"),
        (short, {"amount": 2}, "must be 1 slot, got 2", "must be 1 in all, got 2"),
        (joined, {"taken_by": "Anna"}, "Anna is not on duty there", None),
        (joined, {"taken_by": None, "on": None, "outcome": "open"}, "a place does not stay open there", None),
    ],
)
def test_handover_that_is_otherwise(good, tamper, alone, besides):
    result = good()
    result["replan"]["handovers"][0].update(tamper)
    without, more = both(result)
    for told, witness in ((without, alone), (more, besides)):
        assert witness is None or any(one.startswith("handovers: ") and one.endswith(witness) for one in told), told


def test_handover_that_is_left_out():
    result = moved()
    result["replan"]["handovers"].clear()
    assert both(result) == ([], ["handovers: 2026-01-13 Anna meetings: must be 2 in all, got 0"])


# ---- the team


def test_headcount_is_counted():
    result = moved() | {"headcount": 3, "headcount_bound": 3}
    assert both(result) == (["headcount: headcount must be 2, as managers has, got 3"], [])


def test_nobody_of_the_team_in_force_is_dropped():
    result = moved()
    result["managers"].pop()
    alone, _ = both(result)
    assert "keep: Boris: must have a role, since something is settled, has none" in alone
    assert "headcount: headcount must be 1, as managers has, got 2" in alone
