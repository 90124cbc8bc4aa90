"""What is said about a plan that cannot be met."""

from __future__ import annotations

import datetime as dt

import pytest

from salescrew.cli.pages.explain.conflict import sentences, tables
from salescrew.cli.render.text import text_table
from salescrew.models.answers.explained.conflict import Condition, Conflict, LastEntry, Member
from salescrew.models.answers.result import Overload
from salescrew.models.department.department import Department
from salescrew.models.department.duty_staff import slot_staff
from salescrew.models.on_paper.condition_words import member
from salescrew.models.plan.plan import Plan

PLAN = Plan.model_validate(
    {
        "name": "Sample",
        "currency": "EUR",
        "calendar": {"start": "2026-02-02", "weeks": 2, "slots": ["morning"]},
        "target": {
            "revenue": 24_000_000,
            "profit": 1_234.5,
            "products": {"audit": {"deals": 20, "revenue": 5}},
            "by_month": {"2026-02": {"revenue": 7_000}},
        },
        "products": {"audit": {"average_deal": 100, "margin": 0.5}},
        "day_patterns": [{"calls": 10}, {"duty": 1, "calls": 5}],
        "funnels": {
            "cold": {
                "channel": "outbound",
                "product": "audit",
                "opens_with": "calls",
                "max_contacts": 20_000,
                "stages": [
                    {"name": "contact", "conversion": 0.1, "days_to_next": 7},
                    {"name": "offer", "conversion": 0.5, "effort": {"calls": 2}},
                ],
            },
            "warm": {
                "channel": "inbound",
                "product": "audit",
                "leads": {"per_week": 10},
                "stages": [{"name": "lead", "conversion": 0.2, "days_to_next": 28}],
            },
        },
        "pipeline": {"cold": {"offer": 12.5}},
        "grace_weeks": 2,
        "duty": {"managers_per_slot": 1, "max_slots_per_week": 1},
        "limits": {"people": 12, "hires": 1, "monthly_cost": 1_500_000},
        "managers": [
            {"name": "Anna", "days_off": ["2026-02-04", "2026-02-09/2026-02-10"], "keep": True},
            {"name": "Boris", "days_off": ["2026-02-03/2026-02-05"], "absence": "7.5%"},
            {"name": "Carl", "roles": ["hunter"], "until": "2026-02-06"},
            {"name": "Dina", "working_days": ["mon", "tue"], "roles": ["inbound", "hunter"]},
        ],
        "candidates": [
            {"profile": "junior", "at_most": 3, "from": "2026-02-09", "funnels": ["cold"], "keep": True},
        ],
    }
)
WEDNESDAY = Condition("duty", ("2026-02-04", "morning"))
SLOTS = {str(slot.date): slot for slot in Department(PLAN).slots}


