"""The estimates themselves: by hand, against a second implementation, and against known truth."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats
from scipy.special import betainc
from statsmodels.duration.survfunc import CumIncidenceRight

from salescrew.models.department.beta import beta_quantile, beta_share, interval, t_quantile
from salescrew.models.rates.estimates.breaks import change_of
from salescrew.models.rates.estimates.groups import differences_last, likeness, log_gamma
from salescrew.models.rates.estimates.incidence import ADVANCED, LOST, UNDECIDED, incidence
from salescrew.models.rates.estimates.weighting import weighted, weights


def curve(*items: tuple[int, int]):
    ages, status = zip(*items, strict=True)
    return incidence(np.array(ages), np.array(status))


# ---- Aalen and Johansen


def test_incidence_by_hand():
    # 1 advances at 2 days (of 5 at risk), 1 is lost at 3 (of 4), 1 is seen for 4 days only, 1 advances at 5 (of 2):
    # S = 4/5, 3/5, 3/10; F1 = 1/5, 1/5, 1/5 + 3/5 x 1/2 = 1/2
    found = curve((2, ADVANCED), (3, LOST), (4, UNDECIDED), (5, ADVANCED), (9, UNDECIDED))
    assert found.ages.tolist() == [2, 3, 5]
    assert found.at_risk.tolist() == [5, 4, 2]
    assert found.undecided == pytest.approx([0.8, 0.6, 0.3])
    assert found.share == pytest.approx([0.2, 0.2, 0.5])
    assert found.conversion == pytest.approx(0.5)
    # of the 0.5 that advance, 0.2 took 2 days and 0.3 took 5
    assert found.mean_days is not None
    assert found.mean_days[0] == pytest.approx((0.2 * 2 + 0.3 * 5) / 0.5)
    assert (found.days(0.4), found.days(0.41), found.days(1.0)) == (2, 5, 5)


def test_of_items_that_are_all_decided_the_conversion_is_their_share():
    found = curve(*[(3, ADVANCED)] * 30, *[(5, LOST)] * 70)
    assert found.conversion == pytest.approx(0.3)
    assert found.variance == pytest.approx(0.3 * 0.7 / 100)
    assert found.seen == pytest.approx((30, 100))
    assert found.is_decided


@pytest.mark.parametrize("seed", range(8))
def test_incidence_is_that_of_statsmodels(seed):
    draw = np.random.default_rng(seed)
    age = draw.integers(0, 40, 400)
    status = draw.choice([UNDECIDED, ADVANCED, LOST], 400, p=[0.3, 0.3, 0.4])
    # theirs has no variance where all at risk are decided at once
    age, status = np.append(age, 41), np.append(status, UNDECIDED)
    ours, theirs = incidence(age, status), CumIncidenceRight(age, status)
    places = np.searchsorted(theirs.times, ours.ages)
    assert ours.share == pytest.approx(theirs.cinc[0][places], abs=1e-9)
    assert ours.undecided == pytest.approx(1 - (theirs.cinc[0] + theirs.cinc[1])[places], abs=1e-9)
    assert math.sqrt(ours.variance) == pytest.approx(theirs.cinc_se[0][places[-1]], abs=1e-9)


def test_shares_of_all_that_may_happen_make_one():
    draw = np.random.default_rng(1)
    age, status = draw.integers(0, 30, 500), draw.choice([0, 1, 2], 500)
    advanced = incidence(age, status)
    lost = incidence(age, np.choose(status, [0, 2, 1]))
    assert advanced.share + lost.share + advanced.undecided == pytest.approx(1)


def test_days_that_nothing_happens_on_change_nothing():
    draw = np.random.default_rng(2)
    age, status = draw.integers(0, 30, 300), draw.choice([0, 1, 2], 300)
    found, later = incidence(age, status), incidence(age * 7, status)
    assert later.share == pytest.approx(found.share)
    assert later.seen == pytest.approx(found.seen)


@pytest.mark.parametrize(
    ("items", "decided", "reach"),
    [
        pytest.param([], False, (0, 1), id="nothing at all"),
        pytest.param([(5, UNDECIDED)] * 50, False, (0, 1), id="nothing has happened yet"),
        # 30 of 100 advance at 3 days, 40 are lost, 30 have been there for 9 days since
        pytest.param(
            [(3, ADVANCED)] * 30 + [(4, LOST)] * 40 + [(9, UNDECIDED)] * 30, False, (0.3, 0.6), id="too many are open"
        ),
        pytest.param(
            [(3, ADVANCED)] * 30 + [(4, LOST)] * 69 + [(9, UNDECIDED)], True, (0.3, 0.31), id="a single one is open"
        ),
        # 94 of 100 are too young; what becomes of six says nothing of them
        pytest.param(
            [(1, UNDECIDED)] * 94 + [(5, ADVANCED)] * 3 + [(6, LOST)] * 3, False, (0, 1), id="few stand for many"
        ),
        # the same six among six: nobody else is stood for
        pytest.param([(5, ADVANCED)] * 3 + [(6, LOST)] * 3, True, (0.5, 0.5), id="few stand for themselves"),
    ],
)
def test_refuses_where_too_little_is_decided(items, decided, reach):
    found = curve(*items) if items else incidence(np.zeros(0, dtype=int), np.zeros(0, dtype=int))
    assert found.is_decided is decided
    assert found.reach == pytest.approx(reach)


def test_a_conversion_of_nothing_or_of_all_is_as_sure_as_what_is_decided():
    assert curve(*[(2, LOST)] * 20, *[(1, UNDECIDED)] * 30).seen == (0, 20)
    assert curve(*[(2, ADVANCED)] * 20).seen == (20, 20)


# ---- weighting


def test_weights_are_the_inverse_share_of_deals_that_old():
    # of four deals two were created at least 10 days before the export, and all at least 1
    assert weights(np.array([10, 1]), np.array([1, 5, 10, 20])).tolist() == [2, 1]


def test_weighted_by_hand():
    # three closed deals: one paid (weight 2), one lost at the second stage (1), one at the first (3)
    reached, weight = np.array([2, 1, 0]), np.array([2.0, 1.0, 3.0])
    first, second = (weighted(reached, weight, stage, 6, 0.0) for stage in (0, 1))
    assert (first.conversion, second.conversion) == (3 / 6, 2 / 3)
    assert (first.reached, first.passed_on) == (3, 2)
    # undecided deals might all have reached the stage and passed on, or not: 0.5 x 6 = 3 of them
    open_ones = weighted(reached, weight, 0, 6, 0.5)
    assert (open_ones.low, open_ones.high) == (3 / 9, 6 / 9)
    assert weighted(reached, weight, 3, 6, 0.0).conversion is None


def test_weighting_undoes_that_the_quick_are_closed_first():
    draw = np.random.default_rng(3)
    followed = draw.integers(0, 200, 20_000)
    won = draw.random(20_000) < 0.3
    age = np.where(won, draw.gamma(4, 10, 20_000), draw.gamma(2, 5, 20_000)).astype(int)
    closed = age <= followed
    naive = won[closed].mean()
    found = weighted(won[closed].astype(int), weights(age[closed], followed), 0, 20_000, 0.0)
    assert naive < 0.27
    assert found.conversion == pytest.approx(0.3, abs=0.012)


# ---- distributions


@pytest.mark.parametrize("a", [0.5, 0.7, 1, 3.3, 40, 1210.9, 50_000.5])
@pytest.mark.parametrize("b", [0.5, 2, 17.25, 3431, 100_000.5])
def test_beta_is_that_of_scipy(a, b):
    for x in (1e-6, 0.01, 0.3, 0.5, 0.77, 0.999):
        assert beta_share(x, a, b) == pytest.approx(betainc(a, b, x), abs=1e-9)
    for p in (0.025, 0.05, 0.5, 0.975):
        assert beta_quantile(p, a, b) == pytest.approx(stats.beta.ppf(p, a, b), rel=1e-7, abs=1e-12)


def test_interval_is_that_of_jeffreys():
    assert interval(10, 100) == pytest.approx(stats.beta.ppf([0.025, 0.975], 10.5, 90.5))


@pytest.mark.parametrize("degrees", [1, 2, 5, 30, 1000])
def test_t_is_that_of_scipy(degrees):
    assert t_quantile(degrees) == pytest.approx(stats.t.ppf(0.975, degrees), rel=1e-9)


def test_log_gamma_is_that_of_the_standard_library():
    x = np.array([1e-3, 0.5, 1, 1.5, 7, 100, 1e6])
    assert log_gamma(x) == pytest.approx([math.lgamma(value) for value in x], rel=1e-12, abs=1e-12)


# ---- groups


def test_likeness_is_the_most_likely_one():
    draw = np.random.default_rng(4)
    of = draw.integers(40, 400, 60).astype(float)
    passed = draw.binomial(of.astype(int), draw.beta(0.2 * 30, 0.8 * 30, 60)).astype(float)
    found = likeness(passed, of)

    def likely(mean: float, worth: float) -> float:
        return float(stats.betabinom.logpmf(passed.astype(int), of.astype(int), mean * worth, (1 - mean) * worth).sum())

    assert found.worth is not None
    best = likely(found.mean, found.worth)
    assert found.worth == pytest.approx(30, rel=0.5)
    for mean in (found.mean * 0.98, found.mean * 1.02):
        assert likely(mean, found.worth) < best
    for worth in (found.worth * 0.9, found.worth * 1.1):
        assert likely(found.mean, worth) < best


def test_groups_that_are_alike_have_one_rate():
    found = likeness(np.array([20.0, 40.0, 30.0]), np.array([100.0, 200.0, 150.0]))
    assert (found.worth, found.mean) == (None, pytest.approx(0.2))
    assert found.rate(20, 100) == found.mean


def test_rate_of_a_group_lies_between_its_own_and_that_of_all():
    passed, of = np.array([5.0, 60.0, 10.0, 300.0]), np.array([10.0, 100.0, 100.0, 1000.0])
    found = likeness(passed, of)
    for one, all_of_it in zip(passed, of, strict=True):
        low, high = sorted((one / all_of_it, found.mean))
        assert low <= found.rate(one, all_of_it) <= high
    # the fewer its deals, the more it is drawn
    assert abs(found.rate(5, 10) - 0.5) > abs(found.rate(50, 100) - 0.5) > abs(found.rate(500, 1000) - 0.5)


def test_differences_last_where_the_same_are_ahead_in_both_halves():
    of = np.array([100.0, 100.0, 100.0])
    first, same, other = (np.array(counts, dtype=float) for counts in ([30, 20, 10], [28, 22, 12], [10, 20, 30]))
    assert differences_last((first, of), (same, of))
    assert not differences_last((first, of), (other, of))
    assert not differences_last((first, of), (same, np.array([100.0, 0, 0])))


# ---- changes


def test_change_finds_the_day_of_a_step():
    draw = np.random.default_rng(5)
    days = np.repeat(np.arange(200), 10)
    values = (draw.random(2000) < np.where(days < 120, 0.4, 0.25)).astype(float)
    found = change_of(days, values, tests=4)
    assert found is not None
    assert found.day == pytest.approx(120, abs=12)
    assert (found.before, found.after) == (pytest.approx(0.4, abs=0.04), pytest.approx(0.25, abs=0.04))
    assert not found.is_trend


def test_change_tells_a_trend_from_a_step():
    draw = np.random.default_rng(6)
    days = np.repeat(np.arange(200), 20)
    values = (draw.random(4000) < 0.2 + 0.2 * days / 200).astype(float)
    found = change_of(days, values, tests=4)
    assert found is not None
    assert found.is_trend
    assert (found.before, found.after) == (pytest.approx(0.2, abs=0.04), pytest.approx(0.4, abs=0.04))


def test_chance_alone_is_seldom_a_change():
    draw = np.random.default_rng(7)
    days = np.repeat(np.arange(100), 5)
    found = [change_of(days, (draw.random(500) < 0.3).astype(float), tests=1) for _ in range(400)]
    # one in a hundred: at most eleven of four hundred, but once in a thousand times
    assert sum(one is not None for one in found) <= 11


def test_too_few_values_or_all_alike_say_nothing():
    assert change_of(np.arange(59), np.arange(59.0), tests=1) is None
    assert change_of(np.arange(100), np.ones(100), tests=1) is None
    assert change_of(np.zeros(100, dtype=int), np.arange(100.0), tests=1) is None
