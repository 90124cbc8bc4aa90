"""What was replaced in a plan by the figures of an export, and what stays."""

from __future__ import annotations

from salescrew.cli.render.cells import date
from salescrew.cli.render.page import Cell, Column, Page, Table
from salescrew.models.answers.rates import Rates
from salescrew.models.rates.writing.into_plan import PlanChanges
from salescrew.models.rates.writing.yaml_edits import written


def plan_page(changes: PlanChanges, figures: Rates, output: str) -> Page:
    """Say what was replaced in a plan, and what stays."""
    placed = ", ".join(f"{pipeline} is {funnel}" for pipeline, funnel in changes.placed.items())
    replaced: list[list[Cell]] = [
        [one.path, one.before, written(one.value, ""), one.why] for one in changes.replaced if one.key != "observed"
    ]
    stays: list[list[Cell]] = [[one.path, one.before, one.why] for one in changes.stays]
    tables = [
        Table(
            "replaced", "Replaced", [Column("figure"), Column("before"), Column("now"), Column("how sure")], replaced
        ),
        Table("stays", "Stays", [Column("figure"), Column("value"), Column("why")], stays),
    ]
    first = f"Wrote {output}: {len(replaced)} figures from the export as of {date(figures.as_of)}, {len(stays)} stay."
    warnings = [*changes.warnings, *figures.warnings]
    return Page(first, f"Funnels: {placed}", [table for table in tables if table.rows], warnings=warnings)
