"""The checker's own queues, against printed values and closed forms."""

from __future__ import annotations

import math

import pytest

from salescrew.checker.queues import answered_in_time, fewest_servers, fewest_within_wait, mean_wait

# People, leads an hour, leads handled an hour, leads that give up an hour; share that waits, share that gives up.
# Values of the birth-death chain, computed with 10 digits (Erlang A, M/M/n+M).
ERLANG_A = [
    (8, 200, 20, 12, 0.8475697697, 0.2318641347),
    (9, 200, 20, 12, 0.7345486274, 0.1632619551),
    (10, 200, 20, 12, 0.5994333180, 0.1094379996),
    (11, 200, 20, 12, 0.4597748418, 0.0699452961),
    (12, 200, 20, 12, 0.3318020355, 0.0427111057),
    (13, 200, 20, 12, 0.2257970840, 0.0249633036),
    (14, 200, 20, 12, 0.1452601143, 0.0139837441),
    (15, 200, 20, 12, 0.0885470040, 0.0075144765),
    (16, 200, 20, 12, 0.0512505036, 0.0038761564),
    (28, 360, 15, 12, 0.2420017470, 0.0227775395),
    (24, 360, 15, 12, 0.5533292453, 0.0766586112),
    (50, 2880, 60, 60, 0.4054043950, 0.0394175155),
    (3, 20, 10, 10, 0.3233235838, 0.1090087746),
    (8, 60, 12, 6, 0.1447107421, 0.0162518487),
]
# People, leads an hour, leads handled an hour; share that waits, share that is answered within 20 seconds (Erlang C).
ERLANG_C = [(4, 20, 10, 0.173913, 0.844376), (8, 60, 12, 0.167267, 0.863054), (14, 200, 20, 0.174132, 0.888350)]


@pytest.mark.parametrize("row", ERLANG_A, ids=str)
def test_erlang_a(row: tuple[int, int, int, int, float, float]) -> None:
    people, leads, handled, give_up, waits, gives_up = row
    at_once = answered_in_time(people, leads / 60, 60 / handled, 60 / give_up, 0)
    assert at_once == pytest.approx(1 - waits, abs=1e-10)
    at_all = answered_in_time(people, leads / 60, 60 / handled, 60 / give_up, 1e6)
    assert at_all == pytest.approx(1 - gives_up, abs=1e-10)


@pytest.mark.parametrize(("people", "leads", "handled", "waits", "in_time"), ERLANG_C)
def test_erlang_c(people: int, leads: float, handled: float, waits: float, in_time: float) -> None:
    assert answered_in_time(people, leads / 60, 60 / handled, None, 0) == pytest.approx(1 - waits, abs=1e-6)
    assert answered_in_time(people, leads / 60, 60 / handled, None, 1 / 3) == pytest.approx(in_time, abs=1e-6)


@pytest.mark.parametrize("within", [0.0, 0.5, 3.0, 40.0])
def test_one_person_without_patience(within: float) -> None:
    # M/M/1 with load 1/2: half of the leads wait, and of those exp(-t / 10) longer than t
    assert answered_in_time(1, 0.1, 5, None, within) == pytest.approx(1 - 0.5 * math.exp(-within / 10), abs=1e-13)


def test_leads_that_give_up_as_fast_as_they_are_handled() -> None:
    # With patience as long as handling, the number of leads there is a Poisson number, however many answer: with a load
    # of 2 and 3 people 1 - P(N <= 2) = 1 - 5 exp(-2) wait.
    assert answered_in_time(3, 0.4, 5, 5, 0) == pytest.approx(5 * math.exp(-2), abs=1e-13)


@pytest.mark.parametrize("within", [0.1, 1.0, 7.0])
def test_long_patience_is_no_giving_up(within: float) -> None:
    patient = answered_in_time(6, 1.0, 5, 1e9, within)
    assert patient == pytest.approx(answered_in_time(6, 1.0, 5, None, within), abs=1e-7)


def test_who_cannot_keep_up_answers_nobody_in_time() -> None:
    assert answered_in_time(5, 1.0, 5, None, 60) == 0
    assert answered_in_time(6, 1.0, 5, None, 1e6) == pytest.approx(1)


def test_the_fewest_people_for_a_load_of_a_thousand() -> None:
    # by definition: one fewer is not enough
    people = fewest_servers(0.8, 100.0, 10.0, None, 1 / 3)
    assert answered_in_time(people, 100.0, 10.0, None, 1 / 3) >= 0.8
    assert answered_in_time(people - 1, 100.0, 10.0, None, 1 / 3) < 0.8
    assert 1000 < people < 1060
    impatient = fewest_servers(0.8, 100.0, 10.0, 5.0, 1 / 3)
    assert answered_in_time(impatient, 100.0, 10.0, 5.0, 1 / 3) >= 0.8
    assert answered_in_time(impatient - 1, 100.0, 10.0, 5.0, 1 / 3) < 0.8
    assert impatient < people


def test_a_low_share_takes_fewer_people_than_the_load() -> None:
    # very impatient leads are answered by whoever is free: with one person and a load of 9 that is 1 in 10
    assert fewest_servers(0.0999, 9.0, 1.0, 1e-6, 1.0) == 1
    assert fewest_servers(0.1001, 9.0, 1.0, 1e-6, 1.0) == 2


def test_a_load_beyond_any_summation_has_an_answer() -> None:
    # a billion leads a minute: the sum over states would not end in a lifetime
    assert fewest_servers(0.8, 1e9, 1.0, None, 0) == pytest.approx(1e9, rel=1e-4)


# People, leads an hour, leads handled an hour, leads that give up an hour (None: nobody does); mean wait in seconds.
WAITS = [
    (8, 200, 20, 12, 69.559240),
    (14, 200, 20, 12, 4.195123),
    (50, 2880, 60, 60, 2.365051),
    (3, 20, 10, 10, 39.243159),
    # Erlang C: 4 / 23 wait, for 6 / (4 - 2) minutes
    (4, 20, 10, None, 4 / 23 * 180),
]


@pytest.mark.parametrize(("people", "leads", "handled", "give_up", "seconds"), WAITS)
def test_mean_waits(people: int, leads: float, handled: float, give_up: float | None, seconds: float) -> None:
    patience = None if give_up is None else 60 / give_up
    assert 60 * mean_wait(people, leads / 60, 60 / handled, patience) == pytest.approx(seconds, abs=1e-6, rel=1e-6)
    longest = seconds / 60
    assert fewest_within_wait(longest * (1 + 1e-6), leads / 60, 60 / handled, patience) == people
    assert fewest_within_wait(longest * (1 - 1e-6), leads / 60, 60 / handled, patience) == people + 1


def test_too_few_without_patience_wait_for_ever() -> None:
    assert mean_wait(2, 1, 2, None) == math.inf


def test_one_person_waits_as_the_formula_says() -> None:
    # M/M/1 with load 1/2: half of the leads wait, for 10 minutes on average
    assert mean_wait(1, 0.1, 5, None) == pytest.approx(5, abs=1e-12)
