"""A department in which only some of what the plan asks for holds; everything else that can be left out is."""

from __future__ import annotations

import dataclasses
from collections import deque
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, TypeVar

from salescrew.models.answers.explained.conflict import Condition
from salescrew.models.department.department import Department, Parts
from salescrew.models.department.funnels import FunnelFlow
from salescrew.models.department.goals import Goals, Value
from salescrew.models.department.horizon import Horizon
from salescrew.models.department.roles import roles_in_use
from salescrew.models.plan.calendar import month_of
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.people import Candidate, Manager, PersonFields
from salescrew.solver.staffing.rules.table import RULES
from salescrew.solver.staffing.rules.weekly_days import EVERY_DAY

_KEPT = 16
"""So many are remembered: the same are asked about again at other levels."""
_BESIDE_THE_PLAN = ("duty", "pipeline", "time", "reserve")
"""Conditions that a plan cannot be without, but only a part of what follows from it."""
AnyPerson = TypeVar("AnyPerson", Manager, Candidate)


class Relaxations:
    """A plan of which only some conditions hold.

    Whatever is left out only adds to what is possible. A duty slot may then stay open in whole or in part, and the
    leads of whoever is missing are lost; the work of the opening pipeline need not be done, though what it brings
    still comes; and what is paid after the last week, or after the month of a target, counts towards the target.
    """

    def __init__(self, department: Department) -> None:
        self.department = department
        self.holding = lru_cache(maxsize=_KEPT)(self._holding)
        self._of_the_plan = lru_cache(maxsize=_KEPT)(self._worked_out)
        self._recent: deque[Department] = deque(maxlen=_KEPT)

    def _holding(self, held: frozenset[Condition]) -> Department:
        """Give the department in which some conditions hold."""
        plan = self.department.plan
        department = self._of_the_plan(frozenset(one for one in held if one.kind not in _BESIDE_THE_PLAN))
        covered = {condition.of for condition in held if condition.kind == "duty"}
        worked = department.plan.model_copy(update={"pipeline": _pipeline_worked(plan, held)})
        to_be_worked = {name: FunnelFlow(worked, name) for name in plan.funnels}
        parts: Parts = {"work": dataclasses.replace(department.work, to_be_worked=to_be_worked)}
        if plan.pipeline != "steady" and Condition("time") not in held:
            parts["asked_for"] = _SoonerOrLater(department.horizon, department.sources)
        optional = (slot.key for slot in department.slots if (str(slot.date), *slot.where.parts) not in covered)
        reserved = {condition.of for condition in held if condition.kind == "reserve"}
        monday = department.horizon.monday
        free = (of.key for of in department.reserves if (str(monday(of.week)), *of.queues) not in reserved)
        return dataclasses.replace(department.with_optional_slots(optional).without_reserve(free), **parts)

    def _worked_out(self, held: frozenset[Condition]) -> Department:
        plan = without(self.department.plan, held)
        for known in (self.department, *self._recent):
            if known.plan == plan:
                return known
        self._recent.append(Department(plan))
        return self._recent[-1]


class _SoonerOrLater(Goals):
    """Targets to which what is paid after the last week, or after a target's month, counts too."""

    def _weights(self, flow: FunnelFlow, value: Value) -> Iterator[tuple[int, float]]:
        for week in self.horizon.weeks:
            yield week, self._entering(flow.from_entry[value.stage], week, value)

    def _given(self, flow: FunnelFlow, value: Value) -> float:
        first = self.horizon.first_week
        return sum(
            opening.items * self._entering(flow.passage_of(opening, value.stage), first, value)
            for opening in flow.openings
        )

    def _entering(self, passage: dict[int, float], week: int, value: Value) -> float:
        """Give what counts of an item of a week, be it paid in the horizon or after it; not before a month begins."""
        found = value.each * self._paid(passage, week, value.month)
        if value.fees:
            # what is paid too late has the fees of what is paid at once: no condition but time keeps it from that
            most = max(value.fees)
            for later, share in passage.items():
                at = week + later
                found += share * (
                    value.fees[at] * self._not_before(value.month, at) if at in self.horizon.weeks else most
                )
        return found

    def _not_before(self, month: str | None, week: int) -> float:
        """Give the share of the fees of a deal of a week that comes in a month or later."""
        if month is None:
            return 1.0
        months = dict.fromkeys(map(month_of, self.horizon.days))
        return sum(self._worth.fee_in_month(week, name) for name in months if name >= month)

    def _paid(self, passage: dict[int, float], week: int, month: str | None) -> float:
        """Add up the shares that are paid, from a week on, in the horizon or after it; not before a month begins."""
        total = 0.0
        for later, share in passage.items():
            at = week + later
            months = self.horizon.month_shares[at] if month is not None and at in self.horizon.weeks else {}
            total += share * (
                1 - sum(condition for name, condition in months.items() if month is not None and name < month)
            )
        return total


def without(plan: Plan, held: frozenset[Condition]) -> Plan:
    """Give the plan without what need not hold, as far as a plan can say that."""
    limits = {name: limit if Condition("limit", (name,)) in held else None for name, limit in plan.limits}
    changes: dict[str, Any] = {
        "limits": plan.limits.model_copy(update=limits),
        "managers": tuple(_person(plan, record, ("managers", record.name), held) for record in plan.managers),
        "candidates": tuple(_person(plan, record, ("candidates", record.profile), held) for record in plan.candidates),
    }
    less = plan.model_copy(update=changes)
    for rule in RULES:
        less = rule.left_out(less, held)
    return less


def _person(plan: Plan, record: AnyPerson, who: tuple[str, str], held: frozenset[Condition]) -> AnyPerson:
    changes: dict[str, Any] = {}
    for field, free in (("roles", roles_in_use(plan)), ("funnels", None), ("slots", None), ("days_off", ())):
        if Condition("person", (*who, field)) not in held:
            changes[field] = free
    for field in ("working_days", "rota"):
        if getattr(record, field) is not None and Condition("person", (*who, field)) not in held:
            changes[field] = None
    # who is there longer costs more over the horizon, and where that is limited no more would be possible
    is_free = plan.limits.cost is None
    if is_free and Condition("person", (*who, "until")) not in held:
        changes["until"] = None
    if Condition("person", (*who, "absence")) not in held:
        changes["absence"] = 0.0
    if record.max_days_per_week is not None and Condition("person", (*who, "max_days_per_week")) not in held:
        changes["max_days_per_week"] = EVERY_DAY
    if is_free and Condition("person", (*who, "from")) not in held:
        changes |= _there_from_the_start(plan, record)
    if Condition("keep", who) not in held:
        changes["keep"] = False
    return record.model_copy(update=changes)


def _there_from_the_start(plan: Plan, record: PersonFields) -> dict[str, Any]:
    """Let somebody be there before their first day, at full effectiveness, and change nothing from then on.

    Who has several to choose from may come on the first day of the plan as well.
    """
    first = record.first_day
    if first is None or first <= plan.calendar.start:
        return {}
    if len(record.starts) > 1:
        return {"from_": (plan.calendar.start, *(start for start in record.starts if start is not None))}
    weeks = Horizon(plan).week_of(first)
    return {"from_": None, "ramp": (*[1.0] * weeks, *record.ramp) if record.ramp else ()}


def _pipeline_worked(plan: Plan, held: frozenset[Condition]) -> object:
    if not isinstance(plan.pipeline, dict):
        return plan.pipeline
    return {
        funnel: {stage: items for stage, items in of.items() if Condition("pipeline", (funnel, stage)) in held}
        for funnel, of in plan.pipeline.items()
    }
