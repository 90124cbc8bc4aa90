"""The answer's tables that say it in short: the team, the targets, the funnel."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from statistics import median_low

from salescrew.cli.render.page import Cell, Column, Figure, Table
from salescrew.language import say, say_as, to_say
from salescrew.models.department.department import Department
from salescrew.models.department.leads import SlotKey
from salescrew.models.department.targets import planned_entries, target_in_words, target_lines
from salescrew.models.department.worth import DealWorth
from salescrew.models.plan.sections.funnels import PAID
from salescrew.models.plan.sections.roles import role_in_words
from salescrew.models.plan.words import activity_in_words, stage_in_words
from salescrew.models.plan.written.activities import activities
from salescrew.models.schedule.schedule import Schedule

_TEAM_NOTE = to_say(
    "a day: the usual quota (the median of the days that have one), beside this the lowest and the highest. "
    "a week: the average over the weeks in which the person is there."
)
_MANY = 10
"""From so many a week on nobody minds a part of one."""
_BRINGS_NOTE = to_say("brings: the revenue within the horizon of what the person opens or answers.")
_STAGES_NOTE = to_say(
    "The first stage counts contacts to open and leads as they come; what must pass on takes into account what this "
    "team's contacts and leads are worth."
)


def team_table(schedule: Schedule) -> Table:
    """Show who does what: role, cost, duty and quotas."""
    result = schedule.result
    weeks = weeks_there(schedule.department)
    asked = activities_asked(schedule)
    duty, quotas = duty_slots(schedule), quotas_asked(schedule)
    has_starts = any(member.from_ is not None for member in result.managers)
    columns = [Column(say("name"), "name"), Column(say("role")), Column(say("new?"))]
    columns += [Column(say_as("heading", "from"), "date")] if has_starts else []
    columns += [Column(say("cost\na month"), "money")]
    has_revenue = any(member.revenue is not None for member in result.managers)
    columns += [Column(say("brings"), "money")] if has_revenue else []
    columns += [Column(say("duty slots\na week"), "number")] if result.coverage else []
    for activity in asked:
        columns.append(Column(say("{activity}\na day", activity=activity_in_words(activity)), "number"))
        columns.append(Column(say("{activity}\na week", activity=activity_in_words(activity)), "number"))
    rows = []
    for member in result.managers:
        there = say_as("team", "new") if member.hired else say_as("team", "there")
        row: list[Cell] = [member.name, role_in_words(member.role), there]
        row += [*([member.from_] if has_starts else []), member.monthly_cost]
        row += [member.revenue] if has_revenue else []
        if result.coverage:
            row.append(a_week(duty[member.name], weeks[member.name]))
        for activity in asked:
            of_member = quotas.get((member.name, activity), [])
            row += [usual(of_member), a_week(sum(of_member), weeks[member.name])]
        rows.append(row)
    notes = [say(_TEAM_NOTE), *([say(_BRINGS_NOTE)] if has_revenue else [])]
    return Table("team", say("Team"), columns, rows, " ".join(notes))


def people_of_the_team(schedule: Schedule) -> Table:
    """Show who it takes: what each does is known later."""
    rows: list[list[Cell]] = [
        [member.name, say_as("team", "new") if member.hired else say_as("team", "there"), member.monthly_cost]
        for member in schedule.result.managers
    ]
    columns = [Column(say("name"), "name"), Column(say("new?")), Column(say("cost\na month"), "money")]
    return Table("people", say("Who it takes"), columns, rows)


def weeks_there(department: Department) -> dict[str, int]:
    """Count the weeks in which each person is there for at least a day."""
    horizon = department.horizon
    of_kind: dict[int, int] = {}
    weeks = {}
    for person in department.everyone:
        if person.kind not in of_kind:
            of_kind[person.kind] = len({horizon.week_of(day) for day in horizon.days_there(person.record)})
        weeks[person.name] = of_kind[person.kind]
    return weeks


def activities_asked(schedule: Schedule) -> list[str]:
    """List the activities that somebody has a quota of."""
    asked = {activity for row in schedule.result.quotas for activity, quota in row.activities.items() if quota}
    return [name for name in activities(schedule.plan) if name in asked]


def quotas_asked(schedule: Schedule) -> dict[tuple[str, str], list[int]]:
    """List everybody's quotas of each activity, on the days that have one, by name and activity."""
    asked: dict[tuple[str, str], list[int]] = {}
    for row in schedule.result.quotas:
        for activity, quota in row.activities.items():
            if quota:
                asked.setdefault((row.manager, activity), []).append(quota)
    return asked


