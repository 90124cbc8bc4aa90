"""What is paid after the end is kept where that can be, and otherwise said: several plans, each person away."""

from __future__ import annotations

import datetime as dt
import json
from functools import lru_cache
from typing import Any

import pytest

from salescrew.models.answers.result import Result
from salescrew.models.facts.actuals import Actuals
from salescrew.models.plan.plan import Plan
from tests.solver.answers import solved
from tests.solver.replanned import just_as_planned, replanned
from tests.solver.stored import solved_case

Data = dict[str, Any]
START, SECOND = dt.date(2026, 3, 2), dt.date(2026, 3, 9)


def crew(*people: Data, **changes: Any) -> Data:
    """Two weeks of Monday and Tuesday; of ten contacts one becomes a meeting in the week, half of these pay 4 weeks on.

    What was under way pays what is asked for. A day has 10 calls or 1 meeting.
    """
    return {
        "name": "paid after the end",
        "calendar": {"start": str(START), "weeks": 2, "working_days": ["mon", "tue"]},
        "products": {"x": {"average_deal": 1000}},
        "target": {"revenue": 1000},
        "day_patterns": [{"calls": 10}, {"meetings": 1}],
        "funnels": {
            "cold": {
                "channel": "outbound",
                "product": "x",
                "opens_with": "calls",
                "stages": [
                    {"name": "contact", "conversion": 0.1},
                    {"name": "meeting", "conversion": 0.5, "effort": {"meetings": 1}, "days_to_next": 28},
                ],
            }
        },
        "pipeline": {"cold": {"meeting": [{"items": 2, "waited_days": 25}]}},
        "grace_weeks": 0,
        "managers": [{"keep": True, "roles": ["hunter"]} | person for person in people],
        **changes,
    }


def in_force(data: Data, *days: tuple[str, str, Data, float]) -> tuple[Plan, Result]:
    """Give a plan, and a result that opens contacts with the calls of some days though no target needs them."""
    plan = Plan.model_validate(data)
    rows = [{"date": day, "manager": name, "pattern": pattern, "duty": []} for day, name, pattern, _ in days]
    result = json.loads(solved(data | {"fixed": {"days": rows}}).to_json())
    asked = {(day, name): (pattern, contacts) for day, name, pattern, contacts in days}
    result["roster"] = [{"date": d, "manager": n, "pattern": p, "duty": []} for d, n, p, _ in days]
    result["quotas"] = [
        {
            "date": day,
            "manager": name,
            "calls": round(contacts) if contacts else 0,
            "meetings": pattern.get("meetings", 0),
            "contacts": {"cold": contacts} if contacts else {},
        }
        for (day, name), (pattern, contacts) in asked.items()
    ]
    return plan, Result.model_validate(result)


CALLS, MEETING = {"calls": 10}, {"meetings": 1}


def away_on_the_meeting(*others: Data) -> Result:
    """A calls on Monday, B holds the meeting of that on Tuesday, and is away then."""
    people = ({"name": "A"}, {"name": "B"}, *others)
    days = [("2026-03-02", "A", CALLS, 10.0), ("2026-03-03", "B", MEETING, 0.0)]
    plan, result = in_force(crew(*people), *days)
    absent = {"B": "2026-03-03"}
    return replanned(plan, result, Actuals(), START, absent=absent, freeze_days=0, allow=("roster", "quotas"))


def test_contacts_stay_where_somebody_else_can_hold_the_meeting() -> None:
    # giving up A's 10 contacts would change one quota, as holding the meeting does
    told = away_on_the_meeting({"name": "C"}).replan
    assert told is not None
    assert told.after_end is not None
    assert (told.after_end.given_up, told.after_end.least) == (0, 0)
    assert not any(change.kind == "contacts" for change in told.changes)
    (row,) = told.after_end.funnels
    assert (row.opened_was, row.opened_now) == (10, 10)
    assert (row.was, row.now) == (pytest.approx(500), pytest.approx(500))


def test_contacts_are_given_up_where_there_is_no_other_way_and_their_worth_is_said() -> None:
    # A, never there on Tuesdays, cannot hold it: 10 x 0.1 x 0.5 x 1000 = 500 is given up
    people = ({"name": "A", "working_days": ["mon"]}, {"name": "B", "working_days": ["tue"]})
    days = [("2026-03-02", "A", CALLS, 10.0), ("2026-03-03", "B", MEETING, 0.0)]
    plan, result = in_force(crew(*people), *days)
    options: Data = {"freeze_days": 0, "allow": ("roster", "quotas")}
    revised = replanned(plan, result, Actuals(), START, absent={"B": "2026-03-03/2026-03-10"}, **options)
    assert revised.replan is not None
    told = revised.replan.after_end
    assert told is not None
    assert (told.given_up, told.least) == (pytest.approx(500), pytest.approx(500))
    (row,) = told.funnels
    assert (row.was, row.now) == (pytest.approx(500), pytest.approx(0, abs=2e-3))


# ---- stored cases, each person away


@lru_cache(maxsize=8)
def case(name: str) -> tuple[Plan, Result]:
    return solved_case(name)


def worth(plan: Plan, funnel: str, week: int) -> float:
    """Follow one contact stage by stage, and give what it brings after the last week."""
    entering = {week: 1.0}
    for stage in plan.funnels[funnel].stages:
        later: dict[int, float] = {}
        weeks, part = divmod(stage.days_to_next / 7, 1)
        for at, items in entering.items():
            for more, share in ((int(weeks), 1 - part), (int(weeks) + 1, part)):
                later[at + more] = later.get(at + more, 0.0) + items * share * stage.conversion
        entering = later
    deal = plan.products[plan.funnels[funnel].product].average_deal
    return deal * sum(items for at, items in entering.items() if at >= plan.calendar.weeks)


@pytest.mark.parametrize("name", ["consulting", "small-07", "small-14", "target-00"])
def test_nothing_falls_away_in_silence_whoever_is_away(name: str) -> None:
    plan, result = case(name)
    actuals = just_as_planned(plan, result)
    days = [row.date for row in result.roster]
    first = sorted(set(days))[-min(5, len(set(days)) // 2)]
    said = 0
    for member in result.managers[2::3] or result.managers:
        last = first + dt.timedelta(days=2)
        revised = replanned(plan, result, actuals, first, absent={member.name: f"{first}/{last}"})
        told = revised.replan
        assert told is not None
        assert told.after_end is not None
        fewer: dict[str, float] = {}
        monday = plan.calendar.start - dt.timedelta(days=plan.calendar.start.weekday())
        for change in told.changes:
            if change.kind == "contacts" and change.date is not None:
                if change.manager == member.name and first <= change.date <= last:
                    continue
                count = float(change.was or 0) - float(change.now or 0)
                each = worth(plan, str(change.what), (change.date - monday).days // 7)
                fewer[str(change.what)] = fewer.get(str(change.what), 0.0) + each * count
        nothing = 1e-5 * sum(row.was for row in told.after_end.funnels)
        if all(amount <= nothing for amount in fewer.values()):
            assert told.after_end.given_up == pytest.approx(0, abs=2 * nothing)
        else:
            assert told.after_end.given_up > 0
            assert told.after_end.least > 0
            said += 1
        rows = {row.funnel: row for row in told.after_end.funnels}
        assert rows.keys() == plan.funnels.keys()
    assert said or name != "consulting"
