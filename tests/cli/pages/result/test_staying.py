"""The sentence that says who stays, who joins, who is left without a role, and what keeping everyone takes."""

from __future__ import annotations

import pytest

from salescrew.cli.pages.result.staying import who_stays
from salescrew.models.answers.result import EveryoneStays, Result, TeamMember
from salescrew.models.plan.plan import Plan
from tests.answer_by_hand import by_hand


def plan_of(*names: str) -> Plan:
    data, _ = by_hand()
    data["managers"] = [{"name": name} for name in names]
    data["candidates"] = [{"profile": "junior", "at_most": 30}]
    return Plan.model_validate(data)


def result_of(*names: str, stays: EveryoneStays | None = None) -> Result:
    _, data = by_hand()
    team = tuple(
        TeamMember(name=name, role="mixed", monthly_cost=1.0, hired=name.startswith("junior")) for name in names
    )
    return Result.model_validate(data).model_copy(update={"managers": team, "everyone_stays": stays})


def juniors(*numbers: int) -> list[str]:
    return [f"junior {number}" for number in numbers]


@pytest.mark.parametrize(
    ("there", "team", "told"),
    [
        (["Anna"], ["Anna"], "Anna, who is there, stays."),
        (["Anna", "Boris"], ["Anna", "Boris"], "Both who are there stay."),
        (["Anna", "Boris", "Vera"], ["Anna", "Boris", "Vera"], "All 3 who are there stay."),
        (["Anna", "Boris"], ["Anna", "Boris", *juniors(1)], "Both who are there stay; 1 joins: junior 1."),
        (["Anna", "Boris"], ["Anna", *juniors(1, 2)], "Of your 2, 1 stays: Anna; 2 join: junior 1 and junior 2."),
        (["Anna", "Boris"], juniors(1, 2, 3), "Of your 2, nobody stays; 3 join: junior 1 to 3."),
        (
            ["Anna", "Boris"],
            juniors(1, 2, 3, 5, 7, 8, 9),
            "Of your 2, nobody stays; 7 join: junior 1 to 3, junior 5 and",
        ),
        (["Anna", "Boris"], ["Boris"], "Of your 2, 1 stays: Boris; nobody joins. Anna is left without a role;"),
        ([], juniors(1), ""),
        (["Anna"], [], ""),
    ],
)
def test_who_stays_and_who_joins(there, team, told):
    said = who_stays(plan_of(*there), result_of(*team))
    assert said.startswith(told)
    assert bool(said) == bool(told)


def test_no_more_names_than_anybody_reads():
    names = [f"M{number}x" for number in range(12)]
    said = who_stays(plan_of(*names, "Zoe"), result_of(*names))
    assert "M7x and others; nobody joins. Zoe is left without a role" in said


@pytest.mark.parametrize(
    ("stays", "told"),
    [
        (None, "what keeping everyone takes is shown by `--keep-everyone`."),
        (
            EveryoneStays(status="no_answer", headcount=None, hires=None, monthly_cost=None),
            "what keeping everyone takes is shown by `--keep-everyone`.",
        ),
        (
            EveryoneStays(status="infeasible", headcount=None, hires=None, monthly_cost=None),
            "no team with everyone who is there meets the plan.",
        ),
        (
            EveryoneStays(status="optimal", headcount=3, hires=1, monthly_cost=1234.0),
            "with everyone kept (`--keep-everyone`) it takes 3 people and 1,234 a month.",
        ),
        (
            EveryoneStays(status="feasible", headcount=1, hires=0, monthly_cost=0.0),
            "with everyone kept (`--keep-everyone`) it takes 1 person.",
        ),
    ],
)
def test_what_keeping_everyone_takes(stays, told):
    assert who_stays(plan_of("Anna", "Boris"), result_of("Anna", stays=stays)).endswith(f"left without a role; {told}")
