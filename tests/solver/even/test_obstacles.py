"""Where weeks or people are not even enough the answer says what is in the way, and verify counts it again."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest

from salescrew.checker.verify import verify
from salescrew.cli.pages.result.obstacles import obstacles_sentences
from salescrew.models.answers.evenness import AboveAim, InTheWay
from salescrew.models.answers.result import Result
from salescrew.models.plan.plan import Plan
from salescrew.models.schedule.schedule import schedule_of
from tests.solver.answers import solved
from tests.solver.even.test_evened import MONDAY, lumpy

Data = dict[str, Any]
WEEKS = [dt.date.fromisoformat(MONDAY) + dt.timedelta(weeks=week) for week in range(6)]


def callers(weeks: int, **fields: Any) -> Data:
    """Calls that sell at once, or days later; nothing else is to be done."""
    stages = [{"name": "contact", "conversion": "10%", "days_to_next": fields.pop("days_to_next", 0)}]
    return lumpy(
        calendar={"start": MONDAY, "weeks": weeks, "holidays": fields.pop("holidays", [])},
        target={"products": {"d": {"deals": fields.pop("deals")}}},
        day_patterns=[{"calls": 50}],
        funnels={"cold": {"channel": "outbound", "product": "d", "opens_with": "calls", "stages": stages}},
        **fields,
    )


def visits(weeks: int, by_week: dict[str, int]) -> Data:
    """Leads of which each makes a visit in its week, in weeks of which one brings many."""
    return {
        "name": "visits",
        "calendar": {"start": MONDAY, "weeks": weeks},
        "target": {},
        "products": {"d": {"average_deal": 1}},
        "day_patterns": [{"duty": 1, "visits": 8}],
        "funnels": {
            "web": {
                "channel": "inbound",
                "product": "d",
                "leads": {"per_week": 10, "by_week": by_week},
                "stages": [{"name": "lead", "conversion": "50%", "effort": {"visits": 1}}],
            }
        },
        "pipeline": "steady",
        "grace_weeks": 0,
        "duty": {"managers_per_slot": 1},
        "managers": [{"name": "Ann"}, {"name": "Bob"}],
    }


LATE = callers(4, deals=75, days_to_next=14, pipeline="empty", managers=[{"name": "Ann"}, {"name": "Bob"}])
AWAY = callers(4, deals=170, managers=[{"name": "Ann", "days_off": ["2026-03-09/2026-03-13"]}, {"name": "Bob"}])
AWAY_OF_UNLIKE = callers(
    4,
    deals=120,
    managers=[{"name": "Ann", "days_off": ["2026-03-09/2026-03-13"]}, {"name": "Bob", "effectiveness": 0.5}],
)
LEADS = visits(4, {"2026-03-16": 30})


def above(result: Result, figure: str) -> AboveAim:
    assert result.evenness is not None
    (row,) = (row for row in result.evenness.above if row.figure == figure)
    return row


@pytest.mark.parametrize(
    ("plan", "figure", "fact", "least"),
    [
        (LATE, "person", InTheWay(what="late", weeks=(WEEKS[2], WEEKS[3])), 2.0),
        (AWAY, "weeks", InTheWay(what="away", names=("Ann",), weeks=(WEEKS[1],)), (1700 - 250) / 3 / 425),
        (AWAY_OF_UNLIKE, "weeks", InTheWay(what="away", names=("Ann",), weeks=(WEEKS[1],)), (1650 - 250) / 3 / 412.5),
        (LEADS, "person", InTheWay(what="leads", weeks=(WEEKS[2],)), 2.0),
    ],
)
def test_what_is_in_the_way_is_said(plan: Data, figure: str, fact: InTheWay, least: float) -> None:
    result = solved(plan)
    row = above(result, figure)
    assert fact in row.because
    assert row.least == pytest.approx(least, rel=0.005)
    assert result.evenness is not None
    assert row.least <= getattr(result.evenness, figure) + 1e-9


def days_of_two_kinds(weeks: int, **fields: Any) -> Data:
    """One day a week, for calls or for the meetings that they bring; half of the days would do for each."""
    calendar = {"start": MONDAY, "weeks": weeks, "working_days": ["mon"]}
    target = {"products": {"d": {"deals": 0.995 * weeks}}}
    patterns = [{"calls": 60}, {"meetings": 12}]
    return lumpy(calendar=calendar, target=target, day_patterns=patterns, managers=[{"name": "Ann"}], **fields)


@pytest.mark.parametrize("weeks", [2, 4])
def test_that_whole_days_are_in_the_way_is_shown(weeks: int) -> None:
    plan = Plan.model_validate(days_of_two_kinds(weeks))
    result = solved(plan)
    assert verify(plan, result) == []
    for figure, aim in (("weeks", 1.1), ("person", 1.25)):
        row = above(result, figure)
        # of any choice of days for calls one week has twice the mean
        assert aim < row.least <= 2.0 == pytest.approx(getattr(result.evenness, figure), rel=0.02)
        assert row.days == "whole"
        assert row.because == (InTheWay(what="whole_days"),)
    said = obstacles_sentences(schedule_of(plan, result))
    assert "a day holds a whole pattern, and so it would be at least 26% with any roster." in said


def test_what_split_days_forbid_is_not_blamed_on_whole_ones() -> None:
    assert {above(solved(plan), "weeks").days for plan in (AWAY, AWAY_OF_UNLIKE)} == {"split"}


def test_people_who_are_alike_share_a_week_of_many_leads() -> None:
    asked = Counter[str]()
    for row in solved(LEADS).quotas:
        asked[row.manager] += row.activities["visits"]
    assert max(asked.values()) <= 1.1 * sum(asked.values()) / 2


@pytest.mark.parametrize(
    ("plan", "sentence"),
    [
        (LATE, "more calls a day than on average: contacts of weeks 3 and 4 are paid after the end; "
         "even with days that are split it would be at least 99%."),
        (AWAY, "cold opens 13.7% more contacts a working day than on average: Ann is away in week 2; even "
         "with days that are split it would be at least 13%."),
        (LEADS, "is asked for 100% more visits a day than on average: more leads come in that week; even with days "
         "that are split it would be at least 99%."),
        (callers(2, deals=45, managers=[{"name": "Ann"}]), ""),
    ],
)  # fmt: skip
def test_the_page_says_it_in_a_sentence(plan: Data, sentence: str) -> None:
    read = Plan.model_validate(plan)
    said = obstacles_sentences(schedule_of(read, solved(read)))
    assert said.endswith(sentence)
    assert bool(said) == bool(sentence)


def test_a_week_of_fewer_days_is_named() -> None:
    holidays = ["2026-03-10", "2026-03-11", "2026-03-12"]
    facts = InTheWay(what="fewer_days", weeks=(WEEKS[1],))
    row = AboveAim(figure="person", of="Ann", activity="calls", week=WEEKS[1], because=(facts,))
    plan = Plan.model_validate(callers(3, deals=50, holidays=holidays))
    result = solved(plan)
    assert result.evenness is not None
    even = result.evenness.model_copy(update={"person": 1.5, "above": (row,)})
    said = obstacles_sentences(schedule_of(plan, result.model_copy(update={"evenness": even})))
    assert said == "In week 2 Ann is asked for 50% more calls a day than on average: week 2 has 3 working days less."


@pytest.mark.parametrize(
    "wrong",
    [
        {"of": "Cid"},
        {"week": None},
        {"week": WEEKS[3]},
        {"week": WEEKS[2] + dt.timedelta(days=1)},
        {"activity": None},
        {"figure": "duty"},
        {"least": -1.0},
        {"least": 1.0},
        {"least": 2.1},
        {"days": "whole"},
        {"days": "whole", "least": 1.0, "because": (InTheWay(what="whole_days"),)},
        {"because": ()},
        {"because": (InTheWay(what="start"),)},
        {"because": (InTheWay(what="leads", weeks=(WEEKS[1],)),)},
    ],
)
def test_what_is_not_so_is_noticed(wrong: dict[str, Any]) -> None:
    plan = Plan.model_validate(LEADS)
    result = solved(plan)
    assert verify(plan, result) == []
    assert result.evenness is not None
    for rows in ((above(result, "person").model_copy(update=wrong),), ()):
        tampered = result.model_copy(update={"evenness": result.evenness.model_copy(update={"above": rows})})
        assert [violation.rule for violation in verify(plan, tampered)] == ["above"]


def test_what_nothing_is_in_the_way_of_is_not_named() -> None:
    even = solved(lumpy()).evenness
    assert even is not None
    assert even.above == ()
