"""Charts on the pages of what-if questions: what is drawn is what the table says, and the finding names the first."""

from __future__ import annotations

import pytest

from salescrew.cli.presentations import compare, sensitivity, sweep
from salescrew.models.answers.comparison import Comparison, ConfigurationRow
from salescrew.models.answers.sensitivity import ChangedInput, Effect, Sensitivity, SensitivityRow
from salescrew.models.answers.sweep import Axis, Sweep, SweepCell
from salescrew.models.load import parse
from tests.cli import sample
from tests.html_reader import read_html

PLAN = parse(sample.PLAN, "team.yaml")
_REACHED = {"status": "optimal", "headcount": 3, "headcount_bound": 3, "monthly_cost": 7_500.0, "reach_bound": None}


def _side(value, reach):
    return ChangedInput(value=value, reach=reach, **_REACHED)


def _row(title, low, high):
    sides = {"low": _side(0.09, low), "high": _side(0.11, high)}
    path = "funnels.cold.stages[0].conversion"
    return SensitivityRow(title=title, path=path, kind="conversion", value=0.1, is_relative=False, note="", **sides)


def _sensitivity(*rows):
    return Sensitivity(by=0.1, base=Effect(reach=1.1, **_REACHED), team=(), rows=rows)


def _bars(presented):
    body = read_html(presented.written("html"))
    charts = body.all("figure")
    return [" ".join(chart.text.split()) for chart in charts], body


def test_a_sensitivity_draws_first_what_moves_the_plan_most():
    found = _sensitivity(_row("conversion of contact", 1.05, 1.15), _row("average deal", 0.99, 1.21))
    (chart,), body = _bars(sensitivity.presented(PLAN, found))
    assert (
        "average deal moves the plan most: 10% lower or higher, the team reaches from 99% to 121% of it." in body.text
    )
    assert chart.index("average deal 99% to 121%") < chart.index("conversion of contact 105% to 115%")


@pytest.mark.parametrize("rows", [(), (_row("average deal", None, None), _row("leads", None, None))])
def test_nothing_is_drawn_of_what_is_not_known(rows):
    assert _bars(sensitivity.presented(PLAN, _sensitivity(*rows)))[0] == []


def test_a_sweep_draws_the_people_of_each_value():
    axis = Axis(path="target.revenue", values=(30_000, 40_000, 50_000), labels=("30,000", "40,000", "50,000"))
    cells = tuple(
        SweepCell(cell=number, values={axis.path: value}, status=status, headcount=people, headcount_bound=people)
        for number, (value, status, people) in enumerate(
            zip(axis.values, ("optimal", "optimal", "infeasible"), (2, 3, None), strict=True), 1
        )
    )
    found = Sweep(objective=("people", "monthly_cost"), thorough=False, axes=(axis,), cells=cells)
    (chart,), _ = _bars(sweep.presented(PLAN, found))
    assert chart.startswith("It takes from 2 to 3 people, by ")
    assert "30,000 2 people" in chart
    assert "40,000 3 people" in chart
    assert "50,000" not in chart.split("3 people")[0]


def _comparison(*counts):
    rows = [
        ConfigurationRow.model_construct(**dict.fromkeys(ConfigurationRow.model_fields)).model_copy(
            update={
                "name": name,
                "status": "optimal",
                "reason": "",
                "left_out": (),
                "headcount": people,
                "headcount_bound": people,
                "hunters": people,
                "inbound": 0,
                "mixed": 0,
                "hires": 0,
                "monthly_cost": 1_000.0 * people + len(name),
                "monthly_cost_bound": 1_000.0 * people,
                "reach": 1.25,
                "spare": (),
                "team": (),
            }
        )
        for name, people in counts
    ]
    return Comparison.model_construct(
        version=1, finished=True, objective=("people", "monthly_cost"), rows=tuple(rows), verdict=None
    )


def test_a_comparison_draws_the_people_of_each_configuration():
    (chart,), _ = _bars(compare.presented(PLAN, _comparison(("as planned", 3), ("all mixed", 4))))
    assert chart.startswith("as planned takes the fewest people: 3; all mixed the most: 4.")
    assert "as planned 3 people, could reach 125%" in chart
    assert "all mixed 4 people, could reach 125%" in chart


def test_where_all_configurations_take_as_many_people_their_cost_is_drawn():
    (chart,), _ = _bars(compare.presented(PLAN, _comparison(("as planned", 3), ("all mixed", 3))))
    assert chart.startswith("Each takes 3 people; what differs is what they cost a month.")
    assert "as planned 3,010 EUR all mixed 3,009 EUR" in chart
