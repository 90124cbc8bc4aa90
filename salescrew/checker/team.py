"""Who a name stands for, and what that person may do in a role (sections 1 to 4 of the model)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from salescrew.checker.days import Days
from salescrew.checker.leads import queues, rule_of
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.days import TimeBudget
from salescrew.models.plan.sections.people import Candidate, Manager, PersonFields
from salescrew.models.plan.sections.roles import Role

_NUMBERED = re.compile(r"(.+) ([1-9][0-9]{0,9})")
Pattern = frozenset[tuple[str, int]]
"""A day pattern without the activities of which it has none."""


def pattern_of(counts: Mapping[str, int]) -> Pattern:
    """Give a day pattern's counts other than 0."""
    return frozenset(item for item in counts.items() if item[1])


class People:
    """The plan's people by name."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._managers = {manager.name: manager for manager in plan.managers}
        self._candidates = {candidate.profile: candidate for candidate in plan.candidates}
        self.settled = settled(plan)
        self._own: dict[str, Manager | Candidate | None] = {}
        self._new: dict[str, Candidate] = {}

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
            if record is not None and since is not None and (record.from_ is None or record.from_ < since):
                record = record.model_copy(update={"from_": since})
            self._own[name] = record
        return self._own[name]

    def most_days(self, name: str) -> int:
        """Give the days of a week on which somebody works at the most."""
        record = self.find(name)
        own = None if record is None else record.max_days_per_week
        return self._plan.max_days_per_week if own is None else own

    def _candidate(self, name: str) -> Candidate | None:
        """Find a candidate; nobody who is not on the team yet comes before the first day that is planned."""
        candidate = self.profile_of(name)
        if candidate is None or int(name.rpartition(" ")[2]) > candidate.at_most:
            return None
        so_far = self._plan.so_far
        if name in self.settled or so_far is None or (candidate.from_ is not None and candidate.from_ >= so_far.as_of):
            return candidate
        newcomer = candidate.model_copy(update={"from_": so_far.as_of})
        return self._new.setdefault(candidate.profile, newcomer)


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
        """The funnels that the person works: a hunter outbound, an inbound manager inbound, a mixed one both."""
        channels = {"hunter": {"outbound"}, "inbound": {"inbound"}, "mixed": {"outbound", "inbound"}}[self.role]
        return frozenset(
            name
            for name, funnel in self.plan.funnels.items()
            if funnel.channel in channels and (self.record.funnels is None or name in self.record.funnels)
        )

    def unanswered(self, queue: str) -> list[str]:
        """List the inbound funnels of a queue that the person does not work; nobody who has any is on duty for it."""
        return [name for name in queues(self.plan).get(queue, ()) if name not in self.funnels]

    @property
    def is_wider(self) -> bool:
        """Whether the role is for both channels, and the person has funnels of one only."""
        own = self.plan.funnels if self.record.funnels is None else self.record.funnels
        return self.role == "mixed" and len({self.plan.funnels[name].channel for name in own}) == 1

    @cached_property
    def answers(self) -> frozenset[str]:
        """The queues for which the person may be on duty: nobody who hunts, or does not work all funnels of one."""
        every = () if self.role == "hunter" else queues(self.plan)
        return frozenset(queue for queue in every if not self.unanswered(queue))

    def worth(self, week: int) -> float:
        """Tell how many standard contacts or leads one of this person's is worth in a week."""
        full: float = getattr(self.record.effectiveness, self.role)
        since = week - (0 if self.record.from_ is None else self.days.week_of(self.record.from_))
        return full * self.record.ramp[since] if 0 <= since < len(self.record.ramp) else full

    @cached_property
    def _menu(self) -> frozenset[Pattern]:
        return frozenset(map(pattern_of, self.record.day_patterns or self.plan.day_patterns or ()))

    @cached_property
    def _known(self) -> dict[Pattern, bool]:
        return {}

    def may_have(self, pattern: Pattern) -> bool:
        """Tell whether a day pattern is in the person's menu; a hunter has none with duty."""
        if pattern not in self._known:
            from_budget = self.record.day_patterns is None and self.plan.time_budget is not None
            listed = self._is_in_budget(pattern) if from_budget else pattern in self._menu
            self._known[pattern] = listed and not (self.role == "hunter" and dict(pattern).get("duty"))
        return self._known[pattern]

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


def _has_room(budget: TimeBudget, counts: Mapping[str, int], activity: str, left: Fraction) -> bool:
    """Tell whether one more of an activity would fit."""
    most = budget.at_most.get(activity)
    return _exact(budget.minutes[activity]) <= left and (most is None or counts.get(activity, 0) < most)


def _exact(minutes: float) -> Fraction:
    return Fraction(str(minutes))


def activities(plan: Plan) -> list[str]:
    """List the plan's activities: those that its patterns, its time budget or the time between leads offer."""
    menus = [plan.day_patterns, *(person.day_patterns for person in (*plan.managers, *plan.candidates))]
    found = {name: None for menu in menus for pattern in menu or () for name in pattern if name != "duty"}
    if plan.time_budget is not None:
        found |= dict.fromkeys(plan.time_budget.minutes)
    for queue in queues(plan):
        rule = rule_of(plan, queue)
        if rule is not None and rule.between_leads is not None:
            found[rule.between_leads.activity] = None
    return list(found)
