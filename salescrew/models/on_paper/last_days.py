"""Until when what enters a funnel, or a later stage, can still be paid, worked out from the plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from salescrew.language import say
from salescrew.models.answers.explained.last_days import LastDays, MonthLastDay, StageLastDay, StillHelps, WeekInTime
from salescrew.models.department.day_menu import DayPattern, Menus
from salescrew.models.department.department import Department
from salescrew.models.department.funnels import FunnelFlow
from salescrew.models.department.horizon import Horizon
from salescrew.models.department.leads import activity_between
from salescrew.models.department.people import Person
from salescrew.models.department.posts import effectiveness_by_week, funnels_worked, queues_answered
from salescrew.models.department.roles import meaning_of
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.funnels import PAID
from salescrew.models.plan.sections.roles import Role
from salescrew.models.plan.weekdays import WEEKDAYS, weekday_of

_May = Callable[[Person, Role, Sequence[DayPattern]], bool]


def last_days(department: Department) -> tuple[LastDays, ...]:
    """Find for each funnel, in the plan's order, until when what enters it can still be paid in time."""
    plan = department.plan
    found = [_Funnel(department, name).last_days() for name in plan.funnels]
    return tuple(each.model_copy(update={"afterwards": _afterwards(plan, each, found)}) for each in found)


def _afterwards(plan: Plan, ended: LastDays, everything: Sequence[LastDays]) -> tuple[StillHelps, ...]:
    """List what has a later last day; nothing has where every day is useful."""
    later = []
    for other in everything:
        first = StageLastDay(stage=plan.funnels[other.funnel].stages[0].name, last_day=other.last_day)
        for stage in (first, *other.stages):
            day = stage.last_day
            if day is not None and not ended.every_day and (ended.last_day is None or day > ended.last_day):
                later.append(StillHelps(funnel=other.funnel, stage=stage.stage, last_day=day))
    return tuple(sorted(later, key=lambda item: item.last_day))


