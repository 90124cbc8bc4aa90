"""What was replaced in a plan by the figures of an export, and what stays."""

from __future__ import annotations

from salescrew.cli.render.cells import date
from salescrew.cli.render.page import Cell, Column, Page, Table
from salescrew.language import say, say_as
from salescrew.models.answers.rates import Rates
from salescrew.models.rates.reading.export import pipeline_in_words
from salescrew.models.rates.writing.into_plan import PlanChanges
from salescrew.models.rates.writing.yaml_edits import written


def plan_page(changes: PlanChanges, figures: Rates, output: str) -> Page:
    """Say what was replaced in a plan, and what stays."""
    placed = ", ".join(
        say("{pipeline} is {funnel}", pipeline=pipeline_in_words(pipeline), funnel=funnel)
        for pipeline, funnel in changes.placed.items()
    )
    replaced: list[list[Cell]] = [
        [one.path, one.before, written(one.value, ""), one.why] for one in changes.replaced if one.key != "observed"
    ]
    stays: list[list[Cell]] = [[one.path, one.before, one.why] for one in changes.stays]
    tables = [
        Table(
            "replaced",
            say("Replaced"),
            [Column(say("figure")), Column(say_as("heading", "before")), Column(say("now")), Column(say("how sure"))],
            replaced,
        ),
        Table(
            "stays",
            say("Stays"),
            [Column(say("figure")), Column(say_as("heading", "value")), Column(say_as("heading", "why"))],
            stays,
        ),
    ]
    first = say(
        "Wrote {output}: {n} figures from the export as of {day}, {stay} stay.",
        output=output,
        n=len(replaced),
        day=date(figures.as_of),
        stay=len(stays),
    )
    warnings = [*changes.warnings, *figures.warnings]
    return Page(
        first, say("Funnels: {funnels}", funnels=placed), [table for table in tables if table.rows], warnings=warnings
    )
