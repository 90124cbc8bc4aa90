"""Where one more lead a week takes more people on duty, held against the staffing rule itself, slot by slot."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salescrew.cli.pages.duty_steps import more_slots, step_sentences
from salescrew.models.answers.explained.duty_steps import DutyStep
from salescrew.models.department.horizon import Horizon
from salescrew.models.department.leads import slots_on
from salescrew.models.on_paper.duty_steps import duty_steps, more_duty_slots
from salescrew.models.plan.plan import Plan
from tests.answer_by_hand import by_hand


def with_more(plan: Plan, funnel: str, more: int) -> Plan:
    """Give the plan with so many leads more in every week."""
    leads = plan.funnels[funnel].leads
    assert leads is not None
    by_week = {monday: own + more for monday, own in leads.by_week.items()}
    changed = leads.model_copy(update={"per_week": leads.per_week + more, "by_week": by_week})
    record = plan.funnels[funnel].model_copy(update={"leads": changed})
    return plan.model_copy(update={"funnels": {**plan.funnels, funnel: record}})


def slots_a_week(plan: Plan, funnel: str, more: int) -> Counter[int]:
    """Count the duty slots of each week with so many leads more, as the staffing rule has it."""
    horizon = Horizon(plan)
    found: Counter[int] = Counter()
    for slot in slots_on(with_more(plan, funnel, more), horizon.working_days):
        found[horizon.week_of(slot.date)] += slot.required
    return found


RULES = st.one_of(
    st.builds(lambda most: {"leads_per_slot": most}, st.sampled_from([0.5, 1, 2.5, 6])),
    st.builds(
        lambda aim, patience: {"service_level": {**aim, "handling_minutes": 12, **patience}},
        st.sampled_from([{"share": 0.8, "within_seconds": 60}, {"average_wait_seconds": 90}]),
        st.sampled_from([{}, {"patience_minutes": 5}]),
    ),
)
LEADS = st.fixed_dictionaries(
    {"per_week": st.sampled_from([0, 1, 7, 20, 58.5, 200])},
    optional={
        "by_week": st.sampled_from([{"2026-01-19": 90}, {"2026-01-12": 3, "2026-01-19": 11.5}]),
        "by_weekday": st.sampled_from([{"mon": 1.4}, {"tue": 0}]),
        "by_slot": st.sampled_from([{"afternoon": 0}, {"morning": 2.5}]),
        "season": st.just({"2026-01": 0.7}),
        "days_off": st.just("next_day"),
    },
)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Draw plans that differ in their leads and in the rule by which people are on duty."""
    data, _ = by_hand()
    data["duty"] = draw(RULES)
    data["calendar"] |= {"weeks": draw(st.integers(2, 4)), "holidays": draw(st.sampled_from([[], ["2026-01-20"]]))}
    data["funnels"]["warm"]["leads"] = draw(LEADS)
    if draw(st.booleans()):
        data["funnels"]["other"] = data["funnels"]["warm"] | {"leads": draw(LEADS)}
    return Plan.model_validate(data)


@settings(max_examples=40)
@given(plans())
def test_steps_are_those_of_the_staffing_rule(plan: Plan) -> None:
    steps = {step.funnel: step for step in duty_steps(Horizon(plan))}
    for name in ("warm", "other"):
        if name in plan.funnels and name not in steps:
            assert slots_a_week(plan, name, 9) == slots_a_week(plan, name, 0)
    for name, step in steps.items():
        now = slots_a_week(plan, name, 0)
        if step.spare is not None:
            assert slots_a_week(plan, name, step.spare) == now
            more = slots_a_week(plan, name, step.spare + 1)
            added = {week: more[week] - now[week] for week in more if more[week] != now[week]}
            assert (max(added.values()), len(added)) == (step.slots, step.weeks)
            assert more_duty_slots(Horizon(plan), Horizon(with_more(plan, name, step.spare + 1))) == step.slots
        if step.fewer is not None:
            assert slots_a_week(plan, name, 1 - step.fewer) == now
            fewer = slots_a_week(plan, name, -step.fewer)
            assert max(now[week] - fewer[week] for week in now) == step.slots_spared > 0


def by_rule(**rule: object) -> Plan:
    """Give the plan by hand with another staffing rule: 4 leads a week, 2 on the morning of each of 2 days."""
    data, _ = by_hand()
    data["duty"] = rule
    return Plan.model_validate(data)


def test_a_slot_takes_a_second_person_from_one_lead_on() -> None:
    [step] = duty_steps(Horizon(by_rule(leads_per_slot=3)))
    # 6 leads a week are 3 on each morning; without any nobody has to be there
    assert step == DutyStep(funnel="warm", per_week=4, spare=2, slots=2, weeks=2, fewer=4, slots_spared=2)
    assert step_sentences([step], 2) == [
        "Leads a week of warm: up to 6 as it is, the 7th takes 2 more duty slots a week; 0 take 2 fewer duty slots."
    ]


def test_what_the_plan_states_has_no_step() -> None:
    assert duty_steps(Horizon(by_rule(managers_per_slot=1))) == ()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"spare": 0, "per_week": 60}, "up to 60 as it is, the 61st takes 8 more duty slots a week"),
        ({"spare": 3, "per_week": 58.5}, "up to 61.5 as it is, one more takes 8 more duty slots a week"),
        ({"weeks": 1}, "up to 64 as it is, the 65th takes 8 more duty slots a week, in 1 of 12 weeks"),
        ({"slots": 1}, "up to 64 as it is, the 65th takes 1 more duty slot a week"),
        ({"spare": None, "fewer": 14}, "46 or fewer take 2 fewer duty slots"),
    ],
)
def test_sentences(changes: dict[str, object], sentence: str) -> None:
    step = DutyStep(funnel="warm", per_week=60, spare=4, slots=8, weeks=12, fewer=None, slots_spared=2)
    assert step_sentences([step.model_copy(update=changes)], 12) == [f"Leads a week of warm: {sentence}."]


@pytest.mark.parametrize(
    ("number", "text"), [(1, "1 more duty slot"), (1200, "1,200 more duty slots"), (-1, "1 fewer duty slot")]
)
def test_slots_in_words(number: int, text: str) -> None:
    assert more_slots(number) == text
