"""What a plan implies, against numbers worked out by hand."""

from __future__ import annotations

import pytest

from salescrew.models.answers.explained.arithmetic import Arithmetic, Route
from salescrew.models.department.department import Department
from salescrew.models.on_paper.arithmetic import arithmetic
from salescrew.models.plan.plan import Plan

# Two weeks of two working days each. A cold contact becomes a meeting with 10 %, a payment with 10 % x 50 % = 5 %.
# Eight leads a week, four slots: two in each; a quarter of them pays.
BASE = {
    "name": "by hand",
    "calendar": {"start": "2026-01-12", "weeks": 2, "working_days": ["mon", "tue"]},
    "target": {"revenue": 40_000},
    "products": {"audit": {"average_deal": 5_000, "margin": 0.4}, "course": {"average_deal": 100, "margin": 0.5}},
    "day_patterns": [{"calls": 50}, {"meetings": 2}, {"duty": 1, "calls": 20}],
    "funnels": {
        "cold": {
            "channel": "outbound",
            "product": "audit",
            "opens_with": "calls",
            "stages": [
                {"name": "contact", "conversion": 0.1},
                {"name": "meeting", "conversion": 0.5, "effort": {"meetings": 1, "calls": 2}},
            ],
        },
        "warm": {
            "channel": "inbound",
            "product": "audit",
            "leads": {"per_week": 8},
            "stages": [{"name": "lead", "conversion": 0.25, "effort": {"calls": 0.5}}],
        },
    },
    "pipeline": "steady",
    "duty": {"managers_per_slot": 1},
    "managers": [{"name": "Anna"}],
}


def worked_out(**changes: object) -> Arithmetic:
    return arithmetic(Department(Plan.model_validate(BASE | changes)))


def in_all(route: Route) -> dict[str, float]:
    return {step.step: round(step.in_all, 9) for step in route.steps}


def cold(**changes: object) -> dict[str, object]:
    """The funnels with something changed in the cold one."""
    return {**BASE["funnels"], "cold": BASE["funnels"]["cold"] | changes}


def test_calendar_counts_weeks_days_and_slots():
    calendar = worked_out(calendar=BASE["calendar"] | {"start": "2026-01-13", "extra_days": ["2026-01-17"]}).calendar
    # the first week is broken: its Monday does not exist, its Saturday is worked; no leads on that Saturday
    assert (calendar.weeks, calendar.working_days, calendar.working_days_by_week) == (2, 4, (2, 2))
    assert (str(calendar.first_day), str(calendar.last_day)) == ("2026-01-13", "2026-01-25")
    assert calendar.slots_with_leads == 6


def test_leads_bring_payments_and_work():
    (warm,) = worked_out().by_itself
    # 16 leads, a quarter of them pays 5,000 each; half a call for each lead
    assert (warm.funnel, warm.leads, warm.revenue) == ("warm", 16, 20_000)
    assert [(s.step, s.kind, s.in_all, s.per_week, s.per_working_day) for s in warm.steps] == [
        ("lead", "stage", 16, 8, 4),
        ("paid", "stage", 4, 2, 1),
        ("calls", "activity", 8, 4, 2),
    ]


def test_target_is_traced_back_to_calls():
    (need,) = worked_out().targets
    # 20,000 remain: 4 payments, 8 meetings, 80 contacts; 80 calls for these and 2 for each meeting
    assert (need.target, need.wanted, need.by_itself, need.remaining) == ("revenue", 40_000, 20_000, 20_000)
    (route,) = need.routes
    assert (route.funnel, route.note) == ("cold", None)
    assert in_all(route) == {"paid": 4, "meeting": 8, "contact": 80, "calls": 96, "meetings": 8}
    contact = next(step for step in route.steps if step.step == "contact")
    assert (contact.per_week, contact.per_working_day) == (pytest.approx(40), pytest.approx(20))


@pytest.mark.parametrize(
    ("target", "path", "wanted", "by_itself", "contacts"),
    [
        # 4 deals come by themselves, 2 remain: at 5 % that takes 40 contacts
        ({"products": {"audit": {"deals": 6}}}, "products.audit.deals", 6, 4, 40),
        # profit is 2,000 a deal: 8,000 come by themselves, 4,000 remain, 2 deals
        ({"profit": 12_000}, "profit", 12_000, 8_000, 40),
        ({"products": {"audit": {"profit": 12_000}}}, "products.audit.profit", 12_000, 8_000, 40),
        # both weeks lie in January, so the month is the horizon
        ({"by_month": {"2026-01": {"revenue": 30_000}}}, "by_month.2026-01.revenue", 30_000, 20_000, 40),
    ],
)
def test_each_kind_of_target(target, path, wanted, by_itself, contacts):
    (need,) = worked_out(target=target).targets
    assert (need.target, need.wanted, need.by_itself) == (path, wanted, pytest.approx(by_itself))
    assert in_all(need.routes[0])["contact"] == pytest.approx(contacts)


