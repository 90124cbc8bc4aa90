"""The days of a plan, counted from its calendar (section 2 of the model)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Container
from functools import cached_property

from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.calendar import Calendar
from salescrew.models.plan.sections.people import PersonFields
from salescrew.models.plan.sections.working_time import OnAndOff
from salescrew.models.plan.weekdays import WEEKDAYS, Weekday


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
        self._calendar = calendar
        self._start, last = _ends(calendar)
        self._monday = self._start.toordinal() - self._start.weekday()
        self.weeks = self.week_of(last) + 1
        self._extra = frozenset(calendar.extra_days)
        self.horizon = [dt.date.fromordinal(day) for day in range(self._start.toordinal(), last.toordinal() + 1)]
        self._first = self._start if plan.so_far is None else plan.so_far.as_of
        self.first_week = self.week_of(self._first)
        countries, own = self._holidays()
        self.working = {
            day: self.week_of(day)
            for day in self.horizon
            if day >= self._first
            and (
                day in self._extra
                or (
                    weekday(day) in calendar.working_days
                    and not any(day in country for country in countries)
                    and not any(first <= day <= last for first, last in own)
                )
            )
        }

    def _holidays(self) -> tuple[list[Container[dt.date]], list[tuple[dt.date, dt.date]]]:
        """Give the countries whose holidays are free, and the intervals that are."""
        given = self._calendar.holidays
        countries, own = list[Container[dt.date]](), list[tuple[dt.date, dt.date]]()
        for one in [given] if isinstance(given, str) else given:
            if isinstance(one, str):
                import holidays

                countries.append(holidays.country_holidays(one))
            else:
                own.append((one.first, one.last))
        return countries, own

    def week_of(self, day: dt.date) -> int:
        """Count the weeks, from Monday to Sunday, since the one that holds `start`."""
        return (day.toordinal() - self._monday) // 7

    def is_over(self, day: dt.date) -> bool:
        """Tell whether a day of the horizon was over when the plan was made anew."""
        return self._start <= day < self._first

    def monday(self, week: int) -> dt.date:
        """Give the Monday of a week."""
        return dt.date.fromordinal(self._monday + 7 * week)

    def is_there(self, person: PersonFields, day: dt.date) -> bool:
        """Tell whether a person is there.

        That is on a working day that is also in the person's `working_days` or `rota` (an extra day needs not be), not
        in `days_off`, and between `from` and `until`.
        """
        if day not in self.working:
            return False
        if day not in self._extra and not self._is_usual(person, day):
            return False
        if person.first_day is not None and day < person.first_day:
            return False
        if person.until is not None and day > person.until:
            return False
        return not any(off.first <= day <= off.last for off in person.days_off)

    def _is_usual(self, person: PersonFields, day: dt.date) -> bool:
        """Tell whether a person's working time has a day."""
        match person.rota:
            case None:
                return weekday(day) in (person.working_days or self._calendar.working_days)
            case OnAndOff(on=on, off=off, from_=first):
                return (day.toordinal() - first.toordinal()) % (on + off) < on
            case weeks:
                return weekday(day) in weeks[self.week_of(day) % len(weeks)]

    @cached_property
    def month_shares(self) -> list[dict[str, float]]:
        """How each week is shared out to months: by its working days, or by its days of the horizon if it has none.

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


def _ends(calendar: Calendar) -> tuple[dt.date, dt.date]:
    """Give the first and the last day of the horizon: of a period, or from `start` to `end` or the last Sunday."""
    if calendar.period is None:
        assert calendar.given_start is not None
        if calendar.given_end is not None:
            return calendar.given_start, calendar.given_end
        assert calendar.given_weeks is not None
        to_sunday = 7 * calendar.given_weeks - 1 - calendar.given_start.weekday()
        return calendar.given_start, calendar.given_start + dt.timedelta(days=to_sunday)
    year, _, part = calendar.period.partition("-")
    size = 1 if part.isdigit() else {"": 12, "H": 6, "Q": 3}[part.rstrip("1234")]
    first = size * (int(part.lstrip("HQ")) - 1) + 1 if part else 1
    after = int(year) * 12 + first - 1 + size
    return dt.date(int(year), first, 1), dt.date(after // 12, after % 12 + 1, 1) - dt.timedelta(days=1)


def weekday(day: dt.date) -> Weekday:
    """Name the day of the week as a plan does."""
    return WEEKDAYS[day.weekday()]


def slots_of(plan: Plan, day: dt.date) -> list[str]:
    """List the slots of a working day, those of a short day where it is one."""
    short = {name: slots for name, slots in plan.calendar.short_days.items() if name == weekday(day)}
    return [name for name in plan.calendar.slots if all(name in slots for slots in short.values())]


def month(day: dt.date) -> str:
    """Name the month as a plan does."""
    return day.isoformat()[:7]
