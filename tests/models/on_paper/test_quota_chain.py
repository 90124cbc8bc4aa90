from __future__ import annotations

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import pytest

from salescrew.errors import InputError
from salescrew.models.answers.explained.quota_chain import Factor, QuotaChain
from salescrew.models.answers.result import Result
from salescrew.models.department.department import Department
from salescrew.models.department.work import Task
from salescrew.models.on_paper.factors import Step, Total, on_paper, telling
from salescrew.models.on_paper.quota_chain import QuotaChains
from salescrew.models.plan.plan import Plan
from salescrew.models.schedule.follow_up import divided
from salescrew.models.schedule.schedule import Schedule
from salescrew.models.schedule.workload import Workload
from tests.answer_by_hand import by_hand, quotas_row
from tests.facts import Facts
from tests.quota_cases import NAMES
from tests.solver.stored import solved_case


def chain_by_hand(manager: str, week: int | dt.date, plan: Any = None, result: Any = None) -> QuotaChain:
    first, second = by_hand()
    chains = QuotaChains(
        Schedule(Department(Plan.model_validate(plan or first)), Result.model_validate(result or second))
    )
    return chains.of(manager, week)


def lines(factors: Sequence[Factor]) -> list[tuple[str, str, float, float]]:
    return [(factor.label, factor.operation, factor.value, factor.makes) for factor in factors]


def every_week(name: str) -> Iterator[QuotaChain]:
    """Give the chains of everybody in every week of a case."""
    plan, result = solved_case(name)
    chains = QuotaChains(Schedule(Department(plan), result))
    for member in result.managers:
        for week in range(1, plan.calendar.weeks + 1):
            yield chains.of(member.name, week)


# ---- by hand


def test_from_target_to_calls_by_hand() -> None:
    # see answer_by_hand: 2 of the 6 deals of 100 come from 8 contacts, of whose 4 meetings 2 are held a week later
    anna = chain_by_hand("Anna", 1)
    (trace,) = anna.traces
    assert (trace.funnel, trace.target) == ("cold", "revenue")
    assert lines(trace.factors) == [
        ("target revenue", "is", 600, 600),
        ("of it from contacts of cold", "times", 0.3333333, 200),
        ("average deal of audit", "divided_by", 100, 2),
        ("conversion of meeting to paid", "divided_by", 0.5, 4),
        ("conversion of contact to meeting", "divided_by", 0.5, 8),
    ]
    calls, meetings = anna.quotas
    assert (calls.activity, calls.quota, calls.needed, calls.to_spare) == ("calls", 8, 8, 0)
    assert [(part.kind, part.stage, part.amount) for part in calls.parts] == [("contacts", "contact", 8)]
    assert lines(meetings.parts[0].factors) == [
        ("meeting of cold, whole plan", "is", 4, 4),
        ("of that by Anna in this week", "times", 0.5, 2),
    ]
    assert (meetings.quota, meetings.days) == (2, {dt.date(2026, 1, 13): 2})
    assert anna.outcomes[0].revenue == 200


def test_leads_by_hand() -> None:
    boris = chain_by_hand("Boris", dt.date(2026, 1, 21))
    assert (boris.number, boris.week, boris.quotas) == (2, dt.date(2026, 1, 19), ())
    (leads,) = boris.leads
    assert (leads.slots, leads.leads, leads.must_pass, leads.next_stage, leads.passing_on) == (2, 4, 0.5, "paid", 2)
    assert lines(leads.factors) == [
        ("leads of warm in a full week", "is", 4, 4),
        ("leads to answer", "is", 4, 4),
        ("conversion of lead to paid", "times", 0.5, 2),
    ]


def test_what_is_more_than_the_work_takes_is_said() -> None:
    plan, result = by_hand()
    quotas_row(result, "2026-01-12", "Anna")["calls"] = 10
    calls = chain_by_hand("Anna", 1, plan, result).quotas[0]
    assert (calls.quota, calls.needed, calls.to_spare) == (10, 8, 2)


