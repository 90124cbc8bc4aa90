"""All that a plan asks for and that can be left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from salescrew.models.answers.explained.conflict import KINDS, Condition, LastEntry
from salescrew.models.department.department import Department
from salescrew.models.department.horizon import Horizon
from salescrew.models.department.posts import most_days
from salescrew.models.department.roles import roles_in_use
from salescrew.models.department.targets import target_lines
from salescrew.models.on_paper.last_days import last_days
from salescrew.models.plan.pipeline import items_at
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.people import Candidate, Manager, PersonFields

RESTRICTIONS = (
    "roles",
    "funnels",
    "slots",
    "from",
    "until",
    "working_days",
    "rota",
    "max_days_per_week",
    "days_off",
    "absence",
)


def conditions_of(department: Department) -> list[Condition]:
    """List all that a plan asks for and that can be left out, so that more is possible without it."""
    plan, horizon = department.plan, department.horizon
    conditions = [Condition("duty", (str(slot.date), *slot.where.parts)) for slot in department.slots if slot.required]
    conditions += [
        Condition("target", (line.path.removesuffix(_month_end(line.path)),)) for line in target_lines(horizon)
    ]
    conditions += [Condition("limit", (name,)) for name, limit in plan.limits if limit is not None]
    conditions += [
        Condition("max_contacts", (name,)) for name, funnel in plan.funnels.items() if funnel.max_contacts is not None
    ]
    if plan.pipeline != "steady":
        conditions.append(Condition("time"))
    if isinstance(plan.pipeline, dict):
        conditions += [
            Condition("pipeline", (name, stage))
            for name, items in plan.pipeline.items()
            for stage, count in items.items()
            if items_at(count) and _makes_work(plan, name, stage)
        ]
    # who is there longer costs more over the horizon, and where that is limited no more would be possible
    fixed = () if plan.limits.cost is None else ("from", "until")
    restrictions = [field for field in RESTRICTIONS if field not in fixed]
    for where, name, record in records(plan):
        if record.keep:
            conditions.append(Condition("keep", (where, name)))
        conditions += [
            Condition("person", (where, name, field)) for field in restrictions if _restricts(horizon, record, field)
        ]
    if plan.so_far is None:  # on the way, who is settled has been there before
        conditions += _settled(plan)
    if plan.duty and plan.duty.max_slots_per_week is not None:
        conditions.append(Condition("max_slots_per_week"))
    if any(record.max_days_per_week is None and _works_less(horizon, record) for _, _, record in records(plan)):
        conditions.append(Condition("max_days_per_week"))
    conditions += [Condition("reserve", (str(horizon.monday(of.week)), *of.queues)) for of in department.reserves]
    conditions.append(Condition("grace_weeks"))
    return sorted(conditions, key=lambda condition: KINDS.index(condition.kind))


def _settled(plan: Plan) -> Iterator[Condition]:
    """Yield what is settled about single people, slots and days."""
    fixed = plan.fixed
    yield from (Condition("fixed", ("roles", name)) for name in fixed.roles)
    yield from (Condition("fixed", ("slots", str(slot.date), *slot.where.parts)) for slot in fixed.slots)
    yield from (Condition("fixed", ("days", str(day.date), day.manager)) for day in fixed.days)


def _month_end(path: str) -> str:
    return ".revenue" if path.startswith("by_month.") else ""


def records(plan: Plan) -> Iterable[tuple[str, str, Manager | Candidate]]:
    """Yield who is in a plan: where it says so, by which name, and what."""
    for manager in plan.managers:
        yield "managers", manager.name, manager
    for candidate in plan.candidates:
        if candidate.at_most:
            yield "candidates", candidate.profile, candidate


def _makes_work(plan: Plan, funnel: str, stage: str) -> bool:
    stages = plan.funnels[funnel].stages
    first = [each.name for each in stages].index(stage)
    return any(any(each.effort.values()) for each in stages[first:])


def _works_less(horizon: Horizon, record: PersonFields) -> bool:
    """Tell whether somebody could work on more days of a week than is allowed."""
    days = Counter(map(horizon.week_of, horizon.days_there(record)))
    return max(days.values(), default=0) > most_days(horizon.plan, record)


def _restricts(horizon: Horizon, record: PersonFields, field: str) -> bool:
    plan = horizon.plan
    match field:
        case "roles":
            return not set(record.roles).issuperset(roles_in_use(plan))
        case "funnels":
            return record.funnels is not None and set(record.funnels) != set(plan.funnels)
        case "from":
            return record.first_day is not None and record.first_day > plan.calendar.start
        case "until":
            return record.until is not None and record.until < horizon.last_day
        case "days_off":
            return any(day in interval for interval in record.days_off for day in horizon.working_days)
        case "absence":
            return record.absence > 0
    return _restricts_time(horizon, record, field)


def _restricts_time(horizon: Horizon, record: PersonFields, field: str) -> bool:
    calendar = horizon.plan.calendar
    match field:
        case "working_days":
            return record.working_days is not None and not set(calendar.working_days) <= set(record.working_days)
        case "slots":
            return record.slots is not None and not set(calendar.slots) <= set(record.slots)
        case "rota":
            free = record.model_copy(update={"rota": None})
            return record.rota is not None and horizon.days_there(free) != horizon.days_there(record)
    return record.max_days_per_week is not None and _works_less(horizon, record)


def last_entries(department: Department) -> tuple[LastEntry, ...]:
    """Find for each funnel when it is too late to open a contact or to answer a lead."""
    return tuple(LastEntry(funnel=found.funnel, day=found.last_day) for found in last_days(department))
