"""A plan without some of its people."""

from __future__ import annotations

import pytest

from salescrew.errors import InputError
from salescrew.models.plan.plan import Plan
from salescrew.models.variants.left_out import without_people
from tests.models.plan.test_paths import DATA

PLAN = Plan.model_validate(
    {
        **DATA,
        "managers": [{"name": "Anna", "keep": True}, {"name": "Boris 2"}, {"name": "Clara"}],
        "candidates": [{"profile": "junior", "at_most": 3}, {"profile": "Boris", "at_most": 1}],
        "away": {"Anna": ["2026-01-13"], "junior 2": ["2026-01-14"], "junior 3": ["2026-01-15"]},
        "fixed": {
            "roles": {"Anna": "hunter", "Clara": "mixed", "junior 1": "hunter"},
            "slots": [
                {"date": "2026-01-12", "slot": "morning", "managers": ["Anna"]},
                {"date": "2026-01-13", "slot": "morning", "managers": ["Clara", "junior 3"]},
            ],
            "days": [{"date": "2026-01-12", "manager": "Clara", "pattern": {"calls": 90}}],
        },
    }
)


def test_nobody_is_the_plan_itself() -> None:
    assert without_people(PLAN, []) == PLAN


def test_nothing_is_said_of_those_who_are_left_out() -> None:
    plan = without_people(PLAN, ["Anna", "Clara"])
    assert [manager.name for manager in plan.managers] == ["Boris 2"]
    assert set(plan.away) == {"junior 2", "junior 3"}
    assert plan.fixed.roles == {"junior 1": "hunter"}
    assert [slot.managers for slot in plan.fixed.slots] == [("junior 3",)]
    assert plan.fixed.days == ()
    assert plan.candidates == PLAN.candidates


def test_of_a_profile_those_behind_move_up() -> None:
    plan = without_people(PLAN, ["junior 1", "junior 3"])
    assert [(one.profile, one.at_most) for one in plan.candidates] == [("junior", 1), ("Boris", 1)]
    assert {name: str(days[0]) for name, days in plan.away.items()} == {"Anna": "2026-01-13", "junior 1": "2026-01-14"}
    assert "junior 1" not in plan.fixed.roles
    assert [slot.managers for slot in plan.fixed.slots] == [("Anna",), ("Clara",)]


def test_a_manager_may_be_called_like_one_of_a_profile() -> None:
    plan = without_people(PLAN, ["Boris 2"])
    assert [manager.name for manager in plan.managers] == ["Anna", "Clara"]
    assert plan.candidates == PLAN.candidates


def test_somebody_must_be_left() -> None:
    alone = PLAN.replace({"managers": [{"name": "Anna"}], "candidates": [], "away": {}, "fixed": {}})
    with pytest.raises(InputError, match=r"^without: must leave somebody in the plan, got Anna\. Name fewer people\.$"):
        without_people(alone, ["Anna"])
