"""From posts to people: who of those who are alike covers which slot, and which pattern each day holds."""

from __future__ import annotations

import datetime as dt
import heapq
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from salescrew.models.department.day_menu import DayPattern
from salescrew.models.department.department import Department
from salescrew.models.department.posts import Post
from salescrew.models.department.reserve import ReserveKey, missing_places, places_of
from salescrew.models.plan.sections.people import PersonFields
from salescrew.models.plan.sections.queue_slots import QueueSlot
from salescrew.models.plan.sections.roles import Role
from salescrew.solver.staffing.roster import PostRoster
from salescrew.solver.staffing.rules.weekly_duty import most_slots
from salescrew.solver.staffing.slots_of_a_week import SlotsOfAWeek, swap


@dataclass
class PersonRoster:
    """What a person does on each day: a pattern and the slots on duty.

    Attributes
    ----------
    places
        The places on duty of the pattern of a day, while it is decided who has which pattern.
    """

    name: str
    post: Post
    duty: dict[dt.date, tuple[QueueSlot, ...]] = field(default_factory=dict)
    patterns: dict[dt.date, DayPattern] = field(default_factory=dict)
    places: dict[dt.date, int] = field(default_factory=dict)

    @property
    def role(self) -> Role:
        """The person's role."""
        return self.post.role

    @property
    def record(self) -> PersonFields:
        """The person's record in the plan."""
        return self.post.record


@dataclass
class _Tally:
    """What has been dealt to a person so far, so that the next turn goes to who has least."""

    duty: int = 0
    week_duty: int = 0
    week_days: int = 0
    choices: dict[tuple[int, int, int], int] = field(default_factory=dict)


def deal(department: Department, rosters: Sequence[PostRoster]) -> list[PersonRoster]:
    """Deal out what posts do to their people, as evenly as whole days and slots allow."""
    people = [person for roster in rosters for person in _deal_post(department, roster)]
    order = {person.name: number for number, person in enumerate(department.everyone)}
    return sorted(people, key=lambda person: order[person.name])


def starts_of(people: Sequence[PersonRoster]) -> dict[str, dt.date]:
    """Give the first day of everybody who has one, by name."""
    return {person.name: day for person in people if (day := person.record.first_day) is not None}


def exceeds_a_week(department: Department, people: Sequence[PersonRoster]) -> bool:
    """Tell whether somebody was dealt more slots in a week than `max_slots_per_week`, or more days than allowed."""
    most, week_of = most_slots(department.plan), department.horizon.week_of
    for person in people:
        days = Counter(week_of(day) for day in person.places.keys() | person.patterns.keys())
        if any(worked > person.post.most_days for worked in days.values()):
            return True
        slots = Counter[int]()
        for day, taken in person.duty.items() if most is not None else ():
            slots[week_of(day)] += len(taken)
        if any(most is not None and covered > most for covered in slots.values()):
            return True
    return False


def cannot_be_dealt(department: Department, people: Sequence[PersonRoster]) -> bool:
    """Tell whether what people were dealt breaks what holds for each of them alone.

    Slots and places that come in twos cannot always be shared out so that nobody has too many in a week.
    """
    return exceeds_a_week(department, people) or any(missing_reserve(department, people).values())


def missing_reserve(department: Department, people: Sequence[PersonRoster]) -> dict[ReserveKey, float]:
    """Give the places on duty that are missing for absences, by week and queues."""
    if not department.reserves:
        return {}
    most, duty = most_slots(department.plan), [_duty_by_week(department, person) for person in people]
    missing = {}
    for reserve in department.reserves:
        places = [
            (person.post.present, places_of(reserve, person.post, weeks.get(reserve.week, ()), most))
            for person, weeks in zip(people, duty, strict=True)
            if not person.post.queues.isdisjoint(reserve.queues)
        ]
        missing[reserve.key] = missing_places(reserve, places)
    return missing


