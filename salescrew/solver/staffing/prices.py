"""Prices: what a relaxed roster says about every team, also about those that it was not made for.

A fixed team's linear relaxation comes with a price for each target, slot, and unit of work due. At these prices each
post's best days are worth so much, whoever else is in the team; the sum over a team bounds what it can reach
(Lagrangian duality; weak duality makes every such bound valid, whatever the prices). A team that is proposed but
cannot carry the plan day by day is thus ruled out together with all that are no better.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from salescrew.models.department.department import TARGET_TOLERANCE
from salescrew.models.department.leads import Slot
from salescrew.models.department.posts import Post
from salescrew.models.department.work import Entry, Group, Task
from salescrew.solver.engine.program import Outcome
from salescrew.solver.staffing.columns import Grain
from salescrew.solver.staffing.model import Staffing
from salescrew.solver.staffing.rules.weekly_duty import most_slots

_Values = dict[tuple[int, int], float]
"""What a day is worth, by the slots covered on it, and by the places on duty that it has for slots."""


@dataclass(frozen=True)
class ReachBound:
    """No team reaches more than `given` and the sum of its people's `worth`, times `scale` for the reach itself."""

    given: float
    worth: list[float]
    scale: float


class Prices:
    """The prices of a relaxed model, whose objective is the most reach, or the least of something else.

    Where the model adds up days or weeks, each of them has the price of their sum.
    """

    def __init__(self, staffing: Staffing, outcome: Outcome) -> None:
        self.department = staffing.department
        weeks_of = {0: self.department.weeks} if staffing.grain is Grain.HORIZON else {}
        duals, written = outcome.duals, staffing.written
        self.targets = [(goal, max(0.0, duals[row])) for goal, row in written.targets]
        # nobody may handle more items than there are, where that counts: then one fewer to be handled may be worth more
        self.due = {
            (task, week): duals[row] if task.stage else max(0.0, duals[row])
            for (task, period), row in written.due.items()
            for week in weeks_of.get(period, (period,))
        }
        self.cold = {name: max(0.0, -duals[row]) for name, row in written.cold_bases.items()}
        self.slots = {
            slot.key: min(0.0, duals[row]) if kind.may_stay_open else duals[row]
            for kind, row in zip(staffing.slot_kinds, written.slots, strict=True)
            for slot in kind.slots
        }
        self.reserves = {
            (week, queues): max(0.0, duals[row])
            for (period, queues), row in written.reserves.items()
            for week in weeks_of.get(period, (period,))
        }
        self.items = self._item_values()
        self._time: dict[tuple[Group, str, int], float] = {}
        self._known: dict[tuple[str, object], tuple[Post, float]] = {}

    def _item_values(self) -> dict[Entry, float]:
        """Value an item that enters a funnel, or passes a stage, in a week: what it brings, less the work it makes."""
        values: dict[Entry, float] = dict.fromkeys(
            ((source, week) for source in self.department.sources for week in self.department.weeks), 0.0
        )
        for goal, price in self.targets:
            for key, weight in goal.weights.items():
                values[key] += price * weight
        for task in self.department.tasks:
            for week, (weights, _) in enumerate(self.department.work_due(task)):
                for entry, weight in weights.items():
                    values[entry] -= self.due[task, week] * weight
        return values

    def bound(self, posts: Sequence[Post]) -> ReachBound:
        """Bound the reach of every team out of some posts."""
        return self.bound_of([self._worth(post) for post in posts])

    def bound_of(self, worth: list[float]) -> ReachBound:
        """Bound the reach of every team out of posts of which it is known what one person of each is worth."""
        given = sum(price * goal.given for goal, price in self.targets)
        for task in self.department.tasks:
            spared = self.department.work.may_be_done(task)
            for week, (_, due) in enumerate(self.department.work_due(task)):
                price = self.due[task, week]
                given -= price * (due if price >= 0 else due + spared[week])
        for slots in self.department.slots_by_day.values():
            given -= sum(self.slots[slot.key] * slot.required for slot in slots)
        for reserve in self.department.reserves:
            given -= self.reserves.get(reserve.key, 0.0) * reserve.needed
        for name, price in self.cold.items():
            given += price * (self.department.cold_base(name) or 0.0)
        scale = sum(price for _, price in self.targets) * (1 - TARGET_TOLERANCE)
        return ReachBound(given, worth, scale)

    def _worth(self, post: Post) -> float:
        """Value the best that one person of a post can do, day by day."""
        key = post.names[0], post.choice
        like, known = self._known.get(key, (None, 0.0))
        if like is not None and like.days is post.days and like.effectiveness is post.effectiveness:
            return known
        total = 0.0
        for week, days in enumerate(post.days):
            each = self.activity_values(post, week)
            by_menu = [
                {
                    duty: max(
                        sum(count * each.get(activity, 0.0) for activity, count in pattern.items())
                        for pattern in patterns
                    )
                    for duty, patterns in menu.items()
                }
                for menu in post.menus
            ]
            values = [self._day_values(post, week, day, by_menu[post.menu_of[day.weekday()]], each) for day in days]
            total += self._best_week(values, post, post.present * self.place_value(post, week))
        self._known[key] = post, total
        return total

    def place_value(self, post: Post, week: int) -> float:
        """Value a place on duty of a week as a reserve for absences, of somebody who is always there."""
        return sum(price for (of, _), price in self.reserves.items() if of == week) if post.on_duty else 0.0

    def _best_week(self, days: list[_Values], post: Post, place: float) -> float:
        """Choose the duty of each day for the most value, within the most days and slots of a week."""
        most = most_slots(self.department.plan)
        if most is None:
            # a weekday may have no pattern for somebody
            each = (
                max((value + place * places for (_, places), value in values.items()), default=0.0) for values in days
            )
            return sum(sorted((best for best in each if best > 0), reverse=True)[: post.most_days])
        best: dict[tuple[int, int, int], float] = {(0, 0, 0): 0.0}
        for values in days:
            longer = dict(best)
            for (worked, slots, reserve), so_far in best.items():
                for (covered, places), value in values.items() if worked < post.most_days else ():
                    if slots + covered <= most:
                        key = worked + 1, slots + covered, min(most, reserve + places) if place else 0
                        longer[key] = max(longer.get(key, so_far + value), so_far + value)
            best = longer
        return max(value + place * reserve for (_, _, reserve), value in best.items())

    def _day_values(
        self, post: Post, week: int, day: dt.date, by_duty: dict[int, float], each: dict[str, float]
    ) -> _Values:
        """Value the best day with each number of slots covered and of places on duty that are a reserve."""
        values: _Values = {}
        slots = self.department.slots_of(post, day)
        covered = sorted((self._slot_value(post, week, slot, each) for slot in slots), reverse=True)
        for places, value in by_duty.items():
            count = min(places, len(slots))
            for taken in range(count + 1):
                worth = value + sum(covered[:taken])
                values[taken, count] = max(values.get((taken, count), worth), worth)
        return values

    def _slot_value(self, post: Post, week: int, slot: Slot, each: dict[str, float]) -> float:
        value = self.slots[slot.key]
        for funnel, leads in slot.leads.items():
            value += self.items[funnel, week] * post.effectiveness[week] * leads / slot.required
        if post.between_leads and slot.activity is not None:
            value += slot.between_leads * each.get(slot.activity, 0.0)
        return value

    def activity_values(self, post: Post, week: int) -> dict[str, float]:
        """Value one of each activity: as work, or as a contact that it opens."""
        values = {}
        for activity in self.department.activities:
            best = self.work_value(post.group, activity, week)
            for name in post.funnels:
                if self.department.plan.funnels[name].opens_with == activity:
                    contact = post.effectiveness[week] * self.items[name, week] - self.cold.get(name, 0.0)
                    best = max(best, contact)
            values[activity] = post.present * best
        return values

    def worth_of_day(self, post: Post, day: dt.date, pattern: Mapping[str, int], covered: Iterable[Slot]) -> float:
        """Value a day of somebody that holds a pattern and some slots."""
        week = self.department.horizon.week_of(day)
        each = self.activity_values(post, week)
        held = sum(count * each.get(activity, 0.0) for activity, count in pattern.items())
        return held + sum(self._slot_value(post, week, slot, each) for slot in covered)

    def _worth_beyond(self, group: Group, task: Task, due: int) -> float:
        """Value what a unit of work makes of the items that it handles beyond the plan's conversion."""
        if not task.stage or group.follow_up == 1:
            return 0.0
        source, effort = self.department.work.handled_at(task)
        return (group.follow_up - 1) / effort * self.items[source, due]

    def work_value(self, group: Group, activity: str, week: int) -> float:
        """Value a unit of an activity that is spent on work."""
        key = (group, activity, week)
        if key not in self._time:
            worths = (
                price + self._worth_beyond(group, task, due)
                for (task, due), price in self.due.items()
                if group.may_do(task) and task.activity == activity and week in self.department.weeks_to_do(due)
            )
            self._time[key] = max(0.0, *worths, 0.0)
        return self._time[key]
