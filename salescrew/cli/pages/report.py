"""The whole answer as a page, for a terminal or as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from salescrew.cli.pages.answer import advice, headline, subtitle
from salescrew.cli.pages.how_far import how_far, left_tables
from salescrew.cli.pages.odds import odds_sentence, people_table
from salescrew.cli.pages.summary import stages_table, targets_table, team_table
from salescrew.cli.pages.weeks import coverage_tables, duty_tables, funnel_tables, quota_tables, roster_tables
from salescrew.cli.render.markdown import block, inline
from salescrew.cli.render.tables import Table, markdown_table, plain, text_table
from salescrew.models.answers.result import Result
from salescrew.models.plan.plan import Plan

VIEWS: dict[str, Callable[[Plan, Result], list[Table]]] = {
    "duty": duty_tables,
    "roster": roster_tables,
    "quotas": quota_tables,
    "funnel": funnel_tables,
    "coverage": coverage_tables,
}


def report(plan: Plan, result: Result, show: Iterable[str] = (), *, markdown: bool = False) -> str:
    """Write the answer, line one first: then who, what is reached, what passes the funnels, who is on duty."""
    tables: list[Table] = []
    if result.headcount is not None:
        tables = [team_table(plan, result)] if result.managers else []
        tables.append(targets_table(plan, result))
        if len(result.odds_by_people) > 1:
            tables.append(people_table(result))
        tables.append(stages_table(plan, result))
        tables += duty_tables(plan, result)
        for view in show:
            tables += VIEWS[view](plan, result)
    tables += left_tables(result)
    second = "\n\n".join(
        line for line in (subtitle(plan), odds_sentence(result), how_far(result), advice(result)) if line
    )
    return page(headline(plan, result), second, tables, result.warnings, markdown=markdown)


def page(first: str, second: str, tables: Iterable[Table], warnings: Iterable[str], *, markdown: bool) -> str:
    """Put a page together: two lines, tables, warnings."""
    if markdown:
        head = f"# {inline(plain(first))}\n\n{block(plain(second))}\n"
        marked = "".join(f"- {block(plain(warning))}\n" for warning in warnings)
        foot = f"## Warnings\n\n{marked}" if marked else ""
        parts = [head, *map(markdown_table, tables), foot]
    else:
        marked = "".join(f"Warning: {plain(warning)}\n" for warning in warnings)
        parts = [f"{plain(first)}\n{plain(second)}\n", *map(text_table, tables), marked]
    return "\n".join(part for part in parts if part)
