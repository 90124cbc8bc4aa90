from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import salescrew
from salescrew.models.answers.explained.last_days import LastDays, StillHelps
from salescrew.models.department.department import Department
from salescrew.models.on_paper.last_days import last_days
from salescrew.models.plan.plan import Plan
from tests.facts import Facts, exact

CASES = sorted((Path(__file__).parents[2] / "cases").glob("*.yaml"))


def plan_data(**changes: Any) -> dict[str, Any]:
    """Give a plan of four weeks from Monday 2 March 2026; cold takes 10 days to payment, warm none."""
    return {
        "name": "by hand",
        "calendar": {"start": "2026-03-02", "weeks": 4},
        "target": {"revenue": 1},
        "products": {"x": {"average_deal": 1}},
        "day_patterns": [{"calls": 10}, {"duty": 1}],
        "funnels": {
            "cold": {
                "channel": "outbound",
                "product": "x",
                "opens_with": "calls",
                "stages": [
                    {"name": "contact", "conversion": 0.5, "days_to_next": 10},
                    {"name": "offer", "conversion": 0.5, "effort": {"calls": 1}},
                ],
            },
            "warm": {
                "channel": "inbound",
                "product": "x",
                "leads": {"per_week": 10, "by_weekday": {"fri": 0}},
                "stages": [{"name": "lead", "conversion": 0.5}],
            },
        },
        "pipeline": "empty",
        "duty": {"managers_per_slot": 1},
        "managers": [{"name": "Anna"}],
        **changes,
    }


def found(data: dict[str, Any]) -> dict[str, LastDays]:
    return {each.funnel: each for each in last_days(Department(Plan.model_validate(data)))}


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def test_last_days_by_hand() -> None:
    # 10 days are 1 week for 4 of 7 and 2 weeks for the rest: week 3 (to 20 March) pays in part in week 4, week 4 not
    cold, warm = found(plan_data()).values()
    assert (cold.last_day, cold.every_day, cold.why) == (day("2026-03-20"), False, None)
    assert [week.share for week in cold.weeks] == pytest.approx([1, 1, 4 / 7, 0])
    assert [(stage.stage, stage.last_day) for stage in cold.stages] == [("offer", day("2026-03-27"))]
    # no leads come on a Friday
    assert (warm.last_day, warm.every_day, warm.stages) == (day("2026-03-26"), True, ())
    assert cold.afterwards == (
        StillHelps(funnel="warm", stage="lead", last_day=day("2026-03-26")),
        StillHelps(funnel="cold", stage="offer", last_day=day("2026-03-27")),
    )
    assert warm.afterwards == ()


def test_every_day_is_useful_where_the_pipeline_is_steady() -> None:
    cold = found(plan_data(pipeline="steady", target={"by_month": {"2026-03": {"revenue": 1}}}))["cold"]
    assert (cold.last_day, cold.every_day, cold.months, cold.afterwards) == (day("2026-03-27"), True, (), ())
    assert [week.share for week in cold.weeks] == pytest.approx([1, 1, 1, 1])


@pytest.mark.parametrize(
    ("person", "last"),
    [
        ({"name": "Anna", "until": "2026-03-18"}, "2026-03-18"),
        ({"name": "Anna", "days_off": ["2026-03-19/2026-03-20"]}, "2026-03-18"),
        ({"name": "Anna", "working_days": ["mon"]}, "2026-03-16"),
        ({"name": "Anna", "from": "2026-03-02", "ramp": [1, 1, 0]}, "2026-03-13"),
        ({"name": "Anna", "effectiveness": {"hunter": 0}, "roles": ["hunter"]}, None),
        ({"name": "Anna", "funnels": ["warm"]}, None),
        ({"name": "Anna", "day_patterns": [{"duty": 1}], "roles": ["mixed"]}, None),
    ],
)
def test_somebody_must_be_there_who_may_open_contacts(person: dict[str, Any], last: str | None) -> None:
    cold = found(plan_data(managers=[person]))["cold"]
    assert cold.last_day == (last and day(last))
    nobody = None if last else "nobody who may open a contact that is worth something is there"
    assert cold.why == nobody


def test_candidates_count_unless_nobody_may_be_hired() -> None:
    people = {
        "managers": [{"name": "Anna", "until": "2026-03-03"}],
        "candidates": [{"profile": "junior", "at_most": 1, "from": "2026-03-17"}],
    }
    assert found(plan_data(**people))["cold"].last_day == day("2026-03-20")
    assert found(plan_data(**people, limits={"hires": 0}))["cold"].last_day == day("2026-03-03")


