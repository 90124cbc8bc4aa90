"""Where a plan cannot be met: every page says whether it is proven that nobody gets further, or only found."""

from __future__ import annotations

import datetime as dt

import pytest

import salescrew
from salescrew.cli.pages.explain.page import explanation_page
from salescrew.cli.pages.result.how_far import how_far, left_tables
from salescrew.cli.pages.result.lists import lists
from salescrew.cli.pages.result.page import result_page
from salescrew.cli.pages.whatif.compare import comparison_page
from salescrew.cli.pages.whatif.sweep import sweep_page
from salescrew.cli.pictures.sweep import picture
from salescrew.cli.render.drawing import drawn
from salescrew.cli.render.text import text_page
from salescrew.models.answers.explained.explanation import explanation_of
from salescrew.models.answers.result import OneFewer, OpenSlot, Overload, Result
from salescrew.models.department.department import Department
from salescrew.models.plan.plan import Plan
from salescrew.models.schedule.schedule import Schedule
from salescrew.solver.search.reach import Reach, ReachSearch
from tests.test_oracles import deals, outbound, people

PLAN = Plan.model_validate(outbound(target=deals(12), managers=people(1)))
DEPARTMENT = Department(PLAN)
DAY = dt.date(2026, 1, 12)
OPEN = (OpenSlot(date=DAY, slot="morning", required=2, short=1),)
UNDONE = (Overload(week=DAY, funnel="warm", activity="calls", short=5.0),)


@pytest.fixture(scope="module")
def proven() -> Result:
    # one person makes 10 of 12 deals
    return salescrew.solve(PLAN)