@dataclass(frozen=True)
class _Funnel:
    """One funnel, with what decides when it is too late for it."""

    department: Department
    name: str

    @property
    def horizon(self) -> Horizon:
        return self.department.horizon

    @property
    def flow(self) -> FunnelFlow:
        return self.department.flows[self.name]

    @cached_property
    def paid_of_week(self) -> list[dict[int, float]]:
        """For each week the share of what enters then that is paid, by the week of payment."""
        return [{at: share for at, share in landed.items() if share > 0} for landed in self.flow.spread[-1]]

    @cached_property
    def days_to_enter(self) -> list[dt.date]:
        """The days on which somebody may open a contact that is worth something, or may answer a lead."""
        if self.flow.funnel.channel == "inbound":
            coming: dict[dt.date, set[str]] = {}
            for slot in self.department.slots:
                if slot.leads.get(self.name, 0.0) > 0:
                    coming.setdefault(slot.date, set()).add(slot.name)
            return sorted(_days_at_work(self.department, self._may_answer, coming))
        return sorted(_days_at_work(self.department, self._may_open))

    def _may_answer(self, person: Person, role: Role, menu: Sequence[DayPattern]) -> bool:
        queue = self.flow.funnel.answered_in
        answers = queue in queues_answered(self.horizon.plan, person.record, role)
        return answers and any(day.get("duty") for day in menu)

    def _may_open(self, person: Person, role: Role, menu: Sequence[DayPattern]) -> bool:
        plan, activity = self.horizon.plan, str(self.flow.funnel.opens_with)
        if self.name not in funnels_worked(plan, person.record, role) or person.record.absence >= 1:
            return False
        queues = queues_answered(plan, person.record, role) if meaning_of(role).between_leads else ()
        between = any(activity_between(plan, queue) == activity for queue in queues)
        return (between and any(day.get("duty") for day in menu)) or any(day.get(activity) for day in menu)

    def last_days(self) -> LastDays:
        useful = {week for week, paid in enumerate(self.paid_of_week) if paid}
        last = self._last_of(useful)
        steady = self.horizon.plan.pipeline == "steady"
        return LastDays(
            funnel=self.name,
            channel=self.flow.funnel.channel,
            last_day=last,
            why=self._why_never(useful) if last is None else None,
            every_day=last is not None and len(useful) == len(self.horizon.weeks),
            weeks=tuple(
                WeekInTime(week=self.horizon.monday(week), share=self._in_time(week)) for week in self.horizon.weeks
            ),
            stages=tuple(self._stage(number) for number in range(1, len(self.flow.funnel.stages))),
            months=() if steady else tuple(self._month(month) for month in self.horizon.plan.target.by_month),
        )

    def _last_of(self, weeks: Container[int]) -> dt.date | None:
        return max((day for day in self.days_to_enter if self.horizon.week_of(day) in weeks), default=None)

    def _in_time(self, week: int) -> float:
        in_the_end = sum(self.flow.from_entry[-1].values())
        return sum(self.paid_of_week[week].values()) / in_the_end if in_the_end else 0.0

    def _stage(self, number: int) -> StageLastDay:
        """Find the last week in which an item may enter a stage, and that week's last working day."""
        plan = self.horizon.plan
        takes = [weeks for weeks, share in self.flow.passage(number, len(self.flow.stages) - 1).items() if share > 0]
        left = len(self.horizon.weeks) - 1
        latest = None if not takes else left if plan.pipeline == "steady" else left - min(takes)
        days = [] if latest is None else [d for d in self.horizon.working_days if self.horizon.week_of(d) <= latest]
        return StageLastDay(stage=self.flow.stages[number], last_day=days[-1] if days else None)

    def _month(self, month: str) -> MonthLastDay:
        counting = {week for week in self.horizon.weeks if self.horizon.month_shares[week].get(month)}
        useful = {week for week, paid in enumerate(self.paid_of_week) if counting & paid.keys()}
        return MonthLastDay(month=month, last_day=self._last_of(useful))

    def _why_never(self, useful: set[int]) -> str:
        """Say what keeps everything that enters from being paid in time."""
        for stage, following in zip(self.flow.funnel.stages, self.flow.stages[1:], strict=True):
            if not stage.conversion:
                if following == PAID:
                    return say("nothing of {stage} is paid: its conversion is 0%", stage=stage.name)
                return say(
                    "nothing of {stage} goes on to {next}: its conversion is 0%", stage=stage.name, next=following
                )
        if not useful:
            takes = min(weeks for weeks, share in self.flow.from_entry[-1].items() if share > 0)
            return say(
                "payment comes {n:,} {n:week|weeks} later at the earliest, and the plan has {weeks:,} "
                "{weeks:week|weeks}",
                n=takes,
                weeks=len(self.horizon.weeks),
            )
        if self.flow.funnel.channel == "inbound":
            if self.days_to_enter:
                return say("no lead that somebody may answer comes on a day that is early enough")
            return say("no lead that somebody may answer comes")
        if self.days_to_enter:
            return say("nobody who may open a contact that is worth something is there on a day that is early enough")
        return say("nobody who may open a contact that is worth something is there")


def _days_at_work(department: Department, may: _May, coming: Mapping[dt.date, set[str]] | None = None) -> set[dt.date]:
    """Collect the days on which somebody is there who may do something in one of the roles, and whose work counts.

    Parameters
    ----------
    coming
        The slots of which one must be theirs, by day; None: nobody need be on duty.
    """
    plan, horizon = department.plan, department.horizon
    menus = Menus(plan)
    days: set[dt.date] = set()
    alike: set[int] = set()
    for person in department.everyone:
        if person.kind in alike or (person.hired and plan.limits.hires == 0):
            continue
        alike.add(person.kind)
        for role in person.record.roles:
            on = {day for day in WEEKDAYS if may(person, role, menus.on(day, person.record, role))}
            if on:
                worth = effectiveness_by_week(horizon, person.record, role)
                there = [day for day in horizon.days_there(person.record) if weekday_of(day) in on]
                if coming is not None:
                    own = person.record.slots
                    there = [day for day in there if day in coming and (own is None or coming[day].intersection(own))]
                days |= {day for day in there if worth[horizon.week_of(day)] > 0}
    return days
