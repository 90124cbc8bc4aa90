"""Distributions out of generating functions, against values that are known from elsewhere."""

from __future__ import annotations

import csv
import math
import random
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from salescrew.models.odds.deal_size import Deals, sizes_of
from salescrew.models.odds.distribution import Amounts, counts_of, sum_of
from salescrew.models.odds.joint import Threshold, chance_of_all
from salescrew.models.odds.opened import Answered, Contacts, Opened
from salescrew.models.odds.quadrature import beta_rule, gamma_rule, product_rule
from tests.models.odds.funnels import counts_in

REFERENCE = Path(__file__).parent / "odds_reference.csv"


def known() -> list[tuple[str, str, float]]:
    with REFERENCE.open(encoding="utf-8", newline="") as file:
        return [(row["case"], row["what"], float(row["exact"])) for row in csv.DictReader(file)]


def values(begins: str) -> list[tuple[float, float]]:
    """Give the thresholds of a case, each with the probability of at least so much."""
    found = [
        (float(what.partition(">=")[2].removesuffix(")").replace("M", "e6")), exact)
        for case, what, exact in known()
        if (case == begins or case.startswith((f"{begins} ", f"{begins},"))) and "P(" in what and ">=" in what
    ]
    assert found
    return found


WARM = {"channel": "inbound", "stages": [{"name": "lead", "conversion": 0.063}]}


@pytest.mark.parametrize(
    ("case", "leads", "opened"),
    [
        ("O1", {}, [(0, 240.0)]),
        ("O2", {"dispersion": 8}, [(week, 12.0) for week in range(20)]),
        ("O3 Poisson days, common level cv 0.1", {"level_cv": 0.1}, [(week, 12.0) for week in range(20)]),
        ("O3 Poisson days, common level cv 0.2", {"level_cv": 0.2}, [(0, 240.0)]),
        ("O3 Poisson days, common level cv 0.3", {"level_cv": 0.3}, [(week, 12.0) for week in range(20)]),
    ],
)
def test_leads(case: str, leads: dict[str, float], opened: list[tuple[int, float]]) -> None:
    answered = tuple(Answered(week, expected, (1.0,)) for week, expected in opened)
    counts = counts_in({**WARM, "leads": {"per_week": 60, **leads}}, Opened(leads={"one": answered}))
    for least, exact in values(case):
        assert counts.at_least(np.array([least]))[0] == pytest.approx(exact, abs=2e-9)
    if case == "O2":
        assert counts.variance / counts.mean == pytest.approx(1.441, abs=1e-9)


@pytest.mark.parametrize("contacts", [1000, 4000])
def test_a_conversion_that_was_observed(contacts: int) -> None:
    stages = [{"name": "contact", "observed": {"passed": 38, "of": 700}}]
    counts = counts_in(cold(stages), Opened({"one": (Contacts(0, 1.0, contacts),)}), order=64)
    for case, what, exact in known():
        if case.startswith("O4") and what.startswith(str(contacts)):
            least = float(what.partition(">=")[2].removesuffix(")"))
            assert counts.at_least(np.array([least]))[0] == pytest.approx(exact, abs=2e-9)


def test_three_conversions_that_were_observed() -> None:
    seen = [(38, 700), (20, 38), (12, 20)]
    stages = [{"name": f"s{n}", "observed": {"passed": a, "of": of}} for n, (a, of) in enumerate(seen)]
    counts = counts_in(cold(stages), Opened({"one": (Contacts(0, 1.0, 4000),)}), order=64)
    exact = {what: value for case, what, value in known() if case.startswith("O5")}
    assert counts.mean == pytest.approx(exact["mean deals"], rel=1e-9)
    assert counts.variance == pytest.approx(exact["variance of deals"], rel=1e-9)
    for least, chance in values("O5"):
        assert counts.at_least(np.array([least]))[0] == pytest.approx(chance, abs=1e-8)


@pytest.mark.parametrize("people", [2, 3, 4, 5, 6])
@pytest.mark.parametrize("observed", [None, {"passed": 35, "of": 700}])
def test_people_who_open_contacts(people: int, observed: dict[str, float] | None) -> None:
    """60 deals; 1,800 contacts a person, of which 35.5 of 701 pass the first stage and 24 of 100 the rest."""
    first = {"name": "contact", "observed": observed} if observed else {"name": "contact", "conversion": 0.05}
    stages = [first, {"name": "meeting", "conversion": 0.24}]
    counts = counts_in(cold(stages), Opened({"one": (Contacts(0, 1.0, 1800.0 * people),)}), order=64)
    case = "O7 target 60 deals, 1800 contacts a person, conversion" + (" of" if observed else "s known")
    exact = {what: value for name, what, value in known() if name.startswith(case)}
    assert counts.at_least(np.array([60.0]))[0] == pytest.approx(exact[f"P at {people} people"], abs=2e-9)


