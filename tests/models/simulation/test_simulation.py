"""Simulations with time, illness and leaving held are the exact distributions; the rest is what can be reckoned."""

from __future__ import annotations

import copy
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from salescrew.errors import InputError
from salescrew.models.answers.result import Result
from salescrew.models.answers.step import Step
from salescrew.models.odds.calculation import Calculation
from salescrew.models.odds.opened import opened_by
from salescrew.models.plan.plan import Plan
from salescrew.models.simulation.simulation import simulate
from salescrew.models.simulation.sources import shares_of_sources, sources_that_act
from salescrew.models.simulation.summary import summary
from tests.models.simulation.departments import COLD, PRODUCTS, WARM, department, desk, hunters, mixed, working_days

HELD = ("time", "illness", "leaving")
DEPARTMENTS = {"hunters": hunters, "desk": desk, "mixed": mixed}
Make = Callable[..., tuple[Plan, Result]]


def changed(plan: Plan, change: str) -> Plan:
    """Leave something more to chance."""
    data = copy.deepcopy(plan.model_dump(mode="json", by_alias=True))
    for funnel in data["funnels"].values():
        if "observed" in change:
            funnel["stages"][0]["observed"] = {"passed": 20 * funnel["stages"][0]["conversion"], "of": 20}
        if "waves" in change and funnel["leads"]:
            funnel["leads"] |= {"dispersion": 3, "level_cv": 0.2}
    if "sizes" in change:
        for product in data["products"].values():
            product["deal_cv"] = 0.7
    return Plan.model_validate(data)


@pytest.mark.parametrize("change", ["", "observed", "waves", "sizes", "observed, waves, sizes"])
@pytest.mark.parametrize("make", DEPARTMENTS.values(), ids=DEPARTMENTS)
def test_deals_follow_the_exact_distribution(make: Make, change: str) -> None:
    plan, result = make()
    plan = changed(plan, change)
    simulation = simulate(plan, result, runs=20_000, seed=3, fix=HELD)
    calculation = Calculation(plan, opened_by(plan, result))
    for name in calculation.products:
        exact = calculation.counts(name, order=64)
        assert chi_square(simulation.deals[name], exact.first, exact.chances) < 1
    odds = calculation.odds()
    deviation = odds.revenue.sd
    assert simulation.revenue.mean() == pytest.approx(odds.revenue.mean, abs=4 * deviation / math.sqrt(20_000))
    assert simulation.revenue.std() == pytest.approx(deviation, rel=0.04)


def chi_square(drawn: np.ndarray, first: int, chances: np.ndarray) -> float:
    """Give the chi-square of numbers drawn over what one draw in ten thousand exceeds."""
    expected = np.concatenate([np.zeros(first), chances, [0.0]]) * len(drawn)
    counts = np.bincount(np.minimum(drawn.astype(np.int64), len(expected) - 1), minlength=len(expected))
    # numbers that are hardly expected are put together with their neighbours
    groups = np.minimum.accumulate(np.cumsum(expected)[::-1])[::-1] // 50
    expected, counts = np.bincount(groups.astype(int), expected), np.bincount(groups.astype(int), counts)
    kept = expected > 5
    statistic = float(((counts[kept] - expected[kept]) ** 2 / expected[kept]).sum())
    freedom = int(kept.sum()) - 1
    # the approximation of Wilson and Hilferty
    limit = freedom * (1 - 2 / (9 * freedom) + 3.719 * math.sqrt(2 / (9 * freedom))) ** 3
    return statistic / limit


@pytest.mark.parametrize("fix", [("arrivals",), ("forecast",), ("rates", "deals"), ("arrivals", "forecast")])
def test_sources_held_are_held_in_both(fix: tuple[str, ...]) -> None:
    plan, result = mixed(chance={"fix": list(fix)})
    plan = changed(plan, "observed, waves, sizes")
    simulation = simulate(plan, result, runs=20_000, seed=4, fix=HELD)
    odds = Calculation(plan, opened_by(plan, result)).odds()
    assert set(simulation.fixed) == {*HELD, *fix}
    assert simulation.revenue.mean() == pytest.approx(odds.revenue.mean, rel=0.01)
    assert simulation.revenue.std() == pytest.approx(odds.revenue.sd, rel=0.04)


