"""What a result opens: contacts by what each is worth, and leads by who answers them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from salescrew.models.answers.result import Result
from salescrew.models.department.department import Department
from salescrew.models.department.funnels import FlowAsHandled
from salescrew.models.department.horizon import Horizon
from salescrew.models.department.leads import SlotKey, slots_with_leads
from salescrew.models.department.people import people
from salescrew.models.department.posts import effectiveness_by_week
from salescrew.models.plan.plan import Plan
from salescrew.models.schedule.as_handled import as_handled
from salescrew.models.schedule.in_force import with_starts

FollowUp = tuple[tuple[float, ...], ...]
"""What items are worth as they are handled, by stage and week."""


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
    """What is opened and answered over the horizon, by funnel.

    Attributes
    ----------
    follow_up
        What an item is worth on average with whoever handles it, by stage and week in which it enters; nothing of a
        funnel, or of its later stages, where all pass as the plan has it.
    """

    contacts: Mapping[str, tuple[Contacts, ...]] = field(default_factory=dict)
    leads: Mapping[str, tuple[Answered, ...]] = field(default_factory=dict)
    follow_up: Mapping[str, FollowUp] = field(default_factory=dict)

    def handled(self, funnel: str, stage: int, week: int) -> float:
        """Give what an item is worth that enters a stage in a week; weeks before are those of earlier rounds."""
        by_stage = self.follow_up.get(funnel, ())
        return by_stage[stage][week % len(by_stage[stage])] if stage < len(by_stage) else 1.0

    def up_to(self, funnel: str, stage: int) -> Opened:
        """Give the same where the items of a stage of a funnel, and of those after it, pass as the plan has it."""
        if funnel not in self.follow_up:
            return self
        return replace(self, follow_up={**self.follow_up, funnel: self.follow_up[funnel][:stage]})


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
        _follow_up(horizon.plan, result),
    )


def _follow_up(plan: Plan, result: Result) -> dict[str, FollowUp]:
    """Give what items are worth as the result has them handled, where that counts."""
    if not result.work:
        return {}
    flows = as_handled(Department(plan), result.work).flows
    return {name: flow.follow_up for name, flow in flows.items() if isinstance(flow, FlowAsHandled)}


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
