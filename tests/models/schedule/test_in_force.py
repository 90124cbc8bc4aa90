"""The plan that a result answers, written as a file; and the reasons of what changes."""

from __future__ import annotations

import datetime as dt
import json

import pytest

import salescrew
from salescrew.models.answers.replan import PlanChange
from salescrew.models.answers.result import Result
from salescrew.models.facts.file import parse_actuals
from salescrew.models.load import parse
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.written.text import plan_data, plan_json, plan_yaml
from salescrew.models.schedule.in_force import fingerprint, plan_in_force, with_parent_file
from salescrew.models.schedule.reasons import Causes, with_reasons
from tests.answer_by_hand import by_hand
from tests.solver.answers import solved
from tests.solver.replanned import CASES, just_as_planned, replanned
from tests.solver.stored import solved_case

TUESDAY, MONDAY = dt.date(2026, 1, 13), dt.date(2026, 1, 19)


def plan_and_result(**changed):
    plan, result = by_hand()
    return Plan.model_validate(plan | changed), Result.model_validate(result)


def made_anew(plan, result, as_of=TUESDAY, **options):
    return replanned(plan, result, just_as_planned(plan, result), as_of, **options)


@pytest.fixture(scope="module")
def way():
    """The plan, its result, and that made anew since Anna is away on Tuesday."""
    plan, result = plan_and_result()
    return plan, result, made_anew(plan, result, absent={"Anna": "2026-01-13"})


def reread(plan):
    """Read a plan again from both forms of a file."""
    from_yaml, from_json = parse(plan_yaml(plan), "now.yaml"), parse(plan_json(plan), "now.json", "json")
    assert from_yaml == from_json
    return from_yaml


# ---- the plan in force


def test_a_result_that_was_not_made_anew_answers_the_plan_itself(way):
    plan, result, _ = way
    assert plan_in_force(plan, result) is plan


def test_the_plan_in_force_begins_on_the_way(way):
    plan, _, revised = way
    now = plan_in_force(plan, revised)
    # of 8 contacts 4 came to a meeting; 2 leads came on Monday, of which 1 paid
    assert (now.so_far.as_of, now.so_far.contacts) == (TUESDAY, {"cold": 8})
    assert [(row.stage, row.items, row.revenue) for row in now.so_far.entered] == [
        ("meeting", 4, None),
        ("paid", 1, 100),
        ("contact", 8, None),
        ("lead", 2, None),
    ]
    assert [(row.items, row.waited_days) for row in now.pipeline["cold"]["meeting"]] == [(4, 0)]
    assert {name: [str(days) for days in intervals] for name, intervals in now.away.items()} == {"Anna": ["2026-01-13"]}
    assert now.fixed.roles == {"Anna": "hunter", "Boris": "inbound"}
    assert (now.target, now.managers, now.funnels) == (plan.target, plan.managers, plan.funnels)


def test_a_plan_that_says_so_itself_stays_as_it_is(way):
    plan, _, revised = way
    now = plan_in_force(plan, revised)
    assert plan_in_force(now, revised) == now


@pytest.mark.parametrize(
    ("rates", "conversion"),
    # 1 of 2 leads was to pay, and both did. The plan's 50% counts as 100 observations: (50 + 2) / 102
    [("plan", 0.5), ("observed", 1.0), ("blend", 52 / 102)],
)
def test_conversions_of_the_plan_in_force_are_those_that_were_used(rates, conversion):
    plan, result = plan_and_result()
    actuals = parse_actuals(
        "date,manager,what,funnel,count,amount\n"
        "2026-01-12,Anna,contacts,cold,8,\n"
        "2026-01-12,,meeting,cold,4,\n"
        "2026-01-12,Boris,leads,warm,2,\n"
        "2026-01-12,Boris,paid,warm,2,200\n",
        "actuals.csv",
        plan,
    )
    revised = replanned(plan, result, actuals, TUESDAY, rates=rates)
    now = plan_in_force(plan, revised)
    assert now.funnels["warm"].stages[0].conversion == pytest.approx(conversion)
    assert now.funnels["cold"] == plan.funnels["cold"]
    assert reread(now) == now


def test_what_the_plan_settles_for_days_that_are_over_is_dropped():
    fixed = {
        "roles": {"Anna": "hunter"},
        "slots": [{"date": day, "slot": "morning", "managers": ["Boris"]} for day in ("2026-01-12", "2026-01-20")],
        "days": [
            {"date": day, "manager": "Anna", "pattern": pattern}
            for day, pattern in (("2026-01-12", {"calls": 10}), ("2026-01-20", {}))
        ],
    }
    plan, result = plan_and_result(fixed=fixed, away={"Boris": ["2026-01-14"]})
    now = plan_in_force(plan, made_anew(plan, result, absent={"Boris": "2026-01-21"}))
    assert [str(slot.date) for slot in now.fixed.slots] == ["2026-01-20"]
    assert [str(day.date) for day in now.fixed.days] == ["2026-01-20"]
    assert now.fixed.roles == {"Anna": "hunter", "Boris": "inbound"}
    assert [str(days) for days in now.away["Boris"]] == ["2026-01-14", "2026-01-21"]
    assert reread(now) == now


