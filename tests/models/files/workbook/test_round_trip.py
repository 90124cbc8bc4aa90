"""A plan as a workbook and back: the same plan, whatever it says, and the same bytes for the same plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from salescrew.errors import InputError
from salescrew.language import speaking
from salescrew.models.files.workbook import writing
from salescrew.models.files.workbook.layout import Settings
from salescrew.models.files.workbook.reading import plan_of_sheets, plan_of_workbook
from salescrew.models.files.workbook.rows import rows_of
from salescrew.models.files.workbook.writing import plan_workbook
from salescrew.models.load import load, parse
from salescrew.models.plan.plan import Plan
from tests.cli.pages.test_hostile_names import PLAN as HOSTILE

ROOT = Path(__file__).parents[4]
CASES = sorted([*(ROOT / "tests" / "cases").rglob("*.yaml"), *(ROOT / "examples").glob("*.yaml")])
SMALL = {
    "name": "one",
    "calendar": {"start": "2026-01-12", "weeks": 2},
    "target": {"revenue": 1_000},
    "products": {"audit": {"average_deal": 100}},
    "day_patterns": [{"calls": 50}],
    "funnels": {
        "cold": {
            "channel": "outbound",
            "product": "audit",
            "opens_with": "calls",
            "stages": [{"name": "contact", "conversion": 0.1}],
        }
    },
    "pipeline": "steady",
    "managers": [{"name": "Anna"}],
}


TWO = [{"name": "Anna"}, {"name": "Boris"}]


def with_values(**changes):
    return Plan.model_validate({**SMALL, **changes})


def sheets_of(plan):
    """Give what stands on the sheets of a plan's workbook, without its file."""
    for name, (layout, rows) in rows_of(plan).items():
        heading = ["what", "value"] if isinstance(layout, Settings) else [column.title for column in layout.columns]
        yield name, [heading, *(["" if cell is None else cell for cell in row.cells] for row in rows)]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_stored_plan_is_the_same_again(path):
    plan = load(path)
    assert plan_of_sheets(sheets_of(plan), "team.xlsx") == plan


@pytest.mark.parametrize("path", CASES[::9], ids=lambda path: path.stem)
def test_every_plan_is_the_same_again_through_its_file(path):
    plan = load(path)
    # what is written is read again, and compared, before it is given out
    assert plan_of_workbook(plan_workbook(plan), "team.xlsx") == plan


def test_a_plan_that_would_read_otherwise_is_refused(monkeypatch):
    monkeypatch.setattr(writing, "rows_of", lambda _plan: rows_of(with_values(name="another")))
    told = "the plan: must be one that a workbook can hold, got one that reads otherwise. Write it as YAML."
    with pytest.raises(InputError, match=told):
        plan_workbook(with_values())


@pytest.mark.parametrize(
    "changes",
    {
        "names that steer": {key: value for key, value in HOSTILE.items() if key != "name"},
        "names like numbers and words of YAML": {
            "managers": [{"name": "007"}, {"name": "1.5"}, {"name": "yes"}, {"name": "null"}, {"name": "2026-01-12"}],
            "away": {"007": ["2026-01-13"], "1.5": ["2026-01-14/2026-01-15"]},
        },
        "names with all that a path is made of": {
            "products": {'a.b["c"]: {d}, e': {"average_deal": 100}},
            "funnels": {
                "x.y [1]": {
                    "channel": "outbound",
                    "product": 'a.b["c"]: {d}, e',
                    "opens_with": "calls",
                    "stages": [{"name": "contact, first: {1}", "conversion": 0.1}],
                }
            },
            "target": {
                "products": {'a.b["c"]: {d}, e': {"deals": 2}},
                "stages": {"x.y [1]": {"contact, first: {1}": 5, "paid": 1}},
                "by_month": {"2026-01": {"revenue": 5}},
            },
            "pipeline": {"x.y [1]": {"contact, first: {1}": 3}},
            "managers": [{"name": "Anna", "funnels": ["x.y [1]"]}],
        },
        "weekdays on which nothing can be done": {"weekday_patterns": {"mon": [], "fri": [{"calls": 5}, {"calls": 3}]}},
        "days to choose from": {
            "candidates": [
                {"profile": "junior", "at_most": 2, "from": ["2026-01-12", "2026-01-19"], "ramp": ["50%", 0.75]},
                {
                    "profile": "temp",
                    "at_most": 1,
                    "from": "2026-01-19",
                    "rota": {"on": 2, "off": 2, "from": "2026-01-12"},
                },
                {"profile": "other", "at_most": 1, "rota": [["mon", "tue"], ["wed"]], "effectiveness": {"hunter": 0.5}},
            ]
        },
        "odd numbers": {
            "target": {"revenue": 0.1 + 0.2},
            "managers": [{"name": "Anna", "monthly_cost": 1e15, "absence": 1 / 3, "effectiveness": 1e-9}],
        },
        "a holiday, and a list of one": {
            "calendar": {"start": "2026-01-12", "weeks": 2, "holidays": ["RU", "2026-01-13"]}
        },
        "what is settled": {
            "fixed": {"roles": {"Anna": "hunter"}},
            "prior_observations": 50,
            "chance": {"fix": ["illness", "time"], "spell_days": 2},
            "limits": {"people": 3, "cost": 1e6},
            "objective": ["cost", "people"],
            "time_budget": None,
        },
    }.items(),
    ids=lambda item: item[0],
)
def test_whatever_a_plan_says_is_the_same_again(changes):
    plan = with_values(**changes[1])
    assert plan_of_sheets(sheets_of(plan), "team.xlsx") == plan
    with speaking("ru"):
        content = plan_workbook(plan)
    assert plan_of_workbook(content, "team.xlsx") == plan


def test_the_same_plan_gives_the_same_bytes():
    assert plan_workbook(with_values()) == plan_workbook(with_values())


def test_a_list_that_is_too_long_for_a_cell_has_a_row_an_item(monkeypatch):
    monkeypatch.setattr("salescrew.models.files.workbook.rows._LONGEST_TEXT", 60)
    plan = with_values(away={"Anna": ["2026-01-12", "2026-01-13", "2026-01-14"], "Boris": []}, managers=TWO)
    assert len(rows_of(plan)["More"][1]) == 2
    plan = with_values(away={"Anna": [f"2026-01-{day}" for day in range(12, 20)]})
    assert len(rows_of(plan)["More"][1]) == 8
    assert plan_of_sheets(sheets_of(plan), "team.xlsx") == plan


def test_what_no_cell_can_hold_is_refused():
    with pytest.raises(InputError) as refused:
        plan_workbook(with_values(name="n" * 40_000))
    assert refused.value.problems == (
        "name: must be a value that a cell can hold, in at most 32,767 letters, got more. Write the plan as YAML.",
    )


def test_the_text_and_the_bytes_of_a_plan_go_by_the_same_door():
    plan = with_values()
    assert parse(plan_workbook(plan), "whatever.txt") == plan
