"""What is allowed and yet may not be meant."""

from __future__ import annotations

import pytest

from salescrew.models.department.warnings import concerning, warnings
from salescrew.models.load import parse
from tests.models.plan.test_malformed import edited

STEADY = (
    "pipeline: steady means that this team has always worked this plan, so work late in the horizon pays early in it; "
    "but from, until or ramp change the team ({}). Where that matters, write `pipeline: empty` or the items under way."
)
CASES = {
    "nothing": ((), []),
    "steady with the same team all along": ((("pipeline: empty", "pipeline: steady"),), []),
    "steady with a team that changes": (
        (
            ("pipeline: empty", "pipeline: steady"),
            ("monthly_cost: 140_000", "until: 2026-02-01"),
            ("at_most: 3", "at_most: 3, ramp: [50%]"),
        ),
        [STEADY.format("Anna, junior")],
    ),
    "empty with a team that changes": ((("at_most: 3", "at_most: 3, ramp: [50%]"),), []),
    "a month in the horizon": ((("revenue: 1_000_000", "by_month: {2026-02: {revenue: 1}}"),), []),
    "a month outside": (
        (("revenue: 1_000_000", "by_month: {2026-03: {revenue: 1}}"),),
        [
            "target.by_month.2026-03: the horizon from 2026-01-12 to 2026-02-08 brings nothing in this month, so "
            "nobody can meet this target. Remove it, or move the horizon."
        ],
    ),
    "weights of days that are not worked": (
        (("{mon: 1.4}", "{mon: 1.4, sat: 2, sun: 1}"),),
        [
            "funnels.warm.leads.by_weekday: sat, sun are not among calendar.working_days, so no leads come then.",
        ],
    ),
    "as much duty as slots": ((("{duty: 1, calls: 40}", "{duty: 2}"),), []),
    "more duty than slots": (
        (("{duty: 1, calls: 40}", "{duty: 3}"), ("monthly_cost: 140_000", "day_patterns: [{duty: 4}]")),
        [
            "day_patterns: a pattern has 3 places on duty where a day has 2 slots, so some of them are of no use.",
            "day_patterns of Anna: a pattern has 4 places on duty where a day has 2 slots, so some of them are of no "
            "use.",
        ],
    ),
    "an activity with a slip": (
        (("{duty: 1, calls: 40}", "{dutty: 1, cals: 40}"),),
        [
            "day_patterns: no funnel takes the activity dutty. Did you mean duty?",
            "day_patterns: no funnel takes the activity cals. Did you mean calls?",
        ],
    ),
    "a product that no funnel sells": (
        (("product: setup", "product: audit"), ("audit: {deals: 3}", "setup: {deals: 3}")),
        ["target.products.setup: no funnel sells it, so nobody can meet this target."],
    ),
    "people who are never there": (
        (("monthly_cost: 140_000", "until: 2026-01-11"), ("at_most: 3", "at_most: 3, working_days: [sat]")),
        [
            "Anna is there on no working day of the horizon. Check from, until, working_days, days_off.",
            "junior is there on no working day of the horizon. Check from, until, working_days, days_off.",
        ],
    ),
    "nobody too many is settled": (
        (("duty:\n", "fixed: {slots: [{date: 2026-01-12, slot: morning, managers: [Anna, Boris]}]}\nduty:\n"),),
        [],
    ),
    # 60 leads a week, on Tuesdays 1 / 5.4 of them, in the afternoon 1 / 2.2 of those: 5.05, one on duty
    "more people are settled than a slot takes": (
        (
            (
                "duty:\n",
                "fixed:\n"
                "  slots: [{date: 2026-01-13, slot: afternoon, managers: [Anna]}]\n"
                "  days: [{date: 2026-01-13, manager: Boris, pattern: {duty: 1, calls: 40}, duty: [afternoon]}]\n"
                "duty:\n",
            ),
        ),
        [
            "fixed: Anna and Boris cannot be on duty on 2026-01-13, afternoon: it takes 1, and no more people are on "
            "duty than that. Settle another slot."
        ],
    ),
    "people are settled where no leads come": (
        (
            ("by_slot: {morning: 1.2}", "by_slot: {morning: 0}"),
            ("duty:\n", "fixed: {slots: [{date: 2026-01-13, slot: morning, managers: [Anna]}]}\nduty:\n"),
        ),
        [
            "fixed: Anna cannot be on duty on 2026-01-13, morning: it gets no leads, and no more people are on duty "
            "than that. Settle another slot."
        ],
    ),
}


@pytest.mark.parametrize(("edits", "expected"), CASES.values(), ids=CASES)
def test_warnings(edits, expected):
    assert warnings(parse(edited(edits), "plan.yaml")) == expected


CHANGING = edited(CASES["steady with a team that changes"][0])


@pytest.mark.parametrize(
    ("team", "changing"),
    [
        (("Anna", "junior 1"), "Anna, junior"),
        (("junior 2",), "junior"),
        (("Anna", "Boris"), "Anna"),
        (("Boris",), ""),
        # without a team it may be what keeps everybody from it
        ((), "Anna, junior"),
    ],
)
def test_who_is_not_in_the_team_is_not_warned_of(team, changing):
    plan = parse(CHANGING, "team.yaml")
    told = [*warnings(plan), "Something else."]
    assert concerning(plan, told, team) == [*([STEADY.format(changing)] if changing else []), "Something else."]


def test_what_was_not_said_is_not_added():
    assert concerning(parse(CHANGING, "team.yaml"), ["Something else."], ["Anna"]) == ["Something else."]
