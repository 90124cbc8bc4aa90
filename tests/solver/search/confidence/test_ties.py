"""Teams that are as good on averages, where these have the odds: ties are sought, unless only another team has them."""

from __future__ import annotations

from typing import Any

import pytest

from salescrew.models.answers.result import Result
from salescrew.models.plan.plan import Plan
from salescrew.solver.search.confidence import search
from tests.solver.answers import solved
from tests.test_oracles import deals, outbound, people

NEW: dict[str, Any] = {"profile": "new", "at_most": 3, "monthly_cost": 1, "effectiveness": 1.2}


def promised(confidence: str) -> Result:
    """Two of three who are there do on average, and so would strangers who could do more."""
    target = deals(20) | {"confidence": confidence}
    return solved(Plan.model_validate(outbound(target=target, managers=people(1, 1, 1), candidates=[NEW])))


def test_who_is_there_comes_before_strangers_where_odds_are_promised() -> None:
    found = promised("50%")
    assert (found.status, found.headcount, found.hires, found.hires_bound) == ("optimal", 2, 0, 0)
    assert (found.role_changes_bound, found.wider_bound) == (0, 0)


def test_a_team_without_the_odds_is_not_taken_for_a_tie(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "odds_in", lambda result: float(result.hires_bound is None))
    found = promised("50%")
    assert found.headcount == 2
    # nothing is said of ties of which the best team was not taken
    assert (found.hires_bound, found.role_changes_bound, found.wider_bound, found.cost_bound) == (None,) * 4


def test_nothing_is_said_of_ties_where_odds_take_more_than_averages() -> None:
    found = promised("80%")
    assert found.odds is not None
    assert found.odds.all >= 0.8
    assert (found.hires_bound, found.role_changes_bound, found.wider_bound, found.cost_bound) == (None,) * 4
