"""From units to people: who of those who are alike covers which slot, and which pattern each day holds."""

from __future__ import annotations

import datetime as dt
import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from salescrew.models.department.day_menu import DayPattern
from salescrew.models.department.department import Situation, Unit
from salescrew.models.plan.sections import PersonFields, Role
from salescrew.solver.staffing.roster import UnitRoster
from salescrew.solver.staffing.rules.weekly_duty import most_slots


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
    most = most_slots(situation.plan)
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
    by_name = sorted(people, key=lambda person: person.name)
    dealt = [sum(map(len, person.duty.values())) for person in by_name]
    # a swap changes two people's sums only: what both heaps said of them before is left behind and skipped
    fewest = [(slots, rank) for rank, slots in enumerate(dealt)]
    heapq.heapify(fewest)
    highest = [(-slots, -rank) for rank, slots in enumerate(dealt)]
    heapq.heapify(highest)
    while True:
        while fewest[0][0] != dealt[fewest[0][1]]:
            heapq.heappop(fewest)
        while -highest[0][0] != dealt[-highest[0][1]]:
            heapq.heappop(highest)
        low, high = fewest[0][1], -highest[0][1]
        moved = _swap_a_day(situation, by_name[high], by_name[low], dealt[high] - dealt[low])
        if not moved:
            return
        dealt[high] -= moved
        dealt[low] += moved
        for rank in (low, high):
            heapq.heappush(fewest, (dealt[rank], rank))
            heapq.heappush(highest, (-dealt[rank], -rank))


def _swap_a_day(situation: Situation, most: PersonRoster, least: PersonRoster, gap: int) -> int:
    """Swap the first day that brings two people nearer to each other; give the slots by which it does, 0 for none."""
    for day in sorted(most.duty):
        more = len(most.duty[day]) - len(least.duty.get(day, ()))
        if 0 < more < gap:
            _swap(most, least, day)
            if not exceeds_weekly_duty(situation, [least]):
                return more
            _swap(most, least, day)
    return 0


def _swap(one: PersonRoster, other: PersonRoster, day: dt.date) -> None:
    slots = one.duty.pop(day, ()), other.duty.pop(day, ())
    for person, taken in ((other, slots[0]), (one, slots[1])):
        if taken:
            person.duty[day] = taken


def _deal_duty(
    situation: Situation, roster: UnitRoster, day: dt.date, people: list[PersonRoster], tallies: list[_Tally]
) -> None:
    """Give a day's duty to those who had least; each takes the slots that most are still needed for."""
    limit = most_slots(situation.plan)
    most = math.inf if limit is None else limit
    names = [slot.name for slot in situation.slots_by_day.get(day, [])]
    for duty in sorted(roster.unit.patterns, reverse=True):
        dutied = roster.dutied.get((day, duty), 0)
        if not dutied:
            continue
        open_slots = {name: roster.covering.get((day, name, duty), 0) for name in names}
        free = [number for number, person in enumerate(people) if day not in person.duty]
        free.sort(key=lambda number: (tallies[number].week_duty >= most, tallies[number].duty, number))
        for number in free[:dutied]:
            taken = sorted(sorted(names, key=lambda name: -open_slots[name])[:duty], key=names.index)
            for name in taken:
                open_slots[name] -= 1
            people[number].duty[day] = tuple(taken)
            tallies[number].duty += duty
            tallies[number].week_duty += duty


def _deal_patterns(roster: UnitRoster, week: int, people: list[PersonRoster], tallies: list[_Tally]) -> None:
    """Give out a week's patterns: settled ones, then the scarcest, each to who had it least and has a day for it."""
    unit = roster.unit
    settled = {day: unit.held[day].pattern for day in unit.days[week] if day in unit.held}
    settled = {day: pattern for day, pattern in settled.items() if pattern is not None}
    open_days: dict[int, list[list[dt.date]]] = {duty: [[] for _ in people] for duty in unit.patterns}
    for number, person in enumerate(people):
        person.patterns |= {day: pattern for day, pattern in settled.items() if pattern}
        for day in unit.days[week]:
            if day in settled:
                continue
            # without a pattern of so much duty, the day stays free
            if (duty := len(person.duty.get(day, ()))) in open_days:
                open_days[duty][number].append(day)
    for duty, patterns in unit.patterns.items():
        counts = {
            choice: roster.days.get((week, duty, choice), 0)
            - len(people) * sum(held == pattern for held in settled.values())
            for choice, pattern in enumerate(patterns)
        }
        for choice in sorted(counts, key=lambda choice: (counts[choice], choice)):
            if counts[choice]:
                _deal_pattern(patterns[choice], (duty, choice), counts[choice], open_days[duty], people, tallies)


def _deal_pattern(
    pattern: DayPattern,
    key: tuple[int, int],
    count: int,
    open_days: list[list[dt.date]],
    people: list[PersonRoster],
    tallies: list[_Tally],
) -> None:
    """Give out one pattern so often, each time to who had it least, of these to who has most open days."""
    turns = [(tallies[number].choices.get(key, 0), -len(days), number) for number, days in enumerate(open_days) if days]
    heapq.heapify(turns)
    for _ in range(count):
        had, _, number = turns[0]
        days = open_days[number]
        people[number].patterns[days.pop(len(days) // 2)] = pattern
        tallies[number].choices[key] = had + 1
        if days:
            heapq.heapreplace(turns, (had + 1, -len(days), number))
        else:
            heapq.heappop(turns)
