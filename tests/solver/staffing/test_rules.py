"""The rules: each in a file of its own, each on the list, each felt by every model, and left out where it says so."""

from __future__ import annotations

import pkgutil
import re
from importlib import import_module
from typing import Any, get_args

import pytest

from salescrew.models.answers.explained.binding import Resource
from salescrew.models.answers.explained.conflict import KINDS
from salescrew.models.department.department import Department
from salescrew.models.on_paper.conditions import conditions_of
from salescrew.models.plan.plan import Plan
from salescrew.solver.engine.program import Clock, least
from salescrew.solver.explain.relaxation import without
from salescrew.solver.search.reach import posts_of
from salescrew.solver.staffing import rules
from salescrew.solver.staffing.columns import Grain
from salescrew.solver.staffing.model import Staffing
from salescrew.solver.staffing.roster import RosterModel
from salescrew.solver.staffing.rules import duty_matches_patterns, table
from salescrew.solver.staffing.rules.columns import Columns
from salescrew.solver.staffing.rules.rule import Rule

OF_A_TEAM = {"limit", "keep", "person"}
"""Conditions on who is on the team, which no rule of days or of the flow is about."""
NOT_RULES = {"columns", "rule", "table"}
NAMES = [rule.name for rule in table.RULES]
_WITHOUT_RESERVE = [name for name in NAMES if name != "a reserve is kept"]

PLAN: dict[str, Any] = {
    "name": "Every rule",
    "currency": "EUR",
    "calendar": {"start": "2026-01-12", "weeks": 2},
    "target": {"revenue": 20_000, "products": {"a": {"deals": 3}}, "by_month": {"2026-01": {"revenue": 10_000}}},
    "products": {"a": {"average_deal": 1000}},
    "day_patterns": [{"calls": 20}, {"meetings": 2, "calls": 5}, {"duty": 1, "calls": 10}, {"duty": 2}],
    "funnels": {
        "cold": {
            "channel": "outbound",
            "product": "a",
            "opens_with": "calls",
            "max_contacts": 100,
            "stages": [
                {"name": "contact", "conversion": 0.1},
                {"name": "meeting", "conversion": 0.5, "effort": {"meetings": 1}},
            ],
        },
        "old": {
            "channel": "outbound",
            "product": "a",
            "opens_with": "calls",
            "stages": [{"name": "contact", "conversion": 0.01}],
        },
        "warm": {
            "channel": "inbound",
            "product": "a",
            "leads": {"per_week": 60},
            "stages": [{"name": "lead", "conversion": 0.05}],
        },
    },
    "max_days_per_week": 4,
    "pipeline": {"cold": {"meeting": 4}},
    "grace_weeks": 0,
    "duty": {"leads_per_slot": 6, "max_slots_per_week": 6},
    "limits": {"people": 5},
    "managers": [
        {"name": "Anna"},
        {"name": "Boris", "effectiveness": 0.5, "working_days": ["mon", "tue", "wed"]},
        {"name": "Carl", "absence": 0.1, "follow_up": 0.9},
    ],
    "fixed": {
        "roles": {"Anna": "mixed"},
        "days": [
            {"date": date, "manager": "Anna", "pattern": {"duty": 2}, "duty": ["morning", "afternoon"]}
            for date in ("2026-01-13", "2026-01-14", "2026-01-15")
        ],
    },
}


def modules() -> set[str]:
    return {module.name for module in pkgutil.iter_modules(rules.__path__)} - NOT_RULES


def test_each_file_is_a_rule_and_each_rule_a_file() -> None:
    files = [rule.apply.__module__.rsplit(".", 1)[-1] for rule in table.RULES]
    assert sorted(files) == sorted(modules())
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize("module", sorted(modules()))
def test_a_rule_says_what_it_means_in_which_units_and_where_it_comes_from(module: str) -> None:
    text = import_module(f"{rules.__name__}.{module}").__doc__ or ""
    sentence, *rest = text.split("\n\n")
    assert re.fullmatch(r"[A-Z][^\n]*(\n[^\n]+)?[.:]", sentence)
    formulas = [line for line in text.splitlines() if line.startswith("    ")]
    assert formulas
    assert all(re.search(r" (<=|>=|=) ", line) for line in formulas)
    prose = " ".join("\n\n".join(rest).split())
    assert re.search(r"\bIn [a-z]|as shares of", prose)
    assert "Source: " in prose


def test_each_kind_of_condition_belongs_to_one_rule_or_to_the_team() -> None:
    of_rules = [kind for rule in table.RULES for kind in rule.conditions]
    assert sorted([*of_rules, *OF_A_TEAM]) == sorted(KINDS)


