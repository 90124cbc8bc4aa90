from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest

from salescrew.errors import InputError
from salescrew.models.load import load
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.written.paths import value_at
from tests.pages import ROOT

DATA = {
    "name": "p",
    "calendar": {"start": "2026-01-12", "weeks": 4},
    "target": {"revenue": 1_000_000},
    "products": {"audit": {"average_deal": 1000, "margin": "40%"}, "big deal": {"average_deal": 9000, "margin": 0.1}},
    "day_patterns": [{"calls": 90}, {"meetings": 1, "calls": 15}, {"duty": 1}],
    "funnels": {
        "cold": {
            "channel": "outbound",
            "product": "audit",
            "opens_with": "calls",
            "stages": [
                {"name": "contact", "conversion": "5%"},
                {"name": "meeting", "conversion": 0.5, "effort": {"meetings": 1}},
            ],
        },
        "cold.v2": {
            "channel": "outbound",
            "product": "big deal",
            "opens_with": "calls",
            "stages": [{"name": "v1.0", "conversion": 0.1}, {"name": "0", "conversion": 0.2}],
        },
        "warm": {
            "channel": "inbound",
            "product": "audit",
            "leads": {"per_week": 60},
            "stages": [{"name": "lead", "conversion": 0.4}],
        },
    },
    "pipeline": {"cold": {"meeting": 12}},
    "duty": {"leads_per_slot": 6},
    "managers": [
        {
            "name": "Anna",
            "effectiveness": {"hunter": 1.15},
            "from": "2026-01-14",
            "days_off": ["2026-01-20/2026-01-22"],
        },
        {"name": "Dr. No", "effectiveness": 0.9, "day_patterns": [{"calls": 40}]},
    ],
    "candidates": [{"profile": "junior", "at_most": 3}],
}
PLAN = Plan.model_validate(DATA)
CASES = sorted((Path(__file__).parents[2] / "cases").glob("*.yaml"))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("funnels.cold.stages.contact.conversion", 0.05),
        ("funnels.cold.stages[1].effort", {"meetings": 1.0}),
        ("funnels.cold.stages.0.conversion", 0.05),
        ("funnels.cold.v2.stages.v1.0.conversion", 0.1),
        ('funnels."cold.v2".stages."v1.0".conversion', 0.1),
        ("funnels.cold.v2.stages.0.conversion", 0.2),  # a stage called 0
        ("funnels.cold.v2.stages[0].conversion", 0.1),
        ("products.big deal.average_deal", 9000.0),
        ("products.audit.margin", 0.4),
        ("target.revenue", 1_000_000.0),
        ("managers.Anna.effectiveness.hunter", 1.15),
        ("managers.Anna.effectiveness.mixed", 1.0),
        ("managers.Anna.from", dt.date(2026, 1, 14)),
        ("managers.Anna.days_off", ["2026-01-20/2026-01-22"]),
        ("managers.Dr. No.day_patterns[0].calls", 40),
        ("managers[1].name", "Dr. No"),
        ("candidates.junior.at_most", 3),
        ("day_patterns[1].meetings", 1),
        ("day_patterns.1.meetings", 1),
        ("duty.leads_per_slot", 6.0),
        ("pipeline.cold.meeting", 12.0),
        ("grace_weeks", 1),
        # what is not given
        ("limits.people", None),
        ("time_budget.day_minutes", None),
        ("target.products.audit.deals", None),
        ("target.by_month.2026-02.revenue", None),
        ("funnels.warm.leads.by_weekday.mon", None),
        ("funnels.warm.leads.by_slot.morning", None),
        ("funnels.warm.stages.lead.effort.calls", None),
        ("day_patterns[0].meetings", None),
    ],
)
def test_value_at(path, value):
    assert value_at(PLAN, path) == value