def test_contacts_that_pay_too_late_begin_with_themselves() -> None:
    # 4 contacts in the last week lead to 2 meetings then, which pay in a week that is no longer in the plan
    plan, result = by_hand()
    row = quotas_row(result, "2026-01-19", "Anna")
    quotas_row(result, "2026-01-12", "Anna").update(contacts={}, calls=0)
    row.update(contacts={"cold": 4.0}, calls=4)
    anna = chain_by_hand("Anna", 2, plan, result)
    assert lines(anna.traces[0].factors) == [
        ("contacts of cold", "is", 4, 4),
        ("conversion of contact to meeting", "times", 0.5, 2),
    ]
    assert anna.traces[0].target is None
    assert [(part.stage, part.amount) for quota in anna.quotas for part in quota.parts] == [
        ("contact", 4),
        ("meeting", 2),
    ]
    (outcome,) = anna.outcomes
    assert (outcome.deals, outcome.in_time, outcome.revenue) == (1, 0, 0)


def test_contacts_that_are_worth_nothing_stand_for_themselves() -> None:
    plan, result = by_hand()
    plan["managers"][0]["effectiveness"] = 0
    parts = chain_by_hand("Anna", 1, plan, result).quotas[0].parts
    assert [lines(part.factors) for part in parts] == [[("contacts, of which none is worth anything", "is", 8, 8)]]


def test_opening_pipeline_makes_work_of_its_own() -> None:
    # 3 open meetings beside the 4 that come of contacts, all in the first week
    plan, result = by_hand()
    plan["pipeline"] = {"cold": {"meeting": 3}}
    result["quotas"][1]["meetings"] = 5
    part = chain_by_hand("Anna", 1, plan, result).quotas[1].parts[0]
    assert lines(part.factors)[:2] == [
        ("meeting of cold, whole plan", "is", 4, 4),
        ("from the opening pipeline", "plus", 3, 7),
    ]


@pytest.mark.parametrize(
    ("target", "labels"),
    [
        ({"revenue": 1, "products": {"audit": {"deals": 6}}}, ["target products.audit.deals", "of it from"]),
        ({"profit": 300, "revenue": 1}, ["target profit", "of it from", "average deal", "margin of audit"]),
        (
            {"by_month": {"2026-01": {"revenue": 600}}},
            ["target by_month.2026-01", "of it from", "average deal", "of its payments"],
        ),
        ({"revenue": 600, "products": {"audit": {"revenue": 600}}}, ["target products.audit.revenue"]),
    ],
)
def test_trace_begins_with_the_hardest_target(target: dict[str, Any], labels: list[str]) -> None:
    plan, result = by_hand()
    plan["target"] = target
    factors = chain_by_hand("Anna", 1, plan, result).traces[0].factors
    assert [factor.label[: len(label)] for factor, label in zip(factors, labels, strict=False)] == labels
    assert factors[-1].makes == 8


def test_deals_that_no_target_counts_begin_with_themselves() -> None:
    plan, result = by_hand()
    plan["products"]["other"] = {"average_deal": 1}
    plan["target"] = {"products": {"other": {"deals": 1}}}
    (trace,) = chain_by_hand("Anna", 1, plan, result).traces
    assert trace.target is None
    assert lines(trace.factors)[0] == ("payments from contacts of cold", "is", 2, 2)


# ---- what cannot be explained


@pytest.mark.parametrize(
    ("manager", "week", "message"),
    [
        ("Ana", 1, "manager: must be one of the team, got Ana. Did you mean Anna?"),
        ("Xenia", 1, "manager: must be one of the team, got Xenia. Known here: Anna, Boris."),
        ("junior 1", 1, "manager: must have a role in the result, got junior 1. With a role: Anna, Boris."),
        ("Anna", 3, "week: must be from 1 to 2, got 3. The plan has so many weeks."),
        ("Anna", 0, "week: must be from 1 to 2, got 0. The plan has so many weeks."),
        (
            "Anna",
            dt.date(2026, 1, 26),
            "week: must be within the plan, from 2026-01-12 to 2026-01-25, got 2026-01-26. Name a day of the week in "
            "question.",
        ),
    ],
)
def test_who_and_when_must_be_known(manager: str, week: int | dt.date, message: str) -> None:
    with pytest.raises(InputError) as caught:
        chain_by_hand(manager, week)
    assert str(caught.value) == message


