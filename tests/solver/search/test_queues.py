"""Queues of leads: each with its own rule, one at a time for whoever is on duty; plans with their answers by hand."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

import salescrew
from salescrew.models.answers.result import Result
from salescrew.models.department.department import Department
from salescrew.models.plan.plan import Plan
from tests.solver.answers import solved

Data = dict[str, Any]


def funnel(queue: str | None, **leads: Any) -> Data:
    of_queue = {} if queue is None else {"queue": queue}
    return {
        "channel": "inbound",
        "product": "trial",
        **of_queue,
        "leads": {"per_week": 10, **leads},
        "stages": [{"name": "lead", "conversion": 0.5}],
    }


def person(name: str, *languages: str, **fields: Any) -> Data:
    return {"name": name, "roles": ["inbound"], "monthly_cost": 1, "funnels": list(languages), **fields}


def languages(english: object = 1, german: object = 1, **changes: Any) -> Data:
    """One Monday with one slot, in which so many answer each language; nobody calls for a target."""
    return {
        "name": "two languages",
        "calendar": {"start": "2026-01-12", "weeks": 1, "working_days": ["mon"], "slots": ["day"]},
        "products": {"trial": {"average_deal": 100}},
        "day_patterns": [{"duty": 1}],
        "funnels": {"english": funnel("english"), "german": funnel("german")},
        "pipeline": "empty",
        "duty": {"queues": {"english": {"managers_per_slot": english}, "german": {"managers_per_slot": german}}},
        "managers": [person("Ann", "english"), person("Gerd", "german"), person("Bea", "english", "german")],
        **changes,
    }


def answer(data: Data) -> Result:
    return solved(Plan.model_validate(data))


def answers(result: Result) -> dict[str, list[tuple[str, str]]]:
    """Give who answers which queue in which slot of the one day."""
    return {row.manager: list(row.covered) for row in result.roster if row.duty}


def test_six_and_two_of_two_languages() -> None:
    # six who speak English only, two who speak German too: the two have German, and the six have the rest.
    # Were both languages one queue, only the two could be on duty, where eight are needed.
    people = [person(f"E{number}", "english") for number in range(6)]
    people += [person(f"G{number}", "english", "german") for number in range(2)]
    result = answer(languages(6, 2, managers=people))
    assert (result.status, result.headcount) == ("optimal", 8)
    assert {name: held[0].queue for name, held in answers(result).items()} == {
        **{f"E{number}": "english" for number in range(6)},
        **{f"G{number}": "german" for number in range(2)},
    }
    pooled = languages(managers=people)
    for of in pooled["funnels"].values():
        of.pop("queue")
    pooled["duty"] = {"managers_per_slot": 8}
    left = answer(pooled)
    assert (left.status, [row.short for row in left.uncovered]) == ("infeasible", [6])


def test_a_queue_that_too_few_can_answer_stays_open() -> None:
    result = answer(languages(1, 3))
    assert result.status == "infeasible"
    assert [(row.slot, row.queue, row.required, row.short) for row in result.uncovered] == [("day", "german", 3, 1)]


def test_rows_say_which_queue() -> None:
    result = answer(languages())
    assert [(row.queue, row.leads, row.required) for row in result.coverage] == [("english", 10, 1), ("german", 10, 1)]
    assert answers(result).keys() <= {"Ann", "Gerd", "Bea"}
    written = json.loads(result.to_json())
    assert [row["queue"] for row in written["coverage"]] == ["english", "german"]
    assert sorted(row["queues"][0] for row in written["roster"]) == ["english", "german"]


def test_rows_of_one_queue_say_nothing_of_it_whatever_it_is_called() -> None:
    one = languages(funnels={"english": funnel("calls")}, duty={"queues": {"calls": {"managers_per_slot": 1}}})
    one["managers"] = [person("Ann", "english")]
    result = answer(one)
    assert result.status == "optimal"
    written = json.loads(result.to_json())
    assert "queue" not in written["coverage"][0]
    assert "queues" not in written["roster"][0]


# ---- one queue at a time


def test_nobody_answers_two_queues_at_once() -> None:
    # both slots of Bea's day are free, but each language needs somebody in the morning
    at_once = languages(managers=[person("Bea", "english", "german")])
    at_once["calendar"]["slots"] = ["morning", "afternoon"]
    at_once["day_patterns"] = [{"duty": 2}]
    for name in ("english", "german"):
        at_once["funnels"][name]["leads"]["by_slot"] = {"afternoon": 0}
    result = answer(at_once)
    assert (result.status, [row.short for row in result.uncovered]) == ("infeasible", [1])
    # German in the afternoon is hers as well
    in_turn = copy.deepcopy(at_once)
    in_turn["funnels"]["german"]["leads"]["by_slot"] = {"morning": 0}
    result = answer(in_turn)
    assert (result.status, answers(result)) == (
        "optimal",
        {"Bea": [("morning", "english"), ("afternoon", "german")]},
    )
    # but not with one slot a week, whatever the queue
    in_turn["duty"]["max_slots_per_week"] = 1
    assert answer(in_turn).status == "infeasible"


def test_two_alike_share_the_queues_of_a_slot() -> None:
    alike = [person(name, "english", "german") for name in ("Bea", "Cid")]
    result = answer(languages(managers=alike))
    assert result.status == "optimal"
    assert sorted(held[0].queue for held in answers(result).values()) == ["english", "german"]


def test_leads_are_worth_what_those_are_who_answer_their_queue() -> None:
    # 10 English leads with Ann, 10 German ones with Gerd who makes half of them: (10 + 5) x 50 % deals of 100
    slow = person("Gerd", "german", effectiveness=0.5)
    result = answer(languages(managers=[person("Ann", "english"), slow]))
    assert result.revenue == pytest.approx(750)
    assert {member.name: member.revenue for member in result.managers} == {"Ann": 500, "Gerd": 250}


def test_queues_have_different_rules() -> None:
    # 10 leads in the slot: 3 people at 4 each; in 240 minutes at 12 each half an erlang, and one person waits for 12
    # minutes on average where there is one (M/M/1: 1/2 x 12 / (1 - 1/2)), for 0.8 with two (C = 1/10, x 12 / 1.5)
    rules = {
        "english": {"leads_per_slot": 4},
        "german": {"service_level": {"average_wait_seconds": 60, "handling_minutes": 12}},
    }
    slots = Department(Plan.model_validate(languages(duty={"queues": rules}))).slots
    assert {slot.queue: slot.required for slot in slots} == {"english": 3, "german": 2}
    rules["german"]["service_level"]["average_wait_seconds"] = 720
    slots = Department(Plan.model_validate(languages(duty={"queues": rules}))).slots
    assert {slot.queue: slot.required for slot in slots} == {"english": 3, "german": 1}


# ---- what is done between leads


def test_between_leads_each_queue_has_its_own_work() -> None:
    # with 10 leads of 12 minutes one of two people is busy for a quarter of 240 minutes: of the 180 that are left 90 %
    # are used, 27 calls of 6 minutes in one queue, 2 letters of 80 in the other
    def rule(activity: str, minutes: float) -> Data:
        level = {"average_wait_seconds": 60, "handling_minutes": 12}
        return {
            "service_level": level,
            "between_leads": {"activity": activity, "minutes_each": minutes, "efficiency": 0.9},
        }

    data = languages(duty={"queues": {"english": rule("calls", 6), "german": rule("letters", 80)}})
    data["day_patterns"] = [{"duty": 1}, {"calls": 1, "letters": 1}]
    slots = Department(Plan.model_validate(data)).slots
    assert [slot.between for slot in slots] == [{"calls": 27}, {"letters": 2}]


# ---- managers by slot and weekday


def required(stated: object) -> dict[tuple[str, str], int]:
    data = languages(stated)
    data["calendar"] |= {"working_days": ["mon", "tue"], "slots": ["morning", "afternoon"]}
    slots = Department(Plan.model_validate(data)).slots
    return {(f"{slot.date:%a}", slot.name): slot.required for slot in slots if slot.queue == "english"}


def test_managers_by_slot_and_weekday() -> None:
    every = [(day, slot) for day in ("Mon", "Tue") for slot in ("morning", "afternoon")]
    assert required(2) == dict.fromkeys(every, 2)
    assert required({"morning": 2}) == {where: 2 * (where[1] == "morning") for where in every}
    assert required({"mon": 3}) == {where: 3 * (where[0] == "Mon") for where in every}
    assert required({"mon": {"afternoon": 1}, "tue": 2}) == dict(zip(every, (0, 1, 2, 2), strict=True))


def test_leads_of_a_slot_without_managers_are_lost() -> None:
    data = languages({"morning": 1}, managers=[person("Ann", "english"), person("Gerd", "german")])
    data["calendar"]["slots"] = ["morning", "afternoon"]
    data["day_patterns"] = [{"duty": 2}]
    result = answer(data)
    # of 10 English leads the 5 of the morning are answered, and all 10 German ones
    assert result.revenue == pytest.approx(5 * 50 + 10 * 50)
    assert [(row.slot, row.queue, row.required) for row in result.coverage] == [
        ("morning", "english", 1),
        ("morning", "german", 1),
        ("afternoon", "english", 0),
        ("afternoon", "german", 1),
    ]


# ---- a reserve for each set of queues


def test_places_are_kept_for_each_set_of_queues() -> None:
    # English and German each need one; Ann and Gerd are there half of the time. With Bea English has 0.5 + 0.9 places,
    # German as many, but both together 0.5 + 0.5 + 0.9 for two
    people = [
        person("Ann", "english", absence=0.5),
        person("Gerd", "german", absence=0.5),
        person("Bea", "english", "german", absence=0.1),
    ]
    short = languages(managers=people)
    short["chance"] = {"spell_days": 1}
    result = answer(short)
    assert result.status == "infeasible"
    assert [(row.queues, pytest.approx(row.missing)) for row in result.reserve] == [(("english", "german"), 0.1)]
    people[2]["absence"] = 0
    result = answer(short)
    assert (result.status, result.headcount) == ("optimal", 3)


def test_queues_that_nobody_joins_have_a_reserve_each() -> None:
    # two who answer both, and an Italian queue of its own: no set holds Italian and another
    data = languages()
    data["funnels"]["italian"] = funnel("italian")
    data["duty"]["queues"]["italian"] = {"managers_per_slot": 1}
    data["managers"] = [
        person("Bea", "english", "german", absence=0.2),
        person("Cid", "english", "german"),
        person("Dan", "english", "german"),
        person("Ivo", "italian"),
    ]
    department = Department(Plan.model_validate(data))
    assert [of.queues for of in department.reserves] == [("english",), ("german",), ("italian",), ("english", "german")]
    assert answer(data).headcount == 3


# ---- the same as before


def test_one_queue_by_name_is_the_queue_without_a_name() -> None:
    named = languages(funnels={"english": funnel("main"), "german": funnel(None)})
    named["duty"] = {"queues": {"main": {"managers_per_slot": 1}}}
    unnamed = languages(funnels={"english": funnel(None), "german": funnel(None)}, duty={"managers_per_slot": 1})
    one, other = answer(named), answer(unnamed)
    dropped = {"plan", "plan_digest"}
    assert one.model_dump(exclude=dropped) == other.model_dump(exclude=dropped)


def test_a_result_is_read_as_it_was_written() -> None:
    result = answer(languages())
    again = Result.model_validate_json(result.to_json())
    assert again == result
    assert salescrew.verify(Plan.model_validate(languages()), again) == []
