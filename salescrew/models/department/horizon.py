"""The days of a plan."""

from __future__ import annotations

import copy
import datetime as dt

from salescrew.errors import InputError
from salescrew.language import say
from salescrew.models.plan.calendar import CalendarDays
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.values.said import shown


class Horizon(CalendarDays):
    """The days of a plan, week by week, from the first day that is planned."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan.calendar, plan.so_far.as_of if plan.so_far else None)
        self.plan = plan

    def of(self, plan: Plan) -> Horizon:
        """Give the days as those of another plan that has the same."""
        horizon = copy.copy(self)
        horizon.plan = plan
        return horizon

    def number_of_week(self, week: int | dt.date) -> int:
        """Give the number of a week, from 0, that a user names by its number, from 1, or by a day in it.

        Raises
        ------
        InputError
            Where the plan has no such week.
        """
        if isinstance(week, dt.date):
            if not self.first_monday <= week <= self.last_day:
                raise InputError(
                    [
                        say(
                            "week: must be within the plan, from {first} to {last}, got {day}. "
                            "Name a day of the week in question.",
                            first=self.first_monday,
                            last=self.last_day,
                            day=week,
                        )
                    ]
                )
            return self.week_of(week)
        count = len(self.weeks)
        if not 1 <= week <= count:
            raise InputError(
                [
                    say(
                        "week: must be from 1 to {count}, got {week}. The plan has so many weeks.",
                        count=count,
                        week=shown(week),
                    )
                ]
            )
        return week - 1