def test_months_and_targets_are_those_of_the_exact_odds() -> None:
    target = {"revenue": 16_000, "products": {"setup": {"deals": 38}}, "by_month": {"2026-02": {"revenue": 9_000}}}
    plan, result = mixed(target=target)
    simulation = simulate(plan, result, runs=20_000, seed=5, fix=HELD)
    odds = Calculation(plan, opened_by(plan, result)).odds()
    assert list(simulation.met) == list(odds.targets)
    for path, chance in odds.targets.items():
        assert 0.05 < chance < 0.95
        assert simulation.met[path].mean() == pytest.approx(chance, abs=0.015)
    assert simulation.odds == pytest.approx(odds.all, abs=0.015 + odds.error)
    assert simulation.by_month["2026-02"].mean() == pytest.approx(odds.by_month["2026-02"].mean, rel=0.01)
    assert simulation.by_month["2026-02"].std() == pytest.approx(odds.by_month["2026-02"].sd, rel=0.04)
    assert sum(simulation.by_month.values()) == pytest.approx(simulation.revenue)
    assert simulation.by_week.sum(axis=0) == pytest.approx(simulation.revenue)


def test_the_same_seed_gives_the_same_runs() -> None:
    plan, result = mixed()
    plan = changed(plan, "observed, waves, sizes")
    one, again, other = (simulate(plan, result, runs=300, seed=seed) for seed in (1, 1, 2))
    assert summary(one).to_json() == summary(again).to_json()
    assert one.revenue.tolist() == again.revenue.tolist() != other.revenue.tolist()


def test_more_runs_than_are_played_at_once() -> None:
    plan, result = desk()
    told: list[Step] = []
    simulation = simulate(plan, result, runs=10_500, fix=HELD, progress=told.append)
    assert (len(simulation.revenue), simulation.by_week.shape) == (10_500, (5, 10_500))
    assert list(map(str, told)) == ["10,000 of 10,500 runs played", "10,500 of 10,500 runs played"]
    assert simulation.revenue[:10_000].tolist() == simulate(plan, result, runs=10_000, fix=HELD).revenue.tolist()


# time


def test_work_that_finds_no_hours_waits_and_its_items_pass_on_later() -> None:
    """Every week's ten meetings take a person who holds five a week two weeks, so some wait and wait longer."""
    cold = COLD | {"stages": [{"name": "contact", "conversion": 1}, COLD["stages"][1] | {"days_to_next": 0}]}
    people = {
        "Anna": {"role": "hunter", "pattern": {"calls": 2}, "asked": {"calls": 2}, "contacts": {"cold": 2.0}},
        "Boris": {"role": "hunter", "pattern": {"meetings": 1}, "asked": {"meetings": 1}},
    }
    plan, result = department({"products": PRODUCTS, "funnels": {"cold": cold}}, people, 4)
    played = simulate(plan, result, runs=4000)
    elastic = simulate(plan, result, runs=4000, fix=["time"])
    # of 40 meetings in four weeks 20 are held
    assert sum(done for (activity, _), done in played.waited.items() if activity == "meetings") == pytest.approx(20)
    assert played.deals["audit"].mean() == pytest.approx(10, abs=0.2)
    assert elastic.deals["audit"].mean() == pytest.approx(20, abs=0.3)
    # each week five meetings are of that week, or of those before: 5, then 5 of the first week, then 10 wait
    assert played.waited == pytest.approx({("meetings", 0): 5, ("meetings", 1): 10, ("meetings", 2): 5}, abs=6)
    assert played.hours["Boris", "meetings"] == pytest.approx((20, 20))


def test_work_that_waits_too_long_is_dropped() -> None:
    cold = COLD | {"stages": [{"name": "contact", "conversion": 1}, COLD["stages"][1] | {"days_to_next": 0}]}
    people = {"Anna": {"role": "hunter", "pattern": {"calls": 2}, "asked": {"calls": 2}, "contacts": {"cold": 2.0}}}
    plan, result = department(
        {"products": PRODUCTS, "funnels": {"cold": cold}, "day_patterns": [{"calls": 2}, {"meetings": 1}]}, people, 8
    )
    played = simulate(plan, result, runs=50)
    # nobody holds meetings: those of the first three weeks have waited for five weeks by the end
    assert played.dropped == {"meetings": 30}
    assert not played.deals["audit"].any()


def test_less_work_leaves_time_for_contacts_and_more_work_takes_it() -> None:
    """Of 20 calls a day 4 are planned for follow-up; none falls due in the first week."""
    cold = COLD | {
        "stages": [
            {"name": "contact", "conversion": 0.5, "days_to_next": 7},
            {"name": "offer", "conversion": 1, "effort": {"calls": 0.5}},
        ]
    }
    people = {"Anna": {"role": "hunter", "pattern": {"calls": 20}, "asked": {"calls": 20}, "contacts": {"cold": 16.0}}}
    plan, result = department({"products": PRODUCTS, "funnels": {"cold": cold}}, people, 3)
    # week 1: 100 contacts, 50 pass; week 2: 25 calls, 75 contacts, 37.5 pass; week 3: 18.75 calls
    played = simulate(plan, result, runs=4000)
    assert played.deals["audit"].mean() == pytest.approx(50 + 37.5, abs=0.5)
    assert played.waited["calls", 0] == pytest.approx(25 + 18.75, abs=0.3)
    exactly = simulate(plan, result, runs=4000, fix=["time"])
    assert exactly.deals["audit"].mean() == pytest.approx(40 + 40, abs=0.5)


