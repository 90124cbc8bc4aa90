"""The plan as the models below see it: who could do what when, what it brings, and what work it makes."""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

from salescrew.models.department.day_menu import DayPattern, activities, patterns_of, plan_patterns
from salescrew.models.department.funnels import FunnelFlow
from salescrew.models.department.horizon import Horizon
from salescrew.models.department.leads import Slot, slots_with_leads
from salescrew.models.department.people import (
    HeldDay,
    Person,
    effectiveness_by_week,
    funnels_worked,
    may_be_on_duty,
    people,
)
from salescrew.models.department.targets import Measure, reached_so_far
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections import PersonFields, Role

LIMIT_TOLERANCE = 1e-9
TARGET_TOLERANCE = 1e-6
WIDE = 30_000


@dataclass(frozen=True, eq=False)
class Unit:
    """People who are alike, in one role: as many as the model decides, or one by name.

    Attributes
    ----------
    names
        The people who could be meant.
    days
        The working days on which each is there, by week.
    patterns
        The day patterns worth choosing, by the number of duty slots.
    held
        The days that are settled: only of somebody who is alone in this.
    """

    names: tuple[str, ...]
    role: Role
    record: PersonFields
    hired: bool
    funnels: frozenset[str]
    on_duty: bool
    effectiveness: tuple[float, ...]
    days: tuple[tuple[dt.date, ...], ...]
    patterns: dict[int, tuple[DayPattern, ...]]
    held: Mapping[dt.date, HeldDay] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """The number of people who could be meant."""
        return len(self.names)

    def single(self, name: str) -> Unit:
        """Give one of the people as a unit of its own."""
        return dataclasses.replace(self, names=(name,))

    @property
    def present(self) -> float:
        """The share of a week's allowance that is left after absence."""
        return 1 - self.record.absence

    @cached_property
    def day_set(self) -> frozenset[dt.date]:
        """All days on which each is there."""
        return frozenset(day for week in self.days for day in week)


@dataclass(frozen=True)
class Goal:
    """A target as a linear form in what enters the first stages: at least 1 after division by the target.

    Attributes
    ----------
    weights
        By funnel and week, what an item that enters the first stage adds.
    given
        What the opening pipeline adds, and what was reached before the plan was made anew on the way.
    month
        The month, where the target is one of a month.
    """

    name: str
    weights: dict[tuple[str, int], float]
    given: float
    month: str | None = None


@dataclass(frozen=True)
class Aim:
    """One of the two objectives.

    Attributes
    ----------
    step
        All values are multiples of this; 0 where nothing of the kind is known.
    """

    name: str
    step: float

    def bound(self, proven: float) -> float:
        """Raise a proven bound to the next value that can occur."""
        if not math.isfinite(proven):
            return 0.0
        slack = 1e-7 * max(1.0, abs(proven))
        if not self.step:
            return max(0.0, proven)
        return max(0.0, math.ceil((proven - slack) / self.step) * self.step)

    @property
    def gap(self) -> float:
        """The gap below which a solution is the best: the next better value is a step away."""
        return 0.999 * self.step


