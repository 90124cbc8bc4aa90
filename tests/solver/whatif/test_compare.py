"""Configurations by hand: what specialists and mixed people take of one plan."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from salescrew.errors import InputError
from salescrew.models.answers.comparison import Comparison, DutyLoad
from salescrew.models.department.department import Department
from salescrew.models.on_paper.verdict import row_of
from salescrew.models.plan.plan import Plan
from salescrew.models.variants.configurations import standard_configurations
from salescrew.solver.engine.side_by_side import Lost
from salescrew.solver.whatif import compare as module
from salescrew.solver.whatif.compare import compare
from tests.solver.answers import solved

WEEK = {
    "name": "a week",
    "calendar": {"start": "2026-01-12", "weeks": 1},
    "target": {"revenue": 700},
    "products": {"audit": {"average_deal": 100}},
    "day_patterns": [{"calls": 10}, {"duty": 1, "calls": 5}],
    "funnels": {
        "cold": {
            "channel": "outbound",
            "product": "audit",
            "opens_with": "calls",
            "stages": [{"name": "contact", "conversion": "10%"}],
        },
        "warm": {
            "channel": "inbound",
            "product": "audit",
            "leads": {"per_week": 5, "by_slot": {"afternoon": 0}},
            "stages": [{"name": "lead", "conversion": 0}],
        },
    },
    "pipeline": "steady",
    "duty": {"managers_per_slot": 1},
    "managers": [{"name": name, "monthly_cost": 1000} for name in ("Anna", "Boris", "Vera")],
    "candidates": [{"profile": "junior", "at_most": 1, "monthly_cost": 900, "effectiveness": 0.5}],
}


@pytest.fixture(scope="module")
def found() -> Comparison:
    return compare(Plan.model_validate(WEEK), jobs=1)


def test_by_hand(found):
    # Every morning one person is on duty, with 5 calls in the afternoon: 25 calls a week, others make 50. A call is
    # worth 10. Two of the managers reach 250 + 500 = 750 of 700, and the junior instead of one 500 or 625.
    planned, mixed, split, present, hires, stays = found.rows
    assert [row.name for row in found.rows] == [
        "as planned",
        "all mixed",
        "split",
        "present only",
        "hires only",
        "everyone stays",
    ]
    for row in (planned, mixed, present):
        assert (row.status, row.headcount, row.monthly_cost, row.hires) == ("optimal", 2, 2000, 0)
        assert row.reach == pytest.approx(750 / 700, abs=1e-5)
        # alone a manager reaches 250
        assert row.one_fewer == pytest.approx(250 / 700, abs=1e-5)
    # Whoever is inbound brings nothing, so that a second hunter is needed, for 200 the junior will do: 500 + 250 = 750
    assert (split.status, split.headcount, split.monthly_cost, split.hires) == ("optimal", 3, 2900, 1)
    assert (split.hunters, split.inbound, split.mixed, mixed.mixed) == (2, 1, 0, 2)
    assert split.one_fewer == pytest.approx(500 / 700, abs=1e-5)
    # the junior alone is on duty, and makes 25 calls that are worth 5 each
    assert (hires.status, hires.headcount, hires.left_out) == ("infeasible", None, ("Anna", "Boris", "Vera"))
    assert hires.reach == pytest.approx(125 / 700, abs=1e-5)
    # the third manager makes 50 calls more, or 25 as the one on duty
    assert (stays.status, stays.headcount, stays.monthly_cost, stays.hires) == ("optimal", 3, 3000, 0)
    assert stays.reach == pytest.approx(1250 / 700, abs=1e-5)


def test_absence_by_hand(found):
    planned, mixed, split, *_ = found.rows
    # two mixed people take over from each other, hunters from nobody
    assert mixed.day_off is None
    assert (split.day_off.covers, split.day_off.uncovered) == (1, 1)
    assert split.duty == DutyLoad(average=5, least=5, most=5)
    assert mixed.duty.average == 2.5
    # 70 of 75 calls are needed, each day's rounded up; what the inbound one could call is spare altogether
    (calls,) = mixed.spare
    assert (calls.activity, calls.allowed) == ("calls", 75)
    assert 0 <= calls.spare <= 5
    assert split.spare[0].allowed == 125
    assert split.spare[0].spare >= 25
    assert planned.free_days == 0


def test_verdict_by_hand(found):
    verdict = found.verdict
    assert (verdict.best, verdict.as_good, verdict.next, verdict.lacks) == (
        "all mixed",
        ("present only",),
        "split",
        "people",
    )


def test_rows_are_those_of_the_answers(found):
    for name, one in standard_configurations(Plan.model_validate(WEEK)).items():
        assert found.row(name) == row_of(one, Department(one.plan), solved(one.plan))


def test_own_configurations_and_equal_plans():
    data = {**WEEK, "candidates": []}
    own = {"more": {"target.revenue": 1000}, "at most two": {"limits.people": 2, "target.revenue": 1000}}
    found = compare(Plan.model_validate(data), own, jobs=1)
    rows = {row.name: (row.status, row.headcount, row.same_as) for row in found.rows}
    assert rows == {
        "as planned": ("optimal", 2, None),
        "all mixed": ("optimal", 2, None),
        "split": ("optimal", 3, None),
        "present only": ("optimal", 2, "as planned"),
        "hires only": ("impossible", None, None),
        "everyone stays": ("optimal", 3, None),
        "more": ("optimal", 3, None),
        "at most two": ("infeasible", None, None),
    }
    assert found.row("hires only").reason == "the plan has no candidates"
    assert found.row("at most two").reach == pytest.approx(0.75, abs=1e-5)


def test_equal_plans_are_solved_once(monkeypatch):
    plans = []
    monkeypatch.setattr(module, "whole_answer", lambda of, *_, **__: plans.append(of.plan) or solved(of.plan))
    mixed = [{"name": name, "roles": ["mixed"], "keep": True} for name in ("Anna", "Boris")]
    found = compare(Plan.model_validate({**WEEK, "managers": mixed, "candidates": []}), jobs=1)
    assert len(plans) == 1
    assert [row.same_as for row in found.rows] == [None, "as planned", None, "as planned", None, "as planned"]


def test_executor_and_progress(found):
    told: list[str] = []
    with ThreadPoolExecutor(1) as executor:
        assert compare(Plan.model_validate(WEEK), executor=executor, progress=told.append) == found
    assert list(map(str, told)) == [
        "6 configurations",
        *(f"{number} of 6 configurations solved" for number in range(1, 7)),
    ]


def test_lost_configuration(monkeypatch):
    def lost(_work, tasks, **_options):
        yield from ((number, Lost("the process was killed 3 times")) for number in range(len(tasks)))

    monkeypatch.setattr(module, "finished", lost)
    found = compare(Plan.model_validate(WEEK))
    assert {(row.status, row.reason) for row in found.rows} == {("no_answer", "the process was killed 3 times")}


def test_time_limit_is_for_each(monkeypatch):
    limits = []
    monkeypatch.setattr(
        module, "whole_answer", lambda of, clock, *_, **__: limits.append(round(clock.left())) or solved(of.plan)
    )
    compare(Plan.model_validate(WEEK), jobs=1, time_limit=7)
    assert limits == [7] * 6


def test_wrong_configuration():
    with pytest.raises(InputError) as caught:
        compare(Plan.model_validate(WEEK), {"split": {"limits.people": 2}, "a": {"limits.poeple": 2}})
    assert caught.value.problems == (
        "split: must be a name of its own, got split. Choose another name.",
        'a."limits.poeple": must be a place in the plan, got poeple. Did you mean limits.people?',
    )
