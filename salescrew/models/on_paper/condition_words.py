"""What a plan asks for and that can be left out, by its names in the plan and in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from salescrew.language import say, with_marks
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
from salescrew.models.plan.sections.roles import role_in_words
from salescrew.models.plan.sections.working_time import OnAndOff
from salescrew.models.plan.values.days import Interval
from salescrew.models.plan.weekdays import WEEKDAYS
from salescrew.models.plan.words import day_in_words, in_month, listed_names, weekday_in_words


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
            return say("absence on duty: {monday}", monday=monday)
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
            return say(
                "{funnel}: the work of the {n:,g} open at {stage} at the start is done",
                funnel=funnel,
                n=items,
                stage=stage,
            )
        case "keep", (where, name):
            return _kept(_record(plan, where, name), name)
        case "person", (where, name, field):
            return _restriction(plan, where, name, field)
        case "fixed", of:
            return _as_settled(plan, of)
        case "time", _:
            return _time(department)
    return _reserve(department, condition) if condition.kind == "reserve" else _rule(plan, condition)


def _time(department: Department) -> str:
    end = day_in_words(department.horizon.last_day)
    if department.plan.target.by_month:
        return say("payments count until {day}, and for the target of a month until its end", day=end)
    return say("payments count until {day}", day=end)


def _reserve(department: Department, condition: Condition) -> str:
    monday = dt.date.fromisoformat(condition.of[0])
    week, queues = department.horizon.week_of(monday), condition.of[1:]
    needed = next(of.needed for of in department.reserves if of.key == (week, queues))
    if len(department.queues) > 1:
        return say(
            "in the week of {monday} day patterns have places for {n:,g} duty slots of {queues}, with absence taken "
            "off",
            monday=day_in_words(monday),
            n=needed,
            queues=listed_names(queues),
        )
    return say(
        "in the week of {monday} day patterns have places for {n:,g} duty slots, with absence taken off",
        monday=day_in_words(monday),
        n=needed,
    )


def _as_settled(plan: Plan, of: tuple[str, ...]) -> str:
    match of:
        case ("roles", name):
            return say("{name} is {role}", name=name, role=role_in_words(plan.fixed.roles[name]))
        case ("slots", date, *where):
            parts = (date, *where)
            who = next(row.managers for row in plan.fixed.slots if (str(row.date), *row.where.parts) == parts)
            when = f"{day_in_words(dt.date.fromisoformat(date))}, {QueueSlot(*where).name}"
            return say("{names} {n:is|are} on duty on {when}", names=listed_names(who), n=len(who), when=when)
    _, date, name = of
    day = day_in_words(dt.date.fromisoformat(date))
    return say("the day of {name} on {day} is settled", name=name, day=day)


def _rule(plan: Plan, condition: Condition) -> str:
    """Say what holds for everyone."""
    if condition.kind == "max_contacts":
        (funnel,) = condition.of
        contacts = plan.funnels[funnel].max_contacts or 0.0
        return say("{funnel}: the cold base has {n:,g} {n:contacts|contacts}", funnel=funnel, n=contacts)
    if condition.kind == "max_days_per_week":
        return say("nobody works on more than {n:,} {n:day|days} of a week", n=plan.max_days_per_week)
    if condition.kind == "max_slots_per_week":
        assert plan.duty is not None
        most = plan.duty.max_slots_per_week or 0
        return say("nobody is on duty for more than {n:,} {n:slot|slots} a week", n=most)
    weeks = plan.grace_weeks
    if not weeks:
        return say("follow-up work is done in the week in which it falls due")
    return say("follow-up work is done within {n:,} {n:week|weeks} after the week in which it falls due", n=weeks)


def _kept(record: Manager | Candidate, name: str) -> str:
    if isinstance(record, Candidate):
        return say("{n:,} {profile} {n:is|are} hired in any case", n=record.at_most, profile=name)
    return say("{name} is kept", name=name)


def _duty(department: Department, conditions: Sequence[Condition]) -> tuple[str, str]:
    held = {condition.of for condition in conditions}
    slots = [slot for slot in department.slots if (str(slot.date), *slot.where.parts) in held]
    first, last = slots[0], slots[-1]
    if len(slots) == 1:
        where = f"{day_in_words(first.date)}, {first.where.name}"
        return where, say("{slot}: {n:,} on duty needed", slot=where, n=first.required)
    day, until = day_in_words(first.date), day_in_words(last.date)
    where = say("{first}, {slot}, to {last}, {to_slot}", first=day, slot=first.name, last=until, to_slot=last.name)
    queues = dict.fromkeys(slot.where.queue for slot in slots)
    if len(queues) < len(department.queues):
        return where, say(
            "all {n:,} {n:duty slots|duty slots} of {queues} from {first} to {last} are covered, and their leads "
            "followed up",
            n=len(slots),
            queues=listed_names(queues),
            first=day,
            last=until,
        )
    return where, say(
        "all {n:,} {n:duty slots|duty slots} from {first} to {last} are covered, and their leads followed up",
        n=len(slots),
        first=day,
        last=until,
    )


def _target(department: Department, path: str) -> str:
    line = next(line for line in target_lines(department.horizon) if line.path in (path, path + ".revenue"))
    if line.stage is not None:
        return _target_of_stage(line.wanted, *line.stage)
    money = _money(department.plan, line.wanted)
    if line.measure == "under_way":
        end = day_in_words(department.horizon.last_day)
        return say("target of {amount} under way after {day}", amount=money, day=end)
    match path.split(".", 1):
        case ["by_month", month]:
            first = dt.date.fromisoformat(month + "-01")
            return say("target of {amount} revenue {in_month}", amount=money, in_month=in_month(first))
        case ["products", _]:
            product = path.removeprefix("products.").removesuffix("." + line.measure)
            return _target_with(product, line.measure, line.wanted, money)
    if line.measure == "profit":
        return say("target of {amount} profit", amount=money)
    return say("target of {amount} revenue", amount=money)


def _target_with(product: str, measure: str, wanted: float, money: str) -> str:
    """Say a target of a single product."""
    if measure == "deals":
        return say("target of {n:,g} {n:deals|deals} with {product}", n=wanted, product=product)
    if measure == "profit":
        return say("target of {amount} profit with {product}", amount=money, product=product)
    return say("target of {amount} revenue with {product}", amount=money, product=product)


def _target_of_stage(wanted: float, funnel: str, stage: str) -> str:
    if stage == PAID:
        return say("target of {n:,g} {n:deals|deals} from {funnel}", n=wanted, funnel=funnel)
    return say("target of {n:,g} items that enter {stage} of {funnel}", n=wanted, stage=stage, funnel=funnel)


def _limit(plan: Plan, name: str) -> str:
    limits = plan.limits
    if name == "people":
        return say("at most {n:,} {n:person|people}", n=limits.people or 0)
    if name == "hires":
        return say("at most {n:,} {n:hire|hires}", n=limits.hires or 0)
    if name == "cost":
        return say("at most {cost} for people over the horizon", cost=_money(plan, limits.cost or 0.0))
    return say("at most {cost} a month for people", cost=_money(plan, limits.monthly_cost or 0.0))


def _restriction(plan: Plan, where: str, name: str, field: str) -> str:
    record = _record(plan, where, name)
    match field:
        case "roles":
            return say("{name} {may_only}", name=name, may_only=may_only(record))
        case "funnels":
            return say("{name} works only {funnels}", name=name, funnels=listed_names(record.funnels or ()))
        case "from":
            assert record.first_day is not None
            day = day_in_words(record.first_day)
            if len(record.starts) > 1:
                return say("{name} is there from {day} at the earliest", name=name, day=day)
            return say("{name} is there from {day}", name=name, day=day)
        case "until":
            assert record.until is not None
            return say("{name} is there until {day}", name=name, day=day_in_words(record.until))
        case "days_off":
            return say("{name} is off {days}", name=name, days=listed_names(map(_days_off, record.days_off)))
        case "absence":
            share = with_marks(f"{record.absence:.4%}".rstrip("0%").rstrip("."))
            return say("{name}: {number}% of the time is left free for absence", name=name, number=share)
    return _working_time(record, name, field)


def _days_off(away: Interval) -> str:
    if away.first == away.last:
        return say("on {day}", day=day_in_words(away.first))
    return say("from {first} to {last}", first=day_in_words(away.first), last=day_in_words(away.last))


def _working_time(record: Manager | Candidate, name: str, field: str) -> str:
    match field:
        case "working_days":
            days = [weekday_in_words(day) for day in WEEKDAYS if day in (record.working_days or ())]
            return say("{name} works only on {weekdays}", name=name, weekdays=listed_names(days))
        case "slots" if record.slots:
            return say("{name} is on duty only in {slots}", name=name, slots=listed_names(record.slots))
        case "slots":
            return say("{name} is never on duty", name=name)
        case "rota":
            return _rota(record, name)
    return say("{name} works on at most {n:,} {n:day|days} of a week", name=name, n=record.max_days_per_week or 0)


def _rota(record: Manager | Candidate, name: str) -> str:
    rota = record.rota
    if isinstance(rota, OnAndOff):
        return say(
            "{name} works only {n:,} {n:day|days} on and {off:,} {off:off|off} in turn, from {day}",
            name=name,
            n=rota.on,
            off=rota.off,
            day=day_in_words(rota.from_),
        )
    weeks = [listed_names(map(weekday_in_words, week)) if week else say("not at all") for week in rota or ()]
    return say(
        "{name} works only by a rota of {n:,} {n:week|weeks}: {weeks}", name=name, n=len(weeks), weeks="; ".join(weeks)
    )


def _record(plan: Plan, where: str, name: str) -> Manager | Candidate:
    return next(record for at, known, record in records(plan) if (at, known) == (where, name))


def _money(plan: Plan, amount: float) -> str:
    text = with_marks(f"{amount:,.2f}".removesuffix(".00"))
    return f"{text} {plan.currency}".strip()
