"""Words of a plan behind numbers."""

from __future__ import annotations

import pytest

from salescrew.cli.pages.words import of_activity
from salescrew.language import speaking
from salescrew.models.plan.words import in_number
from salescrew.models.schedule.differences import written_pattern


@pytest.mark.parametrize(
    ("activity", "count", "written"),
    [
        ("meetings", "1", "meeting"),
        ("meetings", "2", "meetings"),
        ("meetings", "1.1", "meetings"),
        ("duty", "1", "duty"),
        ("Status", "1", "Status"),
        ("встречи", "1", "встречи"),
    ],
)
def test_one_of_what_everybody_knows_is_in_the_singular(activity: str, count: str, written: str) -> None:
    assert in_number(activity, count) == written


def test_in_other_languages_activities_are_names() -> None:
    with speaking("ru"):
        assert in_number("meetings", "1") == "meetings"
        assert [of_activity(count, "calls") for count in ("1", "2")] == ["calls – 1", "calls – 2"]
    assert [of_activity(count, "calls") for count in ("1", "2")] == ["1 call", "2 calls"]


def test_a_pattern_with_one_of_something() -> None:
    assert written_pattern({"meetings": 1, "calls": 15, "duty": 1}) == "15 calls, 1 duty, 1 meeting"
