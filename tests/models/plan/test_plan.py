"""The plan as a Python object: what is accepted, what is refused, and that faults do not spread."""

from __future__ import annotations

import copy
import datetime as dt
import math
import pickle

import pytest
from pydantic import ValidationError

from salescrew.errors import InputError
from salescrew.models.files.yaml_text import read_yaml
from salescrew.models.load import parse
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.refusals import MOST_FOUND, MOST_LETTERS, shortened
from salescrew.models.plan.sections.calendar import Calendar
from salescrew.models.plan.sections.duty import Duty
from salescrew.models.plan.sections.funnels import Funnel, Leads, Stage
from salescrew.models.plan.sections.people import Candidate, Effectiveness, Manager
from salescrew.models.plan.sections.products import Product
from salescrew.models.plan.sections.record import keys_of
from salescrew.models.plan.sections.targets import Target
from salescrew.models.plan.values.days import Interval
from tests.models.plan.test_malformed import VALID, edited

RICH = """\
name: A plan with all there is
currency: RUB
calendar:
  start: 2026-01-12
  weeks: 12
  working_days: [mon, tue, wed, thu, fri]
  holidays: RU
  extra_days: [2026-02-21]
  slots: [morning, afternoon]
  slot_minutes: 240
target:
  revenue: 24_000_000
  profit: 6_000_000
  products: {audit: {revenue: 3_000_000, deals: 20}}
  by_month: {2026-02: {revenue: 7_000_000}}
products:
  audit: {average_deal: 150_000, margin: 40%}
  setup: {average_deal: 400_000, margin: 25%}
time_budget: {day_minutes: 480, minutes: {calls: 5, meetings: 180}, at_most: {meetings: 2}}
funnels:
  cold:
    channel: outbound
    product: audit
    opens_with: calls
    max_contacts: 20_000
    stages:
      - {name: contact, conversion: 5%}
      - {name: meeting, conversion: 50%, effort: {meetings: 1}, days_to_next: 10}
  warm:
    channel: inbound
    product: setup
    leads: {per_week: 60, by_weekday: {mon: 1.4}, by_slot: {morning: 1.2}, season: {2026-01: 0.7}}
    stages:
      - {name: lead, conversion: 35%}
      - {name: meeting, conversion: 60%, effort: {meetings: 1, calls: 0.5}, days_to_next: 5}
pipeline: {cold: {meeting: 12}}
grace_weeks: 2
duty:
  service_level: {share: 80%, within_seconds: 60, handling_minutes: 12, patience_minutes: 5}
  between_leads: {activity: calls, minutes_each: 6, efficiency: 70%}
  max_slots_per_week: 6
objective: [monthly_cost, people]
limits: {people: 12, hires: 4, monthly_cost: 1_500_000}
managers:
  - {name: Anna, monthly_cost: 140_000, effectiveness: {hunter: 1.15, inbound: 0.9, mixed: 0.95}}
  - {name: Boris, roles: [inbound, mixed], days_off: [2026-02-02/2026-02-06, 2026-03-09], effectiveness: 110%}
  - {name: Vera, keep: true, absence: 8%, funnels: [cold]}
  - {name: Dina, working_days: [mon, tue], day_patterns: [{calls: 40}, {duty: 1}], until: 2026-03-01}
candidates:
  - {profile: junior, at_most: 10, monthly_cost: 90_000, from: 2026-02-02, ramp: [0.25, 50%]}
"""
PATTERNS = "day_patterns:\n  - {calls: 90}\n  - {meetings: 2}\n  - {duty: 1, calls: 40}\n"
PEOPLE = """\
managers:
  - {name: Anna, monthly_cost: 140_000}
  - {name: Boris, roles: [inbound, mixed]}
candidates:
  - {profile: junior, at_most: 3}
"""
ALLOWED = {
    "all roles of a person whose patterns are all of duty": (
        ("monthly_cost: 140_000", "roles: [mixed, hunter, inbound], day_patterns: [{duty: 2}]"),
    ),
    "default roles of such a person": (("monthly_cost: 140_000", "day_patterns: [{duty: 2}]"),),
    "a hunter of an inbound funnel alone": (("monthly_cost: 140_000", "roles: [hunter], funnels: [warm]"),),
    "an effort that only a person's own pattern offers": (
        ("effort: {meetings: 1}", "effort: {visits: 1}"),
        ("monthly_cost: 140_000", "day_patterns: [{visits: 3}]"),
    ),
    "an effort that is only done between leads": (
        ("effort: {meetings: 1}", "effort: {mails: 1}"),
        (
            "leads_per_slot: 6",
            "service_level: {share: 80%, within_seconds: 60, handling_minutes: 12}\n"
            "  between_leads: {activity: mails, minutes_each: 6, efficiency: 70%}",
        ),
    ),
    "patterns of everyone's own": (
        (PATTERNS, ""),
        (PEOPLE, "managers: [{name: Anna, day_patterns: [{calls: 90}, {meetings: 1}]}]\n"),
    ),
    "a weight on one day": (("{mon: 1.4}", "{mon: 0, tue: 0, wed: 0, thu: 0, fri: 0.1}"),),
    "a season without leads": (("per_week: 60", "per_week: 60, season: {2026-01: 0}"),),
    "no leads": (("per_week: 60", "per_week: 0"),),
    "a weight of a day that is not worked": (("{mon: 1.4}", "{sat: 2}"),),
    "deal sizes without spread": (("margin: 40%", "deal_cv: 0"),),
    "keys without values": (("pipeline: empty", "pipeline: empty\nlimits:\nobjective:\ngrace_weeks: null"),),
    "no confidence": (("revenue: 1_000_000", "revenue: 1_000_000\n  confidence: null"),),
    "a conversion that was observed": (("conversion: 5%", "observed: {passed: 38.5, of: 700, source: CRM}"),),
    "absences that take what they can": (("monthly_cost: 140_000", "absence: 75%"),),
    "longer absences": (
        ("monthly_cost: 140_000", "absence: 90%"),
        ("pipeline: empty", "pipeline: empty\nchance: {spell_days: 9}"),
    ),
    "people who are never there": (("monthly_cost: 140_000", "until: 2020-01-01"),),
    "more duty than slots": (("{duty: 1, calls: 40}", "{duty: 7, calls: 40}"),),
    "a month outside the horizon": (("revenue: 1_000_000", "by_month: {2030-01: {revenue: 5}}"),),
    "a product that no funnel sells": (("audit: {deals: 3}", "audit: {deals: 3}\n    setup: {deals: 1}"),),
    "steady with people who come": (
        ("pipeline: empty", "pipeline: steady"),
        ("at_most: 3", "at_most: 3, from: 2026-01-19, ramp: [50%]"),
    ),
    "a manager called like no candidate": (("name: Boris", "name: junior 4"),),
    "a manager called like a profile": (("name: Boris", "name: junior"),),
    "candidates only": ((PEOPLE, "candidates: [{profile: junior, at_most: 1}]\n"),),
    "as many candidates as can be counted": (("at_most: 3", "at_most: 100_000"),),
    "only an extra day is worked": (
        ("weeks: 4", "weeks: 1\n  working_days: [sun]\n  holidays: [2026-01-18]\n  extra_days: [2026-01-14]"),
    ),
    "three letters for a country": (("weeks: 4", "weeks: 4\n  holidays: RUS"),),
    "duty without an inbound funnel": (
        ("    channel: inbound", "    channel: outbound\n    opens_with: calls"),
        ("    leads: {per_week: 60, by_weekday: {mon: 1.4}, by_slot: {morning: 1.2}}\n", ""),
    ),
    "a margin that only a product with a profit target needs": (("audit: {deals: 3}", "audit: {profit: 3}"),),
    "an interval of one day": (("monthly_cost: 140_000", "days_off: [2026-01-13/2026-01-13]"),),
}


