"""The answer of `solve` as a workbook: the days as a calendar, weeks with sums, and a chain to be played with."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from openpyxl import load_workbook

from salescrew.cli.presentations.result import presented
from salescrew.models.answers.result import Result
from salescrew.models.load import parse
from salescrew.models.plan.plan import Plan
from tests.answer_by_hand import by_hand
from tests.cli import sample
from tests.sheet_arithmetic import Recalculated, formulas


@pytest.fixture(scope="module")
def content():
    return presented(parse(sample.PLAN, "team.yaml"), sample.optimal()).written("xlsx")


@pytest.fixture(scope="module")
def book(content):
    return load_workbook(io.BytesIO(content), data_only=True)


def rows(sheet, first, last):
    found = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=first, max_row=last)]
    width = max(number for row in found for number, value in enumerate(row, start=1) if value is not None)
    return [row[:width] for row in found]


def test_sheets_in_the_order_in_which_they_are_read(book):
    names = ["Summary", "Team", "Roster", "Colours", "Quotas", "Funnel by week", "What if", "Targets", "Funnels"]
    assert book.sheetnames == [*names, *book.sheetnames[len(names) :]]
    assert book["Summary"]["A1"].value.startswith("3 people; fewer is impossible: at least 3.")


def test_roster_is_a_calendar_coloured_by_what_a_day_holds(book):
    sheet = book["Roster"]
    assert rows(sheet, 2, 5) == [
        ["name", "role", *(dt.datetime(2026, 1, day) for day in (12, 13, 19, 20))],
        ["Anna", "hunter", "calls 25", "calls 15", "calls 25", "calls 15"],
        ["Boris", "inbound", "am", "am", "am", "am"],
        ["junior 1", "mixed", "pm", "pm", "pm", "pm"],
    ]
    told = {row[0].value: row[0].fill.fgColor.rgb for row in book["Colours"].iter_rows(min_row=3)}
    assert list(told) == ["on duty, whatever else the day holds", "only calls", "not there"]
    on_duty, calls, _ = told.values()
    shades = [[cell.fill.fgColor.rgb for cell in row[2:6]] for row in sheet.iter_rows(min_row=3, max_row=5)]
    assert shades == [[calls] * 4, [on_duty] * 4, [on_duty] * 4]
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("C3", "$2:$2")


def test_stored_values_are_those_of_the_formulas(content):
    stored = formulas(content)
    assert {sheet for sheet, _ in stored} == {"Quotas", "Funnel by week", "What if"}
    sheets = {sheet: Recalculated(content, sheet) for sheet, _ in stored}
    for (sheet, address), value in stored.items():
        assert sheets[sheet].value(address) == pytest.approx(value, rel=1e-9)


def test_weeks_are_added_up(book):
    assert rows(book["Quotas"], 3, 7) == [
        ["duty slots", "Boris", 2, 2, 4],
        ["duty slots", "junior 1", 2, 2, 4],
        ["duty slots", "everybody", 4, 4, 8],
        ["calls", "Anna", 40, 40, 80],
        ["calls", "everybody", 40, 40, 80],
    ]
    assert [row[-1] for row in rows(book["Funnel by week"], 3, 7)] == pytest.approx([88, 8.8, 4.4, 12, 3])


def test_charts_are_drawn_by_the_spreadsheet(content):
    drawn = load_workbook(io.BytesIO(content))
    assert {name: len(drawn[name]._charts) for name in ("Targets", "Funnel by week", "Quotas")} == {
        "Targets": 1,
        "Funnel by week": 1,
        "Quotas": 1,
    }


def by_hand_written():
    plan, result = by_hand()
    return presented(Plan.model_validate(plan), Result.model_validate(result)).written("xlsx")


def chain_cell(content, step):
    """Give the first cell of a step that is changed, or where there is none, what comes of it."""
    for row in load_workbook(io.BytesIO(content))["What if"].iter_rows():
        if row[1].value == step:
            return row[2].coordinate if row[2].value is not None and step == "meeting" else row[4].coordinate
    raise LookupError(step)


@pytest.mark.parametrize(
    ("changed", "contacts", "calls"),
    [
        ({}, 8, 8),
        ({"meeting": 1.0}, 4, 4),
        ({"meeting": 0.25}, 16, 16),
        ({"revenue": 600}, 24, 24),
    ],
)
def test_the_chain_begins_and_ends_at_the_answer_and_says_what_a_change_takes(changed, contacts, calls):
    content = by_hand_written()
    sheet = Recalculated(content, "What if", {chain_cell(content, name): value for name, value in changed.items()})
    found = [sheet.value(chain_cell(content, name)) for name in ("contact", "calls", "calls on such a day")]
    assert found == pytest.approx([contacts, calls, calls])


def test_funnels_that_bring_nothing_are_not_in_the_chain():
    plan, result = by_hand()
    answer = Result.model_validate(result)
    none = [row.model_copy(update={"entering": 0.0, "revenue": 0.0}) for row in answer.funnel]
    content = presented(Plan.model_validate(plan), answer.model_copy(update={"funnel": tuple(none)})).written("xlsx")
    assert "What if" not in load_workbook(io.BytesIO(content)).sheetnames


def test_an_answer_without_a_team_says_why_and_no_more():
    plan, _ = by_hand()
    content = presented(Plan.model_validate(plan), sample.without_team("infeasible")).written("xlsx")
    assert load_workbook(io.BytesIO(content)).sheetnames == ["Summary"]


def test_days_that_hold_several_things_and_nothing():
    sheet = load_workbook(io.BytesIO(by_hand_written()))["Roster"]
    assert [row[2:] for row in rows(sheet, 3, 4)] == [["calls 8", "meetings 2", "meetings 2", "-"], ["morning"] * 4]
    assert sheet["F3"].quotePrefix


def test_a_workbook_for_each_of_many_plans(run, folder):
    (folder / "one.yaml").write_text((folder / "team.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    done = run("solve", "one.yaml", "team.yaml", "--format", "xlsx", "-o", "answers/", "--jobs", "1", "--quiet")
    assert done.exit_code in (0, 1), done.stderr
    one, team = (load_workbook(folder / "answers" / f"{name}.xlsx") for name in ("one", "team"))
    assert one.sheetnames == team.sheetnames