@pytest.mark.parametrize("deviation", [0.0, 0.5, 1.0, 1.5])
def test_deals_that_differ_in_size(deviation: float) -> None:
    def generating(w: np.ndarray) -> np.ndarray:
        return np.exp(15.12 * w)

    for least, exact in values(f"O6 Poisson(15.12) deals of 400k, cv {deviation:g}"):
        if not deviation:
            chance = sum_of([(400_000.0, counts_of(generating, 15.12))]).at_least(least)
        else:
            coarse, fine = (
                sizes_of([Deals(generating, 400_000.0, deviation)], 1.05 * least, points).at_least(np.array([least]))[0]
                for points in (2048, 4096)
            )
            chance = (4 * fine - coarse) / 3
        assert chance == pytest.approx(exact, abs=1e-7)


def test_a_rule_agrees_on_polynomials_of_twice_its_order() -> None:
    beta, gamma = beta_rule(2.5, 7.0, 6), gamma_rule(0.4, 6)
    moment = {"beta": 1.0, "gamma": 1.0}
    for power in range(12):
        assert beta.weights @ beta.values**power == pytest.approx(moment["beta"], rel=1e-12)
        assert gamma.weights @ gamma.values**power == pytest.approx(moment["gamma"], rel=1e-12)
        moment["beta"] *= (2.5 + power) / (9.5 + power)
        moment["gamma"] *= 1 + power * 0.16
    product = product_rule([beta_rule(2.5, 7.0, 6), beta_rule(30, 20, 6), beta_rule(0.5, 0.5, 6)], 6)
    assert len(product.values) == 6
    for power in range(12):
        expected = math.prod(rule.weights @ rule.values**power for rule in (beta, beta_rule(30, 20, 6)))
        expected *= beta_rule(0.5, 0.5, 6).weights @ beta_rule(0.5, 0.5, 6).values ** power
        assert product.weights @ product.values**power == pytest.approx(expected, rel=1e-9)


def test_certain_numbers_have_a_rule_of_one_value() -> None:
    assert beta_rule(0.0, 3.0, 8).values.tolist() == [0.0]
    assert beta_rule(3.0, 0.0, 8).values.tolist() == [1.0]
    assert gamma_rule(0.0, 8).values.tolist() == [1.0]


@pytest.mark.parametrize("seed", range(6))
def test_targets_together_are_the_sum_over_all_combinations(seed: int) -> None:
    rng = random.Random(seed)
    means = [rng.uniform(1, 6) for _ in range(rng.choice((1, 2, 3)))]
    parts = [counts_of(lambda w, mean=mean: np.exp(mean * w), mean) for mean in means]
    thresholds = [
        Threshold(tuple(rng.choice((0.0, 1.0, 2.5)) for _ in parts), rng.uniform(0.5, 2) * sum(means)) for _ in range(3)
    ]
    total = 0.0
    grids = np.meshgrid(*(part.values for part in parts), indexing="ij")
    chances = parts[0].chances
    for part in parts[1:]:
        chances = np.multiply.outer(chances, part.chances)
    met = np.ones_like(chances, dtype=bool)
    for threshold in thresholds:
        met &= sum(worth * grid for worth, grid in zip(threshold.worths, grids, strict=True)) >= threshold.least
    total = float(chances[met].sum())
    assert chance_of_all(parts, thresholds) == pytest.approx(total, abs=1e-12)


def test_sums_keep_means_and_variances_and_join_equal_amounts() -> None:
    two = counts_of(lambda w: np.exp(2 * w), 2.0)
    total = sum_of([(150.0, two), (300.0, two)], given=1000.0)
    assert total.mean == pytest.approx(1900.0)
    assert total.deviation**2 == pytest.approx(2 * 150**2 + 2 * 300**2)
    assert np.diff(total.values).min() == pytest.approx(150.0)
    assert total.chances.sum() == pytest.approx(1.0)


def test_sums_of_large_numbers_take_no_more_room_than_what_is_likely() -> None:
    wide = np.arange(-4000.0, 4001.0)
    noisy = np.maximum(np.exp(-(wide**2) / 200), 1e-19)
    amount = Amounts(wide, noisy / noisy.sum())
    tracemalloc.start()
    total = amount.and_also(amount.values, amount.chances)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert total.mean == pytest.approx(0.0, abs=1e-9)
    assert total.deviation == pytest.approx(math.sqrt(2) * amount.deviation, rel=1e-9)
    assert peak < 100 * wide.nbytes  # all pairs of values would take 8001 times as much, each


def test_quantiles_are_the_least_values_not_exceeded() -> None:
    amounts = Amounts(np.array([1.0, 2.0, 5.0]), np.array([0.1, 0.4, 0.5]))
    assert [amounts.quantile(share) for share in (0.1, 0.11, 0.5, 0.9)] == [1.0, 2.0, 2.0, 5.0]


def cold(stages: list[dict[str, object]]) -> dict[str, object]:
    return {"channel": "outbound", "opens_with": "calls", "stages": stages}
