"""What a plan asks for and that can be left out, by its names in the plan and in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from salescrew.models.answers.explained.conflict import Condition, Member
from salescrew.models.department.department import Department
from salescrew.models.department.duty_staff import may_only
from salescrew.models.department.targets import target_lines
from salescrew.models.on_paper.conditions import records
from salescrew.models.plan.pipeline import items_at
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.funnels import PAID
from salescrew.models.plan.sections.people import Candidate, Manager
from salescrew.models.plan.sections.queue_slots import QueueSlot
from salescrew.models.plan.sections.working_time import OnAndOff
from salescrew.models.plan.weekdays import WEEKDAYS
from salescrew.models.plan.words import counted, day_in_words, listed_names, weekday_in_words


def member(department: Department, conditions: Sequence[Condition], enough: bool | None = None) -> Member:
    """Name conditions of one kind together."""
    first = conditions[0]
    if first.kind == "duty":
        where, says = _duty(department, conditions)
    else:
        where, says = _where(department.plan, first), _says(department, first)
    return Member(kind=first.kind, where=where, says=says, conditions=tuple(conditions), enough=enough)


def _where(plan: Plan, condition: Condition) -> str:
    match condition.kind, condition.of:
        case "time", _:
            return f"calendar.{plan.calendar.said_by}"
        case "target" | "pipeline", of:
            return ".".join((condition.kind, *of))
        case "limit", (name,):
            return f"limits.{name}"
        case "max_contacts", (funnel,):
            return f"funnels.{funnel}.max_contacts"
        case ("keep", of) | ("person", of):
            return ".".join(of if condition.kind == "person" else (*of, "keep"))
        case "fixed", (part, *of):
            return f"fixed.{part}: {' '.join(of)}"
        case "reserve", (monday, *_):
            return f"absence on duty: {monday}"
    return {"max_slots_per_week": "duty.max_slots_per_week"}.get(condition.kind, condition.kind)


def _says(department: Department, condition: Condition) -> str:
    plan = department.plan
    match condition.kind, condition.of:
        case "target", (path,):
            return _target(department, path)
        case "limit", (name,):
            return _limit(plan, name)
        case "pipeline", (funnel, stage):
            assert isinstance(plan.pipeline, dict)
            items = items_at(plan.pipeline[funnel][stage])
            return f"{funnel}: the work of the {items:,g} open at {stage} at the start is done"
        case "keep", (where, name):
            return _kept(_record(plan, where, name), name)
        case "person", (where, name, field):
            return _restriction(plan, where, name, field)
        case "fixed", of:
            return _as_settled(plan, of)
        case "time", _:
            monthly = ", and for the target of a month until its end" if plan.target.by_month else ""
            return f"payments count until {day_in_words(department.horizon.last_day)}{monthly}"
    return _reserve(department, condition) if condition.kind == "reserve" else _rule(plan, condition)


def _reserve(department: Department, condition: Condition) -> str:
    monday = dt.date.fromisoformat(condition.of[0])
    week, queues = department.horizon.week_of(monday), condition.of[1:]
    needed = next(of.needed for of in department.reserves if of.key == (week, queues))
    of_queues = f" of {listed_names(queues)}" if len(department.queues) > 1 else ""
    return (
        f"in the week of {day_in_words(monday)} day patterns have places for {needed:,g} duty slots{of_queues}, "
        "with absence taken off"
    )


def _as_settled(plan: Plan, of: tuple[str, ...]) -> str:
    match of:
        case ("roles", name):
            return f"{name} is {plan.fixed.roles[name]}"
        case ("slots", date, *where):
            parts = (date, *where)
            who = next(row.managers for row in plan.fixed.slots if (str(row.date), *row.where.parts) == parts)
            verb = "is" if len(who) == 1 else "are"
            when = f"{day_in_words(dt.date.fromisoformat(date))}, {QueueSlot(*where).name}"
            return f"{listed_names(who)} {verb} on duty on {when}"
    _, date, name = of
    return f"the day of {name} on {day_in_words(dt.date.fromisoformat(date))} is settled"


def _rule(plan: Plan, condition: Condition) -> str:
    """Say what holds for everyone."""
    if condition.kind == "max_contacts":
        (funnel,) = condition.of
        return f"{funnel}: the cold base has {plan.funnels[funnel].max_contacts or 0.0:,g} contacts"
    if condition.kind == "max_days_per_week":
        return f"nobody works on more than {counted(plan.max_days_per_week, 'day')} of a week"
    if condition.kind == "max_slots_per_week":
        assert plan.duty is not None
        return f"nobody is on duty for more than {counted(plan.duty.max_slots_per_week or 0, 'slot')} a week"
    weeks = plan.grace_weeks
    if not weeks:
        return "follow-up work is done in the week in which it falls due"
    return f"follow-up work is done within {counted(weeks, 'week')} after the week in which it falls due"


def _kept(record: Manager | Candidate, name: str) -> str:
    if isinstance(record, Candidate):
        return f"{record.at_most:,} {name} {'is' if record.at_most == 1 else 'are'} hired in any case"
    return f"{name} is kept"


def _duty(department: Department, conditions: Sequence[Condition]) -> tuple[str, str]:
    held = {condition.of for condition in conditions}
    slots = [slot for slot in department.slots if (str(slot.date), *slot.where.parts) in held]
    first, last = slots[0], slots[-1]
    if len(slots) == 1:
        where = f"{day_in_words(first.date)}, {first.where.name}"
        return where, f"{where}: {first.required:,} on duty needed"
    where = f"{day_in_words(first.date)}, {first.name}, to {day_in_words(last.date)}, {last.name}"
    queues = dict.fromkeys(slot.where.queue for slot in slots)
    of_queues = f" of {listed_names(queues)}" if len(queues) < len(department.queues) else ""
    span = f"from {day_in_words(first.date)} to {day_in_words(last.date)}"
    return where, f"all {len(slots):,} duty slots{of_queues} {span} are covered, and their leads followed up"


def _target(department: Department, path: str) -> str:
    line = next(line for line in target_lines(department.horizon) if line.path in (path, path + ".revenue"))
    if line.stage is not None:
        return _target_of_stage(line.wanted, *line.stage)
    wanted = f"{line.wanted:,g} deals" if line.measure == "deals" else _money(department.plan, line.wanted)
    if line.measure == "under_way":
        return f"target of {wanted} under way after {day_in_words(department.horizon.last_day)}"
    match path.split(".", 1):
        case ["by_month", month]:
            return f"target of {wanted} revenue in {dt.date.fromisoformat(month + '-01'):%B %Y}"
        case ["products", _]:
            product = path.removeprefix("products.").removesuffix("." + line.measure)
            return f"target of {wanted}{'' if line.measure == 'deals' else ' ' + line.measure} with {product}"
    return f"target of {wanted} {line.measure}"


def _target_of_stage(wanted: float, funnel: str, stage: str) -> str:
    if stage == PAID:
        return f"target of {wanted:,g} deals from {funnel}"
    return f"target of {wanted:,g} items that enter {stage} of {funnel}"


def _limit(plan: Plan, name: str) -> str:
    limits = plan.limits
    if name == "people":
        return f"at most {counted(limits.people or 0, 'person', 'people')}"
    if name == "hires":
        return f"at most {counted(limits.hires or 0, 'hire')}"
    if name == "cost":
        return f"at most {_money(plan, limits.cost or 0.0)} for people over the horizon"
    return f"at most {_money(plan, limits.monthly_cost or 0.0)} a month for people"


def _restriction(plan: Plan, where: str, name: str, field: str) -> str:
    record = _record(plan, where, name)
    several = len(record.starts) > 1
    match field:
        case "roles":
            return f"{name} {may_only(record)}"
        case "funnels":
            return f"{name} works only {listed_names(record.funnels or ())}"
        case "from":
            assert record.first_day is not None
            return f"{name} is there from {day_in_words(record.first_day)}{' at the earliest' if several else ''}"
        case "until":
            assert record.until is not None
            return f"{name} is there until {day_in_words(record.until)}"
        case "days_off":
            spans = [
                f"on {day_in_words(away.first)}"
                if away.first == away.last
                else f"from {day_in_words(away.first)} to {day_in_words(away.last)}"
                for away in record.days_off
            ]
            return f"{name} is off {listed_names(spans)}"
        case "absence":
            return f"{name}: {record.absence:.4%}".rstrip("0%").rstrip(".") + "% of the time is left free for absence"
    return f"{name} {_working_time(record, field)}"


def _working_time(record: Manager | Candidate, field: str) -> str:
    match field:
        case "working_days":
            days = [weekday_in_words(day) for day in WEEKDAYS if day in (record.working_days or ())]
            return f"works only on {listed_names(days)}"
        case "slots":
            return f"is on duty only in {listed_names(record.slots)}" if record.slots else "is never on duty"
        case "rota":
            return f"works only {_rota(record)}"
    return f"works on at most {counted(record.max_days_per_week or 0, 'day')} of a week"


def _rota(record: Manager | Candidate) -> str:
    rota = record.rota
    if isinstance(rota, OnAndOff):
        return f"{counted(rota.on, 'day')} on and {rota.off:,} off in turn, from {day_in_words(rota.from_)}"
    weeks = [listed_names(map(weekday_in_words, week)) if week else "not at all" for week in rota or ()]
    return f"by a rota of {counted(len(weeks), 'week')}: {'; '.join(weeks)}"


def _record(plan: Plan, where: str, name: str) -> Manager | Candidate:
    return next(record for at, known, record in records(plan) if (at, known) == (where, name))


def _money(plan: Plan, amount: float) -> str:
    text = f"{amount:,.2f}".removesuffix(".00")
    return f"{text} {plan.currency}".strip()
