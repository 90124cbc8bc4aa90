"""What was estimated on past days, and what came of it, as a page and as a table."""

from __future__ import annotations

from salescrew.cli.render.cells import date
from salescrew.cli.render.page import Cell, Column, Page, Table
from salescrew.language import ENGLISH, say, say_as, speaking
from salescrew.models.answers.rates import BackTest
from salescrew.models.rates.estimates.backtest import WHOLE
from salescrew.models.rates.reading.export import pipeline_in_words


def backtest_page(test: BackTest) -> Page:
    """Write a back-test as a page."""
    told = [row for row in test.rows if row.is_within is not None]
    held = sum(bool(row.is_within) for row in told)
    first = say("{held} of {n} estimates held what came.", held=held, n=len(told))
    second = say("Seen from {day}", day=date(test.as_of))
    return Page(first, second, [_table(test)], warnings=test.warnings)


def backtest_list(test: BackTest) -> Table:
    """Write a back-test as rows, which are English in every language."""
    with speaking(ENGLISH):
        return _table(test)


def _table(test: BackTest) -> Table:
    columns = [
        Column(say_as("heading", "pipeline"), "name", group=True),
        Column(say_as("heading", "of"), "name", group=True),
        Column(say_as("heading", "cut"), "date"),
        Column(say("deals then"), "count"),
        Column(say("estimate"), "share"),
        Column(say_as("interval", "from"), "share"),
        Column(say_as("interval", "to"), "share"),
        Column(say("by all"), "share"),
        Column(say("by closed"), "share"),
        Column(say("what came"), "share"),
        Column(say("still open"), "share"),
        Column(say_as("heading", "held")),
    ]
    held = {True: say("yes"), False: say("no"), None: ""}
    rows: list[list[Cell]] = [
        [
            *(
                pipeline_in_words(row.pipeline),
                _what(row.what),
                row.cut,
                row.count,
                "?" if row.conversion is None else row.conversion,
            ),
            *(row.low, row.high, row.by_all, row.by_closed, row.came, row.still_open, held[row.is_within]),
        ]
        for row in sorted(test.rows, key=lambda row: (row.pipeline, [r.what for r in test.rows].index(row.what)))
    ]
    note = say(
        "estimate, from, to: from what was known on the day of the cut (?: too little was decided). by all, by closed: "
        "the naive figures of that day. what came: of the same deals by today. held: whether that lies within."
    )
    return Table("backtest", say("What was estimated, and what came of it"), columns, rows, note)


def _what(what: str) -> str:
    return say(WHOLE) if what == WHOLE else what
