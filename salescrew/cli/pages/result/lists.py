"""The answer as plain lists, one row a fact, for spreadsheets and programs."""

from __future__ import annotations

from statistics import median_low

from salescrew.cli.pages.result.hires import hires_tables
from salescrew.cli.pages.result.how_far import left_tables
from salescrew.cli.pages.result.notes import warned
from salescrew.cli.pages.result.odds import people_table
from salescrew.cli.pages.result.summary import (
    activities_asked,
    duty_slots,
    on_duty,
    quotas_asked,
    stages_table,
    targets_table,
    weeks_there,
)
from salescrew.cli.render.page import Cell, Column, Table
from salescrew.language import ENGLISH, speaking
from salescrew.models.answers.result import Result
from salescrew.models.department.ties import is_counted_over_horizon
from salescrew.models.plan.written.activities import activities
from salescrew.models.schedule.schedule import Schedule

_FIGURES = (
    "status",
    "headcount",
    "headcount_bound",
    "monthly_cost",
    "monthly_cost_bound",
    "revenue",
    "profit",
    "deals",
    "reach",
)


def lists(schedule: Schedule) -> list[Table]:
    """List everything that a result says, one table a file; but for sentences in English, by which programs know it."""
    with speaking(ENGLISH):
        tables = _tables(schedule)
    return [*tables, warnings_list(schedule)]


def _tables(schedule: Schedule) -> list[Table]:
    result = schedule.result
    if result.headcount is None:
        return [_answer(schedule), *left_tables(result)]
    return [
        _answer(schedule),
        team_list(schedule),
        *hires_tables(schedule),
        *([targets_table(schedule)] if schedule.department.goals else []),
        *([people_table(result)] if result.odds_by_people else []),
        stages_table(schedule),
        coverage_list(schedule),
        roster_list(schedule),
        quotas_list(schedule),
        funnel_list(result),
        *([work_list(result)] if result.work else []),
    ]


def _answer(schedule: Schedule) -> Table:
    result = schedule.result
    figures: dict[str, Cell] = {name: getattr(result, name) for name in _FIGURES}
    if is_counted_over_horizon(schedule.plan):
        figures |= {"cost": result.cost, "cost_bound": result.cost_bound}
    if result.reach_proven is not None:
        figures["reach_proven"] = "yes" if result.reach_proven else "no"
    if result.stretch is not None:
        figures["stretch.reach"] = result.stretch.reach
    if result.one_fewer is not None:
        figures["one_fewer.reach"] = result.one_fewer.reach
        figures["one_fewer.proven"] = "yes" if result.one_fewer.proven else "no"
    if result.odds is not None:
        figures |= {"odds.all": result.odds.all, "odds.error": result.odds.error}
        figures["odds.at_stretch"] = result.odds.at_stretch
    rows: list[list[Cell]] = [[name, figure] for name, figure in figures.items()]
    return Table("answer", "Answer", _columns("figure", "value"), rows)


def team_list(schedule: Schedule) -> Table:
    """List the team with quotas as numbers: a span such as 10-12 would become a date in a spreadsheet."""
    weeks = weeks_there(schedule.department)
    asked = activities_asked(schedule)
    duty, quotas = duty_slots(schedule), quotas_asked(schedule)
    has_revenue = any(member.revenue is not None for member in schedule.result.managers)
    has_starts = any(member.from_ is not None for member in schedule.result.managers)
    titles = ["name", "role", "hired", *(["from"] if has_starts else []), "monthly_cost"]
    titles += [*(["brings"] if has_revenue else []), "duty slots a week"]
    for activity in asked:
        titles += [f"{activity} {what}" for what in ("a usual day", "lowest a day", "highest a day", "a week")]
    rows: list[list[Cell]] = []
    for member in schedule.result.managers:
        there = max(1, weeks[member.name])
        row: list[Cell] = [member.name, member.role, "yes" if member.hired else "no"]
        row += [*([member.from_] if has_starts else []), member.monthly_cost]
        row += [*([member.revenue] if has_revenue else []), duty[member.name] / there]
        for activity in asked:
            of_member = quotas.get((member.name, activity), [])
            row += [median_low(of_member), min(of_member), max(of_member)] if of_member else [None, None, None]
            row.append(sum(of_member) / there)
        rows.append(row)
    return Table("team", "Team", _columns(*titles), rows)


def coverage_list(schedule: Schedule) -> Table:
    """List the slots with leads, of each queue, and who is on duty then."""
    there, several = on_duty(schedule), _has_several_queues(schedule)
    rows: list[list[Cell]] = [
        [
            row.date,
            row.slot,
            *([row.queue] if several else []),
            row.leads,
            row.required,
            tuple(there.get((row.date, row.where), ())),
        ]
        for row in schedule.result.coverage
    ]
    titles = ("date", "slot", *(["queue"] if several else []), "leads", "required", "on duty")
    return Table("coverage", "Coverage", _columns(*titles), rows)


def _has_several_queues(schedule: Schedule) -> bool:
    return len(schedule.department.queues) > 1


def roster_list(schedule: Schedule) -> Table:
    """List the pattern and the duty of each person and day."""
    asked, several = activities(schedule.plan), _has_several_queues(schedule)
    rows: list[list[Cell]] = [
        [
            row.date,
            row.manager,
            tuple(row.duty),
            *([tuple(row.queues or ())] if several else []),
            *(row.pattern.get(activity, 0) for activity in asked),
        ]
        for row in schedule.result.roster
    ]
    titles = ("date", "manager", "duty", *(["queues"] if several else []), *asked)
    return Table("roster", "Day patterns", _columns(*titles), rows)


def quotas_list(schedule: Schedule) -> Table:
    """List what is asked of each person and day."""
    asked = activities(schedule.plan)
    funnels = [name for name, funnel in schedule.plan.funnels.items() if funnel.channel == "outbound"]
    rows: list[list[Cell]] = [
        [
            row.date,
            row.manager,
            *(row.activities.get(activity, 0) for activity in asked),
            *(row.contacts.get(funnel, 0.0) for funnel in funnels),
        ]
        for row in schedule.result.quotas
    ]
    return Table("quotas", "Quotas", _columns("date", "manager", *asked, *(f"contacts {f}" for f in funnels)), rows)


def funnel_list(result: Result) -> Table:
    """List what enters each stage in each week."""
    rows: list[list[Cell]] = [[row.week, row.funnel, row.stage, row.entering, row.revenue] for row in result.funnel]
    return Table(
        "funnel", "Items entering each stage a week", _columns("week", "funnel", "stage", "entering", "revenue"), rows
    )


def work_list(result: Result) -> Table:
    """List who handles how many items, where that counts."""
    rows: list[list[Cell]] = [
        [row.week, row.manager, row.funnel, row.stage, row.activity, row.items] for row in result.work or ()
    ]
    return Table("work", "Who handles what", _columns("week", "manager", "funnel", "stage", "activity", "items"), rows)


def odds_list(result: Result) -> Table:
    """List how likely each target is met, and all of them together."""
    shares = {"all": result.odds.all, **result.odds.targets} if result.odds else {}
    rows: list[list[Cell]] = [[target, share] for target, share in shares.items()]
    return Table("odds", "Odds", _columns("target", "odds"), rows)


def warnings_list(schedule: Schedule) -> Table:
    """List what should be known besides."""
    return Table("warnings", "Warnings", _columns("warning"), [[warning] for warning in warned(schedule)])


def _columns(*titles: str) -> list[Column]:
    return [Column(title) for title in titles]
