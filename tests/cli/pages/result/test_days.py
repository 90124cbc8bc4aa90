"""What a day says to the person whose it is: on answers that are written by hand."""

from __future__ import annotations

import datetime as dt

import pytest

from salescrew.cli.pages.result.days import Days, days_page
from salescrew.models.answers.result import Result
from salescrew.models.department.department import Department
from salescrew.models.plan.plan import Plan
from salescrew.models.schedule.schedule import Schedule
from tests.answer_by_hand import by_hand

MONDAY, TUESDAY = dt.date(2026, 1, 12), dt.date(2026, 1, 13)


def by_hand_with(absence: float, pattern: dict[str, int]) -> Schedule:
    """Give the answer by hand where Anna may answer leads too, and has a Monday of a pattern on which she has none."""
    plan, result = by_hand()
    plan["managers"][1]["absence"] = absence
    result["managers"][0]["role"] = "inbound"
    of_boris = [row for row in result["roster"] if row["manager"] == "Boris"]
    result["roster"] = [{"date": str(MONDAY), "manager": "Anna", "pattern": pattern, "duty": []}, *of_boris]
    result["quotas"] = []
    return Schedule(Department(Plan.model_validate(plan)), Result.model_validate(result))


@pytest.mark.parametrize(
    ("absence", "pattern", "cell"),
    [
        (0.1, {"duty": 1}, ("in reserve",)),
        (0.1, {"calls": 10}, ("-",)),
        # where nobody is ever absent a place is free, and no more
        (0.0, {"duty": 1}, ("-",)),
    ],
)
def test_a_place_kept_for_absences_is_no_day_on_which_nothing_is_asked(
    absence: float, pattern: dict[str, int], cell: tuple[str, ...]
) -> None:
    schedule = by_hand_with(absence, pattern)
    assert Days(schedule).cell(MONDAY, "Anna") == cell
    assert Days(schedule).cell(TUESDAY, "Anna") == ("-",)
    (table,) = days_page(schedule, "Anna", None).parts
    assert ("in reserve: on duty in place of whoever is absent." in table.note) == ("in reserve" in cell)


def test_who_covers_every_slot_in_which_leads_come_is_not_in_reserve_besides() -> None:
    # Boris has two places, and no leads come in the afternoon
    plan, result = by_hand()
    plan["managers"][1]["absence"] = 0.1
    for row in result["roster"]:
        if row["manager"] == "Boris":
            row["pattern"] = {"duty": 2}
    result["quotas"] = []
    schedule = Schedule(Department(Plan.model_validate(plan)), Result.model_validate(result))
    assert Days(schedule).cell(MONDAY, "Boris") == ("morning",)
