"""Estimates from past days are set against what came of the same deals."""

from __future__ import annotations

import datetime as dt

import pytest

from salescrew.errors import InputError
from salescrew.models.rates.estimates.backtest import WHOLE, backtest
from salescrew.models.rates.estimates.estimate import rates_of
from salescrew.models.rates.reading.opened import opened
from tests.rates.simulator import START, World, deals, export

WORLD = World(deals=3000, days=400, passing=(8, 14, 25), losing=(4, 6, 10), growth=3)


@pytest.fixture(scope="module")
def read():
    rows, history = export(deals(WORLD, 2), 360)
    return opened(rows, history=history)


def test_estimates_of_past_days_hold_what_came(read):
    test = backtest(read, 3)
    whole = [row for row in test.rows if row.what == WHOLE]
    first, days = START.toordinal(), 360
    assert [(row.cut.toordinal() - first) / days for row in whole] == pytest.approx([0.4, 0.6, 0.8], abs=0.01)
    assert [row.what for row in test.rows[:4]] == [WHOLE, "Lead", "Meeting", "Proposal"]
    told = [row for row in test.rows if row.is_within is not None]
    assert sum(bool(row.is_within) for row in told) >= len(told) - 1
    for row in whole:
        # what a CRM would have shown that day was far from what came
        assert row.conversion is not None
        assert row.by_all is not None
        assert abs(row.conversion - row.came) < abs(row.by_all - row.came)


def test_an_estimate_of_a_past_day_is_the_one_that_was_made_then(read):
    row = next(row for row in backtest(read, 1).rows if row.what == WHOLE)
    then = deals(WORLD, 2)
    rows, history = export(then, row.cut.toordinal() - START.toordinal())
    made = rates_of(opened(rows, history=history), as_of=row.cut).pipelines[0].lead_to_payment
    assert (row.conversion, row.low, row.high) == pytest.approx((made.conversion, made.low, made.high))
    assert (row.by_all, row.by_closed) == pytest.approx((made.won_by_all, made.won_by_closed))


def test_what_came_is_that_of_the_deals_known_then(read):
    row = next(row for row in backtest(read, 1).rows if row.what == WHOLE)
    cut = row.cut.toordinal() - START.toordinal()
    known = [deal for deal in deals(WORLD, 2) if deal.created <= cut]
    won = [deal for deal in known if deal.entries[-1][1] == "Won" and deal.entries[-1][0] <= 360]
    open_ones = [deal for deal in known if deal.entries[-1][0] > 360]
    assert row.count == len(known)
    assert row.came == pytest.approx(len(won) / len(known))
    assert row.still_open == pytest.approx(len(open_ones) / len(known))


def test_where_much_is_still_open_nothing_is_said(read):
    test = backtest(read, 1, as_of=START + dt.timedelta(days=60))
    assert any(row.is_within is None for row in test.rows)
    assert test.warnings == (
        "Where more than 2% of the deals are still undecided today, what came of them is not known, and nothing "
        "is said of "
        "whether the estimate was right.",
    )


def test_an_export_that_is_too_short(read):
    with pytest.raises(
        InputError, match=r"^row: must go over at least 30 days for 3 cuts, got 20 days. Ask for fewer.$"
    ):
        backtest(read, 3, as_of=START + dt.timedelta(days=20))
