"""Teams that are as good on averages, where these have the odds: ties are sought, unless only another team has them."""

from __future__ import annotations

import functools
import itertools
import math
import random
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from salescrew.models.answers.result import Result
from salescrew.models.plan.plan import Plan
from salescrew.solver.search.confidence import search
from tests.solver.answers import solved
from tests.test_oracles import cold, deals, outbound, people

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


def test_arithmetic_says_what_is_proven_of_ties_where_odds_take_more_than_averages() -> None:
    found = promised("80%")
    assert found.odds is not None
    assert found.odds.all >= 0.8
    assert (found.headcount, found.hires, found.role_changes, found.wider) == (2, 2, 0, 0)
    assert (found.hires_bound, found.role_changes_bound, found.wider_bound) == (1, 0, 0)


@dataclass(frozen=True)
class Somebody:
    """Who could be on a team of a drawn plan: what a contact of theirs is worth in each role."""

    cost: int
    worth: dict[str, float]
    role: str | None = None
    is_new: bool = False


def drawn(rng: random.Random) -> tuple[Plan, list[Somebody], float]:
    """Draw people for a plan of one product, for which all that they can open is one number of chances."""
    wanted, needed = rng.choice((0.7, 0.8, 0.9)), rng.choice((30, 45))
    known = [
        Somebody(
            rng.choice((100, 100, 120)),
            {"hunter": rng.choice((0.8, 1.0)), "mixed": rng.choice((0.8, 1.0))},
            rng.choice((None, "hunter", "mixed")),
        )
        for _ in range(4)
    ]
    new = Somebody(rng.choice((100, 120)), dict.fromkeys(("hunter", "mixed"), rng.choice((1.0, 1.1))), is_new=True)
    plan = Plan.model_validate(
        outbound(
            calendar={"weeks": 2},
            day_patterns=[{"calls": 50}],
            funnels=cold({"name": "contact", "conversion": 0.1}),
            target=deals(needed) | {"confidence": wanted},
            managers=[
                {"name": "ABCD"[at], "monthly_cost": one.cost, "roles": ["hunter", "mixed"], "effectiveness": one.worth}
                | ({"role": one.role} if one.role else {})
                for at, one in enumerate(known)
            ],
            candidates=[{"profile": "new", "at_most": 2, "monthly_cost": new.cost, "effectiveness": new.worth}],
        )
    )
    return plan, [*known, new, new], needed


def best_by_trying(everyone: list[Somebody], needed: float, wanted: float) -> tuple[int, ...]:
    """Give people, cost, hires, other roles and wider roles of the best team with the odds, of all teams there are."""
    found: tuple[int, ...] = ()
    for roles in itertools.product((None, "hunter", "mixed"), repeat=len(everyone)):
        team = [(one, role) for one, role in zip(everyone, roles, strict=True) if role is not None]
        value = (
            len(team),
            sum(one.cost for one, _ in team),
            sum(one.is_new for one, _ in team),
            sum(one.role not in (None, role) for one, role in team),
            sum(role == "mixed" for _, role in team),
        )
        if (not found or value < found) and odds_of_team([one.worth[role] for one, role in team], needed) >= wanted:
            found = value
    return found


@functools.cache
def odds_of_contacts(worth: float) -> np.ndarray:
    """Give the distribution of the deals of 200 contacts: of each one item enters, or as many as it is worth."""
    whole, part = int(worth), worth % 1
    each = np.array([1.0])
    for share in (*[1.0] * whole, part):
        each = np.convolve(each, [1 - share * 0.1, share * 0.1])
    found = np.array([1.0])
    for _ in range(200):
        found = np.convolve(found, each)
    return found


def odds_of_team(worths: list[float], needed: float) -> float:
    """Give the odds of a team that opens all it can."""
    found = np.array([1.0])
    for worth in worths:
        found = np.convolve(found, odds_of_contacts(worth))
    return float(found[math.ceil(needed - 1e-6) :].sum())


@pytest.mark.parametrize("seed", range(6))
def test_ties_are_those_of_all_teams_that_have_the_odds(seed: int) -> None:
    plan, everyone, needed = drawn(random.Random(seed))
    assert plan.target.confidence is not None
    best = best_by_trying(everyone, needed, plan.target.confidence)
    found = solved(plan, reach=False)
    if not best:
        assert found.headcount is None
        return
    value = (found.headcount, found.monthly_cost, found.hires, found.role_changes, found.wider)
    assert value == best
    bounds = found.hires_bound, found.role_changes_bound, found.wider_bound
    assert all(bound is not None and bound <= reached for bound, reached in zip(bounds, best[2:], strict=True))
