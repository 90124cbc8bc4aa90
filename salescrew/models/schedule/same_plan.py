"""Whether a result is one of a plan: what it names is there, on days that the plan has."""

from __future__ import annotations

from collections.abc import Iterator

from salescrew.language import say
from salescrew.models.answers.replan import Basis
from salescrew.models.answers.result import Result
from salescrew.models.department.horizon import Horizon
from salescrew.models.department.people import names
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.refusals import refused
from salescrew.models.plan.sections.funnels import PAID
from salescrew.models.plan.sections.queue_slots import ONLY
from salescrew.models.plan.values.said import listed, shown
from salescrew.models.plan.written.activities import activities
from salescrew.models.schedule.schedule import Schedule, schedule_of


def planned_of(plan: Plan, result: Result) -> Schedule:
    """Give a result day by day.

    Raises
    ------
    InputError
        Where it has no team, or is of another plan.
    """
    if result.headcount is None:
        sentence = say(
            "must have a team to follow, got a result that says {status}. Use that of a plan that is met.",
            status=result.status,
        )
        raise refused([sentence], "result")
    planned = schedule_of(plan, result)
    if (must := next(of_another_plan(planned), None)) is not None:
        sentence = say("must {must}. Use the result of this plan.", must=must)
        raise refused([sentence], "result")
    return planned


def of_another_plan(planned: Schedule) -> Iterator[str]:
    """Yield what a result has that one of this plan would not have: what it must do, and what came."""
    if planned.result.replan is not None:
        yield from foreign_basis(planned.plan, planned.result.replan.basis)
    yield from _other_team(planned)
    yield from _other_days(planned)
    yield from _other_duty(planned)
    yield from _other_work(planned)
    yield from _other_flow(planned)


def foreign_basis(plan: Plan, basis: Basis) -> Iterator[str]:
    """Yield what a basis names that the plan does not have, and days on which it would not stand so."""
    yield from _foreign_days(plan, basis)
    stages = {name: [stage.name for stage in funnel.stages] for name, funnel in plan.funnels.items()}
    named = [(row.funnel, row.stage) for row in basis.so_far.entered if row.stage != PAID or row.funnel not in stages]
    named += [(row.funnel, row.stage) for row in basis.before]
    named += [(name, stage) for name, of in basis.pipeline.items() for stage in of]
    named += [(name, stage) for name, of in basis.conversions.items() for stage in of]
    for funnel, stage in named:
        if stage not in stages.get(funnel, ()):
            yield say(
                "have stages of the plan's funnels only, got {stage} of {funnel}",
                stage=shown(stage),
                funnel=shown(funnel),
            )
    works = [row.funnel for row in (*basis.so_far.open_work, *basis.so_far.spared_work)]
    known = {*names(plan)}
    for person in (row.person for row in basis.so_far.open_work):
        if person and person not in known:
            yield say("have work of people of the plan only, got {person}", person=shown(person))
    for funnel in (*works, *basis.so_far.contacts):
        if funnel not in stages:
            yield say("have funnels of the plan only, got {funnel}", funnel=shown(funnel))


def _foreign_days(plan: Plan, basis: Basis) -> Iterator[str]:
    so_far, horizon = basis.so_far, Horizon(plan)
    first, last = plan.calendar.start, horizon.last_day
    if not first <= so_far.as_of <= last:
        yield say(
            "be made anew on a day of the plan, {first} to {last}, got {as_of}",
            first=first,
            last=last,
            as_of=so_far.as_of,
        )
    for row in so_far.entered:
        if not first <= row.date < so_far.as_of:
            yield say(
                "have items that entered from {first} to the day before {as_of} only, got {day}",
                first=first,
                as_of=so_far.as_of,
                day=row.date,
            )
    mondays = {horizon.monday(week) for week in horizon.weeks}
    for work in (*so_far.open_work, *so_far.spared_work):
        if work.week not in mondays:
            yield say("have work of weeks of the plan only, got {week}", week=work.week)


def _other_team(planned: Schedule) -> Iterator[str]:
    for row in planned.result.roster:
        if row.manager not in planned.roles:
            yield say("have everybody of its roster among its managers, got {person}", person=shown(row.manager))


def _other_days(planned: Schedule) -> Iterator[str]:
    first, last = planned.plan.calendar.start, planned.horizon.last_day
    for day in (*(row.date for row in planned.result.roster), *(row.date for row in planned.result.quotas)):
        if not first <= day <= last:
            yield say("have days of the plan only, {first} to {last}, got {day}", first=first, last=last, day=day)


def _other_duty(planned: Schedule) -> Iterator[str]:
    first, known = planned.horizon.first_day, planned.plan.calendar.slots
    queues = planned.department.queues if len(planned.department.queues) > 1 else (ONLY,)
    for (day, _), slots in planned.duty.items():
        for where in slots if day >= first else ():
            if where.slot not in known:
                yield say("have duty in slots of the calendar only, got {day} {slot}", day=day, slot=shown(where.slot))
            elif where.queue not in queues:
                if queues == (ONLY,):
                    yield say("have duty without a queue, got {day} {slot}", day=day, slot=shown(where.name))
                else:
                    yield say(
                        "have duty for queues of the plan only ({queues}), got {day} {slot}",
                        queues=listed(queues),
                        day=day,
                        slot=shown(where.name),
                    )


def _other_work(planned: Schedule) -> Iterator[str]:
    known = activities(planned.plan)
    for row in planned.result.quotas:
        for activity, quota in row.activities.items():
            if quota and activity not in known:
                yield say("have activities of the plan only, got {activity}", activity=shown(activity))
        for funnel in row.contacts:
            if funnel not in planned.plan.funnels:
                yield say("have contacts of the plan's funnels only, got {funnel}", funnel=shown(funnel))


def _other_flow(planned: Schedule) -> Iterator[str]:
    mondays = {planned.horizon.monday(week) for week in planned.horizon.weeks}
    for row in planned.result.funnel:
        if row.week not in mondays:
            yield say("have weeks of the plan only, got {week}", week=row.week)
        if row.funnel not in planned.plan.funnels or row.stage not in planned.stages(row.funnel):
            yield say(
                "have stages of the plan's funnels only, got {stage} of {funnel}",
                stage=shown(row.stage),
                funnel=shown(row.funnel),
            )
