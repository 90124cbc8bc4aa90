"""The figures of an export as a page: what was read, what it says, what should be known about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from salescrew.cli.pages.report import page
from salescrew.cli.render.tables import Cell, Column, Table, number, share
from salescrew.models.answers.rates import BackTest, Days, PipelineRates, Rates, StageRate
from salescrew.models.plan.values import listed
from salescrew.models.rates.reading.crms import TITLES
from salescrew.models.rates.writing.into_plan import PlanChanges
from salescrew.models.rates.writing.yaml_edits import written

_MOST_GROUPS = 20
_METHODS = {
    "aalen-johansen": "Aalen-Johansen over the age at the stage: open deals count as long as they have been followed.",
    "ipcw": "closed deals, weighted for those of their age that are not closed yet; open deals count through them.",
}
_UNDECIDED = "? to ?: too little is decided; it lies between these, chance besides."


def rates_page(figures: Rates, *, markdown: bool) -> str:
    """Write all that an export says."""
    first = f"{figures.rows.used:,} of {figures.rows.read:,} rows used, as of {_day(figures.as_of)}."
    tables = [_columns(figures), _rows(figures)]
    for each in figures.pipelines:
        tables += _pipeline(each, alone=len(figures.pipelines) == 1)
    return page(first, _source(figures), tables, figures.warnings, markdown=markdown)


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%b %Y}"


def _source(figures: Rates) -> str:
    source = figures.source
    crm = TITLES.get(source.crm, source.crm)
    said = f"the columns are those of {crm}" if crm else "the columns could be anybody's"
    history = {
        "none": "no stage history",
        "dates": "stage history in columns of dates",
        "rows": "stage history as rows",
        "changes": "stage history as changes",
    }
    since = f"; deals created since {_day(figures.since)}" if figures.since else ""
    return f"{source.form}; {said}; {history[source.history]}{since}"


def _columns(figures: Rates) -> Table:
    """Say what was recognised, what is missing and what is not used."""
    rows: list[list[Cell]] = [[meaning, name] for meaning, name in figures.source.columns.items()]
    rows += [[meaning, "no column"] for meaning in figures.source.missing]
    for end, words in figures.source.outcomes.items():
        if words:
            rows.append([f"is {end}", ", ".join(words)])
    unused = figures.source.unused
    note = f"Not used: {listed(unused)}." if unused else ""
    return Table("columns", "Columns", [Column("meaning"), Column("in the export")], rows, note)


def _rows(figures: Rates) -> Table:
    rows: list[list[Cell]] = [["read", figures.rows.read, ""], ["used", figures.rows.used, ""]]
    for out in figures.rows.left_out:
        lines = ", ".join(map(str, out.lines)) + (", ..." if out.count > len(out.lines) else "")
        rows.append([f"left out: {out.why}", out.count, lines])
    rows += [[f"used, though odd: {odd.what}", odd.count, ""] for odd in figures.rows.odd]
    return Table("rows", "Rows", [Column("rows"), Column("count", "count"), Column("lines")], rows)


def _pipeline(each: PipelineRates, *, alone: bool) -> Iterator[Table]:
    of = "" if alone else f" of {each.name}"
    yield _whole(each, of)
    if each.stages:
        yield _stages(each.stages, of)
    yield from _deals(each, of)
    yield from _leads(each, of)
    yield from _groups(each, of)


def _whole(each: PipelineRates, of: str) -> Table:
    found = each.lead_to_payment
    columns = [Column("lead to payment"), Column("share", "share"), Column("from", "share"), Column("to", "share")]
    first: list[Cell] = ["share of a cohort ever won", found.conversion, found.low, found.high]
    if found.conversion is None:
        first[1] = "?"
    rows: list[list[Cell]] = [
        first,
        ["won by all deals", found.won_by_all, None, None],
        ["won by closed deals", found.won_by_closed, None, None],
    ]
    days = f" {_days_text(found.days)}." if found.days else ""
    undecided = f" {_UNDECIDED}" if found.conversion is None else ""
    note = f"The first is the one to plan with; still undecided: {share(found.undecided)}.{days}{undecided}"
    return Table("lead-to-payment", f"From lead to payment{of}", columns, rows, note)


def _days_text(days: Days) -> str:
    within = f"half within {number(days.median)}, nine of ten within {number(days.p90)}"
    return f"Days: {number(days.mean)} on average, {within}"


def _stages(stages: tuple[StageRate, ...], of: str) -> Table:
    columns = [
        Column("stage"),
        Column("entered", "count"),
        Column("advanced", "count"),
        Column("lost", "count"),
        Column("open", "count"),
        Column("conversion", "share"),
        Column("from", "share"),
        Column("to", "share"),
        Column("undecided", "share"),
        Column("days", "number"),
        Column("median", "number"),
        Column("90%", "number"),
    ]
    rows: list[list[Cell]] = []
    for stage in stages:
        days = stage.days_to_next
        row: list[Cell] = [stage.stage, stage.entered, stage.advanced, stage.lost, stage.open]
        row += ["?" if stage.conversion is None else stage.conversion, stage.low, stage.high, stage.undecided]
        row += [days.mean, days.median, days.p90] if days else [None, None, None]
        rows.append(row)
    methods = [_METHODS[method] for method in dict.fromkeys(stage.method for stage in stages)]
    note = f"Method: {' '.join(methods)} from, to: 95% interval."
    if any(stage.conversion is None for stage in stages):
        note += f" {_UNDECIDED}"
    return Table("stages", f"Stages{of}", columns, rows, note)


def _deals(each: PipelineRates, of: str) -> Iterator[Table]:
    found = each.average_deal
    if found is None:
        return
    columns = [Column("average deal", "money"), Column("from", "money"), Column("to", "money")]
    columns += [Column("won deals", "count"), Column("deviation by mean", "number")]
    yield Table("deals", f"Deals{of}", columns, [[found.mean, found.low, found.high, found.count, each.deal_cv]])


def _leads(each: PipelineRates, of: str) -> Iterator[Table]:
    found = each.leads
    if found is None:
        return
    columns = [Column("leads a week", "number"), Column("from", "number"), Column("to", "number")]
    columns += [Column("weeks", "count"), Column("dispersion", "number")]
    weights = [("weekdays", found.by_weekday), ("slots", found.by_slot), ("months", found.season)]
    note = " ".join(
        f"{name}: {', '.join(f'{key} {number(weight)}' for key, weight in of_them.items())}."
        for name, of_them in weights
        if of_them
    )
    row: list[Cell] = [found.per_week, found.low, found.high, found.weeks, found.dispersion]
    yield Table("leads", f"Leads{of}", columns, [row], f"Weights by {note}" if note else "")


def _groups(each: PipelineRates, of: str) -> Iterator[Table]:
    for by in dict.fromkeys(group.by for group in each.groups):
        groups = [group for group in each.groups if group.by == by]
        columns = [Column(by), Column("deals", "count"), Column("won", "count"), Column("alone", "share")]
        columns += [Column("conversion", "share"), Column("from", "share"), Column("to", "share")]
        columns += [Column("to that of all", "share")]
        rows: list[list[Cell]] = [
            [g.name, g.count, g.won, g.raw, g.conversion, g.low, g.high, g.effectiveness] for g in groups[:_MOST_GROUPS]
        ]
        more = f" {len(groups) - _MOST_GROUPS} more: --format json." if len(groups) > _MOST_GROUPS else ""
        note = (
            "alone: of these deals by themselves, chance and all. conversion: drawn towards that of all as far as "
            f"chance explains the difference; plan with this one.{more}"
        )
        yield Table(f"{by}s", f"From lead to payment by {by}{of}", columns, rows, note)


def rates_list(figures: Rates) -> Table:
    """Write all figures as rows: what it is, its value, interval, count and method."""
    columns = [Column("pipeline"), Column("figure"), Column("of"), Column("value", "number"), Column("low", "number")]
    columns += [Column("high", "number"), Column("count", "count"), Column("method")]
    rows = [[each.name, *row] for each in figures.pipelines for row in _figures(each)]
    return Table("rates", "", columns, rows)


def _figures(each: PipelineRates) -> Iterator[list[Cell]]:
    whole = each.lead_to_payment
    direct = "aalen-johansen"
    entered = each.stages[0].entered if each.stages and each.stages[0].method == direct else None
    yield ["lead to payment", "", whole.conversion, whole.low, whole.high, entered, direct]
    yield ["won by all", "", whole.won_by_all, None, None, entered, "naive"]
    yield ["won by closed", "", whole.won_by_closed, None, None, None, "naive"]
    if whole.days:
        yield from _days_rows("days to payment", "", whole.days, None, direct)
    for stage in each.stages:
        yield ["conversion", stage.stage, stage.conversion, stage.low, stage.high, stage.entered, stage.method]
        if stage.observed:
            yield ["observed passed", stage.stage, stage.observed.passed, None, None, None, stage.method]
            yield ["observed of", stage.stage, stage.observed.of, None, None, None, stage.method]
        if stage.days_to_next:
            yield from _days_rows("days to next", stage.stage, stage.days_to_next, stage.advanced, stage.method)
    if each.average_deal:
        deal = each.average_deal
        yield ["average deal", "", deal.mean, deal.low, deal.high, deal.count, "mean of won deals"]
        yield ["deal_cv", "", each.deal_cv, None, None, deal.count, "of won deals"]
    if each.leads:
        leads = each.leads
        yield ["leads per week", "", leads.per_week, leads.low, leads.high, leads.weeks, "mean of whole weeks"]
        yield ["dispersion", "", leads.dispersion, None, None, leads.weeks, "pearson"]
        for name, weights in (("weekday", leads.by_weekday), ("slot", leads.by_slot), ("month", leads.season)):
            for key, weight in weights.items():
                yield [f"{name} weight", key, weight, None, None, None, "leads"]
    for group in each.groups:
        method = "beta-binomial" if group.differences_last else "one rate for all"
        yield [group.by, group.name, group.conversion, group.low, group.high, group.count, method]


def _days_rows(figure: str, of: str, days: Days, count: int | None, method: str) -> Iterator[list[Cell]]:
    yield [figure, of, days.mean, days.low, days.high, count, method]
    yield [f"{figure}, median", of, days.median, None, None, count, method]
    yield [f"{figure}, p90", of, days.p90, None, None, count, method]


def backtest_lists(test: BackTest) -> Table:
    """Write a back-test as a table."""
    columns = [
        Column("pipeline", "group"),
        Column("of", "group"),
        Column("cut"),
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


def backtest_page(test: BackTest, *, markdown: bool) -> str:
    """Write a back-test as a page."""
    told = [row for row in test.rows if row.is_within is not None]
    first = f"{sum(bool(row.is_within) for row in told)} of {len(told)} estimates held what came."
    return page(first, f"Seen from {_day(test.as_of)}", [backtest_lists(test)], test.warnings, markdown=markdown)


def plan_page(changes: PlanChanges, figures: Rates, output: str) -> str:
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
    first = f"Wrote {output}: {len(replaced)} figures from the export as of {_day(figures.as_of)}, {len(stays)} stay."
    warnings = [*changes.warnings, *figures.warnings]
    return page(first, f"Funnels: {placed}", [table for table in tables if table.rows], warnings, markdown=False)