def duty_slots(schedule: Schedule) -> Counter[str]:
    """Count the duty slots of each person, by name."""
    slots: Counter[str] = Counter()
    for (_, name), duty in schedule.duty.items():
        slots[name] += len(duty)
    return slots


def on_duty(schedule: Schedule) -> dict[SlotKey, list[str]]:
    """List who is on duty, by day and slot."""
    there: dict[SlotKey, list[str]] = {}
    for (day, name), duty in schedule.duty.items():
        for where in duty:
            there.setdefault((day, where), []).append(name)
    return there


def a_week(number: int, weeks: int) -> Cell:
    """Give how many there are a week: whole where there are many; of less than one in how many weeks there is one."""
    if number % max(1, weeks) == 0 or number >= _MANY * weeks:
        return round(number / max(1, weeks))
    if number > weeks:
        return Figure(number / weeks, digits=2)
    due = Fraction(number, weeks)
    return say("{n} in {weeks} weeks", n=due.numerator, weeks=due.denominator)


def usual(quotas: list[int]) -> Figure | None:
    """Give the usual quota of days that have one, with the lowest and the highest."""
    return Figure(median_low(quotas), span=(min(quotas), max(quotas))) if quotas else None


def targets_table(schedule: Schedule) -> Table:
    """Set the targets against what is reached on average, with the odds of each."""
    result, horizon = schedule.result, schedule.horizon
    entries = planned_entries(horizon, result.funnel, result.work)
    rows: list[list[Cell]] = []
    for line in target_lines(horizon):
        reached = line.in_all(entries)
        row: list[Cell] = [target_in_words(line.path), line.wanted, reached, reached / line.wanted]
        rows.append([*row, result.odds.targets.get(line.path)] if result.odds else row)
    columns = [
        Column(say("target"), "name"),
        Column(say("wanted"), "money"),
        Column(say_as("plan", "reached"), "money"),
    ]
    columns.append(Column(say("attainment"), "share"))
    columns += [Column(say("odds"), "share")] if result.odds else []
    return Table("targets", say("Targets"), columns, rows)


def stages_table(schedule: Schedule) -> Table:
    """Show each funnel stage by stage, and the share that must pass on: what people are measured by."""
    plan = schedule.plan
    opened = items_opened(schedule)
    weeks, worth = plan.calendar.weeks, DealWorth(schedule.horizon)
    rows: list[list[Cell]] = []
    for name, funnel in plan.funnels.items():
        *entering, deals = (sum(by_week) for by_week in schedule.entering[name])
        for number, (stage, standard) in enumerate(zip(funnel.stages, entering, strict=True)):
            passes = schedule.conversion(name, number)
            items, passing = (standard, passes) if number else _of_first(passes, opened[name], standard)
            rows.append([name, stage.name, items, items / weeks, passing, None])
        rows.append(
            [
                *(name, stage_in_words(PAID), deals, deals / weeks, None),
                worth.of_deals(funnel.product, schedule.entering[name][-1]),
            ]
        )
    columns = [
        Column(say("funnel"), "name", group=True),
        Column(say("stage"), "name"),
        Column(say("in all"), "number"),
        Column(say("a week"), "number"),
        Column(say("must pass on"), "share"),
        Column(say("revenue"), "money"),
    ]
    return Table("stages", say("Funnels"), columns, rows, say(_STAGES_NOTE) if rows else "")


def _of_first(passes: float, opened: float, standard: float) -> tuple[float, float | None]:
    """Give what is opened of a first stage, and the share of it that must pass on, were it standard or not."""
    return opened, passes * standard / opened if opened else None


def items_opened(schedule: Schedule) -> dict[str, float]:
    """Count what enters each funnel as people count it: contacts to open, leads, and the opening pipeline's items."""
    opened = {name: schedule.first_items(name) for name in schedule.plan.funnels}
    for row in schedule.result.quotas:
        for funnel, contacts in row.contacts.items():
            opened[funnel] += contacts
    for slot in schedule.slots.values():
        # where nobody is to be on duty leads are lost
        for funnel, leads in slot.leads.items() if slot.required else ():
            opened[funnel] += leads
    return opened