def test_month_takes_only_its_own_weeks():
    # weeks of 26 January and 2 February, both of two working days: February has one of the two weeks
    (need,) = worked_out(
        calendar=BASE["calendar"] | {"start": "2026-01-26"}, target={"by_month": {"2026-02": {"revenue": 20_000}}}
    ).targets
    # the week's leads bring 10,000; 10,000 remain, 2 deals in that week, 4 over both: 80 contacts
    assert need.by_itself == pytest.approx(10_000)
    assert in_all(need.routes[0])["contact"] == pytest.approx(80)


def test_target_that_comes_by_itself_needs_no_contacts():
    (need,) = worked_out(target={"revenue": 20_000.01}).targets
    assert (need.remaining, need.routes) == (0, ())


def test_product_without_an_outbound_funnel_has_no_route():
    (need,) = worked_out(target={"products": {"course": {"deals": 1}}}).targets
    assert (need.by_itself, need.remaining, need.routes) == (0, 1, ())


def test_base_that_is_too_small_is_noted():
    (need,) = worked_out(funnels=cold(max_contacts=79)).targets
    assert need.routes[0].note == "more than the base of 79 contacts"
    (enough,) = worked_out(funnels=cold(max_contacts=80)).targets
    assert enough.routes[0].note is None


def test_payments_after_the_end_do_not_count():
    stages = [{"name": "contact", "conversion": 0.1, "days_to_next": 7}]
    # contacts of the second week pay after the end: of 10 % only half comes in time, so 4 deals take 80 contacts
    (need,) = worked_out(pipeline="empty", funnels=cold(stages=stages)).targets
    assert in_all(need.routes[0]) == {"paid": 4, "contact": 80, "calls": 80}
    (never,) = worked_out(pipeline="empty", funnels=cold(stages=[stages[0] | {"days_to_next": 14}])).targets
    assert never.routes == (
        Route(funnel="cold", steps=(), note="what is opened within the horizon brings nothing in time"),
    )


def test_opening_pipeline_comes_by_itself():
    # 4 meetings are under way: 2 deals, 10,000, beside the leads' 20,000
    (need,) = worked_out(pipeline={"cold": {"meeting": 4}}).targets
    assert (need.by_itself, need.remaining) == (pytest.approx(30_000), pytest.approx(10_000))


def test_duty_says_leads_and_managers_by_slot():
    leads = {"per_week": 12, "by_weekday": {"mon": 2}, "season": {"2026-02": 2}}
    warm = BASE["funnels"]["warm"] | {"leads": leads}
    needs = worked_out(
        calendar=BASE["calendar"] | {"start": "2026-01-19", "weeks": 3, "slots": ["day"]},
        funnels={"warm": warm},
        duty={"leads_per_slot": 5},
    ).duty
    # Mondays bring 8 leads, Tuesdays 4, twice that in February (the third week)
    shown = [(d.weekday, d.slot, d.leads, d.required, d.peak_leads, d.peak_required) for d in needs]
    assert shown == [("mon", "day", 8, 2, 16, 4), ("tue", "day", 4, 1, 8, 2)]
    assert {(d.answered_in_time, d.occupancy, d.between_leads) for d in needs} == {(None, None, 0)}


def test_service_level_is_told_with_occupancy():
    # 10 leads of 12 minutes in 240 minutes: half an erlang. Erlang C for two: waiting 2 x B / (2 - a (1 - B)) with
    # B(2, 0.5) = 0.125 / 1.625 = 1/13: 0.1; answered at once 90 %; each is busy a quarter of the time
    needs = worked_out(
        funnels={"warm": BASE["funnels"]["warm"] | {"leads": {"per_week": 40}}},
        duty={
            "service_level": {"share": 0.9, "within_seconds": 0, "handling_minutes": 12},
            "between_leads": {"activity": "calls", "minutes_each": 9, "efficiency": 0.5},
        },
    ).duty
    assert len(needs) == 4
    for need in needs:
        assert (need.leads, need.required) == (10, 2)
        assert need.answered_in_time == pytest.approx(0.9, abs=1e-12)
        assert need.occupancy == pytest.approx(0.25, abs=1e-12)
        # three quarters of 240 minutes at 50 %, 9 minutes each: 10
        assert need.between_leads == 10


def test_duty_slots_a_week_are_added_up_over_people():
    assert worked_out(duty={"managers_per_slot": 3}).duty_slots_by_week == (12, 12)


def test_day_patterns_of_a_time_budget_are_listed():
    plan = {key: value for key, value in BASE.items() if key != "day_patterns"}
    budget = {"day_minutes": 480, "minutes": {"calls": 60, "meetings": 240}}
    found = arithmetic(Department(Plan.model_validate(plan | {"time_budget": budget}))).day_patterns
    assert found == (
        {"calls": 8},
        {"calls": 4, "meetings": 1},
        {"meetings": 2},
        {"duty": 1, "calls": 4},
        {"duty": 1, "meetings": 1},
        {"duty": 2},
    )


