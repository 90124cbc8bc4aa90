"""The people of a plan: everyone who is there or could be hired, by name, with what is fixed about each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from salescrew.models.department.day_menu import DayPattern
from salescrew.models.department.roles import meaning_of
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.people import PersonFields
from salescrew.models.plan.sections.queue_slots import QueueSlot
from salescrew.models.plan.sections.roles import Role


@dataclass(frozen=True)
class FixedDay:
    """What the plan says beforehand of a person's day.

    Attributes
    ----------
    pattern
        The day's pattern, without activities of which it has none; None where only slots on duty are fixed.
    duty
        The slots on duty: all of the day's, or where there is no pattern some of them.
    """

    pattern: DayPattern | None
    duty: tuple[QueueSlot, ...]


@dataclass(frozen=True)
class Person:
    """Someone who is there or could be hired.

    Attributes
    ----------
    record
        What the plan says of the person, with a fixed role for the only one, and with all absences.
    kind
        The number of the kind: people of the same kind are alike in everything but the name.
    fixed
        The days of which the plan says something beforehand.
    has_own_work
        Whether some work that is still to be done was agreed with this person by name.
    """

    name: str
    record: PersonFields
    hired: bool
    kind: int
    fixed: Mapping[dt.date, FixedDay] = field(default_factory=dict)
    has_own_work: bool = False

    @property
    def has_choice(self) -> bool:
        """Whether there are first days to choose from."""
        return len(self.record.starts) > 1

    def since(self, start: dt.date | None) -> Person:
        """Give a person who has first days to choose from with one of them; by default the earliest."""
        if not self.has_choice:
            return self
        return replace(self, record=self.record.model_copy(update={"from_": start or self.record.first_day}))


def people(plan: Plan) -> list[Person]:
    """List the managers, then the candidates of every profile as `profile 1`, `profile 2` and so on."""
    of_plan = _Fixed(plan)
    kinds: dict[str, int] = {}
    everyone = []
    for manager in plan.managers:
        record = of_plan.record(manager.name, manager)
        fixed, own = of_plan.fixed.get(manager.name, {}), of_plan.own_work(manager.name)
        key = f"manager {record.model_dump_json(exclude={'name'})} {fixed}{own}"
        kind = kinds.setdefault(key, len(kinds))
        everyone.append(Person(manager.name, record, False, kind, fixed, has_own_work=bool(own)))
    for candidate in plan.candidates:
        usual = of_plan.newcomer(candidate)
        key = f"candidate {usual.model_dump_json(exclude={'profile', 'at_most'})} {{}}"
        for number in range(1, candidate.at_most + 1):
            name = f"{candidate.profile} {number}"
            if name not in of_plan.named:
                everyone.append(Person(name, usual, hired=True, kind=kinds.setdefault(key, len(kinds))))
                continue
            record = of_plan.record(name, candidate if name in of_plan.team else usual)
            fixed = of_plan.fixed.get(name, {})
            work = of_plan.own_work(name)
            own = f"candidate {record.model_dump_json(exclude={'profile', 'at_most'})} {fixed}{work}"
            kind = kinds.setdefault(own, len(kinds))
            everyone.append(Person(name, record, True, kind, fixed, has_own_work=bool(work)))
    return everyone


class _Fixed:
    """What is fixed of single people.

    Attributes
    ----------
    fixed
        The fixed days, by person.
    team
        Everyone who must have a role since something is fixed.
    named
        Everyone of whom the plan says something by name.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.fixed = fixed_days(plan)
        self.team = {*plan.fixed.roles, *self.fixed}
        self.with_work = {row.person for row in (plan.so_far.open_work if plan.so_far else ()) if row.person}
        self.named = {*self.team, *plan.away, *plan.fixed.since, *self.with_work}

    def own_work(self, name: str) -> str:
        """Give what tells somebody from all others with whom work was agreed by name; nothing for everybody else."""
        return f" {name}" if name in self.with_work else ""

    def record(self, name: str, record: PersonFields) -> PersonFields:
        """Write into a person's record what is fixed of the person."""
        changes: dict[str, Any] = {}
        if name in self.plan.away:
            changes["days_off"] = (*record.days_off, *self.plan.away[name])
        if (since := self.plan.fixed.since.get(name)) is not None:
            changes["from_"] = max(record.first_day or since, since)
        if name in self.team:
            changes["keep"] = True
            changes["roles"] = self._roles(name, record)
        if len(record.starts) > 1 and "from_" not in changes:
            changes["from_"] = self._starts(name, record)
        return record.model_copy(update=changes) if changes else record

    def _starts(self, name: str, record: PersonFields) -> tuple[dt.date, ...] | dt.date:
        """Give the first days that are left of several: who is to do something on a day has come by then."""
        days = [day for day, held in self.fixed.get(name, {}).items() if held.pattern or held.duty]
        starts = [start for start in record.starts if start is not None]
        left = tuple(start for start in starts if start <= min(days, default=starts[-1])) or tuple(starts[:1])
        return left if len(left) > 1 else left[0]

    def _roles(self, name: str, record: PersonFields) -> tuple[Role, ...]:
        """Give the roles that are left: the fixed one, and of somebody who is on duty those that answer leads."""
        if name in self.plan.fixed.roles:
            return (self.plan.fixed.roles[name],)
        is_on_duty = any(day.duty for day in self.fixed.get(name, {}).values())
        return tuple(role for role in record.roles if meaning_of(role).on_duty or not is_on_duty) or record.roles

    def newcomer(self, record: PersonFields) -> PersonFields:
        """Give the record of somebody who is not on the team yet: nobody comes before the first day that is planned."""
        so_far = self.plan.so_far
        if so_far is None or (record.first_day is not None and record.first_day >= so_far.as_of):
            return record
        left = tuple(sorted({max(start or so_far.as_of, so_far.as_of) for start in record.starts}))
        return record.model_copy(update={"from_": left if len(left) > 1 else left[0]})


def fixed_days(plan: Plan) -> dict[str, dict[dt.date, FixedDay]]:
    """Gather the fixed days and slots by person."""
    fixed: dict[str, dict[dt.date, FixedDay]] = {}
    for slot in plan.fixed.slots:
        for name in slot.managers:
            of_person = fixed.setdefault(name, {})
            before = of_person.get(slot.date, FixedDay(None, ()))
            of_person[slot.date] = FixedDay(None, (*before.duty, slot.where))
    for day in plan.fixed.days:
        pattern = {activity: count for activity, count in day.pattern.items() if count}
        fixed.setdefault(day.manager, {})[day.date] = FixedDay(pattern, day.covered)
    return fixed


def choosers(plan: Plan) -> frozenset[str]:
    """List everybody of whom a plan has several first days to choose from."""
    return frozenset(
        f"{one.profile} {number}"
        for one in plan.candidates
        if isinstance(one.from_, tuple)
        for number in range(1, one.at_most + 1)
    )


def names(plan: Plan) -> list[str]:
    """List the names of all people of a plan."""
    candidates = (f"{one.profile} {number}" for one in plan.candidates for number in range(1, one.at_most + 1))
    return [*(manager.name for manager in plan.managers), *candidates]
