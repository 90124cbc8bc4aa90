"""A situation in which only some of what the plan asks for holds; everything else that can be left out is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any, TypeVar

from salescrew.models.answers.conflict import Condition
from salescrew.models.department.department import Goal, Situation
from salescrew.models.department.funnels import FunnelFlow
from salescrew.models.department.horizon import Horizon
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections import ROLES, Candidate, Manager, PersonFields
from salescrew.solver.staffing.rules.table import RULES

AnyPerson = TypeVar("AnyPerson", Manager, Candidate)


class Relaxed(Situation):
    """The situation of a plan of which only some conditions hold.

    Whatever is left out only adds to what is possible. A duty slot may then stay open in whole or in part, and the
    leads of whoever is missing are lost; the work of the opening pipeline need not be done, though what it brings
    still comes; and what is paid after the last week, or after the month of a target, counts towards the target.

    Parameters
    ----------
    held
        The conditions that hold.
    """

    def __init__(self, plan: Plan, held: Collection[Condition]) -> None:
        self.held = frozenset(held)
        super().__init__(without(plan, self.held))
        covered = {condition.of for condition in self.held if condition.kind == "duty"}
        every = ((slot.date, slot.name) for slot in self.slots)
        self.optional_slots = frozenset((day, name) for day, name in every if (str(day), name) not in covered)
        self._late_counts = plan.pipeline != "steady" and Condition("time") not in self.held
        worked = self.plan.model_copy(update={"pipeline": _pipeline_worked(plan, self.held)})
        self._worked = {name: FunnelFlow(worked, name) for name in plan.funnels}

    def work_due(self, funnel: str, activity: str) -> list[tuple[dict[int, float], float]]:
        """Give the work due in each week, of the opening pipeline only what must be done."""
        given = [0.0 for _ in self.weeks]
        flow = self._worked[funnel]
        for stage, opening in zip(flow.funnel.stages, flow.opening, strict=False):
            for week, items in enumerate(opening):
                given[week] += stage.effort.get(activity, 0.0) * items
        for week, amount in self.work_open(funnel, activity).items():
            given[week] += amount
        due = super().work_due(funnel, activity)
        return [(weights, must) for (weights, _), must in zip(due, given, strict=True)]

    def _goal(self, name: str, needed: float, worth: dict[str, float], month: str | None) -> Goal:
        if not self._late_counts:
            return super()._goal(name, needed, worth, month)
        weights: dict[tuple[str, int], float] = {}
        given = 0.0
        for funnel, flow in self.flows.items():
            each = worth.get(flow.funnel.product, 0.0) / needed
            for week in self.weeks:
                if weight := each * self._sooner_or_later(flow.from_entry[-1], week, month):
                    weights[funnel, week] = weight
            for opening in flow.openings:
                rest = flow.passage_of(opening, len(flow.stages) - 1)
                given += each * opening.items * self._sooner_or_later(rest, self.horizon.first_week, month)
        return Goal(name, weights, given, month)

    def _sooner_or_later(self, passage: dict[int, float], week: int, month: str | None) -> float:
        """Add up the shares that are paid, from a week on, in the horizon or after it; not before a month begins."""
        total = 0.0
        for later, share in passage.items():
            at = week + later
            months = self.horizon.month_shares[at] if month is not None and at in self.weeks else {}
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
    for field, free in (("roles", ROLES), ("funnels", None), ("working_days", None), ("days_off", ())):
        if Condition("person", (*who, field)) not in held:
            changes[field] = free
    if Condition("person", (*who, "until")) not in held:
        changes["until"] = None
    if Condition("person", (*who, "absence")) not in held:
        changes["absence"] = 0.0
    if Condition("person", (*who, "from")) not in held:
        changes |= _there_from_the_start(plan, record)
    if Condition("keep", who) not in held:
        changes["keep"] = False
    return record.model_copy(update=changes)


def _there_from_the_start(plan: Plan, record: PersonFields) -> dict[str, Any]:
    """Let somebody be there before their first day, at full effectiveness, and change nothing from then on."""
    first: dt.date | None = record.from_
    if first is None or first <= plan.calendar.start:
        return {}
    weeks = Horizon(plan).week_of(first)
    return {"from_": None, "ramp": (*[1.0] * weeks, *record.ramp) if record.ramp else ()}


def _pipeline_worked(plan: Plan, held: frozenset[Condition]) -> object:
    if not isinstance(plan.pipeline, dict):
        return plan.pipeline
    return {
        funnel: {stage: items for stage, items in of.items() if Condition("pipeline", (funnel, stage)) in held}
        for funnel, of in plan.pipeline.items()
    }
