"""How far people get: by hand, against an independent model, and in the result."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from ortools.math_opt.python import mathopt

import salescrew
from salescrew.errors import InputError
from salescrew.models.answers.result import OpenSlot, Result
from salescrew.models.department.department import Department
from salescrew.models.plan.plan import Plan
from salescrew.solver.engine.program import Clock
from salescrew.solver.engine.spared_stdout import SPARED_STDOUT
from salescrew.solver.search import meanwhile
from salescrew.solver.search.effort import FEWER, REACH
from salescrew.solver.search.reach import Reach, ReachSearch
from tests.daily_model import NEARLY, Daily
from tests.plans import random_plan
from tests.solver.answers import solved
from tests.solver.search.test_cases import CASES, EXPECTED

COLD = {
    "name": "cold",
    "calendar": {"start": "2026-01-12", "weeks": 1},
    "target": {"revenue": 1_000},
    "products": {"audit": {"average_deal": 100}},
    "day_patterns": [{"calls": 10}],
    "funnels": {
        "cold": {
            "channel": "outbound",
            "product": "audit",
            "opens_with": "calls",
            "stages": [{"name": "contact", "conversion": 0.1}],
        }
    },
    "pipeline": "steady",
    "managers": [{"name": "Anna", "monthly_cost": 3}, {"name": "Boris", "monthly_cost": 2}],
}
WARM = {
    "warm": {
        "channel": "inbound",
        "product": "audit",
        "leads": {"per_week": 10},
        "stages": [{"name": "lead", "conversion": 0.1, "effort": {"meetings": 1}}],
    }
}


def plan(**changes: object) -> Plan:
    return Plan.model_validate(COLD | changes)


def most(of: Plan, **asked: object) -> Reach:
    return ReachSearch(Department(of), Clock(None), **asked).most()


class _Far(Daily):
    """The independent model with the share of the targets, or what stays open or undone, as its objective."""

    def __init__(self, of: Plan, people: int | None, *, elastic: bool = False) -> None:
        self._elastic = elastic
        self._open: list[mathopt.Variable] = []
        self._missing: list[mathopt.Variable] = []
        super().__init__(of)
        if people is not None:
            self.add(self.people == people)

    def _cover(self, slot, covered):
        short = self.model.add_integer_variable(lb=0, ub=slot.required if self._elastic else 0)
        self._open.append(short)
        self.add(covered + short - slot.required == 0)

    def _reserve(self, week, queues, kept, needed):
        if not self._elastic:
            super()._reserve(week, queues, kept, needed)
            return
        missing = self.model.add_variable(lb=0)
        self._missing.append(missing)
        self.add(kept + missing >= needed)

    def missing(self) -> float:
        """Give the fewest places missing for absences where every slot is covered."""
        for short in self._open:
            self.add(short <= 0)
        self.model.minimize(mathopt.fast_sum(self._missing))
        return self._solved() or 0.0

    def _solved(self) -> float | None:
        with SPARED_STDOUT:
            found = mathopt.solve(self.model, mathopt.SolverType.HIGHS)
        if found.termination.reason in (
            mathopt.TerminationReason.INFEASIBLE,
            mathopt.TerminationReason.INFEASIBLE_OR_UNBOUNDED,
        ):
            return None
        assert found.termination.reason == mathopt.TerminationReason.OPTIMAL
        return found.objective_value()

    def reach(self) -> float | None:
        share = self.model.add_variable(lb=0, ub=1e4)
        for wanted, reached in self.targets():
            self.add((1 / wanted) * reached - NEARLY * share >= 0)
        self.model.maximize(share)
        return self._solved()

    def open_slots(self) -> float | None:
        self.model.minimize(mathopt.fast_sum(self._open))
        return self._solved()

    def _do_work(self, name):
        if not self._elastic:  # cover alone decides what stays open
            super()._do_work(name)


# ---- by hand


def test_two_people_reach_all_of_the_plan_and_one_half_of_it():
    # 10 calls a day, 5 days, 1 call in 10 pays 100: 500 a person, of 1,000; a millionth may be missing
    result = solved(plan())
    assert result.headcount == 2
    assert result.stretch is not None
    assert result.stretch.reach == pytest.approx(1 / (1 - 1e-6))
    assert result.one_fewer is not None
    assert (result.one_fewer.reach, result.one_fewer.proven) == (pytest.approx(0.5, abs=1e-6), True)


def test_reach_is_left_out_where_it_is_not_asked_for():
    whole, without = solved(plan()), solved(plan(), reach=False)
    assert whole.one_fewer is not None
    assert (without.stretch, without.one_fewer) == (None, None)
    assert whole.odds is not None
    odds = whole.odds.model_copy(update={"at_stretch": None})
    assert without == whole.model_copy(update={"stretch": None, "one_fewer": None, "odds": odds})


def test_reach_of_a_plan_that_cannot_be_met_is_found_where_the_best_team_is_asked_for():
    beyond = plan(target={"revenue": 1_600})
    assert solved(beyond, reach=False).reach is None
    assert salescrew.solve(beyond, reach=False, best=True).reach == pytest.approx(0.625, abs=1e-5)


def test_reach_of_a_promise_is_left_out_where_it_is_not_asked_for():
    # 20 deals of at least 10, by two people who could win 10 on average
    promised = plan(target={"revenue": 500, "confidence": "60%"})
    assert solved(promised).stretch is not None
    assert solved(promised, reach=False).stretch is None


def test_answer_is_given_before_it_is_even_and_before_how_far_the_team_gets():
    told = []
    whole = solved(plan(), progress=lambda step: told.append(step.doing), answered=told.append)
    first, second = (one for one in told if isinstance(one, Result))
    after = [one if isinstance(one, str) else "answer" for one in told[told.index(first) :]]
    assert after == ["answer", "weeks that are alike", "quotas", "answer", "how far these 2 people get, and 1"]
    for given in (first, second):
        assert salescrew.verify(plan(), given) == []
        assert (given.stretch, given.one_fewer) == (None, None)
        assert (given.status, given.headcount, given.monthly_cost) == (whole.status, 2, whole.monthly_cost)
        assert [member.name for member in given.managers] == [member.name for member in whole.managers]
    assert (second.managers, second.roster, second.quotas) == (whole.managers, whole.roster, whole.quotas)


def test_answer_without_reach_is_given_before_it_is_even():
    told = []
    solved(plan(), reach=False, progress=lambda step: told.append(step.doing), answered=told.append)
    first = next(one for one in told if isinstance(one, Result))
    assert "weeks that are alike" in told[told.index(first) :]
    assert "weeks that are alike" not in told[: told.index(first)]


def test_promise_is_given_before_it_is_even():
    told = []
    promised = plan(target={"revenue": 500, "confidence": "60%"})
    whole = solved(promised, reach=False, answered=told.append)
    (first,) = told
    assert salescrew.verify(promised, first) == []
    assert (first.status, first.headcount) == (whole.status, whole.headcount)
    assert first.odds is not None
    assert first.odds.all >= 0.6


def test_no_answer_is_given_before_all_is_known_where_there_is_no_team():
    told = []
    solved(plan(target={"revenue": 1_600}), answered=told.append)
    assert told == []


@pytest.mark.parametrize("name", ["target-05", "target-07"])
def test_search_that_ends_early_says_what_nobody_exceeds(name, monkeypatch):
    case = salescrew.load(CASES / f"{name}.yaml")
    known = solved(case).one_fewer
    monkeypatch.setattr(meanwhile, "FEWER", replace(FEWER, calls=12))
    found = solved(case).one_fewer
    assert (known.proven, known.bound) == (True, None) or known.bound is not None
    assert (found.proven, found.reach <= known.reach * 1.001) == (False, True)
    assert found.reach <= known.reach <= found.bound < 1


@pytest.mark.parametrize("name", ["target-00", "target-04", "small-09"])
def test_how_far_a_team_gets_lies_between_what_was_found_and_a_bound(name, monkeypatch):
    case = salescrew.load(CASES / f"{name}.yaml")
    found = solved(case).stretch
    monkeypatch.setattr(meanwhile, "STRETCH", REACH)
    longer = solved(case).stretch
    assert found.reach <= longer.reach * (1 + 1e-9) <= found.bound * (1 + 1e-6)
    assert longer.bound <= found.bound * (1 + 1e-6)


def test_nothing_is_said_of_one_fewer_where_nobody_could_be_left_out():
    assert solved(plan(target={"revenue": 500})).one_fewer is None
    kept = [manager | {"keep": True} for manager in COLD["managers"]]
    assert solved(plan(managers=kept)).one_fewer is None


def test_nothing_is_said_of_one_fewer_where_cost_comes_first():
    result = solved(plan(objective=["monthly_cost", "people"]))
    assert result.one_fewer is None
    assert result.stretch is not None


def test_plan_that_cannot_be_met_says_how_far_everybody_gets():
    result = solved(plan(target={"revenue": 1_600}))
    # both reach 1,000 of 1,600
    assert (result.status, result.headcount) == ("infeasible", None)
    assert result.reach == pytest.approx(0.625, abs=1e-6)
    assert (result.stretch, result.one_fewer, result.uncovered, result.overloaded) == (None, None, (), ())


def test_best_gives_the_team_that_reaches_most():
    of = plan(target={"revenue": 1_600})
    result = salescrew.solve(of, best=True)
    assert salescrew.verify(of, result) == []
    assert (result.status, result.headcount, result.headcount_bound) == ("infeasible", 2, None)
    assert result.reach == pytest.approx(0.625, abs=1e-5)
    assert result.revenue == pytest.approx(1_000, rel=1e-5)
    assert sum(day.activities["calls"] for day in result.quotas) == 100


def test_best_leaves_out_who_adds_nothing():
    idle = {"name": "Vera", "monthly_cost": 1, "effectiveness": 0}
    of = plan(target={"revenue": 1_600}, managers=[idle, *COLD["managers"]])
    assert {member.name for member in salescrew.solve(of, best=True).managers} == {"Anna", "Boris"}


@pytest.mark.parametrize(
    ("costs", "hire", "team"),
    [
        # fewest people, whom `limits` allow two of, come at the lowest cost
        ((5, 3, 4), 2, ["hire 1 hunter", "hire 2 hunter"]),
        ((5, 3, 4), 9, ["Boris hunter", "Vera mixed"]),
        # at the same cost strangers come last; then whoever has another role today
        ((2, 2, 2), 2, ["Anna hunter", "Boris hunter"]),
        ((9, 9, 2), 9, ["Anna hunter", "Vera mixed"]),
    ],
)
def test_best_of_those_who_reach_as_much_is_in_the_order_of_the_plan(
    costs: tuple[int, int, int], hire: int, team: list[str]
) -> None:
    people = [{"name": name, "monthly_cost": cost} for name, cost in zip(("Anna", "Boris", "Vera"), costs, strict=True)]
    people[-1]["role"] = "mixed"
    hires = {"profile": "hire", "at_most": 2, "monthly_cost": hire}
    of = plan(target={"revenue": 1_600}, managers=people, candidates=[hires], limits={"people": 2})
    found = salescrew.solve(of, best=True)
    assert salescrew.verify(of, found) == []
    assert [f"{member.name} {member.role}" for member in found.managers] == team


def test_best_changes_nothing_where_the_plan_can_be_met():
    assert salescrew.solve(plan(), best=True) == salescrew.solve(plan())


def test_target_that_nothing_works_towards_has_reach_0():
    of = plan(target={"by_month": {"2027-01": {"revenue": 5}}})
    assert solved(of).reach == 0
    shown = salescrew.solve(of, best=True)
    assert (shown.reach, shown.headcount, salescrew.verify(of, shown)) == (0, 0, [])


def test_limits_can_be_given_with_the_question():
    result = salescrew.solve(plan(), people=1)
    assert (result.status, result.reach) == ("infeasible", pytest.approx(0.5, abs=1e-6))
    hires = {"managers": [], "candidates": [{"profile": "junior", "at_most": 3}]}
    assert salescrew.solve(plan(**hires), hires=2).headcount == 2
    assert salescrew.solve(plan(**hires), hires=1).status == "infeasible"


def test_limit_that_is_none_is_refused():
    with pytest.raises(InputError, match=r"limits\.people: must be at least 0, got -1"):
        salescrew.solve(plan(), people=-1)


def test_kept_people_beyond_the_limits_reach_nothing_and_a_warning_says_so():
    kept = [manager | {"keep": True} for manager in COLD["managers"]]
    result = salescrew.solve(plan(managers=kept), people=1)
    assert (result.status, result.reach, result.uncovered, result.overloaded) == ("infeasible", None, (), ())
    assert any("limits.people is 1" in warning for warning in result.warnings)


def test_open_slots_are_counted():
    # both are away on Tuesday: its two slots, a person each, stay open
    away = [manager | {"days_off": ["2026-01-13"]} for manager in COLD["managers"]]
    of = plan(funnels=WARM, duty={"managers_per_slot": 1}, day_patterns=[{"duty": 2}, {"meetings": 9}], managers=away)
    result = solved(of)
    tuesday = dt.date(2026, 1, 13)
    assert result.reach is None
    assert result.uncovered == tuple(
        OpenSlot(date=tuesday, slot=slot, required=1, short=1) for slot in ("morning", "afternoon")
    )
    assert result.overloaded == ()


def test_open_slots_of_people_who_are_alike_are_counted_within_what_each_may_cover_in_a_week():
    # seven days of three slots, three people in each: 63 slots; six people cover ten each
    of = Plan.model_validate(
        {
            "name": "Appointments",
            "calendar": {
                "start": "2026-03-02",
                "weeks": 1,
                "working_days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
                "slots": ["10am", "2pm", "6pm"],
            },
            "target": {"products": {"kitchen": {"deals": 1}}},
            "products": {"kitchen": {"average_deal": 15_000}},
            "day_patterns": [{"duty": 1}, {"duty": 2}, {"duty": 3}],
            "funnels": {
                "appointments": {
                    "channel": "inbound",
                    "product": "kitchen",
                    "leads": {"per_week": 63},
                    "stages": [{"name": "appointment", "conversion": 0.3}],
                }
            },
            "pipeline": "steady",
            "duty": {"leads_per_slot": 1, "max_slots_per_week": 10},
            "candidates": [{"profile": "rep", "at_most": 9, "monthly_cost": 6_000}],
        }
    )
    found = ReachSearch(Department(of), Clock(None), people=6, effort=FEWER).most(twice=True)
    assert found.reach is None
    assert found.proven
    assert sum(row.short for row in found.uncovered) == 3
    assert sum(post.count for post in found.team) == 6


def test_work_that_nobody_has_time_for_is_counted():
    # 10 leads make 10 meetings; on each of 5 days one is on duty and the other holds a single meeting
    of = plan(
        funnels=WARM,
        duty={"managers_per_slot": 1},
        day_patterns=[{"duty": 2}, {"meetings": 1}],
        target={"revenue": 10},
    )
    result = solved(of)
    assert (result.reach, result.uncovered) == (None, ())
    (undone,) = result.overloaded
    assert (undone.week, undone.funnel, undone.activity) == (dt.date(2026, 1, 12), "warm", "meetings")
    assert undone.short == pytest.approx(5)


# ---- against the independent model


@pytest.mark.parametrize("name", [name for name, case in EXPECTED.items() if case["status"] == "infeasible"])
def test_infeasible_cases_reach_what_the_daily_model_does(name):
    of = salescrew.load(CASES / name)
    check(most(of), of, None)


@pytest.mark.parametrize(
    "name", [f"small-{number:02}.yaml" for number in (9, 12, 13, 15, 16)] + ["target-02.yaml", "target-04.yaml"]
)
def test_one_fewer_reaches_what_the_daily_model_does(name):
    of = salescrew.load(CASES / name)
    headcount = EXPECTED[name]["headcount"]
    check(most(of, people=headcount - 1), of, headcount - 1)


@pytest.mark.parametrize("seed", range(12))
def test_drawn_plans_reach_what_the_daily_model_does(seed):
    of = random_plan(seed, "tiny")
    check(most(of), of, None)


def check(found: Reach, of: Plan, people: int | None) -> None:
    """Compare with the independent model: the same reach where it is proven, the same number of open slots."""
    expected = _Far(of, people).reach()
    if expected is None:
        assert found.reach is None
        assert found.proven
        assert sum(slot.short for slot in found.uncovered) == pytest.approx(_Far(of, people, elastic=True).open_slots())
        missing = 0.0 if found.uncovered else _Far(of, people, elastic=True).missing()
        assert sum(row.missing for row in found.reserve) == pytest.approx(missing, abs=1e-5)
        assert found.uncovered or found.reserve or found.overloaded
        assert not (found.uncovered and found.overloaded)
        return
    assert found.reach is not None
    assert found.reach <= expected * (1 + 1e-6) + 1e-9
    assert found.bound >= expected * (1 - 1e-6)
    assert found.proven
    assert found.reach == pytest.approx(expected, rel=REACH.close)
