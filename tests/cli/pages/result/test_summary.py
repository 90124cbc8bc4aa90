"""What stands in the tables that say an answer in short."""

from __future__ import annotations

import pytest

from salescrew.cli.pages.result.summary import a_week, stages_table, team_table
from salescrew.cli.render.cells import written
from salescrew.cli.render.page import Figure
from salescrew.models.answers.result import Result
from salescrew.models.department.department import Department
from salescrew.models.plan.plan import Plan
from salescrew.models.schedule.schedule import Schedule
from tests.answer_by_hand import by_hand

PLAN, RESULT = (kind.model_validate(data) for kind, data in zip((Plan, Result), by_hand(), strict=True))


def stages(result: Result) -> dict[tuple[object, object], list[object]]:
    rows = stages_table(Schedule(Department(PLAN), result)).rows
    return {(funnel, stage): [*figures] for funnel, stage, *figures in rows}


def test_funnels_of_the_answer_by_hand() -> None:
    assert stages(RESULT) == {
        ("cold", "contact"): [8, 4, 0.5, None],
        ("cold", "meeting"): [4, 2, 0.5, None],
        ("cold", "paid"): [2, 1, None, 200],
        ("warm", "lead"): [8, 4, 0.5, None],
        ("warm", "paid"): [4, 2, None, 400],
    }


def test_what_must_pass_on_is_said_of_a_stage_that_nothing_enters() -> None:
    idle = [row.model_copy(update={"contacts": {}}) for row in RESULT.quotas]
    flow = [row for row in RESULT.funnel if row.funnel != "cold"]
    shown = stages(RESULT.model_copy(update={"quotas": tuple(idle), "funnel": tuple(flow)}))
    assert shown["cold", "contact"] == [0, 0, None, None]
    assert shown["cold", "meeting"] == [0, 0, 0.5, None]


def test_contacts_that_are_worth_more_need_not_pass_on_as_often() -> None:
    flow = [
        row.model_copy(update={"entering": 2 * row.entering}) if row.stage == "contact" else row
        for row in RESULT.funnel
    ]
    assert stages(RESULT.model_copy(update={"funnel": tuple(flow)}))["cold", "contact"] == pytest.approx(
        [8, 4, 1.0, None]
    )


def test_team_has_usual_quotas_with_their_ends() -> None:
    (anna, boris) = team_table(Schedule(Department(PLAN), RESULT)).rows
    assert anna[:4] == ["Anna", "hunter", "there", 100]
    assert [cell for cell in anna if isinstance(cell, Figure)] == [Figure(8, span=(8, 8)), Figure(2, span=(2, 2))]
    assert boris[4] == 2.0


@pytest.mark.parametrize(
    ("number", "weeks", "text"),
    [
        (0, 12, "0"),
        (0, 0, "0"),
        (4, 12, "1 in 3 weeks"),
        (10, 12, "5 in 6 weeks"),
        (12, 12, "1"),
        (27, 12, "2.2"),
        (58, 12, "4.8"),
        (897, 12, "75"),
        (14_970, 12, "1,248"),
    ],
)
def test_averages_are_as_precise_as_somebody_can_act_on(number: int, weeks: int, text: str) -> None:
    assert written(a_week(number, weeks), "number") == text