class Situation:
    """A plan with everything that follows from it before anyone decides.

    Attributes
    ----------
    asked
        The share of every target that is asked for.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.asked = 1.0
        self.optional_slots: frozenset[tuple[dt.date, str]] = frozenset()
        self.horizon = Horizon(plan)
        self.everyone = people(plan)
        self.slots = slots_with_leads(self.horizon)
        self.flows = {name: FunnelFlow(plan, name) for name in plan.funnels}
        self.inbound = [name for name, funnel in plan.funnels.items() if funnel.channel == "inbound"]
        self.outbound = [name for name, funnel in plan.funnels.items() if funnel.channel == "outbound"]

    def asking(self, share: float) -> Self:
        """Give the same situation with another share of every target asked for."""
        other = copy.copy(self)
        other.asked = share
        other.__dict__.pop("goals", None)
        return other

    def beyond_limits(self, team: Iterable[Person]) -> Iterator[tuple[str, float, float]]:
        """Yield the plan's limits that people exceed: each by name, with what it is and what they come to."""
        limits, members = self.plan.limits, list(team)
        for name, limit, taken in (
            ("people", limits.people, float(len(members))),
            ("hires", limits.hires, float(sum(person.hired for person in members))),
            ("monthly_cost", limits.monthly_cost, math.fsum(person.record.monthly_cost for person in members)),
        ):
            if limit is not None and taken > limit + LIMIT_TOLERANCE * max(1.0, limit):
                yield name, limit, taken

    @cached_property
    def aims(self) -> dict[str, Aim]:
        """The two objectives by name."""
        return {
            "people": Aim("people", 1.0),
            "monthly_cost": Aim("monthly_cost", _step([person.record.monthly_cost for person in self.everyone])),
        }

    @cached_property
    def activities(self) -> list[str]:
        """The plan's activities."""
        return activities(self.plan)

    @cached_property
    def weeks(self) -> range:
        """The numbers of the weeks."""
        return self.horizon.weeks

    @cached_property
    def slots_by_day(self) -> dict[dt.date, list[Slot]]:
        """The slots that need somebody on duty, by day."""
        by_day: dict[dt.date, list[Slot]] = {}
        for slot in self.slots:
            if slot.required:
                by_day.setdefault(slot.date, []).append(slot)
        return by_day

    def may_stay_open(self, slot: Slot) -> bool:
        """Tell whether fewer people than required may cover a slot; the leads of those who are missing are lost."""
        return (slot.date, slot.name) in self.optional_slots

    @cached_property
    def between_leads_activity(self) -> str | None:
        """What mixed managers on duty do between leads."""
        between = self.plan.duty.between_leads if self.plan.duty else None
        return between.activity if between else None

    @cached_property
    def kinds(self) -> list[list[Person]]:
        """The people, gathered by kind."""
        by_kind: dict[int, list[Person]] = {}
        for person in self.everyone:
            by_kind.setdefault(person.kind, []).append(person)
        return list(by_kind.values())

    @cached_property
    def unit_days(self) -> int:
        """The days of all units that a team could have: what a model of single days grows with."""
        roles = sum(len(set(kind[0].record.roles)) for kind in self.kinds)
        return roles * len(self.horizon.working_days)

    @property
    def is_wide(self) -> bool:
        """Whether so many people differ that no model may tell the days of all of them apart."""
        return self.unit_days > WIDE

    def unit(self, members: list[Person], role: Role) -> Unit:
        """Describe people who are alike in a role."""
        record = members[0].record
        days: list[list[dt.date]] = [[] for _ in self.weeks]
        for day in self._days_there(members[0]):
            days[self.horizon.week_of(day)].append(day)
        on_duty = bool(self.slots) and may_be_on_duty(self.plan, record, role)
        patterns = self._useful_patterns(record, role, on_duty)
        settled = self.settled_days(members[0], role)
        for held in settled.values():
            if held.pattern and held.pattern not in patterns.get(duty := held.pattern.get("duty", 0), ()):
                patterns[duty] = (*patterns.get(duty, ()), held.pattern)
        return Unit(
            names=tuple(person.name for person in members),
            role=role,
            record=record,
            hired=members[0].hired,
            funnels=funnels_worked(self.plan, record, role),
            on_duty=on_duty,
            effectiveness=tuple(effectiveness_by_week(self.horizon, record, role)),
            days=tuple(tuple(week) for week in days),
            patterns=dict(sorted(patterns.items())),
            held=settled,
        )

    def settled_days(self, person: Person, _role: Role) -> Mapping[dt.date, HeldDay]:
        """Give the days of a person in a role that are settled."""
        return person.held

    def _days_there(self, person: Person) -> list[dt.date]:
        if person.kind not in self._days_by_kind:
            self._days_by_kind[person.kind] = self.horizon.days_there(person.record)
        return self._days_by_kind[person.kind]

    @cached_property
    def _days_by_kind(self) -> dict[int, list[dt.date]]:
        return {}

    @cached_property
    def _menu(self) -> list[DayPattern]:
        return plan_patterns(self.plan)

    def may_have(self, unit: Unit, pattern: DayPattern) -> bool:
        """Tell whether a pattern is in the menu of a person in a role, worth choosing or not."""
        menu = patterns_of(self._menu, unit.record, unit.role)
        has_duty = bool(pattern.get("duty"))
        return (unit.on_duty or not has_duty) and any(
            {activity: count for activity, count in one.items() if count} == pattern for one in menu
        )

    def _useful_patterns(self, record: PersonFields, role: Role, on_duty: bool) -> dict[int, tuple[DayPattern, ...]]:
        """Keep the patterns that no other with the same duty exceeds, and duty only for those who may be on it."""
        by_duty: dict[int, list[DayPattern]] = {}
        most = max((len(slots) for slots in self.slots_by_day.values()), default=0) if on_duty else 0
        for pattern in patterns_of(self._menu, record, role):
            duty = pattern.get("duty", 0)
            if duty <= most:
                by_duty.setdefault(duty, []).append(pattern)
        return {duty: tuple(_undominated(patterns)) for duty, patterns in sorted(by_duty.items())}

    @cached_property
    def goals(self) -> list[Goal]:
        """The targets of the plan."""
        target, products = self.plan.target, self.plan.products
        goals = []

        def add(
            name: str,
            measure: Measure,
            needed: float | None,
            worth: dict[str, float],
            *of: str,
            month: str | None = None,
        ) -> None:
            if needed is not None and self.asked > 0:
                goal = self._goal(name, needed * self.asked, worth, month)
                so_far = reached_so_far(self.plan, measure, product=next(iter(of), None), month=month)
                goals.append(dataclasses.replace(goal, given=goal.given + so_far / (needed * self.asked)))

        deal = {name: product.average_deal for name, product in products.items()}
        profit = {name: (product.margin or 0.0) * product.average_deal for name, product in products.items()}
        add("revenue", "revenue", target.revenue, deal)
        add("profit", "profit", target.profit, profit)
        for name, wants in target.products.items():
            add(f"products.{name}.revenue", "revenue", wants.revenue, {name: deal[name]}, name)
            add(f"products.{name}.profit", "profit", wants.profit, {name: profit[name]}, name)
            add(f"products.{name}.deals", "deals", wants.deals, {name: 1.0}, name)
        for month, wanted in target.by_month.items():
            add(f"by_month.{month}", "revenue", wanted.revenue, deal, month=month)
        return goals

    def _goal(self, name: str, needed: float, worth: dict[str, float], month: str | None) -> Goal:
        """Write a target over paid deals by product as one over first stages."""
        in_month = [1.0 if month is None else shares.get(month, 0.0) for shares in self.horizon.month_shares]
        weights: dict[tuple[str, int], float] = {}
        given = 0.0
        for funnel, flow in self.flows.items():
            each = worth.get(flow.funnel.product, 0.0) / needed
            if not each:
                continue
            given += each * sum(items * share for items, share in zip(flow.opening[-1], in_month, strict=True))
            for week, landed in enumerate(flow.spread[-1]):
                weight = each * sum(share * in_month[at] for at, share in landed.items())
                if weight:
                    weights[funnel, week] = weight
        return Goal(name, weights, given, month)

    @cached_property
    def efforts(self) -> list[tuple[str, str]]:
        """The funnels and activities in which items make work."""
        so_far = self.plan.so_far
        found = dict.fromkeys(
            (name, activity)
            for name, funnel in self.plan.funnels.items()
            for activity in dict.fromkeys(a for stage in funnel.stages for a in stage.effort)
            if any(stage.effort.get(activity) for stage in funnel.stages)
        )
        return [*(found | dict.fromkeys((row.funnel, row.activity) for row in (so_far.open_work if so_far else ())))]

    def work_due(self, funnel: str, activity: str) -> list[tuple[dict[int, float], float]]:
        """Give the work due in each week: its weights on what enters the first stage by week, and what is given."""
        flow = self.flows[funnel]
        due: list[tuple[dict[int, float], float]] = []
        weights: list[dict[int, float]] = [{} for _ in self.weeks]
        given = [0.0 for _ in self.weeks]
        for number, stage in enumerate(flow.funnel.stages):
            if not (each := stage.effort.get(activity, 0.0)):
                continue
            for week, landed in enumerate(flow.spread[number]):
                for at, share in landed.items():
                    weights[at][week] = weights[at].get(week, 0.0) + each * share
            for at, items in enumerate(flow.opening[number]):
                given[at] += each * items
        for week, amount in self.work_open(funnel, activity).items():
            given[week] += amount
        due.extend(zip(weights, given, strict=True))
        return due

    def work_open(self, funnel: str, activity: str) -> dict[int, float]:
        """Give the work left from before the plan was made anew, less what may be left for after the end, by week."""
        so_far = self.plan.so_far
        amounts: dict[int, float] = {}
        for sign, rows in ((1.0, so_far.open_work), (-1.0, so_far.spared_work)) if so_far else ():
            for row in rows:
                if (row.funnel, row.activity) == (funnel, activity):
                    week = self.horizon.week_of(row.week)
                    amounts[week] = amounts.get(week, 0.0) + sign * row.amount
        return amounts

    def cold_base(self, funnel: str) -> float | None:
        """Give the contacts that are left to open in a funnel; None: no end to them."""
        most, so_far = self.plan.funnels[funnel].max_contacts, self.plan.so_far
        if most is None or so_far is None:
            return most
        return max(0.0, most - so_far.contacts.get(funnel, 0.0))

    def weeks_to_do(self, week: int) -> list[int]:
        """Give the weeks in which work due in a week may be done."""
        window = range(week, week + self.plan.grace_weeks + 1)
        if self.plan.pipeline == "steady":
            return sorted({at % len(self.weeks) for at in window})
        return [at for at in window if at < len(self.weeks)]


def _step(costs: list[float]) -> float:
    """Give the amount, in hundredths at the finest, of which all costs are multiples; 0 where there is none."""
    cents = [round(cost * 100) for cost in costs]
    if any(abs(cost * 100 - cent) > 1e-6 * max(1, cent) for cost, cent in zip(costs, cents, strict=True)):
        return 0.0
    return math.gcd(*cents) / 100


def _undominated(patterns: Iterable[DayPattern]) -> list[DayPattern]:
    distinct = list({tuple(sorted(pattern.items())): pattern for pattern in patterns}.values())

    def exceeds(more: DayPattern, less: DayPattern) -> bool:
        return more is not less and all(more.get(activity, 0) >= count for activity, count in less.items())

    return [
        pattern
        for i, pattern in enumerate(distinct)
        if not any(
            exceeds(other, pattern) and (j < i or not exceeds(pattern, other)) for j, other in enumerate(distinct)
        )
    ]
