"""What it takes from now on, in a sentence."""

from __future__ import annotations

import datetime as dt

import pytest

from salescrew.cli.pages.on_the_way.outlook import needed
from salescrew.models.answers.progress import CatchUp, Progress

LAST = dt.date(2026, 3, 6)


@pytest.mark.parametrize(
    ("planned", "takes", "said"),
    [
        (980.0, 980.0, "As planned 980 contacts cold are left, up to 55 a day on 18 days up to Fri 6 Mar."),
        (36.0, 36.0, "As planned 36 contacts cold are left, up to 2 a day on 18 days up to Fri 6 Mar."),
        (
            980.0,
            1000.0,
            "It takes 56 contacts cold a day on 18 days up to Fri 6 Mar, 1,008 in all; 980 are planned, and there is "
            "room for 2,000.",
        ),
        (980.0, None, "No number of contacts cold reaches every target any more."),
    ],
)
def test_contacts_a_day_are_whole_and_suffice(planned: float, takes: float | None, said: str) -> None:
    row = CatchUp(funnel="cold", last_day=LAST, days_left=18, planned=planned, needed=takes, room=2000.0)
    assert needed(Progress.model_construct(catch_up=(row,), managers=())) == said