def data_of(text):
    return read_yaml(text).data()


def problems_of(data):
    with pytest.raises(InputError) as caught:
        Plan.model_validate(data)
    return list(caught.value.problems)


@pytest.mark.parametrize("edits", ALLOWED.values(), ids=ALLOWED)
def test_what_is_allowed(edits):
    assert parse(edited(edits), "plan.yaml").name == "Two funnels"


def test_values_are_what_their_author_means():
    plan = parse(RICH, "plan.yaml")
    assert plan.target.revenue == 24_000_000
    assert plan.products["audit"].margin == 0.4
    assert plan.calendar.extra_days == (dt.date(2026, 2, 21),)
    assert plan.target.by_month["2026-02"].revenue == 7_000_000
    assert plan.managers[1].days_off == (
        Interval(dt.date(2026, 2, 2), dt.date(2026, 2, 6)),
        Interval(dt.date(2026, 3, 9), dt.date(2026, 3, 9)),
    )
    assert plan.managers[1].effectiveness == Effectiveness(hunter=1.1, inbound=1.1, mixed=1.1)
    assert plan.candidates[0].from_ == dt.date(2026, 2, 2)
    assert plan.candidates[0].ramp == (0.25, 0.5)
    assert plan.pipeline == {"cold": {"meeting": 12}}


