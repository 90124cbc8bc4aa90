"""The odds of a result, on an answer that can be written down by hand.

Eight contacts are paid with a probability of 0.25 each, and of eight leads each with one half: the deals are a binomial
number and a Poisson number of mean 4, of 100 each, all the contacts' and half of the leads' in the second week.
"""

from __future__ import annotations

import math

import pytest

from salescrew.models.answers.result import Odds, Result
from salescrew.models.odds.calculation import Calculation, odds_of
from salescrew.models.odds.opened import Answered, Contacts, Opened, opened_by
from salescrew.models.plan.plan import Plan
from tests.answer_by_hand import Data, by_hand
from tests.models.odds.test_funnel import Chances, once, poisson, sum_of


def odds_by_hand(change: Data | None = None) -> Odds:
    plan, result = by_hand()
    return odds_of(Plan.model_validate(plan | (change or {})), Result.model_validate(result))


COLD = sum_of(*[once(0.25)] * 8)
DEALS = sum_of(COLD, poisson(4.0))


def at_least(least: float, deals: Chances = DEALS) -> float:
    return math.fsum(chance for count, chance in deals.items() if count >= least)


def test_what_a_result_opens() -> None:
    plan, result = by_hand()
    opened = opened_by(Plan.model_validate(plan), Result.model_validate(result))
    assert opened.contacts == {"cold": (Contacts(0, 1.0, 8.0),)}
    assert opened.leads == {"warm": tuple(Answered(week, 2.0, (1.0,)) for week in (0, 0, 1, 1))}


def test_odds_by_hand() -> None:
    odds = odds_by_hand()
    assert odds.all == pytest.approx(at_least(6), abs=1e-12)
    assert odds.targets == {"revenue": odds.all}
    assert odds.error == 0
    assert odds.fixed == ("time", "illness", "leaving")
    assert odds.at_stretch is None
    deviation = math.sqrt(8 * 0.25 * 0.75 + 4)
    assert (odds.revenue.mean, odds.revenue.sd) == pytest.approx((600, 100 * deviation))
    assert odds.profit is not None
    assert (odds.profit.mean, odds.profit.sd) == pytest.approx((300, 50 * deviation))
    assert (odds.products["audit"].mean, odds.products["audit"].sd) == pytest.approx((6, deviation))
    exceeded = [round(at_least(deals), 4) for deals in (3, 4, 6, 7, 9, 10)]
    assert exceeded == [0.946, 0.8607, 0.5607, 0.3927, 0.1433, 0.075]
    assert (odds.revenue.p10, odds.revenue.p50, odds.revenue.p90) == (300, 600, 900)


def test_targets_together_and_one_by_one() -> None:
    targets = {"revenue": 600, "profit": 350, "products": {"audit": {"deals": 5, "revenue": 610}}}
    odds = odds_by_hand({"target": targets})
    assert odds.targets == pytest.approx(
        {
            "revenue": at_least(6),
            "profit": at_least(7),
            "products.audit.revenue": at_least(7),
            "products.audit.deals": at_least(5),
        },
        abs=1e-12,
    )
    assert odds.all == pytest.approx(at_least(7), abs=1e-12)


def test_a_target_is_met_from_a_millionth_below_on() -> None:
    for wanted, deals in ((600.0006, 6), (600.0007, 7)):
        assert odds_by_hand({"target": {"revenue": wanted}}).all == pytest.approx(at_least(deals), abs=1e-12)


def test_products_are_independent() -> None:
    products = {"audit": {"average_deal": 100}, "setup": {"average_deal": 250}}
    plan, _ = by_hand()
    funnels = plan["funnels"] | {"warm": plan["funnels"]["warm"] | {"product": "setup"}}
    targets = {"revenue": 1000, "products": {"audit": {"deals": 2}}}
    odds = odds_by_hand({"products": products, "funnels": funnels, "target": targets})
    must = math.fsum(
        one * other
        for deals, one in COLD.items()
        for setups, other in poisson(4.0).items()
        if deals >= 2 and 100 * deals + 250 * setups >= 1000
    )
    assert odds.all == pytest.approx(must, abs=1e-12)
    assert odds.targets["products.audit.deals"] == pytest.approx(at_least(2, COLD), abs=1e-12)
    assert odds.profit is None


def test_months_have_odds_of_their_own_and_are_drawn_together() -> None:
    # the second week is in February: all that contacts pay, and half of what leads do
    calendar = {"start": "2026-01-26", "weeks": 2, "working_days": ["mon", "tue"]}
    targets = {"revenue": 600, "by_month": {"2026-02": {"revenue": 400}, "2026-01": {"revenue": 100}}}
    plan, result = by_hand()
    shifted = _two_weeks_later(result)
    odds = odds_of(Plan.model_validate(plan | {"calendar": calendar, "target": targets}), shifted)
    january, february = poisson(2.0), sum_of(COLD, poisson(2.0))
    assert odds.targets == pytest.approx(
        {
            "revenue": at_least(6),
            "by_month.2026-02.revenue": at_least(4, february),
            "by_month.2026-01.revenue": at_least(1, january),
        },
        abs=1e-12,
    )
    assert odds.by_month["2026-02"].mean == pytest.approx(400)
    together = math.fsum(
        one * other
        for first, one in january.items()
        for then, other in february.items()
        if first >= 1 and then >= 4 and first + then >= 6
    )
    assert 0 < odds.error < 0.01
    assert abs(odds.all - together) < odds.error


