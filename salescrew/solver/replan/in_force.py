"""The plan in force as a model of the plan made anew sees it: what everybody's days hold now."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from salescrew.models.department.day_menu import DayPattern
from salescrew.models.department.department import Department
from salescrew.models.department.leads import Slot, SlotKey
from salescrew.models.department.posts import Post
from salescrew.models.plan.sections.queue_slots import QueueSlot
from salescrew.models.plan.sections.roles import Role
from salescrew.models.schedule.schedule import NOTHING, PersonDay, PersonDayPlan, Schedule
from salescrew.solver.replan.effort import WITHIN


class Incumbent:
    """The plan in force.

    Parameters
    ----------
    department
        Where the plan stands.
    schedule
        The result that is in force, by person and day.
    """

    def __init__(self, department: Department, schedule: Schedule) -> None:
        self.department = department
        self.roles = schedule.roles
        self._days = schedule.days

    def day(self, day: dt.date, name: str) -> PersonDayPlan:
        """Give what a person's day holds."""
        return self._days.get((day, name), NOTHING)

    def from_now(self) -> Iterator[tuple[PersonDay, PersonDayPlan]]:
        """Go through everybody's days that are not over."""
        first = self.department.horizon.first_day
        return ((key, held) for key, held in self._days.items() if key[0] >= first)

    def on_duty(self, day: dt.date, where: QueueSlot) -> int:
        """Count those who have a slot now."""
        return sum(where in held.duty for (date, _), held in self._days.items() if date == day)

    def still_on_duty(self, team: Sequence[Post]) -> Iterator[tuple[Slot, int]]:
        """Yield every slot, with how many of those who have it now are there and may still be on duty."""
        for day, slots in self.department.slots_by_day.items():
            there = [post for post in team if post.on_duty and day in post.day_set]
            for slot in slots:
                able = (post.names[0] for post in there if post.may_cover(slot))
                yield slot, sum(slot.where in self.day(day, name).duty for name in able)

    @cached_property
    def to_be_taken(self) -> Counter[SlotKey]:
        """How many are fixed to be on duty in a slot who do not have it now."""
        return Counter(
            (day, where)
            for person in self.department.everyone
            for day, fixed in person.fixed.items()
            for where in fixed.duty
            if where not in self.day(day, person.name).duty
        )

    # ---- what the plan still allows

    def is_possible(self, post: Post, day: dt.date) -> bool:
        """Tell whether the plan still allows what a person's day holds, whatever else is planned."""
        held = self.day(day, post.names[0])
        if not self._is_as_fixed(post, day, held):
            return False
        if not held.pattern:
            return not held.quotas and not held.duty
        needed = {slot.where for slot in self.department.slots_of(post, day)}
        most = self.most(post, day, held.pattern, held.duty)
        funnels = self.department.plan.funnels
        return (
            self._may_have(post, day, held.pattern)
            and needed.issuperset(held.duty)
            and all(quota <= most.get(activity, 0) for activity, quota in held.quotas.items())
            and all(
                self.may_open(post, day, activity, held.quotas.get(str(activity), 0))
                for activity in {funnels[funnel].opens_with for funnel in held.contacts}
            )
        )

    @staticmethod
    def _is_as_fixed(post: Post, day: dt.date, held: PersonDayPlan) -> bool:
        fixed = post.fixed.get(day)
        if fixed is None:
            return True
        if fixed.pattern is None:
            return set(fixed.duty) <= set(held.duty)
        return fixed.pattern == held.pattern and set(fixed.duty) == set(held.duty)

    def _may_have(self, post: Post, day: dt.date, pattern: DayPattern) -> bool:
        key = post.names[0], post.role, day.weekday(), frozenset(pattern.items())
        if key not in self._allowed:
            self._allowed[key] = self.department.may_have(post, day, pattern)
        return self._allowed[key]

    @cached_property
    def _allowed(self) -> dict[tuple[str, Role, int, frozenset[tuple[str, int]]], bool]:
        return {}

    def may_open(self, post: Post, day: dt.date, activity: str | None, quota: int) -> bool:
        """Tell whether the contacts that a day holds may be opened within a quota of an activity."""
        funnels = self.department.plan.funnels
        held = self.day(day, post.names[0])
        opened = {of: count for of, count in held.contacts.items() if count and funnels[of].opens_with == activity}
        return post.funnels.issuperset(opened) and sum(opened.values()) <= quota + WITHIN.contacts_fit

    def cannot_stay(self, team: Sequence[Post]) -> frozenset[PersonDay]:
        """List the days that cannot stay as they are: in themselves, beside others in a slot, or in their week."""
        crowded = {
            slot.key for slot, kept in self.still_on_duty(team) if kept + self.to_be_taken[slot.key] > slot.required
        }
        days = {(day, post.names[0]): post for post in team for day in post.day_set}
        changing = {
            (day, name)
            for (day, name), post in days.items()
            if not self.is_possible(post, day) or any((day, where) in crowded for where in self.day(day, name).duty)
        }
        beyond_a_week = self.beyond_weekly_duty(days) | self.beyond_weekly_days(days.values())
        return frozenset(changing.union(beyond_a_week, *map(self.beyond_allowance, team)))

    def beyond_weekly_days(self, team: Iterable[Post]) -> set[PersonDay]:
        """List the latest days on which somebody works more often than a week may have it."""
        beyond = set[PersonDay]()
        for post in {post.names[0]: post for post in team}.values():
            (name,) = post.names
            for week, days in enumerate(post.days):
                worked = [day for day in days if self.day(day, name).pattern]
                left = max(0, post.most_days - self.worked_before(name, week))
                beyond |= {(day, name) for day in worked[left:]}
        return beyond

    def beyond_weekly_duty(self, days: Iterable[PersonDay]) -> set[PersonDay]:
        """List the latest of some days with which somebody is on duty more often than a week may have it."""
        duty = self.department.plan.duty
        if duty is None or duty.max_slots_per_week is None:
            return set()
        covered: dict[tuple[str, int], int] = {}
        beyond = set[PersonDay]()
        for day, name in sorted(days):
            if slots := len(self.day(day, name).duty):
                week = self.department.horizon.week_of(day)
                with_these = slots + covered.get((name, week), self.covered_before(name, week))
                if with_these > duty.max_slots_per_week:
                    beyond.add((day, name))
                else:
                    covered[name, week] = with_these
        return beyond

    def beyond_allowance(self, post: Post) -> set[PersonDay]:
        """List the latest days with which more is asked of somebody in a week than absence leaves room for."""
        (name,), beyond = post.names, set[PersonDay]()
        for week, days in enumerate(post.days) if post.record.absence else ():
            room = self.carried(post, week)
            rounded = WITHIN.ceiling if room else 0.0
            for day in days:
                held = self.day(day, name)
                for activity, count in self.most(post, day, held.pattern, held.duty).items():
                    room[activity] = room.get(activity, 0.0) + post.present * count
            time = {activity: most + rounded for activity, most in room.items()}
            for day in days:
                asked, opened = self.day(day, name).quotas, self._opened(day, name)
                fits = all(
                    quota <= room.get(activity, 0.0) + WITHIN.ceiling for activity, quota in asked.items() if quota
                )
                if fits and all(
                    count <= time.get(activity, 0.0) + WITHIN.contacts_fit for activity, count in opened.items()
                ):
                    room |= {activity: room.get(activity, 0.0) - quota for activity, quota in asked.items()}
                    time |= {activity: time.get(activity, 0.0) - count for activity, count in opened.items()}
                else:
                    beyond.add((day, name))
        return beyond

    def _opened(self, day: dt.date, name: str) -> dict[str, float]:
        """Add up the contacts that a day holds, by the activity that opens them."""
        funnels, opened = self.department.plan.funnels, dict[str, float]()
        for funnel, count in self.day(day, name).contacts.items():
            activity = str(funnels[funnel].opens_with)
            opened[activity] = opened.get(activity, 0.0) + count
        return opened

    # ---- the days of this week that are over

    @cached_property
    def _over(self) -> dict[str, list[tuple[dt.date, PersonDayPlan]]]:
        """Everybody's days of the first week that are over."""
        horizon = self.department.horizon
        over: dict[str, list[tuple[dt.date, PersonDayPlan]]] = {}
        for (day, name), held in self._days.items():
            if day < horizon.first_day and horizon.week_of(day) == horizon.first_week:
                over.setdefault(name, []).append((day, held))
        return over

    def covered_before(self, name: str, week: int) -> int:
        """Count the duty slots that somebody covered on the days of a week that are over."""
        if week != self.department.horizon.first_week:
            return 0
        return sum(len(held.duty) for _, held in self._over.get(name, ()))

    def worked_before(self, name: str, week: int) -> int:
        """Count the days of a week that are over on which somebody worked."""
        if week != self.department.horizon.first_week:
            return 0
        return sum(bool(held.pattern) for _, held in self._over.get(name, ()))

    def carried(self, post: Post, week: int) -> dict[str, float]:
        """Give what the days of a week that are over leave of somebody's allowance to the days to come.

        That is what their patterns allowed in the role of then, less absence, less what was asked.
        """
        (name,) = post.names
        if week != self.department.horizon.first_week:
            return {}
        then = self.department.posts.in_role(post, self.roles.get(name, post.role))
        left: dict[str, float] = {}
        for day, held in self._over.get(name, ()):
            for activity, count in self.most(then, day, held.pattern, held.duty).items():
                left[activity] = left.get(activity, 0.0) + post.present * count
        for _, held in self._over.get(name, ()):
            for activity, quota in held.quotas.items():
                left[activity] = left.get(activity, 0.0) - quota
        return left

    def most(self, post: Post, day: dt.date, pattern: DayPattern, duty: tuple[QueueSlot, ...]) -> dict[str, int]:
        """Give the most of each activity on a day: the pattern's, and what is done between leads."""
        slots = self.department.slots_over if day < self.department.horizon.first_day else self.department.slot_at
        return post.most(pattern, (slots[day, where] for where in duty if (day, where) in slots))
