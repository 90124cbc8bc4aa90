"""Working time, real periods and leads as they come: tiny plans whose answer is derived by hand.

Outbound: Monday and Tuesday, 10 calls a day, every second contact pays, so that a day of one person makes 5 deals.
Inbound: 10 leads in each of four slots, 6 a head, so that two are on duty, always; half of the 40 leads pay.
"""

from __future__ import annotations

from typing import Any

import pytest

from salescrew.models.plan.plan import Plan
from tests.daily_model import daily
from tests.oracle import brute_force
from tests.solver.answers import answer, solved
from tests.test_oracles import PAYS, deals, inbound, optimal, outbound, people, warm

Data = dict[str, Any]
INFEASIBLE = ("infeasible", None, None)
WEEK = {"working_days": ["mon", "tue", "wed", "thu", "fri"]}
NO_WEEKS = {"weeks": None}
NO_START = {"start": None, "weeks": None}


@pytest.mark.parametrize(
    ("calendar", "person", "most"),
    [
        # the horizon ends on its Monday
        (NO_WEEKS | {"end": "2026-03-02"}, {}, 5),
        # and with Monday, Tuesday, Monday
        (NO_WEEKS | {"end": "2026-03-09"}, {}, 15),
        # what comes after the end does not count
        (NO_WEEKS | {"end": "2026-03-09", "extra_days": ["2026-03-10"]}, {}, 15),
        # March 2026 has five Mondays and five Tuesdays
        (NO_START | {"period": "2026-03"}, {}, 50),
        # June 2026 has 22 days from Monday to Friday, of which Russia has 12 June off: 21, and not 24
        (NO_START | {"period": "2026-06"} | WEEK, {}, 110),
        (NO_START | {"period": "2026-06", "holidays": "RU"} | WEEK, {}, 105),
        (NO_START | {"period": "2026-06", "holidays": ["RU", "2026-06-15/2026-06-17"]} | WEEK, {}, 90),
        ({"holidays": "2026-03-03"}, {}, 5),
        ({"holidays": "2026-02-20/2026-03-02"}, {}, 5),
        # 9 March 2026 is a day off in Russia
        ({"start": "2026-03-09", "holidays": ["RU"]}, {}, 5),
        # Monday and Tuesday, Monday alone, and both again
        ({"weeks": 3}, {"rota": [["mon", "tue"], ["mon"]]}, 25),
        ({"weeks": 2}, {"rota": [[], ["tue"]]}, 5),
        # the first week of a rota is the first of the plan, wherever in it that begins
        ({"start": "2026-03-03", "weeks": 2}, {"rota": [["mon"], ["tue"]]}, 5),
        # days that nobody works are not worked by a rota either, and extra days are whatever it says
        ({}, {"rota": [["mon", "sat"]]}, 5),
        ({"extra_days": ["2026-03-07"]}, {"rota": [["mon"]]}, 10),
        # on 2 and 3 March, off 4 and 5, on 6 and 7, off 8 and 9, on 10 and 11
        ({"weeks": 2}, {"rota": {"on": 2, "off": 2, "from": "2026-03-02"}}, 15),
        # on 3 and 4 March, off 5 and 6, on 7 and 8, off 9 and 10; before it off 1 and 2
        ({"weeks": 2}, {"rota": {"on": 2, "off": 2, "from": "2026-03-03"}}, 5),
        # counted backwards: on 9 and 10 March, off 7 and 8, on 5 and 6, off 3 and 4, on 1 and 2
        ({"weeks": 2}, {"rota": {"on": 2, "off": 2, "from": "2026-03-09"}}, 15),
        # Tuesday holds 4 calls
        ({}, {"weekday_patterns": {"tue": [{"calls": 4}]}}, 7),
        ({}, {"weekday_patterns": {"wed": [{"calls": 40}]}}, 10),
        ({}, {"weekday_patterns": {"tue": [{"calls": 4}]}, "day_patterns": [{"calls": 6}]}, 5),
    ],
)
def test_days_and_menus_of_a_person(calendar: Data, person: Data, most: float) -> None:
    def plan(wanted: float) -> Data:
        return outbound(calendar, target=deals(wanted), managers=people(1, **person))

    assert answer(plan(most)) == optimal(1, 1)
    assert answer(plan(most * 1.001)) == INFEASIBLE


@pytest.mark.parametrize(
    ("person", "most"),
    [
        # the plan's Tuesday
        ({}, 7),
        # one's own patterns come before it, one's own Tuesday before these
        ({"day_patterns": [{"calls": 6}]}, 6),
        ({"day_patterns": [{"calls": 6}], "weekday_patterns": {"tue": [{"calls": 2}]}}, 4),
        ({"weekday_patterns": {"mon": [{"calls": 2}]}}, 3),
    ],
)
def test_of_several_menus_the_nearest_counts(person: Data, most: float) -> None:
    def plan(wanted: float) -> Data:
        menus = {"tue": [{"calls": 4}]}
        return outbound(target=deals(wanted), managers=people(1, **person), weekday_patterns=menus)

    assert answer(plan(most)) == optimal(1, 1)
    assert answer(plan(most * 1.001)) == INFEASIBLE


def test_days_of_the_better_menu_are_worked_where_a_week_has_too_many() -> None:
    # of five days three: two of 10 calls, and one of 8
    menus = {"mon": [{"calls": 2}], "tue": [{"calls": 8}], "wed": [{"calls": 6}]}
    plan = outbound(WEEK, target=deals(14), managers=people(1), weekday_patterns=menus, max_days_per_week=3)
    assert answer(plan) == optimal(1, 1)
    assert answer(plan | {"target": deals(14.01)}) == INFEASIBLE