def test_no_more_contacts_than_the_cold_base_has() -> None:
    cold = COLD | {"max_contacts": 90, "stages": [{"name": "contact", "conversion": 1}]}
    people = {"Anna": {"role": "hunter", "pattern": {"calls": 20}, "asked": {"calls": 20}, "contacts": {"cold": 10.0}}}
    plan, result = department({"products": PRODUCTS, "funnels": {"cold": cold}}, people, 2)
    assert set(simulate(plan, result, runs=50).deals["audit"]) == {90.0}


# illness and leaving


def test_illness_comes_in_spells() -> None:
    """Reference O9: 4 % of days, spells of 4 days on average; what is lost is not made up for within a week of one."""
    from salescrew.models.simulation.department import Department
    from salescrew.models.simulation.draws import Draws
    from salescrew.models.simulation.presence import Calendar

    cold = COLD | {"stages": [{"name": "contact", "conversion": 1}]}
    people = {"Anna": {"role": "hunter", "pattern": {"calls": 1}, "record": {"absence": 0.04}}}
    plan, result = department({"products": PRODUCTS, "funnels": {"cold": cold}, "chance": {"spell_days": 4}}, people, 4)
    runs = 40_000
    calendar = Calendar(Department(plan, result), frozenset(), Draws(runs, np.random.default_rng(1)))
    calendar.begin_round()
    days = np.zeros(runs)
    for week in range(4):
        presence = calendar.week(0, week)
        for day in range(5):
            days += presence.there(day)
    assert days.mean() == pytest.approx(19.2, abs=0.05)
    assert days.var() == pytest.approx(4.294697871, rel=0.06)
    assert (days >= 20).mean() == pytest.approx(0.786803541, abs=0.01)
    assert (days >= 18).mean() == pytest.approx(0.882134525, abs=0.01)
    assert (days >= 15).mean() == pytest.approx(0.953642915, abs=0.006)


def test_who_leaves_is_replaced() -> None:
    """Reference O8: 25 % a year leave, 6 weeks empty, then a ramp of .25 .5 .75, over 13 weeks."""
    from salescrew.models.simulation.department import Department
    from salescrew.models.simulation.draws import Draws
    from salescrew.models.simulation.presence import Calendar

    record = {"attrition": 0.25, "replace_weeks": 6, "replace_ramp": [0.25, 0.5, 0.75]}
    people = {"Anna": {"role": "hunter", "pattern": {"calls": 1}, "record": record}}
    cold = COLD | {"stages": [{"name": "contact", "conversion": 1}]}
    plan, result = department({"products": PRODUCTS, "funnels": {"cold": cold}}, people, 13)
    runs = 40_000
    calendar = Calendar(Department(plan, result), frozenset(), Draws(runs, np.random.default_rng(2)))
    calendar.begin_round()
    capacity = np.zeros(runs)
    never = np.ones(runs, dtype=bool)
    for week in range(13):
        presence = calendar.week(0, week)
        there = [presence.there(day) for day in range(5)]
        capacity += sum(flags * presence.worth for flags in there) / 5
        never &= there[-1]
    assert never.mean() == pytest.approx(0.9357675564, abs=0.006)
    assert capacity.mean() == pytest.approx(12.64853583, abs=0.05)
    assert capacity.var() == pytest.approx(2.134522338, rel=0.1)


def test_what_illness_kept_from_being_opened_is_made_up_for_as_far_as_hours_allow() -> None:
    cold = COLD | {"stages": [{"name": "contact", "conversion": 1}]}

    def opened(calls: int, **more: Any) -> float:
        anna = {"role": "hunter", "pattern": {"calls": calls}, "asked": {"calls": 10}, "contacts": {"cold": 10.0}}
        plan, result = department(
            {"products": PRODUCTS, "funnels": {"cold": cold}}, {"Anna": anna | {"record": {"absence": 0.2}}}, 20
        )
        return float(simulate(plan, result, runs=2000, **more).deals["audit"].mean())

    assert opened(10) == pytest.approx(800, rel=0.01)
    assert opened(10, fix=["illness"]) == pytest.approx(800)
    assert 930 < opened(20) < 1000
    assert opened(20, fix=["illness"]) == pytest.approx(1000)