def test_what_was_observed_stands_for_a_conversion_that_is_not_given():
    text = edited((("conversion: 5%", "observed: {passed: 38, of: 700}"),))
    plan = parse(text, "plan.yaml")
    assert plan.funnels["cold"].stages[0].conversion == 38.5 / 701
    assert Plan.model_validate(plan.model_dump(mode="json")) == plan
    both = parse(text.replace("observed", "conversion: 4%, observed"), "plan.yaml")
    assert both.funnels["cold"].stages[0].conversion == 0.04


def test_defaults():
    plan = parse(VALID, "plan.yaml")
    assert plan.calendar.working_days == ("mon", "tue", "wed", "thu", "fri")
    assert plan.grace_weeks == 1
    assert plan.objective == ("people", "monthly_cost")
    assert plan.managers[0].roles == ("hunter", "inbound", "mixed")
    assert plan.managers[0].effectiveness == Effectiveness(hunter=1, inbound=1, mixed=1)
    assert plan.managers[1].monthly_cost == 0


@pytest.mark.parametrize("text", [VALID, RICH], ids=["small", "rich"])
def test_a_plan_survives_being_written(text):
    plan = parse(text, "plan.yaml")
    assert Plan.model_validate(plan) == plan
    assert Plan.model_validate(plan.model_dump()) == plan
    assert Plan.model_validate(plan.model_dump(mode="json")) == plan
    assert Plan.model_validate_json(plan.model_dump_json()) == plan
    assert parse(plan.model_dump_json(), "plan.json") == plan
    assert Plan(**dict(plan)) == plan
    assert pickle.loads(pickle.dumps(plan)) == plan


def test_a_plan_is_made_of_records():
    plan = Plan(
        name="Two funnels",
        currency="EUR",
        calendar=Calendar(start=dt.date(2026, 1, 12), weeks=4, slots=("morning", "afternoon")),
        target=Target(revenue=1_000_000, products={"audit": {"deals": 3}}),
        products={"audit": Product(average_deal=150_000, margin="40%"), "setup": Product(average_deal=400_000)},
        day_patterns=({"calls": 90}, {"meetings": 2}, {"duty": 1, "calls": 40}),
        funnels={
            "cold": Funnel(
                channel="outbound",
                product="audit",
                opens_with="calls",
                stages=(
                    Stage(name="contact", conversion=0.05),
                    Stage(name="meeting", conversion="50%", effort={"meetings": 1}, days_to_next=10),
                ),
            ),
            "warm": Funnel(
                channel="inbound",
                product="setup",
                leads=Leads(per_week=60, by_weekday={"mon": 1.4}, by_slot={"morning": 1.2}),
                stages=[Stage(name="lead", conversion=0.35)],
            ),
        },
        pipeline="empty",
        duty=Duty(leads_per_slot=6),
        managers=(
            manager
            for manager in (
                Manager(name="Anna", monthly_cost=140_000),
                Manager(name="Boris", roles=["inbound", "mixed"]),
            )
        ),
        candidates=[Candidate(profile="junior", at_most=3)],
    )
    assert plan == parse(VALID, "plan.yaml")


def test_a_field_goes_by_its_own_name_in_python():
    assert Manager(name="Anna", from_="2026-02-02").from_ == Manager(name="Anna", **{"from": "2026-02-02"}).from_


def test_a_plan_is_frozen():
    plan = parse(VALID, "plan.yaml")
    with pytest.raises(ValidationError, match="frozen"):
        plan.name = "Another"


def test_a_plan_has_a_json_schema():
    schema = Plan.model_json_schema()
    assert schema["required"] == ["name", "calendar", "products", "funnels", "pipeline"]
    assert schema["properties"]["currency"]["description"] == "free text, shown in reports"


def test_every_field_is_described():
    for record in (Plan, Calendar, Target, Product, Funnel, Stage, Leads, Duty, Manager, Candidate):
        for key, field in keys_of(record).items():
            assert record.model_fields[field].description, key


def test_problems_carry_their_places():
    data = data_of(VALID)
    data["funnels"]["cold"]["stages"][0]["conversion"] = 5
    del data["pipeline"]
    with pytest.raises(InputError) as caught:
        Plan.model_validate(data)
    assert str(caught.value) == (
        "pipeline: must be given, got nothing. Add `pipeline: steady`.\n"
        "funnels.cold.stages[0].conversion: must be at most 1, got 5. Write 0.05 or 5%."
    )
    assert [problem.path for problem in caught.value.details] == [
        ("pipeline",),
        ("funnels", "cold", "stages", 0, "conversion"),
    ]


def test_the_error_survives_pickling():
    with pytest.raises(InputError) as caught:
        Plan.model_validate({})
    error = pickle.loads(pickle.dumps(caught.value))
    assert (str(error), error.problems, error.details) == (
        str(caught.value),
        caught.value.problems,
        caught.value.details,
    )


