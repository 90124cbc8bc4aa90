"""The odds of a result are worked out again: by counting where that can be done, by playing elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from salescrew.checker.claims import claims
from salescrew.models.answers.result import Result
from salescrew.models.odds.calculation import odds_of
from salescrew.models.plan.plan import Plan
from tests.answer_by_hand import Data, by_hand, violations


def with_odds(change: Data | None = None, **wrong: Any) -> list[str]:
    """Check the answer by hand with its odds, some of them changed."""
    plan, result = by_hand()
    plan |= change or {}
    made = Plan.model_validate(plan)
    odds = odds_of(made, Result.model_validate(result)).model_dump()
    for path, value in wrong.items():
        *steps, last = path.split("__")
        part: Any = odds
        for step in steps:
            part = part[step]
        part[last] = value
    return violations(plan, result | {"odds": odds})


def cold_with(**first: Any) -> Data:
    plan, _ = by_hand()
    cold = plan["funnels"]["cold"]
    stages = [{"name": "contact", "conversion": 0.5} | first, cold["stages"][1]]
    return {"funnels": plan["funnels"] | {"cold": cold | {"stages": stages}}}


def warm_with(**leads: Any) -> Data:
    plan, _ = by_hand()
    warm = plan["funnels"]["warm"]
    return {"funnels": plan["funnels"] | {"warm": warm | {"leads": warm["leads"] | leads}}}


def products_with(**more: Any) -> Data:
    return {"products": {"audit": {"average_deal": 100, "margin": 0.5} | more}}


CASES: dict[str, Data] = {
    "plain": {},
    "several targets": {"target": {"revenue": 600, "profit": 300, "products": {"audit": {"deals": 6}}}},
    "a month": {"target": {"revenue": 600, "by_month": {"2026-01": {"revenue": 600}}}},
    "leads in waves": warm_with(dispersion=3),
    "a level that is off": warm_with(level_cv=0.3),
    "waves on a level": warm_with(level_cv=0.3, dispersion=2),
    "leads held": warm_with(level_cv=0.3, dispersion=2) | {"chance": {"fix": ["arrivals"]}},
    "all of leads held": warm_with(level_cv=0.3, dispersion=2) | {"chance": {"fix": ["arrivals", "forecast"]}},
    "observed": cold_with(observed={"passed": 5, "of": 10}),
    "observed and held": cold_with(observed={"passed": 5, "of": 10}) | {"chance": {"fix": ["rates"]}},
    "sizes": products_with(deal_cv=0.8),
    "sizes held": products_with(deal_cv=0.8) | {"chance": {"fix": ["deals"]}},
}


@pytest.mark.parametrize("change", CASES.values(), ids=CASES)
def test_odds_are_found_again(change: Data) -> None:
    assert with_odds(change) == []


@pytest.mark.parametrize("change", CASES.values(), ids=CASES)
def test_odds_that_are_off_are_found(change: Data) -> None:
    told = [line for line in with_odds(change, all=0.4) if line.startswith("odds: odds.all must be")]
    assert len(told) == 1
    assert told[0].endswith(", got 0.4")


def test_counting_finds_what_is_off_by_little() -> None:
    assert with_odds(all=0.56073, targets__revenue=0.56073) == [
        "odds: odds.all must be 0.560724 within 2e-06, got 0.56073",
        "odds: odds of revenue must be 0.560724 within 2e-06, got 0.56073",
    ]
    assert with_odds(products__audit__sd=2.3) == [
        "odds: odds of the deals of audit: the standard deviation must be 2.34520788, got 2.3"
    ]


@pytest.mark.parametrize(
    ("wrong", "witness"),
    [
        ({"all": 1.5}, "odds.all: must be from 0 to 1, got 1.5"),
        ({"all": float("nan")}, "odds.all: must be from 0 to 1, got nan"),
        ({"fixed": ("time",)}, "odds.fixed: must be illness, leaving, time, each once"),
        ({"targets": {}}, "odds.targets: must have revenue"),
        ({"targets__profit": 0.6}, "odds.targets: the plan has no target profit"),
        ({"all": 0.7}, "odds.all must be at most 0.560723648, the odds of a target, got 0.7"),
        ({"at_stretch": 0.5}, "odds.at_stretch must be at least 0.560723648, got 0.5"),
        ({"revenue__p10": 650.0}, "odds.revenue: must have p10, p50 and p90 in rising order"),
        ({"revenue__mean": 610.0}, "odds.revenue: the mean must be 600, got 610"),
        ({"profit": None}, "odds.profit: must be there"),
        ({"products": {}}, "odds of the deals of audit: must be there"),
    ],
)
def test_nonsense_is_named(wrong: Data, witness: str) -> None:
    assert with_odds(**wrong) == [f"odds: {witness}"]


def test_a_result_may_say_nothing_of_odds() -> None:
    assert violations(*by_hand()) == []


COUNTED = ("plain", "several targets", "leads in waves", "observed and held", "sizes held")


@pytest.mark.parametrize("name", CASES)
def test_only_odds_that_are_played_are_not_looked_at_to_the_last_digit(name: str) -> None:
    plan, result = by_hand()
    made = Plan.model_validate(plan | CASES[name])
    read = Result.model_validate(result)
    stated = read.model_copy(update={"odds": odds_of(made, read)})
    named = [one for one in claims(stated, plan=made) if one.verdict == "not looked at" and "odds.all" in one.fields]
    assert bool(named) is (name not in COUNTED)
    # without the plan it is not known
    assert any("odds.all" in one.fields for one in claims(stated) if one.verdict == "not looked at")


def promised(**changes: Any) -> tuple[Data, Data]:
    """Give the answer by hand as a promise of one in two, some of it changed."""
    plan, result = by_hand()
    plan = plan | {"target": plan["target"] | {"confidence": 0.5}}
    odds = odds_of(Plan.model_validate(plan), Result.model_validate(result)).model_dump()
    odds |= {"confidence": 0.5, "verdict": {"headcount": "proven", "cost": "proven"}}
    own = {"headcount": 2, "odds": odds["all"], "bound": 0.9, "monthly_cost": 180.0, "buffer": {"revenue": 0.0}}
    fewer = {"headcount": 1, "odds": None, "bound": 0.4, "monthly_cost": None, "buffer": {}}
    stated = {"odds": odds, "buffer": {"revenue": 0.0}, "odds_by_people": [fewer, own]}
    for path, value in changes.items():
        *steps, last = path.split("__")
        part: Any = stated
        for step in steps:
            part = part[int(step) if step.isdigit() else step]
        part[last] = value
    return plan, result | stated


def test_a_promise_that_is_kept() -> None:
    assert violations(*promised()) == []


@pytest.mark.parametrize(
    ("wrong", "witness"),
    [
        ({"odds__confidence": 0.6}, "odds.all must be at least 0.6, the confidence, got 0.560723648"),
        ({"odds__confidence": None}, "odds.confidence must be there, since the plan asks for 0.5"),
        ({"odds__verdict": None}, "odds.verdict must be there"),
        ({"odds__verdict__cost": "found"}, "optimal: odds.verdict must fit, got proven and found"),
        ({"buffer": None}, "buffer: must have revenue"),
        ({"buffer__revenue": 0.01}, "buffer of revenue: must be 0, got 0.01"),
        ({"odds_by_people__1__odds": 0.6}, "odds_by_people: the last row must be that of the answer"),
        ({"odds_by_people__1__headcount": 3}, "odds_by_people: must rise to the headcount, 2, got [1, 3]"),
        ({"odds_by_people__0__odds": 0.45}, "odds_by_people: 1: must have odds of at most the bound, from 0 to 1"),
        (
            {"odds_by_people__0__bound": 0.6},
            "odds_by_people: 1: the bound must be at most the confidence, since the headcount is proven",
        ),
    ],
)
def test_promises_that_are_not_kept_are_named(wrong: Data, witness: str) -> None:
    assert f"confidence: {witness}" in violations(*promised(**wrong))


def test_nothing_is_promised_where_nothing_is_asked() -> None:
    plan, result = promised()
    without = {key: value for key, value in plan["target"].items() if key != "confidence"}
    # whoever asked for odds on the command line has a promise all the same
    assert violations(plan | {"target": without}, result) == []
    odds = result["odds"] | {"confidence": None}
    assert violations(plan | {"target": without}, result | {"odds": odds}) == [
        "confidence: buffer, odds_by_people and odds.verdict must not be there without odds.confidence"
    ]
