"""Where targets on stages, what is under way at the end, and fees stand on a day, with numbers derived by hand."""

from __future__ import annotations

import datetime as dt

import pytest

from salescrew.models.answers.progress import TargetPace
from salescrew.models.answers.replan import Basis
from salescrew.models.department.under_way import with_amount
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.so_far import SoFar
from salescrew.models.schedule.in_force import with_basis
from tests.answer_by_hand import by_hand
from tests.models.tracking.test_track import FOUR_CONTACTS, WEEK_DONE, tracked

WAITING = {"cold": {"meeting": [{"items": 3, "waited_days": 0, "days_left": 14}]}}
"""They leave their stage in the week after the horizon: 3 x 0.5 x 100 are under way at the start, and at the end."""


def pace(*rows: str, target: object, **plan: object) -> dict[str, TargetPace]:
    told = tracked(*rows, plan={"target": target, **plan})
    return {row.target: row for row in told.targets}


def test_items_that_entered_stages_are_counted() -> None:
    told = pace(*WEEK_DONE, target={"stages": {"cold": {"contact": 8, "meeting": 4}, "warm": {"paid": 4}}})
    contact, meeting, paid = told["stages.cold.contact"], told["stages.cold.meeting"], told["stages.warm.paid"]
    assert (contact.expected, contact.reached, contact.with_planned, contact.odds) == (8, 6, 6, None)
    assert (contact.missing, contact.outlook) == (2, "behind")
    assert (meeting.expected, meeting.reached, meeting.outlook) == (4, 4, "reached")
    # 2 were paid, and the 4 leads of the second week pay 2
    assert (paid.expected, paid.reached, paid.with_planned, paid.outlook) == (2, 2, 4, "even")
    assert paid.odds is not None
    assert 0.5 < paid.odds < 0.7


def test_the_course_of_a_stage_is_told_by_day() -> None:
    told = tracked(*WEEK_DONE, plan={"target": {"stages": {"cold": {"meeting": 4}}, "under_way": 1}})
    days = {point.date.day: point for point in told.pace if point.target == "stages.cold.meeting"}
    assert (days[12].planned, days[12].reached) == (4, 4)
    # what is under way has no days
    assert {point.target for point in told.pace} == {"stages.cold.meeting"}


def test_what_is_under_way_counts_from_the_start_on() -> None:
    told = pace(*WEEK_DONE, target={"revenue": 1, "under_way": "at_start"}, pipeline=WAITING)["under_way"]
    assert (told.wanted, told.expected, told.reached, told.with_planned, told.missing) == (150, 150, 150, 150, 0)
    assert (told.odds, told.low, told.high, told.outlook) == (None, 150, 150, "on track")


def test_fees_count_from_the_week_of_the_payment_on() -> None:
    # a fee of 1 a day: a deal of the first week brings 114, two weeks to go, and one of the second 107
    fee = {"products": {"audit": {"average_deal": 100, "margin": 0.5, "monthly_fee": 30.4375}}}
    told = pace(*FOUR_CONTACTS, target={"revenue": 656, "by_month": {"2026-01": {"revenue": 656}}}, **fee)
    assert told["revenue"].reached == told["by_month.2026-01.revenue"].reached == pytest.approx(114)
    # one more of the leads in the first week, 2 in the second, and 1 of the 2 meetings in the second
    assert told["revenue"].with_planned == pytest.approx(114 + 114 + 3 * 107)


@pytest.mark.parametrize(
    ("pipeline", "amount"),
    [(WAITING, 150.0), ("empty", None), ("steady", None), ({"cold": {"contact": 4, "meeting": 1}}, 150.0)],
)
def test_made_anew_as_much_is_asked_as_there_was_at_the_start(pipeline: object, amount: float | None) -> None:
    fields, _ = by_hand()
    fields |= {"pipeline": pipeline, "target": {"revenue": 1, "under_way": "at_start"}}
    plan = Plan.model_validate(fields)
    assert with_amount(plan).target.under_way == amount
    basis = Basis(
        so_far=SoFar(as_of=dt.date(2026, 1, 19)),
        pipeline={"cold": {"meeting": 20.0}},
        conversions={},
        away={},
        open_slots=(),
        roles={},
        since={},
        before=(),
    )
    assert with_basis(plan, basis).target.under_way == amount
