"""The figures of an export as a page: what was read, what it says, what should be known about it."""

from __future__ import annotations

from collections.abc import Iterator

from salescrew.cli.render.cells import date, number, share
from salescrew.cli.render.page import Cell, Column, Page, Table, Word
from salescrew.models.answers.rates import Days, PipelineRates, Rates, StageRate
from salescrew.models.plan.values import listed
from salescrew.models.rates.reading.crms import TITLES

_MOST_GROUPS = 20
_METHODS = {
    "aalen-johansen": "Aalen-Johansen over the age at the stage: open deals count as long as they have been followed.",
    "ipcw": "closed deals, weighted for those of their age that are not closed yet; open deals count through them.",
}
_UNDECIDED = "? to ?: too little is decided; it lies between these, chance besides."


def rates_page(figures: Rates) -> Page:
    """Write all that an export says."""
    first = f"{figures.rows.used:,} of {figures.rows.read:,} rows used, as of {date(figures.as_of)}."
    tables = [_columns(figures), _rows(figures)]
    for each in figures.pipelines:
        tables += _pipeline(each, alone=len(figures.pipelines) == 1)
    return Page(first, _source(figures), tables, warnings=figures.warnings)


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
    since = f"; deals created since {date(figures.since)}" if figures.since else ""
    return f"{source.form}; {said}; {history[source.history]}{since}"


def _columns(figures: Rates) -> Table:
    """Say what was recognised, what is missing and what is not used."""
    rows: list[list[Cell]] = [[meaning, name] for meaning, name in figures.source.columns.items()]
    rows += [[meaning, Word("no column")] for meaning in figures.source.missing]
    for end, words in figures.source.outcomes.items():
        if words:
            rows.append([f"is {end}", tuple(words)])
    unused = figures.source.unused
    note = f"Not used: {listed(unused)}." if unused else ""
    return Table("columns", "Columns", [Column("meaning"), Column("in the export", "name")], rows, note)


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
        Column("stage", "name"),
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
        columns = [Column(by, "name"), Column("deals", "count"), Column("won", "count"), Column("alone", "share")]
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
