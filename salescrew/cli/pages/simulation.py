"""A simulation as a page: odds, what comes of the plan, what waits, and what chance does."""

from __future__ import annotations

from collections.abc import Iterator

from salescrew.cli.pages.result.odds import chance, within
from salescrew.cli.pages.words import subtitle
from salescrew.cli.render.cells import share
from salescrew.cli.render.page import Cell, Column, Page, Table
from salescrew.models.answers.result import Result, Spread
from salescrew.models.department.department import Department
from salescrew.models.department.targets import target_lines
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.words import listed_names
from salescrew.models.simulation.summary import Played, SimulationSummary

_COMES_NOTE = "10%, 50%, 90%: in so many of all runs it came to no more."
_WORK_NOTE = (
    "Means of all runs. Work waits where more falls due than there are hours for; its items pass on so much later. "
    "What waits for more than four weeks beyond the weeks of grace is dropped."
)
_SOURCES_NOTE = (
    "By how much of it the variance of the revenue drops when this source alone is held at its mean; whether items "
    "pass is left to chance always. Shares need not add up to 100%."
)
_HOURS_NOTE = "What the days of those who were there left room for, and what was done; means of all runs."


def simulation_page(department: Department, result: Result, told: SimulationSummary) -> Page:
    """Write what a simulation comes to.

    Parameters
    ----------
    department
        That of the plan in force.
    """
    tables = [table for table in simulation_tables(department, told) if table.rows]
    return Page(headline(told), subtitle(department), tables, paragraphs=[_beside(result, told), _leads(told)])


def headline(told: SimulationSummary) -> str:
    """Say in how many runs the targets are met."""
    runs = f"{told.runs:,} runs from seed {told.seed}"
    if not told.targets:
        return f"{runs}; the plan has no targets."
    targets = "All targets are met at once" if len(told.targets) > 1 else "The target is met"
    return f"{targets} in {_with_error(told.all)} of {runs}."


def simulation_tables(department: Department, told: SimulationSummary) -> list[Table]:
    """List what a simulation comes to."""
    return [_targets(department, told), _comes_to(department.plan, told), _work(told), _hours(told), _sources(told)]


def _with_error(played: Played) -> str:
    return f"{chance(played.share)} (within {within(played.error)})"


def _beside(result: Result, told: SimulationSummary) -> str:
    """Set the odds on paper beside those that were played."""
    held = f" Held at their means: {', '.join(told.fixed)}." if told.fixed else ""
    if result.odds is None:
        return held.strip()
    return f"With hours elastic and everybody there: {chance(result.odds.all)}.{held}"


def _leads(told: SimulationSummary) -> str:
    said = []
    if told.leads_lost:
        said.append(f"{share(told.leads_lost / told.leads)} of the leads find nobody.")
    if told.answered_in_time is not None:
        said.append(f"{share(told.answered_in_time)} of the leads are answered in time.")
    if told.within_average_wait is not None:
        kept = share(told.within_average_wait)
        said.append(f"{kept} of the leads come while enough people are there to keep the average wait.")
    return " ".join(said)


def _targets(department: Department, told: SimulationSummary) -> Table:
    wanted = {line.path: line.wanted for line in target_lines(department.horizon)}
    rows: list[list[Cell]] = [
        [path, wanted[path], played.share, played.error] for path, played in told.targets.items() if path in wanted
    ]
    columns = [Column("target", "name"), Column("wanted", "money"), Column("met", "share"), Column("within", "share")]
    note = f"Not left to chance, and not counted: {listed_names(told.not_counted)}." if told.not_counted else ""
    return Table("targets", "Targets", columns, rows, note)


def _comes_to(plan: Plan, told: SimulationSummary) -> Table:
    rows: list[list[Cell]] = [
        [name, spread.mean, spread.sd, spread.p10, spread.p50, spread.p90] for name, spread in _amounts(plan, told)
    ]
    columns = [
        Column("what"),
        Column("mean", "money"),
        Column("deviation", "money"),
        *(Column(title, "money") for title in ("10%", "50%", "90%")),
    ]
    return Table("comes_to", "What it comes to", columns, rows, _COMES_NOTE)


def _amounts(plan: Plan, told: SimulationSummary) -> Iterator[tuple[str, Spread]]:
    yield "revenue", told.revenue
    if told.profit is not None:
        yield "profit", told.profit
    for name in plan.products:
        yield f"deals of {name}", told.products[name]
    for month, spread in told.by_month.items():
        yield f"revenue of {month}", spread


def _work(told: SimulationSummary) -> Table:
    most = max((weeks for row in told.work for weeks in row.waited), default=0)
    rows: list[list[Cell]] = [
        [
            row.activity,
            row.done,
            row.at_once,
            *(row.waited.get(weeks, 0.0) for weeks in range(1, most + 1)),
            row.dropped,
        ]
        for row in told.work
    ]
    columns = [Column("activity", "name"), Column("done", "number"), Column("at once", "number")]
    columns += [Column(f"{weeks} {'week' if weeks == 1 else 'weeks'}\nlater", "number") for weeks in range(1, most + 1)]
    return Table("work", "Follow-up work", [*columns, Column("dropped", "number")], rows, _WORK_NOTE)


def _hours(told: SimulationSummary) -> Table:
    rows: list[list[Cell]] = [
        [row.manager, row.activity, row.room, row.done, row.done / row.room] for row in told.hours if row.room
    ]
    columns = [
        Column("person", "name", group=True),
        Column("activity", "name"),
        Column("room", "number"),
        Column("done", "number"),
        Column("used", "share"),
    ]
    return Table("hours", "Hours", columns, rows, _HOURS_NOTE)


def _sources(told: SimulationSummary) -> Table:
    rows: list[list[Cell]] = [[row.source, row.share, row.error] for row in told.sources]
    columns = [Column("source"), Column("part of the variance", "share"), Column("within", "share")]
    return Table("sources", "What chance does to the revenue", columns, rows, _SOURCES_NOTE)
