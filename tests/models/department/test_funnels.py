"""The flow through a funnel, against numbers worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from salescrew.models.department.funnels import FunnelFlow, lag
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.so_far import SoFar


def flow(pipeline: object, *days: float, weeks: int = 3, conversion: float = 0.5) -> FunnelFlow:
    """A funnel whose stages a, b, c take so many days each and pass on half."""
    stages: list[dict[str, Any]] = [
        {"name": name, "conversion": conversion, "days_to_next": taken}
        for name, taken in zip("abc", days, strict=False)
    ]
    plan = Plan.model_validate(
        {
            "name": "by hand",
            "calendar": {"start": "2026-03-02", "weeks": weeks},
            "target": {"revenue": 1},
            "products": {"x": {"average_deal": 1}},
            "day_patterns": [{"calls": 1}],
            "funnels": {"cold": {"channel": "outbound", "product": "x", "opens_with": "calls", "stages": stages}},
            "pipeline": pipeline,
            "managers": [{"name": "A"}],
        }
    )
    return FunnelFlow(plan, "cold")


@pytest.mark.parametrize(
    ("days", "shares"),
    [
        (0, {0: 1}),
        (3.5, {0: 0.5, 1: 0.5}),
        (7, {1: 1}),
        # 10 days are 1 3/7 weeks
        (10, {1: 4 / 7, 2: 3 / 7}),
        (14, {2: 1}),
        (24.5, {3: 0.5, 4: 0.5}),
    ],
)
def test_lag_shares_two_weeks_next_to_each_other(days: float, shares: dict[int, float]) -> None:
    assert lag(days) == pytest.approx(shares)


def test_lags_follow_each_other() -> None:
    # half a week twice: a quarter at once, a half after one week, a quarter after two; half passes each time
    assert flow("empty", 3.5, 3.5).from_entry == [{0: 1}, {0: 0.25, 1: 0.25}, {0: 0.0625, 1: 0.125, 2: 0.0625}]


def test_stages_end_with_paid() -> None:
    assert flow("empty", 0, 0).stages == ["a", "b", "paid"]


def test_empty_loses_what_falls_after_the_end() -> None:
    # 8 in week 0, 4 in week 2; half passes a week later, that of week 2 beyond the end
    assert flow("empty", 7).entering([8, 0, 4]) == [[8, 0, 4], [0, 4, 0]]


def test_steady_runs_round_the_end() -> None:
    assert flow("steady", 7).entering([8, 0, 4]) == [[8, 0, 4], [2, 4, 0]]


def test_steady_runs_round_more_than_once() -> None:
    # 8 weeks in a horizon of 3 are 2 weeks
    assert flow("steady", 56).entering([8, 0, 0]) == [[8, 0, 0], [0, 0, 4]]
    assert flow("steady", 56, weeks=1).entering([8]) == [[8], [4]]


def test_empty_forgets_what_takes_longer_than_the_horizon() -> None:
    assert flow("empty", 56).entering([8, 8, 8]) == [[8, 8, 8], [0, 0, 0]]


def test_lag_of_part_of_a_week_spreads_over_two() -> None:
    # 8 x 1/2: 4/7 of it a week later, 3/7 two weeks later, which is week 0 again for what enters in week 1
    empty, steady = flow("empty", 10).entering([0, 8, 0]), flow("steady", 10).entering([0, 8, 0])
    assert empty[1] == pytest.approx([0, 0, 16 / 7])
    assert steady[1] == pytest.approx([12 / 7, 0, 16 / 7])


def test_table_enters_its_stage_in_week_0_beside_what_arrives() -> None:
    # 6 open items of stage b: 3 are paid at once; 8 contacts: 4 in b a week later, 2 paid
    table = flow({"cold": {"b": 6}}, 7, 0)
    assert table.opening == [[0, 0, 0], [6, 0, 0], [3, 0, 0]]
    assert table.entering([8, 0, 0]) == [[8, 0, 0], [6, 4, 0], [3, 2, 0]]


def test_table_at_the_first_stage_passes_all_stages() -> None:
    assert flow({"cold": {"a": 8}}, 7, 7).entering([0, 0, 0]) == [[8, 0, 0], [0, 4, 0], [0, 0, 2]]


def test_table_with_several_stages_adds_up() -> None:
    assert flow({"cold": {"a": 8, "b": 2}}, 7, 7).entering([0, 0, 0]) == [[8, 0, 0], [2, 4, 0], [0, 1, 2]]


def aged(items: float, waited_days: float) -> dict[str, float]:
    return {"items": items, "waited_days": waited_days}


@pytest.mark.parametrize(
    ("waited_days", "paid"),
    [
        # 10 days are left: 4/7 of the half that passes is paid after a week, 3/7 after two
        (0, [0, 4 * 4 / 7, 4 * 3 / 7]),
        # 3 days are left
        (7, [4 * 4 / 7, 4 * 3 / 7, 0]),
        # nothing is left: it is overdue
        (10, [4, 0, 0]),
        (40, [4, 0, 0]),
    ],
)
def test_items_that_have_waited_pass_on_when_the_rest_of_the_time_is_over(
    waited_days: float, paid: list[float]
) -> None:
    waiting = flow({"cold": {"a": [aged(8, waited_days)]}}, 10)
    assert waiting.opening[0] == [0, 0, 0]  # they have entered before, and make no work any more
    assert waiting.opening[1] == pytest.approx(paid)


def test_items_that_have_waited_go_on_through_the_later_stages_as_all_do() -> None:
    # half a week is left: a half enters b in week 0 and a half in week 1; of these a half is paid a week later
    waiting = flow({"cold": {"a": [aged(8, 3.5)], "b": 2}}, 7, 7)
    assert waiting.opening[1] == [2 + 2, 2, 0]
    assert waiting.opening[2] == [0, 2, 1]


def test_a_plan_made_anew_begins_with_what_is_under_way_then() -> None:
    plan = flow({"cold": {"a": [aged(8, 0)]}}, 7).plan
    later = plan.model_copy(update={"so_far": SoFar.model_validate({"as_of": "2026-03-11"})})
    assert FunnelFlow(later, "cold").opening == [[0, 0, 0], [0, 0, 4]]
