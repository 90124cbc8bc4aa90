"""The days of a calendar: its weeks, its working days, and who is there when."""

from __future__ import annotations

import datetime as dt
from functools import cached_property

from salescrew.models.plan.sections.calendar import Calendar
from salescrew.models.plan.sections.people import PersonFields
from salescrew.models.plan.sections.working_time import OnAndOff
from salescrew.models.plan.values.days import Interval
from salescrew.models.plan.weekdays import weekday_of

ONE_DAY = dt.timedelta(days=1)


def month_of(day: dt.date) -> str:
    """Name the calendar month of a day, as in `2026-02`."""
    return f"{day:%Y-%m}"


def monday_of(day: dt.date) -> dt.date:
    """Give the Monday of a day's week."""
    return day - dt.timedelta(days=day.weekday())


def days_between(first: dt.date, last: dt.date) -> list[dt.date]:
    """List the days from first to last, both included."""
    return [first + dt.timedelta(days=i) for i in range((last - first).days + 1)]


def public_holidays(country: str, first: dt.date, last: dt.date) -> frozenset[dt.date]:
    """Give a country's public holidays between two days, from the package `holidays` with its defaults."""
    import holidays

    return frozenset(holidays.country_holidays(country, years=range(first.year, last.year + 1)))


class CalendarDays:
    """The days of a calendar, week by week.

    Attributes
    ----------
    as_of
        The first day that is planned, where that is not the start.
    """

    def __init__(self, calendar: Calendar, as_of: dt.date | None = None) -> None:
        self.calendar = calendar
        self.as_of = as_of

    @cached_property
    def first_monday(self) -> dt.date:
        """The Monday of week 0; it may lie before the first day."""
        return monday_of(self.calendar.start)

    @cached_property
    def last_day(self) -> dt.date:
        """The last day of the horizon."""
        return self.calendar.end

    @cached_property
    def first_day(self) -> dt.date:
        """The first day that is planned: the start, or where a plan made anew on the way begins."""
        return self.as_of or self.calendar.start

    @cached_property
    def first_week(self) -> int:
        """The number of the week of the first day that is planned."""
        return self.week_of(self.first_day)

    @cached_property
    def days(self) -> list[dt.date]:
        """Every day of the horizon."""
        return days_between(self.calendar.start, self.last_day)

    @cached_property
    def working_days(self) -> list[dt.date]:
        """The days that are worked and planned: working weekdays without holidays, and the extra days."""
        calendar, countries, own = self.calendar, frozenset[dt.date](), list[Interval]()
        for holiday in (calendar.holidays,) if isinstance(calendar.holidays, str) else calendar.holidays:
            if isinstance(holiday, str):
                countries |= public_holidays(holiday, calendar.start, self.last_day)
            else:
                own.append(holiday)
        extra = frozenset(calendar.extra_days)
        return [
            day
            for day in self.days
            if day >= self.first_day
            and (
                day in extra
                or (
                    weekday_of(day) in calendar.working_days
                    and day not in countries
                    and not any(day in interval for interval in own)
                )
            )
        ]

    @cached_property
    def weeks(self) -> range:
        """The numbers of the weeks, from 0."""
        return range(self.calendar.weeks)

    def week_of(self, day: dt.date) -> int:
        """Give the number of a day's week; days before the horizon have negative ones."""
        return (day - self.first_monday).days // 7

    def monday(self, week: int) -> dt.date:
        """Give the Monday of a week."""
        return self.first_monday + dt.timedelta(weeks=week)

    @cached_property
    def working_days_by_week(self) -> list[list[dt.date]]:
        """The working days of each week."""
        weeks: list[list[dt.date]] = [[] for _ in self.weeks]
        for day in self.working_days:
            weeks[self.week_of(day)].append(day)
        return weeks

    @cached_property
    def month_shares(self) -> list[dict[str, float]]:
        """For each week the share of its revenue that belongs to each month, of what is planned."""
        shares = []
        for week, worked in enumerate(self.working_days_by_week):
            days = worked or [day for day in self.days if self.week_of(day) == week and day >= self.first_day]
            days = days or [day for day in self.days if self.week_of(day) == week]
            counts: dict[str, int] = {}
            for day in days:
                counts[month_of(day)] = counts.get(month_of(day), 0) + 1
            shares.append({month: count / len(days) for month, count in counts.items()})
        return shares

    def days_there(self, person: PersonFields) -> list[dt.date]:
        """List the working days on which a person is there, from the earliest of several first days on."""
        first = person.first_day
        extra = frozenset(self.calendar.extra_days)
        return [
            day
            for day in self.working_days
            if (day in extra or self._is_on(person, day))
            and (first is None or day >= first)
            and (person.until is None or day <= person.until)
            and not any(day in interval for interval in person.days_off)
        ]

    def _is_on(self, person: PersonFields, day: dt.date) -> bool:
        """Tell whether a person works on days like this one: by weekday, by week of a rota, or by days on and off."""
        rota = person.rota
        if rota is None:
            return weekday_of(day) in (person.working_days or self.calendar.working_days)
        if isinstance(rota, OnAndOff):
            return (day - rota.from_).days % (rota.on + rota.off) < rota.on
        return weekday_of(day) in rota[self.week_of(day) % len(rota)]
