"""What may be varied and how it is written: ranges without the noise of binary fractions, lists, texts, refusals."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from salescrew.errors import InputError
from salescrew.models.load import parse
from salescrew.models.variants.axes import Grid, axes_of, axis_in
from tests.cli.sample import PLAN

REVENUE, CONVERSION = "target.revenue", "funnels.cold.stages.contact.conversion"


@pytest.fixture(scope="module")
def plan():
    return parse(PLAN, "team.yaml")


def axis(plan, path, values):
    (one,) = axes_of(plan, {path: values})
    return one


@pytest.mark.parametrize(
    ("values", "numbers", "labels"),
    [
        ("3%..8%:1%", (0.03, 0.04, 0.05, 0.06, 0.07, 0.08), ("3%", "4%", "5%", "6%", "7%", "8%")),
        ("3%..8%:2%", (0.03, 0.05, 0.07), ("3%", "5%", "7%")),  # the step does not hit the end
        ("0.5%..1.5%:0.5%", (0.005, 0.01, 0.015), ("0.5%", "1%", "1.5%")),
        ("0.1..0.3:0.1", (0.1, 0.2, 0.3), ("0.1", "0.2", "0.3")),  # 0.1 + 0.2 is not 0.30000000000000004
        ("0.30", (0.3,), ("0.3",)),
        (" 10%, 12.50 % ", (0.1, 0.125), ("10%", "12.5%")),
        ("1%,5%..15%:5%", (0.01, 0.05, 0.1, 0.15), ("1%", "5%", "10%", "15%")),
        ("7%..7%:1%", (0.07,), ("7%",)),
    ],
)
def test_shares(plan, values, numbers, labels):
    one = axis(plan, CONVERSION, values)
    assert (one.values, one.labels, one.is_numeric) == (numbers, labels, True)


@pytest.mark.parametrize(
    ("values", "numbers", "labels"),
    [
        ("10M..14M:2M", (10_000_000, 12_000_000, 14_000_000), ("10M", "12M", "14M")),
        ("250k..1M:250k", (250_000, 500_000, 750_000, 1_000_000), ("250k", "500k", "750k", "1M")),
        ("1.5M,2M", (1_500_000, 2_000_000), ("1.5M", "2M")),
        ("1_000_000, 2e6", (1_000_000, 2_000_000), ("1,000,000", "2,000,000")),
        ("999..1_001:1", (999, 1000, 1001), ("999", "1,000", "1,001")),
        ("1e3..3e3:1e3", (1000, 2000, 3000), ("1,000", "2,000", "3,000")),
    ],
)
def test_amounts(plan, values, numbers, labels):
    one = axis(plan, REVENUE, values)
    assert (one.values, one.labels) == (numbers, labels)
    assert all(isinstance(value, int) for value in one.values)


def test_texts_lists_and_quotes(plan):
    assert axis(plan, "pipeline", "steady,empty").values == ("steady", "empty")
    roles = axis(plan, "managers.Anna.roles", "[hunter],[hunter, mixed]")
    assert (roles.values, roles.labels) == ((["hunter"], ["hunter", "mixed"]), ("[hunter]", "[hunter, mixed]"))
    assert axis(plan, "name", '"5","a, b"').values == ("5", "a, b")
    assert axis(plan, "managers.Anna.keep", "true,false").labels == ("true", "false")
    limit = axis(plan, "limits.people", "null,3")
    assert (limit.values, limit.labels, limit.is_numeric) == ((None, 3), ("none", "3"), False)
    assert not roles.is_numeric


def test_values_of_python(plan):
    assert axis(plan, CONVERSION, [0.05, "6%", 1]).labels == ("0.05", "6%", "1")
    start = axis(plan, "calendar.start", [dt.date(2026, 1, 12), "2026-01-19"])
    assert start.values == ("2026-01-12", "2026-01-19")
    assert axis(plan, "managers.Anna.roles", [("hunter", "mixed")]).values == (["hunter", "mixed"],)


def test_percentage_reaches_the_plan_as_one(plan):
    # a plan takes 5% for a share and refuses it for an amount, so that must not become 0.05 on the way
    one = axis(plan, REVENUE, "5%")
    assert (one.values, one.given(0)) == ((0.05,), "5%")
    with pytest.raises(InputError, match=re.escape("must be a number, not a percentage, got 5%.")):
        plan.replace({REVENUE: one.given(0)})
    assert axis(plan, REVENUE, "1_000_000%").given(0) == "1000000%"


def test_grid_moves_the_last_axis_first(plan):
    grid = Grid(axes_of(plan, {CONVERSION: "3%,4%", "pipeline": "steady,empty"}))
    assert grid.size == 4
    assert [grid.labels(number) for number in range(4)] == [
        ["3%", "steady"],
        ["3%", "empty"],
        ["4%", "steady"],
        ["4%", "empty"],
    ]
    assert grid.values(1) == {CONVERSION: 0.03, "pipeline": "empty"}
    assert grid.changes(2) == {CONVERSION: "4%", "pipeline": "steady"}


def test_as_many_cells_as_are_allowed(plan):
    assert Grid(axes_of(plan, {REVENUE: "1..1000:1", "grace_weeks": "1..100:1"})).size == 100_000


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ("3..1:1", "must be a range from low to high, got 3..1:1. Write 1..3:1."),
        ("1..3:0", "must be a range with a step above 0, got 1..3:0. Write a step such as in 1..3:1."),
        ("1%..3%:0%", "must be a range with a step above 0, got 1%..3%:0%. Write a step such as in 1%..3%:1%."),
        ("1..3:-2", "must be a range with a step above 0, got 1..3:-2. Write a step such as in 1..3:2."),
        ("1..3", "must be a range with a step, got 1..3. Write 1..3:STEP."),
        ("3%..5:1", "must be a range in one unit, got 3%..5:1. Write all three with % or none."),
        ("1..x:5", "must be a range of numbers, got 1..x:5. Write it as target.revenue=10M..20M:2M."),
        ("1..100_001:1", "must have at most 100,000 values, got 100,001. Take larger steps."),
        ("1,2,1.0", "must have each value once, got 1 twice. Remove one of them."),
        (
            "[1",
            "must have values as in a plan file, got [1. Write a range such as 3%..8%:1%, or a list such as 3%,5%,8%.",
        ),
        ([], "must have at least one value, got none. Write some, such as target.revenue=10M..20M:2M."),
        ([float("inf")], "must be at most 1e15 in size, got inf. Write a smaller number."),
    ],
)
def test_refused_values(plan, values, said):
    with pytest.raises(InputError) as error:
        axes_of(plan, {REVENUE: values})
    assert str(error.value) == f"{REVENUE}: {said}"


def test_every_problem_at_once(plan):
    with pytest.raises(InputError) as error:
        axes_of(plan, {"target.revnue": "1,2", REVENUE: "2..1:1"})
    assert error.value.problems == (
        "target.revnue: must be a place in the plan, got revnue. Did you mean target.revenue?",
        "target.revenue: must be a range from low to high, got 2..1:1. Write 1..2:1.",
    )


def test_too_many_cells(plan):
    with pytest.raises(InputError) as error:
        axes_of(plan, {REVENUE: "1..1000:1", "grace_weeks": "0..100:1"})
    said = "--vary: must make at most 100,000 cells, got 101,000. Take larger steps, or vary less at once."
    assert str(error.value) == said


def test_nothing_to_vary(plan):
    with pytest.raises(InputError) as error:
        axes_of(plan, {})
    said = "--vary: must name at least one part of the plan, got none. Write it as target.revenue=10M..20M:2M."
    assert str(error.value) == said


@pytest.mark.parametrize(
    ("text", "path", "values"),
    [
        ("target.revenue=1..3:1", "target.revenue", "1..3:1"),
        (" pipeline = steady,empty ", "pipeline", "steady,empty"),
        ('products."a=b".average_deal=5', 'products."a=b".average_deal', "5"),
        ("name==x", "name", "=x"),
    ],
)
def test_path_and_values(text, path, values):
    assert axis_in(text) == (path, values)


@pytest.mark.parametrize("text", ["target.revenue", "target.revenue=", "=3", ""])
def test_path_or_values_missing(text):
    got = text or "''"
    said = f"--vary: must be a path and its values, got {got}. Write it as target.revenue=10M..20M:2M."
    with pytest.raises(InputError) as error:
        axis_in(text)
    assert str(error.value) == said