@pytest.mark.parametrize(
    ("condition", "where", "says"),
    [
        (Condition("target", ("revenue",)), "target.revenue", "target of 24,000,000 EUR revenue"),
        (Condition("target", ("profit",)), "target.profit", "target of 1,234.50 EUR profit"),
        (
            Condition("target", ("products.audit.deals",)),
            "target.products.audit.deals",
            "target of 20 deals with audit",
        ),
        (
            Condition("target", ("products.audit.revenue",)),
            "target.products.audit.revenue",
            "target of 5 EUR revenue with audit",
        ),
        (
            Condition("target", ("by_month.2026-02",)),
            "target.by_month.2026-02",
            "target of 7,000 EUR revenue in February 2026",
        ),
        (Condition("limit", ("people",)), "limits.people", "at most 12 people"),
        (Condition("limit", ("hires",)), "limits.hires", "at most 1 hire"),
        (Condition("limit", ("monthly_cost",)), "limits.monthly_cost", "at most 1,500,000 EUR a month for people"),
        (
            Condition("max_contacts", ("cold",)),
            "funnels.cold.max_contacts",
            "cold: the cold base has 20,000 contacts",
        ),
        (
            Condition("time"),
            "calendar.weeks",
            "payments count until Sunday 15 February 2026, and for the target of a month until its end",
        ),
        (
            Condition("pipeline", ("cold", "offer")),
            "pipeline.cold.offer",
            "cold: the work of the 12.5 open at offer at the start is done",
        ),
        (Condition("keep", ("managers", "Anna")), "managers.Anna.keep", "Anna is kept"),
        (Condition("keep", ("candidates", "junior")), "candidates.junior.keep", "3 junior are hired in any case"),
        (
            Condition("max_slots_per_week"),
            "duty.max_slots_per_week",
            "nobody is on duty for more than 1 slot a week",
        ),
        (
            Condition("grace_weeks"),
            "grace_weeks",
            "follow-up work is done within 2 weeks after the week in which it falls due",
        ),
        (
            Condition("person", ("managers", "Anna", "days_off")),
            "managers.Anna.days_off",
            "Anna is off on Wednesday 4 February 2026 and from Monday 9 February 2026 to Tuesday 10 February 2026",
        ),
        (
            Condition("person", ("managers", "Boris", "absence")),
            "managers.Boris.absence",
            "Boris: 7.5% of the time is left free for absence",
        ),
        (Condition("person", ("managers", "Carl", "roles")), "managers.Carl.roles", "Carl may only hunt"),
        (
            Condition("person", ("managers", "Carl", "until")),
            "managers.Carl.until",
            "Carl is there until Friday 6 February 2026",
        ),
        (
            Condition("person", ("managers", "Dina", "roles")),
            "managers.Dina.roles",
            "Dina may only be hunter or inbound",
        ),
        (
            Condition("person", ("managers", "Dina", "working_days")),
            "managers.Dina.working_days",
            "Dina works only on Monday and Tuesday",
        ),
        (
            Condition("person", ("candidates", "junior", "from")),
            "candidates.junior.from",
            "junior is there from Monday 9 February 2026",
        ),
        (
            Condition("person", ("candidates", "junior", "funnels")),
            "candidates.junior.funnels",
            "junior works only cold",
        ),
        (
            WEDNESDAY,
            "Wednesday 4 February 2026, morning",
            "Wednesday 4 February 2026, morning: 1 on duty needed",
        ),
    ],
)
def test_each_condition_in_words(condition: Condition, where: str, says: str) -> None:
    named = member(Department(PLAN), [condition])
    assert (named.where, named.says) == (where, says)


def made(*members: Member, **fields: object) -> Conflict:
    return Conflict.model_validate(
        {"members": members, "irreducible": True, "people_as_they_are": False} | fields, from_attributes=True
    )


def test_slot_that_nobody_can_cover() -> None:
    away = [Condition("person", ("managers", name, "days_off")) for name in ("Anna", "Boris")]
    members = [WEDNESDAY, *away, Condition("person", ("managers", "Carl", "roles"))]
    found = made(
        *(member(Department(PLAN), [condition], enough=condition is WEDNESDAY) for condition in members),
        slots=[slot_staff(Department(PLAN), SLOTS["2026-02-04"])],
    )
    assert sentences(Department(PLAN), found) == [
        "Impossible together: Wednesday 4 February 2026, morning: 1 on duty needed; Anna and Boris are off that day; "
        "Carl may only hunt.",
        "Wednesday 4 February 2026, morning: 1 needed, and none of the 7 people of the plan could be on duty.",
    ]
    assert [text_table(table) for table in tables(found)] == [
        """\
What cannot hold together
what                                                                      in the plan              without it the plan
------------------------------------------------------------------------  -----------------------  -------------------
Wednesday 4 February 2026, morning: 1 on duty needed                      leads and duty           can be met
Anna is off on Wednesday 4 February 2026 and from Monday 9 February 2026  managers.Anna.days_off   is still impossible
 to Tuesday 10 February 2026
Boris is off from Tuesday 3 February 2026 to Thursday 5 February 2026     managers.Boris.days_off  is still impossible
Carl may only hunt                                                        managers.Carl.roles      is still impossible
Taken as given: how many people there are and what they get done in a day; leads and conversions.
""",
        """\
Who cannot be on duty
slot                                who       people  why not on duty
----------------------------------  ------  --------  -----------------------------------------
Wednesday 4 February 2026, morning  Anna           1  is off that day
                                    Boris          1  is off that day
                                    Carl           1  may only hunt
                                    Dina           1  does not work on Wednesdays
                                    junior         3  is there only from Monday 9 February 2026
""",
    ]