def _two_weeks_later(result: Data) -> Result:
    moved = {"2026-01-12": "2026-01-26", "2026-01-13": "2026-01-27", "2026-01-19": "2026-02-02"}
    moved["2026-01-20"] = "2026-02-03"
    for name in ("roster", "quotas", "coverage"):
        result[name] = [row | {"date": moved[row["date"]]} for row in result[name]]
    result["funnel"] = [row | {"week": moved[row["week"]]} for row in result["funnel"]]
    return Result.model_validate(result)


def test_what_was_paid_before_counts() -> None:
    plan, _ = by_hand()
    so_far = {
        "as_of": "2026-01-13",
        "entered": [{"date": "2026-01-12", "funnel": "cold", "stage": "paid", "items": 2, "revenue": 250}],
    }
    _, result = by_hand()
    made = Plan.model_validate(plan | {"so_far": so_far, "pipeline": {"cold": {"meeting": 3}}})
    odds = odds_of(made, Result.model_validate(result))
    # 8 contacts were opened before, three meetings are under way, of the leads two days are left and one
    rest = sum_of(*[once(0.5)] * 3, poisson(3.0))
    assert odds.all == pytest.approx(at_least(3.5, rest), abs=1e-12)
    assert odds.revenue.mean == pytest.approx(250 + 100 * 4.5)
    assert odds.products["audit"].mean == pytest.approx(2 + 4.5)


def test_deals_that_differ_in_size() -> None:
    products = {"audit": {"average_deal": 100, "margin": 0.5, "deal_cv": 0.6}}
    odds = odds_by_hand({"products": products, "target": {"revenue": 600, "products": {"audit": {"deals": 6}}}})
    assert odds.targets["products.audit.deals"] == pytest.approx(at_least(6), abs=1e-9)
    assert odds.revenue.sd == pytest.approx(100 * math.sqrt(8 * 0.25 * 0.75 + 4 + 6 * 0.36), rel=1e-6)
    # the number of deals and what they bring hang together, so both at once are drawn
    assert 0 < odds.error < 0.01
    assert odds.all < min(odds.targets.values()) + odds.error
    alone = odds_by_hand({"products": products})
    assert alone.error == 1e-6
    assert abs(alone.all - odds.targets["revenue"]) <= 1e-6
    held = odds_by_hand({"products": products, "chance": {"fix": ["deals"]}})
    assert held.all == pytest.approx(at_least(6), abs=1e-12)
    assert held.fixed == ("time", "illness", "leaving", "deals")


@pytest.mark.parametrize("seen", [{"passed": 20, "of": 41}, {"passed": 350, "of": 700}])
def test_the_less_was_observed_the_wider_are_the_odds(seen: Data) -> None:
    plan, _ = by_hand()
    stages = [{"name": "contact", "conversion": 0.5, "observed": seen}, plan["funnels"]["cold"]["stages"][1]]
    cold = plan["funnels"]["cold"] | {"stages": stages}
    odds = odds_by_hand({"funnels": plan["funnels"] | {"cold": cold}})
    variance = 0.25 / (seen["of"] + 2)
    deals = 8 * 0.25 * 0.75 + 8 * 7 * 0.25 * variance + 4
    assert odds.products["audit"].sd == pytest.approx(math.sqrt(deals), rel=1e-9)
    assert odds.error == 1e-6


def test_four_products_have_one_target_exactly_and_two_by_drawing() -> None:
    names = ("a", "b", "c", "d")
    plan, _ = by_hand()
    funnels = {name: plan["funnels"]["cold"] | {"product": name} for name in names}
    products = {name: {"average_deal": 100.0 + number} for number, name in enumerate(names)}
    made = plan | {"funnels": funnels, "products": products, "target": {"revenue": 800}}
    del made["duty"]
    opened = Opened({name: (Contacts(0, 1.0, 8.0),) for name in names})
    exact = Calculation(Plan.model_validate(made), opened).odds()
    assert exact.error == 0
    # 8 deals of the dearer ones are 800 and more, 7 are less
    assert exact.all == pytest.approx(at_least(8, sum_of(COLD, COLD, COLD, COLD)), abs=1e-12)
    made["target"] = {"revenue": 800, "products": {name: {"deals": 1} for name in names}}
    both = Calculation(Plan.model_validate(made), opened).odds()
    assert 0 < both.error < 0.01
    assert both.targets["products.d.deals"] == pytest.approx(at_least(1, COLD), abs=1e-12)


def test_one_more_deal_is_worth_what_it_adds() -> None:
    plan, result = by_hand()
    made = Plan.model_validate(plan)
    calculation = Calculation(made, opened_by(made, Result.model_validate(result)))
    assert calculation.with_deal_more("audit") == pytest.approx(at_least(5), abs=1e-12)


def test_nothing_opened_leaves_no_odds_but_those_of_leads() -> None:
    plan, _ = by_hand()
    none = Calculation(Plan.model_validate(plan), Opened()).odds()
    assert (none.all, none.revenue.mean, none.revenue.sd) == (0, 0, 0)
