"""The answer's tables that say it in short: the team, the targets, the funnel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import median_low

from salescrew.cli.render.tables import Cell, Column, Table
from salescrew.models.answers.result import Result
from salescrew.models.department.day_menu import activities
from salescrew.models.department.horizon import Horizon
from salescrew.models.department.leads import slots_with_leads
from salescrew.models.department.people import people
from salescrew.models.department.targets import planned_payments, target_lines
from salescrew.models.plan.pipeline import openings
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections import PAID

_TEAM_NOTE = (
    "a day: the usual quota (the median of the days that have one), in brackets the lowest and the highest. "
    "a week: the average over the weeks in which the person is there."
)
_STAGES_NOTE = (
    "The first stage counts contacts to open and leads as they come; what must pass on takes into account what this "
    "team's contacts and leads are worth."
)


def team_table(plan: Plan, result: Result) -> Table:
    """Show who does what: role, cost, duty and quotas."""
    weeks = weeks_there(plan)
    asked = activities_asked(plan, result)
    duty, quotas = duty_slots(result), quotas_asked(result)
    columns = [Column("name"), Column("role"), Column("new?"), Column("cost\na month", "money")]
    columns += [Column("duty slots\na week", "number")] if result.coverage else []
    for activity in asked:
        columns += [Column(f"{activity}\na day", "number"), Column(f"{activity}\na week", "number")]
    rows = []
    for member in result.managers:
        row: list[Cell] = [member.name, member.role, "new" if member.hired else "there", member.monthly_cost]
        if result.coverage:
            row.append(duty[member.name] / max(1, weeks[member.name]))
        for activity in asked:
            of_member = quotas.get((member.name, activity), [])
            row += [_usual(of_member), sum(of_member) / max(1, weeks[member.name])]
        rows.append(row)
    used = {member.name for member in result.managers}
    unused = [manager.name for manager in plan.managers if manager.name not in used]
    note = f"{_TEAM_NOTE} Without a role: {', '.join(unused)}." if unused else _TEAM_NOTE
    return Table("team", "Team", columns, rows, note)


def weeks_there(plan: Plan) -> dict[str, int]:
    """Count the weeks in which each person is there for at least a day."""
    horizon = Horizon(plan)
    of_kind: dict[int, int] = {}
    weeks = {}
    for person in people(plan):
        if person.kind not in of_kind:
            of_kind[person.kind] = len({horizon.week_of(day) for day in horizon.days_there(person.record)})
        weeks[person.name] = of_kind[person.kind]
    return weeks


def activities_asked(plan: Plan, result: Result) -> list[str]:
    """List the activities that somebody has a quota of."""
    return [name for name in activities(plan) if any(day.activities.get(name) for day in result.quotas)]


def quotas_asked(result: Result) -> dict[tuple[str, str], list[int]]:
    """List everybody's quotas of each activity, on the days that have one, by name and activity."""
    asked: dict[tuple[str, str], list[int]] = {}
    for day in result.quotas:
        for activity, quota in day.activities.items():
            if quota:
                asked.setdefault((day.manager, activity), []).append(quota)
    return asked


def duty_slots(result: Result) -> Counter[str]:
    """Count the duty slots of each person, by name."""
    slots: Counter[str] = Counter()
    for day in result.roster:
        slots[day.manager] += len(day.duty)
    return slots


def _usual(quotas: Sequence[int]) -> str | None:
    if not quotas:
        return None
    usual, low, high = median_low(quotas), min(quotas), max(quotas)
    return f"{usual:,}" if low == high else f"{usual:,} ({low:,}-{high:,})"


def targets_table(plan: Plan, result: Result) -> Table:
    """Set the targets against what is reached on average, with the odds of each."""
    horizon = Horizon(plan)
    paid = planned_payments(horizon, result.funnel)
    rows: list[list[Cell]] = []
    for line in target_lines(horizon):
        reached = line.in_all(paid)
        row: list[Cell] = [line.path, line.wanted, reached, reached / line.wanted]
        rows.append([*row, result.odds.targets.get(line.path)] if result.odds else row)
    columns = [Column("target"), Column("wanted", "money"), Column("reached", "money"), Column("attainment", "share")]
    return Table("targets", "Targets", [*columns, Column("odds", "share")] if result.odds else columns, rows)


def stages_table(plan: Plan, result: Result) -> Table:
    """Show each funnel stage by stage, and the share that must pass on: what people are measured by."""
    opened = _opened(plan, result)
    weeks = plan.calendar.weeks
    rows: list[list[Cell]] = []
    for name, funnel in plan.funnels.items():
        entering = _entering_by_stage(result, name)
        for number, stage in enumerate(funnel.stages):
            items = entering.get(stage.name, 0.0)
            passing: float | None = stage.conversion
            if number == 0:
                raw = opened[name]
                passing = stage.conversion * items / raw if raw else None
                items = raw
            rows.append([name, stage.name, items, items / weeks, passing, None])
        deals = entering.get(PAID, 0.0)
        rows.append([name, PAID, deals, deals / weeks, None, deals * plan.products[funnel.product].average_deal])
    columns = [
        Column("funnel", "group"),
        Column("stage"),
        Column("in all", "number"),
        Column("a week", "number"),
        Column("must pass on", "share"),
        Column("revenue", "money"),
    ]
    return Table("stages", "Funnels", columns, rows, _STAGES_NOTE if rows else "")


def _opened(plan: Plan, result: Result) -> dict[str, float]:
    """Count what enters each funnel as people count it: contacts to open, leads, and the opening pipeline's items."""
    opened = dict.fromkeys(plan.funnels, 0.0)
    for day in result.quotas:
        for funnel, contacts in day.contacts.items():
            opened[funnel] += contacts
    for slot in slots_with_leads(Horizon(plan)):
        for funnel, leads in slot.leads.items():
            opened[funnel] += leads
    for name, record in plan.funnels.items():
        for opening in openings(plan.pipeline, name):
            if opening.stage == record.stages[0].name and opening.waited_days is None:
                opened[name] += opening.items
    return opened


def _entering_by_stage(result: Result, funnel: str) -> dict[str, float]:
    entering: dict[str, float] = {}
    for row in result.funnel:
        if row.funnel == funnel:
            entering[row.stage] = entering.get(row.stage, 0.0) + row.entering
    return entering
