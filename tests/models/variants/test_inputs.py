from __future__ import annotations

import re

import pytest

from salescrew.errors import InputError
from salescrew.models.load import load
from salescrew.models.plan.written.paths import value_at
from salescrew.models.variants.inputs import ESTIMATES, Input, changed, inputs
from tests.models.plan.test_paths import CASES, PLAN


def of(plan, title: str) -> Input:
    found = [one for one in inputs(plan) if one.title == title]
    assert len(found) == 1
    return found[0]


def test_estimates_in_the_order_of_the_plan():
    assert [(one.title, one.path, one.value) for one in inputs(PLAN, *ESTIMATES)] == [
        ("average deal of audit", "products.audit.average_deal", 1000.0),
        ("average deal of big deal", "products.big deal.average_deal", 9000.0),
        ("calls in {calls: 90}", "day_patterns[0].calls", 90),
        ("meetings in {meetings: 1, calls: 15}", "day_patterns[1].meetings", 1),
        ("calls in {meetings: 1, calls: 15}", "day_patterns[1].calls", 15),
        ("conversion of contact in cold", "funnels.cold.stages.contact.conversion", 0.05),
        ("conversion of meeting in cold", "funnels.cold.stages.meeting.conversion", 0.5),
        ("conversion of v1.0 in cold.v2", 'funnels."cold.v2".stages."v1.0".conversion', 0.1),
        ("conversion of 0 in cold.v2", 'funnels."cold.v2".stages.0.conversion', 0.2),
        ("leads a week in warm", "funnels.warm.leads.per_week", 60.0),
        ("conversion of lead in warm", "funnels.warm.stages.lead.conversion", 0.4),
        ("effectiveness of Anna", "managers.Anna.effectiveness", 1.0),
        ("effectiveness of Dr. No", 'managers."Dr. No".effectiveness', 1.0),
        ("calls in Dr. No's {calls: 40}", 'managers."Dr. No".day_patterns[0].calls', 40),
        ("effectiveness of junior", "candidates.junior.effectiveness", 1.0),
    ]


def test_further_kinds():
    further = {one.title: one.path for one in inputs(PLAN) if one.kind not in ESTIMATES}
    assert further == {
        "meetings that an item at meeting takes in cold": "funnels.cold.stages.meeting.effort.meetings",
        "leads that one manager takes in a slot": "duty.leads_per_slot",
    }


def test_time_budget_stands_for_patterns():
    budget = {"day_minutes": 480, "minutes": {"calls": 5, "meetings": 180}, "at_most": {"meetings": 2}}
    plan = PLAN.replace({"day_patterns": None, "time_budget": budget})
    assert {one.title: (one.value, one.whole) for one in inputs(plan, "time_budget")} == {
        "minutes of a working day": (480.0, False),
        "minutes for each of calls": (5.0, False),
        "minutes for each of meetings": (180.0, False),
        "most meetings in a day": (2, True),
    }


def test_effectiveness_changes_in_all_roles_that_the_person_may_have():
    plan = PLAN.replace({"managers.Anna.roles": ["hunter", "mixed"], "managers.Anna.effectiveness.mixed": 0.5})
    one = of(plan, "effectiveness of Anna")
    after = changed(plan, one, 1.1).managers[0].effectiveness
    assert (after.hunter, after.inbound, after.mixed) == (1.265, 1.0, 0.55)


def test_values_come_without_the_noise_of_binary_fractions():
    one = of(PLAN, "conversion of contact in cold")
    assert changed(PLAN, one, 0.05 * 1.1).funnels["cold"].stages[0].conversion == 0.055


def test_counts_stay_whole():
    one = of(PLAN, "meetings in {meetings: 1, calls: 15}")
    assert one.whole
    assert value_at(changed(PLAN, one, 2.0), one.path) == 2


def test_conversion_has_a_highest_value():
    one = of(PLAN, "conversion of meeting in cold")
    assert one.most == 1.0
    with pytest.raises(InputError, match=re.escape(f"{one.path}: must be at most 1, got 1.1.")):
        changed(PLAN, one, 1.1)


@pytest.mark.parametrize("path", CASES[::4], ids=lambda path: path.stem)
def test_every_input_stands_where_its_path_says(path):
    plan = load(path)
    for one in inputs(plan):
        assert one.value > 0
        if not one.is_relative:
            assert [value_at(plan, path) for path in one.paths] == [one.value]
        assert changed(plan, one, one.value) == plan


def test_leads_of_weeks_with_numbers_of_their_own_change_in_proportion():
    plan = PLAN.replace({"funnels.warm.leads.by_week": {"2026-01-12": 30, "2026-01-19": 0}})
    (leads,) = inputs(plan, "leads")
    assert (leads.title, leads.path, leads.value, leads.is_relative) == (
        "leads of all weeks in warm",
        "funnels.warm.leads",
        1.0,
        True,
    )
    more = changed(plan, leads, 1.5)
    assert value_at(more, "funnels.warm.leads.per_week") == 90
    assert value_at(more, "funnels.warm.leads.by_week") == {"2026-01-12": 45, "2026-01-19": 0}


def test_menus_of_weekdays_have_counts_too():
    menus = {
        "weekday_patterns.fri": [{"calls": 30}],
        "managers.Anna.weekday_patterns": {"mon": [{"duty": 1, "calls": 9}]},
    }
    plan = PLAN.replace(menus)
    titles = {one.title: one.path for one in inputs(plan, "day_pattern") if "day " in one.title}
    assert titles == {
        "calls in Friday {calls: 30}": "weekday_patterns.fri[0].calls",
        "calls in Anna's Monday {duty: 1, calls: 9}": "managers.Anna.weekday_patterns.mon[0].calls",
    }
    assert changed(plan, of(plan, "calls in Friday {calls: 30}"), 33).weekday_patterns["fri"] == ({"calls": 33},)


def test_what_items_are_worth_moves_where_it_counts_and_as_far_as_items_come():
    stages = [{"name": "contact", "conversion": 0.1}, {"name": "meeting", "conversion": 0.4, "effort": {"calls": 1}}]
    funnel = {"channel": "outbound", "product": "audit", "opens_with": "calls", "stages": stages}
    managers = [{"name": "Anna", "follow_up": 1.25}, {"name": "Boris"}, {"name": "Vera", "roles": ["inbound"]}]
    changes = {"managers": managers, "candidates": [], "funnels": {"cold": funnel}, "duty": None}
    plan = PLAN.replace(changes)
    assert [(one.path, one.value, one.most) for one in inputs(plan, "follow_up")] == [
        ("managers.Anna.follow_up", 1.25, 2.5),
        ("managers.Boris.follow_up", 1.0, 2.5),
    ]
    assert [one.most for one in inputs(plan, "conversion")] == [1.0, 0.8]
    assert inputs(plan.replace({"managers.Anna.follow_up": 1}), "follow_up") == []