def test_fingerprints_tell_results_apart(way):
    _, result, revised = way
    assert fingerprint(result) == revised.replan.parent
    assert fingerprint(Result.model_validate_json(result.to_json())) == fingerprint(result)
    others = [result.model_copy(update={"deals": 7.0}), result.model_copy(update={"warnings": (".",)}), revised]
    assert len({fingerprint(one) for one in (result, *others)}) == 4


def test_the_file_of_the_result_in_force_is_noted(way):
    _, result, revised = way
    noted = with_parent_file(revised, "result.json")
    assert noted.replan.parent_file == "result.json"
    assert noted.replan.model_copy(update={"parent_file": None}) == revised.replan
    assert with_parent_file(result, "result.json") is result


# ---- as a file


def test_a_written_plan_reads_again_as_the_same(way):
    plan, _, revised = way
    for one in (plan, plan_in_force(plan, revised)):
        assert reread(one) == one


def test_a_written_plan_has_the_same_meaning(way):
    plan, result, revised = way
    now = reread(plan_in_force(plan, revised))
    assert salescrew.verify(now, revised, result) == []
    # nobody need be hired, and the targets are met
    again = solved(now)
    assert (again.status, again.headcount, again.revenue) == ("optimal", 2, 600)


@pytest.mark.parametrize(
    "options",
    [
        {"absent": {"Anna": "2026-01-13/2026-01-20"}, "allow": ("roster", "quotas")},
        {"absent": {"Anna": "2026-01-13", "Boris": "2026-01-13/2026-01-20"}, "allow": ()},
        {"absent": {"Boris": "2026-01-19"}, "freeze_days": 0},
    ],
    ids=["work left undone", "slots left open", "somebody joins"],
)
def test_a_written_plan_takes_what_cannot_be_done_along(options):
    plan, result = plan_and_result()
    revised = made_anew(plan, result, **options)
    now = plan_in_force(plan, revised)
    assert reread(now) == now
    assert salescrew.verify(reread(now), revised, result) == []


