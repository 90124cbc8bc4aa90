"""The days of a plan, counted from its calendar (section 2 of the model)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Container

from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.people import PersonFields
from salescrew.models.plan.weekdays import WEEKDAYS


class Days:
    """The working days of the horizon and their weeks.

    Attributes
    ----------
    weeks
        The number of weeks.
    first_week
        The first week that is planned: 0, or that of the day on which the plan was made anew.
    horizon
        All days of the horizon, in order.
    working
        The working days that are planned in order, each with the number of its week, from 0.
    """

    def __init__(self, plan: Plan) -> None:
        calendar = plan.calendar
        self.weeks = calendar.weeks
        self._calendar = calendar
        self._monday = calendar.start.toordinal() - calendar.start.weekday()
        self._extra = frozenset(calendar.extra_days)
        self.horizon = [
            dt.date.fromordinal(day) for day in range(calendar.start.toordinal(), self._monday + 7 * self.weeks)
        ]
        self._first = calendar.start if plan.so_far is None else plan.so_far.as_of
        self.first_week = self.week_of(self._first)
        free = self._holidays()
        self.working = {
            day: self.week_of(day)
            for day in self.horizon
            if day >= self._first
            and (day in self._extra or (weekday(day) in calendar.working_days and day not in free))
        }

    def _holidays(self) -> Container[dt.date]:
        if not isinstance(self._calendar.holidays, str):
            return frozenset(self._calendar.holidays)
        import holidays

        return holidays.country_holidays(self._calendar.holidays)

    def week_of(self, day: dt.date) -> int:
        """Count the weeks, from Monday to Sunday, since the one that holds `start`."""
        return (day.toordinal() - self._monday) // 7

    def is_over(self, day: dt.date) -> bool:
        """Tell whether a day of the horizon was over when the plan was made anew."""
        return self._calendar.start <= day < self._first

    def monday(self, week: int) -> dt.date:
        """Give the Monday of a week."""
        return dt.date.fromordinal(self._monday + 7 * week)

    def is_there(self, person: PersonFields, day: dt.date) -> bool:
        """Tell whether a person is there.

        That is on a working day that is also in the person's `working_days` (an extra day needs not be), not in
        `days_off`, and between `from` and `until`.
        """
        if day not in self.working:
            return False
        if person.working_days is not None and weekday(day) not in person.working_days and day not in self._extra:
            return False
        if person.first_day is not None and day < person.first_day:
            return False
        if person.until is not None and day > person.until:
            return False
        return not any(off.first <= day <= off.last for off in person.days_off)

    def month_shares(self) -> list[dict[str, float]]:
        """Share each week out to months: by its working days, or by its days within the horizon if it has none.

        Of the week in which the plan was made anew only the days that are planned count.
        """
        worked = [Counter[str]() for _ in range(self.weeks)]
        lived = [Counter[str]() for _ in range(self.weeks)]
        for day in self.horizon:
            week = self.week_of(day)
            lived[week][month(day)] += week != self.first_week or day >= self._first
            worked[week][month(day)] += day in self.working
        counts = [some if some.total() else every for some, every in zip(worked, lived, strict=True)]
        return [{name: count / week.total() for name, count in week.items()} for week in counts]


def weekday(day: dt.date) -> str:
    """Name the day of the week as a plan does."""
    return WEEKDAYS[day.weekday()]


def month(day: dt.date) -> str:
    """Name the month as a plan does."""
    return day.isoformat()[:7]
