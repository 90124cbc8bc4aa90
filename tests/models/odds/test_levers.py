"""Where the odds that are missing come from, on the answer by hand.

The deals are a binomial number of 8 with 0.25 each, and a Poisson number of mean 4.
"""

from __future__ import annotations

from typing import Any

import pytest

from salescrew.models.answers.result import Result
from salescrew.models.odds.levers import odds_missing
from salescrew.models.plan.plan import Plan
from tests.answer_by_hand import by_hand
from tests.models.odds.test_calculation import COLD, at_least
from tests.models.odds.test_funnel import once, poisson, sum_of


def found(**change: Any) -> dict[tuple[str, str | None], float]:
    plan, result = by_hand()
    missing = odds_missing(Plan.model_validate(plan | change), Result.model_validate(result))
    assert missing.error <= 1e-6
    kinds = [lever.lever for lever in missing.levers]
    assert kinds == sorted(kinds, key=kinds.index)
    return {(lever.lever, lever.of): lever.odds for lever in missing.levers}


def test_what_would_raise_the_odds() -> None:
    levers = found()
    assert levers["smaller_deals", "audit"] == pytest.approx(at_least(12, sum_of(COLD, COLD, poisson(8.0))), abs=1e-9)
    # 8.8 contacts, and a tenth more leads
    more = sum_of(COLD, {1: 0.8 * 0.25, 0: 1 - 0.8 * 0.25}, poisson(4.4))
    assert levers["conversion", "audit"] == pytest.approx(at_least(6, more), abs=1e-9)
    assert levers["deal", "audit"] == pytest.approx(at_least(5), abs=1e-9)
    # one person opens contacts, so one more opens as many again
    assert levers["person", None] == pytest.approx(at_least(6, sum_of(COLD, COLD, poisson(4.0))), abs=1e-9)
    # two leads a day of which one in two is paid, on four days
    certain = sum_of(COLD, *[once(0.5)] * 8)
    assert levers["source", "arrivals"] == pytest.approx(at_least(6, certain), abs=1e-9)
    assert not any(kind == "target" for kind, _ in levers)


def test_targets_are_left_out_one_by_one() -> None:
    levers = found(target={"revenue": 600, "products": {"audit": {"deals": 7}}})
    assert levers["target", "revenue"] == pytest.approx(at_least(7), abs=1e-9)
    assert levers["target", "products.audit.deals"] == pytest.approx(at_least(6), abs=1e-9)
    # a number of deals is asked for, which smaller deals do not help
    assert ("smaller_deals", "audit") not in levers


def test_what_is_held_already_is_no_lever() -> None:
    assert ("source", "arrivals") not in found(chance={"fix": ["arrivals"]})
    products = {"audit": {"average_deal": 100, "margin": 0.5, "deal_cv": 1}}
    levers = found(products=products)
    assert ("source", "deals") in levers
    # one deal more is of no certain size
    assert ("deal", "audit") not in levers