@pytest.fixture
def only_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no search prove how far anybody gets."""
    most = ReachSearch.most

    def unproven(search: ReachSearch, *, twice: bool = False) -> Reach:
        found = most(search, twice=twice)
        return Reach(found.reach, float("inf"), found.team, found.people, found.uncovered, found.overloaded, False)

    monkeypatch.setattr(ReachSearch, "most", unproven)


def test_a_result_without_the_field_is_one_of_before_and_one_of_a_plan_that_can_be_met_has_none(proven: Result):
    text = proven.to_json()
    assert '"reach_proven": true' in text
    met = salescrew.solve(Plan.model_validate(outbound(target=deals(5), managers=people(1))))
    assert met.reach_proven is None
    assert "reach_proven" not in met.to_json()
    before = Result.model_validate_json(text.replace(' "reach_proven": true,\n', ""))
    assert before == proven.model_copy(update={"reach_proven": None})


@pytest.mark.usefixtures("only_found")
@pytest.mark.parametrize(
    ("best", "sentence"),
    [
        (
            False,
            "The best team that was found reaches 83.3% of the plan, and more is not ruled out; `--best` shows it.",
        ),
        (True, "Shown is the best that was found: 1 person who reaches 83.3% of every target; more is not ruled out."),
    ],
)
def test_solve_says_that_a_reach_was_found(best: bool, sentence: str):
    result = salescrew.solve(PLAN, best=best)
    assert (result.status, result.reach_proven, how_far(result)) == ("infeasible", False, sentence)
    assert sentence in text_page(result_page(Schedule(DEPARTMENT, result)))
    assert ["reach_proven", "no"] in [list(row) for row in lists(Schedule(DEPARTMENT, result))[0].rows]


@pytest.mark.parametrize(
    ("people", "sentence"),
    [
        (0, "Shown is how far it goes: with nobody 0% of every target."),
        (1, "Shown is how far it goes: 1 person who reaches 50% of every target."),
        (2, "Shown is how far it goes: 2 people who reach 50% of every target."),
    ],
)
def test_one_person_and_nobody_have_words_of_their_own(proven: Result, people: int, sentence: str):
    reach = -1e-12 if people == 0 else 0.5
    assert how_far(proven.model_copy(update={"headcount": people, "reach": reach})) == sentence


def test_the_best_single_person_is_one(proven: Result):
    fewer = OneFewer(reach=0.5, proven=False)
    of_two = proven.model_copy(update={"status": "optimal", "headcount": 2, "one_fewer": fewer})
    assert how_far(of_two) == "The best person that was found reaches 50% of the plan."
    assert (
        how_far(of_two.model_copy(update={"headcount": 3}))
        == "The best 2 people that were found reach 50% of the plan."
    )


def test_solve_says_that_a_reach_is_proven(proven: Result):
    assert how_far(proven) == "The best team reaches 83.3% of the plan; `--best` shows it."
    assert ["reach_proven", "yes"] in [list(row) for row in lists(Schedule(DEPARTMENT, proven))[0].rows]


@pytest.mark.parametrize(
    ("left", "is_proven", "sentence", "note"),
    [
        (
            {"uncovered": OPEN},
            True,
            "1 duty slot stays open at the least",
            "At least so many stay open, whoever is on duty when; which ones can be chosen.",
        ),
        (
            {"uncovered": OPEN},
            False,
            "1 duty slot stays open as far as was found",
            "So many stay open as far as was found; fewer are not ruled out.",
        ),
        (
            {"overloaded": UNDONE},
            True,
            "5 calls stay undone at the least",
            "At least so much stays undone in all, whoever does what; in which weeks can be chosen.",
        ),
        (
            {"overloaded": (Overload(week=UNDONE[0].week, funnel="cold", activity="meetings", short=1),)},
            True,
            "1 meeting stays undone at the least",
            "At least so much stays undone in all, whoever does what; in which weeks can be chosen.",
        ),
        (
            {"overloaded": UNDONE},
            False,
            "5 calls stay undone as far as was found",
            "So much stays undone as far as was found; less is not ruled out.",
        ),
    ],
)
def test_what_stays_open_or_undone_is_the_least_or_found(
    proven: Result, left: dict[str, object], is_proven: bool, sentence: str, note: str
):
    nothing = proven.model_copy(update={"reach": None, "reach_proven": is_proven, **left})
    assert (
        how_far(nothing) == f"Not even what comes by itself can be done: {sentence}; `--best` shows what can be done."
    )
    assert [table.note for table in left_tables(nothing)] == [note]
    fewer = OneFewer.model_validate({"reach": None, "proven": is_proven, **left})
    met = proven.model_copy(update={"status": "optimal", "headcount": 3, "one_fewer": fewer})
    assert how_far(met) == f"2 people could not do even what comes by itself: {sentence}."


@pytest.mark.parametrize(
    ("is_proven", "first"),
    [
        (True, "The plan cannot be met: the best team reaches 83.3% of it."),
        (False, "The plan cannot be met: the best team that was found reaches 83.3% of it; more is not ruled out."),
    ],
)
def test_explain_says_whether_a_reach_is_proven(proven: Result, is_proven: bool, first: str):
    explained = explanation_of(proven.model_copy(update={"reach_proven": is_proven}))
    assert explained.reach_proven is is_proven
    assert explanation_page(DEPARTMENT, explained).headline == first


@pytest.mark.usefixtures("only_found")
def test_compare_says_that_a_reach_was_found():
    found = salescrew.compare(PLAN, jobs=1)
    assert found.as_planned.reach_proven is False
    page = text_page(comparison_page(DEPARTMENT, found))
    assert page.startswith("As planned nobody meets the plan: 83.3% of it as far as was found.\n")
    assert " 83.3%+ " in page
    assert "94%+: so much was found, and whether more is possible is not known." in " ".join(page.split())


def test_compare_says_that_a_reach_is_proven():
    found = salescrew.compare(PLAN, jobs=1)
    assert found.as_planned.reach_proven is True
    page = text_page(comparison_page(DEPARTMENT, found))
    assert page.startswith("As planned nobody meets the plan: 83.3% of it at best.\n")
    assert "%+" not in page


@pytest.mark.parametrize(
    "axes", [{"target.products.x.deals": [12, 20]}, {"target.products.x.deals": [12, 20], "calendar.weeks": [1]}]
)
@pytest.mark.parametrize("is_proven", [True, False])
def test_sweep_says_whether_a_reach_is_proven(
    request: pytest.FixtureRequest, axes: dict[str, list[int]], is_proven: bool
):
    if not is_proven:
        request.getfixturevalue("only_found")
    found = salescrew.sweep(PLAN, axes, jobs=1)
    assert [cell.reach_proven for cell in found.cells] == [is_proven, is_proven]
    page = text_page(sweep_page(DEPARTMENT, found))
    assert "83.3%" in page
    assert ("83.3%+" in page) is not is_proven
    assert (
        "+: so much was found, and whether more is possible is not known." in " ".join(page.split())
    ) is not is_proven
    svg = drawn(lambda: picture(DEPARTMENT, found), "svg").decode()
    assert ("so much was found" in svg) is not is_proven
