"""The checker's rules on queues of leads, each broken alone in an answer of two queues that was solved."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

import salescrew
from salescrew.models.answers.result import Result
from salescrew.models.plan.plan import Plan

Data = dict[str, Any]
RULES = ("coverage", "roster", "duty", "cover", "reserve")


def _funnel(queue: str) -> Data:
    leads = {"per_week": 4}
    stages = [{"name": "lead", "conversion": 0.5}]
    return {"channel": "inbound", "product": "trial", "queue": queue, "leads": leads, "stages": stages}


def plan_of_two(absence: float = 0.0) -> Plan:
    """One Monday with two slots: Ann answers English, Bea and Cid both languages, one of each is needed."""
    both = {"roles": ["inbound"], "keep": True}
    data = {
        "name": "two languages",
        "calendar": {"start": "2026-01-12", "weeks": 1, "working_days": ["mon"]},
        "products": {"trial": {"average_deal": 100}},
        "day_patterns": [{"duty": 1}, {"duty": 2}],
        "funnels": {"calls": _funnel("english"), "anrufe": _funnel("german")},
        "pipeline": "empty",
        "duty": {"queues": {"english": {"managers_per_slot": 1}, "german": {"leads_per_slot": 2}}},
        "managers": [
            {"name": "Ann", "funnels": ["calls"], **both},
            {"name": "Bea", **both, "absence": absence},
            {"name": "Cid", **both},
        ],
        # German in the morning is Bea's, and English is Ann's all day
        "fixed": {
            "days": [
                _day("Ann", ["morning", "afternoon"], ["english", "english"]),
                _day("Bea", ["morning"], ["german"]),
                _day("Cid", ["afternoon"], ["german"]),
            ]
        },
    }
    return Plan.model_validate(data)


def _day(name: str, duty: list[str], queues: list[str]) -> Data:
    return {"date": "2026-01-12", "manager": name, "pattern": {"duty": len(duty)}, "duty": duty, "queues": queues}


@cache
def _solved(absence: float = 0.0) -> tuple[Plan, Result]:
    plan = plan_of_two(absence)
    # what is settled is no matter of these tests
    free = plan.model_copy(update={"fixed": plan.fixed.model_copy(update={"days": ()})})
    result = salescrew.solve(plan)
    assert salescrew.verify(plan, result) == []
    return free, result.model_copy(update={"plan": None, "plan_digest": None, "version": 1})


def violations(change: Callable[[Data], object], absence: float = 0.0) -> list[str]:
    """Say what is wrong with the answer once it was changed; what flows is no matter of these tests."""
    plan, result = _solved(absence)
    data = result.model_dump(mode="json")
    change(data)
    found = map(str, salescrew.verify(plan, Result.model_validate(data)))
    return [one for one in found if one.split(":")[0] in RULES]


def _row(data: Data, name: str) -> Data:
    found: Data = next(row for row in data["roster"] if row["manager"] == name)
    return found


def test_the_answer_itself_is_right() -> None:
    assert violations(lambda data: _row(data, "Ann")) == []


def test_who_is_on_duty_works_the_queue() -> None:
    def swap(data: Data) -> None:
        _row(data, "Ann")["queues"], _row(data, "Bea")["queues"] = ["german", "english"], ["english"]

    assert violations(swap) == ["duty: 2026-01-12 Ann: is on duty for german, but does not work anrufe"]


def test_each_queue_has_whom_it_takes() -> None:
    def answer_english(data: Data) -> None:
        _row(data, "Bea")["queues"] = ["english"]

    assert violations(answer_english) == [
        "cover: 2026-01-12 morning (english): needs 1 on duty, has Ann, Bea",
        "cover: 2026-01-12 morning (german): needs 1 on duty, has nobody",
    ]


def test_nobody_answers_two_queues_in_a_slot() -> None:
    def both(data: Data) -> None:
        row = _row(data, "Bea")
        row["pattern"], row["duty"], row["queues"] = {"duty": 2}, ["morning", "morning"], ["german", "english"]
        ann = _row(data, "Ann")
        ann["duty"], ann["queues"] = ["afternoon"], ["english"]

    assert violations(both) == ["duty: 2026-01-12 Bea: covers a slot twice"]


@pytest.mark.parametrize(("queues", "names"), [(None, 0), ([], 0), (["german", "english"], 2)])
def test_a_row_names_a_queue_for_each_slot(queues: list[str] | None, names: int) -> None:
    def forget(data: Data) -> None:
        _row(data, "Bea")["queues"] = queues

    assert f"duty: 2026-01-12 Bea: must name a queue for each of 1 slots, names {names}" in violations(forget)


def test_queues_are_those_of_the_plan() -> None:
    def other(data: Data) -> None:
        _row(data, "Bea")["queues"] = ["deutsch"]

    assert violations(other) == [
        "duty: 2026-01-12 Bea: deutsch is no queue of the plan",
        "cover: 2026-01-12 morning (german): needs 1 on duty, has nobody",
    ]


def test_coverage_has_a_row_for_each_queue() -> None:
    def rename(data: Data) -> None:
        data["coverage"][0]["queue"] = "deutsch"
        data["coverage"][1]["required"] = 2

    assert violations(rename) == [
        "coverage: 2026-01-12 morning (deutsch): no leads are expected, must have no row",
        "coverage: 2026-01-12 morning (german): required must be 1, got 2",
        "coverage: 2026-01-12 morning (english): leads are expected, must have a row",
    ]


def test_a_plan_with_one_queue_names_none() -> None:
    plan = plan_of_two()
    one = plan.model_dump(mode="json", exclude_defaults=True, by_alias=True)
    one["funnels"].pop("anrufe")
    one["duty"] = {"managers_per_slot": 1}
    one.pop("fixed")
    one["managers"] = one["managers"][:1]
    result = salescrew.solve(Plan.model_validate(one))
    rows = tuple(row.model_copy(update={"queues": ("english",) * len(row.duty)}) for row in result.roster)
    found = [str(one) for one in salescrew.verify(Plan.model_validate(one), result.model_copy(update={"roster": rows}))]
    assert found[0] == "duty: 2026-01-12 Ann: queues must be left out in a plan with one queue, is there"


def test_the_reserve_is_counted_for_each_set_of_queues() -> None:
    # Ann has 2 places, Bea 1 of which she is there for half, Cid 1: English takes 2 and has 3.5 of them, German takes 2
    # and has 1.5, and both take 4 and have 3.5
    plan = plan_of_two(0.5)
    result = salescrew.solve(plan, best=True)
    assert [(row.queues, row.missing) for row in result.reserve] == [(("english", "german"), 0.5), (("german",), 0.5)]
    assert salescrew.verify(plan, result) == []
    told = result.model_dump(mode="json") | {"plan": None, "plan_digest": None, "version": 1}
    told["reserve"][1]["queues"] = ["english"]
    found = [str(one) for one in salescrew.verify(plan, Result.model_validate(told)) if one.rule == "reserve"]
    assert found == [
        "reserve: week of 2026-01-12: 0 places on duty of english are missing for absences, got 0.5",
        "reserve: week of 2026-01-12: 0.5 places on duty of german are missing for absences, got 0",
    ]
