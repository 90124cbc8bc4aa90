"""What one absence breaks: the duty slots that nobody can take over when one person is away for a day."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from functools import cached_property, lru_cache

from salescrew.models.answers.comparison import DayOff
from salescrew.models.department.day_menu import patterns_of, plan_patterns
from salescrew.models.schedule.workload import Workload

Counts = tuple[int, ...]
Kinds = tuple[tuple[Counts, int], ...]
"""The numbers of slots that someone could cover, largest first, and how many people are like that."""


def worst_day_off(workload: Workload) -> DayOff | None:
    """Find the person and the day of a roster whose absence leaves most duty slots open.

    The others of the team who are there that day and may be on duty share the day's slots anew. Each covers as many
    as a day pattern of their menu has, and with the rest of the week as rostered at most `max_slots_per_week`.

    Returns
    -------
    DayOff | None
        The first such day; None where every slot could be covered whoever is away.
    """
    team = _Team(workload)
    worst: DayOff | None = None
    for day, required in team.required.items():
        able = team.could_cover(day, len(required))
        kinds = Counter(able.values())
        for name, counts in able.items():
            covers, most = team.slots_of(day, name), worst.uncovered if worst else 0
            # more slots than the person covers are never left open
            if covers > most:
                uncovered = sum(required) - most_covered(required, _ordered(kinds - Counter([counts])))
                if uncovered > most:
                    worst = DayOff(manager=name, date=day, covers=covers, uncovered=uncovered)
    return worst


class _Team:
    """The people of a result who may be on duty."""

    def __init__(self, workload: Workload) -> None:
        self.workload = workload
        duty = workload.plan.duty
        self.most_a_week = duty.max_slots_per_week if duty else None

    @cached_property
    def required(self) -> dict[dt.date, Counts]:
        """The people needed in each slot of each day with duty, most first."""
        required: dict[dt.date, list[int]] = {}
        for (day, _), slot in self.workload.slots.items():
            if slot.required:
                required.setdefault(day, []).append(slot.required)
        return {day: tuple(sorted(slots, reverse=True)) for day, slots in sorted(required.items())}

    @cached_property
    def menus(self) -> dict[str, Counts]:
        """The numbers of duty slots that a day pattern of each person has, largest first."""
        menu = plan_patterns(self.workload.plan)
        counts: dict[int, Counts] = {}
        for post in self.workload.posts.values():
            if id(post) not in counts and post.on_duty:
                found = {pattern.get("duty", 0) for pattern in patterns_of(menu, post.record, post.role)}
                counts[id(post)] = tuple(sorted(found - {0}, reverse=True))
        return {name: counts[id(post)] for name, post in self.workload.posts.items() if counts.get(id(post))}

    @cached_property
    def covered(self) -> Counter[tuple[str, int]]:
        """The slots that each person covers in each week."""
        covered: Counter[tuple[str, int]] = Counter()
        for (day, name), row in self.workload.roster.items():
            covered[name, self.workload.horizon.week_of(day)] += len(row.duty)
        return covered

    def slots_of(self, day: dt.date, name: str) -> int:
        """Count the slots that a person covers on a day."""
        row = self.workload.roster.get((day, name))
        return len(row.duty) if row else 0

    def could_cover(self, day: dt.date, slots: int) -> dict[str, Counts]:
        """Give the numbers of a day's slots that each person who is there could cover."""
        able = {}
        for name, counts in self.menus.items():
            if day in self.workload.posts[name].day_set:
                most = slots
                if self.most_a_week is not None:
                    elsewhere = self.covered[name, self.workload.horizon.week_of(day)] - self.slots_of(day, name)
                    most = min(most, self.most_a_week - elsewhere)
                able[name] = tuple(count for count in counts if count <= most)
        return able


def _ordered(kinds: Counter[Counts]) -> Kinds:
    return tuple(sorted((kind, people) for kind, people in kinds.items() if kind and people))


@lru_cache(maxsize=4096)
def most_covered(required: Counts, kinds: Kinds) -> int:
    """Give the most duty slots of a day that people can cover between them.

    Parameters
    ----------
    required
        The people that each slot takes, most first.
    kinds
        The numbers of slots that someone could cover, besides none, and how many people are like that.

    Notes
    -----
    People who cover `k[p]` slots each can share them out if and only if for every j the sum over p of
    `max(0, k[p] - j)` is at most what all slots but the j largest take (Gale and Ryser; the cut through the flow from
    people to slots). What is left of these sums is all that matters of those who have been given their slots.
    """
    room = tuple(sum(required[first:]) for first in range(len(required)))
    steps = [(count, number) for number, (counts, _) in enumerate(kinds) for count in counts]
    people = [people for _, people in kinds]
    later = [[_together(kinds[number + 1 :], taken) for taken in range(len(room) + 1)] for number in range(len(kinds))]

    def covered_at_most(step: int, left: Counts, idle: int) -> int:
        """Bound what is covered in the end: by each cut, with people who could cover any number up to their most."""
        if step == len(steps):
            return room[0] - left[0]
        count, kind = steps[step]
        cuts = zip((*left, 0), later[kind], strict=True)
        more = min(have + min(count, taken) * idle + others for taken, (have, others) in enumerate(cuts))
        return room[0] - left[0] + more

    best, seen = 0, set()
    todo = [(0, room, people[0] if people else 0)]
    while todo:
        state = todo.pop()
        if state in seen or covered_at_most(*state) <= best:
            continue
        seen.add(state)
        step, left, idle = state
        best = max(best, room[0] - left[0])
        if step == len(steps):
            continue
        count, kind = steps[step]
        each = [count - first for first in range(count)]
        most = min([idle, *(have // take for have, take in zip(left, each, strict=False))])
        is_last = step + 1 == len(steps) or steps[step + 1][1] != kind
        next_idle = people[kind + 1] if is_last and kind + 1 < len(people) else 0
        # the last one that is put on the pile is tried first: as many as possible
        for so_many in range(most + 1):
            rest = tuple(have - so_many * take for have, take in zip(left, [*each, *[0] * len(left)], strict=False))
            todo.append((step + 1, rest, next_idle if is_last else idle - so_many))
    return best


def _together(kinds: Iterable[tuple[Counts, int]], taken: int) -> int:
    """Count the slots that people could cover if each covered at most so many."""
    return sum(min(counts[0], taken) * people for counts, people in kinds)
