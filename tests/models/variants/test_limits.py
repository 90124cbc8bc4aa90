"""Other limits, another confidence, and everybody who is there in the team."""

from __future__ import annotations

import pytest

from salescrew.models.plan.plan import Plan
from salescrew.models.variants.limits import keeping_everyone, limited
from tests.answer_by_hand import by_hand


@pytest.fixture
def plan() -> Plan:
    data, _ = by_hand()
    return Plan.model_validate(data)


def test_everybody_who_is_there_is_kept_and_nothing_else_changes(plan):
    kept = keeping_everyone(plan)
    assert [manager.keep for manager in kept.managers] == [True, True]
    assert kept.candidates == plan.candidates
    assert kept.model_copy(update={"managers": plan.managers}) == plan
    assert keeping_everyone(kept) is kept
    assert limited(plan, keep_everyone=True) == kept
    assert limited(plan) is plan


def test_a_limit_and_everybody_at_once(plan):
    both = limited(plan, hires=1, keep_everyone=True)
    assert (both.limits.hires, [manager.keep for manager in both.managers]) == (1, [True, True])
