"""Whom to hire when, and what a later start would cost: the plan solved again with the first days that are left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from salescrew.language import say
from salescrew.models.answers.explained.starts import ChosenStart, LaterStart, Starts
from salescrew.models.answers.result import Result
from salescrew.models.department.department import Department
from salescrew.models.department.ties import cost
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.people import Candidate
from salescrew.models.plan.words import day_in_digits
from salescrew.solver.engine.program import Clock
from salescrew.solver.engine.tell import Tell
from salescrew.solver.explain.effort import STARTS
from salescrew.solver.search.reach import ReachSearch
from salescrew.solver.search.solve import answer_within


def starts(department: Department, result: Result, clock: Clock, progress: Tell) -> Starts | None:
    """Say who comes when, and what the plan takes where nobody of a profile comes before a later day.

    Parameters
    ----------
    result
        The answer to the plan; of one that is not met, or without first days that were chosen, there is nothing to
        say.
    """
    chosen = tuple(_chosen(department, result)) if result.status in ("optimal", "feasible") else ()
    if not chosen or result.headcount is None or result.monthly_cost is None or result.cost is None:
        return None
    later: list[LaterStart] = []
    for profile, day in _later_days(department.plan, chosen):
        if clock.is_over():
            break
        progress(say("{profile} not before {day}", profile=profile, day=day_in_digits(day)))
        later.append(_answered(department.plan, profile, day, clock.sparing(STARTS.calls, STARTS.nodes)))
    return Starts(
        headcount=result.headcount,
        monthly_cost=result.monthly_cost,
        cost=result.cost,
        chosen=chosen,
        later=tuple(later),
    )


def _chosen(department: Department, result: Result) -> Iterator[ChosenStart]:
    """Gather those of a profile who come on the same day."""
    days = {member.name: member.from_ for member in result.managers if member.from_ is not None}
    alike: dict[tuple[str, dt.date], list[float]] = {}
    for person in department.everyone:
        day, record = days.get(person.name), person.record
        if day is not None and isinstance(record, Candidate):
            alike.setdefault((record.profile, day), []).append(cost(department.horizon, record, day))
    for (profile, day), costs in sorted(alike.items(), key=lambda one: (one[0][1], one[0][0])):
        yield ChosenStart(profile=profile, people=len(costs), first_day=day, cost=sum(costs))


def _later_days(plan: Plan, chosen: tuple[ChosenStart, ...]) -> Iterator[tuple[str, dt.date]]:
    """Yield the later days that those of a profile have to choose from, by profile."""
    for candidate in plan.candidates:
        first = min((row.first_day for row in chosen if row.profile == candidate.profile), default=None)
        for day in candidate.starts if first is not None else ():
            if day is not None and first is not None and day > first:
                yield candidate.profile, day


def _answered(plan: Plan, profile: str, day: dt.date, clock: Clock) -> LaterStart:
    """Solve the plan in which nobody of a profile comes before a day."""
    candidates = tuple(
        one.model_copy(update={"from_": tuple(start for start in one.starts if start is not None and start >= day)})
        if one.profile == profile
        else one
        for one in plan.candidates
    )
    department = Department(plan.model_copy(update={"candidates": candidates}))
    found = answer_within(department, clock, with_ties=True)
    # at odds that nobody has, how far anybody gets on average says nothing
    falls_short = found.status == "infeasible" and plan.target.confidence is None
    most = ReachSearch(department, clock).most() if falls_short else None
    return LaterStart(
        profile=profile,
        first_day=day,
        status=found.status,
        headcount=found.headcount,
        monthly_cost=found.monthly_cost,
        cost=found.cost,
        reach=None if most is None else most.reach,
        uncovered=() if most is None else most.uncovered,
        overloaded=() if most is None else most.overloaded,
        reserve=() if most is None else most.reserve,
    )
