"""What a day holds, told by a colour: duty, one of the activities, several, or nothing because somebody is away."""

from __future__ import annotations

import datetime as dt

from salescrew.cli.pages.result.days import Days
from salescrew.cli.pages.result.summary import activities_asked
from salescrew.language import say
from salescrew.models.plan.words import activity_in_words
from salescrew.models.schedule.schedule import Schedule

OFF = -1
_DUTY, _MIXED, _FIRST_ACTIVITY = 0, 1, 2


class Shades:
    """The shades of the days of a result, as numbers; `OFF` where somebody is not there."""

    def __init__(self, schedule: Schedule, days: Days) -> None:
        self._schedule = schedule
        self._days = days
        self._asked = activities_asked(schedule)

    def of(self, day: dt.date, name: str) -> int | None:
        """Give the shade of a person's day; None where nothing is asked."""
        if not self._days.is_there(day, name):
            return OFF
        if self._schedule.duty.get((day, name)):
            return _DUTY
        quota = self._schedule.quotas.get((day, name))
        held = [number for number, activity in enumerate(self._asked) if quota and quota.activities.get(activity)]
        if not held:
            return None
        return _FIRST_ACTIVITY + held[0] if len(held) == 1 else _MIXED

    def meanings(self) -> list[tuple[str, int]]:
        """Say what each shade means."""
        said = [(say("on duty, whatever else the day holds"), _DUTY)] if self._schedule.duty else []
        said += [
            (say("only {activity}", activity=activity_in_words(name)), _FIRST_ACTIVITY + number)
            for number, name in enumerate(self._asked)
        ]
        said += [(say("several activities"), _MIXED)] if len(self._asked) > 1 else []
        return [*said, (say("not there"), OFF)]