def test_contacts_may_be_opened_between_leads() -> None:
    level = {"share": 0.8, "within_seconds": 60, "handling_minutes": 5}
    between = {"activity": "calls", "minutes_each": 5, "efficiency": 0.5}
    data = plan_data(
        managers=[{"name": "Anna", "day_patterns": [{"duty": 1}], "roles": ["mixed"]}],
        duty={"service_level": level, "between_leads": between},
    )
    assert found(data)["cold"].last_day == day("2026-03-20")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda cold: cold["stages"][1].update(conversion=0), "nothing of offer is paid: its conversion is 0%"),
        (
            lambda cold: cold["stages"][0].update(conversion=0),
            "nothing of contact goes on to offer: its conversion is 0%",
        ),
        (
            lambda cold: cold["stages"][0].update(days_to_next=30),
            "payment comes 4 weeks later at the earliest, and the plan has 4 weeks",
        ),
    ],
)
def test_why_nothing_is_paid_in_time(change: Callable[[dict[str, Any]], None], why: str) -> None:
    data = plan_data()
    change(data["funnels"]["cold"])
    cold = found(data)["cold"]
    assert (cold.last_day, cold.every_day, cold.why) == (None, False, why)
    assert cold.weeks[0].share == 0
    assert ("warm", "lead") in [(item.funnel, item.stage) for item in cold.afterwards]


def test_nobody_is_there_early_enough() -> None:
    late = {"name": "Anna", "from": "2026-03-23"}
    early_enough = "is there on a day that is early enough"
    assert found(plan_data(managers=[late]))["cold"].why == (
        f"nobody who may open a contact that is worth something {early_enough}"
    )
    hunters = plan_data(managers=[{"name": "Anna", "roles": ["hunter"]}])
    assert found(hunters)["warm"].why == "no lead that somebody may answer comes"


def test_months_have_last_days_of_their_own() -> None:
    # five weeks to 5 April, the last one half of either month: 1 to 3 April are its last 3 of 5 days
    target = {"by_month": {month: {"revenue": 1} for month in ("2026-03", "2026-04", "2026-05")}}
    data = plan_data(calendar={"start": "2026-03-02", "weeks": 5}, target=target)
    by_month = {month.month: month.last_day for month in found(data)["cold"].months}
    assert by_month == {"2026-03": day("2026-03-27"), "2026-04": day("2026-03-27"), "2026-05": None}
    shorter = plan_data(
        calendar={"start": "2026-03-09", "weeks": 4, "holidays": ["2026-03-30", "2026-03-31"]}, target=target
    )
    by_month = {month.month: month.last_day for month in found(shorter)["cold"].months}
    # without working days in March, the week of 30 March belongs to April
    assert by_month == {"2026-03": day("2026-03-20"), "2026-04": day("2026-03-27"), "2026-05": None}


# ---- every stored case, worked out once more


def paid_in_time(facts: Facts, funnel: str, stage: int, week: int) -> Fraction:
    """Send one item that enters a stage in a week on to payment, and count what arrives within the horizon."""
    items = {week: Fraction(1)}
    for each in facts.plan.funnels[funnel].stages[stage:]:
        later: dict[int, Fraction] = {}
        for at, count in items.items():
            for then, share in facts.arrivals(each.days_to_next, at):
                later[then] = later.get(then, Fraction(0)) + count * exact(each.conversion) * share
        items = later
    return sum(items.values(), Fraction(0))


def may_enter(facts: Facts, funnel: str, when: dt.date) -> bool:
    """Tell whether somebody may open a contact, or answer a lead that comes, on a day."""
    record, week = facts.plan.funnels[funnel], facts.week(when)
    if record.leads and not any(slot.day == when and slot.leads.get(funnel) for slot in facts.slots):
        return False
    for someone in facts.everybody:
        for role in someone.record.roles:
            if when not in facts.there(someone.record) or facts.worth(someone.record, role, week) == 0:
                continue
            menu = facts.patterns(someone.record, role, when)
            answers = facts.answers(someone.record, role) if any(pattern.get("duty") for pattern in menu) else ()
            on_duty = (record.queue or "main") in answers
            rules = [rule.between_leads for queue in answers if (rule := facts.rule(queue))] if role == "mixed" else []
            between = any(rule.activity == record.opens_with for rule in rules if rule)
            opens = any(pattern.get(str(record.opens_with)) for pattern in menu) or between
            works = funnel in facts.works(someone.record, role) and someone.record.absence < 1
            if on_duty if record.leads else (opens and works):
                return True
    return False


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_last_days_of_a_case(path: Path) -> None:
    plan = salescrew.load(path)
    facts = Facts(plan)
    for each in last_days(Department(plan)):
        stages = plan.funnels[each.funnel].stages
        shares = [paid_in_time(facts, each.funnel, 0, week) for week in facts.weeks]
        in_the_end = Fraction(1)
        for stage in stages:
            in_the_end *= exact(stage.conversion)
        useful = [d for d in facts.working_days if shares[facts.week(d)] > 0 and may_enter(facts, each.funnel, d)]
        assert each.last_day == max(useful, default=None)
        assert (each.why is None) == bool(useful)
        assert [week.share for week in each.weeks] == pytest.approx([float(share / in_the_end) for share in shares])
        for number, stage in enumerate(each.stages, start=1):
            paying = [d for d in facts.working_days if paid_in_time(facts, each.funnel, number, facts.week(d)) > 0]
            assert (stage.stage, stage.last_day) == (stages[number].name, max(paying, default=None))
