"""The rows of a result by person and day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from salescrew.models.answers.result import QuotaRow, RosterRow
from salescrew.models.department.department import Department
from salescrew.solver.staffing.day_quotas import DayQuota
from salescrew.solver.staffing.deal import PersonRoster


def day_rows(
    department: Department, people: Sequence[PersonRoster], quotas: Mapping[tuple[str, dt.date], DayQuota]
) -> tuple[tuple[RosterRow, ...], tuple[QuotaRow, ...]]:
    """Write the roster and the quotas of the days on which somebody is needed, in order of time."""
    several = len(department.queues) > 1
    days = _worked_days(people, quotas)
    return (
        tuple(_roster_row(day, person, several=several) for day, person, _ in days),
        tuple(_quota_row(day, person, quota) for day, person, quota in days),
    )


class CountedDay(NamedTuple):
    """A day on which somebody is needed, as far as it is counted how even days are."""

    date: dt.date
    manager: str
    duty: tuple[str, ...]
    activities: Mapping[str, int]
    contacts: Mapping[str, float]


def counted_days(people: Sequence[PersonRoster], quotas: Mapping[tuple[str, dt.date], DayQuota]) -> list[CountedDay]:
    """List what is counted of the days on which somebody is needed, in order of time."""
    return [
        CountedDay(
            day, person.name, tuple(where.slot for where in person.duty.get(day, ())), quota.activities, quota.contacts
        )
        for day, person, quota in _worked_days(people, quotas)
    ]


def _worked_days(
    people: Sequence[PersonRoster], quotas: Mapping[tuple[str, dt.date], DayQuota]
) -> list[tuple[dt.date, PersonRoster, DayQuota]]:
    """List the days on which somebody is needed, in order of time."""
    by_day: dict[dt.date, list[tuple[dt.date, PersonRoster, DayQuota]]] = {}
    for person in people:
        for day in person.patterns:
            if (quota := quotas.get((person.name, day))) is not None:
                by_day.setdefault(day, []).append((day, person, quota))
    return [entry for day in sorted(by_day) for entry in by_day[day]]


def _roster_row(day: dt.date, person: PersonRoster, *, several: bool) -> RosterRow:
    duty = person.duty.get(day, ())
    return RosterRow(
        date=day,
        manager=person.name,
        pattern=dict(person.patterns[day]),
        duty=tuple(where.slot for where in duty),
        queues=tuple(where.queue for where in duty) if several else None,
    )


def _quota_row(day: dt.date, person: PersonRoster, quota: DayQuota) -> QuotaRow:
    return QuotaRow(date=day, manager=person.name, activities=quota.activities, contacts=quota.contacts)