def test_no_more_problems_than_anyone_would_read():
    unknown = {f"key {number}": 1 for number in range(200)}
    *kept, rest = problems_of(data_of(VALID) | unknown)
    assert rest == f"... and {200 - len(kept)} more problems."
    assert 30 < len(kept) < 100
    assert sum(map(len, kept)) <= MOST_LETTERS
    unknown = {f"key {number}": 1 for number in range(5000)}
    *kept, rest = problems_of(data_of(VALID) | unknown)
    assert rest == f"... and at least {MOST_FOUND - len(kept)} more problems."


def test_as_many_short_problems_as_anyone_would_read():
    assert shortened(["must be."] * 100) == ["must be."] * 100
    assert shortened(["must be."] * 101)[100:] == ["... and 1 more problem."]


def test_a_long_problem_is_cut():
    assert shortened(["x" * 5000]) == ["x" * 997 + "..."]


def test_names_with_dots_are_quoted_in_paths():
    data = data_of(VALID)
    data["products"]["audit 2.0"] = {"average_deal": 0}
    assert problems_of(data) == [
        'products."audit 2.0".average_deal: must be above 0 without a monthly_fee, got 0. '
        "Write a number such as 150_000, or add `monthly_fee: 9_000`."
    ]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (None, "must be a mapping, got nothing. Write it as `name: ...` and so on."),
        ([], "must be a mapping, got an empty list. Write it as `name: ...` and so on."),
        (7, "must be a mapping, got 7. Write it as `name: ...` and so on."),
    ],
)
def test_what_is_no_mapping(data, problem):
    assert problems_of(data) == [problem]


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("currency", 10**5000, "currency: must be text, got a larger number. Write text."),
        (
            "currency",
            "\ud800",
            "currency: must be text, got \N{REPLACEMENT CHARACTER} with half a character in it. Remove that.",
        ),
        ("currency", dt.date(2026, 1, 1), "currency: must be text, got 2026-01-01. Write text."),
        (5, 1, '5: must be text as a key, got 5. Put it in quotes: "5".'),
        (
            "grace_weeks",
            10**5000,
            "grace_weeks: must be at most 1e15 in size, got a larger number. Write a number such as 1.",
        ),
        ("limits", {"people": math.inf}, "limits.people: must be a finite number, got inf. Write a number such as 3."),
    ],
    ids=[
        "endless digits",
        "half a character",
        "a date",
        "a number for a key",
        "endless digits for a count",
        "infinity",
    ],
)
def test_values_that_only_python_has(key, value, problem):
    assert problem in problems_of(data_of(VALID) | {key: value})


def test_data_that_holds_itself():
    endless = []
    endless.append(endless)
    assert problems_of(data_of(VALID) | {"managers": endless})[0] == (
        "must be nested at most 64 deep, got more. Write it flat."
    )


def places(data, path=()):
    """Give the path of every key and item."""
    parts = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, part in parts:
        yield (*path, step)
        yield from places(part, (*path, step))


def with_value(data, path, value):
    data = copy.deepcopy(data)
    within = data
    for step in path[:-1]:
        within = within[step]
    within[path[-1]] = value
    return data


@pytest.mark.parametrize("text", [VALID, RICH], ids=["small", "rich"])
@pytest.mark.parametrize("nonsense", [math.nan, [[1]]], ids=["nan", "a list"])
def test_a_broken_value_is_the_only_complaint(text, nonsense):
    data = data_of(text)
    for path in places(data):
        with pytest.raises(InputError) as caught:
            Plan.model_validate(with_value(data, path, nonsense))
        for problem in caught.value.details:
            # the objective is judged as a whole
            assert problem.path[: len(path)] == path or problem.path == path[:1] == ("objective",), (path, problem)


@pytest.mark.parametrize("text", [VALID, RICH], ids=["small", "rich"])
def test_a_mistyped_key_is_the_only_complaint(text):
    data = data_of(text)
    records = (Plan, Calendar, Target, Product, Funnel, Stage, Leads, Duty, Manager, Candidate)
    known = {key for record in records for key in keys_of(record)}
    tried = 0
    for path in places(data):
        if path[-1] not in known or "day_patterns" in path[:-1]:
            continue
        *before, key = path
        within = data
        for step in before:
            within = within[step]
        mistyped = {(f"{k}x" if k == key else k): value for k, value in within.items()}
        whole = with_value(data, before, mistyped) if before else mistyped
        with pytest.raises(InputError) as caught:
            Plan.model_validate(whole)
        assert [problem.path for problem in caught.value.details] == [(*before, f"{key}x")]
        tried += 1
    assert tried > 30