def test_result_must_have_a_team() -> None:
    nothing = dict.fromkeys(
        ("headcount", "headcount_bound", "monthly_cost", "monthly_cost_bound", "revenue", "profit", "deals", "products")
    )
    with pytest.raises(InputError) as caught:
        chain_by_hand("Anna", 1, result={"status": "infeasible", **nothing})
    assert str(caught.value) == "result: must have a team, got one that is infeasible. Nobody has a quota in it."


# ---- every person and week of stored cases, recomputed


def written(number: float) -> Decimal:
    return Decimal(repr(number))


def applied(factor: Factor, total: Decimal) -> Decimal:
    match factor.operation:
        case "times":
            return total * written(factor.value)
        case "divided_by":
            return total / written(factor.value)
        case "plus":
            return total + written(factor.value)
        case _:
            return written(factor.value)


def line_by_line(factors: Sequence[Factor]) -> Decimal:
    """Go through a chain line by line: each makes what is written, but for rounding to no fewer than four digits."""
    total = Decimal(0)
    for factor in factors:
        made = written(factor.makes)
        rounding = Decimal("0.5") * min(Decimal(1), made / 1000)
        assert abs(applied(factor, total) - made) <= rounding
        total = made
    return total


def without_rounding(factors: Sequence[Factor], total: Decimal) -> Decimal:
    for factor in factors:
        total = applied(factor, total)
    return total


@pytest.mark.parametrize("name", NAMES)
def test_quotas_come_out_on_paper(name: str) -> None:
    _, result = solved_case(name)
    asked: Counter[tuple[str, dt.date, str]] = Counter()
    for row in result.quotas:
        monday = row.date - dt.timedelta(days=row.date.weekday())
        asked.update({(row.manager, monday, activity): count for activity, count in row.activities.items() if count})
    explained = {}
    for chain in every_week(name):
        half = Decimal("0.5") * Decimal(10) ** -chain.decimals
        stages = {(trace.funnel, factor.counts): factor.makes for trace in chain.traces for factor in trace.factors}
        for chained in (*chain.traces, *chain.leads, *chain.outcomes):
            line_by_line(chained.factors)
        for quota in chain.quotas:
            for part in quota.parts:
                assert abs(line_by_line(part.factors) - written(part.amount)) <= half
                if part.factors[0].label.endswith("whole plan"):
                    assert part.factors[0].value == stages[part.funnel, part.stage]
            needed = sum(written(part.amount) for part in quota.parts)
            assert needed == written(quota.needed)
            assert math.ceil(needed) == quota.quota == sum(quota.days.values())
            explained[chain.manager, chain.week, quota.activity] = quota.quota
    assert explained == asked


@pytest.mark.parametrize("name", NAMES)
def test_factors_make_the_same_without_rounding_in_between(name: str) -> None:
    for chain in every_week(name):
        half = Decimal("0.5") * Decimal(10) ** -chain.decimals
        at_stage = {
            (trace.funnel, factor.counts): without_rounding(trace.factors[:number], Decimal(0))
            for trace in chain.traces
            for number, factor in enumerate(trace.factors, start=1)
        }
        for part in (part for quota in chain.quotas for part in quota.parts):
            first, *others = part.factors
            goes_on = first.label.endswith("whole plan")
            total = at_stage[part.funnel, part.stage] if goes_on else written(first.value)
            assert abs(without_rounding(others, total) - written(part.amount)) <= half


@pytest.mark.parametrize("name", NAMES)
def test_traces_tell_what_the_result_sends_through_the_funnels(name: str) -> None:
    plan, result = solved_case(name)
    items: dict[tuple[str, str], float] = defaultdict(float)
    for row in result.funnel:
        items[row.funnel, row.stage] += row.entering
    old = plan.pipeline if isinstance(plan.pipeline, dict) else {}
    for chain in every_week(name):
        for trace in chain.traces:
            if trace.funnel in old:
                continue
            for stage in plan.funnels[trace.funnel].stages:
                counting = [factor.makes for factor in trace.factors if factor.counts == stage.name]
                if counting:
                    assert counting[-1] == pytest.approx(items[trace.funnel, stage.name], rel=2e-3)


