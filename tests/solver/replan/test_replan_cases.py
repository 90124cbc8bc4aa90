"""The stored cases on their way: all as planned, and four weeks of what could really happen."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from itertools import chain

import pytest

import salescrew
from salescrew.models.answers.progress import Progress
from salescrew.models.answers.result import Result
from salescrew.models.department.horizon import Horizon
from salescrew.models.facts.actuals import Actuals
from salescrew.models.plan.plan import Plan
from salescrew.models.schedule.schedule import schedule_of
from tests.simulation import Simulation, mondays
from tests.solver.replanned import CASES, just_as_planned, replanned
from tests.solver.stored import solved_case

MET = [
    case["plan"].removesuffix(".yaml")
    for case in map(json.loads, (CASES / "expected.jsonl").read_text(encoding="utf-8").splitlines())
    if case["status"] == "optimal"
]


def grouped(names: list[str]) -> list[object]:
    """Let one process have all of a case, which it has to solve first."""
    return [pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in names]


def some_of(days: Sequence[dt.date], name: str) -> list[dt.date]:
    """Choose every third day and the last, of each case others: all cases together have all kinds of days."""
    return sorted({*days[MET.index(name) % 3 :: 3], days[-1]})


@pytest.mark.parametrize("name", grouped(MET))
def test_all_as_planned_is_100_percent_everywhere_on_any_day(name: str) -> None:
    plan, result = solved_case(name)
    actuals = just_as_planned(plan, result)
    horizon = Horizon(plan)
    days = (horizon.last_day - horizon.first_day).days + 1
    for day in some_of([horizon.first_day + dt.timedelta(days=number) for number in range(days)], name):
        check_that_all_is_100_percent(salescrew.track(plan, result, actuals, day))


def check_that_all_is_100_percent(progress: Progress) -> None:
    for manager in progress.managers:
        assert (manager.days_idle, manager.days_absent) == (0, 0)
        spans = chain.from_iterable((row.today, row.week, row.to_date) for row in manager.activities)
        assert {span.attainment for span in spans} <= {None, 1.0}
        for leads in manager.leads:
            assert leads.taken == pytest.approx(leads.expected)
            assert leads.differs is None
    for stage in progress.funnels:
        assert stage.attainment in (None, pytest.approx(1))
        assert stage.observed in (None, pytest.approx(stage.planned))
        assert stage.differs is None
    for target in progress.targets:
        assert target.reached == pytest.approx(target.expected, abs=1e-6 * target.wanted)
        for comes_to in (target.with_planned, target.with_observed, target.likely):
            assert comes_to >= target.wanted * (1 - 2e-6)
        assert target.missing == 0
    for total in progress.facts:
        assert total.used <= total.rows


@pytest.mark.parametrize("name", grouped(MET))
def test_all_as_planned_changes_nothing(name: str) -> None:
    plan, result = solved_case(name)
    actuals, working_days = just_as_planned(plan, result), Horizon(plan).working_days
    for day in some_of(working_days, name):
        revised = replanned(plan, result, actuals, day)
        check_that_it_comes_to_the_same(plan, result, actuals, revised, day)
        assert revised.replan is not None
        assert (revised.status, revised.replan.changes, revised.reach) == ("optimal", (), None)
        assert [row for row in revised.roster if row.date >= day] == [row for row in result.roster if row.date >= day]
        assert [row for row in revised.quotas if row.date >= day] == [row for row in result.quotas if row.date >= day]


def check_that_it_comes_to_the_same(
    plan: Plan, result: Result, actuals: Actuals, revised: Result, day: dt.date
) -> None:
    """What a plan made anew promises is what tracking expects the evening before."""
    assert revised.products is not None
    before = salescrew.track(plan, result, Actuals(tuple(fact for fact in actuals if fact.date < day)), day)
    expected = {target.target: target.with_planned for target in before.targets}
    promised = {"revenue": revised.revenue, "profit": revised.profit}
    for product, of in revised.products.items():
        promised |= {f"products.{product}.{what}": getattr(of, what) for what in ("revenue", "profit", "deals")}
    for target, amount in expected.items():
        if target in promised:
            assert promised[target] == pytest.approx(amount, rel=1e-5)


# every other case, since each is planned anew four times
@pytest.mark.parametrize("name", grouped(MET[::2]))
def test_four_weeks_of_chance_planned_anew_every_monday(name: str) -> None:
    plan, result = solved_case(name)
    simulation, planned = Simulation(plan, seed=1), schedule_of(plan, result)
    simulation.work(result, 0)
    for week, monday in mondays(planned):
        if monday > planned.horizon.working_days[-1]:
            break
        result = replanned(plan, result, simulation.actuals, monday)
        assert result.headcount is not None
        simulation.work(result, week)
        progress = salescrew.track(plan, result, simulation.actuals, monday)
        assert sum(total.rows for total in progress.facts) == len(list(simulation.actuals))
