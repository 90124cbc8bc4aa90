"""Numbers as people write them."""

from __future__ import annotations

import copy
import pickle

import pytest

from salescrew.models.plan.numbers import PlainNumber, Written, written


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("22 000 000", 22_000_000),
        ("22\N{NO-BREAK SPACE}000", 22_000),
        ("22'000", 22_000),
        ("22_000", 22_000),
        ("22.000.000", 22_000_000),
        ("22,000,000", 22_000_000),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1234,567", 1234.567),
        ("0,5", 0.5),
        ("0,125", 0.125),
        ("100k", 100_000),
        ("100 K", 100_000),
        ("2.3m", 2_300_000),
        ("2,3M", 2_300_000),
        ("1.125M", 1_125_000),
        ("150 тыс.", 150_000),
        ("12 млн", 12_000_000),
        ("-1e3", -1000),
        (" 5. ", 5),
    ],
)
def test_what_can_only_mean_one_number(text, number):
    assert written(text) == Written(number)


@pytest.mark.parametrize(("text", "share"), [("35%", 0.35), ("2,5 %", 0.025), ("2.500%", 0.025)])
def test_percentages(text, share):
    assert written(text) == Written(share, is_percent=True)


@pytest.mark.parametrize("text", ["150.000", "150,000"])
def test_what_can_mean_two_numbers(text):
    assert written(text) == Written(150, other=150_000)


@pytest.mark.parametrize("text", ["", "k", "%", "1 00", "5 5", "1,234,5", "1.2.3", "12 0000", "1,", "k5", "5kk", "٣"])
def test_what_is_no_number(text):
    assert written(text) is None


def test_a_plain_number_keeps_its_text_where_it_is_copied():
    number = PlainNumber("150.000")
    assert number == 150
    for other in (copy.deepcopy(number), pickle.loads(pickle.dumps(number))):
        assert isinstance(other, PlainNumber)
        assert other.text == "150.000"
