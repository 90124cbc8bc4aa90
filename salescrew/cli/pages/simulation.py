"""A simulation as a page: odds, what comes of the plan, what waits, and what chance does."""

from __future__ import annotations

from collections.abc import Iterator

from salescrew.cli.pages.result.odds import chance, with_error
from salescrew.cli.pages.words import subtitle
from salescrew.cli.render.cells import percent, share
from salescrew.cli.render.page import Cell, Column, Page, Table
from salescrew.language import say, say_as, to_say
from salescrew.models.answers.result import Result, Spread
from salescrew.models.department.department import Department
from salescrew.models.department.targets import target_in_words, target_lines
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.words import listed_names, month_in_digits, source_in_words
from salescrew.models.simulation.summary import SimulationSummary

_COMES_NOTE = to_say("10%, 50%, 90%: in so many of all runs it came to no more.")
_WORK_NOTE = to_say(
    "Means of all runs. Work waits where more falls due than there are hours for; its items pass on so much later. "
    "What waits for more than four weeks beyond the weeks of grace is dropped."
)
_SOURCES_NOTE = to_say(
    "By how much of it the variance of the revenue drops when this source alone is held at its mean; whether items "
    "pass is left to chance always. Shares need not add up to 100%."
)
_HOURS_NOTE = to_say("What the days of those who were there left room for, and what was done; means of all runs.")


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
    if not told.targets:
        return say("{runs:,} runs from seed {seed}; the plan has no targets.", runs=told.runs, seed=told.seed)
    found = with_error(told.all.share, told.all.error)
    if len(told.targets) > 1:
        return say(
            "All targets are met at once in {odds} of {runs:,} runs from seed {seed}.",
            odds=found,
            runs=told.runs,
            seed=told.seed,
        )
    return say(
        "The target is met in {odds} of {runs:,} runs from seed {seed}.", odds=found, runs=told.runs, seed=told.seed
    )


def simulation_tables(department: Department, told: SimulationSummary) -> list[Table]:
    """List what a simulation comes to."""
    return [_targets(department, told), _comes_to(department.plan, told), _work(told), _hours(told), _sources(told)]


def _beside(result: Result, told: SimulationSummary) -> str:
    """Set the odds on paper beside those that were played."""
    said = []
    if result.odds is not None:
        said.append(say("With hours elastic and everybody there: {odds}.", odds=chance(result.odds.all)))
    if told.fixed:
        said.append(say("Held at their means: {sources}.", sources=", ".join(map(source_in_words, told.fixed))))
    return " ".join(said)


def _leads(told: SimulationSummary) -> str:
    said = []
    if told.leads_lost:
        said.append(say("{share} of the leads find nobody.", share=share(told.leads_lost / told.leads)))
    if told.answered_in_time is not None:
        said.append(say("{share} of the leads are answered in time.", share=share(told.answered_in_time)))
    if told.within_average_wait is not None:
        kept = share(told.within_average_wait)
        said.append(
            say("{share} of the leads come while enough people are there to keep the average wait.", share=kept)
        )
    return " ".join(said)


def _targets(department: Department, told: SimulationSummary) -> Table:
    wanted = {line.path: line.wanted for line in target_lines(department.horizon)}
    rows: list[list[Cell]] = [
        [target_in_words(path), wanted[path], played.share, played.error]
        for path, played in told.targets.items()
        if path in wanted
    ]
    columns = [Column(say("target"), "name"), Column(say("wanted"), "money")]
    columns += [Column(say("met"), "share"), Column(say("within"), "share")]
    note = ""
    if told.not_counted:
        targets = listed_names(map(target_in_words, told.not_counted))
        note = say("Not left to chance, and not counted: {targets}.", targets=targets)
    return Table("targets", say("Targets"), columns, rows, note)


def _comes_to(plan: Plan, told: SimulationSummary) -> Table:
    rows: list[list[Cell]] = [
        [name, spread.mean, spread.sd, spread.p10, spread.p50, spread.p90] for name, spread in _amounts(plan, told)
    ]
    columns = [
        Column(say_as("heading", "what")),
        Column(say("mean"), "money"),
        Column(say("deviation"), "money"),
        *(Column(percent(title), "money") for title in ("10", "50", "90")),
    ]
    return Table("comes_to", say("What it comes to"), columns, rows, say(_COMES_NOTE))


def _amounts(plan: Plan, told: SimulationSummary) -> Iterator[tuple[str, Spread]]:
    yield say("revenue"), told.revenue
    if told.profit is not None:
        yield say("profit"), told.profit
    for name in plan.products:
        yield say("deals of {product}", product=name), told.products[name]
    for month, spread in told.by_month.items():
        yield say("revenue of {month}", month=month_in_digits(month)), spread


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
    columns = [Column(say("activity"), "name"), Column(say("done"), "number"), Column(say("at once"), "number")]
    columns += [Column(say("{n} {n:week|weeks}\nlater", n=weeks), "number") for weeks in range(1, most + 1)]
    columns.append(Column(say("dropped"), "number"))
    return Table("work", say("Follow-up work"), columns, rows, say(_WORK_NOTE))


def _hours(told: SimulationSummary) -> Table:
    rows: list[list[Cell]] = [
        [row.manager, row.activity, row.room, row.done, row.done / row.room] for row in told.hours if row.room
    ]
    columns = [
        Column(say("person"), "name", group=True),
        Column(say("activity"), "name"),
        Column(say_as("hours", "room"), "number"),
        Column(say("done"), "number"),
        Column(say("used"), "share"),
    ]
    return Table("hours", say("Hours"), columns, rows, say(_HOURS_NOTE))


def _sources(told: SimulationSummary) -> Table:
    rows: list[list[Cell]] = [[source_in_words(row.source), row.share, row.error] for row in told.sources]
    columns = [Column(say("source")), Column(say("part of the variance"), "share"), Column(say("within"), "share")]
    return Table("sources", say("What chance does to the revenue"), columns, rows, say(_SOURCES_NOTE))