@pytest.mark.parametrize("name", NAMES)
def test_contacts_and_leads_are_those_of_the_result(name: str) -> None:
    plan, result = solved_case(name)
    facts = Facts(plan)
    opened: Counter[tuple[str, int, str]] = Counter()
    for row in result.quotas:
        opened.update({(row.manager, facts.week(row.date), funnel): count for funnel, count in row.contacts.items()})
    slots = {(slot.day, slot.where): slot for slot in facts.slots}
    answered: Counter[tuple[str, int, str]] = Counter()
    for row in result.roster:
        for slot in (slots[row.date, where] for where in row.covered):
            answered.update(
                {(row.manager, facts.week(row.date), of): n / slot.required for of, n in slot.leads.items() if n}
            )
    for chain in every_week(name):
        half = 0.50001 * 10**-chain.decimals
        for quota in chain.quotas:
            for part in (part for part in quota.parts if part.kind == "contacts"):
                assert part.amount == pytest.approx(opened[chain.manager, chain.number - 1, part.funnel], abs=2 * half)
        told = {leads.funnel: leads.leads for leads in chain.leads}
        wanted = {of: n for (who, week, of), n in answered.items() if (who, week) == (chain.manager, chain.number - 1)}
        assert told.keys() == wanted.keys()
        assert all(told[of] == pytest.approx(float(count), abs=2 * half) for of, count in wanted.items())


@pytest.mark.parametrize("name", NAMES)
def test_all_follow_up_work_is_divided_within_the_quotas(name: str) -> None:
    plan, result = solved_case(name)
    facts, checked = Facts(plan), Workload(Schedule(Department(plan), result))
    roles = {member.name: member.role for member in result.managers}
    records = {someone.name: someone.record for someone in facts.everybody}
    due: Counter[tuple[Task, int]] = Counter()
    for row in result.funnel:
        for stage in plan.funnels[row.funnel].stages:
            if stage.name == row.stage:
                for activity, effort in stage.effort.items():
                    task = Task(row.funnel, activity, stage.by == "closer")
                    due[task, facts.week(row.week)] += effort * row.entering
    done: Counter[tuple[Task, int]] = Counter()
    for activity in facts.activities:
        for (who, week), work in divided(checked, activity).items():
            for (task, falls_due), amount in work.items():
                done[task, falls_due] += amount
                assert week in facts.done_in(falls_due)
                assert facts.does(records[who], roles[who], task.funnel, closing=task.by_closer)
            opened = checked.opened.get((who, week), {}).get(activity, 0.0)
            most = min(checked.asked[who, week][activity], checked.allowance[who, week][activity])
            assert sum(work.values()) + opened <= most + 1e-6
    for key, amount in due.items():
        assert done[key] == pytest.approx(amount, rel=1e-5, abs=1e-5)


# ---- rounding


def test_whole_digits_are_never_rounded_away() -> None:
    steps = [Step("start", "is", 12_345_678, given=True), Step("share", "times", 1 / 3, "share")]
    (_, first), (factor, total) = on_paper(steps, 4)
    assert first == Total(Decimal(12_345_678), Decimal(12_345_678))
    assert (factor.value, factor.makes) == (0.3333, 4_114_814)
    assert total.at_once == Decimal("4114814.4774")


def test_chain_that_goes_on_begins_with_what_the_other_made() -> None:
    begin = Total(Decimal("2.5"), Decimal("2.4999"))
    (first, _), (_, total) = on_paper([Step("start", "is", 2.5), Step("plus", "plus", 0.5)], 4, begin)
    assert (first.value, total) == (2.5, Total(Decimal("3.0"), Decimal("2.9999")))


def test_what_multiplies_by_one_is_left_out() -> None:
    conversion = Step("conversion", "times", 1.0, "share", "meeting", given=True)
    steps = [Step("start", "is", 2.0, counts="a"), Step("all", "times", 1.0, "share", "b"), conversion]
    assert telling(steps) == [Step("start", "is", 2.0, counts="b"), conversion]
