"""Who a name stands for, and what that person may do in a role (sections 1 to 4 of the model)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from salescrew.checker.days import Days, weekday
from salescrew.checker.flow import Work
from salescrew.checker.leads import queues, rule_of
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.days import TimeBudget
from salescrew.models.plan.sections.people import Candidate, Manager, PersonFields
from salescrew.models.plan.sections.roles import Role

_NUMBERED = re.compile(r"(.+) ([1-9][0-9]{0,9})")
ON_DUTY = ("inbound", "mixed")
"""The roles that answer leads."""
Pattern = frozenset[tuple[str, int]]
"""A day pattern without the activities of which it has none."""


def pattern_of(counts: Mapping[str, int]) -> Pattern:
    """Give a day pattern's counts other than 0."""
    return frozenset(item for item in counts.items() if item[1])


class People:
    """The plan's people by name.

    Parameters
    ----------
    chosen
        The first days that a result says of those who have several to choose from.
    """

    def __init__(self, plan: Plan, chosen: Mapping[str, dt.date]) -> None:
        self._plan = plan
        self._chosen = chosen
        self._managers = {manager.name: manager for manager in plan.managers}
        self._candidates = {candidate.profile: candidate for candidate in plan.candidates}
        self.settled = settled(plan)
        self._own: dict[str, Manager | Candidate | None] = {}
        self._known: dict[tuple[str, object], Candidate] = {}

    @cached_property
    def kept(self) -> set[str]:
        """Everyone who must have a role."""
        managers = {manager.name for manager in self._managers.values() if manager.keep}
        profiles = [candidate for candidate in self._candidates.values() if candidate.keep]
        return managers | self.settled | {f"{c.profile} {n}" for c in profiles for n in range(1, c.at_most + 1)}

    def profile_of(self, name: str) -> Candidate | None:
        """Find the profile of which `junior 2` is the second, whether or not there are so many."""
        numbered = _NUMBERED.fullmatch(name)
        return self._candidates.get(numbered[1]) if numbered else None

    def find(self, name: str) -> Manager | Candidate | None:
        """Find the manager, or the candidate such as `junior 2`, of a name, with the absences of that person."""
        if name not in self._own:
            record = self._managers.get(name) or self._candidate(name)
            if record is not None and name in self._plan.away:
                record = record.model_copy(update={"days_off": (*record.days_off, *self._plan.away[name])})
            since = self._plan.fixed.since.get(name)
            if isinstance(record, Manager) and since is not None and (record.from_ is None or record.from_ < since):
                record = record.model_copy(update={"from_": since})
            self._own[name] = record
        return self._own[name]

    def most_days(self, name: str) -> int:
        """Give the days of a week on which somebody works at the most."""
        record = self.find(name)
        own = None if record is None else record.max_days_per_week
        return self._plan.max_days_per_week if own is None else own

    def _candidate(self, name: str) -> Candidate | None:
        """Find a candidate, from the first day on that is so or was chosen."""
        candidate = self.profile_of(name)
        if candidate is None or int(name.rpartition(" ")[2]) > candidate.at_most:
            return None
        allowed = self.first_days(name, candidate)
        chosen = self._chosen.get(name)
        first = chosen if chosen in allowed else min(allowed, key=lambda day: day or dt.date.min)
        if first == candidate.from_:
            return candidate
        key = (candidate.profile, first)
        return self._known.setdefault(key, candidate.model_copy(update={"from_": first}))

    def first_days(self, name: str, candidate: Candidate) -> list[dt.date | None]:
        """List the days from which on a candidate may be there; None: all the time.

        Nobody who is not on the team yet comes before the first day that is planned, and who joined on the way came
        when the plan says so.
        """
        listed: list[dt.date | None] = (
            [candidate.from_] if not isinstance(candidate.from_, tuple) else [*candidate.from_]
        )
        so_far, since = self._plan.so_far, self._plan.fixed.since.get(name)
        if so_far is not None and name not in self.settled:
            listed = [so_far.as_of if day is None or day < so_far.as_of else day for day in listed]
        if since is not None:
            earliest = min(day or dt.date.min for day in listed)
            return [max(earliest, since)]
        return listed


def settled(plan: Plan) -> set[str]:
    """List the people of whom a role, a slot or a day is settled: these have a role."""
    slots = {name for slot in plan.fixed.slots for name in slot.managers}
    return {*plan.fixed.roles, *slots, *(day.manager for day in plan.fixed.days)}


