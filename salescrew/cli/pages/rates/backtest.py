"""What was estimated on past days, and what came of it, as a page and as a table."""

from __future__ import annotations

from salescrew.cli.render.cells import date
from salescrew.cli.render.page import Cell, Column, Page, Table
from salescrew.models.answers.rates import BackTest


def backtest_page(test: BackTest) -> Page:
    """Write a back-test as a page."""
    told = [row for row in test.rows if row.is_within is not None]
    first = f"{sum(bool(row.is_within) for row in told)} of {len(told)} estimates held what came."
    return Page(first, f"Seen from {date(test.as_of)}", [backtest_table(test)], warnings=test.warnings)


def backtest_table(test: BackTest) -> Table:
    """Write a back-test as a table."""
    columns = [
        Column("pipeline", "name", group=True),
        Column("of", "name", group=True),
        Column("cut", "date"),
        Column("deals then", "count"),
        Column("estimate", "share"),
        Column("from", "share"),
        Column("to", "share"),
        Column("by all", "share"),
        Column("by closed", "share"),
        Column("what came", "share"),
        Column("still open", "share"),
        Column("held"),
    ]
    held = {True: "yes", False: "no", None: ""}
    rows: list[list[Cell]] = [
        [
            *(row.pipeline, row.what, row.cut, row.count, "?" if row.conversion is None else row.conversion),
            *(row.low, row.high, row.by_all, row.by_closed, row.came, row.still_open, held[row.is_within]),
        ]
        for row in sorted(test.rows, key=lambda row: (row.pipeline, [r.what for r in test.rows].index(row.what)))
    ]
    note = (
        "estimate, from, to: from what was known on the day of the cut (?: too little was decided). by all, by closed: "
        "the naive figures of that day. what came: of the same deals by today. held: whether that lies within."
    )
    return Table("backtest", "What was estimated, and what came of it", columns, rows, note)
