"""The plan that a result answers: the plan itself, or that plan made anew on the way."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from salescrew.letters import visible
from salescrew.models.answers.replan import Basis
from salescrew.models.answers.result import Result
from salescrew.models.department.people import names
from salescrew.models.department.under_way import with_amount
from salescrew.models.plan.fixed import OpenPlaces
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.funnels import Funnel
from salescrew.models.plan.so_far import DueWork, OpenReserve, SoFar

LITTLE = 1e-6
"""What may be left of work besides: so much sums of floats are off by."""


def plan_in_force(plan: Plan, result: Result) -> Plan:
    """Give the plan with what a result of `replan` was made anew from; a plan that says so itself stays as it is."""
    return plan if result.replan is None else with_basis(plan, result.replan.basis)


def with_basis(plan: Plan, basis: Basis) -> Plan:
    """Give a plan from a day on, with what was reached by then and what is under way."""
    changes: dict[str, Any] = {
        # as much as at the start of the plan, not as of the day on which it is made anew
        "target": with_amount(plan).target,
        "so_far": basis.so_far,
        "pipeline": basis.pipeline,
        "funnels": {name: _funnel(funnel, basis.conversions.get(name, {})) for name, funnel in plan.funnels.items()},
        "away": _joined(plan.away, basis.away),
        "fixed": plan.fixed.model_copy(
            update={
                "roles": {**plan.fixed.roles, **basis.roles},
                "since": {**plan.fixed.since, **basis.since},
                "slots": tuple(slot for slot in plan.fixed.slots if slot.date >= basis.so_far.as_of),
                "days": tuple(day for day in plan.fixed.days if day.date >= basis.so_far.as_of),
                "open_slots": tuple(
                    {(row.date, row.where): row for row in (*plan.fixed.open_slots, *basis.open_slots)}.values()
                ),
            }
        ),
    }
    return plan.model_copy(update=changes)


def as_left(plan: Plan, result: Result, reserve: Iterable[OpenReserve] = ()) -> Plan:
    """Give a plan in which what a result leaves need not be done: places on duty, work, and places for absences."""
    so_far = plan.so_far or SoFar(as_of=plan.calendar.start)
    spared = [
        DueWork(week=row.week, funnel=row.funnel, activity=row.activity, amount=row.short + LITTLE, by=row.by)
        for row in result.overloaded
    ]
    places = [OpenPlaces(date=row.date, slot=row.slot, queue=row.queue, short=row.short) for row in result.uncovered]
    changes = {
        "so_far": so_far.model_copy(
            update={"spared_work": (*so_far.spared_work, *spared), "open_reserve": (*so_far.open_reserve, *reserve)}
        ),
        "fixed": plan.fixed.model_copy(update={"open_slots": (*plan.fixed.open_slots, *places)}),
    }
    return plan.model_copy(update=changes)


def leaves_something(result: Result) -> bool:
    """Tell whether a result shows the best of a plan of which not even what comes by itself can be done."""
    is_left = result.uncovered or result.reserve or result.overloaded
    return bool(is_left) and result.status == "infeasible" and result.headcount is not None and result.replan is None


def _funnel(funnel: Funnel, conversions: Mapping[str, float]) -> Funnel:
    if not conversions:
        return funnel
    stages = tuple(
        stage.model_copy(update={"conversion": conversions[stage.name]}) if stage.name in conversions else stage
        for stage in funnel.stages
    )
    return funnel.model_copy(update={"stages": stages})


def _joined(one: Mapping[str, tuple[Any, ...]], other: Mapping[str, tuple[Any, ...]]) -> dict[str, tuple[Any, ...]]:
    return {
        name: tuple(dict.fromkeys((*one.get(name, ()), *other.get(name, ())))) for name in dict.fromkeys([*one, *other])
    }


def chosen_starts(result: Result) -> dict[str, dt.date]:
    """Give the first days that were chosen, by name."""
    return {member.name: member.from_ for member in result.managers if member.from_ is not None}


def with_starts(plan: Plan, result: Result) -> Plan:
    """Give a plan in which everybody who had first days to choose from comes on the one that a result has chosen."""
    return _since(plan, {**chosen_starts(result), **plan.fixed.since}) if chosen_starts(result) else plan


def since_of(result: Result) -> dict[str, dt.date]:
    """Give since when people are there who joined when a plan was made anew, or had first days to choose from."""
    if result.replan is None:
        return chosen_starts(result)
    joined = {change.manager for change in result.replan.changes if change.kind == "hire"}
    since = {**result.replan.basis.since, **dict.fromkeys(joined, result.replan.as_of)}
    return {**since, **chosen_starts(result)}


def with_joined(plan: Plan, result: Result) -> Plan:
    """Give a plan in which it is said since when those are there who joined when it was made anew, or had a choice."""
    since = {**since_of(result), **plan.fixed.since}
    return _since(plan, since) if since else plan


def _since(plan: Plan, since: Mapping[str, dt.date]) -> Plan:
    known = set(names(plan))
    fixed = plan.fixed.model_copy(update={"since": {name: day for name, day in since.items() if name in known}})
    return plan.model_copy(update={"fixed": fixed})


def fingerprint(result: Result) -> str:
    """Give what tells a result from any other one."""
    return hashlib.sha256(result.to_json().encode()).hexdigest()[:16]


def with_parent_file(result: Result, name: str) -> Result:
    """Give a result that was made anew with the name of the file from which the one in force was read."""
    if result.replan is None:
        return result
    return result.model_copy(update={"replan": result.replan.model_copy(update={"parent_file": visible(name)})})
