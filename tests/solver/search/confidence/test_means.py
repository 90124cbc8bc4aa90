"""The odds of what is expected bound those of all that can be opened with it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from salescrew.models.odds.calculation import Calculation
from salescrew.models.odds.opened import Contacts, Opened
from salescrew.models.plan.plan import Plan
from salescrew.solver.search.confidence.means import OddsOfMeans
from tests.solver.search.confidence.test_confidence import cold_plan

WORTHS = (0.3, 1.6)
"""The least and the most that a contact is worth with anyone."""
CASES: dict[str, tuple[list[tuple[float, float]], dict[str, Any]]] = {
    "likely deals": ([(1000, 0.3)], {"revenue": 12_000}),
    "seldom deals": ([(1000, 0.02)], {"revenue": 12_000}),
    "one target on two": ([(1000, 0.2), (400, 0.4)], {"revenue": 15_000}),
    "targets beside each other": ([(1000, 0.1), (400, 0.3)], {"revenue": 15_000, "products": {"p0": {"deals": 7}}}),
}


def opened(deals: dict[str, list[tuple[float, float]]]) -> Opened:
    """Open contacts by funnel: how much one is worth, and how many."""
    return Opened({name: tuple(Contacts(0, worth, count) for worth, count in some) for name, some in deals.items()})


@pytest.mark.parametrize("name", CASES)
def test_no_way_to_open_as_much_has_better_odds(name: str) -> None:
    deals, target = CASES[name]
    plan = cold_plan(deals, target, 1)
    names = [f"p{number}" for number in range(len(deals))]
    known = opened({product: [(1.0, 20.0)] for product in names})
    odds = OddsOfMeans(plan, known, dict.fromkeys(names, WORTHS))
    rng = np.random.default_rng(1)
    close = 0
    for _ in range(40):
        means = {product: float(rng.uniform(2, 24)) for product in names}
        bound = odds.bound(means)
        for _ in range(4):
            some: dict[str, list[tuple[float, float]]] = {}
            for (_, conversion), product in zip(deals, names, strict=True):
                worths = rng.uniform(*WORTHS, rng.integers(1, 5)) if rng.random() < 0.7 else [WORTHS[1]]
                parts = rng.dirichlet(np.ones(len(worths))) * means[product]
                some[product] = [(w, part / (w * conversion)) for w, part in zip(worths, parts, strict=True)]
            has = Calculation(plan, opened(some)).probabilities.all
            assert has <= bound + 1e-9
            close += bound - has < 0.03
    # a bound that says nothing would be no help
    assert close > 60


def test_a_plan_like_the_known_one_has_the_odds_of_its_means() -> None:
    deals, target = CASES["targets beside each other"]
    plan = cold_plan(deals, target, 1)
    known = opened({"p0": [(1.0, 60.0)], "p1": [(0.5, 100.0)]})
    odds = OddsOfMeans(plan, known, dict.fromkeys(("p0", "p1"), WORTHS))
    assert odds.odds({"p0": 6.0, "p1": 15.0}) == pytest.approx(Calculation(plan, known).probabilities.all, abs=1e-9)
    half_more = opened({"p0": [(1.0, 90.0)], "p1": [(0.5, 150.0)]})
    has = Calculation(plan, half_more).probabilities.all
    assert odds.odds({"p0": 9.0, "p1": 22.5}) == pytest.approx(has, abs=1e-9)
    times = odds.times_for(has)
    assert times == pytest.approx(1.5, abs=1e-4)


@pytest.mark.parametrize(("funnels", "holds"), [(1, True), (2, False)])
def test_conversions_that_are_observed_leave_a_bound_only_where_one_counts(funnels: int, holds: bool) -> None:
    """What two funnels with a draw each bring of a product depends on how much of it comes from which."""
    data = cold_plan([(1000, 0.1)] * funnels, {"revenue": 12_000}, 1).model_dump(mode="json", by_alias=True)
    for funnel in data["funnels"].values():
        funnel["product"] = "p0"
        funnel["stages"][0]["observed"] = {"passed": 10, "of": 100}
    plan = Plan.model_validate(data)
    names = list(plan.funnels)
    odds = OddsOfMeans(plan, opened({name: [(1.0, 60.0)] for name in names}), dict.fromkeys(names, WORTHS))
    assert odds.holds_for_all is holds
