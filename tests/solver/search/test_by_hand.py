"""Tiny plans whose answer is derived by hand; for each constraint one where it bites and one where it does not."""

from __future__ import annotations

from typing import Any

import pytest

from salescrew.models.plan.plan import Plan
from tests.solver.answers import answer, solved
from tests.test_oracles import BY_HAND, CONTACT, MEETING, PAYS, cold, deals, inbound, optimal, outbound, people, warm

Data = dict[str, Any]
INFEASIBLE = ("infeasible", None, None)


@pytest.mark.parametrize("name", BY_HAND)
def test_solver_finds_what_was_derived_for_the_oracles(name: str) -> None:
    data, expected = BY_HAND[name]
    assert answer({key: value for key, value in data.items() if value is not None}) == expected


# Outbound: Monday and Tuesday, 10 calls a day, every second contact pays: one person makes 10 deals a week.
# Inbound: 10 leads in each of four slots, 6 a head: two on duty, always, and 20 deals.
COLD_Y = {"channel": "outbound", "product": "y", "opens_with": "calls", "stages": [PAYS]}
TWO_PRODUCTS: Data = {
    "products": {"x": {"average_deal": 100}, "y": {"average_deal": 100}},
    "funnels": cold(PAYS) | {"cold-y": COLD_Y},
    "target": {"products": {"x": {"deals": 5}, "y": {"deals": 5}}},
}
HALF_DAYS = [{"calls": 10}, {"duty": 1, "calls": 5}]
ONE_A_SLOT: Data = {"duty": {"managers_per_slot": 1}, "day_patterns": HALF_DAYS}
WHOLE_DAYS_OR_HALVES = [{"calls": 10}, {"duty": 1}, {"duty": 2}]
EVERY_DAY: Data = {"working_days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]}
STRONG_AND_TWO = [{"name": "S", "monthly_cost": 5, "effectiveness": 2}, *people(1, 1)]


def warm_and_cold(**leads: Any) -> Data:
    return warm(PAYS, leads=leads) | {"cold-y": COLD_Y}


TWINS: dict[str, tuple[Data, Any, Data, Any]] = {
    # 8 deals take 16 contacts
    "max_contacts": (
        outbound(target=deals(8), funnels=cold(PAYS, max_contacts=15)),
        INFEASIBLE,
        outbound(target=deals(8), funnels=cold(PAYS, max_contacts=16)),
        optimal(1, 1),
    ),
    # 8 covers: at most two a head take four, at most four two
    "max_slots_per_week": (
        inbound(duty={"leads_per_slot": 6, "max_slots_per_week": 2}),
        optimal(4, 4),
        inbound(duty={"leads_per_slot": 6, "max_slots_per_week": 4}),
        optimal(2, 2),
    ),
    # of two places a day one may stay free: of three a week three people have nine
    "max_slots_per_week of an odd number": (
        inbound(duty={"leads_per_slot": 6, "max_slots_per_week": 3}),
        optimal(3, 3),
        inbound(duty={"leads_per_slot": 6, "max_slots_per_week": 5}),
        optimal(2, 2),
    ),
    # four people, of one a week, have four
    "max_slots_per_week of one": (
        inbound(duty={"leads_per_slot": 6, "max_slots_per_week": 1}),
        INFEASIBLE,
        inbound(
            duty={"leads_per_slot": 6, "max_slots_per_week": 1}, day_patterns=[{"duty": 1}], managers=people(*[1] * 8)
        ),
        optimal(8, 8),
    ),
    # none at all: leads cannot be answered; where there are no leads it does not matter
    "max_slots_per_week of none": (
        inbound(duty={"leads_per_slot": 6, "max_slots_per_week": 0}),
        INFEASIBLE,
        inbound(
            duty={"leads_per_slot": 6, "max_slots_per_week": 0},
            funnels=warm_and_cold(per_week=0),
            products=TWO_PRODUCTS["products"],
            target={"products": {"y": {"deals": 10}}},
        ),
        optimal(1, 1),
    ),
    # two days a week make 10 deals, one makes 5
    "max_days_per_week": (
        outbound(target=deals(10), max_days_per_week=1),
        optimal(2, 2),
        outbound(target=deals(10), max_days_per_week=2),
        optimal(1, 1),
    ),
    "max_days_per_week of a person": (
        outbound(target=deals(10), managers=[*people(1, max_days_per_week=1), *people(1, 2)[1:]]),
        optimal(1, 2),
        outbound(target=deals(10), managers=people(1, max_days_per_week=1)),
        INFEASIBLE,
    ),
    # six days of seven where nothing is said: 30 deals a week, and not 35
    "six days a week": (
        outbound(EVERY_DAY, target=deals(35), managers=people(1)),
        INFEASIBLE,
        outbound(EVERY_DAY, target=deals(30), managers=people(1)),
        optimal(1, 1),
    ),
    # 8 covers take 8 places less absence: of 4 each, half away, four people have 8; one of them who is never away 2 + 4
    "reserve for absences": (
        inbound(managers=people(1, 1, 1, 1, absence="50%")),
        optimal(4, 4),
        inbound(managers=[*people(1, 1, 1, absence="50%"), {"name": "Z", "monthly_cost": 1}]),
        optimal(3, 3),
    ),
    # at most three places of each count, and less a half 1.5: four people have 6
    "reserve within max_slots_per_week": (
        inbound(managers=people(*[1] * 4, absence="50%"), duty={"leads_per_slot": 6, "max_slots_per_week": 3}),
        INFEASIBLE,
        inbound(managers=people(*[1] * 6, absence="50%"), duty={"leads_per_slot": 6, "max_slots_per_week": 3}),
        optimal(6, 6),
    ),
    # a tenth off 20 calls leaves 18
    "absence": (
        outbound(target=deals(20), managers=people(1, 1, 1, absence="10%")),
        optimal(3, 3),
        outbound(target=deals(18), managers=people(1, 1, 1, absence="10%")),
        optimal(2, 2),
    ),
    # 5 of each is one person's work, unless each knows but one of the two
    "funnels": (
        outbound(**TWO_PRODUCTS, managers=[*people(1, funnels=["cold"]), {"name": "Z", "funnels": ["cold-y"]}]),
        optimal(2, 1),
        outbound(**TWO_PRODUCTS, managers=[*people(1), {"name": "Z", "funnels": ["cold-y"]}]),
        optimal(1, 1),
    ),
    # half days: two on duty; mixed ones call 4 x 5 besides, inbound ones do not, and a hunter calls 20
    "roles": (
        inbound(
            **ONE_A_SLOT,
            funnels=warm(PAYS) | cold(PAYS),
            target=deals(30),
            managers=people(1, 1, 1, roles=["hunter", "inbound"]),
        ),
        optimal(3, 3),
        inbound(**ONE_A_SLOT, funnels=warm(PAYS) | cold(PAYS), target=deals(30)),
        optimal(2, 2),
    ),
    # the cheap one would do alone
    "keep": (
        outbound(target=deals(10), managers=[*people(1), {"name": "K", "monthly_cost": 7, "keep": True}, *people()]),
        optimal(1, 7),
        outbound(target=deals(10), managers=[*people(1), {"name": "K", "monthly_cost": 7}]),
        optimal(1, 1),
    ),
    "keep of a candidate": (
        outbound(target=deals(10), candidates=[{"profile": "new", "at_most": 2, "monthly_cost": 7, "keep": True}]),
        optimal(2, 14),
        outbound(target=deals(10), candidates=[{"profile": "new", "at_most": 2, "monthly_cost": 7}]),
        optimal(1, 1),
    ),
    "limits.people": (
        outbound(target=deals(30), limits={"people": 2}),
        INFEASIBLE,
        outbound(target=deals(30), limits={"people": 3}),
        optimal(3, 3),
    ),
    # the strong one alone is the fewest, and costs 5
    "limits.monthly_cost": (
        outbound(target=deals(20), managers=STRONG_AND_TWO, limits={"monthly_cost": 4}),
        optimal(2, 2),
        outbound(target=deals(20), managers=STRONG_AND_TWO, limits={"monthly_cost": 5}),
        optimal(1, 5),
    ),
    # a new strong one alone is the fewest
    "limits.hires": (
        outbound(
            target=deals(20), candidates=[{"profile": "new", "at_most": 1, "effectiveness": 2}], limits={"hires": 0}
        ),
        optimal(2, 2),
        outbound(
            target=deals(20), candidates=[{"profile": "new", "at_most": 1, "effectiveness": 2}], limits={"hires": 1}
        ),
        optimal(1, 0),
    ),
    # 20 deals: the strong one at 5, or two at 1 each
    "objective": (
        outbound(target=deals(20), managers=STRONG_AND_TWO),
        optimal(1, 5),
        outbound(target=deals(20), managers=STRONG_AND_TWO, objective=["monthly_cost", "people"]),
        optimal(2, 2),
    ),
    # Monday is in March, Wednesday in April: half of 1,000 each
    "by_month": (
        outbound(
            {"start": "2026-03-30", "working_days": ["mon", "wed"]}, target={"by_month": {"2026-04": {"revenue": 501}}}
        ),
        optimal(2, 2),
        outbound(
            {"start": "2026-03-30", "working_days": ["mon", "wed"]}, target={"by_month": {"2026-04": {"revenue": 500}}}
        ),
        optimal(1, 1),
    ),
    # 10 deals of x besides: revenue alone is met by any
    "products": (
        outbound(
            **TWO_PRODUCTS | {"target": {"revenue": 1000, "products": {"y": {"deals": 5}}}},
            managers=[*people(1, 9, funnels=["cold"]), {"name": "Z", "monthly_cost": 20}],
        ),
        optimal(1, 20),
        outbound(
            **TWO_PRODUCTS | {"target": {"revenue": 1000}},
            managers=[*people(1, 9, funnels=["cold"]), {"name": "Z", "monthly_cost": 20}],
        ),
        optimal(1, 1),
    ),
    "profit": (
        outbound(target={"profit": 500.1}),
        optimal(2, 2),
        outbound(target={"profit": 500}),
        optimal(1, 1),
    ),
    # 13 leads on Monday at 5 a slot are 2 on duty in each, 7 on Tuesday 1: six covers; evenly 8 of 10 leads
    "by_weekday": (
        inbound(
            duty={"leads_per_slot": 7},
            funnels=warm(PAYS, leads={"per_week": 40, "by_weekday": {"mon": 3}}),
            day_patterns=[{"calls": 1}, {"duty": 2}],
        ),
        optimal(3, 3),
        inbound(duty={"leads_per_slot": 10}, funnels=warm(PAYS, leads={"per_week": 40})),
        optimal(1, 1),
    ),
    # April's leads are but half: 5 a slot
    "season": (
        inbound({"start": "2026-04-06"}, target=deals(10)),
        optimal(2, 2),
        inbound({"start": "2026-04-06"}, target=deals(10), funnels=warm(PAYS, leads={"season": {"2026-04": 0.5}})),
        optimal(1, 1),
    ),
    # 10 contacts make a meeting; within the week one person's two days hold that, if the meeting need not wait
    "efforts of a steady week": (
        outbound(target=deals(1.001), funnels=cold(CONTACT, MEETING)),
        optimal(2, 2),
        outbound(target=deals(1), funnels=cold(CONTACT, MEETING)),
        optimal(1, 1),
    ),
    # 60 minutes are 12 calls, two days 24; at most 10 of them a day are 20
    "time_budget.at_most": (
        outbound(
            target=deals(12),
            day_patterns=None,
            time_budget={"day_minutes": 60, "minutes": {"calls": 5}, "at_most": {"calls": 10}},
        ),
        optimal(2, 2),
        outbound(
            target=deals(12),
            day_patterns=None,
            time_budget={"day_minutes": 60, "minutes": {"calls": 5}, "at_most": {"calls": 12}},
        ),
        optimal(1, 1),
    ),
    # a slot of 240 minutes leaves nothing of a day of 240, and half of one of 480
    "time_budget and duty": (
        inbound(day_patterns=None, time_budget={"day_minutes": 240, "minutes": {"calls": 24}}),
        optimal(4, 4),
        inbound(day_patterns=None, time_budget={"day_minutes": 480, "minutes": {"calls": 24}}),
        optimal(2, 2),
    ),
}


@pytest.mark.parametrize("name", TWINS)
def test_constraint_bites_and_does_not(name: str) -> None:
    biting, expected, free, otherwise = TWINS[name]
    assert answer({key: value for key, value in biting.items() if value is not None}) == expected
    assert answer({key: value for key, value in free.items() if value is not None}) == otherwise


# What one person makes; each line asks for what the days there can just do, and for a little more.
@pytest.mark.parametrize(
    ("calendar", "person", "most"),
    [
        ({}, {}, 10),
        # the first week is broken
        ({"start": "2026-03-03"}, {}, 5),
        ({"working_days": ["mon", "tue", "sun"]}, {}, 15),
        ({"holidays": ["2026-03-02"]}, {}, 5),
        # an extra day that is a holiday is worked
        ({"holidays": ["2026-03-02"], "extra_days": ["2026-03-02"]}, {}, 10),
        # dates outside the horizon are ignored
        ({"extra_days": ["2026-03-07", "2027-03-07"]}, {}, 15),
        # 9 March 2026 is a day off in Russia, as 8 March is a Sunday
        ({"holidays": "RU", "start": "2026-03-09"}, {}, 5),
        ({"working_days": ["mon", "tue", "wed"]}, {"working_days": ["tue"]}, 5),
        # an extra day needs not be among one's own
        ({"extra_days": ["2026-03-07"]}, {"working_days": ["mon"]}, 10),
        ({}, {"days_off": ["2026-03-03"]}, 5),
        ({}, {"days_off": ["2026-03-03/2026-03-10", "2026-04-01"]}, 5),
        ({}, {"from": "2026-03-03"}, 5),
        ({}, {"until": "2026-03-02"}, 5),
        ({"weeks": 3}, {"from": "2026-03-09", "until": "2026-03-16"}, 15),
        ({}, {"absence": "25%"}, 7.5),
        ({}, {"ramp": [0.5]}, 5),
        # the first week of the ramp lies before the horizon
        ({}, {"ramp": [0.5], "from": "2026-02-23"}, 10),
        ({"weeks": 3}, {"ramp": [0, 0.5]}, 15),
        ({"weeks": 2}, {"ramp": [0.1, 0.5], "from": "2026-03-10"}, 0.5),
        ({}, {"effectiveness": 1.3}, 13),
        ({}, {"effectiveness": {"hunter": 0.6, "mixed": 0.8, "inbound": 3}}, 8),
        ({}, {"effectiveness": {"hunter": 0.6, "mixed": 0.8}, "roles": ["hunter"]}, 6),
        ({}, {"day_patterns": [{"calls": 4}]}, 4),
        ({}, {"day_patterns": [{"calls": 14}]}, 14),
    ],
)
def test_days_and_worth_of_a_person(calendar: Data, person: Data, most: float) -> None:
    def plan(wanted: float) -> Data:
        return outbound(calendar, target=deals(wanted), managers=people(1, **person))

    assert answer(plan(most)) == optimal(1, 1)
    assert answer(plan(most * 1.001)) == INFEASIBLE


def test_nobody_is_needed_where_the_pipeline_meets_the_target() -> None:
    # 20 open items, every second one pays; there are no leads and nobody is to be kept
    result = solved(outbound(target=deals(10), pipeline={"cold": {"contact": 20}}))
    assert (result.status, result.headcount, result.monthly_cost) == optimal(0, 0)
    assert (result.managers, result.roster, result.quotas) == ((), (), ())
    assert (result.deals, result.revenue) == (10, 1000)


@pytest.mark.parametrize(
    ("limits", "taken"),
    [({"people": 1}, "2"), ({"hires": 0}, "1"), ({"monthly_cost": 6.5}, "7")],
)
def test_kept_people_break_limits(limits: Data, taken: str) -> None:
    kept = [{"name": "K", "monthly_cost": 3, "keep": True}]
    hired = [{"profile": "new", "at_most": 1, "monthly_cost": 4, "keep": True}]
    result = solved(outbound(target=deals(1), managers=kept, candidates=hired, limits=limits))
    (name, limit), *_ = limits.items()
    assert result.status == "infeasible"
    assert result.warnings == (
        f"limits.{name} is {limit}, and the people to be kept alone come to {taken}. Raise the limit, or keep fewer.",
    )


def test_kept_people_keep_to_limits() -> None:
    kept = [{"name": "K", "monthly_cost": 3, "keep": True}]
    hired = [{"profile": "new", "at_most": 1, "monthly_cost": 4, "keep": True}]
    limits = {"people": 2, "hires": 1, "monthly_cost": 7}
    result = solved(outbound(target=deals(1), managers=kept, candidates=hired, limits=limits))
    assert (result.status, result.headcount, result.monthly_cost) == optimal(2, 7)
    assert result.warnings == ()


def test_people_and_what_they_do() -> None:
    # the leads of four slots take one on duty, 10 a slot; 20 deals of x come of that, 5 of y are 10 calls
    result = solved(
        inbound(
            duty={"leads_per_slot": 10},
            products=TWO_PRODUCTS["products"],
            funnels=warm(PAYS) | {"cold-y": COLD_Y},
            target={"products": {"x": {"deals": 20}, "y": {"deals": 5}}},
            managers=[{"name": "I", "roles": ["inbound"]}, {"name": "H", "roles": ["hunter"], "monthly_cost": 2}],
        )
    )
    assert [(member.name, member.role, member.hired) for member in result.managers] == [
        ("I", "inbound", False),
        ("H", "hunter", False),
    ]
    assert [(str(row.date), row.slot, row.leads, row.required) for row in result.coverage] == [
        ("2026-03-02", "morning", 10, 1),
        ("2026-03-02", "afternoon", 10, 1),
        ("2026-03-03", "morning", 10, 1),
        ("2026-03-03", "afternoon", 10, 1),
    ]
    assert {row.duty for row in result.roster if row.manager == "I"} == {("morning", "afternoon")}
    assert sum(row.activities["calls"] for row in result.quotas if row.manager == "H") == 10
    assert sum(row.activities["calls"] for row in result.quotas if row.manager == "I") == 0
    assert sum(row.contacts.get("cold-y", 0) for row in result.quotas) == pytest.approx(10, rel=1e-5)
    paid = {(row.funnel): row.entering for row in result.funnel if row.stage == "paid"}
    assert paid == pytest.approx({"warm": 20, "cold-y": 5}, rel=1e-5)


def test_new_people_are_numbered() -> None:
    result = solved(
        outbound(target=deals(25), managers=[], candidates=[{"profile": "new", "at_most": 5, "monthly_cost": 3}])
    )
    assert [(member.name, member.monthly_cost, member.hired) for member in result.managers] == [
        ("new 1", 3, True),
        ("new 2", 3, True),
        ("new 3", 3, True),
    ]


def test_steady_plan_whose_team_changes_carries_a_warning() -> None:
    plan = Plan.model_validate(outbound(target=deals(5), managers=people(1, **{"from": "2026-03-03"})))
    warnings = solved(plan).warnings
    assert len(warnings) == 1
    assert warnings[0].startswith("pipeline: steady means that this team has always worked this plan")


def ties(data: Data) -> tuple[int | None, int | None, int | None]:
    found = solved(Plan.model_validate({key: value for key, value in data.items() if value is not None}))
    told = (found.hires, found.role_changes, found.wider)
    assert (found.hires_bound, found.role_changes_bound, found.wider_bound) == told
    return told


NEW: Data = {"profile": "new", "at_most": 3, "monthly_cost": 1, "effectiveness": 1.2}


@pytest.mark.parametrize(
    ("data", "told"),
    [
        # two of the three who are there are as good as two strangers at the same cost, who could do more
        (outbound(target=deals(20), managers=people(1, 1, 1), candidates=[NEW]), (0, 0, 0)),
        # only strangers can do it with two
        (outbound(target=deals(22), managers=people(1, 1, 1), candidates=[NEW]), (1, 0, 0)),
        # where there is nothing but cold calling, nobody need be mixed, and who is inbound today must change
        (outbound(target=deals(10), managers=people(1, role="hunter")), (0, 0, 0)),
        (outbound(target=deals(10), managers=people(1, role="inbound")), (0, 1, 0)),
        (outbound(target=deals(10), managers=people(1, role="mixed")), (0, 0, 1)),
        # who may be nothing but mixed is so
        (outbound(target=deals(10), managers=people(1, roles=["mixed"])), (0, 0, 1)),
    ],
)
def test_ties_between_teams_that_are_as_good(data: Data, told: tuple[int, int, int]) -> None:
    assert ties(data) == told


def test_the_last_tie_is_the_cost_over_the_horizon() -> None:
    # both cost 100 a month and would do; one is paid for two of the seven days
    managers = [{"name": "A", "monthly_cost": 100}, {"name": "B", "monthly_cost": 100, "until": "2026-03-03"}]
    found = solved(Plan.model_validate(outbound(target=deals(10), managers=managers)))
    assert [member.name for member in found.managers] == ["B"]
    assert found.cost == found.cost_bound == pytest.approx(100 * 2 / 30.4375)
