"""What a result opens: contacts by what each is worth, and leads by who answers them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from salescrew.models.answers.result import Result
from salescrew.models.department.horizon import Horizon
from salescrew.models.department.leads import SlotKey, slots_with_leads
from salescrew.models.department.people import people
from salescrew.models.department.posts import effectiveness_by_week
from salescrew.models.plan.plan import Plan
from salescrew.models.schedule.in_force import with_starts


@dataclass(frozen=True)
class Contacts:
    """Contacts of a funnel that a person opens in a week.

    Attributes
    ----------
    worth
        How many standard contacts one of them is worth.
    count
        How many; of a fraction, one more with the probability of the rest.
    """

    week: int
    worth: float
    count: float


@dataclass(frozen=True)
class Answered:
    """The leads of a funnel in a slot.

    Attributes
    ----------
    expected
        Leads expected; all of them go to those on duty, each to anyone with the same probability.
    worths
        How many standard leads one is worth with each of those on duty.
    """

    week: int
    expected: float
    worths: tuple[float, ...]


@dataclass(frozen=True)
class Opened:
    """What is opened and answered over the horizon, by funnel."""

    contacts: Mapping[str, tuple[Contacts, ...]] = field(default_factory=dict)
    leads: Mapping[str, tuple[Answered, ...]] = field(default_factory=dict)


def opened_by(plan: Plan, result: Result) -> Opened:
    """Gather what a result opens of the days that are planned.

    Parameters
    ----------
    plan
        The plan that the result answers, as it is in force.
    """
    horizon = Horizon(with_starts(plan, result))
    worth = _worths(horizon, result)
    planned = frozenset(horizon.working_days)
    counts: dict[tuple[str, str, int], float] = defaultdict(float)
    for quota in result.quotas:
        if quota.date in planned and quota.manager in worth:
            week = horizon.week_of(quota.date)
            for funnel, count in quota.contacts.items():
                counts[funnel, quota.manager, week] += count
    contacts: dict[str, list[Contacts]] = defaultdict(list)
    for (funnel, name, week), count in counts.items():
        if worth[name][week] and count:
            contacts[funnel].append(Contacts(week, worth[name][week], count))
    return Opened(
        {funnel: tuple(rows) for funnel, rows in contacts.items()},
        {funnel: tuple(rows) for funnel, rows in _leads(horizon, result, worth).items()},
    )


def _worths(horizon: Horizon, result: Result) -> dict[str, list[float]]:
    """Give what a contact or lead of everyone on the team is worth in each week."""
    roles = {member.name: member.role for member in result.managers}
    alike: dict[tuple[int, str], list[float]] = {}
    worths = {}
    for person in people(horizon.plan):
        if (role := roles.get(person.name)) is not None:
            if (person.kind, role) not in alike:
                alike[person.kind, role] = effectiveness_by_week(horizon, person.record, role)
            worths[person.name] = alike[person.kind, role]
    return worths


def _leads(horizon: Horizon, result: Result, worth: Mapping[str, list[float]]) -> dict[str, list[Answered]]:
    slots = {slot.key: slot for slot in slots_with_leads(horizon)}
    on_duty: dict[SlotKey, list[float]] = defaultdict(list)
    for row in result.roster:
        if row.manager in worth:
            for where in row.covered:
                on_duty[row.date, where].append(worth[row.manager][horizon.week_of(row.date)])
    leads: dict[str, list[Answered]] = defaultdict(list)
    for key, waiting in slots.items():
        if worths := tuple(sorted(on_duty.get(key, ()))):
            for funnel, expected in waiting.leads.items():
                if expected:
                    leads[funnel].append(Answered(horizon.week_of(waiting.date), expected, worths))
    return leads
