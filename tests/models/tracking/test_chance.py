"""What chance alone explains: the score interval, also where it is not certain how many could pass on."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from salescrew.models.tracking.chance import Observed, Z

COUNTS = st.integers(min_value=1, max_value=5000)
SHARES = st.floats(min_value=0, max_value=1)


@st.composite
def seen(draw):
    """Draw what was seen, with anything from no to all items that are certain."""
    of = draw(COUNTS)
    return Observed(draw(st.integers(min_value=0, max_value=of)), of, of * draw(SHARES))


def interval(passed, of, certain=None):
    return Observed(passed, of, of if certain is None else certain).interval


# ---- the interval


@pytest.mark.parametrize(
    ("passed", "of", "low", "high"),
    [
        # (p + z2/2n -+ z sqrt(p(1-p)/n + z2/4n2)) / (1 + z2/n), with z2 = 3.8415 and n = 10: at p = 1/2
        # (0.69207 -+ 1.95996 sqrt(0.025 + 0.0096037)) / 1.38415 = 0.5 -+ 0.26341
        (5, 10, 0.2366, 0.7634),
        # at p = 0 both terms of the middle and of the root are z2/2n: from 0 to 0.38415 / 1.38415
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        # the same with n = 1: from 0 to 3.8415 / 4.8415
        (0, 1, 0.0, 0.7935),
    ],
)
def test_known_intervals(passed, of, low, high):
    assert interval(passed, of) == pytest.approx((low, high), abs=5e-5)


def test_interval_of_a_poisson_number():
    # nothing is certain: (p - s n)^2 = z2 s n has the solutions s n = p + z2/2 -+ z sqrt(p + z2/4), for p = 9:
    # 10.9207 -+ 1.95996 sqrt(9.96036) = 4.735 and 17.106, of 100
    assert interval(9, 100, certain=0) == pytest.approx((0.04735, 0.17106), abs=5e-5)


@given(seen())
def test_ends_of_the_interval_satisfy_the_score_equation(it):
    for end in it.interval:
        if 0 < end < 1:
            off, variance = it.passed - end * it.of, end * (it.of - end * it.certain)
            assert off**2 == pytest.approx(Z**2 * variance, rel=1e-6, abs=1e-6)


@given(seen())
def test_interval_contains_what_was_seen_and_nothing_that_is_no_share(it):
    low, high = it.interval
    assert 0 <= low <= it.share + 1e-12
    assert it.share - 1e-12 <= high <= 1
    assert it.differs_from(it.share) is None


@given(seen())
def test_one_more_that_passes_on_raises_both_ends(it):
    assume(it.passed < it.of)
    (low, high), (lower, higher) = it.interval, Observed(it.passed + 1, it.of, it.certain).interval
    assert low < lower
    assert high < higher or higher == pytest.approx(1)


@given(COUNTS, st.integers(min_value=2, max_value=9), SHARES)
def test_more_of_the_same_narrows_the_interval(of, times, share):
    passed = round(share * of)
    (low, high), (closer_low, closer_high) = interval(passed, of), interval(passed * times, of * times)
    assert closer_high - closer_low < high - low


@given(seen(), SHARES)
def test_what_is_less_certain_widens_the_interval(it, part):
    low, high = it.interval
    wider_low, wider_high = Observed(it.passed, it.of, it.certain * part).interval
    assert wider_low <= low + 1e-9
    assert high <= wider_high + 1e-9


@given(st.integers(min_value=0, max_value=500), st.integers(min_value=0, max_value=500))
def test_those_that_pass_on_and_those_that_do_not_mirror_each_other(passed, lost):
    assume(passed + lost)
    low, high = interval(passed, passed + lost)
    assert interval(lost, passed + lost) == pytest.approx((1 - high, 1 - low), abs=1e-9)


def test_nothing_is_known_where_nothing_had_the_time():
    nothing = Observed(3.0, 0.0, 0.0)
    assert (nothing.share, nothing.interval, nothing.differs_from(0.5)) == (None, None, None)


@given(COUNTS, st.integers(min_value=1, max_value=5000), SHARES)
def test_more_that_passed_on_than_had_the_time_is_all_of_them(of, more, part):
    early = Observed(of + more, of, of * part)
    assert early.share == 1
    low, high = early.interval
    assert 0 < low < 1
    assert high == pytest.approx(1)


def test_more_that_passed_on_than_had_the_time_proves_little():
    # 3 of the 2 that had the time: of 3, as certain as 2. (3 - 3 s)^2 = z2 s (3 - 2 s) has the solutions
    # s = (18 + 3 z2 -+ sqrt((18 + 3 z2)^2 - 36 (9 + 2 z2))) / (2 (9 + 2 z2)) = (29.5244 -+ 16.4652) / 33.3658,
    # which are 0.3914 and 1.378
    assert interval(3, 2, certain=2) == pytest.approx((0.3914, 1.0), abs=5e-5)


# ---- what differs


@pytest.mark.parametrize(
    ("planned", "verdict"),
    # the interval of 5 out of 10 is 0.2366 to 0.7634
    [(0.23, "higher"), (0.24, None), (0.5, None), (0.76, None), (0.77, "lower")],
)
def test_what_lies_outside_the_interval_differs(planned, verdict):
    assert Observed(5, 10, 10).differs_from(planned) == verdict


@pytest.mark.parametrize(("passed", "planned"), [(0, 0.0), (10, 1.0)])
def test_none_and_all_as_planned_do_not_differ(passed, planned):
    assert Observed(passed, 10, 10).differs_from(planned) is None


def drawn(rng, count, share):
    """Draw how many of a count pass on."""
    return sum(rng.random() < share for _ in range(count))


def poisson(rng, mean):
    """Draw a number of events that is so much on average: those before the time is over, at exponential distances."""
    count, time = 0, rng.expovariate(1.0)
    while time < mean:
        count, time = count + 1, time + rng.expovariate(1.0)
    return count


def all_certain(rng, conversion):
    return Observed(drawn(rng, 200, conversion), 200, 200)


def half_of_them_had_the_time(rng, conversion):
    """Each of 400 had the time with probability 1/2: 200 on average, certain to 400 x 1/4."""
    return Observed(drawn(rng, drawn(rng, 400, 0.5), conversion), 200, 100)


def only_assumed(rng, conversion):
    return Observed(poisson(rng, 200 * conversion), 200, 0)


@pytest.mark.parametrize("conversion", [0.05, 0.2, 0.5, 0.8])
@pytest.mark.parametrize("draw", [all_certain, half_of_them_had_the_time, only_assumed])
def test_chance_alone_is_hardly_ever_taken_for_a_difference(draw, conversion):
    rng, rounds = random.Random(5), 1000
    flagged = sum(draw(rng, conversion).differs_from(conversion) is not None for _ in range(rounds))
    # 5 %, as whole numbers allow; three standard deviations of the simulation itself are 2 %
    assert 0.02 * rounds < flagged <= 0.07 * rounds


@pytest.mark.parametrize("conversion", [0.15, 0.3, 0.6])
def test_half_the_conversion_is_nearly_always_seen_in_500_items(conversion):
    rng, rounds = random.Random(5), 300
    found = [Observed(drawn(rng, 500, conversion / 2), 500, 500).differs_from(conversion) for _ in range(rounds)]
    assert found.count("lower") >= 0.97 * rounds
    assert "higher" not in found


# ---- the plan's conversions updated


def test_blend_by_hand():
    # the plan's 20 % worth 100 items are 20 of 100; 10 of 60 besides make 30 of 160
    assert Observed(10, 60, 60).blended(0.2, 100) == pytest.approx(30 / 160)


def test_blend_of_nothing_is_the_plan():
    assert Observed(0, 0, 0).blended(0.2, 100) == pytest.approx(0.2)
    assert Observed(0, 0, 0).blended(0.2, 0) == 0.2


@given(seen(), SHARES, st.floats(min_value=0, max_value=1e4))
def test_blend_lies_between_the_plan_and_what_was_seen(it, planned, worth):
    blended = it.blended(planned, worth)
    assert blended == pytest.approx((planned * worth + it.passed) / (worth + it.of))
    assert min(planned, it.share) - 1e-9 <= blended <= max(planned, it.share) + 1e-9


@given(seen(), SHARES)
def test_prior_of_nothing_takes_what_was_seen_and_a_strong_one_the_plan(it, planned):
    assert it.blended(planned, 0) == pytest.approx(it.share)
    assert it.blended(planned, 1e12) == pytest.approx(planned, abs=1e-6)


def test_blend_is_a_share_also_where_more_passed_on_than_had_the_time():
    # 50 + 30 out of 100 + 30: those that passed on had the time, after all
    assert Observed(30, 10, 10).blended(0.5, 100) == pytest.approx(80 / 130)


# ---- items that are worth more or less than one


def test_standard_items_counted_as_what_they_are():
    # 20 standard contacts of somebody whose contacts are worth 0.5 each are 40 contacts
    assert Observed(6, 20, 10).counted_in(0.5) == Observed(6, 40, 20)
    assert Observed(6, 20, 10).counted_in(0).share is None


@given(seen(), st.floats(min_value=0.1, max_value=3))
def test_counting_otherwise_scales_the_share(it, worth):
    counted = it.counted_in(worth)
    assert math.isclose(counted.of * worth, it.of)
    assert counted.share == pytest.approx(min(1.0, it.share * worth))