@pytest.mark.parametrize(
    ("path", "message"),
    [
        (
            "funnels.cald.stages.contact.conversion",
            "funnels.cald.stages.contact.conversion: must be a place in the plan, got cald. "
            "Did you mean funnels.cold.stages.contact.conversion?",
        ),
        (
            "managers.Ana.effectivness",
            "managers.Ana.effectivness: must be a place in the plan, got Ana. Did you mean managers.Anna?",
        ),
        (
            "candidates.junior 1.at_most",
            "candidates.junior 1.at_most: must be a place in the plan, got junior 1. "
            "Did you mean candidates.junior.at_most?",
        ),
        (
            "products.xyz.margin",
            "products.xyz.margin: must be a place in the plan, got xyz. Known there: audit, big deal.",
        ),
        ("day_patterns[7].calls", "day_patterns[7].calls: must be a place in the plan, got [7]. There is [0] to [2]."),
        (
            "day_patterns[0].cals",
            "day_patterns[0].cals: must be a place in the plan, got cals. Did you mean day_patterns[0].calls?",
        ),
        (
            "managers.Anna.day_patterns[0].calls",
            "managers.Anna.day_patterns[0].calls: must be a place in the plan, got [0]. "
            "There is nothing in managers.Anna.day_patterns.",
        ),
        (
            "target.",
            "target.: must be a place in the plan, got nothing. Known there: revenue, profit, products, by_month, "
            "stages, under_way, confidence.",
        ),
    ],
)
def test_unknown_path_is_refused_with_what_is_known(path, message):
    for ask in (lambda: value_at(PLAN, path), lambda: PLAN.replace({path: 1})):
        with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
            ask()


@pytest.mark.parametrize(
    ("path", "value", "read"),
    [
        ("funnels.cold.stages.contact.conversion", "35%", 0.35),
        ("funnels.cold.v2.stages.v1.0.days_to_next", 3, 3.0),
        ("managers.Anna.effectiveness", 0.8, {"hunter": 0.8, "inbound": 0.8, "mixed": 0.8}),
        ("managers.Anna.from", None, None),
        ("limits.people", 12, 12),
        ("target.profit", 5, 5.0),
        ("funnels.warm.leads.season.2026-01", 0.7, 0.7),
        ("funnels.warm.stages.lead.effort.calls", 2, 2.0),
        ("pipeline", "steady", "steady"),
        ("day_patterns", [{"calls": 80}, {"meetings": 2}, {"duty": 2}], [{"calls": 80}, {"meetings": 2}, {"duty": 2}]),
    ],
)
def test_plan_with_other_values(path, value, read):
    changed = PLAN.replace({path: value})
    assert value_at(changed, path) == read
    # put back, nothing else has changed
    assert changed.replace({path: value_at(PLAN, path)}) == PLAN


def test_values_are_put_in_one_after_the_other():
    changed = PLAN.replace({"day_patterns": [{"calls": 8}, {"meetings": 1}, {"duty": 1}], "day_patterns[0].calls": 9})
    assert changed.day_patterns == ({"calls": 9}, {"meetings": 1}, {"duty": 1})
    asked = PLAN.replace({"target.products.audit.deals": 5, "target.revenue": None})
    assert asked.target.model_dump(exclude_defaults=True) == {"products": {"audit": {"deals": 5.0}}}
    renamed = PLAN.replace({"managers.Anna.name": "Olga", "managers.Olga.monthly_cost": 7})
    assert (renamed.managers[0].name, renamed.managers[0].monthly_cost) == ("Olga", 7.0)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"funnels.cold.v2.stages.v1.0.conversion": 5},
            "funnels.cold.v2.stages.v1.0.conversion: must be at most 1, got 5. Write 0.05 or 5%.",
        ),
        (
            {"funnels.cold.stages.contact": {"name": "contact", "conversion": 5}},
            "funnels.cold.stages.contact.conversion: must be at most 1, got 5. Write 0.05 or 5%.",
        ),
        (
            {"managers.Anna.roles": ["huntr"]},
            "managers.Anna.roles[0]: must be one of hunter, inbound, mixed, closer, got huntr. Write hunter.",
        ),
        (
            {"day_patterns": [{"calls": 90}, {"duty": 1}]},
            "funnels.cold.stages[1].effort.meetings: must be an activity of a day pattern, got meetings. "
            "Known here: calls.",
        ),
    ],
)
def test_whole_plan_is_validated_again(changes, message):
    with pytest.raises(InputError) as caught:
        PLAN.replace(changes)
    assert message in caught.value.problems


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_no_change_gives_the_same_plan(path):
    plan = load(path)
    assert plan.replace({}) == plan


def test_problems_are_placed_under_the_name_of_their_place():
    # whoever has read the names from a file finds the line by that
    people = [{"name": "Anna", "rols": ["hunter"]}]
    with pytest.raises(InputError) as caught:
        PLAN.replace({"managers": people, "limits.people": -1, "target": {"confidence": 0.8}})
    # what is missing as a whole has no name
    paths = [problem.path for problem in caught.value.details]
    assert paths == [("target", "confidence"), ("limits.people",), ("managers", 0, "rols")]