def _duty_by_week(department: Department, person: PersonRoster) -> dict[int, list[tuple[dt.date, int]]]:
    """List the days on which somebody has places on duty, with how many, by week."""
    weeks: dict[int, list[tuple[dt.date, int]]] = {}
    for day, pattern in person.patterns.items():
        if places := pattern.get("duty", 0):
            weeks.setdefault(department.horizon.week_of(day), []).append((day, places))
    return weeks


def _deal_post(department: Department, roster: PostRoster) -> list[PersonRoster]:
    post = roster.post
    people = [PersonRoster(name, post) for name in post.names]
    tallies = [_Tally() for _ in people]
    most, can_be_kept = most_slots(department.plan), True
    for week in department.weeks:
        for tally in tallies:
            tally.week_duty = tally.week_days = 0
        for day in post.days[week]:
            _deal_duty(department, roster, day, people, tallies)
        if can_be_kept and most is not None:
            can_be_kept = _keep_to_a_week(department, SlotsOfAWeek(people, post.days[week], most), tallies)
    _even_out(department, people)
    for week in department.weeks:
        _deal_patterns(roster, week, people, tallies)
    return people


def _keep_to_a_week(department: Department, week: SlotsOfAWeek, tallies: list[_Tally]) -> bool:
    """Let nobody have too many slots in a week where that can be; tell whether nobody has."""
    if not week.is_exceeded:
        return True
    before = list(week.slots)
    if not week.keep():
        return False
    for tally, then, now in zip(tallies, before, week.slots, strict=True):
        tally.duty += now - then
    for person in week.people:
        for day in person.duty.keys() & set(week.days):
            of_day = [slot.where for slot in department.slots_of(person.post, day)]
            person.duty[day] = tuple(sorted(person.duty[day], key=of_day.index))
    return True


def _even_out(department: Department, people: list[PersonRoster]) -> None:
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
        moved = _swap_a_day(department, by_name[high], by_name[low], dealt[high] - dealt[low])
        if not moved:
            return
        dealt[high] -= moved
        dealt[low] += moved
        for rank in (low, high):
            heapq.heappush(fewest, (dealt[rank], rank))
            heapq.heappush(highest, (-dealt[rank], -rank))


def _swap_a_day(department: Department, most: PersonRoster, least: PersonRoster, gap: int) -> int:
    """Swap the first day that brings two people nearer to each other; give the slots by which it does, 0 for none."""
    for day in sorted(most.duty):
        more = len(most.duty[day]) - len(least.duty.get(day, ()))
        if 0 < more < gap:
            swap(most, least, day)
            if not exceeds_a_week(department, [least]):
                return more
            swap(most, least, day)
    return 0


def _deal_duty(
    department: Department, roster: PostRoster, day: dt.date, people: list[PersonRoster], tallies: list[_Tally]
) -> None:
    """Give a day's duty to those who had least; each takes the slots that most are still needed for."""
    limit = most_slots(department.plan)
    most = math.inf if limit is None else limit
    of_day = [slot.where for slot in department.slots_of(roster.post, day)]
    week = department.horizon.week_of(day)
    for places in sorted(roster.post.patterns_on(day), reverse=True):
        dutied = roster.dutied.get((day, places), 0)
        if not dutied:
            continue
        open_slots: dict[str, list[QueueSlot]] = {where.slot: [] for where in of_day}
        for where in of_day:
            open_slots[where.slot] += [where] * roster.covering.get((day, where, places), 0)
        free = [number for number, person in enumerate(people) if day not in person.places]
        free.sort(key=lambda number: _turn(tallies[number], roster.post, week, most, number))
        for turn, number in enumerate(free[:dutied]):
            names = _slots_of_a_turn(open_slots, dutied - turn, places)
            taken = [open_slots[name].pop(0) for name in names]
            people[number].places[day] = places
            if taken:
                people[number].duty[day] = tuple(sorted(taken, key=of_day.index))
            tallies[number].duty += len(taken)
            tallies[number].week_duty += len(taken)
            tallies[number].week_days += 1