def test_json_says_the_same():
    found = worked_out()
    assert Arithmetic.model_validate_json(found.to_json()).targets[0].remaining == found.targets[0].remaining


def test_opening_pipeline_of_an_outbound_funnel_is_shown_among_what_comes_by_itself():
    # nobody calls for the 4 meetings that are under way, yet they bring 2 deals of 5,000
    (cold_flow, warm_flow) = worked_out(pipeline={"cold": {"meeting": 4}}).by_itself
    assert (cold_flow.funnel, cold_flow.leads, cold_flow.revenue) == ("cold", 0, pytest.approx(10_000))
    # the only calls are the 2 that each of the meetings takes, none opens a contact
    assert {step.step: step.in_all for step in cold_flow.steps}["calls"] == 8
    assert warm_flow.funnel == "warm"


def test_work_of_closers_is_told_from_that_of_anybody():
    (contact, meeting) = BASE["funnels"]["cold"]["stages"]
    stages = [contact, meeting | {"by": "closer"}, {"name": "offer", "conversion": 1, "effort": {"calls": 3}}]
    closer = {"name": "Boris", "roles": ["closer"]}
    found = worked_out(funnels=cold(stages=stages), managers=[*BASE["managers"], closer])
    # 20,000 are missing: 4 offers, 8 meetings with 2 calls each by closers, 80 contacts and 3 calls an offer by anybody
    (route,) = found.targets[0].routes
    work = {(step.step, step.by): round(step.in_all, 9) for step in route.steps if step.kind == "activity"}
    assert work == {("calls", None): 92, ("meetings", "closer"): 8, ("calls", "closer"): 16}
    assert [step.by for step in route.steps if step.kind == "stage"] == [None, None, "closer", None]


def test_menus_of_weekdays_are_listed_from_monday_on():
    menus = {"tue": [{"calls": 20}], "mon": [{"calls": 10}, {"duty": 1}]}
    found = worked_out(weekday_patterns=menus)
    assert found.weekday_patterns == {"mon": ({"calls": 10}, {"duty": 1}), "tue": ({"calls": 20},)}
    assert list(found.weekday_patterns) == ["mon", "tue"]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"leads_per_slot": 2.5}, "one for 2.5 leads of a slot"),
        ({"managers_per_slot": 2}, "2 in every slot"),
        (
            {"managers_per_slot": {"mon": {"morning": 2, "afternoon": 1}, "tue": 1}},
            "mon morning 2 and afternoon 1; tue 1",
        ),
        (
            {"service_level": {"share": 0.8, "within_seconds": 60, "handling_minutes": 12}},
            "80% within 60 seconds, leads of 12 minutes",
        ),
        (
            {"service_level": {"average_wait_seconds": 20, "handling_minutes": 5, "patience_minutes": 3}},
            "20 seconds of wait on average, leads of 5 minutes, who give up after 3 minutes",
        ),
    ],
)
def test_queues_are_described_with_their_rules(rule, words):
    warm = BASE["funnels"]["warm"]
    funnels = {**BASE["funnels"], "warm": warm | {"queue": "north"}, "south": warm | {"queue": "south"}}
    found = worked_out(funnels=funnels, duty={"queues": {"north": rule, "south": {"managers_per_slot": 1}}}).queues
    assert [(of.queue, of.funnels) for of in found] == [("north", ("warm",)), ("south", ("south",))]
    assert found[0].rule == words


def test_hires_cost_what_their_days_and_finding_them_cost():
    temp = {"profile": "temp", "at_most": 2, "monthly_cost": 3043.75, "hiring_cost": 50}
    temp |= {"from": ["2026-01-19", "2026-01-12"], "until": "2026-01-21"}
    # 100 a calendar day, of ten and of three days
    found = worked_out(candidates=[temp]).hires
    assert [(str(of.first_day), str(of.last_day), of.cost) for of in found] == [
        ("2026-01-12", "2026-01-21", pytest.approx(1_050)),
        ("2026-01-19", "2026-01-21", pytest.approx(350)),
    ]


def test_fees_come_until_the_end():
    club = {"average_deal": 100, "margin": 0.5, "monthly_fee": 304.375, "monthly_churn": 0}
    # 10 a calendar day: fourteen days are left from the first Monday on, seven from the second
    (found,) = worked_out(products={**BASE["products"], "course": club}).fees
    assert (found.product, found.first_week, found.last_week) == ("course", pytest.approx(240), pytest.approx(170))


def test_plan_that_states_none_of_these_says_nothing_of_them():
    text = worked_out().to_json()
    assert not [word for word in ("weekday_patterns", "queues", "hires", "fees", '"by"') if word in text]