@dataclass(frozen=True, eq=False)
class Post:
    """A person of the plan in a role."""

    plan: Plan
    days: Days
    record: PersonFields
    role: Role

    @cached_property
    def days_there(self) -> frozenset[dt.date]:
        """The days on which the person is there."""
        return frozenset(day for day in self.days.working if self.days.is_there(self.record, day))

    @cached_property
    def funnels(self) -> frozenset[str]:
        """The funnels that the person works: a hunter outbound, an inbound manager inbound, the others both."""
        channels = {"hunter": {"outbound"}, "inbound": {"inbound"}}.get(self.role, {"outbound", "inbound"})
        return frozenset(
            name
            for name, funnel in self.plan.funnels.items()
            if funnel.channel in channels and (self.record.funnels is None or name in self.record.funnels)
        )

    def unanswered(self, queue: str) -> list[str]:
        """List the inbound funnels of a queue that the person does not work; nobody who has any is on duty for it."""
        return [name for name in queues(self.plan).get(queue, ()) if name not in self.funnels]

    def may_do(self, work: Work) -> bool:
        """Tell whether the person does some work: of a funnel, and by closers or not."""
        return work[0] in self.funnels and (self.role == "closer" or not work[1])

    @property
    def is_wider(self) -> bool:
        """Whether the role is for both channels, and the person has funnels of one only."""
        own = self.plan.funnels if self.record.funnels is None else self.record.funnels
        return self.role == "mixed" and len({self.plan.funnels[name].channel for name in own}) == 1

    @cached_property
    def answers(self) -> frozenset[str]:
        """The queues for which the person may be on duty: nobody who hunts or closes, or does not work all of one."""
        every = () if self.role not in ON_DUTY or self.record.slots == () else queues(self.plan)
        return frozenset(queue for queue in every if not self.unanswered(queue))

    def has(self, slot: str) -> bool:
        """Whether a slot is among those in which the person may be on duty."""
        return self.record.slots is None or slot in self.record.slots

    def worth(self, week: int) -> float:
        """Tell how many standard contacts or leads one of this person's is worth in a week; a closer has none."""
        if self.role == "closer":
            return 0.0
        full: float = getattr(self.record.effectiveness, self.role)
        first = self.record.first_day
        since = week - (0 if first is None else self.days.week_of(first))
        return full * self.record.ramp[since] if 0 <= since < len(self.record.ramp) else full

    @cached_property
    def _known(self) -> dict[tuple[str, Pattern], bool]:
        return {}

    def may_have(self, day: dt.date, pattern: Pattern) -> bool:
        """Tell whether a day pattern is in the person's menu of that day; a hunter or closer has none with duty."""
        key = weekday(day), pattern
        if key not in self._known:
            menu = listed_menu(self.plan, self.record, day)
            listed = self._is_in_budget(pattern) if menu is None else pattern in map(pattern_of, menu)
            self._known[key] = listed and (self.role in ON_DUTY or not dict(pattern).get("duty"))
        return self._known[key]

    def _is_in_budget(self, pattern: Pattern) -> bool:
        """Tell whether the time budget stands for a pattern: it fits into the day, and nothing can be added to it.

        The numbers are taken as they were written, in decimals, so that 100 calls of 4.8 minutes are 480 minutes.
        """
        budget, counts = self.plan.time_budget, dict(pattern)
        duty = counts.pop("duty", 0)
        if budget is None or not pattern or not 0 <= duty <= len(self.plan.calendar.slots):
            return False
        if any(activity not in budget.minutes or count < 0 for activity, count in counts.items()):
            return False
        left = _exact(budget.day_minutes) - duty * _exact(self.plan.calendar.slot_minutes)
        left -= sum(count * _exact(budget.minutes[activity]) for activity, count in counts.items())
        return (
            left >= 0
            and not any(_has_room(budget, counts, activity, left) for activity in budget.minutes)
            and (all(count <= budget.at_most.get(activity, count) for activity, count in counts.items()))
        )


def listed_menu(plan: Plan, record: PersonFields, day: dt.date) -> Sequence[Mapping[str, int]] | None:
    """Give the patterns that are listed for a person's day: the person's before the plan's, a weekday's before all.

    None where the plan's time budget stands for them.
    """
    name = weekday(day)
    if name in record.weekday_patterns:
        return record.weekday_patterns[name]
    if record.day_patterns is not None:
        return record.day_patterns
    if name in plan.weekday_patterns:
        return plan.weekday_patterns[name]
    return plan.day_patterns if plan.time_budget is None else None


def _has_room(budget: TimeBudget, counts: Mapping[str, int], activity: str, left: Fraction) -> bool:
    """Tell whether one more of an activity would fit."""
    most = budget.at_most.get(activity)
    return _exact(budget.minutes[activity]) <= left and (most is None or counts.get(activity, 0) < most)


def _exact(minutes: float) -> Fraction:
    return Fraction(str(minutes))


def activities(plan: Plan) -> list[str]:
    """List the plan's activities: those that its patterns, its time budget or the time between leads offer."""
    people = (*plan.managers, *plan.candidates)
    menus = [plan.day_patterns, *(person.day_patterns for person in people)]
    of_weekdays = [plan.weekday_patterns, *(person.weekday_patterns for person in people)]
    menus += [menu for by_weekday in of_weekdays for menu in by_weekday.values()]
    found = {name: None for menu in menus for pattern in menu or () for name in pattern if name != "duty"}
    if plan.time_budget is not None:
        found |= dict.fromkeys(plan.time_budget.minutes)
    for queue in queues(plan):
        rule = rule_of(plan, queue)
        if rule is not None and rule.between_leads is not None:
            found[rule.between_leads.activity] = None
    return list(found)
