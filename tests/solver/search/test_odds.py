"""The odds that answers state, of examples and of drawn plans; the checker finds them by other means."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest

import salescrew
from salescrew.models.answers.result import Result
from tests.plans_with_chance import plan_with_chance
from tests.solver.answers import solved

EXAMPLES = Path(__file__).parents[3] / "examples"


@functools.cache
def example(name: str) -> Result:
    return solved(salescrew.load(EXAMPLES / f"{name}.yaml"))


@pytest.mark.xdist_group("examples")
def test_odds_of_consulting() -> None:
    odds = example("consulting").odds
    assert odds is not None
    assert odds.all == pytest.approx(0.3546, abs=5e-3)
    assert odds.targets == pytest.approx({"revenue": 0.49266, "products.audit.revenue": 0.6227}, abs=5e-3)
    assert odds.revenue.mean == pytest.approx(12_000_000, abs=1)
    assert odds.revenue.sd == pytest.approx(2_044_807, rel=1e-2)
    assert odds.error == 0
    assert odds.at_stretch is not None
    assert odds.at_stretch >= odds.all


@pytest.mark.xdist_group("examples")
def test_odds_of_retail() -> None:
    odds = example("retail").odds
    assert odds is not None
    assert odds.all == pytest.approx(0.50834, abs=1e-5)
    assert odds.revenue.sd == pytest.approx(8_030, rel=1e-3)
    # the people there have time for more
    assert odds.at_stretch == pytest.approx(0.9989, abs=1e-3)


@pytest.mark.parametrize("seed", range(30))
def test_odds_of_drawn_plans(seed: int) -> None:
    """The checker works them out by other means; here they only have to be there, and in order."""
    plan = plan_with_chance(seed)
    result = salescrew.solve(plan, best=True)
    assert [str(violation) for violation in salescrew.verify(plan, result)] == []
    if result.headcount is None:
        assert result.odds is None
        return
    assert result.odds is not None
    assert result.odds.error <= 0.07
    if result.stretch is not None:
        assert result.odds.at_stretch is not None
        assert result.odds.at_stretch >= result.odds.all
