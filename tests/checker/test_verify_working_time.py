"""The checker's rules on working time, each broken alone in an answer written by hand, and in one that was solved."""

from __future__ import annotations

from typing import Any

import pytest

import salescrew
from salescrew.models.answers.result import Result
from salescrew.models.plan.plan import Plan
from tests.answer_by_hand import Data, by_hand, violations
from tests.test_oracles import PAYS, deals, inbound, people, warm

MONDAYS = ("2026-03-02", "2026-03-09", "2026-03-16", "2026-03-23", "2026-03-30")
DAYS = ("2026-01-12", "2026-01-13", "2026-01-19", "2026-01-20")


@pytest.mark.parametrize(
    ("change", "witness"),
    [
        ({"rota": [["mon", "tue"], ["tue"]]}, "2026-01-19 Boris: is not there that day"),
        ({"rota": {"on": 8, "off": 1, "from": "2026-01-12"}}, "2026-01-20 Boris: is not there that day"),
        # from a day on later, counted backwards
        ({"rota": {"on": 8, "off": 1, "from": "2026-01-21"}}, "2026-01-20 Boris: is not there that day"),
    ],
)
def test_who_is_off_by_a_rota_has_no_row(change: Data, witness: str) -> None:
    plan, result = by_hand()
    plan["managers"][1] |= change
    assert f"roster: {witness}" in violations(plan, result)


def test_a_rota_that_has_all_days_changes_nothing() -> None:
    plan, result = by_hand()
    plan["managers"][1]["rota"] = [["mon", "tue", "sat"], ["tue", "mon"]]
    assert violations(plan, result) == []
    plan["managers"][1]["rota"] = {"on": 9, "off": 3, "from": "2026-01-24"}
    assert violations(plan, result) == []


def test_nobody_is_on_duty_in_slots_of_others() -> None:
    plan, result = by_hand()
    plan["managers"][1]["slots"] = ["morning"]
    assert violations(plan, result) == []
    plan["managers"][1]["slots"] = ["afternoon"]
    assert violations(plan, result) == [f"duty: {day} Boris: is never on duty in morning" for day in DAYS]


def test_a_pattern_is_of_the_menu_of_its_weekday() -> None:
    plan, result = by_hand()
    plan["weekday_patterns"] = {"tue": [{"duty": 1, "calls": 4}, {"meetings": 2}]}
    assert violations(plan, result) == []
    plan["weekday_patterns"] = {"tue": [{"duty": 1, "calls": 5}, {"meetings": 2}]}
    assert violations(plan, result) == [
        f"pattern: {day} Boris: has no pattern {{duty: 1, calls: 4}} as inbound on Tuesdays" for day in DAYS[1::2]
    ]
    # one's own patterns go before those of the plan's weekday
    plan["managers"][1]["day_patterns"] = [{"duty": 1, "calls": 4}]
    assert violations(plan, result) == []
    plan["managers"][1]["weekday_patterns"] = {"mon": [{"duty": 2}]}
    assert violations(plan, result) == [
        f"pattern: {day} Boris: has no pattern {{duty: 1, calls: 4}} as inbound on Mondays" for day in DAYS[::2]
    ]


def test_a_short_day_has_no_other_slots() -> None:
    plan, result = by_hand()
    plan["calendar"]["short_days"] = {"tue": ["morning"]}
    assert violations(plan, result) == []
    plan["calendar"]["short_days"] = {"tue": ["afternoon"]}
    found = violations(plan, result)
    assert [f"duty: {day} Boris: morning is no slot of that day" for day in DAYS[1::2]] == [
        one for one in found if one.startswith("duty")
    ]
    assert "coverage: 2026-01-13 morning: no leads are expected, must have no row" in found


@pytest.mark.parametrize(
    ("calendar", "leads", "stated"),
    [
        # the second week's leads are those of its own number
        ({}, {"by_week": {"2026-01-19": 8}}, "coverage: 2026-01-19 morning: leads must be 4, got 2"),
        ({}, {"by_week": {"2026-01-12": 0}}, "coverage: 2026-01-12 morning: no leads are expected, must have no row"),
        # Monday's wait for Tuesday
        (
            {"holidays": ["2026-01-19"]},
            {"days_off": "next_day"},
            "coverage: 2026-01-20 morning: leads must be 4, got 2",
        ),
        (
            {"weeks": None, "end": "2026-01-19"},
            {},
            "coverage: 2026-01-20 morning: no leads are expected, must have no row",
        ),
        ({"holidays": "2026-01-20"}, {}, "coverage: 2026-01-20 morning: no leads are expected, must have no row"),
    ],
)
def test_leads_are_counted_again(calendar: Data, leads: Data, stated: str) -> None:
    plan, result = by_hand()
    plan["calendar"] |= calendar
    plan["funnels"]["warm"]["leads"] |= leads
    assert stated in violations(plan, result)


def test_a_row_after_the_end_is_of_nobody() -> None:
    plan, result = by_hand()
    plan["calendar"] |= {"weeks": None, "end": "2026-01-19"}
    assert "roster: 2026-01-20 Boris: is not there that day" in violations(plan, result)


SOLVED = Plan.model_validate(
    inbound(
        {"period": "2026-03", "start": None, "weeks": None, "short_days": {"tue": ["morning"]}},
        day_patterns=[{"calls": 10}, {"duty": 1, "calls": 2}, {"duty": 2}],
        weekday_patterns={"tue": [{"duty": 1}, {"calls": 4}]},
        funnels=warm(PAYS, leads={"by_week": {"2026-03-09": 20}}),
        managers=[
            *people(1, 1, rota=[["mon", "tue"], ["mon"]]),
            *({"name": name, "monthly_cost": 2, "slots": ["morning"]} for name in "MNOP"),
            *({"name": name, "monthly_cost": 2, "slots": ["afternoon"]} for name in "QR"),
        ],
        target=deals(50),
    )
)


def of_solved() -> Data:
    result = salescrew.solve(SOLVED)
    assert result.status == "optimal"
    assert salescrew.verify(SOLVED, result) == []
    return result.model_dump(mode="json", by_alias=True)


def test_whatever_is_tampered_with_in_a_solved_answer_is_found() -> None:
    answer = of_solved()

    def tampered(row: int, **changes: Any) -> list[str]:
        rows = [one | changes if number == row else one for number, one in enumerate(answer["roster"])]
        return [str(one) for one in salescrew.verify(SOLVED, Result.model_validate(answer | {"roster": rows}))]

    found = 0
    for number, row in enumerate(answer["roster"]):
        swapped = ["afternoon" if slot == "morning" else "morning" for slot in row["duty"]]
        if len(swapped) == 1:
            assert tampered(number, duty=swapped), row
            found += 1
        if row["date"] not in MONDAYS:
            assert tampered(number, pattern={"duty": 2}), row
    assert found > 5
