"""Lists of weekdays as people write them: advice names the list that was meant."""

from __future__ import annotations

import json
from typing import Any

import pytest

from salescrew.errors import InputError
from salescrew.models.load import parse
from salescrew.models.plan.weekdays import weekdays_meant
from tests.test_oracles import deals, outbound, people


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon-fri", "mon tue wed thu fri"),
        ("Mon - Wed", "mon tue wed"),
        ("monday to thursday", "mon tue wed thu"),
        ("sat\u2013mon", "sat sun mon"),
        ("mon, wed-fri", "mon wed thu fri"),
        ("tue", "tue"),
        ("mon-fri-sun", ""),
        ("weekdays", ""),
        ("mon-", ""),
        ("", ""),
    ],
)
def test_days_that_a_text_names(text: str, days: str) -> None:
    assert weekdays_meant(text) == days.split()


def refused(where: str, value: object) -> str:
    data: dict[str, Any] = outbound(target=deals(1), managers=people(1))
    (data["calendar"] if where == "calendar" else data["managers"][0])["working_days"] = value
    with pytest.raises(InputError) as caught:
        parse(json.dumps(data), "plan.json")
    return str(caught.value)


@pytest.mark.parametrize("where", ["calendar", "manager"])
def test_a_list_written_as_a_text_is_answered_with_the_list(where: str) -> None:
    message = refused(where, "mon-fri")
    assert "working_days: must be a list, got mon-fri. Write it as [mon, tue, wed, thu, fri]." in message
    message = refused(where, ["mon-wed", "fri"])
    assert "working_days[0]: must be one of" in message
    assert "got mon-wed. Write each by itself: mon, tue, wed." in message
