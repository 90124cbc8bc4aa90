"""The benchmark of calibration: courses of a small plan are followed, and what was said is put together."""

from __future__ import annotations

import math

import pytest

import salescrew
from benchmarks import __main__ as commands
from benchmarks import calibration
from benchmarks.calibration import Band, Said
from benchmarks.course import Course
from salescrew.models.answers.result import Result
from salescrew.models.plan.plan import Plan
from tests.solver.answers import solved

TABLE = """\
| said       | how often   | said on average   | met    | met, 95% by chance   |
|------------|-------------|-------------------|--------|----------------------|
| 0 to 20%   | 1           | 10.0%             | 0.0%   | 0% to 69%            |
| 60 to 80%  | 2           | 65.0%             | 50.0%  | 0% to 100%           |
| 80 to 100% | 1           | 100.0%            | 100.0% | 100% to 100%         |"""


@pytest.fixture(scope="module")
def answered() -> tuple[Plan, Result]:
    stages = [{"name": "contact", "conversion": 0.5}, {"name": "meeting", "conversion": 0.5, "effort": {"meetings": 1}}]
    cold = {"channel": "outbound", "product": "x", "opens_with": "calls", "max_contacts": 400, "stages": stages}
    data = {
        "name": "by hand",
        "calendar": {"start": "2026-03-02", "weeks": 4, "working_days": ["mon", "tue"]},
        "products": {"x": {"average_deal": 100}},
        "target": {"products": {"x": {"deals": 8}}},
        "day_patterns": [{"calls": 10}, {"meetings": 10}],
        "funnels": {"cold": cold},
        "pipeline": "empty",
        "managers": [{"name": "A", "keep": True, "monthly_cost": 3, "absence": 0.3, "attrition": 0.9}],
        "prior_observations": 10**9,
    }
    return Plan.model_validate(data), solved(data)


def test_a_course_opens_what_is_asked_and_passes_about_what_is_planned(answered: tuple[Plan, Result]) -> None:
    plan, result = answered
    counts: dict[str, float] = {"contacts": 0, "meeting": 0, "paid": 0}
    for seed in range(200):
        for fact in Course(plan, result, seed, all_sources=False).facts:
            counts[fact.of] += fact.count
    asked = 200 * math.fsum(n for row in result.quotas for n in row.contacts.values())
    assert counts["contacts"] == pytest.approx(asked)
    assert counts["meeting"] == pytest.approx(asked / 2, rel=0.05)
    assert counts["paid"] == pytest.approx(asked / 4, rel=0.05)


def test_people_who_are_away_open_nothing_and_others_do(answered: tuple[Plan, Result]) -> None:
    course = Course(*answered, 3, all_sources=True)
    away = {fact.date for fact in course.facts if fact.kind == "absent"}
    opened = {fact.date for fact in course.facts if fact.kind == "contacts"}
    assert away
    assert not away & opened
    assert not Course(*answered, 3, all_sources=False).away


def test_what_is_said_is_compared_with_what_comes(answered: tuple[Plan, Result]) -> None:
    said = list(calibration.said_of(*answered, range(3), all_sources=False))
    assert len(said) > 3
    assert all(0 <= one.odds <= 1 for one in said)
    plan, result = answered
    facts = Course(plan, result, 0, all_sources=False).facts
    (target,) = salescrew.track(plan, result, facts, plan.calendar.end).targets
    assert said[0].met == (target.reached >= target.wanted)


def test_table() -> None:
    said = [Said(0.1, met=False), Said(0.6, met=True), Said(0.7, met=False), Said(1.0, met=True)]
    assert calibration.table(list(calibration.bands(said))) == TABLE


def test_command_without_more_writes_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    band = Band(0.6, 0.8, (0.6, 0.7), 1)
    monkeypatch.setattr(calibration, "run", lambda *_: iter([("With all sources", [band])]))
    assert commands.main(["calibration"]) == 0
    assert capsys.readouterr().out.startswith("### With all sources\n\n| said ")