# duty


def test_leads_of_those_who_are_away_are_lost_unless_somebody_has_a_free_place() -> None:
    warm = WARM | {"leads": {"per_week": 20}, "stages": [{"name": "lead", "conversion": 1}]}
    people = {
        "Carl": {"role": "inbound", "pattern": {"duty": 2}, "duty": ["morning", "afternoon"]}
        | {"record": {"absence": 0.3}},
        "Dina": {"role": "inbound", "pattern": {"duty": 1}, "duty": []},
    }
    plan, result = department(
        {"products": PRODUCTS, "funnels": {"warm": warm}, "duty": {"managers_per_slot": 1}}, people, 4
    )
    covered = simulate(plan, result, runs=4000)
    assert covered.leads.mean() == pytest.approx(80, abs=0.6)
    assert covered.leads_lost.mean() == 0
    nobody = result.model_copy(
        update={"roster": tuple(row.model_copy(update={"pattern": {"duty": len(row.duty)}}) for row in result.roster)}
    )
    alone = simulate(plan, nobody, runs=4000)
    assert alone.leads_lost.mean() == pytest.approx(0.3 * 80, rel=0.03)
    assert alone.deals["setup"].mean() == pytest.approx(0.7 * 80, rel=0.02)
    assert simulate(plan, nobody, runs=100, fix=["illness"]).leads_lost.mean() == 0


@pytest.mark.parametrize("patience", [None, 4.0])
def test_leads_are_answered_in_time_as_erlang_has_it(patience: float | None) -> None:
    from salescrew.models.department.queues import Queue

    level = {"share": 0.5, "within_seconds": 60, "handling_minutes": 8}
    if patience is not None:
        level["patience_minutes"] = patience
    warm = WARM | {"leads": {"per_week": 200}, "stages": [{"name": "lead", "conversion": 1}]}
    people = {
        name: {"role": "inbound", "pattern": {"duty": 2}, "duty": ["morning", "afternoon"]} for name in ("Carl", "Dina")
    }
    plan, result = department(
        {"products": PRODUCTS, "funnels": {"warm": warm}, "duty": {"service_level": level}}, people, 2
    )
    exact = Queue(2, 20 / 240, 8, patience).answered_within(1)
    assert simulate(plan, result, runs=10).answered_in_time == pytest.approx(exact, rel=1e-9)
    away = Plan.model_validate(plan.model_dump() | {"managers": [{"name": "Carl", "absence": 0.5}, {"name": "Dina"}]})
    alone = Queue(1, 20 / 240, 8, patience).answered_within(1)
    found = simulate(away, result, runs=4000).answered_in_time
    assert found == pytest.approx((exact + alone) / 2, rel=0.02)


# what it comes to


def test_sources_that_act_and_what_they_do() -> None:
    plan, result = mixed()
    assert sources_that_act(plan, result) == ["arrivals", "time"]
    more = changed(plan, "observed, waves, sizes")
    assert sources_that_act(more, result) == ["forecast", "arrivals", "rates", "deals", "time"]
    simulation = simulate(more, result, runs=8000, fix=["time"])
    shares = {row.source: row for row in shares_of_sources(more, result, simulation)}
    assert list(shares) == ["forecast", "arrivals", "rates", "deals"]
    exact = {fix: _variance(more, result, fix) for fix in ((), ("rates",), ("deals",), ("forecast",))}
    for source in ("rates", "deals", "forecast"):
        must = 1 - exact[source,] / exact[()]
        assert abs(shares[source].share - must) < shares[source].error


def _variance(plan: Plan, result: Result, fix: tuple[str, ...]) -> float:
    held = Plan.model_validate(plan.model_dump() | {"chance": {"fix": list(fix)}})
    return Calculation(held, opened_by(held, result)).odds().revenue.sd ** 2


def test_a_plan_without_a_team_cannot_be_played() -> None:
    plan, result = desk()
    none = result.model_copy(update={"status": "infeasible", "headcount": None})
    with pytest.raises(InputError) as caught:
        simulate(plan, none, runs=0, seed=-1, fix=["tme"])  # type: ignore[list-item]
    assert str(caught.value).splitlines() == [
        "result: must have a team, got the status infeasible. Give a result with a roster and quotas.",
        "runs: must be at least 1, got 0. Write 10_000.",
        "seed: must be at least 0, got -1. Write 1.",
        "fix: must be some of forecast, arrivals, rates, deals, illness, leaving, time, got tme. Correct it.",
    ]


def test_days_of_the_departments_are_worked() -> None:
    _, result = mixed()
    assert {row.date for row in result.roster} == set(working_days(6))
