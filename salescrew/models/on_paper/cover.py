"""Who could take the duty slots of somebody who is away, worked out from a result."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from functools import cached_property

from salescrew.language import say
from salescrew.models.answers.cover import AwayRow, Cover, CoverOption, SlotToCover
from salescrew.models.answers.result import Result
from salescrew.models.answers.slot_staff import Unable
from salescrew.models.department.day_menu import DayPattern
from salescrew.models.department.posts import Post
from salescrew.models.department.roles import meaning_of
from salescrew.models.department.worth import DealWorth
from salescrew.models.facts.absences import Absences, Given, absences_of
from salescrew.models.on_paper.cover_work import WorkOfAbsent
from salescrew.models.plan.arguments import refuse_wrong_arguments
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.queue_slots import QueueSlot
from salescrew.models.plan.sections.roles import role_in_words
from salescrew.models.schedule.differences import on_duty
from salescrew.models.schedule.in_force import plan_in_force
from salescrew.models.schedule.same_plan import planned_of
from salescrew.models.schedule.schedule import Schedule


def cover(plan: Plan, result: Result, absent: Given) -> Cover:
    """Rank who could take each duty slot of somebody who is away, without planning anything anew.

    Parameters
    ----------
    plan
        The plan.
    result
        The result in force.
    absent
        Who is away, by name: days and intervals, such as `2026-02-03/2026-02-07`.

    Raises
    ------
    InputError
        Where somebody is not on the team, or the result is of another plan.
    """
    refuse_wrong_arguments(plan=(plan, Plan), result=(result, Result))
    planned = planned_of(plan_in_force(plan, result), result)
    away = absences_of(absent, plan, planned.roles, say("somebody of the team"))
    covering = _Covering(planned, away)
    return Cover(
        absent=tuple(AwayRow(manager=name, days=days) for name, days in away.items()),
        slots=tuple(covering.slots()),
        work=tuple(WorkOfAbsent(planned, covering.is_away, covering.worth_of_entries).rows()),
    )


class _Covering:
    def __init__(self, planned: Schedule, absent: Absences) -> None:
        self.planned = planned
        self.plan = planned.plan
        self.horizon = planned.horizon
        self.absent = absent
        self.posts = planned.posts

    def is_away(self, day: dt.date, name: str) -> bool:
        """Tell whether somebody is away on a day."""
        return any(day in interval for interval in self.absent.get(name, ()))

    @cached_property
    def _in_week(self) -> Counter[tuple[str, int]]:
        """The slots that everybody covers in each week."""
        covered: Counter[tuple[str, int]] = Counter()
        for (day, name), slots in self.planned.duty.items():
            covered[name, self.horizon.week_of(day)] += len(slots)
        return covered

    @cached_property
    def _worked(self) -> Counter[tuple[str, int]]:
        """The days on which everybody works in each week."""
        return Counter((name, self.horizon.week_of(day)) for day, name in self.planned.roster)

    @cached_property
    def worth_of_entries(self) -> dict[str, list[float]]:
        """What a standard contact or lead brings within the plan, by funnel and week."""
        worth = DealWorth(self.horizon)
        return {name: worth.of_entries(flow) for name, flow in self.planned.department.flows.items()}

    def slots(self) -> Iterator[SlotToCover]:
        """Go through the slots in which somebody is missing; where no leads are expected any more nobody is."""
        first = self.horizon.first_day
        order = {slot: number for number, slot in enumerate(self.plan.calendar.slots)}
        taken = on_duty(self.planned.result.roster)
        covered = {key: names for key, names in taken.items() if key[0] >= first and key in self.planned.slots}
        for (day, where), names in sorted(covered.items(), key=lambda item: (item[0][0], order[item[0][1].slot])):
            for away in (name for name in names if self.is_away(day, name)):
                options, unable = [], []
                for name in self.posts:
                    if name == away:
                        continue
                    if (why := self._why_not(name, day, where)) is not None:
                        unable.append(Unable(name=name, people=1, why=why))
                    else:
                        options.append(self._option(name, away, day, where))
                options.sort(
                    key=lambda one: (round(one.revenue, 2), sum(one.moved.values()), one.quotas, one.slots_in_week)
                )
                yield SlotToCover(
                    date=day,
                    slot=where.slot,
                    queue=where.stated,
                    away=away,
                    options=tuple(options),
                    unable=tuple(unable),
                )

    def _why_not(self, name: str, day: dt.date, where: QueueSlot) -> str | None:
        post = self.posts[name]
        if self.is_away(day, name):
            return say("is away as well")
        if day not in post.day_set:
            return say("is not there that day")
        if where.slot in (taken.slot for taken in self.planned.duty.get((day, name), ())):
            return say("is on duty then already")
        if not post.may_cover(self.planned.slots[day, where]):
            return _why_never(post, where)
        most = self.plan.duty.max_slots_per_week if self.plan.duty else None
        if most is not None and self._in_week[name, self.horizon.week_of(day)] >= most:
            return say("covers {n} {n:slot|slots} in that week already", n=most)
        week = self.horizon.week_of(day)
        if (day, name) not in self.planned.roster and self._worked[name, week] >= post.most_days:
            return say("works {n} {n:day|days} in that week already", n=post.most_days)
        if not self._patterns(post, day, len(self.planned.duty.get((day, name), ())) + 1):
            return say("has no day pattern with so much duty")
        return None

    def _patterns(self, post: Post, day: dt.date, duty: int) -> list[DayPattern]:
        """List the patterns of a day with places for so many slots."""
        menu = self.planned.department.posts.menu(day, post.record, post.role)
        return [one for one in menu if one.get("duty", 0) >= duty]

    def _option(self, name: str, away: str, day: dt.date, where: QueueSlot) -> CoverOption:
        """Find the day pattern with one slot more that costs least."""
        before = self.planned.duty.get((day, name), ())
        options = (
            self._with_pattern(name, day, where, pattern)
            for pattern in self._patterns(self.posts[name], day, len(before) + 1)
        )
        best = min(options, key=_cost)
        leads = self._leads_cost(name, away, day, where)
        return best.model_copy(update={"revenue": best.revenue + leads})

    def _leads_cost(self, name: str, away: str, day: dt.date, where: QueueSlot) -> float:
        """Give what the leads of the slot bring less in these hands."""
        week = self.horizon.week_of(day)
        difference = self.planned.worth(away, week) - self.planned.worth(name, week)
        found = self.planned.slots[day, where]
        each = (
            sum(leads * self.worth_of_entries[funnel][week] for funnel, leads in found.leads.items()) / found.required
        )
        return difference * each

    def _with_pattern(self, name: str, day: dt.date, where: QueueSlot, pattern: DayPattern) -> CoverOption:
        week, post = self.horizon.week_of(day), self.posts[name]
        before = self.planned.duty.get((day, name), ())
        row = self.planned.quotas.get((day, name))
        slots = (self.planned.slots.get((day, one)) for one in (*before, where))
        most = post.most(pattern, (found for found in slots if found is not None))
        room = {activity: count * post.present for activity, count in most.items()}
        lost: dict[str, float] = {}
        moved: dict[str, float] = {}
        asked, contacts = (row.activities, row.contacts) if row else ({}, {})
        less = {activity: quota - room.get(activity, 0.0) for activity, quota in asked.items()}
        less = {activity: amount for activity, amount in less.items() if amount > 0}
        for activity, amount in less.items():
            opened = {
                f: count for f, count in contacts.items() if self.plan.funnels[f].opens_with == activity and count
            }
            total = sum(opened.values())
            share = min(1.0, amount / total) if total else 0.0
            lost |= {funnel: share * count for funnel, count in opened.items()}
            if amount > share * total:
                moved[activity] = amount - share * total
        worth = self.planned.worth(name, week)
        return CoverOption(
            manager=name,
            role=post.role,
            revenue=sum(count * worth * self.worth_of_entries[funnel][week] for funnel, count in lost.items()),
            quotas=len(less),
            lost=lost,
            moved=moved,
            pattern=dict(pattern),
            also=tuple(one.slot for one in before),
            queues=tuple(one.queue for one in before) if len(self.planned.department.queues) > 1 else None,
            slots_in_week=self._in_week[name, week],
        )


def _why_never(post: Post, where: QueueSlot) -> str:
    """Say why somebody is never on duty in a slot, for its queue."""
    answers = where.queue in post.queues if where.queue else post.on_duty
    if answers or post.record.slots == ():
        return say("is never on duty in the {slot}", slot=where.slot)
    if not meaning_of(post.role).on_duty:
        return say("is a {role}", role=role_in_words(post.role))
    if where.queue:
        return say("does not work all inbound funnels of {queue}", queue=where.queue)
    return say("does not work all inbound funnels")


def _cost(option: CoverOption) -> tuple[float, float, int]:
    """Give what an option costs: revenue, work to be moved, changes."""
    return round(option.revenue, 2), sum(option.moved.values()), option.quotas
