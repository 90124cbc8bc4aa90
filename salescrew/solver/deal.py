"""From units to people: who of those who are alike covers which slot, and which pattern each day holds."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from salescrew.models.patterns import DayPattern
from salescrew.models.records import PersonFields, Role
from salescrew.solver.roster import UnitRoster
from salescrew.solver.situation import Situation, Unit


@dataclass
class PersonRoster:
    """What a person does on each day: a pattern and the slots on duty."""

    name: str
    unit: Unit
    duty: dict[dt.date, tuple[str, ...]] = field(default_factory=dict)
    patterns: dict[dt.date, DayPattern] = field(default_factory=dict)

    @property
    def role(self) -> Role:
        """The person's role."""
        return self.unit.role

    @property
    def record(self) -> PersonFields:
        """The person's record in the plan."""
        return self.unit.record


@dataclass
class _Tally:
    """What has been dealt to a person so far, so that the next turn goes to who has least."""

    duty: int = 0
    week_duty: int = 0
    choices: dict[tuple[int, int], int] = field(default_factory=dict)


def deal(situation: Situation, rosters: Sequence[UnitRoster]) -> list[PersonRoster]:
    """Deal out what units do to their people, as evenly as whole days and slots allow."""
    people = [person for roster in rosters for person in _deal_unit(situation, roster)]
    order = {person.name: number for number, person in enumerate(situation.everyone)}
    return sorted(people, key=lambda person: order[person.name])


def exceeds_weekly_duty(situation: Situation, people: Sequence[PersonRoster]) -> bool:
    """Tell whether somebody was dealt more slots in a week than `max_slots_per_week`."""
    most = situation.plan.duty.max_slots_per_week if situation.plan.duty else None
    if most is None:
        return False
    for person in people:
        weekly: dict[int, int] = {}
        for day, slots in person.duty.items():
            week = situation.horizon.week_of(day)
            weekly[week] = weekly.get(week, 0) + len(slots)
        if any(slots > most for slots in weekly.values()):
            return True
    return False


def _deal_unit(situation: Situation, roster: UnitRoster) -> list[PersonRoster]:
    unit = roster.unit
    people = [PersonRoster(name, unit) for name in unit.names]
    tallies = [_Tally() for _ in people]
    for week in situation.weeks:
        for tally in tallies:
            tally.week_duty = 0
        for day in unit.days[week]:
            _deal_duty(situation, roster, day, people, tallies)
    _even_out(situation, people)
    for week in situation.weeks:
        _deal_patterns(roster, week, people, tallies)
    return people


def _even_out(situation: Situation, people: list[PersonRoster]) -> None:
    """Swap days between who has most duty and who has least, as long as that brings them nearer to each other.

    Slots that come in twos leave a gap of two; a day of one slot against a day of two closes it.
    """
    while True:
        ranked = sorted(people, key=lambda person: (sum(map(len, person.duty.values())), person.name))
        least, most = ranked[0], ranked[-1]
        gap = sum(map(len, most.duty.values())) - sum(map(len, least.duty.values()))
        for day in sorted(most.duty):
            if 0 < len(most.duty[day]) - len(least.duty.get(day, ())) < gap:
                _swap(most, least, day)
                if not exceeds_weekly_duty(situation, [least]):
                    break
                _swap(most, least, day)
        else:
            return


def _swap(one: PersonRoster, other: PersonRoster, day: dt.date) -> None:
    slots = one.duty.pop(day, ()), other.duty.pop(day, ())
    for person, taken in ((other, slots[0]), (one, slots[1])):
        if taken:
            person.duty[day] = taken


def _deal_duty(
    situation: Situation, roster: UnitRoster, day: dt.date, people: list[PersonRoster], tallies: list[_Tally]
) -> None:
    """Give a day's duty to those who had least; each takes the slots that most are still needed for."""
    limit = situation.plan.duty.max_slots_per_week if situation.plan.duty else None
    most = math.inf if limit is None else limit
    names = [slot.name for slot in situation.slots_by_day.get(day, [])]
    for duty in sorted(roster.unit.patterns, reverse=True):
        open_slots = {name: roster.covering.get((day, name, duty), 0) for name in names}
        free = [number for number, person in enumerate(people) if day not in person.duty]
        free.sort(key=lambda number: (tallies[number].week_duty >= most, tallies[number].duty, number))
        for number in free[: roster.dutied.get((day, duty), 0)]:
            taken = sorted(sorted(names, key=lambda name: -open_slots[name])[:duty], key=names.index)
            for name in taken:
                open_slots[name] -= 1
            people[number].duty[day] = tuple(taken)
            tallies[number].duty += duty
            tallies[number].week_duty += duty


def _deal_patterns(roster: UnitRoster, week: int, people: list[PersonRoster], tallies: list[_Tally]) -> None:
    """Give out a week's patterns: the scarcest first, each to who had it least and has a day for it."""
    unit = roster.unit
    for duty, patterns in unit.patterns.items():
        open_days = [[day for day in unit.days[week] if len(person.duty.get(day, ())) == duty] for person in people]
        counts = {choice: roster.days.get((week, duty, choice), 0) for choice in range(len(patterns))}
        for choice in sorted(counts, key=lambda choice: (counts[choice], choice)):
            for _ in range(counts[choice]):
                number = min(
                    (number for number, days in enumerate(open_days) if days),
                    key=lambda number: (
                        tallies[number].choices.get((duty, choice), 0),
                        -len(open_days[number]),
                        number,
                    ),
                )
                days = open_days[number]
                people[number].patterns[days.pop(len(days) // 2)] = patterns[choice]
                tally = tallies[number].choices
                tally[duty, choice] = tally.get((duty, choice), 0) + 1
