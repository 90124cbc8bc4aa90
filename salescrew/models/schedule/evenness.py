"""How even a result is, measured from its roster and quotas.

With days[w] the working days of week w, there[m, w] those on which person m is there, and sums over all weeks in the
denominators:

    weeks  = max over f, w of  contacts[f, w] / days[w]          /  (contacts[f] / days)
    person = max over m, a, w  of  asked[m, a, w] / there[m, w]  /  (asked[m, a] / there[m])
    alike  = max over groups, a, m in the group of  asked[m, a]  /  mean over the group of asked[., a]
    duty   = max over groups of  most slots of a member - least slots of one
    idle   = person-weeks with days there, nothing asked and no slot covered  /  person-weeks with days there

A group are people of one role with the same fields but for the name. Source: the planning model, section 5.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from salescrew.models.answers.evenness import Evenness, Measure
from salescrew.models.answers.result import QuotaRow, RosterRow
from salescrew.models.department.horizon import Horizon
from salescrew.models.department.people import people
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.roles import Role

LEAST_A_WEEK = 5
"""Less than so many of an activity a week are too few to tell weeks or people apart by."""


def evenness(
    plan: Plan, roles: Mapping[str, Role], roster: Iterable[RosterRow], quotas: Iterable[QuotaRow]
) -> Evenness | None:
    """Measure how even a roster and its quotas are; None without a team.

    Parameters
    ----------
    roles
        The role of everybody who has one, by name.
    """
    return evenness_of(Counted(plan, roles, roster, quotas)) if roles else None


def evenness_of(counted: Counted) -> Evenness:
    """Measure how even something is of which it is counted who does what in which week."""
    found = {name: None if of is None else of.value for name, of in counted.most().items()}
    return Evenness.model_validate({**found, "idle": counted.idle()})


@dataclass(frozen=True)
class Measured:
    """How uneven something is.

    Attributes
    ----------
    of
        The funnel, or the person: of those who are alike the one of whom most is asked, or who covers most.
    activity
        What is asked of the person; None of a funnel's contacts, and of duty.
    week
        The highest week; None where people are set beside each other.
    """

    value: float
    of: str
    activity: str | None = None
    week: int | None = None


class DutyOfDay(Protocol):
    """What of a row of a roster is counted."""

    @property
    def date(self) -> dt.date:
        """The day."""

    @property
    def manager(self) -> str:
        """Who it is."""

    @property
    def duty(self) -> Sequence[str]:
        """The slots on duty."""


class AskedOfDay(Protocol):
    """What of a row of quotas is counted."""

    @property
    def date(self) -> dt.date:
        """The day."""

    @property
    def manager(self) -> str:
        """Who it is."""

    @property
    def activities(self) -> Mapping[str, int]:
        """What is asked, by activity."""

    @property
    def contacts(self) -> Mapping[str, float]:
        """The contacts within it, by funnel."""


class Counted:
    """What is asked of whom, and who covers how much, week by week."""

    def __init__(
        self, plan: Plan, roles: Mapping[str, Role], roster: Iterable[DutyOfDay], quotas: Iterable[AskedOfDay]
    ) -> None:
        self.plan = plan
        self.horizon = Horizon(plan)
        self.roles = roles
        self.asked: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
        self.contacts: dict[str, dict[int, float]] = {}
        self.slots: dict[str, Counter[int]] = {name: Counter() for name in roles}
        weeks = {day: self.horizon.week_of(day) for day in self.horizon.working_days}
        for quota in quotas:
            if (week := weeks.get(quota.date)) is not None:
                for activity, count in quota.activities.items():
                    self.asked[quota.manager, activity][week] += count
                for funnel, opened in quota.contacts.items():
                    by_week = self.contacts.setdefault(funnel, {})
                    by_week[week] = by_week.get(week, 0.0) + opened
        for row in roster:
            if row.duty and (week := weeks.get(row.date)) is not None:
                self.slots[row.manager][week] += len(row.duty)

    @cached_property
    def there(self) -> dict[str, Counter[int]]:
        """The days on which everybody is there, by week."""
        found: dict[int, Counter[int]] = {}
        there = {}
        for person in people(self.plan):
            if person.name in self.roles:
                if person.kind not in found:
                    found[person.kind] = self._by_week(self.horizon.days_there(person.record))
                there[person.name] = found[person.kind]
        return there

    @cached_property
    def days(self) -> Counter[int]:
        """The working days, by week."""
        return self._by_week(self.horizon.working_days)

    def _by_week(self, days: Sequence[dt.date]) -> Counter[int]:
        return Counter(self.horizon.week_of(day) for day in days)

    def groups(self) -> Iterator[list[str]]:
        """Yield the people of each role who are alike, where they are two at least."""
        alike: dict[object, list[str]] = {}
        fields = self._fields()
        for name, role in self.roles.items():
            alike.setdefault((fields[name], self.plan.away.get(name, ()), role), []).append(name)
        yield from (names for names in alike.values() if len(names) > 1)

    def in_other_roles(self) -> Iterator[list[str]]:
        """Yield the people who are alike and have not all the same role."""
        alike: dict[object, list[str]] = {}
        fields = self._fields()
        for name in self.roles:
            alike.setdefault((fields[name], self.plan.away.get(name, ())), []).append(name)
        yield from (names for names in alike.values() if len({self.roles[name] for name in names}) > 1)

    def _fields(self) -> dict[str, str]:
        """Give what the plan says of everybody but the name."""
        fields = {
            manager.name: "manager " + manager.model_dump_json(exclude={"name"}) for manager in self.plan.managers
        }
        for candidate in self.plan.candidates:
            same = "candidate " + candidate.model_dump_json(exclude={"profile", "at_most"})
            fields |= {f"{candidate.profile} {number}": same for number in range(1, candidate.at_most + 1)}
        return fields

    def most(self) -> dict[Measure, Measured | None]:
        """Give what each figure is of: the most uneven, of those as uneven the first; None where nothing is."""
        measured: dict[Measure, Iterator[Measured]] = {
            "weeks": self.weeks(),
            "person": self.people(),
            "alike": self.alike(),
            "duty": self.duty(),
        }
        return {name: max(of, key=lambda one: one.value, default=None) for name, of in measured.items()}

    def weeks(self) -> Iterator[Measured]:
        """Yield for each outbound funnel by how much its highest week exceeds the mean."""
        if self.plan.pipeline != "steady":
            return
        for funnel, contacts in self.contacts.items():
            if any(contacts.values()):
                value, week = _highest(contacts, self.days)
                yield Measured(value, funnel, None, week)

    def people(self) -> Iterator[Measured]:
        """Yield the same for everybody and each activity."""
        for (name, activity), asked in self.asked.items():
            if self.is_enough(name, asked):
                value, week = _highest(asked, self.there[name])
                yield Measured(value, name, activity, week)

    def alike(self) -> Iterator[Measured]:
        """Yield for those who are alike and each activity by how much the highest exceeds the mean."""
        activities = dict.fromkeys(activity for _, activity in self.asked)
        for names in self.groups():
            for activity in activities:
                every = {name: self.asked[name, activity] for name in names}
                if all(self.is_enough(name, asked) for name, asked in every.items()):
                    totals = {name: asked.total() for name, asked in every.items()}
                    most = max(totals, key=totals.__getitem__)
                    yield Measured(totals[most] * len(totals) / sum(totals.values()), most, activity)

    def unlike(self) -> float:
        """Give by how much the highest of those who are alike exceeds their mean, where that is enough by itself."""
        highest = 1.0
        for names in self.groups():
            for activity in dict.fromkeys(activity for _, activity in self.asked):
                totals = [self.asked[name, activity].total() for name in names]
                if sum(totals) >= LEAST_A_WEEK * sum(len(self.there[name]) for name in names) and any(totals):
                    highest = max(highest, max(totals) * len(totals) / sum(totals))
        return highest

    def is_enough(self, name: str, asked: Counter[int]) -> bool:
        """Tell whether enough is asked of somebody to tell weeks or people apart by."""
        return 0 < asked.total() >= LEAST_A_WEEK * len(self.there[name])

    def duty(self) -> Iterator[Measured]:
        """Yield for those who are alike by how much their slots differ."""
        for names in self.groups():
            slots = {name: self.slots[name].total() for name in names}
            if any(slots.values()):
                yield Measured(max(slots.values()) - min(slots.values()), max(slots, key=slots.__getitem__))

    def idle(self) -> float | None:
        """Give the share of person-weeks in which somebody has nothing to do."""
        busy = {(name, week) for (name, _), asked in self.asked.items() for week, count in asked.items() if count}
        busy |= {(name, week) for name, slots in self.slots.items() for week in slots}
        weeks = [(name, week) for name, there in self.there.items() for week in there]
        return sum(week not in busy for week in weeks) / len(weeks) if weeks else None


def _highest(counts: Mapping[int, float], days: Counter[int]) -> tuple[float, int]:
    """Give the highest week by days over the mean, and which it is, where anything is counted."""
    week = max(counts, key=lambda week: (counts[week] / days[week], -week))
    return counts[week] / days[week] * days.total() / sum(counts.values()), week
