"""The department: a plan with all that follows from it before anyone decides, worked out once and handed in.

Nothing in a department changes. Where a question differs from the plan in a share, a slot or a person, a new one is
made of the parts that differ and of those that do not.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self, TypedDict, Unpack

from salescrew.models.department.day_menu import DayPattern
from salescrew.models.department.funnels import FunnelFlow, Source
from salescrew.models.department.goals import Aim, DealSum, Goal, Goals, aims_of
from salescrew.models.department.horizon import Horizon
from salescrew.models.department.leads import DutySlots, Slot, SlotKey, funnels_by_queue, slots_on, slots_with_leads
from salescrew.models.department.people import Person, people
from salescrew.models.department.posts import Post, Posts, queues_answered
from salescrew.models.department.reserve import Reserve, ReserveKey, reserves, sets_of_queues
from salescrew.models.department.ties import TIES, least_cost, total
from salescrew.models.department.work import DueInWeek, Task, Work, sources_of
from salescrew.models.plan.calendar import CalendarDays
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.funnels import Funnel, Stage
from salescrew.models.plan.sections.roles import Role
from salescrew.models.plan.sections.targets import Limits, Objective
from salescrew.models.plan.written.activities import activities

LIMIT_TOLERANCE = 1e-9
TARGET_TOLERANCE = 1e-6
WIDE = 30_000
MANY_QUEUES = 6


_OF_SLOTS = ("calendar", "so_far", "duty", "fixed")
_OF_LEADS = ("channel", "answered_in", "leads")
"""What days and slots hang on, of a plan and of its funnels."""
_OF_PEOPLE = tuple(
    name for name in Plan.model_fields if name not in {"name", "target", "products", "funnels", "limits", "objective"}
)
_OF_WAYS = tuple(name for name in Funnel.model_fields if name != "stages")
_OF_STAGES = tuple(name for name in Stage.model_fields if name not in {"conversion", "observed", "prior_observations"})
"""What people and their days hang on besides, of a plan, of its funnels and of their stages."""


class Parts(TypedDict, total=False):
    """The parts of a department beside its plan."""

    horizon: Horizon
    everyone: Sequence[Person]
    duty: DutySlots
    posts: Posts
    flows: Mapping[str, FunnelFlow]
    work: Work
    asked_for: Goals


@dataclass(frozen=True, eq=False, init=False)
class Department:
    """A plan, worked out.

    Parts that are not given follow from the plan.

    Attributes
    ----------
    horizon
        The days of the plan.
    everyone
        Who is there or could be hired.
    duty
        The slots in which leads come.
    posts
        What people are in a role.
    flows
        What passes through each funnel.
    work
        What work that makes.
    asked_for
        The targets.
    """

    plan: Plan
    horizon: Horizon
    everyone: Sequence[Person]
    duty: DutySlots
    posts: Posts
    flows: Mapping[str, FunnelFlow]
    work: Work
    asked_for: Goals

    def __init__(self, plan: Plan, **parts: Unpack[Parts]) -> None:
        horizon = parts.get("horizon") or Horizon(plan)
        duty = parts.get("duty") or DutySlots(slots_with_leads(horizon))
        flows = parts.get("flows") or {name: FunnelFlow(plan, name) for name in plan.funnels}
        followed: Parts = {
            "horizon": horizon,
            "everyone": parts["everyone"] if "everyone" in parts else people(plan),
            "duty": duty,
            "posts": parts.get("posts") or Posts(horizon, duty),
            "flows": flows,
            "work": parts.get("work") or Work(horizon, sources_of(plan, flows), flows),
            "asked_for": parts.get("asked_for") or Goals(horizon, sources_of(plan, flows)),
        }
        vars(self).update(plan=plan, **followed)

    # ---- with other parts

    def otherwise(self, plan: Plan) -> Department:
        """Work out another plan, with the parts of this one where nothing differs; this is to be a plan as it stands.

        Explanations try hundreds of plans of which each differs in a number or two.
        """
        parts: Parts = {}
        if len(plan.funnels) != len(self.plan.funnels):
            return Department(plan)
        if _are_alike(self.plan, plan, *_OF_SLOTS) and _are_funnels_alike(self.plan, plan, *_OF_LEADS):
            parts = {"horizon": self.horizon.of(plan), "duty": self.duty}
            if _are_alike(self.plan, plan, *_OF_PEOPLE) and _are_ways_alike(self.plan, plan):
                parts |= {"everyone": self.everyone, "posts": self.posts}
        return Department(plan, **parts)

    def asking(self, share: float) -> Self:
        """Give the same with another share of every target asked for."""
        return dataclasses.replace(self, asked_for=dataclasses.replace(self.asked_for, share=share))

    def asking_besides(self, sums: Sequence[DealSum]) -> Self:
        """Give the same with deals of several products together asked for besides."""
        return dataclasses.replace(self, asked_for=dataclasses.replace(self.asked_for, sums=sums))

    def without_goal(self, goal: Goal) -> Self:
        """Give the same with one target left out."""
        left_out = self.asked_for.left_out | {goal.name}
        return dataclasses.replace(self, asked_for=dataclasses.replace(self.asked_for, left_out=left_out))

    def with_slots(self, changed: Mapping[SlotKey, Slot]) -> Self:
        """Give the same with some slots that take fewer people, though not nobody."""
        return dataclasses.replace(self, duty=self.duty.with_slots(changed))

    def with_optional_slots(self, slots: Iterable[SlotKey]) -> Self:
        """Give the same where fewer people than required may cover some slots."""
        return dataclasses.replace(self, duty=dataclasses.replace(self.duty, optional=frozenset(slots)))

    def without_reserve(self, free: Iterable[ReserveKey]) -> Self:
        """Give the same where no places on duty need be kept for absences in some weeks, for some queues."""
        return dataclasses.replace(self, duty=dataclasses.replace(self.duty, unreserved=frozenset(free)))

    def within(self, limits: Limits) -> Self:
        """Give the same with other limits."""
        return dataclasses.replace(self, plan=self.plan.model_copy(update={"limits": limits}))

    def seeking(self, objective: Objective) -> Self:
        """Give the same with another objective."""
        return dataclasses.replace(self, plan=self.plan.model_copy(update={"objective": objective}))

    # ---- what is asked, and within which limits

    @property
    def asked(self) -> float:
        """The share of every target that is asked for."""
        return self.asked_for.share

    @property
    def goals(self) -> list[Goal]:
        """The targets of the plan."""
        return self.asked_for.all

    def beyond_limits(self, team: Iterable[Person]) -> Iterator[tuple[str, float, float]]:
        """Yield the plan's limits that people exceed: each by name, with what it is and what they come to.

        Those who have first days to choose from cost the least that they can.
        """
        limits, members = self.plan.limits, list(team)
        for name, limit, taken in (
            ("people", limits.people, float(len(members))),
            ("hires", limits.hires, float(sum(person.hired for person in members))),
            ("monthly_cost", limits.monthly_cost, math.fsum(person.record.monthly_cost for person in members)),
            ("cost", limits.cost, math.fsum(least_cost(self.horizon, person.record) for person in members)),
        ):
            if limit is not None and taken > limit + LIMIT_TOLERANCE * max(1.0, limit):
                yield name, limit, taken

    @cached_property
    def aims(self) -> dict[str, Aim]:
        """Everything that can be sought, and what counts between teams that are as good, by name."""
        return aims_of(self.horizon, self.everyone)

    @property
    def sought(self) -> list[Aim]:
        """The objectives, in their order."""
        return [self.aims[name] for name in self.plan.objective]

    @property
    def ties(self) -> dict[str, Aim]:
        """What counts between teams that are as good in all objectives, in this order."""
        return {name: self.aims[name] for name in TIES if name not in self.plan.objective}

    def worth(self, team: Iterable[Post], aim: str) -> float:
        """Add up what a team comes to in an objective or a tie."""
        return total(self.horizon, team, aim)

    # ---- time

    @property
    def weeks(self) -> range:
        """The numbers of the weeks."""
        return self.horizon.weeks

    @property
    def slots(self) -> Sequence[Slot]:
        """The slots with leads, in order of time."""
        return self.duty.slots

    @property
    def slots_by_day(self) -> Mapping[dt.date, list[Slot]]:
        """The slots that need somebody on duty, by day."""
        return self.duty.by_day

    @cached_property
    def slot_at(self) -> dict[SlotKey, Slot]:
        """The slots with leads, by what tells them apart."""
        return {slot.key: slot for slot in self.slots}

    @cached_property
    def slots_over(self) -> dict[SlotKey, Slot]:
        """The slots with leads on the days of the first week that are over, by what tells them apart."""
        horizon = self.horizon
        days = (day for day in CalendarDays(self.plan.calendar).working_days if day < horizon.first_day)
        this_week = [day for day in days if horizon.week_of(day) == horizon.first_week]
        return {slot.key: slot for slot in slots_on(self.plan, this_week)}

    def may_stay_open(self, slot: Slot) -> bool:
        """Tell whether fewer people than required may cover a slot; the leads of those who are missing are lost."""
        return slot.key in self.duty.optional

    @cached_property
    def reserves(self) -> list[Reserve]:
        """What the weeks need of places on duty for absences; nothing where nobody is reckoned to be absent."""
        return reserves(self.horizon, self.duty, self.everyone)

    # ---- people

    @cached_property
    def activities(self) -> list[str]:
        """The plan's activities."""
        return activities(self.plan)

    @cached_property
    def kinds(self) -> list[list[Person]]:
        """The people, gathered by kind."""
        by_kind: dict[int, list[Person]] = {}
        for person in self.everyone:
            by_kind.setdefault(person.kind, []).append(person)
        return list(by_kind.values())

    @cached_property
    def post_days(self) -> int:
        """The days of all posts that a team could have: what a model of single days grows with."""
        posts = sum(len(set(kind[0].record.roles)) * len(kind[0].record.starts) for kind in self.kinds)
        return posts * len(self.horizon.working_days)

    @property
    def is_wide(self) -> bool:
        """Whether so many people differ that no model may tell the days of all of them apart."""
        return self.post_days > WIDE

    def post(self, members: Sequence[Person], role: Role) -> Post:
        """Describe people who are alike in a role; those who have first days to choose from with the earliest."""
        return self.posts.of(members, role)

    def choices(self, members: Sequence[Person]) -> list[Post]:
        """List what people who are alike could be: in every role, from each of their first days on."""
        record = members[0].record
        return [self.posts.of(members, role, start) for role in dict.fromkeys(record.roles) for start in record.starts]

    def started(self, starts: Mapping[str, dt.date]) -> Self:
        """Give the same once it is known from when on those come who have first days to choose from."""
        chosen = {one.name: starts[one.name] for one in self.everyone if one.has_choice and one.name in starts}
        if not chosen:
            return self
        kinds: dict[tuple[int, dt.date | None], int] = {}
        everyone = [
            dataclasses.replace(
                person.since(chosen.get(person.name)) if person.name in chosen else person,
                kind=kinds.setdefault((person.kind, chosen.get(person.name)), len(kinds)),
            )
            for person in self.everyone
        ]
        fixed = self.plan.fixed.model_copy(update={"since": {**self.plan.fixed.since, **chosen}})
        plan = self.plan.model_copy(update={"fixed": fixed})
        return dataclasses.replace(self, plan=plan, everyone=everyone, posts=dataclasses.replace(self.posts))

    def may_have(self, post: Post, day: dt.date, pattern: DayPattern) -> bool:
        """Tell whether a pattern is in the menu of a person on a day in a role, worth choosing or not."""
        return self.posts.may_have(post, day, pattern)

    def slots_of(self, post: Post, day: dt.date) -> Sequence[Slot]:
        """List the slots of a day that need somebody on duty and that people may cover."""
        slots = self.duty.by_day.get(day, ()) if post.on_duty else ()
        covers_all = post.record.slots is None and len(self.queues) < 2
        return slots if covers_all else [slot for slot in slots if post.may_cover(slot)]

    # ---- funnels

    @cached_property
    def queues(self) -> tuple[str, ...]:
        """The queues in which leads are answered, in the order of the plan."""
        return tuple(funnels_by_queue(self.plan))

    @cached_property
    def queue_sets(self) -> list[tuple[str, ...]]:
        """The sets of queues that hang together by people who answer several; of very many, each alone and all."""
        if len(self.queues) > MANY_QUEUES:
            return [*((queue,) for queue in self.queues), self.queues]
        answering = {queues_answered(self.plan, of[0].record, role) for of in self.kinds for role in of[0].record.roles}
        return sets_of_queues(self.queues, answering)

    @cached_property
    def inbound(self) -> list[str]:
        """The funnels into which leads come by themselves."""
        return [name for name, funnel in self.plan.funnels.items() if funnel.channel == "inbound"]

    @cached_property
    def outbound(self) -> list[str]:
        """The funnels into which people open contacts."""
        return [name for name, funnel in self.plan.funnels.items() if funnel.channel == "outbound"]

    @property
    def sources(self) -> Mapping[Source, FunnelFlow]:
        """What passes through each funnel, and where it counts who handles items, what passes a stage besides."""
        return self.work.flows

    @property
    def tasks(self) -> list[Task]:
        """The work that items make."""
        return self.work.tasks

    def work_due(self, task: Task) -> list[DueInWeek]:
        """Give the work due in each week: its weights on what enters the first stage by week, and what is given."""
        return self.work.due(task)

    def weeks_to_do(self, week: int) -> list[int]:
        """Give the weeks in which work due in a week may be done."""
        return self.work.weeks_to_do(week)

    def cold_base(self, funnel: str) -> float | None:
        """Give the contacts that are left to open in a funnel; None: no end to them."""
        most, so_far = self.plan.funnels[funnel].max_contacts, self.plan.so_far
        if most is None or so_far is None:
            return most
        return max(0.0, most - so_far.contacts.get(funnel, 0.0))


def _are_alike(one: Plan, other: Plan, *fields: str) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in fields)


def _are_funnels_alike(one: Plan, other: Plan, *fields: str) -> bool:
    return all(
        name == name_there and getattr(of, field) == getattr(there, field)
        for (name, of), (name_there, there) in zip(one.funnels.items(), other.funnels.items(), strict=True)
        for field in fields
    )


def _are_ways_alike(one: Plan, other: Plan) -> bool:
    """Tell whether funnels differ in nothing but how much passes from stage to stage."""
    stages = ([of.stages for of in plan.funnels.values()] for plan in (one, other))
    return _are_funnels_alike(one, other, *_OF_WAYS) and all(
        len(of) == len(there)
        and all(getattr(a, name) == getattr(b, name) for a, b in zip(of, there, strict=True) for name in _OF_STAGES)
        for of, there in zip(*stages, strict=True)
    )