def _turn(tally: _Tally, post: Post, week: int, most: float, number: int) -> tuple[bool, int, int, int]:
    """Rank whose turn it is: who may not work every day of a week gets as many days of it as the others."""
    days = tally.week_days if len(post.days[week]) > post.most_days else 0
    return tally.week_duty >= most, days, tally.duty, number


def _slots_of_a_turn(open_slots: Mapping[str, Sequence[QueueSlot]], people: int, places: int) -> list[str]:
    """Give one of the people who are left so many of the slots as their share is, those first that take most of them.

    No more people are needed in a slot than are left, and no more slots in all than they have places; whoever takes
    the slots that need all of them, and a share of the rest, leaves it so. Which of its queues somebody answers in a
    slot is all the same: whoever are alike answer the same.
    """
    share = min(places, math.ceil(sum(map(len, open_slots.values())) / people))
    dearest = sorted(open_slots, key=lambda name: -len(open_slots[name]))
    return [name for name in dearest[:share] if open_slots[name]]


def _deal_patterns(roster: PostRoster, week: int, people: list[PersonRoster], tallies: list[_Tally]) -> None:
    """Give out a week's patterns: fixed ones, then the scarcest, each to who had it least and has a day for it."""
    post = roster.post
    fixed = {day: post.fixed[day].pattern for day in post.days[week] if day in post.fixed}
    fixed = {day: pattern for day, pattern in fixed.items() if pattern is not None}
    for person in people:
        person.patterns |= {day: pattern for day, pattern in fixed.items() if pattern}
    worked = [len(person.places.keys() & set(post.days[week]) - fixed.keys()) for person in people]
    left = [max(0, post.most_days - days - sum(map(bool, fixed.values()))) for days in worked]
    for menu, menu_patterns in enumerate(post.menus):
        own = [day for day in post.days[week] if day not in fixed and post.menu_of[day.weekday()] == menu]
        open_days = {
            places: [[day for day in own if person.places.get(day, 0) == places] for person in people]
            for places in (0, *menu_patterns)
        }
        if len(post.menus) == 1:
            for days, most in zip(open_days[0], left, strict=True):
                del days[most:]
        for duty, patterns in reversed(list(menu_patterns.items())):
            held = [pattern for day, pattern in fixed.items() if post.menu_of[day.weekday()] == menu]
            counts = {
                choice: roster.days.get((week, menu, duty, choice), 0)
                - len(people) * sum(of_day == pattern for of_day in held)
                for choice, pattern in enumerate(patterns)
            }
            for choice in sorted(counts, key=lambda choice: (counts[choice], choice)):
                key, count = (menu, duty, choice), counts[choice]
                if duty and count:
                    count -= _deal_pattern(patterns[choice], key, count, open_days[duty], people, tallies)
                # what no day with duty takes fills a day without
                if count:
                    _deal_pattern(patterns[choice], key, count, open_days[0], people, tallies, left)


def _deal_pattern(
    pattern: DayPattern,
    key: tuple[int, int, int],
    count: int,
    open_days: list[list[dt.date]],
    people: list[PersonRoster],
    tallies: list[_Tally],
    left: list[int] | None = None,
) -> int:
    """Give out one pattern so often, each time to who had it least, of these to who has most open days.

    Gives how often there was a day for it.

    Parameters
    ----------
    left
        How many days more of the week each may work, where days are given out on which nobody works yet: whoever may
        work none comes last.
    """

    def turn(number: int) -> tuple[bool, int, int, int]:
        had, free = tallies[number].choices.get(key, 0), len(open_days[number])
        return left is not None and left[number] <= 0, had, -free, number

    turns = [turn(number) for number, days in enumerate(open_days) if days]
    heapq.heapify(turns)
    count = min(count, sum(map(len, open_days)))
    for _ in range(count):
        number = turns[0][-1]
        days = open_days[number]
        people[number].patterns[days.pop(len(days) // 2)] = pattern
        tallies[number].choices[key] = tallies[number].choices.get(key, 0) + 1
        if left is not None:
            left[number] -= 1
        if days:
            heapq.heapreplace(turns, turn(number))
        else:
            heapq.heappop(turns)
    return count
