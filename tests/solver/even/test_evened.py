"""Weeks look alike, and people who are alike are treated alike, at no price to what was proven."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import salescrew
from salescrew.checker.verify import verify
from salescrew.errors import ModelError
from salescrew.models.answers.result import Result
from salescrew.models.department.department import Department
from salescrew.models.plan.plan import Plan
from salescrew.solver.engine.program import Clock, Outcome
from salescrew.solver.even.effort import EvenEffort
from salescrew.solver.even.evened import evened
from salescrew.solver.even.model import EvenModel
from salescrew.solver.even.shares import even_quotas
from salescrew.solver.search.team_search import TeamSearch
from salescrew.solver.staffing.deal import PersonRoster
from tests.plans import random_plan
from tests.solver.answers import solved
from tests.solver.stored import CASES

Data = dict[str, Any]
MONDAY = "2026-03-02"
EXAMPLES = Path(__file__).parents[3] / "examples"
SEEDS = [3, 4, 5, 6, 7, 8]


def lumpy(weeks: int = 4, **fields: Any) -> Data:
    """Cold calls of which every fifth becomes a meeting, by people who are alike; a day is for calls or meetings."""
    return {
        "name": "lumpy",
        "calendar": {"start": MONDAY, "weeks": weeks},
        "target": {"products": {"d": {"deals": 1.5 * weeks}}},
        "products": {"d": {"average_deal": 1}},
        "day_patterns": [{"calls": 60}, {"meetings": 1, "calls": 15}, {"meetings": 2}],
        "funnels": {
            "cold": {
                "channel": "outbound",
                "product": "d",
                "opens_with": "calls",
                "stages": [
                    {"name": "contact", "conversion": "20%"},
                    {"name": "meeting", "conversion": "50%", "effort": {"meetings": 1}},
                    {"name": "thinks", "conversion": "33.3333%"},
                ],
            }
        },
        "pipeline": "steady",
        "managers": [{"name": "Ann"}, {"name": "Bob"}],
    } | fields


def on_duty(weeks: int = 12, **fields: Any) -> Data:
    """Leads that take one of two alike people in both slots of each day, with calls beside."""
    return {
        "name": "on duty",
        "calendar": {"start": MONDAY, "weeks": weeks},
        "target": {"products": {"car": {"deals": 1}}},
        "products": {"car": {"average_deal": 1000}},
        "day_patterns": [{"duty": 2, "calls": 60}, {"duty": 1, "calls": 60}, {"calls": 60}],
        "funnels": {
            "web": {
                "channel": "inbound",
                "product": "car",
                "leads": {"per_week": 57},
                "stages": [{"name": "lead", "conversion": "10%", "effort": {"calls": 10}}],
            }
        },
        "pipeline": "steady",
        "duty": {"managers_per_slot": 1},
        "managers": [
            {"name": "Ann", "keep": True, "roles": ["inbound"]},
            {"name": "Bob", "keep": True, "roles": ["inbound"]},
        ],
    } | fields


def by_week(result: Result, activity: str) -> dict[str, list[int]]:
    first = min(row.date for row in result.quotas)
    asked: dict[str, Counter[int]] = defaultdict(Counter)
    for row in result.quotas:
        asked[row.manager][(row.date - first).days // 7] += row.activities[activity]
    return {name: [weeks[week] for week in range(max(weeks) + 1)] for name, weeks in asked.items()}


def is_even(result: Result) -> bool:
    found = result.evenness
    assert found is not None
    return (
        (found.weeks or 1) <= 1.1
        and (found.person or 1) <= 1.25
        and (found.alike or 1) <= 1.1
        and (found.duty or 0) <= 1
    )


@pytest.mark.parametrize("weeks", [2, 4])
def test_two_people_do_not_call_in_one_week_and_rest_in_another(weeks: int) -> None:
    result = solved(lumpy(weeks))
    assert is_even(result)
    calls = by_week(result, "calls")
    assert all(min(asked) > 0 for asked in calls.values())
    assert len(calls) == 2


def test_a_week_of_fewer_days_is_asked_for_less_in_proportion() -> None:
    calendar = {"start": MONDAY, "weeks": 3, "holidays": ["2026-03-09", "2026-03-10"]}
    result = solved(lumpy(3, calendar=calendar))
    assert is_even(result)
    calls = [sum(weeks) for weeks in zip(*by_week(result, "calls").values(), strict=True)]
    # three days of the second week hold about three fifths of what others hold
    assert calls[1] == pytest.approx(0.6 * calls[0], rel=0.2)


def test_days_of_a_time_budget_are_alike() -> None:
    stages = [
        {"name": "dial", "conversion": "10%"},
        {"name": "talk", "conversion": "5%", "effort": {"talks": 1}},
    ]
    plan = lumpy(
        target={"products": {"d": {"deals": 40}}},
        day_patterns=None,
        time_budget={"day_minutes": 480, "minutes": {"calls": 1, "talks": 15}},
        funnels={"list": {"channel": "outbound", "product": "d", "opens_with": "calls", "stages": stages}},
        managers=[{"name": "Ann"}, {"name": "Bob"}, {"name": "Cid"}],
    )
    result = solved({key: value for key, value in plan.items() if value is not None})
    assert is_even(result)
    assert result.evenness is not None
    assert result.evenness.idle == 0


@pytest.mark.parametrize("weeks", [1, 3, 12])
def test_alike_people_cover_as_many_slots(weeks: int) -> None:
    result = solved(on_duty(weeks))
    slots = Counter(row.manager for row in result.roster for _ in row.duty)
    assert sum(slots.values()) == 10 * weeks
    assert abs(slots["Ann"] - slots["Bob"]) <= 1
    assert result.evenness is not None
    assert result.evenness.duty == abs(slots["Ann"] - slots["Bob"])


def test_weeks_that_are_alike_repeat() -> None:
    result = solved(lumpy())
    days: dict[tuple[str, int], set[tuple[tuple[str, int], ...]]] = defaultdict(set)
    for row in result.roster:
        days[row.manager, row.date.weekday()].add(tuple(sorted(row.pattern.items())))
    assert all(len(patterns) == 1 for patterns in days.values())


def test_the_same_plan_gives_the_same_answer() -> None:
    assert solved(lumpy(2)).to_json() == solved(lumpy(2)).to_json()


@pytest.mark.parametrize("seed", SEEDS)
def test_evenness_changes_nothing_that_was_found(seed: int) -> None:
    plan = random_plan(seed, "tiny")
    result = solved(plan)
    department = Department(plan)
    search = TeamSearch(department, Clock(None), lambda *_: None)
    status = search.settle()
    assert status == result.status
    if search.best is None:
        return
    assert result.headcount == len(search.best.people)
    assert result.monthly_cost == pytest.approx(sum(person.record.monthly_cost for person in search.best.people))


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_found_is_no_less_even_than_without_a_search(seed: int) -> None:
    department = Department(random_plan(seed, "tiny"))
    search = TeamSearch(department, Clock(None), lambda *_: None)
    search.settle()
    if search.best is None:
        return
    simple = evened(department, search.best.people, Clock(None), EvenEffort(cycles=()))
    best = evened(department, search.best.people, Clock(None))
    assert best.above <= simple.above
    assert {person.name for person in best.people} == {person.name for person in search.best.people}


def test_people_who_are_alike_on_duty_are_told_apart_only_where_that_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    told_apart = []

    class Noted(EvenModel):
        def solve(self, clock: Clock) -> Outcome:
            told_apart.append(any(len(group) > 1 for group in self.groups))
            return super().solve(clock)

    monkeypatch.setattr("salescrew.solver.even.evened.EvenModel", Noted)
    assert is_even(solved(on_duty(4)))
    assert told_apart == [False]


def test_what_people_who_are_alike_do_in_all_is_divided_evenly_among_them() -> None:
    department = Department(Plan.model_validate(on_duty(2)))
    team = [department.post(list(department.everyone), "inbound")]
    clock, first = Clock(None), {0: 0, 1: 0}
    together, apart = (EvenModel(department, team, apart=apart) for apart in ("nobody", "on_duty"))
    for model in (together, apart):
        model.repeat(first)
    in_all = together.solve(clock)
    dealt = apart.deal_out(together, in_all.values, clock)
    (roster,), every = together.read(in_all.values), apart.read(dealt.values)
    assert len(every) == 2
    for day_slot, people in roster.covering.items():
        assert sum(of.covering.get(day_slot, 0) for of in every) == people
    slots = [sum(of.covering.values()) for of in every]
    # five days of two slots a week, of two weeks
    assert max(slots) - min(slots) <= 4
    assert sum(slots) == sum(roster.covering.values())


@pytest.mark.parametrize(
    ("name", "wrong"), [("weeks", 1.5), ("person", 1.5), ("alike", 1.5), ("duty", 3), ("idle", 0.5), ("duty", None)]
)
def test_a_figure_that_is_not_so_is_noticed(name: str, wrong: float | None) -> None:
    plan = on_duty(3)
    plan["funnels"] = plan["funnels"] | lumpy()["funnels"]
    plan["products"] = plan["products"] | lumpy()["products"]
    plan["day_patterns"] = [*plan["day_patterns"], {"meetings": 1, "calls": 60}]
    plan["target"] = {"products": {"d": {"deals": 1.5}}}
    plan["managers"] = [{"name": name, "keep": True, "roles": ["mixed"]} for name in ("Ann", "Bob")]
    result = solved(plan)
    assert result.evenness is not None
    assert None not in result.evenness.model_dump().values()
    tampered = result.model_copy(update={"evenness": result.evenness.model_copy(update={name: wrong})})
    witnesses = [str(violation) for violation in verify(Plan.model_validate(plan), tampered)]
    assert len(witnesses) == 1
    assert witnesses[0].startswith(f"evenness: evenness.{name} must be ")


def test_a_short_week_asks_no_more_of_those_whose_contacts_are_worth_most() -> None:
    stages = [{"name": "contact", "conversion": "10%"}]
    plan = lumpy(
        calendar={"start": MONDAY, "weeks": 2, "holidays": [f"2026-03-{day}" for day in (10, 11, 12, 13)]},
        target={"products": {"d": {"deals": 16}}},
        day_patterns=[{"calls": 80}],
        funnels={"cold": {"channel": "outbound", "product": "d", "opens_with": "calls", "stages": stages}},
        managers=[{"name": "Ann"}, {"name": "Bob", "effectiveness": 0.8}],
    )
    department = Department(Plan.model_validate(plan))
    ann, bob = (
        PersonRoster(
            person.name,
            department.post([person], "hunter"),
            patterns={dt.date(2026, 3, day): {"calls": 80} for day in days},
        )
        for person, days in zip(
            department.everyone,
            # Ann calls on one day of each week, and could do so all day
            ([2, 9], [2, 3, 4, 5, 6, 9]),
            strict=True,
        )
    )
    asked = Counter[int]()
    for (name, day), quota in even_quotas(department, [ann, bob]).items():
        asked[day.isocalendar().week] += quota.activities["calls"] if name == "Ann" else 0
    (long, short) = asked.values()
    assert short <= 1.25 * (long + short) / 6


def test_no_more_is_asked_in_a_week_than_may_be() -> None:
    department = Department(Plan.model_validate(lumpy(2)))
    search = TeamSearch(department, Clock(None), lambda *_: None)
    search.settle()
    assert search.best is not None
    people = evened(department, search.best.people, Clock(None)).people

    def calls(most: dict[tuple[str, str, int], int]) -> list[int]:
        weeks = [0, 0]
        for (name, day), quota in even_quotas(department, people, most=most).items():
            weeks[department.horizon.week_of(day)] += quota.activities["calls"] if name == people[0].name else 0
        return weeks

    first, second = calls({})
    fewer, others = calls({(people[0].name, "calls", 0): first - 1})
    assert (fewer, others) <= (first - 1, second + 1)
    with pytest.raises(ModelError):
        calls({(person.name, "calls", week): 0 for person in people for week in (0, 1)})


def test_whole_quotas_make_no_short_week_too_high() -> None:
    # of a week of three days 4.3 visits are to be had at most, and the fifth would be 29 % above the mean
    assert is_even(solved(salescrew.load(EXAMPLES / "shop.yaml"), reach=False))


@pytest.mark.parametrize(("weeks", "deals"), [(2, 11), (3, 18)])
def test_many_who_are_alike_take_turns(weeks: int, deals: int) -> None:
    # the 18 deals take all that five people do, down to the tolerance of targets
    people = [{"name": name, "keep": True, "roles": ["hunter"]} for name in ("Ann", "Bob", "Cid", "Dan", "Eve")]
    result = solved(lumpy(weeks, target={"products": {"d": {"deals": deals}}}, managers=people))
    assert len(result.managers) >= EvenEffort().many_alike
    assert is_even(result)


def test_people_who_are_alike_are_treated_alike_though_the_evenest_split_days_are_not_whole() -> None:
    # two newcomers of whom one was asked for 83 calls and the other for 64, where 75 and 72 do as well
    result = solved(salescrew.load(CASES / "second" / "objectives-04.yaml"))
    assert (result.headcount, result.monthly_cost) == (2, 8.0)
    assert is_even(result)


@cache
def solved_stored(name: str) -> Result:
    return solved(salescrew.load(CASES / f"{name}.yaml"), reach=False)


@pytest.mark.parametrize("name", ["second/end-02", "target-10"])
def test_what_is_even_for_those_who_are_alike_in_all_is_so_divided_that_it_is_even_for_each(name: str) -> None:
    assert is_even(solved_stored(name))


def test_contacts_that_give_next_to_nothing_are_not_opened() -> None:
    opened: dict[tuple[str, str], float] = defaultdict(float)
    for quota in solved_stored("second/end-02").quotas:
        for funnel, contacts in quota.contacts.items():
            opened[funnel, f"{quota.date:%G-%V}"] += contacts
    assert opened
    assert min(contacts for contacts in opened.values() if contacts) > 1e-3


def test_people_who_are_alike_cover_as_many_slots_in_all_as_their_weeks_allow() -> None:
    department = Department(Plan.model_validate(on_duty(2)))
    team = [department.post(list(department.everyone), "inbound")]
    found = EvenModel(department, team).solve(Clock(None))
    assert found.has_solution
    every = EvenModel(department, team).read(found.values)
    slots = [sum(of.covering.values()) for of in every]
    assert max(slots) - min(slots) <= 1


def test_weeks_of_a_plan_with_promised_odds_are_alike() -> None:
    people = [{"name": name} for name in ("Ann", "Bob", "Cid")]
    averages = solved(lumpy(managers=people))
    target = lumpy()["target"] | {"confidence": "80%"}
    result = solved(lumpy(managers=people, target=target))
    assert averages.odds is not None
    assert result.odds is not None
    assert averages.odds.all < 0.8 <= result.odds.all
    assert is_even(result)


def test_weeks_of_the_best_roster_are_alike_though_slots_stay_open() -> None:
    plan = on_duty(4, duty={"managers_per_slot": 2})
    plan["funnels"] = plan["funnels"] | lumpy()["funnels"]
    plan["products"] = plan["products"] | lumpy()["products"]
    plan["day_patterns"] = [*plan["day_patterns"], {"meetings": 1, "calls": 60}]
    plan["target"] = {"products": {"d": {"deals": 1}}}
    plan["managers"] = [{"name": name, "keep": True, "roles": ["mixed"]} for name in ("Ann", "Bob")]
    plan["managers"][1]["working_days"] = ["mon", "tue", "wed", "thu"]
    read = Plan.model_validate(plan)
    result = salescrew.solve(read, best=True)
    assert verify(read, result) == []
    assert result.status == "infeasible"
    assert result.uncovered
    assert is_even(result)
    days: dict[tuple[str, int], set[tuple[str, ...]]] = defaultdict(set)
    for row in result.roster:
        days[row.manager, row.date.weekday()].add(row.duty)
    assert all(len(duties) == 1 for duties in days.values())