def test_a_conversion_follows_what_was_observed_where_nothing_else_says_it():
    stage = "funnels.cold.stages.contact.observed.passed"
    observed = PLAN.replace({"funnels.cold.stages.contact.observed": {"passed": 38, "of": 700}})
    given = observed.funnels["cold"].stages[0].conversion
    assert observed.replace({stage: 50}).funnels["cold"].stages[0].conversion == given
    alone = observed.replace({"funnels.cold.stages.contact.conversion": None})
    assert alone.funnels["cold"].stages[0].conversion == 38.5 / 701
    assert alone.replace({stage: 50}).funnels["cold"].stages[0].conversion == 50.5 / 701


@pytest.mark.parametrize(
    ("path", "value", "before"),
    [
        ("calendar.period", "2026-Q1", None),
        ("funnels.warm.leads.by_week.2026-01-19", 80, None),
        ("funnels.warm.leads.days_off", "next_day", "lost"),
        ("calendar.short_days.fri", ["morning"], None),
        ("weekday_patterns.fri", [{"calls": 30}], None),
        ("managers.Anna.slots", ["morning"], None),
        ("managers.Anna.rota", {"on": 2, "off": 2, "from": "2026-01-12"}, None),
        ("managers.Anna.rota", [["mon"], ["tue", "wed"]], None),
    ],
)
def test_working_time_by_path(path, value, before):
    assert value_at(PLAN, path) == before
    changes = {"calendar.start": None, "calendar.weeks": None} if path == "calendar.period" else {}
    now = value_at(PLAN.replace(changes | {path: value}), path)
    # days and lists come as a plan has them
    assert json.loads(json.dumps(now, default=str)) == value


def test_parts_of_a_rota_and_of_a_menu_by_path():
    plan = PLAN.replace({"managers.Anna.rota": {"on": 2, "off": 2, "from": "2026-01-12"}})
    assert value_at(plan.replace({"managers.Anna.rota.on": 3}), "managers.Anna.rota.on") == 3
    plan = PLAN.replace({"weekday_patterns": {"fri": [{"calls": 30}]}})
    assert value_at(plan.replace({"weekday_patterns.fri[0].duty": 1}), "weekday_patterns.fri[0]") == {
        "calls": 30,
        "duty": 1,
    }


def test_replace_says_what_is_wrong_as_a_file_does():
    for changes, path, sentence in (
        (
            {"target.revenue": "150.000"},
            "target.revenue",
            "must be a number that can only mean one thing, got 150.000.",
        ),
        ({"managers.Anna.roles": ["hunte"]}, "managers.Anna.roles[0]", "must be one of hunter, inbound, mixed, closer"),
        ({"managers.Ana.keep": True}, "managers.Ana.keep", "Did you mean managers.Anna.keep?"),
        ({"calendar.start": "12/01/2026"}, "calendar.start", "must be a date that can only mean one day"),
    ):
        with pytest.raises(InputError) as refused:
            PLAN.replace(changes)
        (problem,) = refused.value.problems
        assert problem.startswith(f"{path}: must")
        assert sentence in problem


def test_replace_leaves_the_plan_as_it_was_and_gives_one_of_its_kind():
    before = PLAN.model_dump_json()
    changed = PLAN.replace({"target.revenue": "5M", "managers.Anna.keep": True})
    assert type(changed) is Plan
    assert (changed.target.revenue, changed.managers[0].keep) == (5_000_000, True)
    assert PLAN.model_dump_json() == before


@pytest.mark.parametrize("name", ["consulting", "season", "closers", "shop", "two-languages", "retail"])
def test_what_to_yaml_writes_is_the_plan(name):
    plan = load(ROOT / "examples" / f"{name}.yaml")
    assert load(plan.to_yaml()) == plan


@pytest.mark.parametrize(
    "path", ["products.deal big.average_deal", 'products."Deal  BIG".average_deal', "products.DEAL big.average_deal"]
)
def test_the_words_of_a_name_may_come_in_any_order(path):
    assert value_at(PLAN, path) == 9000
    assert PLAN.replace({path: 7}).products["big deal"].average_deal == 7


def test_a_text_put_into_a_place_is_looked_at_as_in_a_file():
    plan = Plan.model_validate(DATA)
    for changes in ({"name": "p\u200b"}, {"products.audit": {"average_deal": 1, "\u200bmargin": 0.1}}):
        with pytest.raises(InputError, match="U\\+200B"):
            plan.replace(changes)
    # what is said last holds
    assert plan.replace({"products.audit": {"average_deal": 1}, "products.audit.margin": None}).products["audit"]
    assert plan.replace({"day_patterns": ({"calls": 3}, {"meetings": 1}, {"duty": 1})}).day_patterns[0] == {"calls": 3}