def test_target_out_of_reach() -> None:
    found = made(
        member(Department(PLAN), [Condition("target", ("revenue",))], enough=False),
        people_as_they_are=True,
        reach_at_most=0.83012,
    )
    assert sentences(Department(PLAN), found) == [
        "Impossible by itself: target of 24,000,000 EUR revenue.",
        "All 7 people of the plan together reach at most 83.1% of that target, whatever else is left out.",
        "That is not all: even without this the plan is impossible, for other reasons.",
    ]
    (table,) = tables(found)
    assert table.note == (
        "Taken as given: the people, when they are there and what they may do; leads, conversions and day patterns."
    )


def test_time_says_what_comes_too_late() -> None:
    found = made(
        member(Department(PLAN), [Condition("target", ("revenue",))], enough=True),
        member(Department(PLAN), [Condition("target", ("profit",))], enough=None),
        member(Department(PLAN), [Condition("time")], enough=False),
        irreducible=False,
        reach_at_most=0.0,
        last_entries=[LastEntry(funnel="cold", day=dt.date(2026, 2, 6)), LastEntry(funnel="warm", day=None)],
    )
    assert sentences(Department(PLAN), found) == [
        "Impossible together: target of 24,000,000 EUR revenue; target of 1,234.50 EUR profit; payments count until "
        "Sunday 15 February 2026, and for the target of a month until its end.",
        "While the other one holds, people reach nothing of these targets at once.",
        "cold: a contact opened after Friday 6 February 2026 cannot pay by Sunday 15 February 2026.",
        "warm: nothing that enters it within the plan is paid by Sunday 15 February 2026.",
        "Not proven in the time given: that all of these are needed for it to be impossible.",
    ]
    assert [row[2] for row in tables(found)[0].rows] == ["can be met", "not known", "is still impossible"]


def test_close() -> None:
    found = made(
        member(Department(PLAN), [Condition("target", ("profit",))], enough=True),
        member(Department(PLAN), [Condition("limit", ("people",))], enough=True),
        member(Department(PLAN), [Condition("limit", ("hires",))], enough=True),
        reach_at_most=1.002,
    )
    assert (
        sentences(Department(PLAN), found)[1]
        == "It is close: only a look at every single day shows that it is impossible."
    )


def test_duty_over_a_longer_time_and_its_work() -> None:
    duty = [Condition("duty", (f"2026-02-0{day}", "morning")) for day in range(2, 7)]
    monday = dt.date(2026, 2, 2)
    found = made(
        member(Department(PLAN), duty, enough=True),
        overloaded=[
            Overload(week=monday, funnel="warm", activity="calls", short=2.5),
            Overload(week=monday + dt.timedelta(weeks=1), funnel="warm", activity="calls", short=1.5),
            Overload(week=monday, funnel="cold", activity="calls", short=0.25),
        ],
    )
    assert sentences(Department(PLAN), found) == [
        "Impossible by itself: all 5 duty slots from Monday 2 February 2026 to Friday 6 February 2026 are covered, and "
        "their leads followed up.",
        "At least 4 calls of warm and 0.25 calls of cold find no time, for instance of those due in the week of "
        "Monday 2 February 2026.",
    ]


def test_slot_that_a_limit_leaves_open() -> None:
    # on Monday 2 February Carl may only hunt, and the juniors are not there yet
    monday = Condition("duty", ("2026-02-02", "morning"))
    staff = slot_staff(Department(PLAN), SLOTS["2026-02-02"])
    found = made(
        member(Department(PLAN), [monday], enough=True),
        member(Department(PLAN), [Condition("limit", ("people",))], enough=True),
        slots=[staff],
    )
    assert sentences(Department(PLAN), found)[1] == (
        "Monday 2 February 2026, morning: 1 needed, and 3 of the 7 people of the plan could be on duty, "
        "were it not for the rest."
    )
    assert [table.name for table in tables(found)] == ["conflict"]