def test_more_of_each_thing_is_priced_by_one_rule() -> None:
    assert sorted(of for rule in table.RULES for of in rule.priced) == sorted(get_args(Resource))


@pytest.mark.parametrize("rule", [rule for rule in table.RULES if rule.conditions], ids=lambda rule: rule.name)
def test_what_is_left_out_of_a_plan_is_what_the_rule_says(rule: Rule[Columns]) -> None:
    plan = Plan.model_validate(PLAN)
    every = frozenset(conditions_of(Department(plan)))
    assert {condition.kind for condition in every} >= set(rule.conditions)
    assert without(plan, every) == plan
    others = frozenset(condition for condition in every if condition.kind not in rule.conditions)
    left = set(conditions_of(Department(rule.left_out(plan, others))))
    assert left >= others
    # whether duty, a reserve, pipeline and time must hold no plan can say; and some grace there always is
    beyond_plans = {"duty", "reserve", "pipeline", "time", "grace_weeks"}
    assert {condition.kind for condition in left - others} <= beyond_plans


@pytest.mark.parametrize("grain", [Grain.WEEKS, Grain.DAYS])
@pytest.mark.parametrize("left_out", NAMES)
def test_every_rule_is_felt(left_out: str, grain: Grain, monkeypatch: pytest.MonkeyPatch) -> None:
    # places that are kept for absences leave little for a bound of duty to bite on
    at_play = {left_out, *_WITHOUT_RESERVE}
    play_by(at_play, monkeypatch)
    whole = most_reach(grain)
    assert 0.1 < whole < 10
    play_by(at_play - {left_out}, monkeypatch)
    assert most_reach(grain) > whole * 1.001


def play_by(names: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let models keep to some rules alone, of those that they keep to now."""
    for of in ("DAY_RULES", "RESERVE_RULES", "FLOW_RULES"):
        monkeypatch.setattr(table, of, tuple(rule for rule in getattr(table, of) if rule.name in names))


def most_reach(grain: Grain) -> float:
    """Find how far the three get, all of them mixed and their days split among patterns."""
    department = Department(Plan.model_validate(PLAN))
    team = posts_of(department, dict.fromkeys(("Anna", "Boris", "Carl"), "mixed"))
    staffing = Staffing(department, team, grain, fixed=True, stretch=100.0)
    assert staffing.reach is not None
    found = least(staffing.program, [(staffing.reach, -1.0)], clock=Clock(None), relaxed=True)
    assert found.has_solution
    return found.values[staffing.reach]


MENU = [{"calls": 40}, {"duty": 1, "calls": 20}, {"duty": 2}]


@pytest.mark.parametrize(
    ("patterns", "slots", "absence", "exactly"),
    [
        (MENU, 3, 0, True),
        (MENU, 2, 0.1, False),
        ([{"calls": 40}, {"duty": 2, "calls": 20}], 3, 0, False),
        ([{"calls": 10}, {"duty": 1, "calls": 20}, {"duty": 2}], 2, 0, False),
        ([{"duty": 2}, {"calls": 40}], 3, 0, False),
    ],
)
def test_places_are_free_only_where_that_brings_something(
    patterns: list[dict[str, int]], slots: int, absence: float, exactly: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    cold, _, warm = PLAN["funnels"].values()
    stages = [cold["stages"][0] | {"effort": {}}]
    plan: dict[str, Any] = PLAN | {
        "day_patterns": patterns,
        "funnels": {"cold": cold | {"max_contacts": None, "stages": stages}, "warm": warm},
        "managers": [{"name": name, "keep": True, "absence": absence} for name in ("Anna", "Boris", "Carl")],
    }
    for key in ("fixed", "limits"):
        del plan[key]
    plan |= {"pipeline": "steady", "target": {"revenue": 1000}, "duty": {"managers_per_slot": 1}}
    plan["calendar"] = plan["calendar"] | {"slots": ["early", "noon", "late"][:slots]}
    free = most_of_whole_days(plan)
    monkeypatch.setattr(duty_matches_patterns, "_needs_no_free_place", lambda _: True)
    assert (most_of_whole_days(plan) == pytest.approx(free)) == (exactly or absence > 0)
    monkeypatch.setattr(duty_matches_patterns, "_needs_no_free_place", lambda _: False)
    assert most_of_whole_days(plan) == pytest.approx(free)


def most_of_whole_days(plan: dict[str, Any]) -> float | None:
    """Find how far the team gets with whole days; None where it has no roster."""
    department = Department(Plan.model_validate(plan))
    model = RosterModel(department, posts_of(department, dict.fromkeys(("Anna", "Boris", "Carl"), "mixed")), 100.0)
    found = least(model.program, [(model.reach, -1.0)], clock=Clock(None))
    return found.values[model.reach] if found.has_solution else None
