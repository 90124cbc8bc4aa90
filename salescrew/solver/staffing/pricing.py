"""What very many different people are worth at given prices: of all who do the same kinds of days at once.

The same as `Prices` says of one post after the other, with an array in the place of each number: an entry a post.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from salescrew.models.department.leads import Slot
from salescrew.models.department.posts import Patterns, Post
from salescrew.solver.staffing.prices import Prices, ReachBound
from salescrew.solver.staffing.rules.weekly_duty import most_slots

Each = npt.NDArray[np.float64]
"""A number of each post."""
DayValues = dict[tuple[int, int], Each]
"""What a day is worth to each, by the slots covered on it, and by the places on duty that it has for slots."""


def bound_of_many(prices: Prices, posts: Sequence[Post]) -> ReachBound:
    """Bound the reach of every team out of very many posts, as `Prices.bound` does."""
    worth = [0.0] * len(posts)
    for numbers in _of_one_kind(posts):
        of_kind = _OfOneKind(prices, [posts[number] for number in numbers])
        for number, each in zip(numbers, of_kind.worth().tolist(), strict=True):
            worth[number] = each
    return prices.bound_of(worth)


def _of_one_kind(posts: Sequence[Post]) -> list[list[int]]:
    """Gather the posts whose days can hold the same, by number."""
    kinds: dict[object, list[int]] = {}
    menus: dict[int, object] = {}
    for number, post in enumerate(posts):
        # posts share the menus that they were given, and patterns are mappings, which have no hash
        menu = menus.setdefault(id(post.menus), tuple(map(_as_key, post.menus)))
        record = post.record
        key = (post.group, post.queues, record.slots, post.between_leads, post.most_days, menu, post.menu_of)
        kinds.setdefault(key, []).append(number)
    return list(kinds.values())


def _as_key(patterns: Patterns) -> object:
    return tuple((duty, tuple(tuple(sorted(one.items())) for one in every)) for duty, every in patterns.items())


class _OfOneKind:
    """Posts whose days can hold the same, with what they differ in as arrays."""

    def __init__(self, prices: Prices, posts: Sequence[Post]) -> None:
        self.prices = prices
        self.like = posts[0]
        self.effectiveness: Each = np.array([post.effectiveness for post in posts], dtype=float)
        self.present: Each = np.array([post.present for post in posts], dtype=float)
        days: dict[int, frozenset[dt.date]] = {}
        sets = [days.setdefault(id(post.days), post.day_set) for post in posts]
        every = sorted({day for own in days.values() for day in own})
        self.there = {day: np.array([day in own for own in sets], dtype=bool) for day in every}

    def worth(self) -> Each:
        """Value the best that one person of each post can do, day by day."""
        total: Each = np.zeros(len(self.present))
        by_week: dict[int, list[dt.date]] = {}
        for day in self.there:
            by_week.setdefault(self.prices.department.horizon.week_of(day), []).append(day)
        for week, days in by_week.items():
            each = self._activity_values(week)
            by_menu = [self._by_duty(menu, each) for menu in self.like.menus]
            values = [self._day_values(week, day, by_menu[self.like.menu_of[day.weekday()]], each) for day in days]
            place = self.prices.place_value(self.like, week) * self.present
            total += self._best_week(days, values, place)
        return total

    def _activity_values(self, week: int) -> dict[str, Each]:
        """Value one of each activity: as work, or as a contact that it opens."""
        prices, plan = self.prices, self.prices.department.plan
        values = {}
        for activity in prices.department.activities:
            best: Each = np.full(len(self.present), prices.work_value(self.like.group, activity, week))
            for name in self.like.funnels:
                if plan.funnels[name].opens_with == activity:
                    contact = self.effectiveness[:, week] * prices.items[name, week] - prices.cold.get(name, 0.0)
                    best = np.maximum(best, contact)
            values[activity] = self.present * best
        return values

    def _by_duty(self, menu: Patterns, each: Mapping[str, Each]) -> dict[int, Each]:
        """Value the best pattern with each number of places on duty."""
        none: Each = np.zeros(len(self.present))
        return {
            duty: np.max([sum((count * each.get(a, none) for a, count in p.items()), none) for p in patterns], axis=0)
            for duty, patterns in menu.items()
        }

    def _day_values(self, week: int, day: dt.date, by_duty: Mapping[int, Each], each: Mapping[str, Each]) -> DayValues:
        """Value the best day with each number of slots covered and of places on duty that are a reserve."""
        slots = self.prices.department.slots_of(self.like, day)
        covered = self._covered(week, slots, each)
        values: DayValues = {}
        for places, value in by_duty.items():
            count = min(places, len(slots))
            for taken in range(count + 1):
                worth = value + covered[taken]
                known = values.get((taken, count))
                values[taken, count] = worth if known is None else np.maximum(known, worth)
        return values

    def _covered(self, week: int, slots: Sequence[Slot], each: Mapping[str, Each]) -> list[Each]:
        """Value the best slots of a day: of none, of one, of two, and so on."""
        sums: list[Each] = [np.zeros(len(self.present))]
        if slots:
            every = np.array([self._slot_value(week, slot, each) for slot in slots])
            for best in -np.sort(-every, axis=0):
                sums.append(sums[-1] + best)
        return sums

    def _slot_value(self, week: int, slot: Slot, each: Mapping[str, Each]) -> Each:
        prices = self.prices
        brought = sum(prices.items[funnel, week] * leads / slot.required for funnel, leads in slot.leads.items())
        value: Each = prices.slots[slot.key] + self.effectiveness[:, week] * brought
        if self.like.between_leads and slot.activity is not None and slot.activity in each:
            value = np.add(value, slot.between_leads * each[slot.activity])
        return value

    def _best_week(self, days: Sequence[dt.date], values: Sequence[DayValues], place: Each) -> Each:
        """Choose the duty of each day for the most value, within the most days and slots of a week."""
        most = most_slots(self.prices.department.plan)
        if most is None:
            every = [self._best_day(day, of_day, place) for day, of_day in zip(days, values, strict=True)]
            best: Each = np.sum(-np.sort(-np.array(every), axis=0)[: self.like.most_days], axis=0)
            return best
        has_places = bool(np.any(place))
        known: dict[tuple[int, int, int], Each] = {(0, 0, 0): np.zeros(len(self.present))}
        for day, of_day in zip(days, values, strict=True):
            longer = dict(known)
            there = self.there[day]
            for (worked, slots, reserve), so_far in known.items():
                for (covered, places), value in of_day.items() if worked < self.like.most_days else ():
                    if slots + covered <= most:
                        key = worked + 1, slots + covered, min(most, reserve + places) if has_places else 0
                        now = np.where(there, so_far + value, -np.inf)
                        longer[key] = np.maximum(longer[key], now) if key in longer else now
            known = longer
        in_all: Each = np.max([value + place * reserve for (_, _, reserve), value in known.items()], axis=0)
        return in_all

    def _best_day(self, day: dt.date, values: DayValues, place: Each) -> Each:
        best: Each = np.zeros(len(self.present))
        for (_, places), value in values.items():
            best = np.maximum(best, value + place * places)
        return np.where(self.there[day], best, 0.0)