def half_days(*slots: str) -> list[Data]:
    return [one | {"slots": [slot]} for one, slot in zip(people(*(1,) * len(slots)), slots, strict=True)]


DUTY = {
    # all four are needed, two in the mornings and two in the afternoons
    "slots": (inbound(managers=half_days("morning", "morning", "afternoon", "afternoon")), optimal(4, 4)),
    "slots of too few": (inbound(managers=half_days("morning", "morning", "morning", "afternoon")), INFEASIBLE),
    "no slots": (inbound(managers=[*people(1, 1), {"name": "N", "slots": []}]), optimal(2, 2)),
    # Tuesday's 20 leads come in the morning and take four
    "short_days": (inbound({"short_days": {"tue": ["morning"]}}), optimal(4, 4)),
    # Tuesday's leads are lost: 20 leads make 10 deals
    "short_days without slots": (inbound({"short_days": {"tue": []}}, target=deals(10)), optimal(2, 2)),
    "leads of days without slots": (inbound({"short_days": {"tue": []}}, target=deals(10.1)), INFEASIBLE),
    # 20 leads a slot take four, and make 40 deals
    "by_week": (inbound(funnels=warm(PAYS, leads={"by_week": {"2026-03-02": 80}}), target=deals(40)), optimal(4, 4)),
    # the week's number goes before the season
    "by_week and season": (
        inbound(
            funnels=warm(PAYS, leads={"by_week": {"2026-03-02": 80}, "season": {"2026-03": 0.1}}), target=deals(40)
        ),
        optimal(4, 4),
    ),
    # the number is that of a full week: Monday's half of it is lost
    "by_week with a day off": (
        inbound(
            {"holidays": ["2026-03-02"]},
            funnels=warm(PAYS, leads={"by_week": {"2026-03-02": 80}}),
            target=deals(20),
        ),
        optimal(4, 4),
    ),
    "by_week of another week": (
        inbound(funnels=warm(PAYS, leads={"by_week": {"2026-03-09": 80}})),
        optimal(2, 2),
    ),
    # Monday's 20 leads wait for Tuesday morning: 30 take five, the afternoon's 10 two
    "next_day": (
        inbound(
            {"holidays": ["2026-03-02"]}, funnels=warm(PAYS, leads={"days_off": "next_day"}), managers=people(*[1] * 6)
        ),
        optimal(5, 5),
    ),
    "lost": (inbound({"holidays": ["2026-03-02"]}, target=deals(10)), optimal(2, 2)),
    # the first slot that has leads at all: 20 of Monday and 20 of Tuesday take four at 12 a head
    "next_day in a slot with leads": (
        inbound(
            {"holidays": ["2026-03-02"]},
            funnels=warm(PAYS, leads={"days_off": "next_day", "by_slot": {"morning": 0}}),
            duty={"leads_per_slot": 12},
            managers=people(*[1] * 5),
        ),
        optimal(4, 4),
    ),
    # Tuesday's wait for the Saturday that is worked besides; it has no leads of its own
    "next_day on an extra day": (
        inbound(
            {"holidays": ["2026-03-03"], "extra_days": ["2026-03-07"]},
            funnels=warm(PAYS, leads={"days_off": "next_day"}),
            managers=people(*[1] * 5),
        ),
        optimal(4, 4),
    ),
    # after the last day they are lost
    "next_day after the last": (
        inbound(
            {"holidays": ["2026-03-03"]},
            funnels=warm(PAYS, leads={"days_off": "next_day"}),
            target=deals(10.1),
        ),
        INFEASIBLE,
    ),
    # who costs nothing has no duty on Tuesdays, and so is neither of the two
    "weekday_patterns": (
        inbound(managers=[*people(1, 1), {"name": "M", "weekday_patterns": {"tue": [{"calls": 3}]}}]),
        optimal(2, 2),
    ),
    # two have 4 places each in the week, who has the mornings 2: of these 10 absence leaves the 8 that are needed
    "reserve": (
        inbound(
            managers=[
                *people(1, 1, 1, absence="20%"),
                {"name": "M", "monthly_cost": 0.5, "absence": "20%", "slots": ["morning"]},
            ]
        ),
        optimal(3, 2.5),
    ),
}


@pytest.mark.parametrize("name", DUTY)
def test_duty(name: str) -> None:
    data, expected = DUTY[name]
    plan = Plan.model_validate(data)
    assert brute_force(plan) == expected
    assert daily(plan) == expected
    assert answer(plan) == expected


def test_a_week_that_is_not_whole_counts_as_one() -> None:
    # from Wednesday to the Tuesday after: the months' shares are those of the days within
    plan = Plan.model_validate(
        outbound(
            {"start": "2026-03-30", "weeks": None, "end": "2026-04-06"},
            target={"by_month": {"2026-03": {"revenue": 1000}, "2026-04": {"revenue": 500}}},
            managers=people(1),
        )
    )
    result = solved(plan)
    assert (result.status, result.headcount, result.revenue) == ("optimal", 1, 1500)
    assert {str(row.week) for row in result.funnel} == {"2026-03-30", "2026-04-06"}
    assert max(row.date for row in result.roster).isoformat() == "2026-04-06"