@pytest.mark.parametrize("name", ["small-00", "target-01"])
def test_plans_of_stored_cases_read_again_as_the_same(name):
    plan, result = solved_case(name)
    assert reread(plan) == plan
    days = sorted({row.date for row in result.roster})
    now = plan_in_force(plan, made_anew(plan, result, days[len(days) // 2]))
    assert reread(now) == now


@pytest.mark.parametrize("file", sorted(CASES.glob("*.yaml")), ids=lambda file: file.stem)
def test_every_stored_plan_reads_again_as_the_same(file):
    plan = salescrew.load(file)
    assert reread(plan) == plan


def test_what_is_by_default_is_not_written():
    plan, _ = plan_and_result(prior_observations=100)
    written = plan_data(plan)
    assert set(written) == {
        "name",
        "calendar",
        "target",
        "products",
        "day_patterns",
        "funnels",
        "pipeline",
        "duty",
        "managers",
        "candidates",
    }
    assert written["managers"] == [{"name": "Anna", "monthly_cost": 100}, {"name": "Boris", "monthly_cost": 80}]
    assert json.loads(plan_json(plan)) == written


STRANGE = ["NO", "null", "~", "123", "1_000", "1e5", "0x1F", "2026-01-12", "12:30", "yes", "true", "#a", "a: b", "- a"]
STRANGE += ["*x", "&x", "!x", "%x", "@x", '"q"', "it's", "a #b", "[x", "{x", "?", ".inf", "1.", "Имя", "é", "x" * 190]


@pytest.mark.parametrize("name", STRANGE)
def test_strange_names_stay_names(name):
    plan, _ = by_hand()
    plan["managers"][0]["name"] = name
    plan |= {"fixed": {"roles": {name: "hunter"}}, "away": {name: ["2026-01-13"]}}
    plan = Plan.model_validate(plan)
    assert reread(plan) == plan


def test_facts_from_before_a_written_plan_count_once(way):
    # with the plan as it stood on Tuesday and all facts since Monday a week ago nothing is otherwise
    plan, result, revised = way
    now = reread(plan_in_force(plan, revised))
    actuals = just_as_planned(plan, result)
    by_plan, by_now = (salescrew.track(one, revised, actuals, MONDAY).targets for one in (plan, now))
    assert [row.reached for row in by_now] == [row.reached for row in by_plan]


# ---- reasons

ANNA_TO_MIXED = PlanChange(kind="role", manager="Anna", was="hunter", now="mixed")
VERA_JOINS = PlanChange(kind="hire", manager="Vera", now="mixed")


def duty(manager, was, what="morning", day=MONDAY):
    return PlanChange(kind="duty", date=day, manager=manager, what=what, was=was, now=manager or None)


def quota(manager, was, now, kind="quota", day=MONDAY):
    return PlanChange(kind=kind, date=day, manager=manager, what="calls", was=was, now=now)


def reasons(*changes, away=(), **causes):
    found = with_reasons(changes, Causes(lambda day, name: (day, name) in away, **causes))
    assert [change.model_copy(update={"reason": ""}) for change in found] == list(changes)
    return [change.reason for change in found]


def test_whoever_is_away():
    away = {(MONDAY, "Boris")}
    assert reasons(duty("Anna", "Boris"), duty("", "Boris"), away=away) == ["since Boris is away"] * 2
    assert reasons(quota("Boris", 8, 0), quota("Anna", 4, 0), away=away)[0] == "is away"


def test_whoever_takes_a_slot_does_less():
    changes = duty("Anna", "Boris"), quota("Anna", 8, 4), quota("Anna", 8, 4, "contacts")
    takes = "takes the morning, since Boris is away"
    assert reasons(*changes, away={(MONDAY, "Boris")}) == ["since Boris is away", takes, takes]


def test_whoever_takes_two_slots():
    changes = duty("Anna", "Boris"), duty("Anna", "Vera", "afternoon"), quota("Anna", 8, 0)
    both_away = {(MONDAY, "Boris"), (MONDAY, "Vera")}
    assert reasons(*changes, away=both_away)[-1] == (
        "takes the morning and the afternoon, since Boris is away and since Vera is away"
    )
    same = duty("Anna", "Boris"), duty("Anna", "Boris", "afternoon"), quota("Anna", 8, 0)
    assert reasons(*same, away=both_away)[-1] == "takes the morning and the afternoon, since Boris is away"


def test_whoever_gives_up_a_slot_does_more():
    changes = duty("Anna", "Boris"), quota("Boris", 0, 4), duty("Boris", "Ida", "afternoon", TUESDAY)
    away = {(TUESDAY, "Ida")}
    said = reasons(*changes, away=away, explained_by_absence=True, absent=["Ida"])
    assert said == [
        "so that Boris is free for other work (makes up for Ida, who is away)",
        "gives the morning to Anna",
        "since Ida is away",
    ]


def test_slots_that_go_round():
    changes = duty("Anna", "Boris"), duty("Boris", "Ida", "afternoon")
    said = reasons(*changes, away={(MONDAY, "Ida")})
    assert said == ["since Boris takes the afternoon instead", "since Ida is away"]


def test_a_slot_that_nobody_had():
    assert reasons(duty("Anna", None)) == ["since nobody had it"]


def test_whoever_is_no_longer_in_the_plan():
    changes = duty("Anna", "Boris"), quota("Boris", 4, None), quota("Ida", 4, 8)
    assert reasons(*changes, gone=["Boris"]) == [
        "since Boris is no longer in the plan",
        "is no longer in the plan",
        "makes up for Boris",
    ]


def test_whoever_joins_or_has_another_role():
    changes = VERA_JOINS, ANNA_TO_MIXED, quota("Vera", None, 8), quota("Anna", 8, 0)
    why = "the team as it is reaches at most 95.9% of the plan"
    assert reasons(*changes, falls_short=why) == [why, why, "joins", "has another role"]


def test_what_makes_up_for_somebody():
    more = quota("Anna", 4, 8)
    assert reasons(more, explained_by_absence=True, absent=["Boris"]) == ["makes up for Boris, who is away"]
    two = reasons(more, explained_by_absence=True, absent=["Boris", "Ida"])
    assert two == ["makes up for Boris and Ida, who are away"]
    assert reasons(more, absent=["Boris"]) == ["makes up for Boris"]
    assert reasons(more) == ["keeps the plan"]


def test_what_makes_up_for_targets_that_fall_short():
    short = ["revenue falls short by 200", "profit falls short by 100"]
    said = "makes up for what is missing: revenue falls short by 200, profit falls short by 100"
    assert reasons(quota("Anna", 4, 8), short=short) == [said]
    assert reasons(quota("Anna", 4, 8), short=short, absent=["Boris"]) == [said]


def test_work_that_there_is_no_time_for():
    work = "since more follow-up work falls due than there is time for"
    fewer = quota("Anna", 8, 4), quota("Anna", 8, 4, kind="contacts")
    assert reasons(*fewer, too_much_work=True, short=["revenue falls short by 200"]) == [work, work]
    # less follow-up work on a day is no sign of too much
    assert reasons(quota("Anna", 8, 4), too_much_work=True) == [
        "follow-up work of that day is done by others or on other days"
    ]
    assert reasons(quota("Anna", 4, 8), too_much_work=True) == [work]
    # more calls are for the revenue
    assert reasons(quota("Anna", 4, 8), too_much_work=True, short=["revenue falls short by 200"]) == [
        "makes up for what is missing: revenue falls short by 200"
    ]


def test_no_more_than_a_few_are_named():
    names = [f"junior {number}" for number in range(1, 7)]
    (said,) = reasons(quota("Anna", 4, 8), explained_by_absence=True, absent=names)
    assert said == "makes up for junior 1, junior 2, junior 3 and junior 4, who are away"
