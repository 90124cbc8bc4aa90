"""Plans as people outside would write them: what each was a question of, in the answer that they would read."""

from __future__ import annotations

from pathlib import Path

import pytest

import salescrew
from salescrew.cli.pages.explain.binding import sentences
from salescrew.cli.pages.result.page import result_page
from salescrew.cli.pages.whatif.sweep import sweep_page
from salescrew.cli.render.text import text_page
from salescrew.models.answers.result import Result
from salescrew.models.department.department import Department
from salescrew.models.plan.plan import Plan
from salescrew.models.schedule.schedule import schedule_of

FIELD = Path(__file__).parents[2] / "cases" / "field"


def plan_of(name: str) -> Plan:
    return salescrew.load(FIELD / f"{name}.yaml")


def solved(name: str, *, best: bool = False) -> tuple[Result, str]:
    """Solve a plan, and give the answer, against which the checker has nothing, with its page."""
    plan = plan_of(name)
    result = salescrew.solve(plan, best=best)
    assert salescrew.verify(plan, result) == []
    return result, text_page(result_page(schedule_of(plan, result)))


@pytest.mark.parametrize(
    ("name", "people", "hires"),
    [
        # three who are there cost what strangers do; one makes 60 calls x 20 days x 1 % = 12 of 22 deals
        ("tie", 2, 0),
        # ten slots a week take one person each; who is there half the time brings 5 of the 10 places
        ("absence", 2, 2),
        # three slots a day, of which nobody covers more than two
        ("exact", 2, 2),
        # 14 places a week, one a person and day, and nobody works more than six days
        ("seven-days", 3, 0),
    ],
)
def test_fewest_people(name: str, people: int, hires: int) -> None:
    result, _ = solved(name)
    assert (result.status, result.headcount, result.headcount_bound, result.hires) == (
        "optimal",
        people,
        people,
        hires,
    )


@pytest.mark.parametrize(
    ("absence", "people"),
    [
        # 21 places a week round the clock, five a person: 4.2 people, and with a quarter of them away 5.6
        (0, 5),
        ("25%", 6),
    ],
)
def test_duty_round_the_clock_takes_a_reserve_for_absences(absence: object, people: int) -> None:
    plan = plan_of("absence").replace(
        {
            "calendar.working_days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
            "calendar.slots": ["night", "morning", "evening"],
            "calendar.weeks": 1,
            "day_patterns": [{"duty": 1}],
            "max_days_per_week": 5,
            "candidates.rep.absence": absence,
        }
    )
    result = salescrew.solve(plan, reach=False)
    assert salescrew.verify(plan, result) == []
    assert (result.status, result.headcount) == ("optimal", people)


def test_five_alike_people_share_duty_within_a_slot() -> None:
    plan = plan_of("dealing").replace(
        {
            "calendar.weeks": 3,
            "duty": {"managers_per_slot": 2},
            "managers": [{"name": name, "keep": True} for name in ("Ann", "Bob", "Cid", "Dan", "Eve")],
        }
    )
    result = salescrew.solve(plan, reach=False)
    assert salescrew.verify(plan, result) == []
    duty = [sum(len(row.duty) for row in result.roster if row.manager == member.name) for member in result.managers]
    assert duty == [12] * 5


def test_a_headcount_that_absence_raised_says_so() -> None:
    assert "Warning: The reserve for absences raised the headcount" in solved("absence")[1]


def test_two_alike_people_share_duty() -> None:
    result, _ = solved("dealing")
    assert (result.headcount, len({member.role for member in result.managers})) == (2, 1)
    assert result.evenness is not None
    assert (result.evenness.duty or 0) <= 1


def test_nothing_is_reached_without_a_sign() -> None:
    result, page = solved("minus", best=True)
    assert (result.status, result.headcount) == ("infeasible", 0)
    assert "with nobody 0% of every target" in page
    assert "-0" not in page


def test_where_there_is_one_channel_nobody_is_mixed() -> None:
    assert "mixed" not in solved("roles")[1]
    assert "mixed" not in solved("no-roster", best=True)[1]


def test_time_to_spare_is_not_told_of_days_that_are_full() -> None:
    explained = salescrew.explain(plan_of("spare"))
    assert explained.binding is not None
    assert not [use for use in explained.binding.weeks if use.allowed - use.used >= 0.005]
    assert "to spare" not in " ".join(sentences(Department(plan_of("spare")), explained.binding))


def test_who_is_there_gets_a_roster_with_what_stays_open() -> None:
    result, page = solved("no-roster", best=True)
    assert (result.status, result.headcount, sum(row.short for row in result.uncovered)) == ("infeasible", 2, 10)
    assert page.count("open: 1") == 10


def test_a_sweep_knows_what_solve_proves() -> None:
    plan = plan_of("sweep")
    found = salescrew.sweep(plan, {"funnels.web.leads.per_week": [30, 34, 40]}, jobs=1)
    assert [(cell.status, cell.headcount, cell.headcount_bound) for cell in found.cells] == [("optimal", 2, 2)] * 3
    assert "?" not in text_page(sweep_page(Department(plan), found))
